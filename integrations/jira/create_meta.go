package jira

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
)

// metaPage is the largest page that createmeta serves.
const metaPage = 200

// supplied are the fields that Create can fill.
var supplied = []string{"project", "issuetype", "summary", "description", "priority", "duedate", "assignee", "labels"}

// RequiredFields returns the names of the fields that the project asks for on every new issue of the type (a
// name or id), that have no default, and that Create cannot fill: as long as there are any, Create is refused.
// An issue type that the project does not have is an Invalid error that lists those that it has.
func (c *Client) RequiredFields(ctx context.Context, project, issueType string) ([]string, error) {
	op := "read which fields project " + clip(project, 40) + " requires"
	if !projectRef.MatchString(project) {
		return nil, c.refused(op, "project", fmt.Sprintf("%q is not a project's key or id", clip(project, 40)))
	}
	path := "rest/api/2/issue/createmeta/" + project + "/issuetypes"
	types, err := c.issueTypes(ctx, op, path)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(types, func(t wireType) bool { return t.ID == issueType || strings.EqualFold(t.Name, issueType) })
	if i < 0 {
		var names []string
		for _, t := range types {
			names = append(names, t.Name)
		}
		return nil, c.refused(op, "issuetype", fmt.Sprintf("%s has no type %q: choose one of %s", project, clip(issueType, 60), strings.Join(names, ", ")))
	}
	return c.requiredOf(ctx, op, path+"/"+types[i].ID)
}

type wireType struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

func (c *Client) issueTypes(ctx context.Context, op, path string) ([]wireType, error) {
	types := []wireType{}
	for range maxPages {
		var page struct {
			Types []wireType `json:"issueTypes"`
			Total int        `json:"total"`
		}
		if err := c.do(ctx, call{op: op, method: http.MethodGet, path: metaURL(path, len(types))}, &page); err != nil {
			return nil, err
		}
		types = append(types, page.Types...)
		if len(page.Types) == 0 || len(types) >= page.Total {
			break
		}
	}
	return types, nil
}

func (c *Client) requiredOf(ctx context.Context, op, path string) ([]string, error) {
	names, seen := []string{}, 0
	for range maxPages {
		var page struct {
			Fields []struct {
				ID       string `json:"fieldId"`
				Name     string `json:"name"`
				Required bool   `json:"required"`
				Default  bool   `json:"hasDefaultValue"`
			} `json:"fields"`
			Total int `json:"total"`
		}
		if err := c.do(ctx, call{op: op, method: http.MethodGet, path: metaURL(path, seen)}, &page); err != nil {
			return nil, err
		}
		for _, f := range page.Fields {
			if f.Required && !f.Default && !slices.Contains(supplied, f.ID) {
				names = append(names, f.Name)
			}
		}
		seen += len(page.Fields)
		if len(page.Fields) == 0 || seen >= page.Total {
			break
		}
	}
	return names, nil
}

func metaURL(path string, startAt int) string {
	return fmt.Sprintf("%s?startAt=%d&maxResults=%d", path, startAt, metaPage)
}
