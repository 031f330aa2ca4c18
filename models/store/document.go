package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"

	"debrief/models"
)

// Documents lists the versions of a review's document, the newest first, without their text.
func (s *Store) Documents(ctx context.Context, by models.Actor, reviewID int64, p Page) ([]models.Document, string, error) {
	if _, err := s.Review(ctx, by, reviewID); err != nil {
		return nil, "", err
	}
	db := s.reader(ctx).Model(&models.Document{}).Omit("body").Where("review_id = ?", reviewID)
	return list(db, p, byID(func(d models.Document) int64 { return d.ID }))
}

// Document returns one version of a review's document; number 0 is the current one.
func (s *Store) Document(ctx context.Context, by models.Actor, reviewID int64, number int) (models.Document, error) {
	r, err := s.Review(ctx, by, reviewID)
	if err != nil {
		return models.Document{}, err
	}
	if number == 0 {
		number = r.DocumentNumber
	}
	return document(s.reader(ctx), r, number)
}

func document(db *gorm.DB, r models.Review, number int) (models.Document, error) {
	var d models.Document
	err := db.Where("review_id = ? AND number = ?", r.ID, number).Take(&d).Error
	if errors.Is(err, gorm.ErrRecordNotFound) && r.DocumentNumber == 0 {
		return d, models.NotFoundf("%s has no document yet", r.Ref())
	}
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return d, models.NotFoundf("%s has no version %d of its document", r.Ref(), number)
	}
	return d, err
}

// SaveDocument stores a new version of a review's document. number is the version that it was written on, 0 for none, and
// -1 to save over any: it returns a Stale error where somebody saved another meanwhile. What the rules find in it is stored with
// it. The same text again is no new version, but it is checked again: the rules may be others by now. The text of an older version
// is one, and the history says that this was taken up again.
func (s *Store) SaveDocument(ctx context.Context, by models.Actor, now time.Time, reviewID int64, number int, body string) (models.Document, error) {
	r, err := s.Review(ctx, by, reviewID)
	if err := cmp.Or(err, by.Need(models.Member), r.Editable()); err != nil {
		return models.Document{}, err
	}
	if body, err = models.NormalDocument(body); err != nil {
		return models.Document{}, err
	}
	author, older := by.ID(), 0
	if r.DocumentNumber > 0 { // who saves the same text has not written it
		d, err := document(s.reader(ctx), r, r.DocumentNumber)
		if err != nil {
			return d, err
		}
		if d.Body == body {
			author = d.AuthorID
		} else if older, err = s.versionOf(ctx, r, body); err != nil {
			return d, err
		}
	}
	found, err := s.check(ctx, r, body, author)
	if err != nil {
		return models.Document{}, fmt.Errorf("check the document: %w", err)
	}
	words := models.SearchText(body)
	return change(ctx, s, by, now, func(tx *Tx) (models.Document, error) {
		var d models.Document
		r, err := tx.review(reviewID, models.Member)
		if err != nil {
			return d, err
		}
		if err := r.Editable(); err != nil {
			return d, err
		}
		if number >= 0 && number != r.DocumentNumber {
			return d, &models.Error{Kind: models.Stale, Version: int64(r.DocumentNumber),
				Message: fmt.Sprintf("somebody saved version %d of the document meanwhile; load it and merge", r.DocumentNumber)}
		}
		if r.DocumentNumber > 0 {
			if d, err = document(tx.DB, r, r.DocumentNumber); err != nil {
				return d, err
			}
			if d.Body == body {
				_, err = tx.replaceFindings(r, &d, found)
				return d, err
			}
		}
		r.DocumentNumber++
		d = models.Document{ReviewID: r.ID, Number: r.DocumentNumber, Body: body, AuthorID: by.ID()}
		if err := cmp.Or(tx.create(&d), tx.saveWords(reviewWords{r.ID, words})); err != nil {
			return d, err
		}
		if err := tx.saveReview(&r, 0); err != nil {
			return d, err
		}
		if _, err := tx.replaceFindings(r, &d, found); err != nil {
			return d, fmt.Errorf("store what the check found: %w", err)
		}
		note := fmt.Sprintf("version %d", d.Number)
		if older > 0 {
			return d, tx.recordReview(r, "document taken up again", note, map[string][2]any{"older_version": {nil, older}})
		}
		return d, tx.recordReview(r, "document saved", note, nil)
	})
}

// versionOf returns the first version with that text, 0 for none. Lengths are compared first: they are known without reading the texts.
func (s *Store) versionOf(ctx context.Context, r models.Review, body string) (number int, err error) {
	err = s.reader(ctx).Model(&models.Document{}).Where("review_id = ? AND octet_length(body) = ? AND body = ?", r.ID, len(body), body).
		Select("coalesce(min(number), 0)").Scan(&number).Error
	return number, err
}
