package jira

import (
	"errors"
	"maps"
	"slices"
)

// Fields are what Debrief says of an issue. Texts are shortened and cleaned to what Jira takes.
type Fields struct {
	Project           string   // key or id; Create only
	IssueType         string   // name or id; Create only
	Summary           string   // one line; cut at 255 characters
	Description       string   // wiki markup; cut at 32,767 characters
	Priority          string   // name or id
	DueOn             string   // YYYY-MM-DD
	AssigneeAccountID string   // of an Atlassian account
	Labels            []string // spaces become underscores; Update adds them and leaves those of others alone
	RemoveLabels      []string // labels of ours that are to go; Update only
	Unassign          bool     // without AssigneeAccountID: nobody is assigned any more; Update only
}

// droppable are the fields without which an issue is still worth having.
var droppable = []string{"priority", "duedate", "assignee"}

// wire returns what both Create and Update send; what is empty is left as Jira has it.
func (f Fields) wire() map[string]any {
	w := map[string]any{}
	if s := oneLine(f.Summary); s != "" {
		w["summary"] = s
	}
	if f.Description != "" {
		w["description"] = clip(f.Description, maxText)
	}
	if f.Priority != "" {
		w["priority"] = ref(f.Priority, "name")
	}
	if f.DueOn != "" {
		w["duedate"] = f.DueOn
	}
	if f.AssigneeAccountID != "" {
		w["assignee"] = map[string]string{"accountId": f.AssigneeAccountID}
	} else if f.Unassign {
		w["assignee"] = nil
	}
	return w
}

// ref refers to a thing by id, or by what other references are called.
func ref(value, otherwise string) map[string]string {
	if digits.MatchString(value) {
		return map[string]string{"id": value}
	}
	return map[string]string{otherwise: value}
}

// dropRefused takes out of fields what err refuses, and returns the names, sorted. It takes out nothing
// when something else is refused as well: sending the rest again would be in vain.
func dropRefused(fields map[string]any, err error) []string {
	var e *Error
	if !errors.As(err, &e) || e.Kind != Invalid || len(e.Fields) == 0 {
		return nil
	}
	names := slices.Sorted(maps.Keys(e.Fields))
	for _, name := range names {
		if _, sent := fields[name]; !sent || !slices.Contains(droppable, name) {
			return nil
		}
	}
	for _, name := range names {
		delete(fields, name)
	}
	return names
}
