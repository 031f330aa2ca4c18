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

// told returns who has a ledger row about an item, as name: rung.
func told(t testing.TB, h *storetest.House, item int64) []string {
	t.Helper()
	names := must[map[int64]string](t)(h.Names(t.Context()))
	var list []string
	for _, n := range must[[]store.FiledNudge](t)(h.NudgesOf(t.Context(), models.System, models.SubjectItem, item)) {
		list = append(list, names[n.PersonID]+": "+string(n.Rung))
	}
	slices.Sort(list)
	return list
}

func edit(t testing.TB, h *storetest.House, p models.Person, change func(*models.Person)) {
	t.Helper()
	p = must[models.Person](t)(h.Person(t.Context(), p.ID))
	change(&p)
	must[models.Person](t)(h.SavePerson(t.Context(), models.System, monday, p))
}

func TestAStepIsFiledOnceAPerson(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := storetest.NewHouse(t, s)
		ctx := t.Context()
		r := h.AddReview(t, monday, 1)
		a := h.Commit(t, monday, r.ID, date(t, "2026-03-12"))
		now := at(t, "2026-03-13 10:00") // the breach: owner and manager
		for range 3 {
			h.NudgeAll(t, now)
			must[models.ActionItem](t)(s.EditItem(ctx, models.System, now, a.ID, 0, store.ItemEdit{Title: ptr("Add a thing " + sprint(rand.Int()))}))
		}
		if got := told(t, h, a.ID); !slices.Equal(got, []string{"Mia Member: breach", "Mona Manager: breach"}) {
			t.Errorf("told were %v", got)
		}
		next := h.AddPerson(t, "Nia Next", models.Member)
		// A new owner has not heard of it yet.
		must[models.ActionItem](t)(s.EditItem(ctx, models.System, now, a.ID, 0, store.ItemEdit{OwnerID: &next.ID}))
		h.NudgeAll(t, now)
		if got := told(t, h, a.ID); !slices.Contains(got, "Nia Next: breach") || len(got) != 3 {
			t.Errorf("told were %v", got)
		}
		// The old one, who was to be told, is not any more.
		for _, l := range h.SendAll(t, now.Add(models.CoalesceFor)) {
			for _, x := range l.Reminders {
				if l.Person.ID == h.Member.ID && x.Item != nil {
					t.Errorf("%s is told of what is somebody else's: %+v", l.Person.Name, x.Item)
				}
			}
		}
		// Two weeks after the due date the lead and the board join.
		edit(t, h, h.Outsider, func(p *models.Person) { p.Board = true })
		h.NudgeAll(t, at(t, "2026-03-27 10:00"))
		for _, want := range []string{"Lee Lead: overdue", "Otto Outsider: overdue", "Nia Next: overdue"} {
			if got := told(t, h, a.ID); !slices.Contains(got, want) {
				t.Errorf("told were %v, want %s", got, want)
			}
		}
	})
}

func TestSomebodyAwayIsCovered(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := storetest.NewHouse(t, s)
		away := func(p *models.Person) { p.AwayFrom, p.AwayUntil = date(t, "2026-03-01"), date(t, "2026-03-31") }
		now := at(t, "2026-03-10 10:00") // two days before
		r := h.AddReview(t, monday, 1)
		expect := func(what string, want ...string) {
			t.Helper()
			a := h.Commit(t, monday, r.ID, date(t, "2026-03-12"))
			h.NudgeAll(t, now)
			slices.Sort(want)
			if got := told(t, h, a.ID); !slices.Equal(got, want) {
				t.Errorf("%s: told were %v, want %v", what, got, want)
			}
		}
		edit(t, h, h.Member, away)
		expect("away", "Mona Manager: before_due")
		edit(t, h, h.Member, func(p *models.Person) { p.DelegateID = &h.Viewer.ID })
		expect("away with a delegate", "Vic Viewer: before_due")
		edit(t, h, h.Viewer, away)
		expect("away, and the delegate too", "Mona Manager: before_due")
		edit(t, h, h.Manager, func(p *models.Person) { p.Active = false })
		expect("nobody to cover", "Mia Member: before_due")
		left := h.Commit(t, monday, r.ID, date(t, "2026-03-12"))
		edit(t, h, h.Member, func(p *models.Person) { p.Active = false })
		h.NudgeAll(t, now)
		if got := told(t, h, left.ID); !slices.Equal(got, []string{"Ada Admin: before_due"}) {
			t.Errorf("who has left is not told: told were %v", got)
		}
		edit(t, h, h.Member, func(p *models.Person) { p.Active, p.AwayFrom, p.AwayUntil = true, models.Date{}, models.Date{} })
		expect("back", "Mia Member: before_due")
	})
}

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

// The nightly pass repairs what a change of a policy has moved, and finds nothing the second time.
func TestRecomputeRepairsAndThenFindsNothing(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h, db := storetest.NewHouse(t, s), storetest.Raw(t, s)
		ctx, now := t.Context(), monday
		r := h.AddReview(t, now, 1)
		a := h.Commit(t, now, r.ID, date(t, "2026-04-30"))
		closed := h.Commit(t, now, r.ID, date(t, "2026-04-30"))
		must[models.ActionItem](t)(s.CompleteItem(ctx, models.System, now, closed.ID, 0))
		h.AddReview(t, now, 2)
		check := func(what string, want int) {
			t.Helper()
			if n := must[int](t)(s.Recompute(ctx, now)); n != want {
				t.Errorf("%s: %d rows had drifted, want %d", what, n, want)
			}
			if n := must[int](t)(s.Recompute(ctx, now)); n != 0 {
				t.Errorf("%s: %d rows had drifted the second time", what, n)
			}
		}
		check("nothing changed", 0)
		p := must[models.Policy](t)(s.Policy(ctx, 1))
		p.NudgeBefore = []int{30}
		must[models.Policy](t)(s.SavePolicy(ctx, models.System, now, p))
		check("reminded earlier", 1)
		a = must[models.ActionItem](t)(s.Item(ctx, models.System, a.ID))
		if want := at(t, "2026-03-31 00:00"); !a.NudgeOn.Equal(want) {
			t.Errorf("looked at on %v, want %v", a.NudgeOn, want)
		}
		exec(t, db, s, "UPDATE action_items SET nudge_on = NULL WHERE id = ?", a.ID)
		exec(t, db, s, "UPDATE action_items SET nudge_on = ? WHERE id = ?", stored(s, now), closed.ID)
		exec(t, db, s, "UPDATE reviews SET nudge_on = NULL")
		check("lost by somebody's hand", 4)
		// What the tracker should see is repaired too: the base URL may have changed.
		exec(t, db, s, "UPDATE action_items SET desired_hash = 'x' WHERE id = ?", a.ID)
		task := h.Claim(t, store.LinkQueue, now)
		storetest.Must(t, s.Finish(ctx, store.LinkQueue, task, nil))
		check("another hash", 1)
		// More rows than one batch.
		for range 205 {
			h.Commit(t, now, r.ID, date(t, "2026-05-30"))
		}
		exec(t, db, s, "UPDATE action_items SET nudge_on = NULL WHERE state = 'committed'")
		check("many", 206)
	})
}

func TestAReviewIsNudgedForWhatItLacks(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := storetest.NewHouse(t, s)
		ctx := t.Context()
		r := h.AddReview(t, monday, 1) // due on Thursday, 5 March
		rungs := func() (list []string) {
			names := must[map[int64]string](t)(h.Names(ctx))
			for _, n := range must[[]store.FiledNudge](t)(s.NudgesOf(ctx, models.System, models.SubjectReview, r.ID)) {
				list = append(list, names[n.PersonID]+": "+string(n.Rung))
			}
			slices.Sort(list)
			return list
		}
		h.NudgeAll(t, at(t, "2026-03-03 10:00"))
		if got := rungs(); !slices.Equal(got, []string{"Mia Member: no_meeting"}) {
			t.Errorf("told are %v", got)
		}
		h.Meet(t, at(t, "2026-03-03 11:00"), r.ID, at(t, "2026-03-05 11:00"), h.Member)
		letters := h.SendAll(t, at(t, "2026-03-03 12:00"))
		if len(letters) != 1 || len(letters[0].Reminders) != 0 {
			t.Errorf("told of a meeting that is there: %+v", letters)
		}
		h.NudgeAll(t, at(t, "2026-03-04 11:00"))
		if got := rungs(); !slices.Contains(got, "Mia Member: no_document") {
			t.Errorf("told are %v", got)
		}
		h.NudgeAll(t, at(t, "2026-03-06 10:00"))
		if got := rungs(); !slices.Contains(got, "Fay Facilitator: not_recorded") || !slices.Contains(got, "Mia Member: not_recorded") {
			t.Errorf("told are %v", got)
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

func TestWhatBacksOffCountsAsFailed(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := storetest.NewHouse(t, s)
		h.Commit(t, monday, h.AddReview(t, monday, 1).ID, date(t, "2026-03-20"))
		task := h.Claim(t, store.LinkQueue, monday)
		storetest.Must(t, s.Fail(t.Context(), store.LinkQueue, task, monday.Add(time.Hour), "Jira is down"))
		if w := must[store.Waiting](t)(s.Waiting(t.Context(), store.LinkQueue, monday)); w.Due != 0 || w.Failed != 1 {
			t.Errorf("waiting: %+v", w)
		}
	})
}

func TestATitleIsFoundAsItWasTyped(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := storetest.NewHouse(t, s)
		i := h.AddIncident(t, monday, 3)
		i.Title = "Überlast im Émile-Netz"
		must[models.Incident](t)(s.SaveIncident(t.Context(), models.System, monday, i))
		for _, q := range []string{"Überlast", "Émile", "netz", "NETZ"} {
			rows, _, err := s.Incidents(t.Context(), models.System, store.IncidentFilter{Q: q}, store.Page{})
			storetest.Must(t, err)
			if len(rows) != 1 {
				t.Errorf("%q finds %d incidents", q, len(rows))
			}
		}
	})
}

func TestOnlyWhatAnotherPersonHandsOverIsNewWithSomebody(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h, db := storetest.NewHouse(t, s), storetest.Raw(t, s)
		ctx := t.Context()
		r := h.AddReview(t, monday, 3)
		give := func(by models.Actor, a models.ActionItem, to models.Person) {
			t.Helper()
			must[models.ActionItem](t)(s.EditItem(ctx, by, monday, a.ID, 0, store.ItemEdit{OwnerID: &to.ID}))
		}
		expect := func(what string, a models.ActionItem, want ...string) {
			t.Helper()
			if got := told(t, h, a.ID); !slices.Equal(got, want) {
				t.Errorf("%s: told were %v, want %v", what, got, want)
			}
		}
		a := h.Propose(t, monday, r.ID)
		expect("Debrief itself", a)
		give(storetest.As(h.Lead), a, h.Lead)
		expect("own doing", a)
		give(storetest.As(h.Member), a, h.Lead)
		must[models.ActionItem](t)(s.EditItem(ctx, storetest.As(h.Member), monday, a.ID, 0, store.ItemEdit{Title: ptr("Add a limit to checkout")}))
		expect("it was theirs already", a)
		give(storetest.As(h.Facilitator), a, h.Member)
		expect("handed over", a, "Mia Member: handover")
		for _, n := range must[[]store.FiledNudge](t)(s.NudgesOf(ctx, models.System, models.SubjectItem, a.ID)) {
			if n.ByID == nil || *n.ByID != h.Facilitator.ID || n.Capacity != models.AsOwner {
				t.Errorf("the ledger has %+v", n)
			}
		}
		done := h.Commit(t, monday, r.ID, date(t, "2026-04-20"))
		must[models.ActionItem](t)(s.CompleteItem(ctx, models.System, monday, done.ID, 0))
		give(storetest.As(h.Facilitator), done, h.Lead)
		expect("it is done", done)
		historic := h.Commit(t, monday, r.ID, date(t, "2026-04-20"))
		exec(t, db, s, "UPDATE action_items SET historic = ? WHERE id = ?", true, historic.ID)
		give(storetest.As(h.Facilitator), historic, h.Lead)
		expect("imported history", historic)
		// A document's authors list items of others.
		h.Write(t, monday, r.ID, "# Action items\n\n- Add a dashboard for the bank's latency, owner: Lee Lead\n")
		made := must[[]models.ActionItem](t)(s.ProposeListed(ctx, storetest.As(h.Member), monday, r.ID, []string{"Add a dashboard for the bank's latency"}))
		if len(made) != 1 {
			t.Fatalf("proposed are %+v", made)
		}
		if made[0].Description != "" {
			t.Errorf("who has it is said again: %q", made[0].Description)
		}
		expect("listed by the document", made[0], "Lee Lead: handover")
		// Whoever is invited as the facilitator facilitates the review.
		i := h.AddIncident(t, monday, 3)
		r = must[models.Review](t)(s.OpenReview(ctx, storetest.As(h.Lead), monday, models.Review{IncidentID: i.ID, OwnerID: &h.Member.ID}))
		_, err := s.ScheduleMeeting(ctx, storetest.As(h.Member), monday, models.Meeting{ReviewID: r.ID, StartsAt: at(t, "2026-03-05 11:00"),
			Attendees: []models.Attendee{{PersonID: h.Facilitator.ID, Part: models.FacilitatorPart}}})
		storetest.Must(t, err)
		var got []string
		names := must[map[int64]string](t)(s.Names(ctx))
		for _, n := range must[[]store.FiledNudge](t)(s.NudgesOf(ctx, models.System, models.SubjectReview, r.ID)) {
			got = append(got, names[*n.ByID]+" to "+names[n.PersonID]+" as "+string(n.Capacity))
		}
		slices.Sort(got)
		if want := []string{"Lee Lead to Mia Member as review_owner", "Mia Member to Fay Facilitator as facilitator"}; !slices.Equal(got, want) {
			t.Errorf("told were %v, want %v", got, want)
		}
	})
}

func TestCommentsOfOthersAreFiledForTheReviewsOwner(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h, db := storetest.NewHouse(t, s), storetest.Raw(t, s)
		ctx := t.Context()
		ask := func(r models.Review, by models.Actor) models.Comment {
			t.Helper()
			return must[models.Comment](t)(s.AddComment(ctx, by, monday, models.Comment{ReviewID: r.ID, Body: "How slow?"}))
		}
		expect := func(what string, r models.Review, want ...models.Nudge) {
			t.Helper()
			got := []models.Nudge{}
			for _, n := range must[[]store.FiledNudge](t)(s.NudgesOf(ctx, models.System, models.SubjectReview, r.ID)) {
				if n.Rung == models.RungComment {
					got = append(got, models.Nudge{PersonID: n.PersonID, StepKey: n.StepKey, Capacity: n.Capacity, CoversID: n.CoversID, ByID: n.ByID})
				}
			}
			slices.Reverse(got)
			same(t, got, append([]models.Nudge{}, want...))
			if t.Failed() {
				t.Fatalf("of %s", what)
			}
		}
		of := func(c models.Comment, who, by models.Person) models.Nudge {
			return models.Nudge{PersonID: who.ID, StepKey: models.CommentKey(c.ID), Capacity: models.AsReviewOwner, ByID: &by.ID}
		}
		r := h.AddReview(t, monday, 3)
		ask(r, storetest.As(h.Member))
		ask(r, models.System)
		expect("one's own, and Debrief's", r)
		a, b := ask(r, storetest.As(h.Lead)), ask(r, storetest.As(h.Viewer))
		expect("others'", r, of(a, h.Member, h.Lead), of(b, h.Member, h.Viewer))

		nobodys := h.AddReview(t, monday, 3)
		exec(t, db, s, "UPDATE reviews SET owner_id = NULL WHERE id = ?", nobodys.ID)
		historic := h.AddReview(t, monday, 3)
		exec(t, db, s, "UPDATE reviews SET historic = ? WHERE id = ?", true, historic.ID)
		waived := h.AddReview(t, monday, 3)
		must[models.Review](t)(s.WaiveReview(ctx, storetest.As(h.Facilitator), monday, waived.ID, 0, "a drill"))
		for what, r := range map[string]models.Review{"nobody's review": nobodys, "imported history": historic, "what is over": waived} {
			ask(r, storetest.As(h.Lead))
			expect(what, r)
		}

		// Who is away is covered, unless it is by who wrote it, or by who may not see the review.
		edit(t, h, h.Member, func(p *models.Person) {
			p.AwayFrom, p.AwayUntil, p.DelegateID = date(t, "2026-03-01"), date(t, "2026-03-20"), &h.Lead.ID
		})
		covered := h.AddReview(t, monday, 3)
		a, b = ask(covered, storetest.As(h.Viewer)), ask(covered, storetest.As(h.Lead))
		instead := of(a, h.Lead, h.Viewer)
		instead.CoversID = &h.Member.ID
		expect("who is away", covered, instead, of(b, h.Member, h.Lead))
		yes := true
		restricted := must[models.Review](t)(s.EditReview(ctx, storetest.As(h.Facilitator), monday, h.AddReview(t, monday, 3).ID, 0, store.ReviewEdit{Restricted: &yes}))
		a = ask(restricted, storetest.As(h.Facilitator))
		expect("what the delegate may not see", restricted, of(a, h.Member, h.Facilitator))
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
