package jobs

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"debrief/integrations/jira"
	"debrief/models"
	"debrief/models/store"
)

// Tracker is where issues live; *jira.Client is one.
type Tracker interface {
	Create(ctx context.Context, f jira.Fields) (jira.Issue, error)
	Update(ctx context.Context, id string, f jira.Fields) (dropped []string, err error)
	Get(ctx context.Context, id string) (jira.Issue, error)
	FindByLabel(ctx context.Context, project, label string) ([]jira.Issue, error)
	Transition(ctx context.Context, id string, to jira.Category) error
	Comment(ctx context.Context, id, body string) error
	HasComment(ctx context.Context, id, body string) (bool, error)
	RemoteLink(ctx context.Context, id, globalID, url, title string) error
}

// How often an issue is looked at. Jira's search lags behind a create by seconds to minutes (design, trap 5): before that has
// passed, finding nothing does not mean that nothing is there.
const (
	pollOpen   = 5 * time.Minute
	pollClosed = 24 * time.Hour
	searchLag  = 5 * time.Minute
)

// priorities are Jira's default names.
var priorities = map[models.Priority]string{models.P0: "Highest", models.P1: "High", models.P2: "Medium", models.P3: "Low"}

// links makes the tracker's issues follow the action items, and the items follow what happened there.
type links struct {
	store     *store.Store
	tracker   Tracker
	issueType string
}

func (l *links) reconcile(ctx context.Context, now time.Time, t store.Task) error {
	i, err := l.store.Issue(ctx, t.ID)
	if err != nil {
		return err
	}
	if i.Link.RemoteID == "" {
		return l.create(ctx, now, t, i)
	}
	issue, err := l.tracker.Get(ctx, i.Link.RemoteID)
	if errors.Is(err, &jira.Error{Kind: jira.NotFound}) {
		if err := l.store.LinkGone(ctx, t, true); err != nil {
			return err
		}
		next := now.Add(pollClosed) // it may be seen again
		return l.store.Finish(ctx, store.LinkQueue, t, &next)
	}
	if err != nil {
		return delayed(err, now)
	}
	return l.follow(ctx, now, t, issue)
}

// follow takes over what changed in the tracker, then tells it what it does not show yet.
func (l *links) follow(ctx context.Context, now time.Time, t store.Task, issue jira.Issue) error {
	i, err := l.store.Pull(ctx, now, t, remote(issue))
	if err != nil {
		return err
	}
	// An issue may be open while the item is over: a rejection here stands when the issue is reopened there.
	sameEnd := (issue.Category == jira.CategoryDone) == (i.Fields.Category == models.CategoryDone)
	if i.Fields.Hash() == i.Link.AgreedHash && sameEnd {
		return l.store.Agree(ctx, now, t, i.Fields, remote(issue), i.Link.Dropped, nextPoll(now, i.Item))
	}
	fields := l.fields(i)
	for _, label := range i.Link.AgreedLabels {
		if !slices.Contains(i.Fields.Labels, label) {
			fields.RemoveLabels = append(fields.RemoveLabels, label)
		}
	}
	fields.Unassign = i.Fields.Assignee == "" && i.Link.AgreedAssignee != "" // who was assigned there by hand stays
	if err := l.store.Tell(ctx, t, i.Fields); err != nil {
		return err
	}
	if issue.Dropped, err = l.tracker.Update(ctx, issue.ID, fields); err != nil {
		return delayed(err, now)
	}
	return l.finish(ctx, now, t, i, issue)
}

// create makes the issue, once: that it may exist is noted before the tracker is asked, and after an answer that never came it
// is looked for by its label until search must have seen it.
func (l *links) create(ctx context.Context, now time.Time, t store.Task, i store.Issue) error {
	if i.Fields.Project == "" {
		return errors.New("no Jira project: give the team one on its page, or set DEBRIEF_JIRA_PROJECT")
	}
	if started := i.Link.CreateStartedAt; started != nil {
		found, err := l.tracker.FindByLabel(ctx, "", i.Item.Label()) // in all projects: it may have been moved since
		if err != nil {
			return delayed(err, now)
		}
		if len(found) > 0 {
			return l.follow(ctx, now, t, found[0])
		}
		if sure := started.Add(searchLag); now.Before(sure) {
			at := now.Add(models.Backoff(t.Attempts))
			if at.After(sure) {
				at = sure
			}
			return &Later{At: at, Why: "Jira did not say whether it made the issue; looking for it again"}
		}
	}
	if !i.Item.State.Open() {
		return l.store.Finish(ctx, store.LinkQueue, t, nil) // over before the tracker heard of it
	}
	if err := l.store.StartCreate(ctx, t, now); err != nil {
		return err
	}
	issue, err := l.tracker.Create(ctx, l.fields(i))
	if refused, ok := errors.AsType[*jira.Error](err); ok && !refused.MaybeApplied() {
		if err := l.store.StartCreate(ctx, t, time.Time{}); err != nil {
			return err
		}
	}
	if err != nil {
		return delayed(err, now)
	}
	// The answer to a create names the issue only; this is how a new one is. It is kept before anything else is asked: what
	// fails from here on is an update.
	issue.Category, issue.DueOn = jira.CategoryNew, i.Fields.DueOn.String()
	if _, err := l.store.Pull(ctx, now, t, remote(issue)); err != nil {
		return err
	}
	return l.finish(ctx, now, t, i, issue)
}

// finish tells the tracker what is no field, once the issue's fields are those of i, and records what was agreed: what was
// told, not what the tracker shows by now. What was changed there meanwhile is so found at the next look.
func (l *links) finish(ctx context.Context, now time.Time, t store.Task, i store.Issue, issue jira.Issue) error {
	if i.Fields.Reason != "" {
		if err := l.commentOnce(ctx, issue.ID, "Rejected in Debrief: "+i.Fields.Reason); err != nil {
			return delayed(err, now)
		}
	}
	agreed := remote(issue)
	if agreed.Category != i.Fields.Category {
		if err := l.tracker.Transition(ctx, issue.ID, jira.Category(i.Fields.Category)); err != nil {
			return delayed(err, now)
		}
	}
	if err := l.tracker.RemoteLink(ctx, issue.ID, i.Item.Label(), i.URL, "Debrief "+i.Item.Ref()); err != nil {
		return delayed(err, now)
	}
	after, err := l.tracker.Get(ctx, issue.ID) // for the status in the tracker's words
	if err != nil {
		return delayed(err, now)
	}
	agreed.Key, agreed.URL, agreed.Status, agreed.Category = after.Key, after.URL, after.Status, i.Fields.Category
	if !slices.Contains(issue.Dropped, "duedate") {
		agreed.DueOn = i.Fields.DueOn
	}
	return l.store.Agree(ctx, now, t, i.Fields, agreed, issue.Dropped, nextPoll(now, i.Item))
}

// commentOnce looks first: a try before this one may have commented without coming to its end.
func (l *links) commentOnce(ctx context.Context, id, body string) error {
	if told, err := l.tracker.HasComment(ctx, id, body); err != nil || told {
		return err
	}
	return l.tracker.Comment(ctx, id, body)
}

func (l *links) fields(i store.Issue) jira.Fields {
	f := i.Fields
	return jira.Fields{Project: f.Project, IssueType: l.issueType, Summary: f.Summary, Description: f.Description,
		Priority: priorities[f.Priority], DueOn: f.DueOn.String(), AssigneeAccountID: f.Assignee, Labels: f.Labels}
}

func remote(i jira.Issue) models.Remote {
	due, err := models.ParseDate(i.DueOn)
	if err != nil { // none, or none that we know
		due = models.Date{}
	}
	wontDo := i.Category == jira.CategoryDone && (givesUp(i.Resolution) || givesUp(i.Status))
	return models.Remote{ID: i.ID, Key: i.Key, URL: i.URL, Status: i.Status, Category: models.Category(i.Category), WontDo: wontDo, DueOn: due}
}

// givesUp recognises the usual names of statuses and resolutions in which nothing was done.
func givesUp(name string) bool {
	name = strings.ReplaceAll(strings.ToLower(name), "’", "'")
	return slices.ContainsFunc([]string{"won't", "wont ", "wontfix", "will not", "cancel", "declin", "reject", "duplicate", "obsolete", "abandon",
		"invalid", "cannot reproduce"}, func(word string) bool { return strings.Contains(name+" ", word) })
}

func nextPoll(now time.Time, a models.ActionItem) time.Time {
	if a.State.Open() {
		return now.Add(pollOpen)
	}
	return now.Add(pollClosed)
}

// delayed keeps to the wait that Jira asks for.
func delayed(err error, now time.Time) error {
	if e, ok := errors.AsType[*jira.Error](err); ok && e.RetryAfter > 0 {
		return &Later{At: now.Add(e.RetryAfter), Why: e.Error()}
	}
	return fmt.Errorf("reach Jira: %w", err)
}
