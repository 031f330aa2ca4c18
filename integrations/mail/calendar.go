package mail

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"
)

// maxCalendar is the largest calendar object in octets.
const maxCalendar = 256 << 10

// Calendar is the iCalendar object of an invitation or a cancellation.
type Calendar struct {
	Method string // REQUEST, CANCEL, …: exactly the METHOD in the body (RFC 6047, section 2.4)
	Body   []byte // a whole VCALENDAR in UTF-8, at most 256 KiB
}

var methodToken = regexp.MustCompile(`^[A-Z]{1,20}$`)

// check refuses a Method that is not the body's own: clients then show the mail
// as an attachment nobody opens, or drop it.
func (c Calendar) check() error {
	if !methodToken.MatchString(c.Method) {
		return fmt.Errorf("the calendar method %.40q is not one upper-case word: use REQUEST or CANCEL", c.Method)
	}
	if len(c.Body) > maxCalendar || !utf8.Valid(c.Body) {
		return fmt.Errorf("the calendar object has %d octets or is not UTF-8: keep it to %d octets of UTF-8", len(c.Body), maxCalendar)
	}
	first := true
	for l := range bytes.Lines(c.Body) {
		line := strings.TrimRight(string(l), "\r\n")
		if first && !strings.EqualFold(line, "BEGIN:VCALENDAR") {
			break
		}
		if !first && strings.HasPrefix(strings.ToUpper(line), "BEGIN:") {
			break // METHOD belongs to the calendar, not to what is inside it
		}
		first = false
		name, value, _ := strings.Cut(line, ":")
		if strings.EqualFold(name, "METHOD") {
			if value != c.Method {
				return fmt.Errorf("the calendar method is %s but the body says METHOD:%.40s: make them the same", c.Method, value)
			}
			return nil
		}
	}
	return fmt.Errorf("the calendar object has no METHOD:%s before its first component: make it a whole VCALENDAR", c.Method)
}
