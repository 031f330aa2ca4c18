package postmortem

import (
	"cmp"
	"regexp"
	"strconv"
	"strings"
	"time"
)

var (
	wordBefore = regexp.MustCompile(`(?i)^(?:(` + weekdayNames + `)|(?:the\s+)?(?:next|following)\s+(?:day|morning))\b[\s,.]*`)
	afterDate  = regexp.MustCompile(`(?i)^(?:t|\.?[)\]]?\s*(?:\(?\b` + weekdayNames + `\b\)?)?\s*,?\s*(?:at|from|between|um|@|-|–|—|:)?\s*)`)
	afterTime  = regexp.MustCompile(`^[\s\])}]*(?:[:|,;>*]|-+>?|–|—|→)?[\s*]*`)
	// dayAfter is what may stand between a time and its day: "12:45 PM, Saturday Oct 30".
	dayAfter = regexp.MustCompile(`(?i)^\s*,?\s*(?:\(|on\s+)?(?:(` + weekdayNames + `)\b[\s,.]*)?`)
	// weekdayNoted is a weekday that explains a counted day.
	weekdayNoted = regexp.MustCompile(`(?i)^(?:` + weekdayNames + `)\b[\s,.:)\]–—-]*`)
	stampEnd     = regexp.MustCompile(`^\s*(?:[)\]:|,;>–—]|-+\s|$)`)
)

// stamp is a time as it stands at the start of a text.
type stamp struct {
	date         Date
	weekday      string // said instead of a date
	count        int    // of the days of the incident: "Day 2"; 0 for none
	hour, minute int
	second       int
	clock        bool
	half         bool // am or pm is said
	padded       bool // the hour has a zero before it
	whole        bool // it is written as a clock of 24 hours is: "0815"
	unknown      bool // a time is left open
	relative     bool // the clock is counted from the start of the incident; without a clock nobody says when that was
	signed       bool // it has a + before it, and no T
	since        time.Duration
	zero         bool // the clock is that of T0
	written      bool // the day may be that of writing
	zone         *time.Location
	elsewhere    bool // the time is told in another zone as well
	end          int  // where the stamp and its separator end
	textEnd      int
	start        int
	until        int           // where the clock at the other end of a range is; 0 for none
	lasts        time.Duration // of the range
}

// stampOf reads the date, the time, or both, at the start of s, whatever the year.
func stampOf(s string) (stamp, bool) { return calendar{}.stamp(s) }

func (c calendar) stamp(s string) (stamp, bool) {
	var st stamp
	at := len(s) - len(strings.TrimLeft(s, " [({*_~≈\t"))
	word := at
	if m := wordBefore.FindStringSubmatch(s[at:]); m != nil {
		st.weekday = cmp.Or(m[1], tomorrow)
		at += len(m[0])
	} else if m := dayNumber.FindStringSubmatch(s[at:]); m != nil {
		st.count = countOf(m[1])
		at += len(m[0])
		if m := weekdayNoted.FindString(s[at:]); m != "" { // "Day 1 (Monday), 10:05"
			at += len(m)
		}
	}
	st.start = at
	if st.start > 0 && s[st.start-1] == '~' {
		st.start--
	}
	// A date is looked for only where it may begin.
	head := cut(s[at:], 40)
	date, span := Date{}, [2]int{-1, -1}
	if head != "" && (isDigit(head[0]) || monthNamed(head) > 0) {
		date, span = c.find(head)
	}
	pointed, n := c.pointedDay(head)
	switch {
	case n > 0:
		if at += n; c.year > 0 {
			st.date = pointed
		}
	case span[0] == 0 && bareNumbers(date.Text):
		// "12-05 16:21" is a day, "11-12" may be anything: a clock must follow.
		rest := at + span[1] + len(afterDate.FindString(s[at+span[1]:]))
		if m := clock.FindStringSubmatch(s[rest:]); m != nil && m[3] != "" {
			st.date, at = date, at+span[1]
		}
	case span[0] == 0:
		st.date, at = date, at+span[1]
	}
	rest := at
	if !st.date.IsZero() || n > 0 {
		rest += len(afterDate.FindString(s[at:]))
	} else if st.weekday != "" || st.count != 0 {
		st.start = word
	}
	if n := c.clock(&st, s, rest); n > 0 {
		at = rest + n
		if !st.dayed() {
			n := c.dayAfter(&st, s[at:])
			if at += n; n > 0 && st.zone == nil { // "00:30 on 26 June (UTC)"
				zone, span := zoneIn(clockZone, s[at:])
				st.zone, at = zone, at+span[1]+closing(s[at:], span)
			}
		}
	}
	if st.date.IsZero() && !st.clock || st.count != 0 && !st.clock {
		return stamp{}, false
	}
	if !st.date.IsZero() {
		st.weekday = ""
	}
	st.textEnd = at
	if m := clockElsewhere.FindStringSubmatch(s[at:]); st.zone != nil && m != nil {
		at += len(m[1])
		st.elsewhere = true
	}
	st.end = at + len(afterTime.FindString(s[at:]))
	return st, true
}

// dayed reports whether the stamp says of what day it is.
func (st stamp) dayed() bool { return !st.date.IsZero() || st.weekday != "" || st.count != 0 }

// seconds is the time of the day.
func (st stamp) seconds() int { return (st.hour*60+st.minute)*60 + st.second }

// dayAfter reads the day behind a time, and gives its length.
func (c calendar) dayAfter(st *stamp, s string) int {
	m := dayAfter.FindStringSubmatch(s)
	weekday := m[1]
	at := len(m[0])
	on := strings.HasPrefix(strings.ToLower(strings.TrimLeft(m[0], " ,")), "on ")
	date, span := c.find(cut(s[at:], 30))
	switch {
	case span[0] == 0 && !bareNumbers(date.Text) && (strings.TrimSpace(m[0]) != "" || !version.MatchString(date.Text)) && (on || weekday != "" || stampEnd.MatchString(s[at+span[1]:])):
		st.date = date
		return at + span[1]
	case weekday != "" && (on || stampEnd.MatchString(s[at:])):
		st.weekday = weekday
		return len(strings.TrimRight(m[0], " \t\n,."))
	}
	return 0
}

// version is what may be a day or a version, which right behind a time is the latter: "10:05 1.9.24: released".
var version = regexp.MustCompile(`^\d{1,2}\.\d{1,2}\.\d\d?$`)

// dayLine is a line that says nothing but of what day the times below it are.
var dayLine = regexp.MustCompile(`(?i)^\W*(?:on\s+)?(?:(` + weekdayNames + `)|(?:the\s+)?(?:next|following)\s+(?:day|morning))(?:\s+(?:morning|afternoon|evening|night))?\W*$`)

var (
	// noTime stands for a time that nobody knows; openTime does in a cell of its own only.
	noTime   = regexp.MustCompile(`^[(\[*~]*(--?:--?|\?\??:\?\??)(?:\s*[)\]*:|,;>–—-]+\s*|\s+)`)
	openTime = regexp.MustCompile(`(?i)^\W*(?:tb[adc]|unknown|unclear|n/a|\?+|--?:--?|\?\??:\?\??|time unknown)\W*$`)
)

// openStamp reads a time that is left open, as far as text follows it.
func openStamp(s string) (stamp, bool) {
	m := noTime.FindStringSubmatchIndex(s)
	if m == nil || m[1] == len(s) {
		return stamp{}, false
	}
	return stamp{unknown: true, start: m[2], textEnd: m[3], end: m[1]}, true
}

// dayNumber is what a day may be counted with: "Day 2: Thursday".
var dayNumber = regexp.MustCompile(`(?i)^\W*day\s+(0|[1-9]\d?|one|two|three)\b(?:\W+|$)`)

var dayCounts = map[string]int{"one": 1, "two": 2, "three": 3}

// dayZero is the count of a day before the first: days are counted from it.
const dayZero = -1

func countOf(s string) int {
	if n, err := strconv.Atoi(s); err == nil {
		return cmp.Or(n, dayZero)
	}
	return dayCounts[strings.ToLower(s)]
}

// day says whether a text, with the stamp that was read of it, is a day and
// nothing else. A day of the incident with its number may have a title behind it.
func (c calendar) day(s string, st stamp, ok bool) (stamp, bool) {
	switch {
	case ok:
		rest := s[st.end:]
		return st, !st.clock && !st.relative && (rest == "" || len(rest) < 20 && dayLine.MatchString(rest))
	case len(s) > 60:
		return stamp{}, false
	}
	if m := dayNumber.FindStringSubmatch(s); m != nil {
		n := len(m[0])
		count := countOf(m[1])
		st, ok := c.stamp(s[n:])
		if day, whole := c.day(s[n:], st, ok); whole {
			day.count = count
			return day, true
		}
		return stamp{count: count, end: n, textEnd: n}, n == len(s)
	}
	m := dayLine.FindStringSubmatch(s)
	if m == nil {
		return stamp{}, false
	}
	return stamp{weekday: cmp.Or(m[1], tomorrow), end: len(s), textEnd: len(s)}, true
}

// tomorrow stands for a weekday: the day after the one before.
const tomorrow = "next"

func bareNumbers(date string) bool {
	return len(date) <= 5 && !strings.ContainsFunc(date, func(r rune) bool { return r >= 'A' })
}
