package jira_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"debrief/integrations/jira"
	"debrief/integrations/jira/jiratest"
)

func TestNewNamesTheSettingAtFault(t *testing.T) {
	t.Parallel()
	good := jira.Config{BaseURL: "https://example.atlassian.net/", User: "u@example.com", Token: "secret", HTTP: http.DefaultClient}
	if _, err := jira.New(good); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		change func(*jira.Config)
		want   string
	}{
		"no address":                {func(c *jira.Config) { c.BaseURL = "" }, "DEBRIEF_JIRA_URL"},
		"an address without scheme": {func(c *jira.Config) { c.BaseURL = "example.atlassian.net" }, "DEBRIEF_JIRA_URL"},
		"a password in the address": {func(c *jira.Config) { c.BaseURL = "https://u:secret@example.atlassian.net" }, "DEBRIEF_JIRA_URL"},
		"no user":                   {func(c *jira.Config) { c.User = "" }, "DEBRIEF_JIRA_USER"},
		"no token":                  {func(c *jira.Config) { c.Token = "" }, "DEBRIEF_JIRA_TOKEN"},
		"no HTTP client":            {func(c *jira.Config) { c.HTTP = nil }, "integrations/outbound"},
	} {
		cfg := good
		c.change(&cfg)
		_, err := jira.New(cfg)
		if err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: error is %v, want one that names %s and no secret", name, err, c.want)
		}
	}
}

func TestTheTokenIsNeverPrinted(t *testing.T) {
	t.Parallel()
	cfg := jira.Config{BaseURL: "https://example.atlassian.net", User: "u@example.com", Token: "s3cr3t-token", HTTP: http.DefaultClient}
	c, err := jira.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	for _, format := range []string{"%v", "%+v", "%#v", "%s"} {
		for _, v := range []any{cfg, &cfg, c} {
			if got := fmt.Sprintf(format, v); strings.Contains(got, "s3cr3t") {
				t.Errorf("%s of %T prints the token: %s", format, v, got)
			}
		}
	}
	echo := answering(t, func(w http.ResponseWriter, r *http.Request) {
		_, token, _ := r.BasicAuth()
		w.WriteHeader(http.StatusBadRequest)
		fmt.Fprintf(w, `{"errorMessages":["no %s"],"errors":{"x":"%s"}}`, token, token)
	})
	if _, _, err := echo.Myself(t.Context()); err == nil || strings.Contains(err.Error(), jiratest.DefaultToken) {
		t.Errorf("an answer that repeats the token puts it in the error: %v", err)
	}
}

func TestMyselfSaysWhoseTokenItIs(t *testing.T) {
	t.Parallel()
	_, c := site(t, jiratest.Options{})
	id, name, err := c.Myself(t.Context())
	if err != nil || id != "5b10a2844c20165700ede21g" || name != "Debrief" {
		t.Errorf("Myself = %q, %q, %v", id, name, err)
	}
}

func TestASiteBelowAPathIsCalledThere(t *testing.T) {
	t.Parallel()
	s := jiratest.New(jiratest.Options{Prefix: "/jira"})
	c := client(t, "http://tracker.test/jira/", &http.Client{Transport: s.Transport()})
	i := create(t, c, task("Watch the queue"))
	if i.URL != "http://tracker.test/jira/browse/OPS-1" || c.BrowseURL("OPS-1") != i.URL {
		t.Errorf("the issue's page is %s", i.URL)
	}
}

func TestAnIssueReferenceCannotLeaveItsEndpoint(t *testing.T) {
	t.Parallel()
	s, c := site(t, jiratest.Options{})
	for _, id := range []string{"", "..", "../myself", "1/../../myself", "OPS-1?x=1", "OPS 1", "%2e%2e"} {
		_, err := c.Get(t.Context(), id)
		wantKind(t, err, jira.Invalid)
		wantKind(t, c.Comment(t.Context(), id, "x"), jira.Invalid)
		wantKind(t, c.RemoteLink(t.Context(), id, "g", "u", "t"), jira.Invalid)
		wantKind(t, c.Transition(t.Context(), id, jira.CategoryDone), jira.Invalid)
		_, err = c.Update(t.Context(), id, task("x"))
		wantKind(t, err, jira.Invalid)
	}
	_, err := c.ByIDs(t.Context(), []string{"10000", "1) OR (project = X"})
	wantKind(t, err, jira.Invalid)
	_, err = c.RequiredFields(t.Context(), "../search", "Task")
	wantKind(t, err, jira.Invalid)
	if n := len(s.Requests()); n != 0 {
		t.Errorf("%d requests went out", n)
	}
}
