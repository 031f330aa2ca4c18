package sample

import (
	"fmt"
	"slices"
	"time"

	"debrief/models"
	"debrief/models/store"
)

// telling is a story that is being played.
type telling struct {
	*stage
	story
	incident models.Incident
	review   int64
	meeting  models.Meeting
	work     []models.ActionItem // one for each of items
}

// begin plans the incident; each act plans the next.
func (t *telling) begin() {
	t.plan(t.after(t.stage, t.detect+6), t.report)
	t.plan(t.after(t.stage, t.resolve+12), t.resolved)
}

// over is the day of the resolution.
func (t *telling) over() models.Date { return models.DateOf(t.after(t.stage, t.resolve)) }

func (t *telling) report() (err error) {
	detected := t.after(t.stage, t.detect)
	day := t.start(t.stage).Format("20060102")
	i := models.Incident{Source: "pagerduty", ExternalID: "PCW" + day, URL: "https://oncall.example.com/incidents/PCW" + day, Title: t.title,
		Severity: t.severity, Summary: t.summary, TeamID: t.squad(t.story.team), StartedAt: t.start(t.stage), DetectedAt: &detected}
	for _, name := range t.story.services {
		i.ServiceIDs = append(i.ServiceIDs, t.stage.services[name].ID)
	}
	for _, d := range t.crew {
		i.Responders = append(i.Responders, models.Responder{PersonID: *t.person(d.name), Part: d.part})
	}
	t.incident, err = t.AddIncident(t.ctx, t.as(t.crew[0].name), t.now, i, *t.person(t.owner))
	if err != nil || len(t.readers) == 0 {
		return err
	}
	if err := t.find(); err != nil { // what it is about is not for everybody from the beginning
		return err
	}
	restricted, readers := true, []int64{}
	for _, name := range t.readers {
		readers = append(readers, *t.person(name))
	}
	_, err = t.EditReview(t.ctx, t.as("ana"), t.now, t.review, 0, store.ReviewEdit{Restricted: &restricted, ReaderIDs: &readers})
	return err
}

// find looks up the review that came with the incident.
func (t *telling) find() error {
	rows, _, err := t.Reviews(t.ctx, models.System, store.ReviewFilter{}, store.Page{Limit: 20})
	if err != nil {
		return err
	}
	for _, r := range rows {
		if r.IncidentID == t.incident.ID {
			t.review = r.ID
			return nil
		}
	}
	return fmt.Errorf("%s has no review", t.title)
}

func (t *telling) resolved() error {
	at := t.after(t.stage, t.resolve)
	i, err := t.Incident(t.ctx, models.System, t.incident.ID)
	if err != nil {
		return err
	}
	i.ResolvedAt = &at
	if t.incident, err = t.SaveIncident(t.ctx, t.as(t.crew[0].name), t.now, i); err != nil {
		return err
	}
	if t.severity > 2 {
		_, err = t.OpenReview(t.ctx, t.as(t.owner), t.now, models.Review{IncidentID: i.ID, OwnerID: t.person(t.owner)})
		if err != nil {
			return err
		}
	}
	if err := t.find(); err != nil {
		return err
	}
	next := t.over().AddDays(1)
	switch t.ending {
	case toDraft:
		t.plan(next.At(7, 40, time.UTC), func() error { return t.save(1) })
	case toWaived:
		t.plan(next.At(9, 0, time.UTC), func() error { return t.save(2) })
		t.plan(before(next.AddDays(5)).At(10, 0, time.UTC), func() error {
			_, err := t.WaiveReview(t.ctx, t.as(t.facilitator), t.now, t.review, 0, t.waived)
			return err
		})
	default:
		t.plan(t.over().AddDays(max(1, t.scheduled)).At(7, 40, time.UTC), t.prepare)
	}
	return nil
}

// meets is the day of the meeting.
func (t *telling) meets() models.Date {
	if t.ending == toInReview {
		return after(t.today.AddDays(1))
	}
	day := t.over().AddDays(t.meet)
	if earlier := before(day); earlier.After(t.over()) {
		return earlier
	}
	return after(day)
}

func (t *telling) save(version int) error {
	_, err := t.SaveDocument(t.ctx, t.as(t.owner), t.now, t.review, -1, t.write(version))
	return err
}

// prepare schedules the meeting and begins the document.
func (t *telling) prepare() error {
	by := t.as(t.owner)
	facilitator := t.person(t.facilitator)
	if _, err := t.EditReview(t.ctx, by, t.now, t.review, 0, store.ReviewEdit{FacilitatorID: facilitator}); err != nil {
		return err
	}
	if err := t.schedule(t.meets(), "https://meet.example.com/debrief"); err != nil {
		return err
	}
	if err := t.save(1); err != nil {
		return err
	}
	day := t.meets()
	// All is ready the day before; of a meeting that is still to come, by yesterday.
	ready := latest(earliest(day.AddDays(-1), t.today.AddDays(-2)).At(9, 30, time.UTC), t.now.Add(2*time.Hour))
	t.plan(ready, t.submit)
	t.plan(latest(earliest(day, t.today.AddDays(-1)).At(7, 20, time.UTC), ready.Add(90*time.Minute)), t.discuss)
	return nil
}

func earliest(a, b models.Date) models.Date {
	if b.Before(a) {
		return b
	}
	return a
}

func latest(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

func (t *telling) schedule(day models.Date, place string) error {
	attendees, err := t.SuggestAttendees(t.ctx, t.as(t.owner), t.review)
	if err != nil {
		return err
	}
	t.meeting, err = t.ScheduleMeeting(t.ctx, t.as(t.owner), t.now, models.Meeting{ReviewID: t.review, StartsAt: day.At(13, 0, time.UTC),
		Minutes: max(30, t.minutes), Place: place, Attendees: attendees})
	if err != nil {
		return err
	}
	t.news = true // invitations go out
	end := t.meeting.End().Add(5 * time.Minute)
	if t.missed != "" && day == t.meets() {
		t.plan(end, t.miss)
	} else {
		t.plan(end, t.hold)
	}
	return nil
}

// submit completes the document, and files the proposals and the messages with it.
func (t *telling) submit() error {
	by := t.as(t.owner)
	for _, x := range t.items {
		a := models.ActionItem{ReviewID: t.review, Title: x.title, Description: x.more, DoneWhen: x.done, Kind: x.kind, Priority: x.priority,
			Labels: x.labels}
		if x.owner != "" {
			a.OwnerID = t.person(x.owner)
		}
		if x.team != "" {
			a.TeamID = t.squad(x.team)
		}
		a, err := t.ProposeItem(t.ctx, by, t.now, a)
		if err != nil {
			return fmt.Errorf("propose %q: %w", x.title, err)
		}
		t.work = append(t.work, a)
	}
	if err := t.save(2); err != nil {
		return err
	}
	if _, err := t.WriteMessage(t.ctx, by, t.now, t.review, models.Internal, 0, t.text.internal); err != nil {
		return err
	}
	if body := t.text.external(); body != "" {
		if _, err := t.WriteMessage(t.ctx, by, t.now, t.review, models.External, 0, body); err != nil {
			return err
		}
	}
	if t.moved != "" {
		if err := t.move(); err != nil {
			return err
		}
	}
	_, err := t.SubmitReview(t.ctx, by, t.now, t.review, 0)
	return err
}

// move puts the meeting to another hour: its SEQUENCE rises, and everybody gets an update.
func (t *telling) move() error {
	at, err := time.Parse("15:04", t.moved)
	if err != nil {
		return err
	}
	wish := t.meeting
	wish.StartsAt = models.DateOf(t.meeting.StartsAt).At(at.Hour(), at.Minute(), time.UTC)
	t.news = true
	t.meeting, err = t.RescheduleMeeting(t.ctx, t.as(t.owner), t.now, t.meeting.ID, 0, wish)
	return err
}

// discuss is what reviewers say before the meeting, and what the owner makes of it.
func (t *telling) discuss() error {
	settled := false
	for _, r := range t.remarks {
		c, err := t.AddComment(t.ctx, t.as(r.by), t.now, models.Comment{ReviewID: t.review, Quote: r.quote, Body: r.body})
		if err != nil {
			return err
		}
		for n, answer := range r.replies {
			t.plan(t.now.Add(time.Duration(n+1)*20*time.Minute), func() error {
				_, err := t.AddComment(t.ctx, t.as(answer.by), t.now, models.Comment{ReviewID: t.review, ReplyToID: &c.ID, Body: answer.body})
				return err
			})
		}
		if r.open {
			continue
		}
		settled = true
		t.plan(t.now.Add(50*time.Minute), func() error {
			_, err := t.ResolveComment(t.ctx, t.as(t.owner), t.now, c.ID, 0, true)
			return err
		})
	}
	checklist, err := t.checklist()
	if err != nil {
		return err
	}
	for _, a := range t.answers {
		if err := t.record(checklist, a, false); err != nil {
			return err
		}
	}
	if settled && t.text.added != "" {
		t.plan(t.now.Add(time.Hour), func() error { return t.save(3) })
	}
	return nil
}

func (t *telling) checklist() ([]models.Question, error) {
	r, err := t.Review(t.ctx, models.System, t.review)
	if err != nil {
		return nil, err
	}
	list, err := t.Template(t.ctx, r.TemplateID)
	return list.Questions, err
}

func (t *telling) record(checklist []models.Question, a answer, final bool) error {
	at := slices.IndexFunc(checklist, func(q models.Question) bool { return q.Key == a.question })
	if at < 0 {
		return fmt.Errorf("the checklist has no question %q", a.question)
	}
	_, err := t.RecordOutcome(t.ctx, t.as(a.by), t.now, 0, models.Outcome{ReviewID: t.review, QuestionID: checklist[at].ID, Final: final,
		Verdict: a.verdict, Note: a.note, WaivedReason: a.waived})
	return err
}

// miss is a meeting that did not take place; the next is a week later.
func (t *telling) miss() error {
	if _, err := t.MissMeeting(t.ctx, t.as(t.owner), t.now, t.meeting.ID, 0, t.missed); err != nil {
		return err
	}
	return t.schedule(t.meets().AddDays(7), t.meeting.Place)
}

// hold is the meeting: who was there, the outcomes, the commitments.
func (t *telling) hold() error {
	if end := t.meeting.End(); t.now.Before(end) { // it was moved to a later hour
		t.plan(end.Add(5*time.Minute), t.hold)
		return nil
	}
	by := t.as(t.facilitator)
	var there []int64
	for _, a := range t.meeting.Attendees {
		if !slices.ContainsFunc(t.absent, func(name string) bool { return *t.person(name) == a.PersonID }) {
			there = append(there, a.PersonID)
		}
	}
	if _, err := t.HoldMeeting(t.ctx, by, t.now, t.meeting.ID, 0, there); err != nil {
		return err
	}
	checklist, err := t.checklist()
	if err != nil {
		return err
	}
	for _, q := range checklist {
		o := answer{by: t.facilitator, question: q.Key, verdict: models.Pass}
		switch {
		case q.Key == t.weak.question:
			o.verdict, o.note, o.waived = models.NeedsWork, t.weak.note, t.weak.waived
		case q.Key == "external-message" && t.text.summary == "":
			o.verdict, o.note = models.NotApplicable, "There is no external message."
		}
		if err := t.record(checklist, o, true); err != nil {
			return err
		}
	}
	for n := range t.items {
		if err := t.commit(n); err != nil {
			return fmt.Errorf("commit %q: %w", t.items[n].title, err)
		}
	}
	if t.text.summary != "" {
		if _, err := t.ApproveMessage(t.ctx, by, t.now, t.review, models.External, 0, ""); err != nil {
			return err
		}
	}
	if _, err := t.CompleteReview(t.ctx, t.as(t.owner), t.now, t.review, 0); err != nil {
		return err
	}
	if err := t.post(models.Internal, "https://chat.example.com/archives/postmortems/"); err != nil {
		return err
	}
	if t.ending == toClosed {
		t.plan(models.DateOf(t.now).AddDays(max(1, t.closes)).At(10, 30, time.UTC), t.close)
	}
	return nil
}

func (t *telling) post(to models.Audience, where string) error {
	if to == models.Internal {
		if _, err := t.ApproveMessage(t.ctx, t.as(t.facilitator), t.now, t.review, to, 0, ""); err != nil {
			return err
		}
	}
	_, err := t.PostMessage(t.ctx, t.as(t.owner), t.now, t.review, to, 0, where+t.start(t.stage).Format("20060102"))
	return err
}

func (t *telling) close() error {
	if t.text.summary != "" {
		if err := t.post(models.External, "https://status.example.com/postmortems/"); err != nil {
			return err
		}
	}
	if err := t.feel(t.as(t.owner), t.now, t.story.health); err != nil {
		return err
	}
	_, err := t.CloseReview(t.ctx, t.as(t.owner), t.now, t.review, 0)
	return err
}
