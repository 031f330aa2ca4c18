package jiratest

import (
	"slices"
	"strconv"
	"strings"
)

// Project is one project and what its create screen asks for.
type Project struct {
	Key        string          // like OPS
	Name       string          // shown on the pages
	IssueTypes []string        // nil means Task, Bug and Story
	Required   []RequiredField // asked for on every new issue, beside project, type and summary
	Hidden     []string        // fields that are not on its screens, like "priority"
	Statuses   []string        // the statuses that its transitions lead to; nil means all four
	Denied     []string        // permissions that the account does not have there, like CREATE_ISSUES
}

// RequiredField is a field that a project insists on.
type RequiredField struct {
	ID   string // like customfield_10050
	Name string // as people see it
}

// priorities of every project; an id is the place in the list, from 1.
var priorities = []string{"Highest", "High", "Medium", "Low", "Lowest"}

const defaultPriority = "Medium"

func (p Project) types() []string {
	if p.IssueTypes != nil {
		return p.IssueTypes
	}
	return []string{"Task", "Bug", "Story"}
}

// firstType is the id of a project's first issue type.
const firstType = 10001

func typeID(place int) string { return strconv.Itoa(firstType + place) }

// issueType finds a type by {"name"} or {"id"}.
func (p Project) issueType(v any) (string, bool) {
	for i, name := range p.types() {
		if member(v, "name") == name || member(v, "id") == typeID(i) {
			return name, true
		}
	}
	return "", false
}

// project finds a project by {"key"} or {"id"}, or by the bare text of a path or of JQL.
func (s *Server) project(v any) (Project, bool) {
	for i, p := range s.opts.Projects {
		id := projectID(i)
		if text, ok := v.(string); ok && (strings.EqualFold(text, p.Key) || text == id || text == p.Name) {
			return p, true
		}
		if member(v, "key") == p.Key || member(v, "id") == id {
			return p, true
		}
	}
	return Project{}, false
}

func projectID(place int) string { return strconv.Itoa(10000 + place) }

func (p Project) onScreen(field string) bool { return !slices.Contains(p.Hidden, field) }

func (p Project) requires(field string) bool {
	return slices.ContainsFunc(p.Required, func(f RequiredField) bool { return f.ID == field })
}

// priority finds a priority by {"name"} or {"id"}.
func priority(v any) (string, bool) {
	for i, name := range priorities {
		if member(v, "name") == name || member(v, "id") == strconv.Itoa(i+1) {
			return name, true
		}
	}
	return "", false
}

// member reads a text of a JSON object, "" when v is none or lacks it.
func member(v any, name string) string {
	object, _ := v.(map[string]any)
	text, _ := object[name].(string)
	return text
}
