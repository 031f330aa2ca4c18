package calendar

import (
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// answer builds a reply with the given lines inside its VEVENT.
func answer(inside ...string) string {
	return lines("BEGIN:VCALENDAR", "PRODID:-//X//EN", "VERSION:2.0", "METHOD:REPLY", "BEGIN:VEVENT") +
		lines(inside...) + lines("END:VEVENT", "END:VCALENDAR")
}

func TestRepliesOfKnownProgramsAreRead(t *testing.T) {
	t.Parallel()
	stamp := time.Date(2026, 3, 3, 8, 0, 0, 0, time.UTC)
	tests := []struct {
		name, body string
		want       Reply
	}{
		{
			"as Google writes it",
			answer("DTSTART:20260305T143000Z", "DTSTAMP:20260303T080000Z", "ORGANIZER;CN=Debrief:mailto:debrief@example.com",
				"UID:17@debrief", "ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;CN=Ann", " Lee;X-NUM-GUESTS=0:mailto:ann@example.com",
				"SEQUENCE:2", "STATUS:CONFIRMED"),
			Reply{"17@debrief", 2, stamp, "ann@example.com", Accepted},
		},
		{
			"as Outlook writes it, with a time zone beside the event",
			strings.Replace(answer(`ATTENDEE;PARTSTAT=DECLINED;CN="Lee, Ann: ^'A^'":MAILTO:Ann@Example.com`, "UID:17@debrief", "SEQUENCE:0", "DTSTAMP:20260303T080000Z"),
				"BEGIN:VEVENT", lines("BEGIN:VTIMEZONE", "TZID:X", "BEGIN:STANDARD", "DTSTART:16010101T030000", "END:STANDARD", "END:VTIMEZONE")+"BEGIN:VEVENT", 1),
			Reply{"17@debrief", 0, stamp, "ann@example.com", Declined},
		},
		{
			"with bare line feeds, a byte order mark, lower case and an unknown answer",
			"\ufeff" + strings.ReplaceAll(answer("uid:17@debrief", "attendee;partstat=x-perhaps:mailto:ann@example.com", "BEGIN:VALARM", "UID:other", "END:VALARM"), "\r\n", "\n"),
			Reply{UID: "17@debrief", Email: "ann@example.com", Response: NeedsAction},
		},
		{
			"with the address in the EMAIL parameter and escapes",
			answer(`UID:a\,b\\n`, "ATTENDEE;EMAIL=a/b@example.com;PARTSTAT=TENTATIVE:urn:uuid:1"),
			Reply{UID: `a,b\n`, Email: "a/b@example.com", Response: Tentative},
		},
		{
			"with an escaped address",
			answer("UID:1", "ATTENDEE;PARTSTAT=DELEGATED:mailto:a%2Fb@example.com"),
			Reply{UID: "1", Email: "a/b@example.com", Response: Delegated},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := ParseReply([]byte(tt.body))
			if err != nil || !reflect.DeepEqual(got, tt.want) {
				t.Errorf("got %+v, %v; want %+v", got, err, tt.want)
			}
		})
	}
}

func TestBrokenRepliesAreRefused(t *testing.T) {
	t.Parallel()
	att := "ATTENDEE;PARTSTAT=ACCEPTED:mailto:ann@example.com"
	tests := []struct{ name, body, want string }{
		{"nothing", "", "ignore it"},
		{"no calendar", "hello: world", "BEGIN:VCALENDAR"},
		{"no UID", answer(att), "UID"},
		{"two attendees", answer("UID:1", att, att), "2 attendees"},
		{"no attendee", answer("UID:1"), "0 attendees"},
		{"an attendee without an address", answer("UID:1", "ATTENDEE:invalid:nomail"), "1 attendees"},
		{"a negative sequence", answer("UID:1", att, "SEQUENCE:-1"), "SEQUENCE"},
		{"a cut-off end", strings.TrimSuffix(answer("UID:1", att), "END:VCALENDAR\r\n"), "cut short"},
		{"a wrong end", strings.Replace(answer("UID:1", att), "END:VEVENT", "END:VTODO", 1), "closes nothing"},
		{"a line without a colon", answer("UID"), "no name and colon"},
		{"a parameter without a value", answer("UID;X:1"), "no value"},
		{"a parameter at the end", answer("UID;X=1"), "no colon"},
		{"a quote that never closes", answer(`UID;X="1:1`), "closing quote"},
		{"a quote at the end", answer(`UID;X="1"`), "no colon"},
		{"a quote inside", answer(`UID;X=a"b":1`), "double quote"},
		{"too much", answer("UID:1", att, "X:"+strings.Repeat("x", MaxReply)), "at most 65536"},
		{"broken UTF-8", answer("UID:1", att, "X:\xff"), "UTF-8"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := ParseReply([]byte(tt.body))
			if err == nil || !strings.Contains(err.Error(), tt.want) || got != (Reply{}) {
				t.Errorf("got %+v, %v; want an error with %q", got, err, tt.want)
			}
		})
	}
}

func TestAnotherMethodIsToldApartFromABrokenReply(t *testing.T) {
	t.Parallel()
	body, err := meeting().Request()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := ParseReply(body); !errors.Is(err, ErrNotReply) {
		t.Errorf("got %v, want ErrNotReply", err)
	}
}

func TestAnInvitationTurnedIntoAReplyNamesTheSameMeeting(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		e := meeting()
		e.Sequence = rapid.IntRange(0, 1<<31-1).Draw(t, "sequence")
		e.Attendees = []Attendee{{
			Name:     rapid.String().Draw(t, "name"),
			Email:    rapid.StringMatching("[a-z!#$%&'*+/=?^_`{|}~-]{1,60}").Draw(t, "local") + "@example.com",
			Response: rapid.SampledFrom([]Response{Accepted, Declined, Tentative, Delegated}).Draw(t, "response"),
		}}
		body, err := e.Request()
		if err != nil {
			t.Fatal(err)
		}
		got, err := ParseReply([]byte(strings.Replace(string(body), "METHOD:REQUEST", "METHOD:REPLY", 1)))
		want := Reply{e.UID, e.Sequence, e.Stamp, e.Attendees[0].Email, e.Attendees[0].Response}
		if err != nil || got != want {
			t.Fatalf("got %+v, %v; want %+v", got, err, want)
		}
	})
}

func FuzzParseReply(f *testing.F) {
	f.Add([]byte(answer("UID:1", "ATTENDEE;PARTSTAT=ACCEPTED:mailto:ann@example.com")))
	f.Add([]byte("BEGIN;X=a"))
	f.Add([]byte(`A;B="`))
	f.Fuzz(func(t *testing.T, body []byte) {
		r, err := ParseReply(body)
		if (err == nil) != (r.UID != "" && r.Email != "") {
			t.Errorf("got %+v with the error %v", r, err)
		}
	})
}
