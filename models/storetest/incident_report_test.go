package storetest_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"debrief/models"
	"debrief/models/store"
	"debrief/models/storetest"
)

// pager is what a pager says at that minute past ten of an incident that ended at ten.
func pager(minute int, changes ...func(*models.IncidentReport)) models.IncidentReport {
	end := storetest.Monday
	r := models.IncidentReport{Source: "pager", ExternalID: "Q1", At: end.Add(time.Duration(minute) * time.Minute), Resolved: true, ResolvedAt: &end,
		Title: "Checkout was slow", Severity: 3, StartedAt: end.Add(-time.Hour), Services: []string{"Checkout"}}
	for _, change := range changes {
		change(&r)
	}
	return r
}

func severity(v models.Severity) func(*models.IncidentReport) {
	return func(r *models.IncidentReport) { r.Severity = v }
}

func reported(t *testing.T, s *store.Store, r models.IncidentReport) store.Reported {
	t.Helper()
	done, err := s.ReportIncident(t.Context(), storetest.Monday.Add(time.Hour), r)
	storetest.Must(t, err)
	return done
}

func TestAnIncidentThatIsOverGetsItsReview(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := storetest.NewHouse(t, s)
		done := reported(t, s, pager(0, severity(1), func(r *models.IncidentReport) {
			r.Responders = []models.ReportedPerson{{Email: h.Member.Email}, {Name: "Nobody Here"}}
			r.DocumentURL = "https://docs.example.com/1"
		}))
		if done.Did != store.ReportOpened || done.Review == "" || !strings.Contains(strings.Join(done.Told, " "), "Nobody Here") {
			t.Fatalf("it answers %+v", done)
		}
		i, err := s.Incident(t.Context(), models.System, done.IncidentID)
		storetest.Must(t, err)
		if i.TeamID == nil || *i.TeamID != h.Team.ID || len(i.ServiceIDs) != 1 || i.ServiceIDs[0] != h.Service.ID || len(i.Responders) != 1 {
			t.Errorf("the incident is %+v", i)
		}
		r := h.ReviewOf(t, i.ID)
		// Its service's team's lead owns it, for want of somebody who is named; SEV-1 meets within three days.
		if r.OwnerID == nil || *r.OwnerID != h.Lead.ID || r.DueOn.String() != "2026-03-05" || r.DocumentURL != "https://docs.example.com/1" {
			t.Errorf("the review is %+v", r)
		}
	})
}

func TestAReportPutsNobodyInChargeWhoCouldNotAct(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := storetest.NewHouse(t, s)
		done := reported(t, s, pager(0, severity(1), func(r *models.IncidentReport) { r.Owner = models.ReportedPerson{Email: h.Viewer.Email} }))
		if r := h.ReviewOf(t, done.IncidentID); *r.OwnerID != h.Lead.ID || !strings.Contains(strings.Join(done.Told, " "), "is a viewer and cannot own a review") {
			t.Errorf("a viewer: %+v, told %q", r, done.Told)
		}
		exec(t, storetest.Raw(t, s), s, "UPDATE people SET active = false WHERE id = ?", h.Lead.ID)
		done = reported(t, s, pager(0, severity(1), func(r *models.IncidentReport) { r.ExternalID = "Q2" }))
		if r := h.ReviewOf(t, done.IncidentID); r.OwnerID != nil {
			t.Errorf("a lead who left: %+v", r)
		}
	})
}

func TestTheSameReportTwiceChangesNothing(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		storetest.NewHouse(t, s)
		first := reported(t, s, pager(0, severity(1)))
		events := value[int](t, storetest.Raw(t, s), s, "SELECT count(*) FROM events")
		again := reported(t, s, pager(0, severity(1)))
		if again.Did != store.ReportUnchanged || again.IncidentID != first.IncidentID || again.Review != first.Review {
			t.Errorf("it answers %+v", again)
		}
		if n := value[int](t, storetest.Raw(t, s), s, "SELECT count(*) FROM events"); n != events {
			t.Errorf("%d events became %d", events, n)
		}
	})
}

func TestASeverityThatChangesLaterMovesTheDeadlinesAndSaysSo(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := storetest.NewHouse(t, s)
		done := reported(t, s, pager(0, severity(2)))
		review := h.ReviewOf(t, done.IncidentID)
		item := h.Commit(t, storetest.Monday.Add(time.Hour), review.ID, models.Date{})
		done = reported(t, s, pager(30, severity(1)))
		told := strings.Join(done.Told, "; ")
		if done.Did != store.ReportChanged || !strings.Contains(told, review.Ref()+" is due on 2026-03-05 instead of 2026-03-09") ||
			!strings.Contains(told, item.Ref()+" is due on") || !strings.Contains(told, "SEV-1 instead of SEV-2") {
			t.Errorf("it answers %+v", done)
		}
		moved, err := s.Item(t.Context(), models.System, item.ID)
		storetest.Must(t, err)
		if moved.DueOn.String() != "2026-03-18" || moved.FirstDueOn != moved.DueOn || moved.Slips != 0 {
			t.Errorf("the item is due on %s, at first on %s, with %d slips", moved.DueOn, moved.FirstDueOn, moved.Slips)
		}
		events, _, err := s.Events(t.Context(), models.System, store.EventFilter{ReviewID: review.ID}, store.Page{})
		storetest.Must(t, err)
		notes := ""
		for _, e := range events {
			notes += e.Verb + ": " + e.Note + "\n"
		}
		for _, want := range []string{"deadline moved: SEV-2 became SEV-1", "deadline moved: SEV-2 became SEV-1"} {
			if !strings.Contains(notes, want) {
				t.Errorf("the history does not say %q:\n%s", want, notes)
			}
		}
	})
}

func TestAnIncidentThatTurnsOutGraveGetsAReviewLate(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		storetest.NewHouse(t, s)
		if done := reported(t, s, pager(0)); done.Review != "" {
			t.Errorf("SEV-3 needs none, and has %s", done.Review)
		}
		if done := reported(t, s, pager(5, severity(1))); done.Review == "" || !strings.Contains(strings.Join(done.Told, " "), done.Review+" was opened") {
			t.Errorf("it answers %+v", done)
		}
	})
}

func TestReportsOutOfOrderMakeTheSameIncident(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := storetest.NewHouse(t, s)
		priority := pager(10, severity(1), func(r *models.IncidentReport) { r.ResolvedAt = nil })
		started := pager(-30, severity(2), func(r *models.IncidentReport) { r.Resolved, r.ResolvedAt = false, nil })
		ended := pager(0, severity(2))
		for n, order := range [][]models.IncidentReport{{started, ended, priority}, {priority, ended, started}, {ended, priority, started}, {priority, started, ended}} {
			var last store.Reported
			for _, r := range order {
				r.ExternalID = fmt.Sprintf("Q%d", n)
				done := reported(t, s, r)
				if done.Did != store.ReportUnchanged {
					last = done
				}
			}
			i, err := s.Incident(t.Context(), models.System, last.IncidentID)
			storetest.Must(t, err)
			if i.Severity != 1 || i.ResolvedAt == nil || !i.ResolvedAt.Equal(*ended.ResolvedAt) || h.ReviewOf(t, i.ID).DueOn.String() != "2026-03-05" {
				t.Errorf("in order %d it is %+v", n, i)
			}
		}
		reopened := pager(60, func(r *models.IncidentReport) { r.ExternalID, r.Resolved, r.ResolvedAt = "Q0", false, nil })
		done := reported(t, s, reopened)
		if r := h.ReviewOf(t, done.IncidentID); !r.DueOn.IsZero() {
			t.Errorf("it goes on again, and its review is due on %s", r.DueOn)
		}
	})
}

func TestManyReportsAtOnceMakeOneIncident(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := storetest.NewHouse(t, s)
		var all sync.WaitGroup
		failed := make(chan error, 40)
		for n := range 20 {
			for range 2 {
				all.Go(func() {
					_, err := s.ReportIncident(t.Context(), storetest.Monday.Add(time.Hour), pager(n, severity(models.Severity(1+n%2))))
					failed <- err
				})
			}
		}
		all.Wait()
		for range 40 {
			storetest.Must(t, <-failed)
		}
		incidents, _, err := s.Incidents(t.Context(), models.System, store.IncidentFilter{}, store.Page{})
		storetest.Must(t, err)
		if len(incidents) != 1 || incidents[0].Severity != 2 { // the last one said so
			t.Fatalf("there are %d, the first is %+v", len(incidents), incidents)
		}
		if n := value[int](t, storetest.Raw(t, s), s, "SELECT count(*) FROM incident_reports WHERE number > 0"); n < 2 || n > 20 {
			t.Errorf("%d reports are kept", n)
		}
		if r := h.ReviewOf(t, incidents[0].ID); r.DueOn.String() != "2026-03-09" {
			t.Errorf("its review is due on %s", r.DueOn)
		}
	})
}

func TestWhatASourceSaysAgainDoesNotUndoWhatPeopleChanged(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := storetest.NewHouse(t, s)
		done := reported(t, s, pager(0))
		i, err := s.Incident(t.Context(), models.System, done.IncidentID)
		storetest.Must(t, err)
		i.Title = "Checkout was slow in Norway"
		_, err = s.SaveIncident(t.Context(), storetest.As(h.Member), storetest.Monday.Add(time.Hour), i)
		storetest.Must(t, err)
		reported(t, s, pager(20, severity(1)))
		i, err = s.Incident(t.Context(), models.System, i.ID)
		storetest.Must(t, err)
		if i.Title != "Checkout was slow in Norway" || i.Severity != 1 {
			t.Errorf("it is %q, %s", i.Title, i.Severity)
		}
	})
}

func TestReportsOfIncidentsWhoseEndIsNeverToldAreSweptAway(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		storetest.NewHouse(t, s)
		reported(t, s, pager(0))
		reported(t, s, pager(0, func(r *models.IncidentReport) { r.ExternalID, r.Resolved, r.ResolvedAt = "Q2", false, nil }))
		for _, after := range []struct{ days, left int }{{80, 2}, {100, 1}} {
			_, err := s.Sweep(t.Context(), storetest.Monday.AddDate(0, 0, after.days))
			storetest.Must(t, err)
			if n := value[int](t, storetest.Raw(t, s), s, "SELECT count(*) FROM incident_reports WHERE number > 0"); n != after.left {
				t.Errorf("after %d days %d are left", after.days, n)
			}
		}
	})
}

func TestIncidentsThatNameTheSameNewServiceAtOnceAreAllKept(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		storetest.NewHouse(t, s)
		var all sync.WaitGroup
		failed := make(chan error, 32)
		for n := range 32 {
			all.Go(func() {
				_, err := s.ReportIncident(t.Context(), storetest.Monday.Add(time.Hour), pager(0, func(r *models.IncidentReport) {
					r.ExternalID, r.Services = fmt.Sprintf("Q%d", n), []string{fmt.Sprintf("new-%d", n/8)}
				}))
				failed <- err
			})
		}
		all.Wait()
		for range 32 {
			storetest.Must(t, <-failed)
		}
		if n := value[int](t, storetest.Raw(t, s), s, "SELECT count(*) FROM incidents"); n != 32 {
			t.Errorf("%d incidents are stored", n)
		}
	})
}

func TestTheReviewGetsAnOwnerAndADocumentThatAreNamedLater(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := storetest.NewHouse(t, s)
		done := reported(t, s, pager(0, severity(1), func(r *models.IncidentReport) { r.Services = nil }))
		named := func(r *models.IncidentReport) {
			r.Services, r.DocumentURL, r.Owner = nil, "https://docs.example.com/1", models.ReportedPerson{Email: h.Member.Email}
		}
		again := reported(t, s, pager(5, severity(1), named))
		r := h.ReviewOf(t, done.IncidentID)
		if again.Did != store.ReportChanged || r.DocumentURL != "https://docs.example.com/1" || r.OwnerID == nil || *r.OwnerID != h.Member.ID {
			t.Errorf("it answers %+v, and the review is %+v", again, r)
		}
		// The same once more, later, says nothing new.
		if last := reported(t, s, pager(10, severity(1), named)); last.Did != store.ReportUnchanged {
			t.Errorf("it answers %+v", last)
		}
		if n := value[int](t, storetest.Raw(t, s), s, "SELECT count(*) FROM incident_reports WHERE number > 0"); n != 2 {
			t.Errorf("%d reports are kept", n)
		}
	})
}
