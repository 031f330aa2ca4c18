// Package outbound holds the one HTTP client through which every outgoing request goes.
// It looks at the address that is really dialled, after DNS, so that neither a URL that
// a person typed, nor a redirect, nor a name that changes its mind between two look-ups
// reaches the machine itself or the network around it.
package outbound

import (
	"crypto/tls"
	"crypto/x509"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"time"
)

// What a Config's zero values mean.
const (
	DefaultMaxBytes = 10 << 20         // bytes of a response's body
	DefaultTimeout  = 30 * time.Second // of a whole request, redirects and body included
)

const (
	dialTimeout     = 10 * time.Second
	tlsTimeout      = 10 * time.Second
	headerTimeout   = 20 * time.Second
	idleTimeout     = 90 * time.Second
	continueTimeout = time.Second
	maxHeaderBytes  = 1 << 20
	maxIdlePerHost  = 8
)

// Config says what the client may reach and how long it waits. Its zero value reaches public addresses only.
type Config struct {
	// AllowedNetworks are reached although they are not public: DEBRIEF_OUTBOUND_ALLOW, read with ParseNetworks.
	AllowedNetworks []netip.Prefix
	// MaxBytes of a response's body, decompressed; 0 means DefaultMaxBytes.
	MaxBytes int64
	// Timeout of a whole request, from the dial to the body's last byte; 0 means DefaultTimeout.
	Timeout time.Duration
	// Proxy picks the proxy of a request; nil means none, whatever the environment says. With a proxy it is
	// the proxy's address that is checked: the proxy looks up the target itself, and has to guard it itself.
	Proxy func(*http.Request) (*url.URL, error)
	// RootCAs sign the servers' certificates; nil means the system's.
	RootCAs *x509.CertPool
	// Resolver looks names up; nil means the system's.
	Resolver *net.Resolver
}

func (c Config) timeout() time.Duration {
	if c.Timeout > 0 {
		return c.Timeout
	}
	return DefaultTimeout
}

func (c Config) maxBytes() int64 {
	if c.MaxBytes > 0 {
		return c.MaxBytes
	}
	return DefaultMaxBytes
}

// New returns a client that speaks http and https to permitted addresses only, follows at most five redirects
// and never one from https to http, and gives up on time. Its errors wrap a *RefusedError, a *RedirectError or
// a *SchemeError; reading a body past Config.MaxBytes ends in a *TooLargeError.
func New(cfg Config) *http.Client {
	return &http.Client{
		Timeout:       cfg.timeout(),
		CheckRedirect: checkRedirect,
		Transport: &transport{
			maxBytes: cfg.maxBytes(),
			inner: &http.Transport{
				Proxy:                  cfg.Proxy,
				DialContext:            DialContext(cfg),
				TLSClientConfig:        &tls.Config{RootCAs: cfg.RootCAs, MinVersion: tls.VersionTLS12},
				TLSHandshakeTimeout:    tlsTimeout,
				ResponseHeaderTimeout:  headerTimeout,
				ExpectContinueTimeout:  continueTimeout,
				IdleConnTimeout:        idleTimeout,
				MaxIdleConnsPerHost:    maxIdlePerHost,
				MaxResponseHeaderBytes: maxHeaderBytes,
				ForceAttemptHTTP2:      true, // a dialer of our own switches it off otherwise
			},
		},
	}
}
