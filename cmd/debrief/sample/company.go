package sample

import (
	"fmt"
	"strings"
	"time"

	"debrief/models"
)

// member is one of the cast. Addresses are first.last@example.com, which belongs to nobody.
type member struct {
	name, last, zone, region string
	role                     models.Role
	manager, delegate, jira  string
	board                    bool
}

const (
	berlin  = "Europe/Berlin"
	london  = "Europe/London"
	newYork = "America/New_York"
	kolkata = "Asia/Kolkata"
)

// cast are the people of Parcelwise, managers before those whom they manage. The accounts are those of the fake Jira.
var cast = []member{
	{name: "greta", last: "Neumann", zone: berlin, region: "de", role: models.Member, board: true},
	{name: "marcus", last: "Hale", zone: newYork, region: "us", role: models.Member, board: true},
	{name: "ana", last: "Souza", zone: berlin, region: "de", role: models.Administrator, manager: "greta", jira: "712020:ana"},
	{name: "chidi", last: "Okafor", zone: london, region: "gb", role: models.Member, manager: "greta", jira: "712020:chidi"},
	{name: "bo", last: "Lindqvist", zone: berlin, region: "de", role: models.Member, manager: "marcus", jira: "712020:bo"},
	{name: "priya", last: "Raman", zone: kolkata, role: models.Facilitator, manager: "marcus"},
	{name: "tomas", last: "Herrera", zone: newYork, region: "us", role: models.Facilitator, manager: "greta"},
	{name: "imani", last: "Brooks", zone: newYork, region: "us", role: models.Member, manager: "marcus"},
	{name: "oliver", last: "Finch", zone: london, region: "gb", role: models.Member, manager: "greta"},
	{name: "devika", last: "Nair", zone: kolkata, role: models.Member, manager: "greta", delegate: "chidi"},
	{name: "yuki", last: "Tanabe", zone: london, region: "gb", role: models.Member},
	{name: "sofia", last: "Marchetti", zone: newYork, region: "us", role: models.Member},
	{name: "lars", last: "Petersen", zone: berlin, region: "de", role: models.Member, manager: "marcus"},
	{name: "nora", last: "Whitfield", zone: london, region: "gb", role: models.Viewer},
}

var firstNames = map[string]string{"tomas": "Tomás"}

var squads = []struct{ key, name, zone, region, lead, manager, product, project, channel string }{
	{"platform", "Platform", berlin, "de", "ana", "greta", "yuki", "OPS", "platform"},
	{"tracking", "Tracking", london, "gb", "oliver", "greta", "yuki", "OPS", "tracking-reviews"},
	{"notifications", "Notifications", newYork, "us", "imani", "marcus", "sofia", "", ""},
	{"merchants", "Merchant Experience", berlin, "de", "bo", "marcus", "sofia", "", ""},
}

// systems are the services as they were seen a year ago; reviews change what is thought of their health.
var systems = []struct{ name, team, health string }{
	{"api-gateway", "platform", "Stable, and the busiest of all: 4,000 calls a second at noon. Its configuration is the least tested part."},
	{"event-bus", "platform", "Runs on Kafka, three brokers in three zones. Healthy with a margin of two on disk and network."},
	{"carrier-ingest", "tracking", "Takes the scans of 31 carriers. Sturdy against slow carriers, less so against large files."},
	{"tracking-store", "tracking", "PostgreSQL with one replica. The history table grows by 40 million rows a month and is the thing to watch."},
	{"eta-engine", "tracking", "Computes delivery windows. Correct in tests, little watched in production."},
	{"notify-dispatch", "notifications", "Sends e-mail and SMS through providers. Retries hide short problems of theirs and make long ones worse."},
	{"mobile-push", "notifications", "Small and quiet. Few people know it well."},
	{"merchant-portal", "merchants", "A web application without state of its own; as healthy as what it calls."},
}

// settle brings the company in: people, teams, services.
func (st *stage) settle() error {
	by := models.ActorFor(st.Admin)
	for _, m := range cast {
		first, ok := firstNames[m.name]
		if !ok {
			first = string(m.name[0]-'a'+'A') + m.name[1:]
		}
		p := models.Person{Name: first + " " + m.last, Role: m.role, TimeZone: m.zone, Region: m.region, Board: m.board, Active: true,
			JiraAccountID: m.jira, Email: fmt.Sprintf("%s.%s@example.com", m.name, strings.ToLower(m.last))}
		if m.manager != "" {
			p.ManagerID = st.person(m.manager)
		}
		var err error
		if m.role == models.Administrator {
			p.ID, p.Email, p.Version = st.Admin.ID, st.Admin.Email, st.Admin.Version
			p, err = st.SavePerson(st.ctx, by, st.now, p)
		} else {
			p, err = st.AddPerson(st.ctx, by, st.now, p)
		}
		if err != nil {
			return fmt.Errorf("add %s: %w", m.name, err)
		}
		st.people[m.name] = p
	}
	for _, v := range squads {
		t, err := st.AddTeam(st.ctx, by, st.now, models.Team{Name: v.name, TimeZone: v.zone, Region: v.region, LeadID: st.person(v.lead),
			ManagerID: st.person(v.manager), ProductManagerID: st.person(v.product), JiraProject: v.project, SlackChannel: v.channel})
		if err != nil {
			return fmt.Errorf("add the team %s: %w", v.name, err)
		}
		st.teams[v.key] = t
	}
	for _, v := range systems {
		x, err := st.AddService(st.ctx, by, st.now, models.Service{Name: v.name, TeamID: st.squad(v.team), Health: v.health})
		if err != nil {
			return fmt.Errorf("add the service %s: %w", v.name, err)
		}
		st.services[v.name] = x
	}
	for _, m := range cast {
		if m.delegate != "" {
			st.plan(st.past(6, 7, 30), func() error { return st.leave(m.name, m.delegate) })
		}
	}
	return nil
}

// leave sends somebody on holiday, from a few days ago until next week.
func (st *stage) leave(name, delegate string) error {
	p, err := st.Person(st.ctx, st.people[name].ID)
	if err != nil {
		return err
	}
	p.AwayFrom, p.AwayUntil, p.DelegateID = st.today.AddDays(-4), st.today.AddDays(9), st.person(delegate)
	st.people[name], err = st.SavePerson(st.ctx, st.as("ana"), st.now, p)
	return err
}

// feel records what a review found about the health of services.
func (st *stage) feel(by models.Actor, now time.Time, health map[string]string) error {
	for _, v := range systems { // in their order, so that every start makes the same events
		text, ok := health[v.name]
		if !ok {
			continue
		}
		x, err := st.Service(st.ctx, st.services[v.name].ID)
		if err != nil {
			return err
		}
		x.Health = text
		if _, err := st.SaveService(st.ctx, by, now, x); err != nil {
			return err
		}
	}
	return nil
}
