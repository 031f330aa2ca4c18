package jiratest_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"

	"debrief/integrations/jira"
	"debrief/integrations/jira/jiratest"
)

func inProcess(t *testing.T, s *jiratest.Server) *jira.Client {
	t.Helper()
	c, err := jira.New(jira.Config{BaseURL: "https://tracker.test", User: jiratest.DefaultUser, Token: jiratest.DefaultToken, HTTP: &http.Client{Transport: s.Transport()}})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestABrokenConnectionInsideTheProcessIsAnError(t *testing.T) {
	t.Parallel()
	s := jiratest.New(jiratest.Options{})
	c := inProcess(t, s)
	f := jira.Fields{Project: "OPS", IssueType: "Task", Summary: "x"}
	s.DropAfterCreate(1)
	_, err := c.Create(t.Context(), f)
	var e *jira.Error
	if !errors.As(err, &e) || e.Kind != jira.Unavailable || !e.MaybeApplied() || len(s.Issues()) != 1 {
		t.Errorf("error is %v, with %d issues", err, len(s.Issues()))
	}
	s.Down(true)
	if _, _, err := c.Myself(t.Context()); jira.KindOf(err) != jira.Unavailable {
		t.Errorf("error is %v", err)
	}
	s.Down(false)
	if _, err := c.Create(t.Context(), f); err != nil || len(s.Issues()) != 2 {
		t.Errorf("error is %v, with %d issues", err, len(s.Issues()))
	}
}

func TestACancelledRequestDoesNotReachTheSite(t *testing.T) {
	t.Parallel()
	s := jiratest.New(jiratest.Options{})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://tracker.test/rest/api/2/myself", nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := s.Transport().RoundTrip(r)
	if err == nil {
		resp.Body.Close()
		t.Error("it was answered")
	}
	if n := len(s.Requests()); n != 0 {
		t.Errorf("%d requests arrived", n)
	}
}

func TestTheSiteKeepsCommentsAndLinks(t *testing.T) {
	t.Parallel()
	s := jiratest.New(jiratest.Options{Now: at(start)})
	i := s.Seed("OPS", jiratest.SeedIssue{Summary: "x"})
	path := "/rest/api/2/issue/" + i.ID
	wantStatus(t, call(t, s, http.MethodPost, path+"/comment", `{"body":" "}`), http.StatusBadRequest)
	wantStatus(t, call(t, s, http.MethodPost, path+"/comment", `{"body":"moved"}`), http.StatusCreated)
	if a := wantStatus(t, call(t, s, http.MethodGet, path+"/comment", ""), http.StatusOK); a.body["total"] != 1.0 || !strings.Contains(a.text, "moved") {
		t.Errorf("comments are %s", a.text)
	}
	wantStatus(t, call(t, s, http.MethodPost, path+"/remotelink", `{"globalId":"g","object":{"url":""}}`), http.StatusBadRequest)
	link := `{"globalId":"g","object":{"url":"https://debrief.test","title":"AI-42"}}`
	wantStatus(t, call(t, s, http.MethodPost, path+"/remotelink", link), http.StatusCreated)
	wantStatus(t, call(t, s, http.MethodPost, path+"/remotelink", link), http.StatusOK)
	if a := wantStatus(t, call(t, s, http.MethodGet, path+"/remotelink", ""), http.StatusOK); strings.Count(a.text, "globalId") != 1 {
		t.Errorf("links are %s", a.text)
	}
	for _, below := range []string{"/comment", "/remotelink", "/transitions"} {
		wantStatus(t, call(t, s, http.MethodGet, "/rest/api/2/issue/OPS-9"+below, ""), http.StatusNotFound)
		wantStatus(t, call(t, s, http.MethodPost, "/rest/api/2/issue/OPS-9"+below, "{}"), http.StatusNotFound)
		wantStatus(t, call(t, s, http.MethodPost, path+below, "{"), http.StatusBadRequest)
	}
}
