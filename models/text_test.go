package models

import (
	"errors"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestACheckGathersAllThatIsWrong(t *testing.T) {
	t.Parallel()
	var c Check
	accepted(t, c.Err())
	c.Line("a", "two\nlines", 100)
	c.Required("b", "  ", 100)
	c.Text("c", notUTF8, 100)
	c.Text("d", withNUL, 100)
	c.Text("e", long(101), 100)
	c.Reason("f", "")
	c.URL("g", "gopher://example.com")
	c.Zone("h", "Mars/Olympus")
	c.Line("fine", " fine ", 4)
	err := c.Err()
	refused(t, err, Invalid, "a", "b", "c", "d", "e", "f", "g", "h")
	for _, want := range []string{"b is missing", "c must be valid UTF-8", "d must not contain NUL", "e must be at most 100 characters"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q does not say %q", err, want)
		}
	}
	refused(t, InvalidField("due_on", "lies %d days back", 3), Invalid, "due_on")
}

func TestLengthsAreCharactersNotBytes(t *testing.T) {
	t.Parallel()
	var c Check
	if got := c.Line("f", " "+long(10)+" ", 10); got != long(10) {
		t.Errorf("kept as %q", got)
	}
	accepted(t, c.Err())
	c.Line("f", long(11), 10)
	refused(t, c.Err(), Invalid, "f")
}

func TestTextKeepsWhatALineRefuses(t *testing.T) {
	t.Parallel()
	const text = " two\n\tlines "
	var c Check
	if got := c.Text("f", text, 100); got != text {
		t.Errorf("kept as %q", got)
	}
	if got := c.Reason("f", text); got != "two\n\tlines" {
		t.Errorf("kept as %q", got)
	}
	accepted(t, c.Err())
	c.Line("f", text, 100)
	refused(t, c.Err(), Invalid, "f")
}

func TestAnAcceptedLineIsOneCleanLine(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		in := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{notUTF8, withNUL, "a\u0085b", "\u2028", " x "})).Draw(t, "text")
		var c Check
		out := c.Line("f", in, 20)
		if c.Err() != nil {
			return
		}
		if !utf8.ValidString(out) || utf8.RuneCountInString(out) > 20 || strings.TrimSpace(out) != out || strings.IndexFunc(out, unicode.IsControl) >= 0 {
			t.Fatalf("%q is accepted as %q", in, out)
		}
		if again := c.Line("f", out, 20); again != out {
			t.Fatalf("%q becomes %q the second time", out, again)
		}
	})
}

func TestAddressesAreHTTP(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{"": true, " ": true, "https://example.com": true, "http://example.com:8080/a?b=c#d": true,
		"HTTPS://EXAMPLE.COM": true, "example.com": false, "//example.com": false, "/path": false, "https://": false, "https:///path": false,
		"ftp://example.com": false, "javascript:alert(1)": false, "data:text/html,x": false, "https://exa mple.com": false,
		"https://example.com/\n": true, "https://example.com/\nx": false, "https://example.com/" + strings.Repeat("x", MaxURL): false} {
		var c Check
		got := c.URL("url", text)
		if (c.Err() == nil) != want {
			t.Errorf("%.40q: %v", text, c.Err())
		}
		if want && got != strings.TrimSpace(text) {
			t.Errorf("%q is kept as %q", text, got)
		}
	}
}

func TestErrorsHaveAKind(t *testing.T) {
	t.Parallel()
	for kind, err := range map[Kind]error{NotFound: NotFoundf("no %s", "PM-1"), Forbidden: Forbiddenf("no"), Conflict: Conflictf("no"),
		Invalid: InvalidField("f", "is wrong"), "": errors.New("a fault of our own")} {
		if KindOf(err) != kind || KindOf(errors.Join(errors.New("while saving"), err)) != kind {
			t.Errorf("%v is %q, want %q", err, KindOf(err), kind)
		}
	}
	if KindOf(nil) != "" {
		t.Error("no error has a kind")
	}
	if got := NotFoundf("no %s", "PM-1").Error(); got != "no PM-1" {
		t.Errorf("says %q", got)
	}
}
