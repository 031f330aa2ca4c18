package jira

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
)

// needed are the permissions that Debrief's account uses in a project, and their names where Jira does not tell them.
var needed = []struct{ key, name string }{
	{"BROWSE_PROJECTS", "Browse Projects"}, {"CREATE_ISSUES", "Create Issues"}, {"EDIT_ISSUES", "Edit Issues"},
	{"TRANSITION_ISSUES", "Transition Issues"}, {"ADD_COMMENTS", "Add Comments"}, {"LINK_ISSUES", "Link Issues"},
}

// MissingPermissions returns the names of the permissions in a project that the account needs and does not have. A project that does
// not exist, or is not shown to the account, is a NotFound error.
func (c *Client) MissingPermissions(ctx context.Context, project string) ([]string, error) {
	op := "read what the account may do in project " + clip(project, 40)
	if !projectRef.MatchString(project) {
		return nil, c.refused(op, "project", fmt.Sprintf("%q is not a project's key", clip(project, 40)))
	}
	keys := make([]string, len(needed))
	for n, p := range needed {
		keys[n] = p.key
	}
	query := url.Values{"projectKey": {project}, "permissions": {strings.Join(keys, ",")}}
	var out struct {
		Permissions map[string]struct {
			Name string `json:"name"`
			Have bool   `json:"havePermission"`
		} `json:"permissions"`
	}
	if err := c.do(ctx, call{op: op, method: http.MethodGet, path: "rest/api/2/mypermissions?" + query.Encode()}, &out); err != nil {
		return nil, err
	}
	missing := []string{}
	for _, p := range needed {
		told := out.Permissions[p.key]
		if told.Have {
			continue
		}
		if told.Name != "" {
			p.name = clip(told.Name, 60)
		}
		missing = append(missing, p.name)
	}
	return missing, nil
}
