package mail

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// OneLine makes any text fit for a subject or a name: valid UTF-8, no control
// characters, each run of white space one space, at most limit octets with an
// ellipsis where it was cut. A limit below 4 is taken as 4.
func OneLine(s string, limit int) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == '\u2028' || r == '\u2029' {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
	s = strings.Join(strings.Fields(s), " ")
	limit = max(limit, 4)
	if len(s) <= limit {
		return s
	}
	cut := limit - len("…")
	for !utf8.RuneStart(s[cut]) {
		cut--
	}
	return strings.TrimSpace(s[:cut]) + "…"
}

// checkText refuses what could break out of a header line.
func checkText(what, s string, limit int) error {
	switch {
	case len(s) > limit:
		return fmt.Errorf("%s has %d octets: shorten it to %d", what, len(s), limit)
	case !utf8.ValidString(s):
		return fmt.Errorf("%s %.40q is not UTF-8: write it in UTF-8", what, s)
	case hasControl(s):
		return fmt.Errorf("%s %.40q holds a line end or another control character: write it on one line", what, s)
	}
	return nil
}

func hasControl(s string) bool { return strings.ContainsFunc(s, unicode.IsControl) }

// oneWord says whether s is a non-empty run of visible ASCII.
func oneWord(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r > '~' })
}
