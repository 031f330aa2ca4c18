package jobs_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"debrief/integrations/mail/mailtest"
	"debrief/models"
	"debrief/models/storetest"
)

// calendarLine returns the value of a line of the calendar object, unfolded.
func calendarLine(m mailtest.Message, name string) string {
	for _, line := range strings.Split(strings.ReplaceAll(m.Calendar, "\r\n ", ""), "\r\n") {
		if strings.HasPrefix(line, name+":") || strings.HasPrefix(line, name+";") {
			_, value, _ := strings.Cut(line, ":")
			return value
		}
	}
	return ""
}

// guests lists whom a calendar object names, by first name.
func (w *world) guests(m mailtest.Message) []string {
	var list []string
	for _, line := range strings.Split(strings.ReplaceAll(m.Calendar, "\r\n ", ""), "\r\n") {
		if strings.HasPrefix(line, "ATTENDEE") {
			_, address, _ := strings.Cut(line, "mailto:")
			list = append(list, w.first(address))
		}
	}
	slices.Sort(list)
	return list
}

// invited returns the calendar mails that arrived, as "name METHOD sequence: subject", sorted, and forgets them.
func (w *world) invited() []string {
	w.t.Helper()
	var list []string
	for _, m := range w.mail.Messages() {
		method := calendarLine(m, "METHOD")
		if m.CalendarMethod != method || len(m.To) != 1 || m.Problem != "" {
			w.t.Errorf("the mail says %s, its calendar %s, to %v: %s", m.CalendarMethod, method, m.To, m.Problem)
		}
		list = append(list, w.first(m.To[0])+" "+method+" "+calendarLine(m, "SEQUENCE")+": "+m.Subject)
	}
	slices.Sort(list)
	w.mail.Clear()
	return list
}

func TestAttendeesHearOfTheMeetingAsItChanges(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		ctx, by := t.Context(), storetest.As(w.Facilitator)
		r := w.AddReview(t, w.clock(), 3)
		m := w.Meet(t, w.clock(), r.ID, berlin(t, "2026-03-05 14:00"), w.Member, w.Lead)
		w.after(time.Second)
		for _, mail := range w.mail.Messages() {
			if calendarLine(mail, "UID") != m.UID || calendarLine(mail, "DTSTART") != "20260305T130000Z" || strings.Contains(mail.Calendar, "TZID") {
				t.Errorf("the calendar is\n%s", mail.Calendar)
			}
			same(t, "attendees", w.guests(mail), []string{"lee", "mia"})
			for _, part := range []string{"You are invited", "Thursday 5 March 2026, 14:00 CET, 30 minutes", "Agenda", "https://debrief.example.com/reviews/" + r.Ref()} {
				if !strings.Contains(mail.Text, part) {
					t.Errorf("the text lacks %q:\n%s", part, mail.Text)
				}
			}
		}
		same(t, "invited", w.invited(), []string{"lee REQUEST 0: Invitation: SEV-3 review: Checkout was slow", "mia REQUEST 0: Invitation: SEV-3 review: Checkout was slow"})

		change := func(change func(*models.Meeting)) {
			t.Helper()
			now := must[models.Meeting](t)(w.Meeting(ctx, by, m.ID))
			change(&now)
			must[models.Meeting](t)(w.RescheduleMeeting(ctx, by, w.clock(), m.ID, 0, now))
			w.after(time.Second)
			for _, mail := range w.mail.Messages() {
				equal(t, "UID", calendarLine(mail, "UID"), m.UID)
			}
		}
		openings := func(want string) {
			t.Helper()
			for _, mail := range w.mail.Messages() {
				opening, _, _ := strings.Cut(mail.Text, "\r\n")
				equal(t, "opening", opening, want)
			}
		}
		change(func(m *models.Meeting) { m.Place = "Room 2" })
		openings("This review meeting has changed.")
		same(t, "another place", w.invited(), []string{"lee REQUEST 0: Updated: SEV-3 review: Checkout was slow", "mia REQUEST 0: Updated: SEV-3 review: Checkout was slow"})
		change(func(m *models.Meeting) { m.StartsAt = m.StartsAt.Add(time.Hour) })
		openings("This review meeting has moved: it was on Thursday 5 March 2026, 14:00 CET, and is on Thursday 5 March 2026, 15:00 CET.")
		if mail := w.mail.Messages()[0]; !strings.HasPrefix(mail.Headers.Get("In-Reply-To"), "<invitation-") {
			t.Errorf("it answers %q", mail.Headers.Get("In-Reply-To"))
		}
		same(t, "another time", w.invited(), []string{"lee REQUEST 1: Updated: SEV-3 review: Checkout was slow", "mia REQUEST 1: Updated: SEV-3 review: Checkout was slow"})
		change(func(m *models.Meeting) { m.Attendees = append(m.Attendees, storetest.Guests(w.Manager)...) })
		same(t, "one more", w.invited(), []string{"mona REQUEST 1: Invitation: SEV-3 review: Checkout was slow"})
		change(func(m *models.Meeting) {
			m.Attendees = slices.DeleteFunc(m.Attendees, func(a models.Attendee) bool { return a.PersonID == w.Lead.ID })
		})
		mail := w.mail.Messages()
		if len(mail) != 1 || !strings.Contains(mail[0].Text, "no longer needed") {
			t.Fatalf("%d mails", len(mail))
		}
		same(t, "named", w.guests(mail[0]), []string{"lee"})
		same(t, "one less", w.invited(), []string{"lee CANCEL 1: Called off for you: SEV-3 review: Checkout was slow"})
		must[models.Meeting](t)(w.CallOffMeeting(ctx, by, w.clock(), m.ID, 0, "the room burnt down"))
		w.after(time.Second)
		for _, mail := range w.mail.Messages() {
			equal(t, "UID", calendarLine(mail, "UID"), m.UID)
			if !strings.Contains(mail.Text, "the room burnt down") {
				t.Errorf("the text is\n%s", mail.Text)
			}
		}
		same(t, "called off", w.invited(), []string{"mia CANCEL 2: Called off: SEV-3 review: Checkout was slow", "mona CANCEL 2: Called off: SEV-3 review: Checkout was slow"})
		w.after(time.Hour)
		same(t, "later", w.invited(), nil)
	})
}

// Each attendee is told what they were told before: a time that no mail named is not named now.
func TestWhoHearsThatAMeetingMovedHearsWhatTheyWereTold(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		ctx, by := t.Context(), storetest.As(w.Facilitator)
		r := w.AddReview(t, w.clock(), 3)
		off := w.Meet(t, w.clock(), r.ID, berlin(t, "2026-03-04 09:00"), w.Member)
		w.after(time.Second)
		must[models.Meeting](t)(w.CallOffMeeting(ctx, by, w.clock(), off.ID, 0, "too early"))
		w.after(time.Second)
		m := w.Meet(t, w.clock(), r.ID, berlin(t, "2026-03-05 14:00"), w.Member)
		w.after(time.Second)
		w.mail.Clear()
		w.mail.Down(true)
		move := func(to string, attendees ...models.Person) {
			t.Helper()
			now := must[models.Meeting](t)(w.Meeting(ctx, by, m.ID))
			now.StartsAt = berlin(t, to)
			now.Attendees = append(now.Attendees, storetest.Guests(attendees...)...)
			must[models.Meeting](t)(w.RescheduleMeeting(ctx, by, w.clock(), m.ID, 0, now))
			w.after(time.Second)
		}
		move("2026-03-05 15:00")
		move("2026-03-06 10:30", w.Manager)
		w.mail.Down(false)
		w.after(time.Hour)
		said := map[string]string{}
		for _, mail := range w.mail.Messages() {
			said[w.first(mail.To[0])], _, _ = strings.Cut(mail.Text, "\r\n")
		}
		equal(t, "who was invited", said["mia"], "This review meeting has moved: it was on Thursday 5 March 2026, 14:00 CET, and is on Friday 6 March 2026, 10:30 CET.")
		equal(t, "who is new", said["mona"], "You are invited to the review of this incident.")
		w.mail.Clear()
		move("2026-03-05 14:00")
		move("2026-03-06 10:30")
		if text := w.mail.Messages()[len(w.mail.Messages())-1].Text; !strings.Contains(text, "it was on Thursday 5 March 2026, 14:00 CET") {
			t.Errorf("back again, it says\n%s", text)
		}
	})
}

func TestWhoWasNeverInvitedHearsOfNoCancellation(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		r := w.AddReview(t, w.clock(), 3)
		m := w.Meet(t, w.clock(), r.ID, berlin(t, "2026-03-05 14:00"), w.Member)
		must[models.Meeting](t)(w.CallOffMeeting(t.Context(), storetest.As(w.Facilitator), w.clock(), m.ID, 0, "too early"))
		w.after(time.Second)
		same(t, "mails", w.invited(), nil)
	})
}

func TestNobodyIsInvitedToAMeetingThatIsOver(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		r := w.AddReview(t, w.clock(), 3)
		gone := w.AddPerson(t, "Gone Girl", models.Member, func(p *models.Person) { p.Active = false })
		w.Meet(t, w.clock(), r.ID, berlin(t, "2026-03-05 14:00"), w.Member, gone)
		w.mail.Down(true)
		w.after(time.Second)
		w.mail.Down(false)
		w.at("2026-03-05 14:31")
		same(t, "mails", w.invited(), nil)
		equal(t, "rows that are due", scalar[int](w, "SELECT count(*) FROM invitations WHERE due_at IS NOT NULL"), 0)
	})
}

func TestAnInvitationWaitsForTheMailServer(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		r := w.AddReview(t, w.clock(), 3)
		gone := w.AddPerson(t, "Gone Girl", models.Member, func(p *models.Person) { p.Active = false })
		m := w.Meet(t, w.clock(), r.ID, berlin(t, "2026-03-05 14:00"), w.Member, gone)
		w.mail.Down(true)
		w.after(time.Second)
		now := must[models.Meeting](t)(w.Meeting(t.Context(), models.System, m.ID))
		for _, a := range now.Attendees {
			if a.PersonID == w.Member.ID && !strings.Contains(a.Invitation.LastError, "DEBRIEF_SMTP_HOST") {
				t.Errorf("the last error is %q", a.Invitation.LastError)
			}
		}
		w.mail.Down(false)
		w.after(time.Hour)
		same(t, "mails", w.invited(), []string{"mia REQUEST 0: Invitation: SEV-3 review: Checkout was slow"})
	})
}

func TestAnInvitationThatIsSentTwiceIsOneMail(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		r := w.AddReview(t, w.clock(), 3)
		w.Meet(t, w.clock(), r.ID, berlin(t, "2026-03-05 14:00"), w.Member)
		w.mail.AcceptThenDrop(1)
		w.after(time.Second)
		w.after(time.Minute)
		w.after(time.Hour)
		list := w.mail.Messages()
		if len(list) != 2 || list[0].Headers.Get("Message-Id") == "" || list[0].Headers.Get("Message-Id") != list[1].Headers.Get("Message-Id") {
			t.Errorf("%d mails", len(list))
		}
	})
}
