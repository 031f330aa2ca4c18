package calendar

import (
	"time"

	cal "github.com/rickar/cal/v2"
)

// Holidays that became law after rickar/cal v2.1.13 took its data.

// wigilia is Christmas Eve in Poland, a public holiday from 2025.
var wigilia = &cal.Holiday{
	Name:      "Wigilia Bożego Narodzenia",
	Type:      cal.ObservancePublic,
	StartYear: 2025,
	Month:     time.December,
	Day:       24,
	Func:      cal.CalcDayOfMonth,
}

// conscienciaNegra is Black Awareness Day in Brazil, nationwide from 2024.
var conscienciaNegra = &cal.Holiday{
	Name:      "Dia Nacional de Zumbi e da Consciência Negra",
	Type:      cal.ObservancePublic,
	StartYear: 2024,
	Month:     time.November,
	Day:       20,
	Func:      cal.CalcDayOfMonth,
}

// matariki is the Māori new year in New Zealand. It follows the moon; the dates
// to 2052 stand in the Te Kāhui o Matariki Public Holiday Act 2022.
var matariki = &cal.Holiday{
	Name: "Matariki",
	Type: cal.ObservancePublic,
	Func: func(_ *cal.Holiday, year int) time.Time {
		day, ok := matarikiDays[year]
		if !ok {
			return time.Time{}
		}
		return time.Date(year, day.month, day.day, 0, 0, 0, 0, time.UTC)
	},
}

var matarikiDays = map[int]monthDay{
	2022: {time.June, 24}, 2023: {time.July, 14}, 2024: {time.June, 28}, 2025: {time.June, 20},
	2026: {time.July, 10}, 2027: {time.June, 25}, 2028: {time.July, 14}, 2029: {time.July, 6},
	2030: {time.June, 21}, 2031: {time.July, 11}, 2032: {time.July, 2}, 2033: {time.June, 24},
	2034: {time.July, 7}, 2035: {time.June, 29}, 2036: {time.July, 18}, 2037: {time.July, 10},
	2038: {time.June, 25}, 2039: {time.July, 15}, 2040: {time.July, 6}, 2041: {time.July, 19},
	2042: {time.July, 11}, 2043: {time.July, 3}, 2044: {time.June, 24}, 2045: {time.July, 7},
	2046: {time.June, 29}, 2047: {time.July, 19}, 2048: {time.July, 3}, 2049: {time.June, 25},
	2050: {time.July, 15}, 2051: {time.June, 30}, 2052: {time.June, 21},
}
