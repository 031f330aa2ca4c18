package web

import (
	"errors"
	"fmt"
	"net/http"

	"debrief/models"
	"debrief/postmortem"
)

// How many lines of changes, and places where two clash, a page shows: more than anybody reads, and few enough for a phone.
const (
	comparedLines = 2000
	mergedLines   = 200
	mergedClashes = 50
)

// changesView is what differs between two versions; Before has the number 0 where there was none yet.
type changesView struct {
	postmortem.Changes
	Before, After models.Document
}

// changes compares a version with an earlier one, 0 for none.
func (w *site) changes(r *request, after models.Document, since, most int) (*changesView, error) {
	v := changesView{After: after}
	if since > 0 {
		var err error
		if v.Before, err = w.store.Document(r.Request().Context(), r.by, after.ReviewID, since); err != nil {
			return nil, err
		}
	}
	v.Changes = postmortem.Compare(v.Before.Body, after.Body, most)
	return &v, nil
}

func (w *site) documentChangesPage(r *request) error {
	number, err := r.documentNumber()
	if err != nil {
		return err
	}
	v, err := w.loadDocument(r)
	if err != nil {
		return err
	}
	if v.Document, err = w.store.Document(r.Request().Context(), r.by, v.Review.ID, number); err != nil {
		return err
	}
	p, status := &page{Title: fmt.Sprintf("What changed in version %d of the document of %s", number, v.Review.Ref())}, http.StatusOK
	since, err := models.ComparedWith(number, r.QueryParam("since"))
	var refused *models.Error
	if errors.As(err, &refused) && refused.Kind == models.Invalid { // the form says what is wrong with it
		p.Form, status = &form{Name: "compare", Values: r.QueryParams(), Errors: refused.Fields}, http.StatusUnprocessableEntity
	} else if v.Changes, err = w.changes(r, v.Document, since, comparedLines); err != nil {
		return err
	}
	p.Data = v
	return r.render(status, "document_changes", p)
}

// restoreDocument saves the text of an older version as the newest one.
func (w *site) restoreDocument(r *request) error {
	id, err := r.reviewID()
	if err != nil {
		return err
	}
	number, err := r.documentNumber()
	if err != nil {
		return err
	}
	old, err := w.store.Document(r.Request().Context(), r.by, id, number)
	if err != nil {
		return err
	}
	in := r.input()
	seen := in.integer("number")
	if seen < 1 {
		in.check.Fail("number", "is missing; load the page again")
	}
	var d models.Document
	if err = in.refused(); err == nil {
		d, err = w.store.SaveDocument(r.Request().Context(), r.by, r.now, id, seen, old.Body)
	}
	switch to := reviewPath(id) + "#document"; {
	case err == nil && d.Number == seen:
		return r.done(to, "The current version has this text already.")
	case err == nil:
		return r.done(to, "Version %d of the document is taken up again as version %d.", number, d.Number)
	}
	return r.again("restoration", err, func(r *request, status int, f *form) error {
		if f.Stale { // nothing was typed that could be merged
			f.Stale, f.Message = false, "somebody saved another version meanwhile; look at what changed since this one, then take it up again"
		}
		return w.showDocument(r, number, status, f)
	})
}
