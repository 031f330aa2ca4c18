package hook

import (
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// StampHeader is the header that signs a delivery in Debrief's own format: t=<unix seconds>,v1=<hex HMAC-SHA256>.
const StampHeader = "Debrief-Signature"

// maxSkew is how far the time of a signature may be from its arrival, either way: long enough for clocks that differ, too
// short to send an overheard delivery again the next day.
const maxSkew = 5 * time.Minute

// Stamp returns the value of StampHeader for a body that is signed at that moment.
func Stamp(body []byte, secret string, at time.Time) string {
	t := strconv.FormatInt(at.Unix(), 10)
	return "t=" + t + ",v1=" + hex.EncodeToString(sum(stamped(t, body), secret))
}

// stamp is what the header says.
type stamp struct {
	t          string // as it was written, because that is what was signed
	at         time.Time
	signatures []string // more than one while a secret is replaced
}

func verifyOwn(d Delivery, secret string) error {
	s, err := parseStamp(strings.Join(d.Header.Values(StampHeader), ","))
	if err != nil {
		return fmt.Errorf("%w: %w", ErrSignature, err)
	}
	if d.At.Sub(s.at).Abs() > maxSkew {
		return fmt.Errorf("%w: %s was made at %s, more than %d minutes from its arrival: set the sender's clock, and sign every attempt anew",
			ErrSignature, StampHeader, s.at.Format(time.RFC3339), int(maxSkew.Minutes()))
	}
	if !Signed(stamped(s.t, d.Body), secret, s.signatures...) {
		return fmt.Errorf("%w: no v1 of %s fits: sign t, a dot and the body with the secret that Debrief has, and send the body unchanged", ErrSignature, StampHeader)
	}
	return nil
}

func parseStamp(header string) (stamp, error) {
	var s stamp
	if header == "" {
		return s, fmt.Errorf("the header %s is missing: send t=<unix seconds>,v1=<hex HMAC-SHA256>", StampHeader)
	}
	for part := range strings.SplitSeq(header, ",") {
		key, value, ok := strings.Cut(strings.TrimSpace(part), "=")
		switch {
		case !ok:
			return s, fmt.Errorf("%s is malformed: send t=<unix seconds>,v1=<hex HMAC-SHA256>", StampHeader)
		case key == "t" && s.t != "":
			return s, fmt.Errorf("%s has more than one t: send one", StampHeader)
		case key == "t":
			at, err := parseSeconds(value)
			if err != nil {
				return s, err
			}
			s.t, s.at = value, at
		case key == "v1":
			s.signatures = append(s.signatures, value)
		} // another version is one to come
	}
	switch {
	case s.t == "":
		return s, fmt.Errorf("%s has no t: send t=<unix seconds>", StampHeader)
	case len(s.signatures) == 0:
		return s, fmt.Errorf("%s has no v1: send v1=<hex HMAC-SHA256>", StampHeader)
	}
	return s, nil
}

// parseSeconds takes nothing but digits, and no more of them than a calendar has use for: strconv would take a sign too.
func parseSeconds(text string) (time.Time, error) {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || strings.Trim(text, "0123456789") != "" || len(text) > 12 {
		return time.Time{}, errors.New("the t of " + StampHeader + " is malformed: send unix seconds, such as 1772445600")
	}
	return time.Unix(n, 0).UTC(), nil
}

func stamped(t string, body []byte) []byte {
	return append([]byte(t+"."), body...)
}
