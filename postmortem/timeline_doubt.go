package postmortem

import (
	"regexp"
	"strings"
	"time"
)

// zoneDoubts are abbreviations of several zones, as they are read and as they may be meant; clear is what tells that they are
// meant so. One that the document gives a meaning is that of a place by now.
var zoneDoubts = []struct {
	zone, read, other string
	clear             *regexp.Regexp
	winter            bool // only where the clocks of London stand on winter time
}{
	{"CST", "Central Standard Time, UTC-6", "China’s, UTC+8", regexp.MustCompile(`\bU\.?S\.?A?\b|\b(?:CDT|E[SD]T|P[SD]T|M[SD]T)\b|(?i:\b(?:central (?:standard )?time|america|american|chicago|dallas|austin|houston|texas|mexico)\b|\bcst\b.{0,3}(?:utc|gmt)\s?[-−]0?6)`), false},
	{"IST", "India’s, UTC+5:30", "Ireland’s or Israel’s", regexp.MustCompile(`\bINR\b|₹|\b(?i:lakhs?|crores?|rupees?)\b`), false},
	{"BST", "British Summer Time, UTC+1", "winter time, or Bangladesh’s, UTC+6", nil, true},
}

// summerAround reports whether the clocks of London stand on summer time within a day.
func summerAround(t time.Time) bool {
	london := locationOf("Europe/London")
	return t.AddDate(0, 0, -1).In(london).IsDST() || t.AddDate(0, 0, 1).In(london).IsDST()
}

// zoneDoubts tells once of each zone that may be another than the one it was read as.
func (d *Document) zoneDoubts() (list []Notice) {
	for _, doubt := range zoneDoubts {
		if doubt.clear != nil && doubt.clear.Match(d.Source) {
			continue
		}
		line := 0
		in := func(t time.Time) bool {
			return t.Location().String() == doubt.zone && (!doubt.winter || !summerAround(t))
		}
		for _, e := range d.Timeline {
			if line == 0 && e.HasClock && !e.Time.IsZero() && in(e.Time) {
				line = e.Line
			}
		}
		for _, t := range []time.Time{d.told.Resolved, d.told.Detected, d.told.Started} {
			if line == 0 && !t.IsZero() && in(t) {
				line = d.momentLine(doubt.zone)
			}
		}
		if line > 0 {
			list = append(list, Notice{Code: "ambiguous_zone", Line: line, Message: doubt.zone + " was read as " + doubt.read + "; it might be " + doubt.other})
		}
	}
	if m := offsetSaid.FindSubmatchIndex(d.Source); m != nil && len(d.Timeline) > 0 {
		if name := string(d.Source[m[2]:m[3]]); zoneOf(name) == nil {
			list = append(list, Notice{Code: "unknown_zone", Line: d.Line(m[2]), Message: "no place has the time of " + name + ": its times were read as UTC; write its offset as +hh:mm"})
		}
	}
	return list
}

// offsetSaid is a zone by its offset, which stands behind no clock: there it may be the end of a range.
var offsetSaid = regexp.MustCompile(`(?i)[(\[:,;]\s*((?:utc|gmt)\s?[+−-]\d{1,2}:\d\d)\b`)

// momentLine gives the line of the first label that tells a moment in a zone.
func (d *Document) momentLine(zone string) int {
	for _, f := range d.facts {
		if isMomentLabel(f.label) && strings.Contains(f.value.Plain, zone) {
			return d.Line(f.value.Source(0, 1).Start)
		}
	}
	return 1
}
