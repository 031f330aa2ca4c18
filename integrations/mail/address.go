package mail

import (
	"fmt"
	"net/mail"
	"strings"
	"unicode"
)

// maxEmail is the longest address in octets: a path of 256 (RFC 5321, section
// 4.5.3.1.3) without its angle brackets.
const maxEmail = 254

// maxName is the longest name beside an address, in octets.
const maxName = 300

// Address is a mailbox: a name for people and an address for servers.
type Address struct {
	Name  string // any one-line UTF-8 of at most 300 octets; may be empty
	Email string // a plain ASCII address; a domain with other letters in its xn-- form
}

func (a Address) check() error {
	if err := checkEmail(a.Email); err != nil {
		return err
	}
	return checkText("the name", a.Name, maxName)
}

// parsed turns a into what go-mail writes. With other letters than ASCII beside
// it, net/mail leaves a backslash bare in an encoded word, where RFC 2047, section
// 5(3), forbids it and parsers give up on the whole header: it becomes a slash.
func (a Address) parsed() *mail.Address {
	if strings.ContainsFunc(a.Name, func(r rune) bool { return r > unicode.MaxASCII }) {
		a.Name = strings.ReplaceAll(a.Name, `\`, "/")
	}
	return &mail.Address{Name: a.Name, Address: a.Email}
}

func checkEmail(email string) error {
	if len(email) > maxEmail {
		return fmt.Errorf("the address %.40q… has %d octets: use one of at most %d", email, len(email), maxEmail)
	}
	// Not every server speaks SMTPUTF8 (RFC 6531), so letters outside ASCII stay out.
	if !oneWord(email) {
		return fmt.Errorf("the address %q is not plain ASCII: use one such as ann@example.com, its domain in the xn-- form", email)
	}
	if a, err := mail.ParseAddress(email); err != nil || a.Address != email {
		return fmt.Errorf("%q is not a mail address: use one such as ann@example.com", email)
	}
	return nil
}

func parsed(all []Address) []*mail.Address {
	out := make([]*mail.Address, len(all))
	for i, a := range all {
		out[i] = a.parsed()
	}
	return out
}
