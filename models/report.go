package models

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"time"
)

// GroupBy is what a completion report counts by. Never by person: the tool keeps the guide's word on blamelessness.
type GroupBy string

// What the report can count by.
const (
	BySeverity GroupBy = "severity"
	ByTeam     GroupBy = "team"
	ByService  GroupBy = "service"
	ByKind     GroupBy = "kind"
	ByMonth    GroupBy = "month"
)

// GroupBys lists them.
var GroupBys = []GroupBy{BySeverity, ByTeam, ByService, ByKind, ByMonth}

// ItemFact is what the report looks at of one committed item.
type ItemFact struct {
	ID          int64
	State       ItemState
	Kind        ItemKind
	Severity    Severity
	TeamID      *int64
	ServiceIDs  []int64 `gorm:"-"`
	CommittedOn Date
	FirstDueOn  Date
	DueOn       Date
	ClosedOn    Date
	Historic    bool
}

// Completion counts the items of one group. Opened = Closed + Rejected + Open. Overdue ones are open past their current
// due date. OnTime and Late are judged against the first due date, once it has passed or the item is closed: an item
// that is still open past its first due date is late already, however often it slipped. Imported history is opened and
// closed, and never late.
type Completion struct {
	Key      string `json:"key" doc:"The group: a severity, an id, a kind or a month; total for all"`
	Name     string `json:"name" doc:"The group for people"`
	Opened   int    `json:"opened"`
	Closed   int    `json:"closed"`
	Rejected int    `json:"rejected"`
	Open     int    `json:"open"`
	Overdue  int    `json:"overdue"`
	OnTime   int    `json:"on_time"`
	Late     int    `json:"late"`
}

// Rate returns the share of items on time among those that can be judged, 0 to 1; ok is false where there are none.
func (c Completion) Rate() (rate float64, ok bool) {
	judged := c.OnTime + c.Late
	if judged == 0 {
		return 0, false
	}
	return float64(c.OnTime) / float64(judged), true
}

func (c *Completion) add(f ItemFact, today Date) {
	c.Opened++
	switch f.State {
	case Done:
		c.Closed++
	case Rejected:
		c.Rejected++
	default:
		c.Open++
	}
	if f.Historic || f.State == Rejected || f.FirstDueOn.IsZero() { // what was imported may have had no due date
		return
	}
	if f.State != Done && !f.DueOn.IsZero() && today.After(f.DueOn) {
		c.Overdue++
	}
	switch {
	case f.State == Done && !f.ClosedOn.IsZero() && !f.ClosedOn.After(f.FirstDueOn):
		c.OnTime++
	case f.State == Done && !f.ClosedOn.IsZero(), f.State != Done && today.After(f.FirstDueOn):
		c.Late++
	}
}

// Tally sums facts into groups, in the order of their keys, and over all. An item of an incident that touched several
// services counts in each of them, so those rows add up to more than the total.
func Tally(facts []ItemFact, by GroupBy, today Date) (groups []Completion, total Completion) {
	total = Completion{Key: "total", Name: "Total"}
	rows := map[string]*Completion{}
	for _, f := range facts {
		total.add(f, today)
		for _, key := range groupKeys(f, by) {
			if rows[key] == nil {
				rows[key] = &Completion{Key: key, Name: key}
			}
			rows[key].add(f, today)
		}
	}
	if by == ByMonth {
		fillMonths(rows)
	}
	for _, row := range rows {
		groups = append(groups, *row)
	}
	slices.SortFunc(groups, func(a, b Completion) int {
		n, err := strconv.ParseInt(a.Key, 10, 64)
		m, err2 := strconv.ParseInt(b.Key, 10, 64)
		if err == nil && err2 == nil {
			return cmp.Compare(n, m)
		}
		return cmp.Compare(a.Key, b.Key)
	})
	return groups, total
}

// fillMonths adds the months between those that have items: time goes on in them, too.
func fillMonths(rows map[string]*Completion) {
	const layout = "2006-01"
	months := slices.Sorted(maps.Keys(rows))
	for n := 1; n < len(months); n++ {
		month, err := time.Parse(layout, months[n-1])
		if err != nil {
			continue // it has none
		}
		for month = month.AddDate(0, 1, 0); month.Format(layout) < months[n]; month = month.AddDate(0, 1, 0) {
			key := month.Format(layout)
			rows[key] = &Completion{Key: key, Name: key}
		}
	}
}

func groupKeys(f ItemFact, by GroupBy) []string {
	switch by {
	case BySeverity:
		return []string{fmt.Sprint(int(f.Severity))}
	case ByTeam:
		if f.TeamID == nil {
			return []string{""}
		}
		return []string{fmt.Sprint(*f.TeamID)}
	case ByService:
		if len(f.ServiceIDs) == 0 {
			return []string{""}
		}
		var keys []string
		for _, id := range f.ServiceIDs {
			keys = append(keys, fmt.Sprint(id))
		}
		return keys
	case ByKind:
		return []string{string(f.Kind)}
	default:
		if f.CommittedOn.IsZero() {
			return []string{""}
		}
		return []string{f.CommittedOn.String()[:len("2006-01")]}
	}
}
