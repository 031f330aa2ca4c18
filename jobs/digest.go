package jobs

import (
	"bytes"
	"context"
	"embed"
	"fmt"
	htmltemplate "html/template"
	"strings"
	texttemplate "text/template"
	"time"

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
	store   *store.Store
	links   *links // nil where no tracker is connected
	mailer  Mailer
	baseURL string
}

// line is one reminder as the templates show it.
type line struct {
	Ref, Title, Says, URL, Review string
	Priority, Issue, IssueURL     string
	Covers, Asked, Stale          string
	Item, Overdue                 bool
}

// letter is what the templates show.
type letter struct {
	Name, Day, BaseURL string
	Lines              []line
}

func (d digests) reconcile(ctx context.Context, now time.Time, t store.Task) error {
	l, err := d.store.Letter(ctx, now, t.ID)
	if err != nil {
		return err
	}
	if l.NotBefore.After(now) {
		return &Later{At: l.NotBefore}
	}
	stale := d.refresh(ctx, now, l)
	if l, err = d.store.Letter(ctx, now, t.ID); err != nil { // what the tracker said counts, and so does what happened since
		return err
	}
	dropped := map[int64]string{}
	out := letter{Name: l.Person.Name, Day: l.Day.String(), BaseURL: d.baseURL}
	for _, r := range l.Reminders {
		switch {
		case !l.Person.Active:
			dropped[r.Nudge.ID] = "the person has left"
		case !r.Open:
			dropped[r.Nudge.ID] = "dealt with before it was sent"
		default:
			out.Lines = append(out.Lines, d.line(l, r, stale))
		}
	}
	if len(out.Lines) > 0 {
		m, err := message(now, l, out)
		if err != nil {
			return err
		}
		if err := d.mailer.Send(ctx, m); err != nil {
			return err
		}
	}
	return d.store.SentDigest(ctx, now, t, l, dropped)
}

// refresh asks the tracker for the state of what is linked, and returns the items of which it did not answer.
func (d digests) refresh(ctx context.Context, now time.Time, l store.Letter) map[int64]bool {
	stale := map[int64]bool{}
	for _, r := range l.Reminders {
		if r.Item == nil || r.Item.Link == nil || r.Item.Link.RemoteID == "" {
			continue
		}
		if d.links == nil {
			stale[r.Item.ID] = true
			continue
		}
		t, ok, err := d.store.ClaimRow(ctx, store.LinkQueue, r.Item.Link.ID, now, Lease)
		if err != nil || !ok { // held: it is being refreshed right now
			stale[r.Item.ID] = err != nil
			continue
		}
		if err := d.links.reconcile(ctx, now, t); err != nil {
			stale[r.Item.ID] = true
			if models.KindOf(err) != models.Stale {
				_ = d.store.Fail(ctx, store.LinkQueue, t, now.Add(models.Backoff(t.Attempts)), reason(err)) // else its lease ends
			}
		}
	}
	return stale
}

func (d digests) line(l store.Letter, r store.Reminder, stale map[int64]bool) line {
	step := models.Step{Rung: r.Nudge.Rung}
	out := line{Title: r.Incident.Title, Ref: r.Review.Ref(), URL: d.baseURL + "/reviews/" + r.Review.Ref(),
		Review: r.Incident.Severity.String(), Says: step.Says(r.Review.DueOn, l.Day)}
	if r.Covers != nil {
		out.Covers = r.Covers.Name
	}
	if r.Nudge.Capacity != models.AsOwner && r.Nudge.Capacity != models.AsReviewOwner {
		out.Asked = map[models.Capacity]string{models.AsManager: "their manager", models.AsLead: "the team's lead",
			models.AsBoard: "the review board", models.AsFacilitator: "the facilitator"}[r.Nudge.Capacity]
	}
	if r.Item == nil {
		return out
	}
	a := r.Item
	out.Item, out.Ref, out.Title, out.Priority = true, a.Ref(), a.Title, string(a.Priority)
	out.URL = d.baseURL + "/action-items/" + a.Ref()
	out.Review = fmt.Sprintf("%s %s, %s", r.Incident.Severity, r.Incident.Title, r.Review.Ref())
	out.Says, out.Overdue = step.Says(a.DueOn, l.Day), a.Overdue(l.Day)
	if a.SlipAsked {
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

func message(now time.Time, l store.Letter, out letter) (mail.Message, error) {
	var text, html bytes.Buffer
	if err := digestText.Execute(&text, out); err != nil {
		return mail.Message{}, fmt.Errorf("write the digest: %w", err)
	}
	if err := digestHTML.Execute(&html, out); err != nil {
		return mail.Message{}, fmt.Errorf("write the digest: %w", err)
	}
	subject := fmt.Sprintf("%s %s", out.Lines[0].Ref, out.Lines[0].Says)
	if more := len(out.Lines) - 1; more > 0 {
		subject = fmt.Sprintf("%d follow-ups need you: %s", more+1, subject)
	}
	return mail.Message{To: []mail.Address{{Name: mail.OneLine(l.Person.Name, 300), Email: l.Person.Email}}, MessageID: l.Digest.MessageID,
		Subject: mail.OneLine(subject, mail.MaxSubject), Text: strings.TrimLeft(text.String(), "\n"), HTML: html.String(), Date: now}, nil
}
