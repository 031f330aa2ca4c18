package storetest_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"debrief/models"
	"debrief/models/store"
	"debrief/models/storetest"
)

var monday = storetest.Monday

// date reads YYYY-MM-DD.
func date(t testing.TB, s string) models.Date {
	t.Helper()
	d, err := models.ParseDate(s)
	storetest.Must(t, err)
	return d
}

// at reads a moment in Berlin, such as 2026-03-02 10:00.
func at(t testing.TB, s string) time.Time {
	t.Helper()
	berlin, err := time.LoadLocation("Europe/Berlin")
	storetest.Must(t, err)
	when, err := time.ParseInLocation("2006-01-02 15:04", s, berlin)
	storetest.Must(t, err)
	return when.UTC()
}

// refused fails unless the error is of that kind.
func refused(t testing.TB, err error, kind models.Kind) {
	t.Helper()
	if models.KindOf(err) != kind {
		t.Helper()
		t.Fatalf("got %q (%v), want it refused as %s", models.KindOf(err), err, kind)
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

// TestAnIncidentIsSeenThroughToTheReport walks the whole main job: what an incident of SEV-1 goes through until its
// follow-up is done in Jira and counted in the report.
func TestAnIncidentIsSeenThroughToTheReport(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := storetest.NewHouse(t, s)
		ctx := context.Background()
		member, facilitator := storetest.As(h.Member), storetest.As(h.Facilitator)
		now := monday

		// The incident opens a review by policy, with a deadline three calendar days on.
		i := h.AddIncident(t, now, 1)
		r := h.ReviewOf(t, i.ID)
		if r.ID == 0 || r.State != models.Draft || r.OwnerID == nil || *r.OwnerID != h.Member.ID || r.DueOn != date(t, "2026-03-05") {
			t.Fatalf("the review is %+v", r)
		}
		r = must[models.Review](t)(s.EditReview(ctx, member, now, r.ID, r.Version, store.ReviewEdit{FacilitatorID: &h.Facilitator.ID}))
		_, err := s.EditReview(ctx, member, now, r.ID, 0, store.ReviewEdit{FacilitatorID: &h.Lead.ID})
		refused(t, err, models.Invalid) // the lead commanded the incident

		// Whoever the guide wants is suggested, and invited.
		who := must[[]models.Attendee](t)(s.SuggestAttendees(ctx, member, r.ID))
		if len(who) != 4 {
			t.Fatalf("suggested are %+v, want owner, facilitator, commander and manager", who)
		}
		_, err = s.SubmitReview(ctx, member, now, r.ID, 0)
		refused(t, err, models.Conflict)
		m := must[models.Meeting](t)(s.ScheduleMeeting(ctx, member, now, models.Meeting{ReviewID: r.ID, StartsAt: at(t, "2026-03-04 14:00"), Attendees: who}))
		for range who {
			task := h.Claim(t, store.InvitationQueue, now)
			a := must[store.Appointment](t)(s.Appointment(ctx, task.ID))
			if a.Invitation.Revision != a.Invitation.AgreedRevision+1 || a.Meeting.ID != m.ID || len(a.People) != len(who) || a.Incident.ID != i.ID {
				t.Fatalf("the appointment is %+v", a)
			}
			storetest.Must(t, s.SentInvitation(ctx, now, task, nil))
		}
		d := must[models.Document](t)(s.SaveDocument(ctx, member, now, r.ID, 0, "# Résumé\r\n\r\nIt was slow. 🐌\n"))
		if d.Number != 1 || d.Body != "# Résumé\n\nIt was slow. 🐌\n" {
			t.Fatalf("the document is %+v", d)
		}
		r = must[models.Review](t)(s.SubmitReview(ctx, member, now, r.ID, 0))
		if r.State != models.InReview || r.SubmittedAt == nil || !r.SubmittedAt.Equal(now) {
			t.Fatalf("the review is %+v", r)
		}

		// It meets: who was there, the outcomes, the proposals.
		now = at(t, "2026-03-04 14:30")
		must[models.Meeting](t)(s.HoldMeeting(ctx, facilitator, now, m.ID, 0, []int64{h.Member.ID, h.Facilitator.ID}))
		_, err = s.CompleteReview(ctx, facilitator, now, r.ID, 0)
		refused(t, err, models.Conflict)
		h.Settle(t, now, r.ID)
		r = must[models.Review](t)(s.CompleteReview(ctx, facilitator, now, r.ID, 0))
		a := h.Propose(t, now, r.ID)
		_, err = s.CloseReview(ctx, facilitator, now, r.ID, 0)
		refused(t, err, models.Conflict) // AI-1 is still proposed
		a = must[models.ActionItem](t)(s.CommitItem(ctx, member, now, a.ID, a.Version, models.Commitment{Scope: storetest.Scoped}))
		if a.State != models.Committed || a.DueOn != date(t, "2026-03-18") || a.Link == nil || !a.Link.Pending || a.NudgeOn == nil {
			t.Fatalf("the item is %+v", a)
		}
		r = must[store.ClosedReview](t)(s.CloseReview(ctx, facilitator, now, r.ID, 0)).Review
		if r.State != models.Closed || r.NudgeOn != nil {
			t.Fatalf("the review is %+v", r)
		}

		// The reconciler makes the issue.
		link := h.Claim(t, store.LinkQueue, now)
		storetest.Must(t, s.StartCreate(ctx, link, now))
		issue := must[store.Issue](t)(s.Issue(ctx, link.ID))
		if issue.Link.CreateStartedAt == nil || issue.Fields.Project != "PAY" || issue.Fields.Assignee != h.Member.JiraAccountID ||
			!slices.Contains(issue.Fields.Labels, "sev1_20260302") || !slices.Contains(issue.Fields.Labels, a.Label()) ||
			!strings.HasSuffix(issue.Fields.Description, "https://debrief.example.com/action-items/AI-1") {
			t.Fatalf("the issue is %+v", issue)
		}
		remote := models.Remote{ID: "10001", Key: "PAY-1", URL: "https://jira.example.com/browse/PAY-1", Status: "To Do",
			Category: models.CategoryNew, DueOn: a.DueOn}
		storetest.Must(t, s.Agree(ctx, now, link, issue.Fields, remote, []string{"priority"}, now.Add(10*time.Minute)))
		a = must[models.ActionItem](t)(s.Item(ctx, member, a.ID))
		if a.Link.Pending || a.Link.Key != "PAY-1" || a.Link.CreateStartedAt != nil || !slices.Equal(a.Link.Dropped, []string{"priority"}) {
			t.Fatalf("the link is %+v", a.Link)
		}

		// The ladder: 7 and 2 days before, the day itself (a holiday here: told on the next), the next business day.
		type letter struct{ on, to, says string }
		var got []letter
		for day := date(t, "2026-03-05"); day.Before(date(t, "2026-03-20")); day = day.AddDays(1) {
			for hour := 0; hour < 24; hour += 6 {
				now = day.At(hour, 0, time.UTC).UTC()
				h.NudgeAll(t, now)
				for _, l := range h.SendAll(t, now) {
					for _, x := range l.Reminders {
						got = append(got, letter{l.Digest.Day.String(), l.Person.Name, string(x.Nudge.Rung)})
					}
				}
			}
		}
		want := []letter{
			{"2026-03-11", "Mia Member", "before_due"},
			{"2026-03-16", "Mia Member", "before_due"},
			{"2026-03-18", "Mia Member", "due"}, // the policy says the 17th, a holiday
			{"2026-03-19", "Mia Member", "breach"}, {"2026-03-19", "Mona Manager", "breach"},
		}
		slices.SortFunc(got, func(a, b letter) int { return strings.Compare(a.on+a.to, b.on+b.to) })
		slices.SortFunc(want, func(a, b letter) int { return strings.Compare(a.on+a.to, b.on+b.to) })
		if !slices.Equal(got, want) {
			t.Fatalf("told were\n%v\nwant\n%v", got, want)
		}

		// Jira says done; the item is closed, and nobody hears of it again.
		now = at(t, "2026-03-20 08:00")
		link = h.Claim(t, store.LinkQueue, now)
		remote.Status, remote.Category = "Done", models.CategoryDone
		issue = must[store.Issue](t)(s.Pull(ctx, now, link, remote))
		if issue.Item.State != models.Done || issue.Fields.Category != models.CategoryDone {
			t.Fatalf("the item is %+v", issue.Item)
		}
		storetest.Must(t, s.Agree(ctx, now, link, issue.Fields, remote, nil, now.Add(time.Hour)))
		a = must[models.ActionItem](t)(s.Item(ctx, member, a.ID))
		if a.State != models.Done || a.NudgeOn != nil || a.ClosedOn != date(t, "2026-03-20") || a.Link.Pending {
			t.Fatalf("the item is %+v with %+v", a, a.Link)
		}
		now = at(t, "2026-05-20 11:00")
		h.NudgeAll(t, now)
		for _, l := range h.SendAll(t, now) {
			if len(l.Reminders) > 0 {
				t.Errorf("told of what is closed: %+v", l.Reminders)
			}
		}

		// The report counts it: late, as it was closed three days after its due date.
		for _, by := range models.GroupBys {
			rep := must[store.Report[models.Completion]](t)(s.Completion(ctx, member, now, by, store.ReportFilter{}))
			if len(rep.Groups) != 1 || rep.Total.Opened != 1 || rep.Total.Closed != 1 || rep.Total.Late != 1 || rep.Total.OnTime != 0 {
				t.Errorf("the report by %s is %+v", by, rep)
			}
		}
		events, _, err := s.Events(ctx, member, store.EventFilter{ReviewID: r.ID}, store.Page{Limit: 200, Sort: "id"})
		storetest.Must(t, err)
		var verbs []string
		for _, e := range events {
			verbs = append(verbs, e.Verb)
		}
		for _, verb := range []string{"opened", "changed", "meeting scheduled", "document saved", "submitted", "meeting held", "settled",
			"reviewed", "proposed", "committed", "linked", "completed", "closed"} {
			if !slices.Contains(verbs, verb) {
				t.Errorf("no event %q among %v", verb, verbs)
			}
		}
	})
}
