package web

import (
	"net/http"

	"debrief/models"
)

func (w *site) teamsPage(r *request) error {
	return r.render(http.StatusOK, "teams", &page{Title: "Teams"}) // every page has the teams
}

func (w *site) newTeamPage(r *request) error {
	return w.showTeam(r, http.StatusOK, nil, models.Team{TimeZone: r.me.TimeZone})
}

func (w *site) teamPage(r *request) error {
	t, err := w.team(r)
	if err != nil {
		return err
	}
	return w.showTeam(r, http.StatusOK, nil, t)
}

func (w *site) team(r *request) (models.Team, error) {
	id, err := r.number("id", "", "team")
	if err != nil {
		return models.Team{}, err
	}
	return w.store.Team(r.Request().Context(), id)
}

func (w *site) showTeam(r *request, status int, f *form, t models.Team) error {
	title := "Add a team"
	if t.ID != 0 {
		title = t.Name
	}
	return r.render(status, "team", &page{Title: title, Form: f, Data: t})
}

func (in *input) team(t models.Team) models.Team {
	t.Name, t.TimeZone, t.Region, t.JiraProject = in.text("name"), in.text("time_zone"), in.text("region"), in.text("jira_project")
	if in.values.Has("slack_channel") { // offered only where Slack is connected
		t.SlackChannel = in.text("slack_channel")
	}
	t.Active = t.ID == 0 || in.on("active")
	t.LeadID, t.ManagerID, t.ProductManagerID = in.optional("lead_id"), in.optional("manager_id"), in.optional("product_manager_id")
	return t
}

func (w *site) addTeam(r *request) error {
	in := r.input()
	t := in.team(models.Team{})
	err := in.refused()
	if err == nil {
		t, err = w.store.AddTeam(r.Request().Context(), r.by, r.now, t)
	}
	if err != nil {
		return r.again("team", err, func(r *request, status int, f *form) error { return w.showTeam(r, status, f, models.Team{}) })
	}
	return r.done("/teams", "%s is added.", t.Name)
}

func (w *site) saveTeam(r *request) error {
	before, err := w.team(r)
	if err != nil {
		return err
	}
	in := r.input()
	t := in.team(before)
	t.Version = in.version()
	if err = in.refused(); err == nil {
		_, err = w.store.SaveTeam(r.Request().Context(), r.by, r.now, t)
	}
	if err != nil {
		return r.again("team", err, func(r *request, status int, f *form) error { return w.showTeam(r, status, f, before) })
	}
	return r.done("/teams", "%s is saved.", t.Name)
}
