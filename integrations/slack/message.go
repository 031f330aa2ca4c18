package slack

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	slackgo "github.com/slack-go/slack"
)

// What Slack takes in one message. It documents no bound for all blocks together, and refuses more than some 13,000 characters.
const (
	maxBlocks  = 50
	maxHeading = 150
	maxBlock   = 3000  // characters of a block's words
	maxLength  = 12000 // of all blocks as they are sent
	maxText    = 3000
)

// Mark names a message for ourselves, unseen by its readers: by it a message is found that may have been posted already.
type Mark struct{ Event, ID string }

// Message is what is posted.
type Message struct {
	Mark   Mark
	Text   string // what notifications and screen readers tell
	Blocks []Block
}

// Block is a heading, or a paragraph of runs.
type Block struct {
	Heading string
	Runs    []Run
}

// Run is some words, or a link with them. They are words and nothing else: whatever they hold, nobody is mentioned and nothing is
// marked up, since Slack parses no rich text.
type Run struct {
	Words string
	URL   string
	Bold  bool
}

// Fits reports whether one message has room for the blocks.
func Fits(blocks []Block) bool {
	if len(blocks) > maxBlocks {
		return false
	}
	text, err := json.Marshal(rendered(blocks))
	return err == nil && len([]rune(string(text))) <= maxLength
}

func rendered(blocks []Block) []slackgo.Block {
	var list []slackgo.Block
	for _, b := range blocks {
		if b.Heading != "" {
			plain := false
			list = append(list, slackgo.NewHeaderBlock(&slackgo.TextBlockObject{Type: slackgo.PlainTextType, Text: clip(b.Heading, maxHeading), Emoji: &plain}))
			continue
		}
		left := maxBlock
		var runs []slackgo.RichTextSectionElement
		for _, r := range b.Runs {
			words := clip(r.Words, left)
			if words == "" { // Slack refuses an empty one
				continue
			}
			left -= len([]rune(words))
			var style *slackgo.RichTextSectionTextStyle
			if r.Bold {
				style = &slackgo.RichTextSectionTextStyle{Bold: true}
			}
			if r.URL != "" {
				runs = append(runs, slackgo.NewRichTextSectionLinkElement(r.URL, words, style))
			} else {
				runs = append(runs, slackgo.NewRichTextSectionTextElement(words, style))
			}
		}
		list = append(list, slackgo.NewRichTextBlock("", slackgo.NewRichTextSection(runs...)))
	}
	return list
}

// Post posts a message to a channel, by its id or as #name, and returns the channel's id. Nothing in it is unfurled.
func (c *Client) Post(ctx context.Context, channel string, m Message) (in string, err error) {
	const op = "post the message"
	in, ts, err := c.api.PostMessageContext(ctx, channel,
		slackgo.MsgOptionText(clip(m.Text, maxText), true), slackgo.MsgOptionBlocks(rendered(m.Blocks)...),
		slackgo.MsgOptionMetadata(slackgo.SlackMetadata{EventType: m.Mark.Event, EventPayload: map[string]any{"id": m.Mark.ID}}),
		slackgo.MsgOptionParse(false), slackgo.MsgOptionLinkNames(false), slackgo.MsgOptionDisableLinkUnfurl(), slackgo.MsgOptionDisableMediaUnfurl())
	switch {
	case err != nil:
		return "", c.failed(op, err, true)
	case ts == "" || in == "":
		return "", c.unintelligible(op, true)
	}
	return in, nil
}

const (
	clockSkew = 10 * time.Minute // how far Slack's clock may be behind ours
	pageSize  = 100
	maxPages  = 10
)

// Posted reports whether a message with the mark is among those of a channel since then.
func (c *Client) Posted(ctx context.Context, channel string, mark Mark, since time.Time) (bool, error) {
	const op = "look for the message among those posted before"
	in := slackgo.GetConversationHistoryParameters{ChannelID: channel, IncludeAllMetadata: true, Inclusive: true, Limit: pageSize,
		Oldest: fmt.Sprintf("%d.000000", since.Add(-clockSkew).Unix())}
	for range maxPages {
		page, err := c.api.GetConversationHistoryContext(ctx, &in)
		switch {
		case err != nil:
			return false, c.failed(op, err, false)
		case !page.Ok:
			return false, c.unintelligible(op, false)
		}
		for _, m := range page.Messages {
			if m.Metadata.EventType == mark.Event && m.Metadata.EventPayload["id"] == mark.ID {
				return true, nil
			}
		}
		if in.Cursor = page.ResponseMetaData.NextCursor; in.Cursor == "" {
			return false, nil
		}
	}
	return false, &Error{Kind: Unavailable, Op: op, Message: "there are too many messages to look through: it is tried again"}
}
