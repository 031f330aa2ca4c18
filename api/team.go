package api

import (
	"context"
	"fmt"

	"github.com/danielgtaylor/huma/v2"

	"debrief/models"
	"debrief/models/store"
)

func (s *server) teamRoutes() {
	list(s, get("/teams", "list-teams", "Teams"), func(ctx context.Context, _ *struct{ Paging }, p store.Page) ([]models.Team, string, error) {
		return s.store.Teams(ctx, p)
	})
	huma.Register(s.huma, get("/teams/{id}", "get-team", "One team"), s.team)
	huma.Register(s.huma, create("/teams", "add-team", "Add a team; administrators"), s.addTeam)
	huma.Register(s.huma, patch("/teams/{id}", "edit-team", "Change a team; administrators"), s.editTeam)
}

func (s *server) team(ctx context.Context, in *Ref) (*Out[models.Team], error) {
	t, err := s.store.Team(ctx, in.ID.N)
	return out(t, t.Version, err)
}

type teamBody struct {
	Name             string `json:"name" maxLength:"200"`
	TimeZone         string `json:"time_zone,omitempty" doc:"IANA name; UTC without"`
	Region           string `json:"region,omitempty"`
	LeadID           *int64 `json:"lead_id,omitempty" minimum:"1"`
	ManagerID        *int64 `json:"manager_id,omitempty" minimum:"1"`
	ProductManagerID *int64 `json:"product_manager_id,omitempty" minimum:"1"`
	JiraProject      string `json:"jira_project,omitempty"`
	SlackChannel     string `json:"slack_channel,omitempty" doc:"Name or id of a channel in Slack; only where Slack is connected"`
}

func (s *server) addTeam(ctx context.Context, in *struct{ Body teamBody }) (*Made[models.Team], error) {
	b := in.Body
	if err := s.mayAnnounce(b.SlackChannel); err != nil {
		return nil, err
	}
	t, err := s.store.AddTeam(ctx, actor(ctx), s.now(), models.Team{Name: b.Name, TimeZone: b.TimeZone, Region: b.Region, LeadID: b.LeadID,
		ManagerID: b.ManagerID, ProductManagerID: b.ProductManagerID, JiraProject: b.JiraProject, SlackChannel: b.SlackChannel})
	return made(t, t.Version, fmt.Sprintf("/teams/%d", t.ID), err)
}

type teamPatch struct {
	Name             *string      `json:"name,omitempty" maxLength:"200"`
	TimeZone         *string      `json:"time_zone,omitempty"`
	Region           *string      `json:"region,omitempty"`
	LeadID           Field[int64] `json:"lead_id,omitzero" minimum:"1"`
	ManagerID        Field[int64] `json:"manager_id,omitzero" minimum:"1"`
	ProductManagerID Field[int64] `json:"product_manager_id,omitzero" minimum:"1"`
	JiraProject      *string      `json:"jira_project,omitempty"`
	SlackChannel     *string      `json:"slack_channel,omitempty" doc:"Name or id of a channel in Slack; only where Slack is connected; empty for none"`
	Active           *bool        `json:"active,omitempty"`
}

func (s *server) editTeam(ctx context.Context, in *struct {
	Ref
	MustMatch
	Body teamPatch
}) (*Out[models.Team], error) {
	t, err := s.store.Team(ctx, in.ID.N)
	if err != nil {
		return nil, err
	}
	b := in.Body
	set(&t.Name, b.Name)
	set(&t.TimeZone, b.TimeZone)
	set(&t.Region, b.Region)
	b.LeadID.on(&t.LeadID)
	b.ManagerID.on(&t.ManagerID)
	b.ProductManagerID.on(&t.ProductManagerID)
	set(&t.JiraProject, b.JiraProject)
	if b.SlackChannel != nil && *b.SlackChannel != t.SlackChannel {
		if err := s.mayAnnounce(*b.SlackChannel); err != nil {
			return nil, err
		}
	}
	set(&t.SlackChannel, b.SlackChannel)
	set(&t.Active, b.Active)
	t.Version = in.Match.of(t.Version)
	t, err = s.store.SaveTeam(ctx, actor(ctx), s.now(), t)
	return out(t, t.Version, err)
}

// mayAnnounce returns an Invalid error for a channel where no Slack is connected. None is always fine.
func (s *server) mayAnnounce(channel string) error {
	if channel != "" && !s.slack {
		return models.InvalidField("slack_channel", "is a channel in Slack, which is not connected here: set DEBRIEF_SLACK_TOKEN first")
	}
	return nil
}
