package web

import (
	"net/http"

	"debrief/models/store"
)

type queueRow struct {
	Name string
	What string
	store.Waiting
}

type operationsView struct {
	Queues []queueRow
	Engine store.Engine
}

func (w *site) operationsPage(r *request) error {
	v := operationsView{Engine: w.store.Engine()}
	for _, q := range []struct {
		queue store.Queue
		what  string
	}{
		{store.LinkQueue, "Action items to be sent to Jira or read from it"},
		{store.InvitationQueue, "Invitations, updates and cancellations of meetings"},
		{store.DigestQueue, "At most one email a day for each person"},
		{store.SignInQueue, "Sign-in links"},
		{store.ItemNudgeQueue, "Action items to check for a reminder"},
		{store.ReviewNudgeQueue, "Reviews to check for a reminder"},
		{store.ChoreQueue, "Recurring work: the nightly pass over all reminders, and cleaning up"},
	} {
		waiting, err := w.store.Waiting(r.Request().Context(), q.queue, r.now)
		if err != nil {
			return err
		}
		v.Queues = append(v.Queues, queueRow{q.queue.Name, q.what, waiting})
	}
	return r.render(http.StatusOK, "operations", &page{Title: "Operations", Data: v})
}
