package models

import "time"

// Holidays tells the name of the public holiday that a day is. A nil Holidays knows none.
// The library that makes them lives outside (integrations/calendar).
type Holidays func(Date) (name string, ok bool)

// The hours, in wall time, in which people are nudged and meet: quiet hours are the rest, weekends and holidays.
const (
	WorkStartHour = 9
	WorkEndHour   = 17
)

// Workdays is when a team or a person works: a zone, and the holidays kept there. Saturdays and Sundays are free.
type Workdays struct {
	Zone     *time.Location
	Holidays Holidays
}

// DateOf returns the local day of an instant.
func (w Workdays) DateOf(t time.Time) Date { return DateOf(t.In(w.zone())) }

// IsBusinessDay reports whether people work on that day.
func (w Workdays) IsBusinessDay(d Date) bool {
	if wd := d.Weekday(); wd == time.Saturday || wd == time.Sunday {
		return false
	}
	if w.Holidays == nil {
		return true
	}
	_, holiday := w.Holidays(d)
	return !holiday
}

// maxFreeDays bounds the search for a business day, so that a calendar of nothing but holidays cannot hang.
const maxFreeDays = 60

// NextBusinessDay returns the first business day after d.
func (w Workdays) NextBusinessDay(d Date) Date { return w.AddBusinessDays(d, 1) }

// OnOrAfter returns d where it is a business day, else the next one.
func (w Workdays) OnOrAfter(d Date) Date { return w.NextBusinessDay(d.AddDays(-1)) }

// AddBusinessDays returns the n-th business day after d, n >= 0; d itself for 0.
func (w Workdays) AddBusinessDays(d Date, n int) Date {
	for range n {
		free := 0
		for d = d.AddDays(1); !w.IsBusinessDay(d) && free < maxFreeDays; d = d.AddDays(1) {
			free++
		}
	}
	return d
}

// BusinessDaysBefore returns the n-th business day before d.
func (w Workdays) BusinessDaysBefore(d Date, n int) Date {
	for range n {
		free := 0
		for d = d.AddDays(-1); !w.IsBusinessDay(d) && free < maxFreeDays; d = d.AddDays(-1) {
			free++
		}
	}
	return d
}

// NextOpen returns t where it lies in working hours, else the moment when they begin again.
func (w Workdays) NextOpen(t time.Time) time.Time {
	day := w.DateOf(t)
	if w.IsBusinessDay(day) {
		switch opens := w.Opens(day); {
		case t.Before(opens):
			return opens
		case t.Before(w.closes(day)):
			return t
		}
	}
	return w.Opens(w.NextBusinessDay(day))
}

// Opens returns the instant at which working hours begin on that day.
func (w Workdays) Opens(d Date) time.Time { return d.At(WorkStartHour, 0, w.zone()).UTC() }

func (w Workdays) closes(d Date) time.Time { return d.At(WorkEndHour, 0, w.zone()) }

// Starts returns the instant at which that day begins.
func (w Workdays) Starts(d Date) time.Time { return d.At(0, 0, w.zone()).UTC() }

func (w Workdays) zone() *time.Location {
	if w.Zone == nil {
		return time.UTC
	}
	return w.Zone
}
