// Package openid signs people in at their company: it is a client of OpenID Connect Core 1.0 with the authorization code and PKCE
// (RFC 7636). It builds on go-oidc, which discovers the provider and verifies what it signs.
package openid

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"debrief/integrations/outbound"
)

// Config says at which provider people sign in, and as which client Debrief is known there.
type Config struct {
	Issuer       string       // as the provider spells it, such as https://accounts.google.com
	ClientID     string       // Debrief's, there
	ClientSecret string       // "" for a public client; never printed
	RedirectURL  string       // where the provider sends people back to
	TrustEmail   bool         // addresses are taken although the provider does not say that it verified them
	HTTP         *http.Client // the client that every request goes through; required, as the default one never gives up
}

// String leaves the secret out.
func (c Config) String() string { return "openid at " + c.Issuer + " as " + c.ClientID }

// GoString leaves the secret out.
func (c Config) GoString() string { return c.String() }

// Provider is a company's sign-in. It may be used by several goroutines at once.
type Provider struct {
	cfg Config

	mu      sync.Mutex
	known   *discovered
	askedAt time.Time
}

// discovered is what a provider tells of itself (OpenID Connect Discovery 1.0, section 3).
type discovered struct {
	*oidc.Provider
	Methods []string `json:"token_endpoint_auth_methods_supported"`
}

// keep is how long is kept what a provider tells of itself.
const keep = time.Hour

// timeout is how long somebody waits for the page that leads on; patience is how much of that is given to hearing again what is known.
const (
	timeout  = 20 * time.Second
	patience = 3 * time.Second
)

// New returns a provider, or an error that names the setting at fault. It calls nobody; Begin does.
func New(cfg Config) (*Provider, error) {
	u, err := url.Parse(cfg.Issuer)
	var errs []error
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		errs = append(errs, errors.New("DEBRIEF_OIDC_ISSUER: is not an address: set it as your provider spells it, such as https://accounts.google.com"))
	} else if u.Scheme == "http" && !outbound.ThisMachine(u.Hostname()) {
		errs = append(errs, errors.New("DEBRIEF_OIDC_ISSUER: must begin with https://, as whoever reads along could sign in as anybody"))
	}
	if cfg.ClientID == "" {
		errs = append(errs, errors.New("DEBRIEF_OIDC_CLIENT_ID: is missing: set it to the ID that your provider gave to Debrief"))
	}
	if cfg.HTTP == nil {
		errs = append(errs, errors.New("openid: no HTTP client: pass the one of integrations/outbound"))
	}
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	return &Provider{cfg: cfg}, nil
}

// String leaves the secret out.
func (p *Provider) String() string { return p.cfg.String() }

// GoString leaves the secret out.
func (p *Provider) GoString() string { return p.cfg.String() }

// Issuer is the provider's address.
func (p *Provider) Issuer() string { return p.cfg.Issuer }

// RedirectURL is where the provider sends people back to, as it has to be registered there.
func (p *Provider) RedirectURL() string { return p.cfg.RedirectURL }

// discover asks the provider where its parts are and which keys it signs with, or remembers. While it cannot be asked again, what it told
// before stands.
func (p *Provider) discover(ctx context.Context, now time.Time) (*discovered, error) {
	p.mu.Lock()
	known, askedAt := p.known, p.askedAt
	p.mu.Unlock() // nobody waits for somebody else's request
	if known != nil && now.Sub(askedAt).Abs() < keep {
		return known, nil
	}
	if known != nil {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, patience)
		defer cancel()
	}
	provider, err := oidc.NewProvider(ctx, p.cfg.Issuer)
	d := &discovered{Provider: provider}
	if err == nil {
		err = provider.Claims(d)
	}
	switch {
	case err != nil && known == nil:
		return nil, failure("Your company's sign-in at "+p.cfg.Issuer+" does not answer as it should. Try again, or ask your administrator", fmt.Errorf("discover it: %w", err))
	case err != nil:
		return known, nil
	}
	p.mu.Lock()
	p.known, p.askedAt = d, now
	p.mu.Unlock()
	return d, nil
}

func (p *Provider) client(d *discovered) *oauth2.Config {
	endpoint := d.Endpoint()
	endpoint.AuthStyle = oauth2.AuthStyleInHeader // client_secret_basic is the default (Discovery 1.0, section 3)
	if p.cfg.ClientSecret == "" || len(d.Methods) > 0 && !slices.Contains(d.Methods, "client_secret_basic") {
		endpoint.AuthStyle = oauth2.AuthStyleInParams
	}
	return &oauth2.Config{ClientID: p.cfg.ClientID, ClientSecret: p.cfg.ClientSecret, RedirectURL: p.cfg.RedirectURL, Endpoint: endpoint,
		Scopes: []string{oidc.ScopeOpenID, "email", "profile"}}
}

// calling has requests go through the one client, and end in time.
func (p *Provider) calling(ctx context.Context) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	return oidc.ClientContext(ctx, p.cfg.HTTP), cancel
}

// Failure is why nobody was signed in: Says is for whoever waits, the error for who runs Debrief.
type Failure struct {
	Says string // one sentence, without its full stop
	Err  error  // nil where nothing failed that is not said
}

func failure(says string, err error) error { return &Failure{says, err} }

// Error says both, in one line: what failed may quote a whole page of the provider's.
func (f *Failure) Error() string {
	if f.Err == nil {
		return f.Says
	}
	return f.Says + ": " + clip(f.Err.Error())
}

// Unwrap returns what failed.
func (f *Failure) Unwrap() error { return f.Err }

// clip shortens what a provider says to what a page shows of it.
func clip(text string) string {
	text = strings.Join(strings.Fields(strings.ToValidUTF8(text, "\uFFFD")), " ")
	if runes := []rune(text); len(runes) > 200 {
		text = string(runes[:199]) + "…"
	}
	return text
}
