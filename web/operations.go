package web

import (
	"net/http"

	"debrief/models"
	"debrief/models/store"
)

type queueRow struct {
	Name string
	What string
	Idle bool // what it is for is not set up
	store.Waiting
}

// shownFailing is how many action items are named whose link fails.
const shownFailing = 20

type operationsView struct {
	Queues     []queueRow
	Failing    []models.ActionItem // of which the link failed, the most urgent first
	Left       int64               // of those, that are not shown
	Engine     store.Engine
	Mail, Jira *models.Trial // what became of a trial just now
}

func (w *site) operationsPage(r *request) error {
	v := operationsView{Engine: w.store.Engine(), Mail: r.trial("mail"), Jira: r.trial("jira")}
	chores := "Recurring work: the nightly pass over all reminders, and cleaning up"
	if w.opts.MailboxConnected {
		chores = "Recurring work: the nightly pass over all reminders, cleaning up, and reading answers to invitations"
	}
	for _, q := range []struct {
		queue store.Queue
		what  string
		idle  bool
	}{
		{store.LinkQueue, "Action items to be sent to Jira or read from it", !w.opts.JiraConnected},
		{store.InvitationQueue, "Invitations, updates and cancellations of meetings", !w.opts.MailConnected},
		{store.DigestQueue, "At most one email a day for each person", !w.opts.MailConnected},
		{store.SignInQueue, "Sign-in links", !w.opts.MailConnected},
		{store.ItemNudgeQueue, "Action items to check for a reminder", false},
		{store.ReviewNudgeQueue, "Reviews to check for a reminder", false},
		{store.ChoreQueue, chores, false},
	} {
		waiting, err := w.store.Waiting(r.Request().Context(), q.queue, r.now)
		if err != nil {
			return err
		}
		v.Queues = append(v.Queues, queueRow{q.queue.Name, q.what, q.idle && waiting.Due > 0, waiting})
	}
	var err error
	v.Failing, _, err = w.store.Items(r.Request().Context(), r.by, store.ItemFilter{Failing: true}, store.Page{Limit: shownFailing, Sort: "urgency"})
	if err != nil {
		return err
	}
	v.Left = v.Queues[0].Failed - int64(len(v.Failing))
	return r.render(http.StatusOK, "operations", &page{Title: "Operations", Data: v})
}
