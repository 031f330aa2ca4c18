package calendar

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// MaxReply is the largest reply in octets that ParseReply reads: 64 KiB.
const MaxReply = 64 << 10

// Reply is one attendee's answer to an invitation: METHOD:REPLY (RFC 5546,
// section 3.2.3).
type Reply struct {
	UID      string    // of the event that is answered
	Sequence int       // of the invitation that was answered; 0 when the reply does not say
	Stamp    time.Time // when it was answered, UTC; of two replies the later one counts. Zero when not said
	Email    string    // the attendee, in lower case
	Response Response  // an unknown PARTSTAT counts as NeedsAction
}

// ErrNotReply is returned (wrapped) for a calendar object that is sound but has
// another METHOD than REPLY: not an error of the sender.
var ErrNotReply = errors.New("the calendar object is not a METHOD:REPLY; ignore it")

// ParseReply reads the text/calendar part with which a calendar program answers
// an invitation. Folded lines are undone. It refuses more than MaxReply octets,
// another METHOD (ErrNotReply), and a reply without a UID or without exactly one
// attendee that has a mail address.
func ParseReply(body []byte) (Reply, error) {
	if len(body) > MaxReply {
		return Reply{}, fmt.Errorf("parsing a calendar reply: it has %d octets; send at most %d", len(body), MaxReply)
	}
	if !utf8.Valid(body) {
		return Reply{}, errors.New("parsing a calendar reply: it is not UTF-8; decode the mail part by its charset first")
	}
	r, err := parseReply(unfold(bytes.TrimPrefix(body, []byte("\xEF\xBB\xBF"))))
	if err != nil {
		return Reply{}, fmt.Errorf("parsing a calendar reply: %w", err)
	}
	return r, nil
}

func parseReply(lines []string) (Reply, error) {
	var (
		r         Reply
		open      []string // the components that the line is inside of
		method    string
		events    int
		attendees int
	)
	for _, s := range lines {
		l, err := parseLine(s)
		if err != nil {
			return Reply{}, fmt.Errorf("%w; ask the sender to answer from the calendar program again", err)
		}
		switch {
		case l.name == "BEGIN":
			open = append(open, strings.ToUpper(l.value))
			if len(open) == 2 && open[0] == "VCALENDAR" && open[1] == "VEVENT" {
				events++
			}
		case l.name == "END":
			if len(open) == 0 || open[len(open)-1] != strings.ToUpper(l.value) {
				return Reply{}, fmt.Errorf("END:%.40s closes nothing; ask the sender to answer again", l.value)
			}
			open = open[:len(open)-1]
		case len(open) == 0:
			return Reply{}, errors.New("it does not start with BEGIN:VCALENDAR; pass the text/calendar part only")
		case len(open) == 1 && open[0] == "VCALENDAR" && l.name == "METHOD":
			method = strings.ToUpper(strings.TrimSpace(l.value))
		case len(open) == 2 && open[1] == "VEVENT" && events == 1:
			if l.name == "ATTENDEE" {
				attendees++
			}
			if err := r.read(l); err != nil {
				return Reply{}, err
			}
		}
	}
	switch {
	case len(open) > 0:
		return Reply{}, fmt.Errorf("%.40s is never closed: the mail was cut short; ask the sender to answer again", open[len(open)-1])
	case method != "REPLY":
		return Reply{}, ErrNotReply
	case r.UID == "":
		return Reply{}, errors.New("it names no UID, so the meeting is unknown; ask the sender to answer again")
	case attendees != 1 || r.Email == "":
		return Reply{}, fmt.Errorf("it names %d attendees, or one without a mail address; it takes exactly one", attendees)
	}
	return r, nil
}

// read takes what one property of the VEVENT says.
func (r *Reply) read(l line) error {
	switch l.name {
	case "UID":
		if r.UID = l.text(); strings.ContainsFunc(r.UID, unicode.IsControl) {
			return errors.New("its UID holds a control character; none of ours does")
		}
		if len(r.UID) > maxUID {
			return fmt.Errorf("its UID has %d octets; none of ours is longer than %d", len(r.UID), maxUID)
		}
	case "SEQUENCE":
		n, err := strconv.ParseInt(strings.TrimSpace(l.value), 10, 32)
		if err != nil || n < 0 {
			return fmt.Errorf("its SEQUENCE is %.40q; it must be a whole number from 0", l.value)
		}
		r.Sequence = int(n)
	case "DTSTAMP":
		// RFC 5545, section 3.8.7.2, asks for UTC; a stamp that is not says nothing.
		if t, err := time.Parse(utcFormat, strings.TrimSpace(l.value)); err == nil {
			r.Stamp = t
		}
	case "ATTENDEE":
		r.Response = responseOf(l.params["PARTSTAT"])
		if r.Email = emailOf(l.value); r.Email == "" {
			r.Email = emailOf("mailto:" + l.params["EMAIL"]) // RFC 7986, section 6.2
		}
	}
	return nil
}
