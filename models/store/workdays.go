package store

import (
	"time"

	"debrief/models"
)

func (s *Store) holidays(region string) models.Holidays {
	if s.opts.Holidays == nil || region == "" {
		return nil
	}
	return s.opts.Holidays(region)
}

// teamWorkdays are the days a team works, UTC without holidays for no team.
func (s *Store) teamWorkdays(t *models.Team) models.Workdays {
	if t == nil {
		return models.Workdays{Zone: time.UTC}
	}
	return models.Workdays{Zone: t.Location(), Holidays: s.holidays(t.Region)}
}

// PersonWorkdays are the days and the zone in which a person works.
func (s *Store) PersonWorkdays(p models.Person) models.Workdays {
	return models.Workdays{Zone: p.Location(), Holidays: s.holidays(p.Region)}
}

// teamOf loads a team by an id that may be nil.
func (tx *Tx) teamOf(id *int64) (*models.Team, error) {
	if id == nil {
		return nil, nil
	}
	t, err := one[models.Team](tx.DB, *id, "team")
	return &t, err
}

// personOf loads a person by an id that may be nil.
func (tx *Tx) personOf(id *int64) (*models.Person, error) {
	if id == nil {
		return nil, nil
	}
	p, err := one[models.Person](tx.DB, *id, "person")
	return &p, err
}
