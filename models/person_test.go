package models

import (
	"strings"
	"testing"
	"time"
)

func TestPersonValidateNamesEveryFieldAtFault(t *testing.T) {
	t.Parallel()
	p := Person{ID: 4, Name: "two\nlines", Email: "nobody", Role: "boss", TimeZone: "Mars/Olympus", Region: "more than ten", JiraAccountID: long(129),
		AwayFrom: day(t, "2026-03-10"), AwayUntil: day(t, "2026-03-09"), ManagerID: new(int64(4)), DelegateID: new(int64(4))}
	refused(t, p.Validate(), Invalid, "name", "email", "role", "time_zone", "region", "jira_account_id", "away_until", "manager_id", "delegate_id")
	p = Person{}
	refused(t, p.Validate(), Invalid, "name", "email", "role")
	p = Person{Name: " Ana  Maria\u00a0Lind ", Email: " Ana@Example.COM ", Role: Member}
	accepted(t, p.Validate())
	if p.Name != "Ana Maria Lind" || p.Email != "ana@example.com" || p.TimeZone != "UTC" {
		t.Errorf("stored as %+v", p)
	}
}

func TestEmailsArePlainAddresses(t *testing.T) {
	t.Parallel()
	for email, want := range map[string]bool{"ana@example.com": true, "a.b+c@sub.example.com": true, "Ana <ana@example.com>": false,
		"ana@": false, "@example.com": false, "ana@example.com, bob@example.com": false, "ana@example.com\nbcc: x@example.com": false, notUTF8: false} {
		p := Person{Name: "Ana", Email: email, Role: Member}
		if err := p.Validate(); (err == nil) != want {
			t.Errorf("%q: %v", email, err)
		}
	}
}

func TestZonesAreIANANames(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]bool{"Europe/Berlin": true, "UTC": true, "": true, "Local": false, "Mars/Olympus": false, "../etc/passwd": false} {
		var c Check
		c.Zone("time_zone", name)
		if (c.Err() == nil) != want {
			t.Errorf("%q: %v", name, c.Err())
		}
	}
	if got := (Person{TimeZone: "Mars/Olympus"}).Location(); got != time.UTC {
		t.Errorf("an unknown zone is %v", got)
	}
	if got := (Person{TimeZone: "Europe/Berlin"}).Location().String(); got != "Europe/Berlin" {
		t.Errorf("Berlin is %s", got)
	}
}

func TestAwayIsFromTheFirstDayToTheLast(t *testing.T) {
	t.Parallel()
	p := Person{AwayFrom: day(t, "2026-03-09"), AwayUntil: day(t, "2026-03-13")}
	for on, want := range map[string]bool{"2026-03-08": false, "2026-03-09": true, "2026-03-11": true, "2026-03-13": true, "2026-03-14": false} {
		if got := p.Away(day(t, on)); got != want {
			t.Errorf("away on %s is %v", on, got)
		}
	}
	if (Person{}).Away(day(t, "2026-03-09")) {
		t.Error("who is never away is away")
	}
	for name, p := range map[string]Person{"no end": {AwayFrom: day(t, "2026-03-09")}, "no beginning": {AwayUntil: day(t, "2026-03-09")}} {
		p.Name, p.Email, p.Role = "Ana", "ana@example.com", Member
		if err := p.Validate(); KindOf(err) != Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestPeopleChangeOfThemselvesWhatIsTheirs(t *testing.T) {
	t.Parallel()
	before := Person{ID: 4, Name: "Ana", Email: "ana@example.com", Role: Member, TimeZone: "UTC", Active: true}
	self, admin := ActorFor(before), Actor{PersonID: 9, Role: Administrator}
	own := map[string]func(*Person){
		"name": func(p *Person) { p.Name = "Ana Maria" }, "time_zone": func(p *Person) { p.TimeZone = "Europe/Lisbon" }, "region": func(p *Person) { p.Region = "pt" },
		"away": func(p *Person) { p.AwayFrom, p.AwayUntil = day(t, "2026-03-09"), day(t, "2026-03-13") }, "delegate": func(p *Person) { p.DelegateID = new(int64(7)) },
		"nothing": func(*Person) {},
	}
	for what, change := range own {
		after := before
		change(&after)
		accepted(t, before.MayChange(self, after))
		accepted(t, before.MayChange(admin, after))
		for who, by := range map[string]Actor{"somebody else": {PersonID: 5, Role: Facilitator}, "a key that only reads": {PersonID: 4, Role: Viewer}} {
			if err := before.MayChange(by, after); KindOf(err) != Forbidden {
				t.Errorf("%s by %s: %v", what, who, err)
			}
		}
	}
	for words, change := range map[string]func(*Person){
		"address": func(p *Person) { p.Email = "other@example.com" }, "role": func(p *Person) { p.Role = Administrator }, "right to sign in": func(p *Person) { p.Active = false },
		"manager": func(p *Person) { p.ManagerID = new(int64(7)) }, "seat on the review board": func(p *Person) { p.Board = true },
		"Jira account": func(p *Person) { p.JiraAccountID = "x" },
	} {
		after := before
		change(&after)
		accepted(t, before.MayChange(admin, after))
		err := before.MayChange(self, after)
		if KindOf(err) != Forbidden || !strings.Contains(err.Error(), "changes your "+words+";") {
			t.Errorf("%s: %v", words, err)
		}
	}
	viewer := before
	viewer.Role = Viewer
	after := viewer
	after.TimeZone = "Asia/Tokyo"
	accepted(t, viewer.MayChange(ActorFor(viewer), after))
}
