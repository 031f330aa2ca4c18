package models

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"time"
)

// tokenPrefix lets a person, and a secret scanner, tell what a leaked string is.
const tokenPrefix = "debrief_"

// Token is a key to the API for one person. Only its hash is stored.
type Token struct {
	ID         int64      `json:"id"`
	PersonID   int64      `json:"person_id"`
	Name       string     `json:"name" doc:"What it is for"`
	Role       Role       `json:"role" enum:"viewer,member,facilitator,administrator" doc:"The most that it may do; never more than its person"`
	Hint       string     `json:"hint" doc:"Its last four characters"`
	Hash       string     `json:"-"`
	ExpiresAt  *time.Time `json:"expires_at,omitempty"`
	RevokedAt  *time.Time `json:"revoked_at,omitempty"`
	LastUsedAt *time.Time `json:"last_used_at,omitempty" doc:"To the hour"`
	CreatedAt  time.Time  `json:"created_at"`
}

// Validate returns an Invalid error for what cannot be stored.
func (t *Token) Validate(now time.Time) error {
	var c Check
	t.Name = c.Required("name", t.Name, MaxName)
	if !t.Role.Valid() {
		c.Fail("role", "must be viewer, member, facilitator or administrator")
	}
	if t.ExpiresAt != nil && !t.ExpiresAt.After(now) {
		c.Fail("expires_at", "lies in the past")
	}
	if t.ExpiresAt != nil {
		c.Time("expires_at", *t.ExpiresAt)
	}
	return c.Err()
}

// Usable reports whether the token opens anything at that moment.
func (t Token) Usable(now time.Time) bool {
	return t.RevokedAt == nil && (t.ExpiresAt == nil || now.Before(*t.ExpiresAt))
}

// NewSecret returns a secret of 130 random bits for a token or a link; HashSecret is what is stored of it.
func NewSecret() string { return tokenPrefix + strings.ToLower(rand.Text()) }

// HashSecret returns the SHA-256 of a secret in hexadecimal. The secret is random, so it needs no salt and no slow hash.
func HashSecret(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

// SignInLifetime is how long a one-time sign-in link opens the door.
const SignInLifetime = 30 * time.Minute

// SignIn is a one-time link by which a person signs in. DueAt is set while a mail with it is to be sent; the secret is
// made at the moment of sending and only its hash is stored.
type SignIn struct {
	ID        int64      `json:"id"`
	PersonID  int64      `json:"person_id"`
	Hash      *string    `json:"-"`
	ExpiresAt *time.Time `json:"expires_at,omitempty"`
	UsedAt    *time.Time `json:"used_at,omitempty"`
	Revision  int64      `json:"-"`
	DueAt     *time.Time `json:"-"`
	Queue     `json:"-" gorm:"embedded"`
	CreatedAt time.Time `json:"created_at"`
}

// Usable reports whether the link still opens the door.
func (s SignIn) Usable(now time.Time) bool {
	return s.UsedAt == nil && s.ExpiresAt != nil && now.Before(*s.ExpiresAt)
}
