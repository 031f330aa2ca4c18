package jira

import (
	"context"
	"net/http"
)

// Myself returns whose token it is: the way to try the settings out.
func (c *Client) Myself(ctx context.Context) (accountID, displayName string, err error) {
	in := call{op: "ask whose token it is", method: http.MethodGet, path: "rest/api/2/myself"}
	var out struct {
		AccountID   string `json:"accountId"`
		DisplayName string `json:"displayName"`
	}
	if err := c.do(ctx, in, &out); err != nil {
		return "", "", err
	}
	if out.AccountID == "" {
		return "", "", c.unintelligible(in, http.StatusOK, nil)
	}
	return out.AccountID, out.DisplayName, nil
}
