package web

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"debrief/models"
)

// A document of 260 kB in which the check finds much.
func TestTheReviewOfAVeryLongDocumentStaysSmall(t *testing.T) {
	t.Parallel()
	const many = 500
	w := newWorld(t, "")
	var body strings.Builder
	body.WriteString("# Overview\n\nLast words are below.\n\n")
	for n := range 1900 {
		fmt.Fprintf(&body, "At step %d of the long night on call the team looked at the same graph of the same queue, and went on with what had been agreed on.\n\n", n)
	}
	body.WriteString("The very last words.\n")
	text := body.String()
	ok[models.Document](w.house)(w.store.SaveDocument(w.ctx, models.System, w.now, w.review.ID, 1, text))
	var found []models.Finding
	for n, at := 0, 0; n < many-1; n++ {
		if next := strings.Index(text[at+1:], "the"); next >= 0 {
			at += 1 + next
		}
		found = append(found, models.Finding{Rule: "counterfactual", Level: models.LevelWarning, StartByte: at, EndByte: at + 3, Line: 1, Column: 1, Text: "the",
			Why: "It tells of a world that did not exist.", Suggestion: "Write what happened.", Fingerprint: fmt.Sprint("f", n)})
	}
	at := strings.Index(text, "very last")
	found = append(found, models.Finding{Rule: "blame", Level: models.LevelError, StartByte: at, EndByte: at + 9, Line: 1, Column: 1, Text: "very last",
		Why: "It names a person.", Fingerprint: "last"})
	_, err := w.store.ReplaceFindings(w.ctx, models.System, w.now, w.review.ID, 2, found)
	w.must(err)
	last := ok[models.Comment](w.house)(w.store.AddComment(w.ctx, models.System, w.now, models.Comment{ReviewID: w.review.ID, Quote: "The very last words", Body: "Are they?"}))

	ada, path := w.signIn(w.ada), "/reviews/"+w.review.Ref()
	page := ada.page(path, http.StatusOK)
	html, err := page.Html()
	w.must(err)
	if len(html) > 250_000 {
		t.Errorf("the page has %d bytes", len(html))
	}
	if places := page.Find("#findings .places > li").Length(); places != maxPlaces+1 {
		t.Errorf("%d places are shown", places)
	}
	if !strings.Contains(page.Find("#document").Text(), "read it in full") || strings.Contains(page.Find("#document .document").Text(), "very last") {
		t.Error("the document is drawn to its end, or it is not told that it goes on")
	}
	if evidence := page.Find(".evidence li").Length(); evidence == 0 || evidence > 4*maxEvidence || !strings.Contains(page.Find(".evidence").Text(), "more: all that the check found") {
		t.Errorf("%d findings stand beside the questions", evidence)
	}

	// What is further down is led to where it is drawn.
	full := ada.page(path+"/document", http.StatusOK)
	for _, link := range []string{"#findings a[href*='#mark-']:contains('very last')", fmt.Sprintf("#comments-%d a[href*='#remark-']", last.ID)} {
		to, anchor, _ := strings.Cut(page.Find(link).AttrOr("href", ""), "#")
		if to != path+"/document" || full.Find("[id='"+anchor+"']").Length() != 1 {
			t.Errorf("%s leads to %s#%s", link, to, anchor)
		}
	}
	if near := page.Find("#findings a[href^='#mark-']").Length(); near != maxPlaces {
		t.Errorf("%d places are led to on the page itself", near)
	}

	// The rest of a rule is a press away, and a finding of it that was refused is shown.
	rest := page.Find("#findings a:contains('Show all of them')")
	to := rest.AttrOr("href", "")
	if rest.Length() != 1 || !strings.HasPrefix(to, path+"?findings=counterfactual#found-") {
		t.Fatalf("the rest is at %q", to)
	}
	to, _, _ = strings.Cut(to, "#")
	all := ada.page(to, http.StatusOK)
	if places := all.Find("#findings .places > li").Length(); places != many || all.Find("#findings details[open] .places > li").Length() < many-1 {
		t.Errorf("all of them are %d", places)
	}
	hidden := all.Find("#findings form[action*='/findings/']").Last().AttrOr("action", "")
	refused := ada.parsed(hidden, ada.post(hidden, map[string][]string{"version": {"1"}, "reason": {""}}), http.StatusUnprocessableEntity)
	if refused.Find("#findings form[action='"+hidden+"']").Length() != 1 {
		t.Error("the finding whose dismissal was refused is not on the page")
	}
}
