package web

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"debrief/models"
	"debrief/models/store"
)

func TestOperationsNamesWhatFailsWithJira(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "")
	v := w.signIn(w.ada)
	if v.page("/operations", http.StatusOK).Find("#failing").Length() != 0 {
		t.Error("where nothing fails, something is named")
	}
	fail := func(a models.ActionItem) {
		t.Helper()
		task, _, err := w.store.ClaimRow(w.ctx, store.LinkQueue, a.Link.ID, w.now, time.Minute)
		w.must(err)
		w.must(w.store.Fail(w.ctx, store.LinkQueue, task, w.now.Add(time.Minute), "Jira has no issue type Task"))
	}
	fail(w.committed)
	card := v.page("/operations", http.StatusOK).Find("#failing")
	to := "/action-items/" + w.committed.Ref() + "#jira"
	if got := card.Find("a[href='" + to + "']").Text(); got != w.committed.Title {
		t.Errorf("it names %q", got)
	}
	for _, want := range []string{w.committed.Ref(), w.team.Name, "tried once", "Jira has no issue type Task"} {
		if !strings.Contains(card.Text(), want) {
			t.Errorf("it says %q, and not %q", card.Text(), want)
		}
	}
	for range shownFailing {
		a := ok[models.ActionItem](w.house)(w.store.ProposeItem(w.ctx, models.System, w.now, models.ActionItem{ReviewID: w.review.ID, Title: "Add a limit", DoneWhen: "It holds",
			Kind: models.Prevent, Priority: models.P1, TeamID: &w.team.ID}))
		fail(ok[models.ActionItem](w.house)(w.store.CommitItem(w.ctx, models.System, w.now, a.ID, 0, models.Commitment{Scope: models.Scope{OverrideReason: "a test"}})))
	}
	doc := v.page("/operations", http.StatusOK)
	if shown, more := doc.Find("#failing li").Length(), doc.Find("#failing a[href='/action-items?jira=failing']").Text(); shown != shownFailing || more != "and 1 more" {
		t.Errorf("%d are named, %q", shown, more)
	}
	if all := v.page("/action-items?jira=failing", http.StatusOK); all.Find(".list-count").Text() != "21 action items" || all.Find("#filter-jira option[selected]").Text() != "Failing" {
		t.Errorf("all of them: %q", all.Find(".list-count").Text())
	}
}
