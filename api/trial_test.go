package api

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/labstack/echo/v4"

	"debrief/integrations/jira"
	"debrief/integrations/jira/jiratest"
	"debrief/integrations/mail"
	"debrief/integrations/mail/mailtest"
	"debrief/integrations/slack"
	"debrief/integrations/slack/slacktest"
	"debrief/models"
	"debrief/models/store"
	"debrief/models/storetest"
)

// connected returns a client of the API of a house that is connected to a mail server, a Jira and a Slack.
func connected(t *testing.T, s *store.Store, box *mailtest.Server, site *jiratest.Server, workspace string) *client {
	t.Helper()
	sender, err := mail.New(mail.Config{Host: box.Host(), Port: box.Port(), TLS: mail.NoTLS, From: "debrief@example.com", HELO: "debrief.example.com", Timeout: 10 * time.Second})
	storetest.Must(t, err)
	tracker, err := jira.New(jira.Config{BaseURL: "https://jira.example.com", User: jiratest.DefaultUser, Token: jiratest.DefaultToken, HTTP: &http.Client{Transport: site.Transport()}})
	storetest.Must(t, err)
	chat, err := slack.New(slack.Config{URL: workspace, Token: slacktest.DefaultToken, HTTP: http.DefaultClient})
	storetest.Must(t, err)
	c := &client{House: storetest.NewHouse(t, s), echo: echo.New()}
	c.server = mount(c.echo, s, Options{Now: func() time.Time { return noon }, Version: "test", MailConnected: true, JiraConnected: true, SlackConnected: true,
		TryMail: func(ctx context.Context, to models.Person) models.Trial {
			return sender.Try(ctx, noon, to, "https://debrief.example.com")
		},
		TrySlack: func(ctx context.Context, to models.Person) models.Trial {
			return chat.Try(ctx, to, "https://debrief.example.com")
		},
		TryJira: func(ctx context.Context, projects []string) models.Trial { return tracker.Try(ctx, "Task", projects) }})
	return c.as(t, c.Admin)
}

func TestAnAdministratorTriesMailJiraAndSlack(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		box, err := mailtest.Start(mailtest.Options{})
		storetest.Must(t, err)
		t.Cleanup(func() { _ = box.Close() })
		site := jiratest.New(jiratest.Options{Projects: []jiratest.Project{{Key: "OPS"}}})
		chat := slacktest.New(slacktest.Options{})
		workspace := httptest.NewServer(chat.Handler())
		t.Cleanup(workspace.Close)
		c := connected(t, s, box, site, workspace.URL+"/api/")
		chat.Join(slacktest.User{Email: c.Admin.Email})
		try := func(path string, works bool, words ...string) {
			t.Helper()
			res := c.do(http.MethodPost, path, "")
			got := ok[models.Trial](t, res)
			if got.Works != works {
				t.Errorf("%s answers %s", path, res.Body)
			}
			for _, w := range words {
				if !strings.Contains(got.Says, w) {
					t.Errorf("%q is missing from %q", w, got.Says)
				}
			}
		}
		try("/mail-tests", true, "took the mail to "+c.Admin.Email)
		if list := box.Messages(); len(list) != 1 || !slices.Equal(list[0].To, []string{c.Admin.Email}) {
			t.Errorf("the mails are %+v", list)
		}
		try("/slack-tests", true, "took the message to "+c.Admin.Email)
		if list := chat.Messages(); len(list) != 1 || list[0].To != c.Admin.Email {
			t.Errorf("the messages are %+v", list)
		}
		chat.Down(true)
		try("/slack-tests", false, "No answer from Slack", "DEBRIEF_SLACK_URL")
		box.Down(true)
		try("/mail-tests", false, "did not go out", "DEBRIEF_SMTP_HOST")
		try("/tracker-tests", false, "it can see and create issues of type Task in OPS, but there is no project PAY") // OPS is the default, PAY the team's
		site.Down(true)
		try("/tracker-tests", false, "No answer from Jira at https://jira.example.com")

		// A key that is weaker than its person reaches nothing outside.
		before := len(site.Requests())
		_, secret, err := c.AddToken(t.Context(), models.ActorFor(c.Admin), noon, models.Token{Name: "bot", PersonID: c.Admin.ID, Role: models.Member})
		storetest.Must(t, err)
		c.token = secret
		for _, path := range []string{"/mail-tests", "/tracker-tests", "/slack-tests"} {
			refused(t, c.do(http.MethodPost, path, ""), http.StatusForbidden, "forbidden")
		}
		if n := len(site.Requests()); n != before {
			t.Errorf("Jira was asked %d things", n-before)
		}
		if n := len(chat.Messages()); n != 1 {
			t.Errorf("%d messages were posted", n)
		}
	})
}

func TestWhatIsNotSetUpCannotBeTriedAndSaysWhatToSet(t *testing.T) {
	t.Parallel()
	c := onSQLite(t)
	for path, variables := range map[string][]string{"/mail-tests": {"DEBRIEF_SMTP_HOST", "DEBRIEF_SMTP_FROM"}, "/tracker-tests": {"DEBRIEF_JIRA_URL", "DEBRIEF_JIRA_TOKEN"},
		"/slack-tests": {"DEBRIEF_SLACK_TOKEN"}} {
		p := refused(t, c.do(http.MethodPost, path, ""), http.StatusConflict, "conflict")
		for _, v := range variables {
			if !strings.Contains(p.Detail, v) {
				t.Errorf("%s answers %q", path, p.Detail)
			}
		}
	}
}

func TestSomebodyChoosesSlackForTheirLetterWhereItIsConnected(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		box, err := mailtest.Start(mailtest.Options{})
		storetest.Must(t, err)
		t.Cleanup(func() { _ = box.Close() })
		c := connected(t, s, box, jiratest.New(jiratest.Options{}), "http://127.0.0.1:1/")
		mia, path := c.as(t, c.Member), fmt.Sprintf("/people/%d", c.Member.ID)
		if got := ok[models.Person](t, mia.do(http.MethodPatch, path, `{"letters_via":"slack"}`, "If-Match", "*")); got.LettersVia != models.ViaSlack {
			t.Errorf("the answer is %+v", got)
		}
		if got := ok[models.Person](t, mia.do(http.MethodGet, path, "")); got.LettersVia != models.ViaSlack {
			t.Errorf("stored is %+v", got)
		}
		refused(t, mia.do(http.MethodPatch, path, `{"letters_via":"pigeon"}`, "If-Match", "*"), http.StatusUnprocessableEntity, "invalid")
	})
}

func TestNobodyChoosesASlackThatIsNotConnected(t *testing.T) {
	each(t, func(t *testing.T, c *client) {
		admin := c.as(t, c.Admin)
		p := refused(t, admin.do(http.MethodPatch, fmt.Sprintf("/people/%d", c.Member.ID), `{"letters_via":"slack"}`, "If-Match", "*"), http.StatusUnprocessableEntity, "invalid")
		if len(p.Errors) != 1 || p.Errors[0].Field != "letters_via" || !strings.Contains(p.Errors[0].Message, "DEBRIEF_SLACK_TOKEN") {
			t.Errorf("told is %+v", p)
		}
		refused(t, admin.do(http.MethodPost, "/people", `{"name":"New","email":"new@example.com","letters_via":"slack"}`), http.StatusUnprocessableEntity, "invalid")
		// Who had chosen it before is edited all the same.
		m := c.Member
		m.LettersVia = models.ViaSlack
		if _, err := c.SavePerson(t.Context(), models.System, noon, m); err != nil {
			t.Fatal(err)
		}
		if got := ok[models.Person](t, admin.do(http.MethodPatch, fmt.Sprintf("/people/%d", c.Member.ID), `{"region":"us"}`, "If-Match", "*")); got.LettersVia != models.ViaSlack {
			t.Errorf("the answer is %+v", got)
		}
	})
}
