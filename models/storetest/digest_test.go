package storetest_test

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"debrief/models"
	"debrief/models/store"
	"debrief/models/storetest"
)

func TestADigestWaitsForWorkingHours(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := storetest.NewHouse(t, s)
		ctx := t.Context()
		r := h.AddReview(t, monday, 1)
		for what, c := range map[string]struct{ known, due string }{
			"in the morning, with time for others": {"2026-03-10 10:00", "2026-03-10 10:05"},
			"before work":                          {"2026-03-10 03:00", "2026-03-10 09:00"},
			"after work":                           {"2026-03-10 17:00", "2026-03-11 09:00"},
			"at the weekend":                       {"2026-03-14 12:00", "2026-03-16 09:00"},
			"on a holiday":                         {"2026-03-17 12:00", "2026-03-18 09:00"},
			"over the change of the clocks":        {"2026-03-28 12:00", "2026-03-30 09:00"},
		} {
			p := h.AddPerson(t, "Some Body", models.Member)
			now := at(t, c.known)
			due := models.DateOf(now).AddDays(2)
			h.Commit(t, monday, r.ID, due, func(a *models.ActionItem) { a.OwnerID = &p.ID })
			h.NudgeAll(t, now)
			list, _, err := s.Digests(ctx, storetest.As(p), p.ID, store.Page{})
			storetest.Must(t, err)
			if len(list) != 1 || !list[0].DueAt.Equal(at(t, c.due)) || list[0].Day != date(t, c.due[:10]) {
				t.Errorf("%s: %+v", what, list)
			}
		}
	})
}

// A second reminder on a day waits for the next working day; what is added while a letter is being written goes into
// the next one.
func TestADayHasOneDigest(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := storetest.NewHouse(t, s)
		ctx := t.Context()
		r := h.AddReview(t, monday, 1)
		// Friday; the digest of the reminders that are older goes out on Monday.
		now := at(t, "2026-03-06 10:00")
		first := h.Commit(t, monday, r.ID, date(t, "2026-03-08"))
		h.NudgeAll(t, now)
		now = now.Add(models.CoalesceFor)
		task := h.Claim(t, store.DigestQueue, now)
		letter := must[store.Letter](t)(s.Letter(ctx, now, task.ID))
		second := h.Commit(t, monday, r.ID, date(t, "2026-03-13")) // its first reminder stands since today
		h.NudgeAll(t, now)
		for range 2 { // the same letter twice is one letter
			err := s.SentDigest(ctx, now, task, letter, map[int64]string{})
			if k := kind(err); k != "ok" && k != models.Stale {
				t.Fatal(err)
			}
		}
		sent := func(l store.Letter) (ids []int64) {
			for _, x := range l.Reminders {
				if x.Item != nil {
					ids = append(ids, x.Item.ID)
				}
			}
			return ids
		}
		if got := sent(letter); !slices.Equal(got, []int64{first.ID}) {
			t.Errorf("the letter tells of %v", got)
		}
		list, _, err := s.Digests(ctx, models.System, h.Member.ID, store.Page{})
		storetest.Must(t, err)
		if len(list) != 2 || list[0].Day != date(t, "2026-03-09") || list[1].SentAt == nil || list[0].MessageID == list[1].MessageID {
			t.Fatalf("the digests are %+v", list)
		}
		for _, l := range h.SendAll(t, at(t, "2026-03-06 16:00")) {
			if l.Person.ID == h.Member.ID {
				t.Errorf("a second letter on one day: %+v", l)
			}
		}
		for _, l := range h.SendAll(t, at(t, "2026-03-09 09:00")) {
			if l.Person.ID == h.Member.ID && !slices.Contains(sent(l), second.ID) {
				t.Errorf("what was added while it was written is lost: %v", sent(l))
			}
		}
	})
}

// Nothing is told that has been dealt with between the reminder and the letter.
func TestALetterTellsWhatIsTrueWhenItIsSent(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := storetest.NewHouse(t, s)
		ctx, by := t.Context(), storetest.As(h.Member)
		r := h.AddReview(t, monday, 1)
		known, now := at(t, "2026-03-10 10:00"), at(t, "2026-03-10 10:05")
		items := map[string]models.ActionItem{}
		for _, what := range []string{"done", "rejected", "snoozed", "moved", "disowned", "open"} {
			items[what] = h.Commit(t, monday, r.ID, date(t, "2026-03-12"))
		}
		h.NudgeAll(t, known)
		must[models.ActionItem](t)(s.CompleteItem(ctx, by, known, items["done"].ID, 0))
		must[models.ActionItem](t)(s.RejectItem(ctx, by, known, items["rejected"].ID, 0, "no"))
		must[models.ActionItem](t)(s.SnoozeItem(ctx, by, known, items["snoozed"].ID, 0, date(t, "2026-03-20"), "busy"))
		must[models.ActionItem](t)(s.MoveItem(ctx, by, known, items["moved"].ID, 0, date(t, "2026-06-01"), "the bank is late"))
		must[models.ActionItem](t)(s.DisownItem(ctx, by, known, items["disowned"].ID, 0, "not mine"))
		for _, l := range h.SendAll(t, now) {
			for _, x := range l.Reminders {
				if x.Item != nil && x.Item.ID != items["open"].ID {
					t.Errorf("%s is told of %s, which is %s", l.Person.Name, x.Item.Ref(), x.Item.State)
				}
			}
		}
		dropped := 0
		for what, a := range items {
			for _, n := range must[[]store.FiledNudge](t)(s.NudgesOf(ctx, by, models.SubjectItem, a.ID)) {
				if n.Dropped != "" {
					dropped++
					if what == "open" {
						t.Error("what is open was dropped")
					}
				}
			}
		}
		if dropped != 5 {
			t.Errorf("%d reminders were dropped, want 5", dropped)
		}
	})
}

// Whatever the interleaving of work, worker and clock, a person has at most one digest a local day, and it goes out in
// working hours.
func TestAtMostOneDigestAPersonAndDay(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		for run := range 3 {
			seed := rand.Uint64()
			random := rand.New(rand.NewPCG(seed, uint64(run)))
			h := storetest.NewHouse(t, s, storetest.Suffix(sprint(run)))
			ctx, start := t.Context(), monday.AddDate(0, 0, 63*run) // the runs before go on, and time does not go back
			tokyo := h.AddPerson(t, "To Kyo", models.Member, func(p *models.Person) { p.TimeZone, p.ManagerID = "Asia/Tokyo", &h.Lead.ID })
			honolulu := h.AddPerson(t, "Hono Lulu", models.Member, func(p *models.Person) { p.TimeZone, p.ManagerID = "Pacific/Honolulu", &tokyo.ID })
			owners := []models.Person{h.Member, tokyo, honolulu}
			r := h.AddReview(t, start, 1)
			var items []int64
			for n := range 12 {
				items = append(items, h.Commit(t, start, r.ID, models.DateOf(start).AddDays(3+random.IntN(60)), func(a *models.ActionItem) { a.OwnerID = &owners[n%3].ID }).ID)
			}
			type day struct {
				person int64
				day    models.Date
			}
			sent := map[day]time.Time{}
			for now, end := start, start.AddDate(0, 0, 60); now.Before(end); now = now.Add(time.Duration(random.IntN(14*3600)+600) * time.Second) {
				switch random.IntN(4) {
				case 0:
					_, err := s.MoveItem(ctx, models.System, now, items[random.IntN(len(items))], 0, models.DateOf(now).AddDays(random.IntN(20)), "it moved")
					if k := kind(err); k != "ok" && k != models.Conflict {
						t.Fatal(err)
					}
				case 1:
					_, err := s.EditItem(ctx, models.System, now, items[random.IntN(len(items))], 0, store.ItemEdit{OwnerID: &owners[random.IntN(3)].ID})
					storetest.Must(t, err)
				}
				if random.IntN(10) < 8 {
					h.NudgeAll(t, now)
				}
				if random.IntN(10) < 7 { // else the worker is down
					for _, l := range h.SendAll(t, now) {
						if len(l.Reminders) == 0 {
							continue
						}
						w := s.PersonWorkdays(l.Person)
						d := day{l.Person.ID, w.DateOf(now)}
						if before, twice := sent[d]; twice {
							t.Fatalf("seed %d: %s has a letter at %v and at %v", seed, l.Person.Name, before, now)
						}
						if !w.NextOpen(now).Equal(now) {
							t.Fatalf("seed %d: %s has a letter at %v", seed, l.Person.Name, now.In(l.Person.Location()))
						}
						sent[d] = now
					}
				}
			}
			if len(sent) < 10 {
				t.Errorf("seed %d: only %d letters", seed, len(sent))
			}
		}
	})
}

// All that a letter told of was dealt with, and meanwhile more was put into it: the day has had no letter, so it gets that one.
func TestWhatIsAddedToALetterThatComesToNothingIsStillSent(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := storetest.NewHouse(t, s)
		ctx := t.Context()
		r := h.AddReview(t, monday, 1)
		now := at(t, "2026-03-06 10:00")
		first := h.Commit(t, monday, r.ID, date(t, "2026-03-08"))
		h.NudgeAll(t, now)
		now = now.Add(models.CoalesceFor)
		task := h.Claim(t, store.DigestQueue, now)
		must[models.ActionItem](t)(s.CompleteItem(ctx, models.System, now, first.ID, 0))
		letter := must[store.Letter](t)(s.Letter(ctx, now, task.ID))
		dropped := map[int64]string{}
		for _, x := range letter.Reminders {
			dropped[x.Nudge.ID] = "dealt with"
		}
		second := h.Commit(t, monday, r.ID, date(t, "2026-03-13"))
		h.NudgeAll(t, now)
		storetest.Must(t, s.SentDigest(ctx, now, task, letter, dropped))
		told := map[int64]bool{}
		for _, l := range h.SendAll(t, at(t, "2026-03-06 16:00")) {
			for _, x := range l.Reminders {
				told[x.Nudge.SubjectID] = told[x.Nudge.SubjectID] || x.Item != nil
			}
		}
		if !told[second.ID] || told[first.ID] {
			t.Errorf("told of %v", told)
		}
	})
}

// Another worker is about to file what belongs into the letter, and the day has only this one.
func TestALetterWaitsForWhoIsFilingWhatIsDue(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := storetest.NewHouse(t, s)
		ctx := t.Context()
		r := h.AddReview(t, monday, 2)
		first, second := h.Commit(t, monday, r.ID, date(t, "2026-03-20")), h.Commit(t, monday, r.ID, date(t, "2026-03-20"))
		now := at(t, "2026-03-13 10:00")
		h.NudgeAll(t, monday)
		must[models.Comment](t)(s.AddComment(ctx, storetest.As(h.Lead), monday, models.Comment{ReviewID: r.ID, Body: "How slow?"}))
		review, item := h.Claim(t, store.ReviewNudgeQueue, now), h.Claim(t, store.ItemNudgeQueue, now)
		waits := func(what string) {
			t.Helper()
			if l := h.SendAll(t, now); len(l) != 0 {
				t.Errorf("%s: sent are %+v", what, l)
			}
		}
		waits("three are due")
		storetest.Must(t, s.NudgeItem(ctx, now, item))
		other := h.Claim(t, store.ItemNudgeQueue, now)
		waits("an item and a review are due")
		storetest.Must(t, s.NudgeReview(ctx, now, review))
		waits("an item is due")
		storetest.Must(t, s.Fail(ctx, store.ItemNudgeQueue, other, now.Add(time.Minute), "the disk is full")) // holds up nobody
		told := map[models.Nudge]bool{}
		for _, l := range h.SendAll(t, now) {
			for _, x := range l.Reminders {
				if l.Person.ID == h.Member.ID {
					told[models.Nudge{Subject: x.Nudge.Subject, SubjectID: x.Nudge.SubjectID, Rung: x.Nudge.Rung}] = true
				}
			}
		}
		left := map[int64]int64{first.ID: second.ID, second.ID: first.ID}[other.ID]
		for _, n := range []models.Nudge{{Subject: models.SubjectItem, SubjectID: left, Rung: models.RungBefore},
			{Subject: models.SubjectReview, SubjectID: r.ID, Rung: models.RungComment},
			{Subject: models.SubjectReview, SubjectID: r.ID, Rung: models.RungMeetingLate}} {
			if !told[n] {
				t.Errorf("%s of %s %d is missing: told are %v", n.Rung, n.Subject, n.SubjectID, told)
			}
		}
	})
}

func TestALetterTellsOfCommentsAsTheyAreWhenItIsSent(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := storetest.NewHouse(t, s)
		ctx, r := t.Context(), h.AddReview(t, monday, 3)
		var made []models.Comment
		for range 3 {
			made = append(made, must[models.Comment](t)(s.AddComment(ctx, storetest.As(h.Lead), monday, models.Comment{ReviewID: r.ID, Body: "How slow?"})))
		}
		settle := func(c models.Comment, resolved bool) {
			t.Helper()
			must[models.Comment](t)(s.ResolveComment(ctx, storetest.As(h.Member), monday, c.ID, 0, resolved))
		}
		settle(made[0], true)
		settle(made[1], true)
		settle(made[1], false)
		told := func(now time.Time) (keys []string) {
			for _, l := range h.SendAll(t, now) {
				for _, x := range l.Reminders {
					if l.Person.ID != h.Member.ID || x.By == nil || x.By.ID != h.Lead.ID || x.Review.ID != r.ID {
						t.Errorf("%s is told %+v", l.Person.Name, x)
					}
					keys = append(keys, x.Nudge.StepKey)
				}
			}
			return keys
		}
		same(t, told(monday.Add(2*models.CoalesceFor)), []string{models.CommentKey(made[1].ID), models.CommentKey(made[2].ID)})
		settle(made[0], false) // known, and told as settled
		settle(made[1], true)
		settle(made[1], false)
		same(t, told(monday.AddDate(0, 0, 3)), nil)
	})
}

func TestTheLedgerTellsWhenALetterGoesOutAndWhenItWasSent(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := storetest.NewHouse(t, s)
		r := h.AddReview(t, monday, 3)
		told, closed := h.Commit(t, monday, r.ID, date(t, "2026-03-13")), h.Commit(t, monday, r.ID, date(t, "2026-03-13"))
		now := at(t, "2026-03-06 06:00")
		h.NudgeAll(t, now)
		of := func(a models.ActionItem) store.FiledNudge {
			t.Helper()
			list := must[[]store.FiledNudge](t)(s.NudgesOf(t.Context(), models.System, models.SubjectItem, a.ID))
			if len(list) != 1 {
				t.Fatalf("the ledger has %+v", list)
			}
			return list[0]
		}
		goes := of(told).GoesAt
		if goes == nil || goes.Before(now) || of(told).SentAt != nil {
			t.Fatalf("before it is sent the ledger has %+v", of(told))
		}
		must[models.ActionItem](t)(s.CompleteItem(t.Context(), models.System, now, closed.ID, 0))
		h.SendAll(t, *goes)
		if n := of(told); n.GoesAt != nil || n.SentAt == nil || !n.SentAt.Equal(*goes) {
			t.Errorf("sent at %s, the ledger has %+v", goes, n)
		}
		if n := of(closed); n.GoesAt != nil || n.SentAt != nil || n.Dropped == "" {
			t.Errorf("of what was not told the ledger has %+v", n)
		}
	})
}
