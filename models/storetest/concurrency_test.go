package storetest_test

import (
	"context"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"debrief/models"
	"debrief/models/store"
	"debrief/models/storetest"
)

// Many people and the worker change the same few rows at once: nobody waits for ever, nothing fails but by the domain's
// refusals, and no update is lost.
func TestManyAtOnceOnTheSameRows(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h, db := storetest.NewHouse(t, s), storetest.Raw(t, s)
		ctx, now := t.Context(), monday.AddDate(0, 0, 20)
		by := storetest.As(h.Admin)
		var reviews, items, meetings, comments, findings, incidents []int64
		for range 2 {
			r := h.AddReview(t, monday, 1)
			reviews, incidents = append(reviews, r.ID), append(incidents, r.IncidentID)
			meetings = append(meetings, h.Meet(t, monday, r.ID, now.AddDate(0, 0, 5), h.Member, h.Lead).ID)
			h.Write(t, monday, r.ID, "text")
			comments = append(comments, must[models.Comment](t)(s.AddComment(ctx, by, monday, models.Comment{ReviewID: r.ID, Body: "why?"})).ID)
			f := must[[]models.Finding](t)(s.ReplaceFindings(ctx, by, monday, r.ID, 1, []models.Finding{{Rule: "r", Level: models.LevelInfo, Fingerprint: "f"}}))
			findings = append(findings, f[0].ID)
			items = append(items, h.Commit(t, monday, r.ID, date(t, "2026-03-20")).ID, h.Propose(t, monday, r.ID).ID)
		}
		pick := func(r *rand.Rand, ids []int64) int64 { return ids[r.IntN(len(ids))] }
		q := must[models.Template](t)(s.Template(ctx, 0)).Questions
		var slips [2]int // moves that were accepted, by item
		var mu sync.Mutex
		acts := []func(r *rand.Rand) error{
			func(r *rand.Rand) error {
				n := r.IntN(2)
				_, err := s.MoveItem(ctx, by, now, items[2*n], 0, date(t, "2026-04-01").AddDays(r.IntN(200)), "later")
				if err == nil {
					mu.Lock()
					slips[n]++
					mu.Unlock()
				}
				return err
			},
			func(r *rand.Rand) error {
				_, err := s.EditItem(ctx, by, now, pick(r, items), 0, store.ItemEdit{Title: ptr("Add a thing " + sprint(r.Int())), OwnerID: &h.Member.ID})
				return err
			},
			func(r *rand.Rand) error {
				_, err := s.CommitItem(ctx, by, now, pick(r, items), 0, models.Commitment{Scope: storetest.Scoped})
				return err
			},
			func(r *rand.Rand) error { _, err := s.CompleteItem(ctx, by, now, pick(r, items), 0); return err },
			func(r *rand.Rand) error { _, err := s.ReopenItem(ctx, by, now, pick(r, items), 0, "again"); return err },
			func(r *rand.Rand) error { _, err := s.RejectItem(ctx, by, now, pick(r, items), 0, "no"); return err },
			func(r *rand.Rand) error { _, err := s.SyncItem(ctx, by, now, pick(r, items)); return err },
			func(r *rand.Rand) error {
				i, err := s.Incident(ctx, by, pick(r, incidents))
				if err == nil {
					i.Version, i.Severity = 0, models.Severity(1+r.IntN(2))
					_, err = s.SaveIncident(ctx, by, now, i)
				}
				return err
			},
			func(r *rand.Rand) error {
				p, err := s.Person(ctx, h.Member.ID)
				if err == nil {
					p.Version, p.JiraAccountID = 0, sprint(r.IntN(1000))
					_, err = s.SavePerson(ctx, storetest.As(h.Member), now, p) // refused, but locks
					if models.KindOf(err) == models.Forbidden {
						_, err = s.SavePerson(ctx, by, now, p)
					}
				}
				return err
			},
			func(r *rand.Rand) error {
				p, err := s.Person(ctx, h.Admin.ID)
				if err == nil {
					p.Version, p.JiraAccountID = 0, sprint(r.IntN(1000))
					_, err = s.SavePerson(ctx, by, now, p) // who is named in every event meanwhile
				}
				return err
			},
			func(r *rand.Rand) error {
				v, err := s.Team(ctx, h.Team.ID)
				if err == nil {
					v.Version, v.JiraProject = 0, "P"+sprint(r.IntN(100))
					_, err = s.SaveTeam(ctx, by, now, v)
				}
				return err
			},
			func(r *rand.Rand) error {
				_, err := s.EditReview(ctx, by, now, pick(r, reviews), 0, store.ReviewEdit{DocumentURL: ptr("https://x.example/" + sprint(r.Int()))})
				return err
			},
			func(r *rand.Rand) error {
				_, err := s.SaveDocument(ctx, by, now, pick(r, reviews), -1, sprint(r.Int()))
				return err
			},
			func(r *rand.Rand) error {
				m, err := s.Meeting(ctx, by, pick(r, meetings))
				if err == nil {
					m.StartsAt, m.Attendees = now.Add(time.Duration(r.IntN(100))*time.Hour), storetest.Guests(h.Member, []models.Person{h.Viewer, h.Manager}[r.IntN(2)])
					_, err = s.RescheduleMeeting(ctx, by, now, m.ID, 0, m)
				}
				return err
			},
			func(r *rand.Rand) error {
				_, err := s.ResolveComment(ctx, by, now, pick(r, comments), 0, r.IntN(2) == 0)
				return err
			},
			func(r *rand.Rand) error {
				n := r.IntN(len(comments))
				_, err := s.AddComment(ctx, storetest.As(h.Lead), now, models.Comment{ReviewID: reviews[n], ReplyToID: &comments[n], Body: "because"})
				return err
			},
			func(r *rand.Rand) error {
				_, err := s.DismissFinding(ctx, by, now, pick(r, findings), 0, "no")
				return err
			},
			func(r *rand.Rand) error {
				id := pick(r, reviews)
				v, err := s.Review(ctx, by, id)
				if err == nil {
					_, err = s.ReplaceFindings(ctx, by, now, id, v.DocumentNumber, []models.Finding{{Rule: "r", Level: models.LevelInfo, Fingerprint: "f"}})
				}
				return err
			},
			func(r *rand.Rand) error {
				_, err := s.RecordOutcome(ctx, by, now, 0, models.Outcome{ReviewID: pick(r, reviews), QuestionID: q[r.IntN(3)].ID, Final: r.IntN(2) == 0, Verdict: models.Pass})
				return err
			},
			func(r *rand.Rand) error {
				_, err := s.WriteMessage(ctx, by, now, pick(r, reviews), models.External, 0, sprint(r.Int()))
				return err
			},
			func(r *rand.Rand) error { _, err := s.Recompute(ctx, now); return err },
			func(r *rand.Rand) error { return workOnce(ctx, s, now.Add(time.Duration(r.IntN(10*24))*time.Hour), r) },
			func(r *rand.Rand) error { return workOnce(ctx, s, now.Add(time.Duration(r.IntN(10*24))*time.Hour), r) },
		}
		rounds := 40
		if s.Engine() == store.SQLite {
			rounds = 15 // one writer at a time anyway
		}
		done := make(chan struct{})
		versions := make(chan map[int64]int64, 1)
		go func() { // versions only rise
			seen := map[int64]int64{}
			for {
				for _, id := range items {
					a, err := s.Item(ctx, by, id)
					if err != nil {
						t.Errorf("read: %v", err)
					}
					if a.Version < seen[id] {
						t.Errorf("the version of %s fell from %d to %d", a.Ref(), seen[id], a.Version)
					}
					seen[id] = a.Version
				}
				select {
				case <-done:
					versions <- seen
					return
				default:
				}
			}
		}()
		var wg sync.WaitGroup
		for n := range 8 {
			wg.Go(func() {
				r := rand.New(rand.NewPCG(1, uint64(n)))
				for range rounds {
					act := r.IntN(len(acts))
					err := acts[act](r)
					switch models.KindOf(err) {
					case models.Conflict, models.Stale, models.NotFound, models.Invalid:
					default:
						if err != nil {
							t.Errorf("act %d: %v", act, err)
						}
					}
				}
			})
		}
		wg.Wait()
		close(done)
		<-versions
		if s.Engine() == store.Postgres {
			if n := value[int](t, db, s, "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"); n != 0 {
				t.Errorf("%d deadlocks; a second try hides them, and each has cost a second", n)
			}
		}
		// No move was lost: the events of each item tell as many as were accepted, and the versions count every save.
		for n := range slips {
			moved := 0
			for _, e := range events(t, s, models.SubjectItem, items[2*n]) {
				if e.Verb == "due date moved" {
					moved++
				}
			}
			if moved != slips[n] {
				t.Errorf("%d moves were accepted, and %d are recorded", slips[n], moved)
			}
		}
		if dup := value[int](t, db, s, "SELECT count(*) FROM (SELECT 1 FROM nudges GROUP BY subject, subject_id, person_id, step_key HAVING count(*) > 1) AS x"); dup != 0 {
			t.Errorf("%d steps were filed twice", dup)
		}
	})
}

// workOnce does what a worker does in one turn.
func workOnce(ctx context.Context, s *store.Store, now time.Time, r *rand.Rand) error {
	for _, q := range []store.Queue{store.LinkQueue, store.InvitationQueue, store.ItemNudgeQueue, store.ReviewNudgeQueue, store.DigestQueue} {
		tasks, err := s.Claim(ctx, q, now, time.Minute, 3)
		if err != nil {
			return err
		}
		for _, task := range tasks {
			switch q {
			case store.LinkQueue:
				var issue store.Issue
				remote := models.Remote{ID: sprint(task.ID), Key: "PAY-" + sprint(task.ID), Category: []models.Category{models.CategoryNew, models.CategoryDone}[r.IntN(2)]}
				if issue, err = s.Pull(ctx, now, task, remote); err == nil {
					err = s.Agree(ctx, now, task, issue.Fields, remote, nil, now.Add(time.Minute))
				}
			case store.InvitationQueue:
				if _, err = s.Appointment(ctx, task.ID); err == nil {
					err = s.SentInvitation(ctx, now, task, nil)
				}
			case store.ItemNudgeQueue:
				err = s.NudgeItem(ctx, now, task)
			case store.ReviewNudgeQueue:
				err = s.NudgeReview(ctx, now, task)
			case store.DigestQueue:
				var letter store.Letter
				if letter, err = s.Letter(ctx, now, task.ID); err == nil {
					if letter.NotBefore.After(now) {
						err = s.Finish(ctx, q, task, &letter.NotBefore)
					} else {
						err = s.SentDigest(ctx, now, task, letter, nil)
					}
				}
			}
			if err != nil && models.KindOf(err) != models.Stale {
				return err
			}
		}
	}
	return nil
}

// Of two administrators who step down at the same time, one stays.
func TestOneAdministratorStays(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h, db := storetest.NewHouse(t, s), storetest.Raw(t, s)
		second := h.AddPerson(t, "Second Admin", models.Administrator)
		for range 10 {
			var wg sync.WaitGroup
			for _, p := range []models.Person{h.Admin, second} {
				wg.Go(func() {
					p.Version, p.Role = 0, models.Member
					_, err := s.SavePerson(t.Context(), models.System, monday, p)
					if k := kind(err); k != "ok" && k != models.Conflict {
						t.Errorf("stepping down: %v", err)
					}
				})
			}
			wg.Wait()
			if n := value[int](t, db, s, "SELECT count(*) FROM people WHERE role = 'administrator'"); n != 1 {
				t.Fatalf("%d administrators, want one", n)
			}
			exec(t, db, s, "UPDATE people SET role = 'administrator' WHERE id = ? OR id = ?", h.Admin.ID, second.ID)
		}
	})
}

// Two hand over what the other has a part in as well: neither makes the other wait for ever. A verb is tried again after a deadlock, so
// only the database tells of one.
func TestTwoHandoversOfTheSameThingsAtOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h, db := storetest.NewHouse(t, s), storetest.Raw(t, s)
		ctx, by := t.Context(), storetest.As(h.Admin)
		var four []models.Person
		for _, name := range []string{"Ada", "Ben", "Cleo", "Dan"} {
			four = append(four, h.AddPerson(t, name, models.Member))
		}
		a, b := &four[0].ID, &four[1].ID
		must[models.Team](t)(s.AddTeam(ctx, models.System, monday, models.Team{Name: "One", LeadID: b, ManagerID: a}))
		must[models.Team](t)(s.AddTeam(ctx, models.System, monday, models.Team{Name: "Two", LeadID: a, ManagerID: b}))
		edit(t, h, h.Outsider, func(p *models.Person) { p.ManagerID, p.DelegateID = a, b })
		second := h.AddPerson(t, "Admin Two", models.Administrator)
		edit(t, h, h.Viewer, func(p *models.Person) { p.ManagerID, p.DelegateID = b, a })
		edit(t, h, second, func(p *models.Person) { p.ManagerID, p.DelegateID = b, a })
		for n := range 12 {
			var all sync.WaitGroup
			for k := range 2 {
				from, to := four[k], four[k+2]
				if n%2 == 1 {
					from, to = to, from
				}
				all.Go(func() {
					if _, err := s.HandOver(ctx, by, monday, from.ID, models.Handover{ToID: to.ID}); err != nil {
						t.Errorf("%s hands over to %s: %v", from.Name, to.Name, err)
					}
				})
			}
			all.Wait()
		}
		if s.Engine() == store.Postgres {
			if n := value[int](t, db, s, "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"); n > 0 {
				t.Errorf("%d deadlocks", n)
			}
		}
	})
}
