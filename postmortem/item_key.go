package postmortem

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// keyBefore is the key of an issue before an item's words: "OPS-12: add …", "[OPS-12] Add …", "OPS-12 Add …".
var keyBefore = regexp.MustCompile(`^(\[?)([A-Z][A-Z0-9]{1,9}-\d+|T\d{4,})\]?(\s*[:–—]\s*|\s+-+\s+|\s+)`)

// withoutKey leaves away the key that an item's words begin behind: it is kept by itself, and who writes it into a document
// later has the same item as before.
func withoutKey(s string) string {
	m := keyBefore.FindStringSubmatch(s)
	if m == nil || !upperKey(m[2]) && m[2][0] != 'T' {
		return s
	}
	rest := s[len(m[0]):]
	first, _ := utf8.DecodeRuneInString(rest)
	divided := m[1] != "" || strings.TrimSpace(m[3]) != ""
	if words(rest) < 2 || !unicode.IsLetter(first) || !divided && !unicode.IsUpper(first) && !asks(rest) {
		return s
	}
	return rest
}
