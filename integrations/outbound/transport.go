package outbound

import (
	"fmt"
	"io"
	"net/http"
)

// transport lets only http and https out, and bounds what comes back.
type transport struct {
	inner    *http.Transport
	maxBytes int64
}

// RoundTrip implements http.RoundTripper.
func (t *transport) RoundTrip(req *http.Request) (*http.Response, error) {
	if s := req.URL.Scheme; s != "http" && s != "https" {
		if req.Body != nil {
			_ = req.Body.Close() // nothing was read of it
		}
		return nil, &SchemeError{Scheme: s}
	}
	resp, err := t.inner.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	resp.Body = &limitedBody{inner: resp.Body, left: t.maxBytes, limit: t.maxBytes}
	return resp, nil
}

// CloseIdleConnections makes http.Client's method of the same name reach the connections.
func (t *transport) CloseIdleConnections() { t.inner.CloseIdleConnections() }

// SchemeError says that a URL is neither http nor https.
type SchemeError struct {
	Scheme string
}

// Error says which schemes there are.
func (e *SchemeError) Error() string {
	return fmt.Sprintf("outbound: %q is not a scheme that Debrief calls: use an address that starts with https:// or http://", e.Scheme)
}

// limitedBody reads at most limit bytes; left goes below 0 once there was one more.
type limitedBody struct {
	inner io.ReadCloser
	left  int64
	limit int64
}

// Read implements io.Reader.
func (b *limitedBody) Read(p []byte) (int, error) {
	if b.left < 0 {
		return 0, &TooLargeError{Limit: b.limit}
	}
	// One byte more than is left tells a body of exactly the limit from one past it.
	if int64(len(p)) > b.left+1 {
		p = p[:b.left+1]
	}
	n, err := b.inner.Read(p)
	b.left -= int64(n)
	if b.left < 0 {
		return n - 1, &TooLargeError{Limit: b.limit}
	}
	return n, err
}

// Close implements io.Closer.
func (b *limitedBody) Close() error { return b.inner.Close() }

// TooLargeError says that a response has more bytes than Debrief reads.
type TooLargeError struct {
	Limit int64 // bytes
}

// Error names the limit.
func (e *TooLargeError) Error() string {
	return fmt.Sprintf("outbound: the answer is larger than %d bytes, which is more than Debrief reads: check that the address is the right one", e.Limit)
}
