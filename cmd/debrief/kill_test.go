package main

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// kills is how often the program is killed in the middle of the walk.
const kills = 50

// killer kills the program at random moments and starts it again, always on the same address.
type killer struct {
	t     *testing.T
	w     *surroundings
	done  atomic.Int32
	p     *process
	ended chan struct{}
}

// run kills until it has done so often enough; moments are drawn so that start, idleness and work are all met: the
// first document that a new process checks takes it a while on a busy machine.
func (k *killer) run() {
	defer close(k.ended)
	for k.done.Load() < kills {
		moment := time.NewTimer(time.Duration(rand.IntN(1000)) * time.Millisecond)
		<-moment.C
		k.p.kill()
		k.done.Add(1)
		k.p = k.w.launch(k.t, k.w.listen)
		if rand.IntN(4) > 0 && !k.p.waitReady() { // now and then it is killed while it starts
			k.t.Errorf("after kill %d the program did not become ready:\n%s", k.done.Load(), k.p.log)
			return
		}
	}
}

func TestKilledAtFiftyMomentsNothingIsLostOrDoneTwice(t *testing.T) {
	t.Parallel()
	documents := readPublished(t)
	for engine, database := range engines {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			w := surround(t, database(t))
			k := &killer{t: t, w: w, p: w.start(t, w.listen), ended: make(chan struct{})}
			token, err := w.command(t, "token", "create", "robin@example.com", "--name=kill")
			if err != nil {
				t.Fatalf("make a token: %v: %s", err, token)
			}
			c := &client{t: t, url: func() string { return "http://" + w.listen }, token: token}
			go k.run()
			defer func() { // where a walk fails, the killer stops before the test ends, so that its reason is told
				k.done.Store(kills)
				<-k.ended
			}()

			var stories []*story
			for n := 0; k.done.Load() < kills || n < len(documents); n++ {
				w.setClock(nextMonday(w.time())) // a week on, reminders are due on a day on which people work
				s := newStory(t, w, c, fmt.Sprintf("-%d", n))
				s.pace = 20 * time.Second // the dead hold leases of a minute, and nobody alive is too slow for that
				s.letters = 2
				s.patience = 6 * patience // as the client's: on a busy machine it lives for a second of three
				s.people()
				s.walkOne(documents[n%len(documents)])
				stories = append(stories, s)
			}
			<-k.ended
			if !k.p.waitReady() {
				t.Fatalf("the last start failed:\n%s", k.p.log)
			}
			t.Logf("%d kills, %d walks, %d answered changes", k.done.Load(), len(stories), c.acked)
			for n, s := range stories {
				s.stands(documents[n%len(documents)])
			}
			s := stories[len(stories)-1]
			s.oneIssueAnItem(stories)
		})
	}
}

// nextMonday returns ten in the morning of the next Monday.
func nextMonday(t time.Time) time.Time {
	day := t.Truncate(24*time.Hour).AddDate(0, 0, 1)
	for day.Weekday() != time.Monday {
		day = day.AddDate(0, 0, 1)
	}
	return day.Add(10 * time.Hour)
}

// stands checks that every change that was answered is still there.
func (s *story) stands(d published) {
	s.t.Helper()
	if r := s.c.get(fmt.Sprintf("/reviews/%d", s.review)); r.text("state") != "closed" {
		s.t.Errorf("PM-%d is %s", s.review, r.text("state"))
	}
	if doc := s.c.get(fmt.Sprintf("/reviews/%d/document", s.review)); doc.text("body") != strings.ReplaceAll(d.body, "\r\n", "\n") || doc["number"].(float64) != 1 {
		s.t.Errorf("the document of PM-%d is not what was saved (version %v)", s.review, doc["number"])
	}
	items := s.c.get(fmt.Sprintf("/action-items?review=%d", s.review)).list("items")
	if len(items) != len(s.items) {
		s.t.Errorf("PM-%d has %d items, want %d", s.review, len(items), len(s.items))
	}
	for _, item := range items {
		if item.text("title") != s.titles[item.id()] || item.text("state") != "done" {
			s.t.Errorf("AI-%d is %v", item.id(), item)
		}
	}
	s.oneDigestADay()
}

// oneDigestADay checks the ledger against the mails: one row and one Message-ID a person and day.
func (s *story) oneDigestADay() {
	s.t.Helper()
	for email, id := range map[string]int64{s.anaMail: s.ana, s.boMail: s.bo, s.chiMail: s.chidi} {
		rows := map[string]string{} // day → Message-ID
		for _, d := range s.c.get(fmt.Sprintf("/people/%d/digests", id)).list("items") {
			if rows[d.text("day")] != "" {
				s.t.Errorf("%s has two digests on %s", email, d.text("day"))
			}
			if d.text("sent_at") != "" {
				rows[d.text("day")] = d.text("message_id")
			}
		}
		for _, m := range s.digestsTo(email) {
			day, mid := m.ReceivedAt.UTC().Format(time.DateOnly), strings.Trim(m.Header("Message-ID"), "<>")
			if rows[day] != mid {
				s.t.Errorf("%s got %s on %s, the ledger says %q", email, mid, day, rows[day])
			}
		}
	}
	for _, id := range s.items {
		seen := map[string]bool{}
		for _, n := range s.c.get(fmt.Sprintf("/action-items/%d/nudges", id)).list("items") {
			key := fmt.Sprint(n["person_id"], n["rung"], n["created_at"])
			if seen[key] {
				s.t.Errorf("AI-%d: %s twice", id, key)
			}
			seen[key] = true
		}
	}
}

// oneIssueAnItem checks that Jira has just one issue for each item, and that each is linked.
func (s *story) oneIssueAnItem(stories []*story) {
	s.t.Helper()
	byLabel := map[string][]string{}
	for _, i := range s.w.jira.Issues() {
		for _, l := range i.Labels {
			if strings.HasPrefix(l, "debrief-") {
				byLabel[l] = append(byLabel[l], i.Key)
			}
		}
	}
	items := 0
	for _, st := range stories {
		for _, id := range st.items {
			items++
			item := s.c.get(fmt.Sprintf("/action-items/%d", id))
			link, _ := item["link"].(map[string]any)
			keys := byLabel["debrief-"+strings.ToLower(item.text("ulid"))]
			if len(keys) != 1 || link["key"] != keys[0] {
				s.t.Errorf("AI-%d is linked to %v, Jira has %v", id, link["key"], keys)
			}
		}
	}
	if got := len(s.w.jira.Issues()); got != items {
		s.t.Errorf("Jira has %d issues for %d items", got, items)
	}
}

func TestTwoProgramsShareTheWork(t *testing.T) {
	t.Parallel()
	w := surround(t, engines["postgres"](t))
	first := w.start(t, w.listen)
	other := freeAddress(t)
	second := w.start(t, other)
	token, err := w.command(t, "token", "create", "robin@example.com", "--name=two")
	if err != nil {
		t.Fatalf("make a token: %v: %s", err, token)
	}
	urls := []string{first.url, second.url}
	turn := 0
	c := &client{t: t, url: func() string { turn++; return urls[turn%len(urls)] }, token: token}
	s := newStory(t, w, c, "")
	s.people()
	var titles []string
	for n := range 30 {
		titles = append(titles, fmt.Sprintf("Add a limit to queue %d", n))
	}
	s.walkOne(published{title: "Queues filled up", body: "# Queues filled up\n\nThey did, at 10:00 UTC.\n", items: titles})
	s.oneIssueAnItem([]*story{s})
	s.oneDigestADay()

	// The first alone holds a row while Jira is slow, and is killed; the second takes the row over when its lease ends.
	if code := second.stop(t); code != 0 {
		t.Fatalf("SIGTERM: exit %d\n%s", code, second.log)
	}
	urls = []string{first.url}
	done := s.items
	s.report("Jira is slow")
	open := w.gate.shut(http.MethodPost + " /rest/api/2/issue")
	s.commit([]string{"Take the work of a dead colleague over"})
	<-w.gate.held
	second = w.start(t, other)
	urls = []string{second.url}
	first.kill()
	s.pace = 20 * time.Second
	open()
	if link := s.c.get(fmt.Sprintf("/action-items/%d", s.items[0]))["link"].(map[string]any); link["key"] != nil {
		t.Errorf("linked to %v while the lease of the dead stood", link["key"])
	}
	s.linked()
	s.items = append(s.items, done...)
	s.oneIssueAnItem([]*story{s})
}

func TestOneFileHasOneServeUntilItIsGoneHoweverItGoes(t *testing.T) {
	t.Parallel()
	w := surround(t, filepath.Join(t.TempDir(), "debrief.db"))
	p := w.start(t, w.listen)
	if out, err := w.command(t, "serve"); err == nil || !strings.Contains(out, "another debrief serve is using it: ") {
		t.Errorf("a second serve says %v: %s", err, out)
	}
	for _, args := range [][]string{{"migrate", "up"}, {"migrate", "status"}, {"token", "create", "robin@example.com", "--name=beside"}, {"export"}} {
		if out, err := w.command(t, args...); err != nil {
			t.Errorf("%v beside it: %v: %s", args, err, out)
		}
	}
	if _, err := w.command(t, "serve"); err == nil {
		t.Error("after others had used it, there is a second serve")
	}
	p.kill()
	p = w.start(t, w.listen)
	if code := p.stop(t); code != 0 {
		t.Errorf("stopped with %d", code)
	}
	w.start(t, w.listen)
}
