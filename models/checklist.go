package models

import (
	"maps"
	"slices"
	"strings"
	"time"

	"debrief/postmortem"
)

// Template is one version of a checklist; a review keeps the one it started with. Versions are never changed.
type Template struct {
	ID        int64      `json:"id"`
	Number    int        `json:"number" doc:"Counts the versions from 1; the highest is used for new reviews"`
	Questions []Question `json:"questions" gorm:"-"`
	CreatedAt time.Time  `json:"created_at"`
}

// TableName keeps the word that the tables use.
func (Template) TableName() string { return "checklist_templates" }

// Question is one question of a checklist.
type Question struct {
	ID         int64  `json:"id"`
	TemplateID int64  `json:"-"`
	Position   int    `json:"position" doc:"From 1"`
	Key        string `json:"key" doc:"A stable name, such as blameless"`
	Text       string `json:"text"`
	Help       string `json:"help,omitempty"`
	Blocking   bool   `json:"blocking" doc:"Whether the review cannot be agreed without an outcome"`
}

// Verdict is the answer to a question.
type Verdict string

// The verdicts.
const (
	Pass          Verdict = "pass"
	NeedsWork     Verdict = "needs_work"
	NotApplicable Verdict = "not_applicable"
)

// Verdicts lists them.
var Verdicts = []Verdict{Pass, NeedsWork, NotApplicable}

// Outcome is a recorded verdict on one question: a reviewer's own before the meeting, or the meeting's final one.
type Outcome struct {
	ID           int64   `json:"id"`
	ReviewID     int64   `json:"review_id"`
	QuestionID   int64   `json:"question_id"`
	Final        bool    `json:"final" doc:"The meeting's outcome, not one reviewer's answer"`
	PersonID     int64   `json:"person_id" doc:"Who said it; 0 for Debrief"`
	Verdict      Verdict `json:"verdict" enum:"pass,needs_work,not_applicable"`
	Note         string  `json:"note,omitempty" doc:"Of needs_work: what is missing"`
	WaivedReason string  `json:"waived_reason,omitempty" doc:"Why the review may pass although the question needs work"`

	Version   int64     `json:"version"`
	CreatedAt time.Time `json:"created_at"`
	UpdatedAt time.Time `json:"updated_at"`
}

// Settles reports whether a blocking question with this outcome lets the review pass.
func (o Outcome) Settles() bool { return o.Verdict != NeedsWork || o.WaivedReason != "" }

// Agreed returns the questions of one review that the meeting has not settled and of which all reviewers who answered say the same,
// with what they say. What needs work is never among them: the meeting has to say what is missing.
func Agreed(outcomes []Outcome) map[int64]Verdict {
	agreed, open := map[int64]Verdict{}, map[int64]bool{}
	for _, o := range outcomes {
		if said, any := agreed[o.QuestionID]; o.Final || o.Verdict == NeedsWork || any && said != o.Verdict {
			open[o.QuestionID] = true
		}
		agreed[o.QuestionID] = o.Verdict
	}
	maps.DeleteFunc(agreed, func(question int64, _ Verdict) bool { return open[question] })
	return agreed
}

// Differing returns the questions of one review that the meeting has not settled and of which reviewers do not say the same.
func Differing(outcomes []Outcome) map[int64]bool {
	said, differ, final := map[int64]Verdict{}, map[int64]bool{}, map[int64]bool{}
	for _, o := range outcomes {
		if first, any := said[o.QuestionID]; any && !o.Final && first != o.Verdict {
			differ[o.QuestionID] = true
		}
		if o.Final {
			final[o.QuestionID] = true
		} else {
			said[o.QuestionID] = o.Verdict
		}
	}
	maps.DeleteFunc(differ, func(question int64, _ bool) bool { return final[question] })
	return differ
}

// Validate returns an Invalid error for what cannot be stored of an outcome of that question; a waiver asks for a facilitator.
func (o *Outcome) Validate(by Actor, of Question) error {
	var c Check
	if !slices.Contains(Verdicts, o.Verdict) {
		c.Fail("verdict", "of “%s” must be pass, needs_work or not_applicable", of.Text)
	}
	o.Note = c.Text("note", o.Note, MaxNote)
	if o.Verdict == NeedsWork && strings.TrimSpace(o.Note) == "" {
		c.Fail("note", "is empty: say what is missing, as the verdict on “%s” is needs_work", of.Text)
	}
	o.WaivedReason = c.Text("waived_reason", o.WaivedReason, MaxNote)
	if o.WaivedReason != "" && (!o.Final || o.Verdict != NeedsWork) {
		c.Fail("waived_reason", "only goes with a final outcome of needs_work")
	}
	if err := c.Err(); err != nil {
		return err
	}
	if o.WaivedReason != "" {
		return by.Need(Facilitator)
	}
	return nil
}

// Keys are what its questions are called by rules that are evidence for them.
func (t Template) Keys() []string {
	keys := make([]string, len(t.Questions))
	for n, q := range t.Questions {
		keys[n] = q.Key
	}
	return keys
}

// Validate returns an Invalid error for what cannot be stored.
func (t *Template) Validate() error {
	var c Check
	if len(t.Questions) == 0 || len(t.Questions) > 50 {
		c.Fail("questions", "must be 1 to 50")
	}
	seen := map[string]bool{}
	for n := range t.Questions {
		q := &t.Questions[n]
		q.Position = n + 1
		q.Key = c.Required("questions.key", q.Key, 50)
		if q.Key != "" && !postmortem.IsQuestionKey(q.Key) {
			c.Fail("questions.key", "%q must be words in small letters with hyphens, such as service-health", q.Key)
		}
		q.Text = c.Required("questions.text", q.Text, MaxTitle)
		q.Help = c.Text("questions.help", q.Help, MaxNote)
		if seen[q.Key] {
			c.Fail("questions.key", "%q is there twice", q.Key)
		}
		seen[q.Key] = true
	}
	return c.Err()
}

// GuideQuestions is how many of the default questions are the guide's review questions: the first (effective_postmortems.md, "Reviewing").
const GuideQuestions = 6

// ExternalQuestion is the key of the question about the message to customers.
const ExternalQuestion = "external-message"

// DefaultQuestions are the guide's six review questions, then its do's and don'ts as questions
// (effective_postmortems.md, "Reviewing", "Dos", "Don'ts", "Suggestions").
func DefaultQuestions() []Question {
	list := []Question{
		{Key: "detail", Text: "Is there enough detail?", Blocking: true,
			Help: "Somebody who was not there can follow what happened, with numbers and links to where they come from."},
		{Key: "causes", Text: "Does it go down to the underlying causes?", Blocking: true,
			Help: "Beyond what broke: why the system made it possible, and why the choices made sense at the time."},
		{Key: "separation", Text: "Is what happened kept apart from how to fix it?", Blocking: true,
			Help: "Description and timeline tell what was; ideas for improvement stand in the action items."},
		{Key: "action-items", Text: "Do the action items make sense, and is each one well scoped?", Blocking: true,
			Help: "Actionable, specific and bounded: a verb first, a narrow scope, and a way to tell that it is done."},
		{Key: "readable", Text: "Is it well written and easy to understand?", Blocking: true,
			Help: "A colleague from another team understands it at the first reading."},
		{Key: ExternalQuestion, Text: "Will the external message be received well by customers?", Blocking: true,
			Help: "Genuine, clear about impact and remedy, without internal detail. Not applicable where there is none."},
		{Key: "timeline", Text: "Is the timeline accurate?", Blocking: true,
			Help: "Every entry has a time with its zone and a source; it begins before detection."},
		{Key: "terms", Text: "Are technical terms and acronyms explained?",
			Help: "A newcomer can read it without asking."},
		{Key: "service-health", Text: "Does it say how this fits with the health of the services touched?",
			Help: "Is it a single case or part of a trend? Does it change what we think of their resiliency?"},
		{Key: "blameless", Text: "Is it blameless?", Blocking: true,
			Help: "No person is tied to the harm, and no error of a person is given as the cause."},
		{Key: "honest", Text: "Is it honest?", Blocking: true,
			Help: "Nothing is left out or reworded to look better, not even to ourselves."},
		{Key: "outage", Text: "Is “outage” used only for an outage?",
			Help: "Say incident or degradation unless everything was down for everybody."},
	}
	for i := range list {
		list[i].Position = i + 1
	}
	return list
}
