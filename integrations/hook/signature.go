package hook

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
)

// Signed reports whether one of the signatures is the hexadecimal HMAC-SHA256 of the body with the secret. An empty secret
// signs nothing. The body is hashed once, however many signatures a stranger sends, and compared in constant time.
func Signed(body []byte, secret string, signatures ...string) bool {
	if secret == "" {
		return false
	}
	want := sum(body, secret)
	signed := false
	for _, s := range signatures {
		got, err := hex.DecodeString(s)
		signed = err == nil && hmac.Equal(got, want) || signed
	}
	return signed
}

// Same reports in constant time whether a tool sent the secret itself; an empty secret is never the same.
func Same(sent, secret string) bool {
	// Of hashes, because a comparison of unequal lengths ends early and tells the secret's.
	a, b := sha256.Sum256([]byte(sent)), sha256.Sum256([]byte(secret))
	return secret != "" && subtle.ConstantTimeCompare(a[:], b[:]) == 1
}

func sum(body []byte, secret string) []byte {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write(body)
	return mac.Sum(nil)
}
