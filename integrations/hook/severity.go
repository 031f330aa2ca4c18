package hook

import (
	"slices"
	"strings"
	"unicode"

	"debrief/models"
)

// severityPrefixes are the words whose number is a severity.
var severityPrefixes = []string{"sev", "severity", "s", "p", "priority", "prio"}

// severityWords are the words that say a severity without a number.
var severityWords = map[string]models.Severity{
	"critical": 1, "blocker": 1, "emergency": 1,
	"major": 2, "high": 2, "error": 2,
	"medium": 3, "moderate": 3, "warning": 3,
	"minor": 4, "low": 4,
	"info": 5, "informational": 5, "trivial": 5, "none": 5,
}

// SeverityOf reads how other tools write a severity: SEV-2, "severity: 2", P1, 3, critical. A number counts more than a
// word, 0 is taken for 1 and more than 5 for 5; of several words the worst counts. It returns 0 for a text that says none.
func SeverityOf(text string) models.Severity {
	words := severityTokens(text)
	for i, w := range words {
		alone := i == 0 && w == strings.TrimSpace(text)
		if isNumber(w) && (alone || i > 0 && slices.Contains(severityPrefixes, words[i-1])) {
			return clampSeverity(w)
		}
	}
	var worst models.Severity
	for i, w := range words {
		s := severityWords[w]
		if i > 0 && (words[i-1] == "non" || words[i-1] == "not") {
			continue // non-critical
		}
		if s != 0 && (worst == 0 || s < worst) {
			worst = s
		}
	}
	return worst
}

// severityTokens splits a text into words and numbers in lower case: "SEV-1 (sev1)" has sev, 1, sev, 1.
func severityTokens(text string) []string {
	var tokens []string
	var current []rune
	flush := func() {
		if len(current) > 0 {
			tokens, current = append(tokens, string(current)), nil
		}
	}
	for _, r := range strings.ToLower(text) {
		digit := r >= '0' && r <= '9'
		if !digit && !unicode.IsLetter(r) {
			flush()
			continue
		}
		if len(current) > 0 && digit != isNumber(string(current[:1])) {
			flush()
		}
		current = append(current, r)
	}
	flush()
	return tokens
}

func isNumber(word string) bool { return word != "" && word[0] >= '0' && word[0] <= '9' }

// clampSeverity reads a number of any length.
func clampSeverity(digits string) models.Severity {
	switch digits = strings.TrimLeft(digits, "0"); {
	case digits == "":
		return 1
	case len(digits) > 1:
		return 5
	default:
		return min(models.Severity(digits[0]-'0'), 5)
	}
}
