package jobs

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"debrief/integrations/slack"
	"debrief/models"
	"debrief/models/store"
)

// announcements has a team's Slack channel hear of its reviews' meetings: a day before, and again where that is no longer so.
type announcements struct {
	store     *store.Store
	messenger Messenger
	baseURL   string
}

func (x announcements) reconcile(ctx context.Context, now time.Time, t store.Task) error {
	a, err := x.store.Announcing(ctx, t.ID)
	if err != nil {
		return err
	}
	n := a.Announcement.Next(now, a.AnnouncementFacts)
	if n != nil && n.Look {
		if arrived, err := x.arrived(ctx, now, t, a); arrived || err != nil {
			return announcing(now, a, n.Channel, err)
		}
		a.Announcement.BegunAt, a.Announcement.BegunStartsAt = nil, nil
		n = a.Announcement.Next(now, a.AnnouncementFacts)
	}
	switch {
	case n == nil:
		return x.store.Finish(ctx, store.AnnouncementQueue, t, nil)
	case n.At.After(now):
		return x.store.Finish(ctx, store.AnnouncementQueue, t, &n.At)
	}
	return announcing(now, a, n.Channel, x.post(ctx, now, t, a, *n))
}

// arrived looks for the message that was begun, and records it, or that it is not there.
func (x announcements) arrived(ctx context.Context, now time.Time, t store.Task, a store.Announcing) (bool, error) {
	channel, err := x.messenger.Channel(ctx, a.Announcement.Channel)
	if err != nil {
		return false, err
	}
	posted, err := x.messenger.Posted(ctx, channel, mark(a), *a.Announcement.BegunAt)
	switch {
	case err != nil:
		return false, err
	case posted:
		return true, x.store.Announced(ctx, now, t, channel)
	}
	return false, x.store.BeginAnnouncement(ctx, time.Time{}, t, models.Notice{})
}

// post posts what the channel is to hear, once: that it may be there is noted before, and a refusal that is certain takes the note back.
func (x announcements) post(ctx context.Context, now time.Time, t store.Task, a store.Announcing, n models.Notice) error {
	if err := x.store.BeginAnnouncement(ctx, now, t, n); err != nil {
		return err
	}
	channel, err := x.messenger.Post(ctx, n.Channel, x.message(now, a, n))
	if err == nil {
		return x.store.Announced(ctx, now, t, channel)
	}
	if refused, ok := errors.AsType[*slack.Error](err); ok && !refused.Unconfirmed {
		return errors.Join(err, x.store.BeginAnnouncement(ctx, time.Time{}, t, models.Notice{}))
	}
	return err
}

// announcing says of an error which review and channel it is about.
func announcing(now time.Time, a store.Announcing, channel string, err error) error {
	if err == nil || slack.KindOf(err) == "" {
		return err
	}
	return paced(now, fmt.Errorf("%s for %s: %w", a.Review.Ref(), channel, err))
}

// mark is another one for each message of a meeting.
func mark(a store.Announcing) slack.Mark {
	return slack.Mark{Event: "debrief_announcement", ID: fmt.Sprintf("%s-%d", a.Meeting.UID, a.Announcement.Posts+1)}
}

// message tells of the meeting. Whatever a title holds, Slack shows words.
func (x announcements) message(now time.Time, a store.Announcing, n models.Notice) slack.Message {
	zone := a.Team.Location()
	page := x.baseURL + "/reviews/" + a.Review.Ref()
	what := fmt.Sprintf(" %s (%s) ", a.Incident.Title, a.Incident.Severity)
	var says string
	switch {
	case n.StartsAt == nil:
		says = "does not take place: it was to meet " + meets(now, *n.Was, zone) + "."
	case n.Was != nil && models.DateOf(n.Was.In(zone)) == models.DateOf(n.StartsAt.In(zone)):
		says = "has moved: it meets " + meets(now, *n.StartsAt, zone) + ", and not at " + n.Was.In(zone).Format("15:04") + "."
	case n.Was != nil:
		says = "has moved: it meets " + meets(now, *n.StartsAt, zone) + ", and not " + meets(now, *n.Was, zone) + "."
	default:
		says = "meets " + meets(now, *n.StartsAt, zone) + "."
	}
	m := slack.Message{Mark: mark(a), Text: a.Review.Ref() + what + says,
		Blocks: []slack.Block{{Runs: []slack.Run{{Words: a.Review.Ref(), URL: page, Bold: true}, {Words: what + says}}}}}
	if n.StartsAt != nil {
		m.Blocks = append(m.Blocks, slack.Block{Runs: x.document(a, page)})
	}
	return m
}

// document asks the channel to read the document.
func (x announcements) document(a store.Announcing, page string) []slack.Run {
	owner := ""
	if a.Owner != "" {
		owner = " (" + a.Owner + ")"
	}
	switch {
	case a.Review.DocumentNumber > 0:
		runs := []slack.Run{{Words: "Please read the document before, and comment on what is unclear: "}, {Words: "document of " + a.Review.Ref(), URL: page + "/document"}, {Words: owner + "."}}
		switch a.Grave {
		case 0:
			return runs
		case 1:
			return append(runs, slack.Run{Words: " The check finds one warning in it."})
		}
		return append(runs, slack.Run{Words: fmt.Sprintf(" The check finds %d warnings in it.", a.Grave)})
	case a.Review.DocumentURL != "":
		return []slack.Run{{Words: "Please read the document before, and comment on what is unclear: "}, {Words: a.Review.DocumentURL, URL: a.Review.DocumentURL}, {Words: owner + "."}}
	}
	return []slack.Run{{Words: "It has no document yet" + owner + "."}}
}

// meets tells when a meeting begins, as the zone has it.
func meets(now, starts time.Time, zone *time.Location) string {
	starts = starts.In(zone)
	day, today := models.DateOf(starts), models.DateOf(now.In(zone))
	var words strings.Builder
	switch today.DaysUntil(day) {
	case 0:
		words.WriteString("today, ")
	case 1:
		words.WriteString("tomorrow, ")
	default:
		words.WriteString("on ")
	}
	words.WriteString(starts.Format("Monday 2 January, at 15:04 MST"))
	return words.String()
}
