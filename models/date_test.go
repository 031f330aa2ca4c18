package models

import (
	"encoding/json"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestParseDateReadsOneFormOnly(t *testing.T) {
	t.Parallel()
	for _, s := range []string{"1900-01-01", "2024-02-29", "2026-03-31", "9999-12-31"} {
		d, err := ParseDate(s)
		accepted(t, err)
		if d.String() != s {
			t.Errorf("%s comes back as %s", s, d)
		}
	}
	for _, s := range []string{"", " ", "2026-3-31", "2026-03-32", "2025-02-29", "1900-02-29", "31.03.2026", "2026-03-31T00:00:00Z",
		" 2026-03-31", "2026-03-31 ", "1899-12-31", "0000-01-01", "10000-01-01", "-2026-03-31", "2026-13-01", "２026-03-31"} {
		if d, err := ParseDate(s); err == nil || !d.IsZero() {
			t.Errorf("%q is read as %v, %v; want an error and no date", s, d, err)
		}
	}
}

func FuzzParseDate(f *testing.F) {
	for _, s := range []string{"2026-03-31", "2024-02-29", "0000-00-00", "2026-3-1", "", "9999-12-31", "\xff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := ParseDate(s)
		if err != nil {
			if !d.IsZero() {
				t.Fatalf("%q is refused, and yet read as %v", s, d)
			}
			return
		}
		if d.String() != s {
			t.Fatalf("%q comes back as %q", s, d)
		}
	})
}

func TestDateArithmeticCountsCivilDays(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, from string
		days       int
		to         string
	}{
		{"over a leap day", "2024-02-28", 2, "2024-03-01"},
		{"over the end of a February without one", "2025-02-28", 1, "2025-03-01"},
		{"a century that is no leap year", "2100-02-28", 1, "2100-03-01"},
		{"over a year's end", "2025-12-31", 1, "2026-01-01"},
		{"back over a year's end", "2026-01-01", -1, "2025-12-31"},
		{"over the night when clocks go forward in Europe", "2026-03-28", 2, "2026-03-30"},
		{"over a whole leap year", "2024-01-01", 366, "2025-01-01"},
		{"over three centuries", "1900-01-01", 146_097, "2300-01-01"},
		{"nowhere", "2026-05-05", 0, "2026-05-05"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			from, to := day(t, c.from), day(t, c.to)
			if got := from.AddDays(c.days); got != to {
				t.Errorf("%s + %d is %s, want %s", c.from, c.days, got, c.to)
			}
			if got := from.DaysUntil(to); got != c.days {
				t.Errorf("%d days from %s until %s, want %d", got, c.from, c.to, c.days)
			}
		})
	}
}

func TestDatesAreOrderedAndCounted(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a := Date{1900, time.January, 1}.AddDays(rapid.IntRange(0, 2_958_463).Draw(t, "a")) // up to 9999-12-31
		n := rapid.IntRange(-5_000, 5_000).Draw(t, "n")
		b := a.AddDays(n)
		if got := a.DaysUntil(b); got != n {
			t.Fatalf("%d days from %v until %v, want %d", got, a, b, n)
		}
		if back := b.AddDays(-n); back != a {
			t.Fatalf("%v + %d - %d is %v", a, n, n, back)
		}
		if a.Before(b) != (n > 0) || a.After(b) != (n < 0) {
			t.Fatalf("%v and %v are in the wrong order", a, b)
		}
		if l := LaterDate(a, b); l.Before(a) || l.Before(b) || l != a && l != b {
			t.Fatalf("the later of %v and %v is %v", a, b, l)
		}
		if want := time.Weekday((int(a.Weekday()) + n%7 + 7) % 7); b.Weekday() != want {
			t.Fatalf("%v is a %v, want %v", b, b.Weekday(), want)
		}
	})
}

func TestDateOfIsTheDayInItsOwnZone(t *testing.T) {
	t.Parallel()
	at := instant(t, "2026-03-31T23:30:00Z")
	for name, want := range map[string]string{"UTC": "2026-03-31", "Europe/Berlin": "2026-04-01",
		"America/New_York": "2026-03-31", "Pacific/Kiritimati": "2026-04-01", "Australia/Lord_Howe": "2026-04-01"} {
		if got := DateOf(at.In(zone(t, name))); got.String() != want {
			t.Errorf("in %s it is %s, want %s", name, got, want)
		}
	}
}

func TestAtIsTheWallTimeOfThatDay(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, zone, day string
		hour, minute    int
		want            string
	}{
		{"on a summer day in Berlin", "Europe/Berlin", "2026-07-01", 9, 0, "2026-07-01T07:00:00Z"},
		{"on the morning after clocks went forward", "Europe/Berlin", "2026-03-29", 9, 0, "2026-03-29T07:00:00Z"},
		{"a time that Berlin skips is the end of the gap", "Europe/Berlin", "2026-03-29", 2, 30, "2026-03-29T01:00:00Z"},
		{"a time that New York skips is the end of the gap", "America/New_York", "2026-03-08", 2, 30, "2026-03-08T07:00:00Z"},
		{"Lord Howe goes forward by half an hour", "Australia/Lord_Howe", "2026-10-04", 2, 15, "2026-10-03T15:30:00Z"},
		{"the midnight that Santiago skips is one o'clock of that day", "America/Santiago", "2025-09-07", 0, 0, "2025-09-07T04:00:00Z"},
		{"the midnight that Havana skips", "America/Havana", "2025-03-09", 0, 0, "2025-03-09T05:00:00Z"},
		{"the midnight that Cairo skips", "Africa/Cairo", "2025-04-25", 0, 0, "2025-04-24T22:00:00Z"},
		{"the day that Apia skipped is the start of the next one", "Pacific/Apia", "2011-12-30", 0, 0, "2011-12-30T10:00:00Z"},
		{"the day after the one that Apia skipped", "Pacific/Apia", "2011-12-31", 0, 0, "2011-12-30T10:00:00Z"},
		{"the first of two midnights in Havana", "America/Havana", "2025-11-02", 0, 0, "2025-11-02T04:00:00Z"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if got := day(t, c.day).At(c.hour, c.minute, zone(t, c.zone)); !got.Equal(instant(t, c.want)) {
				t.Errorf("%s %02d:%02d in %s is %v, want %s", c.day, c.hour, c.minute, c.zone, got, c.want)
			}
		})
	}
}

func TestAtNeverLeavesTheDay(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		d, loc := drawDay(t, "day"), drawZone(t)
		hour, minute := rapid.IntRange(0, 23).Draw(t, "hour"), rapid.IntRange(0, 59).Draw(t, "minute")
		at := d.At(hour, minute, loc)
		if DateOf(at) != d {
			t.Fatalf("%v %02d:%02d is %v", d, hour, minute, at)
		}
		if later := d.AddDays(1).At(hour, minute, loc); !later.After(at) {
			t.Fatalf("the same time a day later is %v, not after %v", later, at)
		}
	})
}

func TestDateIsTextInJSONAndDatabases(t *testing.T) {
	t.Parallel()
	type holder struct {
		On Date `json:"on"`
	}
	for text, want := range map[string]Date{`{"on":"2026-03-31"}`: {2026, time.March, 31}, `{"on":""}`: {}} {
		var h holder
		accepted(t, json.Unmarshal([]byte(text), &h))
		if h.On != want {
			t.Errorf("%s is read as %v", text, h.On)
		}
		back, err := json.Marshal(h)
		accepted(t, err)
		if string(back) != text {
			t.Errorf("%s comes back as %s", text, back)
		}
	}
	var h holder
	if err := json.Unmarshal([]byte(`{"on":"tomorrow"}`), &h); err == nil {
		t.Error("“tomorrow” is taken for a date")
	}

	march := Date{2026, time.March, 31}
	for name, src := range map[string]any{"a text": "2026-03-31", "bytes": []byte("2026-03-31"),
		"a time": time.Date(2026, 3, 31, 0, 0, 0, 0, time.UTC)} {
		var d Date
		accepted(t, d.Scan(src))
		if d != march {
			t.Errorf("%s is scanned as %v", name, d)
		}
	}
	for name, src := range map[string]any{"NULL": nil, "an empty text": ""} {
		d := march
		accepted(t, d.Scan(src))
		if !d.IsZero() {
			t.Errorf("%s is scanned as %v", name, d)
		}
	}
	d := march
	if d.Scan(7) == nil || d.Scan("soon") == nil || d != march {
		t.Error("a number or a word is scanned as a date")
	}
	if v, err := march.Value(); v != "2026-03-31" || err != nil {
		t.Errorf("stored as %v, %v", v, err)
	}
	if v, err := (Date{}).Value(); v != nil || err != nil {
		t.Errorf("no date is stored as %v, %v; want NULL", v, err)
	}
}
