package storetest_test

import (
	"testing"

	"debrief/models"
	"debrief/models/store"
	"debrief/models/storetest"
)

func TestBeginningsAreReadFromTheRows(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		admin, _, err := s.EnsureAdministrator(ctx, monday, "admin@localhost.localdomain")
		storetest.Must(t, err)
		is := func(when string, want models.Beginnings) {
			t.Helper()
			if got := must[models.Beginnings](t)(s.Beginnings(ctx, models.ActorFor(admin))); got != want {
				t.Errorf("%s: %+v, want %+v", when, got, want)
			}
		}
		want := models.Beginnings{PlaceholderID: admin.ID}
		is("on the first start", want)

		admin.Name, admin.Email = "Ada Admin", "ada@example.com"
		admin = must[models.Person](t)(s.SavePerson(ctx, models.ActorFor(admin), monday, admin))
		want.PlaceholderID = 0
		is("with an address", want)

		team := must[models.Team](t)(s.AddTeam(ctx, models.System, monday, models.Team{Name: "Checkout"}))
		service := must[models.Service](t)(s.AddService(ctx, models.System, monday, models.Service{Name: "checkout"}))
		max := must[models.Person](t)(s.AddPerson(ctx, models.System, monday, models.Person{Name: "Max", Email: "max@example.com", Role: models.Member, Active: true}))
		must[models.Incident](t)(s.AddIncident(ctx, models.System, monday, models.Incident{Title: "Checkout was slow", Severity: 3, StartedAt: monday}, 0))
		want.Team, want.Service, want.People, want.Incident = true, true, true, true
		is("with one of each", want)

		team.Active, service.Active, max.Active = false, false, false
		must[models.Team](t)(s.SaveTeam(ctx, models.System, monday, team))
		must[models.Service](t)(s.SaveService(ctx, models.System, monday, service))
		max = must[models.Person](t)(s.SavePerson(ctx, models.System, monday, max))
		want.Team, want.Service, want.People = false, false, false
		is("with what is inactive", want)

		_, err = s.Beginnings(ctx, models.ActorFor(max))
		refused(t, err, models.Forbidden)
	})
}
