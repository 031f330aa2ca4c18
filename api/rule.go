package api

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	"debrief/models"
	"debrief/postmortem"
)

func (s *server) ruleRoutes() {
	all(s, get("/rules", "list-rules", "The rules of the document check, as the team has set them"), s.rules)
	huma.Register(s.huma, put("/rules/{rule}/level", "set-rule-level", "Set how grave a rule is; off silences it; administrators"), s.setRuleLevel)
	huma.Register(s.huma, verb("/reviews/{id}/check", "check-document", "Check the document again, as after the rules have changed"), s.checkReview)
}

// ruleRow is a rule of the document check.
type ruleRow struct {
	ID       string           `json:"id"`
	Level    postmortem.Level `json:"level" enum:"error,warning,info,off"`
	Title    string           `json:"title"`
	Why      string           `json:"why"`
	Suggest  string           `json:"suggest"`
	Source   string           `json:"source,omitempty"`
	Question string           `json:"question,omitempty" doc:"The key of the checklist's question for which its findings are evidence"`
	Version  int64            `json:"version,omitempty" doc:"For If-Match when the level is set; absent until the team sets it"`
}

func (s *server) rules(ctx context.Context, _ *struct{ Listing }) ([]ruleRow, error) {
	rules, err := s.store.Rules(ctx)
	if err != nil {
		return nil, err
	}
	levels, err := s.store.RuleLevels(ctx)
	var rows []ruleRow
	for _, r := range rules.Rules() {
		rows = append(rows, ruleRow{r.ID, r.Level, r.Title, r.Why, r.Advice(), r.Source, r.Question, levels[r.ID].Version})
	}
	return rows, err
}

func (s *server) setRuleLevel(ctx context.Context, in *struct {
	Rule string `path:"rule" maxLength:"100"`
	MayCreate
	Body struct {
		Level postmortem.Level `json:"level" enum:"error,warning,info,off"`
	}
}) (*Out[models.RuleLevel], error) {
	r, err := s.store.SetRuleLevel(ctx, actor(ctx), s.now(), in.Rule, in.orNone(), in.Body.Level)
	return out(r, r.Version, in.demand(err))
}

func (s *server) checkReview(ctx context.Context, in *ReviewRef) (*findingsOut, error) {
	rows, err := s.store.CheckReview(ctx, actor(ctx), s.now(), in.ID.N)
	return &findingsOut{Page[models.Finding]{Items: nonNil(rows)}}, err
}
