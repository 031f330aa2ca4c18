package mailtest

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"log"
	"net"
	"time"

	"github.com/emersion/go-smtp"
)

// maxMessage is the largest mail that is taken, in octets.
const maxMessage = 10 << 20

// Server catches mail. It is safe for concurrent use.
type Server struct {
	options  Options
	listener *listener
	smtp     *smtp.Server
	roots    *x509.CertPool
	mailbox  *mailbox
	faults   faults
	done     chan struct{} // closed when the server has stopped listening
}

// Start starts a server; Close stops it.
func Start(o Options) (*Server, error) {
	if o.Addr == "" {
		o.Addr = "127.0.0.1:0"
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	host, _, err := net.SplitHostPort(o.Addr)
	if err != nil {
		return nil, fmt.Errorf("reading the mail catcher's address %q: %w; write host:port, for example 127.0.0.1:1025", o.Addr, err)
	}
	if o.TLS != NoTLS && o.TLS != StartTLS && o.TLS != ImplicitTLS {
		return nil, fmt.Errorf("starting the mail catcher: TLS is %q; use one of the constants of mailtest", o.TLS)
	}
	tlsConfig, roots, err := selfSigned(host)
	if err != nil {
		return nil, fmt.Errorf("making the mail catcher's certificate: %w; check the system's random source", err)
	}
	inner, err := new(net.ListenConfig).Listen(context.Background(), "tcp", o.Addr)
	if err != nil {
		return nil, fmt.Errorf("starting the mail catcher: %w; choose another address, or stop what listens there", err)
	}

	s := &Server{options: o, listener: newListener(inner), roots: roots, mailbox: newMailbox(), done: make(chan struct{})}
	s.smtp = smtp.NewServer(smtp.BackendFunc(func(c *smtp.Conn) (smtp.Session, error) {
		return &session{server: s, conn: c}, nil
	}))
	s.smtp.Domain = "mailtest.localhost"
	s.smtp.MaxMessageBytes = maxMessage
	s.smtp.MaxRecipients = 200
	s.smtp.ReadTimeout = time.Minute
	s.smtp.WriteTimeout = time.Minute
	s.smtp.ErrorLog = log.New(io.Discard, "", 0) // a broken connection is no news to a test
	s.smtp.AllowInsecureAuth = o.TLS == NoTLS

	serve := net.Listener(s.listener)
	switch o.TLS {
	case StartTLS:
		s.smtp.TLSConfig = tlsConfig
	case ImplicitTLS:
		serve = tls.NewListener(s.listener, tlsConfig)
	}
	go func() {
		defer close(s.done)
		_ = s.smtp.Serve(serve) // ends with Close
	}()
	return s, nil
}

// Close stops the server and breaks all connections. The messages stay readable.
// A second call does nothing.
func (s *Server) Close() error {
	_ = s.listener.Close() // also when Serve has not begun yet
	_ = s.smtp.Close()     // an error only says that it is closed
	s.listener.setDown(true)
	<-s.done
	return nil
}

// Addr returns host:port.
func (s *Server) Addr() string { return s.listener.Addr().String() }

// Host returns the address without the port.
func (s *Server) Host() string { return s.tcp().IP.String() }

// Port returns the port.
func (s *Server) Port() int { return s.tcp().Port }

func (s *Server) tcp() *net.TCPAddr { return s.listener.Addr().(*net.TCPAddr) }

// RootCAs returns the pool that trusts the server's certificate.
func (s *Server) RootCAs() *x509.CertPool { return s.roots }

// Messages returns the newest 1000 messages, or fewer if they are large, oldest
// first.
func (s *Server) Messages() []Message {
	messages, _ := s.mailbox.snapshot()
	return messages
}

// Clear forgets all messages; their IDs are not used again.
func (s *Server) Clear() { s.mailbox.clear() }

// WaitFor returns the messages as soon as enough says yes to them; it is asked at
// once and after every change. When ctx ends first it returns an error and what
// there is.
func (s *Server) WaitFor(ctx context.Context, enough func([]Message) bool) ([]Message, error) {
	return s.mailbox.waitFor(ctx, enough)
}

// Reject refuses the recipients of the next n mails with the SMTP reply code, for
// example 450 or 550. It replaces an earlier call; n = 0 ends it.
func (s *Server) Reject(code, n int) { s.faults.reject(code, n) }

// AcceptThenDrop takes the next n mails and breaks the connection before it
// answers 250, so that the sender cannot know. It replaces an earlier call.
func (s *Server) AcceptThenDrop(n int) { s.faults.drop(n) }

// Down breaks all connections and closes each new one without a greeting, until Down(false) ends that.
func (s *Server) Down(down bool) { s.listener.setDown(down) }
