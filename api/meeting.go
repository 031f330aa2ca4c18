package api

import (
	"context"
	"fmt"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"debrief/models"
)

func (s *server) meetingRoutes() {
	all(s, get("/reviews/{id}/meetings", "list-meetings", "The meetings of a review, the newest first"), s.meetings)
	huma.Register(s.huma, create("/reviews/{id}/meetings", "schedule-meeting",
		"Schedule the meeting; without attendees, those whom the guide wants are invited"), s.scheduleMeeting)
	all(s, get("/reviews/{id}/attendee-suggestion", "suggest-attendees", "Whom the guide wants in the meeting"), s.suggestAttendees)
	huma.Register(s.huma, get("/meetings/{id}", "get-meeting", "One meeting"), s.meeting)
	huma.Register(s.huma, patch("/meetings/{id}", "reschedule-meeting", "Change time, length, place or attendees"), s.rescheduleMeeting)
	huma.Register(s.huma, put("/meetings/{id}/response", "respond-to-meeting", "Your own answer to the invitation"), s.respondToMeeting)
	huma.Register(s.huma, verb("/meetings/{id}/holding", "hold-meeting", "Record that it took place, and who was there"), s.holdMeeting)
	huma.Register(s.huma, put("/meetings/{id}/attendance", "correct-attendance", "Record anew who was there, until the review is closed"), s.correctAttendance)
	huma.Register(s.huma, verb("/meetings/{id}/lapse", "miss-meeting", "Record that it did not take place, and why"), s.missMeeting)
	huma.Register(s.huma, verb("/meetings/{id}/cancellation", "call-off-meeting", "Call it off; attendees are told"), s.callOffMeeting)
}

type reviewListing struct {
	ReviewRef
	Listing
}

func (s *server) meetings(ctx context.Context, in *reviewListing) ([]models.Meeting, error) {
	return s.store.Meetings(ctx, actor(ctx), in.ID.N)
}

func (s *server) suggestAttendees(ctx context.Context, in *reviewListing) ([]suggestion, error) {
	rows, err := s.store.SuggestAttendees(ctx, actor(ctx), in.ID.N)
	list := make([]suggestion, len(rows))
	for n, a := range rows {
		list[n] = suggestion{a.PersonID, a.Part, a.Optional}
	}
	return list, err
}

// suggestion is somebody to invite.
type suggestion struct {
	PersonID int64       `json:"person_id" minimum:"1"`
	Part     models.Part `json:"part" enum:"review_owner,facilitator,incident_commander,shadow,scribe,responder,service_owner,engineering_manager,product_manager,customer_liaison,guest"`
	Optional bool        `json:"optional" required:"false"`
}

func attendees(list []suggestion) []models.Attendee {
	rows := make([]models.Attendee, len(list))
	for n, a := range list {
		rows[n] = models.Attendee{PersonID: a.PersonID, Part: a.Part, Optional: a.Optional}
	}
	return rows
}

type meetingBody struct {
	StartsAt  time.Time     `json:"starts_at"`
	Minutes   int           `json:"minutes,omitempty" minimum:"15" maximum:"60" doc:"30 without"`
	Place     string        `json:"place,omitempty" maxLength:"2000"`
	Attendees *[]suggestion `json:"attendees,omitempty" minItems:"1" maxItems:"100"`
}

// timedMeeting is a meeting with what speaks against its time: it is scheduled all the same.
type timedMeeting struct {
	models.Meeting
	Conflicts []models.MeetingConflict `json:"conflicts" doc:"What speaks against its time as of now: hours outside 09:00 to 17:00, weekends, holidays, absences and the meetings of other reviews; empty for nothing. It is told and never refused"`
}

func (s *server) timed(ctx context.Context, m models.Meeting, err error) (timedMeeting, error) {
	if err != nil || m.State != models.Scheduled {
		return timedMeeting{m, []models.MeetingConflict{}}, err
	}
	conflicts, err := s.store.MeetingConflicts(ctx, models.System, m) // who left themselves out may not see it any more
	return timedMeeting{m, conflicts}, err
}

func (s *server) scheduleMeeting(ctx context.Context, in *struct {
	ReviewRef
	Body meetingBody
}) (*Made[timedMeeting], error) {
	b := in.Body
	m := models.Meeting{ReviewID: in.ID.N, StartsAt: b.StartsAt, Minutes: b.Minutes, Place: b.Place}
	var err error
	if b.Attendees != nil {
		m.Attendees = attendees(*b.Attendees)
	} else if m.Attendees, err = s.store.SuggestAttendees(ctx, actor(ctx), in.ID.N); err != nil {
		return nil, err
	}
	m, err = s.store.ScheduleMeeting(ctx, actor(ctx), s.now(), m)
	t, err := s.timed(ctx, m, err)
	return made(t, t.Version, fmt.Sprintf("/meetings/%d", t.ID), err)
}

func (s *server) meeting(ctx context.Context, in *Ref) (*Out[timedMeeting], error) {
	m, err := s.store.Meeting(ctx, actor(ctx), in.ID.N)
	t, err := s.timed(ctx, m, err)
	return out(t, t.Version, err)
}

type meetingPatch struct {
	StartsAt  *time.Time    `json:"starts_at,omitempty"`
	Minutes   *int          `json:"minutes,omitempty" minimum:"15" maximum:"60"`
	Place     *string       `json:"place,omitempty" maxLength:"2000"`
	Attendees *[]suggestion `json:"attendees,omitempty" minItems:"1" maxItems:"100" doc:"All of them: who is left out is taken off"`
}

func (s *server) rescheduleMeeting(ctx context.Context, in *struct {
	Ref
	MustMatch
	Body meetingPatch
}) (*Out[timedMeeting], error) {
	m, err := s.store.Meeting(ctx, actor(ctx), in.ID.N)
	if err != nil {
		return nil, err
	}
	set(&m.StartsAt, in.Body.StartsAt)
	set(&m.Minutes, in.Body.Minutes)
	set(&m.Place, in.Body.Place)
	if in.Body.Attendees != nil {
		m.Attendees = attendees(*in.Body.Attendees)
	}
	m, err = s.store.RescheduleMeeting(ctx, actor(ctx), s.now(), m.ID, in.Match.of(m.Version), m)
	t, err := s.timed(ctx, m, err)
	return out(t, t.Version, err)
}

type responseBody struct {
	Sequence *int            `json:"sequence,omitempty" minimum:"0" doc:"The meeting's sequence as you know it; where it has moved since, the answer is refused with 409"`
	Response models.Response `json:"response" enum:"accepted,tentative,declined"`
}

func (s *server) respondToMeeting(ctx context.Context, in *struct {
	Ref
	Body responseBody
}) (*Out[timedMeeting], error) {
	m, err := s.store.RespondToMeeting(ctx, actor(ctx), s.now(), in.ID.N, in.Body.Sequence, in.Body.Response)
	t, err := s.timed(ctx, m, err)
	return out(t, t.Version, err)
}

type holdingBody struct {
	Attended []int64 `json:"attended" minimum:"1" maxItems:"100" doc:"All who were there, invited or not"`
}

func (s *server) holdMeeting(ctx context.Context, in *struct {
	Ref
	IfMatch
	Body holdingBody
}) (*Out[models.Meeting], error) {
	m, err := s.store.HoldMeeting(ctx, actor(ctx), s.now(), in.ID.N, in.Match.N, in.Body.Attended)
	return out(m, m.Version, err)
}

func (s *server) correctAttendance(ctx context.Context, in *struct {
	Ref
	MustMatch
	Body holdingBody
}) (*Out[models.Meeting], error) {
	m, err := s.store.CorrectAttendance(ctx, actor(ctx), s.now(), in.ID.N, in.Match.N, in.Body.Attended)
	return out(m, m.Version, err)
}

type meetingReason struct {
	Ref
	IfMatch
	Body reasonBody
}

func (s *server) missMeeting(ctx context.Context, in *meetingReason) (*Out[models.Meeting], error) {
	m, err := s.store.MissMeeting(ctx, actor(ctx), s.now(), in.ID.N, in.Match.N, in.Body.Reason)
	return out(m, m.Version, err)
}

func (s *server) callOffMeeting(ctx context.Context, in *meetingReason) (*Out[models.Meeting], error) {
	m, err := s.store.CallOffMeeting(ctx, actor(ctx), s.now(), in.ID.N, in.Match.N, in.Body.Reason)
	return out(m, m.Version, err)
}
