// Package slack is a small client for Slack's Web API: it finds somebody by their mail address and posts to them, and to channels.
// It builds on slack-go for requests and answers.
package slack

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	slackgo "github.com/slack-go/slack"
)

// DefaultURL is where Slack's own API answers.
const DefaultURL = "https://slack.com/api/"

// maxBody bounds what is read of one answer, in bytes.
const maxBody = 10 << 20

// Scopes are what the app's bot token has to allow.
var Scopes = []string{"channels:history", "channels:read", "chat:write", "chat:write.public", "groups:history", "groups:read",
	"im:history", "im:write", "users:read", "users:read.email"}

// Config says which Slack is called, and as whom.
type Config struct {
	URL   string       // the API's base; "" means DefaultURL
	Token string       // the app's bot token; never printed
	HTTP  *http.Client // the client that every request goes through; required, as the default one never gives up
}

// String leaves the token out.
func (c Config) String() string { return "slack at " + c.URL }

// GoString leaves the token out.
func (c Config) GoString() string { return c.String() }

// Client calls one workspace. It may be used by several goroutines at once.
type Client struct {
	api *slackgo.Client
	cfg Config
}

// New returns a client, or an error that names the setting at fault. It calls nobody; Try does.
func New(cfg Config) (*Client, error) {
	if cfg.URL == "" {
		cfg.URL = DefaultURL
	}
	u, err := url.Parse(cfg.URL)
	if err != nil || (u.Scheme != "https" && u.Scheme != "http") || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return nil, errors.New("DEBRIEF_SLACK_URL: is not the address of Slack's API: leave it out, or set it like " + DefaultURL)
	}
	cfg.URL = strings.TrimRight(cfg.URL, "/") + "/"
	switch {
	case cfg.Token == "":
		return nil, errors.New("DEBRIEF_SLACK_TOKEN: is missing: set it to the bot token of Debrief's app, which begins with xoxb-")
	case strings.ContainsFunc(cfg.Token, func(r rune) bool { return r <= ' ' || r > '~' }):
		return nil, errors.New("DEBRIEF_SLACK_TOKEN: is not a token: copy the bot token of Debrief's app as it is, without spaces")
	case cfg.HTTP == nil:
		return nil, errors.New("slack: no HTTP client: pass the one of integrations/outbound")
	}
	// A redirected POST turns into a GET that answers 200 and posts nothing: a redirect is an answer to report.
	h := *cfg.HTTP
	h.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	if h.Transport == nil {
		h.Transport = http.DefaultTransport
	}
	h.Transport = bounded{h.Transport}
	return &Client{api: slackgo.New(cfg.Token, slackgo.OptionAPIURL(cfg.URL), slackgo.OptionHTTPClient(&h)), cfg: cfg}, nil
}

// String leaves the token out.
func (c *Client) String() string { return c.cfg.String() }

// GoString leaves the token out.
func (c *Client) GoString() string { return c.String() }

// bounded reads no more of an answer than maxBody.
type bounded struct{ inner http.RoundTripper }

// RoundTrip implements http.RoundTripper.
func (b bounded) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, err := b.inner.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	if _, err := strconv.ParseInt(resp.Header.Get("Retry-After"), 10, 64); err != nil {
		resp.Header.Del("Retry-After") // slack-go would answer that it is no number, and not that there are too many calls
	}
	resp.Body = struct {
		io.Reader
		io.Closer
	}{io.LimitReader(resp.Body, maxBody), resp.Body}
	return resp, nil
}

// redact takes the token out of what is shown.
func (c *Client) redact(text string) string { return strings.ReplaceAll(text, c.cfg.Token, "[token]") }

// clip shortens text to at most limit characters, ending in an ellipsis.
func clip(text string, limit int) string {
	runes := []rune(strings.ToValidUTF8(text, "\uFFFD"))
	if len(runes) <= limit {
		return string(runes)
	}
	return string(runes[:max(0, limit-1)]) + "…"
}

// quoted is what Slack calls something, fit for a sentence.
func (c *Client) quoted(text string) string { return fmt.Sprintf("%q", clip(c.redact(text), 200)) }
