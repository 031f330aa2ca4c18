package postmortem

import (
	"bytes"
	"regexp"
	"time"
)

// meanings are what an abbreviation of several zones may mean, with what tells it.
var meanings = []struct {
	zone, city string
	told       *regexp.Regexp
}{
	{"IST", "Asia/Kolkata", regexp.MustCompile(`(?i)\b(?:india|indian|mumbai|delhi|bangalore|bengaluru|chennai|hyderabad|pune|kolkata)\b|(?:utc|gmt)\s?\+0?5[:.]?30`)},
	{"IST", "Europe/Dublin", regexp.MustCompile(`(?i)\b(?:dublin|ireland|irish)\b`)},
	{"IST", "Asia/Jerusalem", regexp.MustCompile(`(?i)\b(?:israeli?|jerusalem|tel[ -]aviv|haifa)\b`)},
	// These change only by a zone that is told.
	{"CST", "Asia/Shanghai", regexp.MustCompile(`(?i)\b(?:china|beijing|shanghai|taipei) (?:standard )?time\b|\basia/(?:shanghai|taipei)\b|\bcst\b.{0,3}(?:utc|gmt)\s?\+0?8`)},
	{"BST", "Asia/Dhaka", regexp.MustCompile(`(?i)\b(?:bangladesh|dhaka) (?:standard )?time\b|\basia/dhaka\b|\bbst\b.{0,3}(?:utc|gmt)\s?\+0?6`)},
}

// meaning is what abbreviations mean in a document.
type meaning map[string]*time.Location

// change gives the zone its meaning.
func (m meaning) change(zone **time.Location) {
	if *zone == nil {
		return
	}
	if means, ok := m[(*zone).String()]; ok {
		*zone = means
	}
}

// meant gives what the abbreviations mean in the document: as far as one meaning is told.
func (d *Document) meant() meaning {
	cities := map[string][]string{}
	for _, m := range meanings {
		if bytes.Contains(d.Source, []byte(m.zone)) && m.told.Match(d.Source) {
			cities[m.zone] = append(cities[m.zone], m.city)
		}
	}
	out := meaning{}
	for zone, list := range cities {
		if len(list) == 1 {
			out[zone] = locationOf(list[0])
		}
	}
	return out
}

// mean gives abbreviations of several zones the one that the document means.
func (r *timelineReader) mean() {
	meant := r.doc.meant()
	for i := range r.marks {
		m := &r.marks[i]
		for _, zone := range []**time.Location{&m.stamp.zone, &m.zone} {
			meant.change(zone)
		}
	}
	for i := range r.said {
		meant.change(&r.said[i].zone)
	}
	meant.change(&r.zero.zone)
	meant.change(&r.stated)
}
