package mail_test

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"debrief/integrations/mail"
	"debrief/integrations/mail/mailtest"
)

const password = "s3cret-Pa55"

func config(s *mailtest.Server) mail.Config {
	return mail.Config{
		Host: s.Host(), Port: s.Port(), TLS: mail.NoTLS,
		From: "debrief@example.com", FromName: "Debrief", HELO: "debrief.example.com", Timeout: 20 * time.Second,
	}
}

func sender(t *testing.T, c mail.Config) *mail.Sender {
	t.Helper()
	s, err := mail.New(c)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func server(t *testing.T, o mailtest.Options) *mailtest.Server {
	t.Helper()
	s, err := mailtest.Start(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func invitation() mail.Message {
	return mail.Message{
		To:         []mail.Address{{Name: `Ann "A" Lée, PhD`, Email: "ann@example.com"}},
		Cc:         []mail.Address{{Email: "bo@example.com"}},
		MessageID:  "<17.2.ann@debrief.example>",
		InReplyTo:  "17.1.ann@debrief.example",
		References: []string{"17.0.ann@debrief.example", "<17.1.ann@debrief.example>"},
		Subject:    "Invitation: Überprüfung PM-17",
		Text:       "Hello Ann,\n.\n" + strings.Repeat("é", 200) + "\n",
		HTML:       "<p>Hello Ann</p>",
		Calendar:   &mail.Calendar{Method: "REQUEST", Body: []byte("BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nSUMMARY:é\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n")},
		Headers:    map[string]string{"List-Id": "Debrief <debrief.example.com>"},
		Date:       time.Date(2026, 3, 2, 10, 0, 0, 0, time.FixedZone("CET", 3600)),
	}
}

func TestAnInvitationArrivesAsOutlookAndGmailWantIt(t *testing.T) {
	t.Parallel()
	box := server(t, mailtest.Options{})
	m := invitation()
	if err := sender(t, config(box)).Send(t.Context(), m); err != nil {
		t.Fatal(err)
	}
	got := box.Messages()[0]
	for what, pair := range map[string][2]string{
		"envelope sender":     {got.From, "debrief@example.com"},
		"envelope recipients": {fmt.Sprint(got.To), "[ann@example.com bo@example.com]"},
		"From":                {got.Header("From"), `"Debrief" <debrief@example.com>`},
		"Cc":                  {got.Header("Cc"), "<bo@example.com>"},
		"Subject":             {got.Subject, m.Subject},
		"Date":                {got.Header("Date"), "Mon, 02 Mar 2026 10:00:00 +0100"},
		"Message-ID":          {got.Header("Message-ID"), "<17.2.ann@debrief.example>"},
		"In-Reply-To":         {got.Header("In-Reply-To"), "<17.1.ann@debrief.example>"},
		"References":          {got.Header("References"), "<17.0.ann@debrief.example> <17.1.ann@debrief.example>"},
		"Auto-Submitted":      {got.Header("Auto-Submitted"), "auto-generated"},
		"List-Id":             {got.Header("List-Id"), "Debrief <debrief.example.com>"},
		"User-Agent":          {got.Header("User-Agent") + got.Header("X-Mailer"), ""},
		"text":                {strings.ReplaceAll(got.Text, "\r\n", "\n"), m.Text},
		"html":                {got.HTML, m.HTML},
		"calendar":            {got.Calendar, string(m.Calendar.Body)},
		"method":              {got.CalendarMethod, "REQUEST"},
		"attachments":         {fmt.Sprint(got.Attachments), "[invite.ics]"},
		"problem":             {got.Problem, ""},
	} {
		if pair[0] != pair[1] {
			t.Errorf("%s is %q, want %q", what, pair[0], pair[1])
		}
	}
	to, err := got.Headers.AddressList("To")
	if err != nil || len(to) != 1 || to[0].Name != m.To[0].Name {
		t.Errorf("To is %v (%v)", to, err)
	}
	raw := string(got.Raw)
	for _, want := range []string{
		"Content-Type: multipart/mixed;", "Content-Type: multipart/alternative;",
		"Content-Type: text/calendar; method=REQUEST; charset=UTF-8",
		"Content-Transfer-Encoding: quoted-printable", "Content-Type: application/ics; name=\"invite.ics\"",
	} {
		if !strings.Contains(raw, want) {
			t.Errorf("%q is missing from\n%s", want, raw)
		}
	}
	text, html, ics := strings.Index(raw, "text/plain"), strings.Index(raw, "text/html"), strings.Index(raw, "text/calendar")
	if text < 0 || html < text || ics < html {
		t.Error("the alternatives do not run from text to HTML to calendar")
	}
}

func TestAPlainDigestHasNoAttachment(t *testing.T) {
	t.Parallel()
	box := server(t, mailtest.Options{})
	m := invitation()
	m.Calendar, m.HTML, m.Cc, m.References, m.InReplyTo, m.Headers = nil, "", nil, nil, "", nil
	if err := sender(t, config(box)).Send(t.Context(), m); err != nil {
		t.Fatal(err)
	}
	got := box.Messages()[0]
	if got.HTML+got.Calendar != "" || len(got.Attachments) > 0 || strings.Contains(string(got.Raw), "multipart") || got.Problem != "" {
		t.Errorf("got\n%s", got.Raw)
	}
	for _, absent := range []string{"Cc", "References", "In-Reply-To"} {
		if _, there := got.Headers[absent]; there {
			t.Errorf("%s is there", absent)
		}
	}
}

func TestAnyCleanSubjectAndNameArriveUnchanged(t *testing.T) {
	t.Parallel()
	box := server(t, mailtest.Options{})
	s := sender(t, config(box))
	rapid.Check(t, func(rt *rapid.T) {
		text := rapid.OneOf(rapid.String(), rapid.StringMatching(`[ a-z"\\,;:<>@()=?_éß]{1,150}`))
		m := invitation()
		m.Subject = mail.OneLine("S "+text.Draw(rt, "subject"), mail.MaxSubject)
		m.To[0].Name = mail.OneLine(text.Draw(rt, "name"), 300)
		box.Clear()
		if err := s.Send(t.Context(), m); err != nil {
			rt.Fatal(err)
		}
		got := box.Messages()[0]
		if got.Problem != "" || got.Subject != m.Subject {
			rt.Fatalf("the subject came as %q (%s), want %q", got.Subject, got.Problem, m.Subject)
		}
		name := m.To[0].Name
		if strings.ContainsFunc(name, func(r rune) bool { return r > 127 }) {
			name = strings.ReplaceAll(name, `\`, "/") // see Address.parsed
		}
		to, err := got.Headers.AddressList("To")
		if err != nil || len(to) != 1 || to[0].Name != name || to[0].Address != "ann@example.com" {
			rt.Fatalf("To came as %v (%v), want %q", to, err, name)
		}
		for _, l := range strings.Split(string(got.Raw), "\r\n") {
			if len(l) > 998 || strings.ContainsAny(l, "\r\n\x00") {
				rt.Fatalf("the line %q is too long or broken", l)
			}
		}
	})
}

func TestAWrongMessageIsRefusedForGoodAndTheFieldIsNamed(t *testing.T) {
	t.Parallel()
	box := server(t, mailtest.Options{})
	s := sender(t, config(box))
	tests := []struct {
		field  string
		change func(*mail.Message)
	}{
		{"To", func(m *mail.Message) { m.To = nil }},
		{"To", func(m *mail.Message) { m.To = make([]mail.Address, 101) }},
		{"To", func(m *mail.Message) { m.To[0].Email = "ann@example.com\r\nBcc: eve@example.com" }},
		{"To", func(m *mail.Message) { m.To[0].Email = "Ann <ann@example.com>" }},
		{"To", func(m *mail.Message) { m.To[0].Email = "änn@example.com" }},
		{"To", func(m *mail.Message) { m.To[0].Email = "a@example.com>SIZE=1" }},
		{"To", func(m *mail.Message) { m.To[0].Name = "Ann\r\nBcc: eve@example.com" }},
		{"To", func(m *mail.Message) { m.To[0].Name = "\xff" }},
		{"Cc", func(m *mail.Message) { m.Cc[0].Email = strings.Repeat("a", 250) + "@example.com" }},
		{"MessageID", func(m *mail.Message) { m.MessageID = "" }},
		{"MessageID", func(m *mail.Message) { m.MessageID = "a@b\r\nX: 1" }},
		{"MessageID", func(m *mail.Message) { m.MessageID = "a@b> <c@d" }},
		{"MessageID", func(m *mail.Message) { m.MessageID = "a@b@c" }},
		{"InReplyTo", func(m *mail.Message) { m.InReplyTo = "x" }},
		{"References", func(m *mail.Message) { m.References = []string{"a b@c"} }},
		{"References", func(m *mail.Message) { m.References = make([]string, 51) }},
		{"Subject", func(m *mail.Message) { m.Subject = " " }},
		{"Subject", func(m *mail.Message) { m.Subject = "a\nX: 1" }},
		{"Subject", func(m *mail.Message) { m.Subject = "a\rX: 1" }},
		{"Subject", func(m *mail.Message) { m.Subject = strings.Repeat("a", 501) }},
		{"Text", func(m *mail.Message) { m.Text = "" }},
		{"Text", func(m *mail.Message) { m.Text = strings.Repeat("a", 1<<20+1) }},
		{"HTML", func(m *mail.Message) { m.HTML = "\xff" }},
		{"Calendar", func(m *mail.Message) { m.Calendar.Method = "CANCEL" }},
		{"Calendar", func(m *mail.Message) { m.Calendar.Method = "REQUEST; x=1" }},
		{"Calendar", func(m *mail.Message) { m.Calendar.Body = []byte("METHOD:REQUEST\r\n") }},
		{"Calendar", func(m *mail.Message) {
			m.Calendar.Body = []byte("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nMETHOD:REQUEST\r\n")
		}},
		{"Calendar", func(m *mail.Message) { m.Calendar.Body = make([]byte, 256<<10+1) }},
		{"Headers", func(m *mail.Message) { m.Headers = map[string]string{"Bcc": "eve@example.com"} }},
		{"Headers", func(m *mail.Message) { m.Headers = map[string]string{"content-type": "text/html"} }},
		{"Headers", func(m *mail.Message) { m.Headers = map[string]string{"X: 1\r\nY": "1"} }},
		{"Headers", func(m *mail.Message) { m.Headers = map[string]string{"X-A": "1\r\nY: 1"} }},
		{"Headers", func(m *mail.Message) { m.Headers = map[string]string{"X-A": ""} }},
		{"Date", func(m *mail.Message) { m.Date = time.Time{} }},
	}
	for i, tt := range tests {
		t.Run(fmt.Sprint(i, " ", tt.field), func(t *testing.T) {
			t.Parallel()
			m := invitation()
			tt.change(&m)
			var failed *mail.Error
			err := s.Send(t.Context(), m)
			if !errors.As(err, &failed) || failed.Temporary || failed.Setup || !strings.Contains(err.Error(), tt.field+": ") {
				t.Errorf("got %v, want a permanent error that names %s", err, tt.field)
			}
		})
	}
	t.Cleanup(func() {
		if n := len(box.Messages()); n != 0 {
			t.Errorf("%d wrong messages were sent", n)
		}
	})
}

func TestEachKindOfEncryptionWorksWithAPassword(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ server, client string }{
		{mailtest.NoTLS, mail.NoTLS}, // allowed on the same machine only
		{mailtest.StartTLS, mail.StartTLS},
		{mailtest.StartTLS, ""},
		{mailtest.ImplicitTLS, mail.ImplicitTLS},
	} {
		t.Run(tt.server+" "+tt.client, func(t *testing.T) {
			t.Parallel()
			box := server(t, mailtest.Options{TLS: tt.server, Username: "debrief", Password: password})
			c := config(box)
			c.TLS, c.RootCAs, c.Username, c.Password = tt.client, box.RootCAs(), "debrief", password
			s := sender(t, c)
			if err := errors.Join(s.Check(t.Context()), s.Send(t.Context(), invitation())); err != nil {
				t.Fatal(err)
			}
			if n := len(box.Messages()); n != 1 {
				t.Errorf("%d messages arrived", n)
			}
		})
	}
}

func TestAFailureSaysWhetherToTryAgainAndWhatToDo(t *testing.T) {
	t.Parallel()
	type want struct {
		temporary, setup, unconfirmed bool
		code                          int
		advice                        string
	}
	tests := []struct {
		name    string
		options mailtest.Options
		change  func(*mailtest.Server, *mail.Config)
		want    want
	}{
		{"greylisting", mailtest.Options{},
			func(s *mailtest.Server, _ *mail.Config) { s.Reject(451, 1) },
			want{temporary: true, code: 451, advice: "try later"}},
		{"an unknown recipient", mailtest.Options{},
			func(s *mailtest.Server, _ *mail.Config) { s.Reject(550, 1) },
			want{code: 550, advice: "check the recipient's address"}},
		{"a server that is down", mailtest.Options{},
			func(s *mailtest.Server, _ *mail.Config) { s.Down(true) },
			want{temporary: true, setup: true, advice: "DEBRIEF_SMTP_HOST"}},
		{"a port where nothing listens", mailtest.Options{},
			func(s *mailtest.Server, _ *mail.Config) { _ = s.Close() },
			want{temporary: true, setup: true, advice: "DEBRIEF_SMTP_PORT"}},
		{"an answer that is lost", mailtest.Options{},
			func(s *mailtest.Server, _ *mail.Config) { s.AcceptThenDrop(1) },
			want{temporary: true, unconfirmed: true, advice: "same Message-ID"}},
		{"a wrong password", mailtest.Options{TLS: mailtest.StartTLS, Username: "debrief", Password: "other"},
			func(s *mailtest.Server, c *mail.Config) { c.TLS, c.RootCAs = mail.StartTLS, s.RootCAs() },
			want{setup: true, code: 535, advice: "DEBRIEF_SMTP_PASSWORD"}},
		{"a password that is missing", mailtest.Options{Username: "debrief", Password: "other"},
			func(_ *mailtest.Server, c *mail.Config) { c.Username, c.Password = "", "" },
			want{setup: true, code: 530, advice: "DEBRIEF_SMTP_USERNAME"}},
		{"a password that nobody asks for", mailtest.Options{},
			func(*mailtest.Server, *mail.Config) {},
			want{temporary: true, setup: true, advice: "DEBRIEF_SMTP_USERNAME"}},
		{"a server without STARTTLS", mailtest.Options{},
			func(_ *mailtest.Server, c *mail.Config) { c.TLS = mail.StartTLS },
			want{temporary: true, setup: true, advice: "set DEBRIEF_SMTP_TLS"}},
		{"TLS to a port that speaks none", mailtest.Options{},
			func(_ *mailtest.Server, c *mail.Config) { c.TLS = mail.ImplicitTLS },
			want{temporary: true, setup: true, advice: "does not speak TLS"}},
		{"an unknown authority", mailtest.Options{TLS: mailtest.StartTLS},
			func(_ *mailtest.Server, c *mail.Config) { c.TLS, c.RootCAs = mail.StartTLS, x509.NewCertPool() },
			want{temporary: true, setup: true, advice: "DEBRIEF_SMTP_CA_FILE"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			box := server(t, tt.options)
			c := config(box)
			if tt.name != "greylisting" && tt.name != "an unknown recipient" && tt.name != "an answer that is lost" {
				c.Username, c.Password = "debrief", password
			}
			tt.change(box, &c)
			err := sender(t, c).Send(t.Context(), invitation())
			var failed *mail.Error
			if !errors.As(err, &failed) {
				t.Fatalf("got %v, want a *mail.Error", err)
			}
			got := want{failed.Temporary, failed.Setup, failed.Unconfirmed, failed.Code, tt.want.advice}
			if got != tt.want || !strings.Contains(err.Error(), tt.want.advice) {
				t.Errorf("got %+v, want %+v, in %v", got, tt.want, err)
			}
			if strings.Contains(err.Error(), password) || strings.Contains(fmt.Sprintf("%+v %#v", err, c), password) {
				t.Errorf("the password is printed: %v", err)
			}
		})
	}
}

// silent accepts connections and passes them to talk, which owns them.
func silent(t *testing.T, talk func(net.Conn)) (host string, port int) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			t.Cleanup(func() { _ = c.Close() })
			go talk(c)
		}
	}()
	a := l.Addr().(*net.TCPAddr)
	return a.IP.String(), a.Port
}

func TestSendGivesUpWhenTheContextEnds(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	c := mail.Config{From: "debrief@example.com", TLS: mail.NoTLS, Timeout: time.Minute}
	c.Host, c.Port = silent(t, func(conn net.Conn) {
		_, _ = conn.Write([]byte("220 ready\r\n"))
		_, _ = conn.Read(make([]byte, 1)) // EHLO has begun, and no answer will come
		cancel()
	})
	err := sender(t, c).Send(ctx, invitation())
	var failed *mail.Error
	if !errors.As(err, &failed) || !failed.Temporary || !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestSendGivesUpAfterItsTimeout(t *testing.T) {
	t.Parallel()
	c := mail.Config{From: "debrief@example.com", TLS: mail.NoTLS, Timeout: time.Second}
	c.Host, c.Port = silent(t, func(net.Conn) {})
	err := sender(t, c).Send(t.Context(), invitation()) // that it comes back at all is the point
	var failed *mail.Error
	if !errors.As(err, &failed) || !failed.Temporary {
		t.Errorf("got %v", err)
	}
}

func TestAServerThatEchoesThePasswordDoesNotGetItIntoTheLog(t *testing.T) {
	t.Parallel()
	c := mail.Config{From: "debrief@example.com", TLS: mail.NoTLS, Username: "debrief", Password: password}
	c.Host, c.Port = silent(t, func(conn net.Conn) {
		buf := make([]byte, 1024)
		_, _ = conn.Write([]byte("220 ready\r\n"))
		_, _ = conn.Read(buf)
		_, _ = conn.Write([]byte("250-x\r\n250 AUTH PLAIN\r\n"))
		n, _ := conn.Read(buf)
		line := strings.TrimSpace(string(buf[:n]))
		_, _ = fmt.Fprintf(conn, "535 no: %s %s\x07%s\r\n", line, password, strings.Repeat("x", 2000))
		for {
			if _, err := conn.Read(buf); err != nil {
				return
			}
			_, _ = conn.Write([]byte("221 bye\r\n"))
		}
	})
	err := sender(t, c).Send(t.Context(), invitation())
	var failed *mail.Error
	if !errors.As(err, &failed) || failed.Code != 535 || !strings.Contains(err.Error(), "[password]") {
		t.Fatalf("got %v", err)
	}
	for _, secret := range []string{password, "AGRlYnJpZWY", "\x07"} {
		if strings.Contains(err.Error(), secret) {
			t.Errorf("%q is in %v", secret, err)
		}
	}
	if len(err.Error()) > 700 {
		t.Errorf("the error has %d octets", len(err.Error()))
	}
}

func TestAMailCountsAsSentWhateverTheServerSaysAfterTakingIt(t *testing.T) {
	t.Parallel()
	c := mail.Config{From: "debrief@example.com", TLS: mail.NoTLS}
	c.Host, c.Port = silent(t, func(conn net.Conn) {
		buf := make([]byte, 64<<10)
		_, _ = conn.Write([]byte("220 ready\r\n"))
		for _, answer := range []string{"250 x", "250 ok", "250 ok", "250 ok", "354 go"} { // EHLO, MAIL, two RCPT, DATA
			_, _ = conn.Read(buf)
			_, _ = conn.Write([]byte(answer + "\r\n"))
		}
		for data := ""; !strings.HasSuffix(data, "\r\n.\r\n"); {
			n, err := conn.Read(buf)
			if err != nil {
				return
			}
			data += string(buf[:n])
		}
		_, _ = conn.Write([]byte("250 queued\r\n"))
		_ = conn.Close() // no goodbye
	})
	if err := sender(t, c).Send(t.Context(), invitation()); err != nil {
		t.Error(err)
	}
}
