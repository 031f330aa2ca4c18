package web

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"debrief/models"
	"debrief/models/store"
)

func TestWhoReadsTheWholeDocumentCommentsThereAndReturns(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "")
	w.write(w.review, w.max, "# Causes\n\nThe queue was full.\n")
	v, pm := w.signIn(w.fay), "/reviews/"+w.review.Ref()
	page := pm + "/document"
	doc := v.page(page, http.StatusOK)
	if quoted := doc.Find("article [data-quoted]").AttrOr("data-quoted", ""); quoted != "comments" || doc.Find("#"+quoted+"-quote").Length() != 1 || doc.Find("#"+quoted+"-body").Length() != 1 {
		t.Errorf("words that are selected go to %q", quoted)
	}
	res := v.submit(page, pm+"/comments", "quote", "queue was full", "body", "Since when?")
	comments, _, err := w.store.Comments(w.ctx, models.System, w.review.ID, store.Page{Limit: store.MaxLimit})
	w.must(err)
	newest := comments[len(comments)-1]
	to := fmt.Sprintf("#remark-%d", newest.ID)
	v.went(res, page+to)
	if doc := v.page(page, http.StatusOK); newest.Body != "Since when?" || doc.Find("article "+to).Length() != 1 || doc.Find("#comments .card-top .quiet").Text() != "2 open" {
		t.Errorf("%+v is not marked where it leads back to", newest)
	}
	v.went(v.submit(page, pm+"/comments", "body", "Well written."), page+"#comments")

	wrong := v.parsed("words that are not there", v.post(pm+"/comments", filled(doc.Find("#comments form[action$='/comments']"), "quote", "queue was empty", "body", "Was it?")), http.StatusUnprocessableEntity)
	if wrong.Find("article").Length() != 1 || wrong.Find("#comments-body").Text() != "Was it?" || !strings.Contains(wrong.Find("#refused").Text(), "The words that it is about") {
		t.Errorf("refused, it shows %q", wrong.Find("#refused").Text())
	}
	if v.page(page+"/versions/1", http.StatusOK).Find("#comments").Length() != 0 {
		t.Error("an older version can be commented on, as if it were the text")
	}
	v.went(v.submit(pm, pm+"/comments", "body", "And here."), pm+"#comments")
}

func TestWhoReadsTheWholeDocumentFollowsAThreadAndSettlesItThere(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "")
	w.write(w.review, w.max, "# Causes\n\nThe queue was full.\n")
	v, pm := w.signIn(w.fay), "/reviews/"+w.review.Ref()
	page := pm + "/document"
	thread, form := fmt.Sprintf("#comments-%d", w.comment.ID), fmt.Sprintf("details#reply-%d", w.comment.ID)
	to := fmt.Sprintf("%s/comments/%d", pm, w.comment.ID)

	v.went(v.submit(page, to+"/replies", "body", "Since Monday."), page+"#comments-2")
	doc := v.page(page, http.StatusOK)
	if got := doc.Find(thread + " .replies #comments-2 .said").Text(); got != "Since Monday." {
		t.Errorf("below the comment stands %q", got)
	}
	again := v.parsed("an empty reply", v.post(to+"/replies", filled(doc.Find(form+" form"), "body", " ")), http.StatusUnprocessableEntity)
	if _, open := again.Find(form).Attr("open"); !open || again.Find("article").Length() != 1 || again.Find("#refused").Length() != 1 {
		t.Errorf("an empty reply is refused with %q", again.Find("#refused").Text())
	}
	unseen := filled(doc.Find("form[action='" + to + "']"))
	v.went(v.submit(page, to), page+thread)
	if got := v.page(page, http.StatusOK).Find(thread + " .good").Text(); got != "Resolved by Fay Field" {
		t.Errorf("once resolved, it says %q", got)
	}
	late := v.parsed("a second press", v.post(to, unseen), http.StatusConflict)
	if got := late.Find("#refused").Text(); late.Find("article").Length() != 1 || !strings.Contains(got, "This has changed meanwhile") || !strings.Contains(got, "Fay Field resolved the comment “What about this?”") {
		t.Errorf("a press that comes too late is refused with %q", got)
	}
}

func TestWhatSettlesAThreadStandsBelowIt(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "")
	w.write(w.review, w.max, "# Causes\n\nThe queue was full.\n")
	v, pm := w.signIn(w.max), "/reviews/"+w.review.Ref()
	v.went(v.submit(pm, fmt.Sprintf("%s/comments/%d/replies", pm, w.comment.ID), "body", "Since Monday."), pm+"#comments-2")
	for _, page := range []string{pm, pm + "/document"} {
		thread := v.page(page, http.StatusOK).Find(fmt.Sprintf("#comments-%d", w.comment.ID))
		order := thread.Find(".said, button").Map(func(_ int, s *goquery.Selection) string { return s.Text() })
		if want := []string{"What about this?", "Since Monday.", "Reply", "Resolve"}; !slices.Equal(order, want) {
			t.Errorf("on %s a thread reads %q", page, order)
		}
	}
}

func TestWhoCommentsOnAReviewThatIsOverKnowsThatNobodyIsTold(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "")
	v, pm := w.signIn(w.fay), "/reviews/"+w.review.Ref()
	told := func() string { return v.page(pm, http.StatusOK).Find("#comments .untold").Text() }
	ok[models.Comment](w.house)(w.store.AddComment(w.ctx, models.ActorFor(w.vic), w.now, models.Comment{ReviewID: w.review.ID, ReplyToID: &w.comment.ID, Body: "Since when?"}))
	if got := told(); got != "" {
		t.Errorf("while it goes on it says %q", got)
	}
	ok[models.Meeting](w.house)(w.store.CallOffMeeting(w.ctx, models.ActorFor(w.fay), w.now, w.meeting.ID, 0, "Seen twice"))
	ok[models.Review](w.house)(w.store.WaiveReview(w.ctx, models.ActorFor(w.fay), w.now, w.review.ID, 0, "Seen twice"))
	if got := told(); got != "This review is over: no letter tells of new replies.This review is over: no letter tells of new comments." {
		t.Errorf("when it is over it says %q", got)
	}
}

func TestAReplyStandsBelowItsComment(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "")
	v, pm := w.signIn(w.vic), "/reviews/"+w.review.Ref()
	thread := fmt.Sprintf("#comments-%d", w.comment.ID)
	replies := fmt.Sprintf("%s/comments/%d/replies", pm, w.comment.ID)
	form := fmt.Sprintf("details#reply-%d", w.comment.ID)

	page := v.page(pm, http.StatusOK)
	if _, open := page.Find(form).Attr("open"); open || page.Find(form+" textarea").Length() != 1 || page.Find(thread+" li").Length() != 0 {
		t.Errorf("before anybody replied there is %q", page.Find(thread).Text())
	}
	again := v.parsed("an empty reply", v.post(replies, filled(page.Find(form+" form"), "body", " ")), http.StatusUnprocessableEntity)
	if _, open := again.Find(form).Attr("open"); !open || again.Find("#refused").Length() != 1 || again.Find(thread+" li").Length() != 0 {
		t.Errorf("an empty reply is refused with %q", again.Find("#refused").Text())
	}
	v.went(v.submit(pm, replies, "body", "We look\nit up."), pm+"#comments-2")
	v.went(v.submit(pm, replies, "body", "Since Monday."), pm+"#comments-3")
	page = v.page(pm, http.StatusOK)
	if got := page.Find(thread + " li .said").Map(func(_ int, s *goquery.Selection) string { return s.Text() }); !slices.Equal(got, []string{"We look\nit up.", "Since Monday."}) {
		t.Errorf("the replies are %q", got)
	}
	if page.Find(thread+" #comments-2 .person").Text() == "" || page.Find(thread+" #comments-2 time").Length() != 1 || page.Find("#comments-2 form").Length() != 0 {
		t.Errorf("a reply is told as %q", page.Find("#comments-2").Text())
	}
	if got := page.Find("#comments .card-top .quiet").Text(); got != "1 open" {
		t.Errorf("with two replies, %q", got)
	}
	lines, links := saysHistory(page)
	if !slices.Contains(lines, "Vic Viewer wrote the reply “Since Monday.”") || links["reply “Since Monday.”"] != pm+"#comments-3" {
		t.Errorf("the history says %q", lines[:2])
	}
	v.parsed("a reply to nothing", v.post(pm+"/comments/99/replies", filled(page.Find(form+" form"), "body", "Why?")), http.StatusUnprocessableEntity)
}

func TestAReplyOpensAResolvedComment(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "")
	v, pm := w.signIn(w.vic), "/reviews/"+w.review.Ref()
	says := func() (string, string) {
		page := v.page(pm, http.StatusOK)
		return page.Find("#comments .card-top .quiet").Text(), page.Find(fmt.Sprintf("#reply-%d form > p", w.comment.ID)).Text()
	}
	if open, note := says(); open != "1 open" || note != "" {
		t.Errorf("open, it says %q and %q", open, note)
	}
	ok[models.Comment](w.house)(w.store.ResolveComment(w.ctx, models.ActorFor(w.fay), w.now, w.comment.ID, 0, true))
	if open, note := says(); open != "0 open" || note != "This comment is resolved: a reply opens it again." {
		t.Errorf("resolved, it says %q and %q", open, note)
	}
	v.went(v.submit(pm, fmt.Sprintf("%s/comments/%d/replies", pm, w.comment.ID), "body", "It is still there."), pm+"#comments-2")
	if open, note := says(); open != "1 open" || note != "" {
		t.Errorf("replied to, it says %q and %q", open, note)
	}
	lines, _ := saysHistory(v.page(pm, http.StatusOK))
	if want := []string{"Vic Viewer opened the comment “What about this?” again", "Vic Viewer wrote the reply “It is still there.”"}; !slices.Equal(lines[:2], want) {
		t.Errorf("the history says %q", lines[:2])
	}
}
