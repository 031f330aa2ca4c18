package web

import (
	"cmp"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"debrief/models"
)

func (w *site) recordOutcome(r *request) error {
	in := r.input()
	o := models.Outcome{QuestionID: in.id("question_id"), Final: in.on("final"), Verdict: models.Verdict(in.text("verdict")),
		Note: strings.TrimSpace(in.text("note")), WaivedReason: strings.TrimSpace(in.text("waived_reason"))}
	version := in.versionOrNone()
	name := fmt.Sprintf("checklist-own-%d", o.QuestionID)
	flash := "Your answer is recorded."
	if o.Final {
		name, flash = fmt.Sprintf("checklist-final-%d", o.QuestionID), "The outcome is recorded."
	}
	id, err := r.reviewID()
	if err != nil {
		return err
	}
	o.ReviewID = id
	if err = in.refused(); err == nil {
		err = w.leaveBehind(r, &o)
	}
	if err == nil {
		_, err = w.store.RecordOutcome(r.Request().Context(), r.by, r.now, version, o)
	}
	if err != nil {
		return r.again(name, err, w.showReview)
	}
	to := fmt.Sprintf("/reviews/%s#question-%d", models.Review{ID: id}.Ref(), o.QuestionID)
	if o.WaivedReason != "" {
		return r.noted(to, "The question is waived: it needs work, and the review may pass all the same.")
	}
	if o.Verdict == models.NeedsWork {
		return r.noted(to, "%s It needs work.", flash)
	}
	return r.done(to, "%s", flash)
}

// leaveBehind takes from an outcome what the form still has of the one before, where that needed work and this does not: what is
// missing, and why it was waived, are no longer so. What somebody changed is meant.
func (w *site) leaveBehind(r *request, o *models.Outcome) error {
	if o.Verdict == models.NeedsWork {
		return nil
	}
	outcomes, err := w.store.Outcomes(r.Request().Context(), r.by, o.ReviewID)
	for _, before := range outcomes {
		if before.QuestionID != o.QuestionID || before.Final != o.Final || !o.Final && before.PersonID != r.me.ID || before.Verdict != models.NeedsWork {
			continue
		}
		if o.Note == before.Note {
			o.Note = ""
		}
		if o.WaivedReason == before.WaivedReason {
			o.WaivedReason = ""
		}
	}
	return err
}

// settleAgreed records what the reviewers agree on for the questions that are ticked, each with the verdict that was shown.
func (w *site) settleAgreed(r *request) error {
	return w.reviewForm(r, "checklist-agreed", "The outcomes are recorded.", func(id int64, in *input) error {
		seen := map[int64]models.Verdict{}
		for _, pair := range in.values["outcomes"] {
			question, verdict, _ := strings.Cut(pair, " ")
			n, err := strconv.ParseInt(question, 10, 64)
			if err != nil {
				return models.InvalidField("outcomes", "cannot be read; load the page again")
			}
			seen[n] = models.Verdict(verdict)
		}
		_, err := w.store.SettleAgreed(r.Request().Context(), r.by, r.now, id, seen)
		return err
	})
}

func (w *site) templatePage(r *request) error {
	t, err := w.store.Template(r.Request().Context(), 0)
	if err != nil {
		return err
	}
	return r.render(http.StatusOK, "checklist", &page{Title: "Checklist", Data: t})
}

func (w *site) newTemplatePage(r *request) error { return w.showTemplate(r, http.StatusOK, nil) }

// templateForm is a new version of the checklist as it is written.
type templateForm struct {
	models.Template
	Made madeOf
}

func (w *site) showTemplate(r *request, status int, f *form) error {
	t, err := w.store.Template(r.Request().Context(), 0)
	if err != nil {
		return err
	}
	if f.of("checklist") {
		t.Questions = questionsOf(&input{values: f.Values})
	}
	for range spareRows {
		t.Questions = append(t.Questions, models.Question{})
	}
	made, err := r.madeOf(models.SubjectTemplate, t.Number, f)
	if err != nil {
		return err
	}
	return r.render(status, "checklist_new", &page{Title: "New version of the checklist", Form: f, Data: templateForm{t, made}})
}

// questionsOf reads the rows of the form; those without a text are left out, which is how one is removed.
func questionsOf(in *input) []models.Question {
	var list []models.Question
	for n := range 100 {
		prefix := fmt.Sprintf("questions[%d].", n)
		if !in.values.Has(prefix + "text") {
			break
		}
		q := models.Question{Key: strings.TrimSpace(in.text(prefix + "key")), Text: strings.TrimSpace(in.text(prefix + "text")),
			Help: strings.TrimSpace(in.text(prefix + "help")), Blocking: in.on(prefix + "blocking")}
		if q.Text == "" {
			continue
		}
		if q.Key == "" {
			q.Key = cmp.Or(key(q.Text), fmt.Sprintf("question-%d", n+1)) // a question may have no Latin letter
		}
		list = append(list, q)
	}
	return list
}

// key makes a stable name of a question's first words.
func key(text string) string {
	words := strings.FieldsFunc(strings.ToLower(slug(text)), func(r rune) bool { return r == '-' })
	s := strings.Join(words, "-")
	if len(s) > 40 {
		s = strings.TrimRight(s[:40], "-")
	}
	return s
}

func (w *site) addTemplate(r *request) error {
	in := r.input()
	seen, err := in.seen()
	var t models.Template
	if err == nil {
		t, err = w.store.AddTemplate(r.Request().Context(), r.by, r.now, seen, models.Template{Questions: questionsOf(in)})
	}
	if err != nil {
		return r.again("checklist", err, w.showTemplate)
	}
	return r.done("/checklist", "Version %d of the checklist is saved. Reviews that have begun keep theirs.", t.Number)
}
