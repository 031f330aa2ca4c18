package jobs

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"debrief/integrations/calendar"
	"debrief/integrations/mail"
	"debrief/models"
	"debrief/models/store"
)

// invitations tells each attendee by mail what the meeting is now: an invitation, an update, or a cancellation.
type invitations struct {
	store         *store.Store
	mailer        Mailer
	baseURL, host string
	answers       bool // what calendars answer is read
}

func (x invitations) reconcile(ctx context.Context, now time.Time, t store.Task) error {
	a, err := x.store.Appointment(ctx, t.ID)
	if err != nil {
		return err
	}
	off := a.Attendee.RemovedAt != nil || a.Meeting.State == models.CalledOff
	over := a.Meeting.State != models.Scheduled && !off || now.After(a.Meeting.End())
	unheard := off && a.Invitation.AgreedRevision == 0 // never invited, so there is nothing to take back
	if over || unheard || !a.Person.Active || a.Invitation.AgreedRevision == t.Revision {
		return x.store.SentInvitation(ctx, now, t, nil)
	}
	m, err := x.message(now, t, a, off)
	if err != nil {
		return err
	}
	if err := x.mailer.Send(ctx, m); err != nil {
		return err
	}
	return x.store.SentInvitation(ctx, now, t, &a.Meeting.StartsAt)
}

func (x invitations) message(now time.Time, t store.Task, a store.Appointment, off bool) (mail.Message, error) {
	address := x.baseURL + "/reviews/" + a.Review.Ref()
	title := fmt.Sprintf("%s review: %s", a.Incident.Severity, a.Incident.Title)
	written := func(t time.Time) string {
		return t.In(a.Person.Location()).Format("Monday 2 January 2006, 15:04 MST")
	}
	when := written(a.Meeting.StartsAt)
	opening, subject := "You are invited to the review of this incident.", "Invitation: "+title
	switch {
	case off && a.Meeting.State == models.CalledOff:
		opening, subject = "This review meeting is called off: "+a.Meeting.Note, "Called off: "+title
	case off:
		opening, subject = "You are no longer needed in this review meeting.", "Called off for you: "+title
	case a.Invitation.AgreedRevision > 0 && a.Was != nil:
		opening, subject = "This review meeting has moved: it was on "+written(*a.Was)+", and is on "+when+".", "Updated: "+title
	case a.Invitation.AgreedRevision > 0:
		opening, subject = "This review meeting has changed.", "Updated: "+title
	}
	lines := []string{opening, "", title, fmt.Sprintf("%s, %d minutes", when, a.Meeting.Minutes)}
	if a.Meeting.Place != "" {
		lines = append(lines, a.Meeting.Place)
	}
	if !off {
		lines = append(lines, "", "Agenda")
		for n, point := range models.Agenda {
			lines = append(lines, fmt.Sprintf("%d. %s", n+1, point.Title))
		}
	}
	lines = append(lines, "", "The review, its document and its checklist: "+address)
	if !off && !x.answers {
		lines = append(lines, "Please say there whether you come: what your calendar answers is not read.")
	}
	text := strings.Join(lines, "\n") + "\n"

	from := x.mailer.From()
	event := calendar.Event{UID: a.Meeting.UID, Sequence: a.Meeting.Sequence, Stamp: now, Start: a.Meeting.StartsAt,
		Duration: time.Duration(a.Meeting.Minutes) * time.Minute, Summary: title, Description: text, Location: a.Meeting.Place,
		URL: address, Organizer: calendar.Person{Name: from.Name, Email: from.Email}, Cancelled: off, Attendees: x.attendees(a)}
	method, write := "REQUEST", event.Request
	if off {
		method, write = "CANCEL", event.Cancel
	}
	body, err := write()
	if err != nil {
		return mail.Message{}, fmt.Errorf("write the invitation: %w", err)
	}
	m := mail.Message{To: []mail.Address{{Name: mail.OneLine(a.Person.Name, 300), Email: a.Person.Email}},
		MessageID: x.messageID(a, t.Revision), Subject: mail.OneLine(subject, mail.MaxSubject),
		Text: text, Calendar: &mail.Calendar{Method: method, Body: body}, Date: now}
	if told := a.Invitation.AgreedRevision; told > 0 {
		m.InReplyTo, m.References = x.messageID(a, told), []string{x.messageID(a, told)}
	}
	return m, nil
}

// messageID is the same for each try to tell one attendee of one revision.
func (x invitations) messageID(a store.Appointment, revision int64) string {
	return fmt.Sprintf("invitation-%d-%d@%s", a.Attendee.ID, revision, x.host)
}

// attendees lists who is invited; a cancellation for one person names that person only (RFC 5546, 3.2.5).
func (x invitations) attendees(a store.Appointment) []calendar.Attendee {
	responses := map[models.Response]calendar.Response{models.NeedsAction: calendar.NeedsAction, models.Accepted: calendar.Accepted,
		models.Tentative: calendar.Tentative, models.Declined: calendar.Declined}
	all := slices.Clone(a.Meeting.Attendees)
	if a.Attendee.RemovedAt != nil {
		all = []models.Attendee{a.Attendee}
		a.People[a.Person.ID] = a.Person
	}
	var list []calendar.Attendee
	for _, one := range all {
		p := a.People[one.PersonID]
		list = append(list, calendar.Attendee{Name: p.Name, Email: p.Email, Optional: one.Optional, Response: responses[one.Response]})
	}
	return list
}
