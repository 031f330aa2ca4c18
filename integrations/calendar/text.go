package calendar

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// oneLine makes s fit for a single-line field: valid UTF-8, no control
// characters, each run of white space one space, at most limit runes.
func oneLine(s string, limit int) string {
	return shorten(strings.Join(strings.Fields(printable(s)), " "), limit)
}

// paragraphs makes s fit for a field of several lines: line ends are "\n", all
// other control characters are gone, at most limit runes.
func paragraphs(s string, limit int) string {
	return shorten(strings.TrimSpace(printable(s)), limit)
}

// printable brings every kind of line end to "\n", a tab to a space, and drops
// all other control characters and broken UTF-8.
func printable(s string) string {
	s = strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\r\n", "\n")
	return strings.Map(func(r rune) rune {
		switch r {
		// Many parsers take U+0085, U+2028 and U+2029 for the end of a content line.
		case '\r', '\n', '\v', '\f', '\u0085', '\u2028', '\u2029':
			return '\n'
		case '\t':
			return ' '
		case '\uFEFF': // a byte order mark inside a file confuses more than it tells
			return -1
		}
		if unicode.IsControl(r) {
			return -1
		}
		return r
	}, s)
}

// shorten cuts s to limit runes, the last of them an ellipsis that shows the cut.
func shorten(s string, limit int) string {
	if utf8.RuneCountInString(s) <= limit {
		return s
	}
	return strings.TrimSpace(string([]rune(s)[:limit-1])) + "…"
}
