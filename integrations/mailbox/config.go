package mailbox

import (
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"strings"
	"time"

	"debrief/integrations/outbound"
)

// How the connection to the server is encrypted.
const (
	ImplicitTLS = "tls"      // TLS from the first byte (RFC 8314, section 3.2)
	StartTLS    = "starttls" // upgrade a plain connection, and refuse to go on without
	NoTLS       = "none"     // plain text, for a server on the same machine
)

// timeout is for one look into the mailbox, from the connection to the goodbye.
const timeout = 30 * time.Second

// Config says which mailbox is read. The comment of a field names the variable
// that New blames when the field is wrong.
type Config struct {
	Host     string         // DEBRIEF_IMAP_HOST: a name or an IP address; required
	Port     int            // DEBRIEF_IMAP_PORT: 1 to 65535; 0 means 993, for StartTLS and NoTLS 143
	Username string         // DEBRIEF_IMAP_USERNAME: required
	Password string         // DEBRIEF_IMAP_PASSWORD: required; never printed
	TLS      string         // DEBRIEF_IMAP_TLS: ImplicitTLS (also when empty), StartTLS or NoTLS
	RootCAs  *x509.CertPool // DEBRIEF_IMAP_CA_FILE: who may vouch for the server; nil means the system's
	Folder   string         // DEBRIEF_IMAP_FOLDER: where the answers arrive; empty means INBOX
}

// String describes the configuration without its password.
func (c Config) String() string {
	return fmt.Sprintf("imap %s:%d tls=%s username=%q folder=%q", c.Host, c.Port, c.TLS, c.Username, c.Folder)
}

// GoString keeps the password out of %#v.
func (c Config) GoString() string { return "mailbox.Config{" + c.String() + "}" }

// withDefaults fills in what may be left empty.
func (c Config) withDefaults() Config {
	if c.TLS == "" {
		c.TLS = ImplicitTLS
	}
	if c.Port == 0 {
		c.Port = map[string]int{ImplicitTLS: 993, StartTLS: 143, NoTLS: 143}[c.TLS]
	}
	if c.Folder == "" {
		c.Folder = "INBOX"
	}
	return c
}

// check returns everything that is wrong at once. It expects the defaults.
func (c Config) check() error {
	var errs []error
	wrong := func(variable, format string, args ...any) {
		errs = append(errs, fmt.Errorf("DEBRIEF_IMAP_"+variable+": "+format, args...))
	}
	switch {
	case c.Host == "":
		wrong("HOST", "is empty: set it to the mail server's name, for example imap.example.com")
	case strings.ContainsAny(c.Host, "/@ \t\r\n") || (strings.Contains(c.Host, ":") && net.ParseIP(c.Host) == nil):
		wrong("HOST", "%q is not a name or an IP address: give it without port and scheme", c.Host)
	}
	switch c.TLS {
	case ImplicitTLS, StartTLS, NoTLS:
		if c.Port < 1 || c.Port > 65535 {
			wrong("PORT", "is %d: set it to a port from 1 to 65535, for example 993", c.Port)
		}
	default:
		wrong("TLS", "is %q: set it to %s, %s or %s", c.TLS, ImplicitTLS, StartTLS, NoTLS)
	}
	if c.Username == "" {
		wrong("USERNAME", "is empty: set it to the mailbox's user")
	}
	if c.Password == "" {
		wrong("PASSWORD", "is empty: set it, or DEBRIEF_IMAP_PASSWORD_FILE")
	}
	if strings.ContainsAny(c.Username+c.Password+c.Folder, "\r\n\x00") {
		wrong("PASSWORD", "or the username or folder holds a line end: look at its end")
	}
	if c.TLS == NoTLS && !outbound.ThisMachine(c.Host) {
		wrong("TLS", "is none, which would send the password in the clear to %s: set it to tls", c.Host)
	}
	return errors.Join(errs...)
}
