package jira

import (
	"context"
	"net/http"
	"slices"
	"strings"
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

// HasComment reports whether one of the issue's newest hundred comments says the same, white space aside.
func (c *Client) HasComment(ctx context.Context, id, body string) (bool, error) {
	op := "read the comments of issue " + clip(id, 40)
	path, err := c.issuePath(op, id, "/comment?orderBy=-created&maxResults=100")
	if err != nil {
		return false, err
	}
	var page struct {
		Comments []struct {
			Body string `json:"body"`
		} `json:"comments"`
	}
	if err := c.do(ctx, call{op: op, method: http.MethodGet, path: path}, &page); err != nil {
		return false, err
	}
	words := strings.Fields(clip(body, maxText))
	for _, comment := range page.Comments {
		if slices.Equal(strings.Fields(comment.Body), words) {
			return true, nil
		}
	}
	return false, nil
}
