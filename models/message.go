package models

import (
	"fmt"
	"strings"
	"time"
)

// Audience of a message.
type Audience string

// The two messages that a review may have (template.md, "Messaging").
const (
	Internal Audience = "internal"
	External Audience = "external"
)

// MessageState is where a message stands.
type MessageState string

// The states of a message: draft → approved → posted.
const (
	MessageDraft MessageState = "draft"
	Approved     MessageState = "approved"
	Posted       MessageState = "posted"
)

// Message is what is told of the incident, inside the house or to customers.
type Message struct {
	ID           int64        `json:"id"`
	ReviewID     int64        `json:"review_id"`
	Audience     Audience     `json:"audience" enum:"internal,external"`
	Body         string       `json:"body"`
	State        MessageState `json:"state" enum:"draft,approved,posted"`
	ApprovedAt   *time.Time   `json:"approved_at,omitempty"`
	ApprovedByID *int64       `json:"approved_by_id,omitempty"`
	PostedAt     *time.Time   `json:"posted_at,omitempty"`
	PostedByID   *int64       `json:"posted_by_id,omitempty"`
	PostedURL    string       `json:"posted_url,omitempty" doc:"Where it can be read"`

	Version   int64     `json:"version"`
	CreatedAt time.Time `json:"created_at"`
	UpdatedAt time.Time `json:"updated_at"`
}

// Write replaces the text; an approved message becomes a draft again, a posted one stays as it went out.
func (m *Message) Write(body string) error {
	if m.State == Posted {
		return Conflictf("this message is posted; it stays as it went out")
	}
	var c Check
	body = c.Text("body", strings.TrimSpace(body), 50_000)
	if body == "" {
		c.Fail("body", "is missing")
	}
	if err := c.Err(); err != nil {
		return err
	}
	m.Body, m.State, m.ApprovedAt, m.ApprovedByID = body, MessageDraft, nil, nil
	return nil
}

// Approve records who agreed to the text. Where what was found in it is more than notes, that takes a reason.
func (m *Message) Approve(now time.Time, by Actor, found []Finding, reason string) error {
	if m.State != MessageDraft {
		return Conflictf("this message is %s already", m.State)
	}
	if grave := Grave(found); grave > 0 {
		var c Check
		if c.Text("reason", strings.TrimSpace(reason), MaxNote) == "" {
			places := "a place"
			if grave > 1 {
				places = fmt.Sprintf("%d places", grave)
			}
			c.Fail("reason", "is missing: the check warns of %s in this text; mend the text, or say why it is approved all the same", places)
		}
		if err := c.Err(); err != nil {
			return err
		}
	}
	m.State, m.ApprovedAt, m.ApprovedByID = Approved, &now, by.ID()
	return nil
}

// AheadOfMeeting reports whether this is a message to customers and the meeting that is to look at it, nil for none, was not held yet.
// It may be approved and posted all the same: customers are often told at once.
func (m Message) AheadOfMeeting(meeting *Meeting) bool {
	return m.Audience == External && m.State != Posted && (meeting == nil || meeting.State != Held)
}

// MessageOutline are the guide's three parts of a message to customers (template.md, "External Message"), and what each one tells.
// It is shown where one is written, and is never its text.
const MessageOutline = `Summary
What could customers not do, how many of them, from when to when?

What happened?
What led to it, in their words. We are sorry that …

What are we doing about this?
What is changed already, and what will be by when?`

// Post records that the approved text went out, and where.
func (m *Message) Post(now time.Time, by Actor, address string) error {
	if m.State != Approved {
		return &Error{Kind: Conflict, Message: "this message is " + string(m.State), Missing: []string{"only an approved message can be posted"}}
	}
	var c Check
	address = c.URL("posted_url", address)
	if err := c.Err(); err != nil {
		return err
	}
	m.State, m.PostedAt, m.PostedByID, m.PostedURL = Posted, &now, by.ID(), address
	return nil
}
