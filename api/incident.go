package api

import (
	"context"
	"fmt"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"debrief/models"
	"debrief/models/store"
)

func (s *server) incidentRoutes() {
	list(s, get("/incidents", "list-incidents", "Incidents"), s.incidents)
	huma.Register(s.huma, get("/incidents/{id}", "get-incident", "One incident"), s.incident)
	huma.Register(s.huma, create("/incidents", "add-incident",
		"Report an incident; a review is opened with it where its severity demands one"), s.addIncident)
	huma.Register(s.huma, patch("/incidents/{id}", "edit-incident", "Change an incident; its review's deadline follows"), s.editIncident)
}

type listIncidents struct {
	Paging
	Severity  models.Severity `query:"severity" minimum:"1" maximum:"5"`
	Team      ID              `query:"team"`
	Service   ID              `query:"service"`
	Withdrawn bool            `query:"withdrawn" doc:"true for those that were withdrawn; without, they are left out"`
	Q         string          `query:"q" maxLength:"200" doc:"Words of the title, what its source calls it, or PM-17"`
}

func (s *server) incidents(ctx context.Context, in *listIncidents, p store.Page) ([]models.Incident, string, error) {
	return s.store.Incidents(ctx, actor(ctx), store.IncidentFilter{Severity: in.Severity, TeamID: in.Team.N, ServiceID: in.Service.N,
		Withdrawn: in.Withdrawn, Q: in.Q}, p)
}

func (s *server) incident(ctx context.Context, in *Ref) (*Out[models.Incident], error) {
	i, err := s.store.Incident(ctx, actor(ctx), in.ID.N)
	return out(i, i.Version, err)
}

type incidentBody struct {
	Source        string             `json:"source,omitempty" maxLength:"50" doc:"manual without"`
	ExternalID    string             `json:"external_id,omitempty" maxLength:"200"`
	URL           string             `json:"url,omitempty" maxLength:"2000"`
	Title         string             `json:"title" maxLength:"300"`
	Severity      models.Severity    `json:"severity" minimum:"1" maximum:"5"`
	Summary       string             `json:"summary,omitempty" maxLength:"10000"`
	TeamID        *int64             `json:"team_id,omitempty" minimum:"1"`
	StartedAt     time.Time          `json:"started_at"`
	DetectedAt    *time.Time         `json:"detected_at,omitempty"`
	ResolvedAt    *time.Time         `json:"resolved_at,omitempty"`
	ServiceIDs    []int64            `json:"service_ids,omitempty" minimum:"1" maxItems:"100" uniqueItems:"true"`
	Responders    []models.Responder `json:"responders,omitempty" maxItems:"200"`
	ReviewOwnerID *int64             `json:"review_owner_id,omitempty" minimum:"1" doc:"Who owns the review that is opened with it"`
}

func (s *server) addIncident(ctx context.Context, in *struct{ Body incidentBody }) (*Made[models.Incident], error) {
	b := in.Body
	i := models.Incident{Source: b.Source, ExternalID: b.ExternalID, URL: b.URL, Title: b.Title, Severity: b.Severity, Summary: b.Summary,
		TeamID: b.TeamID, StartedAt: b.StartedAt, DetectedAt: b.DetectedAt, ResolvedAt: b.ResolvedAt, ServiceIDs: b.ServiceIDs,
		Responders: b.Responders}
	var owner int64
	set(&owner, b.ReviewOwnerID)
	i, err := s.store.AddIncident(ctx, actor(ctx), s.now(), i, owner)
	return made(i, i.Version, fmt.Sprintf("/incidents/%d", i.ID), err)
}

type incidentPatch struct {
	URL        *string             `json:"url,omitempty" maxLength:"2000"`
	Title      *string             `json:"title,omitempty" maxLength:"300"`
	Severity   *models.Severity    `json:"severity,omitempty" minimum:"1" maximum:"5"`
	Summary    *string             `json:"summary,omitempty" maxLength:"10000"`
	TeamID     Field[int64]        `json:"team_id,omitzero" minimum:"1"`
	StartedAt  *time.Time          `json:"started_at,omitempty"`
	DetectedAt Field[time.Time]    `json:"detected_at,omitzero"`
	ResolvedAt Field[time.Time]    `json:"resolved_at,omitzero"`
	ServiceIDs *[]int64            `json:"service_ids,omitempty" minimum:"1" maxItems:"100" uniqueItems:"true"`
	Responders *[]models.Responder `json:"responders,omitempty" maxItems:"200"`
}

func (s *server) editIncident(ctx context.Context, in *struct {
	Ref
	MustMatch
	Body incidentPatch
}) (*Out[models.Incident], error) {
	i, err := s.store.Incident(ctx, actor(ctx), in.ID.N)
	if err != nil {
		return nil, err
	}
	b := in.Body
	set(&i.URL, b.URL)
	set(&i.Title, b.Title)
	set(&i.Severity, b.Severity)
	set(&i.Summary, b.Summary)
	b.TeamID.on(&i.TeamID)
	set(&i.StartedAt, b.StartedAt)
	b.DetectedAt.on(&i.DetectedAt)
	b.ResolvedAt.on(&i.ResolvedAt)
	set(&i.ServiceIDs, b.ServiceIDs)
	set(&i.Responders, b.Responders)
	i.Version = in.Match.of(i.Version)
	i, err = s.store.SaveIncident(ctx, actor(ctx), s.now(), i)
	return out(i, i.Version, err)
}
