package mail

import (
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"strconv"
	"time"

	gomail "github.com/wneessen/go-mail"
	"github.com/wneessen/go-mail/smtp"
)

// quitTimeout is how long a server may take to say goodbye.
const quitTimeout = 2 * time.Second

// Sender sends messages, each over a connection of its own. It is safe for
// concurrent use.
type Sender struct {
	cfg Config
}

// New returns a Sender. Its error names every variable at fault at once. It does
// not connect.
func New(cfg Config) (*Sender, error) {
	cfg = cfg.withDefaults()
	if err := cfg.check(); err != nil {
		return nil, fmt.Errorf("reading the mail settings: %w", err)
	}
	return &Sender{cfg: cfg}, nil
}

// String describes the sender without its password, also inside of other values.
func (s Sender) String() string { return "mail.Sender{" + s.cfg.String() + "}" }

// GoString keeps the password out of %#v.
func (s Sender) GoString() string { return s.String() }

// From returns the sender's address.
func (s *Sender) From() Address { return Address{Name: s.cfg.FromName, Email: s.cfg.From} }

// Send sends the message to all of its recipients or to none. It returns nil
// once the server has taken the message, and otherwise an *Error. It gives up
// when ctx ends or after the configured timeout.
func (s *Sender) Send(ctx context.Context, m Message) error {
	_, err := s.send(ctx, m)
	return err
}

// send is Send with what the server said when it took the message.
func (s *Sender) send(ctx context.Context, m Message) (answer string, err error) {
	msg, err := build(s.From(), m)
	if err != nil {
		return "", &Error{doing: "sending mail", detail: err.Error(), advice: "correct the message; trying again will not help"}
	}
	err = s.withServer(ctx, func(client *gomail.Client, session *smtp.Client) error {
		err := client.SendWithSMTPClient(session, msg)
		if msg.IsDelivered() {
			return nil // what fails after the server's 250 does not take the mail back
		}
		return err
	})
	return s.clean(msg.ServerResponse()), err
}

// Check connects, encrypts and signs in without sending anything, for a settings
// page or a start-up check. Its error is an *Error.
func (s *Sender) Check(ctx context.Context) error {
	return s.withServer(ctx, func(*gomail.Client, *smtp.Client) error { return nil })
}

// withServer runs do with a session that the server let in, and closes it.
func (s *Sender) withServer(ctx context.Context, do func(*gomail.Client, *smtp.Client) error) error {
	ctx, cancel := context.WithTimeoutCause(ctx, s.cfg.Timeout,
		fmt.Errorf("no answer within %s: %w", s.cfg.Timeout, context.DeadlineExceeded))
	defer cancel()

	// go-mail leaves the connection open when signing in fails and forgets the
	// context after dialling, so the connection is ours to close.
	closeConn := func() {}
	defer func() { closeConn() }()
	dial := func(ctx2 context.Context, network, addr string) (net.Conn, error) {
		conn, err := s.dial(ctx2, network, addr)
		if err != nil {
			return nil, err
		}
		stop := context.AfterFunc(ctx, func() { _ = conn.Close() })
		closeConn = func() { stop(); _ = conn.Close() } // after a QUIT it is closed already
		return conn, nil
	}
	client, err := s.client(dial)
	if err != nil {
		return s.failure(ctx, err, false)
	}
	session, err := client.DialToSMTPClientWithContext(ctx)
	if err != nil {
		return s.failure(ctx, err, false)
	}
	if err := do(client, session); err != nil {
		return s.failure(ctx, err, true)
	}
	if session.UpdateDeadline(quitTimeout) == nil {
		_ = client.CloseWithSMTPClient(session) // the mail is delivered, whatever the server says now
	}
	return nil
}

// dial connects, for ImplicitTLS with the handshake.
func (s *Sender) dial(ctx context.Context, network, addr string) (net.Conn, error) {
	if s.cfg.TLS == ImplicitTLS {
		return (&tls.Dialer{Config: s.tlsConfig()}).DialContext(ctx, network, addr)
	}
	return (&net.Dialer{}).DialContext(ctx, network, addr)
}

// client makes go-mail's client for one connection: it keeps state, so it is not
// shared.
func (s *Sender) client(dial gomail.DialContextFunc) (*gomail.Client, error) {
	policy := gomail.NoTLS // with ImplicitTLS the connection is encrypted from dial on
	if s.cfg.TLS == StartTLS {
		policy = gomail.TLSMandatory
	}
	options := []gomail.Option{
		gomail.WithPort(s.cfg.Port),
		gomail.WithTimeout(s.cfg.Timeout),
		gomail.WithHELO(s.cfg.HELO),
		gomail.WithTLSConfig(s.tlsConfig()),
		gomail.WithTLSPolicy(policy),
		gomail.WithDialContextFunc(dial),
		gomail.WithoutSMTPUTF8(),                   // all addresses are ASCII
		gomail.WithoutNoop(), gomail.WithoutRset(), // one message a connection
	}
	if s.cfg.Username != "" {
		options = append(options,
			gomail.WithUsername(s.cfg.Username), gomail.WithPassword(s.cfg.Password),
			// The first one that the server offers, the best proven first.
			gomail.WithOpportunisticSMTPAuth(gomail.SMTPAuthPlain, gomail.SMTPAuthLogin,
				gomail.SMTPAuthSCRAMSHA256, gomail.SMTPAuthSCRAMSHA1, gomail.SMTPAuthCramMD5))
	}
	return gomail.NewClient(s.cfg.Host, options...)
}

func (s *Sender) tlsConfig() *tls.Config {
	return &tls.Config{ServerName: s.cfg.Host, RootCAs: s.cfg.RootCAs, MinVersion: tls.VersionTLS12}
}

func (s *Sender) addr() string { return net.JoinHostPort(s.cfg.Host, strconv.Itoa(s.cfg.Port)) }
