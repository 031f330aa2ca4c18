package storetest_test

import (
	"maps"
	"slices"
	"testing"
	"time"

	"debrief/models"
	"debrief/models/store"
	"debrief/models/storetest"
)

// invitations sends all that is due, and returns what each person was told: REQUEST or CANCEL, with the SEQUENCE.
func invitations(t *testing.T, h *storetest.House, now time.Time) map[string]string {
	t.Helper()
	told := map[string]string{}
	for {
		tasks := must[[]store.Task](t)(h.Store.Claim(t.Context(), store.InvitationQueue, now, time.Minute, 50))
		if len(tasks) == 0 {
			return told
		}
		for _, task := range tasks {
			a := must[store.Appointment](t)(h.Appointment(t.Context(), task.ID))
			method := "REQUEST"
			if a.Attendee.RemovedAt != nil || a.Meeting.State == models.CalledOff {
				method = "CANCEL"
			}
			if told[a.Person.Name] != "" {
				t.Errorf("%s is told twice", a.Person.Name)
			}
			told[a.Person.Name] = method + " " + sprint(a.Meeting.Sequence)
			storetest.Must(t, h.SentInvitation(t.Context(), now, task, nil))
		}
	}
}

func TestEverybodyHearsOfAMeetingWhatConcernsThem(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := storetest.NewHouse(t, s)
		ctx, now := t.Context(), monday
		by := storetest.As(h.Member)
		r := h.AddReview(t, now, 1)
		expect := func(what string, want map[string]string) {
			t.Helper()
			if got := invitations(t, h, now); !maps.Equal(got, want) {
				t.Errorf("%s: told were %v, want %v", what, got, want)
			}
		}
		move := func(change func(m *models.Meeting)) models.Meeting {
			t.Helper()
			m := must[[]models.Meeting](t)(s.Meetings(ctx, by, r.ID))[0]
			change(&m)
			return must[models.Meeting](t)(s.RescheduleMeeting(ctx, by, now, m.ID, m.Version, m))
		}
		m := h.Meet(t, now, r.ID, now.Add(24*time.Hour), h.Member, h.Facilitator)
		if m.Attendees[0].Invitation.DueAt == nil || m.Attendees[0].Invitation.Revision != 1 {
			t.Errorf("the invitation is %+v", m.Attendees[0].Invitation)
		}
		_, err := s.ScheduleMeeting(ctx, by, now, models.Meeting{ReviewID: r.ID, StartsAt: now.Add(time.Hour), Attendees: storetest.Guests(h.Member)})
		refused(t, err, models.Conflict)
		expect("scheduled", map[string]string{"Mia Member": "REQUEST 0", "Fay Facilitator": "REQUEST 0"})
		expect("nothing changed", map[string]string{})

		move(func(m *models.Meeting) { m.StartsAt = m.StartsAt.Add(time.Hour) })
		expect("moved", map[string]string{"Mia Member": "REQUEST 1", "Fay Facilitator": "REQUEST 1"})
		move(func(m *models.Meeting) { m.Place = "room 3" })
		expect("another room", map[string]string{"Mia Member": "REQUEST 1", "Fay Facilitator": "REQUEST 1"})
		move(func(m *models.Meeting) { m.Attendees = append(m.Attendees, storetest.Guests(h.Viewer)...) })
		expect("one more", map[string]string{"Vic Viewer": "REQUEST 1"})
		m = move(func(m *models.Meeting) { m.Attendees = append(m.Attendees[:1:1], m.Attendees[2]) })
		if len(m.Attendees) != 2 {
			t.Errorf("attendees are %+v", m.Attendees)
		}
		expect("one less", map[string]string{"Fay Facilitator": "CANCEL 1"})
		m = move(func(m *models.Meeting) { m.Attendees = append(m.Attendees, storetest.Guests(h.Facilitator)...) })
		back := m.Attendees[slices.IndexFunc(m.Attendees, func(a models.Attendee) bool { return a.PersonID == h.Facilitator.ID })]
		if back.Response != models.NeedsAction || back.Invitation.Revision != back.Invitation.AgreedRevision+1 {
			t.Errorf("invited again as %+v with %+v", back, back.Invitation)
		}
		expect("invited again", map[string]string{"Fay Facilitator": "REQUEST 1"})
		// Taken off and invited again before anything was sent: one mail, of what holds now.
		move(func(m *models.Meeting) {
			m.Attendees = slices.DeleteFunc(m.Attendees, func(a models.Attendee) bool { return a.PersonID == h.Facilitator.ID })
		})
		move(func(m *models.Meeting) {
			m.Attendees = append(m.Attendees, storetest.Guests(h.Facilitator)...)
			m.StartsAt = m.StartsAt.Add(time.Hour)
		})
		expect("off, on and moved", map[string]string{"Mia Member": "REQUEST 2", "Vic Viewer": "REQUEST 2", "Fay Facilitator": "REQUEST 2"})

		// A move while an invitation is being sent is due again at once.
		move(func(m *models.Meeting) { m.StartsAt = m.StartsAt.Add(time.Hour) })
		task := h.Claim(t, store.InvitationQueue, now)
		move(func(m *models.Meeting) { m.StartsAt = m.StartsAt.Add(time.Hour) })
		storetest.Must(t, s.SentInvitation(ctx, now, task, nil))
		expect("moved meanwhile", map[string]string{"Mia Member": "REQUEST 4", "Vic Viewer": "REQUEST 4", "Fay Facilitator": "REQUEST 4"})

		must[models.Meeting](t)(s.CallOffMeeting(ctx, by, now, m.ID, 0, "the bank is closed"))
		expect("called off", map[string]string{"Mia Member": "CANCEL 5", "Vic Viewer": "CANCEL 5", "Fay Facilitator": "CANCEL 5"})
		_, err = s.CallOffMeeting(ctx, by, now, m.ID, 0, "again")
		refused(t, err, models.Conflict)

		// The next one is another meeting, with a UID of its own.
		next := h.Meet(t, now, r.ID, now.Add(time.Hour), h.Member)
		if next.UID == m.UID || next.Sequence != 0 {
			t.Errorf("the next meeting is %+v", next)
		}
		expect("the next one", map[string]string{"Mia Member": "REQUEST 0"})
		now = now.Add(2 * time.Hour)
		next = must[models.Meeting](t)(s.HoldMeeting(ctx, by, now, next.ID, 0, []int64{h.Member.ID}))
		if next.State != models.Held || !*next.Attendees[0].Attended {
			t.Errorf("held as %+v", next)
		}
		expect("held", map[string]string{})
	})
}

func TestAMeetingThatWasMissedLeavesRoomForAnother(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := storetest.NewHouse(t, s)
		ctx := t.Context()
		r := h.AddReview(t, monday, 1)
		m := h.Meet(t, monday, r.ID, monday.Add(time.Hour), h.Member)
		_, err := s.MissMeeting(ctx, storetest.As(h.Member), monday, m.ID, 0, "nobody came")
		refused(t, err, models.Conflict)
		must[models.Meeting](t)(s.MissMeeting(ctx, storetest.As(h.Member), monday.Add(3*time.Hour), m.ID, 0, "nobody came"))
		second := h.Meet(t, monday.Add(3*time.Hour), r.ID, monday.Add(5*time.Hour), h.Member)
		list := must[[]models.Meeting](t)(s.Meetings(ctx, storetest.As(h.Member), r.ID))
		if len(list) != 2 || list[0].ID != second.ID || list[1].State != models.NotHeld || list[1].Note != "nobody came" {
			t.Errorf("the meetings are %+v", list)
		}
		home := must[store.Home](t)(s.Home(ctx, storetest.As(h.Member), monday.Add(3*time.Hour)))
		if len(home.Meetings) != 1 || home.Meetings[0].ID != second.ID {
			t.Errorf("at home are %+v", home.Meetings)
		}
		for after, want := range map[time.Duration]int{-time.Minute: 1, 0: 0, time.Hour: 0} { // what is over needs nobody
			home = must[store.Home](t)(s.Home(ctx, storetest.As(h.Member), second.End().Add(after)))
			if len(home.Meetings) != want {
				t.Errorf("%s after its end, %d meetings are at home", after, len(home.Meetings))
			}
		}
	})
}

func TestWhatSpeaksAgainstAMeetingsTimeIsKnown(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := storetest.NewHouse(t, s)
		by := storetest.As(h.Member)
		r := h.AddReview(t, monday, 1)
		day := models.DateOf(monday)
		away := h.AddPerson(t, "Tom Reed", models.Member, func(p *models.Person) {
			p.DelegateID, p.AwayFrom, p.AwayUntil = &h.Lead.ID, day, day.AddDays(4)
		})
		told := func(at time.Time, attendees ...models.Person) (list []string) {
			t.Helper()
			m := models.Meeting{ReviewID: r.ID, StartsAt: at, Minutes: 30, Attendees: storetest.Guests(attendees...)}
			for _, c := range must[[]models.MeetingConflict](t)(s.MeetingConflicts(t.Context(), by, m)) {
				list = append(list, c.Text)
			}
			return list
		}
		morning := day.AddDays(1).At(10, 0, h.Team.Location())
		for _, c := range []struct {
			what      string
			at        time.Time
			attendees []models.Person
			want      []string
		}{
			{"a working day", morning, []models.Person{h.Member}, nil},
			{"a night", morning.Add(-7 * time.Hour), []models.Person{h.Member}, []string{"It is 03:00 on Tuesday for Mia Member, outside working hours (09:00 to 17:00)"}},
			{"an absence", morning, []models.Person{away, h.Member}, []string{"Tom Reed is away until 6 March 2026; Lee Lead covers and is not invited"}},
			{"an absence that is covered", morning, []models.Person{away, h.Lead}, nil},
			{"nobody", morning, nil, nil},
		} {
			if got := told(c.at, c.attendees...); !slices.Equal(got, c.want) {
				t.Errorf("%s: told is %q, want %q", c.what, got, c.want)
			}
		}
		night, m := morning.Add(-7*time.Hour), models.Meeting{ReviewID: r.ID, Minutes: 30, Attendees: storetest.Guests(h.Member)}
		for want, times := range map[time.Time][]time.Time{morning: {night, morning, morning.Add(time.Hour)}, night: {night, night.Add(time.Hour)}} {
			if got := must[time.Time](t)(s.SuggestTime(t.Context(), by, m, times)); !got.Equal(want) {
				t.Errorf("of %v suggested is %s", times, got)
			}
		}
		m.Attendees[0].Optional = true
		if got := must[time.Time](t)(s.SuggestTime(t.Context(), by, m, []time.Time{night, morning})); !got.Equal(night) {
			t.Errorf("for somebody optional %s is suggested", got)
		}
		_, err := s.MeetingConflicts(t.Context(), by, models.Meeting{ReviewID: 999})
		refused(t, err, models.NotFound)
	})
}

func TestWhoIsInAnotherReviewsMeetingIsNotBookedTwice(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := storetest.NewHouse(t, s)
		ctx := t.Context()
		r, other, secret := h.AddReview(t, monday, 1), h.AddReview(t, monday, 1), h.AddReview(t, monday, 1)
		must[models.Review](t)(s.EditReview(ctx, storetest.As(h.Admin), monday, secret.ID, 0, store.ReviewEdit{Restricted: ptr(true)}))
		at := models.DateOf(monday).AddDays(1).At(10, 0, h.Team.Location())
		h.Meet(t, monday, r.ID, at, h.Member, h.Lead) // its own is no other one
		busy := h.Meet(t, monday, other.ID, at.Add(time.Hour), h.Member, h.Lead)
		h.Meet(t, monday, secret.ID, at.Add(2*time.Hour), h.Member)
		m := models.Meeting{ReviewID: r.ID, Minutes: 30, Attendees: storetest.Guests(h.Member, h.Lead)}
		for wait, want := range map[time.Duration][]string{
			0:                 nil,
			30 * time.Minute:  nil,
			45 * time.Minute:  {"Another review meeting, of " + other.Ref() + ", is at that time for Mia Member and Lee Lead"},
			90 * time.Minute:  nil,
			135 * time.Minute: {"Another review meeting is at that time for Mia Member"},
		} {
			m.StartsAt = at.Add(wait)
			var got []string
			for _, c := range must[[]models.MeetingConflict](t)(s.MeetingConflicts(ctx, storetest.As(h.Member), m)) {
				if c.Reason != models.ConflictMeeting {
					t.Errorf("%s later it is a matter of %q", wait, c.Reason)
				}
				got = append(got, c.Text)
			}
			if !slices.Equal(got, want) {
				t.Errorf("%s later, told is %q, want %q", wait, got, want)
			}
		}
		times := []time.Time{at.Add(time.Hour), at.Add(2 * time.Hour), at.Add(3 * time.Hour)}
		if got := must[time.Time](t)(s.SuggestTime(ctx, storetest.As(h.Member), m, times)); !got.Equal(times[2]) {
			t.Errorf("suggested is %s", got)
		}
		must[models.Meeting](t)(s.RespondToMeeting(ctx, storetest.As(h.Lead), monday, busy.ID, nil, models.Declined))
		must[models.Meeting](t)(s.RescheduleMeeting(ctx, storetest.As(h.Admin), monday, busy.ID, 0, models.Meeting{StartsAt: busy.StartsAt, Minutes: 30,
			Attendees: storetest.Guests(h.Lead)}))
		m.StartsAt = times[0]
		if got := must[[]models.MeetingConflict](t)(s.MeetingConflicts(ctx, storetest.As(h.Member), m)); len(got) > 0 {
			t.Errorf("who declined or was taken off is told of: %+v", got)
		}
	})
}

func TestAnAttendeeAnswersTheInvitation(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := storetest.NewHouse(t, s)
		ctx, now := t.Context(), monday
		r := h.AddReview(t, now, 1)
		m := h.Meet(t, now, r.ID, now.Add(24*time.Hour), h.Member, h.Viewer)
		answers := func() (list []models.Response) {
			t.Helper()
			for _, a := range must[models.Meeting](t)(s.Meeting(ctx, models.System, m.ID)).Attendees {
				list = append(list, a.Response)
			}
			return list
		}
		told := func() (list []any) {
			t.Helper()
			events, _, err := s.Events(ctx, models.System, store.EventFilter{ReviewID: r.ID}, store.Page{Sort: "id"})
			storetest.Must(t, err)
			for _, e := range events {
				if e.Verb == "invitation answered" {
					list = append(list, *e.ActorID, e.Changes["response"])
				}
			}
			return list
		}
		answered := must[models.Meeting](t)(s.RespondToMeeting(ctx, storetest.As(h.Viewer), now, m.ID, nil, models.Accepted)) // a viewer may, too
		if answered.Version != m.Version || answered.Revision != m.Revision {
			t.Errorf("an answer made version %d, revision %d", answered.Version, answered.Revision)
		}
		must[models.Meeting](t)(s.RespondToMeeting(ctx, storetest.As(h.Viewer), now, m.ID, nil, models.Accepted)) // once more
		if got := answers(); !slices.Equal(got, []models.Response{models.NeedsAction, models.Accepted}) {
			t.Errorf("the answers are %v", got)
		}
		if got, want := sprint(told()), sprint([]any{h.Viewer.ID, [2]any{"needs_action", "accepted"}}); got != want {
			t.Errorf("told is %s, want %s", got, want)
		}
		for who, by := range map[string]models.Actor{"somebody else": storetest.As(h.Facilitator), "the administrator": storetest.As(h.Admin), "Debrief": models.System} {
			_, err := s.RespondToMeeting(ctx, by, now, m.ID, nil, models.Declined)
			if models.KindOf(err) != models.Forbidden {
				t.Errorf("%s: %v", who, err)
			}
		}
		_, err := s.RespondToMeeting(ctx, storetest.As(h.Viewer), now, m.ID, nil, models.NeedsAction)
		refused(t, err, models.Invalid)
		_, err = s.RespondToMeeting(ctx, storetest.As(h.Viewer), now, 999, nil, models.Accepted)
		refused(t, err, models.NotFound)

		// Another place leaves the answers, another time asks again.
		m = must[models.Meeting](t)(s.Meeting(ctx, models.System, m.ID))
		m.Place = "room 3"
		m = must[models.Meeting](t)(s.RescheduleMeeting(ctx, storetest.As(h.Member), now, m.ID, m.Version, m))
		if got := answers(); got[1] != models.Accepted {
			t.Errorf("in another room the answers are %v", got)
		}
		m.StartsAt = m.StartsAt.Add(time.Hour)
		m = must[models.Meeting](t)(s.RescheduleMeeting(ctx, storetest.As(h.Member), now, m.ID, m.Version, m))
		if got := answers(); got[1] != models.NeedsAction || m.Attendees[1].Response != models.NeedsAction {
			t.Errorf("at another time the answers are %v", got)
		}

		// By mail it is the attendee's own word as well, and says so.
		reply := models.Reply{UID: m.UID, Sequence: m.Sequence, From: h.Viewer.Email, Email: h.Viewer.Email, Response: models.Tentative, At: now.Add(time.Minute)}
		must[models.Meeting](t)(s.ReplyToMeeting(ctx, now.Add(time.Minute), reply))
		if got := answers(); got[1] != models.Tentative {
			t.Errorf("by mail the answers are %v", got)
		}
		events, _, err := s.Events(ctx, models.System, store.EventFilter{ReviewID: r.ID}, store.Page{Limit: 1})
		storetest.Must(t, err)
		if e := events[0]; e.Verb != "invitation answered" || e.Note != "by mail" || e.ActorID == nil || *e.ActorID != h.Viewer.ID {
			t.Errorf("the history says %+v", e)
		}
		for what, c := range map[string]struct {
			change func(*models.Reply)
			kind   models.Kind
		}{
			"a meeting elsewhere":                  {func(r *models.Reply) { r.UID = "elsewhere@example.com" }, models.NotFound},
			"an unknown address":                   {func(r *models.Reply) { r.Email = "nobody@example.com" }, models.NotFound},
			"somebody uninvited":                   {func(r *models.Reply) { r.From, r.Email = h.Facilitator.Email, h.Facilitator.Email }, models.Forbidden},
			"somebody else":                        {func(r *models.Reply) { r.From = h.Member.Email }, models.Forbidden},
			"who answers for nobody here":          {func(r *models.Reply) { r.UID, r.From = "elsewhere@example.com", h.Member.Email }, models.NotFound},
			"an earlier time":                      {func(r *models.Reply) { r.Sequence-- }, models.Conflict},
			"no answer":                            {func(r *models.Reply) { r.Response = models.NeedsAction }, models.Invalid},
			"an answer from before one in Debrief": {func(r *models.Reply) { r.At = now.Add(-time.Hour) }, models.Conflict},
		} {
			wrong := reply
			wrong.Response = models.Declined
			c.change(&wrong)
			if _, err := s.ReplyToMeeting(ctx, now.Add(2*time.Minute), wrong); models.KindOf(err) != c.kind {
				t.Errorf("%s: %v, want %s", what, err, c.kind)
			}
		}
		if got := answers(); got[1] != models.Tentative {
			t.Errorf("after what was refused the answers are %v", got)
		}
		must[models.Meeting](t)(s.CallOffMeeting(ctx, storetest.As(h.Member), now, m.ID, 0, "the bank is closed"))
		_, err = s.RespondToMeeting(ctx, storetest.As(h.Viewer), now, m.ID, nil, models.Accepted)
		refused(t, err, models.Conflict)
	})
}

func TestWhoFacilitatesTheMeetingFacilitatesTheReview(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h, ctx := storetest.NewHouse(t, s), t.Context()
		i := h.AddIncident(t, monday, 1, func(i *models.Incident) {
			i.Responders = []models.Responder{{PersonID: h.Manager.ID, Part: models.Commander}}
		})
		r := h.ReviewOf(t, i.ID)
		exec(t, storetest.Raw(t, s), s, "UPDATE reviews SET facilitator_id = NULL WHERE id = ?", r.ID)
		var m models.Meeting
		meet := func(who int64) (err error) {
			m, err = s.ScheduleMeeting(ctx, models.System, monday, models.Meeting{ReviewID: r.ID, StartsAt: monday.Add(24 * time.Hour), Minutes: 30,
				Attendees: []models.Attendee{{PersonID: h.Member.ID, Part: models.ResponderPart}, {PersonID: who, Part: models.FacilitatorPart}}})
			return err
		}
		refused(t, meet(h.Manager.ID), models.Invalid) // who took part
		storetest.Must(t, meet(h.Outsider.ID))
		if r = must[models.Review](t)(s.Review(ctx, models.System, r.ID)); r.FacilitatorID == nil || *r.FacilitatorID != h.Outsider.ID {
			t.Errorf("the review's facilitator is %v", r.FacilitatorID)
		}

		// Who takes it over from the meeting's facilitator takes the review over as well.
		lead := func(who ...int64) error {
			wish := m
			wish.Attendees = []models.Attendee{{PersonID: h.Member.ID, Part: models.ResponderPart}}
			for _, id := range who {
				wish.Attendees = append(wish.Attendees, models.Attendee{PersonID: id, Part: models.FacilitatorPart})
			}
			_, err := s.RescheduleMeeting(ctx, models.System, monday, m.ID, 0, wish)
			return err
		}
		refused(t, lead(h.Outsider.ID, h.Facilitator.ID), models.Invalid) // there is one
		refused(t, lead(h.Viewer.ID), models.Invalid)                     // who cannot record the meeting
		storetest.Must(t, lead(h.Facilitator.ID))
		leads := func(want int64) {
			t.Helper()
			if r := must[models.Review](t)(s.Review(ctx, models.System, r.ID)); r.FacilitatorID == nil || *r.FacilitatorID != want {
				t.Errorf("the review's facilitator is %v, want %d", r.FacilitatorID, want)
			}
		}
		leads(h.Facilitator.ID)
		must[models.Review](t)(s.EditReview(ctx, models.System, monday, r.ID, 0, store.ReviewEdit{FacilitatorID: &h.Lead.ID}))
		storetest.Must(t, lead(h.Outsider.ID)) // from who was named on the review meanwhile, and leads the meeting since
		leads(h.Outsider.ID)

		// Whoever turns out to have taken part later stays until somebody else is chosen: the place can be changed.
		i = must[models.Incident](t)(s.Incident(ctx, models.System, i.ID))
		i.Responders = append(i.Responders, models.Responder{PersonID: h.Outsider.ID, Part: models.ResponderPart})
		must[models.Incident](t)(s.SaveIncident(ctx, models.System, monday, i))
		storetest.Must(t, lead(h.Outsider.ID))
		refused(t, lead(h.Manager.ID), models.Invalid)
	})
}

func TestARestrictedReviewIsSeenByWhoWasAtItsMeetingAndNotByWhoWasTickedByMistake(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := storetest.NewHouse(t, s)
		ctx, by := t.Context(), models.System
		r := h.AddReview(t, monday, 1)
		m := h.Meet(t, monday, r.ID, monday.Add(time.Hour), h.Member, h.Manager)
		exec(t, storetest.Raw(t, s), s, "UPDATE reviews SET restricted = true WHERE id = ?", r.ID)
		m.Attendees = m.Attendees[:1]
		must[models.Meeting](t)(s.RescheduleMeeting(ctx, by, monday, m.ID, 0, m))
		sees := func(who models.Person, want bool) {
			t.Helper()
			_, err := s.Review(ctx, storetest.As(who), r.ID)
			if got := models.KindOf(err) != models.NotFound; got != want {
				t.Errorf("%s sees the review: %t (%v), want %t", who.Name, got, err, want)
			}
		}
		now := monday.Add(2 * time.Hour)
		sees(h.Manager, false) // taken off the invitation
		must[models.Meeting](t)(s.HoldMeeting(ctx, by, now, m.ID, 0, []int64{h.Member.ID, h.Manager.ID, h.Outsider.ID}))
		sees(h.Manager, true)
		sees(h.Outsider, true)
		m = must[models.Meeting](t)(s.CorrectAttendance(ctx, by, now, m.ID, 0, []int64{h.Member.ID}))
		sees(h.Manager, false)
		sees(h.Outsider, false)
		if len(m.Attendees) != 1 {
			t.Errorf("the attendees are %+v", m.Attendees)
		}
	})
}

func TestWhoWasAtAMeetingIsCorrected(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := storetest.NewHouse(t, s)
		ctx, by := t.Context(), storetest.As(h.Member)
		r := h.AddReview(t, monday, 1)
		m := h.Meet(t, monday, r.ID, monday.Add(time.Hour), h.Member, h.Facilitator, h.Viewer)
		m.Attendees = slices.DeleteFunc(m.Attendees, func(a models.Attendee) bool { return a.PersonID == h.Viewer.ID })
		m = must[models.Meeting](t)(s.RescheduleMeeting(ctx, by, monday, m.ID, m.Version, m))
		invitations(t, h, monday)
		now := monday.Add(2 * time.Hour)
		_, err := s.CorrectAttendance(ctx, by, now, m.ID, 0, nil)
		refused(t, err, models.Conflict)
		there := func(people ...models.Person) {
			t.Helper()
			var ids []int64
			for _, p := range people {
				ids = append(ids, p.ID)
			}
			slices.Sort(ids)
			if got := must[models.Meeting](t)(s.Meeting(ctx, models.System, m.ID)); !slices.Equal(got.There(), ids) {
				t.Errorf("there were %v, want %v", got.There(), ids)
			}
		}
		_, err = s.HoldMeeting(ctx, by, now, m.ID, 0, []int64{h.Member.ID, 999})
		refused(t, err, models.Invalid)
		if err.Error() != "some of this cannot be stored: attended names 999, which does not exist" {
			t.Error(err)
		}
		m = must[models.Meeting](t)(s.HoldMeeting(ctx, by, now, m.ID, 0, []int64{h.Member.ID, h.Facilitator.ID, h.Lead.ID}))
		there(h.Member, h.Facilitator, h.Lead)
		m = must[models.Meeting](t)(s.CorrectAttendance(ctx, by, now, m.ID, m.Version, []int64{h.Member.ID, h.Outsider.ID, h.Viewer.ID})) // uninvited, and taken off before
		there(h.Member, h.Outsider, h.Viewer)
		if len(m.Attendees) != 4 { // Lee, who came by mistake only, is none of them any more
			t.Errorf("the attendees are %+v", m.Attendees)
		}
		if got := invitations(t, h, now); len(got) > 0 {
			t.Errorf("told were %v of what is over", got)
		}
		told := func() (list []models.Event) {
			for _, e := range events(t, s, models.SubjectReview, r.ID) {
				if e.Verb == "attendance corrected" {
					list = append(list, e)
				}
			}
			return list
		}
		if list := told(); len(list) != 1 || *list[0].ActorID != h.Member.ID || sprint(list[0].Changes["attended"]) !=
			sprint([2][]int64{sorted(h.Member.ID, h.Facilitator.ID, h.Lead.ID), sorted(h.Member.ID, h.Outsider.ID, h.Viewer.ID)}) {
			t.Errorf("told is %+v", list)
		}
		same := must[models.Meeting](t)(s.CorrectAttendance(ctx, by, now, m.ID, m.Version, []int64{h.Viewer.ID, h.Member.ID, h.Outsider.ID}))
		if same.Version != m.Version || len(told()) != 1 {
			t.Errorf("the same once more is version %d, told %d times", same.Version, len(told()))
		}
		_, err = s.CorrectAttendance(ctx, by, now, m.ID, m.Version-1, nil)
		refused(t, err, models.Stale)
		_, err = s.CorrectAttendance(ctx, storetest.As(h.Viewer), now, m.ID, 0, nil)
		refused(t, err, models.Forbidden)
		h.Write(t, now, r.ID, "It was slow.\n")
		must[models.Review](t)(s.SubmitReview(ctx, by, now, r.ID, 0))
		h.Settle(t, now, r.ID)
		must[models.Review](t)(s.CompleteReview(ctx, by, now, r.ID, 0))
		must[models.Meeting](t)(s.CorrectAttendance(ctx, by, now, m.ID, 0, []int64{h.Member.ID}))
		there(h.Member)
		must[store.ClosedReview](t)(s.CloseReview(ctx, by, now, r.ID, 0))
		_, err = s.CorrectAttendance(ctx, by, now, m.ID, 0, nil)
		refused(t, err, models.Conflict)
		there(h.Member)
	})
}

func sorted(ids ...int64) []int64 {
	slices.Sort(ids)
	return ids
}

func TestWhoComesToFacilitateAReviewIsInvitedToItsMeeting(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := storetest.NewHouse(t, s)
		ctx, now, nobody := t.Context(), monday, int64(0)
		by := storetest.As(h.Facilitator)
		r := h.AddReview(t, now, 1)
		name := func(who int64) {
			t.Helper()
			must[models.Review](t)(s.EditReview(ctx, by, now, r.ID, 0, store.ReviewEdit{FacilitatorID: &who}))
		}
		expect := func(what string, told map[string]string, parts map[int64]models.Part) {
			t.Helper()
			if got := invitations(t, h, now); !maps.Equal(got, told) {
				t.Errorf("%s: told were %v, want %v", what, got, told)
			}
			got := map[int64]models.Part{}
			for _, a := range must[[]models.Meeting](t)(s.Meetings(ctx, models.System, r.ID))[0].Attendees {
				got[a.PersonID] = a.Part
			}
			if !maps.Equal(got, parts) {
				t.Errorf("%s: the attendees are %v, want %v", what, got, parts)
			}
		}
		const guest, leads = models.Guest, models.FacilitatorPart
		name(nobody)
		m := h.Meet(t, now, r.ID, now.Add(24*time.Hour), h.Member)
		invitations(t, h, now)
		name(h.Facilitator.ID)
		expect("named", map[string]string{"Fay Facilitator": "REQUEST 0"}, map[int64]models.Part{h.Member.ID: guest, h.Facilitator.ID: leads})
		if events, _, err := s.Events(ctx, by, store.EventFilter{ReviewID: r.ID}, store.Page{}); err != nil || events[0].Verb != "meeting changed" {
			t.Errorf("the history says %q, %v", events[0].Verb, err)
		}
		name(h.Outsider.ID)
		expect("changed", map[string]string{"Fay Facilitator": "CANCEL 0", "Otto Outsider": "REQUEST 0"}, map[int64]models.Part{h.Member.ID: guest, h.Outsider.ID: leads})
		must[models.Review](t)(s.EditReview(ctx, by, now, r.ID, 0, store.ReviewEdit{OwnerID: &h.Outsider.ID, FacilitatorID: &h.Facilitator.ID}))
		expect("wanted otherwise", map[string]string{"Fay Facilitator": "REQUEST 0"},
			map[int64]models.Part{h.Member.ID: guest, h.Outsider.ID: models.ReviewOwner, h.Facilitator.ID: leads})
		name(nobody)
		expect("named no more", map[string]string{"Fay Facilitator": "CANCEL 0"}, map[int64]models.Part{h.Member.ID: guest, h.Outsider.ID: models.ReviewOwner})

		now = m.End()
		name(h.Facilitator.ID)
		expect("named when it was over", map[string]string{}, map[int64]models.Part{h.Member.ID: guest, h.Outsider.ID: models.ReviewOwner})
	})
}

// A round of mails has one time, and a meeting can move in the middle of it: what counts is what a mail said, not when it went out.
func TestWhoHearsThatAMeetingMovedIsToldTheTimeOfTheirLastMail(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := storetest.NewHouse(t, s)
		ctx, round := t.Context(), monday
		by := storetest.As(h.Member)
		r := h.AddReview(t, round, 1)
		starts := round.Add(24 * time.Hour)
		m := h.Meet(t, round, r.ID, starts, h.Member)
		move := func(hours int, at time.Time) {
			t.Helper()
			next := must[models.Meeting](t)(s.Meeting(ctx, by, m.ID))
			next.StartsAt = starts.Add(time.Duration(hours) * time.Hour)
			must[models.Meeting](t)(s.RescheduleMeeting(ctx, by, at, m.ID, next.Version, next))
		}
		read := func(task store.Task, what string, was *time.Time) *time.Time {
			t.Helper()
			a := must[store.Appointment](t)(s.Appointment(ctx, task.ID))
			if (a.Was == nil) != (was == nil) || was != nil && !a.Was.Equal(*was) {
				t.Errorf("%s: it was on %v, want %v", what, a.Was, was)
			}
			return &a.Meeting.StartsAt
		}
		minute := func(n int) time.Time { return round.Add(time.Duration(n) * time.Minute) }
		claim := func(n int) store.Task { return h.Claim(t, store.InvitationQueue, minute(n)) }
		sent := func(n int, task store.Task, startsAt *time.Time) {
			t.Helper()
			storetest.Must(t, s.SentInvitation(ctx, minute(n), task, startsAt))
		}

		task := claim(1)
		move(1, minute(2)) // before the mail is written: it names the new time
		first := read(task, "the first mail", nil)
		sent(1, task, first)
		task = claim(2)
		read(task, "it names that time already", nil)
		move(2, minute(3))
		second := read(task, "moved again", first)
		move(3, minute(4)) // after the mail was written
		sent(2, task, second)
		task = claim(4)
		third := read(task, "moved while it was sent", second)
		sent(4, task, third)
		move(4, minute(5))
		sent(5, claim(5), nil) // no mail went out
		move(5, minute(6))
		read(claim(6), "after a round without a mail", third)
	})
}
