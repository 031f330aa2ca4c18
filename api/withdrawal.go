package api

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	"debrief/models"
)

func (s *server) withdrawalRoutes() {
	huma.Register(s.huma, verb("/incidents/{id}/withdrawal", "withdraw-incident",
		"Say that an incident was reported by mistake; its review is waived, its meeting called off, its proposals are rejected"), s.withdrawIncident)
	huma.Register(s.huma, remove("/incidents/{id}/withdrawal", "take-incident-back",
		"Say that an incident that was withdrawn counts all the same; its review and proposals are open again"), s.takeIncidentBack)
}

type withdrawalBody struct {
	Reason        string `json:"reason" maxLength:"10000" doc:"Why, in a sentence"`
	DuplicateOfID *int64 `json:"duplicate_of_id,omitempty" minimum:"1" doc:"The incident that was reported twice"`
}

func (s *server) withdrawIncident(ctx context.Context, in *struct {
	Ref
	IfMatch
	Body withdrawalBody
}) (*Out[models.Incident], error) {
	i, err := s.store.WithdrawIncident(ctx, actor(ctx), s.now(), in.ID.N, in.Match.N, in.Body.Reason, in.Body.DuplicateOfID)
	return out(i, i.Version, err)
}

func (s *server) takeIncidentBack(ctx context.Context, in *struct {
	Ref
	IfMatch
}) (*Out[models.Incident], error) {
	i, err := s.store.TakeIncidentBack(ctx, actor(ctx), s.now(), in.ID.N, in.Match.N)
	return out(i, i.Version, err)
}
