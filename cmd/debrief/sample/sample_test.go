package sample

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"debrief/integrations/calendar"
	"debrief/integrations/jira"
	"debrief/integrations/jira/jiratest"
	"debrief/integrations/mail"
	"debrief/integrations/mail/mailtest"
	"debrief/internal/testenv"
	"debrief/jobs"
	"debrief/models"
	"debrief/models/store"
	"debrief/models/storetest"
)

func TestMain(m *testing.M) { testenv.Main(m) }

// loaded is a store with the sample data in it, and what was outside of it.
type loaded struct {
	*store.Store
	today time.Time
	admin models.Person
	mails *mailtest.Server
	jira  *jiratest.Server
	ticks int
}

// load tells the story up to that moment, with a real worker, a fake Jira and a mail server.
func load(t *testing.T, today time.Time) *loaded {
	t.Helper()
	s := storetest.Open(t, store.SQLite, func(o *store.Options) { o.Holidays = holidays })
	admin, _, err := s.EnsureAdministrator(t.Context(), today, "admin@example.com")
	storetest.Must(t, err)
	now := today
	clock := func() time.Time { return now }
	mails, err := mailtest.Start(mailtest.Options{Now: clock})
	storetest.Must(t, err)
	t.Cleanup(func() { _ = mails.Close() })
	sender, err := mail.New(mail.Config{Host: mails.Host(), Port: mails.Port(), TLS: mail.NoTLS, From: "debrief@example.com", FromName: "Debrief"})
	storetest.Must(t, err)
	fake := jiratest.New(jiratest.Options{Now: clock})
	client, err := jira.New(jira.Config{BaseURL: "https://jira.example.com", User: jiratest.DefaultUser, Token: jiratest.DefaultToken,
		HTTP: &http.Client{Transport: fake.Transport()}, Now: clock})
	storetest.Must(t, err)
	worker, err := jobs.Start(t.Context(), s, today, jobs.Outside{Tracker: client, IssueType: "Task", Mailer: sender,
		BaseURL: "https://debrief.example.com", Host: "debrief.example.com", Log: slog.New(slog.DiscardHandler)})
	storetest.Must(t, err)
	x := &loaded{Store: s, today: today, mails: mails, jira: fake}
	begin := time.Now()
	x.admin, err = Load(t.Context(), s, World{Today: today, Jira: fake, Admin: admin,
		At: func(at time.Time) { now = at },
		Tick: func(ctx context.Context, at time.Time) error {
			x.ticks++
			_, err := worker.Tick(ctx, at)
			return err
		}})
	storetest.Must(t, err)
	if !now.Equal(today) {
		t.Errorf("the clock stands at %s", now)
	}
	t.Logf("loaded in %s, %d turns of the worker", time.Since(begin).Round(time.Millisecond), x.ticks)
	return x
}

func holidays(region string) models.Holidays {
	rule, err := calendar.Holidays(region)
	if err != nil {
		return nil
	}
	return func(d models.Date) (string, bool) { return rule(d.Year, d.Month, d.Day) }
}

func TestTheStoryHoldsWhateverTheDay(t *testing.T) {
	t.Parallel()
	for name, today := range map[string]time.Time{
		"a Monday morning":              time.Date(2026, time.November, 23, 7, 30, 0, 0, time.UTC),
		"a Saturday, past midnight":     time.Date(2026, time.August, 15, 0, 0, 20, 0, time.UTC),
		"29 February":                   time.Date(2028, time.February, 29, 12, 0, 0, 0, time.UTC),
		"31 December":                   time.Date(2026, time.December, 31, 16, 0, 0, 0, time.UTC),
		"the day after the clocks move": time.Date(2027, time.March, 29, 9, 0, 0, 0, time.UTC),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if testing.Short() && !today.Equal(time.Date(2028, time.February, 29, 12, 0, 0, 0, time.UTC)) {
				t.Skip("-short: one day has to do")
			}
			x := load(t, today)
			t.Run("queues", x.queues)
			t.Run("reviews", x.reviews)
			t.Run("items", x.items)
			t.Run("home", x.home)
			t.Run("report", x.report)
			t.Run("documents", x.documents)
			t.Run("names", x.names)
		})
	}
}

func (x *loaded) day() models.Date { return models.DateOf(x.today.UTC()) }

// queues: what failed is nowhere, and nothing was told before it happened or later than Today.
func (x *loaded) queues(t *testing.T) {
	db := storetest.Raw(t, x.Store)
	for table, due := range map[string]string{"links": "due_at", "invitations": "due_at", "digests": "due_at", "chores": "due_at",
		"action_items": "nudge_on", "reviews": "nudge_on"} {
		var failed, late, leased int
		row := db.QueryRow("SELECT count(CASE WHEN last_error <> '' THEN 1 END), count(CASE WHEN "+due+" <= ? THEN 1 END), count(leased_until) FROM "+table,
			x.today.UTC().Format("2006-01-02 15:04:05.999999999-07:00"))
		storetest.Must(t, row.Scan(&failed, &late, &leased))
		if failed+late+leased > 0 {
			t.Errorf("%s: %d failed, %d are due still, %d are leased", table, failed, late, leased)
		}
	}
	var events, nudges, digests, future int
	storetest.Must(t, db.QueryRow("SELECT count(*) FROM events").Scan(&events))
	storetest.Must(t, db.QueryRow("SELECT count(*) FROM nudges").Scan(&nudges))
	storetest.Must(t, db.QueryRow("SELECT count(*) FROM digests WHERE sent_at IS NOT NULL").Scan(&digests))
	storetest.Must(t, db.QueryRow("SELECT count(*) FROM events WHERE at > ?", x.today.UTC().Format("2006-01-02 15:04:05.999999999-07:00")).Scan(&future))
	t.Logf("%d events, %d nudges, %d digests, %d mails, %d issues", events, nudges, digests, len(x.mails.Messages()), len(x.jira.Issues()))
	if events < 600 || nudges < 60 || digests < 45 || future > 0 {
		t.Errorf("%d events (%d in the future), %d nudges, %d digests", events, future, nudges, digests)
	}
}

func (x *loaded) all(t *testing.T) []models.Review {
	t.Helper()
	rows, _, err := x.Reviews(t.Context(), models.System, store.ReviewFilter{}, store.Page{Limit: store.MaxLimit})
	storetest.Must(t, err)
	return rows
}

func (x *loaded) reviews(t *testing.T) {
	states := map[models.ReviewState]int{}
	severities := map[models.Severity]int{}
	restricted, overruled, rescheduled, missed, late, open, answers, replies, posted := 0, 0, 0, 0, 0, 0, 0, 0, 0
	for _, r := range x.all(t) {
		states[r.State]++
		f, err := x.ReviewFacts(t.Context(), r)
		storetest.Must(t, err)
		severities[f.Incident.Severity]++
		if r.Restricted {
			restricted++
			if len(r.ReaderIDs) == 0 || len(r.ReaderIDs) > 4 {
				t.Errorf("%s is restricted to %v", r.Ref(), r.ReaderIDs)
			}
		}
		for _, o := range f.Outcomes {
			if o.WaivedReason != "" {
				overruled++
			}
		}
		meetings, err := x.Meetings(t.Context(), models.System, r.ID)
		storetest.Must(t, err)
		for _, m := range meetings {
			if m.Sequence > 0 {
				rescheduled++
			}
			if m.State == models.NotHeld {
				missed++
			}
			for _, a := range m.Attendees {
				if m.State == models.Held && a.Attended == nil {
					t.Errorf("nobody knows whether person %d was in the meeting of %s", a.PersonID, r.Ref())
				}
				if a.Invitation == nil || a.Invitation.AgreedRevision != a.Invitation.Revision {
					t.Errorf("person %d was not told of the meeting of %s: %+v", a.PersonID, r.Ref(), a.Invitation)
				}
			}
		}
		comments, _, err := x.Comments(t.Context(), models.System, r.ID, store.Page{})
		storetest.Must(t, err)
		for _, c := range comments {
			if c.ReplyToID != nil {
				replies++
			}
			d, err := x.Document(t.Context(), models.System, r.ID, c.DocumentNumber)
			storetest.Must(t, err)
			if !strings.Contains(d.Body, c.Quote) {
				t.Errorf("%s: the document does not say %q", r.Ref(), c.Quote)
			}
			if c.ResolvedAt == nil && c.Quote != "" {
				open++
			}
		}
		all, err := x.Outcomes(t.Context(), models.System, r.ID)
		storetest.Must(t, err)
		switch r.State {
		case models.Closed:
			if f.Meeting == nil || f.Meeting.State != models.Held {
				t.Errorf("%s is closed without a meeting", r.Ref())
			}
			if r.ClosedAt.Sub(*f.Incident.ResolvedAt) > 45*24*time.Hour {
				late++
			}
			if f.External != nil {
				posted++
			}
		case models.InReview:
			answers += len(all)
			if f.Meeting == nil || f.Meeting.State != models.Scheduled || !f.Meeting.StartsAt.After(x.today) ||
				f.Meeting.StartsAt.After(x.today.AddDate(0, 0, 5)) || len(f.Meeting.Attendees) < 5 {
				t.Errorf("the meeting of %s is %+v", r.Ref(), f.Meeting)
			}
			if r.MeetingLate(models.DateOf(f.Meeting.StartsAt), f.Meeting) {
				t.Errorf("the meeting of %s is on %s, and due on %s", r.Ref(), f.Meeting.StartsAt, r.DueOn)
			}
		case models.Reviewed:
			if f.External == nil || f.External.State != models.Approved {
				t.Errorf("the message of %s is %+v", r.Ref(), f.External)
			}
		case models.Draft:
			if f.Incident.Severity != 1 || *r.OwnerID != x.admin.ID || r.DocumentNumber != 1 || f.Meeting != nil ||
				models.DateOf(*f.Incident.ResolvedAt) != x.day().AddDays(-2) {
				t.Errorf("the draft is %+v of %+v", r, f.Incident)
			}
		case models.Waived:
			if r.WaivedReason == "" || r.DocumentNumber == 0 {
				t.Errorf("the waived one is %+v", r)
			}
		}
	}
	if fmt.Sprint(states) != "map[closed:10 draft:1 in_review:1 reviewed:1 waived:1]" {
		t.Errorf("the reviews are %v", states)
	}
	for v := models.Severity(1); v <= 4; v++ {
		if severities[v] == 0 {
			t.Errorf("there is no %s", v)
		}
	}
	got := fmt.Sprint(restricted, overruled, rescheduled, missed, late, answers)
	if got != "1 1 1 1 1 4" || open < 3 || replies != 2 || posted < 6 {
		t.Errorf("restricted, overruled, rescheduled, missed, late, answers: %s; %d open comments, %d replies, %d posted", got, open, replies, posted)
	}
}

func (x *loaded) work(t *testing.T) []models.ActionItem {
	t.Helper()
	rows, _, err := x.Items(t.Context(), models.System, store.ItemFilter{}, store.Page{Limit: store.MaxLimit})
	storetest.Must(t, err)
	return rows
}

func (x *loaded) items(t *testing.T) {
	count := map[string]int{}
	add := func(what string, is bool) {
		if is {
			count[what]++
		}
	}
	today := x.day()
	for _, a := range x.work(t) {
		add(string(a.State), true)
		add("slipped", a.Slips > 0)
		add("rejection proposed", a.RejectionProposed != "")
		add("slip asked", a.SlipAsked)
		add("unowned", a.State.Open() && a.OwnerID == nil)
		add("snoozed", !a.SnoozedUntil.IsZero() && a.SnoozedUntil.After(today))
		add("overdue", a.Overdue(today))
		add("escalated", a.Overdue(today) && a.DueOn.DaysUntil(today) > 14)
		add("due soon", a.State.Open() && !a.Overdue(today) && today.DaysUntil(a.DueOn) <= 7)
		add("done in Jira", a.State == models.Done && a.Link.Status == "Done" && x.doneInJira(t, a))
		if a.State != models.Proposed && (a.Link == nil || a.Link.Key == "" || a.Link.Pending) {
			t.Errorf("%s (%s) is not in Jira: %+v", a.Ref(), a.State, a.Link)
		}
	}
	t.Log(count)
	for what, want := range map[string][2]int{"done": {32, 32}, "rejected": {3, 3}, "proposed": {4, 4}, "slipped": {5, 6}, "rejection proposed": {1, 1},
		"slip asked": {1, 1}, "unowned": {1, 1}, "snoozed": {1, 1}, "overdue": {3, 3}, "escalated": {1, 1}, "due soon": {3, 7}, "done in Jira": {13, 19}} {
		if n := count[what]; n < want[0] || n > want[1] {
			t.Errorf("%d items are %s, want %v", n, what, want)
		}
	}
}

// doneInJira tells whether nobody here completed the item: Debrief took it over.
func (x *loaded) doneInJira(t *testing.T, a models.ActionItem) bool {
	t.Helper()
	events, _, err := x.Events(t.Context(), models.System, store.EventFilter{Subject: models.SubjectItem, SubjectID: a.ID}, store.Page{Limit: 50})
	storetest.Must(t, err)
	for _, e := range events {
		if e.Verb == "completed" {
			return e.ActorID == nil
		}
	}
	return false
}

func (x *loaded) home(t *testing.T) {
	h, err := x.Home(t.Context(), models.ActorFor(x.admin), x.today)
	storetest.Must(t, err)
	if x.admin.Name != "Ana Souza" || len(h.Reviews) < 2 || len(h.Meetings) != 1 || len(h.Items) < 3 || len(h.Unowned) != 1 || len(h.Rejections) != 1 {
		t.Errorf("%s finds %d reviews, %d meetings, %d items, %d unowned, %d rejections", x.admin.Name, len(h.Reviews), len(h.Meetings),
			len(h.Items), len(h.Unowned), len(h.Rejections))
	}
}

func (x *loaded) report(t *testing.T) {
	rep, err := x.Completion(t.Context(), models.System, x.today, models.ByMonth, store.ReportFilter{})
	storetest.Must(t, err)
	rate, _ := rep.Total.Rate()
	if rate < 0.7 || rate > 0.82 {
		t.Errorf("%.0f %% are on time", 100*rate)
	}
	var half [2]models.Completion
	for n, g := range rep.Groups {
		r, _ := g.Rate()
		t.Logf("%s: %d opened, %d on time, %d late: %.0f %%", g.Key, g.Opened, g.OnTime, g.Late, 100*r)
		part := &half[min(1, 2*n/len(rep.Groups))]
		part.OnTime += g.OnTime
		part.Late += g.Late
	}
	first, _ := half[0].Rate()
	second, _ := half[1].Rate()
	if second < first+0.05 {
		t.Errorf("from %.0f %% to %.0f %% on time", 100*first, 100*second)
	}
}

var unwanted = regexp.MustCompile(`(?i)outage|(should|could|would|might) have|human error|root cause|careless|negligen|forgot to|if only`)

func (x *loaded) documents(t *testing.T) {
	titles := map[string]bool{}
	for _, r := range x.all(t) {
		f, err := x.ReviewFacts(t.Context(), r)
		storetest.Must(t, err)
		titles[f.Incident.Title] = true
		d, err := x.Document(t.Context(), models.System, r.ID, 0)
		storetest.Must(t, err)
		if bad := unwanted.FindString(d.Body); bad != "" {
			t.Errorf("%s says %q", r.Ref(), bad)
		}
		for _, m := range []string{"Overview", "What Happened", "Contributing Factors", "Resolution", "Impact", "Responders", "Timeline", "How'd We Do?",
			"Action Items", "Messaging"} {
			if !strings.Contains(d.Body, "\n## "+m+"\n") {
				t.Errorf("%s has no section %s", r.Ref(), m)
			}
		}
		listed, err := x.ListedItems(t.Context(), models.System, x.today, r.ID)
		storetest.Must(t, err)
		for _, item := range listed {
			t.Errorf("%s is told to propose what it has: %q", r.Ref(), item.Title)
		}
		if n := len(strings.Fields(d.Body)); n < 330 || n > 1000 {
			t.Errorf("%s has %d words", r.Ref(), n)
		}
		if r.State != models.Draft && strings.Contains(d.Body, "To be written") {
			t.Errorf("%s is not written", r.Ref())
		}
	}
	if len(titles) != 14 {
		t.Errorf("there are %d incidents", len(titles))
	}
	for _, a := range x.work(t) {
		if bad := unwanted.FindString(a.Title + a.Description + a.DoneWhen); bad != "" {
			t.Errorf("%s says %q", a.Ref(), bad)
		}
	}
}

var address = regexp.MustCompile(`[A-Za-z0-9._-]+@[A-Za-z0-9.-]+|https?://[A-Za-z0-9.-]+`)

// names: nothing leads to a real address.
func (x *loaded) names(t *testing.T) {
	people, _, err := x.People(t.Context(), "", store.Page{Limit: store.MaxLimit})
	storetest.Must(t, err)
	away, roles := 0, map[models.Role]int{}
	for _, p := range people {
		roles[p.Role]++
		if !strings.HasSuffix(p.Email, "@example.com") {
			t.Errorf("%s has the address %s", p.Name, p.Email)
		}
		if p.Away(x.day()) {
			away++
			if p.DelegateID == nil {
				t.Errorf("nobody covers %s", p.Name)
			}
		}
	}
	if len(people) != len(cast) || away != 1 || fmt.Sprint(roles) != "map[administrator:1 facilitator:2 member:10 viewer:1]" {
		t.Errorf("there are %d people, %d away, %v", len(people), away, roles)
	}
	teams, _, err := x.Teams(t.Context(), store.Page{})
	storetest.Must(t, err)
	services, _, err := x.Services(t.Context(), store.Page{})
	storetest.Must(t, err)
	if len(teams) != 4 || len(services) != 8 {
		t.Errorf("there are %d teams and %d services", len(teams), len(services))
	}
	for _, r := range x.all(t) {
		f, err := x.ReviewFacts(t.Context(), r)
		storetest.Must(t, err)
		d, err := x.Document(t.Context(), models.System, r.ID, 0)
		storetest.Must(t, err)
		messages, err := x.Messages(t.Context(), models.System, r.ID)
		storetest.Must(t, err)
		text, err := json.Marshal([]any{f.Incident, f.Meeting, d.Body, messages})
		storetest.Must(t, err)
		for _, found := range address.FindAllString(string(text), -1) {
			if !strings.HasSuffix(found, "example.com") {
				t.Errorf("%s leads to %s", r.Ref(), found)
			}
		}
	}
}
