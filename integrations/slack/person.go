package slack

import (
	"context"

	slackgo "github.com/slack-go/slack"
)

// DM returns the channel of the app's direct messages with the person of a mail address. An UnknownPerson error says that there is
// none to be had: nobody there has the address, or the account is deactivated.
func (c *Client) DM(ctx context.Context, email string) (channel string, err error) {
	op := "find " + clip(email, 254)
	user, err := c.api.GetUserByEmailContext(ctx, email)
	switch {
	case err != nil:
		return "", c.failed(op, err, false)
	case user.Deleted:
		return "", c.failed(op, slackgo.SlackErrorResponse{Err: "user_disabled"}, false)
	case user.ID == "":
		return "", c.unintelligible(op, false)
	}
	op = "open the direct messages with " + clip(email, 254)
	dm, _, _, err := c.api.OpenConversationContext(ctx, &slackgo.OpenConversationParameters{Users: []string{user.ID}})
	switch {
	case err != nil:
		return "", c.failed(op, err, false)
	case dm == nil || dm.ID == "":
		return "", c.unintelligible(op, false)
	}
	return dm.ID, nil
}
