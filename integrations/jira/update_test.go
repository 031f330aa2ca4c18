package jira_test

import (
	"reflect"
	"slices"
	"testing"
	"time"

	"debrief/integrations/jira"
	"debrief/integrations/jira/jiratest"
)

func TestUpdateMergesLabels(t *testing.T) {
	t.Parallel()
	s, c := site(t, jiratest.Options{})
	i := create(t, c, task("x", "debrief", "sev-1"))
	s.SetLabels(i.Key, "debrief", "sev-1", "theirs")
	if _, err := c.Update(t.Context(), i.ID, jira.Fields{Labels: []string{"debrief", "sev 2"}, RemoveLabels: []string{"sev-1", "debrief", "never-there"}}); err != nil {
		t.Fatal(err)
	}
	got, _ := s.Issue(i.ID)
	slices.Sort(got.Labels)
	if want := []string{"debrief", "sev_2", "theirs"}; !reflect.DeepEqual(got.Labels, want) {
		t.Errorf("labels are %v, want %v", got.Labels, want)
	}
}

func TestUpdateTwiceChangesNothingMore(t *testing.T) {
	t.Parallel()
	now := newClock()
	s, c := site(t, jiratest.Options{Now: now.Now})
	i := create(t, c, task("x"))
	f := jira.Fields{Summary: "y", Description: "d", Priority: "Low", DueOn: "2026-04-01", AssigneeAccountID: "712020:bo", Labels: []string{"debrief"}}
	var seen []jiratest.Issue
	for range 2 {
		now.advance(time.Minute)
		if dropped, err := c.Update(t.Context(), i.ID, f); err != nil || dropped != nil {
			t.Fatal(dropped, err)
		}
		got, _ := s.Issue(i.ID)
		seen = append(seen, got)
	}
	if !reflect.DeepEqual(seen[0], seen[1]) {
		t.Errorf("the second update made %+v of %+v", seen[1], seen[0])
	}
	if g := seen[0]; g.Summary != "y" || g.Description != "d" || g.Priority != "Low" || g.DueOn != "2026-04-01" || g.AssigneeAccountID != "712020:bo" {
		t.Errorf("Jira has %+v", g)
	}
}

func TestUpdateLeavesAloneWhatIsEmpty(t *testing.T) {
	t.Parallel()
	s, c := site(t, jiratest.Options{})
	f := task("x", "debrief")
	f.DueOn, f.AssigneeAccountID = "2026-04-01", "712020:bo"
	i := create(t, c, f)
	before, _ := s.Issue(i.ID)
	if _, err := c.Update(t.Context(), i.ID, jira.Fields{}); err != nil {
		t.Fatal(err)
	}
	if after, _ := s.Issue(i.ID); !reflect.DeepEqual(before, after) {
		t.Errorf("an empty update made %+v of %+v", after, before)
	}
}

func TestUpdateLeavesOutWhatTheScreenLacks(t *testing.T) {
	t.Parallel()
	s, c := site(t, jiratest.Options{Projects: []jiratest.Project{{Key: "OPS", Hidden: []string{"priority"}}}})
	i := create(t, c, task("x"))
	dropped, err := c.Update(t.Context(), i.ID, jira.Fields{Summary: "y", Priority: "High"})
	if err != nil || !reflect.DeepEqual(dropped, []string{"priority"}) {
		t.Errorf("dropped %v, %v", dropped, err)
	}
	if got, _ := s.Issue(i.ID); got.Summary != "y" {
		t.Errorf("the summary is %q", got.Summary)
	}
}

func TestUpdateOfADeletedIssueIsNotFound(t *testing.T) {
	t.Parallel()
	s, c := site(t, jiratest.Options{})
	i := create(t, c, task("x"))
	s.Delete(i.ID)
	_, err := c.Update(t.Context(), i.ID, task("y"))
	wantKind(t, err, jira.NotFound)
	_, err = c.Get(t.Context(), i.ID)
	wantKind(t, err, jira.NotFound)
}
