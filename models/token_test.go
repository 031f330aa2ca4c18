package models

import (
	"regexp"
	"testing"
	"time"
)

func TestSecretsAreLongRandomAndRecognisable(t *testing.T) {
	t.Parallel()
	pattern := regexp.MustCompile(`^debrief_[a-z2-7]{26}$`)
	seen := map[string]bool{}
	for range 1_000 {
		s := NewSecret()
		if !pattern.MatchString(s) || seen[s] {
			t.Fatalf("%q is not a secret, or not a new one", s)
		}
		seen[s] = true
	}
	// The hash is in databases, so it must never change.
	if got := HashSecret("debrief_abc"); len(got) != 64 || got != HashSecret("debrief_abc") || got == HashSecret("debrief_abd") {
		t.Errorf("hashed as %q", got)
	}
	if got := HashSecret(""); got != "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" {
		t.Errorf("not SHA-256: %s", got)
	}
}

func TestATokenOpensUntilItExpiresOrIsRevoked(t *testing.T) {
	t.Parallel()
	now := instant(t, "2026-03-09T10:00:00Z")
	for name, c := range map[string]struct {
		token Token
		want  bool
	}{
		"for ever":            {Token{}, true},
		"until later":         {Token{ExpiresAt: new(now.Add(time.Second))}, true},
		"expired right now":   {Token{ExpiresAt: &now}, false},
		"expired":             {Token{ExpiresAt: new(now.Add(-time.Second))}, false},
		"revoked":             {Token{RevokedAt: &now, ExpiresAt: new(now.Add(time.Hour))}, false},
		"revoked without end": {Token{RevokedAt: &now}, false},
	} {
		if got := c.token.Usable(now); got != c.want {
			t.Errorf("%s: usable is %v", name, got)
		}
	}
}

func TestTokenValidate(t *testing.T) {
	t.Parallel()
	now := instant(t, "2026-03-09T10:00:00Z")
	bad := Token{Name: " ", Role: "root", ExpiresAt: &now}
	refused(t, bad.Validate(now), Invalid, "name", "role", "expires_at")
	good := Token{Name: " CI ", Role: Member, ExpiresAt: new(now.Add(time.Second))}
	accepted(t, good.Validate(now))
	if good.Name != "CI" {
		t.Errorf("called %q", good.Name)
	}
}

func TestASignInLinkOpensOnceAndNotForLong(t *testing.T) {
	t.Parallel()
	now := instant(t, "2026-03-09T10:00:00Z")
	until := now.Add(SignInLifetime)
	s := SignIn{ExpiresAt: &until}
	if !s.Usable(now) || !s.Usable(until.Add(-time.Second)) || s.Usable(until) {
		t.Error("opens until it expires")
	}
	s.UsedAt = &now
	if s.Usable(now) {
		t.Error("opens twice")
	}
	if (SignIn{}).Usable(now) {
		t.Error("opens before it was sent")
	}
}
