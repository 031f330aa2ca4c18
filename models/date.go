package models

import (
	"database/sql/driver"
	"fmt"
	"time"
)

// Date is a day of the civil calendar without time and zone, such as a due date. The zero Date is no date.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

const dateLayout = time.DateOnly

// DateOf returns the day that t falls on in its own location.
func DateOf(t time.Time) Date {
	y, m, d := t.Date()
	return Date{y, m, d}
}

// ParseDate reads YYYY-MM-DD, years 1900 to 9999.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(dateLayout, s)
	if err != nil || t.Year() < 1900 {
		return Date{}, fmt.Errorf("%q is not a date such as 2026-03-31", s)
	}
	return DateOf(t), nil
}

// String returns YYYY-MM-DD, or "" for no date.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return d.utc().Format(dateLayout)
}

// IsZero reports whether d is no date.
func (d Date) IsZero() bool { return d == Date{} }

// Long is the date as a sentence has it: "Mon 2 Jan 2006".
func (d Date) Long() string { return d.utc().Format("Mon 2 Jan 2006") }

// AddDays returns the day n days later (earlier where n is negative).
func (d Date) AddDays(n int) Date { return DateOf(d.utc().AddDate(0, 0, n)) }

// DaysUntil returns how many days lie between d and other; negative where other is earlier.
func (d Date) DaysUntil(other Date) int {
	// Both at UTC midnight, where every day has 86400 seconds. A time.Duration ends after 292 years.
	return int((other.utc().Unix() - d.utc().Unix()) / 86_400)
}

// Before reports whether d is an earlier day than other.
func (d Date) Before(other Date) bool { return d.utc().Before(other.utc()) }

// After reports whether d is a later day than other.
func (d Date) After(other Date) bool { return other.Before(d) }

// Weekday returns the day of the week.
func (d Date) Weekday() time.Weekday { return d.utc().Weekday() }

// At returns the instant of hour:minute on that day in the zone. A wall time that a change of the clock skips is the
// instant after the gap, never one on the day before.
func (d Date) At(hour, minute int, zone *time.Location) time.Time {
	t := time.Date(d.Year, d.Month, d.Day, hour, minute, 0, 0, zone)
	want := time.Date(d.Year, d.Month, d.Day, hour, minute, 0, 0, time.UTC)
	_, offset := t.Zone()
	switch got := t.Add(time.Duration(offset) * time.Second); { // time.Date resolves a gap to either side
	case got.Before(want):
		_, t = t.ZoneBounds()
	case got.After(want):
		t, _ = t.ZoneBounds()
	}
	return t
}

func (d Date) utc() time.Time { return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC) }

// LaterDate returns the later of two days.
func LaterDate(a, b Date) Date {
	if a.Before(b) {
		return b
	}
	return a
}

// The years in which something can be planned: days after it are reckoned with, and have to be dates that can be stored.
const (
	firstYear = 1970
	lastYear  = 2199
)

// Time checks that an instant lies in the years in which something can be planned; none at all is allowed.
func (c *Check) Time(field string, t time.Time) {
	if year := t.UTC().Year(); !t.IsZero() && (year < firstYear || year > lastYear) {
		c.Fail(field, "must lie in the years %d to %d", firstYear, lastYear)
	}
}

// Day checks that a date lies in the years in which something can be planned; none at all is allowed.
func (c *Check) Day(field string, d Date) { c.Time(field, d.utcOrZero()) }

func (d Date) utcOrZero() time.Time {
	if d.IsZero() {
		return time.Time{}
	}
	return d.utc()
}

// MarshalText writes YYYY-MM-DD, or nothing for no date.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads YYYY-MM-DD; empty is no date.
func (d *Date) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*d = Date{}
		return nil
	}
	parsed, err := ParseDate(string(text))
	if err == nil {
		*d = parsed
	}
	return err
}

// Value stores YYYY-MM-DD, or NULL for no date.
func (d Date) Value() (driver.Value, error) {
	if d.IsZero() {
		return nil, nil
	}
	return d.String(), nil
}

// Scan reads what either database returns of a date.
func (d *Date) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		*d = Date{}
		return nil
	case time.Time:
		*d = DateOf(v)
		return nil
	case string:
		return d.UnmarshalText([]byte(v))
	case []byte:
		return d.UnmarshalText(v)
	}
	return fmt.Errorf("a date cannot be read from %T", src)
}
