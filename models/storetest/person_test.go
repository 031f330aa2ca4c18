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
		p.Name = strings.ToUpper(h.Lead.Name)
		_, err = s.SavePerson(ctx, storetest.As(h.Member), monday, p)
		refused(t, err, models.Invalid)
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
