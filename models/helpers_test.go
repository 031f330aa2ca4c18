package models

import (
	"errors"
	"slices"
	"strings"
	"time"
	_ "time/tzdata" // the zones are the same on every machine

	"pgregory.net/rapid"
)

// day reads YYYY-MM-DD; empty is no date.
func day(t rapid.TB, s string) Date {
	t.Helper()
	var d Date
	if err := d.UnmarshalText([]byte(s)); err != nil {
		t.Fatalf("%v", err)
	}
	return d
}

// zone loads a time zone.
func zone(t rapid.TB, name string) *time.Location {
	t.Helper()
	loc, err := time.LoadLocation(name)
	if err != nil {
		t.Fatalf("%v", err)
	}
	return loc
}

// instant reads 2006-01-02T15:04:05Z07:00.
func instant(t rapid.TB, s string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, s)
	if err != nil {
		t.Fatalf("%v", err)
	}
	return at
}

// holidays knows these days, as YYYY-MM-DD.
func holidays(days ...string) Holidays {
	return func(d Date) (string, bool) { return "a holiday", slices.Contains(days, d.String()) }
}

// everyDayFree is a calendar of nothing but holidays.
func everyDayFree(Date) (string, bool) { return "a holiday", true }

// refused fails unless the error is of that kind and, for an Invalid one, names exactly these fields, in any order.
func refused(t rapid.TB, err error, kind Kind, wantFields ...string) {
	t.Helper()
	if err == nil {
		t.Fatalf("accepted, want it refused as %s %v", kind, wantFields)
	}
	if KindOf(err) != kind {
		t.Fatalf("refused as %q (%v), want %s", KindOf(err), err, kind)
	}
	if len(wantFields) == 0 {
		return
	}
	if got := fieldsAtFault(err); !slices.Equal(got, slices.Sorted(slices.Values(wantFields))) {
		t.Fatalf("fields at fault are %v (%v), want %v", got, err, wantFields)
	}
}

// accepted fails where there is an error.
func accepted(t rapid.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatalf("refused: %v", err)
	}
}

// fieldsAtFault returns the fields that an error names, each once, sorted.
func fieldsAtFault(err error) []string {
	var e *Error
	if !errors.As(err, &e) {
		return nil
	}
	var list []string
	for _, f := range e.Fields {
		list = append(list, f.Field)
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// missingOf returns what an error says has to come first.
func missingOf(err error) []string {
	var e *Error
	if !errors.As(err, &e) {
		return nil
	}
	return e.Missing
}

// texts that no field may hold.
const (
	notUTF8 = "broken \xff text"
	withNUL = "text with \x00 in it"
)

// long returns a text of n characters, each of more than one byte.
func long(n int) string { return strings.Repeat("é", n) }

// zoneNames have all that is odd about clocks: changes in both hemispheres, by half an hour, at midnight, and a
// skipped day.
var zoneNames = []string{"UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Santiago",
	"America/Havana", "Africa/Cairo", "Asia/Kolkata", "Asia/Kathmandu", "Pacific/Apia", "Pacific/Kiritimati",
	"Pacific/Honolulu"}

func drawZone(t *rapid.T) *time.Location {
	return zone(t, rapid.SampledFrom(zoneNames).Draw(t, "zone"))
}

// drawDay returns a day of the years 2020 to 2029.
func drawDay(t *rapid.T, label string) Date {
	return Date{2020, time.January, 1}.AddDays(rapid.IntRange(0, 3652).Draw(t, label))
}

// drawInstant returns a moment of the years 2020 to 2029.
func drawInstant(t *rapid.T, label string) time.Time {
	return time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(rapid.Int64Range(0, 3652*86_400).Draw(t, label)) * time.Second)
}

// drawWorkdays returns a zone with about one holiday in ten days, and now and then a fortnight of them.
func drawWorkdays(t *rapid.T) Workdays {
	w := Workdays{Zone: drawZone(t)}
	seed := rapid.IntRange(0, 1_000).Draw(t, "holidays")
	if seed%5 == 0 {
		return w
	}
	fortnight := drawDay(t, "fortnight")
	w.Holidays = func(d Date) (string, bool) {
		n := fortnight.DaysUntil(d)
		return "a holiday", n >= 0 && n < 14 || (Date{d.Year, time.January, 1}.DaysUntil(d)*7919+seed*31)%10 == 0
	}
	return w
}

// drawActor returns somebody of any role, or Debrief itself.
func drawActor(t *rapid.T) Actor {
	return rapid.SampledFrom([]Actor{System, {PersonID: 1, Role: Viewer}, {PersonID: 2, Role: Member},
		{PersonID: 3, Role: Facilitator}, {PersonID: 4, Role: Administrator}}).Draw(t, "actor")
}

// drawReason returns a sentence, or something that is none.
func drawReason(t *rapid.T) string {
	return rapid.SampledFrom([]string{"it is agreed", "because it is so", "because it is so", "one more reason", "  padded  ", "", "   ", notUTF8, withNUL}).Draw(t, "reason")
}

// isReason reports whether a text is taken as a reason.
func isReason(s string) bool {
	var c Check
	c.Reason("reason", s)
	return c.Err() == nil
}
