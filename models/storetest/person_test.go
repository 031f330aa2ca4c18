package storetest_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"debrief/models"
	"debrief/models/store"
	"debrief/models/storetest"
)

func TestPeopleSetTheirOwnDaysAway(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := storetest.NewHouse(t, s)
		ctx := t.Context()
		for _, who := range []models.Person{h.Viewer, h.Member, h.Outsider} {
			p := who
			p.TimeZone, p.AwayFrom, p.AwayUntil, p.DelegateID = "Asia/Tokyo", date(t, "2026-03-09"), date(t, "2026-03-13"), &h.Lead.ID
			p = must[models.Person](t)(s.SavePerson(ctx, storetest.As(who), monday, p))
			if got := personNow(t, s, who.ID); got.TimeZone != "Asia/Tokyo" || got.AwayUntil != p.AwayUntil || *got.DelegateID != h.Lead.ID {
				t.Errorf("stored is %+v", got)
			}
			list := events(t, s, models.SubjectPerson, who.ID)
			last := list[len(list)-1]
			if last.Verb != "changed" || *last.ActorID != who.ID || len(last.Changes) != 4 {
				t.Errorf("told is %+v", last)
			}
			p.Role, p.JiraAccountID = models.Administrator, "another"
			_, err := s.SavePerson(ctx, storetest.As(who), monday, p)
			refused(t, err, models.Forbidden)
			if !strings.Contains(err.Error(), "your Jira account and your role;") {
				t.Error(err)
			}
			if got := personNow(t, s, who.ID); got.Role != who.Role || got.Version != p.Version {
				t.Errorf("what was refused is stored: %+v", got)
			}
			_, err = s.SavePerson(ctx, storetest.As(h.Lead), monday, personNow(t, s, who.ID))
			refused(t, err, models.Forbidden)
		}
		p := personNow(t, s, h.Member.ID)
		p.Name = "Mia Other"
		_, err := s.SavePerson(ctx, models.Actor{PersonID: p.ID, Role: models.Viewer}, monday, p) // with a key that only reads
		refused(t, err, models.Forbidden)

		// Nobody takes somebody else's name; an administrator may give it to namesakes.
		h.AddPerson(t, "Özge Ünal", models.Member)
		for _, name := range []string{strings.ToUpper(h.Lead.Name), "Lee  Lead", "Lee\u00a0Lead", "Lee\u200b Lead", "özge ünal"} {
			p.Name = name
			_, err = s.SavePerson(ctx, storetest.As(h.Member), monday, p)
			refused(t, err, models.Invalid)
		}
		p.Name = "Lee Leader"
		p = must[models.Person](t)(s.SavePerson(ctx, storetest.As(h.Member), monday, p))
		p.Name = "lee lead"
		p.AwayUntil = p.AwayFrom.AddDays(4 * 366)
		_, err = s.SavePerson(ctx, storetest.As(h.Admin), monday, p)
		refused(t, err, models.Invalid)
		p.AwayUntil = p.AwayFrom
		must[models.Person](t)(s.SavePerson(ctx, storetest.As(h.Admin), monday, p))
	})
}

func TestWhoLeadsATeamCanNameOwners(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := storetest.NewHouse(t, s)
		ctx, admin := t.Context(), storetest.As(h.Admin)
		_, err := s.AddTeam(ctx, admin, monday, models.Team{Name: "search", LeadID: &h.Viewer.ID})
		refused(t, err, models.Invalid)
		team := must[models.Team](t)(s.Team(ctx, h.Team.ID))
		team.LeadID = &h.Viewer.ID
		_, err = s.SaveTeam(ctx, admin, monday, team)
		refused(t, err, models.Invalid)

		// A lead who becomes a viewer is asked no more: administrators are.
		r := h.AddReview(t, monday, 1)
		must[models.Review](t)(s.EditReview(ctx, models.System, monday, r.ID, 0, store.ReviewEdit{OwnerID: new(int64)}))
		asked := func(who models.Person) bool {
			home := must[store.Home](t)(s.Home(ctx, storetest.As(personNow(t, s, who.ID)), monday))
			return slices.ContainsFunc(home.Ownerless, func(o models.Review) bool { return o.ID == r.ID })
		}
		if !asked(h.Lead) || asked(h.Admin) {
			t.Errorf("asked are the lead %t, the administrator %t", asked(h.Lead), asked(h.Admin))
		}
		edit(t, h, h.Lead, func(p *models.Person) { p.Role = models.Viewer })
		if !asked(h.Admin) {
			t.Error("nobody who can name an owner is asked")
		}
	})
}

func personNow(t *testing.T, s *store.Store, id int64) models.Person {
	t.Helper()
	return must[models.Person](t)(s.Person(t.Context(), id))
}

func TestWhatIsStillWithSomebodyIsFound(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := storetest.NewHouse(t, s)
		ctx := t.Context()
		r := h.AddReview(t, monday, 1)
		h.Meet(t, monday, r.ID, monday.Add(time.Hour), h.Member, h.Facilitator)
		h.Propose(t, monday, r.ID)
		h.Commit(t, monday, r.ID, models.Date{})
		edit(t, h, h.Lead, func(p *models.Person) { p.DelegateID = &h.Member.ID })
		restricted := true
		must[models.Review](t)(s.EditReview(ctx, models.System, monday, r.ID, 0, store.ReviewEdit{Restricted: &restricted}))
		told := func(by models.Actor, now time.Time, id int64) (list []string) {
			t.Helper()
			for _, x := range must[map[int64][]models.Holding](t)(s.Holdings(ctx, by, now, id))[id] {
				list = append(list, string(x.As)+" "+x.Title)
			}
			return list
		}
		mine := []string{"item_owner Add a circuit breaker to checkout", "proposal_owner Add a circuit breaker to checkout", "review_owner Checkout was slow",
			"attendee Checkout was slow", "delegate Lee Lead"}
		for _, by := range []models.Actor{storetest.As(h.Member), storetest.As(h.Admin)} { // what is restricted names its own
			if got := told(by, monday, h.Member.ID); !slices.Equal(got, mine) {
				t.Errorf("with Mia are %q", got)
			}
		}
		if got := told(storetest.As(h.Admin), monday, h.Manager.ID); !slices.Equal(got, []string{"engineering_manager Payments", "manager Mia Member"}) {
			t.Errorf("with Mona are %q", got)
		}
		if got := told(storetest.As(h.Admin), monday.Add(3*time.Hour), h.Facilitator.ID); !slices.Equal(got, []string{"review_facilitator Checkout was slow"}) {
			t.Errorf("after the meeting with Fay are %q", got)
		}
		_, err := s.Holdings(ctx, storetest.As(h.Facilitator), monday, h.Facilitator.ID, h.Member.ID)
		refused(t, err, models.Forbidden)
	})
}

// laden gives Mia one of everything that can be with somebody.
func laden(t testing.TB, h *storetest.House) (models.Review, models.Meeting) {
	t.Helper()
	r := h.AddReview(t, monday, 1)
	m := h.Meet(t, monday, r.ID, monday.Add(time.Hour), h.Member, h.Facilitator)
	h.Propose(t, monday, r.ID)
	h.Commit(t, monday, r.ID, models.Date{})
	edit(t, h, h.Outsider, func(p *models.Person) { p.DelegateID, p.ManagerID = &h.Member.ID, &h.Member.ID })
	team := must[models.Team](t)(h.Store.Team(t.Context(), h.Team.ID))
	team.LeadID, team.ManagerID, team.ProductManagerID = &h.Member.ID, &h.Member.ID, &h.Member.ID
	must[models.Team](t)(h.SaveTeam(t.Context(), models.System, monday, team))
	i := h.AddIncident(t, monday, 3, func(i *models.Incident) { i.Responders = nil })
	must[models.Review](t)(h.OpenReview(t.Context(), models.System, monday, models.Review{IncidentID: i.ID, FacilitatorID: &h.Member.ID}))
	return r, m
}

func TestAllThatIsWithSomebodyIsHandedOverAtOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h, db := storetest.NewHouse(t, s), storetest.Raw(t, s)
		ctx, by := t.Context(), storetest.As(h.Admin)
		held := func(p models.Person) []models.Holding {
			t.Helper()
			return must[map[int64][]models.Holding](t)(s.Holdings(ctx, by, monday, p.ID))[p.ID]
		}
		as := func(list []models.Holding) (as []models.HoldingAs) {
			for _, x := range list {
				as = append(as, x.As)
			}
			return as
		}
		r, m := laden(t, h)
		heir := h.AddPerson(t, "Nia Next", models.Member)
		want := []models.HoldingAs{models.HoldsItem, models.HoldsProposal, models.HoldsReview, models.Facilitates, models.Attends, models.LeadsTeam, models.ManagesTeam,
			models.ManagesTeamsWork, models.ManagesPerson, models.CoversPerson}
		if got := as(held(h.Member)); !slices.Equal(got, want) {
			t.Fatalf("with Mia are %v", got)
		}
		before := value[int](t, db, s, "SELECT count(*) FROM events")
		edit(t, h, h.Member, func(p *models.Person) { p.Active = false })
		if got := as(must[[]models.Holding](t)(s.HandOver(ctx, by, monday, h.Member.ID, models.Handover{ToID: heir.ID}))); !slices.Equal(got, want) {
			t.Errorf("handed over are %v", got)
		}
		if left, got := held(h.Member), as(held(heir)); len(left) > 0 || !slices.Equal(got, want) {
			t.Errorf("left are %v, and with the heir are %v", left, got)
		}
		after := value[int](t, db, s, "SELECT count(*) FROM events")
		if after-before != len(want)+2 { // Mia became inactive, and her own history tells of all of it
			t.Errorf("%d events tell of it", after-before)
		}
		for _, e := range events(t, s, models.SubjectReview, r.ID) {
			if e.Verb == "changed" && e.Changes["owner_id"] != [2]any{nil, nil} && (e.ActorID == nil || *e.ActorID != h.Admin.ID) {
				t.Errorf("the review's history has %+v", e)
			}
		}
		// The heir hears of it in one letter, and is invited in Mia's place.
		told := 0
		for _, l := range h.SendAll(t, monday.Add(models.CoalesceFor)) {
			for _, x := range l.Reminders {
				if l.Person.ID != heir.ID || x.Nudge.Rung != models.RungHandover || x.By == nil || x.By.ID != h.Admin.ID {
					t.Errorf("%s is told of %+v", l.Person.Name, x.Nudge)
				}
				told++
			}
		}
		if told != 4 { // an item, a proposal, a review, a facilitation
			t.Errorf("told of %d", told)
		}
		m = must[models.Meeting](t)(s.Meeting(ctx, by, m.ID))
		if len(m.Attendees) != 2 || !slices.ContainsFunc(m.Attendees, func(a models.Attendee) bool { return a.PersonID == heir.ID && a.Invitation.DueAt != nil }) {
			t.Errorf("at the meeting are %+v", m.Attendees)
		}
		_, err := s.HandOver(ctx, by, monday, h.Member.ID, models.Handover{ToID: heir.ID})
		refused(t, err, models.Conflict)
	})
}

func TestWhoIsInvitedAlreadyFacilitatesTheMeetingThatIsHandedOver(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := storetest.NewHouse(t, s)
		ctx, by := t.Context(), storetest.As(h.Admin)
		r := h.AddReview(t, monday, 3)
		m := must[models.Meeting](t)(s.ScheduleMeeting(ctx, by, monday, models.Meeting{ReviewID: r.ID, StartsAt: monday.Add(48 * time.Hour), Minutes: 30, Attendees: []models.Attendee{
			{PersonID: h.Facilitator.ID, Part: models.FacilitatorPart}, {PersonID: h.Outsider.ID, Part: models.Guest, Optional: true}}}))
		must[[]models.Holding](t)(s.HandOver(ctx, by, monday, h.Facilitator.ID, models.Handover{ToID: h.Outsider.ID}))
		m = must[models.Meeting](t)(s.Meeting(ctx, by, m.ID))
		r = must[models.Review](t)(s.Review(ctx, by, r.ID))
		if len(m.Attendees) != 1 || m.Attendees[0].PersonID != h.Outsider.ID || m.Attendees[0].Part != models.FacilitatorPart || m.Attendees[0].Optional || *r.FacilitatorID != h.Outsider.ID {
			t.Errorf("at the meeting are %+v, and %d facilitates the review", m.Attendees, *r.FacilitatorID)
		}
	})
}

func TestAHandoverIsAllOrNothingAndSaysWhatSpeaksAgainstIt(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := storetest.NewHouse(t, s)
		ctx, by := t.Context(), storetest.As(h.Admin)
		r, _ := laden(t, h)
		gone := h.AddPerson(t, "Gil Gone", models.Member, func(p *models.Person) { p.Active = false })
		before := must[map[int64][]models.Holding](t)(s.Holdings(ctx, by, monday, h.Member.ID))[h.Member.ID]
		item, lead := models.HoldingRef{As: before[0].As, ID: before[0].ID}, models.HoldingRef{As: models.LeadsTeam, ID: h.Team.ID}
		for _, c := range []struct {
			name        string
			by          models.Person
			from        int64
			to          int64
			what        []models.HoldingRef
			kind        models.Kind
			field, says string
		}{
			{"to who facilitates it", h.Admin, h.Member.ID, h.Facilitator.ID, nil, models.Invalid, "to_id",
				"cannot be the owner of " + r.Ref() + ": its owner and its facilitator are two people; choose somebody else, or leave that out"},
			{"to who is managed", h.Admin, h.Member.ID, h.Outsider.ID, nil, models.Invalid, "to_id", "cannot be the manager of Otto Outsider: must be somebody else, or leave that out"},
			{"to who is inactive", h.Admin, h.Member.ID, gone.ID, nil, models.Invalid, "to_id", "names Gil Gone, who is inactive"},
			{"to a viewer", h.Admin, h.Member.ID, h.Viewer.ID, nil, models.Invalid, "to_id", "is a viewer"},
			{"to themselves", h.Admin, h.Member.ID, h.Member.ID, nil, models.Invalid, "to_id", "must be somebody else"},
			{"to nobody", h.Admin, h.Member.ID, 0, nil, models.Invalid, "to_id", "names nobody"},
			{"what is not with them", h.Admin, h.Member.ID, h.Lead.ID, []models.HoldingRef{item, {As: models.HoldsReview, ID: 99}}, models.Invalid, "holdings[1]", "is not with them"},
			{"of nobody", h.Admin, 999, h.Lead.ID, nil, models.NotFound, "", ""},
			{"of others", h.Facilitator, h.Member.ID, h.Lead.ID, []models.HoldingRef{item}, models.Forbidden, "", ""},
			{"a team", h.Member, h.Member.ID, h.Lead.ID, []models.HoldingRef{item, lead}, models.Forbidden, "", "only an administrator hands over teams and people"},
			{"of a viewer", h.Viewer, h.Viewer.ID, h.Lead.ID, nil, models.Forbidden, "", ""},
		} {
			_, err := s.HandOver(ctx, storetest.As(c.by), monday, c.from, models.Handover{ToID: c.to, Holdings: c.what})
			var why *models.Error
			if !errors.As(err, &why) || why.Kind != c.kind {
				t.Errorf("%s: %v", c.name, err)
				continue
			}
			if c.field == "" && !strings.Contains(why.Message, c.says) || c.field != "" && !slices.ContainsFunc(why.Fields, func(f models.FieldError) bool {
				return f.Field == c.field && strings.HasPrefix(f.Message, c.says)
			}) {
				t.Errorf("%s: %+v", c.name, why)
			}
		}
		if after := must[map[int64][]models.Holding](t)(s.Holdings(ctx, by, monday, h.Member.ID))[h.Member.ID]; len(after) != len(before) {
			t.Errorf("although it was refused, with Mia are %+v", after)
		}
		// What is theirs people give away themselves.
		got := must[[]models.Holding](t)(s.HandOver(ctx, storetest.As(h.Member), monday, h.Member.ID, models.Handover{ToID: h.Lead.ID, Holdings: []models.HoldingRef{item, item}}))
		if a := must[models.ActionItem](t)(s.Item(ctx, by, item.ID)); len(got) != 1 || *a.OwnerID != h.Lead.ID {
			t.Errorf("handed over are %+v, and the item is %s's", got, sprint(a.OwnerID))
		}
	})
}
