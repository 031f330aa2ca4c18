package models

import (
	"fmt"
	"slices"
	"time"
)

// Severity ranks an incident from 1, the worst, to 5.
type Severity int

// Valid reports whether the severity lies in 1..5.
func (s Severity) Valid() bool { return s >= 1 && s <= 5 }

// String returns SEV-1 to SEV-5.
func (s Severity) String() string { return fmt.Sprintf("SEV-%d", int(s)) }

// Unit says how days are counted.
type Unit string

// The units of a deadline.
const (
	CalendarDays Unit = "calendar_days"
	BusinessDays Unit = "business_days"
)

// Priority of an action item; P0 and P1 are what must be dealt with (guide, "Follow-Up Actions").
type Priority string

// The priorities, the most urgent first.
const (
	P0 Priority = "P0"
	P1 Priority = "P1"
	P2 Priority = "P2"
	P3 Priority = "P3"
)

// Priorities lists them, the most urgent first.
var Priorities = []Priority{P0, P1, P2, P3}

// Valid reports whether the priority is one of Priorities.
func (p Priority) Valid() bool { return slices.Contains(Priorities, p) }

// Policy is what a severity demands. One row a severity; administrators edit it.
type Policy struct {
	Severity       Severity `json:"severity" gorm:"primaryKey;autoIncrement:false"`
	ReviewRequired bool     `json:"review_required" doc:"Whether every incident of this severity gets a review"`
	MeetingWithin  int      `json:"meeting_within" doc:"Days after the resolution within which the review meets, 1 to 60"`
	MeetingUnit    Unit     `json:"meeting_unit" enum:"calendar_days,business_days"`
	ItemDays       int      `json:"item_days" doc:"Calendar days after the resolution when P0 and P1 items are due, or on the next business day; 1 to 365"`
	NudgeBefore    []int    `json:"nudge_before" gorm:"serializer:json" doc:"Days before the due date on which the owner is reminded"`
	RepeatDays     int      `json:"repeat_days" doc:"Days between reminders once an item is overdue, 1 to 60"`
	EscalateDays   int      `json:"escalate_days" doc:"Days overdue at which the team's lead and the review board join, 1 to 365"`

	Version   int64     `json:"version"`
	CreatedAt time.Time `json:"created_at"`
	UpdatedAt time.Time `json:"updated_at"`
}

// MinCommitDays is the notice, in business days, that an owner has at least, however old the incident.
const MinCommitDays = 5

// DefaultPolicies are the guide's: SEV-1 meets within 3 calendar days and SEV-2 within 5 business days
// (process.md, "Owner Responsibilities"); their items are due after 15 and 30 days (accountability.md).
func DefaultPolicies() []Policy {
	row := func(s Severity, required bool, within int, unit Unit, items int) Policy {
		return Policy{Severity: s, ReviewRequired: required, MeetingWithin: within, MeetingUnit: unit, ItemDays: items,
			NudgeBefore: []int{7, 2}, RepeatDays: 7, EscalateDays: 14, Version: 1}
	}
	return []Policy{
		row(1, true, 3, CalendarDays, 15),
		row(2, true, 5, BusinessDays, 30),
		row(3, false, 10, BusinessDays, 60),
		row(4, false, 10, BusinessDays, 60),
		row(5, false, 10, BusinessDays, 60),
	}
}

// Validate returns an Invalid error for values out of range.
func (p *Policy) Validate() error {
	var c Check
	within := func(field string, v, lo, hi int) {
		if v < lo || v > hi {
			c.Fail(field, "must be %d to %d", lo, hi)
		}
	}
	if !p.Severity.Valid() {
		c.Fail("severity", "must be 1 to 5")
	}
	within("meeting_within", p.MeetingWithin, 1, 60)
	if p.MeetingUnit != CalendarDays && p.MeetingUnit != BusinessDays {
		c.Fail("meeting_unit", "must be calendar_days or business_days")
	}
	within("item_days", p.ItemDays, 1, 365)
	within("repeat_days", p.RepeatDays, 1, 60)
	within("escalate_days", p.EscalateDays, 1, 365)
	if len(p.NudgeBefore) > 10 {
		c.Fail("nudge_before", "must name at most 10 days")
	}
	for _, d := range p.NudgeBefore {
		within("nudge_before", d, 1, 365)
	}
	slices.SortFunc(p.NudgeBefore, func(a, b int) int { return b - a })
	p.NudgeBefore = slices.Compact(p.NudgeBefore)
	return c.Err()
}

// MeetingDue returns the last day on which the review may meet; day 0 is the day of the resolution in the
// owning team's zone.
func (p Policy) MeetingDue(resolved time.Time, w Workdays) Date {
	day := w.DateOf(resolved)
	if p.MeetingUnit == BusinessDays {
		return w.AddBusinessDays(day, p.MeetingWithin)
	}
	return day.AddDays(p.MeetingWithin)
}

// ItemDue returns the default due date of an item that is committed at that moment, or no date for P2 and below.
// It is a business day, never earlier than MinCommitDays of them after the commitment.
func (p Policy) ItemDue(resolved, committed time.Time, priority Priority, w Workdays) Date {
	if priority != P0 && priority != P1 {
		return Date{}
	}
	due := w.OnOrAfter(w.DateOf(resolved).AddDays(p.ItemDays))
	return LaterDate(due, w.AddBusinessDays(w.DateOf(committed), MinCommitDays))
}
