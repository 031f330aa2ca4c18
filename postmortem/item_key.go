package postmortem

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// keyBefore is the key of an issue before an item's words: "OPS-12: add …", "[OPS-12] Add …", "OPS-12 Add …".
var keyBefore = regexp.MustCompile(`^(\[?)([A-Z][A-Z0-9]{1,9}-\d+|T\d{4,})\]?(\s*[:–—]\s*|\s+-+\s+|\s+)`)

// standards begin what looks like the key of an issue and is none: "UTF-8", "SHA-256", "SEV-1", "Q3-2026".
var standards = wordSet(`utf sha aes iso http https tls ssl dtls rfc bcp cve cwe ghsa gpt java md rsa usb pci soc base ecma pep ieee ansi fips nist iec en din es std
	sev severity prio priority tier level layer phase step stage part version day week fy jan feb mar apr may jun june jul july aug sep sept oct nov dec
	ip ipv tcp udp quic utc gmt wpa lte hdmi oauth saml openid bluetooth wifi covid mpeg mp ascii crc wgs ucs raid ddr cat zone rack host node az`)

// projectToo are those of them that teams call their projects as well: before an item, or in brackets, they begin keys.
var projectToo = wordSet("java es en din soc pci quic tcp udp oauth saml openid wifi bluetooth ascii std")

// ledKey and bracketedKey are keys where only those stand: "ES-12: Add …", "Add … (JAVA-123)".
var (
	ledKey       = regexp.MustCompile(`^\W*([A-Z][A-Z0-9]{1,9}-\d+)\]?\s*[:–—]\s`)
	bracketedKey = regexp.MustCompile(`[(\[]([A-Z][A-Z0-9]{1,9}-\d{2,})[)\]]`)
)

// placedKey gives a key of a project that is called like a standard, where no standard would stand; "" for none.
func placedKey(s string) string {
	for _, re := range []*regexp.Regexp{ledKey, bracketedKey} {
		for _, m := range re.FindAllStringSubmatch(s, 4) {
			if letters, _, _ := strings.Cut(m[1], "-"); projectToo[strings.ToLower(letters)] {
				return m[1]
			}
		}
	}
	return ""
}

// quarter is a part of a year that stands before it.
var quarter = regexp.MustCompile(`^(?:q[1-4]|h[12]|fy\d\d|w\d\d)$`)

// isStandard reports whether the letters before a number are those of a standard, a grade or a time, which no tracker has.
func isStandard(letters string) bool {
	letters = strings.ToLower(letters)
	return standards[letters] || quarter.MatchString(letters)
}

// referenceIn gives the first reference to an issue: its key, its number or an address; "" for none.
func referenceIn(s string) string {
	placed := placedKey(s)
	for {
		at := tracker.FindStringIndex(s)
		if at == nil {
			return placed
		}
		found := strings.Trim(s[at[0]:at[1]], "([ ")
		if letters, _, keyed := strings.Cut(found, "-"); !keyed || !isStandard(letters) {
			return found
		}
		s = s[at[1]:]
	}
}

// keyLead is what may stand before a key: what an item is about, or whose it is: "(Basket) OPS-12 Add …", "Basket: OPS-12 Add …".
var keyLead = regexp.MustCompile(`^(?:[(\[][^()\[\]]{1,40}[)\]]:?\s+|\pL[\pL\d /&-]{0,30}:\s+)`)

// repoKey is an issue of a repository, as GitHub writes it.
const repoKey = `[\w.-]+/[\w.-]+#\d+`

var (
	// repoKeyBehind is one behind an item's words that is no part of their sentence, as it is behind "in" and "fixed by".
	repoKeyBehind = regexp.MustCompile(`^(\S+(?:\s+\S+)*?\s+(\S*[\pL\d)]))\s+` + repoKey + `[.\s]*$`)
	leadsToKey    = wordSet("in of to by as and or see with from for per at on into like than via is was the a an close closes fix fixes resolve resolves merge revert review issue pr mr ticket upgrade update bump")
)

// withoutRepoKey leaves away an issue of a repository behind an item's words: it is kept by itself, and is nobody's name.
func withoutRepoKey(s string) string {
	if !strings.Contains(s, "#") {
		return s
	}
	m := repoKeyBehind.FindStringSubmatch(s)
	if m == nil || leadsToKey[strings.ToLower(m[2])] || words(m[1]) < 3 {
		return s
	}
	return m[1]
}

// withoutKey leaves away the key that an item's words begin behind: it is kept by itself, and who writes it into a document
// later has the same item as before.
func withoutKey(s string) string {
	s = withoutRepoKey(s)
	lead := keyLead.FindString(s)
	if lead == "" || keyBefore.MatchString(s) {
		return withoutFirstKey(s)
	}
	return lead + withoutFirstKey(s[len(lead):])
}

// withoutFirstKey leaves away the key that a text begins with before other words.
func withoutFirstKey(s string) string {
	m := keyBefore.FindStringSubmatch(s)
	if m == nil || !upperKey(m[2]) && m[2][0] != 'T' && placedKey(m[0]) == "" {
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
