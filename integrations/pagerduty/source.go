// Package pagerduty reads the webhooks, version 3, by which PagerDuty reports incidents.
package pagerduty

import (
	"fmt"
	"strings"

	"debrief/integrations/hook"
)

const (
	name            = "pagerduty"
	signatureHeader = "X-PagerDuty-Signature"
)

// Source is PagerDuty. The secret is the one that it shows once, when the webhook subscription is made.
func Source() hook.Source { return hook.Source{Name: name, Verify: verify, Read: read} }

// verify tries every v1 signature: PagerDuty sends one for each secret while a secret is replaced.
func verify(d hook.Delivery, secret string) error {
	header := strings.Join(d.Header.Values(signatureHeader), ",")
	if header == "" {
		return fmt.Errorf("%w: the header %s is missing: send a webhook of version 3", hook.ErrSignature, signatureHeader)
	}
	var signatures []string
	for part := range strings.SplitSeq(header, ",") {
		if s, ok := strings.CutPrefix(strings.TrimSpace(part), "v1="); ok {
			signatures = append(signatures, s)
		}
	}
	switch {
	case len(signatures) == 0:
		return fmt.Errorf("%w: %s has no signature of version v1", hook.ErrSignature, signatureHeader)
	case !hook.Signed(d.Body, secret, signatures...):
		return fmt.Errorf("%w: no v1 of %s fits the body: give Debrief the secret of this webhook subscription", hook.ErrSignature, signatureHeader)
	default:
		return nil
	}
}
