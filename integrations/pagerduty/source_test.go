package pagerduty

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"debrief/integrations/hook"
)

const (
	testSecret = "a secret of the tests"
	signedBody = `{"event":{}}`
	// vector was computed with: printf '{"event":{}}' | openssl dgst -sha256 -hmac 'a secret of the tests'
	vector = "2b7f91b7c5719c5e1046107f237b03f1326354bb53e313a12372791a68e492ef"
)

func signedBy(lines ...string) hook.Delivery {
	h := http.Header{}
	for _, l := range lines {
		h.Add("X-PagerDuty-Signature", l)
	}
	return hook.Delivery{Header: h, Body: []byte(signedBody)}
}

func TestOneFittingSignatureIsEnough(t *testing.T) {
	t.Parallel()
	old := "v1=" + strings.Repeat("0", 64)
	for name, lines := range map[string][]string{
		"alone":                          {"v1=" + vector},
		"after the one of an old secret": {old + ",v1=" + vector},
		"with spaces":                    {old + ", v1=" + vector + " "},
		"beside another version":         {"v2=abc,v1=" + vector},
		"in a line of its own":           {old, "v1=" + vector},
	} {
		if err := Source().Verify(signedBy(lines...), testSecret); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestOtherSignaturesAreRefused(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		lines  []string
		secret string
		want   string
	}{
		{"none", nil, testSecret, "is missing"},
		{"only another version", []string{"v2=" + vector}, testSecret, "no signature of version v1"},
		{"no version", []string{vector}, testSecret, "no signature of version v1"},
		{"a wrong one", []string{"v1=" + strings.Repeat("0", 64)}, testSecret, "no v1"},
		{"an empty one", []string{"v1="}, testSecret, "no v1"},
		{"another secret", []string{"v1=" + vector}, "another", "no v1"},
		{"no secret", []string{"v1=" + vector}, "", "no v1"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			err := Source().Verify(signedBy(tt.lines...), tt.secret)
			if !errors.Is(err, hook.ErrSignature) || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), vector) {
				t.Errorf("got %v; want one about %q", err, tt.want)
			}
		})
	}
}
