package mail

import (
	"bytes"
	"fmt"
	"strings"

	gomail "github.com/wneessen/go-mail"
)

// build makes the MIME message: multipart/alternative of text, HTML and
// calendar, and for a calendar the file invite.ics beside them, since Outlook
// reads the part and others only the file.
func build(from Address, m Message) (*gomail.Msg, error) {
	if err := m.check(); err != nil {
		return nil, fmt.Errorf("building the message %.80q: %w", m.MessageID, err)
	}
	msg := gomail.NewMsg(gomail.WithNoDefaultUserAgent(), gomail.WithEncoding(gomail.EncodingQP))
	msg.FromMailAddress(from.parsed())
	msg.ToMailAddress(parsed(m.To)...)
	if len(m.Cc) > 0 {
		msg.CcMailAddress(parsed(m.Cc)...)
	}
	for name, value := range m.Headers {
		msg.SetGenHeader(gomail.Header(name), value)
	}
	msg.Subject(m.Subject)
	msg.SetDateWithValue(m.Date)
	msg.SetMessageIDWithValue(bareID(m.MessageID))
	if m.InReplyTo != "" {
		msg.SetGenHeader(gomail.HeaderInReplyTo, "<"+bareID(m.InReplyTo)+">")
	}
	if refs := bracketed(m.References); refs != "" {
		msg.SetGenHeader(gomail.HeaderReferences, refs)
	}
	// RFC 3834, section 5: keeps absence notes from answering a machine.
	msg.SetGenHeader("Auto-Submitted", "auto-generated")

	msg.SetBodyString(gomail.TypeTextPlain, m.Text)
	if m.HTML != "" {
		msg.AddAlternativeString(gomail.TypeTextHTML, m.HTML)
	}
	if c := m.Calendar; c != nil {
		// The charset is appended by go-mail.
		msg.AddAlternativeString(gomail.ContentType("text/calendar; method="+c.Method), string(c.Body))
		msg.AttachReadSeeker("invite.ics", bytes.NewReader(c.Body), gomail.WithFileContentType("application/ics"))
	}
	return msg, nil
}

// bracketed writes message IDs as a References header holds them.
func bracketed(ids []string) string {
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = "<" + bareID(id) + ">"
	}
	return strings.Join(out, " ")
}
