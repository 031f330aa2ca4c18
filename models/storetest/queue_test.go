package storetest_test

import (
	"slices"
	"sync"
	"testing"
	"time"

	"debrief/models"
	"debrief/models/store"
	"debrief/models/storetest"
)

// chores makes rows of work that are due at monday, a minute apart from the first to the last.
func chores(t testing.TB, s *store.Store, names ...string) {
	t.Helper()
	for n, name := range names {
		storetest.Must(t, s.EnsureChore(t.Context(), monday.Add(time.Duration(n)*time.Minute), name))
	}
}

func TestOfTwentyClaimantsOneWins(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx, now := t.Context(), monday
		chores(t, s, "sweep")
		for round := range 10 {
			now = now.Add(time.Hour)
			var mu sync.Mutex
			var won []store.Task
			var wg sync.WaitGroup
			for range 20 {
				wg.Go(func() {
					tasks, err := s.Claim(ctx, store.ChoreQueue, now, time.Minute, 10)
					if err != nil {
						t.Errorf("claim: %v", err)
					}
					mu.Lock()
					won = append(won, tasks...)
					mu.Unlock()
				})
			}
			wg.Wait()
			if len(won) != 1 {
				t.Fatalf("round %d: %d won, want one", round, len(won))
			}
			storetest.Must(t, s.Finish(ctx, store.ChoreQueue, won[0], &now))
		}
	})
}

func TestManyClaimantsShareManyRowsWithoutOverlap(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx, db := t.Context(), storetest.Raw(t, s)
		const rows = 300
		for n := range rows {
			exec(t, db, s, "INSERT INTO chores (name, due_at) VALUES (?, ?)", "chore "+sprint(n), stored(s, monday))
		}
		var mu sync.Mutex
		seen := map[int64]int{}
		var wg sync.WaitGroup
		for range 8 {
			wg.Go(func() {
				for {
					tasks, err := s.Claim(ctx, store.ChoreQueue, monday, time.Minute, 7)
					if err != nil {
						t.Errorf("claim: %v", err)
						return
					}
					if len(tasks) > 7 {
						t.Errorf("%d rows for a limit of 7", len(tasks))
					}
					mu.Lock()
					for _, task := range tasks {
						seen[task.ID]++
					}
					done := len(seen) == rows
					mu.Unlock()
					if done || len(tasks) == 0 && s.Engine() == store.SQLite {
						return
					}
				}
			})
		}
		wg.Wait()
		for id, n := range seen {
			if n != 1 {
				t.Errorf("row %d was won %d times", id, n)
			}
		}
		if len(seen) != rows {
			t.Errorf("%d rows were won, want %d", len(seen), rows)
		}
	})
}

// stored is a moment as the engine keeps it, for statements behind the store's back.
func stored(s *store.Store, at time.Time) any {
	if s.Engine() == store.SQLite {
		return at.UTC().Format("2006-01-02 15:04:05.999999999-07:00")
	}
	return at
}

func TestTheLongestWaitingIsClaimedFirst(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		chores(t, s, "first", "second", "third", "fourth")
		if _, ok, err := s.Due(ctx, store.LinkQueue); ok || err != nil {
			t.Errorf("an empty queue has something due: %v", err)
		}
		when, ok, err := s.Due(ctx, store.ChoreQueue)
		storetest.Must(t, err)
		if !ok || !when.Equal(monday) {
			t.Errorf("the next is due at %v", when)
		}
		tasks := must[[]store.Task](t)(s.Claim(ctx, store.ChoreQueue, monday.Add(2*time.Minute), time.Minute, 2))
		var names []string
		for _, task := range tasks {
			names = append(names, must[string](t)(s.ChoreName(ctx, task.ID)))
			if task.Attempts != 1 || task.Lease == "" || task.Revision != 1 {
				t.Errorf("the task is %+v", task)
			}
		}
		if !slices.Equal(names, []string{"first", "second"}) || !tasks[1].Due.Equal(monday.Add(time.Minute)) {
			t.Errorf("claimed are %v: %+v", names, tasks)
		}
		// The third is due, the fourth is not yet.
		tasks = must[[]store.Task](t)(s.Claim(ctx, store.ChoreQueue, monday.Add(2*time.Minute), time.Minute, 10))
		if len(tasks) != 1 {
			t.Errorf("claimed are %+v", tasks)
		}
		w := must[store.Waiting](t)(s.Waiting(ctx, store.ChoreQueue, monday.Add(2*time.Minute)))
		if w.Due != 3 || w.Failed != 0 {
			t.Errorf("waiting are %+v", w)
		}
	})
}

func TestARowIsClaimedAgainWhenItsLeaseEnds(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		h := &storetest.House{Store: s}
		chores(t, s, "sweep")
		first := h.Claim(t, store.ChoreQueue, monday)
		none := must[[]store.Task](t)(s.Claim(ctx, store.ChoreQueue, monday.Add(time.Minute-time.Microsecond), time.Minute, 1))
		if len(none) != 0 {
			t.Fatalf("claimed while it is held: %+v", none)
		}
		second := h.Claim(t, store.ChoreQueue, monday.Add(time.Minute))
		if second.ID != first.ID || second.Attempts != 2 || second.Lease == first.Lease {
			t.Errorf("claimed again as %+v", second)
		}
		// The first holder is back, and changes nothing.
		next := monday.Add(24 * time.Hour)
		storetest.Must(t, s.Finish(ctx, store.ChoreQueue, first, &next))
		storetest.Must(t, s.Fail(ctx, store.ChoreQueue, first, next, "late"))
		storetest.Must(t, s.Release(ctx, store.ChoreQueue, first))
		if tasks := must[[]store.Task](t)(s.Claim(ctx, store.ChoreQueue, monday.Add(time.Minute), time.Minute, 1)); len(tasks) != 0 {
			t.Errorf("the old holder gave away what is not its own: %+v", tasks)
		}
		storetest.Must(t, s.Finish(ctx, store.ChoreQueue, second, &next))
		third := h.Claim(t, store.ChoreQueue, next)
		if third.Attempts != 1 {
			t.Errorf("a success does not reset the tries: %+v", third)
		}
	})
}

func TestAFailedRowBacksOffAloneAndAReleasedOneIsDue(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx, db := t.Context(), storetest.Raw(t, s)
		h := &storetest.House{Store: s}
		chores(t, s, "bad", "good")
		now := monday.Add(time.Hour)
		bad := h.Claim(t, store.ChoreQueue, now)
		storetest.Must(t, s.Fail(ctx, store.ChoreQueue, bad, now.Add(models.Backoff(bad.Attempts)), "the tracker does not answer"))
		if w := must[store.Waiting](t)(s.Waiting(ctx, store.ChoreQueue, now.Add(time.Hour))); w.Failed != 1 || w.Due != 2 || w.LastError == "" {
			t.Errorf("waiting are %+v", w)
		}
		good := h.Claim(t, store.ChoreQueue, now)
		if good.ID == bad.ID {
			t.Fatal("the failed row is not put off")
		}
		storetest.Must(t, s.Release(ctx, store.ChoreQueue, good))
		if again := h.Claim(t, store.ChoreQueue, now); again.ID != good.ID || again.Attempts != 1 {
			t.Errorf("a row that was handed back untried is %+v", again)
		}
		if tasks := must[[]store.Task](t)(s.Claim(ctx, store.ChoreQueue, now.Add(14*time.Second), time.Minute, 5)); len(tasks) != 0 {
			t.Errorf("tried again before its time: %+v", tasks)
		}
		again := h.Claim(t, store.ChoreQueue, now.Add(15*time.Second))
		if again.ID != bad.ID || again.Attempts != 2 {
			t.Errorf("tried again as %+v", again)
		}
		if why := value[string](t, db, s, "SELECT last_error FROM chores WHERE id = ?", bad.ID); why != "the tracker does not answer" {
			t.Errorf("says %q", why)
		}
		storetest.Must(t, s.NoteChore(ctx, again, "3 rows"))
		storetest.Must(t, s.Finish(ctx, store.ChoreQueue, again, nil))
		if why := value[string](t, db, s, "SELECT last_error || note FROM chores WHERE id = ?", bad.ID); why != "3 rows" {
			t.Errorf("says %q", why)
		}
	})
}

// What changes while a row is worked on is due again at once, and nothing of it is swallowed.
func TestWhatChangesMeanwhileIsDueAgainAtOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := storetest.NewHouse(t, s)
		ctx, now := t.Context(), monday
		r := h.AddReview(t, now, 1)
		a := h.Commit(t, now, r.ID, models.Date{})
		task := h.Claim(t, store.LinkQueue, now)
		issue := must[store.Issue](t)(s.Issue(ctx, task.ID))
		must[models.ActionItem](t)(s.EditItem(ctx, storetest.As(h.Member), now, a.ID, 0, store.ItemEdit{Title: ptr("Add a bulkhead")}))
		storetest.Must(t, s.Agree(ctx, now, task, issue.Fields, models.Remote{ID: "1", Key: "PAY-1", Category: models.CategoryNew, DueOn: a.DueOn}, nil, now.Add(time.Hour)))
		if a = must[models.ActionItem](t)(s.Item(ctx, models.System, a.ID)); !a.Link.Pending {
			t.Error("the edit has not reached the tracker, and is not pending")
		}
		task = h.Claim(t, store.LinkQueue, now)
		issue = must[store.Issue](t)(s.Issue(ctx, task.ID))
		storetest.Must(t, s.Agree(ctx, now, task, issue.Fields, models.Remote{ID: "1", Key: "PAY-1", Category: models.CategoryNew, DueOn: a.DueOn}, nil, now.Add(time.Hour)))
		if a = must[models.ActionItem](t)(s.Item(ctx, models.System, a.ID)); a.Link.Pending {
			t.Error("pending after both agree")
		}
		if tasks := must[[]store.Task](t)(s.Claim(ctx, store.LinkQueue, now, time.Minute, 1)); len(tasks) != 0 {
			t.Errorf("due again without a change: %+v", tasks)
		}
		// An edit that the tracker does not see makes nothing due.
		must[models.ActionItem](t)(s.SnoozeItem(ctx, storetest.As(h.Member), now, a.ID, 0, date(t, "2026-03-04"), "busy"))
		if tasks := must[[]store.Task](t)(s.Claim(ctx, store.LinkQueue, now, time.Minute, 1)); len(tasks) != 0 {
			t.Errorf("due for a snooze: %+v", tasks)
		}
		must[models.ActionItem](t)(s.SyncItem(ctx, storetest.As(h.Member), now, a.ID))
		h.Claim(t, store.LinkQueue, now)
	})
}

// Who has lost a lease is told so, and changes nothing.
func TestWhoHasLostALeaseChangesNothing(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := storetest.NewHouse(t, s)
		ctx, now := t.Context(), monday
		r := h.AddReview(t, now, 1)
		a := h.Commit(t, now, r.ID, date(t, "2026-03-04"))
		h.Meet(t, now, r.ID, now.Add(time.Hour), h.Member)
		later := at(t, "2026-03-05 10:00")
		remote := models.Remote{ID: "1", Key: "PAY-1", Category: models.CategoryDone}

		link, invitation := h.Claim(t, store.LinkQueue, now), h.Claim(t, store.InvitationQueue, now)
		nudge, review := h.Claim(t, store.ItemNudgeQueue, later), h.Claim(t, store.ReviewNudgeQueue, later)
		issue := must[store.Issue](t)(s.Issue(ctx, link.ID))
		over := later.Add(time.Hour) // all leases have ended
		for _, q := range []store.Queue{store.LinkQueue, store.InvitationQueue, store.ItemNudgeQueue, store.ReviewNudgeQueue} {
			h.Claim(t, q, over)
		}
		refused(t, s.Agree(ctx, over, link, issue.Fields, remote, nil, over), models.Stale)
		_, err := s.Pull(ctx, over, link, remote)
		refused(t, err, models.Stale)
		refused(t, s.StartCreate(ctx, link, over), models.Stale)
		refused(t, s.LinkGone(ctx, link, true), models.Stale)
		refused(t, s.SentInvitation(ctx, over, invitation, nil), models.Stale)
		refused(t, s.NudgeItem(ctx, over, nudge), models.Stale)
		refused(t, s.NudgeReview(ctx, over, review), models.Stale)
		a = must[models.ActionItem](t)(s.Item(ctx, models.System, a.ID))
		if a.State != models.Committed || a.Link.Key != "" || a.Link.Gone || a.Link.CreateStartedAt != nil {
			t.Errorf("the old holder made it %+v with %+v", a, a.Link)
		}
		m := must[[]models.Meeting](t)(s.Meetings(ctx, models.System, r.ID))[0]
		if m.Attendees[0].Invitation.AgreedRevision != 0 {
			t.Errorf("the old holder told %+v", m.Attendees[0].Invitation)
		}
		list := must[[]store.FiledNudge](t)(s.NudgesOf(ctx, models.System, models.SubjectItem, a.ID))
		if len(list) != 0 {
			t.Errorf("the old holder filed %+v", list)
		}

		h.NudgeAll(t, over.Add(time.Hour))
		send := over.Add(2 * time.Hour)
		digest := h.Claim(t, store.DigestQueue, send)
		letter := must[store.Letter](t)(s.Letter(ctx, send, digest.ID))
		h.Claim(t, store.DigestQueue, send.Add(time.Hour))
		refused(t, s.SentDigest(ctx, send, digest, letter, nil), models.Stale)
		digests, _, err := s.Digests(ctx, models.System, letter.Person.ID, store.Page{})
		storetest.Must(t, err)
		if digests[0].SentAt != nil {
			t.Error("the old holder has sent it")
		}
	})
}

func TestOneRowCanBeClaimedByItself(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		chores(t, s, "one", "two")
		before := monday.AddDate(0, 0, -1) // neither is due
		task, ok, err := s.ClaimRow(ctx, store.ChoreQueue, 2, before, time.Minute)
		storetest.Must(t, err)
		if !ok || task.ID != 2 || task.Lease == "" {
			t.Errorf("claimed is %+v", task)
		}
		if _, ok, err = s.ClaimRow(ctx, store.ChoreQueue, 2, before, time.Minute); ok || err != nil {
			t.Errorf("claimed twice: %v", err)
		}
		if _, ok, err = s.ClaimRow(ctx, store.ChoreQueue, 3, before, time.Minute); ok || err != nil {
			t.Errorf("claimed what is not there: %v", err)
		}
	})
}
