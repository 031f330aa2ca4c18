package web

import (
	"errors"
	"fmt"

	"debrief/models"
)

// withdrawalView is what the page of an incident says of withdrawing it, or of that it was withdrawn.
type withdrawalView struct {
	Original  *models.Incident // that it is a duplicate of, if that is open to the person
	Originals []option         // that it may be a duplicate of
	Missing   []string         // what has to come before it can be withdrawn
}

func (w *site) withdrawal(r *request, i models.Incident, review *models.Review) (v withdrawalView, err error) {
	ctx := r.Request().Context()
	if i.DuplicateOfID != nil {
		original, err := w.store.Incident(ctx, r.by, *i.DuplicateOfID)
		v.Original = &original
		return v, err
	}
	if i.WithdrawnAt != nil || r.by.Need(models.Member) != nil {
		return v, nil
	}
	var items []models.ActionItem
	if review != nil {
		facts, err := w.store.ReviewFacts(ctx, *review)
		if err != nil {
			return v, err
		}
		items = facts.Items
	}
	var refused *models.Error
	if errors.As(i.Withdrawable(review, items), &refused) {
		v.Missing = refused.Missing
		return v, nil
	}
	near, err := w.store.Originals(ctx, r.by, i)
	v.Originals = []option{{Label: "No: it was a test, or no incident"}}
	for _, other := range near {
		v.Originals = append(v.Originals, option{Value: text(other.ID), Label: fmt.Sprintf("%d: %s (%s, %s)", other.ID, short(other.Title), other.Severity, other.StartedAt.In(r.me.Location()).Format("Mon 2 Jan 2006, 15:04"))})
	}
	return v, err
}

func (w *site) withdrawIncident(r *request) error {
	id, err := r.number("id", "", "incident")
	if err != nil {
		return err
	}
	in := r.input()
	reason, original, version := in.text("reason"), in.optional("duplicate_of_id"), in.version()
	if err = in.refused(); err == nil {
		_, err = w.store.WithdrawIncident(r.Request().Context(), r.by, r.now, id, version, reason, original)
	}
	if err != nil {
		return r.again("withdrawal", err, w.showIncident)
	}
	return r.done(fmt.Sprintf("/incidents/%d", id), "The incident is withdrawn.")
}

func (w *site) takeIncidentBack(r *request) error {
	id, err := r.number("id", "", "incident")
	if err != nil {
		return err
	}
	in := r.input()
	version := in.version()
	if err = in.refused(); err == nil {
		_, err = w.store.TakeIncidentBack(r.Request().Context(), r.by, r.now, id, version)
	}
	if err != nil {
		return r.again("restoration", err, w.showIncident)
	}
	return r.done(fmt.Sprintf("/incidents/%d", id), "The incident counts again.")
}
