package models

import (
	"reflect"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func aMeeting(t rapid.TB) Meeting {
	t.Helper()
	return Meeting{ID: 1, State: Scheduled, StartsAt: instant(t, "2026-03-09T10:00:00Z"), Minutes: 30, Place: "Room 1", UID: "uid-1",
		Attendees: []Attendee{{PersonID: 1, Part: ReviewOwner}, {PersonID: 2, Part: FacilitatorPart}}}
}

func TestRescheduleTellsAttendeesWhatTheySee(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name               string
		change             func(m *Meeting)
		sequence, revision int64
	}{
		{"nothing", func(*Meeting) {}, 0, 0},
		{"the same instant in another zone", func(m *Meeting) { m.StartsAt = m.StartsAt.In(time.FixedZone("", 3600)) }, 0, 0},
		{"another time", func(m *Meeting) { m.StartsAt = m.StartsAt.Add(time.Hour) }, 1, 1},
		{"another length", func(m *Meeting) { m.Minutes = 45 }, 1, 1},
		{"another place", func(m *Meeting) { m.Place = "Room 2" }, 0, 1},
		{"time and place at once", func(m *Meeting) { m.StartsAt, m.Place = m.StartsAt.Add(time.Hour), "Room 2" }, 1, 1},
		{"a place that differs by blanks", func(m *Meeting) { m.Place = " Room 1 " }, 0, 0},
		{"no length is the usual one", func(m *Meeting) { m.Minutes = 0 }, 0, 0},
		{"what is not the caller's to choose", func(m *Meeting) { m.UID, m.State, m.Note, m.Sequence, m.Revision = "x", Held, "x", 9, 9 }, 0, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			m := aMeeting(t)
			wish := m
			c.change(&wish)
			accepted(t, m.Reschedule(instant(t, "2026-03-08T10:00:00Z"), wish))
			if int64(m.Sequence) != c.sequence || m.Revision != c.revision {
				t.Errorf("SEQUENCE %d, revision %d; want %d and %d", m.Sequence, m.Revision, c.sequence, c.revision)
			}
			if m.UID != "uid-1" || m.State != Scheduled || m.Note != "" {
				t.Errorf("became %+v", m)
			}
		})
	}
}

func TestAnotherTimeAsksForAnAnswerAgain(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		change func(m *Meeting)
		want   Response
	}{
		{"another time", func(m *Meeting) { m.StartsAt = m.StartsAt.Add(time.Hour) }, NeedsAction},
		{"another length", func(m *Meeting) { m.Minutes = 45 }, NeedsAction},
		{"another place", func(m *Meeting) { m.Place = "Room 2" }, Accepted},
		{"one more guest", func(m *Meeting) { m.Attendees = append(m.Attendees, Attendee{PersonID: 3, Part: Guest}) }, Accepted},
		{"an answer in the wish", func(m *Meeting) { m.Attendees[0].Response = Declined }, Accepted},
	} {
		m := aMeeting(t)
		m.Attendees[0].Response = Accepted
		wish := m
		wish.Attendees = slices.Clone(m.Attendees)
		c.change(&wish)
		accepted(t, m.Reschedule(instant(t, "2026-03-08T10:00:00Z"), wish))
		if got := m.Attendees[0].Response; got != c.want {
			t.Errorf("%s: the answer is %s, want %s", c.name, got, c.want)
		}
		for _, a := range m.Attendees[1:] {
			if a.Response != NeedsAction && a.Response != "" {
				t.Errorf("%s: somebody who did not answer has %s", c.name, a.Response)
			}
		}
	}
}

func TestAnAttendeeAnswersForThemselves(t *testing.T) {
	t.Parallel()
	m := aMeeting(t)
	before := m.StartsAt.Add(-time.Hour)
	for _, answer := range Answers {
		accepted(t, m.Respond(before, 2, nil, answer))
		if m.Attendees[1].Response != answer || m.Attendees[0].Response != "" {
			t.Errorf("after %s the answers are %+v", answer, m.Attendees)
		}
	}
	for _, answer := range []Response{"", NeedsAction, "perhaps"} {
		refused(t, m.Respond(before, 2, nil, answer), Invalid, "response")
	}
	refused(t, m.Respond(before, 3, nil, Accepted), Forbidden)
	accepted(t, m.Respond(m.End().Add(-time.Second), 2, nil, Accepted)) // they are late
	refused(t, m.Respond(m.End(), 2, nil, Accepted), Conflict)
	m.Sequence = 2
	refused(t, m.Respond(before, 2, new(1), Accepted), Conflict) // it was moved since
	accepted(t, m.Respond(before, 2, new(2), Accepted))
	for _, state := range []MeetingState{Held, NotHeld, CalledOff} {
		m.State = state
		refused(t, m.Respond(before, 2, nil, Accepted), Conflict)
	}
}

func TestRescheduleRefusesThePast(t *testing.T) {
	t.Parallel()
	m := aMeeting(t)
	after := m.StartsAt.Add(time.Hour)
	wish := m
	wish.StartsAt = m.StartsAt.Add(-time.Hour)
	refused(t, m.Reschedule(after, wish), Invalid, "starts_at")
	wish = m
	wish.Place = "Room 2"
	accepted(t, m.Reschedule(after, wish)) // it has begun; the room may still change
	wish.Minutes, wish.Attendees = 5, nil
	refused(t, m.Reschedule(after, wish), Invalid, "minutes", "attendees")
}

func TestMeetingValidateNamesEveryFieldAtFault(t *testing.T) {
	t.Parallel()
	m := Meeting{Minutes: 61, Place: "two\nlines", Attendees: []Attendee{{PersonID: 1, Part: "cook"}, {PersonID: 2, Part: Guest}, {PersonID: 1, Part: Guest}}}
	refused(t, m.Validate(), Invalid, "starts_at", "minutes", "place", "attendees[0].part", "attendees[2].person_id")
	for minutes, want := range map[int]bool{14: false, 15: true, 60: true, 61: false, -1: false, 0: true} {
		m := aMeeting(t)
		m.Minutes = minutes
		if err := m.Validate(); (err == nil) != want {
			t.Errorf("%d minutes: %v", minutes, err)
		}
	}
	m = aMeeting(t)
	m.Minutes = 0
	accepted(t, m.Validate())
	if m.Minutes != 30 || !m.End().Equal(m.StartsAt.Add(30*time.Minute)) {
		t.Errorf("%d minutes, until %v", m.Minutes, m.End())
	}
	m.Attendees = nil
	for n := range int64(maxAttendees + 1) {
		m.Attendees = append(m.Attendees, Attendee{PersonID: n, Part: Guest})
	}
	refused(t, m.Validate(), Invalid, "attendees")
}

func TestHoldRecordsWhoWasThere(t *testing.T) {
	t.Parallel()
	m := aMeeting(t)
	refused(t, m.Hold(m.StartsAt.Add(-time.Second), map[int64]bool{1: true}), Conflict)
	before := aMeeting(t)
	crowd := map[int64]bool{}
	for id := range int64(maxAttendees) {
		crowd[id+3] = true
	}
	refused(t, m.Hold(m.StartsAt, crowd), Invalid, "attended")
	if !reflect.DeepEqual(m, before) {
		t.Errorf("a refusal left %+v", m)
	}
	accepted(t, m.Hold(m.StartsAt, map[int64]bool{1: true, 8: false, 9: true}))
	if m.State != Held || !slices.Equal(m.There(), []int64{1, 9}) || len(m.Attendees) != 3 || *m.Attendees[1].Attended || m.Attendees[2].Part != Guest {
		t.Errorf("held as %+v", m)
	}
	refused(t, m.Hold(m.StartsAt, nil), Conflict)
	refused(t, m.CallOff("too late"), Conflict)
	refused(t, m.Miss(m.StartsAt, "nobody came"), Conflict)
	refused(t, m.Reschedule(m.StartsAt, m), Conflict)
}

func TestAttendanceIsCorrectedUntilTheReviewIsOver(t *testing.T) {
	t.Parallel()
	m, open := aMeeting(t), Review{State: InReview}
	refused(t, m.CorrectAttendance(open, map[int64]bool{1: true}), Conflict)
	for n := range m.Attendees {
		m.Attendees[n].Invitation = &Invitation{}
	}
	accepted(t, m.Hold(m.StartsAt, map[int64]bool{1: true, 2: true}))
	accepted(t, m.CorrectAttendance(Review{State: Reviewed}, map[int64]bool{2: true, 9: true}))
	if !slices.Equal(m.There(), []int64{2, 9}) || len(m.Attendees) != 3 || m.State != Held || m.Revision != 0 {
		t.Errorf("corrected to %+v", m)
	}
	for _, state := range []ReviewState{Closed, Waived} {
		refused(t, m.CorrectAttendance(Review{State: state}, map[int64]bool{1: true}), Conflict)
	}
	if !slices.Equal(m.There(), []int64{2, 9}) {
		t.Errorf("a refusal left %+v", m)
	}
	accepted(t, m.CorrectAttendance(open, map[int64]bool{1: true})) // 9 was named by mistake, and never invited
	if !slices.Equal(m.There(), []int64{1}) || len(m.Attendees) != 2 {
		t.Errorf("corrected to %+v", m)
	}
	accepted(t, m.CorrectAttendance(open, nil))
	if len(m.There()) != 0 || len(m.Attendees) != 2 {
		t.Errorf("corrected to %+v", m)
	}
}

func TestAMeetingIsMissedOnceItHasBegunAndCalledOffAtAnyTime(t *testing.T) {
	t.Parallel()
	m := aMeeting(t)
	m.Note = "a note"
	refused(t, m.Miss(m.StartsAt.Add(-time.Minute), "nobody came"), Conflict)
	refused(t, m.Miss(m.StartsAt, ""), Invalid, "reason")
	refused(t, m.CallOff("  "), Invalid, "reason")
	if m.Note != "a note" || m.State != Scheduled || m.Sequence != 0 || m.Revision != 0 {
		t.Errorf("a refusal left %+v", m)
	}
	missed := m
	accepted(t, missed.Miss(m.StartsAt, " nobody came "))
	if missed.State != NotHeld || missed.Note != "nobody came" || missed.Sequence != 0 || missed.Revision != 0 {
		t.Errorf("missed as %+v", missed)
	}
	accepted(t, m.CallOff("waived"))
	if m.State != CalledOff || m.Note != "waived" || m.Sequence != 1 || m.Revision != 1 {
		t.Errorf("called off as %+v", m)
	}
}

func TestMeetingStateMachine(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		m := aMeeting(t)
		now := instant(t, "2026-03-05T10:00:00Z")
		// try runs a verb; rise is by how much SEQUENCE and revision have to rise.
		try := func(t *rapid.T, ready bool, to MeetingState, sequence, revision int, do func() error) {
			before := m
			before.Attendees = slices.Clone(m.Attendees)
			err := do()
			switch {
			case (err == nil) != (ready && before.State == Scheduled):
				t.Fatalf("from %s (ready: %v): %v", before.State, ready, err)
			case err != nil && !reflect.DeepEqual(m, before):
				t.Fatalf("refused (%v), and yet changed %+v to %+v", err, before, m)
			case err == nil && (m.State != to || m.Sequence != before.Sequence+sequence || m.Revision != before.Revision+int64(revision)):
				t.Fatalf("from %+v to %+v; want %s, SEQUENCE + %d, revision + %d", before, m, to, sequence, revision)
			case m.UID != before.UID:
				t.Fatal("the UID changed")
			}
		}
		t.Repeat(map[string]func(*rapid.T){
			"Wait": func(t *rapid.T) { now = now.Add(time.Duration(rapid.IntRange(1, 30).Draw(t, "hours")) * time.Hour) },
			"Reschedule": func(t *rapid.T) {
				wish := m
				wish.Attendees = slices.Clone(m.Attendees)
				if rapid.Bool().Draw(t, "time") {
					wish.StartsAt = now.Add(time.Duration(rapid.IntRange(-5, 50).Draw(t, "hours")) * time.Hour)
				}
				wish.Minutes = rapid.SampledFrom([]int{0, 10, 30, 60}).Draw(t, "minutes")
				wish.Place = rapid.SampledFrom([]string{"Room 1", "Room 2", withNUL}).Draw(t, "place")
				moved := !wish.StartsAt.Equal(m.StartsAt) || wish.Minutes != m.Minutes && (wish.Minutes != 0 || m.Minutes != DefaultMeetingMinutes)
				ready := wish.Minutes != 10 && wish.Place != withNUL && (wish.StartsAt.Equal(m.StartsAt) || !wish.StartsAt.Before(now))
				try(t, ready, Scheduled, btoi(moved), btoi(moved || wish.Place != m.Place), func() error { return m.Reschedule(now, wish) })
			},
			"Hold": func(t *rapid.T) {
				who := rapid.MapOf(rapid.Int64Range(1, 3), rapid.Bool()).Draw(t, "attended")
				try(t, !now.Before(m.StartsAt), Held, 0, 0, func() error { return m.Hold(now, who) })
			},
			"Miss": func(t *rapid.T) {
				reason := drawReason(t)
				try(t, !now.Before(m.StartsAt) && isReason(reason), NotHeld, 0, 0, func() error { return m.Miss(now, reason) })
			},
			"CallOff": func(t *rapid.T) {
				reason := drawReason(t)
				try(t, isReason(reason), CalledOff, 1, 1, func() error { return m.CallOff(reason) })
			},
			"": func(t *rapid.T) {
				if ended := m.State == NotHeld || m.State == CalledOff; ended != (m.Note != "") {
					t.Fatalf("is %s, with the note %q", m.State, m.Note)
				}
				for _, a := range m.Attendees {
					if (a.Attended != nil) != (m.State == Held) {
						t.Fatalf("is %s, and %+v is known", m.State, a)
					}
				}
			},
		})
	})
}

func TestSuggestAttendeesIsTheGuidesList(t *testing.T) {
	t.Parallel()
	review := Review{OwnerID: new(int64(1)), FacilitatorID: new(int64(2))}
	responders := []Responder{{PersonID: 9, Part: CustomerLiaison}, {PersonID: 3, Part: Commander}, {PersonID: 4, Part: Shadow},
		{PersonID: 5, Part: ResponderPart}, {PersonID: 1, Part: Scribe}}
	teams := []Team{{LeadID: new(int64(6)), ManagerID: new(int64(7)), ProductManagerID: new(int64(8))},
		{LeadID: new(int64(5)), ManagerID: new(int64(7))}, {}}
	always := []Attendee{
		{PersonID: 1, Part: ReviewOwner}, {PersonID: 2, Part: FacilitatorPart}, {PersonID: 3, Part: Commander}, {PersonID: 4, Part: Shadow},
		{PersonID: 5, Part: ResponderPart}, {PersonID: 6, Part: ServiceOwner}, {PersonID: 7, Part: EngManager}, {PersonID: 8, Part: ProductManager},
	}
	for n := range always {
		always[n].Response = NeedsAction
	}
	for severity := Severity(1); severity <= 5; severity++ {
		want := slices.Clone(always)
		if severity == 1 {
			want = append(want, Attendee{PersonID: 9, Part: CustomerLiaison, Optional: true, Response: NeedsAction})
		}
		got := SuggestAttendees(review, Incident{Severity: severity, Responders: responders}, teams)
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %+v, want %+v", severity, got, want)
		}
		m := aMeeting(t)
		m.Attendees = got
		accepted(t, m.Validate())
	}
	if got := SuggestAttendees(Review{}, Incident{}, nil); len(got) != 0 {
		t.Errorf("nobody is known, and yet %+v", got)
	}
	got := SuggestAttendees(Review{OwnerID: new(int64(9))}, Incident{Severity: 2, Responders: responders[:1]}, nil)
	if len(got) != 1 || got[0].Part != ReviewOwner || got[0].Optional {
		t.Errorf("a liaison who owns the review of a SEV-2 comes as %+v", got)
	}
}

func TestTheAgendaFillsTheMeeting(t *testing.T) {
	t.Parallel()
	sum := 0
	for _, p := range Agenda {
		sum += p.Share
		if p.Title == "" || !slices.Contains(AttendeeParts, p.Lead) {
			t.Errorf("%+v", p)
		}
	}
	if len(Agenda) != 4 || sum != 100 {
		t.Errorf("%d points fill %d %%", len(Agenda), sum)
	}
}
