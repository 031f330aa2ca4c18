package web

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"debrief/models"
)

func TestAnIncidentIsWithdrawnAndTakenBack(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "")
	max, vic := w.signIn(w.max), w.signIn(w.vic)
	page := fmt.Sprintf("/incidents/%d", w.small.ID)
	original := fmt.Sprintf("/incidents/%d", w.open.ID)
	words := func(v *visitor, path, within string) string {
		return strings.Join(strings.Fields(v.page(path, http.StatusOK).Find(within).Text()), " ")
	}
	if vic.page(page, http.StatusOK).Find("#withdrawal").Length() != 0 {
		t.Error("a viewer is offered to withdraw it")
	}
	refused := max.parsed("without a reason", max.submit(page, page+"/withdrawal"), http.StatusUnprocessableEntity)
	if _, open := refused.Find("#withdrawal").Attr("open"); !open || refused.Find("#withdrawal .field-error").Length() != 1 {
		t.Error("the form without a reason is not shown once more")
	}
	if text := words(max, page, "#withdrawal option"); !strings.Contains(text, fmt.Sprintf("%d: %s (SEV-1,", w.open.ID, w.open.Title)) {
		t.Errorf("what it may be a duplicate of is %q", text)
	}
	stale := max.page(page, http.StatusOK).Find("#withdrawal form")
	max.went(max.submit(page, page+"/withdrawal", "reason", "Two tools told of it.", "duplicate_of_id", fmt.Sprint(w.open.ID)), page)
	late := max.parsed("a second tab", max.post(page+"/withdrawal", filled(stale, "reason", "Once more.")), http.StatusConflict)
	if text := late.Find("#refused").Text(); !strings.Contains(text, "Max Member withdrew the incident") || !strings.Contains(text, "Once more.") {
		t.Errorf("a second tab is told %q", text)
	}

	says := words(vic, page, "#restoration")
	for _, want := range []string{"This incident was withdrawn", "Max Member withdrew it on Tue 10 Mar 2026", "as a duplicate of " + w.open.Title, "Two tools told of it."} {
		if !strings.Contains(says, want) {
			t.Errorf("its page says %q, without %q", says, want)
		}
	}
	doc := vic.page(page, http.StatusOK)
	if doc.Find(`#restoration a[href="`+original+`"]`).Length() != 1 || doc.Find("#restoration form, #review, #withdrawal").Length() != 0 {
		t.Error("a viewer finds no way to the original, or may take it back")
	}
	if lines, _ := saysHistory(doc); !slices.Contains(lines, "Max Member withdrew the incident: Two tools told of it.") {
		t.Errorf("its history says %q", lines)
	}
	link := `#list a[href="` + page + `"]`
	if vic.page("/incidents", http.StatusOK).Find(link).Length() != 0 || vic.page("/incidents?withdrawn=on", http.StatusOK).Find(link).Length() != 1 {
		t.Error("it is in the list, or not in that of what was withdrawn")
	}
	if vic.page("/incidents?withdrawn=on", http.StatusOK).Find(`#list a[href="`+original+`"]`).Length() != 0 {
		t.Error("what counts is in the list of what was withdrawn")
	}

	max.went(max.submit(page, page+"/restoration"), page)
	if lines, _ := saysHistory(max.page(page, http.StatusOK)); !slices.Contains(lines, "Max Member decided that the incident counts again") {
		t.Errorf("its history says %q", lines)
	}
	if vic.page("/incidents", http.StatusOK).Find(link).Length() != 1 {
		t.Error("taken back, it is not in the list")
	}
}

func TestAnIncidentOfWhichWorkWasAgreedSaysWhatComesBeforeItIsWithdrawn(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "")
	max := w.signIn(w.max)
	page := fmt.Sprintf("/incidents/%d", w.open.ID)
	says := max.page(page, http.StatusOK).Find("#withdrawal")
	if says.Find("form").Length() != 0 || !strings.Contains(says.Text(), "Reject "+w.committed.Ref()+", which is committed") {
		t.Errorf("it says %q", says.Text())
	}
	refused := max.parsed("withdrawn all the same", max.post(page+"/withdrawal", map[string][]string{"reason": {"A test."}, "version": {fmt.Sprint(w.open.Version)}}), http.StatusConflict)
	if text := refused.Find("#refused").Text(); !strings.Contains(text, "Reject "+w.committed.Ref()) {
		t.Errorf("it is refused with %q", text)
	}
}

func TestTheReviewOfAWithdrawnIncidentLeadsThereAndIsListedForWhoAsks(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "")
	fay := w.signIn(w.fay)
	review := ok[models.Review](w.house)(w.store.OpenReview(w.ctx, models.ActorFor(w.max), w.now, models.Review{IncidentID: w.small.ID}))
	ok[models.Incident](w.house)(w.store.WithdrawIncident(w.ctx, models.ActorFor(w.max), w.now, w.small.ID, 0, "A drill.", nil))
	path := "/reviews/" + review.Ref()
	doc := fay.page(path, http.StatusOK)
	if doc.Find(`#state a[href="`+fmt.Sprintf("/incidents/%d", w.small.ID)+`"]`).Length() != 1 || doc.Find("#state-reopen").Length() != 0 {
		t.Error("it does not lead to the incident, or offers to reopen the review alone")
	}
	link := `#list a[href="` + path + `"]`
	for query, want := range map[string]bool{"": false, "?state=waived": false, "?state=withdrawn": true} {
		if got := fay.page("/reviews"+query, http.StatusOK).Find(link).Length() > 0; got != want {
			t.Errorf("/reviews%s has it: %v", query, got)
		}
	}
	if fay.page(fmt.Sprintf("/incidents/%d", w.small.ID), http.StatusOK).Find(`.head a[href="`+path+`"]`).Length() != 1 {
		t.Error("the page of the incident does not lead to its review")
	}
}
