package api

import (
	"context"
	"fmt"

	"github.com/danielgtaylor/huma/v2"

	"debrief/models"
)

func (s *server) checklistRoutes() {
	huma.Register(s.huma, get("/checklist", "get-checklist", "The checklist that new reviews start with"), s.newestChecklist)
	huma.Register(s.huma, get("/checklist/versions/{id}", "get-checklist-version", "One version of the checklist"), s.checklist)
	huma.Register(s.huma, create("/checklist/versions", "add-checklist-version",
		"Store a new version of the checklist; administrators"), s.addChecklist)
}

func (s *server) newestChecklist(ctx context.Context, _ *struct{}) (*Out[models.Template], error) {
	t, err := s.store.Template(ctx, 0)
	return out(t, int64(t.Number), err)
}

func (s *server) checklist(ctx context.Context, in *Ref) (*Out[models.Template], error) {
	t, err := s.store.Template(ctx, in.ID.N)
	return out(t, int64(t.Number), err)
}

type checklistBody struct {
	Questions []questionBody `json:"questions" minItems:"1" maxItems:"50"`
}

type questionBody struct {
	Key      string `json:"key" maxLength:"50" doc:"A stable name, such as blameless"`
	Text     string `json:"text" maxLength:"300"`
	Help     string `json:"help,omitempty" maxLength:"10000"`
	Blocking bool   `json:"blocking,omitempty" doc:"Whether the review cannot be agreed without an outcome"`
}

func (s *server) addChecklist(ctx context.Context, in *struct {
	IfMatch
	Body checklistBody
}) (*Made[models.Template], error) {
	var t models.Template
	for _, q := range in.Body.Questions {
		t.Questions = append(t.Questions, models.Question{Key: q.Key, Text: q.Text, Help: q.Help, Blocking: q.Blocking})
	}
	t, err := s.store.AddTemplate(ctx, actor(ctx), s.now(), in.seen(), t)
	return made(t, int64(t.Number), fmt.Sprintf("/checklist/versions/%d", t.ID), err)
}
