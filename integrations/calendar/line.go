package calendar

import (
	"fmt"
	"strings"
)

// line is one content line: NAME;PARAM=value:value (RFC 5545, section 3.1).
// go-ical's decoder panics on some broken lines and takes quadratic time for
// long ones, so what strangers send us is read here.
type line struct {
	name   string            // upper case
	params map[string]string // upper-case name → decoded value; the first value of a list
	value  string            // raw
}

// parseLine reads one unfolded content line.
func parseLine(s string) (line, error) {
	end := strings.IndexAny(s, ";:")
	if end <= 0 {
		return line{}, fmt.Errorf("the line %.40q has no name and colon", s)
	}
	l := line{name: strings.ToUpper(s[:end]), params: map[string]string{}}
	for s = s[end:]; s[0] == ';'; {
		name, rest, ok := strings.Cut(s[1:], "=")
		if !ok {
			return line{}, fmt.Errorf("a parameter of %.40q has no value", l.name)
		}
		values, rest, err := paramValues(rest)
		if err != nil {
			return line{}, fmt.Errorf("reading a parameter of %.40q: %w", l.name, err)
		}
		if name = strings.ToUpper(name); l.params[name] == "" {
			l.params[name] = values
		}
		s = rest
	}
	l.value = s[1:]
	return l, nil
}

// paramValues reads the comma-separated values at the start of s and returns
// the first of them, decoded, with what follows: a non-empty string that begins
// with a semicolon or a colon.
func paramValues(s string) (first, rest string, err error) {
	for i := 0; ; i++ {
		var value string
		if strings.HasPrefix(s, `"`) {
			end := strings.IndexByte(s[1:], '"')
			if end < 0 {
				return "", "", fmt.Errorf("a quoted value has no closing quote")
			}
			value, s = s[1:end+1], s[end+2:]
		} else {
			end := strings.IndexAny(s, `;:,"`)
			if end < 0 {
				return "", "", fmt.Errorf("no colon follows the value")
			}
			value, s = s[:end], s[end:]
		}
		if i == 0 {
			first = decodeParam(value)
		}
		switch {
		case s == "":
			return "", "", fmt.Errorf("no colon follows the value")
		case s[0] == ',':
			s = s[1:]
		case s[0] == ';' || s[0] == ':':
			return first, s, nil
		default:
			return "", "", fmt.Errorf("a double quote stands inside a value")
		}
	}
}

// textUnescaper reads a TEXT value (RFC 5545, section 3.3.11).
var textUnescaper = strings.NewReplacer(`\\`, `\`, `\;`, ";", `\,`, ",", `\n`, "\n", `\N`, "\n")

// text returns the value read as TEXT.
func (l line) text() string { return textUnescaper.Replace(l.value) }
