package web

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

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
	if doc := v.page(page, http.StatusOK); newest.Body != "Since when?" || doc.Find("article "+to).Length() != 1 || doc.Find("#comments a[href='"+pm+"#comments']").Text() != "2 open" {
		t.Errorf("%+v is not marked where it leads back to", newest)
	}
	v.went(v.submit(page, pm+"/comments", "body", "Well written."), page+"#comments")

	wrong := v.parsed("words that are not there", v.post(pm+"/comments", filled(doc.Find("#comments form"), "quote", "queue was empty", "body", "Was it?")), http.StatusUnprocessableEntity)
	if wrong.Find("article").Length() != 1 || wrong.Find("#comments-body").Text() != "Was it?" || !strings.Contains(wrong.Find("#refused").Text(), "The words that it is about") {
		t.Errorf("refused, it shows %q", wrong.Find("#refused").Text())
	}
	if v.page(page+"/versions/1", http.StatusOK).Find("#comments").Length() != 0 {
		t.Error("an older version can be commented on, as if it were the text")
	}
	v.went(v.submit(pm, pm+"/comments", "body", "And here."), pm+"#comments")
}

func TestWhoCommentsOnAReviewThatIsOverKnowsThatNobodyIsTold(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "")
	v, pm := w.signIn(w.fay), "/reviews/"+w.review.Ref()
	told := func() string { return v.page(pm, http.StatusOK).Find("#comments .untold").Text() }
	if got := told(); got != "" {
		t.Errorf("while it goes on it says %q", got)
	}
	ok[models.Meeting](w.house)(w.store.CallOffMeeting(w.ctx, models.ActorFor(w.fay), w.now, w.meeting.ID, 0, "Seen twice"))
	ok[models.Review](w.house)(w.store.WaiveReview(w.ctx, models.ActorFor(w.fay), w.now, w.review.ID, 0, "Seen twice"))
	if got := told(); got != "This review is over: no letter tells of new comments." {
		t.Errorf("when it is over it says %q", got)
	}
}
