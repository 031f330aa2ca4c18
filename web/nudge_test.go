package web

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"debrief/models"
	"debrief/models/store"
)

func TestAnItemsPageTellsWhenAReminderGoesOutAndThenThatItWasSent(t *testing.T) {
	t.Parallel()
	w := fillHouse(newHouseWith(t, Options{MailConnected: true}), "")
	told := func() string {
		t.Helper()
		shown := w.signIn(w.ada).page("/action-items/"+w.committed.Ref(), http.StatusOK).Find(`section:contains("Reminders") .history li`).First()
		return strings.Join(strings.Fields(shown.Text()), " ")
	}
	ok[models.ActionItem](w.house)(w.store.EditItem(w.ctx, models.ActorFor(w.ada), w.now, w.committed.ID, 0, store.ItemEdit{OwnerID: &w.fay.ID}))
	filed := ok[[]store.FiledNudge](w.house)(w.store.NudgesOf(w.ctx, models.System, models.SubjectItem, w.committed.ID))[0]
	if filed.GoesAt == nil || !filed.GoesAt.After(w.now) {
		t.Fatalf("filed is %+v", filed)
	}
	goes := *filed.GoesAt
	if got, want := told(), "goes out "+(&page{Me: w.ada, Now: w.now}).Clock(goes).Full; !strings.HasSuffix(got, want) || !strings.HasPrefix(got, w.fay.Name) {
		t.Errorf("before it goes out it says %q, want %q", got, want)
	}
	w.now = goes
	if got := told(); !strings.HasSuffix(got, "goes out in a moment") {
		t.Errorf("as it goes out it says %q", got)
	}
	tasks, err := w.store.Claim(w.ctx, store.DigestQueue, w.now, time.Minute, 10)
	w.must(err)
	for _, task := range tasks {
		letter := ok[store.Letter](w.house)(w.store.Letter(w.ctx, w.now, task.ID))
		w.must(w.store.SentDigest(w.ctx, w.now, task, letter, map[int64]string{}))
	}
	w.now = w.now.Add(3 * time.Hour)
	if got := told(); !strings.HasSuffix(got, "sent 3 hours ago") {
		t.Errorf("after that it says %q", got)
	}
}

func TestAReminderThatNobodyCanSendIsNotPromised(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "")
	ok[models.ActionItem](w.house)(w.store.EditItem(w.ctx, models.ActorFor(w.ada), w.now, w.committed.ID, 0, store.ItemEdit{OwnerID: &w.fay.ID}))
	if got := w.signIn(w.ada).page("/action-items/"+w.committed.Ref(), http.StatusOK).Find(`section:contains("Reminders") .history li`).First().Text(); !strings.HasSuffix(got, "not sent: neither mail nor Slack is set up") {
		t.Errorf("it says %q", got)
	}
}
