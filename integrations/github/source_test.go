package github

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"debrief/integrations/hook"
)

// GitHub publishes these three in "Validating webhook deliveries".
const (
	publishedSecret    = "It's a Secret to Everybody"
	publishedBody      = "Hello, World!"
	publishedSignature = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"
)

func signedBy(header, value string) hook.Delivery {
	d := hook.Delivery{Header: http.Header{}, Body: []byte(publishedBody)}
	d.Header.Set(header, value)
	return d
}

func TestGitHubsPublishedExampleIsAccepted(t *testing.T) {
	t.Parallel()
	if err := Source().Verify(signedBy("X-Hub-Signature-256", publishedSignature), publishedSecret); err != nil {
		t.Error(err)
	}
}

func TestAFormIsSignedAsItWasSent(t *testing.T) {
	t.Parallel()
	// Computed with: printf 'payload=%%7B%%7D' | openssl dgst -sha256 -hmac 'a secret of the tests'
	d := signedBy("X-Hub-Signature-256", "sha256=e58f0c1abbf0965542c338971c5f47fa35a6e18d306a152713e85f924c437371")
	d.Body = []byte("payload=%7B%7D")
	if err := Source().Verify(d, "a secret of the tests"); err != nil {
		t.Error(err)
	}
}

func TestOtherSignaturesAreRefused(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, header, value, secret, want string }{
		{"none", "X-Other", "x", publishedSecret, "is missing"},
		// Computed with: printf 'Hello, World!' | openssl dgst -sha1 -hmac "It's a Secret to Everybody"
		{"SHA-1 alone", "X-Hub-Signature", "sha1=01dc10d0c83e72ed246219cdd91669667fe2ca59", publishedSecret, "SHA-1 is not taken"},
		{"SHA-1 in its place", "X-Hub-Signature-256", "sha1=01dc10d0c83e72ed246219cdd91669667fe2ca59", publishedSecret, "starts with sha256="},
		{"without its name", "X-Hub-Signature-256", strings.TrimPrefix(publishedSignature, "sha256="), publishedSecret, "starts with sha256="},
		{"an empty one", "X-Hub-Signature-256", "sha256=", publishedSecret, "does not fit"},
		{"a wrong one", "X-Hub-Signature-256", "sha256=" + strings.Repeat("0", 64), publishedSecret, "does not fit"},
		{"another secret", "X-Hub-Signature-256", publishedSignature, "another", "does not fit"},
		{"no secret", "X-Hub-Signature-256", publishedSignature, "", "does not fit"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			err := Source().Verify(signedBy(tt.header, tt.value), tt.secret)
			if !errors.Is(err, hook.ErrSignature) || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), publishedSignature[7:]) {
				t.Errorf("got %v; want one about %q", err, tt.want)
			}
		})
	}
}
