// Package openidtest is a company's sign-in to test against: a provider of OpenID Connect Core 1.0 that checks what its client sends.
package openidtest

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"sync"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"

	"debrief/integrations/openid"
	"debrief/integrations/outbound"
)

// What the provider knows its one client by.
const (
	ClientID     = "debrief"
	ClientSecret = "a-secret-of-the-client"
)

// Account is who signs in at the provider.
type Account struct {
	Subject, Email, Name, Zone string
	Verified                   any  // as the claim email_verified is sent: a boolean, a text, nil for none
	OnlyInUserInfo             bool // the ID token has the subject only
}

// Server is the provider.
type Server struct {
	*httptest.Server
	t   testing.TB
	now func() time.Time
	key *rsa.PrivateKey

	mu      sync.Mutex
	account Account
	refuses string                         // an error that the authorization answers with
	changes func(claims map[string]any)    // what is done to an ID token before it is signed
	signer  *rsa.PrivateKey                // nil for key
	codes   map[string]map[string][]string // what each code was asked for with
	access  map[string]Account
	post    bool          // the client is to authenticate in the body
	hangs   chan struct{} // what it tells of itself waits for this to be closed; nil for at once
}

// New starts a provider, at which account is signed in.
func New(t testing.TB, now func() time.Time, account Account) *Server {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	s := &Server{t: t, now: now, key: key, account: account, codes: map[string]map[string][]string{}, access: map[string]Account{}}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /.well-known/openid-configuration", s.configuration)
	mux.HandleFunc("GET /keys", s.keys)
	mux.HandleFunc("GET /authorize", s.authorize)
	mux.HandleFunc("POST /token", s.token)
	mux.HandleFunc("GET /userinfo", s.userInfo)
	s.Server = httptest.NewServer(mux)
	t.Cleanup(s.Close)
	return s
}

// Config is that of its client, whom people are sent back to at that address.
func (s *Server) Config(redirect string) openid.Config {
	here := outbound.Config{AllowedNetworks: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}}
	return openid.Config{Issuer: s.URL, ClientID: ClientID, ClientSecret: ClientSecret, RedirectURL: redirect, HTTP: outbound.New(here)}
}

// SignIn has somebody else be signed in there.
func (s *Server) SignIn(a Account) { s.set(func() { s.account = a }) }

// Refuse has the provider answer with an error; "" for none.
func (s *Server) Refuse(code string) { s.set(func() { s.refuses = code }) }

// Forge changes the ID tokens before they are signed; nil for none.
func (s *Server) Forge(change func(claims map[string]any)) { s.set(func() { s.changes = change }) }

// SignWith has tokens signed by a key that nobody knows.
func (s *Server) SignWith(key *rsa.PrivateKey) { s.set(func() { s.signer = key }) }

// InBody has the client authenticate in the body of its request, and not in its head.
func (s *Server) InBody() { s.set(func() { s.post = true }) }

// Hang has the provider tell nothing of itself until the returned function is called; all else it answers.
func (s *Server) Hang() (release func()) {
	until := make(chan struct{})
	s.set(func() { s.hangs = until })
	return sync.OnceFunc(func() { close(until) })
}

func (s *Server) set(f func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f()
}

func answer(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body) // the caller has gone
}

func (s *Server) configuration(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	hangs := s.hangs
	s.mu.Unlock()
	if hangs != nil {
		select {
		case <-hangs:
		case <-r.Context().Done():
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	method := "client_secret_basic"
	if s.post {
		method = "client_secret_post"
	}
	answer(w, http.StatusOK, map[string]any{"issuer": s.URL, "authorization_endpoint": s.URL + "/authorize", "token_endpoint": s.URL + "/token",
		"userinfo_endpoint": s.URL + "/userinfo", "jwks_uri": s.URL + "/keys", "id_token_signing_alg_values_supported": []string{"RS256"},
		"token_endpoint_auth_methods_supported": []string{method}, "response_types_supported": []string{"code"}})
}

func (s *Server) keys(w http.ResponseWriter, _ *http.Request) {
	answer(w, http.StatusOK, jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: &s.key.PublicKey, KeyID: "one", Algorithm: "RS256", Use: "sig"}}})
}

// authorize sends the browser back at once: whoever comes is signed in and agrees.
func (s *Server) authorize(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	q := r.URL.Query()
	for name, want := range map[string]string{"response_type": "code", "client_id": ClientID, "code_challenge_method": "S256", "scope": "openid email profile"} {
		if q.Get(name) != want {
			s.t.Errorf("the provider is asked with %s %q, not %q", name, q.Get(name), want)
		}
	}
	for _, name := range []string{"state", "nonce", "code_challenge", "redirect_uri"} {
		if q.Get(name) == "" {
			s.t.Errorf("the provider is asked without %s", name)
		}
	}
	back := url.Values{"state": {q.Get("state")}, "iss": {s.URL}}
	if s.refuses != "" {
		back.Set("error", s.refuses)
	} else {
		code := rand.Text()
		s.codes[code] = q
		back.Set("code", code)
	}
	// #nosec G710 -- a provider sends people back to its client, and this one runs in tests only
	http.Redirect(w, r, q.Get("redirect_uri")+"?"+back.Encode(), http.StatusFound)
}

// token gives a token for a code, once, to the client alone that asked for the code.
func (s *Server) token(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	refuse := func(code string) { answer(w, http.StatusBadRequest, map[string]string{"error": code}) }
	id, secret, inHead := r.BasicAuth()
	if !inHead {
		id, secret = r.PostFormValue("client_id"), r.PostFormValue("client_secret")
	}
	if inHead == s.post || id != ClientID || secret != ClientSecret {
		answer(w, http.StatusUnauthorized, map[string]string{"error": "invalid_client"})
		return
	}
	asked, ok := s.codes[r.PostFormValue("code")]
	delete(s.codes, r.PostFormValue("code"))
	sum := sha256.Sum256([]byte(r.PostFormValue("code_verifier")))
	if !ok || r.PostFormValue("grant_type") != "authorization_code" || url.Values(asked).Get("redirect_uri") != r.PostFormValue("redirect_uri") ||
		base64.RawURLEncoding.EncodeToString(sum[:]) != url.Values(asked).Get("code_challenge") {
		refuse("invalid_grant")
		return
	}
	access := rand.Text()
	s.access[access] = s.account
	half := sha256.Sum256([]byte(access))
	claims := map[string]any{"iss": s.URL, "sub": s.account.Subject, "aud": ClientID, "exp": s.now().Add(5 * time.Minute).Unix(), "iat": s.now().Unix(),
		"nonce": url.Values(asked).Get("nonce"), "at_hash": base64.RawURLEncoding.EncodeToString(half[:16])}
	if !s.account.OnlyInUserInfo {
		s.account.fill(claims)
	}
	if s.changes != nil {
		s.changes(claims)
	}
	signed, err := s.sign(claims)
	if err != nil {
		s.t.Errorf("sign a token: %v", err)
	}
	answer(w, http.StatusOK, map[string]any{"access_token": access, "token_type": "Bearer", "expires_in": 300, "id_token": signed})
}

func (a Account) fill(claims map[string]any) {
	for name, value := range map[string]any{"email": a.Email, "name": a.Name, "zoneinfo": a.Zone, "email_verified": a.Verified} {
		if value != "" && value != nil {
			claims[name] = value
		}
	}
}

func (s *Server) sign(claims map[string]any) (string, error) {
	key := s.key
	if s.signer != nil {
		key = s.signer
	}
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.RS256, Key: key}, (&jose.SignerOptions{}).WithHeader("kid", "one"))
	if err != nil {
		return "", fmt.Errorf("make a signer: %w", err)
	}
	return jwt.Signed(signer).Claims(claims).Serialize()
}

func (s *Server) userInfo(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var token string
	if _, err := fmt.Sscanf(r.Header.Get("Authorization"), "Bearer %s", &token); err != nil || s.access[token].Subject == "" {
		answer(w, http.StatusUnauthorized, map[string]string{"error": "invalid_token"})
		return
	}
	claims := map[string]any{"sub": s.access[token].Subject}
	s.access[token].fill(claims)
	answer(w, http.StatusOK, claims)
}
