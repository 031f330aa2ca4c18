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
	huma.Register(s.huma, verb("/reviews/{id}/agreed-outcomes", "settle-agreed-questions", "Record as the meeting's outcomes what all reviewers who answered agree on"), s.settleAgreed)
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

type agreedOut struct{ Body Page[models.Outcome] }

func (s *server) settleAgreed(ctx context.Context, in *struct {
	ReviewRef
	Body struct {
		Outcomes []struct {
			QuestionID int64          `json:"question_id" minimum:"1"`
			Verdict    models.Verdict `json:"verdict" enum:"pass,not_applicable" doc:"What the reviewers say"`
		} `json:"outcomes" minItems:"1" maxItems:"50"`
	}
}) (*agreedOut, error) {
	seen := map[int64]models.Verdict{}
	for _, o := range in.Body.Outcomes {
		if seen[o.QuestionID] != "" {
			return nil, models.InvalidField("outcomes", "name question %d twice", o.QuestionID)
		}
		seen[o.QuestionID] = o.Verdict
	}
	rows, err := s.store.SettleAgreed(ctx, actor(ctx), s.now(), in.ID.N, seen)
	return &agreedOut{Page[models.Outcome]{Items: nonNil(rows)}}, err
}
