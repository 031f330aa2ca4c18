package web

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"debrief/integrations/jira"
	"debrief/integrations/jira/jiratest"
	"debrief/integrations/mail"
	"debrief/integrations/mail/mailtest"
	"debrief/integrations/slack"
	"debrief/integrations/slack/slacktest"
	"debrief/models"
)

func TestAnAdministratorTriesMailJiraAndSlackOnThePage(t *testing.T) {
	t.Parallel()
	box, err := mailtest.Start(mailtest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = box.Close() })
	site := jiratest.New(jiratest.Options{})
	sender, err := mail.New(mail.Config{Host: box.Host(), Port: box.Port(), TLS: mail.NoTLS, From: "debrief@example.com", HELO: "debrief.example.com", Timeout: 10 * time.Second})
	if err != nil {
		t.Fatal(err)
	}
	tracker, err := jira.New(jira.Config{BaseURL: "https://jira.example.com", User: jiratest.DefaultUser, Token: jiratest.DefaultToken, HTTP: &http.Client{Transport: site.Transport()}})
	if err != nil {
		t.Fatal(err)
	}
	chat := slacktest.New(slacktest.Options{Everybody: true})
	workspace := httptest.NewServer(chat.Handler())
	t.Cleanup(workspace.Close)
	messenger, err := slack.New(slack.Config{URL: workspace.URL + "/api/", Token: slacktest.DefaultToken, HTTP: workspace.Client()})
	if err != nil {
		t.Fatal(err)
	}
	h := newHouseWith(t, Options{MailConnected: true, JiraConnected: true, SlackConnected: true,
		TrySlack: func(ctx context.Context, to models.Person) models.Trial {
			return messenger.Try(ctx, to, "http://debrief.test")
		},
		TryMail: func(ctx context.Context, to models.Person) models.Trial {
			return sender.Try(ctx, moment, to, "http://debrief.test")
		},
		TryJira: func(ctx context.Context, projects []string) models.Trial { return tracker.Try(ctx, "Task", projects) }})
	v := h.signIn(h.person("Ada Admin", models.Administrator))
	try := func(card, action, pill string, words ...string) {
		t.Helper()
		res := v.submit("/operations", "/operations/"+action)
		if to := res.Header().Get("Location"); res.Code != http.StatusSeeOther || to != "/operations#"+card {
			t.Fatalf("%s answers %d, to %q", action, res.Code, to)
		}
		told := v.page("/operations", http.StatusOK).Find("#" + card + " [role=status]")
		if got := told.Find(".pill").Text(); got != pill {
			t.Errorf("%s is told as %q", action, got)
		}
		for _, w := range words {
			if !strings.Contains(told.Text(), w) {
				t.Errorf("%q is missing from %q", w, told.Text())
			}
		}
		if again := v.page("/operations", http.StatusOK).Find("main [role=status]"); again.Length() != 0 {
			t.Errorf("it is told twice: %s", again.Text())
		}
	}
	try("mail", "mail-tests", "It works", "took the mail to "+v.who.Email)
	if list := box.Messages(); len(list) != 1 || strings.Join(list[0].To, " ") != v.who.Email {
		t.Errorf("the mails are %+v", list)
	}
	box.Reject(550, 1)
	try("mail", "mail-tests", "It fails", "did not go out", "550")
	try("jira", "tracker-tests", "It works", "it can see and create issues of type Task in OPS")
	site.Down(true)
	try("jira", "tracker-tests", "It fails", "No answer from Jira")

	try("slack", "slack-tests", "It works", "took the message to "+v.who.Email)
	if list := chat.Messages(); len(list) != 1 || list[0].To != v.who.Email {
		t.Errorf("the messages are %+v", list)
	}
	chat.Refuse("", "token_revoked", 1)
	try("slack", "slack-tests", "It fails", "DEBRIEF_SLACK_TOKEN")

	mails := len(box.Messages())
	forged := httptest.NewRequest(http.MethodPost, "/operations/mail-tests", nil)
	forged.Header.Set("Sec-Fetch-Site", "cross-site")
	if res := v.send(forged); res.Code != http.StatusForbidden {
		t.Errorf("another site's form answers %d", res.Code)
	}
	if n := len(box.Messages()); n != mails {
		t.Errorf("%d mails went out for another site", n-mails)
	}
}

func TestWhatIsNotSetUpIsNotOfferedForATrial(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	v := h.signIn(h.person("Ada Admin", models.Administrator))
	doc := v.page("/operations", http.StatusOK)
	if forms := doc.Find("main form"); forms.Length() != 0 {
		t.Errorf("the page offers %s", forms.Text())
	}
	for path, variables := range map[string][]string{"mail": {"DEBRIEF_SMTP_HOST", "DEBRIEF_SMTP_FROM"}, "tracker": {"DEBRIEF_JIRA_URL", "DEBRIEF_JIRA_PROJECT"},
		"slack": {"DEBRIEF_SLACK_TOKEN"}} {
		res := v.post("/operations/"+path+"-tests", nil)
		for _, name := range variables {
			if res.Code != http.StatusConflict || !strings.Contains(res.Body.String(), name) {
				t.Errorf("%s answers %d: %s", path, res.Code, alertOf(res.Body.String()))
			}
			if !strings.Contains(doc.Find("main").Text(), name) {
				t.Errorf("the page does not name %s", name)
			}
		}
	}
}
