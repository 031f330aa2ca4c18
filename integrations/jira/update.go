package jira

import (
	"context"
	"net/http"
)

// Update changes an issue's summary, description, priority, due date and assignee, each unless empty, adds
// Labels and takes RemoveLabels away; labels that others put stay. Doing it twice changes nothing more. What
// Jira refuses of priority, due date and assignee is left out and named in dropped, as in Create.
func (c *Client) Update(ctx context.Context, id string, f Fields) (dropped []string, err error) {
	op := "update issue " + clip(id, 40)
	path, err := c.issuePath(op, id, "")
	if err != nil {
		return nil, err
	}
	fields, labels := f.wire(), labelVerbs(f)
	if len(fields) == 0 && len(labels) == 0 {
		return nil, nil
	}
	body := map[string]any{"fields": fields}
	if len(labels) > 0 {
		body["update"] = map[string]any{"labels": labels}
	}
	in := call{op: op, method: http.MethodPut, path: path, body: body, writes: true}
	err = c.do(ctx, in, nil)
	if dropped = dropRefused(fields, err); len(dropped) > 0 {
		err = c.do(ctx, in, nil)
	}
	if err != nil {
		return nil, err
	}
	return dropped, nil
}

// labelVerbs merges: naming all labels instead would delete those that somebody added since we last looked.
func labelVerbs(f Fields) []map[string]string {
	var verbs []map[string]string
	add := cleanLabels(f.Labels)
	wanted := map[string]bool{}
	for _, l := range add {
		wanted[l] = true
		verbs = append(verbs, map[string]string{"add": l})
	}
	for _, l := range cleanLabels(f.RemoveLabels) {
		if !wanted[l] {
			verbs = append(verbs, map[string]string{"remove": l})
		}
	}
	return verbs
}
