package store

import (
	"context"

	"debrief/models"
)

// Beginnings returns what there is in the rows of a Debrief that may be new; for administrators.
func (s *Store) Beginnings(ctx context.Context, by models.Actor) (b models.Beginnings, err error) {
	if err := by.Need(models.Administrator); err != nil {
		return b, err
	}
	var row struct {
		PlaceholderID           *int64
		Team, Service, Incident bool
		People                  int
	}
	err = s.reader(ctx).Raw(`SELECT
		(SELECT min(id) FROM people WHERE active AND role = ? AND email LIKE ?) AS placeholder_id,
		(SELECT count(*) FROM (SELECT id FROM people WHERE active LIMIT 2) AS two) AS people,
		EXISTS (SELECT 1 FROM teams WHERE active) AS team,
		EXISTS (SELECT 1 FROM services WHERE active) AS service,
		EXISTS (SELECT 1 FROM incidents) AS incident`, models.Administrator, "%"+models.NowhereDomain).Scan(&row).Error
	b.Team, b.Service, b.Incident, b.People = row.Team, row.Service, row.Incident, row.People > 1
	if row.PlaceholderID != nil {
		b.PlaceholderID = *row.PlaceholderID
	}
	return b, err
}
