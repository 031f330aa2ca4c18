package jiratest_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"debrief/integrations/jira/jiratest"
)

func search(t *testing.T, s *jiratest.Server, jql string) answer {
	t.Helper()
	return call(t, s, http.MethodGet, "/rest/api/2/search/jql?fields=labels&jql="+url.QueryEscape(jql), "")
}

func keys(a answer) string {
	var list []string
	issues, _ := a.body["issues"].([]any)
	for _, i := range issues {
		key, _ := i.(map[string]any)["key"].(string)
		list = append(list, key)
	}
	return strings.Join(list, " ")
}

func seeded() *jiratest.Server {
	s := jiratest.New(jiratest.Options{Now: at(start), Projects: []jiratest.Project{{Key: "OPS"}, {Key: "WEB"}}, Zone: time.FixedZone("CET", 3600)})
	s.Seed("OPS", jiratest.SeedIssue{Labels: []string{"a b\"c\\", "x"}, Created: start.Add(-3 * time.Hour)})
	s.Seed("OPS", jiratest.SeedIssue{Labels: []string{"x"}, Status: "Done", Created: start.Add(-2 * time.Hour)})
	s.Seed("WEB", jiratest.SeedIssue{Labels: []string{"x"}, Status: "In Progress", Created: start.Add(-1 * time.Hour), DueOn: "2026-03-20"})
	return s
}

func TestJQLFindsWhatItAsksFor(t *testing.T) {
	t.Parallel()
	s := seeded()
	for jql, want := range map[string]string{
		`project = "OPS" AND labels = "x"`:         "OPS-2 OPS-1",
		`project = OPS and labels = x order by id`: "OPS-1 OPS-2",
		`labels = "a b\"c\\"`:                      "OPS-1",
		`labels = '\u0078' ORDER BY created ASC`:   "OPS-1 OPS-2 WEB-1",
		`labels in (x, "y") ORDER BY duedate DESC`: "WEB-1 OPS-2 OPS-1",
		`labels != x`:                                  "",
		`id in (10000, 10002) ORDER BY key ASC`:        "OPS-1 WEB-1",
		`key = OPS-2`:                                  "OPS-2",
		`status = "in progress"`:                       "WEB-1",
		`statusCategory = Done`:                        "OPS-2",
		`statusCategory = "To Do"`:                     "OPS-1",
		`updated >= "2026-03-02 08:00"`:                "WEB-1 OPS-2", // 07:00 UTC
		`updated >= -60m`:                              "WEB-1",
		`created < "2026-03-02 08:00" AND project=WEB`: "",
	} {
		if a := search(t, s, jql); a.status != http.StatusOK || keys(a) != want {
			t.Errorf("%s finds %q, want %q: %s", jql, keys(a), want, a.text)
		}
	}
}

func TestJQLRefusesWhatJiraRefuses(t *testing.T) {
	t.Parallel()
	s := seeded()
	for jql, says := range map[string]string{
		``:                           "Unbounded",
		`ORDER BY id`:                "Unbounded",
		`project = NOPE`:             "does not exist for the field 'project'",
		`id in (10000, 99999)`:       "'99999' does not exist",
		`colour = red`:               "Field 'colour' does not exist",
		`labels = "x`:                "has not been completed",
		`labels = "\q"`:              "illegal JQL escape",
		`labels = "\u12"`:            "illegal JQL escape",
		`labels ~ x`:                 "not supported",
		`labels in x`:                "parentheses",
		`labels in (x`:               "parentheses",
		`labels =`:                   "too early",
		`labels = =`:                 "Expecting a value",
		`labels = x y`:               "'OR' or 'AND'",
		`updated >= soon`:            "Date value 'soon' is invalid",
		`updated = -1d`:              "not supported",
		`labels = x ORDER id`:        "'by'",
		`labels = x ORDER BY colour`: "sort",
	} {
		if a := search(t, s, jql); a.status != http.StatusBadRequest || !strings.Contains(a.errors()[""], says) {
			t.Errorf("%s: %d, %s, want 400 and %q", jql, a.status, a.text, says)
		}
	}
}

func TestSearchServesPages(t *testing.T) {
	t.Parallel()
	s := jiratest.New(jiratest.Options{})
	for range 5 {
		s.Seed("OPS", jiratest.SeedIssue{Labels: []string{"x"}})
	}
	var seen []string
	token := ""
	for range 3 {
		body, _ := json.Marshal(map[string]any{"jql": "labels = x ORDER BY id", "maxResults": 2, "nextPageToken": token, "fields": []string{"summary"}})
		a := wantStatus(t, call(t, s, http.MethodPost, "/rest/api/2/search/jql", string(body)), http.StatusOK)
		seen = append(seen, keys(a))
		token, _ = a.body["nextPageToken"].(string)
		if last := a.body["isLast"]; last != (token == "") {
			t.Errorf("isLast is %v with token %q", last, token)
		}
		if len(seen) == 1 {
			other := fmt.Sprintf(`{"jql":"labels = y","nextPageToken":%q}`, token)
			wantStatus(t, call(t, s, http.MethodPost, "/rest/api/2/search/jql", other), http.StatusBadRequest)
		}
	}
	if got := strings.Join(seen, "|"); got != "OPS-1 OPS-2|OPS-3 OPS-4|OPS-5" {
		t.Errorf("pages are %s", got)
	}
}

func TestSearchAnswersIDsOnlyUnlessAskedForFields(t *testing.T) {
	t.Parallel()
	s := jiratest.New(jiratest.Options{})
	s.Seed("OPS", jiratest.SeedIssue{Labels: []string{"x"}})
	a := wantStatus(t, call(t, s, http.MethodPost, "/rest/api/2/search/jql", `{"jql":"labels = x"}`), http.StatusOK)
	if a.text != `{"isLast":true,"issues":[{"id":"10000"}]}`+"\n" {
		t.Errorf("the answer is %s", a.text)
	}
}

func FuzzJQLNeverBreaksTheSite(f *testing.F) {
	for _, jql := range []string{`project = "OPS" AND labels = "x" ORDER BY id DESC, created`, `id in (1,2)`, `updated >= -1w`, `"\u`, `>=`, `a in (`, ``} {
		f.Add(jql)
	}
	s := seeded()
	f.Fuzz(func(t *testing.T, jql string) {
		if a := search(t, s, jql); a.status != http.StatusOK && a.status != http.StatusBadRequest {
			t.Errorf("%q answers %d", jql, a.status)
		}
	})
}
