package calendar

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	cal "github.com/rickar/cal/v2"
)

// The years for which holidays are known; outside of them there are none. The
// bound keeps the cache finite.
const (
	firstYear = 1970
	lastYear  = 2199
)

// The library computes local midnights, and where the clocks change at midnight
// those may fall on the day before. UTC has every midnight.
func init() { cal.DefaultLoc = time.UTC }

type monthDay struct {
	month time.Month
	day   int
}

// Holidays returns the rule of a region: whether a date is a public holiday, and
// its name in the local language. The day on which a holiday is observed counts
// as well, with " (observed)" after the name. The code may be in any case; ""
// stands for no holidays at all. An unknown code is an error that lists the
// known ones.
//
// The rule knows the years 1970 to 2199, computes each once, and is safe for
// concurrent use. A date that does not exist is no holiday.
func Holidays(code string) (func(year int, month time.Month, day int) (name string, ok bool), error) {
	code = strings.ToLower(strings.TrimSpace(code))
	if code == "" {
		return func(int, time.Month, int) (string, bool) { return "", false }, nil
	}
	if years, ok := calendars[code]; ok {
		return years.holiday, nil
	}
	known := make([]string, 0, len(regions))
	for _, r := range regions {
		known = append(known, r.Code)
	}
	slices.Sort(known)
	return nil, fmt.Errorf("no holidays are known for the region %.40q; use one of %s, or leave it empty for none",
		code, strings.Join(known, ", "))
}

// calendars holds one cache a region, shared by all who ask for its rule.
var calendars = func() map[string]*years {
	m := make(map[string]*years, len(regions))
	for _, r := range regions {
		m[r.Code] = &years{holidays: r.holidays}
	}
	return m
}()

// years caches the holidays of one region by year.
type years struct {
	holidays []*cal.Holiday

	mu     sync.RWMutex
	byYear map[int]map[monthDay]string
}

// holiday is the rule that Holidays hands out.
func (y *years) holiday(year int, month time.Month, day int) (name string, ok bool) {
	if year < firstYear || year > lastYear {
		return "", false
	}
	y.mu.RLock()
	days, found := y.byYear[year]
	y.mu.RUnlock()
	if !found {
		days = y.compute(year)
		y.mu.Lock()
		if y.byYear == nil {
			y.byYear = map[int]map[monthDay]string{}
		}
		y.byYear[year] = days // two at once compute the same
		y.mu.Unlock()
	}
	name, ok = days[monthDay{month, day}]
	return name, ok
}

// compute finds the holidays of one year. Its neighbours matter: New Year's Day
// on a Saturday is observed on 31 December.
func (y *years) compute(year int) map[monthDay]string {
	days := map[monthDay]string{}
	add := func(t time.Time, name string) {
		key := monthDay{t.Month(), t.Day()}
		if _, taken := days[key]; !taken && !t.IsZero() && t.Year() == year {
			days[key] = name
		}
	}
	for _, h := range y.holidays {
		actual, _ := h.Calc(year)
		add(actual, h.Name)
	}
	for _, h := range y.holidays {
		for _, near := range []int{year - 1, year, year + 1} {
			actual, observed := h.Calc(near)
			if !observed.Equal(actual) {
				add(observed, h.Name+" (observed)")
			}
		}
	}
	return days
}
