package postmortem

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// halfDay is how many seconds a clock of twelve hours takes to go round.
const halfDay = 12 * 60 * 60

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

// laterDay is an entry that tells of another day than that of the clocks above it.
var laterDay = regexp.MustCompile(`(?i)\b(?:(?:next|following) (?:day|morning)|day after)\b`)

// startsNextDay is an entry that says so at once: "08:15 the next morning: it is back".
var startsNextDay = regexp.MustCompile(`(?i)^\W*(?:(?:on )?the )?(?:(?:next|following) (?:day|morning)|day after)\b`)

// soon reports whether a clock may go on within three hours from the one before.
func (k *timekeeper) soon(st stamp) bool {
	return k.clock.clock && (st.seconds()-k.clock.seconds()+2*halfDay)%halfDay < halfDay/4
}

// byDay gives a clock without am or pm the half in which people work.
func (st *stamp) byDay() {
	if st.hour < 7 {
		st.hour += 12
	}
	st.half = true
}

// twelve reports whether the clock is of twelve hours, and does not say which half of the day.
func (st stamp) twelve() bool {
	return st.clock && !st.half && !st.whole && st.hour >= 1 && st.hour <= 12
}

// halve gives a clock without am or pm the half in which it goes on from the one before; by up to an hour it may step back.
func (k *timekeeper) halve(st stamp) stamp {
	same := st.zone == nil || k.clock.zone == nil || st.zone.String() == k.clock.zone.String()
	if k.halves && k.clock.clock && st.twelve() && same {
		if ahead := st.seconds() - k.clock.seconds() + 3600; (ahead+2*halfDay)%(2*halfDay) >= halfDay {
			st.hour = (st.hour + 12) % 24
		}
		st.half = true
	}
	if st.half || st.whole {
		k.clock = st
	}
	return st
}

// halve gives clocks that say no half of the day up to the incident's own start theirs, where it says its and the timeline has it.
func (r *timelineReader) halve(start stamp) {
	if !start.half || slices.ContainsFunc(r.marks, func(m mark) bool { return m.clock && !m.twelve() }) {
		return
	}
	at := slices.IndexFunc(r.marks, func(m mark) bool { return m.clock && m.seconds()%halfDay == start.seconds()%halfDay })
	for i := range r.marks[:at+1] {
		if m := &r.marks[i]; m.clock {
			if (start.seconds()-m.seconds()+2*halfDay)%(2*halfDay) >= halfDay {
				m.hour = (m.hour + 12) % 24
			}
			m.half = true
		}
	}
}

// halves reports whether the clocks are of twelve hours and some say am or pm. One that does, among clocks like 06:10, may
// be a slip.
func (r *timelineReader) halves() bool {
	said, padded := 0, false
	for _, m := range r.marks {
		switch {
		case m.half:
			said++
		case m.twelve():
			padded = padded || m.padded
		case m.clock && !m.relative && !(m.whole && m.hour <= 12):
			return false
		}
	}
	return said > 1 || said == 1 && !padded
}

// pastNoon gives clocks of which none says a half of the day theirs, where they go on once past noon: "11:50", "12:20", "1:05".
func (r *timelineReader) pastNoon() {
	last, back := -1, -1
	for i, m := range r.marks {
		switch {
		case m.entry < 0 && last < 0, m.entry >= 0 && !m.clock:
			continue
		case m.entry < 0, m.relative, m.padded, !m.twelve(), last >= 0 && m.dayed():
			return
		}
		if last >= 0 && m.seconds() < r.marks[last].seconds() {
			if back >= 0 || r.marks[last].hour < 9 || m.hour > 6 {
				return
			}
			back = i
		}
		last = i
	}
	if back < 0 {
		return
	}
	for i := range r.marks {
		if m := &r.marks[i]; m.clock {
			if m.half = true; i >= back {
				m.hour += 12
			}
		}
	}
}
