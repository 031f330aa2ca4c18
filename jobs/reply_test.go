package jobs_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"debrief/integrations/mail/mailtest"
	"debrief/integrations/mailbox"
	"debrief/integrations/mailbox/mailboxtest"
	"debrief/models"
	"debrief/models/storetest"
)

// post is a mailbox that a world's worker reads.
type post struct {
	*world
	inbox  *mailboxtest.Server
	reader *mailbox.Mailbox
}

func newPost(t *testing.T, w *world) *post {
	t.Helper()
	inbox, err := mailboxtest.Start(nil)
	storetest.Must(t, err)
	t.Cleanup(func() { _ = inbox.Close() })
	reader, err := mailbox.New(mailbox.Config{Host: inbox.Host, Port: inbox.Port, Username: mailboxtest.Username, Password: mailboxtest.Password, TLS: mailbox.NoTLS})
	storetest.Must(t, err)
	o := w.outside()
	o.Mailbox = reader
	w.worker = w.hire(o)
	return &post{w, inbox, reader}
}

// answer sends what a calendar program makes of an invitation: the same event, for the one who answers.
func (p *post) answer(invitation mailtest.Message, from, attendee, partstat string, at time.Time) {
	p.t.Helper()
	event := fmt.Sprintf("BEGIN:VCALENDAR\nPRODID:-//Example//EN\nVERSION:2.0\nMETHOD:REPLY\nBEGIN:VEVENT\nUID:%s\nSEQUENCE:%s\nDTSTAMP:%s\nATTENDEE;PARTSTAT=%s:mailto:%s\nEND:VEVENT\nEND:VCALENDAR\n",
		calendarLine(invitation, "UID"), calendarLine(invitation, "SEQUENCE"), at.UTC().Format("20060102T150405Z"), partstat, attendee)
	_, err := p.inbox.Deliver("From: " + from + "\nTo: debrief@example.com\nSubject: Re: " + invitation.Subject +
		"\nMIME-Version: 1.0\nContent-Type: text/calendar; charset=utf-8; method=REPLY\n\n" + event)
	storetest.Must(p.t, err)
}

// invitation returns the last calendar mail that a person got.
func (p *post) invitation(to models.Person) (m mailtest.Message) {
	p.t.Helper()
	for _, mail := range p.mail.Messages() {
		if strings.EqualFold(mail.To[0], to.Email) && mail.Calendar != "" {
			m = mail
		}
	}
	if m.Calendar == "" {
		p.t.Fatalf("%s got no invitation", to.Name)
	}
	return m
}

func (p *post) answers(id int64) map[int64]models.Response {
	p.t.Helper()
	all := map[int64]models.Response{}
	for _, a := range must[models.Meeting](p.t)(p.Meeting(p.t.Context(), models.System, id)).Attendees {
		all[a.PersonID] = a.Response
	}
	return all
}

func (p *post) unread(want uint32) {
	p.t.Helper()
	n, err := p.inbox.Unread()
	storetest.Must(p.t, err)
	equal(p.t, "unread mails", n, want)
}

func TestAnswersFromTheCalendarAreTakenOver(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		p := newPost(t, w)
		r := w.AddReview(t, w.clock(), 3)
		m := w.Meet(t, w.clock(), r.ID, berlin(t, "2026-03-05 14:00"), w.Member, w.Lead)
		w.after(time.Second)
		first := p.invitation(w.Member)
		p.answer(first, w.Member.Email, w.Member.Email, "ACCEPTED", w.clock())
		p.answer(first, w.Member.Email, w.Lead.Email, "DECLINED", w.clock()) // nobody answers for others
		p.answer(mailtest.Message{Calendar: "UID:elsewhere@example.com\r\nSEQUENCE:0\r\n"}, w.Lead.Email, w.Lead.Email, "ACCEPTED", w.clock())
		p.answer(mailtest.Message{Calendar: "UID:elsewhere@example.com\r\nSEQUENCE:0\r\n"}, w.Member.Email, w.Lead.Email, "ACCEPTED", w.clock())
		w.after(2 * time.Minute)
		equal(t, "the member's answer", p.answers(m.ID)[w.Member.ID], models.Accepted)
		equal(t, "the lead's answer", p.answers(m.ID)[w.Lead.ID], models.NeedsAction)
		p.unread(2) // those of a meeting elsewhere

		// Of two answers that are read together, the one that came last counts.
		p.answer(first, w.Member.Email, w.Member.Email, "DECLINED", w.clock().Add(10*time.Second))
		p.answer(first, w.Member.Email, w.Member.Email, "ACCEPTED", w.clock().Add(50*time.Second))
		w.after(2 * time.Minute)
		equal(t, "the member's answer after two", p.answers(m.ID)[w.Member.ID], models.Accepted)

		// A later word in Debrief counts, whenever the mail arrives.
		sent := w.clock()
		w.after(time.Minute)
		must[models.Meeting](t)(w.RespondToMeeting(t.Context(), storetest.As(w.Member), w.clock(), m.ID, nil, models.Declined))
		p.answer(first, w.Member.Email, w.Member.Email, "TENTATIVE", sent)
		w.after(2 * time.Minute)
		equal(t, "the member's later answer", p.answers(m.ID)[w.Member.ID], models.Declined)
		p.answer(first, w.Member.Email, w.Member.Email, "TENTATIVE", w.clock())
		w.after(2 * time.Minute)
		equal(t, "the member's last answer", p.answers(m.ID)[w.Member.ID], models.Tentative)

		// An answer to an earlier time is none to this one.
		moved := must[models.Meeting](t)(w.Meeting(t.Context(), models.System, m.ID))
		moved.StartsAt = moved.StartsAt.Add(time.Hour)
		must[models.Meeting](t)(w.RescheduleMeeting(t.Context(), storetest.As(w.Facilitator), w.clock(), m.ID, 0, moved))
		w.after(time.Second)
		p.answer(first, w.Member.Email, w.Member.Email, "ACCEPTED", w.clock())
		w.after(2 * time.Minute)
		equal(t, "the answer to the old time", p.answers(m.ID)[w.Member.ID], models.NeedsAction)
		p.answer(p.invitation(w.Member), w.Member.Email, w.Member.Email, "ACCEPTED", w.clock())
		p.answer(p.invitation(w.Lead), w.Lead.Email, w.Lead.Email, "DELEGATED", w.clock())
		w.after(2 * time.Minute)
		equal(t, "the answer to the new time", p.answers(m.ID)[w.Member.ID], models.Accepted)
		equal(t, "the answer of who sends somebody else", p.answers(m.ID)[w.Lead.ID], models.Declined)
		p.unread(2)

		// A worker without a mailbox takes the chore and leaves it to the others.
		plain := w.outside()
		w.hire(plain)
		for range 3 {
			w.worker = w.hire(plain)
			w.after(2 * time.Minute)
		}
		plain.Mailbox = p.reader
		w.worker = w.hire(plain)
		p.answer(p.invitation(w.Lead), w.Lead.Email, w.Lead.Email, "ACCEPTED", w.clock())
		w.after(4 * time.Minute)
		equal(t, "the answer after a worker without a mailbox", p.answers(m.ID)[w.Lead.ID], models.Accepted)
	})
}

func TestAMailboxThatIsDownHoldsUpNothingAndIsReadOnceItIsBack(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		p := newPost(t, w)
		r := w.AddReview(t, w.clock(), 3)
		m := w.Meet(t, w.clock(), r.ID, berlin(t, "2026-03-05 14:00"), w.Member)
		w.after(time.Second)
		storetest.Must(t, p.inbox.Rename("INBOX", "Gone"))
		w.after(2 * time.Minute)
		told := scalar[string](w, "SELECT last_error FROM chores WHERE name = 'read answers'")
		if !strings.Contains(told, "DEBRIEF_IMAP_FOLDER") {
			t.Errorf("the error is %q", told)
		}
		storetest.Must(t, p.inbox.Rename("Gone", "INBOX"))
		p.answer(p.invitation(w.Member), w.Member.Email, w.Member.Email, "ACCEPTED", w.clock())
		w.after(time.Hour)
		equal(t, "the answer", p.answers(m.ID)[w.Member.ID], models.Accepted)
	})
}
