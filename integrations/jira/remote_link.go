package jira

import (
	"context"
	"net/http"
)

// maxGlobalID is in characters.
const maxGlobalID = 255

// RemoteLink shows a link to url on the issue's page. A link with the same globalID (1 to 255 characters) is
// replaced, so that doing it twice leaves one.
func (c *Client) RemoteLink(ctx context.Context, id, globalID, url, title string) error {
	op := "link issue " + clip(id, 40)
	path, err := c.issuePath(op, id, "/remotelink")
	if err != nil {
		return err
	}
	if globalID == "" || len(globalID) > maxGlobalID {
		return c.refused(op, "globalId", "must have 1 to 255 characters")
	}
	body := map[string]any{
		"globalId": globalID,
		"object":   map[string]string{"url": url, "title": oneLine(title)},
	}
	return c.do(ctx, call{op: op, method: http.MethodPost, path: path, body: body, writes: true}, nil)
}
