package openid

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"debrief/models"
)

// Attempt is what the browser keeps while somebody is away signing in. It ties the answer to this browser: State to the request,
// Nonce to the token, Verifier to the code.
type Attempt struct{ State, Nonce, Verifier string }

// String is what ParseAttempt reads.
func (a Attempt) String() string { return a.State + "." + a.Nonce + "." + a.Verifier }

// ParseAttempt reads what String wrote.
func ParseAttempt(s string) (a Attempt, ok bool) {
	part := strings.Split(s, ".")
	if len(part) != 3 || part[0] == "" || part[1] == "" || part[2] == "" {
		return a, false
	}
	return Attempt{part[0], part[1], part[2]}, true
}

// Begin returns the address at which somebody signs in, and what the browser has to keep until they are back. Its error is a *Failure.
func (p *Provider) Begin(ctx context.Context, now time.Time) (address string, a Attempt, err error) {
	ctx, cancel := p.calling(ctx)
	defer cancel()
	d, err := p.discover(ctx, now)
	if err != nil {
		return "", a, err
	}
	a = Attempt{State: rand.Text(), Nonce: rand.Text(), Verifier: oauth2.GenerateVerifier()}
	return p.client(d).AuthCodeURL(a.State, oidc.Nonce(a.Nonce), oauth2.S256ChallengeOption(a.Verifier)), a, nil
}

// Finish returns who came back with this answer to the attempt. Its error is a *Failure.
func (p *Provider) Finish(ctx context.Context, now time.Time, a Attempt, answer url.Values) (c models.Claims, err error) {
	if subtle.ConstantTimeCompare([]byte(answer.Get("state")), []byte(a.State)) != 1 {
		return c, failure("This answer belongs to another attempt to sign in, perhaps in another tab. Sign in once more", nil)
	}
	if iss := answer.Get("iss"); iss != "" && iss != p.cfg.Issuer { // RFC 9207
		return c, failure("Somebody else than your company's sign-in answered. Sign in once more", fmt.Errorf("the answer is of %s", clip(iss)))
	}
	switch code := answer.Get("error"); {
	case code == "access_denied":
		return c, failure("Your company's sign-in did not let you through to Debrief: it was declined, or Debrief is not assigned to you there", errors.New(clip(code+" "+answer.Get("error_description"))))
	case code != "" || answer.Get("code") == "":
		return c, failure("Your company's sign-in answered: "+clip(strings.Trim(code+" "+answer.Get("error_description"), " "))+". Try again, or show this to your administrator", nil)
	}
	ctx, cancel := p.calling(ctx)
	defer cancel()
	d, err := p.discover(ctx, now)
	if err != nil {
		return c, err
	}
	const untrusted = "What your company's sign-in answered cannot be trusted. Try again, or ask your administrator"
	client := p.client(d)
	token, err := client.Exchange(ctx, answer.Get("code"), oauth2.VerifierOption(a.Verifier))
	if err != nil {
		return c, failure("Your company's sign-in did not confirm that it was you. Try again, or ask your administrator", exchangeError(err))
	}
	raw, _ := token.Extra("id_token").(string)
	id, err := d.Verifier(&oidc.Config{ClientID: p.cfg.ClientID, Now: func() time.Time { return now }}).Verify(ctx, raw)
	switch {
	case err != nil:
		return c, failure(untrusted, fmt.Errorf("verify the ID token: %w", err))
	case subtle.ConstantTimeCompare([]byte(id.Nonce), []byte(a.Nonce)) != 1:
		return c, failure(untrusted, errors.New("the nonce of the ID token is that of another attempt"))
	case id.Subject == "":
		return c, failure(untrusted, errors.New("the ID token has no subject"))
	}
	if id.AccessTokenHash != "" {
		if err := id.VerifyAccessToken(token.AccessToken); err != nil {
			return c, failure(untrusted, fmt.Errorf("verify the access token: %w", err))
		}
	}
	var told profile
	if err := id.Claims(&told); err != nil {
		return c, failure(untrusted, fmt.Errorf("read the ID token: %w", err))
	}
	if told.Party != "" && told.Party != p.cfg.ClientID { // go-oidc asks only that the client is among those that it is for
		return c, failure(untrusted, fmt.Errorf("the ID token was given to another client, %s", clip(told.Party)))
	}
	if told.Email == "" && d.UserInfoEndpoint() != "" { // some tell more only when asked
		info, err := d.UserInfo(ctx, client.TokenSource(ctx, token))
		switch {
		case err != nil:
			return c, failure("Your company's sign-in did not tell who you are. Try again, or ask your administrator", fmt.Errorf("ask it for user info: %w", err))
		case info.Subject != id.Subject:
			return c, failure(untrusted, errors.New("the user info is about somebody else"))
		}
		told.Verified = false // that was said of no address
		if err := info.Claims(&told); err != nil {
			return c, failure(untrusted, fmt.Errorf("read the user info: %w", err))
		}
	}
	if !storable(id.Subject) || !storable(told.Email) {
		return c, failure(untrusted, errors.New("the subject or the address is longer than any, or has signs in it that are no text"))
	}
	return models.Claims{Issuer: id.Issuer, Subject: id.Subject, Email: told.Email, Verified: bool(told.Verified) || p.cfg.TrustEmail, Name: told.Name, Zone: told.Zone}, nil
}

// exchangeError keeps of a refusal what says why: its body may hold more than a log should.
func exchangeError(err error) error {
	var refused *oauth2.RetrieveError
	if errors.As(err, &refused) {
		status := 0
		if refused.Response != nil {
			status = refused.Response.StatusCode
		}
		return fmt.Errorf("exchange the code: status %d: %s", status, clip(refused.ErrorCode+" "+refused.ErrorDescription))
	}
	return fmt.Errorf("exchange the code: %w", err)
}

// storable reports whether every database keeps the text, and finds it.
func storable(s string) bool { return len(s) <= 1000 && !strings.ContainsRune(s, 0) }

// profile are the claims that are read (OpenID Connect Core 1.0, sections 2 and 5.1).
type profile struct {
	Party    string `json:"azp"` // the client that the token was given to
	Email    string `json:"email"`
	Verified truth  `json:"email_verified"`
	Name     string `json:"name"`
	Zone     string `json:"zoneinfo"`
}

// truth is a boolean, which some providers write as a text.
type truth bool

// UnmarshalJSON takes true and "true"; all else is false.
func (t *truth) UnmarshalJSON(b []byte) error {
	*t = truth(string(b) == "true" || string(b) == `"true"`)
	return nil
}
