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
	if lines, links := saysHistory(doc); !slices.Contains(lines, "Fay Field recorded for 2 questions what the reviewers agree on") || links["2 questions"] != pm+"#checklist" {
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

func TestAQuestionHasAStableNameInWhateverScript(t *testing.T) {
	t.Parallel()
	in := &input{values: url.Values{"questions[0].text": {"Is it true, and whose?"}, "questions[1].text": {"本当ですか"}}}
	if got := questionsOf(in); got[0].Key != "is-it-true-and-whose" || got[1].Key != "question-2" {
		t.Errorf("they are called %q and %q", got[0].Key, got[1].Key)
	}
}
