package web

import (
	"fmt"
	"strings"

	"debrief/models"
	"debrief/models/store"
)

// remarks loads the comments on a review's document, nil for none, and finds their words in it; see remarksOn.
func (w *site) remarks(r *request, d *models.Document, page string, id int64) ([]*remark, error) {
	comments, err := all(func(p store.Page) ([]models.Comment, string, error) {
		return w.store.Comments(r.Request().Context(), r.by, id, p)
	})
	return remarksOn(d, page, comments), err
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

// addComment returns to where the comment was written: to the review's page, or to the words on the page of the whole document.
func (w *site) addComment(r *request) error {
	id, err := r.reviewID()
	if err != nil {
		return err
	}
	in := r.input()
	show, to := w.showReview, reviewPath(id)+"#comments"
	reads := in.text("from") == "document"
	if reads {
		show = func(r *request, status int, f *form) error { return w.showDocument(r, 0, status, f) }
	}
	c := models.Comment{ReviewID: id, Quote: in.text("quote"), Body: in.text("body")}
	if strings.TrimSpace(c.Quote) != "" { // who emptied it does not see what was kept of its place
		c.QuoteBefore = in.text("before")
	}
	c, err = w.store.AddComment(r.Request().Context(), r.by, r.now, c)
	switch {
	case err != nil:
		return r.again("comments", err, show)
	case reads && c.Quote != "":
		to = fmt.Sprintf("%s/document#remark-%d", reviewPath(id), c.ID)
	case reads:
		to = reviewPath(id) + "/document#comments"
	}
	return r.done(to, "Your comment is saved.")
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
	c, err := w.store.AddComment(r.Request().Context(), r.by, r.now, models.Comment{ReviewID: id, ReplyToID: &to, Body: r.input().text("body")})
	if err != nil {
		return r.again(fmt.Sprintf("reply-%d", to), err, w.showReview)
	}
	return r.done(fmt.Sprintf("%s#comments-%d", reviewPath(id), c.ID), "Your reply is saved.")
}

func (w *site) resolveComment(r *request) error {
	flash := "The comment is open again."
	resolved := r.FormValue("resolved") != ""
	if resolved {
		flash = "The comment is resolved."
	}
	return w.reviewForm(r, "comments-"+r.Param("id"), flash, func(_ int64, in *input) error {
		id, err := r.number("id", "", "comment")
		if err != nil {
			return err
		}
		version := in.version()
		if err := in.refused(); err != nil {
			return err
		}
		_, err = w.store.ResolveComment(r.Request().Context(), r.by, r.now, id, version, resolved)
		return err
	})
}
