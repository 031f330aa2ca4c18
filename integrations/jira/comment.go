package jira

import (
	"context"
	"net/http"
)

// Comment adds a comment in wiki markup, cut at 32,767 characters. It is not idempotent: after an error whose
// MaybeApplied is true the comment may be there.
func (c *Client) Comment(ctx context.Context, id, body string) error {
	op := "comment on issue " + clip(id, 40)
	path, err := c.issuePath(op, id, "/comment")
	if err != nil {
		return err
	}
	// go-jira's AddComment sends fields that Cloud refuses.
	return c.do(ctx, call{op: op, method: http.MethodPost, path: path, body: map[string]string{"body": clip(body, maxText)}, writes: true}, nil)
}
