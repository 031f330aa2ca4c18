package jira

import (
	"context"
	"fmt"
	"net/http"
	"strings"
)

const (
	pageSize = 100 // issues a page; also the most that bulkfetch takes
	maxPages = 50
)

// FindByLabel returns the project's issues that carry the label, oldest first; project "" means all projects. It sees a new issue only after
// Jira's search has caught up, seconds to minutes later. More than 5,000 issues are an Invalid error.
func (c *Client) FindByLabel(ctx context.Context, project, label string) ([]Issue, error) {
	label = cleanLabel(label)
	op, where := "find issues labelled "+label, ""
	if project != "" {
		op, where = op+" in "+clip(project, 40), "project = "+quote(project)+" AND "
	}
	body := map[string]any{
		"jql":        where + "labels = " + quote(label) + " ORDER BY created ASC, key ASC",
		"fields":     issueFields,
		"maxResults": pageSize,
	}
	found := []Issue{}
	for range maxPages {
		var page struct {
			Issues        []wireIssue `json:"issues"`
			NextPageToken string      `json:"nextPageToken"`
		}
		in := call{op: op, method: http.MethodPost, path: "rest/api/2/search/jql", body: body}
		if err := c.do(ctx, in, &page); err != nil {
			return nil, err
		}
		for _, w := range page.Issues {
			found = append(found, c.issue(w))
		}
		if page.NextPageToken == "" {
			return found, nil
		}
		body["nextPageToken"] = page.NextPageToken
	}
	return nil, c.refused(op, "label", fmt.Sprintf("more than %d issues carry it: choose a label of their own for Debrief's issues", maxPages*pageSize))
}

// ByIDs returns the issues with these ids, in no particular order and current at once; ids that are deleted or
// not visible are left out. It does not search: one absent id makes Jira refuse a whole "id in (...)".
func (c *Client) ByIDs(ctx context.Context, ids []string) ([]Issue, error) {
	op := fmt.Sprintf("read %d issues", len(ids))
	found := []Issue{}
	for len(ids) > 0 {
		batch := ids[:min(len(ids), pageSize)]
		ids = ids[len(batch):]
		for _, id := range batch {
			if !digits.MatchString(id) {
				return nil, c.refused(op, "id", fmt.Sprintf("%q is not a numeric issue id", clip(id, 40)))
			}
		}
		var page struct {
			Issues []wireIssue `json:"issues"`
		}
		in := call{op: op, method: http.MethodPost, path: "rest/api/2/issue/bulkfetch", body: map[string]any{"issueIdsOrKeys": batch, "fields": issueFields}}
		if err := c.do(ctx, in, &page); err != nil {
			return nil, err
		}
		for _, w := range page.Issues {
			found = append(found, c.issue(w))
		}
	}
	return found, nil
}

// quote writes text as a JQL string, so that nothing in it is read as JQL.
func quote(text string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range strings.ToValidUTF8(text, "\uFFFD") {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r < ' ' || r == 0x7f:
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

func joinFields() string { return strings.Join(issueFields, ",") }
