package mail

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"fmt"
	"net"
	"net/textproto"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"
)

// Error is why a message was not sent.
type Error struct {
	// Temporary says that another attempt may succeed: the server answered 4xx, or
	// the network or TLS failed. A 5xx answer and a message that is wrong in itself
	// are permanent.
	Temporary bool
	// Setup says that the configuration or the server is at fault and not the
	// message: put right, the same message goes through, even after a 5xx.
	Setup bool
	// Unconfirmed says that the whole message was handed over and the answer was
	// lost: it may have arrived. The next attempt must carry the same Message-ID.
	Unconfirmed bool
	// Code is the server's reply code (RFC 5321, section 4.2), 0 without a reply.
	Code int

	doing  string // what was being done
	detail string // what went wrong, without the password
	advice string // what to do
	cause  error  // only a cause that cannot hold the password
}

// Error says what was being done, what went wrong and what to do. It never holds
// the password.
func (e *Error) Error() string {
	return fmt.Sprintf("%s: %s; %s", e.doing, e.detail, e.advice)
}

// Unwrap returns the cause where it is a context's or the network's error.
func (e *Error) Unwrap() error { return e.cause }

// failure turns what go-mail returned into an Error. connected says that the
// server had let us in.
func (s *Sender) failure(ctx context.Context, err error, connected bool) *Error {
	e := &Error{doing: "sending mail by " + s.addr(), detail: s.clean(err.Error())}

	var reply *textproto.Error
	var send *gomail.SendError
	switch {
	case errors.As(err, &send):
		e.Code = send.ErrorCode()
		e.Unconfirmed = e.Code == 0 && send.Reason == gomail.ErrSMTPDataClose
	case errors.As(err, &reply):
		e.Code = reply.Code
	}
	e.Temporary = e.Code < 500

	if deadline, ok := ctx.Deadline(); ok && !time.Now().Before(deadline) {
		<-ctx.Done() // the connection, which has the same deadline, may end a moment sooner
	}
	var network net.Error
	if ctx.Err() != nil && e.Code == 0 {
		e.cause = context.Cause(ctx)
		e.detail = strings.TrimSuffix(e.cause.Error(), ": "+ctx.Err().Error()) // what broke by that tells nobody anything
	} else if e.Code == 0 && errors.As(err, &network) {
		e.cause = network
	}
	e.advise(err, connected)
	return e
}

// advise chooses the advice, and tells a fault of the set-up from one of the message.
func (e *Error) advise(err error, connected bool) {
	var unknownCA x509.UnknownAuthorityError
	var wrongHost x509.HostnameError
	var badCert *tls.CertificateVerificationError
	var notTLS tls.RecordHeaderError
	var dns *net.DNSError
	switch {
	case e.Code == 530, e.Code == 534, e.Code == 535, e.Code == 538, strings.Contains(e.detail, "SMTP AUTH"):
		e.Setup, e.advice = true, "check DEBRIEF_SMTP_USERNAME and DEBRIEF_SMTP_PASSWORD"
	case e.Code == 552, e.Code == 523:
		e.advice = "the server finds the message too large; raise its limit or shorten the message"
	case e.Code >= 500 && !connected:
		e.Setup, e.advice = true, "the server refuses us; check DEBRIEF_SMTP_HELO and ask its administrator"
	case e.Code >= 500:
		e.advice = "check the recipient's address, and that the server lets DEBRIEF_SMTP_FROM send"
	case e.Code >= 400:
		e.advice = "the server asks to try later; if it repeats, look into the server's log"
	case e.Unconfirmed:
		e.advice = "the mail may have arrived; try again with the same Message-ID"
	case errors.As(err, &unknownCA):
		e.Setup, e.advice = true, "set DEBRIEF_SMTP_CA_FILE to the certificate of the authority that signed the server's"
	case errors.As(err, &wrongHost):
		e.Setup, e.advice = true, "set DEBRIEF_SMTP_HOST to the name in the server's certificate"
	case errors.As(err, &badCert):
		e.Setup, e.advice = true, "renew the server's certificate, or check this machine's clock"
	case errors.As(err, &notTLS):
		e.Setup, e.advice = true, "the port does not speak TLS; check DEBRIEF_SMTP_PORT and DEBRIEF_SMTP_TLS"
	case strings.Contains(e.detail, "does not support STARTTLS"):
		e.Setup, e.advice = true, "check DEBRIEF_SMTP_PORT, or set DEBRIEF_SMTP_TLS to tls or, for a trusted relay, none"
	case errors.As(err, &dns):
		e.Setup, e.advice = true, "check DEBRIEF_SMTP_HOST and this machine's DNS"
	case !connected:
		e.Setup, e.advice = true, "check DEBRIEF_SMTP_HOST, DEBRIEF_SMTP_PORT and DEBRIEF_SMTP_TLS, and that the server is up and reachable"
	default:
		e.advice = "the connection broke; try again, and look into the server's log if it repeats"
	}
}

// maxDetail bounds what a server can put into our logs, in octets.
const maxDetail = 400

// clean makes a server's words fit for a log line: one line, bounded, and without
// the password, which a server may echo as it is or as it was sent.
func (s *Sender) clean(text string) string {
	if p := s.cfg.Password; p != "" {
		b64 := base64.StdEncoding.EncodeToString
		text = strings.NewReplacer(
			b64([]byte("\x00"+s.cfg.Username+"\x00"+p)), "[password]",
			b64([]byte(p)), "[password]",
			p, "[password]",
		).Replace(text)
	}
	return OneLine(text, maxDetail)
}
