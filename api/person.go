package api

import (
	"context"
	"fmt"

	"github.com/danielgtaylor/huma/v2"

	"debrief/models"
	"debrief/models/store"
)

func (s *server) meRoutes() {
	huma.Register(s.huma, get("/me", "get-me", "Whose token this is"), s.me)
	huma.Register(s.huma, get("/home", "get-home", "What needs you"), s.home)
	huma.Register(s.huma, get("/first-steps", "list-first-steps", "What a new Debrief still lacks; administrators"), s.firstSteps)
}

func (s *server) personRoutes() {
	list(s, get("/people", "list-people", "People"), func(ctx context.Context, in *listPeople, p store.Page) ([]models.Person, string, error) {
		return s.store.People(ctx, in.Q, p)
	})
	huma.Register(s.huma, get("/people/{id}", "get-person", "One person"), s.person)
	all(s, get("/people/{id}/holdings", "list-holdings", "What is still with somebody: for themselves and administrators"), s.holdings)
	huma.Register(s.huma, verb("/people/{id}/handover", "hand-over", "Give what is with somebody to somebody else, all of it or none: administrators, and everybody what is with themselves"), s.handOver)
	huma.Register(s.huma, create("/people", "add-person", "Add a person; administrators"), s.addPerson)
	huma.Register(s.huma, patch("/people/{id}", "edit-person", "Change a person; administrators, and of themselves everybody name, time_zone, region, away_from, away_until, delegate_id and letters_via"), s.editPerson)
}

type listPeople struct {
	Paging
	Q string `query:"q" maxLength:"200" doc:"Words of the name or the address"`
}

func (s *server) me(ctx context.Context, _ *struct{}) (*Out[models.Person], error) {
	p, _ := ctx.Value(personKey).(models.Person) // authenticate put it there
	return out(p, p.Version, nil)
}

func (s *server) person(ctx context.Context, in *Ref) (*Out[models.Person], error) {
	p, err := s.store.Person(ctx, in.ID.N)
	return out(p, p.Version, err)
}

func (s *server) holdings(ctx context.Context, in *struct {
	Ref
	Listing
}) ([]models.Holding, error) {
	held, err := s.store.Holdings(ctx, actor(ctx), s.now(), in.ID.N)
	if err == nil {
		_, err = s.store.Person(ctx, in.ID.N) // of nobody there is none
	}
	return held[in.ID.N], err
}

type handoverBody struct {
	ToID     int64               `json:"to_id" minimum:"1" doc:"Who gets it: active, and at least a member"`
	Holdings []models.HoldingRef `json:"holdings,omitempty" maxItems:"1000" doc:"What is handed over; all that is with the person without"`
}

func (s *server) handOver(ctx context.Context, in *struct {
	Ref
	Body handoverBody
}) (*struct{ Body Page[models.Holding] }, error) {
	list, err := s.store.HandOver(ctx, actor(ctx), s.now(), in.ID.N, models.Handover{ToID: in.Body.ToID, Holdings: in.Body.Holdings})
	return &struct{ Body Page[models.Holding] }{Page[models.Holding]{Items: nonNil(list)}}, err
}

type personBody struct {
	Name          string      `json:"name" maxLength:"200"`
	Email         string      `json:"email" maxLength:"200"`
	Role          models.Role `json:"role,omitempty" enum:"viewer,member,facilitator,administrator" default:"member"`
	TimeZone      string      `json:"time_zone,omitempty" doc:"IANA name; UTC without"`
	Region        string      `json:"region,omitempty" doc:"Whose public holidays are kept"`
	ManagerID     *int64      `json:"manager_id,omitempty" minimum:"1"`
	DelegateID    *int64      `json:"delegate_id,omitempty" minimum:"1"`
	AwayFrom      models.Date `json:"away_from,omitzero"`
	AwayUntil     models.Date `json:"away_until,omitzero"`
	Board         bool        `json:"board,omitempty"`
	JiraAccountID string      `json:"jira_account_id,omitempty"`
	LettersVia    models.Via  `json:"letters_via,omitempty" enum:"mail,slack" default:"mail" doc:"Where the daily letter goes; slack only where Slack is connected"`
	Active        *bool       `json:"active,omitempty" doc:"True without"`
}

func (s *server) addPerson(ctx context.Context, in *struct{ Body personBody }) (*Made[models.Person], error) {
	b := in.Body
	p := models.Person{Name: b.Name, Email: b.Email, Role: b.Role, TimeZone: b.TimeZone, Region: b.Region, ManagerID: b.ManagerID,
		DelegateID: b.DelegateID, AwayFrom: b.AwayFrom, AwayUntil: b.AwayUntil, Board: b.Board, JiraAccountID: b.JiraAccountID, LettersVia: b.LettersVia, Active: true}
	set(&p.Active, b.Active)
	if err := s.maySend(p.LettersVia); err != nil {
		return nil, err
	}
	p, err := s.store.AddPerson(ctx, actor(ctx), s.now(), p)
	return made(p, p.Version, fmt.Sprintf("/people/%d", p.ID), err)
}

type personPatch struct {
	Name          *string            `json:"name,omitempty" maxLength:"200"`
	Email         *string            `json:"email,omitempty" maxLength:"200"`
	Role          *models.Role       `json:"role,omitempty" enum:"viewer,member,facilitator,administrator"`
	TimeZone      *string            `json:"time_zone,omitempty"`
	Region        *string            `json:"region,omitempty"`
	ManagerID     Field[int64]       `json:"manager_id,omitzero" minimum:"1"`
	DelegateID    Field[int64]       `json:"delegate_id,omitzero" minimum:"1"`
	AwayFrom      Field[models.Date] `json:"away_from,omitzero"`
	AwayUntil     Field[models.Date] `json:"away_until,omitzero"`
	Board         *bool              `json:"board,omitempty"`
	JiraAccountID *string            `json:"jira_account_id,omitempty"`
	LettersVia    *models.Via        `json:"letters_via,omitempty" enum:"mail,slack" doc:"slack only where Slack is connected"`
	Active        *bool              `json:"active,omitempty"`
}

func (s *server) editPerson(ctx context.Context, in *struct {
	Ref
	MustMatch
	Body personPatch
}) (*Out[models.Person], error) {
	p, err := s.store.Person(ctx, in.ID.N)
	if err != nil {
		return nil, err
	}
	b := in.Body
	set(&p.Name, b.Name)
	set(&p.Email, b.Email)
	set(&p.Role, b.Role)
	set(&p.TimeZone, b.TimeZone)
	set(&p.Region, b.Region)
	b.ManagerID.on(&p.ManagerID)
	b.DelegateID.on(&p.DelegateID)
	set(&p.AwayFrom, b.AwayFrom.orZero())
	set(&p.AwayUntil, b.AwayUntil.orZero())
	set(&p.Board, b.Board)
	set(&p.JiraAccountID, b.JiraAccountID)
	set(&p.LettersVia, b.LettersVia)
	if b.LettersVia != nil {
		if err := s.maySend(*b.LettersVia); err != nil {
			return nil, err
		}
	}
	set(&p.Active, b.Active)
	p.Version = in.Match.of(p.Version)
	p, err = s.store.SavePerson(ctx, actor(ctx), s.now(), p)
	return out(p, p.Version, err)
}

// maySend returns an Invalid error where nobody can choose to get letters that way.
func (s *server) maySend(v models.Via) error {
	if v == models.ViaSlack && !s.slack {
		return models.InvalidField("letters_via", "is slack, which is not connected here: set DEBRIEF_SLACK_TOKEN first")
	}
	return nil
}
