package sample

import (
	"time"

	"debrief/models"
)

// story is one incident and what becomes of its review. Days count from the day of the resolution unless said otherwise.
type story struct {
	ago             int    // how many days before Today it began
	clock           string // when it began, in UTC
	detect, resolve int    // minutes after it began
	severity        models.Severity
	title, summary  string
	team            string
	services        []string
	crew            []duty

	owner, facilitator string
	scheduled          int    // the day on which the meeting is scheduled; 0 is the next
	meet               int    // the day of the meeting, moved off weekends
	missed             string // why it was not held the first time; it is held a week later
	moved              string // an hour to which it moved the day before, such as 14:00
	minutes            int
	absent             []string
	ending             ending
	closes             int    // days after the meeting
	waived             string // why there is no meeting
	readers            []string

	text    text
	remarks []remark
	answers []answer
	weak    answer // a question that needs work and is waived in the meeting
	items   []item
	health  map[string]string // of services, as the review found it
}

// duty is somebody's part in an incident.
type duty struct {
	name string
	part models.Part
}

// ending is how far a review gets until Today.
type ending int

const (
	toClosed ending = iota
	toReviewed
	toInReview // the meeting is in the coming days
	toDraft
	toWaived
)

// remark is a comment on the document; open ones wait for an answer still.
type remark struct {
	by, quote, body string
	replies         []reply
	open            bool
}

// reply is what somebody answers to a remark.
type reply struct{ by, body string }

// answer is what a reviewer says to a question before the meeting; waived is for the meeting's own.
type answer struct {
	by, question string
	verdict      models.Verdict
	note, waived string
}

// item is a piece of follow-up work, and what becomes of it.
type item struct {
	title, more, done string
	kind              models.ItemKind
	priority          models.Priority
	owner, team       string
	labels            []string
	dueAfter          int // days after the meeting; 0 is the policy's date
	dueToday          int // days after Today, negative before; goes before dueAfter
	override          string
	fate              fate
}

// fate is what becomes of an item after the meeting. The zero fate is open, untouched.
type fate struct {
	proposed bool // nobody has agreed to it yet
	started  int  // days after the commitment
	slips    []slip
	closed   bool
	late     int  // days after the due date that stands then, negative before
	jira     bool // it is started and closed there

	rejected      string
	rejectedAfter int // days after the commitment

	wontDo   bool   // closed in Jira without being done, some days ago
	movedTo  int    // days after Today to which it was moved in Jira
	disowned string // why it is not the owner's
	snoozed  string // why there are no reminders for some days
}

// slip is a due date that moved: by so many days, or to a day relative to Today, decided some days ahead of it.
type slip struct {
	ahead, by, toToday int
	why                string
}

// onTime is done so many days before it is due; inJira is that, closed in Jira.
func onTime(early int) fate { return fate{started: 3, closed: true, late: -early} }

func inJira(early int) fate { return fate{started: 2, closed: true, late: -early, jira: true} }

// postponed is done in time for a due date that moved.
func postponed(by int, why string, early int) fate {
	return fate{started: 4, slips: []slip{{ahead: 2, by: by, why: why}}, closed: true, late: -early, jira: true}
}

func (s story) start(st *stage) time.Time {
	at, err := time.Parse("15:04", s.clock)
	if err != nil {
		panic("sample: " + s.title + " begins at " + s.clock)
	}
	return st.past(s.ago, at.Hour(), at.Minute())
}

func (s story) after(st *stage, minutes int) time.Time {
	return s.start(st).Add(time.Duration(minutes) * time.Minute)
}
