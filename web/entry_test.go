package web

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"debrief/models"
)

func TestWhoAnswersOneQuestionAfterAnotherIsToldOfInOneLine(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "")
	path := "/reviews/" + w.review.Ref()
	questions := ok[models.Template](w.house)(w.store.Template(w.ctx, 0)).Questions
	record := func(by models.Person, after time.Duration, final bool, verdict models.Verdict, ids ...int) {
		for _, n := range ids {
			o := models.Outcome{ReviewID: w.review.ID, QuestionID: questions[n].ID, Final: final, Verdict: verdict, Note: "More detail."}
			ok[models.Outcome](w.house)(w.store.RecordOutcome(w.ctx, models.ActorFor(by), w.now.Add(after), 0, o))
		}
	}
	record(w.max, 0, false, models.Pass, 0)
	record(w.max, 9*time.Minute, false, models.NeedsWork, 1)
	record(w.ada, 9*time.Minute, false, models.Pass, 0)
	record(w.max, 10*time.Minute, false, models.Pass, 2)
	record(w.max, 30*time.Minute, false, models.Pass, 3)
	record(w.max, 30*time.Minute, true, models.Pass, 0, 1, 1)
	lines, links := saysHistory(w.signIn(w.fay).page(path, http.StatusOK))
	name := func(n int) string { return "the question “" + questions[n].Text + "”" }
	want := []string{
		"Max Member recorded the outcomes of 2 questions “" + questions[0].Text + "”: Pass “" + questions[1].Text + "”: Pass “" + questions[1].Text + "”: Pass",
		"Max Member answered " + name(3) + " with “Pass”",
		"Max Member answered " + name(2) + " with “Pass”",
		"Ada Admin answered " + name(0) + " with “Pass”",
		"Max Member answered 2 questions “" + questions[0].Text + "”: Pass “" + questions[1].Text + "”: Needs work",
	}
	if !slices.Equal(lines[:len(want)], want) {
		t.Errorf("the history says\n%s", strings.Join(lines[:len(want)+1], "\n"))
	}
	if links["2 questions"] != path+"#checklist" {
		t.Errorf("its links are %q", links)
	}
}

func TestALinkInAHistoryIsOnlyTheWordForWhatItLeadsTo(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "")
	v, pm := w.signIn(w.fay), "/reviews/"+w.review.Ref()
	ok[models.Comment](w.house)(w.store.ResolveComment(w.ctx, models.ActorFor(w.fay), w.now, w.comment.ID, 0, true))
	for _, a := range v.page(pm+"?history=all", http.StatusOK).Find("#history .history > li > a").EachIter() {
		if words := a.Text(); len(strings.Fields(words)) > 4 || strings.ContainsAny(words, "“”") || strings.HasPrefix(words, "the ") {
			t.Errorf("%q is underlined", words)
		}
	}
}
