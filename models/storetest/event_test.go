package storetest_test

import (
	"slices"
	"testing"
	"time"

	"debrief/models"
	"debrief/models/store"
	"debrief/models/storetest"
)

// Every change leaves one event: who, when, and what it changed.
func TestEveryChangeLeavesOneEvent(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := storetest.NewHouse(t, s)
		ctx, db, now := t.Context(), storetest.Raw(t, s), monday.Add(time.Hour)
		member, facilitator, admin := storetest.As(h.Member), storetest.As(h.Facilitator), storetest.As(h.Admin)
		r := h.AddReview(t, monday, 1)
		a := h.Propose(t, monday, r.ID)
		c := must[models.Comment](t)(s.AddComment(ctx, member, monday, models.Comment{ReviewID: r.ID, Body: "why?"}))
		q := must[models.Template](t)(s.Template(ctx, 0)).Questions[0]
		m := models.Meeting{}

		last := value[int64](t, db, s, "SELECT max(id) FROM events")
		for _, step := range []struct {
			verb    string
			by      models.Actor
			subject models.Subject
			do      func() (int64, error)
			changed []string
		}{
			{"changed", member, models.SubjectItem, func() (int64, error) {
				_, err := s.EditItem(ctx, member, now, a.ID, 0, store.ItemEdit{Priority: ptr(models.P0)})
				return a.ID, err
			}, []string{"priority"}},
			{"committed", member, models.SubjectItem, func() (int64, error) {
				_, err := s.CommitItem(ctx, member, now, a.ID, 0, models.Commitment{Scope: storetest.Scoped})
				return a.ID, err
			}, []string{"state", "due_on", "first_due_on", "committed_on", "committed_at", "committed_by_id", "scope"}},
			{"due date moved", member, models.SubjectItem, func() (int64, error) {
				_, err := s.MoveItem(ctx, member, now, a.ID, 0, date(t, "2026-04-30"), "the bank is late")
				return a.ID, err
			}, []string{"due_on", "slips"}},
			{"started", member, models.SubjectItem, func() (int64, error) { _, err := s.StartItem(ctx, member, now, a.ID, 0); return a.ID, err }, []string{"state"}},
			{"disowned", member, models.SubjectItem, func() (int64, error) {
				_, err := s.DisownItem(ctx, member, now, a.ID, 0, "not my service")
				return a.ID, err
			}, []string{"owner_id", "team_id"}},
			{"completed", member, models.SubjectItem, func() (int64, error) { _, err := s.CompleteItem(ctx, member, now, a.ID, 0); return a.ID, err },
				[]string{"state", "closed_at", "closed_on"}},
			{"reopened", member, models.SubjectItem, func() (int64, error) {
				_, err := s.ReopenItem(ctx, member, now, a.ID, 0, "it broke again")
				return a.ID, err
			}, []string{"state", "closed_at", "closed_on", "reopened"}},
			{"rejected", member, models.SubjectItem, func() (int64, error) { _, err := s.RejectItem(ctx, member, now, a.ID, 0, "no"); return a.ID, err },
				[]string{"state", "closed_at", "closed_on", "rejected_reason"}},
			{"meeting scheduled", member, models.SubjectReview, func() (int64, error) {
				var err error
				m, err = s.ScheduleMeeting(ctx, member, now, models.Meeting{ReviewID: r.ID, StartsAt: now, Attendees: storetest.Guests(h.Member)})
				return r.ID, err
			}, nil},
			{"document saved", member, models.SubjectReview, func() (int64, error) { _, err := s.SaveDocument(ctx, member, now, r.ID, 0, "x"); return r.ID, err }, nil},
			{"submitted", facilitator, models.SubjectReview, func() (int64, error) { _, err := s.SubmitReview(ctx, facilitator, now, r.ID, 0); return r.ID, err },
				[]string{"state", "submitted_at"}},
			{"meeting held", member, models.SubjectReview, func() (int64, error) { _, err := s.HoldMeeting(ctx, member, now, m.ID, 0, nil); return r.ID, err }, nil},
			{"answered", member, models.SubjectReview, func() (int64, error) {
				_, err := s.RecordOutcome(ctx, member, now, 0, models.Outcome{ReviewID: r.ID, QuestionID: q.ID, Verdict: models.Pass})
				return r.ID, err
			}, []string{"question_id", "verdict"}},
			{"comment resolved", member, models.SubjectReview, func() (int64, error) { _, err := s.ResolveComment(ctx, member, now, c.ID, 0, true); return r.ID, err },
				[]string{"comment_id"}},
			{"message written", member, models.SubjectReview, func() (int64, error) {
				_, err := s.WriteMessage(ctx, member, now, r.ID, models.Internal, 0, "hello")
				return r.ID, err
			}, nil},
			{"waived", facilitator, models.SubjectReview, func() (int64, error) {
				_, err := s.WaiveReview(ctx, facilitator, now, r.ID, 0, "a drill")
				return r.ID, err
			}, []string{"state", "waived_reason", "closed_at"}},
			{"changed", admin, models.SubjectPerson, func() (int64, error) {
				p := h.Viewer
				p.Role = models.Member
				_, err := s.SavePerson(ctx, admin, now, p)
				return p.ID, err
			}, []string{"role"}},
			{"changed", models.System, models.SubjectTeam, func() (int64, error) {
				p := h.Team
				p.Name = "Billing"
				_, err := s.SaveTeam(ctx, models.System, now, p)
				return p.ID, err
			}, []string{"name"}},
		} {
			id, err := step.do()
			if err != nil {
				t.Fatalf("%s: %v", step.verb, err)
			}
			list, _, err := s.Events(ctx, models.System, store.EventFilter{}, store.Page{Limit: 5})
			storetest.Must(t, err)
			e := list[0]
			if n := value[int](t, db, s, "SELECT count(*) FROM events WHERE id > ?", last); n != 1 {
				t.Errorf("%s left %d events", step.verb, n)
			}
			last = e.ID
			if e.Verb != step.verb || e.Subject != step.subject || e.SubjectID != id || !e.At.Equal(now) || !samePerson(e.ActorID, step.by.ID()) {
				t.Errorf("%s left %+v", step.verb, e)
			}
			if (step.subject == models.SubjectItem || step.subject == models.SubjectReview) && (e.ReviewID == nil || *e.ReviewID != r.ID) {
				t.Errorf("%s is not of the review: %+v", step.verb, e)
			}
			var fields []string
			for field := range e.Changes {
				fields = append(fields, field)
			}
			slices.Sort(fields)
			slices.Sort(step.changed)
			if !slices.Equal(fields, step.changed) {
				t.Errorf("%s changed %v, want %v", step.verb, fields, step.changed)
			}
		}
	})
}

func samePerson(a, b *int64) bool { return a == nil && b == nil || a != nil && b != nil && *a == *b }

func TestTheDatabaseRefusesToChangeEvents(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h, db := storetest.NewHouse(t, s), storetest.Raw(t, s)
		h.AddReview(t, monday, 1)
		before := value[int](t, db, s, "SELECT count(*) FROM events")
		for _, query := range []string{"UPDATE events SET verb = 'nothing'", "DELETE FROM events", "UPDATE events SET actor_id = NULL WHERE id = 1"} {
			if _, err := db.ExecContext(t.Context(), query); err == nil {
				t.Errorf("%s is accepted", query)
			}
		}
		if after := value[int](t, db, s, "SELECT count(*) FROM events"); after != before || before == 0 {
			t.Errorf("%d events became %d", before, after)
		}
	})
}

// A refused verb leaves nothing behind: no event, no half of a change.
func TestARefusedVerbLeavesNothing(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h, db := storetest.NewHouse(t, s), storetest.Raw(t, s)
		ctx := t.Context()
		r := h.AddReview(t, monday, 1)
		hooks := 0
		s.OnCommit(func() { hooks++ })
		before := value[int](t, db, s, "SELECT count(*) FROM events")
		_, err := s.ScheduleMeeting(ctx, storetest.As(h.Member), monday, models.Meeting{ReviewID: r.ID, StartsAt: monday.Add(time.Hour),
			Attendees: []models.Attendee{{PersonID: h.Member.ID, Part: models.Guest}, {PersonID: 999, Part: models.Guest}}})
		refused(t, err, models.Invalid)
		_, err = s.AddIncident(ctx, storetest.As(h.Member), monday, models.Incident{Title: "x", Severity: 1, StartedAt: monday, ServiceIDs: []int64{999}}, 0)
		refused(t, err, models.Invalid)
		_, err = s.AddPerson(ctx, storetest.As(h.Admin), monday, models.Person{Name: "x", Email: h.Member.Email, Role: models.Viewer})
		refused(t, err, models.Invalid)
		_, err = s.CommitItem(ctx, storetest.As(h.Viewer), monday, h.Propose(t, monday, r.ID).ID, 0, models.Commitment{Scope: storetest.Scoped})
		refused(t, err, models.Forbidden)
		if after := value[int](t, db, s, "SELECT count(*) FROM events"); after != before+1 || hooks != 1 { // the proposal
			t.Errorf("%d events became %d, and the hook ran %d times", before, after, hooks)
		}
		for table, want := range map[string]int{"meetings": 0, "attendees": 0, "incidents": 1, "links": 0} {
			if n := value[int](t, db, s, "SELECT count(*) FROM "+table); n != want {
				t.Errorf("%d %s, want %d", n, table, want)
			}
		}
	})
}
