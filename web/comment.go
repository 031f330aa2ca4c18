package web

import (
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

func (w *site) addComment(r *request) error {
	return w.reviewForm(r, "comments", "Your comment is saved.", func(id int64, in *input) error {
		_, err := w.store.AddComment(r.Request().Context(), r.by, r.now, models.Comment{ReviewID: id, Quote: in.text("quote"), Body: in.text("body")})
		return err
	})
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
