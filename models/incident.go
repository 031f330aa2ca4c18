package models

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Incident is what happened, as reported by its source.
type Incident struct {
	ID         int64      `json:"id"`
	Source     string     `json:"source" doc:"Where it was reported: manual, pagerduty, …"`
	ExternalID string     `json:"external_id,omitempty" doc:"Its id at the source; source and id together are unique"`
	URL        string     `json:"url,omitempty" doc:"Where the source shows it"`
	Title      string     `json:"title"`
	Severity   Severity   `json:"severity" minimum:"1" maximum:"5"`
	Summary    string     `json:"summary,omitempty"`
	TeamID     *int64     `json:"team_id,omitempty" doc:"The owning team: its zone and holidays count the days"`
	StartedAt  time.Time  `json:"started_at"`
	DetectedAt *time.Time `json:"detected_at,omitempty"`
	ResolvedAt *time.Time `json:"resolved_at,omitempty" doc:"Deadlines count from here"`

	ServiceIDs []int64     `json:"service_ids" gorm:"-"`
	Responders []Responder `json:"responders" gorm:"-"`

	Withdrawal `gorm:"embedded"`

	Version   int64     `json:"version"`
	CreatedAt time.Time `json:"created_at"`
	UpdatedAt time.Time `json:"updated_at"`
}

// Part is what somebody did in an incident, or is in a meeting.
type Part string

// The parts that the guide names (meeting.md, "Who Participates").
const (
	Commander       Part = "incident_commander"
	Shadow          Part = "shadow"
	Scribe          Part = "scribe"
	ResponderPart   Part = "responder"
	ServiceOwner    Part = "service_owner"
	EngManager      Part = "engineering_manager"
	ProductManager  Part = "product_manager"
	CustomerLiaison Part = "customer_liaison"
	FacilitatorPart Part = "facilitator"
	ReviewOwner     Part = "review_owner"
	Guest           Part = "guest"
)

// Words returns what people call the part, such as "incident commander".
func (p Part) Words() string { return strings.ReplaceAll(string(p), "_", " ") }

// NamedTwice is what is said of a responder who is there already.
const NamedTwice = "is named twice"

// ResponderParts lists what somebody can have done in an incident.
var ResponderParts = []Part{Commander, Shadow, Scribe, ResponderPart, CustomerLiaison}

// AttendeeParts lists what somebody can be in a meeting.
var AttendeeParts = []Part{ReviewOwner, FacilitatorPart, Commander, Shadow, Scribe, ResponderPart, ServiceOwner,
	EngManager, ProductManager, CustomerLiaison, Guest}

// Responder is a person who took an active part in an incident.
type Responder struct {
	IncidentID int64 `json:"-" gorm:"primaryKey;autoIncrement:false"`
	PersonID   int64 `json:"person_id" gorm:"primaryKey;autoIncrement:false"`
	Part       Part  `json:"part" enum:"incident_commander,shadow,scribe,responder,customer_liaison"`
}

// Validate trims the fields and returns an Invalid error for those that cannot be stored.
func (i *Incident) Validate() error {
	var c Check
	i.Source = c.Line("source", i.Source, 50)
	if i.Source == "" {
		i.Source = "manual"
	}
	i.ExternalID = c.Line("external_id", i.ExternalID, MaxName)
	i.URL = c.URL("url", i.URL)
	i.Title = c.Required("title", i.Title, MaxTitle)
	i.Summary = c.Text("summary", i.Summary, MaxNote)
	if !i.Severity.Valid() {
		c.Fail("severity", "must be 1 to 5")
	}
	if i.StartedAt.IsZero() {
		c.Fail("started_at", "is missing")
	}
	c.Time("started_at", i.StartedAt)
	if i.DetectedAt != nil {
		c.Time("detected_at", *i.DetectedAt)
	}
	if i.ResolvedAt != nil {
		c.Time("resolved_at", *i.ResolvedAt)
	}
	if i.DetectedAt != nil && i.DetectedAt.Before(i.StartedAt) {
		c.Fail("detected_at", "must not be before started_at")
	}
	if i.ResolvedAt != nil && i.ResolvedAt.Before(i.StartedAt) {
		c.Fail("resolved_at", "must not be before started_at")
	}
	seen := map[int64]bool{}
	for n, r := range i.Responders {
		if !slices.Contains(ResponderParts, r.Part) {
			c.Fail(fmt.Sprintf("responders[%d].part", n), "must be incident_commander, shadow, scribe, responder or customer_liaison")
		}
		if seen[r.PersonID] {
			c.Fail(fmt.Sprintf("responders[%d].person_id", n), NamedTwice)
		}
		seen[r.PersonID] = true
	}
	return c.Err()
}

// clockSkew is how far the clock of who reports an incident may be ahead.
const clockSkew = 10 * time.Minute

// Happened returns an Invalid error for moments of the incident that have not come yet.
func (i Incident) Happened(now time.Time) error {
	var c Check
	for _, m := range []struct {
		field string
		at    *time.Time
	}{{"started_at", &i.StartedAt}, {"detected_at", i.DetectedAt}, {"resolved_at", i.ResolvedAt}} {
		if m.at != nil && m.at.After(now.Add(clockSkew)) {
			c.Fail(m.field, "has not come yet")
		}
	}
	return c.Err()
}

// TookPart reports whether the person had an active part: such a person must not facilitate the review
// (meeting.md, "What Is Facilitation").
func (i Incident) TookPart(personID int64) bool {
	return slices.ContainsFunc(i.Responders, func(r Responder) bool { return r.PersonID == personID })
}

// Labels returns the guide's tags for every ticket of the incident: sev1 and sev1_YYYYMMDD, the day it started
// in the team's zone (template.md, "Action Items").
func (i Incident) Labels(zone *time.Location) []string {
	sev := fmt.Sprintf("sev%d", int(i.Severity))
	return []string{sev, sev + "_" + i.StartedAt.In(zone).Format("20060102")}
}
