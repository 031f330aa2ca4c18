package mailbox

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"
)

const (
	maxPart   = 128 << 10 // octets of a calendar object as it was sent; base64 makes a third more of it
	batch     = 100       // mails whose structure is asked for at once
	maxDetail = 300       // octets of what a server can put into our logs
)

// Answer is a calendar object that somebody sent.
type Answer struct {
	From     string // the sender's address, in lower case
	Calendar []byte // the text/calendar part, decoded
}

// Mailbox is one folder of an IMAP server. It is safe for concurrent use; one look into it follows another.
type Mailbox struct {
	cfg Config

	mu       sync.Mutex
	validity uint32   // for which last holds (UIDVALIDITY)
	last     imap.UID // the last mail that was looked at: what is no answer is not fetched again until the next start
	careful  bool     // a look has failed: the next one asks for one mail at a time
	reading  imap.UID // the first of the mails that are asked for; 0 before that
	suspect  imap.UID // the mail at which a careful look failed; failing once more it is passed over
}

// New returns a Mailbox. Its error names every variable at fault at once. It does not connect.
func New(cfg Config) (*Mailbox, error) {
	cfg = cfg.withDefaults()
	if err := cfg.check(); err != nil {
		return nil, fmt.Errorf("reading the mailbox settings: %w", err)
	}
	return &Mailbox{cfg: cfg}, nil
}

// String describes the mailbox without its password, also inside of other values.
func (m *Mailbox) String() string { return "mailbox.Mailbox{" + m.cfg.String() + "}" }

// GoString keeps the password out of %#v.
func (m *Mailbox) GoString() string { return m.String() }

// Read hands every calendar object in mails that are unread to take, the oldest first. Where take returns true, the mail
// is marked as read; all other mail stays as it is. An error of take ends the look, and the mail is handed over again next time.
func (m *Mailbox) Read(ctx context.Context, take func(context.Context, Answer) (bool, error)) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	ctx, cancel := context.WithTimeoutCause(ctx, timeout, fmt.Errorf("no answer within %s: %w", timeout, context.DeadlineExceeded))
	defer cancel()
	client, err := m.connect(ctx)
	if err != nil {
		return m.failure(ctx, "connecting to the mailbox", err, "check DEBRIEF_IMAP_HOST, DEBRIEF_IMAP_PORT and DEBRIEF_IMAP_TLS, and that the server is up")
	}
	defer func() { _ = client.Close() }() // nothing is written that a lost goodbye could undo
	defer context.AfterFunc(ctx, func() { _ = client.Close() })()

	if err := client.Login(m.cfg.Username, m.cfg.Password).Wait(); err != nil {
		return m.failure(ctx, "signing in to the mailbox", err, "check DEBRIEF_IMAP_USERNAME and DEBRIEF_IMAP_PASSWORD")
	}
	folder, err := client.Select(m.cfg.Folder, nil).Wait()
	if err != nil {
		return m.failure(ctx, "opening the mailbox", err, "check DEBRIEF_IMAP_FOLDER")
	}
	if folder.UIDValidity != m.validity {
		m.validity, m.last = folder.UIDValidity, 0
	}
	var taking error
	if err := m.look(ctx, client, func(ctx context.Context, a Answer) (bool, error) {
		var done bool
		done, taking = take(ctx, a)
		return done, taking
	}); err != nil && taking == nil {
		m.doubt()
		return m.failure(ctx, "reading the mailbox", err, "it is tried again")
	}
	if taking != nil {
		return taking
	}
	_ = client.Logout().Wait() // all is read and marked; a lost goodbye changes nothing
	return nil
}

// connect returns a client that may sign in.
func (m *Mailbox) connect(ctx context.Context) (*imapclient.Client, error) {
	conn, err := new(net.Dialer).DialContext(ctx, "tcp", net.JoinHostPort(m.cfg.Host, strconv.Itoa(m.cfg.Port)))
	if err != nil {
		return nil, err
	}
	stop := context.AfterFunc(ctx, func() { _ = conn.Close() })
	defer stop()
	secure := &tls.Config{ServerName: m.cfg.Host, RootCAs: m.cfg.RootCAs, MinVersion: tls.VersionTLS12, NextProtos: []string{"imap"}}
	switch m.cfg.TLS {
	case StartTLS:
		return imapclient.NewStartTLS(conn, &imapclient.Options{TLSConfig: secure})
	case ImplicitTLS:
		safe := tls.Client(conn, secure)
		if err := safe.HandshakeContext(ctx); err != nil {
			return nil, errors.Join(err, conn.Close())
		}
		conn = safe
	}
	client := imapclient.New(conn, nil)
	if err := client.WaitGreeting(); err != nil {
		return nil, errors.Join(err, client.Close())
	}
	return client, nil
}

// look goes over the mails that are new since the last one.
func (m *Mailbox) look(ctx context.Context, client *imapclient.Client, take func(context.Context, Answer) (bool, error)) error {
	found, err := client.UIDSearch(&imap.SearchCriteria{NotFlag: []imap.Flag{imap.FlagSeen, imap.FlagDeleted},
		UID: []imap.UIDSet{{imap.UIDRange{Start: m.last + 1, Stop: 0}}}}, nil).Wait()
	if err != nil {
		return err
	}
	m.reading = 0
	step := batch
	if m.careful {
		step = 1
	}
	for some := range slices.Chunk(found.AllUIDs(), step) {
		if some = slices.DeleteFunc(some, func(id imap.UID) bool { return id <= m.last }); len(some) == 0 { // “n:*” names the last mail in any case
			continue
		}
		m.reading = some[0]
		if err := m.some(ctx, client, some, take); err != nil {
			return err
		}
	}
	m.careful, m.suspect, m.reading = false, 0, 0
	return nil
}

// doubt remembers where a look failed, so that one mail that the server or the client cannot read never keeps back the others.
func (m *Mailbox) doubt() {
	if m.careful && m.reading != 0 && m.suspect == m.reading {
		m.last = m.reading
	}
	if m.careful {
		m.suspect = m.reading
	}
	m.careful = true
}

// some hands over what is in mails.
func (m *Mailbox) some(ctx context.Context, client *imapclient.Client, uids []imap.UID, take func(context.Context, Answer) (bool, error)) error {
	mails, err := client.Fetch(imap.UIDSetNum(uids...), &imap.FetchOptions{UID: true, Envelope: true, BodyStructure: &imap.FetchItemBodyStructure{Extended: true}}).Collect()
	if err != nil {
		return err
	}
	for _, mail := range mails {
		if err := m.one(ctx, client, mail, take); err != nil {
			return err
		}
		m.last = mail.UID
	}
	return nil
}

// one hands over the calendar object of a mail, if it has one.
func (m *Mailbox) one(ctx context.Context, client *imapclient.Client, mail *imapclient.FetchMessageBuffer, take func(context.Context, Answer) (bool, error)) error {
	p, ok := calendarPart(mail.BodyStructure)
	if !ok || mail.Envelope == nil || len(mail.Envelope.From) != 1 {
		return nil
	}
	section := &imap.FetchItemBodySection{Part: p.path, Peek: true, Partial: &imap.SectionPartial{Size: maxPart}}
	got, err := client.Fetch(imap.UIDSetNum(mail.UID), &imap.FetchOptions{UID: true, BodySection: []*imap.FetchItemBodySection{section}}).Collect()
	if err != nil {
		return err
	}
	if len(got) == 0 { // somebody deleted it meanwhile
		return nil
	}
	body, ok := p.decode(got[0].FindBodySection(section))
	if !ok {
		return nil
	}
	done, err := take(ctx, Answer{From: strings.ToLower(mail.Envelope.From[0].Addr()), Calendar: body})
	if err != nil || !done {
		return err
	}
	return client.Store(imap.UIDSetNum(mail.UID), &imap.StoreFlags{Op: imap.StoreFlagsAdd, Silent: true, Flags: []imap.Flag{imap.FlagSeen}}, nil).Close()
}

// failure says what was being done, what went wrong and what to do, in one line and without the password.
func (m *Mailbox) failure(ctx context.Context, doing string, err error, advice string) error {
	detail := strings.Join(strings.Fields(strings.ReplaceAll(err.Error(), m.cfg.Password, "[password]")), " ")
	if len(detail) > maxDetail {
		detail = strings.ToValidUTF8(detail[:maxDetail], "") + "…"
	}
	return &failure{fmt.Sprintf("%s %s:%d: %s; %s", doing, m.cfg.Host, m.cfg.Port, detail, advice), context.Cause(ctx)}
}

// failure is an error whose words were cleaned; its cause is the context's end, where that is what happened.
type failure struct {
	text  string
	cause error
}

func (f *failure) Error() string { return f.text }
func (f *failure) Unwrap() error { return f.cause }
