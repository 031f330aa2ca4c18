package jobs

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"debrief/integrations/calendar"
	"debrief/integrations/mailbox"
	"debrief/models"
	"debrief/models/store"
)

// Mailbox hands over the calendar objects of unread mails; *mailbox.Mailbox does.
type Mailbox interface {
	Read(ctx context.Context, take func(context.Context, mailbox.Answer) (bool, error)) error
}

// replies takes over what attendees answer to invitations in their calendars.
type replies struct {
	mailbox Mailbox
	log     *slog.Logger
}

func (x replies) run(ctx context.Context, s *store.Store, now time.Time) (note string, err error) {
	taken := 0
	err = x.mailbox.Read(ctx, func(ctx context.Context, a mailbox.Answer) (bool, error) {
		reply, err := calendar.ParseReply(a.Calendar)
		if errors.Is(err, calendar.ErrNotReply) {
			return false, nil
		}
		if err == nil {
			if err = x.take(ctx, s, now, a.From, reply); err != nil && models.KindOf(err) == "" {
				return false, err
			}
		}
		if err != nil {
			x.log.Warn("an answer to an invitation was passed over", "from", a.From, "meeting", reply.UID, "reason", err)
			return models.KindOf(err) != "" && models.KindOf(err) != models.NotFound, nil // what is of no meeting here, somebody else may want
		}
		taken++
		return true, nil
	})
	if taken > 0 {
		note = fmt.Sprintf("answers to invitations: %d", taken)
	}
	return note, err
}

// responses are the answers that a calendar can give. Who sends somebody else does not come.
var responses = map[calendar.Response]models.Response{calendar.Accepted: models.Accepted, calendar.Tentative: models.Tentative,
	calendar.Declined: models.Declined, calendar.Delegated: models.Declined}

func (x replies) take(ctx context.Context, s *store.Store, now time.Time, from string, r calendar.Reply) error {
	_, err := s.ReplyToMeeting(ctx, now, models.Reply{UID: r.UID, Sequence: r.Sequence, From: from, Email: r.Email, Response: responses[r.Response], At: r.Stamp})
	return err
}
