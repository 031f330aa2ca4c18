package jiratest_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"debrief/integrations/jira/jiratest"
)

func TestOnlyTheTokenOpensTheAPI(t *testing.T) {
	t.Parallel()
	s := jiratest.New(jiratest.Options{})
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/rest/api/2/myself", nil)
	wantStatus(t, send(t, s, r), http.StatusUnauthorized)
	r.SetBasicAuth(jiratest.DefaultUser, "wrong")
	if a := wantStatus(t, send(t, s, r), http.StatusUnauthorized); a.header.Get("X-Seraph-LoginReason") == "" {
		t.Error("a wrong token is not told from none")
	}
	wantStatus(t, call(t, s, http.MethodGet, "/rest/api/2/myself", ""), http.StatusOK)
}

func TestWhatCloudLacksIsNotThere(t *testing.T) {
	t.Parallel()
	s := jiratest.New(jiratest.Options{})
	for path, status := range map[string]int{
		"/rest/api/2/search?jql=x":     http.StatusGone,
		"/rest/api/2/issue/createmeta": http.StatusNotFound, // an issue of that name is not there either
		"/rest/api/2/priorityscheme":   http.StatusNotFound,
		"/rest/api/2/issue/OPS-9":      http.StatusNotFound,
		"/nowhere":                     http.StatusNotFound,
	} {
		if a := call(t, s, http.MethodGet, path, ""); a.status != status {
			t.Errorf("GET %s answers %d, want %d", path, a.status, status)
		}
	}
}

func TestCreateRefusesWhatJiraRefuses(t *testing.T) {
	t.Parallel()
	s := jiratest.New(jiratest.Options{Projects: []jiratest.Project{{Key: "OPS", Hidden: []string{"priority"}}, {Key: "SEC", Required: []jiratest.RequiredField{{ID: "customfield_1", Name: "Team"}}}}})
	long, _ := json.Marshal(strings.Repeat("x", 256))
	huge, _ := json.Marshal(strings.Repeat("x", 32768))
	for _, c := range []struct{ fields, field, says string }{
		{`"project":{"key":"NOPE"}`, "project", "valid project is required"},
		{`"issuetype":{"name":"Saga"}`, "issuetype", "valid issue type"},
		{`"summary":""`, "summary", "must specify a summary"},
		{`"summary":"a\nb"`, "summary", "newline"},
		{`"summary":` + string(long), "summary", "255"},
		{`"description":` + string(huge), "description", "32,767"},
		{`"description":{"type":"doc"}`, "description", "string"},
		{`"duedate":"20/03/2026"`, "duedate", "yyyy-MM-dd"},
		{`"duedate":"2026-02-30"`, "duedate", "yyyy-MM-dd"},
		{`"assignee":{"name":"ana"}`, "assignee", "valid assignee"},
		{`"assignee":{"accountId":"gone"}`, "assignee", "valid assignee"},
		{`"labels":["a b"]`, "labels", "contains spaces"},
		{`"labels":"a"`, "labels", "array"},
		{`"priority":{"name":"High"}`, "priority", "not on the appropriate screen"},
		{`"customfield_9":1`, "customfield_9", "not on the appropriate screen, or unknown"},
		{`"project":{"key":"SEC"}`, "customfield_1", "Team is required."},
		{`"project":{"key":"SEC"},"customfield_1":"a","priority":{"name":"Urgent"}`, "priority", "invalid"},
	} {
		body := `{"fields":{"project":{"key":"OPS"},"issuetype":{"name":"Task"},"summary":"x",` + c.fields + `}}`
		a := call(t, s, http.MethodPost, "/rest/api/2/issue", body)
		if got := a.errors()[c.field]; a.status != http.StatusBadRequest || !strings.Contains(got, c.says) {
			t.Errorf("%s: %d, %s, want 400 and %q of %s", c.fields, a.status, a.text, c.says, c.field)
		}
	}
	wantStatus(t, call(t, s, http.MethodPost, "/rest/api/2/issue", `{`), http.StatusBadRequest)
	if n := len(s.Issues()); n != 0 {
		t.Errorf("%d issues were created", n)
	}
}

func TestIDsCountForTheSiteAndKeysForTheProject(t *testing.T) {
	t.Parallel()
	s := jiratest.New(jiratest.Options{Projects: []jiratest.Project{{Key: "OPS"}, {Key: "WEB"}}})
	for n, project := range []string{"OPS", "WEB", "OPS"} {
		a := wantStatus(t, call(t, s, http.MethodPost, "/rest/api/2/issue", `{"fields":{"project":{"key":"`+project+`"},"issuetype":{"id":"10001"},"summary":"x","assignee":{"id":"712020:bo"}}}`), http.StatusCreated)
		if want := []string{"OPS-1", "WEB-1", "OPS-2"}[n]; a.body["key"] != want || a.body["id"] != fmt.Sprint(10000+n) {
			t.Errorf("created %s as %s, want %s", a.body["key"], a.body["id"], want)
		}
	}
}

func TestUpdateVerbsAddRemoveAndSet(t *testing.T) {
	t.Parallel()
	s := jiratest.New(jiratest.Options{Now: at(start)})
	i := s.Seed("OPS", jiratest.SeedIssue{Summary: "x", Labels: []string{"a"}, Created: start.Add(-time.Hour)})
	path := "/rest/api/2/issue/" + i.ID
	wantStatus(t, call(t, s, http.MethodPut, path, `{"update":{"labels":[{"add":"b"},{"remove":"a"},{"add":"b"}],"summary":[{"set":"y"}]}}`), http.StatusNoContent)
	if got, _ := s.Issue(i.ID); got.Summary != "y" || fmt.Sprint(got.Labels) != "[b]" || !got.Updated.Equal(start) {
		t.Errorf("the issue is %+v", got)
	}
	for body, field := range map[string]string{
		`{"fields":{"labels":[]},"update":{"labels":[{"add":"c"}]}}`: "labels",
		`{"update":{"summary":[{"add":"c"}]}}`:                       "summary",
		`{"update":{"labels":[{"add":"c d"}]}}`:                      "labels",
	} {
		if a := wantStatus(t, call(t, s, http.MethodPut, path, body), http.StatusBadRequest); a.errors()[field] == "" {
			t.Errorf("%s: %s", body, a.text)
		}
	}
	if got, _ := s.Issue(i.ID); fmt.Sprint(got.Labels) != "[b]" {
		t.Errorf("a refused update left labels %v", got.Labels)
	}
	wantStatus(t, call(t, s, http.MethodPut, path, `{"fields":{"duedate":"2026-03-20","assignee":{"accountId":"712020:bo"}}}`), http.StatusNoContent)
	wantStatus(t, call(t, s, http.MethodPut, path, `{"fields":{"duedate":null,"assignee":null,"labels":["z"]}}`), http.StatusNoContent)
	if got, _ := s.Issue(i.ID); got.DueOn != "" || got.AssigneeAccountID != "" || fmt.Sprint(got.Labels) != "[z]" {
		t.Errorf("the issue is %+v", got)
	}
}

func TestAnUnknownTransitionIsRefused(t *testing.T) {
	t.Parallel()
	s := jiratest.New(jiratest.Options{})
	i := s.Seed("OPS", jiratest.SeedIssue{Summary: "x"})
	path := "/rest/api/2/issue/" + i.ID + "/transitions"
	wantStatus(t, call(t, s, http.MethodPost, path, `{"transition":{"id":"99"}}`), http.StatusBadRequest)
	wantStatus(t, call(t, s, http.MethodPost, path, `{"transition":{"id":"41"}}`), http.StatusNoContent)
	if got, _ := s.Issue(i.ID); got.Status != "Won't Do" || got.Resolution != "Won't Do" || got.Category != "done" {
		t.Errorf("the issue is %+v", got)
	}
}

func TestFaultsHappenAsOftenAsAskedFor(t *testing.T) {
	t.Parallel()
	s := jiratest.New(jiratest.Options{})
	myself := func() answer { return call(t, s, http.MethodGet, "/rest/api/2/myself", "") }
	s.Fail(2, http.StatusTooManyRequests, 30*time.Second)
	for range 2 {
		if a := wantStatus(t, myself(), http.StatusTooManyRequests); a.header.Get("Retry-After") != "30" || a.body != nil {
			t.Errorf("a 429 answers %q, Retry-After %q", a.text, a.header.Get("Retry-After"))
		}
	}
	wantStatus(t, myself(), http.StatusOK)
	s.FailMatching(func(r *http.Request) int {
		if strings.HasSuffix(r.URL.Path, "/myself") && s.Requests()["GET "+r.URL.Path] == 4 {
			return http.StatusServiceUnavailable
		}
		return 0
	})
	wantStatus(t, myself(), http.StatusServiceUnavailable)
	wantStatus(t, myself(), http.StatusOK)
	s.FailMatching(nil)
}

func TestTheSiteStandsManyCallersAtOnce(t *testing.T) {
	t.Parallel()
	s := jiratest.New(jiratest.Options{})
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() {
			call(t, s, http.MethodPost, "/rest/api/2/issue", `{"fields":{"project":{"key":"OPS"},"issuetype":{"name":"Task"},"summary":"x"}}`)
			call(t, s, http.MethodGet, "/rest/api/2/search/jql?jql=project=OPS&fields=*all", "")
			s.SetStatus("OPS-1", "Done")
			s.Issues()
		})
	}
	wg.Wait()
	keys := map[string]bool{}
	for _, i := range s.Issues() {
		keys[i.Key] = true
	}
	if len(keys) != 20 {
		t.Errorf("%d different keys, want 20", len(keys))
	}
}

func TestWhatTheAccountMayNotDoIsTold(t *testing.T) {
	t.Parallel()
	s := jiratest.New(jiratest.Options{Projects: []jiratest.Project{{Key: "OPS", Denied: []string{"CREATE_ISSUES"}}, {Key: "SEC", Denied: []string{"BROWSE_PROJECTS"}}}})
	path := "/rest/api/2/mypermissions?projectKey="
	a := wantStatus(t, call(t, s, http.MethodGet, path+"OPS&permissions=EDIT_ISSUES,CREATE_ISSUES", ""), http.StatusOK)
	list, _ := a.body["permissions"].(map[string]any)
	for key, want := range map[string]bool{"EDIT_ISSUES": true, "CREATE_ISSUES": false} {
		if p, _ := list[key].(map[string]any); p["havePermission"] != want || len(list) != 2 {
			t.Errorf("%s is %v", key, list)
		}
	}
	wantStatus(t, call(t, s, http.MethodGet, path+"OPS", ""), http.StatusBadRequest)
	wantStatus(t, call(t, s, http.MethodGet, path+"OPS&permissions=FLY", ""), http.StatusBadRequest)
	wantStatus(t, call(t, s, http.MethodGet, path+"SEC&permissions=EDIT_ISSUES", ""), http.StatusNotFound)
	wantStatus(t, call(t, s, http.MethodGet, path+"NOPE&permissions=EDIT_ISSUES", ""), http.StatusNotFound)
	a = wantStatus(t, call(t, s, http.MethodPost, "/rest/api/2/issue", `{"fields":{"project":{"key":"OPS"},"issuetype":{"name":"Task"},"summary":"x"}}`), http.StatusBadRequest)
	if a.errors()["project"] == "" || len(s.Issues()) != 0 {
		t.Errorf("a create answers %s", a.text)
	}
}
