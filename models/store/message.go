package store

import (
	"cmp"
	"context"
	"errors"
	"strings"
	"time"

	"gorm.io/gorm"

	"debrief/models"
)

// Messages returns a review's messages: none, one or both.
func (s *Store) Messages(ctx context.Context, by models.Actor, reviewID int64) ([]models.Message, error) {
	if _, err := s.Review(ctx, by, reviewID); err != nil {
		return nil, err
	}
	var rows []models.Message
	return rows, s.reader(ctx).Where("review_id = ?", reviewID).Order("audience DESC").Find(&rows).Error
}

// ListedMessages returns the messages that a review's document has a section for and that nobody has written here yet.
func (s *Store) ListedMessages(ctx context.Context, by models.Actor, reviewID int64) ([]models.ListedMessage, error) {
	r, err := s.Review(ctx, by, reviewID)
	if err != nil || r.DocumentNumber == 0 {
		return nil, err
	}
	has, err := s.Messages(ctx, by, reviewID)
	if err != nil || len(has) == 2 {
		return nil, err // there are both
	}
	d, err := document(s.reader(ctx), r, r.DocumentNumber)
	return models.ListedMessages(d.Body, has), err
}

// Message returns a review's message to an audience.
func (s *Store) Message(ctx context.Context, by models.Actor, reviewID int64, audience models.Audience) (models.Message, error) {
	var m models.Message
	r, err := s.Review(ctx, by, reviewID)
	if err != nil {
		return m, err
	}
	err = s.reader(ctx).Where("review_id = ? AND audience = ?", reviewID, audience).Take(&m).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return m, models.NotFoundf("%s has no %s message yet", r.Ref(), audience)
	}
	return m, err
}

// DraftMessageFindings returns what the rules find in a text that is to be a review's message to customers, in the order of the text:
// nothing of it is stored.
func (s *Store) DraftMessageFindings(ctx context.Context, by models.Actor, reviewID int64, body string) ([]models.Finding, error) {
	r, err := s.Review(ctx, by, reviewID)
	m := models.Message{ReviewID: reviewID, Audience: models.External}
	if err := cmp.Or(err, by.Need(models.Member), r.Editable(), m.Write(body)); err != nil {
		return nil, err
	}
	m.Body = body // places are those of the text as it is written
	return s.MessageFindings(ctx, by, m)
}

// MessageFindings returns what the rules find in a message to customers, in the order of the text: nothing of it is stored. A message
// that is posted stays as it went out, and one inside the house is not checked.
func (s *Store) MessageFindings(ctx context.Context, by models.Actor, m models.Message) ([]models.Finding, error) {
	r, err := s.Review(ctx, by, m.ReviewID)
	if err != nil || m.Audience != models.External || m.State == models.Posted {
		return nil, err
	}
	rules, err := s.Rules(ctx)
	if err != nil {
		return nil, err
	}
	known, err := checkContext(s.reader(ctx), r, nil)
	return models.CheckMessage(rules, m.Body, known), err
}

// WriteMessage drafts a review's message to an audience, over the draft before.
func (s *Store) WriteMessage(ctx context.Context, by models.Actor, now time.Time, reviewID int64, audience models.Audience, version int64, body string) (models.Message, error) {
	return s.messageVerb(ctx, by, now, reviewID, audience, version, "message written", nil, func(m *models.Message) error { return m.Write(body) })
}

// ApproveMessage records that the text was agreed. Where the check warns of it, that takes a reason, which the event keeps.
func (s *Store) ApproveMessage(ctx context.Context, by models.Actor, now time.Time, reviewID int64, audience models.Audience, version int64, reason string) (models.Message, error) {
	var changes map[string][2]any
	checked, err := s.Message(ctx, by, reviewID, audience)
	if models.KindOf(err) == models.NotFound { // the verb has its words for it
		err = nil
	}
	var found []models.Finding
	if err == nil && checked.State == models.MessageDraft {
		found, err = s.MessageFindings(ctx, by, checked) // before the transaction, which it would hold up
	}
	if err != nil {
		return checked, err
	}
	if models.Grave(found) > 0 {
		changes = map[string][2]any{"reason": {nil, strings.TrimSpace(reason)}}
	}
	return s.messageVerb(ctx, by, now, reviewID, audience, version, "message approved", changes, func(m *models.Message) error {
		if m.Version != checked.Version { // what was checked is not what is approved
			return &models.Error{Kind: models.Stale, Version: m.Version, Message: "somebody saved this message meanwhile; load it again"}
		}
		return m.Approve(now, by, found, reason)
	})
}

// PostMessage records that the approved text went out.
func (s *Store) PostMessage(ctx context.Context, by models.Actor, now time.Time, reviewID int64, audience models.Audience, version int64, address string) (models.Message, error) {
	return s.messageVerb(ctx, by, now, reviewID, audience, version, "message posted", nil, func(m *models.Message) error { return m.Post(now, by, address) })
}

func (s *Store) messageVerb(ctx context.Context, by models.Actor, now time.Time, reviewID int64, audience models.Audience, version int64,
	verb string, changes map[string][2]any, decide func(*models.Message) error) (models.Message, error) {
	return change(ctx, s, by, now, func(tx *Tx) (models.Message, error) {
		m := models.Message{ReviewID: reviewID, Audience: audience}
		if audience != models.Internal && audience != models.External {
			return m, models.NotFoundf("a message is internal or external")
		}
		r, err := tx.review(reviewID, models.Member)
		if err != nil {
			return m, err
		}
		if err := r.Editable(); err != nil {
			return m, err
		}
		err = forUpdate(tx.DB).Where("review_id = ? AND audience = ?", reviewID, audience).Take(&m).Error
		fresh := errors.Is(err, gorm.ErrRecordNotFound)
		if err != nil && !fresh {
			return m, err
		}
		if fresh && (verb != "message written" || version > 0) {
			return m, models.NotFoundf("%s has no %s message yet", r.Ref(), audience)
		}
		if err := decide(&m); err != nil {
			return m, err
		}
		if fresh {
			err = tx.create(&m)
		} else {
			err = tx.save(&m, version)
		}
		if err != nil {
			return m, err
		}
		if err := tx.touchReview(&r); err != nil {
			return m, err
		}
		return m, tx.recordReview(r, verb, string(audience), changes)
	})
}
