package postmortem

import (
	"regexp"
	"slices"
	"strings"
	"time"
)

// Times are when the incident began, was noticed and was over, as far as the document says; zero where it does not.
type Times struct{ Started, Detected, Resolved time.Time }

var (
	detectedSaid = regexp.MustCompile(`(?i)\b(?:detect(?:ed|ion)|notic(?:ed|es|ing)|alert(?:s|ed|ing)?|pag(?:ed|es|erduty)|report(?:ed|s)?|noticed|alarm|discover(?:ed|s)|first (?:seen|detected)|incident declared)\b`)
	// resolvedSaid is an entry that says that it is over; notYet is one that says the opposite with the same words.
	resolvedSaid = regexp.MustCompile(`(?i)\b(?:resolv(?:ed|es)|recover(?:ed|s|y)|restored?|back (?:up|online|to normal)|fixed|mitigated|all clear|incident (?:closed|over|ended|ends|end)|outage (?:over|ended|ends)|service (?:is )?(?:normal|healthy)|end of (?:the )?(?:incident|outage))\b`)
	notYet       = regexp.MustCompile(`(?i)\b(?:not|n['’]t|never|still|until|unresolved|partial(?:ly)?|attempt\w*|try\w*|tried|should|once|will)\b`)
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

// momentLabels are labels with the moments that stand behind them, in their order.
var momentLabels = []struct {
	label *regexp.Regexp
	tells []int
}{
	{regexp.MustCompile(`^(?:` + momentNouns + ` )?(?:start(?:ed|s)?|beg[aiu]ns?|beginning|onset)(?: (?:at|on|time|date(?: and time)?|of ` + momentNouns + `))*$|^(?:date and )?time (?:started|of (?:the )?(?:start|onset))$|^time of incident$`), []int{began}},
	{regexp.MustCompile(`^(?:` + momentNouns + ` |first )?(?:detected|noticed|discovered)(?: (?:at|on|time))*$|^(?:date and )?time (?:detected|of (?:the )?detection)$`), []int{noticed}},
	{regexp.MustCompile(`^(?:` + momentNouns + ` |fully )?(?:end(?:ed|s)?|resolved|restored|recovered|over)(?: (?:at|on|time|date(?: and time)?|of ` + momentNouns + `))*$|^(?:date and )?time (?:resolved|ended|of (?:the )?(?:end|resolution))$`), []int{over}},
	{regexp.MustCompile(`^(?:` + momentNouns + ` )?(?:window|duration|period|time ?frame|times?)$|^(?:start (?:and|to) end|from to|when|incident|outage)$`), []int{began, over}},
}

// moments reads what the labels tell of the incident's moments. What two labels tell differently is of parts of it.
func (d *Document) moments() moments {
	var out moments
	differ := [len(out)]bool{}
	tell := func(label, value string) {
		name, _, _ := strings.Cut(label, "(")
		for _, l := range momentLabels {
			if !l.label.MatchString(strings.TrimSpace(strings.ReplaceAll(name, "/", " "))) {
				continue
			}
			stamps := d.calendar.in(d.Date.Time.Year()).span(value)
			if len(l.tells) > 1 && len(stamps) < 2 {
				return
			}
			for i, st := range stamps[:min(len(stamps), len(l.tells))] {
				if zone, _ := zoneIn(zoneBracketed, label+")"); st.zone == nil {
					st.zone = zone
				}
				at := l.tells[i]
				differ[at] = differ[at] || out[at].clock && (st.seconds() != out[at].seconds() || !st.date.Time.Equal(out[at].date.Time))
				out[at] = st
			}
		}
	}
	for _, key := range []string{"started", "started at", "start", "start time", "detected", "detected at", "resolved", "resolved at", "ended", "ended at", "end", "end time"} {
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

// span reads a time, or the two of a span: "3 June 09:00 – 4 June 01:00 UTC".
func (c calendar) span(s string) []stamp {
	first, ok := c.entry(s)
	if !ok || !first.clock {
		return nil
	}
	rest := s[first.textEnd:]
	switch m := until.FindString(rest); {
	case first.until > 0:
		rest = s[first.until:first.textEnd]
	case m == "":
		return []stamp{first}
	default:
		rest = rest[len(m):]
	}
	last, ok := c.stamp(rest)
	if !ok || !last.clock {
		return []stamp{first}
	}
	if first.zone == nil {
		first.zone = last.zone
	}
	if last.zone == nil {
		last.zone = first.zone
	}
	return []stamp{first, last}
}

// zones gives the zones that the moments name.
func (m moments) zones() []*time.Location {
	var out []*time.Location
	for _, st := range m {
		out = append(out, st.zone)
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

// farFrom bounds how long after its day an incident's own timeline goes on; what is later is follow-up.
const farFrom = 14 * 24 * time.Hour

// aDay and aWeekend are how long nothing may happen within an incident.
const (
	aDay     = 24 * time.Hour
	aWeekend = 4 * aDay
)

// aZone is how far a day in somebody's zone may lie from the day in UTC.
const aZone = 14 * time.Hour

// lookedBack is an entry that tells of looking back at the incident, which is no part of it.
var lookedBack = regexp.MustCompile(`(?i)^\W*(?:(?:the|a|our|we|team|held|internal|blameless|public|incident|initial|final)\s+)*(?:post[- ]?mortem|post[- ]?incident|retro(?:spective)?|(?:incident )?review(?: meeting)?|debrief(?:ing)?|lessons learned|rca)\b`)

// moment is one of the timeline.
type moment struct {
	at      time.Time
	noticed bool // it tells of a detection
}

// Times reads the moments from what labels tell, else from the timeline: it began with the first entry that is not far from the
// others, was detected with the first that says so, and was over with the last that says so, else with the last entry of all. A
// document that has no times of the day only says the day.
func (d *Document) Times() Times {
	var t Times
	var last time.Time
	var all []moment
	for _, e := range d.Timeline {
		if !e.HasClock || e.Time.IsZero() || d.far(e.Time) || lookedBack.MatchString(e.Text) {
			continue
		}
		notice := detectedSaid.MatchString(e.Text)
		all = append(all, moment{e.Time, notice})
		end := e.Time.Add(e.stamp.lasts)
		if end.After(last) {
			last = end
		}
		if t.Detected.IsZero() && notice {
			t.Detected = e.Time
		}
		if resolvedSaid.MatchString(e.Text) && !notYet.MatchString(e.Text) && end.After(t.Resolved) {
			t.Resolved = end
		}
	}
	t.Started = d.firstOf(all)
	for to, told := range map[*time.Time]time.Time{&t.Started: d.told.Started, &t.Detected: d.told.Detected, &t.Resolved: d.told.Resolved} {
		if !told.IsZero() && !d.far(told) {
			*to = told
		}
	}
	if t.Started.IsZero() {
		t.Started, last = d.Date.Time, time.Time{}
	}
	if t.Resolved.IsZero() && last.After(t.Started) {
		t.Resolved = last
	}
	if t.Detected.Before(t.Started) || t.Detected.After(t.Resolved) {
		t.Detected = time.Time{}
	}
	if t.Resolved.Before(t.Started) {
		t.Resolved = time.Time{}
	}
	return t
}

// far reports whether a time is of another incident than that of the document's day.
func (d *Document) far(t time.Time) bool {
	return !d.Date.IsZero() && (t.Before(d.Date.Time.Add(-farFrom)) || t.After(d.Date.Time.Add(farFrom)))
}

// firstOf gives the first of the moments: of the incident's day, and of those before that lead up to it. Across days on
// which nothing happened that takes more than one that only tells how it came to it.
func (d *Document) firstOf(all []moment) time.Time {
	slices.SortStableFunc(all, func(a, b moment) int { return a.at.Compare(b.at) })
	from := slices.IndexFunc(all, func(m moment) bool { return !m.at.Before(d.Date.Time.Add(-aZone)) })
	switch last := len(all) - 1; {
	case from >= 0:
	case last >= 0 && d.Date.Time.Sub(all[last].at) <= aWeekend:
		from = last
	default:
		return time.Time{}
	}
	for ; from > 0; from-- {
		before := all[from-1]
		worked := before.noticed || from > 1 && before.at.Sub(all[from-2].at) <= aDay
		if gap := all[from].at.Sub(before.at); gap > aWeekend || gap > aDay && !worked {
			break
		}
	}
	return all[from].at
}
