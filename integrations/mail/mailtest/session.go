package mailtest

import (
	"crypto/subtle"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// session is one client's conversation.
type session struct {
	server *Server
	conn   *smtp.Conn
	authed bool
	code   int // with which this mail is refused, 0 for none
	from   string
	to     []string
}

// Reset forgets the mail that was begun.
func (s *session) Reset() { s.code, s.from, s.to = 0, "", nil }

// Logout ends the session.
func (s *session) Logout() error { return nil }

// AuthMechanisms lists what the client may sign in with.
func (s *session) AuthMechanisms() []string {
	if s.server.options.Username == "" {
		return nil
	}
	return []string{sasl.Plain}
}

// Auth checks a name and a password.
func (s *session) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, username, password string) error {
		o := s.server.options
		same := func(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }
		if o.Username == "" || !same(username, o.Username) || !same(password, o.Password) {
			return smtp.ErrAuthFailed
		}
		s.authed = true
		return nil
	}), nil
}

// Mail begins a mail.
func (s *session) Mail(from string, _ *smtp.MailOptions) error {
	if _, encrypted := s.conn.TLSConnectionState(); s.server.options.TLS == StartTLS && !encrypted {
		return refusal(530, "Must issue a STARTTLS command first")
	}
	if s.server.options.Username != "" && !s.authed {
		return refusal(530, "Authentication required")
	}
	s.code = s.server.faults.takeReject()
	s.from = from
	return nil
}

// Rcpt names a recipient.
func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	if s.code != 0 {
		return refusal(s.code, "Refused for <"+to+"> as asked")
	}
	s.to = append(s.to, to)
	return nil
}

// Data takes the mail.
func (s *session) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	if err != nil {
		var reply *smtp.SMTPError
		if errors.As(err, &reply) {
			return reply
		}
		return fmt.Errorf("reading the mail: %w", err)
	}
	m := Message{From: s.from, To: slices.Clone(s.to), Raw: raw, ReceivedAt: s.server.options.Now()}
	m.parse()
	drop := s.server.faults.takeDrop()
	if drop {
		_ = s.conn.Conn().Close() // before anybody can see the mail, so that a test sees both or neither
	}
	s.server.mailbox.add(m)
	return nil
}

// refusal makes an SMTP reply; its enhanced code is the general one of its class
// (RFC 3463, section 2).
func refusal(code int, text string) error {
	return &smtp.SMTPError{Code: code, EnhancedCode: smtp.EnhancedCode{code / 100, 0, 0}, Message: text}
}
