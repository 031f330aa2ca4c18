package postmortem

import (
	"regexp"
	"slices"
	"time"
)

// Times are when the incident began, was noticed and was over, as far as the document says; zero where it does not.
type Times struct{ Started, Detected, Resolved time.Time }

var (
	// unnoticed is what says that nobody did, and news of the world that bring the load; both with the words of a detection.
	unnoticed    = regexp.MustCompile(`(?i)(?:\b(?:nobody|no[- ]one|not|never)|n['’]t)(?: (?:had|has|have|was|were|been|be|is|are|yet|even|immediately|initially|get|got))*? (?:detect|notic|alert|page|report|discover|alarm|complain)\w*|\bno (?:\w+ )?(?:noticed|detected|reported|reports|complaints|tickets)\b|\bno (?:alerts?|alarms?|pages?)\b|\balert(?:s|ing)?(?: (?:is|are|was|were|had|has|have|been))* (?:muted|silenced|disabled|suppressed)\b|^\W*(?:the )?news\b.*`)
	detectedSaid = regexp.MustCompile(`(?i)\b(?:detect(?:ed|ion)|notic(?:ed|es|ing)|alert(?:s|ed|ing)?|pag(?:ed|es|erduty|er storm|ers? (?:goes|go|went|rang|fired))|report(?:ed|s)?|noticed|alarm|discover(?:ed|s)|complain(?:s|ed|ts?|ing)?|tickets? (?:from|arriv\w+|c[ao]m(?:e|es|ing)|opened by)|(?:monitor(?:ing)?|probe|synthetic\w*)s? (?:fires?|fired|triggers?|triggered|goes off|went off)|pager\b|call(?:s|ed) (?:the |our )?(?:service|help) ?desk|first (?:seen|detected)|incident declared)\b`)
)

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

// troubleSaid is an entry that tells that something goes wrong.
var troubleSaid = regexp.MustCompile(`(?i)\b(?:(?:fail|stop|break|crash|degrad|hang|stall|leak|corrupt|overload)(?:s|ed|es|ing|p(?:s|ed|ing)|ures?)?|broke(?:n)?|slow(?:s|er|ing)?|errors?|tim(?:es?|ed|ing) out|timeouts?|outage|unavailable|unreachable|stuck|is down|are down|goes? down|went down|(?:incident|impact|problems?|trouble) (?:starts?|started|begins?|began))\b`)

// startMarked is what marks the entry with which the incident begins: "18:05 8.4.0 goes to all. INCIDENT BEGINS".
var startMarked = regexp.MustCompile(`\b(?:INCIDENT|OUTAGE|IMPACT)\s+(?:BEGINS|BEGAN|STARTS|STARTED)\b|(?i)^\W*(?:(?:the|customer|user)\s+)*(?:incident|outage|impact)\s+(?:begins|began|starts|started)\W*$`)

// moment is one of the timeline.
type moment struct {
	at      time.Time
	noticed bool // it tells of a detection
	trouble bool // it tells that something goes wrong
}

// Times reads the moments from what labels tell, else from the timeline: it began with the first entry that is not far from the
// others, was detected with the first that says so, and was over with the last that says so, else with the last of all that is no
// talk of it. A document that has no times of the day only says the day.
func (d *Document) Times() Times {
	var t Times
	var last, well, marked time.Time
	var all []moment
	for _, e := range d.Timeline {
		if !e.HasClock || e.Time.IsZero() || d.far(e.Time) || lookedBack.MatchString(e.Text) {
			continue
		}
		if marked.IsZero() && startMarked.MatchString(e.Text) {
			marked = e.Time
		}
		notice := detectedSaid.MatchString(unnoticed.ReplaceAllString(e.Text, ""))
		all = append(all, moment{e.Time, notice, troubleSaid.MatchString(e.Text) && !saysResolved(e.Text)})
		end := e.Time.Add(e.stamp.lasts)
		goes := end
		if watched.MatchString(e.Text) {
			goes = e.Time
		}
		said, talk := cutAftermath(e.Text)
		talk = talk || meeting.MatchString(said) && !saysResolved(said) && !wellAgain.MatchString(said)
		if goes.After(last) && !talk {
			last = goes
		}
		if t.Detected.IsZero() && notice {
			t.Detected = e.Time
		}
		switch {
		case talk || notYet.MatchString(said):
		case saysResolved(said) && end.After(t.Resolved):
			t.Resolved = end
		case wellAgain.MatchString(said):
			well = end
		case relapse.MatchString(said):
			well = time.Time{}
		}
	}
	if t.Started = marked; marked.IsZero() {
		t.Started = d.start(all)
	} else if t.Detected.Before(marked) {
		t.Detected = firstNotice(all, marked)
	}
	if t.Resolved.IsZero() {
		t.Resolved = well
	}
	if d.told.hold(all) {
		for to, told := range map[*time.Time]time.Time{&t.Started: d.told.Started, &t.Detected: d.told.Detected, &t.Resolved: d.told.Resolved} {
			if !told.IsZero() && !d.far(told) {
				*to = told
			}
		}
	}
	if t.Started.IsZero() {
		t.Started, last = d.Date.Time, time.Time{}
	}
	if t.Resolved.IsZero() && last.After(t.Started) {
		t.Resolved = last
	}
	if t.Detected.Before(t.Started) || !t.Resolved.IsZero() && t.Detected.After(t.Resolved) {
		t.Detected = time.Time{}
	}
	if t.Resolved.Before(t.Started) {
		t.Resolved = time.Time{}
	}
	return t
}

// hold reports whether something of the timeline happened from the start to the end: else they are those of something else,
// as of a meeting.
func (t Times) hold(all []moment) bool {
	return len(all) == 0 || slices.ContainsFunc(all, func(m moment) bool {
		return !m.at.Before(t.Started) && (t.Resolved.IsZero() || !m.at.After(t.Resolved))
	})
}

// firstNotice gives when the incident was noticed first, from a moment on; zero for never.
func firstNotice(all []moment, from time.Time) time.Time {
	for _, m := range all {
		if m.noticed && !m.at.Before(from) {
			return m.at
		}
	}
	return time.Time{}
}

// far reports whether a time is of another incident than that of the document's day.
func (d *Document) far(t time.Time) bool {
	return !d.Date.IsZero() && (t.Before(d.Date.Time.Add(-farFrom)) || t.After(d.Date.Time.Add(farFrom)))
}

// start gives the first of the moments: of the incident's day, and of those before that lead up to it. Across days on
// which nothing happened that takes more than one that only tells how it came to it.
func (d *Document) start(all []moment) time.Time {
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
		worked := before.noticed || before.trouble || from > 1 && before.at.Sub(all[from-2].at) <= aDay
		if gap := all[from].at.Sub(before.at); gap > aWeekend || gap > aDay && !worked {
			break
		}
	}
	return all[from].at
}
