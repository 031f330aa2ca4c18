package storetest_test

import (
	"fmt"
	"reflect"
	"testing"

	"debrief/models"
	"debrief/models/store"
	"debrief/models/storetest"
)

// What the reviewers agree on is settled at once, as it was seen or not at all, and told once.
func TestWhatTheReviewersAgreeOnIsSettledTogether(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := storetest.NewHouse(t, s)
		ctx, by := t.Context(), storetest.As(h.Facilitator)
		r := h.AddReview(t, monday, 1)
		q := must[models.Template](t)(s.Template(ctx, r.TemplateID)).Questions
		answer := func(who models.Person, question int, verdict models.Verdict) {
			must[models.Outcome](t)(s.RecordOutcome(ctx, storetest.As(who), monday, -1, models.Outcome{ReviewID: r.ID, QuestionID: q[question].ID, Verdict: verdict, Note: "Some."}))
		}
		for question, verdicts := range [][2]models.Verdict{{models.Pass, models.Pass}, {models.NotApplicable, models.NotApplicable}, {models.Pass, models.NeedsWork}} {
			answer(h.Member, question, verdicts[0])
			answer(h.Lead, question, verdicts[1])
		}
		final := func() map[int64]models.Verdict {
			settled := map[int64]models.Verdict{}
			for _, o := range must[[]models.Outcome](t)(s.Outcomes(ctx, by, r.ID)) {
				if o.Final {
					settled[o.QuestionID] = o.Verdict
				}
			}
			return settled
		}
		for name, seen := range map[string]map[int64]models.Verdict{
			"nothing": {}, "what they disagree on": {q[0].ID: models.Pass, q[2].ID: models.Pass}, "what nobody answered": {q[3].ID: models.Pass},
			"another verdict": {q[0].ID: models.NotApplicable}, "no verdict": {q[3].ID: ""},
		} {
			if _, err := s.SettleAgreed(ctx, by, monday, r.ID, seen); err == nil || len(final()) > 0 {
				t.Errorf("%s: %v, settled are %v", name, err, final())
			}
		}

		seen := map[int64]models.Verdict{q[0].ID: models.Pass, q[1].ID: models.NotApplicable}
		rows := must[[]models.Outcome](t)(s.SettleAgreed(ctx, by, monday, r.ID, seen))
		if got := final(); len(rows) != 2 || len(got) != 2 || got[q[0].ID] != models.Pass || got[q[1].ID] != models.NotApplicable || rows[0].PersonID != h.Facilitator.ID {
			t.Errorf("settled are %v, answered %+v", got, rows)
		}
		events, _, err := s.Events(ctx, by, store.EventFilter{Subject: models.SubjectReview, SubjectID: r.ID}, store.Page{})
		storetest.Must(t, err)
		if e := events[0]; e.Verb != "settled together" || !reflect.DeepEqual(e.Changes["outcomes"][1], map[string]any{fmt.Sprint(q[0].ID): "pass", fmt.Sprint(q[1].ID): "not_applicable"}) {
			t.Errorf("the history ends with %+v", e)
		}
		if _, err := s.SettleAgreed(ctx, by, monday, r.ID, seen); err == nil {
			t.Error("what is settled is settled once more")
		}
	})
}
