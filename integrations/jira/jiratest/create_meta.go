package jiratest

import (
	"net/http"
	"slices"
	"strconv"
)

// maxMeta is the largest page of createmeta.
const maxMeta = 200

func (s *Server) getIssueTypes(r *http.Request) (int, any) {
	p, ok := s.project(r.PathValue("project"))
	if !ok {
		return http.StatusNotFound, complain("No project could be found with key '%s'.", r.PathValue("project"))
	}
	list := []any{}
	for i, name := range p.types() {
		list = append(list, map[string]any{"id": typeID(i), "name": name, "description": "", "subtask": false, "self": s.self(r, "issuetype/"+typeID(i))})
	}
	return page(r, "issueTypes", list)
}

func (s *Server) getTypeFields(r *http.Request) (int, any) {
	p, ok := s.project(r.PathValue("project"))
	if !ok {
		return http.StatusNotFound, complain("No project could be found with key '%s'.", r.PathValue("project"))
	}
	if _, ok := p.issueType(map[string]any{"id": r.PathValue("typeID")}); !ok {
		return http.StatusNotFound, complain("Issue type with id '%s' could not be found.", r.PathValue("typeID"))
	}
	list := []any{
		fieldMeta("project", "Project", "project", true, false),
		fieldMeta("issuetype", "Issue Type", "issuetype", true, false),
		fieldMeta("summary", "Summary", "string", true, false),
		fieldMeta("reporter", "Reporter", "user", true, true),
	}
	for _, f := range [][3]string{
		{"description", "Description", "string"}, {"priority", "Priority", "priority"}, {"duedate", "Due date", "date"},
		{"assignee", "Assignee", "user"}, {"labels", "Labels", "array"},
	} {
		if p.onScreen(f[0]) {
			list = append(list, fieldMeta(f[0], f[1], f[2], p.requires(f[0]), f[0] == "priority"))
		}
	}
	for _, f := range p.Required {
		if !slices.Contains(standard, f.ID) {
			list = append(list, fieldMeta(f.ID, f.Name, "string", true, false))
		}
	}
	return page(r, "fields", list)
}

func fieldMeta(id, name, kind string, required, hasDefault bool) map[string]any {
	return map[string]any{
		"fieldId": id, "key": id, "name": name, "required": required, "hasDefaultValue": hasDefault,
		"operations": []string{"set"}, "schema": map[string]any{"type": kind, "system": id},
	}
}

// page cuts startAt and maxResults out of a list.
func page(r *http.Request, name string, list []any) (int, any) {
	startAt, _ := strconv.Atoi(r.URL.Query().Get("startAt"))
	size, err := strconv.Atoi(r.URL.Query().Get("maxResults"))
	if err != nil || size <= 0 {
		size = 50
	}
	if size > maxMeta {
		return http.StatusBadRequest, complain("Parameter 'maxResults' must not exceed the limit '%d'", maxMeta)
	}
	total := len(list)
	startAt = max(0, min(startAt, total))
	return http.StatusOK, map[string]any{name: list[startAt:min(total, startAt+size)], "startAt": startAt, "maxResults": size, "total": total}
}
