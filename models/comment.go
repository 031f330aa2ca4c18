package models

import (
	"strings"
	"time"
	"unicode"
)

// MaxBefore is how many characters before its words a comment keeps: enough to tell two places of the same words apart.
const MaxBefore = 40

// MaxExcerpt is how many characters of a comment a letter quotes.
const MaxExcerpt = 120

// Comment is a reviewer's remark anchored to a place in the document by the words that stand there, open or resolved; or a reply to
// one, which is about the same place and is settled with it.
type Comment struct {
	ID             int64      `json:"id"`
	ReviewID       int64      `json:"review_id"`
	DocumentNumber int        `json:"document_number" doc:"The version that it was made on"`
	Quote          string     `json:"quote,omitempty" doc:"The words that it is about, which stand in that version; empty for the whole"`
	QuoteBefore    string     `json:"before,omitempty" doc:"What stood before those words, white space folded: it tells which of their places is meant, where they stand more than once"`
	Body           string     `json:"body"`
	ReplyToID      *int64     `json:"reply_to,omitempty" doc:"The comment that this is a reply to, which is none itself"`
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
	if cm.Body = c.Text("body", strings.TrimSpace(cm.Body), MaxNote); cm.Body == "" {
		c.Fail("body", "is missing")
	}
	if cm.Quote == "" && cm.QuoteBefore != "" {
		c.Fail("before", "must be empty without a quote: it tells which place of the quoted words is meant")
	}
	switch {
	case cm.ReplyToID != nil && cm.Quote != "":
		c.Fail("quote", "must be empty in a reply: it is about the words of the comment that it answers")
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

// Thread returns the id of the comment that this one replies to, or its own: a comment and its replies are one conversation, and
// there are none within it.
func (cm *Comment) Thread() int64 {
	if cm.ReplyToID != nil {
		return *cm.ReplyToID
	}
	return cm.ID
}

// Resolve marks the comment as dealt with, and its replies with it; a second time changes nothing.
func (cm *Comment) Resolve(now time.Time, by Actor) error {
	if err := cm.settles(); err != nil {
		return err
	}
	if cm.ResolvedAt == nil {
		cm.ResolvedAt, cm.ResolvedByID = &now, by.ID()
	}
	return nil
}

// Reopen makes the comment open again.
func (cm *Comment) Reopen() error {
	if err := cm.settles(); err != nil {
		return err
	}
	cm.ResolvedAt, cm.ResolvedByID = nil, nil
	return nil
}

func (cm *Comment) settles() error {
	if cm.ReplyToID != nil {
		return Conflictf("this is a reply, which is settled with the comment that it answers: resolve or reopen comment %d", *cm.ReplyToID)
	}
	return nil
}

// Excerpt returns the beginning of the comment on one line, cut at a word.
func (cm *Comment) Excerpt() string {
	words := strings.FieldsFunc(cm.Body, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) })
	text := []rune(strings.Join(words, " "))
	if len(text) <= MaxExcerpt {
		return string(text)
	}
	end := MaxExcerpt
	for n := end; n > MaxExcerpt/2; n-- { // what is one long word is cut within it
		if text[n] == ' ' {
			end = n
			break
		}
	}
	return strings.TrimRight(string(text[:end]), " ,;:.–-") + "…"
}
