package calendar

import (
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

func TestKnownDates(t *testing.T) {
	t.Parallel()
	tests := []struct{ region, date, want string }{
		{"us", "2026-11-26", "Thanksgiving Day"},
		{"us", "2026-11-27", ""},
		{"us", "2026-07-04", "Independence Day"},
		{"us", "2026-07-03", "Independence Day (observed)"}, // the 4th is a Saturday
		{"us", "2027-07-05", "Independence Day (observed)"}, // the 4th is a Sunday
		{"us", "2027-12-31", "New Year's Day (observed)"},   // 1 January 2028 is a Saturday
		{"us", "2020-06-19", ""},                            // Juneteenth came in 2021
		{"US ", "2026-12-25", "Christmas Day"},
		{"gb", "2026-04-03", "Good Friday"},
		{"gb", "2026-12-28", "Boxing Day (observed)"},
		{"gb", "2027-12-27", "Christmas Day (observed)"},
		{"gb", "2027-12-28", "Boxing Day (observed)"},
		{"gb", "2028-01-03", "New Year's Day (observed)"},
		{"gb", "2023-05-08", "Coronation of King Charles III"},
		{"gb", "2024-05-08", ""},
		{"de", "2026-10-03", "Tag der Deutschen Einheit"},
		{"de", "2026-01-06", ""},
		{"de-by", "2026-01-06", "Heilige Drei Könige"},
		{"de-sn", "2026-11-18", "Buß- und Bettag"},
		{"fr", "2026-07-14", "Fête Nationale"},
		{"nl", "2025-04-26", "Koningsdag (observed)"}, // the 27th is a Sunday
		{"dk", "2023-05-05", "Store bededag"},
		{"dk", "2024-04-26", ""}, // abolished
		{"pl", "2024-12-24", ""},
		{"pl", "2025-12-24", "Wigilia Bożego Narodzenia"},
		{"nz", "2026-07-10", "Matariki"},
		{"nz", "2053-06-20", ""}, // no law says when
		{"br", "2028-02-29", "Carnaval"},
		{"br", "2026-11-20", "Dia Nacional de Zumbi e da Consciência Negra"},
		{"se", "2026-06-19", "Midsommarafton"},
		{"jp", "2026-05-06", "Constitution Memorial Day (observed)"},
		{"ca", "2026-10-12", "Thanksgiving Day"},
		{"", "2026-12-25", ""},
	}
	for _, tt := range tests {
		t.Run(tt.region+" "+tt.date, func(t *testing.T) {
			t.Parallel()
			rule, err := Holidays(tt.region)
			if err != nil {
				t.Fatal(err)
			}
			d, err := time.Parse(time.DateOnly, tt.date)
			if err != nil {
				t.Fatal(err)
			}
			if got, ok := rule(d.Year(), d.Month(), d.Day()); got != tt.want || ok != (tt.want != "") {
				t.Errorf("got %q, %v; want %q", got, ok, tt.want)
			}
		})
	}
}

func TestEveryRegionHasHolidaysAndNoSurprises(t *testing.T) {
	t.Parallel()
	for _, r := range Regions() {
		rule, err := Holidays(r.Code)
		if err != nil {
			t.Fatal(err)
		}
		for year := 2024; year <= 2032; year++ {
			n := 0
			for d := time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC); d.Year() == year; d = d.AddDate(0, 0, 1) {
				if name, ok := rule(year, d.Month(), d.Day()); ok {
					n++
					if strings.TrimSpace(name) == "" {
						t.Errorf("%s: %s has no name", r.Code, d.Format(time.DateOnly))
					}
				}
			}
			if n < 6 || n > 30 {
				t.Errorf("%s has %d holidays in %d", r.Code, n, year)
			}
		}
	}
}

func TestADateThatDoesNotExistIsNoHoliday(t *testing.T) {
	t.Parallel()
	rule, err := Holidays("us")
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range [][3]int{{2027, 2, 29}, {2026, 13, 1}, {2026, 0, 0}, {1969, 12, 25}, {2200, 12, 25}, {-1, 1, 1}} {
		if name, ok := rule(d[0], time.Month(d[1]), d[2]); ok {
			t.Errorf("%v is %q", d, name)
		}
	}
}

func TestAnUnknownRegionIsAnErrorThatListsTheKnownOnes(t *testing.T) {
	t.Parallel()
	rule, err := Holidays("atlantis")
	if err == nil || rule != nil {
		t.Fatal("atlantis has holidays")
	}
	for _, want := range []string{"atlantis", "at, au-act", "de-by", "us"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q is missing from %v", want, err)
		}
	}
}

func TestRegionsAreSortedAndTheirCodesAreUnique(t *testing.T) {
	t.Parallel()
	all := Regions()
	if !slices.IsSortedFunc(all, func(a, b Region) int { return strings.Compare(a.Name, b.Name) }) {
		t.Error("the regions are not sorted by name")
	}
	seen := map[string]bool{}
	for _, r := range all {
		if seen[r.Code] || r.Code != strings.ToLower(r.Code) || r.Name == "" {
			t.Errorf("%+v comes twice, is not lower case, or has no name", r.Code)
		}
		seen[r.Code] = true
	}
	all[0].Code = "changed"
	if Regions()[0].Code == "changed" {
		t.Error("the caller can change the list")
	}
}

func TestManyMayAskAtOnce(t *testing.T) {
	t.Parallel()
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			rule, err := Holidays("no")
			if err != nil {
				t.Error(err)
				return
			}
			for year := 2000; year < 2030; year++ {
				if _, ok := rule(year, time.May, 17); !ok {
					t.Errorf("17 May %d is no holiday in Norway", year)
				}
			}
		})
	}
	wg.Wait()
}

func BenchmarkHoliday(b *testing.B) {
	rule, err := Holidays("us")
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		rule(2026, time.July, 3)
	}
}
