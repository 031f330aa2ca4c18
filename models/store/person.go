package store

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"debrief/models"
)

// People lists everybody, the first first; q narrows to names and addresses that contain it.
func (s *Store) People(ctx context.Context, q string, p Page) ([]models.Person, string, error) {
	db := s.reader(ctx).Model(&models.Person{})
	if q != "" {
		db = searched(db, q, nil, "people.name", "people.email")
	}
	by := byName("people", func(p models.Person) string { return p.Name }, func(p models.Person) int64 { return p.ID })
	by.names[0], by.names[1] = "id", "-id"
	return list(db, p, by)
}

// Person returns one person.
func (s *Store) Person(ctx context.Context, id int64) (models.Person, error) {
	return one[models.Person](s.reader(ctx), id, "person")
}

// PersonByEmail returns the person with that address, or a NotFound error.
func (s *Store) PersonByEmail(ctx context.Context, email string) (models.Person, error) {
	var p models.Person
	err := s.reader(ctx).Where("email = ?", strings.ToLower(strings.TrimSpace(email))).Take(&p).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return p, models.NotFoundf("nobody here has the address %s", email)
	}
	return p, err
}

// Names returns the names of everybody, for pages.
func (s *Store) Names(ctx context.Context) (map[int64]string, error) {
	var people []models.Person
	if err := s.reader(ctx).Select("id", "name").Find(&people).Error; err != nil {
		return nil, err
	}
	names := map[int64]string{}
	for _, p := range people {
		names[p.ID] = p.Name
	}
	return names, nil
}

// AddPerson stores a new person.
func (s *Store) AddPerson(ctx context.Context, by models.Actor, now time.Time, p models.Person) (models.Person, error) {
	return change(ctx, s, by, now, func(tx *Tx) (models.Person, error) { return tx.addPerson(p) })
}

func (tx *Tx) addPerson(p models.Person) (models.Person, error) {
	p, err := tx.insertPerson(p)
	return p, duplicate(err, "email", "is somebody's already")
}

// insertPerson returns gorm.ErrDuplicatedKey where the address is another's.
func (tx *Tx) insertPerson(p models.Person) (models.Person, error) {
	if err := cmp.Or(tx.by.Need(models.Administrator), p.Validate(), p.MayBeAway(models.Person{})); err != nil {
		return p, err
	}
	p.ID = 0
	if err := tx.create(&p); err != nil {
		return p, err
	}
	return p, tx.record(models.Event{Subject: models.SubjectPerson, SubjectID: p.ID, Verb: "added"})
}

// AddRoster stores those of a list of people who are not here yet, all of them or none. It returns them, and who was here already.
func (s *Store) AddRoster(ctx context.Context, by models.Actor, now time.Time, r models.Roster) (added, known []models.Person, err error) {
	people, err := r.People()
	if err = cmp.Or(by.Need(models.Administrator), err); err != nil {
		return nil, nil, err
	}
	added, err = change(ctx, s, by, now, func(tx *Tx) (added []models.Person, err error) {
		known = nil
		for _, p := range people {
			var here []models.Person
			if err := tx.Where("email = ?", p.Email).Find(&here).Error; err != nil {
				return nil, err
			}
			if len(here) > 0 {
				known = append(known, here...)
				continue
			}
			if p, err = tx.addPerson(p); err != nil {
				return nil, err
			}
			added = append(added, p)
		}
		return added, nil
	})
	return added, known, err
}

// SavePerson stores changes of a person; people may change some of themselves (see Person.MayChange).
func (s *Store) SavePerson(ctx context.Context, by models.Actor, now time.Time, p models.Person) (models.Person, error) {
	return change(ctx, s, by, now, func(tx *Tx) (models.Person, error) { return tx.savePerson(p) })
}

func (tx *Tx) savePerson(p models.Person) (models.Person, error) {
	other := true
	if p.Role != models.Administrator || !p.Active {
		var err error
		if other, err = tx.otherAdministrator(p.ID); err != nil {
			return p, err
		}
	}
	before, err := one[models.Person](forUpdate(tx.DB), p.ID, "person")
	if err != nil {
		return p, err
	}
	if err := cmp.Or(before.MayChange(tx.by, p), p.Validate(), p.MayBeAway(before)); err != nil {
		return p, err
	}
	if p.Name != before.Name && tx.by.Need(models.Administrator) != nil { // histories and imports know people by their names
		var others []models.Person // compared here and not in SQL: SQLite knows the case of ASCII only
		if err := tx.Select("id", "name").Where("id <> ? AND active", p.ID).Find(&others).Error; err != nil {
			return p, err
		}
		if slices.ContainsFunc(others, p.Namesakes) {
			return p, models.InvalidField("name", "is somebody else's as well; if it is yours, ask an administrator to set it")
		}
	}
	if before.Role == models.Administrator && before.Active && !other {
		return p, models.Conflictf("this is the only administrator; make somebody else one first")
	}
	version := p.Version
	if unchanged(version, before, p) {
		return before, nil
	}
	p.Version, p.CreatedAt = before.Version, before.CreatedAt
	if err := tx.save(&p, version); err != nil {
		return p, duplicate(err, "email", "is somebody's already")
	}
	if before.JiraAccountID != p.JiraAccountID {
		if err := tx.refreshItems("action_items.owner_id = ?", p.ID); err != nil {
			return p, err
		}
	}
	return p, tx.record(models.Event{Subject: models.SubjectPerson, SubjectID: p.ID, Verb: "changed", Changes: models.Changes(before, p)})
}

// entrust returns an error where somebody comes to be in charge who could not act. Who is already stays, as does who is unknown:
// the foreign key tells of that.
func (tx *Tx) entrust(field string, before, after *int64) error {
	if after == nil || before != nil && *before == *after {
		return nil
	}
	p, err := tx.personOf(after)
	if models.KindOf(err) == models.NotFound {
		return nil
	}
	if err != nil {
		return err
	}
	return p.TakesOn(field)
}

// otherAdministrator reports whether somebody else can administer. It locks the administrators, so that of two who step
// down at the same time one is refused.
func (tx *Tx) otherAdministrator(except int64) (bool, error) {
	var rows []models.Person
	err := forUpdate(tx.DB).Where("role = ? AND active", models.Administrator).Order("id").Find(&rows).Error
	return slices.ContainsFunc(rows, func(p models.Person) bool { return p.ID != except }), err
}

// EnsureAdministrator returns the first active administrator, and makes one with that address where there is none: the
// first start of an empty database. made tells which.
func (s *Store) EnsureAdministrator(ctx context.Context, now time.Time, email string) (p models.Person, made bool, err error) {
	p, err = change(ctx, s, models.System, now, func(tx *Tx) (models.Person, error) {
		made = false
		var p models.Person
		err := tx.Where("role = ? AND active", models.Administrator).Order("id").Take(&p).Error
		if err == nil || !errors.Is(err, gorm.ErrRecordNotFound) {
			return p, err
		}
		p = models.Person{Name: "Administrator", Email: email, Role: models.Administrator, Active: true, Version: 1}
		if err := p.Validate(); err != nil {
			return p, err
		}
		result := tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&p)
		if result.Error != nil {
			return p, result.Error
		}
		if made = result.RowsAffected == 1; !made { // another replica was first, or the address is somebody's who is no administrator
			p = models.Person{}
			err := tx.Where("email = ? AND role = ? AND active", strings.ToLower(email), models.Administrator).Take(&p).Error
			if errors.Is(err, gorm.ErrRecordNotFound) {
				err = models.Conflictf("nobody is an administrator, and %s is somebody's address; name another with DEBRIEF_ADMIN_EMAIL", email)
			}
			return p, err
		}
		return p, tx.record(models.Event{Subject: models.SubjectPerson, SubjectID: p.ID, Verb: "added"})
	})
	return p, made, err
}

// duplicate turns a unique violation into an Invalid error about the field.
func duplicate(err error, field, message string) error {
	if errors.Is(err, gorm.ErrDuplicatedKey) {
		return models.InvalidField(field, "%s", message)
	}
	return err
}
