package models

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
)

// ItemState is where an action item stands.
type ItemState string

// The states of an action item: proposed → committed → in_progress → done, or rejected with a reason.
const (
	Proposed   ItemState = "proposed"
	Committed  ItemState = "committed"
	InProgress ItemState = "in_progress"
	Done       ItemState = "done"
	Rejected   ItemState = "rejected"
)

// ItemStates lists them in order.
var ItemStates = []ItemState{Proposed, Committed, InProgress, Done, Rejected}

// Valid reports whether the state is one of ItemStates.
func (s ItemState) Valid() bool { return slices.Contains(ItemStates, s) }

// Open reports whether the work was agreed and is not finished.
func (s ItemState) Open() bool { return s == Committed || s == InProgress }

// ItemKind says what an action item improves.
type ItemKind string

// The kinds of action items (guide, "Follow-Up Actions").
const (
	Prevent  ItemKind = "prevent"
	Detect   ItemKind = "detect"
	Mitigate ItemKind = "mitigate"
	Process  ItemKind = "process"
)

// ItemKinds lists them.
var ItemKinds = []ItemKind{Prevent, Detect, Mitigate, Process}

// Limits of snoozing.
const (
	MaxSnoozes    = 2
	MaxSnoozeDays = 14
)

// maxItemTitle is how many characters an item's title may have: Jira's limit for a summary.
const maxItemTitle = 255

// maxDoneWhen is how many characters the sentence may have that tells when an item is finished.
const maxDoneWhen = 1000

// maxLabels keeps an item's own labels to a handful.
const maxLabels = 20

// ActionItem is one agreed piece of follow-up work.
type ActionItem struct {
	ID          int64     `json:"id"`
	ULID        string    `json:"ulid" gorm:"column:ulid" doc:"Its name outside the house: the Jira label is debrief-ULID"`
	ReviewID    int64     `json:"review_id"`
	Title       string    `json:"title"`
	FirstTitle  string    `json:"-"` // before it was retitled: a document may list it by that
	Description string    `json:"description,omitempty"`
	DoneWhen    string    `json:"done_when,omitempty" doc:"The sentence that tells when it is finished"`
	Kind        ItemKind  `json:"kind,omitempty" enum:"prevent,detect,mitigate,process"`
	Priority    Priority  `json:"priority,omitempty" enum:"P0,P1,P2,P3"`
	State       ItemState `json:"state" enum:"proposed,committed,in_progress,done,rejected"`
	OwnerID     *int64    `json:"owner_id,omitempty"`
	TeamID      *int64    `json:"team_id,omitempty"`
	Labels      []string  `json:"labels" gorm:"serializer:json" doc:"Its own labels; the incident's are added in Jira"`
	Scope       Scope     `json:"scope" gorm:"embedded;embeddedPrefix:scope_"`

	DueOn      Date       `json:"due_on" format:"date"`
	FirstDueOn Date       `json:"first_due_on" format:"date" doc:"The due date that it was committed with; on time is counted against it"`
	Slips      int        `json:"slips" doc:"How often the due date moved to a later day"`
	SlipAsked  bool       `json:"slip_asked" doc:"The due date moved later in Jira, and the next digest asks why"`
	ClosedAt   *time.Time `json:"closed_at,omitempty"`

	CommittedAt       *time.Time `json:"committed_at,omitempty"`
	CommittedByID     *int64     `json:"committed_by_id,omitempty"`
	CommittedOn       Date       `json:"committed_on" format:"date" doc:"The local day of the commitment; reports count by it"`
	ClosedOn          Date       `json:"closed_on" format:"date" doc:"The local day on which it was done or rejected"`
	RejectedReason    string     `json:"rejected_reason,omitempty"`
	RejectionProposed string     `json:"rejection_proposed,omitempty" doc:"Jira says it won't be done; the review's owner agrees or not"`
	Reopened          int        `json:"reopened" doc:"How often it was reopened after it was done"`
	Snoozes           int        `json:"snoozes"`
	SnoozedUntil      Date       `json:"snoozed_until" format:"date"`
	LadderFrom        Date       `json:"-"` // reminders up to this day belong to an earlier due date
	Historic          bool       `json:"historic" doc:"Imported history: never nudged, never late"`

	DesiredHash string     `json:"-"`
	NudgeOn     *time.Time `json:"nudge_on,omitempty" doc:"When it is looked at next for a reminder"`
	Queue       `json:"-" gorm:"embedded"`

	Link            *Link  `json:"link,omitempty" gorm:"-"`
	EffectiveTeamID *int64 `json:"effective_team_id,omitempty" gorm:"-" doc:"Its team, else its incident's: what lists and reports go by"`

	Version   int64     `json:"version"`
	CreatedAt time.Time `json:"created_at"`
	UpdatedAt time.Time `json:"updated_at"`
}

// Ref returns the name that people use, such as AI-42.
func (a ActionItem) Ref() string { return fmt.Sprintf("AI-%d", a.ID) }

// Label returns the label by which the item's issue is found in the tracker.
func (a ActionItem) Label() string { return "debrief-" + strings.ToLower(a.ULID) }

var labelPattern = regexp.MustCompile(`^[^\s"\\]{1,100}$`) // Jira allows no white space in labels

// Validate trims the fields and returns an Invalid error for those that cannot be stored.
func (a *ActionItem) Validate() error {
	var c Check
	a.Title = c.Required("title", a.Title, maxItemTitle)
	a.Description = c.Text("description", strings.TrimSpace(a.Description), MaxNote)
	a.DoneWhen = c.Text("done_when", strings.TrimSpace(a.DoneWhen), maxDoneWhen)
	if a.Kind != "" && !slices.Contains(ItemKinds, a.Kind) {
		c.Fail("kind", "must be prevent, detect, mitigate or process")
	}
	if a.Priority != "" && !a.Priority.Valid() {
		c.Fail("priority", "must be P0, P1, P2 or P3")
	}
	if a.State.Open() { // what was agreed stays agreed
		for field, empty := range map[string]bool{"kind": a.Kind == "", "priority": a.Priority == "", "done_when": a.DoneWhen == "",
			"owner_id": a.OwnerID == nil && a.TeamID == nil} {
			if empty {
				c.Fail(field, "must stay: %s is agreed work", a.Ref())
			}
		}
	}
	if len(a.Labels) > maxLabels {
		c.Fail("labels", "must be at most %d", maxLabels)
	}
	for _, l := range a.Labels {
		if !labelPattern.MatchString(l) {
			c.Fail("labels", "%q must have no white space, quotes or backslashes, and at most 100 characters", l)
		}
	}
	slices.Sort(a.Labels)
	a.Labels = slices.Compact(a.Labels)
	return c.Err()
}

// Commitment is what committing an item decides beside what the item says already.
type Commitment struct {
	DueOn  Date   // zero: the policy's default
	Reason string // why it is due later than that; needed then
	Scope  Scope
	Found  []Finding // what the check of the title found, where the scope does not pass
}

// Commit turns a proposal into agreed work. It asks for an owner or a team, a due date (the policy's default where
// there is one; a later one wants a reason, as a slip does), a priority, a kind, a done_when sentence, and a scope that passes.
func (a *ActionItem) Commit(now time.Time, by Actor, in Commitment, policy Policy, resolved time.Time, w Workdays) error {
	if a.State != Proposed {
		return Conflictf("%s is %s already", a.Ref(), a.State)
	}
	today := w.DateOf(now)
	scope, err := in.Scope.overridden(by)
	if err != nil {
		return err
	}
	due, latest := in.DueOn, policy.ItemDue(resolved, now, a.Priority, w)
	lacksDay := "set a due date: this priority has no default"
	if a.Priority == "" {
		lacksDay = "set a due date, unless the priority has a default"
	}
	switch {
	case !due.IsZero() || a.DueOn.IsZero():
	case a.DueOn.Before(today):
		lacksDay = "set a due date: the one that it was proposed with has passed"
	default:
		due = a.DueOn
	}
	if due.IsZero() {
		due = latest
	}
	var missing []string
	for _, need := range []struct {
		lacks bool
		text  string
	}{
		{a.OwnerID == nil && a.TeamID == nil, "name an owner or a team"},
		{a.Priority == "", "choose a priority"},
		{a.Kind == "", "choose a kind: prevent, detect, mitigate or process"},
		{a.DoneWhen == "", "say when it is done"},
		{due.IsZero(), lacksDay},
	} {
		if need.lacks {
			missing = append(missing, need.text)
		}
	}
	missing = append(missing, scope.missing(in.Found)...)
	if len(missing) > 0 {
		return &Error{Kind: Conflict, Message: a.Ref() + " cannot be committed yet", Missing: missing}
	}
	var c Check
	if due.Before(today) {
		c.Fail("due_on", "lies in the past")
	}
	c.Day("due_on", due)
	if reason := c.Text("reason", strings.TrimSpace(in.Reason), MaxNote); reason == "" && !latest.IsZero() && due.After(latest) {
		c.Fail("reason", "is missing: say why it is due on %s and not by %s, as the policy has it for %s", due, latest, a.Priority)
	}
	if err := c.Err(); err != nil {
		return err
	}
	a.State, a.Scope = Committed, scope
	a.Historic = false // agreed now, whatever it was proposed in
	a.DueOn, a.FirstDueOn = due, due
	a.CommittedAt, a.CommittedByID, a.CommittedOn, a.LadderFrom = &now, by.ID(), today, today
	return nil
}

// Retitle judges the title of agreed work again, as when it was committed: what could not be committed cannot become agreed work
// by another title. An override stands for the title that it was given for.
func (a *ActionItem) Retitle(by Actor, was string, scope Scope, found []Finding) error {
	if a.Title == was {
		return nil
	}
	if a.FirstTitle == "" {
		a.FirstTitle = was
	}
	if !a.State.Open() {
		return nil
	}
	scope, err := scope.overridden(by)
	if err != nil {
		return err
	}
	if missing := scope.missing(found); len(missing) > 0 {
		return &Error{Kind: Conflict, Message: a.Ref() + " is agreed work, which cannot have this title", Missing: missing}
	}
	a.Scope = scope
	return nil
}

// Start records that work has begun.
func (a *ActionItem) Start() error {
	if a.State != Committed {
		return Conflictf("%s is %s; only a committed item can be started", a.Ref(), a.State)
	}
	a.State = InProgress
	return nil
}

// Complete records that the work is done, on that local day.
func (a *ActionItem) Complete(now time.Time, today Date) error {
	if !a.State.Open() {
		return Conflictf("%s is %s; only agreed work can be done", a.Ref(), a.State)
	}
	a.State, a.ClosedAt, a.ClosedOn = Done, &now, today
	a.RejectionProposed, a.SnoozedUntil, a.SlipAsked = "", Date{}, false
	return nil
}

// Reopen makes a done or rejected item work again; one that was never committed becomes a proposal again.
func (a *ActionItem) Reopen(today Date, reason string) error {
	if a.State != Done && a.State != Rejected {
		return Conflictf("%s is %s; there is nothing to reopen", a.Ref(), a.State)
	}
	var c Check
	c.Reason("reason", reason)
	if err := c.Err(); err != nil {
		return err
	}
	if a.State == Done {
		a.Reopened++
	}
	a.State = InProgress
	if a.CommittedAt == nil {
		a.State = Proposed
	}
	a.ClosedAt, a.ClosedOn, a.RejectedReason, a.LadderFrom = nil, Date{}, "", today
	return nil
}

// Reject decides that the work won't be done; the reason is kept.
func (a *ActionItem) Reject(now time.Time, today Date, reason string) error {
	if a.State == Done || a.State == Rejected {
		return Conflictf("%s is %s already", a.Ref(), a.State)
	}
	var c Check
	reason = c.Reason("reason", reason)
	if err := c.Err(); err != nil {
		return err
	}
	a.State, a.RejectedReason, a.ClosedAt, a.ClosedOn = Rejected, reason, &now, today
	a.RejectionProposed, a.SnoozedUntil, a.SlipAsked = "", Date{}, false
	return nil
}

// KeepOn declines a rejection that the tracker proposed: the work goes on.
func (a *ActionItem) KeepOn(today Date) error {
	if a.RejectionProposed == "" {
		return Conflictf("nobody proposed to reject %s", a.Ref())
	}
	a.RejectionProposed, a.LadderFrom = "", today
	return nil
}

// ExplainSlip answers why the due date moved in the tracker.
func (a *ActionItem) ExplainSlip(reason string) error {
	if !a.SlipAsked {
		return Conflictf("nothing about %s is to be explained", a.Ref())
	}
	var c Check
	c.Reason("reason", reason)
	if err := c.Err(); err != nil {
		return err
	}
	a.SlipAsked = false
	return nil
}

// MoveDue sets another due date. A later one counts as a slip and asks for a reason.
func (a *ActionItem) MoveDue(today, to Date, reason string) error {
	if !a.State.Open() {
		return Conflictf("%s is %s; only open work has a due date to move", a.Ref(), a.State)
	}
	var c Check
	if to.IsZero() {
		c.Fail("due_on", "is missing")
	}
	c.Day("due_on", to)
	if later := to.After(a.DueOn); later {
		c.Reason("reason", reason)
	}
	if err := c.Err(); err != nil {
		return err
	}
	if to == a.DueOn {
		return nil
	}
	if to.After(a.DueOn) {
		a.Slips++
	}
	a.DueOn, a.LadderFrom, a.SlipAsked = to, today, false
	return nil
}

// FollowPolicy moves the due date of an open item that is still the one that the policy gave it, after the incident's
// severity or the time of its resolution (nil for none) changed. It is no slip. Where the new date is earlier, the owner has
// MinCommitDays business days of notice from now. It reports whether the date moved.
func (a *ActionItem) FollowPolicy(was, is Policy, resolvedBefore, resolved *time.Time, now time.Time, w Workdays) bool {
	if !a.State.Open() || a.CommittedAt == nil {
		return false
	}
	due := func(p Policy, at *time.Time) Date {
		if at == nil { // as when it was committed
			at = a.CommittedAt
		}
		return p.ItemDue(*at, *a.CommittedAt, a.Priority, w)
	}
	today := w.DateOf(now)
	from, to := due(was, resolvedBefore), due(is, resolved)
	if to.Before(from) {
		if to = LaterDate(to, w.AddBusinessDays(today, MinCommitDays)); to.After(from) {
			to = from
		}
	}
	given := a.DueOn // may be a day off, from when defaults did not keep off them
	if w.OnOrAfter(given) != from || to.IsZero() || to == from {
		return false
	}
	if a.FirstDueOn == given {
		a.FirstDueOn = to
	}
	a.DueOn, a.LadderFrom = to, today
	return true
}

// Snooze silences reminders until a day at most MaxSnoozeDays away; MaxSnoozes times in an item's life.
func (a *ActionItem) Snooze(today, until Date, reason string) error {
	if !a.State.Open() {
		return Conflictf("%s is %s; it sends no reminders", a.Ref(), a.State)
	}
	if a.Snoozes >= MaxSnoozes {
		return Conflictf("%s was snoozed %d times already; move its due date or reject it", a.Ref(), a.Snoozes)
	}
	var c Check
	c.Reason("reason", reason)
	if !until.After(today) || today.DaysUntil(until) > MaxSnoozeDays {
		c.Fail("until", "must be 1 to %d days from today", MaxSnoozeDays)
	}
	if err := c.Err(); err != nil {
		return err
	}
	a.SnoozedUntil = until
	a.Snoozes++
	return nil
}

// Disown says “not mine”: the item has no owner again, and the review's owner and the team's lead are asked to name one.
func (a *ActionItem) Disown(today Date, reason string) error {
	if a.OwnerID == nil || a.State == Done || a.State == Rejected {
		return Conflictf("%s has no owner that is asked for anything", a.Ref())
	}
	var c Check
	c.Reason("reason", reason)
	if err := c.Err(); err != nil {
		return err
	}
	a.OwnerID, a.LadderFrom = nil, today
	return nil
}

// Overdue reports whether the item is open past its due date; imported history never is.
func (a ActionItem) Overdue(today Date) bool {
	return a.State.Open() && !a.Historic && !a.DueOn.IsZero() && today.After(a.DueOn)
}
