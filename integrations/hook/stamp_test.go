package hook

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"
)

const testSecret = "a secret of the tests"

var arrival = time.Date(2026, 3, 2, 10, 0, 0, 0, time.UTC)

func signedBy(header ...string) Delivery {
	return Delivery{Header: http.Header{StampHeader: header}, Body: []byte(`{"id":"INC-1"}`), At: arrival}
}

// vector was computed with: printf '1772445600.{"id":"INC-1"}' | openssl dgst -sha256 -hmac 'a secret of the tests'
const vector = "a1b03b8bcd832b9e9496a117aa6bd3135484fc5e4d6c339d91520f09c9d85bd1"

func TestAStampThatFitsIsAccepted(t *testing.T) {
	t.Parallel()
	zeros := strings.Repeat("0", 64)
	tests := map[string][]string{
		"as documented":                    {"t=1772445600,v1=" + vector},
		"with spaces":                      {" t=1772445600 , v1=" + vector},
		"with the old secret's beside it":  {"t=1772445600,v1=" + zeros + ",v1=" + vector},
		"with a version that is to come":   {"v2=abc,t=1772445600,v1=" + vector},
		"with the signatures in two lines": {"t=1772445600,v1=" + zeros, "v1=" + vector},
	}
	for name, header := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if err := Own().Verify(signedBy(header...), testSecret); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestAStampIsMadeAsItIsChecked(t *testing.T) {
	t.Parallel()
	if got, want := Stamp([]byte(`{"id":"INC-1"}`), testSecret, arrival), "t=1772445600,v1="+vector; got != want {
		t.Errorf("got %s; want %s", got, want)
	}
}

func TestAStampIsAcceptedForFiveMinutesEitherWay(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		away time.Duration
		ok   bool
	}{{5 * time.Minute, true}, {-5 * time.Minute, true}, {5*time.Minute + time.Second, false}, {-5*time.Minute - time.Second, false}, {1 << 62, false}, {-1 << 62, false}} {
		d := signedBy("t=1772445600,v1=" + vector)
		d.At = arrival.Add(tt.away)
		err := Own().Verify(d, testSecret)
		if (err == nil) != tt.ok {
			t.Errorf("%v away: %v", tt.away, err)
		}
		if err != nil && !strings.Contains(err.Error(), "more than 5 minutes") {
			t.Errorf("%v away: the message is %q", tt.away, err)
		}
	}
}

func TestARefusedStampIsToldApart(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, header, secret, want string
	}{
		{"none", "", testSecret, "is missing"},
		{"no pair", "abc", testSecret, "malformed"},
		{"an empty part", "t=1772445600,,v1=" + vector, testSecret, "malformed"},
		{"no time", "v1=" + vector, testSecret, "has no t"},
		{"no signature", "t=1772445600", testSecret, "has no v1"},
		{"only a version to come", "t=1772445600,v2=" + vector, testSecret, "has no v1"},
		{"two times", "t=1772445600,t=1772445600,v1=" + vector, testSecret, "more than one t"},
		{"a time with a sign", "t=+1772445600,v1=" + vector, testSecret, "t of Debrief-Signature is malformed"},
		{"a time in words", "t=now,v1=" + vector, testSecret, "t of Debrief-Signature is malformed"},
		{"an empty time", "t=,v1=" + vector, testSecret, "t of Debrief-Signature is malformed"},
		{"a time without end", "t=" + strings.Repeat("9", 500) + ",v1=" + vector, testSecret, "t of Debrief-Signature is malformed"},
		{"a time far off", "t=999999999999,v1=" + vector, testSecret, "more than 5 minutes"},
		{"another time than was signed", "t=1772445601,v1=" + vector, testSecret, "no v1"},
		{"another secret", "t=1772445600,v1=" + vector, "another", "no v1"},
		{"no secret", "t=1772445600,v1=" + vector, "", "no v1"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			d := signedBy(tt.header)
			if tt.header == "" {
				d.Header = nil
			}
			err := Own().Verify(d, tt.secret)
			if !errors.Is(err, ErrSignature) || !strings.Contains(err.Error(), tt.want) {
				t.Fatalf("got %v; want one about %q", err, tt.want)
			}
			if strings.Contains(err.Error(), vector) || strings.Contains(err.Error(), testSecret) || strings.Contains(err.Error(), "\n") {
				t.Errorf("the message says too much: %q", err)
			}
		})
	}
}

func TestAChangedBodyIsRefused(t *testing.T) {
	t.Parallel()
	d := signedBy("t=1772445600,v1=" + vector)
	d.Body = append(d.Body, '\n')
	if err := Own().Verify(d, testSecret); !errors.Is(err, ErrSignature) {
		t.Errorf("got %v", err)
	}
}
