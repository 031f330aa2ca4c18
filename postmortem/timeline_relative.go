package postmortem

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

const (
	counted   = `\d{1,3}:\d\d(?::\d\d)?`
	countUnit = `(?:h(?:ours?|rs?)?|m(?:in(?:ute)?s?)?|s(?:ec(?:ond)?s?)?)`
)

var (
	// relativeTime is a time counted from the start of the incident: "T+10m", "T-5 min", "T+1h30", "T+01:10", "T0", "+00:10", "+5 min".
	relativeTime = regexp.MustCompile(`(?i)^[\s(\[*~]*(?:t\s?(?:([+−–-])\s?(` + counted + `|(?:\d{1,4}\s?` + countUnit + `?\s?){1,3})|=?0)|\+\s?(` + counted + `|(?:\d{1,4}\s?` + countUnit + `\s?){1,3}))(?:[\s:)\]*|,]|$)`)
	// zeroNamed is where T0 may be named, and clockLast a clock in brackets at the end.
	zeroNamed = regexp.MustCompile(`(?i)\bt\s?(?:\+\s?0|=?0)`)
	clockLast = regexp.MustCompile(`\([^()]*\)\W*$`)
	// countedOn begins a line that is told in times counted from T0.
	countedOn = regexp.MustCompile(`(?im)^[\s>|*+#-]*[(\[*~]*t\s?[+−–-]\s?(?:` + counted + `|\d{1,4}\s?` + countUnit + `)(?:[\s:)\]*|,]|$)`)
	timePart  = regexp.MustCompile(`(?i)(\d+)\s?([hms]?)`)
)

// sinceStart reads a time that is counted from the start of the incident.
func sinceStart(s string) (stamp, bool) {
	m := relativeTime.FindStringSubmatch(s)
	if m == nil {
		return stamp{}, false
	}
	units := map[string]time.Duration{"h": time.Hour, "m": time.Minute, "": time.Minute, "s": time.Second}
	inOrder := []time.Duration{time.Hour, time.Minute, time.Second}
	var since time.Duration
	amount := m[2] + m[3]
	for i, part := range timePart.FindAllStringSubmatch(amount, 3) {
		unit := units[strings.ToLower(part[2])]
		if strings.Contains(amount, ":") {
			unit = inOrder[i]
		}
		n, _ := strconv.Atoi(part[1])
		since += time.Duration(n) * unit
	}
	if m[1] != "" && m[1] != "+" {
		since = -since
	}
	at := len(strings.TrimRight(m[0], " \t\n:)]*|,"))
	return stamp{clock: true, relative: true, signed: m[3] != "", since: since, start: len(s) - len(strings.TrimLeft(s, " ([*~")), textEnd: at, end: at + len(afterTime.FindString(s[at:]))}, true
}

// adrift reports whether the timeline is told in times that are counted from a T0 of which nobody says when it was: their order
// is known, and no moment. A single one may be anything.
func (r *timelineReader) adrift() bool { return len(countedOn.FindAllIndex(r.doc.Source, 2)) > 1 }

// zeroHour gives the clock that a line says T0 is: "T0 (14:00 UTC): it broke", "14:00 (T+0): it broke", "T0: it broke (14:00)".
func (r *timelineReader) zeroHour() stamp {
	if !zeroNamed.Match(r.doc.Source) {
		return stamp{}
	}
	for b := range r.doc.All() {
		for _, line := range b.Text.lines() {
			if !zeroNamed.MatchString(line.Plain) {
				continue
			}
			if st, ok := r.entryStamp(line.Plain); ok && st.zero {
				return st
			}
			since, ok := sinceStart(line.Plain)
			if m := clockLast.FindStringIndex(line.Plain); ok && since.since == 0 && m != nil {
				if st, ok := r.calendar.stamp(line.Plain[m[0]:]); ok && st.clock {
					return st
				}
			}
		}
	}
	return stamp{}
}
