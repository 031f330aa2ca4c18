package jiratest

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// permissions are those that a caller may ask about, with the names that people see.
var permissions = map[string]string{"BROWSE_PROJECTS": "Browse Projects", "CREATE_ISSUES": "Create Issues", "EDIT_ISSUES": "Edit Issues",
	"TRANSITION_ISSUES": "Transition Issues", "ADD_COMMENTS": "Add Comments", "LINK_ISSUES": "Link Issues"}

// may reports whether the account has a permission in the project.
func (p Project) may(permission string) bool { return !slices.Contains(p.Denied, permission) }

// getMyPermissions tells what the account may do in a project; what it may not browse is not there for it.
func (s *Server) getMyPermissions(r *http.Request) (int, any) {
	q := r.URL.Query()
	p, ok := s.project(q.Get("projectKey"))
	if !ok || !p.may("BROWSE_PROJECTS") {
		return http.StatusNotFound, complain("No project could be found with key '%s'.", q.Get("projectKey"))
	}
	if q.Get("permissions") == "" {
		return http.StatusBadRequest, complain("The 'permissions' query parameter is required.")
	}
	list := map[string]any{}
	for n, key := range strings.Split(q.Get("permissions"), ",") {
		name, known := permissions[key]
		if !known {
			return http.StatusBadRequest, complain("Unrecognized permission: %s", key)
		}
		list[key] = map[string]any{"id": strconv.Itoa(10 + n), "key": key, "name": name, "type": "PROJECT", "description": "", "havePermission": p.may(key)}
	}
	return http.StatusOK, map[string]any{"permissions": list}
}
