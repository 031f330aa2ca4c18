package storetest_test

import (
	"testing"

	"debrief/models"
	"debrief/models/store"
	"debrief/models/storetest"
)

func TestTheProjectsThatIssuesGoToAreAnAdministratorsToKnow(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h, ctx := storetest.NewHouse(t, s), t.Context()
		team := func(name, project string, active bool) {
			t.Helper()
			made := must[models.Team](t)(s.AddTeam(ctx, models.System, monday, models.Team{Name: name, TimeZone: "UTC", JiraProject: project}))
			made.Active = active
			must[models.Team](t)(s.SaveTeam(ctx, models.System, monday, made))
		}
		team("Search", "APP", true)
		team("Search again", "APP", true)
		team("Default", "OPS", true)
		team("None", "", true)
		team("Gone", "OLD", false)
		same(t, must[[]string](t)(s.JiraProjects(ctx, storetest.As(h.Admin))), []string{"OPS", "APP", "PAY"})
		if _, err := s.JiraProjects(ctx, storetest.As(h.Facilitator)); kind(err) != models.Forbidden {
			t.Errorf("a facilitator gets %v", err)
		}
	})
}

func TestWithoutADefaultTheProjectsTellThatSomeTeamsHaveNone(t *testing.T) {
	none := func(o *store.Options) { o.JiraProject = "" }
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		same(t, must[[]string](t)(s.JiraProjects(ctx, models.System)), []string{""})
		storetest.NewHouse(t, s)
		same(t, must[[]string](t)(s.JiraProjects(ctx, models.System)), []string{"PAY"})
		must[models.Team](t)(s.AddTeam(ctx, models.System, monday, models.Team{Name: "None", TimeZone: "UTC"}))
		same(t, must[[]string](t)(s.JiraProjects(ctx, models.System)), []string{"", "PAY"})
	}, none)
}
