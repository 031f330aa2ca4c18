package hook

import (
	"reflect"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"debrief/models"
)

func TestALineIsMadeOfAnyText(t *testing.T) {
	t.Parallel()
	tests := []struct {
		text string
		max  int
		want string
	}{
		{"Checkout is slow", 20, "Checkout is slow"},
		{"  Checkout\n is\t\x00 slow\u2028\u00a0 ", 20, "Checkout is slow"},
		{"Checkout is slow", 16, "Checkout is slow"},
		{"Checkout is slow", 15, "Checkout is sl…"},
		{"Checkout is slow", 10, "Checkout…"},
		{"ÄÖÜäöü", 4, "ÄÖÜ…"},
		{"a\xffb", 9, "a\uFFFDb"},
		{"\x00\r\n", 9, ""},
		{"ab", 1, "…"},
		{"", 0, ""},
	}
	for _, tt := range tests {
		if got := Line(tt.text, tt.max); got != tt.want {
			t.Errorf("%q within %d is %q; want %q", tt.text, tt.max, got, tt.want)
		}
	}
}

func TestATextKeepsItsLines(t *testing.T) {
	t.Parallel()
	if got, want := Text("\n# What\r\n\r\n\tx\x00\x1b[31m\n", 100), "# What\n\n\tx[31m"; got != want {
		t.Errorf("got %q; want %q", got, want)
	}
	if got, want := Text("one\ntwo", 5), "one…"; got != want {
		t.Errorf("got %q; want %q", got, want)
	}
}

func TestAnAddressThatIsNoneIsLeftOut(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		" https://example.com/1 ": "https://example.com/1", "http://alerts:9093": "http://alerts:9093",
		"javascript:alert(1)": "", "example.com": "", "": "", "https://" + strings.Repeat("a", models.MaxURL): "", "https://a\x00": "",
	} {
		if got := URL(text); got != want {
			t.Errorf("%q is %q; want %q", text, got, want)
		}
	}
}

func TestNamesAreThereOnce(t *testing.T) {
	t.Parallel()
	if got, want := Names("Checkout", "", " checkout ", "Search\n", "\x00"), []string{"Checkout", "Search"}; !reflect.DeepEqual(got, want) {
		t.Errorf("got %q; want %q", got, want)
	}
	if got := Names("", " "); got != nil {
		t.Errorf("no name is %#v; want nil, which says nothing", got)
	}
	var many []string
	for i := range 2 * MaxListed {
		many = append(many, strconv.Itoa(i))
	}
	if got := Names(many...); len(got) != MaxListed {
		t.Errorf("got %d names; want %d", len(got), MaxListed)
	}
}

func FuzzLine(f *testing.F) {
	f.Add("Checkout\n is\x00 slow", 8)
	f.Add("a\xff\u2028b", 2)
	f.Fuzz(func(t *testing.T, text string, maxChars int) {
		maxChars = 1 + (maxChars&0xff)%50
		line := Line(text, maxChars)
		var c models.Check
		if again := c.Line("text", line, maxChars); c.Err() != nil || again != line {
			t.Errorf("%q is %q: %v", text, line, c.Err())
		}
		if many := Text(text, maxChars); !utf8.ValidString(many) || strings.ContainsRune(many, 0) || utf8.RuneCountInString(many) > maxChars {
			t.Errorf("%q is %q", text, many)
		}
	})
}
