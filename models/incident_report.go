package models

import (
	"bytes"
	"encoding/json"
	"reflect"
	"slices"
	"time"
)

// IncidentReport is what a source says of one of its incidents at one moment. Reports come more than once and out of order;
// FoldReports makes one of all of them.
type IncidentReport struct {
	Source     string     `json:"source"`      // pagerduty, github, …; 1 to 50 characters
	ExternalID string     `json:"external_id"` // the incident's id there, 1 to MaxName characters
	At         time.Time  `json:"at"`          // when it was so at the source: of two reports the later one holds
	Resolved   bool       `json:"resolved"`    // whether the incident was over at that moment
	ResolvedAt *time.Time `json:"resolved_at,omitempty"`

	Title      string     `json:"title"`
	Severity   Severity   `json:"severity,omitempty"` // 0 where the source does not say
	Summary    string     `json:"summary,omitempty"`
	URL        string     `json:"url,omitempty"`
	StartedAt  time.Time  `json:"started_at"`
	DetectedAt *time.Time `json:"detected_at,omitempty"`

	Services    []string         `json:"services,omitempty"` // names
	Team        string           `json:"team,omitempty"`     // its name
	Owner       ReportedPerson   `json:"owner,omitzero"`     // of the review that is opened
	Responders  []ReportedPerson `json:"responders,omitempty"`
	DocumentURL string           `json:"document_url,omitempty"` // where the postmortem is written, if elsewhere
}

// ReportedPerson is somebody whom a source names: by e-mail address, by name, or both.
type ReportedPerson struct {
	Email string `json:"email,omitempty"`
	Name  string `json:"name,omitempty"`
	Part  Part   `json:"part,omitempty"` // one of ResponderParts; empty for responder
}

// UnstatedSeverity is what an incident has whose source does not say how bad it was: one that asks for no review by default.
const UnstatedSeverity Severity = 3

// Validate returns an Invalid error for a report without what tells incidents and reports apart.
func (r IncidentReport) Validate() error {
	var c Check
	c.Required("source", r.Source, 50)
	c.Required("id", r.ExternalID, MaxName)
	if r.At.IsZero() {
		c.Fail("updated_at", "is missing")
	}
	c.Time("updated_at", r.At)
	return c.Err()
}

// Repeats reports whether the report says nothing but what another one says, later or not.
func (r IncidentReport) Repeats(other IncidentReport) bool {
	r.At, other.At = time.Time{}, time.Time{}
	return bytes.Equal(r.text(), other.text())
}

func (r IncidentReport) text() []byte {
	text, err := json.Marshal(r)
	if err != nil {
		panic(err) // a report of strings and times always marshals
	}
	return text
}

// FoldReports returns what all reports of one incident say together, whatever the order in which they came: of each field
// what the latest report says that says something of it. The end of the incident is the last that was told, unless it was
// opened again since.
func FoldReports(reports []IncidentReport) IncidentReport {
	sorted := slices.Clone(reports)
	slices.SortFunc(sorted, func(a, b IncidentReport) int {
		if by := a.At.Compare(b.At); by != 0 {
			return by
		}
		return bytes.Compare(a.text(), b.text()) // any order will do, if it is always the same
	})
	var sum IncidentReport
	for _, r := range sorted {
		said(&sum.Source, r.Source)
		said(&sum.ExternalID, r.ExternalID)
		said(&sum.Title, r.Title)
		said(&sum.Severity, r.Severity)
		said(&sum.Summary, r.Summary)
		said(&sum.URL, r.URL)
		said(&sum.StartedAt, r.StartedAt)
		said(&sum.DetectedAt, r.DetectedAt)
		said(&sum.Services, r.Services)
		said(&sum.Team, r.Team)
		said(&sum.Owner, r.Owner)
		said(&sum.Responders, r.Responders)
		said(&sum.DocumentURL, r.DocumentURL)
		said(&sum.ResolvedAt, r.ResolvedAt)
		sum.At, sum.Resolved = r.At, r.Resolved
		if !r.Resolved {
			sum.ResolvedAt = nil
		}
	}
	return sum
}

// said sets a field to what is said of it, if anything is.
func said[T any](field *T, by T) {
	if !reflect.ValueOf(&by).Elem().IsZero() {
		*field = by
	}
}

// Amend sets on the incident what the source says otherwise than it did before, the zero IncidentReport for never. So what
// people changed here stays until the source changes it too. Services and people are not set: they have to be looked up.
func (r IncidentReport) Amend(i *Incident, before IncidentReport) {
	if r.Severity == 0 {
		r.Severity = UnstatedSeverity
	}
	if before.Source != "" && before.Severity == 0 {
		before.Severity = UnstatedSeverity
	}
	i.Source, i.ExternalID = r.Source, r.ExternalID
	amend(&i.Title, before.Title, r.Title)
	amend(&i.Severity, before.Severity, r.Severity)
	amend(&i.Summary, before.Summary, r.Summary)
	amend(&i.URL, before.URL, r.URL)
	amend(&i.StartedAt, before.StartedAt, r.StartedAt)
	amend(&i.DetectedAt, before.DetectedAt, r.DetectedAt)
	amend(&i.ResolvedAt, before.ResolvedAt, r.ResolvedAt)
	if i.DetectedAt != nil && i.DetectedAt.Before(i.StartedAt) { // told before the start was corrected
		i.DetectedAt = nil
	}
}

func amend[T any](field *T, before, now T) {
	if !reflect.DeepEqual(before, now) {
		*field = now
	}
}
