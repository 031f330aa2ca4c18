package web

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"debrief/models"
)

func TestTheMeetingSettlesAtOnceWhatTheReviewersAgreeOn(t *testing.T) {
	w := newWorld(t, "")
	v, pm := w.signIn(w.fay), "/reviews/"+w.review.Ref()
	if w.signIn(w.vic).page(pm, http.StatusOK).Find("#agreed").Length() != 0 {
		t.Error("it is offered to a viewer")
	}
	questions := ok[models.Template](w.house)(w.store.Template(w.ctx, w.review.TemplateID)).Questions
	for n, verdict := range map[int]models.Verdict{2: models.NotApplicable, 3: models.Pass, 4: models.NeedsWork} { // beside the world's: the first passes, the second is settled
		ok[models.Outcome](w.house)(w.store.RecordOutcome(w.ctx, models.ActorFor(w.max), w.now, 0, models.Outcome{ReviewID: w.review.ID, QuestionID: questions[n].ID, Verdict: verdict, Note: "Some."}))
	}
	form := v.page(pm, http.StatusOK).Find("#agreed form")
	if got := form.Find("input[checked]").Length(); got != 3 || !strings.Contains(form.Text(), questions[2].Text) || !strings.Contains(form.Text(), "Not applicable") {
		t.Fatalf("it offers %d: %s", got, form.Text())
	}
	values := filled(form)
	values["outcomes"] = values["outcomes"][:2] // the meeting wants to talk about the third
	v.went(v.post(pm+"/agreed-outcomes", values), pm+"#checklist")
	doc := v.page(pm, http.StatusOK)
	if got := doc.Find("#agreed summary").Text(); !strings.Contains(got, "answers to 1 question agree") {
		t.Errorf("then it says %q", got)
	}
	if lines, links := saysHistory(doc); !slices.Contains(lines, "Fay Field recorded for 2 questions what the reviewers agree on “"+questions[0].Text+"”: Pass “"+questions[2].Text+"”: Not applicable") || links["2 questions"] != pm+"#checklist" {
		t.Errorf("the history is %q with %q", lines, links)
	}
	again := v.parsed("the same once more", v.post(pm+"/agreed-outcomes", values), http.StatusConflict)
	if text := again.Find("#refused").Text(); !strings.Contains(text, "has changed meanwhile") {
		t.Errorf("it says %q", text)
	}
	offered := func(doc *goquery.Document, id int64) bool {
		_, ticked := doc.Find(fmt.Sprintf("#agreed-%d", id)).Attr("checked")
		return ticked
	}
	if offered(again, questions[3].ID) {
		t.Error("what was not ticked is, once the form was refused")
	}
	values.Del("outcomes")
	none := v.parsed("nothing ticked", v.post(pm+"/agreed-outcomes", values), http.StatusUnprocessableEntity)
	if text := none.Find("#refused").Text(); !strings.Contains(text, "Outcomes must have a question: choose at least one") {
		t.Errorf("with nothing ticked it says %q", text)
	}
}

// What was missing is missing no more, and nobody has to empty the note to say so.
func TestWhatPassesKeepsNoNoteOfWhatNeededWork(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "")
	path, v := "/reviews/"+w.review.Ref(), w.signIn(w.fay)
	question := ok[models.Template](w.house)(w.store.Template(w.ctx, w.review.TemplateID)).Questions[3].ID
	record := func(form string, values ...string) models.Outcome {
		t.Helper()
		v.went(v.post(path+"/outcomes", filled(v.page(path, http.StatusOK).Find(fmt.Sprintf("#question-%d form", question)).Filter(form), values...)), path+"#question-")
		var newest models.Outcome
		for _, o := range ok[[]models.Outcome](w.house)(w.store.Outcomes(w.ctx, models.System, w.review.ID)) {
			if o.QuestionID == question && o.Final == (form != own) {
				newest = o
			}
		}
		return newest
	}
	for form, waiver := range map[string]string{own: "", ":has(input[name=final])": "We know enough."} {
		record(form, "verdict", "needs_work", "note", "The causes are missing.", "waived_reason", waiver)
		if o := record(form, "verdict", "needs_work"); o.Note != "The causes are missing." || o.WaivedReason != waiver {
			t.Errorf("recorded once more, it needs work with %q, %q", o.Note, o.WaivedReason)
		}
		if o := record(form, "verdict", "pass"); o.Verdict != models.Pass || o.Note != "" || o.WaivedReason != "" {
			t.Errorf("it is %s with %q, %q", o.Verdict, o.Note, o.WaivedReason)
		}
		record(form, "verdict", "needs_work", "note", "The causes are missing.")
		if o := record(form, "verdict", "pass", "note", "They stand there now."); o.Note != "They stand there now." {
			t.Errorf("a note of its own becomes %q", o.Note)
		}
		if o := record(form, "verdict", "not_applicable"); o.Note != "They stand there now." {
			t.Errorf("what does not tell what is missing becomes %q", o.Note)
		}
	}
}

// own is the form of somebody's own answer among those of a question.
const own = ":not(:has(input[name=final]))"

func TestAQuestionHasAStableNameInWhateverScript(t *testing.T) {
	t.Parallel()
	in := &input{values: url.Values{"questions[0].text": {"Is it true, and whose?"}, "questions[1].text": {"本当ですか"}}}
	if got := questionsOf(in); got[0].Key != "is-it-true-and-whose" || got[1].Key != "question-2" {
		t.Errorf("they are called %q and %q", got[0].Key, got[1].Key)
	}
}

func TestWhereReviewersDifferThePageSaysWhoSaidWhat(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "")
	pm := "/reviews/" + w.review.Ref()
	question := ok[models.Template](w.house)(w.store.Template(w.ctx, w.review.TemplateID)).Questions[3]
	at := fmt.Sprintf("#question-%d", question.ID)
	answer := func(p models.Person, o models.Outcome) {
		o.ReviewID, o.QuestionID = w.review.ID, question.ID
		ok[models.Outcome](w.house)(w.store.RecordOutcome(w.ctx, models.ActorFor(p), w.now, 0, o))
	}
	v := w.signIn(w.fay)
	differ := func() (said, beside string) {
		doc := v.page(pm, http.StatusOK)
		return strings.Join(strings.Fields(doc.Find("#differ").Text()), " "), strings.Join(strings.Fields(doc.Find(at+" summary").Text()), " ")
	}
	answer(w.max, models.Outcome{Verdict: models.Pass})
	if said, beside := differ(); said != "" || strings.Contains(beside, "differ") {
		t.Errorf("with one answer it says %q and %q", said, beside)
	}
	answer(w.fay, models.Outcome{Verdict: models.NeedsWork, Note: "The start is missing."})
	said, beside := differ()
	if want := "Reviewers do not say the same of 1 question. Talk about it first: " + question.Text; said != want {
		t.Errorf("it says %q, want %q", said, want)
	}
	for _, part := range []string{"Answers differ", "Max Member: pass", "Fay Field: needs work"} {
		if !strings.Contains(beside, part) {
			t.Errorf("beside the question stands %q, without %q", beside, part)
		}
	}
	if to := v.page(pm, http.StatusOK).Find("#differ a").AttrOr("href", ""); to != at {
		t.Errorf("it leads to %q", to)
	}
	answer(w.fay, models.Outcome{Final: true, Verdict: models.Pass})
	if said, beside := differ(); said != "" || strings.Contains(beside, "differ") {
		t.Errorf("once it is settled it says %q and %q", said, beside)
	}
}
