package openid_test

import (
	"crypto/rand"
	"crypto/rsa"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"debrief/integrations/openid"
	"debrief/integrations/openid/openidtest"
	"debrief/models"
)

var (
	monday = time.Date(2026, time.November, 30, 10, 0, 0, 0, time.UTC)
	mira   = openidtest.Account{Subject: "u-17", Email: "Mira.Holm@example.com", Name: "Mira Holm", Zone: "Europe/Oslo", Verified: true}
)

func provider(t *testing.T, at *openidtest.Server, change ...func(*openid.Config)) *openid.Provider {
	t.Helper()
	cfg := at.Config("https://debrief.example.com/sign-in/company/callback")
	for _, c := range change {
		c(&cfg)
	}
	p, err := openid.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// away goes to the provider as a browser does, and returns with what it is sent back with.
func away(t *testing.T, address string) url.Values {
	t.Helper()
	browser := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }, Timeout: 10 * time.Second}
	res, err := browser.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	back, err := res.Location()
	if err != nil || !strings.HasPrefix(back.String(), "https://debrief.example.com/sign-in/company/callback?") {
		t.Fatalf("the provider sends people to %v, %v", back, err)
	}
	return back.Query()
}

func signIn(t *testing.T, p *openid.Provider) (models.Claims, error) {
	t.Helper()
	address, a, err := p.Begin(t.Context(), monday)
	if err != nil {
		return models.Claims{}, err
	}
	kept, ok := openid.ParseAttempt(a.String())
	if !ok || kept != a {
		t.Fatalf("the browser keeps %q of %+v", a.String(), a)
	}
	return p.Finish(t.Context(), monday, kept, away(t, address))
}

func TestWhoComesBackIsWhoTheProviderSays(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		account openidtest.Account
		inBody  bool
		trust   bool
		want    models.Claims
	}{
		"all in the token":          {account: mira, want: models.Claims{Subject: "u-17", Email: "Mira.Holm@example.com", Verified: true, Name: "Mira Holm", Zone: "Europe/Oslo"}},
		"a secret in the body":      {account: mira, inBody: true, want: models.Claims{Subject: "u-17", Email: "Mira.Holm@example.com", Verified: true, Name: "Mira Holm", Zone: "Europe/Oslo"}},
		"told when asked only":      {account: openidtest.Account{Subject: "u-1", Email: "a@example.com", Verified: "true", OnlyInUserInfo: true}, want: models.Claims{Subject: "u-1", Email: "a@example.com", Verified: true}},
		"not verified":              {account: openidtest.Account{Subject: "u-1", Email: "a@example.com", Verified: false}, want: models.Claims{Subject: "u-1", Email: "a@example.com"}},
		"nothing said of that":      {account: openidtest.Account{Subject: "u-1", Email: "a@example.com"}, want: models.Claims{Subject: "u-1", Email: "a@example.com"}},
		"trusted all the same":      {account: openidtest.Account{Subject: "u-1", Email: "a@example.com"}, trust: true, want: models.Claims{Subject: "u-1", Email: "a@example.com", Verified: true}},
		"no address, nowhere":       {account: openidtest.Account{Subject: "u-1"}, want: models.Claims{Subject: "u-1"}},
		"verified in an odd manner": {account: openidtest.Account{Subject: "u-1", Email: "a@example.com", Verified: 1}, want: models.Claims{Subject: "u-1", Email: "a@example.com"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			at := openidtest.New(t, func() time.Time { return monday }, c.account)
			if c.inBody {
				at.InBody()
			}
			got, err := signIn(t, provider(t, at, func(cfg *openid.Config) { cfg.TrustEmail = c.trust }))
			if c.want.Issuer = at.URL; err != nil || got != c.want {
				t.Errorf("%+v, %v; want %+v", got, err, c.want)
			}
		})
	}
}

func TestWhatTheProviderDidNotSayToThisBrowserSignsNobodyIn(t *testing.T) {
	t.Parallel()
	at := openidtest.New(t, func() time.Time { return monday }, mira)
	p := provider(t, at)
	stranger, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	fails := func(name, says string, err error) {
		t.Helper()
		var f *openid.Failure
		if !errors.As(err, &f) || !strings.Contains(f.Says, says) {
			t.Errorf("%s: %v; want %q", name, err, says)
		}
		if err != nil && strings.Contains(err.Error(), openidtest.ClientSecret) {
			t.Errorf("%s: the secret is told", name)
		}
	}
	for name, change := range map[string]func(map[string]any){
		"another attempt's token":    func(c map[string]any) { c["nonce"] = "another" },
		"no nonce":                   func(c map[string]any) { delete(c, "nonce") },
		"another client's token":     func(c map[string]any) { c["aud"] = "wiki" },
		"another issuer's token":     func(c map[string]any) { c["iss"] = "https://elsewhere.example.com" },
		"an old token":               func(c map[string]any) { c["exp"] = monday.Add(-time.Second).Unix() },
		"no subject":                 func(c map[string]any) { delete(c, "sub") },
		"given to another client":    func(c map[string]any) { c["aud"], c["azp"] = []string{openidtest.ClientID, "wiki"}, "wiki" },
		"a subject that is no text":  func(c map[string]any) { c["sub"] = "u\x0017" },
		"a subject without an end":   func(c map[string]any) { c["sub"] = strings.Repeat("u", 2000) },
		"an address that is no text": func(c map[string]any) { c["email"] = "mira\x00@example.com" },
		"an address without an end":  func(c map[string]any) { c["email"] = strings.Repeat("u", 2000) + "@example.com" },
		"another access token":       func(c map[string]any) { c["at_hash"] = "AAAAAAAAAAAAAAAAAAAAAA" },
	} {
		at.Forge(change)
		_, err := signIn(t, p)
		fails(name, "cannot be trusted", err)
	}
	at.Forge(nil)
	at.SignWith(stranger)
	_, err = signIn(t, p)
	fails("a stranger's signature", "cannot be trusted", err)
	at.SignWith(nil)

	at.Refuse("access_denied")
	_, err = signIn(t, p)
	fails("declined", "did not let you through", err)
	at.Refuse("temporarily_unavailable")
	_, err = signIn(t, p)
	fails("out of order", "temporarily_unavailable", err)
	at.Refuse("")

	_, err = signIn(t, provider(t, at, func(c *openid.Config) { c.ClientSecret = "another" }))
	fails("the secret is wrong", "did not confirm", err)

	address, a, err := p.Begin(t.Context(), monday)
	if err != nil {
		t.Fatal(err)
	}
	back := away(t, address)
	other := a
	other.State = "x"
	_, err = p.Finish(t.Context(), monday, other, back)
	fails("another browser", "another attempt", err)
	other = a
	other.Verifier = "another-verifier-of-the-code-which-is-long-enough"
	_, err = p.Finish(t.Context(), monday, other, back)
	fails("a stolen code", "did not confirm", err)

	address, a, _ = p.Begin(t.Context(), monday)
	back = away(t, address)
	mixed := url.Values{"state": back["state"], "code": back["code"], "iss": {"https://elsewhere.example.com"}}
	_, err = p.Finish(t.Context(), monday, a, mixed)
	fails("mixed up", "Somebody else", err)
	if _, err = p.Finish(t.Context(), monday, a, back); err != nil {
		t.Errorf("the answer itself: %v", err)
	}
	_, err = p.Finish(t.Context(), monday, a, back)
	fails("a second time", "did not confirm", err)
	_, err = p.Finish(t.Context(), monday, a, url.Values{"state": {a.State}})
	fails("without a code", "answered", err)
}

func TestAProviderThatDoesNotAnswerIsNamed(t *testing.T) {
	t.Parallel()
	broken := httptest.NewServer(http.NotFoundHandler())
	defer broken.Close()
	p, err := openid.New(openid.Config{Issuer: broken.URL, ClientID: "debrief", HTTP: http.DefaultClient})
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := p.Begin(t.Context(), monday); err == nil || !strings.Contains(err.Error(), broken.URL) {
		t.Errorf("nobody says which sign-in: %v", err)
	}
	at := openidtest.New(t, func() time.Time { return monday }, mira)
	p = provider(t, at)
	if _, _, err := p.Begin(t.Context(), monday); err != nil {
		t.Fatal(err)
	}
	at.Close()
	if _, _, err := p.Begin(t.Context(), monday.Add(2*time.Hour)); err != nil {
		t.Errorf("what it told before is forgotten: %v", err)
	}
}

func TestWhatVouchesForAnAddressStandsBesideIt(t *testing.T) {
	t.Parallel()
	at := openidtest.New(t, func() time.Time { return monday }, openidtest.Account{Subject: "u-1", Email: "a@example.com", OnlyInUserInfo: true})
	at.Forge(func(c map[string]any) { c["email_verified"] = true }) // of an address that the token does not tell
	if got, err := signIn(t, provider(t, at)); err != nil || got.Email != "a@example.com" || got.Verified {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestALongAnswerDoesNotFillTheLog(t *testing.T) {
	t.Parallel()
	broken := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusBadGateway)
		_, _ = w.Write([]byte(strings.Repeat("<p>Out of order.</p>\n", 50_000)))
	}))
	defer broken.Close()
	p, err := openid.New(openid.Config{Issuer: broken.URL, ClientID: "debrief", HTTP: http.DefaultClient})
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := p.Begin(t.Context(), monday); err == nil || len(err.Error()) > 1000 || !strings.Contains(err.Error(), "502") {
		t.Errorf("the error has %d letters", len(fmt.Sprint(err)))
	}
}

func TestAProviderThatTellsOfItselfTooSlowlyStillSignsIn(t *testing.T) {
	t.Parallel()
	at := openidtest.New(t, func() time.Time { return monday }, mira)
	p := provider(t, at)
	address, a, err := p.Begin(t.Context(), monday)
	if err != nil {
		t.Fatal(err)
	}
	back := away(t, address)
	hang := at.Hang()
	defer hang()
	if _, err := p.Finish(t.Context(), monday.Add(2*time.Hour), a, back); err == nil || strings.Contains(err.Error(), "deadline") || !strings.Contains(err.Error(), "expired") {
		t.Errorf("an answer two hours later: %v", err)
	}
}

func TestSettingsThatCannotBeUsedAreNamed(t *testing.T) {
	t.Parallel()
	for issuer, want := range map[string]string{
		"":                               "DEBRIEF_OIDC_ISSUER",
		"accounts.example.com":           "DEBRIEF_OIDC_ISSUER",
		"https://a.example.com/?x=1":     "DEBRIEF_OIDC_ISSUER",
		"http://a.example.com":           "must begin with https://",
		"https://accounts.example.com/x": "DEBRIEF_OIDC_CLIENT_ID",
	} {
		if _, err := openid.New(openid.Config{Issuer: issuer, HTTP: http.DefaultClient}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", issuer, err)
		}
	}
	p, err := openid.New(openid.Config{Issuer: "https://a.example.com", ClientID: "debrief", ClientSecret: "hush-hush", HTTP: http.DefaultClient})
	if err != nil || strings.Contains(p.String()+p.GoString(), "hush") {
		t.Errorf("%v, %v", p, err)
	}
}
