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
	BaseURL   string // links in mails begin with it
	Host      string // behind the @ of Message-IDs
	Log       *slog.Logger
}

// Start returns a worker on the store's queues. It makes the rows of the schedule, and sets the store's after-commit hook.
func Start(ctx context.Context, s *store.Store, now time.Time, o Outside) (*Worker, error) {
	w := &Worker{store: s, log: o.Log, wake: make(chan struct{}, 1)}
	for _, c := range schedule {
		if err := s.EnsureChore(ctx, now, c.name); err != nil {
			return nil, err
		}
	}
	w.queues = []queue{
		{store.ChoreQueue, chores{s, o.Log}.run},
		{store.ItemNudgeQueue, s.NudgeItem},
		{store.ReviewNudgeQueue, s.NudgeReview},
	}
	var l *links
	if o.Tracker != nil {
		l = &links{s, o.Tracker, o.IssueType}
		w.queues = append(w.queues, queue{store.LinkQueue, l.reconcile})
	}
	if o.Mailer != nil {
		w.queues = append(w.queues,
			queue{store.InvitationQueue, invitations{s, o.Mailer, o.BaseURL, o.Host}.reconcile},
			queue{store.SignInQueue, signIns{s, o.Mailer, o.BaseURL, o.Host}.reconcile},
			queue{store.DigestQueue, digests{s, l, o.Mailer, o.BaseURL}.reconcile})
	}
	s.OnCommit(w.Wake)
	return w, nil
}
