package postmortem

import (
	"slices"
	"strings"
	"time"
)

// timekeeper turns the stamps of a timeline into instants: a time without a day
// is of the day before it, and after midnight of the next.
type timekeeper struct {
	day     time.Time
	stated  time.Time // the day that is said to be the incident's
	aside   bool      // day is that of an entry without a time of the day
	eve     bool      // day is that of the entry before, which told it with a time of the day
	month   time.Time // of the incident, where no day is said
	first   time.Time // of the days that are counted
	next    bool      // day is that after another
	told    bool      // the timeline itself has told a day or a time
	dated   bool      // it has told a date
	last    time.Time
	shared  *time.Location // the zone of the entries that name one
	known   bool           // shared is said to be that of all
	began   time.Time      // the incident's own start
	exact   bool           // began is said with its day and its clock
	zoned   bool           // began is said with its zone, or all times are
	later   bool           // the entry tells of what came after the incident
	ahead   bool           // the entry is told before one of an earlier clock
	nextDay bool           // the entry tells of the day after
	halves  bool           // clocks are of twelve hours, and some say am or pm
	clock   stamp          // the last clock of the day whose half is known
}

// start begins the day that a stamp tells, if it tells one.
func (k *timekeeper) start(st stamp) {
	day := k.day
	switch {
	case st.date.yearless && k.day.IsZero():
		// A month that is told with its year gives its days the year.
		if day = st.date.Time.AddDate(k.month.Year()-st.date.Time.Year(), 0, 0); k.month.IsZero() || day.Month() != k.month.Month() {
			return
		}
	case st.date.yearless:
		day = k.inYear(st.date.Time)
	case !st.date.IsZero():
		day = st.date.Time
	case st.count > 0 && !k.first.IsZero():
		day = k.first.AddDate(0, 0, st.count-1)
	case k.day.IsZero() || st.weekday == "":
		return
	case st.weekday == tomorrow:
		if last := k.last; !st.clock || !k.next || st.seconds() < (last.Hour()*60+last.Minute())*60 { // else one day is told of twice
			day = day.AddDate(0, 0, 1)
		}
	default:
		ahead := (weekdayOf(st.weekday) - int(day.Weekday()) + 7) % 7
		if !k.told && ahead > 3 { // it may begin before the day of the incident
			ahead -= 7
		}
		day = day.AddDate(0, 0, ahead)
	}
	if st.count > 0 {
		k.first = day.AddDate(0, 0, 1-st.count)
	}
	k.dated = k.dated || !st.date.IsZero()
	if !st.date.IsZero() || !day.Equal(k.day) {
		k.last = time.Time{}
	}
	if !day.Equal(k.day) {
		k.clock = stamp{}
	}
	k.day, k.told, k.next, k.aside = day, true, st.weekday == tomorrow, false
}

// countFromOne counts days from one that are counted from a day 0.
func (r *timelineReader) countFromOne() {
	if !slices.ContainsFunc(r.marks, func(m mark) bool { return m.count == dayZero }) {
		return
	}
	for i := range r.marks {
		switch m := &r.marks[i]; {
		case m.count == dayZero:
			m.count = 1
		case m.count > 0:
			m.count++
		}
	}
}

// eveBefore reports whether the timeline begins on the day before the incident's: with clocks that go on to earlier ones of
// that day, "23:10", "2 May 00:15".
func (r *timelineReader) eveBefore(k timekeeper) bool {
	last, told := -1, false
	for i, m := range r.marks {
		switch {
		case m.relative || m.unknown || m.weekday != "" || m.count != 0 || k.day.IsZero():
			return false
		case !m.date.IsZero() && !told:
			day := m.date.Time
			if m.date.yearless {
				day = k.inYear(day)
			}
			if told = true; last < 0 || !day.Equal(k.day) {
				return false
			}
		}
		switch {
		case !m.clock:
		case told:
			return r.marks[last].seconds()-m.seconds() > halfDay/2
		case last >= 0 && m.seconds() < r.marks[last].seconds():
			return false
		default:
			last = i
		}
	}
	return false
}

// inYear gives a day without a year that of the day before: December is followed
// by the next year's January, and what led to an incident lies before it.
func (k *timekeeper) inYear(d time.Time) time.Time {
	const (
		months5  = 150 * 24 * time.Hour
		months11 = 330 * 24 * time.Hour
	)
	year := k.day.Year()
	in := func(year int) time.Time { return time.Date(year, d.Month(), d.Day(), 0, 0, 0, 0, time.UTC) }
	ahead, back := months5, months11
	if k.told {
		ahead, back = months11, months5
	}
	switch gap := in(year).Sub(k.day); {
	case gap > ahead:
		return in(year - 1)
	case gap < -back:
		return in(year + 1)
	}
	return in(year)
}

// germanWeekdays are those whose first three letters are not the English ones.
var germanWeekdays = map[string]time.Weekday{"dienstag": time.Tuesday, "mittwoch": time.Wednesday, "donnerstag": time.Thursday,
	"samstag": time.Saturday, "sonnabend": time.Saturday}

func weekdayOf(name string) int {
	if day, ok := germanWeekdays[strings.ToLower(name)]; ok {
		return int(day)
	}
	for day := time.Sunday; day <= time.Saturday; day++ {
		if strings.EqualFold(name[:3], day.String()[:3]) {
			return int(day)
		}
	}
	return 0
}

// entry gives the moment of an entry, and whether its zone is known.
func (k *timekeeper) entry(st *stamp, zone *time.Location) (at time.Time, known bool) {
	if st.relative && st.clock && !k.began.IsZero() {
		k.last = k.began.Add(st.since)
		k.day = dayOf(k.last)
		return k.last, k.known || k.zoned
	} else if st.relative {
		return time.Time{}, false
	}
	if k.aside && !st.dayed() && st.clock && k.day.Before(k.stated) {
		k.start(stamp{date: Date{Time: k.stated}}) // what a day alone told was how it came to it
	}
	waits := false
	if k.eve && !st.dayed() && st.clock && k.atStart(*st) {
		if waits = k.ahead; !waits {
			k.start(stamp{date: Date{Time: dayOf(k.began)}}) // what one entry of an earlier day told was how it came to it
		}
	}
	k.eve = !st.date.IsZero() && st.clock || waits
	if k.later && k.halves && st.twelve() && !st.dayed() && !k.last.IsZero() && !k.soon(*st) {
		st.byDay()
		if st.seconds() < (k.last.Hour()*60+k.last.Minute())*60 {
			k.start(stamp{weekday: tomorrow})
		}
	}
	if k.nextDay && st.clock && !st.dayed() && !(k.halves && st.twelve()) && !k.last.IsZero() && st.seconds() < (k.last.Hour()*60+k.last.Minute())*60 {
		k.start(stamp{weekday: tomorrow})
	}
	k.start(*st)
	k.aside = k.aside || st.dayed() && !st.clock
	*st = k.halve(*st)
	if st.zone != nil {
		zone = st.zone
	}
	known = zone != nil
	if zone == nil {
		zone, known = k.shared, k.known
	}
	if k.day.IsZero() || st.unknown {
		return time.Time{}, known
	}
	if !st.clock {
		return k.day, known
	}
	k.told = true
	at = time.Date(k.day.Year(), k.day.Month(), k.day.Day(), st.hour, st.minute, st.second, 0, zone)
	if !st.dayed() && !k.last.IsZero() && k.last.Sub(at) > 12*time.Hour {
		k.day = k.day.AddDate(0, 0, 1)
		at = time.Date(k.day.Year(), k.day.Month(), k.day.Day(), st.hour, st.minute, st.second, 0, zone)
	}
	k.last = at
	return at, known
}

// atStart reports whether a clock is that of the incident's stated start, or at most two hours off, which is of a later day.
func (k *timekeeper) atStart(st stamp) bool {
	off := st.seconds() - (k.began.Hour()*60+k.began.Minute())*60
	return k.exact && k.day.Before(dayOf(k.began)) && off >= -2*60*60 && off <= 2*60*60
}

// noYear serves the days of a document that tells no year at all: they can be read,
// but not be placed. It has a February 29.
const noYear = 2000
