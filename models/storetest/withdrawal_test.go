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

// listed tells whether the lists that do not ask for it have an incident, and those of its reviews.
func listed(t *testing.T, s *store.Store, incident int64, withdrawn bool) (incidents, reviews bool) {
	t.Helper()
	list, _, err := s.Incidents(t.Context(), models.System, store.IncidentFilter{Withdrawn: withdrawn}, store.Page{})
	storetest.Must(t, err)
	of, _, err := s.Reviews(t.Context(), models.System, store.ReviewFilter{Withdrawn: withdrawn}, store.Page{})
	storetest.Must(t, err)
	return slices.ContainsFunc(list, func(i models.Incident) bool { return i.ID == incident }),
		slices.ContainsFunc(of, func(r models.Review) bool { return r.IncidentID == incident })
}

func TestAWithdrawnIncidentEndsItsFollowUpAndCountsNowhere(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h, ctx, now := storetest.NewHouse(t, s), t.Context(), storetest.Monday
		by := storetest.As(h.Member)
		kept, r := h.AddReview(t, now, 1), h.AddReview(t, now, 1)
		m := h.Meet(t, now, r.ID, now.Add(24*time.Hour), h.Member, h.Facilitator)
		h.Write(t, now, r.ID, "It was a test.")
		must[models.Review](t)(s.SubmitReview(ctx, by, now, r.ID, 0))
		proposal, settled := h.Propose(t, now, r.ID), h.Commit(t, now, r.ID, models.Date{})
		_, err := s.WithdrawIncident(ctx, by, now, r.IncidentID, 0, "A drill.", nil)
		refused(t, err, models.Conflict)
		must[models.ActionItem](t)(s.RejectItem(ctx, by, now, settled.ID, 0, "Nothing broke."))

		later := now.Add(time.Hour)
		i := must[models.Incident](t)(s.WithdrawIncident(ctx, by, later, r.IncidentID, 0, "The same, from the other pager.", &kept.IncidentID))
		if stored := must[models.Incident](t)(s.Incident(ctx, by, i.ID)); *stored.WithdrawnByID != h.Member.ID || !stored.WithdrawnAt.Equal(later) ||
			*stored.DuplicateOfID != kept.IncidentID || stored.WithdrawnReason != "The same, from the other pager." {
			t.Errorf("it is %+v", stored.Withdrawal)
		}
		if r := must[models.Review](t)(s.Review(ctx, by, r.ID)); r.State != models.Waived || r.WaivedReason != i.WithdrawnReason || r.NudgeOn != nil {
			t.Errorf("the review is %+v", r)
		}
		if m := must[models.Meeting](t)(s.Meeting(ctx, by, m.ID)); m.State != models.CalledOff || m.Note != i.WithdrawnReason {
			t.Errorf("the meeting is %+v", m)
		}
		if a := must[models.ActionItem](t)(s.Item(ctx, by, proposal.ID)); a.State != models.Rejected || a.RejectedReason != i.WithdrawnReason {
			t.Errorf("the proposal is %+v", a)
		}
		if incidents, reviews := listed(t, s, i.ID, false); incidents || reviews {
			t.Errorf("lists have the incident (%v) and its review (%v)", incidents, reviews)
		}
		if incidents, reviews := listed(t, s, i.ID, true); !incidents || !reviews {
			t.Errorf("lists of what was withdrawn have the incident (%v) and its review (%v)", incidents, reviews)
		}
		if incidents, reviews := listed(t, s, kept.IncidentID, true); incidents || reviews {
			t.Errorf("one that counts is listed as withdrawn: %v, %v", incidents, reviews)
		}
		if report := must[store.Report[models.Completion]](t)(s.Completion(ctx, models.System, later, models.BySeverity, store.ReportFilter{})); len(report.Groups) != 0 {
			t.Errorf("the report counts %+v", report.Groups)
		}
		if home := must[store.Home](t)(s.Home(ctx, by, later)); len(home.Reviews) != 1 || home.Reviews[0].ID != kept.ID || len(home.Meetings) != 0 {
			t.Errorf("the first page has %+v and %+v", home.Reviews, home.Meetings)
		}
		events, _, err := s.Events(ctx, by, store.EventFilter{ReviewID: r.ID}, store.Page{Limit: 4})
		storetest.Must(t, err)
		var told []string
		for _, e := range events {
			told = append(told, e.Verb+": "+e.Note)
		}
		want := []string{"waived", "rejected", "meeting called off", "withdrawn"}
		for n, verb := range want {
			if told[n] != verb+": "+i.WithdrawnReason {
				t.Errorf("the history says %q, want %q", told, want)
				break
			}
		}
	})
}

func TestAWithdrawnIncidentStaysAsItIsUntilItIsTakenBack(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h, ctx, now := storetest.NewHouse(t, s), t.Context(), storetest.Monday
		by, facilitator := storetest.As(h.Member), storetest.As(h.Facilitator)
		r := h.AddReview(t, now, 1)
		proposal, declined := h.Propose(t, now, r.ID), h.Propose(t, now, r.ID)
		must[models.ActionItem](t)(s.RejectItem(ctx, by, now, declined.ID, 0, "Too much."))
		now = now.Add(time.Minute)
		i := must[models.Incident](t)(s.WithdrawIncident(ctx, by, now, r.IncidentID, 0, "A drill.", nil))

		i.Title = "Another title"
		_, err := s.SaveIncident(ctx, by, now, i)
		refused(t, err, models.Conflict)
		_, err = s.ReopenReview(ctx, facilitator, now, r.ID, 0, "Why not?")
		refused(t, err, models.Conflict)
		_, err = s.ReopenItem(ctx, by, now, proposal.ID, 0, "Why not?")
		refused(t, err, models.Conflict)
		bare := h.AddIncident(t, now, 3)
		must[models.Incident](t)(s.WithdrawIncident(ctx, by, now, bare.ID, bare.Version, "A drill.", nil))
		_, err = s.OpenReview(ctx, by, now, models.Review{IncidentID: bare.ID})
		refused(t, err, models.Conflict)
		_, err = s.TakeIncidentBack(ctx, by, now, bare.ID, bare.Version)
		refused(t, err, models.Stale)

		now = now.Add(time.Minute)
		if i = must[models.Incident](t)(s.TakeIncidentBack(ctx, by, now, i.ID, i.Version)); i.Withdrawal != (models.Withdrawal{}) {
			t.Errorf("it is %+v", i.Withdrawal)
		}
		if r := must[models.Review](t)(s.Review(ctx, by, r.ID)); r.State != models.Draft || r.WaivedReason != "" || r.NudgeOn == nil {
			t.Errorf("the review is %+v", r)
		}
		if a := must[models.ActionItem](t)(s.Item(ctx, by, proposal.ID)); a.State != models.Proposed {
			t.Errorf("the proposal is %+v", a)
		}
		if a := must[models.ActionItem](t)(s.Item(ctx, by, declined.ID)); a.State != models.Rejected {
			t.Errorf("what was rejected for its own sake is %+v", a)
		}
		if incidents, reviews := listed(t, s, i.ID, false); !incidents || !reviews {
			t.Errorf("lists have the incident (%v) and its review (%v)", incidents, reviews)
		}

		must[models.Review](t)(s.WaiveReview(ctx, facilitator, now, r.ID, 0, "Nothing to learn."))
		now = now.Add(time.Minute)
		must[models.Incident](t)(s.WithdrawIncident(ctx, by, now, i.ID, 0, "A drill.", nil))
		must[models.Incident](t)(s.TakeIncidentBack(ctx, by, now, i.ID, 0))
		if r := must[models.Review](t)(s.Review(ctx, by, r.ID)); r.State != models.Waived || r.WaivedReason != "Nothing to learn." {
			t.Errorf("what was waived for its own sake is %+v", r)
		}
	})
}

func TestAToolDoesNotBringBackWhatWasWithdrawn(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h, ctx, now := storetest.NewHouse(t, s), t.Context(), storetest.Monday.Add(time.Hour)
		by := storetest.As(h.Member)
		first := reported(t, s, pager(0, severity(1)))
		again := reported(t, s, pager(0, func(r *models.IncidentReport) { r.Source, r.ExternalID = "other pager", "X" }))
		must[models.Incident](t)(s.WithdrawIncident(ctx, by, now, again.IncidentID, 0, "Twice.", &first.IncidentID))
		for _, done := range []store.Reported{
			reported(t, s, pager(0, func(r *models.IncidentReport) { r.Source, r.ExternalID = "other pager", "X" })),
			reported(t, s, pager(9, severity(1), func(r *models.IncidentReport) { r.Source, r.ExternalID = "other pager", "X" })),
		} {
			if done.IncidentID != again.IncidentID || done.Review != "" || !strings.Contains(strings.Join(done.Told, "; "), "was withdrawn here, and stays so") {
				t.Errorf("it answers %+v", done)
			}
		}
		all, _, err := s.Incidents(ctx, models.System, store.IncidentFilter{}, store.Page{})
		storetest.Must(t, err)
		if len(all) != 1 || all[0].ID != first.IncidentID {
			t.Errorf("there are %+v", all)
		}
		i := must[models.Incident](t)(s.Incident(ctx, by, again.IncidentID))
		if i.WithdrawnAt == nil || i.DuplicateOfID == nil || i.Severity != 1 {
			t.Errorf("it is %+v", i)
		}
		must[models.Incident](t)(s.TakeIncidentBack(ctx, by, now, i.ID, 0)) // what the tool has said since counts then
		if r := h.ReviewOf(t, i.ID); r.State != models.Draft || r.DueOn.IsZero() {
			t.Errorf("taken back, its review is %+v", r)
		}
	})
}

func TestWhichIncidentWasReportedTwiceIsToldToThoseWhoMaySeeIt(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h, ctx, now := storetest.NewHouse(t, s), t.Context(), storetest.Monday
		hidden, i := h.AddReview(t, now, 1), h.AddIncident(t, now, 3)
		must[models.Review](t)(s.EditReview(ctx, models.System, now, hidden.ID, 0, store.ReviewEdit{Restricted: ptr(true)}))
		outsider := storetest.As(h.AddPerson(t, "Otto Outside", models.Member))
		for _, unknown := range []int64{hidden.IncidentID, 999} {
			_, err := s.WithdrawIncident(ctx, outsider, now, i.ID, 0, "Twice.", &unknown)
			refused(t, err, models.Invalid)
			if !strings.Contains(err.Error(), "duplicate_of_id names "+sprint(unknown)+", which does not exist") {
				t.Errorf("it says %v", err)
			}
		}
		must[models.Incident](t)(s.WithdrawIncident(ctx, storetest.As(h.Member), now, i.ID, 0, "Twice.", &hidden.IncidentID))
		for who, sees := range map[models.Actor]bool{storetest.As(h.Member): true, outsider: false} {
			one := must[models.Incident](t)(s.Incident(ctx, who, i.ID))
			list, _, err := s.Incidents(ctx, who, store.IncidentFilter{Withdrawn: true}, store.Page{})
			storetest.Must(t, err)
			if (one.DuplicateOfID != nil) != sees || len(list) != 1 || (list[0].DuplicateOfID != nil) != sees {
				t.Errorf("%+v is told %+v and %+v", who, one.Withdrawal, list)
			}
		}
		near, err := s.Originals(ctx, outsider, i)
		storetest.Must(t, err)
		if len(near) != 0 {
			t.Errorf("what is hidden is offered: %+v", near)
		}
	})
}

func TestWhatAnIncidentMayBeADuplicateOfComesWithTheNearestFirst(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h, now := storetest.NewHouse(t, s), storetest.Monday
		began := func(hours time.Duration) int64 { return h.AddIncident(t, now.Add(hours*time.Hour), 3).ID }
		i := h.AddIncident(t, now, 3)
		far, after, before, gone := began(-50), began(2), began(-1), began(-3)
		must[models.Incident](t)(s.WithdrawIncident(t.Context(), models.System, now, gone, 0, "A drill.", nil))
		near := must[[]models.Incident](t)(s.Originals(t.Context(), storetest.As(h.Viewer), i))
		if ids := rowsOf(near, func(i models.Incident) int64 { return i.ID }); !slices.Equal(ids, []int64{before, after, far}) {
			t.Errorf("they are %d, want %d", ids, []int64{before, after, far})
		}
	})
}

func TestATableAddsNothingToWhatWasWithdrawn(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h, ctx, now := storetest.NewHouse(t, s), t.Context(), storetest.Monday
		r := h.AddReview(t, now, 1)
		i := must[models.Incident](t)(s.WithdrawIncident(ctx, models.System, now, r.IncidentID, 0, "A drill.", nil))
		table := func(into string) store.Imported {
			t.Helper()
			done, err := s.Import(ctx, storetest.As(h.Member), now, []models.Import{{Name: "items.csv", Key: "items.csv", Into: into, Incident: models.Incident{Title: "Rows", Severity: 3, StartedAt: now},
				Items: []models.ImportItem{{ActionItem: models.ActionItem{Title: "Add a canary", State: models.Proposed}}}}}, false)
			storetest.Must(t, err)
			return done[0]
		}
		for _, into := range []string{r.Ref(), i.Title} {
			if done := table(into); !done.Known || len(done.Added) != 0 || !strings.Contains(strings.Join(done.Notices, " "), r.Ref()+" was withdrawn") {
				t.Errorf("into %s: %+v", into, done)
			}
		}
		other := h.AddReview(t, now, 1)
		h.AddReview(t, now, 1)
		must[models.Incident](t)(s.WithdrawIncident(ctx, models.System, now, h.AddReview(t, now, 1).IncidentID, 0, "Twice.", &other.IncidentID))
		if done := table(i.Title); done.IncidentID == i.ID || len(done.Added) != 1 {
			t.Errorf("of several with a title it takes %+v", done)
		}
	})
}

// Of two incidents that are withdrawn at once, each as a duplicate of the other, one stays.
func TestTwoIncidentsAreNotWithdrawnForEachOther(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h, now := storetest.NewHouse(t, s), storetest.Monday
		for range 5 {
			a, b := h.AddIncident(t, now, 1).ID, h.AddIncident(t, now, 1).ID
			errs := make(chan error)
			for _, pair := range [][2]int64{{a, b}, {b, a}} {
				go func() {
					_, err := s.WithdrawIncident(t.Context(), models.System, now, pair[0], 0, "Twice.", &pair[1])
					errs <- err
				}()
			}
			kinds := []models.Kind{models.KindOf(<-errs), models.KindOf(<-errs)}
			if slices.Sort(kinds); !slices.Equal(kinds, []models.Kind{"", models.Invalid}) {
				t.Fatalf("they answer %q", kinds)
			}
		}
	})
}
