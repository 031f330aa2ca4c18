package store

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"debrief/models"
)

// ReportFilter narrows a report to days (zero for open ends), those of the commitment of items or of the start of incidents, to a
// team and to a severity.
type ReportFilter struct {
	From, To models.Date
	TeamID   int64
	Severity models.Severity
}

// Report is a row a group, and their total.
type Report[G any] struct {
	By     models.GroupBy `json:"by"`
	From   models.Date    `json:"from" format:"date"`
	To     models.Date    `json:"to" format:"date"`
	Groups []G            `json:"groups"`
	Total  G              `json:"total"`
}

// groupNames returns what people call the groups. It refuses a group that is not among those that the report knows, and a period that ends before it begins.
func (s *Store) groupNames(ctx context.Context, group models.GroupBy, known []models.GroupBy, f ReportFilter) (map[string]string, error) {
	if !f.From.IsZero() && !f.To.IsZero() && f.From.After(f.To) {
		return nil, models.InvalidField("from", "must not be after the last day, %s", f.To)
	}
	if !slices.Contains(known, group) {
		list := make([]string, len(known))
		for n, g := range known {
			list[n] = string(g)
		}
		return nil, models.InvalidField("by", "must be %s or %s", strings.Join(list[:len(list)-1], ", "), list[len(list)-1])
	}
	names := map[string]string{}
	var table string
	switch group {
	case models.BySeverity:
		for v := models.Severity(1); v <= 5; v++ {
			names[fmt.Sprint(int(v))] = v.String()
		}
		return names, nil
	case models.ByTeam:
		table, names[""] = "teams", "No team"
	case models.ByService:
		table, names[""] = "services", "No service"
	default:
		return names, nil
	}
	var rows []struct {
		ID   int64
		Name string
	}
	if err := s.reader(ctx).Table(table).Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("read the names of the report's %s: %w", table, err)
	}
	for _, r := range rows {
		names[fmt.Sprint(r.ID)] = r.Name
	}
	return names, nil
}

// touched returns the services that incidents touched, where a report counts by them.
func (s *Store) touched(ctx context.Context, group models.GroupBy) (map[int64][]int64, error) {
	if group != models.ByService {
		return nil, nil
	}
	var pairs []struct{ IncidentID, ServiceID int64 }
	if err := s.reader(ctx).Table("incident_services").Order("service_id").Find(&pairs).Error; err != nil {
		return nil, fmt.Errorf("read the services of the report: %w", err)
	}
	services := map[int64][]int64{}
	for _, p := range pairs {
		services[p.IncidentID] = append(services[p.IncidentID], p.ServiceID)
	}
	return services, nil
}

// called gives a group the name that people use for it.
func called(names map[string]string, key string, name *string) {
	if n, ok := names[key]; ok {
		*name = n
	}
}
