package models

import (
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The lengths, in characters, that the text of a field may have.
const (
	MaxName     = 200
	MaxTitle    = 300
	MaxNote     = 10_000
	MaxURL      = 2_000
	MaxDocument = 2 << 20 // bytes
)

// Line checks a text of one line: trimmed, not longer than max characters, without control characters.
// It returns the trimmed text.
func (c *Check) Line(field, text string, maxChars int) string {
	text = c.Text(field, strings.TrimSpace(text), maxChars)
	if strings.IndexFunc(text, unicode.IsControl) >= 0 {
		c.Fail(field, "must be one line without control characters")
	}
	return text
}

// Required is Line for a text that must not be empty.
func (c *Check) Required(field, text string, maxChars int) string {
	text = c.Line(field, text, maxChars)
	if text == "" {
		c.Fail(field, "is missing")
	}
	return text
}

// Text checks a text of any number of lines: valid UTF-8, no NUL, not longer than max characters.
func (c *Check) Text(field, text string, maxChars int) string {
	switch {
	case !utf8.ValidString(text):
		c.Fail(field, "must be valid UTF-8")
	case strings.ContainsRune(text, 0):
		c.Fail(field, "must not contain NUL characters")
	case utf8.RuneCountInString(text) > maxChars:
		c.Fail(field, "must be at most %d characters", maxChars)
	}
	return text
}

// Reason is Text for the sentence that a decision asks for.
func (c *Check) Reason(field, text string) string {
	text = c.Text(field, strings.TrimSpace(text), MaxNote)
	if text == "" {
		c.Fail(field, "is missing: say why in a sentence")
	}
	return text
}

// URL checks an absolute http or https address; empty is allowed.
func (c *Check) URL(field, text string) string {
	text = c.Line(field, text, MaxURL)
	if text == "" {
		return ""
	}
	u, err := url.Parse(text)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" {
		c.Fail(field, "must be an http or https address")
	}
	return text
}
