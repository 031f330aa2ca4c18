package mail_test

import (
	"net"
	"strings"
	"testing"
	"time"

	"debrief/integrations/mail"
	"debrief/integrations/mail/mailtest"
	"debrief/models"
)

var ada = models.Person{ID: 7, Name: "Ada Lée", Email: "ada@example.com"}

// says fails unless the trial came out so and its one paragraph has all of the words; the password is never among them.
func says(t *testing.T, got models.Trial, works bool, words ...string) {
	t.Helper()
	if got.Works != works || strings.Contains(got.Says, password) || strings.ContainsAny(got.Says, "\r\n") || !strings.HasSuffix(got.Says, ".") || len(got.Says) > 1000 {
		t.Errorf("the trial is %+v", got)
	}
	for _, w := range words {
		if !strings.Contains(got.Says, w) {
			t.Errorf("%q is missing from %q", w, got.Says)
		}
	}
}

func TestATestMailArrivesAndSaysWhatTheServerAnswered(t *testing.T) {
	t.Parallel()
	box := server(t, mailtest.Options{TLS: mailtest.StartTLS, Username: "debrief", Password: password})
	c := config(box)
	c.TLS, c.RootCAs, c.Username, c.Password = mail.StartTLS, box.RootCAs(), "debrief", password
	s, now := sender(t, c), time.Date(2026, 3, 2, 10, 0, 0, 0, time.UTC)
	says(t, s.Try(t.Context(), now, ada, "https://debrief.example.com"), true, box.Addr(), "ada@example.com", "answered “", "spam")
	says(t, s.Try(t.Context(), now, ada, "https://debrief.example.com"), true)
	list := box.Messages()
	if len(list) != 2 || list[0].Header("Message-ID") == list[1].Header("Message-ID") {
		t.Fatalf("%d mails arrived", len(list))
	}
	if m := list[0]; strings.Join(m.To, " ") != "ada@example.com" || m.Subject != "Debrief can send mail" || !strings.Contains(m.Text, "Hello Ada Lée,") ||
		!strings.Contains(m.Text, "https://debrief.example.com/operations") || !strings.HasSuffix(m.Header("Message-ID"), "@example.com>") {
		t.Errorf("the mail is\n%s", m.Raw)
	}
}

func TestATestMailThatFailsSaysWhyAndWhatToCheck(t *testing.T) {
	t.Parallel()
	try := func(t *testing.T, c mail.Config) models.Trial {
		t.Helper()
		return sender(t, c).Try(t.Context(), time.Date(2026, 3, 2, 10, 0, 0, 0, time.UTC), ada, "https://debrief.example.com")
	}
	t.Run("a wrong password", func(t *testing.T) {
		t.Parallel()
		box := server(t, mailtest.Options{TLS: mailtest.StartTLS, Username: "debrief", Password: "another"})
		c := config(box)
		c.TLS, c.RootCAs, c.Username, c.Password = mail.StartTLS, box.RootCAs(), "debrief", password
		says(t, try(t, c), false, "ada@example.com", box.Addr(), "535", "DEBRIEF_SMTP_PASSWORD")
	})
	t.Run("a host that does not answer", func(t *testing.T) {
		t.Parallel()
		box := server(t, mailtest.Options{})
		c := config(box)
		if err := box.Close(); err != nil {
			t.Fatal(err)
		}
		says(t, try(t, c), false, "refused", "DEBRIEF_SMTP_HOST")
	})
	t.Run("a server that refuses the recipient", func(t *testing.T) {
		t.Parallel()
		box := server(t, mailtest.Options{})
		box.Reject(550, 1)
		says(t, try(t, config(box)), false, "550", "DEBRIEF_SMTP_FROM")
		if n := len(box.Messages()); n != 0 {
			t.Errorf("%d mails arrived", n)
		}
	})
	t.Run("a certificate that nobody vouches for", func(t *testing.T) {
		t.Parallel()
		box := server(t, mailtest.Options{TLS: mailtest.StartTLS})
		c := config(box)
		c.TLS = mail.StartTLS
		says(t, try(t, c), false, "DEBRIEF_SMTP_CA_FILE")
	})
	t.Run("a server that says nothing", func(t *testing.T) {
		t.Parallel()
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = l.Close() })
		c := config(server(t, mailtest.Options{}))
		c.Port, c.Timeout = l.Addr().(*net.TCPAddr).Port, time.Second
		says(t, try(t, c), false, "no answer within 1s", "DEBRIEF_SMTP_PORT")
	})
}
