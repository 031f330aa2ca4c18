package web

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"debrief/models"
)

func TestHomeTellsWhatThereIsAndNothingOfWhatThereIsNot(t *testing.T) {
	w := newWorld(t, "")
	for who, want := range map[*models.Person]string{&w.vic: "Nothing right now.", &w.fay: "1 review to see through, 1 meeting to attend.",
		&w.max: "2 items due later, 2 reviews to see through, 1 meeting to attend."} {
		if got := w.signIn(*who).page("/", http.StatusOK).Find(".lead").Text(); got != want {
			t.Errorf("%s reads %q, want %q", who.Name, got, want)
		}
	}
	w.now = w.now.AddDate(0, 0, 20)
	if got := w.signIn(w.max).page("/", http.StatusOK).Find(".lead").Text(); got != "1 overdue, 1 item due later, 2 reviews to see through." {
		t.Errorf("later it reads %q", got)
	}
	lead := w.signIn(w.fay).page("/", http.StatusOK)
	if got := lead.Find(".lead").Text(); !strings.HasSuffix(got, "1 overdue of others.") || !strings.Contains(lead.Find("main").Text(), "Overdue in your teams") {
		t.Errorf("who leads the team reads %q", got)
	}
}

func TestHomeTellsOfOpenComments(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "")
	path := "/reviews/" + w.review.Ref() + "#comments"
	ok[models.Comment](w.house)(w.store.AddComment(w.ctx, models.ActorFor(w.vic), w.now, models.Comment{ReviewID: w.review.ID, Body: "Since when?"}))
	link := func() string { return w.signIn(w.fay).page("/", http.StatusOK).Find(`a[href="` + path + `"]`).Text() }
	if got := link(); got != "2 open comments" {
		t.Errorf("it says %q", got)
	}
	ok[models.Comment](w.house)(w.store.ResolveComment(w.ctx, models.ActorFor(w.fay), w.now, w.comment.ID, 0, true))
	if got := link(); got != "1 open comment" {
		t.Errorf("after one is resolved it says %q", got)
	}
}

func TestHomeShowsTheFirstOfManyReviewsAndLeadsToTheOthers(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "")
	for n := range shownReviews {
		ok[models.Incident](w.house)(w.store.AddIncident(w.ctx, models.ActorFor(w.fay), w.now, models.Incident{Title: "Slow again " + text(int64(n)), Severity: 2,
			StartedAt: w.now.Add(-2 * time.Hour), ResolvedAt: at(w.now.Add(-time.Hour))}, w.fay.ID))
	}
	doc := w.signIn(w.fay).page("/", http.StatusOK)
	card := doc.Find(`h2:contains("Your reviews")`).Closest(".card")
	if got := card.Find(".rows > li").Length(); got != shownReviews {
		t.Errorf("%d reviews are shown, want %d", got, shownReviews)
	}
	if rest := card.Find(`a[href="/reviews?state=open&mine=on"]`).Text(); rest != "and 1 more" || !strings.Contains(doc.Find(".lead").Text(), "21 reviews") {
		t.Errorf("it says %q and %q", doc.Find(".lead").Text(), rest)
	}
}
