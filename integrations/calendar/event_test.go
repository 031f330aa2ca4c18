package calendar

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	ical "github.com/emersion/go-ical"
	"pgregory.net/rapid"
)

// meeting is a sound event for tests to change.
func meeting() Event {
	return Event{
		UID:         "01JB0000000000000000000017@debrief.example",
		Sequence:    2,
		Stamp:       time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC),
		Start:       time.Date(2026, 3, 5, 15, 30, 0, 0, time.FixedZone("CET", 3600)),
		Duration:    30 * time.Minute,
		Summary:     "PM-17: review of the checkout outage",
		Description: "Agenda:\n1. causes; timeline",
		Location:    "https://meet.example/pm-17",
		URL:         "https://debrief.example/reviews/17",
		Organizer:   Person{Name: "Debrief", Email: "debrief@example.com"},
		Attendees: []Attendee{
			{Name: "Ann Lee", Email: "ann@example.com"},
			{Name: "Bo", Email: "bo@example.com", Optional: true, Response: Accepted},
		},
	}
}

func TestAnInvitationHasExactlyTheseBytes(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		change func(*Event)
		encode func(Event) ([]byte, error)
		want   string
	}{
		{
			name:   "a request",
			change: func(*Event) {},
			encode: Event.Request,
			want: lines(
				"BEGIN:VCALENDAR", "CALSCALE:GREGORIAN", "METHOD:REQUEST", "PRODID:-//Debrief//Debrief//EN", "VERSION:2.0",
				"BEGIN:VEVENT",
				`ATTENDEE;CN=Ann Lee;CUTYPE=INDIVIDUAL;PARTSTAT=NEEDS-ACTION;ROLE=REQ-PARTIC`,
				` IPANT;RSVP=TRUE:mailto:ann@example.com`,
				`ATTENDEE;CN=Bo;CUTYPE=INDIVIDUAL;PARTSTAT=ACCEPTED;ROLE=OPT-PARTICIPANT;RSV`,
				` P=TRUE:mailto:bo@example.com`,
				`DESCRIPTION:Agenda:\n1. causes\; timeline`,
				"DTEND:20260305T150000Z", "DTSTAMP:20260302T090000Z", "DTSTART:20260305T143000Z",
				"LOCATION:https://meet.example/pm-17",
				"ORGANIZER;CN=Debrief:mailto:debrief@example.com",
				"SEQUENCE:2", "STATUS:CONFIRMED",
				"SUMMARY:PM-17: review of the checkout outage", "TRANSP:OPAQUE",
				"UID:01JB0000000000000000000017@debrief.example",
				"URL:https://debrief.example/reviews/17",
				"END:VEVENT", "END:VCALENDAR"),
		},
		{
			name: "a cancellation with a difficult name and no frills",
			change: func(e *Event) {
				e.Sequence, e.Cancelled = 3, true
				e.Description, e.Location, e.URL = "", "", ""
				e.Summary = "a,b;c\\d\r\ne\x00f"
				e.Organizer.Name = ""
				e.Attendees = []Attendee{{Name: `Ann "Q" O'Hara, PhD; a:b^c`, Email: "a/b%c@example.com"}}
			},
			encode: Event.Cancel,
			want: lines(
				"BEGIN:VCALENDAR", "CALSCALE:GREGORIAN", "METHOD:CANCEL", "PRODID:-//Debrief//Debrief//EN", "VERSION:2.0",
				"BEGIN:VEVENT",
				`ATTENDEE;CN="Ann ^'Q^' O'Hara, PhD; a:b^^c";CUTYPE=INDIVIDUAL;PARTSTAT=NEED`,
				` S-ACTION;ROLE=REQ-PARTICIPANT;RSVP=TRUE:mailto:a%2Fb%25c@example.com`,
				"DTEND:20260305T150000Z", "DTSTAMP:20260302T090000Z", "DTSTART:20260305T143000Z",
				"ORGANIZER:mailto:debrief@example.com",
				"SEQUENCE:3", "STATUS:CANCELLED", `SUMMARY:a\,b\;c\\d ef`, "TRANSP:OPAQUE",
				"UID:01JB0000000000000000000017@debrief.example",
				"END:VEVENT", "END:VCALENDAR"),
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			e := meeting()
			tt.change(&e)
			got, err := tt.encode(e)
			if err != nil {
				t.Fatal(err)
			}
			if string(got) != tt.want {
				t.Errorf("got\n%s\nwant\n%s", got, tt.want)
			}
		})
	}
}

func lines(l ...string) string { return strings.Join(l, "\r\n") + "\r\n" }

func TestAnyTextSurvivesTheWayThroughAForeignParser(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		e := meeting()
		e.Summary = "S" + rapid.String().Draw(t, "summary")
		e.Description = rapid.String().Draw(t, "description")
		e.Location = rapid.String().Draw(t, "location")
		e.Organizer.Name = rapid.String().Draw(t, "organizer")
		e.Attendees[0].Name = rapid.OneOf(rapid.String(), rapid.StringMatching(`["^;:,\\a-n' ]{0,40}`)).Draw(t, "attendee")

		body, err := e.Request()
		if err != nil {
			t.Fatal(err)
		}
		checkForm(t, body)
		ev := decode(t, body)
		for name, want := range map[string]string{
			ical.PropSummary:     oneLine(e.Summary, maxSummary),
			ical.PropDescription: paragraphs(e.Description, maxDescription),
			ical.PropLocation:    oneLine(e.Location, maxLocation),
		} {
			if got, err := ev.Props.Text(name); err != nil || got != want {
				t.Fatalf("%s came back as %q (%v), want %q", name, got, err, want)
			}
		}
		for prop, name := range map[string]string{ical.PropOrganizer: e.Organizer.Name, ical.PropAttendee: e.Attendees[0].Name} {
			if got := decodeParam(ev.Props.Get(prop).Params.Get("CN")); got != oneLine(name, maxName) {
				t.Fatalf("the CN of %s came back as %q, want %q", prop, got, oneLine(name, maxName))
			}
		}
		if start, err := ev.DateTimeStart(nil); err != nil || !start.Equal(e.Start) {
			t.Fatalf("DTSTART came back as %v (%v)", start, err)
		}
		if end, err := ev.DateTimeEnd(nil); err != nil || !end.Equal(e.Start.Add(e.Duration)) {
			t.Fatalf("DTEND came back as %v (%v)", end, err)
		}
	})
}

// checkForm holds the rules of RFC 5545, section 3.1, that hold for every line.
func checkForm(t *rapid.T, body []byte) {
	if !utf8.Valid(body) || !bytes.HasSuffix(body, []byte("\r\n")) {
		t.Fatalf("the body is not UTF-8 that ends with CRLF: %q", body)
	}
	for _, l := range strings.Split(strings.TrimSuffix(string(body), "\r\n"), "\r\n") {
		if len(l) > maxLine || !utf8.ValidString(l) {
			t.Fatalf("the line %q has %d octets or cuts a character in two", l, len(l))
		}
		if strings.ContainsFunc(l, func(r rune) bool { return r < ' ' || (r >= 0x7f && r < 0xa0) || r == '\u2028' || r == '\u2029' }) {
			t.Fatalf("the line %q holds a control character", l)
		}
	}
}

func decode(t *rapid.T, body []byte) ical.Event {
	cal, err := ical.NewDecoder(bytes.NewReader(body)).Decode()
	if err != nil {
		t.Fatalf("go-ical cannot read\n%s\n%v", body, err)
	}
	if n := len(cal.Events()); n != 1 {
		t.Fatalf("go-ical reads %d events", n)
	}
	return cal.Events()[0]
}

func TestUnfoldUndoesFold(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		// A real content line never starts with white space and has no line ends.
		line := "X" + printable(rapid.StringN(0, 300, -1).Draw(t, "line"))
		line = strings.ReplaceAll(line, "\n", " ")
		if got := unfold(fold([]byte(line + "\r\n"))); len(got) != 1 || got[0] != line {
			t.Fatalf("%q came back as %q", line, got)
		}
	})
}

func TestTextsThatAreTooLongAreShortened(t *testing.T) {
	t.Parallel()
	e := meeting()
	e.Summary, e.Description = strings.Repeat("é", 1000), strings.Repeat("é", 100_000)
	body, err := e.Request()
	if err != nil {
		t.Fatal(err)
	}
	if len(body) > 20_000 {
		t.Errorf("the body has %d octets", len(body))
	}
	if !strings.Contains(strings.Join(unfold(body), "\n"), "SUMMARY:"+strings.Repeat("é", 249)+"…\n") {
		t.Error("the summary does not end with an ellipsis after 249 characters")
	}
}

func TestAnAttendeeWhoComesTwiceIsInvitedOnce(t *testing.T) {
	t.Parallel()
	e := meeting()
	e.Attendees = []Attendee{{Email: "ann@example.com", Optional: true}, {Email: "Ann@Example.com"}}
	body, err := e.Request()
	if err != nil {
		t.Fatal(err)
	}
	flat := strings.Join(unfold(body), "\n")
	if strings.Count(flat, "ATTENDEE;") != 1 || !strings.Contains(flat, "ROLE=REQ-PARTICIPANT") {
		t.Errorf("want one required attendee in\n%s", flat)
	}
}

func TestAnEventOutOfRangeIsRefusedAndTheFieldIsNamed(t *testing.T) {
	t.Parallel()
	tests := []struct {
		field  string
		change func(*Event)
	}{
		{"UID", func(e *Event) { e.UID = "" }},
		{"UID", func(e *Event) { e.UID = "a b" }},
		{"UID", func(e *Event) { e.UID = strings.Repeat("x", 251) }},
		{"Sequence", func(e *Event) { e.Sequence = -1 }},
		{"Stamp", func(e *Event) { e.Stamp = time.Time{} }},
		{"Start", func(e *Event) { e.Start = time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC) }},
		{"Duration", func(e *Event) { e.Duration = 0 }},
		{"Duration", func(e *Event) { e.Duration = 25 * time.Hour }},
		{"Duration", func(e *Event) { e.Duration = time.Millisecond }},
		{"Summary", func(e *Event) { e.Summary = " \t\x00" }},
		{"URL", func(e *Event) { e.URL = "javascript:alert(1)" }},
		{"URL", func(e *Event) { e.URL = "/reviews/17" }},
		{"URL", func(e *Event) { e.URL = "https://x.example/\r\nX:1" }},
		{"Organizer", func(e *Event) { e.Organizer.Email = "" }},
		{"Organizer", func(e *Event) { e.Organizer.Email = "Ann <ann@example.com>" }},
		{"invite 1 to 200", func(e *Event) { e.Attendees = nil }},
		{"invite 1 to 200", func(e *Event) { e.Attendees = make([]Attendee, 201) }},
		{"Attendees", func(e *Event) { e.Attendees[0].Email = "a\r\nX:1@example.com" }},
		{"Attendees", func(e *Event) { e.Attendees[0].Email = "änn@example.com" }},
		{"Attendees", func(e *Event) { e.Attendees[0].Response = "YES" }},
		{"call Cancel", func(e *Event) { e.Cancelled = true }},
	}
	for i, tt := range tests {
		t.Run(fmt.Sprint(i, " ", tt.field), func(t *testing.T) {
			t.Parallel()
			e := meeting()
			tt.change(&e)
			body, err := e.Request()
			if err == nil || !strings.Contains(err.Error(), tt.field) || body != nil {
				t.Errorf("got %q, %v; want an error that names %s", body, err, tt.field)
			}
		})
	}
}

func ExampleEvent_Request() {
	body, err := Event{
		UID:       "01JB0000000000000000000017@debrief.example",
		Stamp:     time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC),
		Start:     time.Date(2026, 3, 5, 14, 30, 0, 0, time.UTC),
		Duration:  30 * time.Minute,
		Summary:   "PM-17",
		Organizer: Person{Email: "debrief@example.com"},
		Attendees: []Attendee{{Email: "ann@example.com"}},
	}.Request()
	fmt.Println(strings.Count(string(body), "\r\n"), err)
	// Output: 19 <nil>
}
