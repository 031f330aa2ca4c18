package models

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Rung is why a nudge is due: a step of the ladder.
type Rung string

// The rungs of the ladders, for items and for reviews.
const (
	RungBefore     Rung = "before_due"
	RungDue        Rung = "due"
	RungBreach     Rung = "breach"  // the business day after the due date: the manager joins
	RungOverdue    Rung = "overdue" // every RepeatDays after that, until it closes
	RungSnoozeOver Rung = "snooze_over"
	RungUnowned    Rung = "unowned"
	RungSlip       Rung = "slip"      // the due date moved later in the tracker: why?
	RungRejection  Rung = "rejection" // the tracker says it won't be done: agreed?

	RungNoOwner     Rung = "review_unowned"
	RungNoMeeting   Rung = "no_meeting"
	RungMeetingLate Rung = "meeting_late"
	RungNoDocument  Rung = "no_document"
	RungNotRecorded Rung = "not_recorded"
	RungChecklist   Rung = "checklist"
	RungNotClosed   Rung = "not_closed"

	RungReady Rung = "ready" // what RungChecklist becomes in a letter once nothing is missing; no nudge is of it

	RungHandover Rung = "handover" // no step of a ladder: somebody else made it the person's
	RungComment  Rung = "comment"  // nor this: somebody else commented on the person's review, or replied where the person wrote
)

// Capacity is in which part of theirs a person is nudged.
type Capacity string

// The capacities.
const (
	AsOwner       Capacity = "owner"
	AsReviewOwner Capacity = "review_owner"
	AsFacilitator Capacity = "facilitator"
	AsCommenter   Capacity = "commenter" // who wrote a comment, or replied to it
	AsManager     Capacity = "manager"
	AsLead        Capacity = "lead"
	AsBoard       Capacity = "board"
)

// Step is one rung on its day.
type Step struct {
	On   Date
	Rung Rung
}

// Key names the step in the ledger: one person hears of one step of one subject once.
func (s Step) Key() string { return string(s.Rung) + "@" + s.On.String() }

// Nudge is one reminder about one subject to one person: a row of the ledger.
type Nudge struct {
	ID        int64     `json:"id"`
	DigestID  int64     `json:"digest_id"`
	Subject   Subject   `json:"subject"`
	SubjectID int64     `json:"subject_id"`
	PersonID  int64     `json:"person_id" doc:"Who is told"`
	Rung      Rung      `json:"rung"`
	StepKey   string    `json:"-"`
	Capacity  Capacity  `json:"capacity"`
	CoversID  *int64    `json:"covers_id,omitempty" doc:"Who is away and covered by this person"`
	ByID      *int64    `json:"by_id,omitempty" doc:"Of a handover, whose it was to make; of a comment, who wrote it"`
	Dropped   string    `json:"dropped,omitempty" doc:"Why it was not told after all"`
	CreatedAt time.Time `json:"created_at"`
}

// Digest is the one message that a person gets on a local day: its row is made before it is sent, its Message-ID never
// changes, so a mail that is sent twice is one mail to the reader.
type Digest struct {
	ID        int64      `json:"id"`
	PersonID  int64      `json:"person_id"`
	Day       Date       `json:"day" format:"date"`
	MessageID string     `json:"message_id"`
	StartedAt *time.Time `json:"-"` // from here on it may have been sent
	SentAt    *time.Time `json:"sent_at,omitempty"`
	Via       Via        `json:"via,omitempty" enum:"mail,slack" doc:"How it went, or may have gone"`
	Note      string     `json:"note,omitempty" doc:"Why it went another way than its reader chose"`
	Empty     bool       `json:"empty" doc:"All of it was dealt with before it was sent, so nothing was"`
	Revision  int64      `json:"-"`
	DueAt     *time.Time `json:"due_at,omitempty"`
	Queue     `gorm:"embedded"`
	CreatedAt time.Time `json:"created_at"`
}

// ladder is a set of days on which somebody is reminded: some fixed ones, and one that repeats for ever.
type ladder struct {
	steps  []Step
	repeat *Step // first of a repeated step
	every  int   // days
}

// at returns the last step on or before the day and after from, and the first one after both.
func (l ladder) at(day, from Date) (current, next *Step) {
	steps := l.steps
	if l.repeat != nil {
		standing := max(0, l.repeat.On.DaysUntil(day)/l.every)
		coming := 0
		if after := l.repeat.On.DaysUntil(LaterDate(day, from)); after >= 0 {
			coming = after/l.every + 1
		}
		for _, k := range []int{standing, coming} {
			steps = append(steps, Step{l.repeat.On.AddDays(k * l.every), l.repeat.Rung})
		}
	}
	for _, s := range steps {
		switch {
		case !s.On.After(from):
		case s.On.After(day):
			next = earlier(next, &s)
		default:
			current = later(current, &s)
		}
	}
	return current, next
}

// Next answers when an open item is to be nudged: the step that stands on that day (nil for none yet), and the day of the
// one after it. Both are nil, never, for what is not open or is imported history.
func (a ActionItem) Next(day Date, p Policy, w Workdays) (current, next *Step) {
	if !a.State.Open() || a.Historic {
		return nil, nil
	}
	l := ladder{every: max(1, p.RepeatDays)}
	if a.RejectionProposed != "" {
		return l.weekly(day, a.LadderFrom, RungRejection, w)
	}
	for _, n := range p.NudgeBefore {
		l.steps = append(l.steps, Step{a.DueOn.AddDays(-n), RungBefore})
	}
	breach := w.NextBusinessDay(a.DueOn)
	if !breach.After(a.LadderFrom) { // reopened late, or moved to a day in the past: say so at once
		breach = w.NextBusinessDay(a.LadderFrom)
	}
	l.steps = append(l.steps, Step{a.DueOn, RungDue}, Step{breach, RungBreach})
	l.repeat = &Step{breach.AddDays(l.every), RungOverdue}
	from := a.LadderFrom
	if !a.SnoozedUntil.IsZero() && a.SnoozedUntil.After(from) {
		l.steps = append(l.steps, Step{a.SnoozedUntil, RungSnoozeOver})
		from = a.SnoozedUntil.AddDays(-1)
	}
	if a.SlipAsked {
		l.steps = append(l.steps, Step{w.NextBusinessDay(from), RungSlip})
	}
	current, next = l.at(day, from)
	if a.OwnerID == nil {
		uc, un := l.weekly(day, from, RungUnowned, w)
		current, next = later(current, uc), earlier(next, un)
	}
	return current, next
}

// weekly is the ladder of what is simply repeated: on the first business day after from, then every few days.
func (l ladder) weekly(day, from Date, rung Rung, w Workdays) (current, next *Step) {
	first := w.NextBusinessDay(from)
	return ladder{steps: []Step{{first, rung}}, repeat: &Step{first.AddDays(l.every), rung}, every: l.every}.at(day, from)
}

// later returns the later of two steps, b where both are on one day: the one further up the ladder.
func later(a, b *Step) *Step {
	if a == nil || b != nil && !b.On.Before(a.On) {
		return b
	}
	return a
}

// earlier returns the earlier of two steps, a where both are on one day.
func earlier(a, b *Step) *Step {
	if a == nil || b != nil && b.On.Before(a.On) {
		return b
	}
	return a
}

// Audience returns in which capacities people hear of an item on that day: its owner (or, without one, the review's
// owner and the team's lead), the manager from the breach on, the lead and the review board once it is EscalateDays overdue.
func (a ActionItem) Audience(day Date, p Policy, w Workdays) []Capacity {
	if a.RejectionProposed != "" {
		return []Capacity{AsReviewOwner}
	}
	list := []Capacity{AsOwner}
	if a.OwnerID == nil {
		list = []Capacity{AsReviewOwner, AsLead}
	}
	if !day.Before(w.NextBusinessDay(a.DueOn)) {
		list = append(list, AsManager)
	}
	if a.DueOn.DaysUntil(day) >= p.EscalateDays {
		list = append(list, AsLead, AsBoard)
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// Next answers when a review is to be nudged, as ActionItem.Next does. What it lacks first is what it is nudged for.
func (r Review) Next(day Date, p Policy, w Workdays, f ReviewFacts) (current, next *Step) {
	if r.Historic {
		return nil, nil
	}
	every := max(1, p.RepeatDays)
	weekly := func(from Date, rung Rung) (*Step, *Step) { return ladder{every: every}.weekly(day, from, rung, w) }
	m := f.Meeting
	created := w.DateOf(r.CreatedAt)
	switch {
	case r.State == Reviewed:
		return weekly(w.DateOf(*r.ReviewedAt), RungNotClosed)
	case !r.Open():
		return nil, nil
	case r.OwnerID == nil:
		return weekly(created, RungNoOwner)
	case m == nil || m.State == NotHeld || m.State == CalledOff:
		if r.DueOn.IsZero() {
			return weekly(created, RungNoMeeting)
		}
		opened, breach := w.NextBusinessDay(created), w.NextBusinessDay(r.DueOn)
		if opened.After(r.DueOn) { // opened too late to meet in time
			return weekly(created, RungMeetingLate)
		}
		l := ladder{every: every, repeat: &Step{breach.AddDays(every), RungMeetingLate}, steps: []Step{
			{opened, RungNoMeeting}, {w.BusinessDaysBefore(r.DueOn, 1), RungNoMeeting}, {r.DueOn, RungNoMeeting}, {breach, RungMeetingLate}}}
		return l.at(day, created)
	case m.State == Scheduled:
		missed := w.DateOf(m.End())
		current, next = weekly(missed, RungNotRecorded)
		if !r.hasDocument() {
			l := ladder{steps: []Step{{w.BusinessDaysBefore(w.DateOf(m.StartsAt), 1), RungNoDocument}}}
			dc, dn := l.at(day, created.AddDays(-1)) // on the day it was opened, too
			current, next = later(dc, current), earlier(dn, next)
		}
		return current, next
	default: // held
		return weekly(w.DateOf(m.End()), RungChecklist)
	}
}

// Audience returns in which capacities people hear of a review at that step.
func (r Review) Audience(s Step) []Capacity {
	switch s.Rung {
	case RungNoOwner:
		return []Capacity{AsLead}
	case RungMeetingLate:
		return []Capacity{AsReviewOwner, AsManager}
	case RungNotRecorded, RungChecklist:
		return []Capacity{AsFacilitator, AsReviewOwner}
	}
	return []Capacity{AsReviewOwner}
}

// With reports whether an item is with somebody who still has something to do about it; r is its review.
func (a ActionItem) With(person int64, r Review) bool {
	if a.OwnerID == nil || *a.OwnerID != person || a.Historic {
		return false
	}
	return a.State.Open() || a.State == Proposed && r.Editable() == nil
}

// Ongoing reports whether letters tell of what is new on the review.
func (r Review) Ongoing() bool { return !r.Historic && r.Editable() == nil }

// With reports whether an ongoing review is with somebody in that capacity; whoever has commented on it stays one who did.
func (r Review) With(person int64, c Capacity) bool {
	is := func(id *int64) bool { return id != nil && *id == person }
	return r.Ongoing() && (c == AsReviewOwner && is(r.OwnerID) || c == AsFacilitator && is(r.FacilitatorID) || c == AsCommenter)
}

// Says returns the sentence that a digest tells of a step.
func (s Step) Says(due Date, day Date) string {
	days := func(n int) string {
		if n == 1 {
			return "1 day"
		}
		return fmt.Sprintf("%d days", n)
	}
	switch s.Rung {
	case RungSlip:
		return "was moved to " + due.Long() + " in Jira: please say why"
	case RungRejection:
		return "was closed in Jira without being done: do you agree?"
	case RungUnowned, RungNoOwner:
		return "has no owner: please name one"
	case RungNoMeeting:
		if due.IsZero() {
			return "has no meeting yet: please schedule it"
		}
		return "has no meeting yet: it is due by " + due.Long()
	case RungMeetingLate:
		return "has no meeting, and was due by " + due.Long()
	case RungNoDocument:
		return "meets soon, and has no document yet"
	case RungNotRecorded:
		return "was to meet, and the time of its meeting is over: please record whether it was held, and who was there"
	case RungChecklist:
		return "was discussed: please settle the open questions of the checklist"
	case RungReady:
		return "was discussed, and nothing is missing: please mark it as reviewed"
	case RungNotClosed:
		return "is reviewed: please close it once proposals and messages are settled"
	}
	switch n := day.DaysUntil(due); {
	case n > 0:
		return "is due in " + days(n)
	case n == 0:
		return "is due today"
	default:
		return "is overdue by " + days(-n)
	}
}

// HandoverKey names in the ledger what one save of a subject put in somebody's hands.
func HandoverKey(c Capacity, version int64) string {
	return fmt.Sprintf("%s:%s@%d", RungHandover, c, version)
}

// CommentKey names a comment in the ledger.
func CommentKey(id int64) string { return fmt.Sprintf("%s@%d", RungComment, id) }

// CommentOf returns the id of the comment that a key names, 0 where it names none.
func CommentOf(key string) (id int64) {
	if digits, ok := strings.CutPrefix(key, string(RungComment)+"@"); ok {
		id, _ = strconv.ParseInt(digits, 10, 64)
	}
	return id
}

// SaysComments returns the sentence that a digest tells of new comments on a review, and of new replies to some; by are the names of
// who wrote them.
func SaysComments(comments, replies int, by []string) string {
	count := func(n int, one, more string) []string {
		switch n {
		case 0:
			return nil
		case 1:
			return []string{"a new " + one}
		}
		return []string{fmt.Sprintf("%d new %s", n, more)}
	}
	says := "has " + Enumerate(append(count(comments, "comment", "comments"), count(replies, "reply", "replies")...))
	if len(by) > 3 {
		by = append(slices.Clone(by[:2]), fmt.Sprintf("%d others", len(by)-2))
	}
	if len(by) > 0 {
		says += ", by " + Enumerate(by)
	}
	return says
}

// SaysHandover returns the sentence that a digest tells of what is new with somebody. due is what a step of its ladder says, if
// one is told of as well.
func SaysHandover(c Capacity, a *ActionItem, due string, day Date) string {
	yours := "is yours"
	switch {
	case c == AsReviewOwner:
		yours = "is yours to see through"
	case c == AsFacilitator:
		yours = "is yours to facilitate"
	case a.State == Proposed:
		return "is proposed as yours"
	case due == "" && !a.DueOn.IsZero():
		due = Step{}.Says(a.DueOn, day)
	}
	if due != "" {
		yours += " and " + due
	}
	return yours
}

// CoalesceFor is how long a digest waits for what else becomes due, so that a person gets one message and not two.
const CoalesceFor = 5 * time.Minute

// DigestDue returns the local day and the moment of the digest that tells a person of something known now: quiet hours,
// weekends, holidays and days whose digest has gone out already defer it, never drop it. sent tells which days those are.
func DigestDue(now time.Time, w Workdays, sent func(Date) bool) (Date, time.Time) {
	at := w.NextOpen(now)
	day := w.DateOf(at)
	for tries := 0; sent(day) && tries < maxFreeDays; tries++ {
		day = w.NextBusinessDay(day)
		at = w.Opens(day)
	}
	if at.Equal(now) || at.Sub(now) < CoalesceFor {
		at = now.Add(CoalesceFor)
	}
	return day, at
}
