package calendar

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"net/url"
	"strconv"
	"strings"
	"time"

	ical "github.com/emersion/go-ical"
)

const (
	prodID    = "-//Debrief//Debrief//EN"
	utcFormat = "20060102T150405Z"

	maxUID         = 250  // octets
	maxSummary     = 250  // runes
	maxLocation    = 500  // runes
	maxDescription = 8000 // runes
	maxURL         = 2000 // octets
	maxAttendees   = 200
	maxDuration    = 24 * time.Hour
)

// Event is one review meeting as calendars see it.
//
// Texts that are too long are shortened with an ellipsis and lose their control
// characters, since a clumsy title must not stop an invitation; everything else
// that is out of range is an error.
type Event struct {
	UID         string        // 1 to 250 octets of printable ASCII; the same for the meeting's whole life
	Sequence    int           // from 0; rises with every change of time and with the cancellation
	Stamp       time.Time     // when this object was made (DTSTAMP), to the second
	Start       time.Time     // to the second; written as UTC
	Duration    time.Duration // more than 0, at most 24 h, whole seconds
	Summary     string        // the title; required, shortened to 250 runes
	Description string        // plain text, may have several lines; shortened to 8000 runes
	Location    string        // a room or a link; shortened to 500 runes
	URL         string        // the review's page: an absolute http or https URL of at most 2000 octets; may be empty
	Organizer   Person        // required: answers go there
	Attendees   []Attendee    // 1 to 200; an address that comes twice is written once, required if one of them is
	Cancelled   bool          // the meeting is off: Request refuses it
}

// Request makes the invitation, or the update of one, as a METHOD:REQUEST
// (RFC 5546, section 3.2.2): CRLF line ends, folded at 75 octets, UTF-8. The
// error names every field at fault.
func (e Event) Request() ([]byte, error) {
	if e.Cancelled {
		return nil, fmt.Errorf("making the invitation of %q: the meeting is cancelled; call Cancel instead", e.UID)
	}
	return e.encode("REQUEST", ical.EventConfirmed)
}

// Cancel makes the cancellation as a METHOD:CANCEL (RFC 5546, section 3.2.5)
// with STATUS:CANCELLED, in the same form as Request. Its Sequence must be
// higher than that of the last invitation.
func (e Event) Cancel() ([]byte, error) { return e.encode("CANCEL", ical.EventCancelled) }

func (e Event) encode(method string, status ical.EventStatus) ([]byte, error) {
	if err := e.check(); err != nil {
		return nil, fmt.Errorf("making the %s of meeting %q: %w", method, e.UID, err)
	}
	cal := ical.NewCalendar()
	cal.Props.SetText(ical.PropVersion, "2.0")
	cal.Props.SetText(ical.PropProductID, prodID)
	cal.Props.SetText(ical.PropCalendarScale, "GREGORIAN")
	cal.Props.SetText(ical.PropMethod, method)

	ev := ical.NewEvent()
	ev.Props.SetText(ical.PropUID, e.UID)
	setRaw(ev, ical.PropSequence, strconv.Itoa(e.Sequence))
	ev.Props.SetDateTime(ical.PropDateTimeStamp, e.Stamp.UTC())
	ev.Props.SetDateTime(ical.PropDateTimeStart, e.Start.UTC())
	// DTEND, not DURATION: Outlook shows the latter wrong in some versions.
	ev.Props.SetDateTime(ical.PropDateTimeEnd, e.Start.Add(e.Duration).UTC())
	ev.Props.SetText(ical.PropSummary, oneLine(e.Summary, maxSummary))
	ev.Props.SetText(ical.PropStatus, string(status))
	ev.Props.SetText(ical.PropTransparency, "OPAQUE")
	if d := paragraphs(e.Description, maxDescription); d != "" {
		ev.Props.SetText(ical.PropDescription, d)
	}
	if l := oneLine(e.Location, maxLocation); l != "" {
		ev.Props.SetText(ical.PropLocation, l)
	}
	if e.URL != "" {
		setRaw(ev, ical.PropURL, e.URL)
	}
	ev.Props.Add(e.Organizer.prop())
	for _, a := range merged(e.Attendees) {
		ev.Props.Add(a.prop())
	}
	cal.Children = append(cal.Children, ev.Component)

	var buf bytes.Buffer
	if err := ical.NewEncoder(&buf).Encode(cal); err != nil {
		return nil, fmt.Errorf("encoding the %s of meeting %q: %w", method, e.UID, err)
	}
	return fold(buf.Bytes()), nil
}

// setRaw sets a property whose value is not TEXT and needs no escaping.
func setRaw(ev *ical.Event, name, value string) {
	prop := ical.NewProp(name)
	prop.Value = value
	ev.Props.Set(prop)
}

// merged returns the attendees without repeated addresses, in their order.
func merged(all []Attendee) []Attendee {
	at := make(map[string]int, len(all))
	var out []Attendee
	for _, a := range all {
		key := strings.ToLower(a.Email)
		i, seen := at[key]
		if !seen {
			at[key] = len(out)
			out = append(out, a)
			continue
		}
		out[i].Optional = out[i].Optional && a.Optional
	}
	return out
}

// check returns everything that is wrong with the event at once.
func (e Event) check() error {
	var errs []error
	wrong := func(format string, args ...any) { errs = append(errs, fmt.Errorf(format, args...)) }

	if !printableASCII(e.UID) || len(e.UID) > maxUID {
		wrong("UID: give 1 to %d octets of printable ASCII", maxUID)
	}
	if e.Sequence < 0 || e.Sequence > math.MaxInt32 {
		wrong("Sequence %d: give a number from 0 to %d", e.Sequence, math.MaxInt32)
	}
	for _, t := range []struct {
		name string
		time time.Time
	}{{"Stamp", e.Stamp}, {"Start", e.Start}} {
		if y := t.time.UTC().Year(); y < 1970 || y > 9000 {
			wrong("%s is in the year %d: set it to a time from 1970 to 9000", t.name, y)
		}
	}
	if e.Duration <= 0 || e.Duration > maxDuration || e.Duration%time.Second != 0 {
		wrong("Duration %s: give whole seconds, more than 0 and at most %s", e.Duration, maxDuration)
	}
	if oneLine(e.Summary, maxSummary) == "" {
		wrong("Summary is empty: give the meeting a title")
	}
	if err := checkURL(e.URL); err != nil {
		wrong("URL: %w", err)
	}
	if err := checkEmail(e.Organizer.Email); err != nil {
		wrong("Organizer: %w", err)
	}
	if n := len(e.Attendees); n < 1 || n > maxAttendees {
		wrong("%d attendees: invite 1 to %d", n, maxAttendees)
	}
	for _, a := range e.Attendees {
		if err := checkEmail(a.Email); err != nil {
			wrong("Attendees: %w", err)
		}
		if a.Response != "" && !a.Response.known() {
			wrong("Attendees: %s has the response %q: use one of the Response constants", a.Email, a.Response)
		}
	}
	return errors.Join(errs...)
}

// checkURL refuses what is not an absolute http or https URL; "" is fine.
func checkURL(s string) error {
	if s == "" {
		return nil
	}
	u, err := url.Parse(s)
	if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") || !printableASCII(s) || len(s) > maxURL {
		return fmt.Errorf("%.80q is not an absolute http or https URL of at most %d octets of ASCII; check the base URL", s, maxURL)
	}
	return nil
}

// printableASCII says whether s is not empty and all of it is visible ASCII.
func printableASCII(s string) bool {
	return s != "" && strings.IndexFunc(s, func(r rune) bool { return r <= ' ' || r > '~' }) < 0
}
