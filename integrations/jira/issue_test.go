package jira_test

import (
	"errors"
	"reflect"
	"testing"
	"time"

	"debrief/integrations/jira"
	"debrief/integrations/jira/jiratest"
)

func TestGetReadsWhatJiraHas(t *testing.T) {
	t.Parallel()
	now := newClock()
	s, c := site(t, jiratest.Options{Now: now.Now, Zone: time.FixedZone("CET", 3600)})
	seeded := s.Seed("OPS", jiratest.SeedIssue{
		Summary: "Alert on queue depth", Status: "Won't Do", DueOn: "2026-03-20", AssigneeAccountID: "712020:bo", Labels: []string{"a", "b"},
		Created: start.Add(-time.Hour),
	})
	got, err := c.Get(t.Context(), seeded.ID)
	want := jira.Issue{
		ID: "10000", Key: "OPS-1", URL: c.BrowseURL("OPS-1"), Summary: "Alert on queue depth", Status: "Won't Do", Category: jira.CategoryDone,
		Resolution: "Won't Do", DueOn: "2026-03-20", AssigneeAccountID: "712020:bo", Labels: []string{"a", "b"}, Updated: start.Add(-time.Hour),
	}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("Get = %+v, %v, want %+v", got, err, want)
	}
}

func TestAMovedIssueKeepsItsID(t *testing.T) {
	t.Parallel()
	s, c := site(t, jiratest.Options{Projects: []jiratest.Project{{Key: "OPS"}, {Key: "WEB"}}})
	i := create(t, c, task("x"))
	if key, ok := s.Move(i.Key, "WEB"); !ok || key != "WEB-1" {
		t.Fatalf("Move = %s, %v", key, ok)
	}
	for _, ref := range []string{i.ID, "OPS-1", "WEB-1"} {
		got, err := c.Get(t.Context(), ref)
		if err != nil || got.ID != i.ID || got.Key != "WEB-1" {
			t.Errorf("Get(%s) = %+v, %v", ref, got, err)
		}
	}
}

func TestTransitionReachesTheCategory(t *testing.T) {
	t.Parallel()
	s, c := site(t, jiratest.Options{})
	i := create(t, c, task("x"))
	for _, step := range []struct {
		to     jira.Category
		status string
	}{
		{jira.CategoryIndeterminate, "In Progress"}, {jira.CategoryDone, "Done"}, {jira.CategoryDone, "Done"}, {jira.CategoryNew, "To Do"},
	} {
		if err := c.Transition(t.Context(), i.ID, step.to); err != nil {
			t.Fatal(err)
		}
		if got, _ := s.Issue(i.ID); got.Status != step.status {
			t.Errorf("the status is %s, want %s", got.Status, step.status)
		}
	}
	if n := s.Requests()["POST /rest/api/2/issue/"+i.ID+"/transitions"]; n != 3 {
		t.Errorf("%d moves were sent, want 3: one was done already", n)
	}
}

func TestTransitionPrefersDoneOverGivenUp(t *testing.T) {
	t.Parallel()
	s, c := site(t, jiratest.Options{Projects: []jiratest.Project{{Key: "OPS", Statuses: []string{"Won't Do"}}, {Key: "WEB", Statuses: []string{"Won't Do", "Done"}}}})
	only, both := create(t, c, task("x")), s.Seed("WEB", jiratest.SeedIssue{Summary: "y"})
	for id, want := range map[string]string{only.ID: "Won't Do", both.ID: "Done"} {
		if err := c.Transition(t.Context(), id, jira.CategoryDone); err != nil {
			t.Fatal(err)
		}
		if got, _ := s.Issue(id); got.Status != want {
			t.Errorf("the status is %s, want %s", got.Status, want)
		}
	}
}

func TestTransitionSaysWhenTheWorkflowHasNoWay(t *testing.T) {
	t.Parallel()
	_, c := site(t, jiratest.Options{Projects: []jiratest.Project{{Key: "OPS", Statuses: []string{"In Progress"}}}})
	i := create(t, c, task("x"))
	err := c.Transition(t.Context(), i.ID, jira.CategoryDone)
	var none *jira.NoTransitionError
	if !errors.As(err, &none) || none.Wanted != jira.CategoryDone || !reflect.DeepEqual(none.Offered, []string{"In Progress"}) {
		t.Errorf("error is %v", err)
	}
}

func TestCommentAndRemoteLinkShowOnTheIssue(t *testing.T) {
	t.Parallel()
	s, c := site(t, jiratest.Options{})
	i := create(t, c, task("x"))
	if err := c.Comment(t.Context(), i.ID, "The due date moved."); err != nil {
		t.Fatal(err)
	}
	for _, title := range []string{"AI-42", "AI-42\nQueue"} {
		if err := c.RemoteLink(t.Context(), i.ID, "debrief=ai-42", "https://debrief.test/action-items/42", title); err != nil {
			t.Fatal(err)
		}
	}
	got, _ := s.Issue(i.ID)
	if len(got.Comments) != 1 || got.Comments[0].Body != "The due date moved." {
		t.Errorf("comments are %+v", got.Comments)
	}
	if len(got.Links) != 1 || got.Links[0].Title != "AI-42 Queue" || got.Links[0].GlobalID != "debrief=ai-42" {
		t.Errorf("links are %+v", got.Links)
	}
}

func TestRequiredFieldsAreThoseThatCreateCannotFill(t *testing.T) {
	t.Parallel()
	_, c := site(t, jiratest.Options{Projects: []jiratest.Project{
		{Key: "OPS", Required: []jiratest.RequiredField{{ID: "customfield_10050", Name: "Team"}, {ID: "duedate", Name: "Due date"}}},
		{Key: "WEB"},
	}})
	for project, want := range map[string][]string{"OPS": {"Team"}, "WEB": {}} {
		if got, err := c.RequiredFields(t.Context(), project, "task"); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("RequiredFields(%s) = %v, %v, want %v", project, got, err, want)
		}
	}
	_, err := c.RequiredFields(t.Context(), "OPS", "Saga")
	if e := wantKind(t, err, jira.Invalid); e.Fields["issuetype"] == "" {
		t.Errorf("error is %v", e)
	}
	_, err = c.RequiredFields(t.Context(), "NOPE", "Task")
	wantKind(t, err, jira.NotFound)
}
