package store

import (
	"context"
	"fmt"
	"time"

	"debrief/models"
)

// Findings lists what was found in a review's document, in the order of the text.
func (s *Store) Findings(ctx context.Context, by models.Actor, reviewID int64) ([]models.Finding, error) {
	if _, err := s.Review(ctx, by, reviewID); err != nil {
		return nil, err
	}
	var rows []models.Finding
	return rows, s.reader(ctx).Where("review_id = ?", reviewID).Order("start_byte, id").Find(&rows).Error
}

// maxFindings bounds what one check may report.
const maxFindings = 2000

// ReplaceFindings stores what a check of the team's own found in a version of the document, in place of what was found before: until
// the document is saved again, and Debrief's own check with it.
func (s *Store) ReplaceFindings(ctx context.Context, by models.Actor, now time.Time, reviewID int64, number int, found []models.Finding) ([]models.Finding, error) {
	return change(ctx, s, by, now, func(tx *Tx) ([]models.Finding, error) {
		r, err := tx.review(reviewID, models.Member)
		if err != nil {
			return nil, err
		}
		if number != r.DocumentNumber {
			return nil, &models.Error{Kind: models.Stale, Version: int64(r.DocumentNumber), Message: "the document has another version by now; check that"}
		}
		d, err := document(tx.DB, r, number)
		if err != nil {
			return nil, err
		}
		if len(found) > maxFindings {
			return nil, models.InvalidField("findings", "must be at most %d", maxFindings)
		}
		rows, err := tx.replaceFindings(r, d, found)
		if err != nil {
			return nil, err
		}
		return rows, tx.recordReview(r, "checked", fmt.Sprintf("%d findings in version %d", len(rows), number), nil)
	})
}

// CheckReview checks a review's document again, as after the rules have changed.
func (s *Store) CheckReview(ctx context.Context, by models.Actor, now time.Time, reviewID int64) ([]models.Finding, error) {
	return change(ctx, s, by, now, func(tx *Tx) ([]models.Finding, error) {
		r, err := tx.review(reviewID, models.Member)
		if err != nil {
			return nil, err
		}
		d, err := document(tx.DB, r, r.DocumentNumber)
		if err != nil {
			return nil, err
		}
		rows, err := tx.check(r, d)
		if err != nil {
			return nil, err
		}
		return rows, tx.recordReview(r, "checked", fmt.Sprintf("%d findings in version %d", len(rows), d.Number), nil)
	})
}

// replaceFindings stores what was found in a version of the document, in place of what was found before. One that was dismissed
// stays dismissed while its fingerprint is found again.
func (tx *Tx) replaceFindings(r models.Review, d models.Document, found []models.Finding) ([]models.Finding, error) {
	var before []models.Finding
	if err := forUpdate(tx.DB).Where("review_id = ?", r.ID).Find(&before).Error; err != nil {
		return nil, err
	}
	known := map[string]models.Finding{}
	for _, f := range before {
		known[f.Fingerprint] = f
	}
	rows, seen := make([]models.Finding, 0, len(found)), map[string]bool{}
	for n, f := range found {
		if err := f.Validate(len(d.Body)); err != nil {
			return nil, fmt.Errorf("findings[%d]: %w", n, err)
		}
		if seen[f.Fingerprint] {
			continue
		}
		seen[f.Fingerprint] = true
		old := known[f.Fingerprint]
		f.ID, f.ReviewID, f.DocumentNumber, f.Version, f.CreatedAt, f.UpdatedAt = 0, r.ID, d.Number, old.Version+1, tx.now, tx.now
		f.DismissedAt, f.DismissedByID, f.DismissedReason = old.DismissedAt, old.DismissedByID, old.DismissedReason
		rows = append(rows, f)
	}
	if err := tx.Where("review_id = ?", r.ID).Delete(&models.Finding{}).Error; err != nil {
		return nil, err
	}
	if len(rows) == 0 {
		return rows, nil
	}
	return rows, tx.CreateInBatches(&rows, 100).Error
}

// DismissFinding says that a finding does not apply, and why.
func (s *Store) DismissFinding(ctx context.Context, by models.Actor, now time.Time, id, version int64, reason string) (models.Finding, error) {
	return change(ctx, s, by, now, func(tx *Tx) (models.Finding, error) {
		if err := tx.lockReviewOf("findings", id); err != nil {
			return models.Finding{}, err
		}
		f, err := one[models.Finding](forUpdate(seenBy(tx.DB, by, "findings")), id, "finding")
		if err != nil {
			return f, err
		}
		r, err := tx.review(f.ReviewID, models.Member)
		if err != nil {
			return f, err
		}
		if err := f.Dismiss(now, by, reason); err != nil {
			return f, err
		}
		if err := tx.save(&f, version); err != nil {
			return f, err
		}
		return f, tx.recordReview(r, "finding dismissed", f.Rule+": "+reason, nil)
	})
}
