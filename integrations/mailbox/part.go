package mailbox

import (
	"bytes"
	"encoding/base64"
	"io"
	"mime/quotedprintable"
	"slices"
	"strings"

	"github.com/emersion/go-imap/v2"
)

// part is where the calendar object of a mail is, and how it was sent.
type part struct {
	path     []int  // as FETCH wants it (RFC 3501, section 6.4.5)
	encoding string // Content-Transfer-Encoding, in lower case
}

// calendarPart finds the first text/calendar part that is neither too large nor told to be anything but a reply. Some programs
// attach it again, or only, as application/ics (RFC 6047, section 2.4, asks for text/calendar with its method).
func calendarPart(structure imap.BodyStructure) (found part, ok bool) {
	if structure == nil {
		return part{}, false
	}
	structure.Walk(func(path []int, bs imap.BodyStructure) bool {
		one, single := bs.(*imap.BodyStructureSinglePart)
		if ok || !single || one.MessageRFC822 != nil { // a mail inside of a mail is not the sender's answer
			return !ok && !single
		}
		kind := one.MediaType()
		method := one.Params["method"]
		if (kind == "text/calendar" || kind == "application/ics") && one.Size <= maxPart && (method == "" || strings.EqualFold(method, "REPLY")) {
			found, ok = part{path: slices.Clone(path), encoding: strings.ToLower(one.Encoding)}, true
		}
		return false
	})
	return found, ok
}

// decode undoes the transfer encoding; ok is false where the body is broken. Octets that are no UTF-8, of older character
// sets, only stand in names: what counts of an answer is ASCII.
func (p part) decode(body []byte) (text []byte, ok bool) {
	var err error
	switch p.encoding {
	case "base64":
		text, err = io.ReadAll(base64.NewDecoder(base64.StdEncoding, bytes.NewReader(body))) // passes over line ends
	case "quoted-printable":
		text, err = io.ReadAll(quotedprintable.NewReader(bytes.NewReader(body)))
	default: // 7bit, 8bit, binary
		text = body
	}
	return bytes.ToValidUTF8(text, []byte("?")), err == nil
}
