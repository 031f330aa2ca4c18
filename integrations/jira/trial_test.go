package jira_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"debrief/integrations/jira/jiratest"
	"debrief/models"
)

// says fails unless the trial came out so and its one paragraph has all of the words; the token is never among them.
func says(t *testing.T, got models.Trial, works bool, words ...string) {
	t.Helper()
	if got.Works != works || strings.Contains(got.Says, jiratest.DefaultToken) || strings.ContainsAny(got.Says, "\r\n") || !strings.HasSuffix(got.Says, ".") {
		t.Errorf("the trial is %+v", got)
	}
	for _, w := range words {
		if !strings.Contains(got.Says, w) {
			t.Errorf("%q is missing from %q", w, got.Says)
		}
	}
}

func TestJiraIsAskedWhoTheAccountIsAndWhereItCanMakeIssues(t *testing.T) {
	t.Parallel()
	s, c := site(t, jiratest.Options{Projects: []jiratest.Project{{Key: "OPS"}, {Key: "PAY"}, {Key: "WEB"}, {Key: "SEC"}, {Key: "APP"}}})
	got := c.Try(t.Context(), "Task", []string{"OPS", "PAY"})
	if want := (models.Trial{Works: true, Says: "Jira knows the account as Debrief: it can see and create issues of type Task in OPS and PAY."}); got != want {
		t.Errorf("the trial is %+v, want %+v", got, want)
	}
	says(t, c.Try(t.Context(), "Task", []string{"OPS", "PAY", "WEB", "SEC", "APP"}), true, "OPS, PAY, WEB, SEC and APP")
	if n := len(s.Issues()); n != 0 {
		t.Errorf("%d issues were made", n)
	}
}

func TestWhatStandsBetweenTheAccountAndAnIssueIsTold(t *testing.T) {
	t.Parallel()
	_, c := site(t, jiratest.Options{Projects: []jiratest.Project{{Key: "OPS"}, {Key: "PAY", Denied: []string{"CREATE_ISSUES", "LINK_ISSUES"}},
		{Key: "SEC", Denied: []string{"BROWSE_PROJECTS"}}, {Key: "WEB", Required: []jiratest.RequiredField{{ID: "customfield_10050", Name: "Team"}}},
		{Key: "APP", IssueTypes: []string{"Bug", "Saga"}}}})
	for _, x := range []struct {
		project string
		words   []string
	}{
		{"NOPE", []string{"there is no project NOPE"}},
		{"SEC", []string{"there is no project SEC, or it is not shown to the account"}},
		{"PAY", []string{"in project PAY it lacks the permission Create Issues and Link Issues"}},
		{"WEB", []string{"project WEB asks for Team on every new issue"}},
		{"APP", []string{`APP has no type "Task": choose one of Bug, Saga`, "DEBRIEF_JIRA_ISSUE_TYPE"}},
		{"../search", []string{`"../search" is not a project's key`}},
		{"", []string{"set DEBRIEF_JIRA_PROJECT"}},
	} {
		says(t, c.Try(t.Context(), "Task", []string{x.project}), false, append(x.words, "Jira knows the account as Debrief, but ")...)
		says(t, c.Try(t.Context(), "Task", []string{"OPS", x.project}), false, append(x.words, "it can see and create issues of type Task in OPS, but ")...)
	}
}

func TestAJiraThatCannotBeAskedSaysWhatToCheck(t *testing.T) {
	t.Parallel()
	s, c := site(t, jiratest.Options{Token: "another"})
	says(t, c.Try(t.Context(), "Task", []string{"OPS"}), false, "refused the API token", "DEBRIEF_JIRA_TOKEN")
	if n := len(s.Requests()); n > 1 {
		t.Errorf("it was asked %d things more", n-1)
	}
	s, c = site(t, jiratest.Options{})
	s.Down(true)
	says(t, c.Try(t.Context(), "Task", []string{"OPS"}), false, "No answer from Jira", "DEBRIEF_JIRA_URL")
	s.Down(false)
	s.FailMatching(func(r *http.Request) int {
		if strings.HasSuffix(r.URL.Path, "/mypermissions") {
			return http.StatusServiceUnavailable
		}
		return 0
	})
	says(t, c.Try(t.Context(), "Task", []string{"OPS"}), false, "of project OPS nothing can be told", "out of order (503)")
	s.FailMatching(nil)
	s.Fail(1, http.StatusTooManyRequests, 30*time.Second)
	says(t, c.Try(t.Context(), "Task", []string{"OPS"}), false, "try again in 30s")
	nowhere := client(t, "http://jira.invalid", &http.Client{Timeout: 10 * time.Second})
	says(t, nowhere.Try(t.Context(), "Task", []string{"OPS"}), false, "No answer from Jira at http://jira.invalid", "DEBRIEF_JIRA_URL")
}
