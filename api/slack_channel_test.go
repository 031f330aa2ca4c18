package api

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"debrief/integrations/jira/jiratest"
	"debrief/integrations/mail/mailtest"
	"debrief/models"
	"debrief/models/store"
	"debrief/models/storetest"
)

func TestATeamGetsAChannelWhereSlackIsConnected(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		box, err := mailtest.Start(mailtest.Options{})
		storetest.Must(t, err)
		t.Cleanup(func() { _ = box.Close() })
		c := connected(t, s, box, jiratest.New(jiratest.Options{}), "http://127.0.0.1:1/")
		path := fmt.Sprintf("/teams/%d", c.Team.ID)
		if got := ok[models.Team](t, c.do(http.MethodPatch, path, `{"slack_channel":"#payments"}`, "If-Match", "*")); got.SlackChannel != "payments" {
			t.Errorf("the answer is %+v", got)
		}
		if got := ok[models.Team](t, c.do(http.MethodGet, path, "")); got.SlackChannel != "payments" {
			t.Errorf("stored is %+v", got)
		}
		p := refused(t, c.do(http.MethodPatch, path, `{"slack_channel":"not a name"}`, "If-Match", "*"), http.StatusUnprocessableEntity, "invalid")
		if len(p.Errors) != 1 || p.Errors[0].Field != "slack_channel" {
			t.Errorf("told is %+v", p)
		}
		if got := ok[models.Team](t, c.do(http.MethodPatch, path, `{"slack_channel":""}`, "If-Match", "*")); got.SlackChannel != "" {
			t.Errorf("the answer is %+v", got)
		}
		res := c.do(http.MethodPost, "/teams", `{"name":"Storage","slack_channel":"C0123456789"}`)
		if res.Code != http.StatusCreated || !strings.Contains(res.Body.String(), `"slack_channel":"C0123456789"`) {
			t.Errorf("answered %d: %s", res.Code, res.Body)
		}
	})
}

func TestNoTeamGetsAChannelOfASlackThatIsNotConnected(t *testing.T) {
	each(t, func(t *testing.T, c *client) {
		admin, path := c.as(t, c.Admin), fmt.Sprintf("/teams/%d", c.Team.ID)
		for _, res := range []struct{ method, path, body string }{{http.MethodPatch, path, `{"slack_channel":"payments"}`}, {http.MethodPost, "/teams", `{"name":"Storage","slack_channel":"storage"}`}} {
			p := refused(t, admin.do(res.method, res.path, res.body, "If-Match", "*"), http.StatusUnprocessableEntity, "invalid")
			if len(p.Errors) != 1 || p.Errors[0].Field != "slack_channel" || !strings.Contains(p.Errors[0].Message, "DEBRIEF_SLACK_TOKEN") {
				t.Errorf("told is %+v", p)
			}
		}
		// A team that had one before is edited all the same, and may give it up.
		team := c.Team
		team.SlackChannel = "payments"
		if _, err := c.SaveTeam(t.Context(), models.System, noon, team); err != nil {
			t.Fatal(err)
		}
		if got := ok[models.Team](t, admin.do(http.MethodPatch, path, `{"region":"us","slack_channel":"payments"}`, "If-Match", "*")); got.SlackChannel != "payments" || got.Region != "us" {
			t.Errorf("the answer is %+v", got)
		}
		if got := ok[models.Team](t, admin.do(http.MethodPatch, path, `{"slack_channel":""}`, "If-Match", "*")); got.SlackChannel != "" {
			t.Errorf("the answer is %+v", got)
		}
	})
}
