package models

import "testing"

func TestEachRoleIncludesTheOneBefore(t *testing.T) {
	t.Parallel()
	for i, r := range Roles {
		for j, other := range Roles {
			if r.AtLeast(other) != (i >= j) {
				t.Errorf("%s is at least %s: %v", r, other, r.AtLeast(other))
			}
			if lesser := r.Lesser(other); lesser != Roles[min(i, j)] {
				t.Errorf("the lesser of %s and %s is %s", r, other, lesser)
			}
		}
		if Role("").AtLeast(r) || Role("root").AtLeast(r) || r.Lesser("root").AtLeast(Viewer) || Role("root").Lesser(r).AtLeast(Viewer) {
			t.Errorf("an unknown role is at least %s", r)
		}
	}
}

func TestNeed(t *testing.T) {
	t.Parallel()
	accepted(t, asFacilitator.Need(Member))
	accepted(t, asFacilitator.Need(Facilitator))
	refused(t, asMember.Need(Facilitator), Forbidden)
	refused(t, Actor{}.Need(Viewer), Forbidden)
	accepted(t, System.Need(Administrator))
}

func TestWhoSeesRestrictedReviews(t *testing.T) {
	t.Parallel()
	for _, r := range Roles {
		if got := ActorFor(Person{ID: 7, Role: r}).SeesAll(); got != (r == Administrator) {
			t.Errorf("a %s sees all: %v", r, got)
		}
	}
	if !System.SeesAll() || System.ID() != nil {
		t.Error("Debrief itself sees all, and is nobody")
	}
	if id := ActorFor(Person{ID: 7}).ID(); id == nil || *id != 7 {
		t.Errorf("person 7 is recorded as %v", id)
	}
}
