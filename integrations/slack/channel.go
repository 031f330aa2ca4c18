package slack

import (
	"context"
	"fmt"
	"strings"

	slackgo "github.com/slack-go/slack"
)

// How much of a workspace is looked through for one channel.
const (
	channelPage     = 999
	maxChannelPages = 50
)

// Channel returns the id of a channel that is given as #name; an id it returns as it is. Messages are looked for by id alone.
func (c *Client) Channel(ctx context.Context, name string) (channel string, err error) {
	plain, named := strings.CutPrefix(name, "#")
	if !named {
		return name, nil
	}
	op := "find the channel " + clip(name, 90)
	in := slackgo.GetConversationsParameters{ExcludeArchived: true, Limit: channelPage, Types: []string{"public_channel", "private_channel"}}
	for range maxChannelPages {
		page, next, err := c.api.GetConversationsContext(ctx, &in)
		if err != nil {
			return "", c.failed(op, err, false)
		}
		for _, one := range page {
			if one.Name == plain && one.ID != "" {
				return one.ID, nil
			}
		}
		if in.Cursor = next; next == "" {
			return "", c.failed(op, slackgo.SlackErrorResponse{Err: "channel_not_found"}, false)
		}
	}
	return "", &Error{Kind: UnknownChannel, Op: op, Message: fmt.Sprintf("there are more than %d channels to look through: put the channel's id in place of its name on the team's page", channelPage*maxChannelPages)}
}
