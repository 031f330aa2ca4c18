package store

import (
	"context"
	"fmt"
	"slices"

	"debrief/models"
)

// record appends an event in the verb's transaction.
func (tx *Tx) record(e models.Event) error {
	if !slices.Contains(models.Verbs[e.Subject], e.Verb) { // pages could not tell it
		return fmt.Errorf("%q is no verb of %s", e.Verb, e.Subject)
	}
	e.At, e.ActorID = tx.now, tx.by.ID()
	return tx.Create(&e).Error
}

// EventFilter narrows a list of events; zero fields do not.
type EventFilter struct {
	Subject   models.Subject
	SubjectID int64
	ReviewID  int64
}

// Events lists who did what, the newest first.
func (s *Store) Events(ctx context.Context, by models.Actor, f EventFilter, p Page) ([]models.Event, string, error) {
	db := seenEvents(s.reader(ctx).Model(&models.Event{}), by)
	if f.Subject != "" {
		db = db.Where("events.subject = ?", f.Subject)
	}
	if f.SubjectID != 0 {
		db = db.Where("events.subject_id = ?", f.SubjectID)
	}
	if f.ReviewID != 0 {
		db = db.Where("events.review_id = ?", f.ReviewID)
	}
	return list(db, p, byID(func(e models.Event) int64 { return e.ID }))
}
