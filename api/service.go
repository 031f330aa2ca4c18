package api

import (
	"context"
	"fmt"

	"github.com/danielgtaylor/huma/v2"

	"debrief/models"
	"debrief/models/store"
)

func (s *server) serviceRoutes() {
	list(s, get("/services", "list-services", "Services"), func(ctx context.Context, _ *struct{ Paging }, p store.Page) ([]models.Service, string, error) {
		return s.store.Services(ctx, p)
	})
	huma.Register(s.huma, get("/services/{id}", "get-service", "One service"), s.service)
	huma.Register(s.huma, create("/services", "add-service", "Add a service; administrators"), s.addService)
	huma.Register(s.huma, patch("/services/{id}", "edit-service", "Change a service, such as what we think of its health"), s.editService)
}

func (s *server) service(ctx context.Context, in *Ref) (*Out[models.Service], error) {
	v, err := s.store.Service(ctx, in.ID.N)
	return out(v, v.Version, err)
}

type serviceBody struct {
	Name   string `json:"name" maxLength:"200"`
	TeamID *int64 `json:"team_id,omitempty" minimum:"1"`
	Health string `json:"health,omitempty" maxLength:"10000"`
}

func (s *server) addService(ctx context.Context, in *struct{ Body serviceBody }) (*Made[models.Service], error) {
	b := in.Body
	v, err := s.store.AddService(ctx, actor(ctx), s.now(), models.Service{Name: b.Name, TeamID: b.TeamID, Health: b.Health})
	return made(v, v.Version, fmt.Sprintf("/services/%d", v.ID), err)
}

type servicePatch struct {
	Name   *string      `json:"name,omitempty" maxLength:"200"`
	TeamID Field[int64] `json:"team_id,omitzero" minimum:"1"`
	Health *string      `json:"health,omitempty" maxLength:"10000"`
	Active *bool        `json:"active,omitempty"`
}

func (s *server) editService(ctx context.Context, in *struct {
	Ref
	MustMatch
	Body servicePatch
}) (*Out[models.Service], error) {
	v, err := s.store.Service(ctx, in.ID.N)
	if err != nil {
		return nil, err
	}
	set(&v.Name, in.Body.Name)
	in.Body.TeamID.on(&v.TeamID)
	set(&v.Health, in.Body.Health)
	set(&v.Active, in.Body.Active)
	v.Version = in.Match.of(v.Version)
	v, err = s.store.SaveService(ctx, actor(ctx), s.now(), v)
	return out(v, v.Version, err)
}
