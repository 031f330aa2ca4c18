package jira

import (
	"strings"
	"unicode"
	"unicode/utf16"
)

// The lengths that Jira allows, in UTF-16 units, which is how it counts.
const (
	maxSummary = 255
	maxLabel   = 255
	maxText    = 32767 // a description or comment
)

// clip shortens text to at most limit UTF-16 units, ending in an ellipsis, and never splits a character.
func clip(text string, limit int) string {
	text = strings.ToValidUTF8(text, "\uFFFD")
	if len(text) <= limit {
		return text // bytes are never fewer than units
	}
	used, cut := 0, 0
	for i, r := range text {
		used += utf16.RuneLen(r)
		if used > limit {
			return text[:cut] + "…"
		}
		if used <= limit-1 { // room for the ellipsis
			cut = i + len(string(r))
		}
	}
	return text
}

// oneLine makes a summary that Jira takes: no line breaks or control characters, at most 255 units.
func oneLine(text string) string {
	text = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == '\u2028' || r == '\u2029' {
			return ' '
		}
		return r
	}, text)
	return clip(strings.Join(strings.Fields(text), " "), maxSummary)
}

// cleanLabels makes labels that Jira takes: no spaces, none empty, none twice.
func cleanLabels(labels []string) []string {
	clean := []string{}
	seen := map[string]bool{}
	for _, l := range labels {
		l = cleanLabel(l)
		if l == "" || seen[l] {
			continue
		}
		seen[l] = true
		clean = append(clean, l)
	}
	return clean
}

func cleanLabel(label string) string {
	label = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.IsControl(r) {
			return '_'
		}
		return r
	}, strings.TrimSpace(label))
	return clip(label, maxLabel)
}
