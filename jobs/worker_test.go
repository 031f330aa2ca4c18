package jobs_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
	"unicode/utf8"

	"debrief/integrations/mail/mailtest"
	"debrief/models"
	"debrief/models/store"
	"debrief/models/storetest"
)

func TestABugInOneRowIsThatRowsFailureOnly(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		r := w.AddReview(t, w.clock(), 3)
		a, b := w.Commit(t, w.clock(), r.ID, date(t, "2026-05-20")), w.Commit(t, w.clock(), r.ID, date(t, "2026-05-20"))
		w.tracker.on(once("RemoteLink", func() error { panic("nil map") }))
		w.after(0)
		failed := 0
		for _, x := range []models.ActionItem{a, b} {
			if link := w.item(x.ID).Link; link.LastError != "" {
				failed++
				equal(t, "the last error", link.LastError, "a bug in Debrief: nil map")
				equal(t, "attempts", link.Attempts, 1)
			}
		}
		equal(t, "failed rows", failed, 1)
		w.after(15 * time.Second)
		for _, x := range []models.ActionItem{a, b} {
			w.settled(x.ID)
			w.issue(x)
		}
	})
}

func TestALongErrorIsCutBetweenCharacters(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		a, _ := w.linked()
		w.tracker.on(func(string) error { return errors.New(strings.Repeat("ä€", 1000)) })
		w.after(5 * time.Minute)
		says := w.item(a.ID).Link.LastError
		if len(says) < 990 || len(says) > 1000 || !utf8.ValidString(says) {
			t.Errorf("the last error has %d octets: %q", len(says), says)
		}
	})
}

func TestAnIdleTurnDoesNothing(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.after(0) // the chores' first time
		n, err := w.worker.Tick(t.Context(), w.clock())
		storetest.Must(t, err)
		equal(t, "rows", n, 0)
		equal(t, "mails", len(w.mail.Messages()), 0)
		equal(t, "calls of Jira", w.requests(""), 0)
	})
}

func TestAWorkerThatIsStoppedFinishesWhatItBeganAndNoMore(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		r := w.AddReview(t, w.clock(), 3)
		for range 20 {
			w.Commit(t, w.clock(), r.ID, date(t, "2026-05-20"))
		}
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		w.tracker.on(once("Create", func() error { cancel(); return nil }))
		_, err := w.worker.Tick(ctx, w.clock())
		equal(t, "error", err, context.Canceled)
		made := len(w.jira.Issues())
		if made == 0 || made == 20 {
			t.Errorf("%d issues were made", made)
		}
		equal(t, "leases", scalar[int](w, "SELECT count(*) FROM links WHERE lease <> '' OR leased_until IS NOT NULL"), 0)
		equal(t, "untouched", scalar[int](w, "SELECT count(*) FROM links WHERE remote_id = '' AND attempts = 0 AND create_started_at IS NULL"), 20-made)
		w.after(0)
		equal(t, "issues", len(w.jira.Issues()), 20)
	})
}

// ending is a context that ends when it is asked for the second time: between the claim and the work.
type ending struct {
	context.Context
	asked atomic.Int32
}

func (e *ending) Err() error {
	if e.asked.Add(1) > 1 {
		return context.Canceled
	}
	return nil
}

func TestRowsThatWereClaimedAndNotBegunAreHandedBack(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		_, err := w.worker.Tick(&ending{Context: t.Context()}, w.clock())
		equal(t, "stopped", strings.Contains(err.Error(), context.Canceled.Error()), true)
		equal(t, "chores as before", scalar[int](w, "SELECT count(*) FROM chores WHERE lease = '' AND leased_until IS NULL AND attempts = 0 AND due_at IS NOT NULL AND note = ''"), 2)
	})
}

func TestARowWhoseHolderIsGoneIsTakenOver(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		r := w.AddReview(t, w.clock(), 3)
		a := w.Commit(t, w.clock(), r.ID, date(t, "2026-05-20"))
		w.Claim(t, store.LinkQueue, w.clock()) // and then the power goes
		w.after(59 * time.Second)
		equal(t, "issues", len(w.jira.Issues()), 0)
		w.after(time.Second)
		w.issue(a)
		w.settled(a.ID)
	})
}

func TestWhoLostTheLeaseRecordsNothing(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		a, i := w.linked()
		other := w.another()
		w.jira.SetStatus(i.Key, "Done")
		w.set(w.clock().Add(5 * time.Minute))
		w.tracker.onDone(once("Get", func() error { // so slow that another worker takes over, and finishes first
			other.tick(w.clock().Add(time.Minute + time.Second))
			return nil
		}))
		w.after(0)
		equal(t, "state", w.settled(a.ID).State, models.Done)
		n := 0
		list, _, err := w.Events(t.Context(), models.System, store.EventFilter{Subject: models.SubjectItem, SubjectID: a.ID}, store.Page{})
		storetest.Must(t, err)
		for _, e := range list {
			if e.Verb == "completed" {
				n++
			}
		}
		equal(t, "completed", n, 1)
	})
}

func TestChoresRunOnceWhateverTheNumberOfWorkers(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		workers := []*hired{w.another(), w.another(), w.another()}
		turn := func(moment string) (n int64) {
			t.Helper()
			var done atomic.Int64
			var wg sync.WaitGroup
			w.set(berlin(t, moment))
			for _, x := range workers {
				wg.Go(func() {
					n, err := x.Tick(t.Context(), w.clock())
					if err != nil {
						t.Error(err)
					}
					done.Add(int64(n))
				})
			}
			wg.Wait()
			return done.Load()
		}
		equal(t, "at the start", turn("2026-03-02 11:30"), 2)
		equal(t, "within the hour", turn("2026-03-02 11:59"), 0)
		equal(t, "each hour", turn("2026-03-02 12:00"), 1)
		equal(t, "at three in UTC", turn("2026-03-03 04:00"), 2)
		equal(t, "notes", scalar[int](w, "SELECT count(*) FROM chores WHERE note IN ('0 rows had drifted', '0 old rows removed')"), 2)
	})
}

func TestAChoreOfANewerVersionIsLeftToWhoKnowsIt(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		storetest.Must(t, w.EnsureChore(t.Context(), w.clock(), "tidy the attic"))
		w.after(time.Hour)
		equal(t, "due later", scalar[int](w, "SELECT count(*) FROM chores WHERE name = 'tidy the attic' AND due_at IS NOT NULL AND lease = '' AND last_error = ''"), 1)
		w.exec("UPDATE chores SET due_at = NULL WHERE name = 'tidy the attic'") // as versions before this one left it
		storetest.Must(t, w.EnsureChore(t.Context(), w.clock(), "tidy the attic"))
		equal(t, "due again", scalar[int](w, "SELECT count(*) FROM chores WHERE name = 'tidy the attic' AND due_at IS NOT NULL"), 1)
	})
}

func TestTheNightlyPassMendsWhatDrifted(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.agreed("2026-03-12")
		w.exec("UPDATE action_items SET nudge_on = NULL")
		w.at("2026-03-03 04:00")
		equal(t, "note", scalar[string](w, "SELECT note FROM chores WHERE name = 'recompute reminders'"), "1 rows had drifted")
		same(t, "letters", w.through("2026-03-06"), []string{"2026-03-05 mia: AI-1 (P1) is due in 7 days"})
	}, withoutJira)
}

func TestWakingNeverBlocks(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		for range 1000 { // nobody runs
			w.worker.Wake()
		}
	})
}

func TestRunWorksWhenWokenAndStopsWhenToldTo(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan struct{})
		go func() {
			defer close(ended)
			w.worker.Run(ctx, w.clock)
		}()
		r := w.AddReview(t, w.clock(), 3)
		made := make(chan struct{})
		w.tracker.onDone(once("RemoteLink", func() error { close(made); return nil }))
		w.Commit(t, w.clock(), r.ID, date(t, "2026-05-20"))
		wait(t, "the issue is made", made)
		cancel()
		wait(t, "Run ends", ended)
	})
}

func TestAJiraThatTakesItsTimeHoldsUpNobodysSignIn(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		ctx, cancel := context.WithCancel(t.Context())
		release, ended := make(chan struct{}), make(chan struct{})
		w.tracker.on(func(string) error { <-release; return nil })
		r := w.AddReview(t, w.clock(), 3)
		w.Commit(t, w.clock(), r.ID, date(t, "2026-05-20"))
		go func() {
			defer close(ended)
			w.worker.Run(ctx, w.clock)
		}()
		storetest.Must(t, w.AskSignIn(ctx, w.clock(), w.Member.Email))
		limited, stop := context.WithTimeout(ctx, 20*time.Second)
		defer stop()
		_, err := w.mail.WaitFor(limited, func(list []mailtest.Message) bool { return len(list) == 1 })
		close(release)
		cancel()
		wait(t, "Run ends", ended)
		storetest.Must(t, err)
	})
}

func wait(t *testing.T, what string, done chan struct{}) {
	t.Helper()
	select {
	case <-done:
	case <-time.After(20 * time.Second):
		t.Fatalf("waited for this in vain: %s", what)
	}
}
