package jobs

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"debrief/integrations/slack"
	"debrief/models"
	"debrief/models/store"
)

// Messenger posts to people and channels; *slack.Client does.
type Messenger interface {
	DM(ctx context.Context, email string) (channel string, err error)
	Channel(ctx context.Context, name string) (channel string, err error)
	Posted(ctx context.Context, channel string, mark slack.Mark, since time.Time) (bool, error)
	Post(ctx context.Context, channel string, m slack.Message) (in string, err error)
}

// via returns how a letter goes: as its reader chose, or as it may have gone out already, since the other way it would be a second
// one; and the other way where that one is not connected.
func (d digests) via(l store.Letter) models.Via {
	way := l.Person.LettersVia
	if l.Digest.StartedAt != nil {
		way = l.Digest.Via
	}
	if d.messenger != nil && (way == models.ViaSlack || d.mailer == nil) {
		return models.ViaSlack
	}
	return models.ViaMail
}

// post posts the letter in Slack, once: Slack knows no Message-ID, so what may have been posted is looked for first, and before says that
// it was there. note is why it has to go by mail.
func (d digests) post(ctx context.Context, now time.Time, t store.Task, l store.Letter, out letter) (before bool, note string, err error) {
	channel, err := d.messenger.DM(ctx, l.Person.Email)
	if unknown, ok := errors.AsType[*slack.Error](err); ok && unknown.Kind == slack.UnknownPerson && d.mailer != nil {
		return false, unknown.Message, nil
	}
	if err != nil {
		return false, "", paced(now, err)
	}
	m := slackMessage(l, out)
	if l.Digest.StartedAt != nil && l.Digest.Via == models.ViaSlack {
		if before, err = d.messenger.Posted(ctx, channel, m.Mark, *l.Digest.StartedAt); before || err != nil {
			return before, "", paced(now, err)
		}
	}
	if err := d.store.StartDigest(ctx, now, t, l.Day, store.Way{Via: models.ViaSlack}); err != nil {
		return false, "", err
	}
	_, err = d.messenger.Post(ctx, channel, m)
	if refused, ok := errors.AsType[*slack.Error](err); ok && !refused.Unconfirmed {
		if undone := d.store.StartDigest(ctx, time.Time{}, t, l.Day, store.Way{}); undone != nil {
			return false, "", errors.Join(err, undone)
		}
	}
	return false, "", paced(now, err)
}

// asPosted leaves out of a letter what was filed after it had been posted: its reader has not read of that, and the next letter tells it.
func asPosted(l store.Letter, dropped map[int64]string) store.Letter {
	l.Reminders = slices.DeleteFunc(l.Reminders, func(r store.Reminder) bool {
		late := r.Nudge.CreatedAt.After(*l.Digest.StartedAt)
		if late {
			delete(dropped, r.Nudge.ID)
		}
		return late
	})
	return l
}

// paced has a row wait as long as Slack asks for.
func paced(now time.Time, err error) error {
	if e, ok := errors.AsType[*slack.Error](err); ok && e.RetryAfter > 0 {
		return &Later{At: now.Add(e.RetryAfter), Why: err.Error()}
	}
	return err
}

// slackMessage makes of a letter what Slack takes; what there is no room for is counted.
func slackMessage(l store.Letter, out letter) slack.Message {
	m := slack.Message{Mark: slack.Mark{Event: "debrief_digest", ID: l.Digest.MessageID}, Text: out.Headline + ". " + out.subject()}
	all := len(out.Lines) + len(out.New)
	for shown := all; ; shown-- {
		m.Blocks = slackBlocks(out, shown)
		if shown == 0 || slack.Fits(m.Blocks) {
			return m
		}
	}
}

// slackBlocks shows the first lines of a letter, and how many there are beside them.
func slackBlocks(out letter, shown int) []slack.Block {
	list := []slack.Block{{Heading: out.Headline}}
	due := min(shown, len(out.Lines))
	for _, x := range out.Lines[:due] {
		list = append(list, x.block())
	}
	if fresh := shown - due; fresh > 0 {
		list = append(list, slack.Block{Heading: "New with you"})
		for _, x := range out.New[:fresh] {
			list = append(list, x.block())
		}
	}
	if more := len(out.Lines) + len(out.New) - shown; more > 0 {
		list = append(list, slack.Block{Runs: []slack.Run{{Words: fmt.Sprintf("and %d more: ", more)}, {Words: "What needs you", URL: out.BaseURL}}})
	}
	return append(list, slack.Block{Runs: []slack.Run{{Words: "You get at most one such message a day, and only when something is due or new with you. "},
		{Words: "Debrief", URL: out.BaseURL}}})
}

// block is a line in Slack: the same words and links as in the mail.
func (x line) block() slack.Block {
	runs := []slack.Run{{Words: x.Ref, Bold: true}}
	if x.Weight != "" {
		runs = append(runs, slack.Run{Words: " · " + x.Weight})
	}
	runs = append(runs, slack.Run{Words: " · "}, slack.Run{Words: x.Says, Bold: x.Overdue}, slack.Run{Words: "\n"}, slack.Run{Words: x.Title, URL: x.URL})
	say := func(format, what string) {
		if what != "" {
			runs = append(runs, slack.Run{Words: "\n" + fmt.Sprintf(format, what)})
		}
	}
	say("From %s", x.Origin)
	for _, q := range x.Quotes {
		by := "\n"
		if q.By != "" {
			by += q.By + ": "
		}
		runs = append(runs, slack.Run{Words: by}, slack.Run{Words: "“" + q.Words + "”", URL: q.URL})
	}
	if x.MoreQuotes > 0 {
		say("and %s more", strconv.Itoa(x.MoreQuotes))
	}
	say("%s handed it to you.", x.From)
	say("You stand in for %s, who is away.", x.Covers)
	say("You hear of this as %s.", x.Asked)
	if x.Issue != "" {
		runs = append(runs, slack.Run{Words: "\nIn Jira: "}, slack.Run{Words: x.Issue, URL: x.IssueURL})
		if x.Stale != "" {
			runs = append(runs, slack.Run{Words: " (Jira did not answer; as of " + x.Stale + ")"})
		}
	}
	if x.Answers {
		runs = append(runs, slack.Run{Words: "\n"}, slack.Run{Words: "Done", URL: x.URL + "#done"}, slack.Run{Words: " · "},
			slack.Run{Words: "Snooze", URL: x.URL + "#snooze"}, slack.Run{Words: " · "}, slack.Run{Words: "Not mine", URL: x.URL + "#not-mine"})
	}
	return slack.Block{Runs: runs}
}
