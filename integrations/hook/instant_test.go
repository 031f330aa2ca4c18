package hook

import (
	"testing"
	"time"

	"debrief/models"
)

func TestInstantsAreReadInUTC(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]time.Time{
		"2026-03-02T10:00:00Z":           time.Date(2026, 3, 2, 10, 0, 0, 0, time.UTC),
		"2026-03-02T11:00:00.25+01:00":   time.Date(2026, 3, 2, 10, 0, 0, 250_000_000, time.UTC),
		"1970-01-01T00:00:00Z":           time.Unix(0, 0).UTC(),
		"2199-12-31T23:59:59.999999999Z": time.Date(2199, 12, 31, 23, 59, 59, 999_999_999, time.UTC),
	} {
		var c models.Check
		if got := Instant(&c, "at", text); got != want || c.Err() != nil {
			t.Errorf("%s is %v, %v; want %v", text, got, c.Err(), want)
		}
	}
}

func TestInstantsThatCannotBeAreRefused(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":                          "at is missing",
		"yesterday":                 "at must be a time such as 2026-03-02T10:00:00Z",
		"2026-03-02":                "at must be a time such as 2026-03-02T10:00:00Z",
		"2026-03-02T10:00:00":       "at must be a time such as 2026-03-02T10:00:00Z",
		"0001-01-01T00:00:00Z":      "at must lie in the years 1970 to 2199",
		"1969-12-31T23:59:59Z":      "at must lie in the years 1970 to 2199",
		"2199-12-31T23:59:59-01:00": "at must lie in the years 1970 to 2199",
	} {
		var c models.Check
		got := Instant(&c, "at", text)
		if err := c.Err(); !got.IsZero() || err == nil || err.Error() != "some of this cannot be stored: "+want {
			t.Errorf("%q is %v, %v; want %q", text, got, err, want)
		}
	}
}
