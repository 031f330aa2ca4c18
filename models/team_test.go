package models

import "testing"

func TestTeamAndServiceValidate(t *testing.T) {
	t.Parallel()
	team := Team{Name: "", TimeZone: "Local", Region: "more than ten", JiraProject: "ops-1"}
	refused(t, team.Validate(), Invalid, "name", "time_zone", "region", "jira_project")
	team = Team{Name: " Storage ", TimeZone: "Europe/Berlin", Region: "de", JiraProject: " OPS "}
	accepted(t, team.Validate())
	if team.Name != "Storage" || team.JiraProject != "OPS" || team.Location().String() != "Europe/Berlin" {
		t.Errorf("stored as %+v", team)
	}
	service := Service{Name: " ", Health: withNUL}
	refused(t, service.Validate(), Invalid, "name", "health")
	service = Service{Name: " API ", Health: "Well.\nMostly."}
	accepted(t, service.Validate())
	if service.Name != "API" {
		t.Errorf("stored as %+v", service)
	}
}
