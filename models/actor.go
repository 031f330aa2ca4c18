package models

import (
	"slices"
	"time"
)

// Role is what a person may do in general; a restricted review asks for more (see Actor).
type Role string

// The four roles, each including the one before it.
const (
	Viewer        Role = "viewer"        // reads
	Member        Role = "member"        // runs reviews and action items
	Facilitator   Role = "facilitator"   // records outcomes for others, overrides the scope check, waives, restricts
	Administrator Role = "administrator" // people, teams, services, policies, tokens of others
)

// Roles lists the roles from the least to the most.
var Roles = []Role{Viewer, Member, Facilitator, Administrator}

// Valid reports whether the role is one of Roles.
func (r Role) Valid() bool { return slices.Contains(Roles, r) }

// AtLeast reports whether the role includes the other one.
func (r Role) AtLeast(other Role) bool {
	return slices.Index(Roles, r) >= slices.Index(Roles, other) && r.Valid()
}

// Lesser returns the weaker of two roles: a token never gives more than its person has.
func (r Role) Lesser(other Role) Role {
	if r.AtLeast(other) {
		return other
	}
	return r
}

// Actor is on whose behalf something is read or written. The store filters by it: a restricted review,
// its incident, items and events exist only for its owner, facilitator, attendees, readers and administrators
// (an item's owner sees that item too).
type Actor struct {
	PersonID int64 // 0 for Debrief itself
	Role     Role
	System   bool      // background work: sees everything
	Until    time.Time // when the token ends by which it acts; zero where none does
}

// System is Debrief itself, acting in the background.
var System = Actor{Role: Administrator, System: true}

// ActorFor returns the actor that a signed-in person is.
func ActorFor(p Person) Actor { return Actor{PersonID: p.ID, Role: p.Role} }

// SeesAll reports whether restricted reviews are open to the actor without being named in them.
func (a Actor) SeesAll() bool { return a.System || a.Role == Administrator }

// Need returns a Forbidden error unless the actor has at least the role.
func (a Actor) Need(role Role) error {
	if a.System || a.Role.AtLeast(role) {
		return nil
	}
	return Forbiddenf("this needs the role %s, yours is %s", role, a.Role)
}

// ID returns the person's id for the record, nil for Debrief itself.
func (a Actor) ID() *int64 {
	if a.PersonID == 0 {
		return nil
	}
	id := a.PersonID
	return &id
}
