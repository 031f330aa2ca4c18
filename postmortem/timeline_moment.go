package postmortem

import (
	"cmp"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"
)

// The moments of an incident, in their order.
const (
	began = iota
	noticed
	over
)

// moments are the stamps that labels tell: "Began: 3 June 2024, 09:00 AEST".
type moments [3]stamp

const momentNouns = `(?:incident|outage|impact|issue|event|disruption|service|problem)`

// dateLabel is a label that may be of the day of writing as well.
var dateLabel = regexp.MustCompile(`^(?:date|day)(?: (?:and )?time)?$|^(?:datum|tag)$`)

type momentLabel struct {
	label *regexp.Regexp
	tells []int
}

// momentLabels are labels with the moments that stand behind them, in their order.
var momentLabels = []momentLabel{
	{regexp.MustCompile(`^(?:` + momentNouns + ` )?(?:start(?:ed|s)?|beg[aiu]ns?|beginning|onset)(?: (?:at|on|time|date(?: and time)?|of ` + momentNouns + `))*$|^(?:date and )?time (?:started|of (?:the )?(?:start|onset))$|^time of incident$|^(?:beginn|anfang|begonnen)(?: (?:des vorfalls|der störung))?$`), []int{began}},
	{regexp.MustCompile(`^(?:` + momentNouns + ` |first )?(?:(?:detected|noticed|discovered)(?: (?:at|on|time))*|detection)$|^(?:date and )?time (?:detected|of (?:the )?detection)$|^(?:entdeckt|erkannt|bemerkt|entdeckung)$`), []int{noticed}},
	{regexp.MustCompile(`^(?:` + momentNouns + ` |fully )?(?:end(?:ed|s)?|resolved|restored|recovered|mitigated|fixed|over|resolution|recovery|mitigation)(?: (?:at|on|time|date(?: and time)?|of ` + momentNouns + `))*$|^(?:date and )?time (?:resolved|ended|of (?:the )?(?:end|resolution))$|^(?:ende|behoben|gelöst|beendet|behebung)(?: (?:des vorfalls|der störung))?$`), []int{over}},
	{regexp.MustCompile(`^(?:` + momentNouns + ` )?(?:window|duration|period|time ?frame|times?)$|^(?:start (?:and|to) end|from to|when|incident|outage|(?:(?:customer|user) )?impact|incident (?:date|day)(?: (?:and )?time)?|date of (?:the )?incident)$`), []int{began, over}},
	{dateLabel, []int{began, over}},
}

// isMomentLabel reports whether a label is one before a moment of the incident.
func isMomentLabel(label string) bool {
	return slices.ContainsFunc(momentLabels, func(l momentLabel) bool { return l.label.MatchString(label) })
}

// moments reads what the labels tell of the incident's moments. What a label tells twice and differently is of parts of it;
// of several labels the first tells the start, and the last the end.
func (d *Document) moments() moments {
	var out moments
	var by [len(out)]string
	var differ [len(out)]bool
	tell := func(label, value string) {
		name, _, _ := strings.Cut(label, "(")
		name = strings.TrimSpace(strings.ReplaceAll(name, "/", " "))
		for _, l := range momentLabels {
			if !l.label.MatchString(name) {
				continue
			}
			stamps := d.calendar.in(d.Date.Time.Year()).span(cut(value, maxSpans))
			if len(l.tells) > 1 && len(stamps) < 2 || l.tells[0] == over && recurred.MatchString(value) {
				return
			}
			zone, _ := zoneIn(zoneBracketed, label+")")
			for i, st := range stamps[:min(len(stamps), len(l.tells))] {
				at := l.tells[i]
				was := out[at]
				other := was.clock && (st.seconds() != was.seconds() || st.dayed() && was.dayed() && st.date.Time != was.date.Time)
				if other && by[at] != name && at != over {
					continue
				}
				differ[at] = differ[at] || other && by[at] == name
				st.zone, st.written = cmp.Or(st.zone, zone, was.zone), l.label == dateLabel
				if out[at], by[at] = st, name; !st.dayed() && !other {
					out[at].date, out[at].weekday = was.date, was.weekday
				}
			}
		}
	}
	for _, key := range slices.Sorted(maps.Keys(d.FrontMatter.values)) {
		tell(key, d.FrontMatter.Get(key))
	}
	for _, f := range d.facts {
		tell(f.label, f.value.Plain)
	}
	for i := range out {
		if differ[i] {
			out[i] = stamp{zone: out[i].zone}
		}
	}
	return out
}

// until stands between the two ends of a span of time.
var until = regexp.MustCompile(`(?i)^\s*(?:-+>?|–|—|to|until|till|→|and)\s*`)

// maxSpans bounds how far a value is read.
const maxSpans = 300

// recurred is an end that was not the last.
var recurred = regexp.MustCompile(`(?i)\bagain\b\D{0,20}\d{1,2}[:.h]\d\d`)

// again stands between two spans of one incident: "09:00 to 10:20 and again from 16:00 to 16:10".
var again = regexp.MustCompile(`(?i)^\s*(?:[,;&]|and\b|then\b)(?:[\s,]+(?:and|then|again|also|later))*\s*`)

// span reads a time, or the two of a span: "3 June 09:00 – 4 June 01:00 UTC". It goes to the end of the last that follows.
func (c calendar) span(s string) []stamp {
	first, ok := c.entry(s)
	if !ok || !first.clock {
		return nil
	}
	rest := s[first.textEnd:]
	switch m := until.FindString(rest); {
	case first.until > 0:
		rest = s[first.until:]
	case m == "":
		return []stamp{first}
	default:
		rest = rest[len(m):]
	}
	last, ok := c.stamp(rest)
	if !ok || !last.clock {
		return []stamp{first}
	}
	if !first.dayed() && !last.date.IsZero() && !strings.HasPrefix(rest[last.start:], last.date.Text) { // "16:00 to 18:20 on 26 June"
		if first.date = last.date; first.seconds() > last.seconds() {
			first.date.Time = first.date.Time.AddDate(0, 0, -1)
		}
	}
	if m := again.FindString(rest[last.textEnd:]); m != "" {
		more := c.span(rest[last.textEnd+len(m):])
		if len(more) == 2 && (more[0].dayed() || more[0].seconds() >= last.seconds()) && oneZoned(first, last, more[1]) {
			last = more[1]
		}
	}
	if first.zone == nil {
		first.zone = last.zone
	}
	if last.zone == nil {
		last.zone = first.zone
	}
	return []stamp{first, last}
}

// oneZoned reports whether the stamps name one zone, or none.
func oneZoned(stamps ...stamp) bool {
	var named []*time.Location
	for _, st := range stamps {
		named = append(named, st.zone)
	}
	_, agreed := oneZone(named)
	return agreed
}

// zones gives the zones that the moments name. One that is told in two zones names that of the timeline which has its clock.
func (m moments) zones(timeline []mark) []*time.Location {
	var out []*time.Location
	for _, st := range m {
		same := func(m mark) bool { return m.clock && m.seconds() == st.seconds() }
		if !st.elsewhere || slices.ContainsFunc(timeline, same) {
			out = append(out, st.zone)
		}
	}
	return out
}

// times gives the moments of an incident of the day, in the zone where they name none.
func (m moments) times(day time.Time, zone *time.Location) Times {
	k := timekeeper{day: day, shared: zone, halves: true}
	var at [len(m)]time.Time
	for i := range m {
		if !m[i].clock {
			continue
		}
		at[i], _ = k.entry(&m[i], nil)
		if !m[i].dayed() && at[i].Before(at[began]) {
			at[i] = at[i].AddDate(0, 0, 1) // over midnight
		}
	}
	return Times{at[began], at[noticed], at[over]}
}
