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
		{store.LinkQueue, "Action items that Jira has to hear of"},
		{store.InvitationQueue, "Invitations, updates and cancellations of meetings"},
		{store.DigestQueue, "The one mail a person and day"},
		{store.SignInQueue, "Sign-in links"},
		{store.ItemNudgeQueue, "Action items to be looked at for a reminder"},
		{store.ReviewNudgeQueue, "Reviews to be looked at for a reminder"},
		{store.ChoreQueue, "What comes round: the nightly pass, sweeping"},
	} {
		waiting, err := w.store.Waiting(r.Request().Context(), q.queue, r.now)
		if err != nil {
			return err
		}
		v.Queues = append(v.Queues, queueRow{q.queue.Name, q.what, waiting})
	}
	return r.render(http.StatusOK, "operations", &page{Title: "Operations", Data: v})
}
