package store

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm/clause"

	"debrief/models"
)

type chore struct {
	ID       int64
	Name     string
	Note     string
	Revision int64
	DueAt    *time.Time
}

// EnsureChore makes the row of a piece of background work that comes round, due at once, where there is none that is due some time.
func (s *Store) EnsureChore(ctx context.Context, now time.Time, name string) error {
	now = now.UTC()
	err := s.write.WithContext(ctx).Clauses(clause.OnConflict{Columns: []clause.Column{{Name: "name"}}, DoUpdates: clause.Assignments(map[string]any{"due_at": now}),
		Where: clause.Where{Exprs: []clause.Expression{clause.Expr{SQL: "chores.due_at IS NULL"}}}}).Create(&chore{Name: name, Revision: 1, DueAt: &now}).Error
	if err != nil {
		return fmt.Errorf("prepare the chore %s: %w", name, err)
	}
	return nil
}

// ChoreName returns the name of a claimed chore.
func (s *Store) ChoreName(ctx context.Context, id int64) (string, error) {
	c, err := one[chore](s.reader(ctx), id, "chore")
	return c.Name, err
}

// NoteChore keeps what the last run of a chore had to say.
func (s *Store) NoteChore(ctx context.Context, t Task, note string) error {
	return s.write.WithContext(ctx).Model(&chore{}).Where("id = ? AND lease = ?", t.ID, t.Lease).Update("note", note).Error
}

// How long what is only needed for a while is kept.
const (
	keepKeys    = 48 * time.Hour      // an Idempotency-Key answers again
	keepSignIns = 30 * 24 * time.Hour // who was sent a link
	keepReports = 90 * 24 * time.Hour // reports of an incident whose end was never told
)

// Sweep removes sessions that have expired, and keys and links that are too old to matter. It returns how many rows went.
func (s *Store) Sweep(ctx context.Context, now time.Time) (int64, error) {
	now = now.UTC()
	var gone int64
	for _, sweep := range []struct {
		query  string
		before time.Time
	}{
		{"DELETE FROM sessions WHERE expires_at <= ?", now},
		{"DELETE FROM idempotency_keys WHERE created_at <= ?", now.Add(-keepKeys)},
		{"DELETE FROM sign_ins WHERE created_at <= ?", now.Add(-keepSignIns)},
		{`DELETE FROM incident_reports WHERE created_at <= ? AND NOT EXISTS (SELECT 1 FROM incidents
			WHERE incidents.source = incident_reports.source AND incidents.external_id = incident_reports.external_id AND incidents.external_id <> '')`, now.Add(-keepReports)},
	} {
		result := s.write.WithContext(ctx).Exec(sweep.query, sweep.before)
		if result.Error != nil {
			return gone, fmt.Errorf("sweep: %w", result.Error)
		}
		gone += result.RowsAffected
	}
	return gone, nil
}

// recomputeBatch is how many rows one transaction of the nightly pass looks at.
const recomputeBatch = 200

// Recompute goes over all open items and reviews and repairs when each is looked at next for a reminder, and what the
// tracker should see: policies, absences and holidays change too. It returns how many rows had drifted.
func (s *Store) Recompute(ctx context.Context, now time.Time) (int, error) {
	drift := 0
	for last := int64(0); ; {
		n, next, err := s.recomputeItems(ctx, now, last)
		drift += n
		if err != nil {
			return drift, fmt.Errorf("recompute reminders of items: %w", err)
		}
		if next == 0 {
			break
		}
		last = next
	}
	for last := int64(0); ; {
		n, next, err := s.recomputeReviews(ctx, now, last)
		drift += n
		if err != nil {
			return drift, fmt.Errorf("recompute reminders of reviews: %w", err)
		}
		if next == 0 {
			return drift, nil
		}
		last = next
	}
}

// drifted tells whether a row would be looked at too late or in vain: a stored moment that is earlier than needed only
// costs one look.
func drifted(stored *time.Time, current, next *models.Step, w models.Workdays) bool {
	switch {
	case next == nil && current == nil:
		return stored != nil
	case stored == nil:
		return true
	case next == nil:
		return false
	}
	return stored.After(w.Starts(next.On))
}

func (s *Store) recomputeItems(ctx context.Context, now time.Time, after int64) (drift int, last int64, err error) {
	_, err = change(ctx, s, models.System, now, func(tx *Tx) (struct{}, error) {
		var rows []models.ActionItem
		err := forUpdate(tx.DB).Where("id > ? AND (state IN ? OR nudge_on IS NOT NULL)", after, []models.ItemState{models.Committed, models.InProgress}).
			Order("id").Limit(recomputeBatch).Find(&rows).Error
		if err != nil {
			return struct{}{}, err
		}
		for _, a := range rows {
			mended, err := tx.refreshItem(a)
			if err != nil {
				return struct{}{}, err
			}
			if mended {
				drift++
			}
		}
		if len(rows) == recomputeBatch {
			last = rows[len(rows)-1].ID
		}
		return struct{}{}, nil
	})
	return drift, last, err
}

func (s *Store) recomputeReviews(ctx context.Context, now time.Time, after int64) (drift int, last int64, err error) {
	_, err = change(ctx, s, models.System, now, func(tx *Tx) (struct{}, error) {
		var rows []models.Review
		err := forUpdate(tx.DB).Where("id > ? AND (state IN ? OR nudge_on IS NOT NULL)", after,
			[]models.ReviewState{models.Draft, models.InReview, models.Reviewed}).Order("id").Limit(recomputeBatch).Find(&rows).Error
		if err != nil {
			return struct{}{}, err
		}
		for _, r := range rows {
			c, err := tx.reviewContext(r)
			if err != nil {
				return struct{}{}, err
			}
			if current, next := c.next(r, tx.now); !drifted(r.NudgeOn, current, next, c.workdays) {
				continue
			}
			drift++
			if err := tx.saveReview(&r, 0); err != nil {
				return struct{}{}, err
			}
		}
		if len(rows) == recomputeBatch {
			last = rows[len(rows)-1].ID
		}
		return struct{}{}, nil
	})
	return drift, last, err
}
