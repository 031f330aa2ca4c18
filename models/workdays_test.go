package models

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestBusinessDaysSkipWeekendsAndHolidays(t *testing.T) {
	t.Parallel()
	easter := holidays("2026-04-03", "2026-04-06") // Good Friday and Easter Monday
	for _, c := range []struct {
		name     string
		holidays Holidays
		from     string
		n        int
		want     string
	}{
		{"none is the day itself, even a Sunday", nil, "2026-03-01", 0, "2026-03-01"},
		{"one after a Friday is Monday", nil, "2026-03-06", 1, "2026-03-09"},
		{"one after a Saturday is Monday", nil, "2026-03-07", 1, "2026-03-09"},
		{"five after a Wednesday is the next Wednesday", nil, "2026-03-04", 5, "2026-03-11"},
		{"five after a Saturday is Friday", nil, "2026-03-07", 5, "2026-03-13"},
		{"one over Easter", easter, "2026-04-02", 1, "2026-04-07"},
		{"five over Easter", easter, "2026-04-01", 5, "2026-04-10"},
		{"over a year's end", holidays("2025-12-25", "2025-12-26", "2026-01-01"), "2025-12-24", 5, "2026-01-05"},
		{"over a leap day", nil, "2024-02-28", 2, "2024-03-01"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := Workdays{Holidays: c.holidays}
			if got := w.AddBusinessDays(day(t, c.from), c.n); got.String() != c.want {
				t.Errorf("%d business days after %s is %s, want %s", c.n, c.from, got, c.want)
			}
		})
	}
	w := Workdays{Holidays: easter}
	if got := w.BusinessDaysBefore(day(t, "2026-04-07"), 1); got.String() != "2026-04-02" {
		t.Errorf("the business day before Easter Tuesday is %s", got)
	}
	for from, want := range map[string]string{"2026-04-02": "2026-04-02", "2026-04-03": "2026-04-07", "2026-04-05": "2026-04-07"} {
		if got := w.OnOrAfter(day(t, from)); got.String() != want {
			t.Errorf("on or after %s is %s, want %s", from, got, want)
		}
	}
}

func TestBusinessDaysAreTheNaiveCount(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w, from := drawWorkdays(t), drawDay(t, "from")
		n := rapid.IntRange(1, 40).Draw(t, "n")
		to := w.AddBusinessDays(from, n)
		count := 0
		for d := from.AddDays(1); !d.After(to); d = d.AddDays(1) {
			if w.IsBusinessDay(d) {
				count++
			}
		}
		if count != n || !w.IsBusinessDay(to) {
			t.Fatalf("%v is %d business days after %v, want %d", to, count, from, n)
		}
		if next := w.NextBusinessDay(from); next != w.AddBusinessDays(from, 1) || !next.After(from) {
			t.Fatalf("the business day after %v is %v", from, next)
		}
		before := w.BusinessDaysBefore(to, n)
		if before.Before(from) && w.IsBusinessDay(from) || w.AddBusinessDays(before, n) != to {
			t.Fatalf("%d business days before %v is %v", n, to, before)
		}
		if on := w.OnOrAfter(from); on.Before(from) || !w.IsBusinessDay(on) || w.IsBusinessDay(from) && on != from {
			t.Fatalf("on or after %v is %v", from, on)
		}
	})
}

func TestACalendarOfNothingButHolidaysDoesNotHang(t *testing.T) {
	t.Parallel()
	w := Workdays{Holidays: everyDayFree}
	from := day(t, "2026-03-02")
	if got := w.AddBusinessDays(from, 5); !got.After(from) {
		t.Errorf("five business days later is %s", got)
	}
	if got := w.BusinessDaysBefore(from, 5); !got.Before(from) {
		t.Errorf("five business days before is %s", got)
	}
	now := instant(t, "2026-03-02T10:00:00Z")
	if got := w.NextOpen(now); !got.After(now) {
		t.Errorf("opens at %v", got)
	}
}

func TestWorkingHoursAreWallTime(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, zone, now, want string }{
		{"before nine waits until nine", "UTC", "2026-03-04T08:59:59Z", "2026-03-04T09:00:00Z"},
		{"nine is open", "UTC", "2026-03-04T09:00:00Z", "2026-03-04T09:00:00Z"},
		{"just before five is open", "UTC", "2026-03-04T16:59:59Z", "2026-03-04T16:59:59Z"},
		{"five is closed", "UTC", "2026-03-04T17:00:00Z", "2026-03-05T09:00:00Z"},
		{"Friday evening waits until Monday", "UTC", "2026-03-06T18:00:00Z", "2026-03-09T09:00:00Z"},
		{"Saturday noon waits until Monday", "UTC", "2026-03-07T12:00:00Z", "2026-03-09T09:00:00Z"},
		{"the weekend when Berlin's clocks go forward", "Europe/Berlin", "2026-03-27T16:30:00Z", "2026-03-30T07:00:00Z"},
		{"the weekend when New York's clocks go back", "America/New_York", "2026-10-30T21:30:00Z", "2026-11-02T14:00:00Z"},
		{"Lord Howe, half an hour off", "Australia/Lord_Howe", "2026-03-04T21:00:00Z", "2026-03-04T22:00:00Z"},
		{"it is Monday in Kiritimati, still Sunday in UTC", "Pacific/Kiritimati", "2026-03-08T20:00:00Z", "2026-03-08T20:00:00Z"},
		{"it is Sunday in Honolulu, Monday already in UTC", "Pacific/Honolulu", "2026-03-09T03:00:00Z", "2026-03-09T19:00:00Z"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if got := (Workdays{Zone: zone(t, c.zone)}).NextOpen(instant(t, c.now)); !got.Equal(instant(t, c.want)) {
				t.Errorf("opens at %v, want %s", got.UTC(), c.want)
			}
		})
	}
}

func TestNextOpenIsTheFirstOpenMoment(t *testing.T) {
	t.Parallel()
	open := func(w Workdays, at time.Time) bool {
		local := at.In(w.Zone)
		return w.IsBusinessDay(DateOf(local)) && local.Hour() >= WorkStartHour && local.Hour() < WorkEndHour
	}
	rapid.Check(t, func(t *rapid.T) {
		w, now := drawWorkdays(t), drawInstant(t, "now")
		at := w.NextOpen(now)
		if at.Before(now) || !open(w, at) {
			t.Fatalf("at %v it opens at %v", now.In(w.Zone), at.In(w.Zone))
		}
		if open(w, now) != at.Equal(now) {
			t.Fatalf("at %v, which is open: %v, it opens at %v", now.In(w.Zone), open(w, now), at.In(w.Zone))
		}
		for between := now; between.Before(at); between = between.Add(time.Hour) {
			if open(w, between) {
				t.Fatalf("it opens at %v already, not at %v", between.In(w.Zone), at.In(w.Zone))
			}
		}
	})
}

// nudge_on is the start of a step's day: an instant on the day before would be looked at, found too early, and
// looked at again at once.
func TestADayStartsOnThatDay(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w, d := drawWorkdays(t), drawDay(t, "day")
		start := w.Starts(d)
		if w.DateOf(start) != d || w.DateOf(start.Add(-time.Second)) != d.AddDays(-1) {
			t.Fatalf("%v starts at %v", d, start.In(w.Zone))
		}
		if opens := w.Opens(d); w.DateOf(opens) != d || opens.In(w.Zone).Hour() != WorkStartHour {
			t.Fatalf("%v opens at %v", d, opens.In(w.Zone))
		}
	})
}

func TestWorkdaysWithoutAZoneAreUTC(t *testing.T) {
	t.Parallel()
	if got := (Workdays{}).DateOf(time.Date(2026, 3, 31, 23, 0, 0, 0, zone(t, "America/New_York"))); got.String() != "2026-04-01" {
		t.Errorf("the day is %s, want UTC's", got)
	}
}
