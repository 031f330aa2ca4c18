package postmortem

import (
	"bytes"
	"cmp"
	"regexp"
	"strings"
	"time"
)

var (
	// zoneOrThing is the end of a time that may be a zone or the first word of what is told: "15:00 IST", of a sensor. PST
	// and its like are hardly anything but zones.
	zoneOrThing = regexp.MustCompile(`\d (IST|ART|MET|CAT|EAT|WAT|PHT|WIB|[PCME]T)$`)
	// wordLow is a word that goes on.
	wordLow = regexp.MustCompile(`^\p{Ll}[\pL-]*`)
)

// things gives back to the text what was read as a zone and is the name of something: where the entry keeps its place among
// others of another zone only without it, or where no other names a zone and it stands elsewhere before the same word.
func (r *timelineReader) things() {
	for i := range r.marks {
		m := &r.marks[i]
		if m.entry < 0 || !m.clock || m.stamp.zone == nil || m.stamp.zone == time.UTC || m.end-m.textEnd != 1 {
			continue
		}
		e := &r.entries[m.entry]
		name, next := zoneOrThing.FindStringSubmatch(e.TimeText), wordLow.FindString(e.Text)
		if name == nil || next == "" {
			continue
		}
		if zone, several := r.zoneBeside(i); zone != nil && !r.outOfPlace(i, zone) || several || zone == nil && !r.doc.namesThing(name[1]+" "+next) {
			continue
		}
		m.stamp.zone = nil
		e.TimeText, e.Text = strings.TrimSuffix(e.TimeText, " "+name[1]), name[1]+" "+e.Text
	}
}

// namesThing reports whether the phrase stands in the document other than behind a clock.
func (d *Document) namesThing(phrase string) bool {
	for s := d.Source; ; {
		at := bytes.Index(s, []byte(phrase))
		if at < 0 {
			return false
		}
		before := bytes.TrimRight(s[:at], " *_`")
		whole := at > 0 && !isWordByte(s[at-1]) && (at+len(phrase) == len(s) || !isWordByte(s[at+len(phrase)]))
		if whole && len(before) > 0 && !isDigit(before[len(before)-1]) {
			return true
		}
		s = s[at+len(phrase):]
	}
}

// zoneBeside gives the one zone of all other entries, nil where none is known; several says that they are of more.
func (r *timelineReader) zoneBeside(i int) (zone *time.Location, several bool) {
	var others []*time.Location
	for n, m := range r.marks {
		if n != i && m.entry >= 0 && m.clock {
			others = append(others, cmp.Or(m.stamp.zone, m.zone, r.stated))
		}
	}
	zone, agreed := oneZone(others)
	return zone, !agreed || len(others) < 2
}

// outOfPlace reports whether an entry lies between its neighbours, which are of the zone, by its clock and not by its instant.
func (r *timelineReader) outOfPlace(i int, zone *time.Location) bool {
	m := r.marks[i]
	day := r.doc.Date.Time
	ahead := func(z *time.Location) int {
		_, offset := time.Date(day.Year(), day.Month(), day.Day(), 12, 0, 0, 0, z).Zone()
		return offset
	}
	told, out := m.seconds()-ahead(m.stamp.zone)+ahead(zone), false
	for _, n := range []int{i - 1, i + 1} {
		if n < 0 || n >= len(r.marks) || r.marks[n].entry < 0 || !r.marks[n].clock || r.marks[n].relative {
			continue
		}
		at := r.marks[n].seconds()
		if n < i && at > m.seconds() || n > i && at < m.seconds() {
			return false
		}
		out = out || n < i && at > told || n > i && at < told
	}
	return out
}
