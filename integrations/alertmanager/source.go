// Package alertmanager reads the webhooks by which Prometheus's Alertmanager reports groups of alerts.
package alertmanager

import (
	"fmt"
	"net/http"
	"strings"

	"debrief/integrations/hook"
)

const name = "alertmanager"

// Source is Alertmanager. It signs nothing: it sends the secret itself, as the credentials of an Authorization header of the
// type Bearer or as the password of HTTP basic authentication, and so needs https.
func Source() hook.Source { return hook.Source{Name: name, Verify: verify, Read: read} }

func verify(d hook.Delivery, secret string) error {
	if d.Header.Get("Authorization") == "" {
		return fmt.Errorf("%w: the header Authorization is missing: set http_config.authorization.credentials of the receiver", hook.ErrSignature)
	}
	if sent, ok := credentials(d.Header); !ok || !hook.Same(sent, secret) {
		return fmt.Errorf("%w: Authorization does not hold the secret: send it as Bearer credentials or as the basic password", hook.ErrSignature)
	}
	return nil
}

// credentials returns the secret that was sent; whose name stands before a password is not asked.
func credentials(h http.Header) (string, bool) {
	if _, password, ok := (&http.Request{Header: h}).BasicAuth(); ok {
		return password, true
	}
	scheme, token, _ := strings.Cut(h.Get("Authorization"), " ")
	return strings.TrimSpace(token), strings.EqualFold(scheme, "Bearer")
}
