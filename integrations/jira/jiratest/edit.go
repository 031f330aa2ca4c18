package jiratest

import (
	"fmt"
	"maps"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"time"
	"unicode/utf16"
)

// The lengths that Jira allows, in UTF-16 units.
const (
	maxSummary     = 255
	maxLabel       = 255
	maxDescription = 32767
)

// standard are the fields that every project has, unless it hides them.
var standard = []string{"summary", "description", "priority", "duedate", "assignee", "labels"}

// edit is the body of a create or an update.
type edit struct {
	Fields map[string]any              `json:"fields"`
	Update map[string][]map[string]any `json:"update"`
}

func (s *Server) postIssue(r *http.Request) (int, any) {
	var in edit
	if !decode(r, &in) {
		return notJSON()
	}
	p, ok := s.project(in.Fields["project"])
	if !ok {
		return http.StatusBadRequest, fieldProblem(map[string]string{"project": "valid project is required"})
	}
	if !p.may("CREATE_ISSUES") {
		return http.StatusBadRequest, fieldProblem(map[string]string{"project": "You do not have permission to create issues in this project."})
	}
	errs := map[string]string{}
	now := s.opts.Now()
	rec := &record{Issue: Issue{Project: p.Key, Priority: defaultPriority, Created: now, Updated: now}}
	if rec.IssueType, ok = p.issueType(in.Fields["issuetype"]); !ok {
		errs["issuetype"] = "Specify a valid issue type"
	}
	if _, ok := in.Fields["summary"]; !ok {
		errs["summary"] = "You must specify a summary of the issue."
	}
	for _, f := range p.Required {
		if v := in.Fields[f.ID]; v == nil || v == "" {
			errs[f.ID] = f.Name + " is required."
		}
	}
	delete(in.Fields, "project")
	delete(in.Fields, "issuetype")
	s.apply(p, rec, in, errs)
	if len(errs) > 0 {
		return http.StatusBadRequest, fieldProblem(errs)
	}
	rec.moveTo(Statuses()[0])
	rec = s.add(rec.Issue, now.Add(s.opts.SearchLag))
	return http.StatusCreated, map[string]any{"id": rec.ID, "key": rec.Key, "self": s.self(r, "issue/"+rec.ID)}
}

func (s *Server) putIssue(r *http.Request) (int, any) {
	i := s.find(r.PathValue("id"))
	if i == nil {
		return absent()
	}
	var in edit
	if !decode(r, &in) {
		return notJSON()
	}
	p, _ := s.project(i.Project)
	changed, errs := *i, map[string]string{}
	changed.Labels = slices.Clone(i.Labels)
	s.apply(p, &changed, in, errs)
	if len(errs) > 0 {
		return http.StatusBadRequest, fieldProblem(errs)
	}
	if !reflect.DeepEqual(changed.Issue, i.Issue) { // Jira leaves "updated" alone when nothing changed
		changed.Updated = s.opts.Now()
		*i = changed
	}
	return http.StatusNoContent, nil
}

// apply sets fields and carries out update verbs on i, and notes in errs what Jira would refuse.
func (s *Server) apply(p Project, i *record, in edit, errs map[string]string) {
	for _, name := range slices.Sorted(maps.Keys(in.Fields)) {
		s.set(p, i, name, in.Fields[name], errs)
	}
	for _, name := range slices.Sorted(maps.Keys(in.Update)) {
		if _, twice := in.Fields[name]; twice {
			errs[name] = fmt.Sprintf("Field '%s' cannot appear in both 'fields' and 'update'", name)
			continue
		}
		for _, verbs := range in.Update[name] {
			for verb, v := range verbs {
				s.verb(p, i, name, verb, v, errs)
			}
		}
	}
}

func (s *Server) verb(p Project, i *record, name, verb string, v any, errs map[string]string) {
	label, _ := v.(string)
	switch {
	case verb == "set":
		s.set(p, i, name, v, errs)
	case name == "labels" && verb == "add":
		if !slices.Contains(i.Labels, label) {
			s.set(p, i, name, append(toAny(i.Labels), label), errs)
		}
	case name == "labels" && verb == "remove":
		i.Labels = slices.DeleteFunc(i.Labels, func(l string) bool { return l == label })
	default:
		errs[name] = fmt.Sprintf("Field '%s' does not support operation '%s'", name, verb)
	}
}

func (s *Server) set(p Project, i *record, name string, v any, errs map[string]string) {
	if !p.onScreen(name) || !slices.Contains(standard, name) && !p.requires(name) {
		errs[name] = fmt.Sprintf("Field '%s' cannot be set. It is not on the appropriate screen, or unknown.", name)
		return
	}
	text, isText := v.(string)
	switch name {
	case "summary":
		i.Summary = text
		note(errs, name, summaryProblem(text, isText))
	case "description":
		i.Description = text
		if v != nil && !isText {
			errs[name] = "Operation value must be a string"
		} else if units(text) > maxDescription {
			errs[name] = "The entered text is too long. It exceeds the allowed limit of 32,767 characters."
		}
	case "priority":
		var ok bool
		if i.Priority, ok = priority(v); !ok {
			errs[name] = "The priority selected is invalid."
		}
	case "duedate":
		i.DueOn = text
		if _, err := time.Parse(time.DateOnly, text); err != nil && v != nil {
			errs[name] = "Enter a date in the format yyyy-MM-dd."
		}
	case "assignee":
		i.AssigneeAccountID = or(member(v, "accountId"), member(v, "id"))
		if _, ok := s.user(i.AssigneeAccountID); !ok && v != nil {
			errs[name] = "Specify a valid assignee."
		}
	case "labels":
		i.Labels = i.Labels[:0:0]
		list, ok := v.([]any)
		if !ok {
			errs[name] = "data was not an array"
		}
		for _, l := range list {
			label, _ := l.(string)
			note(errs, name, labelProblem(label))
			if !slices.Contains(i.Labels, label) {
				i.Labels = append(i.Labels, label)
			}
		}
	}
}

func note(errs map[string]string, name, what string) {
	if what != "" {
		errs[name] = what
	}
}

func summaryProblem(text string, isText bool) string {
	switch {
	case !isText || strings.TrimSpace(text) == "":
		return "You must specify a summary of the issue."
	case strings.ContainsAny(text, "\n\r"):
		return "The summary is invalid because it contains newline characters."
	case units(text) > maxSummary:
		return "Summary can't exceed 255 characters."
	}
	return ""
}

func labelProblem(label string) string {
	switch {
	case label == "":
		return "Labels must be texts that are not empty."
	case strings.ContainsAny(label, " \t\n\r"):
		return fmt.Sprintf("The label '%s' contains spaces which is invalid.", label)
	case units(label) > maxLabel:
		return fmt.Sprintf("The label '%s' exceeds 255 characters which is invalid.", label)
	}
	return ""
}

func units(text string) int { return len(utf16.Encode([]rune(text))) }

func toAny(list []string) []any {
	all := make([]any, 0, len(list)+1)
	for _, v := range list {
		all = append(all, v)
	}
	return all
}
