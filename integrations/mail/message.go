package mail

import (
	"errors"
	"fmt"
	"net/textproto"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"
)

// Limits of one message.
const (
	MaxSubject    = 500 // octets
	maxRecipients = 100
	maxBody       = 1 << 20 // octets of Text, and of HTML
	maxHeaders    = 20
	maxHeader     = 900 // octets of one value: a line holds 998 (RFC 5322, section 2.1.1)
	maxReferences = 50
)

// Message is one mail. Everything that reaches a header is refused when it holds
// a line end, so that no text can add a header of its own; OneLine makes a text
// fit.
type Message struct {
	To         []Address         // To and Cc together: 1 to 100. One refused recipient refuses the message
	Cc         []Address         //
	MessageID  string            // left@right with or without <>; required: the same for each attempt at one message
	InReplyTo  string            // a message ID; may be empty
	References []string          // message IDs, the oldest first; at most 50
	Subject    string            // one line of at most MaxSubject octets; required
	Text       string            // the plain text, at most 1 MiB; required
	HTML       string            // the same as HTML, at most 1 MiB; may be empty
	Calendar   *Calendar         // the invitation; may be nil
	Headers    map[string]string // further headers, at most 20, such as List-Id or Reply-To; not those that Send writes
	Date       time.Time         // when the message was written; required
}

// check returns everything that is wrong with the message at once.
func (m Message) check() error {
	var errs []error
	wrong := func(field string, err error) {
		if err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", field, err))
		}
	}
	if n := len(m.To) + len(m.Cc); len(m.To) == 0 || n > maxRecipients {
		wrong("To", fmt.Errorf("%d recipients: name 1 to %d, the first in To", n, maxRecipients))
	}
	for _, a := range m.To {
		wrong("To", a.check())
	}
	for _, a := range m.Cc {
		wrong("Cc", a.check())
	}
	wrong("MessageID", checkID(m.MessageID))
	if m.InReplyTo != "" {
		wrong("InReplyTo", checkID(m.InReplyTo))
	}
	if len(m.References) > maxReferences {
		wrong("References", fmt.Errorf("%d message IDs: keep the newest %d", len(m.References), maxReferences))
	}
	for _, id := range m.References {
		wrong("References", checkID(id))
	}
	if strings.TrimSpace(m.Subject) == "" {
		wrong("Subject", errors.New("is empty: write one line"))
	}
	wrong("Subject", checkText("the subject", m.Subject, MaxSubject))
	if m.Text == "" {
		wrong("Text", errors.New("is empty: write the message as plain text too"))
	}
	wrong("Text", checkBody(m.Text))
	wrong("HTML", checkBody(m.HTML))
	if m.Calendar != nil {
		wrong("Calendar", m.Calendar.check())
	}
	wrong("Headers", checkHeaders(m.Headers))
	if y := m.Date.Year(); y < 1970 || y > 9999 {
		wrong("Date", fmt.Errorf("is in the year %d: set it to when the message was written", y))
	}
	return errors.Join(errs...)
}

// messageID is a msg-id without its angle brackets (RFC 5322, section 3.6.4).
var messageID = regexp.MustCompile(`^[!-;=?A-~]{1,120}@[!-;=?A-~]{1,120}$`)

func checkID(id string) error {
	if id = bareID(id); !messageID.MatchString(id) || strings.Count(id, "@") != 1 {
		return fmt.Errorf("%.80q is not a message ID: write left@right in visible ASCII, each part of at most 120 octets", id)
	}
	return nil
}

// bareID takes the angle brackets off a message ID.
func bareID(id string) string {
	return strings.TrimSuffix(strings.TrimPrefix(id, "<"), ">")
}

func checkBody(s string) error {
	if len(s) > maxBody || !utf8.ValidString(s) {
		return fmt.Errorf("has %d octets or is not UTF-8: keep it to %d octets of UTF-8", len(s), maxBody)
	}
	return nil
}

// headerName is a field name of a modest length (RFC 5322, section 3.6.8).
var headerName = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9-]{0,59}$`)

// ownHeaders are written by Send from the other fields.
var ownHeaders = map[string]bool{
	"From": true, "Sender": true, "Return-Path": true, "To": true, "Cc": true, "Bcc": true, "Subject": true, "Date": true,
	"Message-Id": true, "In-Reply-To": true, "References": true, "Mime-Version": true, "Auto-Submitted": true, "Received": true,
}

func checkHeaders(headers map[string]string) error {
	if len(headers) > maxHeaders {
		return fmt.Errorf("%d headers: keep to %d", len(headers), maxHeaders)
	}
	for name, value := range headers {
		canonical := textproto.CanonicalMIMEHeaderKey(name)
		if !headerName.MatchString(name) || ownHeaders[canonical] || strings.HasPrefix(canonical, "Content-") {
			return fmt.Errorf("%.60q is not a name for a further header: use the field that Message has for it, or another name", name)
		}
		if strings.TrimSpace(value) == "" {
			return fmt.Errorf("%s is empty: leave it out", name)
		}
		if err := checkText(name, value, maxHeader); err != nil {
			return err
		}
	}
	return nil
}
