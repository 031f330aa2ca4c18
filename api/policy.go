package api

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	"debrief/models"
)

func (s *server) policyRoutes() {
	all(s, get("/policies", "list-policies", "What each severity demands"), func(ctx context.Context, _ *struct{ Listing }) ([]models.Policy, error) {
		return s.store.Policies(ctx)
	})
	huma.Register(s.huma, get("/policies/{severity}", "get-policy", "What one severity demands"), s.policy)
	huma.Register(s.huma, put("/policies/{severity}", "save-policy", "Change what a severity demands; administrators"), s.savePolicy)
}

// PolicyRef names the policy of one severity in a path.
type PolicyRef struct {
	Severity models.Severity `path:"severity" minimum:"1" maximum:"5"`
}

func (s *server) policy(ctx context.Context, in *PolicyRef) (*Out[models.Policy], error) {
	p, err := s.store.Policy(ctx, in.Severity)
	return out(p, p.Version, err)
}

type policyBody struct {
	ReviewRequired bool        `json:"review_required"`
	MeetingWithin  int         `json:"meeting_within" minimum:"1" maximum:"60"`
	MeetingUnit    models.Unit `json:"meeting_unit" enum:"calendar_days,business_days"`
	ItemDays       int         `json:"item_days" minimum:"1" maximum:"365"`
	NudgeBefore    []int       `json:"nudge_before" maxItems:"10" minimum:"1" maximum:"365"`
	RepeatDays     int         `json:"repeat_days" minimum:"1" maximum:"60"`
	EscalateDays   int         `json:"escalate_days" minimum:"1" maximum:"365"`
}

func (s *server) savePolicy(ctx context.Context, in *struct {
	PolicyRef
	MustMatch
	Body policyBody
}) (*Out[models.Policy], error) {
	b := in.Body
	p, err := s.store.SavePolicy(ctx, actor(ctx), s.now(), models.Policy{Severity: in.Severity, ReviewRequired: b.ReviewRequired,
		MeetingWithin: b.MeetingWithin, MeetingUnit: b.MeetingUnit, ItemDays: b.ItemDays, NudgeBefore: b.NudgeBefore,
		RepeatDays: b.RepeatDays, EscalateDays: b.EscalateDays, Version: in.Match.N})
	return out(p, p.Version, err)
}
