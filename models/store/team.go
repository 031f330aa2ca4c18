package store

import (
	"cmp"
	"context"
	"time"

	"debrief/models"
)

// Teams lists the teams.
func (s *Store) Teams(ctx context.Context, p Page) ([]models.Team, string, error) {
	return list(s.reader(ctx).Model(&models.Team{}), p, byName("teams",
		func(t models.Team) string { return t.Name }, func(t models.Team) int64 { return t.ID }))
}

// Team returns one team.
func (s *Store) Team(ctx context.Context, id int64) (models.Team, error) {
	return one[models.Team](s.reader(ctx), id, "team")
}

// AddTeam stores a new team.
func (s *Store) AddTeam(ctx context.Context, by models.Actor, now time.Time, t models.Team) (models.Team, error) {
	return change(ctx, s, by, now, func(tx *Tx) (models.Team, error) {
		if err := cmp.Or(by.Need(models.Administrator), t.Validate(), tx.entrust("lead_id", nil, t.LeadID)); err != nil {
			return t, err
		}
		t.ID, t.Active = 0, true
		if err := tx.storeNamed("teams", 0, "", t.Name, func() error { return tx.create(&t) }); err != nil {
			return t, duplicate(err, "name", "is another team's already; capital letters make no difference")
		}
		return t, tx.record(models.Event{Subject: models.SubjectTeam, SubjectID: t.ID, Verb: "added"})
	})
}

// SaveTeam stores changes of a team.
func (s *Store) SaveTeam(ctx context.Context, by models.Actor, now time.Time, t models.Team) (models.Team, error) {
	return change(ctx, s, by, now, func(tx *Tx) (models.Team, error) {
		before, err := one[models.Team](forUpdate(tx.DB), t.ID, "team")
		if err != nil {
			return t, err
		}
		return tx.saveTeam(before, t)
	})
}

// saveTeam stores changes of a team that was loaded and locked.
func (tx *Tx) saveTeam(before, t models.Team) (models.Team, error) {
	if err := cmp.Or(tx.by.Need(models.Administrator), t.Validate(), tx.entrust("lead_id", before.LeadID, t.LeadID)); err != nil {
		return t, err
	}
	version := t.Version
	if unchanged(version, before, t) {
		return before, nil
	}
	t.Version, t.CreatedAt = before.Version, before.CreatedAt
	if err := tx.storeNamed("teams", t.ID, before.Name, t.Name, func() error { return tx.save(&t, version) }); err != nil {
		return t, duplicate(err, "name", "is another team's already; capital letters make no difference")
	}
	if before.SlackChannel != t.SlackChannel || before.Active != t.Active {
		if err := tx.announceAll("reviews.incident_id IN (SELECT incidents.id FROM incidents WHERE incidents.team_id = ?)", t.ID); err != nil {
			return t, err
		}
	}
	if before.TimeZone != t.TimeZone || before.JiraProject != t.JiraProject {
		// An item without a team of its own is its incident's team's.
		if err := tx.refreshItems(`(action_items.team_id = ? OR action_items.team_id IS NULL AND action_items.review_id IN
				(SELECT reviews.id FROM reviews JOIN incidents ON incidents.id = reviews.incident_id WHERE incidents.team_id = ?))`, t.ID, t.ID); err != nil {
			return t, err
		}
	}
	return t, tx.record(models.Event{Subject: models.SubjectTeam, SubjectID: t.ID, Verb: "changed", Changes: models.Changes(before, t)})
}
