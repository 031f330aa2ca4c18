package storetest

import (
	"context"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"debrief/models"
	"debrief/models/store"
)

var count atomic.Int64

// House is a small company to tell stories in. Everybody works in Berlin and keeps Region's holidays.
type House struct {
	*store.Store
	Admin, Facilitator, Member, Viewer models.Person
	Manager                            models.Person // a member; Member's manager
	Lead                               models.Person // a member; leads Team
	Outsider                           models.Person // a facilitator, named nowhere
	Team                               models.Team
	Service                            models.Service
}

// Suffix goes behind the names of a second house in one store.
type Suffix string

// NewHouse fills a store with people of the four roles, a team and a service.
func NewHouse(t testing.TB, s *store.Store, suffixes ...Suffix) *House {
	t.Helper()
	h := &House{Store: s}
	suffix := ""
	for _, x := range suffixes {
		suffix += " " + string(x)
	}
	h.Admin = h.AddPerson(t, "Ada Admin", models.Administrator)
	h.Manager = h.AddPerson(t, "Mona Manager", models.Member)
	h.Lead = h.AddPerson(t, "Lee Lead", models.Member)
	h.Facilitator = h.AddPerson(t, "Fay Facilitator", models.Facilitator)
	h.Outsider = h.AddPerson(t, "Otto Outsider", models.Facilitator)
	h.Viewer = h.AddPerson(t, "Vic Viewer", models.Viewer)
	h.Member = h.AddPerson(t, "Mia Member", models.Member, func(p *models.Person) { p.ManagerID = &h.Manager.ID })
	var err error
	h.Team, err = s.AddTeam(ctx(t), models.System, Monday, models.Team{Name: "Payments" + suffix, TimeZone: "Europe/Berlin", Region: Region,
		LeadID: &h.Lead.ID, ManagerID: &h.Manager.ID, JiraProject: "PAY"})
	Must(t, err)
	h.Service, err = s.AddService(ctx(t), models.System, Monday, models.Service{Name: "checkout" + suffix, TeamID: &h.Team.ID, Health: "fine"})
	Must(t, err)
	return h
}

// Must ends the test with an error that is not nil.
func Must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func ctx(t testing.TB) context.Context { return t.Context() }

// As returns the actor that a person is.
func As(p models.Person) models.Actor { return models.ActorFor(p) }

// AddPerson stores a person who works in Berlin; the address is made of the first name.
func (h *House) AddPerson(t testing.TB, name string, role models.Role, changes ...func(*models.Person)) models.Person {
	t.Helper()
	first, _, _ := strings.Cut(strings.ToLower(name), " ")
	p := models.Person{Name: name, Email: fmt.Sprintf("%s.%d@example.com", first, count.Add(1)), Role: role, TimeZone: "Europe/Berlin",
		Region: Region, Active: true, JiraAccountID: "jira-" + first}
	for _, change := range changes {
		change(&p)
	}
	p, err := h.Store.AddPerson(ctx(t), models.System, Monday, p)
	Must(t, err)
	return p
}

// AddIncident stores an incident of that severity, resolved an hour before the moment, in which Lead was the commander
// and Member a responder. For SEV-1 and SEV-2 the policy opens a review of it, which Member owns.
func (h *House) AddIncident(t testing.TB, now time.Time, severity models.Severity, changes ...func(*models.Incident)) models.Incident {
	t.Helper()
	started, detected, resolved := now.Add(-3*time.Hour), now.Add(-2*time.Hour), now.Add(-time.Hour)
	i := models.Incident{Source: "manual", Title: "Checkout was slow", Severity: severity, TeamID: &h.Team.ID, StartedAt: started,
		DetectedAt: &detected, ResolvedAt: &resolved, ServiceIDs: []int64{h.Service.ID},
		Responders: []models.Responder{{PersonID: h.Lead.ID, Part: models.Commander}, {PersonID: h.Member.ID, Part: models.ResponderPart}}}
	for _, change := range changes {
		change(&i)
	}
	i, err := h.Store.AddIncident(ctx(t), models.System, now, i, h.Member.ID)
	Must(t, err)
	return i
}

// AddReview stores a new incident of that severity with its review, which Member owns and Facilitator facilitates.
func (h *House) AddReview(t testing.TB, now time.Time, severity models.Severity) models.Review {
	t.Helper()
	i := h.AddIncident(t, now, severity)
	r := h.ReviewOf(t, i.ID)
	if r.ID == 0 {
		var err error
		r, err = h.OpenReview(ctx(t), As(h.Member), now, models.Review{IncidentID: i.ID, OwnerID: &h.Member.ID})
		Must(t, err)
	}
	r, err := h.EditReview(ctx(t), As(h.Facilitator), now, r.ID, r.Version, store.ReviewEdit{FacilitatorID: &h.Facilitator.ID})
	Must(t, err)
	return r
}

// ReviewOf returns the review of an incident, the zero Review where it has none.
func (h *House) ReviewOf(t testing.TB, incident int64) models.Review {
	t.Helper()
	for cursor := ""; ; {
		page, next, err := h.Reviews(ctx(t), models.System, store.ReviewFilter{}, store.Page{Limit: store.MaxLimit, Cursor: cursor})
		Must(t, err)
		for _, r := range page {
			if r.IncidentID == incident {
				return r
			}
		}
		if cursor = next; next == "" {
			return models.Review{}
		}
	}
}

// Meet schedules a review's meeting of 30 minutes; attendees are guests.
func (h *House) Meet(t testing.TB, now time.Time, review int64, at time.Time, attendees ...models.Person) models.Meeting {
	t.Helper()
	m, err := h.ScheduleMeeting(ctx(t), models.System, now, models.Meeting{ReviewID: review, StartsAt: at, Attendees: Guests(attendees...)})
	Must(t, err)
	return m
}

// Guests makes attendees of people.
func Guests(people ...models.Person) []models.Attendee {
	list := []models.Attendee{}
	for _, p := range people {
		list = append(list, models.Attendee{PersonID: p.ID, Part: models.Guest})
	}
	return list
}

// Propose stores a proposal that can be committed, owned by Member.
func (h *House) Propose(t testing.TB, now time.Time, review int64, changes ...func(*models.ActionItem)) models.ActionItem {
	t.Helper()
	a := models.ActionItem{ReviewID: review, Title: "Add a circuit breaker to checkout", Description: "Only the calls to the bank.",
		DoneWhen: "checkout answers while the bank does not", Kind: models.Prevent, Priority: models.P1, OwnerID: &h.Member.ID}
	for _, change := range changes {
		change(&a)
	}
	a, err := h.ProposeItem(ctx(t), models.System, now, a)
	Must(t, err)
	return a
}

// Scoped is a scope that passes.
var Scoped = models.Scope{Actionable: true, Specific: true, Bounded: true}

// Commit stores an item that was proposed and committed at that moment; a zero due date is the policy's.
func (h *House) Commit(t testing.TB, now time.Time, review int64, due models.Date, changes ...func(*models.ActionItem)) models.ActionItem {
	t.Helper()
	a := h.Propose(t, now, review, changes...)
	a, err := h.CommitItem(ctx(t), As(h.Facilitator), now, a.ID, a.Version, models.Commitment{DueOn: due, Reason: "the test says so", Scope: models.Scope{OverrideReason: "the test says so"}})
	Must(t, err)
	return a
}

// Write saves a document over whatever there is.
func (h *House) Write(t testing.TB, now time.Time, review int64, body string) models.Document {
	t.Helper()
	d, err := h.SaveDocument(ctx(t), As(h.Member), now, review, -1, body)
	Must(t, err)
	return d
}

// Settle records a final outcome of pass for every question of a review.
func (h *House) Settle(t testing.TB, now time.Time, review int64) {
	t.Helper()
	r, err := h.Review(ctx(t), models.System, review)
	Must(t, err)
	template, err := h.Template(ctx(t), r.TemplateID)
	Must(t, err)
	for _, q := range template.Questions {
		_, err := h.RecordOutcome(ctx(t), As(h.Facilitator), now, 0, models.Outcome{ReviewID: review, QuestionID: q.ID, Final: true, Verdict: models.Pass})
		Must(t, err)
	}
}

// Walk takes a new draft to the state: it meets, writes, submits, holds the meeting, settles, completes and closes as far
// as that asks for. It takes two hours; the moment when it ends is returned with the review.
func (h *House) Walk(t testing.TB, now time.Time, r models.Review, to models.ReviewState) (models.Review, time.Time) {
	t.Helper()
	by := As(h.Facilitator)
	if to == models.Draft {
		return r, now
	}
	m := h.Meet(t, now, r.ID, now.Add(time.Hour), h.Member, h.Facilitator)
	h.Write(t, now, r.ID, "# What happened\n\nIt was slow.\n")
	r, err := h.SubmitReview(ctx(t), by, now, r.ID, 0)
	Must(t, err)
	if to == models.InReview {
		return r, now
	}
	now = now.Add(2 * time.Hour)
	_, err = h.HoldMeeting(ctx(t), by, now, m.ID, 0, []int64{h.Member.ID, h.Facilitator.ID})
	Must(t, err)
	h.Settle(t, now, r.ID)
	r, err = h.CompleteReview(ctx(t), by, now, r.ID, 0)
	Must(t, err)
	if to == models.Closed {
		closed, err := h.CloseReview(ctx(t), by, now, r.ID, 0)
		Must(t, err)
		r = closed.Review
	}
	return r, now
}

// Claim claims one due row, and fails the test where there is none.
func (h *House) Claim(t testing.TB, q store.Queue, now time.Time) store.Task {
	t.Helper()
	tasks, err := h.Store.Claim(ctx(t), q, now, time.Minute, 1)
	Must(t, err)
	if len(tasks) != 1 {
		t.Fatalf("%d %s are due at %s, want one", len(tasks), q.Name, now)
	}
	return tasks[0]
}

// NudgeAll does what the worker does with every reminder that is due.
func (h *House) NudgeAll(t testing.TB, now time.Time) {
	t.Helper()
	for {
		items, err := h.Store.Claim(ctx(t), store.ItemNudgeQueue, now, time.Minute, 50)
		Must(t, err)
		for _, task := range items {
			Must(t, h.NudgeItem(ctx(t), now, task))
		}
		reviews, err := h.Store.Claim(ctx(t), store.ReviewNudgeQueue, now, time.Minute, 50)
		Must(t, err)
		for _, task := range reviews {
			Must(t, h.NudgeReview(ctx(t), now, task))
		}
		if len(items)+len(reviews) == 0 {
			return
		}
	}
}

// SendAll does what the worker does with every digest that is due, and returns the letters; one in which all was dealt
// with has no reminders left.
func (h *House) SendAll(t testing.TB, now time.Time) []store.Letter {
	t.Helper()
	var sent []store.Letter
	for {
		tasks, err := h.Store.Claim(ctx(t), store.DigestQueue, now, time.Minute, 50)
		Must(t, err)
		if len(tasks) == 0 {
			return sent
		}
		for _, task := range tasks {
			letter, err := h.Letter(ctx(t), now, task.ID)
			Must(t, err)
			if letter.NotBefore.After(now) {
				Must(t, h.Finish(ctx(t), store.DigestQueue, task, &letter.NotBefore))
				continue
			}
			dropped := map[int64]string{}
			told := letter
			told.Reminders = nil
			for _, r := range letter.Reminders {
				if r.Open {
					told.Reminders = append(told.Reminders, r)
				} else {
					dropped[r.Nudge.ID] = "it is closed"
				}
			}
			Must(t, h.SentDigest(ctx(t), now, task, letter, dropped))
			sent = append(sent, told)
		}
	}
}
