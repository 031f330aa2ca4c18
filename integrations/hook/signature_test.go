package hook

import (
	"strings"
	"testing"
)

// GitHub publishes these three in "Validating webhook deliveries".
const (
	publishedSecret    = "It's a Secret to Everybody"
	publishedBody      = "Hello, World!"
	publishedSignature = "757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"
)

func TestKnownSignaturesAreAccepted(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, body, secret, signature string }{
		{"GitHub's example", publishedBody, publishedSecret, publishedSignature},
		{"in upper case", publishedBody, publishedSecret, strings.ToUpper(publishedSignature)},
		{"RFC 4231, test case 2", "what do ya want for nothing?", "Jefe", "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if !Signed([]byte(tt.body), tt.secret, tt.signature) {
				t.Error("the signature is refused")
			}
		})
	}
}

func TestOneOfSeveralSignaturesIsEnough(t *testing.T) {
	t.Parallel()
	if !Signed([]byte(publishedBody), publishedSecret, "", "00", publishedSignature, strings.Repeat("0", 64)) {
		t.Error("the signature in the middle is not found")
	}
}

func TestWhatIsNotTheSignatureIsRefused(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, body, secret, signature string }{
		{"another body", publishedBody + "\n", publishedSecret, publishedSignature},
		{"another secret", publishedBody, publishedSecret + " ", publishedSignature},
		{"one digit more", publishedBody, publishedSecret, publishedSignature + "0"},
		{"one byte less", publishedBody, publishedSecret, publishedSignature[2:]},
		{"no hexadecimal", publishedBody, publishedSecret, "x" + publishedSignature[1:]},
		{"a space before it", publishedBody, publishedSecret, " " + publishedSignature},
		{"nothing", publishedBody, publishedSecret, ""},
		// The HMAC of the body with an empty key, which anybody can compute.
		{"an empty secret", publishedBody, "", "2bbcfa9524f3218c7a34b30e6936f8b1a4516cb097f1a85a1c7d98b5977ec769"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if Signed([]byte(tt.body), tt.secret, tt.signature) {
				t.Error("the signature is accepted")
			}
		})
	}
	if Signed([]byte(publishedBody), publishedSecret) {
		t.Error("no signature at all is accepted")
	}
}

func TestAnEmptySecretIsNeverTheSame(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		sent, secret string
		want         bool
	}{{"abc", "abc", true}, {"abc", "abcd", false}, {"", "", false}, {"abc", "", false}, {"", "abc", false}} {
		if got := Same(tt.sent, tt.secret); got != tt.want {
			t.Errorf("Same(%q, %q) is %v", tt.sent, tt.secret, got)
		}
	}
}
