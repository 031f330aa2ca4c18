package models

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
	return share(c.OnTime, c.Late)
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
	keys, rows, total := tally(facts, by, ItemFact.grouping, func(c *Completion, f ItemFact) { c.add(f, today) })
	for _, key := range keys {
		row := rows[key]
		row.Key, row.Name = key, key
		groups = append(groups, *row)
	}
	total.Key, total.Name = "total", "Total"
	return groups, total
}

func (f ItemFact) grouping() grouping {
	return grouping{Severity: f.Severity, TeamID: f.TeamID, ServiceIDs: f.ServiceIDs, Kind: f.Kind, On: f.CommittedOn}
}
