package mailtest_test

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/smtp"
	"net/textproto"
	"strings"
	"testing"
	"time"

	"debrief/integrations/mail/mailtest"
)

const sample = "From: =?utf-8?q?D=C3=A9brief?= <d@example.com>\r\nTo: ann@example.com\r\nSubject: =?utf-8?q?H=C3=A9llo_<b>?=\r\n" +
	"Content-Type: multipart/mixed; boundary=a\r\n\r\n" +
	"--a\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n" +
	"--b\r\nContent-Type: text/plain; charset=UTF-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nT=C3=A9xt <script>\r\n" +
	"--b\r\nContent-Type: text/html; charset=UTF-8\r\nContent-Transfer-Encoding: base64\r\n\r\nPCFkb2N0eXBlIGh0bWw+PHA+aGk8L3A+\r\n" +
	"--b\r\nContent-Type: text/calendar; charset=UTF-8; method=REQUEST\r\n\r\nBEGIN:VCALENDAR\r\n" +
	"--b--\r\n" +
	"--a\r\nContent-Type: text/calendar\r\nContent-Disposition: attachment; filename=\"invite.ics\"\r\n\r\nX\r\n--a--\r\n"

func start(t *testing.T, o mailtest.Options) *mailtest.Server {
	t.Helper()
	s, err := mailtest.Start(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func send(s *mailtest.Server, body string) error {
	return smtp.SendMail(s.Addr(), nil, "d@example.com", []string{"ann@example.com", "bo@example.com"}, []byte(body))
}

func TestAMailIsCaughtAndItsPartsAreRead(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	s := start(t, mailtest.Options{Now: func() time.Time { return now }})
	if err := send(s, sample); err != nil {
		t.Fatal(err)
	}
	m := s.Messages()[0]
	for what, pair := range map[string][2]string{
		"ID":          {fmt.Sprint(m.ID), "1"},
		"From":        {m.From, "d@example.com"},
		"To":          {fmt.Sprint(m.To), "[ann@example.com bo@example.com]"},
		"From header": {m.Header("From"), "Débrief <d@example.com>"},
		"Subject":     {m.Subject, "Héllo <b>"},
		"Text":        {m.Text, "Téxt <script>"},
		"HTML":        {m.HTML, "<!doctype html><p>hi</p>"},
		"Calendar":    {m.Calendar, "BEGIN:VCALENDAR"},
		"Method":      {m.CalendarMethod, "REQUEST"},
		"Attachments": {fmt.Sprint(m.Attachments), "[invite.ics]"},
		"ReceivedAt":  {m.ReceivedAt.String(), now.String()},
		"Problem":     {m.Problem, ""},
		"Raw":         {string(m.Raw), sample},
	} {
		if pair[0] != pair[1] {
			t.Errorf("%s is %q, want %q", what, pair[0], pair[1])
		}
	}
}

func TestABrokenMailIsKeptAndSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	deep := "Subject: x\r\n"
	for i := range 12 {
		deep += fmt.Sprintf("Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n", i, i)
	}
	for name, body := range map[string]string{
		"no header":      "just text\r\n",
		"no boundary":    "Content-Type: multipart/mixed; boundary=a\r\n\r\nnothing\r\n",
		"bad type":       "Content-Type: /;;\r\n\r\nx\r\n",
		"bad base64":     "Content-Transfer-Encoding: base64\r\n\r\n!!!\r\n",
		"nested too far": deep,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := start(t, mailtest.Options{})
			if err := send(s, body); err != nil {
				t.Fatal(err)
			}
			if m := s.Messages()[0]; m.Problem == "" || len(m.Raw) == 0 {
				t.Errorf("got %+v", m)
			}
		})
	}
}

func TestOnlyTheNewestThousandAreKept(t *testing.T) {
	t.Parallel()
	s := start(t, mailtest.Options{})
	c, err := smtp.Dial(s.Addr())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = c.Close() }()
	for i := range 1003 {
		if err := errors.Join(c.Mail("d@example.com"), c.Rcpt("ann@example.com")); err != nil {
			t.Fatal(err)
		}
		w, err := c.Data()
		if err != nil {
			t.Fatal(err)
		}
		_, _ = fmt.Fprintf(w, "Subject: %d\r\n\r\nx\r\n", i)
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
	}
	all := s.Messages()
	if len(all) != 1000 || all[0].ID != 4 || all[999].Subject != "1002" {
		t.Errorf("%d are kept, from %d to %q", len(all), all[0].ID, all[len(all)-1].Subject)
	}
	s.Clear()
	if len(s.Messages()) != 0 {
		t.Error("Clear leaves messages")
	}
}

func TestWaitForReturnsWhenTheMailComesOrTheContextEnds(t *testing.T) {
	t.Parallel()
	s := start(t, mailtest.Options{})
	got := make(chan error, 1)
	go func() {
		_, err := s.WaitFor(t.Context(), func(m []mailtest.Message) bool { return len(m) == 2 })
		got <- err
	}()
	for range 2 {
		if err := send(s, sample); err != nil {
			t.Fatal(err)
		}
	}
	if err := <-got; err != nil {
		t.Error(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if all, err := s.WaitFor(ctx, func([]mailtest.Message) bool { return false }); !errors.Is(err, context.Canceled) || len(all) != 2 {
		t.Errorf("got %d messages and %v", len(all), err)
	}
}

func TestRejectRefusesTheNextMails(t *testing.T) {
	t.Parallel()
	s := start(t, mailtest.Options{})
	s.Reject(451, 2)
	for range 2 {
		var reply *textproto.Error
		if err := send(s, sample); !errors.As(err, &reply) || reply.Code != 451 {
			t.Errorf("got %v, want a 451", err)
		}
	}
	if err := send(s, sample); err != nil || len(s.Messages()) != 1 {
		t.Errorf("the third mail: %v, %d caught", err, len(s.Messages()))
	}
}

func TestAcceptThenDropTakesTheMailWithoutAnAnswer(t *testing.T) {
	t.Parallel()
	s := start(t, mailtest.Options{})
	s.AcceptThenDrop(1)
	var reply *textproto.Error
	if err := send(s, sample); err == nil || errors.As(err, &reply) {
		t.Errorf("got %v, want a broken connection", err)
	}
	if err := send(s, sample); err != nil {
		t.Error(err)
	}
	if _, err := s.WaitFor(t.Context(), func(m []mailtest.Message) bool { return len(m) == 2 }); err != nil {
		t.Error(err)
	}
}

func TestAServerThatIsDownBreaksOldAndNewConnections(t *testing.T) {
	t.Parallel()
	s := start(t, mailtest.Options{})
	c, err := smtp.Dial(s.Addr())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = c.Close() }()
	s.Down(true)
	if err := c.Noop(); err == nil {
		t.Error("an old connection still answers")
	}
	if err := send(s, sample); err == nil {
		t.Error("a new connection is served")
	}
	s.Down(false)
	if err := send(s, sample); err != nil {
		t.Error(err)
	}
}

func TestStartTLSAndPlainAreDemandedWhenAskedFor(t *testing.T) {
	t.Parallel()
	s := start(t, mailtest.Options{TLS: mailtest.StartTLS, Username: "u", Password: "p"})
	c, err := smtp.Dial(s.Addr())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = c.Close() }()
	if err := c.Mail("d@example.com"); err == nil {
		t.Error("mail is taken without TLS")
	}
	if err := c.StartTLS(&tls.Config{ServerName: s.Host(), RootCAs: s.RootCAs()}); err != nil {
		t.Fatal(err)
	}
	if err := c.Mail("d@example.com"); err == nil {
		t.Error("mail is taken without a password")
	}
	if err := c.Auth(smtp.PlainAuth("", "u", "p", s.Host())); err != nil {
		t.Error(err)
	}
	if err := c.Mail("d@example.com"); err != nil {
		t.Error(err)
	}
}

func TestCloseEndsTheServerAndMayBeCalledTwice(t *testing.T) {
	t.Parallel()
	s := start(t, mailtest.Options{})
	if err := errors.Join(s.Close(), s.Close()); err != nil {
		t.Error(err)
	}
	if c, err := net.Dial("tcp", s.Addr()); err == nil {
		_ = c.Close()
		t.Error("the port still answers")
	}
}

func TestOptionsThatMakeNoSenseAreRefused(t *testing.T) {
	t.Parallel()
	for _, o := range []mailtest.Options{{Addr: "nowhere"}, {Addr: "127.0.0.1:99999"}, {TLS: "sometimes"}} {
		if s, err := mailtest.Start(o); err == nil {
			_ = s.Close()
			t.Errorf("%+v is accepted", o)
		}
	}
}

func TestThePageShowsTheNewestFirstAndEachMailInASandbox(t *testing.T) {
	t.Parallel()
	s := start(t, mailtest.Options{})
	page := httptest.NewServer(http.StripPrefix("/mail", s.Page()))
	t.Cleanup(page.Close)

	if body, _ := get(t, page.URL+"/mail/", 200); !strings.Contains(body, "No mail yet") {
		t.Error("the empty list does not say so")
	}
	for _, body := range []string{"Subject: first\r\n\r\nx\r\n", sample} {
		if err := send(s, body); err != nil {
			t.Fatal(err)
		}
	}
	list, csp := get(t, page.URL+"/mail/", 200)
	first, second := strings.Index(list, "first"), strings.Index(list, "Héllo &lt;b&gt;")
	if second < 0 || first < second || !strings.Contains(list, `href="2"`) || !strings.Contains(list, "REQUEST") {
		t.Errorf("the list is\n%s", list)
	}
	if strings.Contains(csp, "unsafe") || strings.Contains(csp, "script-src") || strings.Contains(list, "<script") {
		t.Errorf("the list may run scripts: %s", csp)
	}
	one, _ := get(t, page.URL+"/mail/2", 200)
	for _, want := range []string{
		`src="2/html" sandbox="allow-popups allow-top-navigation-by-user-activation"`,
		"Téxt &lt;script&gt;", "BEGIN:VCALENDAR", "invite.ics", `href="./"`, "Débrief &lt;d@example.com&gt;",
	} {
		if !strings.Contains(one, want) {
			t.Errorf("%q is missing from\n%s", want, one)
		}
	}
	html, csp := get(t, page.URL+"/mail/2/html", 200)
	if html != `<!doctype html><base target="_top"><p>hi</p>` {
		t.Errorf("the mail is shown as %s", html)
	}
	if !strings.Contains(csp, "default-src 'none'") || !strings.Contains(csp, "sandbox allow-popups") || strings.Contains(csp, "allow-scripts") {
		t.Errorf("the mail's policy is %s", csp)
	}
	if raw, _ := get(t, page.URL+"/mail/2/raw", 200); raw != sample {
		t.Errorf("the source is\n%s", raw)
	}
	if css, _ := get(t, page.URL+"/mail/page.css", 200); !strings.Contains(css, "light-dark") {
		t.Error("the style sheet is missing")
	}
	for _, path := range []string{"9", "x", "9/html", "-1/raw"} {
		get(t, page.URL+"/mail/"+path, 404)
	}
}

func get(t *testing.T, url string, want int) (body, csp string) {
	t.Helper()
	r, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = r.Body.Close() }()
	b, err := io.ReadAll(r.Body)
	if err != nil || r.StatusCode != want {
		t.Errorf("%s answers %d (%v), want %d", url, r.StatusCode, err, want)
	}
	return string(b), r.Header.Get("Content-Security-Policy")
}
