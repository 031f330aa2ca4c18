package postmortem

import (
	"cmp"
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
	clockUnit = regexp.MustCompile(`(?i)^(?:\s?(?:uhr|hrs?|h)\b|-?ish\b)`)
	// clockWord is a clock that is a word.
	clockWord = regexp.MustCompile(`(?i)^(?:~|at\s+|around\s+|about\s+)?(?:12(?::00)?\s+)?(?:(noon|midday)|midnight)\b`)
	// clockElsewhere is the same time in another zone.
	clockElsewhere = regexp.MustCompile(`(?i)^\s*[/(]\s*\d{1,2}:\d\d(?:\s?[ap]m)?\s?(?:` + zoneNames + `)\s*(?:\)|$|[^\w)])`)
	// fourDigits is a clock without a sign between its parts, and the other end of its range.
	fourDigits = regexp.MustCompile(`(?i)^([01]\d|2[0-3])([0-5]\d)([0-5]\d)?(?:\s?[-–—]\s?(?:[01]\d|2[0-3])[0-5]\d)?(\s?(?:hrs?|hours)\b)?`)
	wordBefore = regexp.MustCompile(`(?i)^(?:(` + weekdayNames + `)|(?:the\s+)?(?:next|following)\s+(?:day|morning))\b[\s,.]*`)
	afterDate  = regexp.MustCompile(`(?i)^(?:t|\s*(?:\(?\b` + weekdayNames + `\b\)?)?\s*,?\s*(?:at|from|between|@|-|–|—|:)?\s*)`)
	afterTime  = regexp.MustCompile(`^[\s\])}]*(?:[:|,;>*]|-+>?|–|—|→)?[\s*]*`)
	// dayAfter is what may stand between a time and its day: "12:45 PM, Saturday Oct 30".
	dayAfter = regexp.MustCompile(`(?i)^\s*,?\s*(?:\(|on\s+)?(?:(` + weekdayNames + `)\b[\s,.]*)?`)
	stampEnd = regexp.MustCompile(`^\s*(?:[)\]:|,;>–—]|-+\s|$)`)
)

// stamp is a time as it stands at the start of a text.
type stamp struct {
	date         Date
	weekday      string // said instead of a date
	count        int    // of the days of the incident: "Day 2"
	hour, minute int
	second       int
	clock        bool
	half         bool // am or pm is said
	padded       bool // the hour has a zero before it
	unknown      bool // a time is left open
	relative     bool // the clock is counted from the start of the incident
	since        time.Duration
	zone         *time.Location
	end          int // where the stamp and its separator end
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
	switch {
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
	if !st.date.IsZero() {
		rest += len(afterDate.FindString(s[at:]))
	} else if st.weekday != "" || st.count > 0 {
		st.start = word
	}
	if n := c.clock(&st, s, rest); n > 0 {
		at = rest + n
		if !st.dayed() {
			at += c.dayAfter(&st, s[at:])
		}
	}
	if st.date.IsZero() && !st.clock || st.count > 0 && !st.clock {
		return stamp{}, false
	}
	if !st.date.IsZero() {
		st.weekday = ""
	}
	st.textEnd = at
	if n := len(clockElsewhere.FindString(s[at:])); st.zone != nil && n > 0 {
		at += n - 1
	}
	st.end = at + len(afterTime.FindString(s[at:]))
	return st, true
}

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
	if read.hour > 24 || read.minute > 59 || read.second > 60 {
		return 0
	}
	whole := m[4] != "" || joined
	if r := clockRange.FindStringSubmatchIndex(s[at:]); r != nil && (!whole || !clockOffset.MatchString(s[at:])) {
		read.until = at + max(r[2], r[6])
		if half := max(r[4], r[8]); half >= 0 {
			read.sayBefore(s[at+half:at+half+1], s[read.until:])
		}
		read.lasts = read.lasting(s[read.until : at+r[1]])
		at += r[1]
	} else if continues(s[at:]) {
		return 0
	}
	at += len(clockUnit.FindString(s[at:]))
	var span [2]int
	read.zone, span = zoneIn(clockZone, s[at:])
	rough := m[1] != "" || strings.HasSuffix(s[:from], "~")
	if m[3] == "" && !read.half && (!rough || read.zone == nil && !hourAlone.MatchString(s[at:])) {
		return 0
	}
	read.date, read.weekday, read.count, read.start = st.date, st.weekday, st.count, st.start
	*st = read
	return at + span[1] - from
}

// fourDigits reads "0815 UTC"; without a zone only where the document writes clocks so.
func (c calendar) fourDigits(st *stamp, s string, m []string, joined bool) int {
	at := len(m[0])
	zone, span := zoneIn(clockZone, s[at:])
	if zone == nil && at < len(s) && isWordByte(s[at]) || zone == nil && m[4] == "" && !joined && !(c.unsigned && m[3] == "" && stampEnd.MatchString(s[at:])) {
		return 0
	}
	st.clock, st.zone = true, zone
	st.second, _ = strconv.Atoi(m[3])
	st.hour, _ = strconv.Atoi(m[1])
	st.minute, _ = strconv.Atoi(m[2])
	return at + span[1]
}

// lasting is how long a range goes on to its other end.
func (st stamp) lasting(end string) time.Duration {
	to, ok := stampOf(end)
	around := 24 * 60 * 60
	if st.hour <= 12 && to.hour <= 12 && !to.half {
		around /= 2 // of twelve hours, as far as one can tell
	}
	if !ok || !to.clock {
		return 0
	}
	return time.Duration((to.seconds()-st.seconds()+around)%around) * time.Second
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

// sayBefore sets the half of the day that is said behind the other end of a range only: "9–10am", "11–1pm".
func (st *stamp) sayBefore(half, end string) {
	hour, _ := strconv.Atoi(strings.TrimRight(cut(end, 2), ":.h ap"))
	if st.half || st.hour < 1 || st.hour > 12 {
		return
	}
	if st.hour%12 > hour%12 {
		half = map[string]string{"a": "p", "p": "a"}[strings.ToLower(half)]
	}
	st.say(half)
}

// say sets the half of the day that is said behind a clock, if one is.
func (st *stamp) say(half string) {
	switch half = strings.ToLower(half); {
	case half == "":
		return
	case half[0] == 'p' && st.hour < 12:
		st.hour += 12
	case half[0] == 'a' && st.hour == 12:
		st.hour = 0
	}
	st.half = true
}

// twelve reports whether the clock is of twelve hours, and does not say which half of the day.
func (st stamp) twelve() bool { return st.clock && !st.half && st.hour >= 1 && st.hour <= 12 }

// dayed reports whether the stamp says of what day it is.
func (st stamp) dayed() bool { return !st.date.IsZero() || st.weekday != "" || st.count > 0 }

// seconds is the time of the day.
func (st stamp) seconds() int { return (st.hour*60+st.minute)*60 + st.second }

// entryWord may stand before the stamp of an entry.
var entryWord = regexp.MustCompile(`(?i)^\W*(?:(on)|from|between|(?:(?:some ?time|shortly|just|right|immediately|a bit|a little) )?(?:before|after)|by|since|until|till|early|late)\s+`)

// entry reads a stamp at the start of s or behind a word that says how they lie to each other: "On May 1st", "before 10:00".
func (c calendar) entry(s string) (stamp, bool) {
	st, ok := c.stamp(s)
	if ok {
		return st, true
	}
	m := entryWord.FindStringSubmatch(s)
	if m == nil {
		return stamp{}, false
	}
	n := len(m[0])
	if st, ok = c.stamp(s[n:]); !ok {
		st, ok = c.stamp("~" + s[n:]) // "before 10: it broke"
		n--
	}
	if !ok || !st.clock && m[1] == "" {
		return stamp{}, false
	}
	st = st.behind(n)
	st.start = 0
	return st, true
}

// behind gives the stamp where n bytes stand before the text that it was read from.
func (st stamp) behind(n int) stamp {
	st.start, st.end, st.textEnd = st.start+n, st.end+n, st.textEnd+n
	if st.until > 0 {
		st.until += n
	}
	return st
}

// clockOffset is an offset right behind a clock, which may not be one of a range.
var clockOffset = regexp.MustCompile(`^-(?:0\d|1[0-2]):?[0-5]\d(?:[^\d:]|:\D|:?$)`)

// dayAfter reads the day behind a time, and gives its length.
func (c calendar) dayAfter(st *stamp, s string) int {
	m := dayAfter.FindStringSubmatch(s)
	weekday := m[1]
	at := len(m[0])
	date, span := c.find(cut(s[at:], 30))
	switch {
	case span[0] == 0 && !bareNumbers(date.Text) && (weekday != "" || stampEnd.MatchString(s[at+span[1]:])):
		st.date = date
		return at + span[1]
	case weekday != "" && stampEnd.MatchString(s[at:]):
		st.weekday = weekday
		return len(strings.TrimRight(m[0], " \t\n,."))
	}
	return 0
}

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
var dayNumber = regexp.MustCompile(`(?i)^\W*day\s+([1-9]\d?|one|two|three)\b(?:\W+|$)`)

var dayCounts = map[string]int{"one": 1, "two": 2, "three": 3}

func countOf(s string) int {
	if n, err := strconv.Atoi(s); err == nil {
		return n
	}
	return dayCounts[strings.ToLower(s)]
}

// day says whether a text, with the stamp that was read of it, is a day and
// nothing else. A day of the incident with its number may have a title behind it.
func (c calendar) day(s string, st stamp, ok bool) (stamp, bool) {
	switch {
	case ok:
		rest := s[st.end:]
		return st, !st.clock && (rest == "" || len(rest) < 20 && dayLine.MatchString(rest))
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

// continues says that what looked like a clock is part of something longer: a
// version, an address, a measure.
func continues(after string) bool {
	if after == "" {
		return false
	}
	c := after[0]
	return c >= '0' && c <= '9' || c == '%' || c == '/' || c == '.' && len(after) > 1 && after[1] >= '0' && after[1] <= '9'
}

func bareNumbers(date string) bool {
	return len(date) <= 5 && !strings.ContainsFunc(date, func(r rune) bool { return r >= 'A' })
}
