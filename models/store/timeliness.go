package store

import (
	"context"
	"fmt"
	"time"

	"debrief/models"
)

// Timeliness reports whether the reviews that the actor may see met in time, and how long they took. The days of its filter and its
// months are those of the zone that it is now in, as is today; the day of a meeting is that of the incident's team.
func (s *Store) Timeliness(ctx context.Context, by models.Actor, now time.Time, group models.GroupBy, f ReportFilter) (Report[models.Timeliness], error) {
	r := Report[models.Timeliness]{By: group, From: f.From, To: f.To, Groups: []models.Timeliness{}}
	names, err := s.groupNames(ctx, group, models.ReviewGroupBys, f)
	if err != nil {
		return r, err
	}
	facts, err := s.reviewFacts(ctx, by, now.Location(), group, f)
	if err != nil {
		return r, err
	}
	groups, total := models.TallyReviews(facts, group, models.DateOf(now))
	for _, g := range groups {
		called(names, g.Key, &g.Name)
		r.Groups = append(r.Groups, g)
	}
	r.Total = total
	return r, nil
}

func (s *Store) reviewFacts(ctx context.Context, by models.Actor, zone *time.Location, group models.GroupBy, f ReportFilter) ([]models.ReviewFact, error) {
	db := seenReviews(s.reader(ctx).Table("reviews"), by).
		Joins("JOIN incidents AS i ON i.id = reviews.incident_id").Joins("LEFT JOIN teams AS t ON t.id = i.team_id").
		Where("i.withdrawn_at IS NULL").
		Select(`reviews.id, reviews.state, reviews.due_on, reviews.historic, reviews.closed_at, reviews.incident_id, i.severity, i.team_id,
			i.started_at, i.resolved_at, coalesce(t.time_zone, '') AS time_zone`)
	db = startedIn(db, "i", f.From, f.To, zone)
	if f.TeamID != 0 {
		db = db.Where("i.team_id = ?", f.TeamID)
	}
	if f.Severity != 0 {
		db = db.Where("i.severity = ?", f.Severity)
	}
	var rows []struct { // a ReviewFact's list of services is no column
		ID, IncidentID       int64
		State                models.ReviewState
		Severity             models.Severity
		TeamID               *int64
		TimeZone             string
		StartedAt            time.Time
		ResolvedAt, ClosedAt *time.Time
		DueOn                models.Date
		Historic             bool
	}
	if err := db.Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("read the reviews of the report: %w", err)
	}
	var held []struct {
		ReviewID int64
		StartsAt time.Time
	}
	if err := s.reader(ctx).Table("meetings").Where("state = ?", models.Held).Order("starts_at DESC, id DESC").Find(&held).Error; err != nil {
		return nil, fmt.Errorf("read the meetings of the report: %w", err)
	}
	met := map[int64]time.Time{} // the first of each review
	for _, m := range held {
		met[m.ReviewID] = m.StartsAt
	}
	touched, err := s.touched(ctx, group)
	if err != nil {
		return nil, err
	}
	facts := make([]models.ReviewFact, len(rows))
	for n, row := range rows {
		facts[n] = models.ReviewFact{State: row.State, Severity: row.Severity, TeamID: row.TeamID, ServiceIDs: touched[row.IncidentID],
			StartedOn: models.DateOf(row.StartedAt.In(zone)), DueOn: row.DueOn, ResolvedAt: row.ResolvedAt, ClosedAt: row.ClosedAt, Historic: row.Historic}
		if at, ok := met[row.ID]; ok {
			team := models.Team{TimeZone: row.TimeZone}
			facts[n].MetAt, facts[n].MetOn = &at, models.DateOf(at.In(team.Location()))
		}
	}
	return facts, nil
}
