package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"gorm.io/gorm/clause"

	"debrief/models"
)

// Findings lists what was found in a review's document, in the order of the text.
func (s *Store) Findings(ctx context.Context, by models.Actor, reviewID int64) ([]models.Finding, error) {
	if _, err := s.Review(ctx, by, reviewID); err != nil {
		return nil, err
	}
	var rows []models.Finding
	return rows, s.reader(ctx).Where("review_id = ? AND NOT hidden", reviewID).Order("start_byte, id").Find(&rows).Error
}

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
		if len(found) > models.MaxFindings {
			return nil, models.InvalidField("findings", "must be at most %d", models.MaxFindings)
		}
		rows, err := tx.replaceFindings(r, &d, found)
		if err != nil {
			return nil, err
		}
		return rows, tx.recordReview(r, "checked", fmt.Sprintf("findings in version %d: %d", number, len(rows)), nil)
	})
}

// CheckReview checks a review's document again, as after the rules have changed.
func (s *Store) CheckReview(ctx context.Context, by models.Actor, now time.Time, reviewID int64) ([]models.Finding, error) {
	r, err := s.Review(ctx, by, reviewID)
	if err := cmp.Or(err, by.Need(models.Member)); err != nil {
		return nil, err
	}
	d, err := document(s.reader(ctx), r, r.DocumentNumber)
	if err != nil {
		return nil, err
	}
	found, err := s.check(ctx, r, d.Body, d.AuthorID)
	if err != nil {
		return nil, err
	}
	return s.ReplaceFindings(ctx, by, now, reviewID, d.Number, found)
}

// DraftFindings returns what the rules find in a text that is to be a review's document, in the order of the text, without what was
// dismissed in the document: nothing of it is stored.
func (s *Store) DraftFindings(ctx context.Context, by models.Actor, reviewID int64, body string) ([]models.Finding, error) {
	r, err := s.Review(ctx, by, reviewID)
	if err := cmp.Or(err, by.Need(models.Member), r.Editable()); err != nil {
		return nil, err
	}
	if body, err = models.NormalDocument(body); err != nil {
		return nil, err
	}
	found, err := s.check(ctx, r, body, by.ID())
	if err != nil {
		return nil, err
	}
	var dismissed []string
	err = s.reader(ctx).Model(&models.Finding{}).Where("review_id = ? AND dismissed_at IS NOT NULL AND NOT in_text", r.ID).Pluck("fingerprint", &dismissed).Error
	return slices.DeleteFunc(found, func(f models.Finding) bool { return f.InText || slices.Contains(dismissed, f.Fingerprint) }), err
}

// replaceFindings stores what was found in a version of the document, in place of what was found before. What is found again,
// by its fingerprint, is the same row; what was dismissed is kept out of sight until it is found again.
func (tx *Tx) replaceFindings(r models.Review, d *models.Document, found []models.Finding) ([]models.Finding, error) {
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
		if err := f.Validate(d.Body); err != nil {
			return nil, fmt.Errorf("findings[%d]: %w", n, err)
		}
		if seen[f.Fingerprint] {
			continue
		}
		seen[f.Fingerprint] = true
		f.ReviewID, f.DocumentNumber, f.CreatedAt, f.UpdatedAt = r.ID, d.Number, tx.now, tx.now
		f = f.Again(known[f.Fingerprint])
		if f.InText && f.DismissedAt == nil {
			f.DismissedAt = &tx.now
		}
		rows = append(rows, f)
	}
	models.PlaceFindings(d.Body, rows)
	if err := tx.storeFindings(before, rows); err != nil {
		return nil, err
	}
	d.CheckedAt = &tx.now
	return rows, tx.Model(&models.Document{}).Where("id = ?", d.ID).UpdateColumn("checked_at", tx.now).Error
}

// storeFindings makes the rows of before those of after.
func (tx *Tx) storeFindings(before, after []models.Finding) error {
	stands := map[int64]bool{}
	var fresh []*models.Finding
	var again []models.Finding
	for n, f := range after {
		if f.ID == 0 {
			fresh = append(fresh, &after[n])
			continue
		}
		stands[f.ID] = true
		again = append(again, f)
	}
	var over []int64
	for _, f := range before {
		switch {
		case stands[f.ID]:
		case f.DismissedAt == nil || f.InText:
			over = append(over, f.ID)
		default:
			f.Hidden = true
			again = append(again, f)
		}
	}
	for ids := range slices.Chunk(over, batch) {
		if err := tx.Where("id IN ?", ids).Delete(&models.Finding{}).Error; err != nil {
			return err
		}
	}
	if len(again) > 0 {
		if err := tx.Clauses(clause.OnConflict{Columns: []clause.Column{{Name: "id"}}, UpdateAll: true}).CreateInBatches(&again, 100).Error; err != nil {
			return err
		}
	}
	if len(fresh) == 0 {
		return nil
	}
	return tx.CreateInBatches(&fresh, 100).Error
}

// DismissFinding says that a finding does not apply, and why.
func (s *Store) DismissFinding(ctx context.Context, by models.Actor, now time.Time, id, version int64, reason string) (models.Finding, error) {
	return s.findingVerb(ctx, by, now, id, version, "finding dismissed", reason, func(f *models.Finding) error { return f.Dismiss(now, by, reason) })
}

// ReopenFinding says that a finding which was dismissed does apply after all.
func (s *Store) ReopenFinding(ctx context.Context, by models.Actor, now time.Time, id, version int64) (models.Finding, error) {
	return s.findingVerb(ctx, by, now, id, version, "finding reopened", "", (*models.Finding).Reopen)
}

func (s *Store) findingVerb(ctx context.Context, by models.Actor, now time.Time, id, version int64, verb, note string,
	decide func(*models.Finding) error) (models.Finding, error) {
	return change(ctx, s, by, now, func(tx *Tx) (models.Finding, error) {
		if err := tx.lockReviewOf("findings", id); err != nil {
			return models.Finding{}, err
		}
		f, err := one[models.Finding](forUpdate(seenBy(tx.DB, by, "findings")).Where("NOT hidden"), id, "finding")
		if err != nil {
			return f, err
		}
		r, err := tx.review(f.ReviewID, models.Member)
		if err != nil {
			return f, err
		}
		if err := decide(&f); err != nil {
			return f, err
		}
		if err := tx.save(&f, version); err != nil {
			return f, err
		}
		return f, tx.recordReview(r, verb, note, map[string][2]any{"finding_id": {nil, f.ID}, "rule": {nil, f.Rule}})
	})
}
