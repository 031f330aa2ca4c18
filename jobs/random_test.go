package jobs_test

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"debrief/models"
	"debrief/models/store"
	"debrief/models/storetest"
)

var seeds = flag.Uint64("seeds", 1, "how many random stories are told on each engine")

// TestWhateverHappensAllIsWellInTheEnd tells random stories of sixty days: people here and in Jira do what they please, Jira
// and the mail server come and go, answers get lost, and the worker gets its turn now and then.
func TestWhateverHappensAllIsWellInTheEnd(t *testing.T) {
	for seed := uint64(1); seed <= *seeds; seed++ {
		t.Run(fmt.Sprintf("story %d", seed), func(t *testing.T) {
			each(t, func(t *testing.T, w *world) {
				s := &story{world: w, Rand: rand.New(rand.NewPCG(seed, 1))}
				s.tell()
				s.check()
			}, lag(3*time.Minute))
		})
	}
}

type story struct {
	*world
	*rand.Rand
	review         models.Review
	items          []int64
	down, mailDown bool
}

func (s *story) tell() {
	s.review = s.AddReview(s.t, s.clock(), 3)
	s.AddPerson(s.t, "Bea Board", models.Member, func(p *models.Person) { p.Board = true })
	for s.clock().Before(storetest.Monday.AddDate(0, 0, 60)) {
		for range s.IntN(4) {
			s.fault()
		}
		for range s.IntN(3) {
			s.act()
		}
		for range s.IntN(2) {
			s.actInJira()
		}
		if s.IntN(5) > 0 {
			s.after(0)
		}
		s.set(s.clock().Add(time.Duration(s.IntN(int(16 * time.Hour)))))
	}
	// Everything is back, and time passes.
	s.jira.Down(false)
	s.jira.Fail(0, 0, 0)
	s.jira.DropAfterCreate(0)
	s.mail.Down(false)
	s.mail.AcceptThenDrop(0)
	s.tracker.onDone(nil)
	for range 60 {
		s.after(2 * time.Hour)
	}
}

func (s *story) fault() {
	switch s.IntN(12) {
	case 0:
		s.down = !s.down
		s.jira.Down(s.down)
	case 1:
		s.mailDown = !s.mailDown
		s.mail.Down(s.mailDown)
	case 2:
		s.jira.DropAfterCreate(1)
	case 3:
		s.mail.AcceptThenDrop(1)
	case 4:
		s.jira.Fail(1+s.IntN(3), []int{429, 500, 503, 401}[s.IntN(4)], time.Duration(s.IntN(3))*time.Minute)
	case 5:
		call := []string{"Get", "Update", "Transition", "Comment", "RemoteLink", "Create"}[s.IntN(6)]
		s.tracker.onDone(once(call, func() error { return errLost }))
	}
}

// act does one thing here; that it is refused is all right.
func (s *story) act() {
	ctx, by, now := context.WithoutCancel(s.t.Context()), storetest.As(s.Facilitator), s.clock()
	today := models.DateOf(now.In(s.Member.Location()))
	if len(s.items) < 2 || len(s.items) < 7 && s.IntN(6) == 0 {
		a := s.Commit(s.t, now, s.review.ID, today.AddDays(3+s.IntN(25)))
		s.items = append(s.items, a.ID)
		return
	}
	id := s.items[s.IntN(len(s.items))]
	var err error
	switch s.IntN(12) {
	case 0:
		title := fmt.Sprintf("Add circuit breaker number %d to checkout", s.IntN(1000))
		_, err = s.EditItem(ctx, by, now, id, 0, store.ItemEdit{Title: &title})
	case 1:
		priority, labels := []models.Priority{models.P0, models.P1, models.P2, models.P3}[s.IntN(4)], []string{fmt.Sprint("own", s.IntN(4))}
		_, err = s.EditItem(ctx, by, now, id, 0, store.ItemEdit{Priority: &priority, Labels: &labels})
	case 2:
		owner := []int64{s.Member.ID, s.Lead.ID}[s.IntN(2)]
		_, err = s.EditItem(ctx, by, now, id, 0, store.ItemEdit{OwnerID: &owner})
	case 3:
		_, err = s.MoveItem(ctx, by, now, id, 0, today.AddDays(s.IntN(25)), "it takes longer")
	case 4, 5:
		_, err = s.StartItem(ctx, by, now, id, 0)
	case 6:
		_, err = s.CompleteItem(ctx, by, now, id, 0)
	case 7:
		_, err = s.ReopenItem(ctx, by, now, id, 0, "it came back")
	case 8:
		_, err = s.RejectItem(ctx, by, now, id, 0, fmt.Sprintf("no need, for the %dth time", s.IntN(1000)))
	case 9:
		_, err = s.SnoozeItem(ctx, by, now, id, 0, today.AddDays(1+s.IntN(14)), "not now")
	case 10:
		_, err = s.DisownItem(ctx, by, now, id, 0, "not mine")
	case 11:
		_, err = s.KeepItem(ctx, by, now, id, 0)
	}
	if k := models.KindOf(err); err != nil && k != models.Conflict && k != models.Invalid {
		s.t.Fatal(err)
	}
}

func (s *story) actInJira() {
	issues := s.jira.Issues()
	if len(issues) == 0 {
		return
	}
	i := issues[s.IntN(len(issues))]
	switch s.IntN(5) {
	case 0, 1:
		s.jira.SetStatus(i.ID, []string{"To Do", "In Progress", "Done", "Won't Do"}[s.IntN(4)])
	case 2:
		s.jira.SetDue(i.ID, models.DateOf(s.clock()).AddDays(s.IntN(30)).String())
	case 3:
		s.jira.SetLabels(i.ID, append(i.Labels, "theirs")...)
	case 4:
		s.jira.Move(i.ID, []string{"PAY", "OPS"}[s.IntN(2)])
	}
}

func (s *story) check() {
	closed := map[string]func(time.Time) bool{}
	for _, id := range s.items {
		a := s.item(id)
		closed[a.Ref()] = s.closedAt(a)
		if a.Link.LastError != "" || a.Link.Attempts != 0 || a.Link.Gone {
			s.t.Errorf("the link of %s is %+v", a.Ref(), a.Link)
		}
		if a.Link.RemoteID == "" && !a.State.Open() { // over before Jira heard of it
			continue
		}
		i := s.issue(a)
		category := map[models.ItemState]string{models.Committed: "new", models.InProgress: "indeterminate", models.Done: "done", models.Rejected: "done"}[a.State]
		if a.RejectionProposed != "" {
			category = "done"
		}
		if a.Link.Pending || i.ID != a.Link.RemoteID || i.Key != a.Link.Key || i.Status != a.Link.Status || i.Summary != a.Title || i.Category != category {
			s.t.Errorf("%s is\n%+v with\n%+v, but in Jira\n%+v", a.Ref(), a, a.Link, i)
		}
		if a.State.Open() && i.DueOn != a.DueOn.String() {
			s.t.Errorf("%s is due %s, but in Jira %s", a.Ref(), a.DueOn, i.DueOn)
		}
		for _, l := range a.Labels {
			if !slices.Contains(i.Labels, l) {
				s.t.Errorf("%s has the labels %v, but in Jira %v", a.Ref(), a.Labels, i.Labels)
			}
		}
		bodies := map[string]int{}
		for _, c := range i.Comments {
			if bodies[c.Body]++; bodies[c.Body] == 2 {
				s.t.Errorf("%s is commented twice: %s", a.Ref(), c.Body)
			}
		}
	}
	for _, i := range s.jira.Issues() {
		if !slices.ContainsFunc(s.items, func(id int64) bool { return slices.Contains(i.Labels, s.item(id).Label()) }) {
			s.t.Errorf("%s is nobody's", i.Key)
		}
	}
	for _, table := range []string{"links", "invitations", "action_items", "reviews", "digests", "sign_ins", "chores"} {
		equalRows := scalar[int](s.world, "SELECT count(*) FROM "+table+" WHERE last_error <> '' OR attempts <> 0 OR lease <> '' OR leased_until IS NOT NULL")
		equal(s.t, "failing "+table, equalRows, 0)
	}
	equal(s.t, "letters that wait", scalar[int](s.world, fmt.Sprintf("SELECT count(*) FROM digests WHERE due_at IS NOT NULL AND due_at < '%s'",
		s.clock().Add(-time.Hour).Format("2006-01-02 15:04:05.000000-07:00"))), 0)
	days := map[string]string{}
	for _, m := range s.mail.Messages() {
		id := m.Headers.Get("Message-Id")
		if !strings.HasPrefix(id, "<digest-") {
			continue
		}
		day := m.To[0] + " " + s.local(m.ReceivedAt)
		if other, twice := days[day]; twice && other != id {
			s.t.Errorf("two letters: %s", day)
		}
		days[day] = id
		for _, line := range told(m) {
			ref, _, _ := strings.Cut(line, " ")
			if over := closed[ref]; over != nil && over(m.ReceivedAt) {
				s.t.Errorf("told on %s, when it was over: %s", m.ReceivedAt, line)
			}
		}
	}
	if len(days) < 5 {
		s.t.Errorf("only %d letters in two months", len(days))
	}
}

// closedAt tells whether an item was over just before a moment.
func (s *story) closedAt(a models.ActionItem) func(time.Time) bool {
	events, _, err := s.Events(context.WithoutCancel(s.t.Context()), models.System, store.EventFilter{Subject: models.SubjectItem, SubjectID: a.ID},
		store.Page{Limit: store.MaxLimit, Sort: "id"})
	storetest.Must(s.t, err)
	return func(at time.Time) bool {
		over := false
		for _, e := range events {
			if !e.At.Before(at) {
				break
			}
			switch e.Verb {
			case "completed", "rejected":
				over = true
			case "reopened":
				over = false
			}
		}
		return over
	}
}
