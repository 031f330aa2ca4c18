package models

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"debrief/postmortem"
)

// Level says how grave a finding is: one of Levels.
type Level = postmortem.Level

// The levels of a finding, the gravest first.
const (
	LevelError   = postmortem.LevelError
	LevelWarning = postmortem.LevelWarning
	LevelInfo    = postmortem.LevelInfo
)

// Levels lists those of findings, the gravest first: a rule that is off finds nothing.
var Levels = []Level{LevelError, LevelWarning, LevelInfo}

// Finding is what a check says of one place in the document. Checks report them (over the API for now); a person
// dismisses one with a reason.
type Finding struct {
	ID              int64      `json:"id"`
	ReviewID        int64      `json:"review_id"`
	DocumentNumber  int        `json:"document_number" doc:"The version that was checked"`
	Rule            string     `json:"rule"`
	Level           Level      `json:"level" enum:"error,warning,info"`
	Section         string     `json:"section,omitempty"`
	StartByte       int        `json:"start" doc:"Byte offset in the document where the text begins"`
	EndByte         int        `json:"end" doc:"Byte offset behind the text"`
	Line            int        `json:"line" doc:"From 1"`
	Column          int        `json:"column" doc:"In characters, from 1"`
	Text            string     `json:"text"`
	Why             string     `json:"why,omitempty"`
	Suggestion      string     `json:"suggestion,omitempty"`
	Fingerprint     string     `json:"fingerprint" doc:"Stays the same when other places of the document change"`
	DismissedAt     *time.Time `json:"dismissed_at,omitempty"`
	DismissedByID   *int64     `json:"dismissed_by_id,omitempty"`
	DismissedReason string     `json:"dismissed_reason,omitempty"`
	InText          bool       `json:"in_text,omitempty" doc:"The document says itself, in a comment, that it does not apply, and why"`
	Hidden          bool       `json:"-"` // dismissed, and not found in this version

	Version   int64     `json:"version"`
	CreatedAt time.Time `json:"created_at"`
	UpdatedAt time.Time `json:"updated_at"`
}

// Grave counts the findings that are more than notes and were not dismissed.
func Grave(found []Finding) (n int) {
	for _, f := range found {
		if f.DismissedAt == nil && f.Level != LevelInfo {
			n++
		}
	}
	return n
}

// Validate returns an Invalid error for what cannot be stored of the document with that text.
func (f *Finding) Validate(body string) error {
	var c Check
	f.Rule = c.Required("rule", f.Rule, MaxName)
	if !slices.Contains(Levels, f.Level) {
		c.Fail("level", "must be error, warning or info")
	}
	f.Section = c.Line("section", f.Section, MaxTitle)
	switch within := func(at int) bool { return at == len(body) || utf8.RuneStart(body[at]) }; {
	case f.StartByte < 0 || f.EndByte < f.StartByte || f.EndByte > len(body):
		c.Fail("end", "must lie in the document, behind start")
	case !within(f.StartByte):
		c.Fail("start", "must be where a character begins, not inside of one")
	case !within(f.EndByte):
		c.Fail("end", "must be where a character ends, not inside of one")
	}
	f.Text = c.Text("text", f.Text, MaxNote)
	f.Why = c.Text("why", f.Why, MaxNote)
	f.Suggestion = c.Text("suggestion", f.Suggestion, MaxNote)
	f.Fingerprint = c.Required("fingerprint", f.Fingerprint, 128)
	return c.Err()
}

// PlaceFindings sets the line and the column of the findings in a document that do not say their line: those where they begin.
func PlaceFindings(body string, list []Finding) {
	var order []*Finding
	for n := range list {
		if list[n].Line == 0 {
			order = append(order, &list[n])
		}
	}
	slices.SortFunc(order, func(a, b *Finding) int { return a.StartByte - b.StartByte })
	at, line, column := 0, 1, 1
	for _, f := range order {
		passed := body[at:f.StartByte]
		if newline := strings.LastIndexByte(passed, '\n'); newline >= 0 {
			line, column = line+strings.Count(passed, "\n"), 1
			passed = passed[newline+1:]
		}
		column += utf8.RuneCountInString(passed)
		at, f.Line, f.Column = f.StartByte, line, column
	}
}

// Again returns the finding as the one that was known by its fingerprint: with its name, its dismissal, and its version unless
// it says something else by now. Its place may have moved.
func (f Finding) Again(was Finding) Finding {
	f.Version = 1
	if f.ID = was.ID; f.ID == 0 {
		return f
	}
	switch {
	case was.DismissedAt == nil:
	case !was.InText: // a person has the last word
		f.DismissedAt, f.DismissedByID, f.DismissedReason, f.InText = was.DismissedAt, was.DismissedByID, was.DismissedReason, false
	case f.InText:
		f.DismissedAt = was.DismissedAt
	}
	f.Version, f.CreatedAt = was.Version, was.CreatedAt
	if f.Rule != was.Rule || f.Level != was.Level || f.Text != was.Text || f.Why != was.Why || f.Suggestion != was.Suggestion || f.InText != was.InText {
		f.Version++
	}
	return f
}

// Dismiss says that the finding does not apply here, and why.
func (f *Finding) Dismiss(now time.Time, by Actor, reason string) error {
	var c Check
	reason = c.Reason("reason", reason)
	if err := c.Err(); err != nil {
		return err
	}
	f.DismissedAt, f.DismissedByID, f.DismissedReason, f.InText = &now, by.ID(), reason, false
	return nil
}

// Reopen says that a finding which was dismissed does apply after all.
func (f *Finding) Reopen() error {
	switch {
	case f.DismissedAt == nil:
		return Conflictf("the finding is not dismissed")
	case f.InText:
		return Conflictf("a comment in the document says that the finding does not apply; take the comment away there")
	}
	f.DismissedAt, f.DismissedByID, f.DismissedReason = nil, nil, ""
	return nil
}
