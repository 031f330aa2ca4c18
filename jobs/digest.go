package jobs

import (
	"bytes"
	"cmp"
	"context"
	"embed"
	"errors"
	"fmt"
	htmltemplate "html/template"
	"slices"
	"strings"
	texttemplate "text/template"
	"time"

	"debrief/integrations/jira"
	"debrief/integrations/mail"
	"debrief/models"
	"debrief/models/store"
)

//go:embed templates/digest.html templates/digest.txt
var templates embed.FS

var (
	digestHTML = htmltemplate.Must(htmltemplate.ParseFS(templates, "templates/digest.html"))
	digestText = texttemplate.Must(texttemplate.ParseFS(templates, "templates/digest.txt"))
)

// digests sends the one message that a person gets on a day.
type digests struct {
	store     *store.Store
	links     *links    // nil where no tracker is connected
	mailer    Mailer    // nil where no mail is sent; then there is a messenger
	messenger Messenger // nil where no Slack is connected
	baseURL   string
}

// line is one reminder as the templates show it.
type line struct {
	Ref, Title, Says, URL string
	Weight                string // an item's priority, a review's severity
	Origin                string // of an item: the incident and its review
	Covers, Asked         string
	From                  string // of what is new with the reader: whose it was to hand over
	Issue, IssueURL       string
	Stale                 string // when the tracker was last heard, where it does not answer now
	Quotes                []quoted
	MoreQuotes            int  // new comments that are not quoted
	Overdue, Answers      bool // Answers: done, snooze and not mine are the reader's to say
}

// quoted is the beginning of a new comment; URL leads to it, where the line leads to them all.
type quoted struct{ By, Words, URL string }

// maxQuotes is how many new comments on one review a letter quotes.
const maxQuotes = 3

// letter is what the templates show.
type letter struct {
	Name, Headline, BaseURL string
	Lines                   []line
	New                     []line // what others put in the reader's hands, and asked there, since the last letter
}

func (d digests) reconcile(ctx context.Context, now time.Time, t store.Task) error {
	l, err := d.store.Letter(ctx, now, t.ID)
	if err != nil {
		return err
	}
	if l.NotBefore.After(now) {
		return &Later{At: l.NotBefore}
	}
	stale, err := d.refresh(ctx, now, l)
	if err != nil {
		return err
	}
	if l, err = d.store.Letter(ctx, now, t.ID); err != nil { // what the tracker said counts, and so does what happened since
		return err
	}
	told, dropped := standing(l)
	if len(told) > 0 {
		out := letter{Name: l.Person.Name, BaseURL: d.baseURL}
		for _, r := range told {
			if r.Item != nil && r.Item.Link != nil && r.Item.Link.SyncedAt != nil && !r.Item.Link.SyncedAt.Before(now.Truncate(time.Microsecond)) {
				delete(stale, r.Item.ID) // heard, if not told
			}
			if r.handover == nil && r.comments == nil {
				out.Lines = append(out.Lines, d.line(l, r, stale))
			} else {
				out.New = append(out.New, d.line(l, r, stale))
			}
		}
		out.Headline = headline(len(out.Lines), len(out.New))
		before, err := d.deliver(ctx, now, t, l, out)
		if err != nil {
			return err
		}
		if before {
			l = asPosted(l, dropped)
		}
	}
	return d.store.SentDigest(ctx, now, t, l, dropped)
}

// headline tells how much is due and how much is new with somebody.
func headline(due, fresh int) string {
	needs, is := "One thing needs you today", "one is new with you"
	if due > 1 {
		needs = fmt.Sprintf("%d things need you today", due)
	}
	if fresh > 1 {
		is = fmt.Sprintf("%d are new with you", fresh)
	}
	switch {
	case fresh == 0:
		return needs
	case due > 0:
		return needs + ", and " + is
	case fresh == 1:
		return "One thing is new with you"
	}
	return fmt.Sprintf("%d things are new with you", fresh)
}

// subject is one thing that a letter tells of.
type subject struct {
	store.Reminder                  // the step of the ladder that tells how it stands, else the handover
	handover       *store.Reminder  // nil where it is not new with the reader
	comments       []store.Reminder // that are new on the reader's review, or reply to what the reader wrote there: a subject of its own
}

// sameFor reports whether two reminders are of one subject, and for one person: the reader, or whom the reader stands in for.
func sameFor(a, b store.Reminder) bool {
	return same(a, b) && (a.Covers == nil) == (b.Covers == nil) && (a.Covers == nil || a.Covers.ID == b.Covers.ID)
}

// same reports whether two reminders are of one subject.
func same(a, b store.Reminder) bool {
	return a.Nudge.Subject == b.Nudge.Subject && a.Nudge.SubjectID == b.Nudge.SubjectID
}

// standing returns what a letter tells, the longest due first, and why the other reminders are left out. Each subject is told once,
// but for what is new with the reader in two parts, such as with both for whom a delegate stands in, and for a review's new comments.
func standing(l store.Letter) (told []subject, dropped map[int64]string) {
	dropped = map[int64]string{}
	var steps, handovers []store.Reminder
	var commented []subject
	for _, r := range l.Reminders {
		switch {
		case !l.Person.Active:
			dropped[r.Nudge.ID] = "the person has left"
		case !r.Open:
			dropped[r.Nudge.ID] = "dealt with before it was sent"
		case r.Nudge.Rung == models.RungComment:
			at := slices.IndexFunc(commented, func(s subject) bool { return sameFor(s.Reminder, r) })
			if at < 0 {
				at, commented = len(commented), append(commented, subject{Reminder: r})
			}
			commented[at].comments = append(commented[at].comments, r)
		case r.Nudge.Rung == models.RungHandover:
			handovers = append(slices.DeleteFunc(handovers, func(earlier store.Reminder) bool {
				return same(earlier, r) && earlier.Nudge.Capacity == r.Nudge.Capacity
			}), r)
		default:
			// A letter that had to wait may hold several steps of one subject: the last tells how it stands.
			steps = append(slices.DeleteFunc(steps, func(earlier store.Reminder) bool { return same(earlier, r) }), r)
		}
	}
	for _, h := range handovers {
		told = append(told, subject{Reminder: h, handover: &h})
	}
	for _, step := range steps {
		at := slices.IndexFunc(told, func(s subject) bool { return same(s.Reminder, step) && s.Nudge.Capacity == step.Nudge.Capacity })
		if at < 0 { // the reader hears of it as somebody else than who it is new with
			at = slices.IndexFunc(told, func(s subject) bool { return same(s.Reminder, step) })
		}
		if at < 0 {
			told = append(told, subject{Reminder: step})
		} else {
			told[at].Reminder = step
		}
	}
	told = append(told, commented...)
	due := func(r subject) models.Date {
		if r.Item != nil {
			return r.Item.DueOn
		}
		return r.Review.DueOn
	}
	last := func(r subject) int64 {
		if r.handover == nil {
			return r.Nudge.ID
		}
		return max(r.Nudge.ID, r.handover.Nudge.ID)
	}
	slices.SortFunc(told, func(a, b subject) int {
		return cmp.Or(cmp.Compare(due(a).String(), due(b).String()), cmp.Compare(last(a), last(b)))
	})
	return told, dropped
}

// How long a letter waits for the tracker: in all, and for somebody else who is asking it right now.
const (
	refreshLimit = 20 * time.Second
	refreshWait  = 15 * time.Second
)

// deliver sends the letter on its way. Whom Slack does not know gets it by mail at once. before says that an earlier try has posted
// it.
func (d digests) deliver(ctx context.Context, now time.Time, t store.Task, l store.Letter, out letter) (before bool, err error) {
	way := store.Way{Via: models.ViaMail}
	if l.Digest.StartedAt != nil {
		way.Note = l.Digest.Note
	}
	if d.via(l) == models.ViaSlack {
		before, note, err := d.post(ctx, now, t, l, out)
		if err != nil || note == "" {
			return before, err
		}
		way.Note = note
	}
	m, err := message(now, l, out)
	if err != nil {
		return false, err
	}
	return false, d.send(ctx, now, t, l.Day, way, m)
}

// send hands the letter to the mail server. That it may have gone out is noted before; a refusal that is certain takes the
// note back.
func (d digests) send(ctx context.Context, now time.Time, t store.Task, day models.Date, way store.Way, m mail.Message) error {
	if err := d.store.StartDigest(ctx, now, t, day, way); err != nil {
		return err
	}
	err := d.mailer.Send(ctx, m)
	if refused, ok := errors.AsType[*mail.Error](err); ok && !refused.Unconfirmed {
		return errors.Join(err, d.store.StartDigest(ctx, time.Time{}, t, day, store.Way{}))
	}
	return err
}

// refresh asks the tracker for the state of what is linked, and returns the items of which it did not answer. Once it fails
// to answer, it is asked no more.
func (d digests) refresh(ctx context.Context, now time.Time, l store.Letter) (stale map[int64]bool, err error) {
	asking, cancel := context.WithTimeout(ctx, refreshLimit)
	defer cancel()
	stale = map[int64]bool{}
	silent := d.links == nil
	for _, r := range l.Reminders {
		if r.Item == nil || r.Item.Link == nil || r.Item.Link.RemoteID == "" || !r.Open {
			continue
		}
		if _, asked := stale[r.Item.ID]; asked {
			continue
		}
		stale[r.Item.ID] = true
		if silent {
			continue
		}
		t, ok, err := d.store.ClaimRow(ctx, store.LinkQueue, r.Item.Link.ID, now, Lease)
		if err != nil {
			return nil, err
		}
		if !ok {
			return nil, &Later{At: now.Add(refreshWait)} // somebody is asking: what they hear counts
		}
		err = d.links.reconcile(asking, now, t)
		if err == nil {
			stale[r.Item.ID] = false
			continue
		}
		if models.KindOf(err) == models.Stale {
			continue
		}
		_, later := errors.AsType[*Later](err)
		silent = later || slices.Contains([]jira.Kind{jira.Unavailable, jira.RateLimited, jira.Unauthorized}, jira.KindOf(err))
		if err := d.store.Fail(ctx, store.LinkQueue, t, retryAt(now, t, err), reason(err)); err != nil {
			return nil, err
		}
	}
	return stale, nil
}

// roles is how a letter names who is asked beside the owners.
var roles = map[models.Capacity]string{models.AsManager: "the owner's manager", models.AsLead: "the team's lead",
	models.AsBoard: "one of the review board", models.AsFacilitator: "the facilitator"}

func (d digests) line(l store.Letter, r subject, stale map[int64]bool) line {
	h := r.handover
	if h == nil {
		out := d.stands(l, r.Reminder, stale)
		if r.comments != nil {
			out.Says = r.saysComments()
			out.Quotes, out.MoreQuotes = r.quotes(out.URL)
			out.URL += r.commentsAt()
		}
		return out
	}
	r.Nudge.Capacity, r.Covers = h.Nudge.Capacity, h.Covers // the step may have been filed when it was somebody else's
	out := d.stands(l, r.Reminder, stale)
	due := out.Says
	if r.Nudge.Rung == models.RungHandover {
		due = ""
	}
	out.Says, out.Asked = models.SaysHandover(h.Nudge.Capacity, r.Item, due, l.Day), "" // as what, it says already
	if h.By != nil {
		out.From = h.By.Name
	}
	return out
}

// commentsAt is where the review's page has the comments that are new: the only one itself, else the list.
func (r subject) commentsAt() string {
	if len(r.comments) == 1 {
		return fmt.Sprintf("#comments-%d", r.comments[0].Comment.ID)
	}
	return "#comments"
}

// quotes are the beginnings of the first comments that are new, and how many there are beside them. page is the review's address.
func (r subject) quotes(page string) (list []quoted, more int) {
	for _, c := range r.comments[:min(len(r.comments), maxQuotes)] {
		q := quoted{Words: c.Comment.Excerpt()}
		if len(r.comments) > 1 {
			q.URL = fmt.Sprintf("%s#comments-%d", page, c.Comment.ID)
		}
		if c.By != nil {
			q.By = c.By.Name
		}
		list = append(list, q)
	}
	return list, len(r.comments) - len(list)
}

// saysComments tells how many comments and replies are new, and by whom: everybody once, in the order in which they wrote.
func (r subject) saysComments() string {
	var by []string
	replies := 0
	told := map[int64]bool{}
	for _, c := range r.comments {
		if c.Comment.ReplyToID != nil {
			replies++
		}
		if c.By != nil && !told[c.By.ID] {
			told[c.By.ID] = true
			by = append(by, c.By.Name)
		}
	}
	return models.SaysComments(len(r.comments)-replies, replies, by)
}

// stands is a line that tells of a reminder.
func (d digests) stands(l store.Letter, r store.Reminder, stale map[int64]bool) line {
	step := models.Step{Rung: r.Nudge.Rung}
	if step.Rung == models.RungChecklist && r.Ready {
		step.Rung = models.RungReady
	}
	out := line{Ref: r.Review.Ref(), Title: r.Incident.Title, Weight: r.Incident.Severity.String(), URL: d.baseURL + "/reviews/" + r.Review.Ref(),
		Says: step.Says(r.Review.DueOn, l.Day), Overdue: r.Nudge.Rung == models.RungMeetingLate, Asked: roles[r.Nudge.Capacity]}
	if r.Covers != nil {
		out.Covers = r.Covers.Name
	}
	if r.Item == nil {
		return out
	}
	a := r.Item
	out.Ref, out.Title, out.Weight, out.URL = a.Ref(), a.Title, string(a.Priority), d.baseURL+"/action-items/"+a.Ref()
	if r.Sees {
		out.Origin = fmt.Sprintf("%s %s, %s", r.Incident.Severity, r.Incident.Title, r.Review.Ref())
	}
	out.Says, out.Overdue, out.Answers = step.Says(a.DueOn, l.Day), a.Overdue(l.Day), r.Nudge.Capacity == models.AsOwner && a.State.Open()
	if a.SlipAsked && step.Rung != models.RungSlip {
		out.Says += "; " + models.Step{Rung: models.RungSlip}.Says(a.DueOn, l.Day)
	}
	if a.Link != nil && a.Link.Key != "" {
		out.Issue, out.IssueURL = a.Link.Key, a.Link.URL
		if stale[a.ID] && a.Link.SyncedAt != nil {
			out.Stale = a.Link.SyncedAt.In(l.Person.Location()).Format("2 January 15:04 MST")
		}
	}
	return out
}

// subject tells in a line what a letter is about.
func (x letter) subject() string {
	all := append(slices.Clone(x.Lines), x.New...)
	first := all[0]
	if more := len(all) - 1; more > 0 {
		return fmt.Sprintf("%s %s, and %d more", first.Ref, first.Says, more)
	}
	sign := ":"
	if strings.HasSuffix(first.Says, "?") {
		sign = ""
	}
	return fmt.Sprintf("%s %s%s %s", first.Ref, first.Says, sign, first.Title)
}

func message(now time.Time, l store.Letter, out letter) (mail.Message, error) {
	var text, html bytes.Buffer
	if err := digestText.Execute(&text, out); err != nil {
		return mail.Message{}, fmt.Errorf("write the digest: %w", err)
	}
	if err := digestHTML.Execute(&html, out); err != nil {
		return mail.Message{}, fmt.Errorf("write the digest: %w", err)
	}
	return mail.Message{To: []mail.Address{{Name: mail.OneLine(l.Person.Name, 300), Email: l.Person.Email}}, MessageID: l.Digest.MessageID,
		Subject: mail.OneLine(out.subject(), mail.MaxSubject), Text: strings.TrimLeft(text.String(), "\n"), HTML: html.String(), Date: now}, nil
}
