package store

import (
	"context"
	"errors"
	"time"

	"gorm.io/gorm"

	"debrief/models"
)

// maxSignIns bounds the links that are mailed to one address in an hour.
const maxSignIns = 5

// AskSignIn asks for a one-time link by mail. It says nothing of whether the address is known here.
func (s *Store) AskSignIn(ctx context.Context, now time.Time, email string) error {
	p, err := s.PersonByEmail(ctx, email)
	if models.KindOf(err) == models.NotFound || err == nil && !p.Active {
		return nil
	}
	if err != nil {
		return err
	}
	_, err = change(ctx, s, models.System, now, func(tx *Tx) (struct{}, error) {
		var n int64
		if _, err := one[models.Person](forUpdate(tx.DB), p.ID, "person"); err != nil { // two at once are counted one after the other
			return struct{}{}, err
		}
		err := tx.Model(&models.SignIn{}).Where("person_id = ? AND created_at > ?", p.ID, tx.now.Add(-time.Hour)).Count(&n).Error
		if err != nil || n >= maxSignIns {
			return struct{}{}, err
		}
		due := tx.now
		return struct{}{}, tx.create(&models.SignIn{PersonID: p.ID, Revision: 1, DueAt: &due})
	})
	return err
}

// MakeSignIn makes a one-time link for a person and returns its secret.
func (s *Store) MakeSignIn(ctx context.Context, by models.Actor, now time.Time, personID int64) (secret string, err error) {
	secret = models.NewSecret()
	_, err = change(ctx, s, by, now, func(tx *Tx) (models.SignIn, error) {
		if err := by.Need(models.Administrator); err != nil {
			return models.SignIn{}, err
		}
		p, err := one[models.Person](tx.DB, personID, "person")
		if err != nil {
			return models.SignIn{}, err
		}
		if !p.Active {
			return models.SignIn{}, models.Conflictf("%s is inactive and may not sign in", p.Name)
		}
		hash, expires := models.HashSecret(secret), tx.now.Add(models.SignInLifetime)
		link := models.SignIn{PersonID: p.ID, Hash: &hash, ExpiresAt: &expires, Revision: 1}
		if err := tx.create(&link); err != nil {
			return link, err
		}
		return link, tx.record(models.Event{Subject: models.SubjectPerson, SubjectID: p.ID, Verb: "sign-in link made"})
	})
	return secret, err
}

// ArmSignIn makes the secret of a link that is about to be mailed: only now, so that none is ever stored. It returns false
// where the person may not sign in any more, or asked too long ago.
func (s *Store) ArmSignIn(ctx context.Context, now time.Time, t Task) (p models.Person, secret string, ok bool, err error) {
	secret = models.NewSecret()
	p, err = change(ctx, s, models.System, now, func(tx *Tx) (models.Person, error) {
		link, err := one[models.SignIn](forUpdate(tx.DB).Where("lease = ?", t.Lease), t.ID, "sign-in link")
		if models.KindOf(err) == models.NotFound {
			return p, &models.Error{Kind: models.Stale, Message: "the lease was lost to another worker"}
		}
		if err != nil {
			return p, err
		}
		p, err := one[models.Person](tx.DB, link.PersonID, "person")
		if err != nil || !p.Active || tx.now.Sub(link.CreatedAt) > models.SignInLifetime { // nobody waits for it any more
			p.Active = false
			return p, err
		}
		return p, tx.Model(&link).Updates(map[string]any{"hash": models.HashSecret(secret), "expires_at": tx.now.Add(models.SignInLifetime)}).Error
	})
	return p, secret, p.Active, err
}

// UseSignIn opens the door with a one-time link, once. It returns an Unauthorized error for one that is unknown, old or used.
func (s *Store) UseSignIn(ctx context.Context, now time.Time, secret string) (models.Person, error) {
	return change(ctx, s, models.System, now, func(tx *Tx) (models.Person, error) {
		refused := models.Unauthorizedf("this sign-in link was used or is too old; ask for a new one")
		var link models.SignIn
		err := forUpdate(tx.DB).Where("hash = ?", models.HashSecret(secret)).Take(&link).Error
		if errors.Is(err, gorm.ErrRecordNotFound) {
			return models.Person{}, refused
		}
		if err != nil {
			return models.Person{}, err
		}
		p, err := one[models.Person](tx.DB, link.PersonID, "person")
		if err != nil {
			return p, err
		}
		if !link.Usable(tx.now) || !p.Active {
			return p, refused
		}
		if err := tx.Model(&link).Update("used_at", tx.now).Error; err != nil {
			return p, err
		}
		tx.by = models.ActorFor(p)
		return p, tx.record(models.Event{Subject: models.SubjectPerson, SubjectID: p.ID, Verb: "signed in"})
	})
}

// AdministratorSignedIn reports whether somebody who may administer ever signed in: others may come before, by the company's account.
func (s *Store) AdministratorSignedIn(ctx context.Context) (bool, error) {
	var n int64
	err := s.reader(ctx).Model(&models.Event{}).Where("subject = ? AND verb = 'signed in'", models.SubjectPerson).
		Where("subject_id IN (?)", s.reader(ctx).Model(&models.Person{}).Select("id").Where("role = ? AND active", models.Administrator)).
		Limit(1).Count(&n).Error
	return n > 0, err
}
