// Package jira is a small client for Jira Cloud's REST API, version 2, whose texts are wiki markup.
// It builds on go-jira for requests and leaves out go-jira's calls that Cloud refuses or has removed.
package jira

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"

	gojira "github.com/andygrunwald/go-jira"
)

// maxBody bounds what is read of one answer, in bytes.
const maxBody = 10 << 20

// Config says which Jira is called, and as whom.
type Config struct {
	BaseURL string           // the site, like https://example.atlassian.net
	User    string           // the account's e-mail address
	Token   string           // the account's API token; never printed
	HTTP    *http.Client     // the client that every request goes through; required, as the default one never gives up
	Now     func() time.Time // tells how far off a Retry-After date is; nil means time.Now
}

// String leaves the token out.
func (c Config) String() string { return fmt.Sprintf("jira %s as %s", c.BaseURL, c.User) }

// GoString leaves the token out.
func (c Config) GoString() string { return c.String() }

// Client calls one Jira site. It may be used by several goroutines at once.
type Client struct {
	api  *gojira.Client
	cfg  Config
	base string // without a trailing slash
}

// New returns a client, or an error that names the setting at fault. It calls nobody; Myself does.
func New(cfg Config) (*Client, error) {
	base, err := checkBase(cfg.BaseURL)
	if err != nil {
		return nil, err
	}
	switch {
	case cfg.User == "":
		return nil, errors.New("jira: no user: set DEBRIEF_JIRA_USER to the e-mail address of the Jira account")
	case cfg.Token == "":
		return nil, errors.New("jira: no API token: make one at id.atlassian.com and set DEBRIEF_JIRA_TOKEN")
	case cfg.HTTP == nil:
		return nil, errors.New("jira: no HTTP client: pass the one of integrations/outbound")
	}
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	// A redirected POST turns into a GET that answers 200 and creates nothing: a redirect is an answer to report.
	h := *cfg.HTTP
	h.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	api, err := gojira.NewClient(&h, base)
	if err != nil {
		return nil, fmt.Errorf("jira: read the address %s: %w: set DEBRIEF_JIRA_URL to it, like https://example.atlassian.net", base, err)
	}
	return &Client{api: api, cfg: cfg, base: base}, nil
}

// String leaves the token out.
func (c *Client) String() string { return c.cfg.String() }

// GoString leaves the token out.
func (c *Client) GoString() string { return c.cfg.String() }

// BrowseURL returns the address of an issue's page. Keys change when issues move; Jira keeps the old address alive.
func (c *Client) BrowseURL(key string) string { return c.base + "/browse/" + url.PathEscape(key) }

// call is one request to Jira.
type call struct {
	op     string // what is being done, for the error: "create an issue in OPS"
	method string
	path   string // below the base URL, escaped
	body   any    // nil for none
	writes bool   // whether the request changes anything, so that a lost answer leaves it open
}

// do sends the request and decodes a success into out, which may be nil. Every error is an *Error.
func (c *Client) do(ctx context.Context, in call, out any) error {
	ctx, reached := traced(ctx)
	if err := ctx.Err(); err != nil {
		in.writes = false // it never leaves
		return c.unreachable(in, err, reached)
	}
	req, err := c.api.NewRequestWithContext(ctx, in.method, in.path, in.body)
	if err != nil {
		return c.refused(in.op, "request", fmt.Sprintf("cannot be built: %v", err))
	}
	// go-jira's BasicAuthTransport would send the token along with every redirect; this header stays on its host.
	req.SetBasicAuth(c.cfg.User, c.cfg.Token)
	req.Header.Set("Accept", "application/json")
	resp, err := c.api.Do(req, nil)
	if resp == nil {
		return c.unreachable(in, err, reached)
	}
	defer resp.Body.Close()
	body, readErr := io.ReadAll(io.LimitReader(resp.Body, maxBody))
	// An error's status says enough, whatever becomes of its body.
	if err != nil || loginFailed(resp.Response) {
		return c.answered(in, resp.Response, body)
	}
	if readErr != nil {
		return c.unreachable(in, readErr, reached)
	}
	if out == nil {
		return nil
	}
	if err := json.Unmarshal(body, out); err != nil {
		return c.unintelligible(in, resp.StatusCode, err)
	}
	return nil
}

func checkBase(text string) (string, error) {
	u, err := url.Parse(strings.TrimRight(text, "/"))
	if err != nil || (u.Scheme != "https" && u.Scheme != "http") || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		// The text itself may hold a password, so it is not repeated.
		return "", errors.New("jira: the address is not one of a Jira site: set DEBRIEF_JIRA_URL like https://example.atlassian.net")
	}
	return u.String(), nil
}

var (
	issueRef   = regexp.MustCompile(`^([0-9]+|[A-Za-z][A-Za-z0-9_]*-[0-9]+)$`)
	projectRef = regexp.MustCompile(`^[A-Za-z0-9_]+$`)
	digits     = regexp.MustCompile(`^[0-9]+$`)
)

// issuePath is the path of an issue or of something below it; id is an id or a key.
func (c *Client) issuePath(op, id, below string) (string, error) {
	// go-jira resolves the path, so that ".." in an id would reach another endpoint.
	if !issueRef.MatchString(id) {
		return "", c.refused(op, "id", fmt.Sprintf("%q is neither an issue's id nor its key", clip(id, 40)))
	}
	return "rest/api/2/issue/" + id + below, nil
}
