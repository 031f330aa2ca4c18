package models

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func TestARosterIsReadInTheShapesInWhichPeopleHaveIt(t *testing.T) {
	t.Parallel()
	text := "\ufeffName;E-Mail\r\nAna Lind <Ana.Lind@example.com>\n\n  Bo Okoro, bo@example.com\r\n\"Cy Diaz\";cy@example.com\ndee@example.com\tDee Novak\n<eva_maria-ruiz@example.com>\nFay, field@example.com, Payments\n"
	people, err := Roster{Text: strings.TrimPrefix(text, "\ufeff"), Role: Member, TimeZone: "Europe/Berlin", Region: "DE"}.People()
	accepted(t, err)
	var got []string
	for _, p := range people {
		got = append(got, p.Name+" "+p.Email)
		if p.Role != Member || p.TimeZone != "Europe/Berlin" || p.Region != "DE" || !p.Active {
			t.Errorf("%+v", p)
		}
	}
	if want := []string{"Ana Lind ana.lind@example.com", "Bo Okoro bo@example.com", "Cy Diaz cy@example.com", "Dee Novak dee@example.com",
		"Eva Maria Ruiz eva_maria-ruiz@example.com", "Fay field@example.com"}; !slices.Equal(got, want) {
		t.Errorf("read are %q, want %q", got, want)
	}
}

func TestARosterTellsEveryLineThatIsWrong(t *testing.T) {
	t.Parallel()
	_, err := Roster{Text: "ana@example.com\nBo Okoro\ncy@\nANA@example.com\n" + strings.Repeat("x", 400) + " <dee@example.com>", Role: Member}.People()
	refused(t, err, Invalid, "text")
	for _, want := range []string{"line 2, “Bo Okoro”", "line 3, “cy@”", "ana@example.com in line 1 and again in line 4", "line 5"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("it does not say %q: %v", want, err)
		}
	}
	_, err = Roster{Text: " \n", Role: Member}.People()
	refused(t, err, Invalid, "text")
	_, err = Roster{Text: "ana@example.com", Role: "king", TimeZone: "Mars"}.People()
	refused(t, err, Invalid, "role", "time_zone")
	var many strings.Builder
	for n := range MaxRoster + 1 {
		fmt.Fprintf(&many, "p%d@example.com\n", n)
	}
	_, err = Roster{Text: many.String(), Role: Member}.People()
	refused(t, err, Invalid, "text")
}
