package storetest_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"debrief/models"
	"debrief/models/store"
	"debrief/models/storetest"
)

const postmortem = `# Checkout was down

- Date: 2026-02-10
- Severity: SEV-1
- Services: checkout, Search

## Timeline (UTC)

- 09:58 the migration starts
- 10:02 the first alert fires
- 10:36 checkout is restored

## Action items

- [x] Set a lock timeout for migrations
- [ ] Show the longest-held lock on the dashboard (@mia)
- [ ] Page the owner of a migration that runs for more than a minute
`

// read makes an import of a document.
func read(t *testing.T, name, text string, open bool) models.Import {
	t.Helper()
	f, err := models.ReadImport(models.ImportSourceFile{Name: name, Text: []byte(text)}, nil, models.ImportOptions{Open: open, Now: storetest.Monday})
	storetest.Must(t, err)
	return f.Imports[0]
}

func TestADocumentBecomesAnIncidentAReviewAndItems(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := storetest.NewHouse(t, s)
		ctx, now := t.Context(), storetest.Monday
		done, err := s.Import(ctx, models.System, now, []models.Import{read(t, "incidents/2026-02-10-checkout.md", postmortem, false)}, false)
		storetest.Must(t, err)
		i, err := s.Incident(ctx, models.System, done[0].IncidentID)
		storetest.Must(t, err)
		if i.Title != "Checkout was down" || i.Severity != 1 || i.Source != models.ImportSource || i.ExternalID != "2026-02-10-checkout.md" ||
			!i.StartedAt.Equal(time.Date(2026, 2, 10, 9, 58, 0, 0, time.UTC)) || i.ResolvedAt == nil || !i.ResolvedAt.Equal(time.Date(2026, 2, 10, 10, 36, 0, 0, time.UTC)) ||
			i.DetectedAt == nil || len(i.ServiceIDs) != 2 {
			t.Errorf("the incident is %+v", i)
		}
		r, err := s.Review(ctx, models.System, done[0].ReviewID)
		storetest.Must(t, err)
		if !r.Historic || r.State != models.Reviewed || r.DocumentNumber != 1 || r.NudgeOn != nil || !r.DueOn.IsZero() {
			t.Errorf("the review is %+v", r)
		}
		d, err := s.Document(ctx, models.System, r.ID, 0)
		storetest.Must(t, err)
		if d.Body != postmortem {
			t.Errorf("the document is %q", d.Body)
		}
		items, _, err := s.Items(ctx, models.System, store.ItemFilter{ReviewID: r.ID}, store.Page{Sort: "-id"})
		storetest.Must(t, err)
		if len(items) != 3 {
			t.Fatalf("%d items", len(items))
		}
		ticked, owned := items[2], items[1]
		if ticked.State != models.Done || !ticked.ClosedOn.IsZero() || !ticked.CommittedOn.IsZero() || !ticked.Historic || ticked.NudgeOn != nil {
			t.Errorf("the one that is ticked is %+v", ticked)
		}
		if owned.State != models.Proposed || owned.OwnerID == nil || *owned.OwnerID != h.Member.ID {
			t.Errorf("the one with an owner is %+v", owned)
		}
		report, err := s.Completion(ctx, models.System, now, models.BySeverity, store.ReportFilter{})
		storetest.Must(t, err)
		if report.Total.Opened != 0 {
			t.Errorf("what nobody knows the date of is in the figures: %+v", report.Total)
		}
		events, _, err := s.Events(ctx, models.System, store.EventFilter{ReviewID: r.ID}, store.Page{})
		storetest.Must(t, err)
		if len(events) != 5 { // the incident, the review, three items
			t.Errorf("%d events", len(events))
		}
	})
}

func TestWithOpenAReviewGoesOnLikeAnyOther(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		storetest.NewHouse(t, s)
		ctx, now := t.Context(), storetest.Monday
		done, err := s.Import(ctx, models.System, now, []models.Import{read(t, "checkout.md", postmortem, true)}, false)
		storetest.Must(t, err)
		r, err := s.Review(ctx, models.System, done[0].ReviewID)
		storetest.Must(t, err)
		if r.Historic || r.State != models.Draft || r.DueOn.String() != "2026-02-13" || r.NudgeOn == nil {
			t.Errorf("the review is %+v", r)
		}
		report, err := s.Completion(ctx, models.System, now, models.BySeverity, store.ReportFilter{})
		storetest.Must(t, err)
		if got := report.Total; got.Opened != 1 || got.Closed != 1 || got.OnTime != 0 || got.Late != 0 {
			t.Errorf("the one that is done, at a time that nobody knows, counts as %+v", got)
		}
	})
}

func TestTheSameFileTwiceChangesNothing(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		storetest.NewHouse(t, s)
		ctx, now := t.Context(), storetest.Monday
		db := storetest.Raw(t, s)
		rows := func() (n int) {
			for _, table := range []string{"incidents", "reviews", "documents", "action_items", "events", "services"} {
				n += value[int](t, db, s, "SELECT count(*) FROM "+table)
			}
			return n
		}
		list := []models.Import{read(t, "checkout.md", postmortem, false), read(t, "other/checkout.md", "# Search was slow\n\n2026-02-11\n", false)}
		first, err := s.Import(ctx, models.System, now, list, false)
		storetest.Must(t, err)
		before := rows()
		for name, again := range map[string]models.Import{"the same file": list[0], "under another name": read(t, "renamed.md", postmortem, false),
			"with Windows line ends": read(t, "checkout.md", strings.ReplaceAll(postmortem, "\n", "\r\n"), false),
			"in another version":     read(t, "checkout.md", postmortem+"\nOne more line.\n", false)} {
			done, err := s.Import(ctx, models.System, now, []models.Import{again}, false)
			storetest.Must(t, err)
			if !done[0].Known || done[0].ReviewID != first[0].ReviewID || rows() != before {
				t.Errorf("%s: %+v, %d rows became %d", name, done[0], before, rows())
			}
		}
		i, err := s.Incident(ctx, models.System, first[1].IncidentID)
		storetest.Must(t, err)
		if !strings.HasPrefix(i.ExternalID, "checkout.md ") {
			t.Errorf("two files of one name: the second is %q", i.ExternalID)
		}
	})
}

func TestADocumentOfAnIncidentThatSeemsToBeThereIsImportedAndTold(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := storetest.NewHouse(t, s)
		ctx, now := t.Context(), storetest.Monday
		first, err := s.Import(ctx, models.System, now, []models.Import{read(t, "checkout.md", postmortem, false)}, false)
		storetest.Must(t, err)
		changed := read(t, "2026/03-checkout.md", postmortem+"\nOne more line.\n", false)
		done, err := s.Import(ctx, storetest.As(h.Member), now, []models.Import{changed}, false)
		storetest.Must(t, err)
		if want := (models.Review{ID: first[0].ReviewID}).Ref() + " has the same title and day"; done[0].Known || !done[0].New || !strings.Contains(strings.Join(done[0].Notices, "\n"), want) {
			t.Errorf("it is %+v, want the notice %q", done[0], want)
		}
		other := read(t, "other.md", strings.Replace(postmortem, "# ", "# Again: ", 1)+"\nOne more line.\n", false)
		done, err = s.Import(ctx, models.System, now, []models.Import{other}, false)
		storetest.Must(t, err)
		if strings.Contains(strings.Join(done[0].Notices, "\n"), "same title") {
			t.Errorf("one of another title: %v", done[0].Notices)
		}
	})
}

func TestAnImportPutsNoViewerInChargeOfWhatIsOpen(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := storetest.NewHouse(t, s)
		ctx := t.Context()
		list := table(t, "Action,Owner,Status\nAdd a cache,"+h.Viewer.Email+",open\nPage earlier,"+h.Viewer.Email+",done\n", false)
		done, err := s.Import(ctx, models.System, storetest.Monday, list, false)
		storetest.Must(t, err)
		items, _, err := s.Items(ctx, models.System, store.ItemFilter{ReviewID: done[0].ReviewID}, store.Page{})
		storetest.Must(t, err)
		for _, a := range items {
			if owned := a.OwnerID != nil; owned != (a.State == models.Done) || !strings.Contains(a.Description, h.Viewer.Email) && a.State == models.Proposed {
				t.Errorf("%s is %+v", a.Title, a)
			}
		}
	})
}

func TestAPreviewStoresNothing(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		storetest.NewHouse(t, s)
		done, err := s.Import(t.Context(), models.System, storetest.Monday, []models.Import{read(t, "checkout.md", postmortem, true)}, true)
		storetest.Must(t, err)
		if len(done[0].Added) != 3 || done[0].Known {
			t.Errorf("it would be %+v", done[0])
		}
		if n := value[int](t, storetest.Raw(t, s), s, "SELECT count(*) FROM incidents"); n != 0 {
			t.Errorf("%d incidents are stored", n)
		}
	})
}

func TestWhoMayImport(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := storetest.NewHouse(t, s)
		ctx, now := t.Context(), storetest.Monday
		_, err := s.Import(ctx, storetest.As(h.Viewer), now, []models.Import{read(t, "checkout.md", postmortem, false)}, false)
		if models.KindOf(err) != models.Forbidden {
			t.Errorf("a viewer: %v", err)
		}
		done, err := s.Import(ctx, storetest.As(h.Member), now, []models.Import{read(t, "checkout.md", postmortem, false)}, false)
		storetest.Must(t, err)
		if len(done[0].Notices) == 0 || !strings.Contains(strings.Join(done[0].Notices, " "), "Search") {
			t.Errorf("a member cannot add a service, and is told %v", done[0].Notices)
		}
	})
}

// table makes imports of a table's rows.
func table(t *testing.T, text string, open bool) []models.Import {
	t.Helper()
	f, err := models.ReadImport(models.ImportSourceFile{Name: "tracker.csv", Table: true, Text: []byte(text)}, nil, models.ImportOptions{Open: open, Now: storetest.Monday})
	storetest.Must(t, err)
	return f.Imports
}

func TestATablesItemsJoinTheReviewThatTheyName(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := storetest.NewHouse(t, s)
		ctx, now := t.Context(), storetest.Monday
		live := h.AddReview(t, now, 1)
		i, err := s.Incident(ctx, models.System, live.IncidentID)
		storetest.Must(t, err)
		rows := "Incident,Action,Owner,Team,Status\n" + live.Ref() + ",Add a cache,Mia Member,Payments,open\n" + i.Title + ",Page earlier,,,open\n" +
			"Mail was late,Write a runbook,,,done\nMail was late,Drain the queue,,,open\n"
		done, err := s.Import(ctx, storetest.As(h.Member), now, table(t, rows, false), false)
		storetest.Must(t, err)
		if len(done) != 3 || done[0].ReviewID != live.ID || done[1].ReviewID != live.ID || len(done[2].Added) != 2 {
			t.Fatalf("it answers %+v", done)
		}
		items, _, err := s.Items(ctx, models.System, store.ItemFilter{ReviewID: live.ID}, store.Page{})
		storetest.Must(t, err)
		titled, err := s.Import(ctx, storetest.As(h.Member), now, table(t, "Incident,Action\nPostmortem: "+i.Title+",Count the pages\n", false), true)
		storetest.Must(t, err)
		if titled[0].ReviewID != live.ID || titled[0].New {
			t.Errorf("rows for a postmortem of that title go to %+v", titled[0])
		}
		if len(items) != 2 || items[1].OwnerID == nil || *items[1].OwnerID != h.Member.ID || items[1].TeamID == nil || items[1].Historic {
			t.Errorf("the review has %+v", items)
		}
		count := func() int { return value[int](t, storetest.Raw(t, s), s, "SELECT count(*) FROM action_items") }
		before := count()
		again, err := s.Import(ctx, storetest.As(h.Member), now, table(t, rows, false), false)
		storetest.Must(t, err)
		if count() != before || !again[0].Known || !again[2].Known || again[2].ReviewID != done[2].ReviewID {
			t.Errorf("the same table again: %+v, %d items became %d", again, before, count())
		}
		more, err := s.Import(ctx, storetest.As(h.Member), now, table(t, rows+"Mail was late,Tell support,,,open\n", false), false)
		storetest.Must(t, err)
		if count() != before+1 || len(more[2].Added) != 1 {
			t.Errorf("a row more: %+v", more)
		}
	})
}

func TestWhoAndWhatNobodyKnowsIsToldOnceAFile(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := storetest.NewHouse(t, s)
		ctx, now := t.Context(), storetest.Monday
		live := h.AddReview(t, now, 1)
		rows := "Incident,Action,Owner,Team\n" + live.Ref() + ",Add a cache,Mia Member,Payments\n" + live.Ref() + ",Page earlier,Gus Gone,Ovens\n" +
			"Mail was late,Drain the queue,Gus Gone,\nMail was late,Tell support,Nobody Else,\nMail was late,Count the queue,Payments team,\n"
		done, err := s.Import(ctx, storetest.As(h.Member), now, table(t, rows, false), false)
		storetest.Must(t, err)
		if len(done[0].Notices) != 0 {
			t.Errorf("of rows for a review that is there it tells %q", done[0].Notices)
		}
		want := []string{"“Mail was late”: no date: today stands for the day of the incident", "“Mail was late”: no severity: SEV-3 stands for it",
			"nobody here is called “Gus Gone” or “Nobody Else”; what was written stands in the description", "no team here is called “Ovens”; what was written stands in the description"}
		if got := done[1].Notices; !slices.Equal(got, want) {
			t.Errorf("it tells %q, want %q", got, want)
		}
		items, _, err := s.Items(ctx, models.System, store.ItemFilter{ReviewID: done[1].ReviewID}, store.Page{Sort: "-id"})
		storetest.Must(t, err)
		if items[0].TeamID == nil || *items[0].TeamID != h.Team.ID || items[2].Description != "Owner: Gus Gone" {
			t.Errorf("the items are %+v", items)
		}
		again, err := s.Import(ctx, storetest.As(h.Member), now, table(t, rows, false), false)
		storetest.Must(t, err)
		if len(again[0].Notices)+len(again[1].Notices) != 0 {
			t.Errorf("a second time it tells %q %q", again[0].Notices, again[1].Notices)
		}
	})
}

func TestNothingOfATableIsHalfImported(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := storetest.NewHouse(t, s)
		ctx, now := t.Context(), storetest.Monday
		reviewed, _ := h.Walk(t, now, h.AddReview(t, now, 1), models.Reviewed)
		closed, err := s.CloseReview(ctx, models.System, now.Add(time.Hour), reviewed.ID, 0)
		storetest.Must(t, err)
		count := func() int { return value[int](t, storetest.Raw(t, s), s, "SELECT count(*) FROM action_items") }
		before := count()
		rows := "Incident,Action,Status\nMail was late,Write a runbook,open\n" + closed.Ref() + ",Add a cache,open\n" + closed.Ref() + ",Page earlier,done\nPM-999,Drain it,open\n"
		_, err = s.Import(ctx, storetest.As(h.Member), now, table(t, rows, false), false)
		if models.KindOf(err) != models.Invalid || !strings.Contains(err.Error(), "line 3") || strings.Contains(err.Error(), "line 4") || !strings.Contains(err.Error(), "line 5") {
			t.Errorf("it is refused with %v", err)
		}
		if count() != before {
			t.Errorf("%d items became %d", before, count())
		}
	})
}

func TestARestrictedReviewIsNotThereForATable(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := storetest.NewHouse(t, s)
		ctx, now := t.Context(), storetest.Monday
		secret := h.AddReview(t, now, 1)
		yes := true
		_, err := s.EditReview(ctx, models.System, now, secret.ID, 0, store.ReviewEdit{Restricted: &yes})
		storetest.Must(t, err)
		outsider := h.AddPerson(t, "Nick Nobody", models.Member)
		_, err = s.Import(ctx, storetest.As(outsider), now, table(t, "Incident,Action\n"+secret.Ref()+",Add a cache\n", false), false)
		if models.KindOf(err) != models.Invalid || !strings.Contains(err.Error(), "line 2") {
			t.Errorf("it is refused with %v", err)
		}
	})
}

func TestCommittingAnImportedProposalMakesItAgreedWork(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := storetest.NewHouse(t, s)
		ctx, now := t.Context(), storetest.Monday
		done, err := s.Import(ctx, models.System, now, []models.Import{read(t, "checkout.md", postmortem, false)}, false)
		storetest.Must(t, err)
		items, _, err := s.Items(ctx, models.System, store.ItemFilter{ReviewID: done[0].ReviewID, States: []models.ItemState{models.Proposed}}, store.Page{})
		storetest.Must(t, err)
		kind, priority, when := models.Prevent, models.P1, "It is done."
		_, err = s.EditItem(ctx, storetest.As(h.Member), now, items[0].ID, 0, store.ItemEdit{Kind: &kind, Priority: &priority, DoneWhen: &when, OwnerID: &h.Member.ID})
		storetest.Must(t, err)
		a, err := s.CommitItem(ctx, storetest.As(h.Member), now, items[0].ID, 0, models.Commitment{})
		storetest.Must(t, err)
		if a.Historic || a.NudgeOn == nil || a.Link == nil {
			t.Errorf("it is %+v", a)
		}
	})
}
