package postmortem

import (
	"regexp"
	"strings"
)

// instruction is what a template asks of its author.
var instruction = regexp.MustCompile(`(?i)^\W*(?:(?:please )?(?:briefly )?(?:include|describe|list|write|add|explain|give|provide|summari[sz]e|note|fill in|link to|schedule)\b|be (?:very )?specific|each \w+(?: \w+)? should\b|` +
	`your name\b|no response\W*$|to be (?:\w+ ){1,2}by\b|an? (?:short|brief|one[ -]line) (?:summary|description|overview|account|list|sentence|paragraph|explanation)\b|(?:who|what|when|where|why|how)\b.*\?\W*$)`)

// hint reports whether a text is an instruction of a template, set in italics as a whole, that its author left where it was:
// "_List who was involved._"
func (t Text) hint() bool {
	said := strings.Trim(t.Plain, " \n.")
	at := strings.Index(t.Plain, said)
	for _, m := range t.Marks {
		if m.Kind == MarkEmph && m.Start <= at && m.End >= at+len(said) && len(said) <= maxHint && instruction.MatchString(said) {
			kind, _ := kindOf(said)
			return kind == KindUnknown // else it is a heading in italics
		}
	}
	return false
}

// maxHint bounds an instruction, in bytes.
const maxHint = 1000
