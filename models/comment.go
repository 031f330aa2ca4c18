package models

import (
	"strings"
	"time"
)

// MaxBefore is how many characters before its words a comment keeps: enough to tell two places of the same words apart.
const MaxBefore = 40

// Comment is a reviewer's remark anchored to a place in the document by the words that stand there; open or resolved.
type Comment struct {
	ID             int64      `json:"id"`
	ReviewID       int64      `json:"review_id"`
	DocumentNumber int        `json:"document_number" doc:"The version that it was made on"`
	Quote          string     `json:"quote,omitempty" doc:"The words that it is about, which stand in that version; empty for the whole"`
	QuoteBefore    string     `json:"before,omitempty" doc:"What stood before those words, white space folded: it tells which of their places is meant, where they stand more than once"`
	Body           string     `json:"body"`
	AuthorID       *int64     `json:"author_id,omitempty"`
	ResolvedAt     *time.Time `json:"resolved_at,omitempty"`
	ResolvedByID   *int64     `json:"resolved_by_id,omitempty"`

	Version   int64     `json:"version"`
	CreatedAt time.Time `json:"created_at"`
	UpdatedAt time.Time `json:"updated_at"`
}

// Validate returns an Invalid error for what cannot be stored on the review's document, which has that text: its words have to stand
// there. Of a document that is only kept elsewhere nobody can tell.
func (cm *Comment) Validate(r Review, body string) error {
	var c Check
	cm.Quote = c.Text("quote", strings.TrimSpace(cm.Quote), MaxNote)
	cm.QuoteBefore = c.Text("before", strings.Join(strings.Fields(cm.QuoteBefore), " "), MaxBefore)
	cm.Body = c.Reason("body", cm.Body)
	if cm.Quote == "" && cm.QuoteBefore != "" {
		c.Fail("before", "must be empty without a quote: it tells which place of the quoted words is meant")
	}
	switch {
	case cm.Quote == "" || r.DocumentNumber == 0 && r.DocumentURL != "":
	case r.DocumentNumber == 0:
		c.Fail("quote", "must be empty: nothing is written yet")
	default:
		if _, found := NewQuotable(body).Find(cm.Quote, cm.QuoteBefore); !found {
			c.Fail("quote", "cannot be found in the document: copy the words as they stand there")
		}
	}
	return c.Err()
}

// Resolve marks the comment as dealt with; a second time changes nothing.
func (cm *Comment) Resolve(now time.Time, by Actor) {
	if cm.ResolvedAt == nil {
		cm.ResolvedAt, cm.ResolvedByID = &now, by.ID()
	}
}

// Reopen makes the comment open again.
func (cm *Comment) Reopen() { cm.ResolvedAt, cm.ResolvedByID = nil, nil }
