package mail

import (
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"os"
	"strings"
	"time"

	"debrief/integrations/outbound"
)

// How the connection to the server is encrypted.
const (
	StartTLS    = "starttls" // upgrade a plain connection, and refuse to go on without (RFC 3207)
	ImplicitTLS = "tls"      // TLS from the first byte (RFC 8314, section 3)
	NoTLS       = "none"     // plain text, for a relay on the same machine or network
)

const (
	defaultTimeout = 30 * time.Second
	maxTimeout     = 10 * time.Minute
)

// Config says how to reach the mail server. The comment of a field names the
// variable that New blames when the field is wrong.
type Config struct {
	Host     string         // DEBRIEF_SMTP_HOST: a name or an IP address; required
	Port     int            // DEBRIEF_SMTP_PORT: 1 to 65535; 0 means 587, for ImplicitTLS 465, for NoTLS 25
	Username string         // DEBRIEF_SMTP_USERNAME: empty means no authentication
	Password string         // DEBRIEF_SMTP_PASSWORD: required with a username; never printed
	TLS      string         // DEBRIEF_SMTP_TLS: StartTLS (also when empty), ImplicitTLS or NoTLS
	RootCAs  *x509.CertPool // DEBRIEF_SMTP_CA_FILE: who may vouch for the server; nil means the system's
	From     string         // DEBRIEF_SMTP_FROM: the sender's address, also of the envelope; required
	FromName string         // DEBRIEF_SMTP_FROM_NAME: the name shown with it; may be empty
	Timeout  time.Duration  // DEBRIEF_SMTP_TIMEOUT: for one message, 1 s to 10 min; 0 means 30 s
	HELO     string         // DEBRIEF_SMTP_HELO: how we introduce ourselves; empty means this machine's name
}

// String describes the configuration without its password.
func (c Config) String() string {
	return fmt.Sprintf("smtp %s:%d tls=%s username=%q from=%q", c.Host, c.Port, c.TLS, c.Username, c.From)
}

// GoString keeps the password out of %#v.
func (c Config) GoString() string { return "mail.Config{" + c.String() + "}" }

// withDefaults fills in what may be left empty.
func (c Config) withDefaults() Config {
	if c.TLS == "" {
		c.TLS = StartTLS
	}
	if c.Port == 0 {
		c.Port = map[string]int{StartTLS: 587, ImplicitTLS: 465, NoTLS: 25}[c.TLS]
	}
	if c.Timeout == 0 {
		c.Timeout = defaultTimeout
	}
	if c.HELO == "" {
		if name, err := os.Hostname(); err == nil && oneWord(name) {
			c.HELO = name
		} else {
			c.HELO = "localhost"
		}
	}
	return c
}

// check returns everything that is wrong at once. It expects the defaults.
func (c Config) check() error {
	var errs []error
	wrong := func(variable, format string, args ...any) {
		errs = append(errs, fmt.Errorf("DEBRIEF_SMTP_"+variable+": "+format, args...))
	}
	switch {
	case c.Host == "":
		wrong("HOST", "is empty: set it to the mail server's name, for example smtp.example.com")
	case !oneWord(c.Host) || strings.ContainsAny(c.Host, "/@") || (strings.Contains(c.Host, ":") && net.ParseIP(c.Host) == nil):
		wrong("HOST", "%q is not a name or an IP address: give it without port and scheme", c.Host)
	}
	switch c.TLS {
	case StartTLS, ImplicitTLS, NoTLS:
		if c.Port < 1 || c.Port > 65535 {
			wrong("PORT", "is %d: set it to a port from 1 to 65535, for example 587", c.Port)
		}
	default:
		wrong("TLS", "is %q: set it to %s, %s or %s", c.TLS, StartTLS, ImplicitTLS, NoTLS)
	}
	if c.Username == "" && c.Password != "" {
		wrong("USERNAME", "is empty but there is a password: set both, or neither")
	}
	if c.Username != "" && c.Password == "" {
		wrong("PASSWORD", "is empty but there is a username: set both, or neither")
	}
	if hasControl(c.Username) || hasControl(c.Password) {
		wrong("PASSWORD", "or DEBRIEF_SMTP_USERNAME holds a control character: look for a line end at its end")
	}
	if c.Username != "" && c.TLS == NoTLS && !outbound.ThisMachine(c.Host) {
		wrong("TLS", "is none, which would send the password in the clear to %s: set it to starttls", c.Host)
	}
	if c.From == "" {
		wrong("FROM", "is empty: set it to the sender's address, for example debrief@example.com")
	} else if err := checkEmail(c.From); err != nil {
		wrong("FROM", "%w", err)
	}
	if err := checkText("the name", c.FromName, maxName); err != nil {
		wrong("FROM_NAME", "%w", err)
	}
	if c.Timeout < time.Second || c.Timeout > maxTimeout {
		wrong("TIMEOUT", "is %s: set it to a duration from 1s to %s", c.Timeout, maxTimeout)
	}
	if !oneWord(c.HELO) {
		wrong("HELO", "%q is not one word of ASCII: set it to this machine's name, for example debrief.example.com", c.HELO)
	}
	return errors.Join(errs...)
}
