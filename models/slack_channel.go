package models

import (
	"regexp"
	"strings"
	"unicode"
)

// maxChannel is the length of a channel's name in Slack, in characters.
const maxChannel = 80

var slackChannelID = regexp.MustCompile(`^[CG][A-Z0-9]{8,20}$`)

// Channel returns what Slack calls the team's channel, such as #checkout or C0123456789; "" for none.
func (t Team) Channel() string {
	if t.SlackChannel == "" || slackChannelID.MatchString(t.SlackChannel) {
		return t.SlackChannel
	}
	return "#" + t.SlackChannel
}

// SlackChannel returns a channel's name without its #, or its id, and fails about what is neither.
func (c *Check) SlackChannel(field, text string) string {
	name := strings.TrimPrefix(c.Line(field, text, maxChannel+1), "#")
	if name == "" && strings.TrimSpace(text) == "" || slackChannelID.MatchString(name) {
		return name
	}
	strange := func(r rune) bool {
		return r != '-' && r != '_' && !unicode.IsDigit(r) && !unicode.IsMark(r) && (!unicode.IsLetter(r) || unicode.IsUpper(r))
	}
	if name == "" || len([]rune(name)) > maxChannel || strings.ContainsFunc(name, strange) {
		c.Fail(field, "must be the name of a channel such as #checkout, in small letters and without spaces, or its id such as C0123456789")
	}
	return name
}
