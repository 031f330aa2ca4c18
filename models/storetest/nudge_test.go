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

func TestRepliesOfOthersAreFiledForWhoWroteThere(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := storetest.NewHouse(t, s)
		ctx := t.Context()
		say := func(r models.Review, by models.Person, to *int64) models.Comment {
			t.Helper()
			return must[models.Comment](t)(s.AddComment(ctx, storetest.As(by), monday, models.Comment{ReviewID: r.ID, ReplyToID: to, Body: "How slow?"}))
		}
		names := must[map[int64]string](t)(s.Names(ctx))
		expect := func(what string, c models.Comment, want ...string) {
			t.Helper()
			var got []string
			for _, n := range must[[]store.FiledNudge](t)(s.NudgesOf(ctx, models.System, models.SubjectReview, c.ReviewID)) {
				if n.StepKey == models.CommentKey(c.ID) {
					line := names[n.PersonID] + " as " + string(n.Capacity)
					if n.CoversID != nil {
						line += " for " + names[*n.CoversID]
					}
					got = append(got, line)
				}
			}
			slices.Sort(got)
			if !slices.Equal(got, want) {
				t.Errorf("%s: told were %q, want %q", what, got, want)
			}
		}
		r := h.AddReview(t, monday, 3)
		first, other := say(r, h.Lead, nil), say(r, h.Outsider, nil)
		expect("a comment", first, "Mia Member as review_owner")
		reply := say(r, h.Viewer, &first.ID)
		expect("a reply", reply, "Lee Lead as commenter", "Mia Member as review_owner")
		expect("the author's own, to a reply", say(r, h.Lead, &reply.ID), "Mia Member as review_owner", "Vic Viewer as commenter")
		expect("the owner's", say(r, h.Member, &first.ID), "Lee Lead as commenter", "Vic Viewer as commenter")
		expect("the owner has written there", say(r, h.Viewer, &first.ID), "Lee Lead as commenter", "Mia Member as commenter")
		expect("who wrote elsewhere", say(r, h.Lead, &other.ID), "Mia Member as review_owner", "Otto Outsider as commenter")

		// Who covers the owner and wrote there is told once, as who wrote there.
		edit(t, h, h.Member, func(p *models.Person) {
			p.AwayFrom, p.AwayUntil, p.DelegateID = date(t, "2026-03-01"), date(t, "2026-03-20"), &h.Lead.ID
		})
		covered := h.AddReview(t, monday, 3)
		first = say(covered, h.Lead, nil)
		expect("of whom both are told", say(covered, h.Viewer, &first.ID), "Lee Lead as commenter")
		expect("the delegate stands in", say(covered, h.Viewer, ptr(say(covered, h.Outsider, nil).ID)), "Lee Lead as review_owner for Mia Member", "Otto Outsider as commenter")

		edit(t, h, h.Outsider, func(p *models.Person) { p.Active = false })
		expect("who has left", say(r, h.Facilitator, &other.ID), "Lee Lead as commenter")

		hidden := h.AddReview(t, monday, 3)
		first = say(hidden, h.Viewer, nil)
		must[models.Review](t)(s.EditReview(ctx, storetest.As(h.Facilitator), monday, hidden.ID, 0, store.ReviewEdit{Restricted: ptr(true)}))
		expect("who may see it no longer", say(hidden, h.Admin, &first.ID), "Mia Member as review_owner")
		over := h.AddReview(t, monday, 3)
		first = say(over, h.Lead, nil)
		must[models.Review](t)(s.WaiveReview(ctx, storetest.As(h.Facilitator), monday, over.ID, 0, "a drill"))
		expect("what is over", say(over, h.Viewer, &first.ID))
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
