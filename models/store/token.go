package store

import (
	"context"
	"errors"
	"time"

	"gorm.io/gorm"

	"debrief/models"
)

// Tokens lists a person's tokens, the newest first. Others than the person need to be administrators.
func (s *Store) Tokens(ctx context.Context, by models.Actor, personID int64, p Page) ([]models.Token, string, error) {
	if by.PersonID != personID {
		if err := by.Need(models.Administrator); err != nil {
			return nil, "", err
		}
	}
	return list(s.reader(ctx).Model(&models.Token{}).Where("person_id = ?", personID), p, byID(func(t models.Token) int64 { return t.ID }))
}

// AddToken makes a token and returns its secret, which is shown this once and never stored.
func (s *Store) AddToken(ctx context.Context, by models.Actor, now time.Time, t models.Token) (models.Token, string, error) {
	secret := models.NewSecret()
	t, err := change(ctx, s, by, now, func(tx *Tx) (models.Token, error) {
		if by.PersonID != t.PersonID {
			if err := by.Need(models.Administrator); err != nil {
				return t, err
			}
		}
		p, err := one[models.Person](tx.DB, t.PersonID, "person")
		if err != nil {
			return t, absent(err, "person_id", &t.PersonID)
		}
		if !p.Active {
			return t, models.Conflictf("%s is inactive: a token would open nothing", p.Name)
		}
		if t.Role == "" {
			t.Role = p.Role
		}
		if err := t.Validate(tx.now); err != nil {
			return t, err
		}
		t.ID, t.Role = 0, t.Role.Lesser(p.Role).Lesser(by.Role)                        // a weak token makes no stronger one
		if !by.Until.IsZero() && (t.ExpiresAt == nil || t.ExpiresAt.After(by.Until)) { // nor one that outlives it
			t.ExpiresAt = &by.Until
		}
		t.Hash, t.Hint, t.RevokedAt, t.LastUsedAt = models.HashSecret(secret), secret[len(secret)-4:], nil, nil
		if err := tx.create(&t); err != nil {
			return t, err
		}
		return t, tx.record(models.Event{Subject: models.SubjectToken, SubjectID: t.ID, Verb: "made", Note: t.Name})
	})
	if err != nil {
		return t, "", err
	}
	if t.Hash != models.HashSecret(secret) { // an earlier request made it, and told its secret then
		secret = ""
	}
	return t, secret, nil
}

// RevokeToken makes a token useless; a second time changes nothing.
func (s *Store) RevokeToken(ctx context.Context, by models.Actor, now time.Time, id int64) (models.Token, error) {
	return change(ctx, s, by, now, func(tx *Tx) (models.Token, error) {
		db := forUpdate(tx.DB)
		if !by.SeesAll() {
			db = db.Where("person_id = ?", by.PersonID)
		}
		t, err := one[models.Token](db, id, "token")
		if err != nil || t.RevokedAt != nil {
			return t, err
		}
		t.RevokedAt = &tx.now
		if err := tx.Model(&t).Update("revoked_at", tx.now).Error; err != nil {
			return t, err
		}
		return t, tx.record(models.Event{Subject: models.SubjectToken, SubjectID: t.ID, Verb: "revoked", Note: t.Name})
	})
}

// Authenticate returns on whose behalf a request with that token acts, or an Unauthorized error. The secret is looked up by
// its hash, so no comparison of secrets takes a time that depends on them.
func (s *Store) Authenticate(ctx context.Context, now time.Time, secret string) (models.Actor, models.Person, error) {
	refused := models.Unauthorizedf("this token opens nothing; make a new one")
	var t models.Token
	err := s.reader(ctx).Where("hash = ?", models.HashSecret(secret)).Take(&t).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return models.Actor{}, models.Person{}, refused
	}
	if err != nil {
		return models.Actor{}, models.Person{}, err
	}
	p, err := one[models.Person](s.reader(ctx), t.PersonID, "person")
	if err != nil {
		return models.Actor{}, p, err
	}
	if !t.Usable(now) || !p.Active {
		return models.Actor{}, p, refused
	}
	if t.LastUsedAt == nil || now.Sub(*t.LastUsedAt) > time.Hour { // to the hour, so that reading does not write each time
		if err := s.write.WithContext(ctx).Model(&models.Token{}).Where("id = ?", t.ID).Update("last_used_at", now.UTC()).Error; err != nil {
			return models.Actor{}, p, err
		}
	}
	by := models.Actor{PersonID: p.ID, Role: t.Role.Lesser(p.Role)}
	if t.ExpiresAt != nil {
		by.Until = *t.ExpiresAt
	}
	return by, p, nil
}
