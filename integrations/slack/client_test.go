package slack_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"debrief/integrations/outbound"
	"debrief/integrations/slack"
	"debrief/integrations/slack/slacktest"
	"debrief/models"
)

var (
	ada  = models.Person{Name: "Ada", Email: "ada@example.com"}
	noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
)

// workspace returns a workspace in which Ada is, and a client of it.
func workspace(t *testing.T, o slacktest.Options) (*slacktest.Server, *slack.Client) {
	t.Helper()
	if o.Now == nil {
		o.Now = func() time.Time { return noon }
	}
	if o.Users == nil {
		o.Users = []slacktest.User{{Email: "ada@example.com"}, {Email: "gone@example.com", Deleted: true}}
	}
	s := slacktest.New(o)
	web := httptest.NewServer(s.Handler())
	t.Cleanup(web.Close)
	return s, client(t, web.URL+"/api/")
}

func client(t *testing.T, url string) *slack.Client {
	t.Helper()
	c, err := slack.New(slack.Config{URL: url, Token: slacktest.DefaultToken,
		HTTP: outbound.New(outbound.Config{AllowedNetworks: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}, Timeout: 10 * time.Second})})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// told fails unless the error is of the kind, never holds the token, and has all of the words.
func told(t *testing.T, err error, kind slack.Kind, words ...string) *slack.Error {
	t.Helper()
	var e *slack.Error
	if !errors.As(err, &e) {
		t.Fatalf("got %v", err)
	}
	if e.Kind != kind || strings.Contains(err.Error(), slacktest.DefaultToken) || strings.ContainsAny(err.Error(), "\r\n") {
		t.Errorf("got %s: %v, want %s", e.Kind, err, kind)
	}
	for _, w := range words {
		if !strings.Contains(err.Error(), w) {
			t.Errorf("%q is missing from %q", w, err)
		}
	}
	return e
}

func hello(id string) slack.Message {
	return slack.Message{Mark: slack.Mark{Event: "debrief_digest", ID: id}, Text: "Hello & <!channel>", Blocks: []slack.Block{
		{Heading: "Hello"}, {Runs: []slack.Run{{Words: "*AI-1* <!channel> ", Bold: true}, {Words: ""}, {Words: "an item", URL: "https://debrief.example.com/action-items/AI-1"}}}}}
}

func post(t *testing.T, c *slack.Client, channel string, m slack.Message) error {
	t.Helper()
	_, err := c.Post(t.Context(), channel, m)
	return err
}

func TestAMessageReachesThePersonOfTheAddress(t *testing.T) {
	t.Parallel()
	s, c := workspace(t, slacktest.Options{})
	dm, err := c.DM(t.Context(), "ada@example.com")
	if err != nil {
		t.Fatal(err)
	}
	if err := post(t, c, dm, hello("1")); err != nil {
		t.Fatal(err)
	}
	list := s.Messages()
	if len(list) != 1 || list[0].To != "ada@example.com" || len(list[0].Blocks) != 2 {
		t.Fatalf("posted is %+v", list)
	}
	m := list[0]
	if m.Text != "Hello &amp; &lt;!channel&gt;" {
		t.Errorf("notifications tell %q", m.Text)
	}
	if runs := m.Blocks[1].Runs; len(runs) != 2 || !runs[0].Bold || runs[0].Words != "*AI-1* <!channel> " || runs[1].URL != "https://debrief.example.com/action-items/AI-1" {
		t.Errorf("the paragraph is %+v", runs)
	}
	for field, want := range map[string]string{"unfurl_links": "false", "unfurl_media": "false", "parse": "none", "link_names": "false"} {
		if m.Form[field] != want {
			t.Errorf("%s is %q", field, m.Form[field])
		}
	}
}

func TestAMessageIsFoundByItsMark(t *testing.T) {
	t.Parallel()
	at := noon.Add(-time.Hour)
	s, c := workspace(t, slacktest.Options{Now: func() time.Time { return at }})
	dm, err := c.DM(t.Context(), "ada@example.com")
	if err != nil {
		t.Fatal(err)
	}
	say := func(id string) {
		t.Helper()
		if err := post(t, c, dm, hello(id)); err != nil {
			t.Fatal(err)
		}
	}
	say("old")
	at = noon
	say("sought")
	for n := range 150 { // more than a page
		say(fmt.Sprint("later ", n))
	}
	for id, want := range map[string]bool{"sought": true, "later 149": true, "old": false, "none": false} {
		got, err := c.Posted(t.Context(), dm, slack.Mark{Event: "debrief_digest", ID: id}, noon)
		if err != nil || got != want {
			t.Errorf("%s is found: %v, %v", id, got, err)
		}
	}
	if found, err := c.Posted(t.Context(), dm, slack.Mark{Event: "debrief_other", ID: "sought"}, noon); found || err != nil {
		t.Errorf("another event is found: %v, %v", found, err)
	}
	s.Refuse("conversations.history", "channel_not_found", 1)
	_, err = c.Posted(t.Context(), dm, slack.Mark{}, noon)
	told(t, err, slack.UnknownChannel)
}

func TestWhoIsNotToBeHadIsTold(t *testing.T) {
	t.Parallel()
	s, c := workspace(t, slacktest.Options{})
	_, err := c.DM(t.Context(), "nobody@example.com")
	told(t, err, slack.UnknownPerson, "nobody@example.com", "does not know this address")
	_, err = c.DM(t.Context(), "gone@example.com")
	told(t, err, slack.UnknownPerson, "gone@example.com", "deactivated")
	s.Refuse("conversations.open", "user_disabled", 1)
	_, err = c.DM(t.Context(), "ada@example.com")
	told(t, err, slack.UnknownPerson, "deactivated")
}

func TestWhatSlackRefusesIsASentenceThatSaysWhatToDo(t *testing.T) {
	t.Parallel()
	s, c := workspace(t, slacktest.Options{})
	dm, err := c.DM(t.Context(), "ada@example.com")
	if err != nil {
		t.Fatal(err)
	}
	for code, want := range map[string]struct {
		kind        slack.Kind
		words       string
		unconfirmed bool
	}{
		"invalid_auth": {slack.Unauthorized, "DEBRIEF_SLACK_TOKEN", false}, "token_revoked": {slack.Unauthorized, "xoxb-", false},
		"messages_tab_disabled": {slack.Forbidden, "Messages Tab", false}, "restricted_action": {slack.Forbidden, "administrator", false},
		"channel_not_found": {slack.UnknownChannel, "invite the app", false}, "not_in_channel": {slack.UnknownChannel, "/invite", false},
		"is_archived": {slack.UnknownChannel, "archived", false}, "restricted_action_read_only_channel": {slack.Forbidden, "only some may post", false}, "ratelimited": {slack.RateLimited, "fewer calls", false},
		"invalid_blocks": {slack.Invalid, "invalid_blocks", false},
		"internal_error": {slack.Unavailable, "slack-status.com", true}, "fatal_error": {slack.Unavailable, "tried again", true},
	} {
		s.Refuse("chat.postMessage", code, 1)
		if e := told(t, post(t, c, dm, hello("1")), want.kind, want.words); e.Unconfirmed != want.unconfirmed {
			t.Errorf("%s: unconfirmed is %v", code, e.Unconfirmed)
		}
	}
	s.Fail("", http.StatusTooManyRequests, 42*time.Second, 1)
	if e := told(t, post(t, c, dm, hello("1")), slack.RateLimited, "42s"); e.RetryAfter != 42*time.Second || e.Unconfirmed {
		t.Errorf("told is %+v", e)
	}
	s.Fail("", http.StatusTooManyRequests, 0, 1)
	told(t, post(t, c, dm, hello("1")), slack.RateLimited)
	s.Fail("", http.StatusServiceUnavailable, 0, 1)
	if e := told(t, post(t, c, dm, hello("1")), slack.Unavailable, "503"); !e.Unconfirmed {
		t.Error("a 503 is taken for a refusal")
	}
	s.Fail("", http.StatusNotFound, 0, 1)
	told(t, post(t, c, dm, hello("1")), slack.Unavailable, "404", "DEBRIEF_SLACK_URL")
	if n := len(s.Messages()); n != 0 {
		t.Errorf("%d messages were posted", n)
	}
	s.LoseAnswers(1)
	if e := told(t, post(t, c, dm, hello("1")), slack.Unavailable, "no answer"); !e.Unconfirmed || len(s.Messages()) != 1 {
		t.Errorf("a lost answer is %+v", e)
	}
	s.Down(true)
	_, err = c.DM(t.Context(), "ada@example.com")
	told(t, err, slack.Unavailable, "no answer", "DEBRIEF_SLACK_URL")
}

func TestAMissingScopeIsNamed(t *testing.T) {
	t.Parallel()
	_, c := workspace(t, slacktest.Options{Scopes: []string{"chat:write", "users:read"}})
	_, err := c.DM(t.Context(), "ada@example.com")
	told(t, err, slack.Forbidden, "users:read.email", "install the app again")
}

func TestAnswersThatAreNotSlacksAreNoSuccess(t *testing.T) {
	t.Parallel()
	for name, answer := range map[string]http.HandlerFunc{
		"a login page": func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "<html>Sign in</html>") },
		"nothing":      func(http.ResponseWriter, *http.Request) {},
		"other JSON":   func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "{}") },
		"a list":       func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "[]") },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			web := httptest.NewServer(answer)
			t.Cleanup(web.Close)
			c := client(t, web.URL)
			_, err := c.DM(t.Context(), "ada@example.com")
			told(t, err, slack.Unavailable, "not Slack's")
			_, err = c.Posted(t.Context(), "D1", slack.Mark{}, noon)
			told(t, err, slack.Unavailable, "not Slack's")
			if e := told(t, post(t, c, "D1", hello("1")), slack.Unavailable, "not Slack's"); !e.Unconfirmed {
				t.Error("it is taken for a refusal")
			}
		})
	}
}

func TestARedirectIsNotFollowedWithTheToken(t *testing.T) {
	t.Parallel()
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("the redirect was followed") }))
	t.Cleanup(other.Close)
	web := httptest.NewServer(http.RedirectHandler(other.URL, http.StatusTemporaryRedirect))
	t.Cleanup(web.Close)
	_, err := client(t, web.URL).DM(t.Context(), "ada@example.com")
	told(t, err, slack.Unavailable, "307", "DEBRIEF_SLACK_URL")
}

func TestWhatNeverLeftWasNotPosted(t *testing.T) {
	t.Parallel()
	web := httptest.NewServer(http.NotFoundHandler())
	web.Close()
	if e := told(t, post(t, client(t, web.URL), "D1", hello("1")), slack.Unavailable); e.Unconfirmed {
		t.Error("what could not connect may have been posted")
	}
}

func TestBlocksFitOrAreSaidNotTo(t *testing.T) {
	t.Parallel()
	s, c := workspace(t, slacktest.Options{})
	dm, err := c.DM(t.Context(), "ada@example.com")
	if err != nil {
		t.Fatal(err)
	}
	long := slack.Block{Runs: []slack.Run{{Words: strings.Repeat("ä", 5000)}}}
	for name, blocks := range map[string][]slack.Block{"many": make([]slack.Block, 50), "too many": make([]slack.Block, 51),
		"long": {long, long, long}, "too long": {long, long, long, long, long}} {
		for n := range blocks {
			if blocks[n].Runs == nil {
				blocks[n].Heading = strings.Repeat("x", 20)
			}
		}
		m := hello("1")
		m.Blocks = blocks
		if fits, err := slack.Fits(blocks), post(t, c, dm, m); fits != (err == nil) || fits == strings.HasPrefix(name, "too") {
			t.Errorf("%s: fits %v, posted with %v", name, fits, err)
		}
	}
	if n := len(s.Messages()); n != 2 {
		t.Errorf("%d messages", n)
	}
}

func TestSettingsAreCheckedAndTheTokenIsNeverPrinted(t *testing.T) {
	t.Parallel()
	for name, cfg := range map[string]slack.Config{"DEBRIEF_SLACK_TOKEN": {}, "DEBRIEF_SLACK_URL": {URL: "slack", Token: "xoxb-1"},
		"without spaces": {Token: "xoxb 1"}, "no HTTP client": {Token: "xoxb-1"}} {
		if _, err := slack.New(cfg); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", name, err)
		}
	}
	cfg := slack.Config{Token: "xoxb-secret", HTTP: http.DefaultClient}
	c, err := slack.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{fmt.Sprintf("%v %+v %#v", cfg, cfg, cfg), fmt.Sprintf("%v %+v %#v", c, c, c)} {
		if strings.Contains(text, "secret") {
			t.Errorf("printed is %s", text)
		}
	}
}

func TestATrialTellsWhoTheAppIsAndWhatItLacks(t *testing.T) {
	t.Parallel()
	says := func(got models.Trial, works bool, words ...string) {
		t.Helper()
		if got.Works != works || strings.Contains(got.Says, slacktest.DefaultToken) || !strings.HasSuffix(got.Says, ".") {
			t.Errorf("the trial is %+v", got)
		}
		for _, w := range words {
			if !strings.Contains(got.Says, w) {
				t.Errorf("%q is missing from %q", w, got.Says)
			}
		}
	}
	const base = "https://debrief.example.com"
	s, c := workspace(t, slacktest.Options{})
	says(c.Try(t.Context(), ada, base), true, "debrief in Example", "took the message to ada@example.com")
	if list := s.Messages(); len(list) != 1 || list[0].To != ada.Email || !strings.Contains(list[0].Blocks[0].Words(), "test message") {
		t.Errorf("posted is %+v", list)
	}
	says(c.Try(t.Context(), models.Person{Email: "nobody@example.com"}, base), false, "debrief in Example", "nobody@example.com", "does not know this address")
	s.Refuse("auth.test", "invalid_auth", 1)
	says(c.Try(t.Context(), ada, base), false, "DEBRIEF_SLACK_TOKEN")
	s.Down(true)
	says(c.Try(t.Context(), ada, base), false, "No answer from Slack")
	_, c = workspace(t, slacktest.Options{Scopes: []string{"chat:write", "im:write", "users:read"}})
	says(c.Try(t.Context(), ada, base), false, "lacks the scope channels:history, channels:read, chat:write.public, groups:history, groups:read, im:history and users:read.email")
}
