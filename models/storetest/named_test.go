package storetest_test

import (
	"strings"
	"sync"
	"testing"

	"debrief/models"
	"debrief/models/store"
	"debrief/models/storetest"
)

// calledTwice fails unless the name is refused as another's.
func calledTwice(t *testing.T, err error) {
	t.Helper()
	refused(t, err, models.Invalid)
	if !strings.Contains(err.Error(), "name is another ") {
		t.Error(err)
	}
}

func TestNoTwoNamesDifferInCaseOnly(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx, admin := t.Context(), models.System
		team := func(name string) (models.Team, error) {
			return s.AddTeam(ctx, admin, monday, models.Team{Name: name})
		}
		service := func(name string) (models.Service, error) {
			return s.AddService(ctx, admin, monday, models.Service{Name: name})
		}
		first, second := must[models.Team](t)(team("Überweisung")), must[models.Team](t)(team("Search"))
		checkout, search := must[models.Service](t)(service("checkout")), must[models.Service](t)(service("Search")) // a team and a service may be called the same
		for _, name := range []string{"überweisung", "ÜBERWEISUNG", " Überweisung "} {
			_, err := team(name)
			calledTwice(t, err)
			renamed := second
			renamed.Name = name
			_, err = s.SaveTeam(ctx, admin, monday, renamed)
			calledTwice(t, err)
		}
		_, err := service("Checkout")
		calledTwice(t, err)
		search.Name = "CHECKOUT"
		_, err = s.SaveService(ctx, admin, monday, search)
		calledTwice(t, err)
		first.Name = "überweisung" // its own
		must[models.Team](t)(s.SaveTeam(ctx, admin, monday, first))

		// An older Debrief let two of them be: they stay, and can be changed.
		exec(t, storetest.Raw(t, s), s, "UPDATE services SET name = 'Checkout' WHERE id = ?", search.ID)
		for _, id := range []int64{checkout.ID, search.ID} {
			v := must[models.Service](t)(s.Service(ctx, id))
			v.Health = "poor"
			must[models.Service](t)(s.SaveService(ctx, admin, monday, v))
		}
		for written, want := range map[string]int64{"Checkout": search.ID, "checkout": checkout.ID, "CHECKOUT": checkout.ID} {
			done := reported(t, s, pager(0, func(r *models.IncidentReport) { r.ExternalID, r.Services = written, []string{written} }))
			if i := must[models.Incident](t)(s.Incident(ctx, admin, done.IncidentID)); len(i.ServiceIDs) != 1 || i.ServiceIDs[0] != want {
				t.Errorf("%s is the service %v, want %d", written, i.ServiceIDs, want)
			}
		}
		v := must[models.Service](t)(s.Service(ctx, checkout.ID))
		v.Active = false
		must[models.Service](t)(s.SaveService(ctx, admin, monday, v))
		done := reported(t, s, pager(0, func(r *models.IncidentReport) { r.ExternalID, r.Services = "inactive", []string{"CheckOut"} }))
		if i := must[models.Incident](t)(s.Incident(ctx, admin, done.IncidentID)); i.ServiceIDs[0] != search.ID {
			t.Errorf("of two, the one that is no more is meant")
		}
	})
}

func TestOfTwoWhoTakeANameOneGetsIt(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		for n := range 10 {
			var wg sync.WaitGroup
			errs := make([]error, 4)
			for k := range errs {
				wg.Go(func() {
					name := []string{"front", "Front", "fRont", "FRONT"}[k] + sprint(n)
					_, errs[k] = s.AddTeam(t.Context(), models.System, monday, models.Team{Name: name})
				})
			}
			wg.Wait()
			got := 0
			for _, err := range errs {
				if err == nil {
					got++
				} else {
					calledTwice(t, err)
				}
			}
			if got != 1 {
				t.Fatalf("%d got the name, want one: %v", got, errs)
			}
		}
	})
}
