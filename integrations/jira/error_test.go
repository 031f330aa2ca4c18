package jira_test

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"debrief/integrations/jira"
	"debrief/integrations/jira/jiratest"
	"debrief/integrations/outbound"
)

func TestEveryRefusalHasItsKind(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		status int
		header map[string]string
		body   string
		kind   jira.Kind
		says   string
		maybe  bool
		wait   time.Duration
	}{
		"a wrong token": {status: 401, kind: jira.Unauthorized, says: "set DEBRIEF_JIRA_TOKEN"},
		"a wrong token taken for anonymous": {status: 404, header: map[string]string{"X-Seraph-LoginReason": "AUTHENTICATED_FAILED"},
			body: `{"errorMessages":["Issue does not exist"]}`, kind: jira.Unauthorized, says: "id.atlassian.com"},
		"an anonymous success":       {status: 200, header: map[string]string{"X-Seraph-LoginReason": "AUTHENTICATED_FAILED"}, body: `{"issues":[]}`, kind: jira.Unauthorized, says: "token"},
		"a missing permission":       {status: 403, body: `{"errorMessages":["No"]}`, kind: jira.Forbidden, says: `"No"`},
		"nothing there":              {status: 404, body: `{"errorMessages":["Issue does not exist or you do not have permission to see it."]}`, kind: jira.NotFound, says: "deleted"},
		"nothing there without JSON": {status: 404, header: map[string]string{"Content-Type": "text/plain"}, kind: jira.NotFound},
		"no Jira there":              {status: 404, header: map[string]string{"Content-Type": "text/html"}, body: "<html>", kind: jira.Unavailable, says: "DEBRIEF_JIRA_URL"},
		"too many calls":             {status: 429, header: map[string]string{"Retry-After": "30"}, body: "slow down", kind: jira.RateLimited, says: "30s", wait: 30 * time.Second},
		"too many calls until a date": {status: 429, header: map[string]string{"Retry-After": start.Add(2 * time.Minute).Format(http.TimeFormat)},
			kind: jira.RateLimited, wait: 2 * time.Minute},
		"too many calls until a past date": {status: 429, header: map[string]string{"Retry-After": start.Add(-time.Hour).Format(http.TimeFormat)}, kind: jira.RateLimited},
		"too many calls without a time":    {status: 429, kind: jira.RateLimited, says: "try again later"},
		"too many calls for a century":     {status: 429, header: map[string]string{"Retry-After": "9223372036854775807"}, kind: jira.RateLimited, wait: 24 * time.Hour},
		"a wrong field":                    {status: 400, body: `{"errorMessages":["Wrong"],"errors":{"customfield_1":"Team is required."}}`, kind: jira.Invalid, says: "customfield_1: Team is required."},
		"a wrong body":                     {status: 400, body: `<html>`, kind: jira.Invalid},
		"a removed endpoint":               {status: 410, kind: jira.Invalid},
		"a conflict":                       {status: 409, kind: jira.Unavailable, says: "try again"},
		"a redirect":                       {status: 302, header: map[string]string{"Location": "https://new.atlassian.net/login?token=x"}, kind: jira.Unavailable, says: "https://new.atlassian.net: set"},
		"an internal error":                {status: 500, kind: jira.Unavailable, says: "status.atlassian.com", maybe: true},
		"a bad gateway":                    {status: 502, body: "<html>", kind: jira.Unavailable, maybe: true},
		"maintenance":                      {status: 503, header: map[string]string{"Retry-After": "60"}, kind: jira.Unavailable, maybe: true, wait: time.Minute},
		"a gateway's timeout":              {status: 504, kind: jira.Unavailable, maybe: true},
		"a login page":                     {status: 200, body: "<html>log in</html>", kind: jira.Unavailable, says: "not Jira's", maybe: true},
		"an answer without an id":          {status: 201, body: `{}`, kind: jira.Unavailable, maybe: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client := answering(t, func(w http.ResponseWriter, _ *http.Request) {
				for k, v := range c.header {
					w.Header().Set(k, v)
				}
				w.WriteHeader(c.status)
				io.WriteString(w, c.body)
			})
			_, err := client.Create(t.Context(), task("x"))
			e := wantKind(t, err, c.kind)
			if e.MaybeApplied() != c.maybe || e.RetryAfter != c.wait || !strings.Contains(e.Error(), c.says) {
				t.Errorf("maybe applied %v, wait %v: %v", e.MaybeApplied(), e.RetryAfter, e)
			}
			if !errors.Is(err, &jira.Error{Kind: c.kind}) || jira.KindOf(err) != c.kind {
				t.Errorf("errors.Is and KindOf do not see kind %s", c.kind)
			}
			_, err = client.ByIDs(t.Context(), []string{"1"})
			if e := new(jira.Error); errors.As(err, &e) && e.MaybeApplied() {
				t.Errorf("a read may have been applied: %v", err)
			}
		})
	}
}

func TestARefusedConnectionAppliesNothing(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	base := "http://" + l.Addr().String()
	l.Close()
	_, err = client(t, base, &http.Client{}).Create(t.Context(), task("x"))
	if e := wantKind(t, err, jira.Unavailable); e.MaybeApplied() || !strings.Contains(e.Error(), "DEBRIEF_JIRA_URL") {
		t.Errorf("maybe applied %v: %v", e.MaybeApplied(), e)
	}
}

func TestANameThatIsNotFoundAppliesNothing(t *testing.T) {
	t.Parallel()
	nowhere := &net.Resolver{PreferGo: true, Dial: func(context.Context, string, string) (net.Conn, error) {
		return nil, errors.New("no name server")
	}}
	h := outbound.New(outbound.Config{Resolver: nowhere})
	_, err := client(t, "https://example.atlassian.net", h).Create(t.Context(), task("x"))
	if e := wantKind(t, err, jira.Unavailable); e.MaybeApplied() {
		t.Errorf("maybe applied: %v", e)
	}
}

func TestAnAddressThatIsNotAllowedAppliesNothingAndSaysWhatToSet(t *testing.T) {
	t.Parallel()
	_, err := client(t, "http://127.0.0.1:1", outbound.New(outbound.Config{})).Create(t.Context(), task("x"))
	e := wantKind(t, err, jira.Unavailable)
	var refused *outbound.RefusedError
	if e.MaybeApplied() || !errors.As(err, &refused) || !strings.Contains(e.Error(), "DEBRIEF_OUTBOUND_ALLOW") {
		t.Errorf("maybe applied %v: %v", e.MaybeApplied(), e)
	}
}

func TestATimeoutLeavesItOpenWhetherTheIssueWasCreated(t *testing.T) {
	t.Parallel()
	release, arrived := make(chan struct{}), make(chan struct{})
	c := answering(t, func(http.ResponseWriter, *http.Request) {
		close(arrived)
		<-release
	})
	t.Cleanup(func() { close(release) })
	ctx, cancel := context.WithCancel(t.Context())
	go func() { <-arrived; cancel() }()
	_, err := c.Create(ctx, task("x"))
	if e := wantKind(t, err, jira.Unavailable); !e.MaybeApplied() || !errors.Is(err, context.Canceled) {
		t.Errorf("maybe applied %v: %v", e.MaybeApplied(), e)
	}
}

func TestARequestThatNeverLeftAppliesNothing(t *testing.T) {
	t.Parallel()
	_, c := site(t, jiratest.Options{})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := c.Create(ctx, task("x"))
	if e := wantKind(t, err, jira.Unavailable); e.MaybeApplied() {
		t.Errorf("maybe applied: %v", e)
	}
}

func TestAConnectionThatBreaksInTheAnswerLeavesItOpen(t *testing.T) {
	t.Parallel()
	c := answering(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "100")
		io.WriteString(w, `{"id":"10000"`)
	})
	_, err := c.Create(t.Context(), task("x"))
	if e := wantKind(t, err, jira.Unavailable); !e.MaybeApplied() {
		t.Errorf("not maybe applied: %v", e)
	}
}

func TestAJiraThatIsDownIsUnavailableUntilItIsBack(t *testing.T) {
	t.Parallel()
	s, c := site(t, jiratest.Options{})
	s.Down(true)
	_, _, err := c.Myself(t.Context())
	wantKind(t, err, jira.Unavailable)
	s.Down(false)
	if _, _, err := c.Myself(t.Context()); err != nil {
		t.Error(err)
	}
}
