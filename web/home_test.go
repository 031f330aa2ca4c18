package web

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

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

func TestHomeTellsOfAMeetingAsTheStateIs(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "")
	says := func() string {
		row := w.signIn(w.fay).page("/", http.StatusOK).Find("a.row-title[href='/reviews/" + w.review.Ref() + "']").Closest("li")
		return strings.Join(strings.Fields(row.Find(".row-line > div").Last().Text()), " ")
	}
	start := w.meeting.StartsAt
	for _, c := range []struct {
		now  time.Time
		want string
	}{{start.Add(-time.Hour), "Meets Wed 11 Mar"}, {start.Add(20 * time.Minute), "Meets Wed 11 Mar"}, {start.Add(time.Hour), "Was to meet Wed 11 Mar"}} {
		w.now = c.now
		if got := says(); !strings.HasPrefix(got, c.want) {
			t.Errorf("at %s it says %q, want %q", c.now, got, c.want)
		}
	}
	ok[models.Meeting](w.house)(w.store.HoldMeeting(w.ctx, models.ActorFor(w.fay), w.now, w.meeting.ID, 0, []int64{w.fay.ID}))
	if got := says(); !strings.HasPrefix(got, "Met Wed 11 Mar") {
		t.Errorf("when it was held it says %q", got)
	}
}

func TestHomeFoldsTheQuestionsThatNobodySettledIntoOneLine(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "")
	by := models.ActorFor(w.fay)
	ok[models.Review](w.house)(w.store.SubmitReview(w.ctx, by, w.now, w.review.ID, 0))
	questions := ok[models.Template](w.house)(w.store.Template(w.ctx, w.review.TemplateID)).Questions
	settle := func(q models.Question, verdict models.Verdict) {
		t.Helper()
		ok[models.Outcome](w.house)(w.store.RecordOutcome(w.ctx, by, w.now, 0, models.Outcome{ReviewID: w.review.ID, QuestionID: q.ID, Final: true, Verdict: verdict, Note: "Some."}))
	}
	settle(questions[2], models.NeedsWork)
	lines := func() (list []string, to string) {
		tasks := w.signIn(w.fay).page("/", http.StatusOK).Find("a.row-title[href='/reviews/" + w.review.Ref() + "']").Closest("li").Find(".tasks li")
		tasks.Each(func(_ int, line *goquery.Selection) { list = append(list, strings.TrimSpace(line.Text())) })
		return list, tasks.Find("a:contains(Settle)").AttrOr("href", "")
	}
	got, to := lines()
	if len(got) != 3 || got[1] != "Settle 7 questions of the checklist" || to != "/reviews/"+w.review.Ref()+"#checklist" || !strings.Contains(got[2], "what needs work of “"+questions[2].Text) {
		t.Errorf("it says %q, and leads to %q", got, to)
	}
	left := models.Question{}
	for _, q := range questions[3:] {
		if q.Blocking && left.ID != 0 {
			settle(q, models.Pass)
		} else if q.Blocking {
			left = q
		}
	}
	settle(questions[0], models.Pass)
	if got, _ := lines(); len(got) != 3 || !strings.Contains(strings.Join(got, "\n"), "Settle the question “"+left.Text+"”") {
		t.Errorf("with one left it says %q", got)
	}
}
