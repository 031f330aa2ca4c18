package models

import "testing"

func TestAnAddressIsFoldedWithinASCIIOnly(t *testing.T) {
	t.Parallel()
	for email, want := range map[string]string{" Kate@Example.COM ": "kate@example.com", "\u212Aate@example.com": "\u212Aate@example.com", "": ""} {
		if got := (Claims{Email: email}).Address(); got != want {
			t.Errorf("%q is %q, not %q", email, got, want)
		}
	}
}

func TestNewcomersAreOfTheCompanysDomains(t *testing.T) {
	t.Parallel()
	n := Newcomers{Role: Member, Domains: []string{"example.com", "example.org"}}
	for email, want := range map[string]bool{"a@example.com": true, "a@example.org": true, "a@b.example.com": false, "a@example.com.evil.test": false,
		"a@evil.test@example.com": false, "example.com": false, "a@": false, "": false, "a@exam\u212Ale.com": false} {
		if got := n.Admits(email); got != want {
			t.Errorf("%q is admitted: %v", email, got)
		}
	}
	if (Newcomers{Domains: n.Domains}).Admits("a@example.com") || (Newcomers{Role: Member}).Admits("a@") {
		t.Error("without a role or domains somebody is added")
	}
}
