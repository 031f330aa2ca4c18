package jiratest_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"debrief/integrations/jira/jiratest"
)

// browse opens a page as a person does, without a token.
func browse(t *testing.T, h http.Handler, path string) *httptest.ResponseRecorder {
	t.Helper()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil))
	return w
}

func post(t *testing.T, h http.Handler, path, value, site string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, path, strings.NewReader(url.Values{"value": {value}}.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", site)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func TestThePagesShowTheIssues(t *testing.T) {
	t.Parallel()
	for _, prefix := range []string{"", "/jira"} {
		s := jiratest.New(jiratest.Options{Prefix: prefix})
		s.Seed("OPS", jiratest.SeedIssue{Summary: "Alert <script>alert(1)</script>", Description: "h2. Why", Status: "Won't Do", DueOn: "2026-03-20", AssigneeAccountID: "712020:bo", Labels: []string{"debrief"}})
		for _, path := range []string{"/", "/browse/OPS-1"} {
			w := browse(t, s.Handler(), prefix+path)
			body := w.Body.String()
			for _, want := range []string{"Alert &lt;script&gt;", "OPS-1", "Won&#39;t Do", "Medium", "2026-03-20", "Bo Lindqvist", "debrief", `href="` + prefix + `/page.css"`} {
				if !strings.Contains(body, want) {
					t.Errorf("%s lacks %q:\n%s", path, want, body)
				}
			}
			if strings.Contains(body, "<script") || strings.Contains(body, "style=") || !strings.Contains(w.Header().Get("Content-Security-Policy"), "default-src 'none'") {
				t.Errorf("%s has a script or style of its own, or no policy", path)
			}
		}
		if w := browse(t, s.Page(), prefix+"/page.css"); w.Code != http.StatusOK || !strings.HasPrefix(w.Header().Get("Content-Type"), "text/css") {
			t.Errorf("the style sheet answers %d, %s", w.Code, w.Header().Get("Content-Type"))
		}
		if w := browse(t, s.Handler(), prefix+"/browse/OPS-9"); w.Code != http.StatusNotFound || !strings.Contains(w.Body.String(), "No such issue") {
			t.Errorf("an absent issue answers %d", w.Code)
		}
	}
}

func TestTheEmptyListSaysWhatToDo(t *testing.T) {
	t.Parallel()
	if w := browse(t, jiratest.New(jiratest.Options{}).Page(), "/"); !strings.Contains(w.Body.String(), "No issues yet") {
		t.Errorf("the page is %s", w.Body)
	}
}

func TestTheFormsChangeTheIssue(t *testing.T) {
	t.Parallel()
	s := jiratest.New(jiratest.Options{Prefix: "/jira"})
	s.Seed("OPS", jiratest.SeedIssue{Summary: "x"})
	for what, value := range map[string]string{"status": "In Progress", "due": "2026-04-01", "assignee": "712020:ana"} {
		w := post(t, s.Handler(), "/jira/browse/OPS-1/"+what, value, "same-origin")
		if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/jira/browse/OPS-1" {
			t.Errorf("%s answers %d, %s", what, w.Code, w.Header().Get("Location"))
		}
	}
	if i, _ := s.Issue("OPS-1"); i.Status != "In Progress" || i.DueOn != "2026-04-01" || i.AssigneeAccountID != "712020:ana" {
		t.Errorf("the issue is %+v", i)
	}
	for what, value := range map[string]string{"status": "Lost", "due": "soon", "assignee": "nobody-known", "colour": "red"} {
		if w := post(t, s.Handler(), "/jira/browse/OPS-1/"+what, value, "same-origin"); w.Code != http.StatusBadRequest {
			t.Errorf("%s = %s answers %d", what, value, w.Code)
		}
	}
	if w := post(t, s.Handler(), "/jira/browse/OPS-1/status", "Done", "cross-site"); w.Code != http.StatusForbidden {
		t.Errorf("another site's form answers %d", w.Code)
	}
}

func TestAnOldKeyLeadsToTheIssuesPage(t *testing.T) {
	t.Parallel()
	s := jiratest.New(jiratest.Options{Projects: []jiratest.Project{{Key: "OPS"}, {Key: "WEB"}}})
	s.Seed("OPS", jiratest.SeedIssue{Summary: "x"})
	s.Move("OPS-1", "WEB")
	if w := browse(t, s.Page(), "/browse/OPS-1"); w.Header().Get("Location") != "/browse/WEB-1" {
		t.Errorf("the old key answers %d, %s", w.Code, w.Header().Get("Location"))
	}
}
