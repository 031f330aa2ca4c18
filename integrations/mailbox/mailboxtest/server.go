// Package mailboxtest is a real IMAP server on loopback with one mailbox in memory.
package mailboxtest

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"

	"io"
	"log"
	"net"
	"strings"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapserver"
	"github.com/emersion/go-imap/v2/imapserver/imapmemserver"
)

// Who may sign in.
const (
	Username = "debrief@example.test"
	Password = "open-sesame-143"
)

// Server is one mailbox with the folder INBOX. It is safe for concurrent use.
type Server struct {
	Host string
	Port int

	user   *imapmemserver.User
	server *imapserver.Server
	done   chan struct{} // closed when the server has stopped listening
}

// Start starts a server: with TLS from the first byte where the configuration is not nil, else without. Close stops it.
func Start(secure *tls.Config) (*Server, error) {
	return start(secure, nil)
}

// StartUpgrading starts a server that speaks TLS after STARTTLS, and lets nobody sign in before.
func StartUpgrading(secure *tls.Config) (*Server, error) {
	return start(nil, secure)
}

func start(implicit, upgrade *tls.Config) (*Server, error) {
	listener, err := new(net.ListenConfig).Listen(context.Background(), "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("starting the IMAP server: %w", err)
	}
	address := listener.Addr().(*net.TCPAddr)
	s := &Server{Host: "127.0.0.1", Port: address.Port, user: imapmemserver.NewUser(Username, Password), done: make(chan struct{})}
	if err := s.user.Create("INBOX", nil); err != nil {
		return nil, errors.Join(err, listener.Close())
	}
	memory := imapmemserver.New()
	memory.AddUser(s.user)
	s.server = imapserver.New(&imapserver.Options{
		NewSession: func(*imapserver.Conn) (imapserver.Session, *imapserver.GreetingData, error) {
			return memory.NewSession(), nil, nil
		},
		Caps:         imap.CapSet{imap.CapIMAP4rev1: {}},
		TLSConfig:    upgrade,
		InsecureAuth: upgrade == nil,
		Logger:       log.New(io.Discard, "", 0), // a broken connection is no news to a test
	})
	if implicit != nil {
		listener = tls.NewListener(listener, implicit)
	}
	go func() {
		defer close(s.done)
		_ = s.server.Serve(listener) // ends with Close
	}()
	return s, nil
}

// Close stops the server and waits until it has stopped.
func (s *Server) Close() error {
	err := s.server.Close()
	<-s.done
	return err
}

// Deliver puts a mail into INBOX, unread, and returns its UID.
func (s *Server) Deliver(mail string) (imap.UID, error) {
	text := strings.ReplaceAll(strings.ReplaceAll(mail, "\r\n", "\n"), "\n", "\r\n")
	data, err := s.user.Append("INBOX", literal{bytes.NewReader([]byte(text))}, &imap.AppendOptions{Time: time.Now()})
	if err != nil {
		return 0, fmt.Errorf("delivering a mail: %w", err)
	}
	return data.UID, nil
}

// Rename gives a folder another name.
func (s *Server) Rename(from, to string) error { return s.user.Rename(from, to, nil) }

// Unread returns how many mails of INBOX nobody has read.
func (s *Server) Unread() (uint32, error) {
	status, err := s.user.Status("INBOX", &imap.StatusOptions{NumUnseen: true})
	if err != nil {
		return 0, err
	}
	return *status.NumUnseen, nil
}

// literal is a mail as the server takes it.
type literal struct{ *bytes.Reader }

func (l literal) Size() int64 { return l.Reader.Size() }
