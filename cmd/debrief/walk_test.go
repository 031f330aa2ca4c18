package main

import (
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/cookiejar"
	"slices"
	"strings"
	"testing"
	"time"

	"debrief/integrations/mail/mailtest"
)

// story walks the main job over HTTP: incident in, review scheduled, document in, checklist answered, items committed, issues
// made, owner nudged, issues closed in Jira, items closed here, report changed.
type story struct {
	t                        *testing.T
	w                        *surroundings
	c                        *client
	suffix                   string
	ana, bo, chidi           int64
	team, service            int64
	review, meeting          int64
	incident                 int64
	items                    []int64
	titles                   map[int64]string
	pace                     time.Duration // how far the clock moves in a fifth of a second of waiting
	patience                 time.Duration // that bounds every wait
	letters                  int           // how many it may take to tell of all items
	anaMail, boMail, chiMail string
}

func newStory(t *testing.T, w *surroundings, c *client, suffix string) *story {
	s := &story{t: t, w: w, c: c, suffix: suffix, titles: map[int64]string{}, pace: 2 * time.Second, patience: patience, letters: 1}
	s.anaMail, s.boMail, s.chiMail = "ana"+suffix+"@example.com", "bo"+suffix+"@example.com", "chidi"+suffix+"@example.com"
	return s
}

// wait polls as eventually does, and moves the clock on meanwhile: a row that another worker holds is tried again some seconds
// later, and what a killed program held is free again when its lease ends.
func (s *story) wait(what string, holds func() bool) {
	s.t.Helper()
	n := 0
	within(s.t, s.patience, what, func() bool {
		if n++; n%10 == 0 {
			s.w.pass(s.pace)
		}
		return holds()
	})
}

// people makes the team: Ana owns reviews and items, Bo facilitates, Chidi manages.
func (s *story) people() {
	s.t.Helper()
	person := func(name, email, role string, more object) int64 {
		body := object{"name": name, "email": email, "role": role, "time_zone": "UTC"}
		for k, v := range more {
			body[k] = v
		}
		return s.c.post("/people", body).id()
	}
	s.chidi = person("Chidi Okafor", s.chiMail, "member", nil)
	s.bo = person("Bo Lindqvist", s.boMail, "facilitator", nil)
	s.ana = person("Ana Prado", s.anaMail, "member", object{"manager_id": s.chidi, "jira_account_id": "712020:ana"})
	s.team = s.c.post("/teams", object{"name": "Delivery" + s.suffix, "time_zone": "UTC", "manager_id": s.chidi, "lead_id": s.bo}).id()
	s.service = s.c.post("/services", object{"name": "ingest" + s.suffix, "team_id": s.team}).id()
}

func stamp(at time.Time) string { return at.Format(time.RFC3339) }

// report reports the incident; its severity's policy opens the review.
func (s *story) report(title string) {
	s.t.Helper()
	now := s.w.time()
	s.items = nil
	s.incident = s.c.post("/incidents", object{"title": title, "severity": 1, "started_at": stamp(now.Add(-3 * time.Hour)),
		"detected_at": stamp(now.Add(-2 * time.Hour)), "resolved_at": stamp(now.Add(-time.Hour)), "team_id": s.team,
		"service_ids": []int64{s.service}, "responders": []object{{"person_id": s.ana, "part": "incident_commander"}},
		"review_owner_id": s.ana}).id()
	opened := s.c.get(fmt.Sprintf("/reviews?incident=%d", s.incident)).list("items")
	if len(opened) != 1 {
		s.t.Fatalf("the policy opened %d reviews", len(opened))
	}
	s.review = opened[0].id()
	if due := now.Add(-time.Hour).AddDate(0, 0, 3).Format(time.DateOnly); opened[0].text("due_on") != due {
		s.t.Errorf("the meeting of a SEV-1 is due on %s, want %s", opened[0].text("due_on"), due)
	}
}

// schedule makes the appointment and moves it once; everybody is told twice.
func (s *story) schedule() {
	s.t.Helper()
	s.c.patch(fmt.Sprintf("/reviews/%d", s.review), object{"facilitator_id": s.bo})
	at := s.w.time().Add(26 * time.Hour)
	s.meeting = s.c.post(fmt.Sprintf("/reviews/%d/meetings", s.review), object{"starts_at": stamp(at), "minutes": 30, "place": "Room 7"}).id()
	s.invited("REQUEST", 0)
	s.c.patch(fmt.Sprintf("/meetings/%d", s.meeting), object{"starts_at": stamp(at.Add(time.Hour))})
	s.invited("REQUEST", 1)
}

// invited waits until each attendee has a calendar mail of that method and SEQUENCE.
func (s *story) invited(method string, sequence int) {
	s.t.Helper()
	uid := s.c.get(fmt.Sprintf("/meetings/%d", s.meeting)).text("uid")
	for _, to := range []string{s.anaMail, s.boMail, s.chiMail} {
		s.wait(fmt.Sprintf("%s hears of the meeting by %s %d", to, method, sequence), func() bool {
			return slices.ContainsFunc(s.w.mails.Messages(), func(m mailtest.Message) bool {
				return slices.Contains(m.To, to) && m.CalendarMethod == method && strings.Contains(m.Calendar, "UID:"+uid) &&
					strings.Contains(m.Calendar, "METHOD:"+method) && strings.Contains(m.Calendar, fmt.Sprintf("SEQUENCE:%d\r\n", sequence))
			})
		})
	}
}

// discuss holds the meeting on the document, and agrees the review.
func (s *story) discuss(document string) {
	s.t.Helper()
	review := fmt.Sprintf("/reviews/%d", s.review)
	s.c.put(review+"/document", object{"body": document})
	s.c.post(review+"/submission", nil)
	s.w.setClock(s.w.time().Add(28 * time.Hour))
	s.c.post(fmt.Sprintf("/meetings/%d/holding", s.meeting), object{"attended": []int64{s.ana, s.bo}})
	if status, o := s.c.do(http.MethodPost, review+"/completion", nil); status != http.StatusConflict || len(o["missing"].([]any)) == 0 {
		s.t.Errorf("a review with open questions was completed: %d %v", status, o)
	}
	for _, q := range s.c.get("/checklist").list("questions") {
		s.c.put(fmt.Sprintf("%s/outcomes/%d/final", review, q.id()), object{"verdict": "pass", "note": "Agreed."})
	}
	s.c.post(review+"/completion", nil)
}

// commit types the items in and commits them.
func (s *story) commit(titles []string) {
	s.t.Helper()
	for _, title := range titles {
		id := s.c.post(fmt.Sprintf("/reviews/%d/action-items", s.review), object{"title": title, "done_when": "It runs in production.",
			"kind": "prevent", "priority": "P1", "owner_id": s.ana, "team_id": s.team, "labels": []string{"postmortem"}}).id()
		s.items = append(s.items, id)
		s.titles[id] = title
		item := s.c.post(fmt.Sprintf("/action-items/%d/commitment", id), object{"scope": object{"override_reason": "typed in as it was published"}})
		if item.text("state") != "committed" || item.text("due_on") == "" {
			s.t.Errorf("%q was not committed: %v", title, item)
		}
	}
}

// closeReview posts the external message and ends the review.
func (s *story) closeReview() {
	s.t.Helper()
	message := fmt.Sprintf("/reviews/%d/messages/external", s.review)
	s.c.put(message, object{"body": "We are sorry for the delays of this week. They are over, and this is what we do about them."})
	s.c.post(message+"/approval", object{"reason": "What was done stands in the postmortem that it links to."})
	s.c.post(message+"/posting", object{"posted_url": "https://status.example.com/1"})
	if r := s.c.post(fmt.Sprintf("/reviews/%d/closure", s.review), nil); r.text("state") != "closed" {
		s.t.Errorf("the review is %s", r.text("state"))
	}
}

// linked waits until each item has its issue, and returns their keys.
func (s *story) linked() map[int64]string {
	s.t.Helper()
	keys := map[int64]string{}
	for _, id := range s.items {
		s.wait(fmt.Sprintf("AI-%d has an issue", id), func() bool {
			link, _ := s.c.get(fmt.Sprintf("/action-items/%d", id))["link"].(map[string]any)
			key, _ := link["key"].(string)
			keys[id] = key
			return key != ""
		})
	}
	return keys
}

func TestTheMainJobIsWalkedFromIncidentToReport(t *testing.T) {
	t.Parallel()
	documents := readPublished(t)
	for engine, database := range engines {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			w := surround(t, database(t))
			p := w.start(t, w.listen)
			signIn(t, p)
			token, err := w.command(t, "token", "create", "robin@example.com", "--name=walk")
			if err != nil {
				t.Fatalf("make a token: %v: %s", err, token)
			}
			c := &client{t: t, url: func() string { return p.url }, token: token}
			s := newStory(t, w, c, "")
			s.people()
			for _, d := range documents {
				s.walkOne(d)
			}
			s.outages(documents[0])
			s.calledOff(documents[1])

			if out, err := w.command(t, "health", "--listen="+w.listen); err != nil {
				t.Errorf("health: %v: %s", err, out)
			}
			if code := p.stop(t); code != 0 {
				t.Errorf("SIGTERM: exit %d\n%s", code, p.log)
			}
			if _, err := w.command(t, "health", "--listen="+w.listen); err == nil {
				t.Error("a program that has stopped is healthy")
			}
			p = w.start(t, w.listen)
			if total := c.get("/reports/completion?by=team")["total"].(map[string]any); total["closed"].(float64) == 0 {
				t.Errorf("after a restart: %v", total)
			}
		})
	}
}

// signIn follows the link that a first start prints, as a browser does.
func signIn(t *testing.T, p *process) {
	t.Helper()
	var link string
	eventually(t, "the first start prints a sign-in link", func() bool { // what it printed may still be on its way through the pipe
		link = p.signInLink()
		return link != ""
	})
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	browser := &http.Client{Jar: jar}
	for _, do := range []func() (*http.Response, error){
		func() (*http.Response, error) { return browser.Get(link) },
		func() (*http.Response, error) { return browser.Post(link, "application/x-www-form-urlencoded", nil) },
		func() (*http.Response, error) { return browser.Get(p.url + "/reviews") },
	} {
		r, err := do()
		if err != nil {
			t.Fatal(err)
		}
		text, _ := io.ReadAll(r.Body)
		r.Body.Close()
		if r.StatusCode != http.StatusOK || strings.Contains(r.Request.URL.Path, "/sign-in") && r.Request.Method != http.MethodGet {
			t.Fatalf("%s %s: %s\n%s", r.Request.Method, r.Request.URL, r.Status, text)
		}
	}
	if r, err := http.Post(link, "application/x-www-form-urlencoded", nil); err == nil {
		r.Body.Close()
		if r.StatusCode == http.StatusOK {
			t.Error("the sign-in link opened the door twice")
		}
	}
}

// walkOne walks the main job with one published postmortem, and checks each step where it shows.
func (s *story) walkOne(d published) {
	t := s.t
	t.Helper()
	s.report(d.title)
	resolved := s.w.time().Add(-time.Hour)
	s.schedule()
	s.discuss(d.body)
	s.commit(d.items)
	s.closeReview()
	keys := s.linked()
	day := resolved.Add(-2 * time.Hour).Format("20060102")
	due := resolved.AddDate(0, 0, 15).Format(time.DateOnly)
	for id, key := range keys {
		issue, ok := s.w.jira.Issue(key)
		if !ok {
			t.Fatalf("there is no issue %s", key)
		}
		if issue.Summary != s.titles[id] || issue.DueOn != due || issue.Priority != "High" || issue.AssigneeAccountID != "712020:ana" {
			t.Errorf("%s: %+v", key, issue)
		}
		for _, want := range []string{"Done when: It runs in production.", fmt.Sprintf("/action-items/AI-%d", id)} {
			if !strings.Contains(issue.Description, want) {
				t.Errorf("%s: %q lacks %q", key, issue.Description, want)
			}
		}
		for _, want := range []string{"sev1", "sev1_" + day, "postmortem"} {
			if !slices.Contains(issue.Labels, want) {
				t.Errorf("%s: labels %v lack %s", key, issue.Labels, want)
			}
		}
	}
	before := s.c.get("/reports/completion?by=severity")["total"].(map[string]any)["closed"].(float64)
	s.mailed()
	s.nudged(resolved.AddDate(0, 0, 8), d.items)

	for _, key := range keys {
		s.w.jira.SetStatus(key, "Done")
	}
	s.w.pass(6 * time.Minute)
	for _, id := range s.items {
		s.wait(fmt.Sprintf("AI-%d is done", id), func() bool {
			return s.c.get(fmt.Sprintf("/action-items/%d", id)).text("state") == "done"
		})
	}
	total := s.c.get("/reports/completion?by=severity")["total"].(map[string]any)
	if got := total["closed"].(float64); got != before+float64(len(d.items)) || total["overdue"].(float64) != 0 {
		t.Errorf("the report says %v after %d more were closed in time", total, len(d.items))
	}
	// Nothing closed is ever nudged.
	sent := len(s.digestsTo(s.anaMail))
	s.w.setClock(resolved.AddDate(0, 0, 15).Truncate(24 * time.Hour).Add(11 * time.Hour))
	s.settle()
	if got := len(s.digestsTo(s.anaMail)); got != sent {
		t.Errorf("%d mails about what is done", got-sent)
	}
}

// nudged moves the clock to a day on which reminders are due, and waits for the mail that tells of all items. Where reminders
// were held by the dead for longer than a mail waits for more, the rest comes on the next day: never twice, and never in vain.
func (s *story) nudged(day time.Time, titles []string) {
	s.t.Helper()
	before := len(s.lettersTo(s.anaMail))
	left := titles
	for n := 1; len(left) > 0; n++ {
		s.w.setClock(day.Truncate(24 * time.Hour).Add(10 * time.Hour))
		s.settle()
		s.w.pass(6 * time.Minute)
		s.wait("Ana is reminded", func() bool { return len(s.lettersTo(s.anaMail)) >= before+n })
		s.wait("it is noted that Ana is reminded", func() bool { // on that day: whoever sent it may have been killed
			return slices.ContainsFunc(s.c.get(fmt.Sprintf("/people/%d/digests", s.ana)).list("items"), func(d object) bool {
				return d.text("sent_at") != "" && "<"+d.text("message_id")+">" == s.lettersTo(s.anaMail)[before+n-1].Header("Message-ID")
			})
		})
		mail := s.lettersTo(s.anaMail)[before+n-1]
		text := strings.Join(strings.Fields(mail.Text), " ")
		told, lacking := 0, []string{}
		for _, title := range left {
			if strings.Contains(text, strings.Join(strings.Fields(title), " ")) {
				told++
			} else {
				lacking = append(lacking, title)
			}
		}
		if told == 0 || mail.HTML == "" || strings.Count(text, "is due in ") != told {
			s.t.Errorf("the digest tells %d of %q:\n%s", told, left, mail.Text)
		}
		if n == 1 && !strings.Contains(text, "is due in 7 days") {
			s.t.Errorf("the digest does not say when they are due:\n%s", mail.Text)
		}
		if left = lacking; n == s.letters && len(left) > 0 {
			s.t.Errorf("%d letters lack %q", n, left)
			return
		}
		day = day.AddDate(0, 0, 1)
	}
}

// mailed waits until all letters are out: those that tell what is new with somebody would else come with the reminders of another day.
func (s *story) mailed() {
	s.t.Helper()
	titles := slices.Collect(maps.Values(s.titles))
	for _, id := range []int64{s.ana, s.bo, s.chidi} {
		s.wait("the letters are out", func() bool {
			for _, d := range s.c.get(fmt.Sprintf("/people/%d/digests", id)).list("items") {
				due, err := time.Parse(time.RFC3339, d.text("due_at"))
				if err == nil && due.After(s.w.time()) { // it waits for others, or for a day that has had none
					s.w.setClock(due)
				}
				if err == nil && d.text("sent_at") == "" {
					return false
				}
			}
			return true
		})
	}
	for _, mail := range s.digestsTo(s.anaMail) {
		titles = slices.DeleteFunc(titles, func(title string) bool {
			return strings.Contains(strings.Join(strings.Fields(mail.Text), " "), strings.Join(strings.Fields(title), " "))
		})
	}
	if len(titles) > 0 {
		s.t.Errorf("Ana was not told that %q are hers", titles)
	}
}

// settle waits until a reminder that is due now has been looked at: a chore that is always due at the full hour runs behind it.
func (s *story) settle() {
	s.t.Helper()
	for _, id := range s.items {
		s.wait(fmt.Sprintf("AI-%d is looked at", id), func() bool {
			on := s.c.get(fmt.Sprintf("/action-items/%d", id)).text("nudge_on")
			at, err := time.Parse(time.RFC3339, on)
			return on == "" || err == nil && at.After(s.w.time())
		})
	}
}

// digestsTo returns the reminders that were mailed to somebody.
func (s *story) digestsTo(email string) []mailtest.Message {
	return slices.DeleteFunc(s.w.mails.Messages(), func(m mailtest.Message) bool {
		return !slices.Contains(m.To, email) || !strings.HasPrefix(m.Header("Message-ID"), "<digest-")
	})
}

// lettersTo returns those reminders, each once: what went out again, as nobody had noted the first time, is the same letter.
func (s *story) lettersTo(email string) (list []mailtest.Message) {
	for _, m := range s.digestsTo(email) {
		n := slices.IndexFunc(list, func(other mailtest.Message) bool { return other.Header("Message-ID") == m.Header("Message-ID") })
		if n < 0 {
			n, list = len(list), append(list, m)
		}
		list[n] = m
	}
	return list
}

// outages: while Jira and the mail server are down the change is kept, it says what is pending and why, and it goes through
// when they are back.
func (s *story) outages(d published) {
	t := s.t
	t.Helper()
	s.report("Again: " + d.title)
	s.w.jira.Down(true)
	s.w.mails.Down(true)
	s.commit([]string{"Alert on replication lag of more than 30 s"})
	s.meeting = s.c.post(fmt.Sprintf("/reviews/%d/meetings", s.review), object{"starts_at": stamp(s.w.time().Add(26 * time.Hour)), "attendees": []object{
		{"person_id": s.ana, "part": "review_owner"}, {"person_id": s.bo, "part": "facilitator"}, {"person_id": s.chidi, "part": "engineering_manager"}}}).id()
	s.wait("the item says why its issue is pending", func() bool {
		link := s.c.get(fmt.Sprintf("/action-items/%d", s.items[0]))["link"].(map[string]any)
		text, _ := link["last_error"].(string)
		return link["pending"] == true && text != ""
	})
	s.wait("the meeting says why invitations are pending", func() bool {
		for _, a := range s.c.get(fmt.Sprintf("/meetings/%d", s.meeting)).list("attendees") {
			invitation, _ := a["invitation"].(map[string]any)
			if text, _ := invitation["last_error"].(string); text == "" {
				return false
			}
		}
		return true
	})
	s.w.jira.Down(false)
	s.w.mails.Down(false)
	s.w.pass(10 * time.Minute)
	s.linked()
	s.invited("REQUEST", 0)
}

// calledOff: a meeting that is called off is cancelled in everybody's calendar.
func (s *story) calledOff(d published) {
	s.t.Helper()
	s.report("Once more: " + d.title)
	s.c.patch(fmt.Sprintf("/reviews/%d", s.review), object{"facilitator_id": s.bo})
	s.meeting = s.c.post(fmt.Sprintf("/reviews/%d/meetings", s.review), object{"starts_at": stamp(s.w.time().Add(26 * time.Hour))}).id()
	s.invited("REQUEST", 0)
	s.c.post(fmt.Sprintf("/meetings/%d/cancellation", s.meeting), object{"reason": "Half of us are ill."})
	s.invited("CANCEL", 1)
}
