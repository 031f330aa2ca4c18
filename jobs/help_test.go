package jobs_test

import (
	"context"
	"database/sql"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"debrief/integrations/jira"
	"debrief/integrations/jira/jiratest"
	"debrief/integrations/mail"
	"debrief/integrations/mail/mailtest"
	"debrief/integrations/slack"
	"debrief/integrations/slack/slacktest"
	"debrief/jobs"
	"debrief/models"
	"debrief/models/store"
	"debrief/models/storetest"
)

// world is a house with a Jira and a mail server beside it, and a clock that the test moves.
type world struct {
	*storetest.House
	t       testing.TB
	jira    *jiratest.Server
	mail    *mailtest.Server
	slack   *slacktest.Server
	tracker *tracker
	mailer  *mail.Sender
	worker  *jobs.Worker
	db      *sql.DB

	mu  sync.Mutex
	now time.Time
}

// setup is what a test changes of a world.
type setup struct {
	jira   jiratest.Options
	noJira bool
	noMail bool
	slack  bool // is connected
}

func newWorld(t testing.TB, s *store.Store, changes ...func(*setup)) *world {
	t.Helper()
	w := &world{House: storetest.NewHouse(t, s), t: t, now: storetest.Monday, db: storetest.Raw(t, s)}
	o := setup{jira: jiratest.Options{Now: w.clock, SearchLag: time.Minute,
		Projects: []jiratest.Project{{Key: "PAY", Name: "Payments"}, {Key: "OPS", Name: "Operations"}},
		Users: []jiratest.User{{AccountID: "jira-debrief", DisplayName: "Debrief"}, {AccountID: "jira-mia", DisplayName: "Mia"},
			{AccountID: "jira-lee", DisplayName: "Lee"}, {AccountID: "jira-ada", DisplayName: "Ada"}}}}
	for _, change := range changes {
		change(&o)
	}
	w.jira = jiratest.New(o.jira)
	client, err := jira.New(jira.Config{BaseURL: "https://jira.example.com", User: jiratest.DefaultUser, Token: jiratest.DefaultToken,
		HTTP: &http.Client{Transport: w.jira.Transport()}, Now: w.clock})
	storetest.Must(t, err)
	w.tracker = &tracker{Client: client}
	w.mail, err = mailtest.Start(mailtest.Options{Now: w.clock})
	storetest.Must(t, err)
	t.Cleanup(func() { _ = w.mail.Close() })
	w.mailer, err = mail.New(mail.Config{Host: w.mail.Host(), Port: w.mail.Port(), TLS: mail.NoTLS, From: "debrief@example.com", FromName: "Debrief",
		HELO: "debrief.example.com", Timeout: 10 * time.Second})
	storetest.Must(t, err)
	w.slack = slacktest.New(slacktest.Options{Now: w.clock})
	out := w.outside()
	if o.noJira {
		out.Tracker = nil
	}
	if o.noMail {
		out.Mailer = nil
	}
	if o.slack {
		out.Messenger = w.messenger()
	}
	w.worker = w.hire(out)
	return w
}

// messenger is a client of the workspace.
func (w *world) messenger() *slack.Client {
	w.t.Helper()
	web := httptest.NewServer(w.slack.Handler())
	w.t.Cleanup(web.Close)
	c, err := slack.New(slack.Config{URL: web.URL + "/api/", Token: slacktest.DefaultToken, HTTP: web.Client()})
	storetest.Must(w.t, err)
	return c
}

func (w *world) outside() jobs.Outside {
	return jobs.Outside{Tracker: w.tracker, IssueType: "Task", Mailer: w.mailer, BaseURL: "https://debrief.example.com",
		Host: "debrief.example.com", Log: slog.New(slog.NewTextHandler(io.Discard, nil))}
}

// hire starts another worker on the same database.
func (w *world) hire(o jobs.Outside) *jobs.Worker {
	w.t.Helper()
	worker, err := jobs.Start(w.t.Context(), w.Store, w.clock(), o)
	storetest.Must(w.t, err)
	return worker
}

// hired is one more worker, which may take its turn beside others.
type hired struct {
	*jobs.Worker
	w *world
}

func (w *world) another() *hired { return &hired{w.hire(w.outside()), w} }

func (x *hired) tick(now time.Time) {
	if _, err := x.Tick(context.WithoutCancel(x.w.t.Context()), now); err != nil {
		x.w.t.Error(err)
	}
}

func (w *world) clock() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.now
}

func (w *world) set(now time.Time) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.now = now
}

// at moves the clock to a moment in Berlin and lets the worker take a turn.
func (w *world) at(moment string) time.Time {
	w.t.Helper()
	return w.tick(berlin(w.t, moment))
}

// after moves the clock on and lets the worker take a turn.
func (w *world) after(d time.Duration) time.Time {
	w.t.Helper()
	return w.tick(w.clock().Add(d))
}

func (w *world) tick(now time.Time) time.Time {
	w.t.Helper()
	w.set(now)
	_, err := w.worker.Tick(context.WithoutCancel(w.t.Context()), now)
	storetest.Must(w.t, err)
	return now
}

// until lets the worker take a turn at each moment at which a row of the queues is due.
func (w *world) until(end time.Time, queues ...store.Queue) {
	w.t.Helper()
	for {
		next := end
		for _, q := range queues {
			due, ok, err := w.Due(w.t.Context(), q)
			storetest.Must(w.t, err)
			if ok && due.Before(next) {
				next = due
			}
		}
		if next.Before(w.clock()) {
			next = w.clock()
		}
		w.tick(next)
		if next.Equal(end) {
			return
		}
	}
}

// mails are the queues of letters and what leads to them. The chores are not among them, so that no nightly pass mends what a
// verb forgot.
var mails = []store.Queue{store.ItemNudgeQueue, store.ReviewNudgeQueue, store.DigestQueue}

func berlin(t testing.TB, moment string) time.Time {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Berlin")
	storetest.Must(t, err)
	at, err := time.ParseInLocation("2006-01-02 15:04", moment, zone)
	storetest.Must(t, err)
	return at.UTC()
}

func date(t testing.TB, s string) models.Date {
	t.Helper()
	d, err := models.ParseDate(s)
	storetest.Must(t, err)
	return d
}

// item reads an item again.
func (w *world) item(id int64) models.ActionItem {
	w.t.Helper()
	a, err := w.Item(w.t.Context(), models.System, id)
	storetest.Must(w.t, err)
	return a
}

// issue returns the item's issue in Jira; there has to be exactly one.
func (w *world) issue(a models.ActionItem) jiratest.Issue {
	w.t.Helper()
	var found []jiratest.Issue
	for _, i := range w.jira.Issues() {
		if slices.Contains(i.Labels, a.Label()) {
			found = append(found, i)
		}
	}
	if len(found) != 1 {
		w.t.Fatalf("%s has %d issues, want one", a.Ref(), len(found))
	}
	return found[0]
}

// linked commits an item and lets it get its issue.
func (w *world) linked(changes ...func(*models.ActionItem)) (models.ActionItem, jiratest.Issue) {
	w.t.Helper()
	r := w.AddReview(w.t, w.clock(), 3)
	a := w.Commit(w.t, w.clock(), r.ID, date(w.t, "2026-05-20"), changes...)
	w.after(0)
	return w.item(a.ID), w.issue(a)
}

// settled fails unless the link has nothing to tell and no error.
func (w *world) settled(id int64) models.ActionItem {
	w.t.Helper()
	a := w.item(id)
	if a.Link == nil || a.Link.Pending || a.Link.LastError != "" || a.Link.Attempts != 0 {
		w.t.Fatalf("the link of %s is %+v", a.Ref(), a.Link)
	}
	return a
}

// scalar reads one value behind the store's back.
func scalar[T any](w *world, query string) T {
	w.t.Helper()
	var v T
	if err := w.db.QueryRowContext(context.WithoutCancel(w.t.Context()), query).Scan(&v); err != nil {
		w.t.Fatalf("%s: %v", query, err)
	}
	return v
}

func (w *world) exec(query string) {
	w.t.Helper()
	if _, err := w.db.ExecContext(w.t.Context(), query); err != nil {
		w.t.Fatalf("%s: %v", query, err)
	}
}

// requests counts the calls of Jira whose method and path begin so.
func (w *world) requests(prefix string) int {
	n := 0
	for call, times := range w.jira.Requests() {
		if strings.HasPrefix(call, prefix) {
			n += times
		}
	}
	return n
}

// letters returns the digests that arrived, as "day name: line; line", sorted, and forgets them.
func (w *world) letters() []string {
	w.t.Helper()
	var list []string
	for _, m := range w.mail.Messages() {
		if !strings.HasPrefix(m.Headers.Get("Message-Id"), "<digest-") {
			continue
		}
		list = append(list, fmt.Sprintf("%s %s: %s", w.local(m.ReceivedAt), w.first(m.To[0]), strings.Join(told(m), "; ")))
	}
	w.mail.Clear()
	slices.Sort(list)
	return list
}

func (w *world) local(at time.Time) string { return at.In(w.Member.Location()).Format("2006-01-02") }

func (w *world) first(email string) string {
	name, _, _ := strings.Cut(email, ".")
	return name
}

// told returns the lines of a letter: what it says of each subject.
func told(m mailtest.Message) []string {
	var list []string
	for _, line := range strings.Split(strings.ReplaceAll(m.Text, "\r\n", "\n"), "\n") {
		if says, ok := strings.CutPrefix(line, "* "); ok {
			list = append(list, says)
		}
	}
	return list
}

// tracker is Jira's client; before runs ahead of each call, with its name, and may do something or fail it.
type tracker struct {
	*jira.Client
	mu     sync.Mutex
	before func(call string) error
	later  func(call string) error
}

func (x *tracker) on(before func(call string) error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.before = before
}

// onDone sets what runs after each call that succeeded, and may lose its answer.
func (x *tracker) onDone(later func(call string) error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.later = later
}

func (x *tracker) around(call string, do func() error) error {
	x.mu.Lock()
	before, later := x.before, x.later
	x.mu.Unlock()
	if before != nil {
		if err := before(call); err != nil {
			return err
		}
	}
	err := do()
	if err == nil && later != nil {
		err = later(call)
	}
	return err
}

func (x *tracker) Create(ctx context.Context, f jira.Fields) (i jira.Issue, err error) {
	err = x.around("Create", func() error { i, err = x.Client.Create(ctx, f); return err })
	return i, err
}

func (x *tracker) Update(ctx context.Context, id string, f jira.Fields) (dropped []string, err error) {
	err = x.around("Update", func() error { dropped, err = x.Client.Update(ctx, id, f); return err })
	return dropped, err
}

func (x *tracker) Get(ctx context.Context, id string) (i jira.Issue, err error) {
	err = x.around("Get", func() error { i, err = x.Client.Get(ctx, id); return err })
	return i, err
}

func (x *tracker) Transition(ctx context.Context, id string, to jira.Category) error {
	return x.around("Transition", func() error { return x.Client.Transition(ctx, id, to) })
}

func (x *tracker) Comment(ctx context.Context, id, body string) error {
	return x.around("Comment", func() error { return x.Client.Comment(ctx, id, body) })
}

func (x *tracker) RemoteLink(ctx context.Context, id, globalID, url, title string) error {
	return x.around("RemoteLink", func() error { return x.Client.RemoteLink(ctx, id, globalID, url, title) })
}

// once runs do at the first call of that name.
func once(call string, do func() error) func(string) error {
	var mu sync.Mutex
	done := false
	return func(name string) error {
		mu.Lock()
		run := name == call && !done
		done = done || run
		mu.Unlock()
		if run {
			return do()
		}
		return nil
	}
}

func must[T any](t testing.TB) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func equal[T comparable](t testing.TB, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

func same(t testing.TB, what string, got, want []string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s:\n got  %s\n want %s", what, strings.Join(got, "\n      "), strings.Join(want, "\n      "))
	}
}
