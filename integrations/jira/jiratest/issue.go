package jiratest

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Issue is an issue as the site keeps it.
type Issue struct {
	ID                string
	Key               string
	Project           string // key
	IssueType         string
	Summary           string
	Description       string
	Status            string
	Category          string // new, indeterminate or done
	Resolution        string // "" while open
	Priority          string
	DueOn             string // YYYY-MM-DD or ""
	AssigneeAccountID string
	Labels            []string
	Comments          []Comment
	Links             []RemoteLink
	Created, Updated  time.Time
}

// record is an Issue and what only the site knows of it.
type record struct {
	Issue
	oldKeys []string  // a moved issue is still found by these
	indexed time.Time // from when on search finds it
}

// timeLayout is how Jira writes an instant.
const timeLayout = "2006-01-02T15:04:05.000-0700"

// find returns the issue with this id, key or former key.
func (s *Server) find(ref string) *record {
	for _, i := range s.issues {
		if i.ID == ref || strings.EqualFold(i.Key, ref) || slices.Contains(i.oldKeys, strings.ToUpper(ref)) {
			return i
		}
	}
	return nil
}

// add keeps a new issue under the next id and key.
func (s *Server) add(i Issue, indexed time.Time) *record {
	i.ID = strconv.FormatInt(s.nextID, 10)
	s.nextID++
	i.Key = s.key(i.Project)
	rec := &record{Issue: i, indexed: indexed}
	s.issues = append(s.issues, rec)
	return rec
}

func (s *Server) key(project string) string {
	s.lastKey[project]++
	return fmt.Sprintf("%s-%d", project, s.lastKey[project])
}

// moveTo puts the issue into a status and resolves or reopens it.
func (i *record) moveTo(st Status) {
	i.Status, i.Category, i.Resolution = st.Name, st.Category, st.Resolution
}

// copied returns an Issue that shares nothing with the record.
func (i *record) copied() Issue {
	c := i.Issue
	c.Labels = slices.Clone(i.Labels)
	c.Comments = slices.Clone(i.Comments)
	c.Links = slices.Clone(i.Links)
	return c
}

// json is the issue as the API shows it, with the named fields only.
func (s *Server) json(r *http.Request, i *record, wanted []string) map[string]any {
	all := s.fields(i)
	if !slices.Contains(wanted, "*all") && !slices.Contains(wanted, "*navigable") {
		for name := range all {
			if !slices.Contains(wanted, name) {
				delete(all, name)
			}
		}
	}
	return map[string]any{"id": i.ID, "key": i.Key, "self": s.self(r, "issue/"+i.ID), "expand": "", "fields": all}
}

func (s *Server) fields(i *record) map[string]any {
	st, _ := statusNamed(i.Status)
	f := map[string]any{
		"summary":     i.Summary,
		"description": orNull(i.Description),
		"status":      st.json(),
		"resolution":  nil,
		"priority":    map[string]any{"name": i.Priority, "id": strconv.Itoa(slices.Index(priorities, i.Priority) + 1)},
		"duedate":     orNull(i.DueOn),
		"assignee":    nil,
		"labels":      append([]string{}, i.Labels...),
		"project":     map[string]any{"key": i.Project},
		"issuetype":   map[string]any{"name": i.IssueType},
		"created":     i.Created.In(s.opts.Zone).Format(timeLayout),
		"updated":     i.Updated.In(s.opts.Zone).Format(timeLayout),
	}
	if i.Resolution != "" {
		f["resolution"] = map[string]any{"name": i.Resolution}
	}
	if u, ok := s.user(i.AssigneeAccountID); ok {
		f["assignee"] = s.userJSON(u)
	}
	return f
}

func orNull(text string) any {
	if text == "" {
		return nil
	}
	return text
}

func (s *Server) getIssue(r *http.Request) (int, any) {
	i := s.find(r.PathValue("id"))
	if i == nil {
		return absent()
	}
	wanted := []string{"*all"}
	if text := r.URL.Query().Get("fields"); text != "" {
		wanted = strings.Split(text, ",")
	}
	return http.StatusOK, s.json(r, i, wanted)
}

// maxBulk is how many issues one bulkfetch may name.
const maxBulk = 100

func (s *Server) postBulkFetch(r *http.Request) (int, any) {
	var in struct {
		IDs    []string `json:"issueIdsOrKeys"`
		Fields []string `json:"fields"`
	}
	if !decode(r, &in) {
		return notJSON()
	}
	if len(in.IDs) == 0 || len(in.IDs) > maxBulk {
		return http.StatusBadRequest, complain("The number of issues must be between 1 and %d.", maxBulk)
	}
	if in.Fields == nil {
		in.Fields = []string{"*navigable"}
	}
	issues, errs := []any{}, []any{}
	for _, id := range in.IDs {
		if i := s.find(id); i != nil {
			issues = append(issues, s.json(r, i, in.Fields))
		} else {
			errs = append(errs, map[string]any{"id": id, "errorMessage": "Issue does not exist or you do not have permission to see it."})
		}
	}
	return http.StatusOK, map[string]any{"issues": issues, "issueErrors": errs}
}
