package mailbox_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"

	"debrief/integrations/mailbox"
	"debrief/integrations/mailbox/mailboxtest"
)

const reply = "BEGIN:VCALENDAR\nMETHOD:REPLY\nBEGIN:VEVENT\nUID:one@debrief.test\nATTENDEE;PARTSTAT=ACCEPTED:mailto:ana@example.test\nEND:VEVENT\nEND:VCALENDAR\n"

// plain is an answer as one part.
func plain(from, body string) string {
	return "From: " + from + "\nTo: debrief@example.test\nSubject: Accepted\nMIME-Version: 1.0\nContent-Type: text/calendar; method=REPLY; charset=UTF-8\n\n" + body
}

// alternative is an answer as large calendar programs send it: beside a text, encoded, and attached once more.
func alternative(kind, encoded string) string {
	return "From: \"Ana Lind\" <Ana@Example.test>\nTo: debrief@example.test\nSubject: Accepted\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=outer\n\n" +
		"--outer\nContent-Type: multipart/alternative; boundary=inner\n\n--inner\nContent-Type: text/plain\n\nAna Lind has accepted.\n" +
		"--inner\nContent-Type: " + kind + "\nContent-Transfer-Encoding: base64\n\n" + encoded + "\n--inner--\n" +
		"--outer\nContent-Type: application/ics; name=invite.ics\nContent-Transfer-Encoding: base64\n\n" + encoded + "\n--outer--\n"
}

func wrapped(body string) string {
	text := base64.StdEncoding.EncodeToString([]byte(body))
	var lines []string
	for len(text) > 76 {
		lines, text = append(lines, text[:76]), text[76:]
	}
	return strings.Join(append(lines, text), "\n")
}

func started(t *testing.T, s *mailboxtest.Server, err error) *mailboxtest.Server {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func config(s *mailboxtest.Server) mailbox.Config {
	return mailbox.Config{Host: s.Host, Port: s.Port, Username: mailboxtest.Username, Password: mailboxtest.Password, TLS: mailbox.NoTLS}
}

func opened(t *testing.T, c mailbox.Config) *mailbox.Mailbox {
	t.Helper()
	m, err := mailbox.New(c)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// read returns what one look into the mailbox finds, all of it taken.
func read(t *testing.T, m *mailbox.Mailbox) (answers []mailbox.Answer) {
	t.Helper()
	if err := m.Read(t.Context(), func(_ context.Context, a mailbox.Answer) (bool, error) {
		answers = append(answers, a)
		return true, nil
	}); err != nil {
		t.Fatal(err)
	}
	return answers
}

func deliver(t *testing.T, s *mailboxtest.Server, mails ...string) {
	t.Helper()
	for _, mail := range mails {
		if _, err := s.Deliver(mail); err != nil {
			t.Fatal(err)
		}
	}
}

func unread(t *testing.T, s *mailboxtest.Server, want uint32) {
	t.Helper()
	if n, err := s.Unread(); err != nil || n != want {
		t.Errorf("%d mails are unread (%v), want %d", n, err, want)
	}
}

func TestAnswersAreReadInEveryShapeInWhichProgramsSendThem(t *testing.T) {
	t.Parallel()
	latin := strings.Replace(reply, "ATTENDEE;", "ATTENDEE;CN=Bj\xf6rn;", 1)
	for name, mail := range map[string]string{
		"alone":                   plain("ana@example.test", reply),
		"encoded and attached":    alternative("text/calendar; charset=utf-8; METHOD=REPLY", wrapped(reply)),
		"without its method":      alternative("text/calendar", wrapped(reply)),
		"only attached":           alternative("application/ics; name=reply.ics", wrapped(reply)),
		"in printable octets":     strings.Replace(plain("ana@example.test", strings.ReplaceAll(reply, "=", "=3D")), "\n\n", "\nContent-Transfer-Encoding: quoted-printable\n\n", 1),
		"of an old character set": strings.Replace(plain("ana@example.test", latin), "UTF-8", "ISO-8859-1", 1),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, err := mailboxtest.Start(nil)
			deliver(t, started(t, s, err), mail)
			answers := read(t, opened(t, config(s)))
			if len(answers) != 1 || answers[0].From != "ana@example.test" {
				t.Fatalf("read %q, want one answer of ana@example.test", answers)
			}
			got := strings.ReplaceAll(string(answers[0].Calendar), "\r\n", "\n")
			if got = strings.Replace(got, "CN=Bj?rn;", "", 1); strings.TrimSpace(got) != strings.TrimSpace(reply) {
				t.Errorf("read %q, want %q", got, reply)
			}
			unread(t, s, 0)
		})
	}
}

func TestMailThatIsNoAnswerStaysUnread(t *testing.T) {
	t.Parallel()
	s, err := mailboxtest.Start(nil)
	large := plain("ana@example.test", strings.Repeat("X-LONG:"+strings.Repeat("a", 70)+"\n", 2000))
	deliver(t, started(t, s, err),
		"From: bo@example.test\nSubject: Hello\n\nIs anybody there?\n",
		strings.Replace(plain("bo@example.test", reply), "method=REPLY", "method=REQUEST", 1),
		large,
		"From: bo@example.test\nSubject: Forwarded\nMIME-Version: 1.0\nContent-Type: message/rfc822\n\n"+plain("ana@example.test", reply),
		"From: a@example.test, b@example.test\nMIME-Version: 1.0\nContent-Type: text/calendar\n\n"+reply,
		strings.Replace(plain("bo@example.test", "%%%"), "\n\n", "\nContent-Transfer-Encoding: base64\n\n", 1),
		"")
	m := opened(t, config(s))
	if answers := read(t, m); len(answers) != 0 {
		t.Errorf("read %q, want nothing", answers)
	}
	unread(t, s, 7)
	deliver(t, s, plain("ana@example.test", reply))
	if answers := read(t, m); len(answers) != 1 {
		t.Errorf("after that %d answers were read, want the new one", len(answers))
	}
	unread(t, s, 7)
}

func TestAnAnswerThatWasNotTakenIsHandedOverAgain(t *testing.T) {
	t.Parallel()
	s, err := mailboxtest.Start(nil)
	deliver(t, started(t, s, err), plain("ana@example.test", reply), plain("bo@example.test", reply))
	m := opened(t, config(s))
	down := errors.New("the database is down")
	for range 4 { // however long it takes
		err = m.Read(t.Context(), func(context.Context, mailbox.Answer) (bool, error) { return false, down })
		if !errors.Is(err, down) {
			t.Errorf("the look ended with %v, want %v", err, down)
		}
	}
	unread(t, s, 2)
	if answers := read(t, m); len(answers) != 2 || answers[0].From != "ana@example.test" {
		t.Errorf("then %q was read, want both", answers)
	}
	if answers := read(t, opened(t, config(s))); len(answers) != 0 {
		t.Errorf("after a restart %q was read again", answers)
	}
}

func TestAMailThatCannotBeReadKeepsNoOtherBack(t *testing.T) {
	t.Parallel()
	s, err := mailboxtest.Start(nil)
	deliver(t, started(t, s, err), plain("ana@example.test", reply),
		"From: bo@example.test\nMIME-Version: 1.0\nContent-Type: multipart/mixed\n\nwithout a boundary: the server breaks off at it\n",
		plain("cy@example.test", reply))
	m := opened(t, config(s))
	var from []string
	for range 3 {
		if err := m.Read(t.Context(), func(_ context.Context, a mailbox.Answer) (bool, error) {
			from = append(from, a.From)
			return true, nil
		}); err == nil {
			t.Error("the look did not fail")
		}
	}
	if len(from) != 1 || from[0] != "ana@example.test" {
		t.Errorf("before the broken mail %q was read, want ana's answer once", from)
	}
	if answers := read(t, m); len(answers) != 1 || answers[0].From != "cy@example.test" {
		t.Errorf("after it %q was read, want cy's answer", answers)
	}
}

func TestMoreMailsThanAreAskedForAtOnceAreAllRead(t *testing.T) {
	t.Parallel()
	s, err := mailboxtest.Start(nil)
	started(t, s, err)
	for n := range 230 {
		deliver(t, s, plain(fmt.Sprintf("p%d@example.test", n), reply))
	}
	answers := read(t, opened(t, config(s)))
	if len(answers) != 230 || answers[229].From != "p229@example.test" {
		t.Errorf("read %d answers, want 230 in their order", len(answers))
	}
}

func TestTheConnectionIsEncryptedAndTheServerChecked(t *testing.T) {
	t.Parallel()
	web := httptest.NewTLSServer(nil) // has a certificate for 127.0.0.1
	t.Cleanup(web.Close)
	secure := &tls.Config{Certificates: web.TLS.Certificates, MinVersion: tls.VersionTLS12}
	pool := x509.NewCertPool()
	pool.AddCert(web.Certificate())
	for _, how := range []struct {
		tls   string
		start func(*tls.Config) (*mailboxtest.Server, error)
	}{{mailbox.ImplicitTLS, mailboxtest.Start}, {mailbox.StartTLS, mailboxtest.StartUpgrading}} {
		t.Run(how.tls, func(t *testing.T) {
			t.Parallel()
			s, err := how.start(secure)
			deliver(t, started(t, s, err), plain("ana@example.test", reply))
			c := config(s)
			c.TLS = how.tls
			refused(t, c, "certificate")
			c.RootCAs = pool
			if answers := read(t, opened(t, c)); len(answers) != 1 {
				t.Errorf("read %d answers, want 1", len(answers))
			}
		})
	}
	s, err := mailboxtest.Start(nil) // knows no STARTTLS
	c := config(started(t, s, err))
	c.TLS = mailbox.StartTLS
	refused(t, c, "STARTTLS")
}

// refused reads a mailbox that cannot be read, and looks for words in the error.
func refused(t *testing.T, c mailbox.Config, words ...string) {
	t.Helper()
	err := opened(t, c).Read(t.Context(), func(context.Context, mailbox.Answer) (bool, error) {
		t.Error("an answer was handed over")
		return true, nil
	})
	if err == nil {
		t.Fatal("the mailbox was read")
	}
	for _, word := range words {
		if !strings.Contains(err.Error(), word) {
			t.Errorf("the error is %q, want one that says %q", err, word)
		}
	}
	if strings.Contains(err.Error(), c.Password) || strings.Contains(err.Error(), "\n") {
		t.Errorf("the error tells the password or has several lines: %q", err)
	}
}

func TestWhatIsWrongSaysWhatToDo(t *testing.T) {
	t.Parallel()
	s, err := mailboxtest.Start(nil)
	c := config(started(t, s, err))
	password := c
	password.Password = "another-word"
	refused(t, password, "DEBRIEF_IMAP_PASSWORD")
	folder := c
	folder.Folder = "Answers"
	refused(t, folder, "DEBRIEF_IMAP_FOLDER")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	refused(t, c, "DEBRIEF_IMAP_HOST")

	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := opened(t, c).Read(ctx, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("a look that was broken off ends with %v", err)
	}
}

func TestSettingsAreRefusedAllAtOnceEachWithItsVariable(t *testing.T) {
	t.Parallel()
	_, err := mailbox.New(mailbox.Config{Host: "https://imap.example.com", Port: 70000, Password: "a\nb"})
	for _, variable := range []string{"HOST", "PORT", "USERNAME", "PASSWORD"} {
		if err == nil || !strings.Contains(err.Error(), "DEBRIEF_IMAP_"+variable+":") {
			t.Errorf("the error does not name DEBRIEF_IMAP_%s: %v", variable, err)
		}
	}
	_, err = mailbox.New(mailbox.Config{Host: "imap.example.com", Username: "u", Password: "p-word", TLS: mailbox.NoTLS})
	if err == nil || !strings.Contains(err.Error(), "DEBRIEF_IMAP_TLS:") {
		t.Errorf("a password in the clear to another machine is refused, got %v", err)
	}
	m, err := mailbox.New(mailbox.Config{Host: "imap.example.com", Username: "u", Password: "p-word"})
	if err != nil {
		t.Fatal(err)
	}
	if text := fmt.Sprintf("%v %+v %#v %s", m, m, m, m); strings.Contains(text, "p-word") || !strings.Contains(text, "993") {
		t.Errorf("printed it is %s", text)
	}
}
