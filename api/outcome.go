package api

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	"debrief/models"
)

func (s *server) outcomeRoutes() {
	all(s, get("/reviews/{id}/outcomes", "list-outcomes", "What was answered to the checklist, by reviewers and by the meeting"),
		func(ctx context.Context, in *struct {
			ReviewRef
			Listing
		}) ([]models.Outcome, error) {
			return s.store.Outcomes(ctx, actor(ctx), in.ID.N)
		})
	huma.Register(s.huma, put("/reviews/{id}/outcomes/{question}", "answer-question", "Your own answer to a question"), s.answerQuestion)
	huma.Register(s.huma, put("/reviews/{id}/outcomes/{question}/final", "settle-question", "The meeting's outcome of a question"), s.settleQuestion)
}

// QuestionRef names one question of a review's checklist in a path.
type QuestionRef struct {
	ReviewRef
	Question ID `path:"question"`
}

type answerBody struct {
	Verdict models.Verdict `json:"verdict" enum:"pass,needs_work,not_applicable"`
	Note    string         `json:"note,omitempty" maxLength:"10000" doc:"What is missing; needs_work has to tell"`
}

func (s *server) answerQuestion(ctx context.Context, in *struct {
	QuestionRef
	MayCreate
	Body answerBody
}) (*Out[models.Outcome], error) {
	o, err := s.store.RecordOutcome(ctx, actor(ctx), s.now(), in.orNone(), models.Outcome{ReviewID: in.ID.N, QuestionID: in.Question.N,
		Verdict: in.Body.Verdict, Note: in.Body.Note})
	return out(o, o.Version, in.demand(err))
}

type outcomeBody struct {
	Verdict      models.Verdict `json:"verdict" enum:"pass,needs_work,not_applicable"`
	Note         string         `json:"note,omitempty" maxLength:"10000" doc:"What is missing; needs_work has to tell"`
	WaivedReason string         `json:"waived_reason,omitempty" maxLength:"10000" doc:"Why the review may pass although it needs work; facilitators"`
}

func (s *server) settleQuestion(ctx context.Context, in *struct {
	QuestionRef
	MayCreate
	Body outcomeBody
}) (*Out[models.Outcome], error) {
	o, err := s.store.RecordOutcome(ctx, actor(ctx), s.now(), in.orNone(), models.Outcome{ReviewID: in.ID.N, QuestionID: in.Question.N,
		Final: true, Verdict: in.Body.Verdict, Note: in.Body.Note, WaivedReason: in.Body.WaivedReason})
	return out(o, o.Version, in.demand(err))
}
