package jiratest

import (
	"strconv"
	"strings"
	"unicode"
)

// token is a word, a quoted text or a sign of JQL.
type token struct {
	text   string
	quoted bool
	sign   bool
}

const signs = "=!<>(),"

func lexJQL(text string) ([]token, error) {
	var tokens []token
	in := []rune(text)
	for at := 0; at < len(in); {
		r := in[at]
		switch {
		case unicode.IsSpace(r):
			at++
		case r == '"' || r == '\'':
			value, end, err := lexQuoted(in, at)
			if err != nil {
				return nil, err
			}
			tokens, at = append(tokens, token{text: value, quoted: true}), end
		case strings.ContainsRune(signs, r):
			sign := string(r)
			if at+1 < len(in) && in[at+1] == '=' && strings.ContainsRune("!<>", r) {
				sign += "="
			}
			tokens, at = append(tokens, token{text: sign, sign: true}), at+len(sign)
		default:
			start := at
			for at < len(in) && !unicode.IsSpace(in[at]) && !strings.ContainsRune(signs+`"'`, in[at]) {
				at++
			}
			tokens = append(tokens, token{text: string(in[start:at])})
		}
	}
	return tokens, nil
}

// lexQuoted reads the text that opens at in[at], and returns the place after its end.
func lexQuoted(in []rune, at int) (string, int, error) {
	var b strings.Builder
	quote := in[at]
	for at++; at < len(in); at++ {
		switch r := in[at]; {
		case r == quote:
			return b.String(), at + 1, nil
		case r == '\n' || r == '\r':
			return "", 0, refuse("Error in the JQL Query: The quoted string '%s' has not been completed.", b.String())
		case r != '\\':
			b.WriteRune(r)
		default:
			value, end, ok := lexEscape(in, at+1)
			if !ok {
				return "", 0, refuse("Error in the JQL Query: '\\' is an illegal JQL escape sequence here.")
			}
			b.WriteRune(value)
			at = end - 1
		}
	}
	return "", 0, refuse("Error in the JQL Query: The quoted string '%s' has not been completed.", b.String())
}

// lexEscape reads what follows a backslash, and returns the place after it.
func lexEscape(in []rune, at int) (rune, int, bool) {
	if at >= len(in) {
		return 0, 0, false
	}
	switch in[at] {
	case '"', '\'', '\\', ' ':
		return in[at], at + 1, true
	case 'n':
		return '\n', at + 1, true
	case 'r':
		return '\r', at + 1, true
	case 't':
		return '\t', at + 1, true
	case 'u':
		if at+5 > len(in) {
			return 0, 0, false
		}
		code, err := strconv.ParseUint(string(in[at+1:at+5]), 16, 16)
		return rune(code), at + 5, err == nil
	}
	return 0, 0, false
}
