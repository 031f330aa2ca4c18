package postmortem

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// relativeTime is a time counted from the start of the incident: "T+10m", "T-5 min", "T+1h30", "T+01:10".
var relativeTime = regexp.MustCompile(`(?i)^[\s(\[*~]*t\s?(?:([+−–-])\s?(?:(\d{1,3}):(\d\d)(?::(\d\d))?|(?:(\d{1,3})\s?h(?:ours?|rs?)?)?\s?(?:(\d{1,4})\s?(?:m(?:in(?:ute)?s?)?)?)?(?:\s?(\d{1,5})\s?s(?:ec(?:ond)?s?)?)?)|[+=]?0)(?:[\s:)\]*|,]|$)`)

// sinceStart reads a time that is counted from the start of the incident.
func sinceStart(s string) (stamp, bool) {
	m := relativeTime.FindStringSubmatch(s)
	if m == nil {
		return stamp{}, false
	}
	number := func(groups ...int) time.Duration {
		for _, g := range groups {
			if n, err := strconv.Atoi(m[g]); err == nil {
				return time.Duration(n)
			}
		}
		return 0
	}
	since := number(2, 5)*time.Hour + number(3, 6)*time.Minute + number(4, 7)*time.Second
	if m[1] != "" && m[1] != "+" {
		since = -since
	}
	at := len(strings.TrimRight(m[0], " \t\n:)]*|,"))
	return stamp{clock: true, relative: true, since: since, start: len(s) - len(strings.TrimLeft(s, " ([*~")), textEnd: at, end: at + len(afterTime.FindString(s[at:]))}, true
}
