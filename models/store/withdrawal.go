package store

import (
	"cmp"
	"context"
	"slices"
	"time"

	"gorm.io/gorm"

	"debrief/models"
)

// withdrawn are the incidents that were withdrawn.
const withdrawn = "(SELECT incidents.id FROM incidents WHERE incidents.withdrawn_at IS NOT NULL)"

// hideOriginals takes from incidents that were withdrawn which one each is a duplicate of, where that one is not open to the actor.
func hideOriginals(db *gorm.DB, by models.Actor, rows []models.Incident) error {
	var ids, open []int64
	for _, i := range rows {
		if i.DuplicateOfID != nil {
			ids = append(ids, *i.DuplicateOfID)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	if err := seenIncidents(db.Model(&models.Incident{}), by).Where("incidents.id IN ?", ids).Pluck("incidents.id", &open).Error; err != nil {
		return err
	}
	for n, i := range rows {
		if i.DuplicateOfID != nil && !slices.Contains(open, *i.DuplicateOfID) {
			rows[n].DuplicateOfID = nil
		}
	}
	return nil
}

// maxOriginals is how many incidents from before, and how many from after an incident it is compared with.
const maxOriginals = 20

// Originals returns the incidents that began about when an incident did, the nearest first: it may be a duplicate of one.
func (s *Store) Originals(ctx context.Context, by models.Actor, i models.Incident) ([]models.Incident, error) {
	near := func(where, order string) (rows []models.Incident, err error) {
		err = s.incidentsWhere(ctx, by, IncidentFilter{}).Where("incidents.id <> ? AND incidents.started_at "+where, i.ID, i.StartedAt.UTC()).
			Order(order).Limit(maxOriginals).Find(&rows).Error
		return rows, err
	}
	earlier, err := near("<= ?", "incidents.started_at DESC, incidents.id DESC")
	if err != nil {
		return nil, err
	}
	later, err := near("> ?", "incidents.started_at, incidents.id")
	distance := func(other models.Incident) time.Duration { return other.StartedAt.Sub(i.StartedAt).Abs() }
	return slices.SortedStableFunc(slices.Values(append(earlier, later...)), func(a, b models.Incident) int {
		return cmp.Compare(distance(a), distance(b))
	}), err
}

// WithdrawIncident decides that an incident was reported by mistake and does not count; duplicateOf is the incident that was
// reported twice, nil for none. Its meeting is called off, its proposals are rejected, and its review is waived.
func (s *Store) WithdrawIncident(ctx context.Context, by models.Actor, now time.Time, id, version int64, reason string, duplicateOf *int64) (models.Incident, error) {
	return change(ctx, s, by, now, func(tx *Tx) (models.Incident, error) {
		before, err := tx.lockIncident(id, version, duplicateOf)
		if err != nil {
			return before, err
		}
		var original *models.Incident
		if duplicateOf != nil {
			other, err := one[models.Incident](seenIncidents(tx.DB, by), *duplicateOf, "incident")
			if err != nil {
				return before, absent(err, "duplicate_of_id", duplicateOf)
			}
			original = &other
		}
		r, items, err := tx.followUp(id)
		if err != nil {
			return before, err
		}
		i := before
		if err := i.Withdraw(tx.now, by, reason, original, r, items); err != nil {
			return before, err
		}
		if err := tx.saveWithdrawal(&i, r, "withdrawn", i.WithdrawnReason); err != nil || r == nil {
			return i, err
		}
		return i, tx.endFollowUp(*r, items, i.WithdrawnReason)
	})
}

// TakeIncidentBack makes an incident that was withdrawn count again. What was decided with the withdrawal is open again, but for
// the meeting; a review is opened where the policy asks for one and there is none.
func (s *Store) TakeIncidentBack(ctx context.Context, by models.Actor, now time.Time, id, version int64) (models.Incident, error) {
	return change(ctx, s, by, now, func(tx *Tx) (models.Incident, error) {
		before, err := tx.lockIncident(id, version, nil)
		if err != nil {
			return before, err
		}
		r, items, err := tx.followUp(id)
		if err != nil {
			return before, err
		}
		i := before
		if err := i.TakeBack(by); err != nil {
			return before, err
		}
		if err := tx.saveWithdrawal(&i, r, "taken back", ""); err != nil {
			return i, err
		}
		if r == nil {
			return i, tx.demandReview(models.Review{}, i)
		}
		return i, tx.resumeFollowUp(*r, items, before.Withdrawal)
	})
}

// lockIncident loads and locks an incident of which the actor has seen that version, with another one that is to be looked at.
func (tx *Tx) lockIncident(id, version int64, other *int64) (models.Incident, error) {
	ids, locked := []int64{id}, []int64{}
	if other != nil {
		ids = append(ids, *other)
	}
	if err := forUpdate(tx.Model(&models.Incident{})).Where("id IN ?", ids).Order("id").Pluck("id", &locked).Error; err != nil {
		return models.Incident{}, err
	}
	i, err := incident(seenIncidents(tx.DB, tx.by), tx.DB, id)
	if err == nil && version != 0 && version != i.Version {
		err = &models.Error{Kind: models.Stale, Version: i.Version, Message: "somebody saved this meanwhile; load it again"}
	}
	return i, err
}

// followUp loads and locks the review of an incident, nil for none, and loads its items.
func (tx *Tx) followUp(incident int64) (*models.Review, []models.ActionItem, error) {
	var rows []models.Review
	if err := forUpdate(tx.DB).Where("incident_id = ?", incident).Find(&rows).Error; err != nil || len(rows) == 0 {
		return nil, nil, err
	}
	items, err := itemsOf(tx.DB, rows[0].ID)
	return &rows[0], items, err
}

// saveWithdrawal stores whether an incident counts. Who reads the history of its review is told as well.
func (tx *Tx) saveWithdrawal(i *models.Incident, r *models.Review, verb, note string) error {
	if err := tx.save(i, 0); err != nil {
		return err
	}
	event := models.Event{Subject: models.SubjectIncident, SubjectID: i.ID, Verb: verb, Note: note}
	if r != nil {
		event.ReviewID = &r.ID
	}
	return tx.record(event)
}

// endFollowUp decides what is open of a review, as nothing follows up an incident that does not count. Whoever may withdraw the
// incident decides that with it, a facilitator or not.
func (tx *Tx) endFollowUp(r models.Review, items []models.ActionItem, reason string) error {
	m, err := latestMeeting(tx.DB, r.ID)
	if err != nil {
		return err
	}
	if m != nil && m.State == models.Scheduled {
		if _, err := tx.callOff(m.ID, 0, reason); err != nil {
			return err
		}
	}
	for _, a := range items {
		if a.State != models.Proposed {
			continue
		}
		if _, err := tx.rejectItem(a.ID, 0, reason); err != nil {
			return err
		}
	}
	if r.Open() {
		_, err = tx.waiveReview(models.System, r.ID, 0, reason)
	}
	return err
}

// resumeFollowUp opens again what a withdrawal ended.
func (tx *Tx) resumeFollowUp(r models.Review, items []models.ActionItem, w models.Withdrawal) error {
	if r.State != models.Waived || !w.Ended(r.ClosedAt) {
		return nil // it was waived for its own sake
	}
	const reason = "The incident was taken back."
	if _, err := tx.reopenReview(models.System, r.ID, 0, reason); err != nil {
		return err
	}
	for _, a := range items {
		if a.State != models.Rejected || !w.Ended(a.ClosedAt) {
			continue
		}
		if _, err := tx.reopenItem(a.ID, 0, reason); err != nil {
			return err
		}
	}
	return nil
}
