package storetest_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"debrief/models"
	"debrief/models/store"
	"debrief/models/storetest"
)

// odd is a moment that neither is in UTC nor falls on a microsecond.
var odd = time.Date(2026, 3, 1, 23, 59, 59, 123456789, time.FixedZone("odd", -5*3600))

const unicode = "Zoë’s 🐌 «café» \t日本語 ' \" \\ %_"

// What a verb returns is what is read afterwards: every field, times in UTC and to the microsecond.
func TestWhatIsStoredIsWhatIsRead(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := storetest.NewHouse(t, s)
		ctx := t.Context()
		now := odd
		admin, member, facilitator := storetest.As(h.Admin), storetest.As(h.Member), storetest.As(h.Facilitator)
		line := strings.ReplaceAll(unicode, "\t", " ")

		p := must[models.Person](t)(s.AddPerson(ctx, admin, now, models.Person{Name: line, Email: "Zoe@Example.com", Role: models.Member,
			TimeZone: "Asia/Tokyo", Region: "zz", ManagerID: &h.Manager.ID, DelegateID: &h.Lead.ID, AwayFrom: date(t, "2026-02-28"),
			AwayUntil: date(t, "2028-02-29"), Board: true, JiraAccountID: "5b10:x", Active: true}))
		same(t, must[models.Person](t)(s.Person(ctx, p.ID)), p)
		same(t, must[models.Person](t)(s.PersonByEmail(ctx, " zoe@example.COM ")), p)
		if !p.CreatedAt.Equal(now.Truncate(time.Microsecond)) || p.CreatedAt.Location() != time.UTC {
			t.Errorf("made at %v, want %v in UTC", p.CreatedAt, now)
		}
		bare := must[models.Person](t)(s.AddPerson(ctx, admin, now, models.Person{Name: "B", Email: "b@example.com", Role: models.Viewer}))
		if same(t, must[models.Person](t)(s.Person(ctx, bare.ID)), bare); bare.ManagerID != nil || !bare.AwayFrom.IsZero() || bare.Active {
			t.Errorf("bare is %+v", bare)
		}

		team := must[models.Team](t)(s.AddTeam(ctx, admin, now, models.Team{Name: line, TimeZone: "America/New_York", Region: "us",
			LeadID: &p.ID, ManagerID: &h.Manager.ID, ProductManagerID: &h.Viewer.ID, JiraProject: "OPS"}))
		same(t, must[models.Team](t)(s.Team(ctx, team.ID)), team)
		service := must[models.Service](t)(s.AddService(ctx, admin, now, models.Service{Name: line, TeamID: &team.ID, Health: unicode + "\n"}))
		same(t, must[models.Service](t)(s.Service(ctx, service.ID)), service)

		policy := must[models.Policy](t)(s.SavePolicy(ctx, admin, now, models.Policy{Severity: 4, ReviewRequired: true, MeetingWithin: 7,
			MeetingUnit: models.CalendarDays, ItemDays: 45, NudgeBefore: []int{3, 14, 3}, RepeatDays: 3, EscalateDays: 21, Version: 1}))
		same(t, must[models.Policy](t)(s.Policy(ctx, 4)), policy)
		if !slices.Equal(policy.NudgeBefore, []int{14, 3}) {
			t.Errorf("nudged %v days before", policy.NudgeBefore)
		}
		policy.NudgeBefore = nil // nobody is reminded before the day
		policy = must[models.Policy](t)(s.SavePolicy(ctx, admin, now, policy))
		same(t, must[models.Policy](t)(s.Policy(ctx, 4)), policy)

		i := must[models.Incident](t)(s.AddIncident(ctx, member, odd.Add(time.Hour), models.Incident{Source: "pagerduty", ExternalID: "PQ1", URL: "https://x.example/PQ1",
			Title: line, Severity: 1, Summary: unicode, TeamID: &team.ID, StartedAt: odd, DetectedAt: ptr(odd.Add(time.Minute)),
			ResolvedAt: ptr(odd.Add(time.Hour)), ServiceIDs: []int64{service.ID, h.Service.ID, service.ID},
			Responders: []models.Responder{{PersonID: p.ID, Part: models.Scribe}, {PersonID: h.Lead.ID, Part: models.Commander}}}, h.Member.ID))
		same(t, must[models.Incident](t)(s.Incident(ctx, member, i.ID)), i)
		plain := must[models.Incident](t)(s.AddIncident(ctx, member, now, models.Incident{Title: "x", Severity: 5, StartedAt: odd}, 0))
		same(t, must[models.Incident](t)(s.Incident(ctx, member, plain.ID)), plain)
		plain.ServiceIDs, plain.Title = []int64{h.Service.ID}, "y"
		plain = must[models.Incident](t)(s.SaveIncident(ctx, member, now.Add(time.Hour), plain))
		same(t, must[models.Incident](t)(s.Incident(ctx, member, plain.ID)), plain)

		r := h.ReviewOf(t, i.ID)
		r = must[models.Review](t)(s.EditReview(ctx, facilitator, now, r.ID, r.Version, store.ReviewEdit{FacilitatorID: &h.Facilitator.ID,
			Restricted: ptr(true), ReaderIDs: &[]int64{h.Viewer.ID, h.Admin.ID, h.Viewer.ID}, DocumentURL: ptr("https://docs.example/1")}))
		same(t, must[models.Review](t)(s.Review(ctx, facilitator, r.ID)), r)
		page, _, err := s.Reviews(ctx, facilitator, store.ReviewFilter{}, store.Page{})
		storetest.Must(t, err)
		same(t, page[0], r)

		m := must[models.Meeting](t)(s.ScheduleMeeting(ctx, member, now, models.Meeting{ReviewID: r.ID, StartsAt: odd.Add(72 * time.Hour), Minutes: 45,
			Place: line, Attendees: []models.Attendee{{PersonID: h.Member.ID, Part: models.ReviewOwner}, {PersonID: p.ID, Part: models.CustomerLiaison, Optional: true}}}))
		same(t, must[models.Meeting](t)(s.Meeting(ctx, member, m.ID)), m)
		m = must[models.Meeting](t)(s.RescheduleMeeting(ctx, member, now, m.ID, m.Version, models.Meeting{StartsAt: odd.Add(73 * time.Hour), Attendees: m.Attendees}))
		same(t, must[models.Meeting](t)(s.Meeting(ctx, member, m.ID)), m)
		m = must[models.Meeting](t)(s.HoldMeeting(ctx, member, odd.Add(74*time.Hour), m.ID, m.Version, []int64{p.ID}))
		same(t, must[[]models.Meeting](t)(s.Meetings(ctx, member, r.ID))[0], m)

		body := strings.Repeat(unicode+"\n", models.MaxDocument/len(unicode+"\n"))
		body += strings.Repeat("x", models.MaxDocument-len(body))
		d := must[models.Document](t)(s.SaveDocument(ctx, member, now, r.ID, 0, body))
		if got := must[models.Document](t)(s.Document(ctx, member, r.ID, 0)); got != d && (got.Body != body || *got.AuthorID != h.Member.ID) {
			t.Errorf("the document of 2 MiB came back with %d bytes", len(got.Body))
		}
		_, err = s.SaveDocument(ctx, member, now, r.ID, 1, body+"x")
		refused(t, err, models.Invalid)
		if again := must[models.Document](t)(s.SaveDocument(ctx, member, now, r.ID, 1, body)); again.Number != 1 {
			t.Error("the same text again is a new version")
		}

		r = must[models.Review](t)(s.SubmitReview(ctx, member, now, r.ID, 0))
		same(t, must[models.Review](t)(s.Review(ctx, member, r.ID)), r)

		c := must[models.Comment](t)(s.AddComment(ctx, member, now, models.Comment{ReviewID: r.ID, Quote: unicode, Body: unicode}))
		comments, _, err := s.Comments(ctx, member, r.ID, store.Page{})
		storetest.Must(t, err)
		same(t, comments, []models.Comment{c})
		reply := must[models.Comment](t)(s.AddComment(ctx, member, now, models.Comment{ReviewID: r.ID, ReplyToID: &c.ID, Body: unicode}))
		c = must[models.Comment](t)(s.ResolveComment(ctx, facilitator, now, c.ID, c.Version, true))
		comments, _, err = s.Comments(ctx, member, r.ID, store.Page{})
		storetest.Must(t, err)
		same(t, comments, []models.Comment{c, reply})
		if c.ResolvedAt == nil || *c.ResolvedByID != h.Facilitator.ID {
			t.Errorf("resolved as %+v", c)
		}

		found := must[[]models.Finding](t)(s.ReplaceFindings(ctx, member, now, r.ID, 1, []models.Finding{{Rule: "blame/person", Level: models.LevelWarning,
			Section: "Causes", StartByte: 4, EndByte: 8, Line: 1, Column: 4, Text: unicode, Why: unicode, Suggestion: unicode, Fingerprint: "f1"}}))
		same(t, must[[]models.Finding](t)(s.Findings(ctx, member, r.ID)), found)
		f := must[models.Finding](t)(s.DismissFinding(ctx, member, now, found[0].ID, found[0].Version, unicode))
		same(t, must[[]models.Finding](t)(s.Findings(ctx, member, r.ID)), []models.Finding{f})
		found[0].Text = "elsewhere by now"
		found = must[[]models.Finding](t)(s.ReplaceFindings(ctx, member, now.Add(time.Hour), r.ID, 1, found))
		if found[0].DismissedAt == nil || !found[0].DismissedAt.Equal(*f.DismissedAt) || found[0].Version <= f.Version {
			t.Errorf("what was dismissed and found again is %+v", found[0])
		}

		questions := must[models.Template](t)(s.Template(ctx, r.TemplateID)).Questions
		o := must[models.Outcome](t)(s.RecordOutcome(ctx, facilitator, now, 0, models.Outcome{ID: 99, ReviewID: r.ID, QuestionID: questions[0].ID,
			Final: true, Verdict: models.NeedsWork, Note: unicode, WaivedReason: unicode}))
		own := must[models.Outcome](t)(s.RecordOutcome(ctx, member, now, 0, models.Outcome{ReviewID: r.ID, QuestionID: questions[0].ID, Verdict: models.Pass}))
		same(t, must[[]models.Outcome](t)(s.Outcomes(ctx, member, r.ID)), []models.Outcome{own, o})
		o = must[models.Outcome](t)(s.RecordOutcome(ctx, member, now, o.Version, models.Outcome{ReviewID: r.ID, QuestionID: questions[0].ID, Final: true, Verdict: models.Pass}))
		same(t, must[[]models.Outcome](t)(s.Outcomes(ctx, member, r.ID)), []models.Outcome{own, o})

		for _, audience := range []models.Audience{models.Internal, models.External} {
			msg := must[models.Message](t)(s.WriteMessage(ctx, member, now, r.ID, audience, 0, unicode))
			msg = must[models.Message](t)(s.ApproveMessage(ctx, facilitator, now, r.ID, audience, msg.Version, unicode))
			msg = must[models.Message](t)(s.PostMessage(ctx, member, now, r.ID, audience, msg.Version, "https://status.example/1"))
			all := must[[]models.Message](t)(s.Messages(ctx, member, r.ID))
			same(t, all[len(all)-1], msg)
		}

		a := must[models.ActionItem](t)(s.ProposeItem(ctx, member, now, models.ActionItem{ReviewID: r.ID, Title: line, Description: strings.TrimSpace(unicode),
			DoneWhen: line, Kind: models.Detect, Priority: models.P0, OwnerID: &h.Member.ID, TeamID: &team.ID, Labels: []string{"ünï", "a"}}))
		same(t, must[models.ActionItem](t)(s.Item(ctx, member, a.ID)), a)
		a = must[models.ActionItem](t)(s.EditItem(ctx, member, now, a.ID, 0, store.ItemEdit{Labels: ptr([]string(nil))}))
		same(t, must[models.ActionItem](t)(s.Item(ctx, member, a.ID)), a)
		a = must[models.ActionItem](t)(s.CommitItem(ctx, facilitator, now, a.ID, a.Version, models.Commitment{DueOn: date(t, "2026-12-31"), Reason: unicode,
			Scope: models.Scope{Actionable: true, OverrideReason: unicode}}))
		same(t, must[models.ActionItem](t)(s.Item(ctx, member, a.ID)), a)
		if *a.Scope.OverriddenByID != h.Facilitator.ID {
			t.Errorf("the scope is %+v", a.Scope)
		}
		a = must[models.ActionItem](t)(s.SnoozeItem(ctx, member, now, a.ID, a.Version, date(t, "2026-03-05"), "away"))
		a = must[models.ActionItem](t)(s.MoveItem(ctx, member, now, a.ID, a.Version, date(t, "2199-12-31"), "never"))
		a = must[models.ActionItem](t)(s.CompleteItem(ctx, member, now, a.ID, a.Version))
		same(t, must[models.ActionItem](t)(s.Item(ctx, member, a.ID)), a)
		items, _, err := s.Items(ctx, member, store.ItemFilter{OwnerID: h.Member.ID, TeamID: team.ID, Kind: models.Detect, Priority: models.P0,
			Severity: 1, ServiceID: service.ID, States: []models.ItemState{models.Done}, ReviewID: r.ID, Q: "🐌 «CAF"}, store.Page{Sort: "-due_on"})
		storetest.Must(t, err)
		same(t, items, []models.ActionItem{a})

		token, secret, err := s.AddToken(ctx, member, now, models.Token{PersonID: h.Member.ID, Name: line, Role: models.Viewer, ExpiresAt: ptr(odd.Add(time.Hour))})
		storetest.Must(t, err)
		tokens, _, err := s.Tokens(ctx, member, h.Member.ID, store.Page{})
		storetest.Must(t, err)
		same(t, tokens, []models.Token{token})
		if !strings.HasSuffix(secret, token.Hint) {
			t.Errorf("the hint of %s is %s", secret, token.Hint)
		}
	})
}
