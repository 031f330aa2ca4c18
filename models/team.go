package models

import (
	"regexp"
	"time"
)

// Team owns services and the follow-up work on them.
type Team struct {
	ID               int64  `json:"id"`
	Name             string `json:"name"`
	TimeZone         string `json:"time_zone" doc:"IANA name: deadlines are days in this zone"`
	Region           string `json:"region" doc:"Whose public holidays are kept, such as us or de; empty for none"`
	LeadID           *int64 `json:"lead_id,omitempty" doc:"Names an owner where an item has none; hears of items long overdue"`
	ManagerID        *int64 `json:"manager_id,omitempty" doc:"Engineering manager"`
	ProductManagerID *int64 `json:"product_manager_id,omitempty"`
	JiraProject      string `json:"jira_project" doc:"Key of the Jira project that the team's issues go to; empty for the default"`
	SlackChannel     string `json:"slack_channel" doc:"Where in Slack the team hears of its reviews' meetings a day before: the name of a channel without #, or its id; empty for nowhere"`
	Active           bool   `json:"active" doc:"Whether it is offered where a team is chosen"`

	Version   int64     `json:"version"`
	CreatedAt time.Time `json:"created_at"`
	UpdatedAt time.Time `json:"updated_at"`
}

var jiraProject = regexp.MustCompile(`^[A-Z][A-Z0-9_]{1,9}$`) // Jira's default pattern for project keys

// Validate trims the fields and returns an Invalid error for those that cannot be stored.
func (t *Team) Validate() error {
	var c Check
	t.Name = c.Required("name", t.Name, MaxName)
	t.TimeZone = c.Zone("time_zone", t.TimeZone)
	t.Region = c.Line("region", t.Region, 10)
	t.JiraProject = c.Line("jira_project", t.JiraProject, 10)
	if t.JiraProject != "" && !jiraProject.MatchString(t.JiraProject) {
		c.Fail("jira_project", "must be a project key such as OPS")
	}
	t.SlackChannel = c.SlackChannel("slack_channel", t.SlackChannel)
	return c.Err()
}

// Location returns the team's time zone, UTC where it is unknown here.
func (t Team) Location() *time.Location { return location(t.TimeZone) }
