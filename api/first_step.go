package api

import (
	"context"

	"debrief/models"
)

type firstSteps struct {
	Open  bool               `json:"open" doc:"Whether one that is not optional is still to do"`
	Steps []models.FirstStep `json:"steps"`
}

// firstSteps tells what a new Debrief still lacks.
func (s *server) firstSteps(ctx context.Context, _ *struct{}) (*struct{ Body firstSteps }, error) {
	b, err := s.store.Beginnings(ctx, actor(ctx))
	if err != nil {
		return nil, err
	}
	b.Mail, b.Jira, b.Slack = s.mail, s.jira, s.slack
	out := &struct{ Body firstSteps }{}
	out.Body.Steps, out.Body.Open = b.FirstSteps()
	return out, nil
}
