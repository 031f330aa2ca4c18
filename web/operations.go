package web

import (
	"net/http"

	"debrief/models"
	"debrief/models/store"
)

// Which letters that went another way are told of.
const (
	detourDays = 7
	maxDetours = 5
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
	Queues            []queueRow
	Failing           []models.ActionItem // of which the link failed, the most urgent first
	Left              int64               // of those, that are not shown
	Engine            store.Engine
	Mail, Jira, Slack *models.Trial  // what became of a trial just now
	Detours           []store.Detour // letters of the last days that went another way than their readers chose
}

func (w *site) operationsPage(r *request) error {
	v := operationsView{Engine: w.store.Engine(), Mail: r.trial("mail"), Jira: r.trial("jira"), Slack: r.trial("slack")}
	var err error
	if v.Detours, err = w.store.Detours(r.Request().Context(), r.by, r.now.AddDate(0, 0, -detourDays), maxDetours); err != nil {
		return err
	}
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
		{store.DigestQueue, "At most one letter a day for each person, by mail or by Slack", !w.opts.SendsLetters()},
		{store.AnnouncementQueue, "Announcements in Slack channels: meetings of reviews, a day before", !w.opts.SlackConnected},
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
	v.Failing, _, err = w.store.Items(r.Request().Context(), r.by, store.ItemFilter{Failing: true}, store.Page{Limit: shownFailing, Sort: "urgency"})
	if err != nil {
		return err
	}
	v.Left = v.Queues[0].Failed - int64(len(v.Failing))
	return r.render(http.StatusOK, "operations", &page{Title: "Operations", Data: v})
}
