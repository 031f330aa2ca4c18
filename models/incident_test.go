package models

import (
	"slices"
	"strings"
	"testing"
	"time"
)

func TestIncidentValidateNamesEveryFieldAtFault(t *testing.T) {
	t.Parallel()
	started := instant(t, "2026-03-04T12:00:00Z")
	i := Incident{Source: long(51), ExternalID: notUTF8, URL: "example.com", Title: "", Severity: 0, Summary: withNUL,
		DetectedAt: new(started.AddDate(-3000, 0, 0)), ResolvedAt: new(started.AddDate(-3000, 0, 0)),
		Responders: []Responder{{PersonID: 1, Part: Guest}, {PersonID: 1, Part: Scribe}}}
	refused(t, i.Validate(), Invalid, "source", "external_id", "url", "title", "severity", "summary", "started_at", "detected_at", "resolved_at",
		"responders[0].part", "responders[1].person_id")

	i = Incident{Title: " Disk full ", Severity: 5, StartedAt: started, DetectedAt: &started, ResolvedAt: &started,
		Responders: []Responder{{PersonID: 1, Part: Commander}, {PersonID: 2, Part: Commander}}}
	accepted(t, i.Validate())
	if i.Title != "Disk full" || i.Source != "manual" {
		t.Errorf("stored as %+v", i)
	}
	i.DetectedAt, i.ResolvedAt = new(started.Add(-time.Second)), new(started.Add(-time.Second))
	refused(t, i.Validate(), Invalid, "detected_at", "resolved_at")
	for severity, want := range map[Severity]bool{-1: false, 0: false, 1: true, 5: true, 6: false} {
		i := Incident{Title: "T", Severity: severity, StartedAt: started}
		if err := i.Validate(); (err == nil) != want {
			t.Errorf("severity %d: %v", severity, err)
		}
	}
}

func TestWhoTookPart(t *testing.T) {
	t.Parallel()
	for _, part := range ResponderParts {
		i := Incident{Responders: []Responder{{PersonID: 1, Part: part}}}
		if !i.TookPart(1) || i.TookPart(2) {
			t.Errorf("as %s: %v, %v", part, i.TookPart(1), i.TookPart(2))
		}
	}
}

func TestIncidentLabelsAreTheGuidesTags(t *testing.T) {
	t.Parallel()
	i := Incident{Severity: 2, StartedAt: instant(t, "2025-12-31T23:30:00Z")}
	for name, want := range map[string]string{"UTC": "sev2_20251231", "Europe/Berlin": "sev2_20260101", "America/New_York": "sev2_20251231"} {
		if got := i.Labels(zone(t, name)); !slices.Equal(got, []string{"sev2", want}) {
			t.Errorf("in %s %v, want sev2 and %s", name, got, want)
		}
	}
}

func TestAnIncidentIsReportedOnceItHasBegun(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 9, 8, 0, 0, 0, time.UTC)
	soon, later := now.Add(5*time.Minute), now.Add(time.Hour)
	if err := (Incident{StartedAt: soon, ResolvedAt: &soon}).Happened(now); err != nil {
		t.Errorf("a clock that is a little ahead: %v", err)
	}
	for field, i := range map[string]Incident{
		"started_at":  {StartedAt: later},
		"detected_at": {StartedAt: now, DetectedAt: &later},
		"resolved_at": {StartedAt: now, ResolvedAt: &later},
	} {
		if err := i.Happened(now); err == nil || !strings.Contains(err.Error(), field) {
			t.Errorf("%s an hour ahead: %v", field, err)
		}
	}
}
