package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"debrief/models"
)

func TestAButtonOnAPageFromBeforeTellsWhatIsNow(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "")
	ada, max := w.signIn(w.ada), w.signIn(w.max)
	item, review := "/action-items/"+w.committed.Ref(), "/reviews/"+w.review.Ref()
	for _, c := range []struct {
		page, first, second string
		typed               []string
		says                []string
	}{
		{item, item + "/completion", item + "/completion", nil, []string{w.committed.Ref() + " is now “Done”", "Ada Admin completed"}},
		{item, item + "/reopening", item + "/completion", []string{"reason", "It is back"}, []string{w.committed.Ref() + " is now", "Ada Admin opened"}},
		{review, review + "/comments/" + text(w.comment.ID), review + "/comments/" + text(w.comment.ID), nil, []string{"Ada Admin resolved"}},
		{review, review + "/submission", review + "/submission", nil, []string{w.review.Ref() + " is now “In review”", "Ada Admin submitted"}},
	} {
		var second url.Values
		doc := max.page(c.page, http.StatusOK)
		doc.Find("form").Each(func(_ int, f *goquery.Selection) {
			if f.AttrOr("action", "") == c.second {
				second = filled(f)
			}
		})
		if second == nil { // the form of a page from before
			second = url.Values{"version": {"1"}}
		}
		if res := ada.submit(c.page, c.first, c.typed...); res.Code != http.StatusSeeOther {
			t.Fatalf("%s answers %d: %s", c.first, res.Code, alertOf(res.Body.String()))
		}
		late := max.parsed(c.second, max.post(c.second, second), http.StatusConflict)
		told := strings.Join(strings.Fields(late.Find("#refused").Text()), " ")
		for _, want := range append(c.says, "This has changed meanwhile", "Nothing was done") {
			if !strings.Contains(told, want) {
				t.Errorf("%s says %q, and not %q", c.second, told, want)
			}
		}
		if strings.Contains(told, "what you typed") {
			t.Errorf("%s speaks of what was typed: %s", c.second, told)
		}
	}

	// What was typed stays, and is spoken of.
	typed := filled(max.page(review, http.StatusOK).Find("form[action='"+review+"/people']"), "facilitator_id", "")
	if res := ada.submit(review, review+"/people", "owner_id", text(w.ada.ID)); res.Code != http.StatusSeeOther {
		t.Fatalf("naming an owner answers %d", res.Code)
	}
	if told := max.parsed("people", max.post(review+"/people", typed), http.StatusConflict).Find("#refused").Text(); !strings.Contains(told, "the form still has what you typed") {
		t.Errorf("a form with fields says %s", told)
	}
}

// Two people found nothing, and both wrote the first: the second is told, and saves over it only after having seen it.
func TestTheFirstTextOfAMessageIsNotWrittenOver(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "")
	ada, max := w.signIn(w.ada), w.signIn(w.max)
	review := ok[models.Review](w.house)(w.store.OpenReview(w.ctx, models.System, w.now, models.Review{IncidentID: w.small.ID}))
	path := "/reviews/" + review.Ref()
	for _, audience := range []models.Audience{models.Internal, models.External} {
		to := path + "/messages/" + string(audience)
		form := "form[action='" + to + "']"
		unseen := filled(max.page(path, http.StatusOK).Find(form), "body", "What Max writes of it.")
		ada.went(ada.post(to, filled(ada.page(path, http.StatusOK).Find(form), "body", "What Ada writes of it.")), path+"#messages")
		late := max.parsed(to, max.post(to, unseen), http.StatusConflict)
		if told := late.Find("#refused").Text(); !strings.Contains(told, "the form still has what you typed") {
			t.Errorf("%s says %q", audience, told)
		}
		if m := ok[models.Message](w.house)(w.store.Message(w.ctx, models.System, review.ID, audience)); m.Body != "What Ada writes of it." {
			t.Errorf("the %s message is %q", audience, m.Body)
		}
		if shown := late.Find("#messages-" + string(audience) + " .document").Text(); !strings.Contains(shown, "What Ada writes of it.") {
			t.Errorf("what was saved meanwhile is not shown: %q", shown)
		}
		seen := filled(late.Find(form))
		if seen.Get("body") != "What Max writes of it." {
			t.Errorf("the form has %q", seen.Get("body"))
		}
		max.went(max.post(to, seen), path+"#messages")
	}
}

func TestTheFirstOutcomeOfAQuestionIsNotWrittenOver(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "")
	ada, fay := w.signIn(w.ada), w.signIn(w.fay)
	path := "/reviews/" + w.review.Ref()
	question := ok[models.Template](w.house)(w.store.Template(w.ctx, 0)).Questions[3]
	to := path + "#question-" + text(question.ID)
	form := "#question-" + text(question.ID) + " form:has(input[name=final])"
	unseen := filled(fay.page(path, http.StatusOK).Find(form), "verdict", "pass")
	ada.went(ada.post(path+"/outcomes", filled(ada.page(path, http.StatusOK).Find(form), "verdict", "needs_work", "note", "The causes are missing")), to)
	late := fay.parsed("the second first outcome", fay.post(path+"/outcomes", unseen), http.StatusConflict)
	if told := late.Find("#refused").Text(); !strings.Contains(told, "the form still has what you typed") {
		t.Errorf("the page says %q", told)
	}
	if shown := late.Find("#question-" + text(question.ID) + " .alert").Text(); !strings.Contains(shown, "The causes are missing") {
		t.Errorf("what was recorded meanwhile is not shown: %q", shown)
	}
	for _, o := range ok[[]models.Outcome](w.house)(w.store.Outcomes(w.ctx, models.System, w.review.ID)) {
		if o.Final && o.QuestionID == question.ID && o.Verdict != models.NeedsWork {
			t.Errorf("the outcome is %s", o.Verdict)
		}
	}
	fay.went(fay.post(path+"/outcomes", filled(late.Find(form))), to)
}

func TestALateDismissalTellsWhoWasFirstAndKeepsTheReason(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "")
	ok[models.Document](w.house)(w.store.SaveDocument(w.ctx, models.System, w.now, w.review.ID, 1, "# Overview\n\nThe cause was human error. They should have known.\n"))
	ada, max := w.signIn(w.ada), w.signIn(w.max)
	review := "/reviews/" + w.review.Ref()
	var reasons []string
	page := max.page(review, http.StatusOK)
	page.Find("#findings .dismiss form").Each(func(_ int, f *goquery.Selection) { reasons = append(reasons, f.AttrOr("action", "")) })
	if len(reasons) < 2 {
		t.Fatalf("%d findings can be dismissed", len(reasons))
	}
	late := filled(page.Find("form[action='"+reasons[0]+"']"), "reason", "It quotes <a vendor>")
	if res := ada.submit(review, reasons[0], "reason", "A quotation"); res.Code != http.StatusSeeOther {
		t.Fatalf("dismissing answers %d", res.Code)
	}
	if res := max.submit(review, reasons[1], "reason", "Another matter"); res.Code != http.StatusSeeOther {
		t.Fatalf("dismissing another answers %d", res.Code)
	}
	told := strings.Join(strings.Fields(max.parsed(reasons[0], max.post(reasons[0], late), http.StatusConflict).Find("#refused").Text()), " ")
	for _, want := range []string{"Ada Admin dismissed", "A quotation", "Reason, as you wrote it", "It quotes <a vendor>"} {
		if !strings.Contains(told, want) {
			t.Errorf("told is %q, and not %q", told, want)
		}
	}
}
