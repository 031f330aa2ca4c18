package outbound

import (
	"fmt"
	"net/http"
	"net/url"
)

const maxRedirects = 5

// RedirectError says that a redirect was not followed.
type RedirectError struct {
	To     string // scheme and host of the target; its path may hold a secret
	Reason string
}

// Error says why, and what to do.
func (e *RedirectError) Error() string {
	return fmt.Sprintf("outbound: the redirect to %s was not followed, %s: use the final address instead", e.To, e.Reason)
}

// checkRedirect is the client's word on req, the next request after those of via.
func checkRedirect(req *http.Request, via []*http.Request) error {
	switch {
	case len(via) > maxRedirects:
		return &RedirectError{To: origin(req.URL), Reason: fmt.Sprintf("it was redirected more than %d times", maxRedirects)}
	case via[len(via)-1].URL.Scheme == "https" && req.URL.Scheme != "https":
		return &RedirectError{To: origin(req.URL), Reason: "it leads from https to " + req.URL.Scheme}
	}
	return nil
}

func origin(u *url.URL) string { return u.Scheme + "://" + u.Host }
