package storetest_test

import (
	"testing"
	"time"

	"debrief/models"
	"debrief/models/store"
	"debrief/models/storetest"
)

// A restricted review, and all that belongs to it, does not exist for somebody who is not named in it: in no list, for no
// get and for no verb.
func TestARestrictedReviewDoesNotExistForOthers(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := storetest.NewHouse(t, s)
		ctx, now := t.Context(), monday
		lead, reader, attendee := h.AddPerson(t, "Rita Reviewowner", models.Member), h.AddPerson(t, "Rea Reader", models.Viewer), h.AddPerson(t, "Ate Attendee", models.Viewer)
		itemOwner := h.AddPerson(t, "Ivo Itemowner", models.Member)
		i := h.AddIncident(t, now, 1)
		r := h.ReviewOf(t, i.ID)
		r = must[models.Review](t)(s.EditReview(ctx, models.System, now, r.ID, 0, store.ReviewEdit{OwnerID: &lead.ID, FacilitatorID: &h.Facilitator.ID,
			Restricted: ptr(true), ReaderIDs: &[]int64{reader.ID}}))
		m := h.Meet(t, now, r.ID, now.Add(time.Hour), attendee)
		must[models.Document](t)(s.SaveDocument(ctx, models.System, now, r.ID, 0, "secret"))
		c := must[models.Comment](t)(s.AddComment(ctx, models.System, now, models.Comment{ReviewID: r.ID, Body: "secret"}))
		f := must[[]models.Finding](t)(s.ReplaceFindings(ctx, models.System, now, r.ID, 1, []models.Finding{{Rule: "r", Level: models.LevelInfo, Fingerprint: "f"}}))[0]
		q := must[models.Template](t)(s.Template(ctx, 0)).Questions[0]
		must[models.Outcome](t)(s.RecordOutcome(ctx, storetest.As(h.Admin), now, 0, models.Outcome{ReviewID: r.ID, QuestionID: q.ID, Final: true, Verdict: models.Pass}))
		must[models.Message](t)(s.WriteMessage(ctx, models.System, now, r.ID, models.External, 0, "secret"))
		owned := h.Commit(t, now, r.ID, date(t, "2026-03-04"), func(a *models.ActionItem) { a.OwnerID = &itemOwner.ID })
		other := h.Commit(t, now, r.ID, date(t, "2026-03-04"), func(a *models.ActionItem) { a.OwnerID, a.TeamID = nil, &h.Team.ID })
		later := now.AddDate(0, 0, 30)
		h.NudgeAll(t, later)

		type look struct {
			what string
			do   func(by models.Actor) (bool, error)
		}
		some := func(n int, err error) (bool, error) { return n > 0, err }
		review := []look{
			{"Reviews", func(by models.Actor) (bool, error) {
				l, _, err := s.Reviews(ctx, by, store.ReviewFilter{}, store.Page{})
				return some(len(l), err)
			}},
			{"Reviews by team", func(by models.Actor) (bool, error) {
				l, _, err := s.Reviews(ctx, by, store.ReviewFilter{TeamID: h.Team.ID, Severity: 1, Q: "slow", States: []models.ReviewState{models.Draft}}, store.Page{})
				return some(len(l), err)
			}},
			{"Review", func(by models.Actor) (bool, error) { l, err := s.Review(ctx, by, r.ID); return l.ID != 0, err }},
			{"Incidents", func(by models.Actor) (bool, error) {
				l, _, err := s.Incidents(ctx, by, store.IncidentFilter{}, store.Page{})
				return some(len(l), err)
			}},
			{"Incident", func(by models.Actor) (bool, error) { l, err := s.Incident(ctx, by, i.ID); return l.ID != 0, err }},
			{"Meetings", func(by models.Actor) (bool, error) { l, err := s.Meetings(ctx, by, r.ID); return some(len(l), err) }},
			{"Meeting", func(by models.Actor) (bool, error) { l, err := s.Meeting(ctx, by, m.ID); return l.ID != 0, err }},
			{"SuggestAttendees", func(by models.Actor) (bool, error) {
				l, err := s.SuggestAttendees(ctx, by, r.ID)
				return some(len(l), err)
			}},
			{"Documents", func(by models.Actor) (bool, error) {
				l, _, err := s.Documents(ctx, by, r.ID, store.Page{})
				return some(len(l), err)
			}},
			{"Document", func(by models.Actor) (bool, error) { l, err := s.Document(ctx, by, r.ID, 0); return l.ID != 0, err }},
			{"Comments", func(by models.Actor) (bool, error) {
				l, _, err := s.Comments(ctx, by, r.ID, store.Page{})
				return some(len(l), err)
			}},
			{"Findings", func(by models.Actor) (bool, error) { l, err := s.Findings(ctx, by, r.ID); return some(len(l), err) }},
			{"Outcomes", func(by models.Actor) (bool, error) { l, err := s.Outcomes(ctx, by, r.ID); return some(len(l), err) }},
			{"Messages", func(by models.Actor) (bool, error) { l, err := s.Messages(ctx, by, r.ID); return some(len(l), err) }},
			{"Events of the review", func(by models.Actor) (bool, error) {
				l, _, err := s.Events(ctx, by, store.EventFilter{Subject: models.SubjectReview, SubjectID: r.ID}, store.Page{})
				return some(len(l), err)
			}},
			{"Events of the incident", func(by models.Actor) (bool, error) {
				l, _, err := s.Events(ctx, by, store.EventFilter{Subject: models.SubjectIncident}, store.Page{})
				return some(len(l), err)
			}},
			{"Events of an item", func(by models.Actor) (bool, error) {
				l, _, err := s.Events(ctx, by, store.EventFilter{Subject: models.SubjectItem, SubjectID: other.ID}, store.Page{})
				return some(len(l), err)
			}},
			{"NudgesOf the review", func(by models.Actor) (bool, error) {
				_, err := s.NudgesOf(ctx, by, models.SubjectReview, r.ID)
				return err == nil, err
			}},
			{"Item", func(by models.Actor) (bool, error) { l, err := s.Item(ctx, by, other.ID); return l.ID != 0, err }},
			{"Items unowned", func(by models.Actor) (bool, error) {
				l, _, err := s.Items(ctx, by, store.ItemFilter{Unowned: true}, store.Page{})
				return some(len(l), err)
			}},
			{"NudgesOf an item", func(by models.Actor) (bool, error) {
				l, err := s.NudgesOf(ctx, by, models.SubjectItem, other.ID)
				return some(len(l), err)
			}},
			{"Timeliness", func(by models.Actor) (bool, error) {
				rep, err := s.Timeliness(ctx, by, now, models.ByTeam, store.ReportFilter{})
				return some(rep.Total.Opened, err)
			}},
		}
		item := []look{
			{"Items", func(by models.Actor) (bool, error) {
				l, _, err := s.Items(ctx, by, store.ItemFilter{}, store.Page{})
				return some(len(l), err)
			}},
			{"its Item", func(by models.Actor) (bool, error) { l, err := s.Item(ctx, by, owned.ID); return l.ID != 0, err }},
			{"Events of its item", func(by models.Actor) (bool, error) {
				l, _, err := s.Events(ctx, by, store.EventFilter{Subject: models.SubjectItem, SubjectID: owned.ID}, store.Page{})
				return some(len(l), err)
			}},
			{"Completion", func(by models.Actor) (bool, error) {
				rep, err := s.Completion(ctx, by, now, models.ByTeam, store.ReportFilter{})
				return some(rep.Total.Opened, err)
			}},
		}
		check := func(who models.Person, looks []look, want bool) {
			t.Helper()
			for _, l := range looks {
				got, err := l.do(storetest.As(who))
				if k := kind(err); k != "ok" && k != models.NotFound {
					t.Errorf("%s as %s: %v", l.what, who.Name, err)
				}
				if got != want {
					t.Errorf("%s shows %s something: %v, want %v", l.what, who.Name, got, want)
				}
			}
		}
		for _, named := range []models.Person{lead, h.Facilitator, reader, attendee, h.Admin} {
			check(named, review, true)
			check(named, item, true)
		}
		// A facilitator, a responder, the team's manager and its lead are not named.
		for _, stranger := range []models.Person{h.Outsider, h.Member, h.Manager, h.Lead, h.Viewer} {
			check(stranger, review, false)
			check(stranger, item, false)
		}
		check(itemOwner, review, false)
		check(itemOwner, item, true)

		// Every verb says what it says of something that is not there.
		by := storetest.As(h.Outsider)
		for name, verb := range map[string]func(r, i, m, c, f, a int64) error{
			"EditReview": func(r, _, _, _, _, _ int64) error {
				_, err := s.EditReview(ctx, by, now, r, 0, store.ReviewEdit{})
				return err
			},
			"SubmitReview":   func(r, _, _, _, _, _ int64) error { _, err := s.SubmitReview(ctx, by, now, r, 0); return err },
			"CompleteReview": func(r, _, _, _, _, _ int64) error { _, err := s.CompleteReview(ctx, by, now, r, 0); return err },
			"CloseReview":    func(r, _, _, _, _, _ int64) error { _, err := s.CloseReview(ctx, by, now, r, 0); return err },
			"WaiveReview":    func(r, _, _, _, _, _ int64) error { _, err := s.WaiveReview(ctx, by, now, r, 0, "x"); return err },
			"ReopenReview":   func(r, _, _, _, _, _ int64) error { _, err := s.ReopenReview(ctx, by, now, r, 0, "x"); return err },
			"OpenReview": func(_, i, _, _, _, _ int64) error {
				_, err := s.OpenReview(ctx, by, now, models.Review{IncidentID: i})
				return err
			},
			"SaveIncident": func(_, n, _, _, _, _ int64) error {
				x := i
				x.ID, x.Version = n, 0
				_, err := s.SaveIncident(ctx, by, now, x)
				return err
			},
			"SaveDocument": func(r, _, _, _, _, _ int64) error { _, err := s.SaveDocument(ctx, by, now, r, -1, "x"); return err },
			"AddComment": func(r, _, _, _, _, _ int64) error {
				_, err := s.AddComment(ctx, by, now, models.Comment{ReviewID: r, Body: "x"})
				return err
			},
			"AddComment, a reply": func(r, _, _, c, _, _ int64) error {
				_, err := s.AddComment(ctx, by, now, models.Comment{ReviewID: r, ReplyToID: &c, Body: "x"})
				return err
			},
			"ResolveComment": func(_, _, _, c, _, _ int64) error { _, err := s.ResolveComment(ctx, by, now, c, 0, true); return err },
			"ReplaceFindings": func(r, _, _, _, _, _ int64) error {
				_, err := s.ReplaceFindings(ctx, by, now, r, 1, nil)
				return err
			},
			"DismissFinding": func(_, _, _, _, f, _ int64) error { _, err := s.DismissFinding(ctx, by, now, f, 0, "x"); return err },
			"ReopenFinding":  func(_, _, _, _, f, _ int64) error { _, err := s.ReopenFinding(ctx, by, now, f, 0); return err },
			"RecordOutcome": func(r, _, _, _, _, _ int64) error {
				_, err := s.RecordOutcome(ctx, by, now, 0, models.Outcome{ReviewID: r, QuestionID: q.ID, Verdict: models.Pass})
				return err
			},
			"SettleAgreed": func(r, _, _, _, _, _ int64) error {
				_, err := s.SettleAgreed(ctx, by, now, r, map[int64]models.Verdict{q.ID: models.Pass})
				return err
			},
			"WriteMessage": func(r, _, _, _, _, _ int64) error {
				_, err := s.WriteMessage(ctx, by, now, r, models.External, 0, "x")
				return err
			},
			"ApproveMessage": func(r, _, _, _, _, _ int64) error {
				_, err := s.ApproveMessage(ctx, by, now, r, models.External, 0, "x")
				return err
			},
			"PostMessage": func(r, _, _, _, _, _ int64) error {
				_, err := s.PostMessage(ctx, by, now, r, models.External, 0, "")
				return err
			},
			"ScheduleMeeting": func(r, _, _, _, _, _ int64) error {
				_, err := s.ScheduleMeeting(ctx, by, now, models.Meeting{ReviewID: r, StartsAt: now, Attendees: storetest.Guests(h.Outsider)})
				return err
			},
			"RescheduleMeeting": func(_, _, m, _, _, _ int64) error {
				_, err := s.RescheduleMeeting(ctx, by, now, m, 0, models.Meeting{})
				return err
			},
			"CallOffMeeting": func(_, _, m, _, _, _ int64) error { _, err := s.CallOffMeeting(ctx, by, now, m, 0, "x"); return err },
			"HoldMeeting":    func(_, _, m, _, _, _ int64) error { _, err := s.HoldMeeting(ctx, by, later, m, 0, nil); return err },
			"MissMeeting":    func(_, _, m, _, _, _ int64) error { _, err := s.MissMeeting(ctx, by, later, m, 0, "x"); return err },
			"ProposeItem": func(r, _, _, _, _, _ int64) error {
				_, err := s.ProposeItem(ctx, by, now, models.ActionItem{ReviewID: r, Title: "x"})
				return err
			},
			"EditItem": func(_, _, _, _, _, a int64) error {
				_, err := s.EditItem(ctx, by, now, a, 0, store.ItemEdit{})
				return err
			},
			"CommitItem": func(_, _, _, _, _, a int64) error {
				_, err := s.CommitItem(ctx, by, now, a, 0, models.Commitment{})
				return err
			},
			"StartItem":    func(_, _, _, _, _, a int64) error { _, err := s.StartItem(ctx, by, now, a, 0); return err },
			"CompleteItem": func(_, _, _, _, _, a int64) error { _, err := s.CompleteItem(ctx, by, now, a, 0); return err },
			"ReopenItem":   func(_, _, _, _, _, a int64) error { _, err := s.ReopenItem(ctx, by, now, a, 0, "x"); return err },
			"RejectItem":   func(_, _, _, _, _, a int64) error { _, err := s.RejectItem(ctx, by, now, a, 0, "x"); return err },
			"KeepItem":     func(_, _, _, _, _, a int64) error { _, err := s.KeepItem(ctx, by, now, a, 0); return err },
			"MoveItem": func(_, _, _, _, _, a int64) error {
				_, err := s.MoveItem(ctx, by, now, a, 0, date(t, "2026-05-05"), "x")
				return err
			},
			"ExplainSlip": func(_, _, _, _, _, a int64) error { _, err := s.ExplainSlip(ctx, by, now, a, 0, "x"); return err },
			"SnoozeItem": func(_, _, _, _, _, a int64) error {
				_, err := s.SnoozeItem(ctx, by, now, a, 0, date(t, "2026-03-05"), "x")
				return err
			},
			"DisownItem": func(_, _, _, _, _, a int64) error { _, err := s.DisownItem(ctx, by, now, a, 0, "x"); return err },
			"SyncItem":   func(_, _, _, _, _, a int64) error { _, err := s.SyncItem(ctx, by, now, a); return err },
		} {
			hidden := verb(r.ID, i.ID, m.ID, c.ID, f.ID, other.ID)
			absent := verb(9999, 9999, 9999, 9999, 9999, 9999)
			if kind(hidden) != models.NotFound || kind(absent) != models.NotFound {
				t.Errorf("%s: %v for what is hidden, %v for what is not there; want not found for both", name, hidden, absent)
			}
		}

		// The lead, in whose team an item has no owner, is not shown it.
		home := must[store.Home](t)(s.Home(ctx, storetest.As(h.Lead), now))
		if len(home.Unowned)+len(home.Items)+len(home.Reviews)+len(home.Meetings)+len(home.Rejections) != 0 {
			t.Errorf("the lead's home is %+v", home)
		}
		home = must[store.Home](t)(s.Home(ctx, storetest.As(lead), now))
		if len(home.Unowned) != 1 || len(home.Reviews) != 1 {
			t.Errorf("the review owner's home is %+v", home)
		}
		// Nor is anybody told of it who may not see it.
		for _, letter := range h.SendAll(t, at(t, "2026-04-01 12:00")) {
			switch letter.Person.ID {
			case h.Manager.ID, h.Lead.ID, h.Outsider.ID, h.Member.ID:
				t.Errorf("%s is told of %d restricted things", letter.Person.Name, len(letter.Reminders))
			}
		}

		// Who is taken off the meeting does not see it any more; who gives the item away neither.
		m = must[models.Meeting](t)(s.Meeting(ctx, models.System, m.ID))
		m.Attendees = storetest.Guests(lead)
		must[models.Meeting](t)(s.RescheduleMeeting(ctx, models.System, now, m.ID, 0, m))
		check(attendee, review, false)
		must[models.ActionItem](t)(s.EditItem(ctx, models.System, now, owned.ID, 0, store.ItemEdit{OwnerID: &lead.ID}))
		check(itemOwner, item, false)
		// Once the restriction is lifted, everybody sees it.
		must[models.Review](t)(s.EditReview(ctx, storetest.As(h.Facilitator), now, r.ID, 0, store.ReviewEdit{Restricted: ptr(false)}))
		check(h.Viewer, review, true)
		check(h.Viewer, item, true)
	})
}

// Without an owner and a facilitator nobody is named, and that must not mean everybody.
func TestARestrictedReviewOfNobodyIsHiddenToo(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := storetest.NewHouse(t, s)
		ctx := t.Context()
		i := h.AddIncident(t, monday, 3)
		must[models.Review](t)(s.OpenReview(ctx, storetest.As(h.Outsider), monday, models.Review{IncidentID: i.ID, Restricted: true}))
		for _, who := range []models.Person{h.Member, h.Viewer} {
			_, err := s.Incident(ctx, storetest.As(who), i.ID)
			refused(t, err, models.NotFound)
			list, _, err := s.Events(ctx, storetest.As(who), store.EventFilter{Subject: models.SubjectIncident}, store.Page{})
			storetest.Must(t, err)
			if len(list) != 0 {
				t.Errorf("%s sees %v", who.Name, verbs(list))
			}
		}
	})
}

// Whoever restricts a review goes on seeing it; members cannot restrict.
func TestRestrictingIsForFacilitators(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := storetest.NewHouse(t, s)
		ctx := t.Context()
		r := h.AddReview(t, monday, 1)
		_, err := s.EditReview(ctx, storetest.As(h.Member), monday, r.ID, 0, store.ReviewEdit{Restricted: ptr(true)})
		refused(t, err, models.Forbidden)
		must[models.Review](t)(s.EditReview(ctx, storetest.As(h.Outsider), monday, r.ID, 0, store.ReviewEdit{Restricted: ptr(true)}))
		must[models.Review](t)(s.Review(ctx, storetest.As(h.Outsider), r.ID))
		i := h.AddIncident(t, monday, 4)
		_, err = s.OpenReview(ctx, storetest.As(h.Member), monday, models.Review{IncidentID: i.ID, Restricted: true})
		refused(t, err, models.Forbidden)
	})
}
