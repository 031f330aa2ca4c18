package postmortem

import (
	"regexp"
	"strings"
	"unicode"
)

// articled is an article before the place in a suggestion that a text of the document goes to.
var articled = regexp.MustCompile(`\b([Aa])n?( ["“'` + "`" + `]?\{\})`)

// fill puts a text where a suggestion has {}. An article before it is that of the text: "an SLA" where the rule says "a {}".
func fill(suggestion, text string) string {
	article := "${1}${2}"
	if vowelSound(text) {
		article = "${1}n${2}"
	}
	return strings.ReplaceAll(articled.ReplaceAllString(suggestion, article), "{}", text)
}

var (
	// soundsLikeVowel begins with a letter that is not heard, or is a number that begins with a vowel.
	soundsLikeVowel = regexp.MustCompile(`^(?i:heirs?|honest|honou?r|hour|8|1[18](?:\D|$))`)
	// soundsLikeConsonant begins with a vowel that is heard as "you" or as "w".
	soundsLikeConsonant = regexp.MustCompile(`^(?i:eu|ewe|one(?:s|-|\b)|once|u(?:biq|k\b|nan|ni(?:d[^e]|[^dmn]|\b)|ra|re|ri|s[aeu]|ten|til|top))`)
	// spelt is a letter, or an abbreviation of capitals, which is read letter by letter.
	spelt = regexp.MustCompile(`^(?:\p{Lu}[\p{Lu}\d]*|\pL)(?:s|-.*)?$`)
	// spoken are abbreviations that are read as words, of those whose first letter begins with a vowel.
	spoken = regexp.MustCompile(`^(?:FIFO|HIPAA|LAN|LIFO|LUN|MAC|MIME|NAS|NAT|NIC|RAID|RAM|REST|ROM|SAML|SAN|SCSI|SEV|SIM|SOAP)s?(?:\b|\d)`)
)

// vowelSound reports whether a text, read aloud, begins with a vowel.
func vowelSound(text string) bool {
	text = strings.TrimLeftFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	word, _, _ := strings.Cut(text, " ")
	switch {
	case word == "":
		return false
	case spoken.MatchString(word):
		return false
	case spelt.MatchString(word):
		return strings.ContainsRune("AEFHILMNORSXaefhilmnorsx", rune(word[0]))
	case soundsLikeVowel.MatchString(word):
		return true
	}
	return strings.ContainsRune("aeiouAEIOU", rune(word[0])) && !soundsLikeConsonant.MatchString(word)
}
