package models

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"time"
)

// GroupBy is what a report counts by. Never by person: the tool keeps the guide's word on blamelessness.
type GroupBy string

// What reports can count by.
const (
	BySeverity GroupBy = "severity"
	ByTeam     GroupBy = "team"
	ByService  GroupBy = "service"
	ByKind     GroupBy = "kind"
	ByMonth    GroupBy = "month"
)

// GroupBys lists those of the report of completion, and ReviewGroupBys those of the report of timeliness: a review has no kind.
var (
	GroupBys       = []GroupBy{BySeverity, ByTeam, ByService, ByKind, ByMonth}
	ReviewGroupBys = []GroupBy{BySeverity, ByTeam, ByService, ByMonth}
)

// monthLayout is the key of a month.
const monthLayout = "2006-01"

// grouping is what a fact is counted by.
type grouping struct {
	Severity   Severity
	TeamID     *int64
	ServiceIDs []int64
	Kind       ItemKind
	On         Date // its day, for the month
}

// keys names the groups in which it counts: several where an incident touched several services, "" for what has none.
func (g grouping) keys(by GroupBy) []string {
	switch by {
	case BySeverity:
		return []string{fmt.Sprint(int(g.Severity))}
	case ByTeam:
		if g.TeamID == nil {
			return []string{""}
		}
		return []string{fmt.Sprint(*g.TeamID)}
	case ByService:
		if len(g.ServiceIDs) == 0 {
			return []string{""}
		}
		var keys []string
		for _, id := range g.ServiceIDs {
			keys = append(keys, fmt.Sprint(id))
		}
		return keys
	case ByKind:
		return []string{string(g.Kind)}
	default:
		if g.On.IsZero() {
			return []string{""}
		}
		return []string{g.On.String()[:len(monthLayout)]}
	}
}

// tally adds each fact to the rows of its groups and to that of all, and gives the groups in the order of their keys.
func tally[F, R any](facts []F, by GroupBy, of func(F) grouping, add func(*R, F)) (keys []string, rows map[string]*R, total R) {
	rows = map[string]*R{}
	for _, f := range facts {
		add(&total, f)
		for _, key := range of(f).keys(by) {
			if rows[key] == nil {
				rows[key] = new(R)
			}
			add(rows[key], f)
		}
	}
	if by == ByMonth {
		fillMonths(rows)
	}
	keys = slices.SortedFunc(maps.Keys(rows), func(a, b string) int {
		n, err := strconv.ParseInt(a, 10, 64)
		m, err2 := strconv.ParseInt(b, 10, 64)
		if err == nil && err2 == nil {
			return cmp.Compare(n, m)
		}
		return cmp.Compare(a, b)
	})
	return keys, rows, total
}

// fillMonths adds the months between those that have something: time goes on in them, too.
func fillMonths[R any](rows map[string]*R) {
	months := slices.Sorted(maps.Keys(rows))
	for n := 1; n < len(months); n++ {
		month, err := time.Parse(monthLayout, months[n-1])
		if err != nil {
			continue // it has none
		}
		for month = month.AddDate(0, 1, 0); month.Format(monthLayout) < months[n]; month = month.AddDate(0, 1, 0) {
			rows[month.Format(monthLayout)] = new(R)
		}
	}
}

// share is the part of what was on time among what can be judged, 0 to 1; ok is false where there is none.
func share(onTime, late int) (rate float64, ok bool) {
	if onTime+late == 0 {
		return 0, false
	}
	return float64(onTime) / float64(onTime+late), true
}
