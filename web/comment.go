package web

import (
	"fmt"
	"strings"

	"debrief/models"
	"debrief/models/store"
)

// remarks loads the comments on a review's document, nil for none, and finds their words in it; see remarksOn.
func (w *site) remarks(r *request, d *models.Document, id int64) ([]*remark, error) {
	comments, err := all(func(p store.Page) ([]models.Comment, string, error) {
		return w.store.Comments(r.Request().Context(), r.by, id, p)
	})
	return remarksOn(d, comments), err
}

// openRemarks counts those that nobody resolved.
func openRemarks(remarks []*remark) (n int) {
	for _, c := range remarks {
		if c.ResolvedAt == nil {
			n++
		}
	}
	return n
}

// commentPage tells where a form about comments was: on the page of the whole document, or on the review's. It returns what shows that page, and its address.
func (w *site) commentPage(r *request, id int64) (show func(*request, int, *form) error, path string, reads bool) {
	if r.input().text("from") == "document" {
		return func(r *request, status int, f *form) error { return w.showDocument(r, 0, status, f) }, reviewPath(id) + "/document", true
	}
	return w.showReview, reviewPath(id), false
}

// addComment returns to where the comment was written: to the review's page, or to the words on the page of the whole document.
func (w *site) addComment(r *request) error {
	id, err := r.reviewID()
	if err != nil {
		return err
	}
	in := r.input()
	show, path, reads := w.commentPage(r, id)
	c := models.Comment{ReviewID: id, Quote: in.text("quote"), Body: in.text("body")}
	if strings.TrimSpace(c.Quote) != "" { // who emptied it does not see what was kept of its place
		c.QuoteBefore = in.text("before")
	}
	if c, err = w.store.AddComment(r.Request().Context(), r.by, r.now, c); err != nil {
		return r.again("comments", err, show)
	}
	to := "#comments"
	if reads && c.Quote != "" {
		to = fmt.Sprintf("#remark-%d", c.ID)
	}
	return r.done(path+to, "Your comment is saved.")
}

// reply answers a comment.
func (w *site) reply(r *request) error {
	id, err := r.reviewID()
	if err != nil {
		return err
	}
	to, err := r.number("id", "", "comment")
	if err != nil {
		return err
	}
	show, path, _ := w.commentPage(r, id)
	c, err := w.store.AddComment(r.Request().Context(), r.by, r.now, models.Comment{ReviewID: id, ReplyToID: &to, Body: r.input().text("body")})
	if err != nil {
		return r.again(fmt.Sprintf("reply-%d", to), err, show)
	}
	return r.done(fmt.Sprintf("%s#comments-%d", path, c.ID), "Your reply is saved.")
}

// resolveComment settles a comment and its replies, or opens it again, and returns to it.
func (w *site) resolveComment(r *request) error {
	review, err := r.reviewID()
	if err != nil {
		return err
	}
	id, err := r.number("id", "", "comment")
	if err != nil {
		return err
	}
	in := r.input()
	show, path, _ := w.commentPage(r, review)
	resolved, version := in.on("resolved"), in.version()
	if err = in.refused(); err == nil {
		_, err = w.store.ResolveComment(r.Request().Context(), r.by, r.now, id, version, resolved)
	}
	if err != nil {
		return r.again(fmt.Sprintf("comments-%d", id), err, show)
	}
	flash := "The comment is open again."
	if resolved {
		flash = "The comment is resolved."
	}
	return r.done(fmt.Sprintf("%s#comments-%d", path, id), "%s", flash)
}
