package jobs_test

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"debrief/integrations/slack/slacktest"
	"debrief/jobs"
	"debrief/models"
	"debrief/models/store"
	"debrief/models/storetest"
)

func withSlack(o *setup)   { o.slack = true }
func withoutMail(o *setup) { o.noMail = true }

// chooses has somebody get letters that way, and be in the workspace.
func (w *world) chooses(p models.Person, v models.Via) {
	w.t.Helper()
	w.slack.Join(slacktest.User{Email: p.Email})
	p = must[models.Person](w.t)(w.Person(w.t.Context(), p.ID))
	p.LettersVia = v
	must[models.Person](w.t)(w.SavePerson(w.t.Context(), storetest.As(p), w.clock(), p))
}

// posted returns the letters in Slack, as "day name: line; line", and forgets them.
func (w *world) posted() []string {
	w.t.Helper()
	var list []string
	for _, m := range w.slack.Messages() {
		var lines []string
		for _, b := range m.Blocks[1 : len(m.Blocks)-1] { // the heading says how much, the last where from
			first, _, _ := strings.Cut(b.Words(), "\n")
			lines = append(lines, first)
		}
		list = append(list, fmt.Sprintf("%s %s: %s", w.local(m.PostedAt), w.first(m.To), strings.Join(lines, "; ")))
	}
	w.slack.Clear()
	slices.Sort(list)
	return list
}

// digest returns somebody's newest digest.
func (w *world) digest(p models.Person) models.Digest {
	w.t.Helper()
	list, _, err := w.Digests(w.t.Context(), models.System, p.ID, store.Page{Limit: 1})
	storetest.Must(w.t, err)
	if len(list) == 0 {
		w.t.Fatalf("%s has no digest", p.Name)
	}
	return list[0]
}

// failure is what Operations tells of the digests.
func (w *world) failure() string {
	w.t.Helper()
	waiting, err := w.Waiting(w.t.Context(), store.DigestQueue, w.clock())
	storetest.Must(w.t, err)
	return waiting.LastError
}

func TestALetterGoesWhereItsReaderChose(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		a := w.agreed("2026-03-12")
		w.chooses(w.Member, models.ViaSlack)
		same(t, "mails", w.through("2026-03-13"), []string{"2026-03-13 mona: AI-1 (P1) is overdue by 1 day"})
		list := w.slack.Messages()
		same(t, "in Slack", w.posted(), []string{"2026-03-05 mia: AI-1 · P1 · is due in 7 days", "2026-03-10 mia: AI-1 · P1 · is due in 2 days",
			"2026-03-12 mia: AI-1 · P1 · is due today", "2026-03-13 mia: AI-1 · P1 · is overdue by 1 day"})
		m := list[0]
		var links []string
		for _, b := range m.Blocks {
			for _, r := range b.Runs {
				if r.URL != "" {
					links = append(links, r.Words+" "+r.URL)
				}
			}
		}
		page := "https://debrief.example.com/action-items/" + a.Ref()
		same(t, "links", links, []string{a.Title + " " + page, "Done " + page + "#done", "Snooze " + page + "#snooze", "Not mine " + page + "#not-mine",
			"Debrief https://debrief.example.com"})
		equal(t, "heading", m.Blocks[0].Words(), "One thing needs you today")
		equal(t, "notified", m.Text, "One thing needs you today. AI-1 is due in 7 days: "+a.Title)
		if words := m.Blocks[1].Words(); !strings.Contains(words, "\nFrom SEV-3 Checkout was slow, PM-1\n") {
			t.Errorf("the line says %q", words)
		}
		if d := w.digest(w.Member); d.Via != models.ViaSlack || d.Note != "" || d.SentAt == nil {
			t.Errorf("the digest is %+v", d)
		}
		w.chooses(w.Member, models.ViaMail)
		same(t, "back to mail", w.through("2026-03-20"), []string{"2026-03-20 mia: AI-1 (P1) is overdue by 8 days", "2026-03-20 mona: AI-1 (P1) is overdue by 8 days"})
		same(t, "in Slack", w.posted(), nil)
	}, withoutJira, withSlack)
}

func TestALetterWhoseAnswerWasLostIsPostedOnce(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.agreed("2026-03-12")
		w.chooses(w.Member, models.ViaSlack)
		w.at("2026-03-05 00:00")
		w.slack.LoseAnswers(1)
		w.at("2026-03-05 09:00")
		if why := w.failure(); !strings.Contains(why, "no answer from Slack") {
			t.Errorf("told is %q", why)
		}
		w.slack.Down(true) // it cannot be looked for: that it may be there is not forgotten
		w.at("2026-03-05 09:01")
		w.slack.Down(false)
		w.slack.Refuse("conversations.history", "internal_error", 1)
		w.at("2026-03-05 09:10")
		equal(t, "messages", len(w.slack.Messages()), 1)
		w.at("2026-03-05 11:00")
		same(t, "in Slack", w.posted(), []string{"2026-03-05 mia: AI-1 · P1 · is due in 7 days"})
		equal(t, "sent", scalar[int](w, "SELECT count(*) FROM digests WHERE sent_at IS NOT NULL AND via = 'slack'"), 1)
		same(t, "mails", w.letters(), nil)
		equal(t, "told", w.failure(), "")
	}, withoutJira, withSlack)
}

func TestWhatComesUpWhileALettersAnswerIsLostIsToldInTheNext(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.agreed("2026-03-12")
		w.chooses(w.Member, models.ViaSlack)
		w.at("2026-03-05 00:00")
		w.slack.LoseAnswers(1)
		w.at("2026-03-05 09:00")
		r := w.AddReview(t, w.clock(), 3)
		w.after(5 * time.Second)
		w.ask(r, w.Lead, "Which bank?")
		w.until(berlin(t, "2026-03-06 18:00"), mails...)
		same(t, "in Slack", w.posted(), []string{"2026-03-05 mia: AI-1 · P1 · is due in 7 days",
			"2026-03-06 mia: PM-2 · SEV-3 · has no meeting yet: it is due by Fri 20 Mar 2026; New with you; PM-2 · SEV-3 · has a new comment, by Lee Lead"})
	}, withoutJira, withSlack)
}

func TestALetterThatMayHaveGoneOutIsNotSentTheOtherWay(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.agreed("2026-03-12")
		w.at("2026-03-05 00:00")
		w.mail.AcceptThenDrop(1)
		w.at("2026-03-05 09:00")
		w.chooses(w.Member, models.ViaSlack)
		w.at("2026-03-05 11:00")
		same(t, "in Slack", w.posted(), nil)
		if list := w.mail.Messages(); len(list) != 2 || list[0].Headers.Get("Message-Id") != list[1].Headers.Get("Message-Id") {
			t.Errorf("%d mails", len(list))
		}
		w.letters()
		w.at("2026-03-10 00:00")
		w.slack.LoseAnswers(1)
		w.at("2026-03-10 09:00")
		w.chooses(w.Member, models.ViaMail)
		w.at("2026-03-10 11:00")
		same(t, "mails", w.letters(), nil)
		same(t, "in Slack", w.posted(), []string{"2026-03-10 mia: AI-1 · P1 · is due in 2 days"})
	}, withoutJira, withSlack)
}

func TestWhomSlackDoesNotKnowGetsMailAtOnceAndItIsSaidWhy(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.agreed("2026-03-12")
		w.chooses(w.Member, models.ViaSlack)
		w.slack.Join(slacktest.User{Email: w.Member.Email, Deleted: true})
		same(t, "mails", w.through("2026-03-06"), []string{"2026-03-05 mia: AI-1 (P1) is due in 7 days"})
		same(t, "in Slack", w.posted(), nil)
		if d := w.digest(w.Member); d.Via != models.ViaMail || d.Note != "the account with this address is deactivated in Slack" {
			t.Errorf("the digest is %+v", d)
		}
		list, err := w.Detours(t.Context(), storetest.As(w.Admin), w.clock().AddDate(0, 0, -7), 5)
		storetest.Must(t, err)
		if len(list) != 1 || list[0].Name != w.Member.Name || list[0].PersonID != w.Member.ID || !strings.Contains(list[0].Note, "deactivated") {
			t.Errorf("told are %+v", list)
		}
		w.slack.Join(slacktest.User{Email: w.Member.Email})
		same(t, "mails", w.through("2026-03-11"), nil)
		same(t, "in Slack", w.posted(), []string{"2026-03-10 mia: AI-1 · P1 · is due in 2 days"})
	}, withoutJira, withSlack)
}

func TestWhatSlackRefusesIsToldAndTriedAgainAndNoMail(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.agreed("2026-03-12")
		w.chooses(w.Member, models.ViaSlack)
		w.at("2026-03-05 00:00")
		w.slack.Refuse("chat.postMessage", "invalid_auth", 1)
		w.at("2026-03-05 09:00")
		if why := w.failure(); !strings.Contains(why, "DEBRIEF_SLACK_TOKEN") {
			t.Errorf("told is %q", why)
		}
		equal(t, "noted as begun", scalar[int](w, "SELECT count(*) FROM digests WHERE started_at IS NOT NULL AND sent_at IS NULL"), 0)
		w.slack.Down(true)
		w.at("2026-03-05 09:10")
		if why := w.failure(); !strings.Contains(why, "no answer from Slack") {
			t.Errorf("told is %q", why)
		}
		w.slack.Down(false)
		w.at("2026-03-05 12:00")
		same(t, "in Slack", w.posted(), []string{"2026-03-05 mia: AI-1 · P1 · is due in 7 days"})
		same(t, "mails", w.letters(), nil)
		equal(t, "looked for what was never posted", w.slack.Requests()["conversations.history"], 0)
	}, withoutJira, withSlack)
}

func TestALetterKeepsToTheWaitThatSlackAsksFor(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.agreed("2026-03-12")
		w.chooses(w.Member, models.ViaSlack)
		w.at("2026-03-05 00:00")
		w.slack.Fail("users.lookupByEmail", http.StatusTooManyRequests, 10*time.Minute, 1)
		w.at("2026-03-05 09:00")
		if why := w.failure(); !strings.Contains(why, "fewer calls") {
			t.Errorf("told is %q", why)
		}
		w.at("2026-03-05 09:09")
		same(t, "too soon", w.posted(), nil)
		w.at("2026-03-05 09:10")
		same(t, "in Slack", w.posted(), []string{"2026-03-05 mia: AI-1 · P1 · is due in 7 days"})
	}, withoutJira, withSlack)
}

func TestWithoutSlackWhoChoseItGetsMail(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.agreed("2026-03-12")
		w.chooses(w.Member, models.ViaSlack)
		same(t, "mails", w.through("2026-03-06"), []string{"2026-03-05 mia: AI-1 (P1) is due in 7 days"})
		equal(t, "note", w.digest(w.Member).Note, "")
	}, withoutJira)
}

func TestWithoutMailAllLettersGoBySlack(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.agreed("2026-03-12") // Mia has chosen nothing
		w.at("2026-03-05 00:00")
		w.at("2026-03-05 09:00")
		if why := w.failure(); !strings.Contains(why, w.Member.Email) || !strings.Contains(why, "does not know this address") {
			t.Errorf("told is %q", why)
		}
		w.slack.Join(slacktest.User{Email: w.Member.Email})
		w.at("2026-03-05 11:00")
		same(t, "in Slack", w.posted(), []string{"2026-03-05 mia: AI-1 · P1 · is due in 7 days"})
	}, withoutJira, withoutMail, withSlack)
}

func TestHostileTitlesAreJustWordsInSlack(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		const hostile = "Add <!channel> @here *bold* <https://evil.example.com|Done> & `code` :smile: <@U1> to the <!subteam^S1> page"
		w.chooses(w.Member, models.ViaSlack)
		w.agreed("2026-03-12", func(a *models.ActionItem) { a.Title = hostile })
		w.until(berlin(t, "2026-03-05 10:00"), mails...)
		list := w.slack.Messages()
		if len(list) != 1 {
			t.Fatalf("%d messages", len(list))
		}
		m := list[0]
		found := false
		for _, b := range m.Blocks {
			for _, r := range b.Runs {
				found = found || r.Words == hostile && r.URL == "https://debrief.example.com/action-items/AI-1"
				if r.URL != "" && !strings.HasPrefix(r.URL, "https://debrief.example.com") {
					t.Errorf("a title links to %s", r.URL)
				}
			}
		}
		if !found {
			t.Errorf("the title is not its own words: %+v", m.Blocks)
		}
		// Rich text knows words and links alone, and these are all that there are: no block says that its text is to be parsed.
		for _, kind := range []string{"mrkdwn", "broadcast", `"user"`, "usergroup", `"type":"emoji"`} {
			if strings.Contains(m.Form["blocks"], kind) {
				t.Errorf("the blocks have %s: %s", kind, m.Form["blocks"])
			}
		}
		if strings.ContainsAny(m.Text, "<>") || !strings.Contains(m.Text, "&lt;!channel&gt;") || m.Form["parse"] != "none" || m.Form["link_names"] != "false" {
			t.Errorf("notified is %q with %v", m.Text, m.Form)
		}
	}, withoutJira, withSlack)
}

func TestWhatDoesNotFitIntoOneMessageIsCountedAndLinked(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.chooses(w.Member, models.ViaSlack)
		const all = 30
		for range all {
			w.agreed("2026-03-12", func(a *models.ActionItem) { a.Title = "Alert on " + strings.Repeat("äöü", 30) })
		}
		w.until(berlin(t, "2026-03-05 10:00"), mails...)
		list := w.slack.Messages()
		if len(list) != 1 {
			t.Fatalf("%d messages: %s", len(list), w.failure())
		}
		blocks := list[0].Blocks
		more := blocks[len(blocks)-2]
		shown := len(blocks) - 3
		if want := fmt.Sprintf("and %d more: What needs you", all-shown); more.Words() != want || more.Runs[1].URL != "https://debrief.example.com" || shown < 10 {
			t.Errorf("%d are shown, then %q", shown, more.Words())
		}
		equal(t, "heading", blocks[0].Words(), "30 things need you today")
	}, withoutJira, withSlack)
}

func TestTwoWorkersPostALetterOnce(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.agreed("2026-03-12")
		w.chooses(w.Member, models.ViaSlack)
		w.at("2026-03-05 00:00")
		o := w.outside()
		o.Tracker, o.Messenger = nil, w.messenger()
		others := []*jobs.Worker{w.hire(o), w.hire(o)}
		now := berlin(t, "2026-03-05 09:00")
		w.set(now)
		done := make(chan error)
		for _, x := range others {
			go func() { _, err := x.Tick(context.WithoutCancel(t.Context()), now); done <- err }()
		}
		for range others {
			storetest.Must(t, <-done)
		}
		same(t, "in Slack", w.posted(), []string{"2026-03-05 mia: AI-1 · P1 · is due in 7 days"})
	}, withoutJira, withSlack)
}
