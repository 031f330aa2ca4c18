package jira_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"debrief/integrations/jira"
	"debrief/integrations/jira/jiratest"
)

var start = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

// clock is a time that the test moves.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func newClock() *clock { return &clock{now: start} }

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// site starts a fake Jira on a port, and a client for it.
func site(t *testing.T, opts jiratest.Options) (*jiratest.Server, *jira.Client) {
	t.Helper()
	s := jiratest.New(opts)
	h := httptest.NewServer(s.Handler())
	t.Cleanup(h.Close)
	return s, client(t, h.URL, h.Client())
}

func client(t *testing.T, base string, h *http.Client) *jira.Client {
	t.Helper()
	c, err := jira.New(jira.Config{
		BaseURL: base, User: jiratest.DefaultUser, Token: jiratest.DefaultToken, HTTP: h,
		Now: func() time.Time { return start },
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// answering is a client for a server that answers everything alike.
func answering(t *testing.T, h http.HandlerFunc) *jira.Client {
	t.Helper()
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	return client(t, s.URL, s.Client())
}

func task(summary string, labels ...string) jira.Fields {
	return jira.Fields{Project: "OPS", IssueType: "Task", Summary: summary, Labels: labels}
}

func create(t *testing.T, c *jira.Client, f jira.Fields) jira.Issue {
	t.Helper()
	i, err := c.Create(t.Context(), f)
	if err != nil {
		t.Fatal(err)
	}
	return i
}

func wantKind(t *testing.T, err error, kind jira.Kind) *jira.Error {
	t.Helper()
	var e *jira.Error
	if !errors.As(err, &e) || e.Kind != kind {
		t.Fatalf("error is %v, want kind %s", err, kind)
	}
	return e
}
