package jobs_test

import (
	"errors"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"debrief/models"
	"debrief/models/store"
	"debrief/models/storetest"
)

// each runs a test in a world on both engines.
func each(t *testing.T, run func(t *testing.T, w *world), changes ...func(*setup)) {
	t.Helper()
	storetest.Each(t, func(t *testing.T, s *store.Store) { run(t, newWorld(t, s, changes...)) })
}

func lag(d time.Duration) func(*setup) { return func(o *setup) { o.jira.SearchLag = d } }

var errLost = errors.New("the answer was lost")

func TestAnAgreedItemGetsOneIssueThatSaysItAll(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		a, i := w.linked(func(a *models.ActionItem) { a.Labels = []string{"bank"} })
		want := []string{"bank", a.Label(), "sev3", "sev3_20260302"}
		slices.Sort(i.Labels)
		if i.Project != "PAY" || i.IssueType != "Task" || i.Summary != a.Title || i.Priority != "High" || i.DueOn != "2026-05-20" ||
			i.AssigneeAccountID != "jira-mia" || i.Status != "To Do" || !slices.Equal(i.Labels, want) {
			t.Errorf("the issue is %+v", i)
		}
		for _, part := range []string{a.Description, "Done when: " + a.DoneWhen, "SEV-3 incident “Checkout was slow”", "https://debrief.example.com/action-items/" + a.Ref()} {
			if !strings.Contains(i.Description, part) {
				t.Errorf("the description lacks %q: %s", part, i.Description)
			}
		}
		if len(i.Links) != 1 || i.Links[0].URL != "https://debrief.example.com/action-items/"+a.Ref() {
			t.Errorf("the links are %+v", i.Links)
		}
		a = w.settled(a.ID)
		if a.Link.Key != i.Key || a.Link.RemoteID != i.ID || a.Link.Status != "To Do" || a.Link.URL != "https://jira.example.com/browse/"+i.Key || len(a.Link.Dropped) > 0 {
			t.Errorf("the link is %+v", a.Link)
		}
		equal(t, "linked", w.linkedEvents(a), 1)
		w.after(time.Hour)
		w.after(time.Hour)
		equal(t, "creates", w.requests("POST /rest/api/2/issue")-w.requests("POST /rest/api/2/issue/"), 1)
		equal(t, "updates of what did not change", w.requests("PUT "), 0)
	})
}

func (w *world) linkedEvents(a models.ActionItem) (n int) {
	w.t.Helper()
	list, _, err := w.Events(w.t.Context(), models.System, store.EventFilter{Subject: models.SubjectItem, SubjectID: a.ID}, store.Page{})
	storetest.Must(w.t, err)
	for _, e := range list {
		if e.Verb == "linked" {
			n++
		}
	}
	return n
}

func TestWhatIsOnlyProposedOrOverAlreadyStaysOutOfJira(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		r := w.AddReview(t, w.clock(), 3)
		w.Propose(t, w.clock(), r.ID)
		a := w.Commit(t, w.clock(), r.ID, date(t, "2026-05-20"))
		must[models.ActionItem](t)(w.CompleteItem(t.Context(), storetest.As(w.Member), w.clock(), a.ID, 0))
		w.after(time.Hour)
		equal(t, "issues", len(w.jira.Issues()), 0)
		equal(t, "last error", w.item(a.ID).Link.LastError, "")
		// Once it is work again, it is told.
		must[models.ActionItem](t)(w.ReopenItem(t.Context(), storetest.As(w.Member), w.clock(), a.ID, 0, "not quite"))
		w.after(time.Minute)
		equal(t, "status", w.issue(a).Status, "In Progress")
		w.settled(a.ID)
	})
}

func TestAnItemThatWasStartedBeforeItsIssueWasMadeIsInProgressThere(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		r := w.AddReview(t, w.clock(), 3)
		a := w.Commit(t, w.clock(), r.ID, date(t, "2026-05-20"))
		must[models.ActionItem](t)(w.StartItem(t.Context(), storetest.As(w.Member), w.clock(), a.ID, 0))
		w.after(time.Second)
		equal(t, "status", w.issue(a).Status, "In Progress")
		w.after(time.Hour)
		equal(t, "state here", w.settled(a.ID).State, models.InProgress)
	})
}

func TestALostAnswerToACreateLeavesOneIssue(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.jira.DropAfterCreate(1)
		r := w.AddReview(t, w.clock(), 3)
		a := w.Commit(t, w.clock(), r.ID, date(t, "2026-05-20"))
		start := w.after(0)
		equal(t, "issues", len(w.jira.Issues()), 1)
		if link := w.item(a.ID).Link; link.Key != "" || link.LastError == "" {
			t.Errorf("the link is %+v", link)
		}
		for w.clock().Before(start.Add(2*time.Minute - 15*time.Second)) { // search does not see it yet
			w.after(15 * time.Second)
			equal(t, "key", w.item(a.ID).Link.Key, "")
		}
		for range 8 {
			w.after(15 * time.Second)
		}
		equal(t, "key", w.settled(a.ID).Link.Key, "PAY-1")
		w.after(time.Hour)
		w.after(24 * time.Hour)
		equal(t, "issues", len(w.jira.Issues()), 1)
		equal(t, "linked", w.linkedEvents(a), 1)
	}, lag(2*time.Minute))
}

func TestAnItemThatChangedWhileItsIssueWasLookedForKeepsWhatItSays(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.jira.DropAfterCreate(1)
		r := w.AddReview(t, w.clock(), 3)
		a := w.Commit(t, w.clock(), r.ID, date(t, "2026-05-20"))
		now := w.after(0)
		must[models.ActionItem](t)(w.MoveItem(t.Context(), storetest.As(w.Member), now, a.ID, 0, date(t, "2026-05-12"), ""))
		must[models.ActionItem](t)(w.StartItem(t.Context(), storetest.As(w.Member), now, a.ID, 0))
		w.after(6 * time.Minute)
		w.after(6 * time.Minute)
		a = w.settled(a.ID)
		if i := w.issue(a); a.DueOn != date(t, "2026-05-12") || a.Slips != 0 || i.DueOn != "2026-05-12" || i.Status != "In Progress" {
			t.Errorf("the item is due %s with %d slips, the issue is %+v", a.DueOn, a.Slips, i)
		}
	}, lag(2*time.Minute))
}

func TestAnIssueWhoseCreateWasNotAnsweredIsFoundInAnotherProject(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.jira.DropAfterCreate(1)
		r := w.AddReview(t, w.clock(), 3)
		a := w.Commit(t, w.clock(), r.ID, date(t, "2026-05-20"))
		w.after(0)
		key, _ := w.jira.Move(w.issue(a).Key, "OPS")
		w.after(10 * time.Minute)
		equal(t, "key", w.settled(a.ID).Link.Key, key)
		w.issue(a)
	})
}

func TestACreateThatNeverHappenedIsRepeatedOnceSearchMustHaveSeenIt(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.tracker.on(once("Create", func() error { panic("the power went") }))
		r := w.AddReview(t, w.clock(), 3)
		a := w.Commit(t, w.clock(), r.ID, date(t, "2026-05-20"))
		start := w.after(0)
		if link := w.item(a.ID).Link; !strings.Contains(link.LastError, "bug in Debrief") {
			t.Errorf("the last error is %q", link.LastError)
		}
		for w.clock().Before(start.Add(5*time.Minute - 15*time.Second)) {
			w.after(15 * time.Second)
			equal(t, "issues", len(w.jira.Issues()), 0)
		}
		for range 3 {
			w.after(15 * time.Second)
		}
		w.issue(a)
		w.settled(a.ID)
	})
}

func TestWorkThatIsDoneBeforeAnInterruptedCreateIsResumedGetsNoIssue(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.tracker.on(once("Create", func() error { return errLost }))
		r := w.AddReview(t, w.clock(), 3)
		a := w.Commit(t, w.clock(), r.ID, date(t, "2026-05-20"))
		w.after(0)
		w.exec("UPDATE links SET create_started_at = due_at") // as when the program was killed
		must[models.ActionItem](t)(w.CompleteItem(t.Context(), storetest.As(w.Member), w.clock(), a.ID, 0))
		w.after(10 * time.Minute)
		w.after(10 * time.Minute)
		equal(t, "issues", len(w.jira.Issues()), 0)
	})
}

func TestARefusedItemSaysWhatToDoAndGoesThroughOnceMended(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		r := w.AddReview(t, w.clock(), 3)
		team := w.Team
		team.JiraProject = "NOPE"
		team = must[models.Team](t)(w.SaveTeam(t.Context(), models.System, w.clock(), team))
		a := w.Commit(t, w.clock(), r.ID, date(t, "2026-05-20"))
		w.after(0)
		if says := w.item(a.ID).Link.LastError; !strings.Contains(says, "project") || !strings.Contains(says, "NOPE") || !strings.Contains(says, "correct") {
			t.Errorf("the last error is %q", says)
		}
		w.after(time.Hour)
		team.JiraProject = "PAY"
		must[models.Team](t)(w.SaveTeam(t.Context(), models.System, w.clock(), team))
		w.after(time.Second) // at once, not when it would have been tried again
		w.issue(a)
		w.settled(a.ID)
	})
}

func TestAnIssueIsMadeWithoutTheFieldsThatTheProjectDoesNotTake(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		a, i := w.linked()
		same(t, "left out", a.Link.Dropped, []string{"duedate", "priority"})
		w.settled(a.ID)
		must[models.ActionItem](t)(w.MoveItem(t.Context(), storetest.As(w.Member), w.clock(), a.ID, 0, date(t, "2026-05-12"), ""))
		w.after(time.Minute)
		w.after(time.Hour)
		if a = w.settled(a.ID); a.DueOn != date(t, "2026-05-12") || len(a.Link.Dropped) != 2 {
			t.Errorf("the item is due %s, left out is %v", a.DueOn, a.Link.Dropped)
		}
		equal(t, "summary", i.Summary, a.Title)
	}, func(o *setup) { o.jira.Projects[0].Hidden = []string{"priority", "duedate"} })
}

func TestAnItemWithoutAProjectNamesWhatToSet(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		team := w.Team
		team.JiraProject = ""
		must[models.Team](t)(w.SaveTeam(t.Context(), models.System, w.clock(), team))
		r := w.AddReview(t, w.clock(), 3)
		a := w.Commit(t, w.clock(), r.ID, date(t, "2026-05-20"))
		w.after(0)
		if says := w.item(a.ID).Link.LastError; !strings.Contains(says, "DEBRIEF_JIRA_PROJECT") || !strings.Contains(says, "team") {
			t.Errorf("the last error is %q", says)
		}
		equal(t, "calls of Jira", w.requests(""), 0)
	}, func(o *store.Options) { o.JiraProject = "" })
}

func TestATokenThatIsNoGoodIsNamedAndNothingIsLost(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		for status, says := range map[int]string{http.StatusUnauthorized: "DEBRIEF_JIRA_TOKEN", http.StatusForbidden: "permission"} {
			w.jira.FailMatching(func(*http.Request) int { return status })
			r := w.AddReview(t, w.clock(), 3)
			a := w.Commit(t, w.clock(), r.ID, date(t, "2026-05-20"))
			w.after(0)
			if got := w.item(a.ID).Link.LastError; !strings.Contains(got, says) {
				t.Errorf("%d: the last error is %q, want it to name %q", status, got, says)
			}
			w.jira.FailMatching(nil)
			w.after(time.Minute) // refused for certain: no search first
			w.issue(a)
			w.settled(a.ID)
		}
		equal(t, "searches", w.requests("POST /rest/api/2/search"), 0)
	})
}

func TestTheWaitThatJiraAsksForIsKeptToExactly(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.jira.Fail(1, http.StatusTooManyRequests, 7*time.Minute)
		r := w.AddReview(t, w.clock(), 3)
		a := w.Commit(t, w.clock(), r.ID, date(t, "2026-05-20"))
		w.after(0)
		w.after(7*time.Minute - time.Second)
		equal(t, "calls", w.requests(""), 1)
		w.after(time.Second)
		w.issue(a)
		w.settled(a.ID)
	})
}

func TestAFailingRowBacksOffOnItsOwn(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		a, _ := w.linked()
		w.jira.Down(true)
		title := "Add a circuit breaker to the bank client"
		must[models.ActionItem](t)(w.EditItem(t.Context(), storetest.As(w.Member), w.clock(), a.ID, 0, store.ItemEdit{Title: &title}))
		w.after(0)
		wait := 15 * time.Second
		for n := 1; n < 14; n++ {
			link := w.item(a.ID).Link
			equal(t, "attempts", link.Attempts, n)
			equal(t, "wait", link.DueAt.Sub(w.clock()), wait)
			if !strings.Contains(link.LastError, "no answer from Jira") {
				t.Errorf("the last error is %q", link.LastError)
			}
			before := w.requests("")
			w.after(wait - time.Second)
			equal(t, "calls before its time", w.requests(""), before)
			w.after(time.Second)
			wait = min(2*wait, time.Hour)
		}
		// The others go on meanwhile.
		w.jira.Down(false)
		r := w.AddReview(t, w.clock(), 3)
		b := w.Commit(t, w.clock(), r.ID, date(t, "2026-05-20"))
		w.after(0)
		w.issue(b)
		equal(t, "summary before its time", w.issue(a).Summary, a.Title)
		w.after(time.Hour)
		equal(t, "summary", w.issue(a).Summary, title)
		w.settled(a.ID)
	})
}

func TestEditsHereAreTold(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		a, i := w.linked(func(a *models.ActionItem) { a.Labels = []string{"bank", "old"} })
		ctx, by := t.Context(), storetest.As(w.Member)
		w.jira.SetLabels(i.Key, append(i.Labels, "sprint-12")...)
		title, priority, labels := "Add a timeout to the bank client", models.P0, []string{"bank", "new"}
		must[models.ActionItem](t)(w.EditItem(ctx, by, w.clock(), a.ID, 0, store.ItemEdit{Title: &title}))
		must[models.ActionItem](t)(w.EditItem(ctx, by, w.clock(), a.ID, 0, store.ItemEdit{Priority: &priority}))
		must[models.ActionItem](t)(w.EditItem(ctx, by, w.clock(), a.ID, 0, store.ItemEdit{Labels: &labels, OwnerID: &w.Lead.ID}))
		must[models.ActionItem](t)(w.MoveItem(ctx, by, w.clock(), a.ID, 0, date(t, "2026-06-01"), "the bank is late"))
		w.after(time.Second)
		i = w.issue(a)
		slices.Sort(i.Labels)
		if i.Summary != title || i.Priority != "Highest" || i.DueOn != "2026-06-01" || i.AssigneeAccountID != "jira-lee" ||
			!slices.Equal(i.Labels, []string{"bank", a.Label(), "new", "sev3", "sev3_20260302", "sprint-12"}) {
			t.Errorf("the issue is %+v", i)
		}
		equal(t, "pushes", w.requests("PUT "), 1)
		equal(t, "slips", w.settled(a.ID).Slips, 1)
	})
}

func TestAnEditWhileTheReconcilerRunsIsNotSwallowed(t *testing.T) {
	for _, call := range []string{"Create", "Update", "RemoteLink", "Get"} {
		t.Run("in the middle of "+call, func(t *testing.T) {
			each(t, func(t *testing.T, w *world) {
				r := w.AddReview(t, w.clock(), 3)
				a := w.Commit(t, w.clock(), r.ID, date(t, "2026-05-20"))
				first, second := "Add a breaker to the bank client", "Add a timeout to the bank client"
				edit := func(title string) {
					must[models.ActionItem](t)(w.EditItem(t.Context(), storetest.As(w.Member), w.clock(), a.ID, 0, store.ItemEdit{Title: &title}))
				}
				if call == "Update" {
					w.after(0)
					edit(first)
				}
				w.tracker.on(once(call, func() error { edit(second); return nil }))
				w.after(time.Second)
				equal(t, "summary", w.issue(a).Summary, second)
				w.settled(a.ID)
			})
		})
	}
}

func TestAChangeInJiraWhileTheReconcilerRunsIsNotSwallowed(t *testing.T) {
	for _, call := range []string{"Update", "RemoteLink"} {
		t.Run("in the middle of "+call, func(t *testing.T) {
			each(t, func(t *testing.T, w *world) {
				a, i := w.linked()
				title := "Add a timeout to the bank client"
				must[models.ActionItem](t)(w.EditItem(t.Context(), storetest.As(w.Member), w.clock(), a.ID, 0, store.ItemEdit{Title: &title}))
				w.tracker.onDone(once(call, func() error {
					w.jira.SetStatus(i.ID, "In Progress")
					w.jira.SetDue(i.ID, "2026-05-27")
					return nil
				}))
				w.after(time.Second)
				w.after(5 * time.Minute)
				if a = w.settled(a.ID); a.State != models.InProgress || a.DueOn != date(t, "2026-05-27") || w.issue(a).Status != "In Progress" {
					t.Errorf("the item is %s and due %s, the issue is %+v", a.State, a.DueOn, w.issue(a))
				}
			})
		})
	}
}

func TestTheIssueFollowsTheItemsState(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		a, _ := w.linked()
		ctx, by := t.Context(), storetest.As(w.Member)
		step := func(status string, _ models.ActionItem, err error) {
			t.Helper()
			storetest.Must(t, err)
			w.after(time.Second)
			if got := w.issue(a).Status; got != status {
				t.Errorf("the issue is %s, want %s", got, status)
			}
			w.settled(a.ID)
		}
		do := func(a models.ActionItem, err error) func(string) {
			return func(s string) { t.Helper(); step(s, a, err) }
		}
		do(w.StartItem(ctx, by, w.clock(), a.ID, 0))("In Progress")
		do(w.CompleteItem(ctx, by, w.clock(), a.ID, 0))("Done")
		do(w.ReopenItem(ctx, by, w.clock(), a.ID, 0, "it came back"))("In Progress")
		do(w.RejectItem(ctx, by, w.clock(), a.ID, 0, "the bank does it"))("Done")
		i := w.issue(a)
		if len(i.Comments) != 1 || i.Comments[0].Body != "Rejected in Debrief: the bank does it" {
			t.Errorf("the comments are %+v", i.Comments)
		}
		w.after(24 * time.Hour)
		equal(t, "state", w.settled(a.ID).State, models.Rejected)
		// A decision stands: it is taken back here, not there.
		w.jira.SetStatus(i.Key, "To Do")
		w.after(24 * time.Hour)
		equal(t, "status", w.issue(a).Status, "Done")
		equal(t, "comments", len(w.issue(a).Comments), 1)
		w.settled(a.ID)
	})
}

func TestARejectionIsCommentedOnceWhateverBreaks(t *testing.T) {
	for _, call := range []string{"Comment", "Transition", "RemoteLink", "Get"} {
		t.Run("after "+call, func(t *testing.T) {
			each(t, func(t *testing.T, w *world) {
				a, _ := w.linked()
				must[models.ActionItem](t)(w.RejectItem(t.Context(), storetest.As(w.Member), w.clock(), a.ID, 0, "the bank\r\ndoes it"))
				w.tracker.onDone(once(call, func() error { return errLost }))
				w.after(0)
				w.after(time.Minute)
				equal(t, "comments", len(w.issue(a).Comments), 1)
				equal(t, "status", w.issue(a).Status, "Done")
				w.settled(a.ID)
			})
		})
	}
}

func TestWhatHappensInJiraComesBack(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		a, i := w.linked()
		for _, c := range []struct {
			status string
			state  models.ItemState
		}{{"In Progress", models.InProgress}, {"To Do", models.Committed}, {"Done", models.Done}} {
			w.jira.SetStatus(i.Key, c.status)
			w.after(5 * time.Minute)
			equal(t, c.status, w.settled(a.ID).State, c.state)
			equal(t, "status", w.issue(a).Status, c.status)
		}
		w.jira.SetStatus(i.Key, "In Progress")
		w.after(23 * time.Hour)
		equal(t, "a closed item is looked at once a day", w.item(a.ID).State, models.Done)
		w.after(time.Hour)
		if a = w.settled(a.ID); a.State != models.InProgress || a.Reopened != 1 {
			t.Errorf("the item is %s, reopened %d times", a.State, a.Reopened)
		}
		w.jira.SetDue(i.Key, "2026-05-27")
		w.after(5 * time.Minute)
		if a = w.settled(a.ID); a.DueOn != date(t, "2026-05-27") || a.Slips != 1 || !a.SlipAsked {
			t.Errorf("it is due %s, with %d slips, asked: %v", a.DueOn, a.Slips, a.SlipAsked)
		}
		w.jira.SetDue(i.Key, "2026-05-01")
		w.after(5 * time.Minute)
		if a = w.settled(a.ID); a.DueOn != date(t, "2026-05-01") || a.Slips != 1 || a.SlipAsked {
			t.Errorf("it is due %s, with %d slips, asked: %v", a.DueOn, a.Slips, a.SlipAsked)
		}
		equal(t, "pushed back", w.requests("PUT ") <= 6, true)
	})
}

func TestWontDoInJiraProposesARejection(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		ctx, by := t.Context(), storetest.As(w.Member)
		kept, i := w.linked()
		agreed, j := w.linked()
		w.jira.SetStatus(i.Key, "Won't Do")
		w.jira.SetStatus(j.Key, "Won't Do")
		w.after(5 * time.Minute)
		for _, a := range []models.ActionItem{kept, agreed} {
			if a = w.settled(a.ID); a.State != models.Committed || !strings.Contains(a.RejectionProposed, "Won't Do") {
				t.Errorf("%s is %s, proposed: %q", a.Ref(), a.State, a.RejectionProposed)
			}
			equal(t, "status", w.issue(a).Status, "Won't Do")
		}
		must[models.ActionItem](t)(w.KeepItem(ctx, by, w.clock(), kept.ID, 0))
		must[models.ActionItem](t)(w.RejectItem(ctx, by, w.clock(), agreed.ID, 0, "agreed, the bank does it"))
		w.after(time.Minute)
		w.settled(kept.ID)
		equal(t, "kept", w.issue(kept).Status, "To Do")
		w.settled(agreed.ID)
		if i := w.issue(agreed); i.Status != "Won't Do" || len(i.Comments) != 1 {
			t.Errorf("the issue is %s with comments %+v", i.Status, i.Comments)
		}
	})
}

func TestAnIssueThatMovesToAnotherProjectStaysTheItems(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		a, i := w.linked()
		key, ok := w.jira.Move(i.Key, "OPS")
		equal(t, "moved", ok, true)
		w.after(5 * time.Minute)
		if link := w.settled(a.ID).Link; link.Key != key || link.RemoteID != i.ID || !strings.HasSuffix(link.URL, key) {
			t.Errorf("the link is %+v", link)
		}
		equal(t, "issues", len(w.jira.Issues()), 1)
	})
}

func TestNothingIsMadeInPlaceOfADeletedIssue(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		a, i := w.linked()
		w.jira.Delete(i.Key)
		w.after(5 * time.Minute)
		if link := w.item(a.ID).Link; !link.Gone || link.LastError != "" {
			t.Errorf("the link is %+v", link)
		}
		title := "Add a timeout to the bank client"
		must[models.ActionItem](t)(w.EditItem(t.Context(), storetest.As(w.Member), w.clock(), a.ID, 0, store.ItemEdit{Title: &title}))
		w.after(time.Hour)
		w.after(48 * time.Hour)
		equal(t, "issues", len(w.jira.Issues()), 0)
		equal(t, "gone", w.item(a.ID).Link.Gone, true)
	})
}

func TestChangesOnBothSidesMeet(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		ctx, by := t.Context(), storetest.As(w.Member)
		a, i := w.linked()
		w.jira.SetStatus(i.Key, "In Progress")
		w.jira.SetDue(i.Key, "2026-05-27")
		title := "Add a timeout to the bank client"
		must[models.ActionItem](t)(w.EditItem(ctx, by, w.clock(), a.ID, 0, store.ItemEdit{Title: &title}))
		w.after(time.Second)
		i = w.issue(a)
		if a = w.settled(a.ID); a.State != models.InProgress || a.DueOn != date(t, "2026-05-27") || i.Summary != title || i.Status != "In Progress" || i.DueOn != "2026-05-27" {
			t.Errorf("the item is %s and due %s, the issue is %+v", a.State, a.DueOn, i)
		}
		// Done here and moved on there: done.
		must[models.ActionItem](t)(w.CompleteItem(ctx, by, w.clock(), a.ID, 0))
		w.jira.SetStatus(i.Key, "To Do")
		w.after(time.Second)
		equal(t, "state", w.settled(a.ID).State, models.Done)
		equal(t, "status", w.issue(a).Status, "Done")
	})
}

func TestAWorkflowWithoutAWayIsNamed(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		a, i := w.linked()
		must[models.ActionItem](t)(w.StartItem(t.Context(), storetest.As(w.Member), w.clock(), a.ID, 0))
		w.after(time.Second)
		if says := w.item(a.ID).Link.LastError; !strings.Contains(says, "move it in Jira by hand") {
			t.Errorf("the last error is %q", says)
		}
		w.jira.SetStatus(i.Key, "In Progress") // by hand
		w.after(time.Minute)
		w.settled(a.ID)
	}, func(o *setup) { o.jira.Projects[0].Statuses = []string{"To Do", "Done"} })
}

func TestTwoWorkersNeverDoAThingTwice(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		r := w.AddReview(t, w.clock(), 3)
		for range 25 {
			w.Commit(t, w.clock(), r.ID, date(t, "2026-05-20"))
		}
		w.Meet(t, w.clock(), r.ID, w.clock().Add(48*time.Hour), w.Member, w.Lead, w.Manager, w.Facilitator)
		workers := []*hired{w.another(), w.another(), w.another()}
		var wg sync.WaitGroup
		for _, x := range workers {
			wg.Go(func() { x.tick(w.clock()) })
		}
		wg.Wait()
		equal(t, "issues", len(w.jira.Issues()), 25)
		equal(t, "invitations", len(w.mail.Messages()), 4)
		equal(t, "remote links", w.requests("POST /rest/api/2/issue/"), 25)
		// A digest, too: due for all on the same day.
		w.mail.Clear()
		for _, moment := range []string{"2026-05-13 00:01", "2026-05-13 09:06"} {
			w.set(berlin(t, moment))
			for range 3 { // a letter waits while another worker asks Jira
				for _, x := range workers {
					wg.Go(func() { x.tick(w.clock()) })
				}
				wg.Wait()
				w.set(w.clock().Add(20 * time.Second))
			}
		}
		mia := slices.DeleteFunc(w.letters(), func(l string) bool { return !strings.Contains(l, "mia:") })
		if len(mia) != 1 || strings.Count(mia[0], "is due in 7 days") != 25 {
			t.Errorf("Mia got %d letters: %v", len(mia), mia)
		}
	})
}
