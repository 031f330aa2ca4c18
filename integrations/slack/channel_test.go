package slack_test

import (
	"fmt"
	"testing"

	"debrief/integrations/slack"
	"debrief/integrations/slack/slacktest"
)

// rooms is a workspace with channels of every kind.
func rooms(t *testing.T, scopes ...string) (*slacktest.Server, *slack.Client) {
	t.Helper()
	return workspace(t, slacktest.Options{Scopes: scopes, Channels: []slacktest.Channel{{ID: "C00000001", Name: "open"}, {ID: "C00000002", Name: "joined", Member: true},
		{ID: "C00000003", Name: "secret", Private: true}, {ID: "C00000004", Name: "ours", Private: true, Member: true}, {ID: "C00000005", Name: "old", Archived: true}}})
}

func TestAMessageReachesAChannelByItsNameOrID(t *testing.T) {
	t.Parallel()
	s, c := rooms(t)
	for name, id := range map[string]string{"#open": "C00000001", "C00000002": "C00000002", "#ours": "C00000004"} {
		if in, err := c.Post(t.Context(), name, hello(name)); err != nil || in != id {
			t.Errorf("%s is posted in %s, %v", name, in, err)
		}
	}
	if list := s.Messages(); len(list) != 3 || list[0].To == "" {
		t.Errorf("posted is %+v", list)
	}
	told(t, post(t, c, "#secret", hello("1")), slack.UnknownChannel, "channel_not_found", "on the team's page", "invite the app")
	told(t, post(t, c, "#none", hello("1")), slack.UnknownChannel, "correct its name")
	told(t, post(t, c, "#old", hello("1")), slack.UnknownChannel, "archived")
	_, c = rooms(t, "chat:write")
	told(t, post(t, c, "#open", hello("1")), slack.UnknownChannel, "/invite")
}

func TestAMessageInAChannelIsFoundByTheChannelsID(t *testing.T) {
	t.Parallel()
	s, c := rooms(t)
	for n := range 1500 { // more than a page of channels
		s.Open(slacktest.Channel{Name: fmt.Sprint("more-", n)})
	}
	s.Open(slacktest.Channel{Name: "last", Member: true})
	in, err := c.Post(t.Context(), "#last", hello("sought"))
	if err != nil {
		t.Fatal(err)
	}
	if id, err := c.Channel(t.Context(), "#last"); err != nil || id != in {
		t.Errorf("#last is %s, %v, want %s", id, err, in)
	}
	if id, err := c.Channel(t.Context(), "C123"); err != nil || id != "C123" {
		t.Errorf("an id is %s, %v", id, err)
	}
	for id, want := range map[string]bool{"sought": true, "other": false} {
		if got, err := c.Posted(t.Context(), in, hello(id).Mark, noon); err != nil || got != want {
			t.Errorf("%s is found: %v, %v", id, got, err)
		}
	}
	_, err = c.Channel(t.Context(), "#secret")
	told(t, err, slack.UnknownChannel, "#secret", "invite the app")
	_, err = c.Posted(t.Context(), "C00000001", hello("1").Mark, noon)
	told(t, err, slack.UnknownChannel, "/invite")
	_, c = rooms(t, "chat:write", "im:history")
	_, err = c.Posted(t.Context(), "C00000002", hello("1").Mark, noon)
	told(t, err, slack.Forbidden, "channels:history")
	_, err = c.Posted(t.Context(), "C00000004", hello("1").Mark, noon)
	told(t, err, slack.Forbidden, "groups:history")
	_, err = c.Channel(t.Context(), "#joined")
	told(t, err, slack.Forbidden, "channels:read")
}
