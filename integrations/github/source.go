// Package github reads the webhooks by which GitHub reports issues: those with the label incident are incidents.
package github

import (
	"fmt"
	"strings"

	"debrief/integrations/hook"
)

const (
	name            = "github"
	signatureHeader = "X-Hub-Signature-256"
	oldHeader       = "X-Hub-Signature"
)

// Source is GitHub. The secret is the one of the repository's or the organisation's webhook.
func Source() hook.Source { return hook.Source{Name: name, Verify: verify, Read: read} }

func verify(d hook.Delivery, secret string) error {
	header := d.Header.Get(signatureHeader)
	switch signature, ok := strings.CutPrefix(header, "sha256="); {
	case header == "" && d.Header.Get(oldHeader) != "":
		return fmt.Errorf("%w: only %s is there, whose SHA-1 is not taken: let GitHub send %s too", hook.ErrSignature, oldHeader, signatureHeader)
	case header == "":
		return fmt.Errorf("%w: the header %s is missing: set a secret in the settings of the webhook", hook.ErrSignature, signatureHeader)
	case !ok:
		return fmt.Errorf("%w: %s is malformed: it starts with sha256=", hook.ErrSignature, signatureHeader)
	case !hook.Signed(d.Body, secret, signature):
		return fmt.Errorf("%w: %s does not fit the body: give Debrief and the webhook the same secret", hook.ErrSignature, signatureHeader)
	default:
		return nil
	}
}
