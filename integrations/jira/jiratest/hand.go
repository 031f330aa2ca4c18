package jiratest

import (
	"fmt"
	"slices"
	"time"
)

// SeedIssue is an issue that was there before; what is empty gets the project's default.
type SeedIssue struct {
	IssueType         string
	Summary           string
	Description       string
	Status            string // a name of Statuses
	Priority          string
	DueOn             string // YYYY-MM-DD or ""
	AssigneeAccountID string
	Labels            []string
	Created, Updated  time.Time // zero means now, and as created
}

// Seed puts an issue in that search finds at once. It panics on a project or status that the site does not
// have: that is a mistake in the program that calls it.
func (s *Server) Seed(project string, f SeedIssue) Issue {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, ok := s.project(project)
	if !ok {
		panic(fmt.Sprintf("jiratest: seed an issue: there is no project %q: name it in Options.Projects", project))
	}
	if f.Created.IsZero() {
		f.Created = s.opts.Now()
	}
	i := s.add(Issue{
		Project: p.Key, IssueType: or(f.IssueType, p.types()[0]), Summary: f.Summary, Description: f.Description,
		Priority: or(f.Priority, defaultPriority), DueOn: f.DueOn, AssigneeAccountID: f.AssigneeAccountID,
		Labels: slices.Clone(f.Labels), Created: f.Created, Updated: f.Updated,
	}, time.Time{})
	if i.Updated.IsZero() {
		i.Updated = i.Created
	}
	i.moveTo(mustStatus(or(f.Status, Statuses()[0].Name)))
	return i.copied()
}

// Issues returns all issues, oldest first.
func (s *Server) Issues() []Issue {
	s.mu.Lock()
	defer s.mu.Unlock()
	list := []Issue{}
	for _, i := range s.issues {
		list = append(list, i.copied())
	}
	return list
}

// Issue returns the issue with this key, former key or id.
func (s *Server) Issue(ref string) (Issue, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	i := s.find(ref)
	if i == nil {
		return Issue{}, false
	}
	return i.copied(), true
}

// SetStatus moves an issue as somebody in Jira would, and reports whether there is one. It panics on a status
// that is not a name of Statuses.
func (s *Server) SetStatus(ref, status string) bool {
	st := mustStatus(status)
	return s.change(ref, func(i *record) { i.moveTo(st) })
}

// SetDue changes an issue's due date, "" for none, and reports whether there is such an issue.
func (s *Server) SetDue(ref, dueOn string) bool {
	return s.change(ref, func(i *record) { i.DueOn = dueOn })
}

// SetAssignee assigns an issue, "" to nobody, and reports whether there is such an issue.
func (s *Server) SetAssignee(ref, accountID string) bool {
	return s.change(ref, func(i *record) { i.AssigneeAccountID = accountID })
}

// SetLabels replaces an issue's labels, and reports whether there is such an issue.
func (s *Server) SetLabels(ref string, labels ...string) bool {
	return s.change(ref, func(i *record) { i.Labels = slices.Clone(labels) })
}

// Move puts an issue into another project: its key changes, its id does not, and the old key still leads to it.
// It returns the new key, or false when there is no such issue or project.
func (s *Server) Move(ref, project string) (key string, ok bool) {
	p, ok := func() (Project, bool) {
		s.mu.Lock()
		defer s.mu.Unlock()
		return s.project(project)
	}()
	if !ok {
		return "", false
	}
	ok = s.change(ref, func(i *record) {
		i.oldKeys = append(i.oldKeys, i.Key)
		i.Project, i.Key = p.Key, s.key(p.Key)
		key = i.Key
	})
	return key, ok
}

// Delete removes an issue for good, and reports whether there was one.
func (s *Server) Delete(ref string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	i := s.find(ref)
	if i == nil {
		return false
	}
	s.issues = slices.DeleteFunc(s.issues, func(other *record) bool { return other == i })
	return true
}

func (s *Server) change(ref string, do func(*record)) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	i := s.find(ref)
	if i == nil {
		return false
	}
	do(i)
	i.Updated = s.opts.Now()
	return true
}

func mustStatus(name string) Status {
	st, ok := statusNamed(name)
	if !ok {
		panic(fmt.Sprintf("jiratest: there is no status %q: use a name of Statuses", name))
	}
	return st
}

func or(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}
