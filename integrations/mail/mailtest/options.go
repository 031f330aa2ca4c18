package mailtest

import "time"

// How the server encrypts its connections.
const (
	NoTLS       = ""         // plain text only
	StartTLS    = "starttls" // offered, and demanded before a mail
	ImplicitTLS = "tls"      // from the first byte
)

// Options of a Server; the zero value is a plain server on a free port.
type Options struct {
	Addr     string           // host:port to listen on; "" means 127.0.0.1:0, a free port
	TLS      string           // NoTLS, StartTLS or ImplicitTLS, with a certificate that RootCAs vouches for
	Username string           // demand AUTH PLAIN with this name and Password; "" demands nothing
	Password string           //
	Now      func() time.Time // the clock for Message.ReceivedAt; nil means time.Now
}
