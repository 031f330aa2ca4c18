package jira

import (
	"context"
	"net/http"
	"time"
)

// Category is the coarse state that every status of every workflow belongs to.
type Category string

// Jira's status categories.
const (
	CategoryNew           Category = "new"           // nobody has begun
	CategoryIndeterminate Category = "indeterminate" // under way
	CategoryDone          Category = "done"          // closed, whether done or not: see Issue.Resolution
)

// Issue is one Jira issue, as far as Debrief cares.
type Issue struct {
	ID                string // numeric; never changes
	Key               string // like OPS-7; changes when the issue moves to another project
	URL               string // of the issue's page
	Summary           string
	Status            string // the workflow's own name
	Category          Category
	Resolution        string // how it was closed, like "Won't Do"; "" while open
	DueOn             string // YYYY-MM-DD, or "" for none
	AssigneeAccountID string // "" for nobody
	Labels            []string
	Updated           time.Time
	Dropped           []string // after Create: fields that Jira refused and that were left out, like "priority"
}

// issueFields are what is asked of Jira for an Issue: search answers ids only unless asked.
var issueFields = []string{"summary", "status", "resolution", "duedate", "assignee", "labels", "updated"}

// timeLayout is how Jira writes an instant.
const timeLayout = "2006-01-02T15:04:05.000-0700"

// wireIssue is an issue in Jira's JSON.
type wireIssue struct {
	ID     string `json:"id"`
	Key    string `json:"key"`
	Fields struct {
		Summary string `json:"summary"`
		Status  struct {
			Name     string       `json:"name"`
			Category wireCategory `json:"statusCategory"`
		} `json:"status"`
		Resolution *struct {
			Name string `json:"name"`
		} `json:"resolution"`
		DueOn    string `json:"duedate"`
		Assignee *struct {
			AccountID string `json:"accountId"`
		} `json:"assignee"`
		Labels  []string `json:"labels"`
		Updated string   `json:"updated"`
	} `json:"fields"`
}

type wireCategory struct {
	Key Category `json:"key"`
}

func (c *Client) issue(w wireIssue) Issue {
	i := Issue{
		ID: w.ID, Key: w.Key, URL: c.BrowseURL(w.Key), Summary: w.Fields.Summary,
		Status: w.Fields.Status.Name, Category: w.Fields.Status.Category.Key,
		DueOn: w.Fields.DueOn, Labels: w.Fields.Labels,
	}
	if w.Fields.Resolution != nil {
		i.Resolution = w.Fields.Resolution.Name
	}
	if w.Fields.Assignee != nil {
		i.AssigneeAccountID = w.Fields.Assignee.AccountID
	}
	// A time that cannot be read is left zero: nothing else of the issue is worth less for it.
	i.Updated, _ = time.Parse(timeLayout, w.Fields.Updated)
	i.Updated = i.Updated.UTC()
	return i
}

// Get returns one issue by id or key, current at once. A NotFound error means deleted or not visible.
func (c *Client) Get(ctx context.Context, id string) (Issue, error) {
	op := "read issue " + clip(id, 40)
	path, err := c.issuePath(op, id, "?fields="+joinFields())
	if err != nil {
		return Issue{}, err
	}
	var w wireIssue
	if err := c.do(ctx, call{op: op, method: http.MethodGet, path: path}, &w); err != nil {
		return Issue{}, err
	}
	return c.issue(w), nil
}
