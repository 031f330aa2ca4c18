package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"debrief/models"
)

// Completion reports what became of the items that the actor may see. Overdue is judged on the day that it is now in its zone.
func (s *Store) Completion(ctx context.Context, by models.Actor, now time.Time, group models.GroupBy, f ReportFilter) (Report[models.Completion], error) {
	r := Report[models.Completion]{By: group, From: f.From, To: f.To, Groups: []models.Completion{}}
	names, err := s.groupNames(ctx, group, models.GroupBys, f)
	if err != nil {
		return r, err
	}
	facts, err := s.itemFacts(ctx, by, group, f)
	if err != nil {
		return r, err
	}
	groups, total := models.Tally(facts, group, models.DateOf(now))
	for _, g := range groups {
		called(names, g.Key, &g.Name)
		r.Groups = append(r.Groups, g)
	}
	r.Total = total
	return r, nil
}

func (s *Store) itemFacts(ctx context.Context, by models.Actor, group models.GroupBy, f ReportFilter) ([]models.ItemFact, error) {
	db := seenItems(s.reader(ctx).Table("action_items"), by).
		Joins("JOIN reviews AS r ON r.id = action_items.review_id").Joins("JOIN incidents AS i ON i.id = r.incident_id").
		Where("action_items.committed_on IS NOT NULL AND i.withdrawn_at IS NULL").
		Select(`action_items.id, action_items.state, action_items.kind, i.severity, coalesce(action_items.team_id, i.team_id) AS team_id,
			action_items.committed_on, action_items.first_due_on, action_items.due_on, action_items.closed_on, action_items.historic,
			r.incident_id`)
	if !f.From.IsZero() {
		db = db.Where("action_items.committed_on >= ?", f.From)
	}
	if !f.To.IsZero() {
		db = db.Where("action_items.committed_on <= ?", f.To)
	}
	if f.TeamID != 0 {
		db = db.Where(ofTeams("= @team"), sql.Named("team", f.TeamID))
	}
	if f.Severity != 0 {
		db = db.Where("i.severity = ?", f.Severity)
	}
	var rows []struct { // an ItemFact's list of services is no column
		ID                                       int64
		State                                    models.ItemState
		Kind                                     models.ItemKind
		Severity                                 models.Severity
		TeamID                                   *int64
		CommittedOn, FirstDueOn, DueOn, ClosedOn models.Date
		Historic                                 bool
		IncidentID                               int64
	}
	if err := db.Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("read the items of the report: %w", err)
	}
	touched, err := s.touched(ctx, group)
	if err != nil {
		return nil, err
	}
	facts := make([]models.ItemFact, len(rows))
	for n, row := range rows {
		facts[n] = models.ItemFact{ID: row.ID, State: row.State, Kind: row.Kind, Severity: row.Severity, TeamID: row.TeamID,
			ServiceIDs: touched[row.IncidentID], CommittedOn: row.CommittedOn, FirstDueOn: row.FirstDueOn, DueOn: row.DueOn,
			ClosedOn: row.ClosedOn, Historic: row.Historic}
	}
	return facts, nil
}
