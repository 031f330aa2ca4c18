package models

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// ReviewState is where a review stands (process.md, "Status Descriptions").
type ReviewState string

// The states of a review: draft → in_review → reviewed → closed, or waived with a reason.
const (
	Draft    ReviewState = "draft"
	InReview ReviewState = "in_review"
	Reviewed ReviewState = "reviewed"
	Closed   ReviewState = "closed"
	Waived   ReviewState = "waived"
)

// ReviewStates lists them in order.
var ReviewStates = []ReviewState{Draft, InReview, Reviewed, Closed, Waived}

// Valid reports whether the state is one of ReviewStates.
func (s ReviewState) Valid() bool { return slices.Contains(ReviewStates, s) }

// Review is our follow-up of one incident.
type Review struct {
	ID                 int64       `json:"id"`
	IncidentID         int64       `json:"incident_id"`
	OwnerID            *int64      `json:"owner_id,omitempty" doc:"Schedules the meeting and writes the document"`
	FacilitatorID      *int64      `json:"facilitator_id,omitempty" doc:"Runs the meeting; took no active part in the incident"`
	State              ReviewState `json:"state" enum:"draft,in_review,reviewed,closed,waived"`
	Restricted         bool        `json:"restricted" doc:"Seen only by its owner, facilitator, attendees, readers and administrators"`
	Historic           bool        `json:"historic" doc:"Imported history: never nudged, never late"`
	DueOn              Date        `json:"due_on" format:"date" doc:"Last day for the meeting; empty until the incident is resolved"`
	TemplateID         int64       `json:"template_id" doc:"The checklist that it started with"`
	DocumentNumber     int         `json:"document_number" doc:"The current version of the document; 0 for none"`
	DocumentURL        string      `json:"document_url,omitempty" doc:"Where the document is, if elsewhere"`
	WaivedReason       string      `json:"waived_reason,omitempty"`
	SubmittedAt        *time.Time  `json:"submitted_at,omitempty"`
	ReviewedAt         *time.Time  `json:"reviewed_at,omitempty"`
	ClosedAt           *time.Time  `json:"closed_at,omitempty"`
	DocumentTemplateID *int64      `json:"-"` // what its document starts from; nil for Debrief's own
	ImportedHash       *string     `json:"-"` // of the text that it was imported from; nil for one that was not
	ReaderIDs          []int64     `json:"reader_ids" gorm:"-" doc:"Who else may see it while it is restricted"`

	NudgeOn *time.Time `json:"nudge_on,omitempty" doc:"When it is looked at next for a reminder"`
	Queue   `json:"-" gorm:"embedded"`

	Version   int64     `json:"version"`
	CreatedAt time.Time `json:"created_at"`
	UpdatedAt time.Time `json:"updated_at"`

	Excerpt string `json:"excerpt,omitempty" gorm:"-" doc:"In a list that was searched: the place of the document with words that are not in the title, as plain text"`
}

// Ref returns the name that people use, such as PM-17.
func (r Review) Ref() string { return fmt.Sprintf("PM-%d", r.ID) }

// ReviewFacts is what a review's rules look at beside the review itself.
type ReviewFacts struct {
	Incident  Incident
	Meeting   *Meeting // the scheduled or held one, else the latest; nil for none
	Questions []Question
	Outcomes  []Outcome // the final ones
	Items     []ActionItem
	External  *Message
}

// Validate trims the fields and returns an Invalid error for those that cannot be stored.
func (r *Review) Validate(f ReviewFacts) error {
	var c Check
	r.DocumentURL = c.URL("document_url", r.DocumentURL)
	if r.FacilitatorID != nil && f.Incident.TookPart(*r.FacilitatorID) {
		c.Fail("facilitator_id", "took an active part in the incident; choose somebody who did not")
	}
	if r.FacilitatorID != nil && r.OwnerID != nil && *r.FacilitatorID == *r.OwnerID {
		c.Fail("facilitator_id", "is the review's owner, who speaks for the document; choose somebody else")
	}
	slices.Sort(r.ReaderIDs)
	r.ReaderIDs = slices.Compact(r.ReaderIDs)
	return c.Err()
}

// Todo is one thing that has to come before a review goes on, or that the guide wants as well.
type Todo struct {
	Text   string
	Of     string // where it is done: document, meeting, people, question, message or item
	ID     int64  // of the question or the item
	Advice bool   // the review can go on without it
}

// Todos returns what has to come before the review can go on to its next state, and what the guide wants by then.
func (r Review) Todos(f ReviewFacts) (list []Todo) {
	add := func(of string, id int64, text string) { list = append(list, Todo{Text: text, Of: of, ID: id}) }
	lead := func() {
		if r.FacilitatorID == nil && !r.Historic && (f.Meeting == nil || f.Meeting.State != Held) {
			list = append(list, Todo{Text: "name a facilitator, who took no active part in the incident", Of: "people", Advice: true})
		}
	}
	switch r.State {
	case Draft:
		if !r.hasDocument() {
			add("document", 0, "write the document, or give its address")
		}
		if f.Meeting == nil || (f.Meeting.State != Scheduled && f.Meeting.State != Held) {
			add("meeting", 0, "schedule the meeting")
		}
		lead()
	case InReview:
		if f.Meeting == nil || f.Meeting.State != Held {
			add("meeting", 0, "record that the meeting was held")
		}
		lead()
		for _, q := range f.OpenQuestions() {
			if slices.ContainsFunc(f.Outcomes, func(o Outcome) bool { return o.QuestionID == q.ID }) {
				add("question", q.ID, "mend what needs work of “"+q.Text+"” and record its outcome again, or let a facilitator waive it")
				continue
			}
			add("question", q.ID, "settle the question “"+q.Text+"”")
		}
	case Reviewed:
		switch {
		case f.External == nil || f.External.State == Posted:
		case f.External.State == Approved:
			add("message", 0, "post the external message: it is approved")
		default:
			add("message", 0, "approve and post the external message")
		}
		for _, item := range f.Items {
			if item.State == Proposed {
				add("item", item.ID, "commit or reject "+item.Ref())
			}
		}
	}
	return list
}

// arrivals are what is done to a review that gets to a state.
var arrivals = map[ReviewState]string{InReview: "submitted", Reviewed: "marked as reviewed", Closed: "closed", Waived: "waived"}

// transition refuses unless the state is one of from, and nothing is to be done first.
func (r *Review) transition(to ReviewState, from []ReviewState, todos []Todo) error {
	if !slices.Contains(from, r.State) {
		return Conflictf("%s is %s, so it cannot be %s", r.Ref(), strings.ReplaceAll(string(r.State), "_", " "), arrivals[to])
	}
	refused := &Error{Kind: Conflict, Message: fmt.Sprintf("%s cannot be %s yet", r.Ref(), arrivals[to])}
	for _, t := range todos {
		if !t.Advice {
			refused.Missing = append(refused.Missing, t.Text)
		}
	}
	if len(refused.Missing) > 0 {
		return refused
	}
	r.State = to
	return nil
}

// Submit moves a draft into review. There has to be a document and a meeting.
func (r *Review) Submit(now time.Time, f ReviewFacts) error {
	if err := r.transition(InReview, []ReviewState{Draft}, r.Todos(f)); err != nil {
		return err
	}
	r.SubmittedAt = &now
	return nil
}

// Complete records that the review is agreed. The meeting was held, and every blocking question has an outcome
// that is not needs_work, or a waiver with a reason.
func (r *Review) Complete(now time.Time, f ReviewFacts) error {
	if err := r.transition(Reviewed, []ReviewState{InReview}, r.Todos(f)); err != nil {
		return err
	}
	r.ReviewedAt = &now
	return nil
}

// Close ends the review. An external message, where there is one, is posted; no action item is still proposed.
// Action items outlive the review.
func (r *Review) Close(now time.Time, f ReviewFacts) error {
	if err := r.transition(Closed, []ReviewState{Reviewed}, r.Todos(f)); err != nil {
		return err
	}
	r.ClosedAt = &now
	return nil
}

// Waive decides that the incident gets no review; the reason is kept. A meeting that is scheduled has to be called off first.
func (r *Review) Waive(now time.Time, by Actor, reason string, f ReviewFacts) error {
	if err := by.Need(Facilitator); err != nil {
		return err
	}
	var c Check
	reason = c.Reason("reason", reason)
	if err := c.Err(); err != nil {
		return err
	}
	var todos []Todo
	if f.Meeting != nil && f.Meeting.State == Scheduled {
		todos = append(todos, Todo{Text: "call the meeting off", Of: "meeting"})
	}
	if err := r.transition(Waived, []ReviewState{Draft, InReview}, todos); err != nil {
		return err
	}
	r.WaivedReason, r.ClosedAt = reason, &now
	return nil
}

// Back returns the state that Reopen leads to, and "" for a draft.
func (r Review) Back() ReviewState {
	return map[ReviewState]ReviewState{InReview: Draft, Reviewed: InReview, Closed: InReview, Waived: Draft}[r.State]
}

// Reopen takes a review back to work: in_review → draft, reviewed and closed → in_review, waived → draft.
func (r *Review) Reopen(by Actor, reason string) error {
	if err := by.Need(Facilitator); err != nil {
		return err
	}
	var c Check
	c.Reason("reason", reason)
	if err := c.Err(); err != nil {
		return err
	}
	to := r.Back()
	if to == "" {
		return Conflictf("%s is a draft already", r.Ref())
	}
	r.State, r.ReviewedAt, r.ClosedAt, r.WaivedReason = to, nil, nil, ""
	if to == Draft {
		r.SubmittedAt = nil
	}
	return nil
}

// Decides returns a Forbidden error unless the actor may agree to a rejection that the tracker proposed, or decline it: the
// review's owner, or a facilitator.
func (r Review) Decides(by Actor) error {
	if r.OwnerID != nil && *r.OwnerID == by.PersonID && by.Role.AtLeast(Member) {
		return nil
	}
	return by.Need(Facilitator)
}

// Open reports whether there is still something to do before the review is agreed.
func (r Review) Open() bool { return r.State == Draft || r.State == InReview }

// Editable returns a Conflict error for a review that is over.
func (r Review) Editable() error {
	if r.State == Closed || r.State == Waived {
		return Conflictf("%s is %s; reopen it to change it", r.Ref(), r.State)
	}
	return nil
}

func (r Review) hasDocument() bool {
	return r.DocumentNumber > 0 || strings.TrimSpace(r.DocumentURL) != ""
}

// MeetingLate reports whether the day is past the review's deadline while it has not met.
func (r Review) MeetingLate(today Date, m *Meeting) bool {
	met := m != nil && m.State == Held
	return r.Open() && !r.Historic && !met && !r.DueOn.IsZero() && today.After(r.DueOn)
}

// OpenQuestions returns the blocking questions without an outcome that lets the review pass.
func (f ReviewFacts) OpenQuestions() []Question {
	var open []Question
	for _, q := range f.Questions {
		if !q.Blocking {
			continue
		}
		settled := slices.ContainsFunc(f.Outcomes, func(o Outcome) bool { return o.QuestionID == q.ID && o.Settles() })
		if !settled {
			open = append(open, q)
		}
	}
	return open
}
