package jira

import (
	"context"
	"net/http"
)

// Create makes an issue and returns its ID, Key, URL and Summary. When Jira refuses the priority, due date or
// assignee (unknown, or not on the project's create screen), it creates the issue without them and names them
// in Dropped. After an error whose MaybeApplied is true, look with FindByLabel before you create again; search
// lags behind by up to minutes.
func (c *Client) Create(ctx context.Context, f Fields) (Issue, error) {
	fields := f.wire()
	fields["project"] = ref(f.Project, "key")
	fields["issuetype"] = ref(f.IssueType, "name")
	if labels := cleanLabels(f.Labels); len(labels) > 0 {
		fields["labels"] = labels
	}
	in := call{
		op: "create an issue in " + clip(f.Project, 40), method: http.MethodPost, path: "rest/api/2/issue",
		body: map[string]any{"fields": fields}, writes: true,
	}
	var w wireIssue
	err := c.do(ctx, in, &w)
	dropped := dropRefused(fields, err)
	if len(dropped) > 0 {
		err = c.do(ctx, in, &w)
	}
	if err != nil {
		return Issue{}, err
	}
	if !digits.MatchString(w.ID) || !issueRef.MatchString(w.Key) {
		return Issue{}, c.unintelligible(in, http.StatusOK, nil)
	}
	return Issue{ID: w.ID, Key: w.Key, URL: c.BrowseURL(w.Key), Summary: oneLine(f.Summary), Dropped: dropped}, nil
}
