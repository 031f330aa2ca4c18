package models

import (
	"fmt"
	"maps"
	"slices"
	"time"
)

// MeetingState is what became of a meeting.
type MeetingState string

// The states of a meeting.
const (
	Scheduled MeetingState = "scheduled"
	Held      MeetingState = "held"
	NotHeld   MeetingState = "not_held"
	CalledOff MeetingState = "called_off"
)

// Length of a meeting in minutes (process.md: 15 to 30; up to an hour where there is much to agree).
const (
	MinMeetingMinutes     = 15
	DefaultMeetingMinutes = 30
	MaxMeetingMinutes     = 60
)

// maxAttendees keeps one meeting a meeting.
const maxAttendees = 100

// Meeting is a review's appointment. A review has at most one that is scheduled; the ones that were not held or
// called off stay as history.
type Meeting struct {
	ID       int64        `json:"id"`
	ReviewID int64        `json:"review_id"`
	State    MeetingState `json:"state" enum:"scheduled,held,not_held,called_off"`
	StartsAt time.Time    `json:"starts_at"`
	Minutes  int          `json:"minutes" minimum:"15" maximum:"60"`
	Place    string       `json:"place,omitempty" doc:"A room, or the address of the call"`
	Note     string       `json:"note,omitempty" doc:"Why it was not held or called off"`
	UID      string       `json:"uid" doc:"The iCalendar UID; it never changes"`
	Sequence int          `json:"sequence" doc:"The iCalendar SEQUENCE; it rises with every change of time and with cancellation"`
	Revision int64        `json:"revision" doc:"Rises with every change that attendees see"`

	Attendees []Attendee `json:"attendees" gorm:"-"`

	Version   int64     `json:"version"`
	CreatedAt time.Time `json:"created_at"`
	UpdatedAt time.Time `json:"updated_at"`
}

// Response is an attendee's answer to the invitation (RFC 5545, PARTSTAT).
type Response string

// The answers to an invitation.
const (
	NeedsAction Response = "needs_action"
	Accepted    Response = "accepted"
	Tentative   Response = "tentative"
	Declined    Response = "declined"
)

// Answers are the Responses that an attendee can give.
var Answers = []Response{Accepted, Tentative, Declined}

// Attendee is a person invited to a meeting.
type Attendee struct {
	ID        int64      `json:"id"`
	MeetingID int64      `json:"-"`
	PersonID  int64      `json:"person_id"`
	Part      Part       `json:"part" enum:"review_owner,facilitator,incident_commander,shadow,scribe,responder,service_owner,engineering_manager,product_manager,customer_liaison,guest"`
	Optional  bool       `json:"optional"`
	Response  Response   `json:"response" enum:"needs_action,accepted,tentative,declined"`
	Attended  *bool      `json:"attended,omitempty" doc:"Known once the meeting was held"`
	RemovedAt *time.Time `json:"-"` // off the invitation: taken off it, or never on it and there all the same

	Invitation *Invitation `json:"invitation,omitempty" gorm:"-"`
}

// Invitation is what one attendee was last told of the meeting. Revision is what should be known, AgreedRevision
// what was sent; the reconciler makes them match.
type Invitation struct {
	ID             int64      `json:"-"`
	AttendeeID     int64      `json:"-"`
	Revision       int64      `json:"revision"`
	AgreedRevision int64      `json:"agreed_revision"`
	SentAt         *time.Time `json:"sent_at,omitempty"`
	ToldStartsAt   *time.Time `json:"-"` // when the meeting was to start by the last mail; nil before the first
	DueAt          *time.Time `json:"due_at,omitempty" doc:"When the next mail is due; absent when all is sent"`
	Queue          `gorm:"embedded"`
}

// End returns when the meeting ends.
func (m Meeting) End() time.Time { return m.StartsAt.Add(time.Duration(m.Minutes) * time.Minute) }

// Validate returns an Invalid error for what cannot be stored.
func (m *Meeting) Validate() error {
	var c Check
	if m.StartsAt.IsZero() {
		c.Fail("starts_at", "is missing")
	}
	c.Time("starts_at", m.StartsAt)
	if m.Minutes == 0 {
		m.Minutes = DefaultMeetingMinutes
	}
	if m.Minutes < MinMeetingMinutes || m.Minutes > MaxMeetingMinutes {
		c.Fail("minutes", "must be %d to %d", MinMeetingMinutes, MaxMeetingMinutes)
	}
	m.Place = c.Line("place", m.Place, MaxURL)
	if len(m.Attendees) == 0 {
		c.Fail("attendees", "must name at least one person")
	}
	if len(m.Attendees) > maxAttendees {
		c.Fail("attendees", "must be at most %d", maxAttendees)
	}
	seen := map[int64]bool{}
	led := false
	for n, a := range m.Attendees {
		if a.Part == FacilitatorPart && led {
			c.Fail(fmt.Sprintf("attendees[%d].part", n), "is somebody else's already; a meeting has one facilitator")
		}
		led = led || a.Part == FacilitatorPart
		if !slices.Contains(AttendeeParts, a.Part) {
			c.Fail(fmt.Sprintf("attendees[%d].part", n), "is not a part that a person can have in a meeting")
		}
		if seen[a.PersonID] {
			c.Fail(fmt.Sprintf("attendees[%d].person_id", n), "is invited twice")
		}
		seen[a.PersonID] = true
	}
	return c.Err()
}

// Reschedule takes over time, length, place and attendees from the wish. Revision rises with a change that
// everybody sees, Sequence with a change of time (RFC 5546, 2.1.4), which also asks everybody for an answer again.
func (m *Meeting) Reschedule(now time.Time, wish Meeting) error {
	if m.State != Scheduled {
		return Conflictf("this meeting is %s; schedule a new one", m.State)
	}
	if err := wish.Validate(); err != nil {
		return err
	}
	if wish.StartsAt.Before(now) && !wish.StartsAt.Equal(m.StartsAt) {
		return InvalidField("starts_at", "lies in the past")
	}
	moved := !m.StartsAt.Equal(wish.StartsAt) || m.Minutes != wish.Minutes
	if moved {
		m.Sequence++
	}
	if moved || m.Place != wish.Place {
		m.Revision++
	}
	attendees := slices.Clone(wish.Attendees)
	for n := range attendees {
		attendees[n].Response = NeedsAction
		for _, old := range m.Attendees {
			if old.PersonID == attendees[n].PersonID && !moved { // else it was an answer to another time
				attendees[n].Response = old.Response
			}
		}
	}
	m.StartsAt, m.Minutes, m.Place, m.Attendees = wish.StartsAt, wish.Minutes, wish.Place, attendees
	return nil
}

// Respond records a person's own answer to the invitation, until the meeting is over. The sequence is that of the invitation
// which is answered: an answer to an earlier time of the meeting says nothing of this one. nil means the time that it has.
func (m *Meeting) Respond(now time.Time, person int64, sequence *int, answer Response) error {
	if !slices.Contains(Answers, answer) {
		return InvalidField("response", "must be accepted, tentative or declined")
	}
	n := slices.IndexFunc(m.Attendees, func(a Attendee) bool { return a.PersonID == person })
	if n < 0 {
		return Forbiddenf("you are not invited to this meeting, so there is nothing to answer")
	}
	if m.State != Scheduled {
		return Conflictf("this meeting is %s; an invitation is answered while the meeting is scheduled", m.State)
	}
	if !now.Before(m.End()) {
		return Conflictf("this meeting is over; whoever runs it records who was there")
	}
	if sequence != nil && *sequence < m.Sequence {
		return Conflictf("the meeting was moved to %s since; say whether you come then", m.StartsAt.UTC().Format("Mon 2 Jan 2006, 15:04 UTC"))
	}
	m.Attendees[n].Response = answer
	return nil
}

// Reply is an answer to an invitation that a calendar program sent by mail (RFC 5546, section 3.2.3).
type Reply struct {
	UID      string    // of the meeting
	Sequence int       // of the invitation that is answered
	From     string    // who sent it
	Email    string    // whose answer it is
	Response Response  // one of Answers
	At       time.Time // when it was given; zero where the mail does not say
}

// Hold records that the meeting took place and who was there, invited or not. It may be recorded from the start of the meeting on.
func (m *Meeting) Hold(now time.Time, attended map[int64]bool) error {
	if m.State != Scheduled {
		return Conflictf("this meeting is %s", m.State)
	}
	if now.Before(m.StartsAt) {
		return &Error{Kind: Conflict, Message: "this meeting cannot have been held",
			Missing: []string{"it starts at " + m.StartsAt.UTC().Format(time.RFC3339) + "; move it if it took place earlier"}}
	}
	if err := m.attend(m.Attendees, attended); err != nil {
		return err
	}
	m.State = Held
	return nil
}

// CorrectAttendance records anew who was at a meeting that was held, until its review is over. Who came uninvited, and was not there
// after all, is an attendee no more.
func (m *Meeting) CorrectAttendance(r Review, attended map[int64]bool) error {
	if m.State != Held {
		return Conflictf("this meeting is %s; who was there is known once it was held", m.State)
	}
	if err := r.Editable(); err != nil {
		return err
	}
	return m.attend(slices.DeleteFunc(slices.Clone(m.Attendees), func(a Attendee) bool {
		return (a.RemovedAt != nil || a.Invitation == nil) && !attended[a.PersonID]
	}), attended)
}

// attend sets who of the attendees was there; who is none of them came as a guest.
func (m *Meeting) attend(attendees []Attendee, attended map[int64]bool) error {
	list := slices.Clone(attendees)
	for n := range list {
		list[n].Attended = new(attended[list[n].PersonID])
	}
	for _, id := range slices.Sorted(maps.Keys(attended)) {
		if attended[id] && !slices.ContainsFunc(list, func(a Attendee) bool { return a.PersonID == id }) {
			list = append(list, Attendee{MeetingID: m.ID, PersonID: id, Part: Guest, Response: NeedsAction, Attended: new(true)})
		}
	}
	if len(list) > maxAttendees {
		return InvalidField("attended", "makes %d attendees of those who were invited and who came; %d are the most", len(list), maxAttendees)
	}
	m.Attendees = list
	return nil
}

// There returns the ids of those who were at the meeting, in their order.
func (m Meeting) There() []int64 {
	ids := []int64{}
	for _, a := range m.Attendees {
		if a.Attended != nil && *a.Attended {
			ids = append(ids, a.PersonID)
		}
	}
	slices.Sort(ids)
	return ids
}

// Miss records that the meeting did not take place.
func (m *Meeting) Miss(now time.Time, reason string) error {
	if now.Before(m.StartsAt) && m.State == Scheduled {
		return Conflictf("this meeting has not begun; call it off instead")
	}
	return m.end(NotHeld, reason)
}

// CallOff cancels the meeting: attendees are told, with a higher SEQUENCE.
func (m *Meeting) CallOff(reason string) error {
	if err := m.end(CalledOff, reason); err != nil {
		return err
	}
	m.Sequence++
	m.Revision++
	return nil
}

func (m *Meeting) end(to MeetingState, reason string) error {
	if m.State != Scheduled {
		return Conflictf("this meeting is %s", m.State)
	}
	var c Check
	reason = c.Reason("reason", reason)
	if err := c.Err(); err != nil {
		return err
	}
	m.State, m.Note = to, reason
	return nil
}

// SuggestAttendees returns who the guide wants in the meeting (process.md, "Postmortem Meeting"): the review's owner
// and facilitator, who took part in the incident, the leads and managers of the services' teams, and for SEV-1 the
// customer liaison as optional. Below SEV-1 the liaison is left out.
func SuggestAttendees(r Review, i Incident, teams []Team) []Attendee {
	var list []Attendee
	add := func(id *int64, part Part, optional bool) {
		if id == nil || slices.ContainsFunc(list, func(a Attendee) bool { return a.PersonID == *id }) {
			return
		}
		list = append(list, Attendee{PersonID: *id, Part: part, Optional: optional, Response: NeedsAction})
	}
	add(r.OwnerID, ReviewOwner, false)
	add(r.FacilitatorID, FacilitatorPart, false)
	for _, p := range i.Responders {
		if p.Part != CustomerLiaison {
			add(&p.PersonID, p.Part, false)
		}
	}
	for _, t := range teams {
		add(t.LeadID, ServiceOwner, false)
		add(t.ManagerID, EngManager, false)
		add(t.ProductManagerID, ProductManager, false)
	}
	for _, p := range i.Responders {
		if p.Part == CustomerLiaison && i.Severity == 1 {
			add(&p.PersonID, CustomerLiaison, true)
		}
	}
	return list
}

// FollowFacilitator makes who came to facilitate the review the meeting's facilitator, invited where they were not. The former one keeps
// the part in which they are wanted all the same, else they are taken off. Who leads the meeting without having facilitated the review
// goes on leading it.
func (m *Meeting) FollowFacilitator(former, facilitator *int64, wanted []Attendee) {
	list := slices.Clone(m.Attendees)
	who := func(in []Attendee, id int64) int {
		return slices.IndexFunc(in, func(a Attendee) bool { return a.PersonID == id })
	}
	leads := slices.IndexFunc(list, func(a Attendee) bool { return a.Part == FacilitatorPart })
	if leads >= 0 && former != nil && list[leads].PersonID == *former {
		switch at := who(wanted, *former); {
		case at >= 0:
			list[leads].Part, list[leads].Optional = wanted[at].Part, wanted[at].Optional
		case facilitator == nil && len(list) == 1: // a meeting has somebody in it
			list[leads].Part = Guest
		default:
			list = slices.Delete(list, leads, leads+1)
		}
		leads = -1
	}
	if facilitator != nil {
		at := who(list, *facilitator)
		switch {
		case at >= 0 && leads < 0:
			list[at].Part, list[at].Optional = FacilitatorPart, false
		case at < 0 && leads < 0:
			list = append(list, Attendee{PersonID: *facilitator, Part: FacilitatorPart, Response: NeedsAction})
		case at < 0:
			list = append(list, Attendee{PersonID: *facilitator, Part: Guest, Response: NeedsAction})
		}
	}
	m.Attendees = list
}

// AgendaPoint is one part of the meeting.
type AgendaPoint struct {
	Title string `json:"title"`
	Lead  Part   `json:"lead"`
	Share int    `json:"share" doc:"Part of the meeting's time, in percent"`
}

// Agenda is the guide's (meeting.md and process.md, "Agenda").
var Agenda = []AgendaPoint{
	{"Causes and timeline: how did we get here?", ReviewOwner, 35},
	{"How could it have been caught: canary, tests, load tests?", FacilitatorPart, 15},
	{"Proposed action items: are we confident, what is missing, who commits?", ReviewOwner, 35},
	{"Customer impact, and approval of the external message", CustomerLiaison, 15},
}
