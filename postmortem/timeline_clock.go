package postmortem

import (
	"bytes"
	"regexp"
	"strconv"
	"strings"
	"time"
)

var (
	// clock is a time of the day; what says that it is a rough one is the first group.
	clock = regexp.MustCompile(`(?i)^(?:at\s+)?(~|≈|ca\.?\s|circa\s|approx(?:imately|\.)?\s|about\s|around\s|roughly\s)?\s*(\d{1,2})(?:(?:[:.h]|\s:\s)(\d{2})(?:[:.](\d{2})(?:[.,]\d{1,6})?)?)?\s*([ap]\.?m\b\.?)?`)
	// clockRange is the other end of a range; its groups are a clock and the half of the day.
	clockRange = regexp.MustCompile(`(?i)^\s*(?:(?:-|–|—|to|until|till|and|->|→)\s*(?:~\s*)?|/\s*)(\d{1,2}[:.h]\d{2}(?::\d{2})?(?:\s*([ap])\.?m\b\.?)?)|^\s*(?:-|–|—|to|until|till|and)\s*(\d{1,2}\s*([ap])m\b)`)
	// hourAlone is what may stand behind a rough hour: "around 10: it broke".
	hourAlone = regexp.MustCompile(`^\s*(?:$|[:)\]](?:\s|$)|[–—-]\s+[^\d\s])`)
	// clockUnit is what a clock may end with that says no more.
	clockUnit = regexp.MustCompile(`(?i)^(?:\s?(?:uhr|hrs?|hours|h)\b|-?ish\b)`)
	// duration is what makes a clock one that tells how long: "12:30 hours of downtime".
	duration = regexp.MustCompile(`(?i)^\s?(?:h|hrs?|hours?|min(?:ute)?s?)\s+(?:later|long|of\s+(?:downtime|outage|impact|unavailability|degradation|disruption|work))\b`)
	// clockWord is a clock that is a word.
	clockWord = regexp.MustCompile(`(?i)^(?:~|at\s+|around\s+|about\s+)?(?:12(?::00)?\s+)?(?:(noon|midday)|midnight)\b`)
	// clockElsewhere is the same time in another zone.
	clockElsewhere = regexp.MustCompile(`(?i)^(\s*[/(]\s*(?:\d{4}-\d\d-\d\d[ T])?\d{1,2}:\d\d(?:\s?[ap]m)?\s?(?:` + zoneNames + `))\s*(?:$|\W)`)
	// fourDigits is a clock without a sign between its parts, and the other end of its range.
	fourDigits = regexp.MustCompile(`(?i)^([01]\d|2[0-3])([0-5]\d)([0-5]\d)?(?:\s?[-–—]\s?(?:[01]\d|2[0-3])[0-5]\d)?(\s?(?:hrs?|hours)\b)?`)
)

// clock reads the time of the day at from, with the range that it begins and its zone, and gives the length of all, 0 for none.
func (c calendar) clock(st *stamp, s string, from int) int {
	// After "2024-05-01T10:00:00", "-07:00" is no range.
	joined := from > 0 && s[from-1]|0x20 == 't'
	if m := fourDigits.FindStringSubmatch(s[from:]); m != nil {
		return c.fourDigits(st, s[from:], m, joined)
	}
	if m := clockWord.FindStringSubmatch(s[from:]); m != nil {
		return st.word(s[from:], m)
	}
	m := clock.FindStringSubmatch(s[from:])
	if m == nil {
		return 0
	}
	read := stamp{clock: true, padded: m[2][0] == '0'}
	read.hour, _ = strconv.Atoi(m[2])
	read.minute, _ = strconv.Atoi(m[3])
	read.second, _ = strconv.Atoi(m[4])
	read.say(m[5])
	at := from + len(m[0])
	if !strings.Contains(m[0], ".") { // behind "3.50 12.20" the numbers go on, behind "16:00 3 nodes" another begins
		at = from + len(strings.TrimRight(m[0], " \t\n"))
	}
	if read.hour > 24 || read.minute > 59 || read.second > 60 {
		return 0
	}
	whole := m[4] != "" || joined
	r := clockRange.FindStringSubmatchIndex(s[at:])
	if r != nil {
		if _, day := c.pointedDay(s[at+max(r[2], r[6]):]); day > 0 { // "05.03. 17:40 – 06.03. 02:00"
			r = nil
		}
	}
	if r != nil && (!whole || !clockOffset.MatchString(s[at:])) {
		read.until = at + max(r[2], r[6])
		if half := max(r[4], r[8]); half >= 0 {
			read.sayBefore(s[at+half:at+half+1], s[read.until:])
		}
		read.lasts = read.lasting(s[read.until : at+r[1]])
		at += r[1]
	} else if continues(s[at:]) || duration.MatchString(s[at:]) {
		return 0
	}
	unit := unitOf(s[at:], read.half)
	hourSigned := c.hours && m[3] == "" && strings.TrimSpace(s[at:at+unit]) == "h" // "14h: it broke"
	at += unit
	var span [2]int
	read.zone, span = zoneIn(clockZone, s[at:])
	span[1] += closing(s[at:], span)
	rough := hourSigned || m[1] != "" || strings.HasSuffix(s[:from], "~")
	if m[3] == "" && !read.half && (!rough || read.zone == nil && !hourAlone.MatchString(s[at:])) {
		return 0
	}
	read.date, read.weekday, read.count, read.start = st.date, st.weekday, st.count, st.start
	*st = read
	return at + span[1] - from
}

// hourSigns is what an entry begins with where clocks are written with an h: "14h30", "14h:".
var hourSigns = regexp.MustCompile(`^[\s>|*+\[(-]*(?:(?:[01]?\d|2[0-3])h[0-5]\d\b|(?:1[3-9]|2[0-3])\s?h\**\s*[:–—|-])`)

// signsHours reports whether a line of the text begins so.
func signsHours(source []byte) bool {
	for at := 1; ; at++ {
		n := bytes.IndexByte(source[at:], 'h')
		if n < 0 {
			return false
		}
		at += n
		if !isDigit(source[at-1]) && (source[at-1] != ' ' || at < 2 || !isDigit(source[at-2])) {
			continue
		}
		const indent = 20
		line := source[max(at-indent, 0):min(at+5, len(source))]
		line = line[bytes.LastIndexByte(line[:min(at, indent)], '\n')+1:]
		if (len(line) < indent || at <= indent) && hourSigns.Match(line) {
			return true
		}
	}
}

// closing gives the length of the bracket that closes one before the zone in the span: "14:05 (CEST)".
func closing(s string, span [2]int) int {
	for _, pair := range []string{"()", "[]"} {
		if strings.Contains(s[:span[0]], pair[:1]) && strings.HasPrefix(s[span[1]:], pair[1:]) {
			return 1
		}
	}
	return 0
}

// fourDigits reads "0815 UTC"; without a zone only where the document writes clocks so.
func (c calendar) fourDigits(st *stamp, s string, m []string, joined bool) int {
	at := len(m[0])
	zone, span := zoneIn(clockZone, s[at:])
	span[1] += closing(s[at:], span)
	if zone == nil && at < len(s) && isWordByte(s[at]) || zone == nil && m[4] == "" && !joined && !(c.unsigned && m[3] == "" && stampEnd.MatchString(s[at:])) {
		return 0
	}
	st.clock, st.zone, st.whole = true, zone, true
	st.second, _ = strconv.Atoi(m[3])
	st.hour, _ = strconv.Atoi(m[1])
	st.minute, _ = strconv.Atoi(m[2])
	return at + span[1]
}

// lasting is how long a range goes on to its other end.
func (st stamp) lasting(end string) time.Duration {
	to, ok := stampOf(end)
	if !ok || !to.clock {
		return 0
	}
	around := 2 * halfDay
	if st.hour <= 12 && to.hour <= 12 && !to.half {
		around = halfDay // as far as one can tell
	}
	lasts := (to.seconds() - st.seconds() + around) % around
	if around == halfDay && lasts > halfDay/2 {
		return 0 // "10:05-07:00" may be a zone
	}
	return time.Duration(lasts) * time.Second
}

// word reads "noon" and "midnight".
func (st *stamp) word(s string, m []string) int {
	at := len(m[0])
	zone, span := zoneIn(clockZone, s[at:])
	if zone == nil && !hourAlone.MatchString(s[at:]) {
		return 0
	}
	if st.clock, st.half, st.zone = true, true, zone; m[1] != "" {
		st.hour = 12
	}
	return at + span[1]
}

// clockOffset is an offset right behind a clock, which may not be one of a range.
var clockOffset = regexp.MustCompile(`^\s?-(?:0\d|1[0-2]):?[0-5]\d(?:[^\d:]|:\D|:?$)`)

// unitOf gives the length of what a clock ends with that says no more; what goes on from there, as "hours-old", is of the text.
func unitOf(s string, half bool) int {
	unit := clockUnit.FindString(s)
	rest := s[len(unit):]
	if unit == "" || strings.HasPrefix(rest, "-") || half && !strings.HasSuffix(unit, "ish") {
		return 0
	}
	if strings.HasSuffix(strings.ToLower(unit), "hours") && strings.HasPrefix(rest, " ") && !strings.ContainsAny(rest[1:min(2, len(rest))], "-–—(") {
		if zone, _ := zoneIn(clockZone, rest); zone == nil {
			return 0
		}
	}
	return len(unit)
}

// continues says that what looked like a clock is part of something longer: a
// version, an address, a measure.
func continues(after string) bool {
	if after == "" || after == " " {
		return false
	}
	if after[0] == ' ' {
		return after[1] == '/'
	}
	c := after[0]
	return c >= '0' && c <= '9' || c == '%' || c == '/' || c == '.' && len(after) > 1 && after[1] >= '0' && after[1] <= '9'
}
