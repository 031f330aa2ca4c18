package calendar

import (
	"fmt"
	"net/mail"
	"net/url"
	"strings"
)

// maxEmail is the longest address in octets: a path of 256 (RFC 5321, section
// 4.5.3.1.3) without its angle brackets.
const maxEmail = 254

// checkEmail refuses what is not one plain ASCII address such as ann@example.com.
func checkEmail(email string) error {
	if len(email) > maxEmail {
		return fmt.Errorf("the address %.40q… has %d octets; use one of at most %d", email, len(email), maxEmail)
	}
	for _, r := range email {
		// A quoted local part is legal in mail, but calendars do not compare it reliably.
		if r <= ' ' || r > '~' || strings.ContainsRune(`"\()<>,;:`, r) {
			return fmt.Errorf("the address %q holds %q; use a plain ASCII address such as ann@example.com", email, r)
		}
	}
	a, err := mail.ParseAddress(email)
	if err != nil || a.Address != email {
		return fmt.Errorf("%q is not a mail address; use one such as ann@example.com", email)
	}
	return nil
}

// mailtoEscaper escapes the characters of an address that a mailto URI cannot
// hold as they are (RFC 6068, section 2).
var mailtoEscaper = strings.NewReplacer("%", "%25", "/", "%2F", "?", "%3F", "#", "%23", "[", "%5B", "]", "%5D",
	"&", "%26", "=", "%3D", "^", "%5E", "`", "%60", "{", "%7B", "|", "%7C", "}", "%7D")

// mailto makes the calendar user address of an address.
func mailto(email string) string { return "mailto:" + mailtoEscaper.Replace(email) }

// emailOf reads a calendar user address, "" if it is not a usable mailto URI.
func emailOf(uri string) string {
	const scheme = "mailto:"
	if len(uri) < len(scheme) || !strings.EqualFold(uri[:len(scheme)], scheme) {
		return ""
	}
	email := strings.TrimSpace(uri[len(scheme):])
	if plain, err := url.PathUnescape(email); err == nil {
		email = plain // an address with a bare % is taken as it stands
	}
	email = strings.ToLower(email)
	if checkEmail(email) != nil {
		return ""
	}
	return email
}
