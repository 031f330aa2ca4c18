package models

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// ConflictReason is why a time does not suit.
type ConflictReason string

// The reasons against a time.
const (
	ConflictAway    ConflictReason = "away"
	ConflictMeeting ConflictReason = "meeting" // of another review
	ConflictHoliday ConflictReason = "holiday"
	ConflictHours   ConflictReason = "hours" // outside working hours, or on a weekend
)

// MeetingConflict is what speaks against the time of a meeting, and for whom. It is told and never refused.
type MeetingConflict struct {
	Reason    ConflictReason `json:"reason" enum:"away,meeting,holiday,hours"`
	PersonIDs []int64        `json:"person_ids" doc:"Whom it concerns; empty for the calendar of the incident's team"`
	Optional  bool           `json:"optional" doc:"It concerns only people whose attendance is optional"`
	Text      string         `json:"text" doc:"A sentence for a person"`
}

// Booking is the scheduled meeting of another review that a person is invited to and has not declined.
type Booking struct {
	PersonID int64
	StartsAt time.Time
	Minutes  int
	Review   string // such as PM-17; empty for a restricted one, of which nothing is told
}

// Needed reports whether any of the conflicts concerns more than people whose attendance is optional.
func Needed(conflicts []MeetingConflict) bool {
	return slices.ContainsFunc(conflicts, func(c MeetingConflict) bool { return !c.Optional })
}

// Conflicts returns what speaks against the meeting's time: a holiday of the incident's team, then what each attendee's hours,
// holidays, absence and other meetings say, those who are needed first. People holds the attendees and their delegates, others are
// passed over; days tells when a person works. Who is away is not missed where the delegate attends.
func (m Meeting) Conflicts(team Workdays, people map[int64]Person, days func(Person) Workdays, booked []Booking) []MeetingConflict {
	list := []MeetingConflict{}
	if name, free := team.holiday(m.StartsAt); free {
		list = append(list, MeetingConflict{Reason: ConflictHoliday, PersonIDs: []int64{}, Text: name + " is a holiday in the team's calendar"})
	}
	for _, optional := range []bool{false, true} {
		at := map[string]int{} // one sentence for all of whom the same is to be said
		names := map[string][]string{}
		for _, a := range m.Attendees {
			p, known := people[a.PersonID]
			if !known || a.Optional != optional {
				continue
			}
			reason, words := m.against(p, people, days, booked)
			if reason == "" {
				continue
			}
			n, there := at[words]
			if !there {
				n = len(list)
				at[words], list = n, append(list, MeetingConflict{Reason: reason, Optional: optional})
			}
			if !slices.Contains(names[words], p.Name) { // of two who are called the same, one name says it
				names[words] = append(names[words], p.Name)
			}
			list[n].PersonIDs = append(list[n].PersonIDs, p.ID)
			list[n].Text = strings.Replace(words, "{}", Enumerate(names[words]), 1)
		}
	}
	return list
}

// against returns the one thing that speaks most against the time for a person, with {} where the name goes; "" for nothing.
func (m Meeting) against(p Person, people map[int64]Person, days func(Person) Workdays, booked []Booking) (ConflictReason, string) {
	w := days(p)
	day, start, end := w.DateOf(m.StartsAt), m.StartsAt.In(w.zone()), m.End().In(w.zone())
	if p.Away(day) {
		away := "{} is away until " + p.AwayUntil.utc().Format("2 January 2006")
		if p.DelegateID == nil {
			return ConflictAway, away
		}
		cover := people[*p.DelegateID]
		if !cover.Active || cover.Away(days(cover).DateOf(m.StartsAt)) {
			return ConflictAway, away
		}
		if slices.ContainsFunc(m.Attendees, func(a Attendee) bool { return a.PersonID == cover.ID }) {
			return "", ""
		}
		return ConflictAway, away + "; " + cover.Name + " covers and is not invited"
	}
	for _, b := range booked {
		if b.PersonID != p.ID || !m.StartsAt.Before(Meeting{StartsAt: b.StartsAt, Minutes: b.Minutes}.End()) || !b.StartsAt.Before(m.End()) {
			continue
		}
		if b.Review == "" {
			return ConflictMeeting, "Another review meeting is at that time for {}"
		}
		return ConflictMeeting, "Another review meeting, of " + b.Review + ", is at that time for {}"
	}
	if name, free := w.holiday(m.StartsAt); free {
		return ConflictHoliday, "It is " + name + " for {}"
	}
	hours := fmt.Sprintf(", outside working hours (%s to %s)", w.Opens(day).In(w.zone()).Format("15:04"), w.closes(day).In(w.zone()).Format("15:04"))
	switch {
	case !w.IsBusinessDay(day):
		return ConflictHours, fmt.Sprintf("It is %s on %s for {}, which is no working day", start.Format("15:04"), day.Weekday())
	case start.Before(w.Opens(day)) || !start.Before(w.closes(day)):
		return ConflictHours, fmt.Sprintf("It is %s on %s for {}"+hours, start.Format("15:04"), day.Weekday())
	case end.After(w.closes(day)):
		return ConflictHours, fmt.Sprintf("It ends at %s on %s for {}"+hours, end.Format("15:04"), day.Weekday())
	}
	return "", ""
}

// Enumerate puts names, of which there is one at least, into words: "Ana", "Ana and Bo", "Ana, Bo and Cy".
func Enumerate(names []string) string {
	if len(names) == 1 {
		return names[0]
	}
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + " and " + names[last]
}

// holiday returns the name of the public holiday that the day of an instant is.
func (w Workdays) holiday(t time.Time) (string, bool) {
	if w.Holidays == nil {
		return "", false
	}
	return w.Holidays(w.DateOf(t))
}
