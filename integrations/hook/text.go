package hook

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"debrief/models"
)

// MaxListed is how many services or responders one report has.
const MaxListed = 100

// Line makes of another tool's text one that models.Check.Line takes: one line of valid UTF-8, control characters and runs of
// spaces as one space, cut at that many characters with an ellipsis. A long title is no reason to lose an incident.
func Line(text string, maxChars int) string {
	text = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, valid(text))
	return cut(strings.Join(strings.Fields(text), " "), maxChars)
}

// Text is Line for a text of any number of lines, which it keeps.
func Text(text string, maxChars int) string {
	text = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, strings.ReplaceAll(valid(text), "\r\n", "\n"))
	return cut(strings.TrimSpace(text), maxChars)
}

// URL returns an http or https address as it is, and nothing for any other: an incident without its link is still one.
func URL(text string) string {
	var c models.Check
	text = c.URL("url", text)
	if c.Err() != nil {
		return ""
	}
	return text
}

// Names returns the names as lines, without the empty ones and without those that are there already in another case;
// at most MaxListed.
func Names(names ...string) []string {
	var list []string
	seen := map[string]bool{}
	for _, name := range names {
		name = Line(name, models.MaxName)
		if key := strings.ToLower(name); name != "" && !seen[key] && len(list) < MaxListed {
			seen[key] = true
			list = append(list, name)
		}
	}
	return list
}

func valid(text string) string { return strings.ToValidUTF8(text, "\uFFFD") }

// cut shortens a valid text to so many characters, the ellipsis among them.
func cut(text string, maxChars int) string {
	if utf8.RuneCountInString(text) <= maxChars {
		return text
	}
	kept := []rune(text)[:max(maxChars-1, 0)]
	return strings.TrimRightFunc(string(kept), unicode.IsSpace) + "…"
}
