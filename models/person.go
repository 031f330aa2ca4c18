package models

import (
	"cmp"
	"maps"
	"net/mail"
	"slices"
	"strings"
	"time"
	"unicode"
)

// Person is somebody who takes part in reviews or owns follow-up work.
type Person struct {
	ID            int64  `json:"id"`
	Name          string `json:"name"`
	Email         string `json:"email" doc:"Where nudges and invitations go; unique, stored in lower case"`
	Role          Role   `json:"role" enum:"viewer,member,facilitator,administrator"`
	TimeZone      string `json:"time_zone" doc:"IANA name, such as Europe/Berlin"`
	Region        string `json:"region" doc:"Whose public holidays are kept, such as us or de; empty for none"`
	ManagerID     *int64 `json:"manager_id,omitempty" doc:"Joins when an item is overdue"`
	DelegateID    *int64 `json:"delegate_id,omitempty" doc:"Covers while this person is away"`
	AwayFrom      Date   `json:"away_from" doc:"First day away"`
	AwayUntil     Date   `json:"away_until" doc:"Last day away"`
	Board         bool   `json:"board" doc:"Sits on the review board, which hears of items long overdue"`
	JiraAccountID string `json:"jira_account_id,omitempty" doc:"Who the assignee is in Jira"`
	LettersVia    Via    `json:"letters_via" enum:"mail,slack" doc:"Where the daily letter goes; by mail where no Slack is connected, by Slack where no mail is sent"`
	Active        bool   `json:"active" doc:"Whether this person may sign in and is nudged"`

	Version   int64     `json:"version"`
	CreatedAt time.Time `json:"created_at"`
	UpdatedAt time.Time `json:"updated_at"`
}

// maxAway is the longest absence in days: three years, as of parents in some countries.
const maxAway = 3 * 366

// Validate trims the fields and returns an Invalid error for those that cannot be stored.
func (p *Person) Validate() error {
	var c Check
	p.Name = strings.Join(strings.Fields(c.Required("name", p.Name, MaxName)), " ") // as a page shows it
	p.Email = strings.ToLower(c.Required("email", p.Email, MaxName))
	if addr, err := mail.ParseAddress(p.Email); p.Email != "" && (err != nil || addr.Address != p.Email) {
		c.Fail("email", "must be an address such as ana@example.com")
	}
	if !p.Role.Valid() {
		c.Fail("role", "must be viewer, member, facilitator or administrator")
	}
	p.TimeZone = c.Zone("time_zone", p.TimeZone)
	p.Region = c.Line("region", p.Region, 10)
	p.JiraAccountID = c.Line("jira_account_id", p.JiraAccountID, 128)
	if p.LettersVia == "" {
		p.LettersVia = ViaMail
	}
	if !p.LettersVia.Valid() {
		c.Fail("letters_via", "must be mail or slack")
	}
	if !p.AwayFrom.IsZero() && !p.AwayUntil.IsZero() && p.AwayUntil.Before(p.AwayFrom) {
		c.Fail("away_until", "must not be before away_from")
	}
	if p.AwayFrom.IsZero() != p.AwayUntil.IsZero() {
		c.Fail("away_until", "must be given together with away_from")
	}
	if p.ID != 0 && p.ManagerID != nil && *p.ManagerID == p.ID {
		c.Fail("manager_id", "must be somebody else")
	}
	if p.ID != 0 && p.DelegateID != nil && *p.DelegateID == p.ID {
		c.Fail("delegate_id", "must be somebody else")
	}
	return c.Err()
}

// MayBeAway returns an Invalid error where the person's absence is not as it was before, and longer than people are away who come back.
func (p Person) MayBeAway(before Person) error {
	if p.AwayUntil == before.AwayUntil && p.AwayFrom == before.AwayFrom || p.AwayFrom.IsZero() || !p.AwayUntil.After(p.AwayFrom.AddDays(maxAway)) {
		return nil
	}
	return InvalidField("away_until", "must be within three years of away_from; make somebody inactive who does not come back")
}

// Away reports whether the person is away on that day.
func (p Person) Away(d Date) bool {
	return !p.AwayFrom.IsZero() && !d.Before(p.AwayFrom) && !d.After(p.AwayUntil)
}

// TakesOn returns an Invalid error about the field where the person could not act on what they would be in charge of.
func (p Person) TakesOn(field string) error {
	switch {
	case !p.Active:
		return InvalidField(field, "names %s, who is inactive; choose somebody who can sign in", p.Name)
	case !p.Role.AtLeast(Member):
		return InvalidField(field, "is a viewer, who can change nothing; choose somebody who is at least a member")
	}
	return nil
}

// ownFields are what people change of themselves; all else of them is an administrator's.
var ownFields = []string{"name", "time_zone", "region", "away_from", "away_until", "delegate_id", "letters_via"}

// fieldWords are what people call the fields of a person that have another name in code.
var fieldWords = map[string]string{"email": "address", "manager_id": "manager", "board": "seat on the review board", "jira_account_id": "Jira account",
	"active": "right to sign in"}

// MayChange returns a Forbidden error unless the actor may make of the person what after is: an administrator all of it, everybody
// ownFields of themselves. A key of less than a member changes nothing of somebody who is more.
func (p Person) MayChange(by Actor, after Person) error {
	if by.Need(Administrator) == nil {
		return nil
	}
	if by.PersonID != p.ID {
		return by.Need(Administrator)
	}
	if err := by.Need(p.Role.Lesser(Member)); err != nil {
		return err
	}
	var refused []FieldError
	var words []string
	for _, field := range slices.Sorted(maps.Keys(Changes(p, after))) {
		if !slices.Contains(ownFields, field) {
			refused = append(refused, FieldError{field, "is changed by an administrator"})
			words = append(words, cmp.Or(fieldWords[field], field))
		}
	}
	if len(refused) > 0 {
		return &Error{Kind: Forbidden, Fields: refused, Message: "only an administrator changes your " + strings.Join(words, " and your ") +
			"; you can change your name, time zone, public holidays, days away, who covers for you, and where your daily letter goes"}
	}
	return nil
}

// Namesakes reports whether two people's names look the same but for capital letters.
func (p Person) Namesakes(other Person) bool {
	looks := func(name string) string {
		name = strings.Map(func(r rune) rune {
			if unicode.Is(unicode.Cf, r) { // is not seen
				return -1
			}
			return r
		}, name)
		return strings.Join(strings.Fields(name), " ")
	}
	return strings.EqualFold(looks(p.Name), looks(other.Name))
}

// Location returns the person's time zone, UTC where it is unknown here.
func (p Person) Location() *time.Location { return location(p.TimeZone) }

// Zone checks an IANA time zone name; empty means UTC.
func (c *Check) Zone(field, name string) string {
	name = c.Line(field, name, 64)
	if name == "" {
		return "UTC"
	}
	if _, err := time.LoadLocation(name); err != nil || name == "Local" {
		c.Fail(field, "must be an IANA time zone such as Europe/Berlin")
	}
	return name
}

func location(name string) *time.Location {
	loc, err := time.LoadLocation(name)
	if err != nil {
		return time.UTC
	}
	return loc
}
