package models

import (
	"slices"
	"time"
)

// ReviewFact is what the report of timeliness looks at of one review.
type ReviewFact struct {
	State      ReviewState
	Severity   Severity
	TeamID     *int64
	ServiceIDs []int64
	StartedOn  Date       // when its incident began
	DueOn      Date       // the last day for the meeting; zero while the incident goes on
	MetOn      Date       // the day of the first meeting that was held, where the team is; zero for none
	ResolvedAt *time.Time // the end of the incident
	MetAt      *time.Time
	ClosedAt   *time.Time
	Historic   bool
}

// Timeliness counts the reviews of one group. Opened = Closed + Waived + Open. Met ones have held a meeting. Overdue ones are
// open past the last day for it, without one. OnTime and Late are judged against that day, which the guide wants to be 3
// calendar days after a SEV-1 and 5 business days after a SEV-2: a review that has not met is late once it has passed.
// What was waived or imported is never late.
type Timeliness struct {
	Key           string   `json:"key" doc:"The group: a severity, an id or a month; total for all"`
	Name          string   `json:"name" doc:"The group for people"`
	Opened        int      `json:"opened"`
	Closed        int      `json:"closed"`
	Waived        int      `json:"waived"`
	Open          int      `json:"open"`
	Met           int      `json:"met" doc:"Those that have held a meeting"`
	Overdue       int      `json:"overdue" doc:"Open ones past the last day for the meeting, without one"`
	OnTime        int      `json:"on_time" doc:"Those that met by the last day for it"`
	Late          int      `json:"late" doc:"Those that met later, or have not met and the last day has passed"`
	DaysToMeeting *float64 `json:"days_to_meeting" doc:"Half of the reviews met within so many days of the end of the incident; null for none"`
	DaysToClose   *float64 `json:"days_to_close" doc:"Half of the reviews were closed within so many days of the end of the incident; null for none"`
}

// Rate returns the share of reviews that met on time among those that can be judged, 0 to 1; ok is false where there are none.
func (t Timeliness) Rate() (rate float64, ok bool) { return share(t.OnTime, t.Late) }

// waits are a group, and how long each of it took.
type waits struct {
	Timeliness
	meeting, closing []time.Duration
}

func (w *waits) add(f ReviewFact, today Date) {
	w.Opened++
	switch f.State {
	case Waived:
		w.Waived++
		return
	case Closed:
		w.Closed++
	default:
		w.Open++
	}
	met := !f.MetOn.IsZero()
	if met {
		w.Met++
	}
	if f.Historic {
		return
	}
	w.meeting = since(w.meeting, f.ResolvedAt, f.MetAt)
	if f.State == Closed {
		w.closing = since(w.closing, f.ResolvedAt, f.ClosedAt)
	}
	if f.DueOn.IsZero() {
		return
	}
	past := today.After(f.DueOn)
	if past && !met && (Review{State: f.State}).Open() {
		w.Overdue++
	}
	switch {
	case met && !f.MetOn.After(f.DueOn):
		w.OnTime++
	case met || past:
		w.Late++
	}
}

// since adds how long it was from one moment to the other: nothing where one of them is not known, 0 where they are the other way round.
func since(list []time.Duration, from, to *time.Time) []time.Duration {
	if from == nil || to == nil {
		return list
	}
	return append(list, max(0, to.Sub(*from)))
}

// median gives the middle of some durations in days, to a tenth; nil for none.
func median(list []time.Duration) *float64 {
	if len(list) == 0 {
		return nil
	}
	slices.Sort(list)
	middle := (list[(len(list)-1)/2] + list[len(list)/2]) / 2
	days := float64(middle.Round(24*time.Hour/10)) / float64(24*time.Hour)
	return &days
}

// TallyReviews sums facts into groups, in the order of their keys, and over all. A review of an incident that touched several
// services counts in each of them, so those rows add up to more than the total.
func TallyReviews(facts []ReviewFact, by GroupBy, today Date) (groups []Timeliness, total Timeliness) {
	keys, rows, all := tally(facts, by, ReviewFact.grouping, func(w *waits, f ReviewFact) { w.add(f, today) })
	for _, key := range keys {
		groups = append(groups, rows[key].row(key, key))
	}
	return groups, all.row("total", "Total")
}

func (w *waits) row(key, name string) Timeliness {
	t := w.Timeliness
	t.Key, t.Name = key, name
	t.DaysToMeeting, t.DaysToClose = median(w.meeting), median(w.closing)
	return t
}

func (f ReviewFact) grouping() grouping {
	return grouping{Severity: f.Severity, TeamID: f.TeamID, ServiceIDs: f.ServiceIDs, On: f.StartedOn}
}
