package storetest_test

import (
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"debrief/models"
	"debrief/models/store"
	"debrief/models/storetest"
)

// Of two people who edit the same thing the second is told so, with the version that there is by now.
func TestTheSecondSaverIsStale(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := storetest.NewHouse(t, s)
		ctx := t.Context()
		by, now := storetest.As(h.Admin), monday
		r := h.AddReview(t, now, 1)
		m := h.Meet(t, now, r.ID, now.Add(time.Hour), h.Member)
		h.Write(t, now, r.ID, "text")
		a := h.Propose(t, now, r.ID)
		c := must[models.Comment](t)(s.AddComment(ctx, by, now, models.Comment{ReviewID: r.ID, Body: "why?"}))
		f := must[[]models.Finding](t)(s.ReplaceFindings(ctx, by, now, r.ID, 1, []models.Finding{{Rule: "r", Level: models.LevelInfo, Fingerprint: "f"}}))[0]
		q := must[models.Template](t)(s.Template(ctx, 0)).Questions[0]
		o := must[models.Outcome](t)(s.RecordOutcome(ctx, by, now, 0, models.Outcome{ReviewID: r.ID, QuestionID: q.ID, Final: true, Verdict: models.Pass}))
		msg := must[models.Message](t)(s.WriteMessage(ctx, by, now, r.ID, models.External, 0, "sorry"))
		i := must[models.Incident](t)(s.Incident(ctx, by, r.IncidentID))
		policy := must[models.Policy](t)(s.Policy(ctx, 5))
		r = must[models.Review](t)(s.Review(ctx, by, r.ID))
		edits := 0
		edit := func() int { edits++; return edits } // every save says something else
		text := func() string { return "it works " + sprint(edit()) + " times" }
		zone := func() string { return []string{"Europe/Paris", "Europe/Rome"}[edit()%2] }

		for name, c := range map[string]struct {
			version int64
			save    func(version int64) (int64, error)
		}{
			"person": {h.Viewer.Version, func(v int64) (int64, error) {
				p := h.Viewer
				p.Version, p.TimeZone = v, zone()
				p, err := s.SavePerson(ctx, by, now, p)
				return p.Version, err
			}},
			"team": {h.Team.Version, func(v int64) (int64, error) {
				p := h.Team
				p.Version, p.TimeZone = v, zone()
				p, err := s.SaveTeam(ctx, by, now, p)
				return p.Version, err
			}},
			"service": {h.Service.Version, func(v int64) (int64, error) {
				p := h.Service
				p.Version, p.Health = v, text()
				p, err := s.SaveService(ctx, by, now, p)
				return p.Version, err
			}},
			"policy": {policy.Version, func(v int64) (int64, error) {
				p := policy
				p.Version, p.ItemDays = v, p.ItemDays+edit()
				p, err := s.SavePolicy(ctx, by, now, p)
				return p.Version, err
			}},
			"incident": {i.Version, func(v int64) (int64, error) {
				p := i
				p.Version, p.Summary = v, text()
				p, err := s.SaveIncident(ctx, by, now, p)
				return p.Version, err
			}},
			"meeting": {m.Version, func(v int64) (int64, error) {
				p, err := s.RescheduleMeeting(ctx, by, now, m.ID, v, m)
				return p.Version, err
			}},
			"action item": {a.Version, func(v int64) (int64, error) {
				p, err := s.EditItem(ctx, by, now, a.ID, v, store.ItemEdit{DoneWhen: ptr(text())})
				return p.Version, err
			}},
			"comment": {c.Version, func(v int64) (int64, error) {
				p, err := s.ResolveComment(ctx, by, now, c.ID, v, true)
				return p.Version, err
			}},
			"finding": {f.Version, func(v int64) (int64, error) {
				p, err := s.DismissFinding(ctx, by, now, f.ID, v, "no")
				return p.Version, err
			}},
			"outcome": {o.Version, func(v int64) (int64, error) {
				p, err := s.RecordOutcome(ctx, by, now, v, models.Outcome{ReviewID: r.ID, QuestionID: q.ID, Final: true, Verdict: models.Pass})
				return p.Version, err
			}},
			"message": {msg.Version, func(v int64) (int64, error) {
				p, err := s.WriteMessage(ctx, by, now, r.ID, models.External, v, "very sorry")
				return p.Version, err
			}},
		} {
			next, err := c.save(c.version)
			if err != nil || next != c.version+1 {
				t.Errorf("%s: the first saver got version %d, %v; want %d", name, next, err, c.version+1)
				continue
			}
			_, err = c.save(c.version)
			var stale *models.Error
			if !errors.As(err, &stale) || stale.Kind != models.Stale || stale.Version != next {
				t.Errorf("%s: the second saver got %v, want a Stale error with version %d", name, err, next)
			}
			if _, err := c.save(-1); models.KindOf(err) != models.Stale {
				t.Errorf("%s: who saw none got %v, want a Stale error", name, err)
			}
			if v, err := c.save(0); err != nil || v != next+1 {
				t.Errorf("%s: version 0 stands for any: got version %d, %v", name, v, err)
			}
		}
		r = must[models.Review](t)(s.Review(ctx, by, r.ID)) // the incident was saved, and the deadline with it
		first := must[models.Review](t)(s.EditReview(ctx, by, now, r.ID, r.Version, store.ReviewEdit{DocumentURL: ptr("https://a.example")}))
		_, err := s.EditReview(ctx, by, now, r.ID, r.Version, store.ReviewEdit{DocumentURL: ptr("https://b.example")})
		var stale *models.Error
		if !errors.As(err, &stale) || stale.Kind != models.Stale || stale.Version != first.Version {
			t.Errorf("review: the second saver got %v", err)
		}
		_, err = s.SaveDocument(ctx, by, now, r.ID, 0, "another")
		if !errors.As(err, &stale) || stale.Kind != models.Stale || stale.Version != 1 {
			t.Errorf("document: the second saver got %v, want a Stale error with version 1", err)
		}
	})
}

// Who saves a form as it is has changed nothing: nobody else is told of a conflict, the history and the tracker hear of nothing.
func TestAnEditThatChangesNothingIsNoEdit(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := storetest.NewHouse(t, s)
		ctx, by := t.Context(), storetest.As(h.Facilitator)
		r := h.AddReview(t, monday, 1)
		a := h.Commit(t, monday, r.ID, date(t, "2026-03-20"), func(a *models.ActionItem) { a.Labels = []string{"db", "queue"} })
		r = must[models.Review](t)(s.EditReview(ctx, by, monday, r.ID, 0, store.ReviewEdit{Restricted: ptr(true), ReaderIDs: ptr([]int64{h.Lead.ID, h.Member.ID})}))
		a = must[models.ActionItem](t)(s.Item(ctx, by, a.ID))
		events := func() int {
			list, _, err := s.Events(ctx, by, store.EventFilter{ReviewID: r.ID}, store.Page{Limit: store.MaxLimit})
			storetest.Must(t, err)
			return len(list)
		}
		had, later := events(), monday.Add(time.Hour)

		owner, team := int64(0), int64(0)
		if a.OwnerID != nil {
			owner = *a.OwnerID
		}
		if a.TeamID != nil {
			team = *a.TeamID
		}
		same := store.ItemEdit{Title: ptr(" " + a.Title + " "), Description: &a.Description, DoneWhen: &a.DoneWhen, Kind: &a.Kind, Priority: &a.Priority,
			OwnerID: &owner, TeamID: &team, Labels: ptr([]string{"queue", "db"})}
		got := must[models.ActionItem](t)(s.EditItem(ctx, by, later, a.ID, a.Version, same))
		if stored := must[models.ActionItem](t)(s.Item(ctx, by, a.ID)); !reflect.DeepEqual(stored, a) || !reflect.DeepEqual(got, a) {
			t.Errorf("the item was\n%+v, is\n%+v, and the answer is\n%+v", a, stored, got)
		}
		edit := store.ReviewEdit{OwnerID: r.OwnerID, DocumentURL: &r.DocumentURL, Restricted: &r.Restricted, ReaderIDs: &r.ReaderIDs}
		if got := must[models.Review](t)(s.EditReview(ctx, by, later, r.ID, r.Version, edit)); got.Version != r.Version || !got.UpdatedAt.Equal(r.UpdatedAt) {
			t.Errorf("the review is version %d of %s, and was %d of %s", got.Version, got.UpdatedAt, r.Version, r.UpdatedAt)
		}
		if has := events(); has != had {
			t.Errorf("the history has %d events, and had %d", has, had)
		}
		if _, err := s.EditItem(ctx, by, later, a.ID, a.Version-1, same); models.KindOf(err) != models.Stale {
			t.Errorf("over an old version the answer is %v", err)
		}
		if got := must[models.ActionItem](t)(s.EditItem(ctx, by, later, a.ID, a.Version, store.ItemEdit{Labels: ptr([]string{"db"})})); got.Version != a.Version+1 || events() != had+1 {
			t.Errorf("an edit of the labels makes version %d, and %d events", got.Version, events()-had)
		}
	})
}

// The same of people, teams, services, policies and incidents; what a form leaves out, orders otherwise or spaces otherwise is no change either.
func TestASaveThatChangesNothingIsNoSave(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := storetest.NewHouse(t, s)
		ctx, by, later := t.Context(), storetest.As(h.Admin), monday.Add(time.Hour)
		r := h.AddReview(t, monday, 1)
		i := must[models.Incident](t)(s.Incident(ctx, by, r.IncidentID))
		other := must[models.Service](t)(s.AddService(ctx, by, monday, models.Service{Name: "Search"}))
		i.ServiceIDs = []int64{h.Service.ID, other.ID}
		i.Responders = []models.Responder{{PersonID: h.Lead.ID, Part: models.Commander}, {PersonID: h.Member.ID, Part: models.Scribe}}
		i.DetectedAt = ptr(i.StartedAt.Add(1500 * time.Nanosecond))
		i = must[models.Incident](t)(s.SaveIncident(ctx, by, monday, i))
		all := func() []models.Event {
			list, _, err := s.Events(ctx, by, store.EventFilter{}, store.Page{Limit: store.MaxLimit})
			storetest.Must(t, err)
			return list
		}
		had := len(all())
		type versioned struct {
			version int64
			saved   time.Time
		}
		check := func(name string, version func() (versioned, error), save func(seen int64) (versioned, error)) {
			t.Helper()
			was := must[versioned](t)(version())
			for _, seen := range []int64{was.version, 0} {
				if got, err := save(seen); err != nil || got.version != was.version || !got.saved.Equal(was.saved) {
					t.Errorf("%s: saving version %d unchanged answers %+v, %v; it was %+v", name, seen, got, err, was)
				}
			}
			if is := must[versioned](t)(version()); is.version != was.version || !is.saved.Equal(was.saved) {
				t.Errorf("%s: it is %+v, and was %+v", name, is, was)
			}
			if _, err := save(was.version - 1); was.version > 1 && models.KindOf(err) != models.Stale {
				t.Errorf("%s: over an old version the answer is %v", name, err)
			}
			if has := all(); len(has) != had {
				t.Errorf("%s: %d events more, the last %+v", name, len(has)-had, has[0])
				had = len(has)
			}
		}
		person := func(p models.Person, err error) (versioned, error) { return versioned{p.Version, p.UpdatedAt}, err }
		check("person", func() (versioned, error) { return person(s.Person(ctx, h.Member.ID)) }, func(seen int64) (versioned, error) {
			p := h.Member
			p.Version, p.Name, p.Email, p.CreatedAt = seen, " "+p.Name+" ", strings.ToUpper(p.Email), later
			return person(s.SavePerson(ctx, by, later, p))
		})
		team := func(v models.Team, err error) (versioned, error) { return versioned{v.Version, v.UpdatedAt}, err }
		check("team", func() (versioned, error) { return team(s.Team(ctx, h.Team.ID)) }, func(seen int64) (versioned, error) {
			v := h.Team
			v.Version, v.Name = seen, v.Name+" "
			return team(s.SaveTeam(ctx, by, later, v))
		})
		service := func(v models.Service, err error) (versioned, error) { return versioned{v.Version, v.UpdatedAt}, err }
		check("service", func() (versioned, error) { return service(s.Service(ctx, h.Service.ID)) }, func(seen int64) (versioned, error) {
			v := h.Service
			v.Version = seen
			return service(s.SaveService(ctx, by, later, v))
		})
		policy := func(v models.Policy, err error) (versioned, error) { return versioned{v.Version, v.UpdatedAt}, err }
		check("policy", func() (versioned, error) { return policy(s.Policy(ctx, 4)) }, func(seen int64) (versioned, error) {
			v := must[models.Policy](t)(s.Policy(ctx, 4))
			v.Version = seen
			return policy(s.SavePolicy(ctx, by, later, v))
		})
		incident := func(v models.Incident, err error) (versioned, error) { return versioned{v.Version, v.UpdatedAt}, err }
		check("incident", func() (versioned, error) { return incident(s.Incident(ctx, by, i.ID)) }, func(seen int64) (versioned, error) {
			v := must[models.Incident](t)(s.Incident(ctx, by, i.ID))
			v.Version, v.Title, v.ServiceIDs = seen, v.Title+"\n", []int64{other.ID, h.Service.ID, other.ID}
			v.Responders = []models.Responder{{PersonID: h.Member.ID, Part: models.Scribe}, {PersonID: h.Lead.ID, Part: models.Commander}}
			v.StartedAt, v.DetectedAt = v.StartedAt.In(time.FixedZone("", 3600)), ptr(v.StartedAt.Add(1500*time.Nanosecond))
			return incident(s.SaveIncident(ctx, by, later, v))
		})
	})
}

// Answering the checklist or writing a message is no change of the review: who edits it meanwhile is not told that
// somebody saved first.
func TestWorkBesideAReviewLeavesItsVersion(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := storetest.NewHouse(t, s)
		r := h.AddReview(t, monday, 1)
		h.Settle(t, monday, r.ID)
		h.Propose(t, monday, r.ID)
		h.Meet(t, monday, r.ID, monday.Add(time.Hour), h.Member)
		_, err := s.EditReview(t.Context(), storetest.As(h.Member), monday, r.ID, r.Version, store.ReviewEdit{DocumentURL: ptr("https://a.example")})
		storetest.Must(t, err)
	})
}

// A verb never writes the queue's columns: whoever holds a row goes on holding it.
func TestALeaseSurvivesASave(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := storetest.NewHouse(t, s)
		ctx, db := t.Context(), storetest.Raw(t, s)
		r := h.AddReview(t, monday, 1)
		a := h.Commit(t, monday, r.ID, date(t, "2026-03-04"))
		due := monday.AddDate(0, 0, 30)
		item, review := h.Claim(t, store.ItemNudgeQueue, due), h.Claim(t, store.ReviewNudgeQueue, due)
		must[models.ActionItem](t)(s.EditItem(ctx, storetest.As(h.Member), due, a.ID, 0, store.ItemEdit{Title: ptr("Add two circuit breakers")}))
		must[models.Review](t)(s.EditReview(ctx, storetest.As(h.Member), due, r.ID, 0, store.ReviewEdit{DocumentURL: ptr("https://a.example")}))
		for table, task := range map[string]store.Task{"action_items": item, "reviews": review} {
			if lease := value[string](t, db, s, "SELECT lease FROM "+table+" WHERE id = ?", task.ID); lease != task.Lease || lease == "" {
				t.Errorf("the lease of %s became %q", table, lease)
			}
			if n := value[int](t, db, s, "SELECT attempts FROM "+table+" WHERE id = ?", task.ID); n != 1 {
				t.Errorf("the attempts of %s became %d", table, n)
			}
		}
	})
}
