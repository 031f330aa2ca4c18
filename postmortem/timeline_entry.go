package postmortem

import (
	"regexp"
	"slices"
	"strings"
)

// entryStamp reads the stamp of an entry: one at its start, behind a word, or counted from the incident's own start.
func (r *timelineReader) entryStamp(s string) (stamp, bool) {
	if st, ok := r.calendar.entry(s); ok {
		rest := s[st.textEnd:]
		since, both := sinceStart(rest)
		if both && st.clock && strings.HasPrefix(strings.TrimLeft(rest, " *"), "(") && strings.HasPrefix(rest[since.textEnd:], ")") { // "10:05 (T+5m)"
			st.end, st.zero = st.textEnd+since.end, since.since == 0
		}
		return st, true
	}
	st, ok := sinceStart(s)
	if !ok {
		return stamp{}, false
	}
	rest := strings.TrimLeft(s[st.textEnd:], " *:=")
	if m := zeroIs.FindString(rest); st.since == 0 && !st.signed {
		rest = rest[len(m):]
	}
	if at, timed := r.calendar.stamp(rest); timed && at.clock {
		at.zero = st.since == 0
		// "T+5m (10:05)", "T0 10:00"; but "T+5m: 10:00 bread is cold"
		if rest[0] == '(' || at.zero {
			return at.behind(len(s) - len(rest)), true
		}
	}
	// Among clocks "+5m" may be counted from the one before.
	among := st.signed && slices.ContainsFunc(r.marks, func(m mark) bool { return m.clock && !m.relative })
	if !r.zero.clock && !r.said[began].clock && !st.signed && r.floats {
		st.clock = false
		return st, true
	}
	return st, r.zero.clock || r.said[began].clock && !among
}

// zeroIs stands before the clock that T0 is: "T0 was 14:00 UTC".
var zeroIs = regexp.MustCompile(`(?i)^(?:is|was|at)\s+`)

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
