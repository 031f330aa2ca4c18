package jira_test

import (
	"net/http"
	"reflect"
	"strings"
	"testing"
	"time"
	"unicode/utf16"
	"unicode/utf8"

	"debrief/integrations/jira"
	"debrief/integrations/jira/jiratest"
)

func TestCreateFillsTheIssue(t *testing.T) {
	t.Parallel()
	s, c := site(t, jiratest.Options{})
	i := create(t, c, jira.Fields{
		Project: "OPS", IssueType: "Bug", Summary: "Alert on queue depth", Description: "h2. Why\nIt filled up.",
		Priority: "High", DueOn: "2026-03-20", AssigneeAccountID: "712020:ana", Labels: []string{"debrief", "ai 42"},
	})
	if i.ID != "10000" || i.Key != "OPS-1" || !strings.HasSuffix(i.URL, "/browse/OPS-1") || i.Dropped != nil {
		t.Errorf("Create = %+v", i)
	}
	got, _ := s.Issue("OPS-1")
	want := jiratest.Issue{
		ID: "10000", Key: "OPS-1", Project: "OPS", IssueType: "Bug", Summary: "Alert on queue depth", Description: "h2. Why\nIt filled up.",
		Status: "To Do", Category: "new", Priority: "High", DueOn: "2026-03-20", AssigneeAccountID: "712020:ana",
		Labels: []string{"debrief", "ai_42"}, Created: got.Created, Updated: got.Updated,
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("Jira has %+v, want %+v", got, want)
	}
}

func TestTextsAreCutToWhatJiraTakes(t *testing.T) {
	t.Parallel()
	for name, f := range map[string]jira.Fields{
		"a long summary":        task(strings.Repeat("long ", 100)),
		"a summary of emoji":    task(strings.Repeat("🔥", 200)),
		"a summary of lines":    task("first\r\nsecond\n\tthird\u2028fourth"),
		"a broken summary":      task("caf\xe9"),
		"a label with spaces":   task("x", " to do\tnow "),
		"a long label":          task("x", strings.Repeat("l", 300)),
		"labels twice and none": task("x", "a b", "a_b", " "),
		"a long description":    {Project: "OPS", IssueType: "Task", Summary: "x", Description: strings.Repeat("日", 40000)},
	} {
		s, c := site(t, jiratest.Options{})
		i, err := c.Create(t.Context(), f)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		got, _ := s.Issue(i.Key)
		if !utf8.ValidString(got.Summary) || len(utf16.Encode([]rune(got.Summary))) > 255 || len(got.Labels) > 1 {
			t.Errorf("%s became %q %q", name, got.Summary, got.Labels)
		}
		if cut := len(f.Summary) > 300; cut != strings.HasSuffix(got.Summary, "…") {
			t.Errorf("%s: the summary ends in …: %v", name, !cut)
		}
	}
	s, c := site(t, jiratest.Options{})
	exact := strings.Repeat("é", 255)
	create(t, c, task(exact))
	if got, _ := s.Issue("OPS-1"); got.Summary != exact {
		t.Errorf("a summary of exactly 255 characters became %q", got.Summary)
	}
}

func TestCreateLeavesOutWhatTheCreateScreenLacks(t *testing.T) {
	t.Parallel()
	f := task("Alert on queue depth", "debrief")
	f.Priority, f.DueOn, f.AssigneeAccountID = "Urgent", "2026-03-20", "712020:gone"
	s, c := site(t, jiratest.Options{Projects: []jiratest.Project{{Key: "OPS", Hidden: []string{"duedate"}}}})
	i := create(t, c, f)
	if want := []string{"assignee", "duedate", "priority"}; !reflect.DeepEqual(i.Dropped, want) {
		t.Errorf("dropped %v, want %v", i.Dropped, want)
	}
	if got, _ := s.Issue(i.ID); len(s.Issues()) != 1 || !reflect.DeepEqual(got.Labels, []string{"debrief"}) {
		t.Errorf("Jira has %+v", s.Issues())
	}
	if n := s.Requests()["POST /rest/api/2/issue"]; n != 2 {
		t.Errorf("%d creates were sent, want 2", n)
	}
}

func TestCreateDoesNotTryAgainWhenMoreIsWrong(t *testing.T) {
	t.Parallel()
	s, c := site(t, jiratest.Options{Projects: []jiratest.Project{{Key: "OPS", Required: []jiratest.RequiredField{{ID: "customfield_10050", Name: "Team"}}}}})
	f := task("x")
	f.Priority = "Urgent"
	_, err := c.Create(t.Context(), f)
	e := wantKind(t, err, jira.Invalid)
	if e.Fields["customfield_10050"] != "Team is required." || e.Fields["priority"] == "" {
		t.Errorf("the fields at fault are %v", e.Fields)
	}
	if n := s.Requests()["POST /rest/api/2/issue"]; n != 1 {
		t.Errorf("%d creates were sent, want 1", n)
	}
}

func TestCreateInAnUnknownProjectIsInvalid(t *testing.T) {
	t.Parallel()
	_, c := site(t, jiratest.Options{})
	_, err := c.Create(t.Context(), jira.Fields{Project: "NOPE", IssueType: "Task", Summary: "x"})
	if e := wantKind(t, err, jira.Invalid); e.Fields["project"] == "" || e.MaybeApplied() {
		t.Errorf("error is %v", e)
	}
}

func TestACreateWithoutAnAnswerIsFoundByItsLabelOnceSearchCatchesUp(t *testing.T) {
	t.Parallel()
	now := newClock()
	s, c := site(t, jiratest.Options{Now: now.Now, SearchLag: 30 * time.Second})
	s.DropAfterCreate(1)
	_, err := c.Create(t.Context(), task("Alert on queue depth", "debrief-01J"))
	if e := wantKind(t, err, jira.Unavailable); !e.MaybeApplied() {
		t.Fatalf("not maybe applied: %v", e)
	}
	find := func() []jira.Issue {
		found, err := c.FindByLabel(t.Context(), "OPS", "debrief-01J")
		if err != nil {
			t.Fatal(err)
		}
		return found
	}
	if found := find(); len(found) != 0 {
		t.Errorf("search finds it before it caught up: %v", found)
	}
	now.advance(30 * time.Second)
	if found := find(); len(found) != 1 || found[0].Key != "OPS-1" {
		t.Errorf("search finds %v", found)
	}
	if n := s.Requests()[http.MethodPost+" /rest/api/2/issue"]; n != 1 {
		t.Errorf("%d creates were sent, want 1", n)
	}
}
