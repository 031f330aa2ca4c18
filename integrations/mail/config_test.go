package mail_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"debrief/integrations/mail"
)

func TestWrongSettingsAreAllNamedAtOnce(t *testing.T) {
	t.Parallel()
	_, err := mail.New(mail.Config{
		Host: "smtp://mail", Port: -1, Username: "u", From: "nobody", FromName: "a\nb", Timeout: time.Millisecond, HELO: "a b",
	})
	if err == nil {
		t.Fatal("wrong settings are accepted")
	}
	for _, name := range []string{"HOST", "PORT", "PASSWORD", "FROM", "FROM_NAME", "TIMEOUT", "HELO"} {
		if !strings.Contains(err.Error(), "DEBRIEF_SMTP_"+name+":") {
			t.Errorf("DEBRIEF_SMTP_%s is not named in\n%v", name, err)
		}
	}
}

func TestASingleWrongSettingIsNamed(t *testing.T) {
	t.Parallel()
	tests := []struct {
		variable string
		change   func(*mail.Config)
	}{
		{"HOST", func(c *mail.Config) { c.Host = "" }},
		{"HOST", func(c *mail.Config) { c.Host = "mail:25" }},
		{"HOST", func(c *mail.Config) { c.Host = "mail\n" }},
		{"PORT", func(c *mail.Config) { c.Port = 65536 }},
		{"USERNAME", func(c *mail.Config) { c.Username = "" }},
		{"PASSWORD", func(c *mail.Config) { c.Password = "" }},
		{"PASSWORD", func(c *mail.Config) { c.Password = password + "\n" }},
		{"TLS", func(c *mail.Config) { c.TLS = "ssl" }},
		{"TLS", func(c *mail.Config) { c.TLS = mail.NoTLS }},
		{"FROM", func(c *mail.Config) { c.From = "" }},
		{"FROM", func(c *mail.Config) { c.From = "Debrief <debrief@example.com>" }},
		{"TIMEOUT", func(c *mail.Config) { c.Timeout = time.Hour }},
	}
	for i, tt := range tests {
		t.Run(fmt.Sprint(i, " ", tt.variable), func(t *testing.T) {
			t.Parallel()
			c := mail.Config{Host: "smtp.example.com", From: "debrief@example.com", Username: "u", Password: password}
			if _, err := mail.New(c); err != nil {
				t.Fatal(err)
			}
			tt.change(&c)
			_, err := mail.New(c)
			if err == nil || !strings.Contains(err.Error(), "DEBRIEF_SMTP_"+tt.variable+":") || strings.Count(err.Error(), "\n") > 0 {
				t.Errorf("got %v", err)
			}
			if err != nil && strings.Contains(err.Error(), password) {
				t.Error("the password is printed")
			}
		})
	}
}

func TestNothingIsPrintedWithItsPassword(t *testing.T) {
	t.Parallel()
	c := mail.Config{Host: "smtp.example.com", Username: "u", Password: password, From: "debrief@example.com"}
	s, err := mail.New(c)
	if err != nil {
		t.Fatal(err)
	}
	for _, format := range []string{"%v", "%+v", "%#v", "%s"} {
		for _, v := range []any{c, &c, s, *s} {
			if got := fmt.Sprintf(format, v); strings.Contains(got, password) || !strings.Contains(got, "smtp.example.com") {
				t.Errorf("%s prints %s", format, got)
			}
		}
	}
}

func TestOneLineMakesAnyTextFitForAHeader(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		in    string
		limit int
		want  string
	}{
		{" a\r\nBcc: x\t\x00b\u2028c ", 100, "a Bcc: x b c"},
		{"aaaaaa", 6, "aaaaaa"},
		{"aaaaaaa", 6, "aaa…"},
		{"ééééé", 6, "é…"},
		{"long", 0, "long"},
		{"\xff", 9, "\uFFFD"},
	} {
		if got := mail.OneLine(tt.in, tt.limit); got != tt.want {
			t.Errorf("OneLine(%q, %d) is %q, want %q", tt.in, tt.limit, got, tt.want)
		}
	}
}
