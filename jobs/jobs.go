package jobs

import (
	"context"
	"log/slog"
	"time"

	"debrief/integrations/mail"
	"debrief/models/store"
)

// Mailer sends one message; *mail.Sender does.
type Mailer interface {
	Send(ctx context.Context, m mail.Message) error
	From() mail.Address
}

// Outside is what the rows are followed by. What is nil is not connected: its rows wait until it is.
type Outside struct {
	Tracker   Tracker
	IssueType string // of new issues
	Mailer    Mailer
	Messenger Messenger
	Mailbox   Mailbox // where answers to invitations arrive
	BaseURL   string  // links in mails begin with it
	Host      string  // behind the @ of Message-IDs
	Log       *slog.Logger
}

// Start returns a worker on the store's queues. It makes the rows of the schedule, and sets the store's after-commit hook.
func Start(ctx context.Context, s *store.Store, now time.Time, o Outside) (*Worker, error) {
	w := &Worker{store: s, log: o.Log}
	all := schedule(o)
	for _, c := range all {
		if err := s.EnsureChore(ctx, now, c.name); err != nil {
			return nil, err
		}
	}
	w.add(store.ChoreQueue, chores{s, all, o.Log}.run)
	w.add(store.ItemNudgeQueue, s.NudgeItem)
	w.add(store.ReviewNudgeQueue, s.NudgeReview)
	var l *links
	if o.Tracker != nil {
		l = &links{s, o.Tracker, o.IssueType}
		w.add(store.LinkQueue, l.reconcile)
	}
	if o.Mailer != nil {
		w.add(store.InvitationQueue, invitations{s, o.Mailer, o.BaseURL, o.Host, o.Mailbox != nil}.reconcile)
		w.add(store.SignInQueue, signIns{s, o.Mailer, o.BaseURL, o.Host}.reconcile)
	}
	if o.Mailer != nil || o.Messenger != nil {
		w.add(store.DigestQueue, digests{s, l, o.Mailer, o.Messenger, o.BaseURL}.reconcile)
	}
	if o.Messenger != nil {
		w.add(store.AnnouncementQueue, announcements{s, o.Messenger, o.BaseURL}.reconcile)
	}
	s.OnCommit(w.Wake)
	return w, nil
}
