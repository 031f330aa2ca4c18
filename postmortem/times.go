package postmortem

import (
	"regexp"
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

// farFrom bounds how long after its day an incident's own timeline goes on; what is later is follow-up.
const farFrom = 14 * 24 * time.Hour

// aZone is how far a day in somebody's zone may lie from the day in UTC.
const aZone = 14 * time.Hour

// Times reads the moments from the timeline: it began with the first entry of the incident's day, was detected with the first that says so, and
// was over with the last that says so, else with the last entry of all. A document without a timeline that has times of the
// day only says the day.
func (d *Document) Times() Times {
	var t Times
	var last time.Time
	for _, e := range d.Timeline {
		if !e.HasClock || e.Time.IsZero() || !d.Date.IsZero() && (e.Time.Before(d.Date.Time.Add(-farFrom)) || e.Time.After(d.Date.Time.Add(farFrom))) {
			continue
		}
		// What a timeline tells of the days before is how it came to it.
		if !e.Time.Before(d.Date.Time.Add(-aZone)) && (t.Started.IsZero() || e.Time.Before(t.Started)) {
			t.Started = e.Time
		}
		if e.Time.After(last) {
			last = e.Time
		}
		if t.Detected.IsZero() && detectedSaid.MatchString(e.Text) {
			t.Detected = e.Time
		}
		if resolvedSaid.MatchString(e.Text) && !notYet.MatchString(e.Text) && e.Time.After(t.Resolved) {
			t.Resolved = e.Time
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
