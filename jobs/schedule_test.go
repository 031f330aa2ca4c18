package jobs

import (
	"testing"
	"time"
	_ "time/tzdata" // the zones are the same on every machine
)

func TestTheScheduleComesRoundByTheClockInUTC(t *testing.T) {
	t.Parallel()
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	at := func(s string) time.Time {
		when, err := time.Parse(time.RFC3339, s)
		if err != nil {
			t.Fatal(err)
		}
		return when
	}
	for _, c := range []struct {
		now          string
		daily, hours string
	}{
		{"2026-03-02T02:59:59Z", "2026-03-02T03:00:00Z", "2026-03-02T03:00:00Z"},
		{"2026-03-02T03:00:00Z", "2026-03-03T03:00:00Z", "2026-03-02T04:00:00Z"},
		{"2026-03-02T23:30:00Z", "2026-03-03T03:00:00Z", "2026-03-03T00:00:00Z"},
		{"2026-12-31T23:30:00Z", "2027-01-01T03:00:00Z", "2027-01-01T00:00:00Z"},
		{"2026-03-29T00:30:00Z", "2026-03-29T03:00:00Z", "2026-03-29T01:00:00Z"}, // Berlin's clocks go forward at 01:00
		{"2026-10-25T00:30:00Z", "2026-10-25T03:00:00Z", "2026-10-25T01:00:00Z"}, // and back
		{"2026-10-25T01:30:00Z", "2026-10-25T03:00:00Z", "2026-10-25T02:00:00Z"},
	} {
		for _, now := range []time.Time{at(c.now), at(c.now).In(berlin)} {
			if got := daily(3)(now); !got.Equal(at(c.daily)) || got.Location() != time.UTC {
				t.Errorf("daily after %s: %s, want %s", now, got, c.daily)
			}
			if got := everyOtherMinute(now); !got.After(now) || got.Sub(now) > 2*time.Minute || got.Minute()%2 != 0 || got.Location() != time.UTC {
				t.Errorf("every other minute after %s: %s", now, got)
			}
			if got := hourly(now); !got.Equal(at(c.hours)) || got.Location() != time.UTC {
				t.Errorf("hourly after %s: %s, want %s", now, got, c.hours)
			}
		}
	}
}
