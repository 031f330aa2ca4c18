package models

import (
	"slices"
	"strings"
	"time"
)

// Claims are what a company's sign-in says of whoever comes from it (OpenID Connect Core 1.0, sections 2 and 5.1). Issuer and Subject
// together are one account's for ever; an address may be somebody else's next year.
type Claims struct {
	Issuer, Subject string
	Email           string
	Verified        bool // the issuer vouches that the address is theirs
	Name, Zone      string
}

// Identity joins a person to an account of the company's sign-in. A person has one of each issuer at most.
type Identity struct {
	ID        int64     `json:"id"`
	PersonID  int64     `json:"person_id"`
	Issuer    string    `json:"issuer" doc:"The address of the sign-in"`
	Subject   string    `json:"subject" doc:"What it calls the account"`
	Email     string    `json:"email" doc:"The address that the account had when it was last used"`
	CreatedAt time.Time `json:"created_at"`
	UsedAt    time.Time `json:"used_at" doc:"When somebody last signed in with it"`
}

// Vouched returns an Unauthorized error where the claims do not tell whose address it is: a person is known by it the first time.
func (c Claims) Vouched() error {
	switch {
	case c.Email == "":
		return Unauthorizedf("your company's sign-in did not tell your address, by which Debrief knows you: ask whoever runs it to release the claim “email” to Debrief")
	case !c.Verified:
		return Unauthorizedf("your company's sign-in does not vouch for the address %s (email_verified): ask whoever runs it, or Debrief's administrator, who can trust it all the same (DEBRIEF_OIDC_TRUST_EMAIL)", c.Email)
	}
	return nil
}

// Newcomers says who is added by signing in: many providers let in people of other companies, or everybody.
type Newcomers struct {
	Role    Role     // that they get; "" where none are added
	Domains []string // of their addresses, in lower case, such as example.com
}

// Admits reports whether somebody with that address (see Claims.Address) is added. Addresses are stored in small letters: one that is another
// in these would be somebody else's.
func (n Newcomers) Admits(email string) bool {
	_, domain, _ := strings.Cut(email, "@")
	return n.Role != "" && slices.Contains(n.Domains, domain) && strings.ToLower(email) == email
}

// Address is the address in small letters, of ASCII alone: elsewhere a letter may become another one, and the address somebody else's.
func (c Claims) Address() string {
	return strings.Map(func(r rune) rune {
		if r >= 'A' && r <= 'Z' {
			return r - 'A' + 'a'
		}
		return r
	}, strings.TrimSpace(c.Email))
}

// Newcomer is the person that whoever comes with these claims becomes; namesake tells that somebody here has that name already.
func (c Claims) Newcomer(role Role, namesake func(Person) bool) Person {
	p := Person{Name: c.Name, Email: c.Email, Role: role, TimeZone: c.Zone, Active: true}
	if _, err := time.LoadLocation(p.TimeZone); err != nil || p.TimeZone == "" || p.TimeZone == "Local" {
		p.TimeZone = "UTC"
	}
	p.Name = strings.Join(strings.Fields(p.Name), " ")
	if named := (Person{Name: p.Name, Email: "name@example.com", Role: role}); named.Validate() != nil || namesake(p) {
		p.Name = c.Email
	}
	return p
}
