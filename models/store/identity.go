package store

import (
	"context"
	"errors"
	"slices"
	"time"

	"gorm.io/gorm"

	"debrief/models"
)

// Identities returns the accounts of the company's sign-in that a person is joined to, for administrators and the person.
func (s *Store) Identities(ctx context.Context, by models.Actor, personID int64) ([]models.Identity, error) {
	if personID != by.PersonID {
		if err := by.Need(models.Administrator); err != nil {
			return nil, err
		}
	}
	if _, err := s.Person(ctx, personID); err != nil {
		return nil, err
	}
	var rows []models.Identity
	return rows, s.reader(ctx).Where("person_id = ?", personID).Order("id").Find(&rows).Error
}

// RemoveIdentity parts a person from an account: whoever next comes with the person's address, vouched for, is joined anew. It returns
// what was removed.
func (s *Store) RemoveIdentity(ctx context.Context, by models.Actor, now time.Time, id int64) (models.Identity, error) {
	return change(ctx, s, by, now, func(tx *Tx) (models.Identity, error) {
		if err := by.Need(models.Administrator); err != nil {
			return models.Identity{}, err
		}
		i, err := one[models.Identity](forUpdate(tx.DB), id, "account")
		if err != nil {
			return i, err
		}
		if err := tx.Delete(&i).Error; err != nil {
			return i, err
		}
		return i, tx.record(models.Event{Subject: models.SubjectPerson, SubjectID: i.PersonID, Verb: "parted from an account", Note: i.Email})
	})
}

// Joined reports whether a person signs in with that account of the company's sign-in.
func (s *Store) Joined(ctx context.Context, personID int64, issuer, subject string) (bool, error) {
	var n int64
	err := s.reader(ctx).Model(&models.Identity{}).Where("issuer = ? AND subject = ? AND person_id = ?", issuer, subject, personID).Count(&n).Error
	return n > 0, err
}

// SignInAs lets in whoever the company's sign-in vouches for: by the account that they came with before, else, once, by their address.
// newcomers says who of those is let in whom nobody has added yet. It returns an Unauthorized error that says why
// somebody is not let in.
func (s *Store) SignInAs(ctx context.Context, now time.Time, c models.Claims, newcomers models.Newcomers) (models.Person, error) {
	c.Email = c.Address()
	return change(ctx, s, models.System, now, func(tx *Tx) (models.Person, error) {
		p, err := tx.identified(c, newcomers)
		if err != nil {
			return p, err
		}
		if !p.Active {
			return p, models.Unauthorizedf("%s may not sign in to Debrief any more; ask an administrator", p.Name)
		}
		tx.by = models.ActorFor(p)
		return p, tx.record(models.Event{Subject: models.SubjectPerson, SubjectID: p.ID, Verb: "signed in"})
	})
}

// identified returns whose account it is.
func (tx *Tx) identified(c models.Claims, newcomers models.Newcomers) (p models.Person, err error) {
	var known models.Identity
	err = forUpdate(tx.DB).Where("issuer = ? AND subject = ?", c.Issuer, c.Subject).Take(&known).Error
	if err == nil {
		if p, err = one[models.Person](tx.DB, known.PersonID, "person"); err != nil || !p.Active {
			return p, err
		}
		return p, tx.Model(&known).Updates(map[string]any{"used_at": tx.now, "email": c.Email}).Error
	}
	if !errors.Is(err, gorm.ErrRecordNotFound) {
		return p, err
	}
	if err := c.Vouched(); err != nil {
		return p, err
	}
	err = forUpdate(tx.DB).Where("email = ?", c.Email).Take(&p).Error
	switch {
	case errors.Is(err, gorm.ErrRecordNotFound) && !newcomers.Admits(c.Email):
		return p, models.Unauthorizedf("nobody here has the address %s; ask an administrator to add you", c.Email)
	case errors.Is(err, gorm.ErrRecordNotFound):
		if p, err = tx.addNewcomer(c, newcomers.Role); err != nil {
			return p, err
		}
	case err != nil || !p.Active:
		return p, err
	}
	var others []models.Identity // read once the person is locked, as they may come from two browsers at once
	if err := tx.Where("person_id = ? AND issuer = ?", p.ID, c.Issuer).Find(&others).Error; err != nil {
		return p, err
	}
	switch {
	case len(others) == 1 && others[0].Subject == c.Subject:
		return p, nil
	case len(others) > 0: // the address was given to somebody else, or the account was made anew
		return p, models.Unauthorizedf("%s signs in with another account there that had your address; if that was yours, ask an administrator to part them on the page of %s", p.Name, p.Name)
	}
	if err := tx.create(&models.Identity{PersonID: p.ID, Issuer: c.Issuer, Subject: c.Subject, Email: c.Email, UsedAt: tx.now}); err != nil {
		return p, err
	}
	tx.by = models.ActorFor(p)
	return p, tx.record(models.Event{Subject: models.SubjectPerson, SubjectID: p.ID, Verb: "joined to an account", Note: c.Email})
}

// addNewcomer adds who comes for the first time and is not here yet.
func (tx *Tx) addNewcomer(c models.Claims, role models.Role) (models.Person, error) {
	var others []models.Person // compared here and not in SQL: SQLite knows the case of ASCII only
	if err := tx.Select("id", "name").Where("active").Find(&others).Error; err != nil {
		return models.Person{}, err
	}
	p, err := tx.insertPerson(c.Newcomer(role, func(p models.Person) bool { return slices.ContainsFunc(others, p.Namesakes) }))
	if errors.Is(err, gorm.ErrDuplicatedKey) { // they came from two browsers at once
		err = errors.Join(errRace, err)
	}
	return p, err
}
