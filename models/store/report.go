package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"debrief/models"
)

// ReportFilter narrows a report to items committed in From..To (zero for open ends) and of one team.
type ReportFilter struct {
	From, To models.Date
	TeamID   int64
	Severity models.Severity
}

// Report is what became of follow-ups: a row a group, and their total.
type Report struct {
	By     models.GroupBy      `json:"by"`
	From   models.Date         `json:"from" format:"date"`
	To     models.Date         `json:"to" format:"date"`
	Groups []models.Completion `json:"groups"`
	Total  models.Completion   `json:"total"`
}

// Completion reports what became of the items that the actor may see. Overdue is judged on the day that it is now in its zone.
func (s *Store) Completion(ctx context.Context, by models.Actor, now time.Time, group models.GroupBy, f ReportFilter) (Report, error) {
	r := Report{By: group, From: f.From, To: f.To}
	if !f.From.IsZero() && !f.To.IsZero() && f.From.After(f.To) {
		return r, models.InvalidField("from", "must not be after the last day, %s", f.To)
	}
	names, err := s.groupNames(ctx, group)
	if err != nil {
		return r, err
	}
	facts, err := s.itemFacts(ctx, by, f, group == models.ByService)
	if err != nil {
		return r, err
	}
	r.Groups, r.Total = models.Tally(facts, group, models.DateOf(now))
	if r.Groups == nil {
		r.Groups = []models.Completion{}
	}
	for n := range r.Groups {
		if name, ok := names[r.Groups[n].Key]; ok {
			r.Groups[n].Name = name
		}
	}
	return r, nil
}

func (s *Store) itemFacts(ctx context.Context, by models.Actor, f ReportFilter, services bool) ([]models.ItemFact, error) {
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
	touched := map[int64][]int64{}
	if services {
		var pairs []struct{ IncidentID, ServiceID int64 }
		if err := s.reader(ctx).Table("incident_services").Order("service_id").Find(&pairs).Error; err != nil {
			return nil, fmt.Errorf("read the services of the report: %w", err)
		}
		for _, p := range pairs {
			touched[p.IncidentID] = append(touched[p.IncidentID], p.ServiceID)
		}
	}
	facts := make([]models.ItemFact, len(rows))
	for n, row := range rows {
		facts[n] = models.ItemFact{ID: row.ID, State: row.State, Kind: row.Kind, Severity: row.Severity, TeamID: row.TeamID,
			ServiceIDs: touched[row.IncidentID], CommittedOn: row.CommittedOn, FirstDueOn: row.FirstDueOn, DueOn: row.DueOn,
			ClosedOn: row.ClosedOn, Historic: row.Historic}
	}
	return facts, nil
}

// groupNames returns what people call the groups.
func (s *Store) groupNames(ctx context.Context, group models.GroupBy) (map[string]string, error) {
	names := map[string]string{}
	var table, none string
	switch group {
	case models.BySeverity:
		for v := models.Severity(1); v <= 5; v++ {
			names[fmt.Sprint(int(v))] = v.String()
		}
		return names, nil
	case models.ByTeam:
		table, none = "teams", "No team"
	case models.ByService:
		table, none = "services", "No service"
	case models.ByKind, models.ByMonth:
		return names, nil
	default:
		return nil, models.InvalidField("by", "must be severity, team, service, kind or month")
	}
	var rows []struct {
		ID   int64
		Name string
	}
	if err := s.reader(ctx).Table(table).Find(&rows).Error; err != nil {
		return nil, err
	}
	names[""] = none
	for _, r := range rows {
		names[fmt.Sprint(r.ID)] = r.Name
	}
	return names, nil
}
