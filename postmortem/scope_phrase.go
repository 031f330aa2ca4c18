package postmortem

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// wordList is a title, or a part of it, as words.
type wordList []scopeWord

// scopeWord is a word in lower case, its place in the title, and what stands between it and the word before.
type scopeWord struct {
	text       string
	start, end int
	sep        byte // ' ', or the gravest of , : ; . ? ( - / between them
}

// scopeBreaks by how much they separate.
const scopeBreaks = " -/(,:;.?!|"

// maxScopeWords bounds what is looked at of an item.
const maxScopeWords = 120

// wordsOf splits a title into words. Addresses, keys of issues and marks of Markdown are no words.
func wordsOf(s string) wordList {
	list := make(wordList, 0, 24)
	sep := byte(' ')
	for i := 0; i < len(s) && len(list) < maxScopeWords; {
		r, n := rune(s[i]), 1
		if r >= utf8.RuneSelf {
			r, n = utf8.DecodeRuneInString(s[i:])
		}
		if !scopeRune(r) && r != '@' && r != '#' {
			switch {
			case r == ':' && i+1 < len(s) && s[i+1] > ' ' && s[i+1] != '*' && s[i+1] != '_' && s[i+1] != ')':
				sep = graver(sep, '/') // "bug:4711"
			case r == '-' || r == '–' || r == '—':
				if i > 0 && s[i-1] == ' ' && (r != '-' || i+1 >= len(s) || s[i+1] == ' ') {
					sep = graver(sep, '-')
				}
			case n == 1 && strings.IndexByte(scopeBreaks, s[i]) > 0:
				// "3.5" and "a.b" were taken as words; what is left separates.
				sep = graver(sep, s[i])
			case r == '[' || r == ')' || r == ']':
				sep = graver(sep, '(')
			}
			i += n
			continue
		}
		start := i
		for i < len(s) {
			r, n := rune(s[i]), 1
			if r >= utf8.RuneSelf {
				r, n = utf8.DecodeRuneInString(s[i:])
			}
			if scopeRune(r) || i == start {
				i += n
				continue
			}
			// Inside of a word: e.g. don't, re-run, 3.5, C++, a.b, key=value.
			next := byte(0)
			if i+n < len(s) {
				next = s[i+n]
			}
			if strings.ContainsRune("'’-._=@&+#", r) && (next >= utf8.RuneSelf || scopeByte(next)) || r == '%' || r == ':' && strings.HasPrefix(s[i:], "://") {
				i += n
				continue
			}
			break
		}
		if at := strings.IndexByte(s[start:i], ':'); at > 0 { // an address: to its end
			for i < len(s) && s[i] != ' ' && s[i] != ')' && s[i] != ']' {
				i++
			}
		}
		text := lowerWord(s[start:i])
		if ticketWord(text) || upperKey(s[start:i]) {
			continue
		}
		if text == "may" && s[start] == 'M' && len(list) > 0 && (monthLeads[list[len(list)-1].text] || onlyDigits(list[len(list)-1].text)) {
			text = "month"
		}
		list = append(list, scopeWord{text, start, i, sep})
		sep = ' '
	}
	return list
}

// monthLeads stand before a month.
var monthLeads = wordSet(`in by until before of from since on after end mid early late`)

func graver(a, b byte) byte {
	if strings.IndexByte(scopeBreaks, a) > strings.IndexByte(scopeBreaks, b) {
		return a
	}
	return b
}

func scopeByte(b byte) bool {
	return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9' || b == '_'
}

func scopeRune(r rune) bool {
	return r >= 0 && r < utf8.RuneSelf && scopeByte(byte(r&0x7f)) || r >= utf8.RuneSelf && (unicode.IsLetter(r) || unicode.IsDigit(r))
}

func lowerWord(s string) string {
	s = strings.ToLower(s)
	if strings.Contains(s, "’") {
		s = strings.ReplaceAll(s, "’", "'")
	}
	return s
}

// ticketWord says that a word only refers to something: an address or the key of an issue.
func ticketWord(s string) bool {
	if s[0] == '#' || strings.Contains(s, "://") || strings.HasPrefix(s, "www.") {
		return true
	}
	at := strings.LastIndexByte(s, '#')
	if at > 0 && onlyDigits(s[at+1:]) {
		return true
	}
	if s[0] == 't' && len(s) > 4 && onlyDigits(s[1:]) {
		return true
	}
	before, after, ok := strings.Cut(s, "-")
	return ok && len(before) >= 2 && len(before) <= 10 && onlyDigits(after) && len(after) >= 2 && onlyLetters(before) && !verbs[before]
}

// upperKey says that a word in capitals is the key of an issue, whatever else its letters spell: "FLAG-305".
func upperKey(s string) bool {
	before, after, ok := strings.Cut(s, "-")
	return ok && len(before) >= 2 && len(before) <= 10 && onlyDigits(after) && onlyLetters(strings.ToLower(before)) && before == strings.ToUpper(before) && !isStandard(before)
}

func onlyLetters(s string) bool {
	for i := range len(s) {
		if s[i] < 'a' || s[i] > 'z' {
			return false
		}
	}
	return s != ""
}

func onlyDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

func holdsDigit(s string) bool { return strings.ContainsAny(s, "0123456789") }

// at gives the word at a place, "" beyond the ends.
func (p wordList) at(i int) string {
	if i < 0 || i >= len(p) {
		return ""
	}
	return p[i].text
}

// follows says that the words from a place on are these.
func (p wordList) follows(i int, words ...string) bool {
	for n, w := range words {
		if p.at(i+n) != w {
			return false
		}
	}
	return true
}

// has says that some word is one of the list.
func (p wordList) has(list map[string]bool) bool {
	for _, w := range p {
		if list[w.text] {
			return true
		}
	}
	return false
}

func (p wordList) hasNumber() bool {
	for _, w := range p {
		if holdsDigit(w.text) {
			return true
		}
	}
	return false
}

// hasAmount says that some word is a number, and not only the name of something with one.
func (p wordList) hasAmount() bool {
	for _, w := range p {
		if w.text[0] >= '0' && w.text[0] <= '9' {
			return true
		}
	}
	return false
}

// baseOf gives the verb of a form in -ing or -ed, "" for none.
func baseOf(w, ending string) string {
	stem, ok := strings.CutSuffix(w, ending)
	if !ok || len(stem) < 2 {
		return ""
	}
	n := len(stem)
	switch {
	case n > 3 && stem[n-1] == stem[n-2] && isVerb(stem[:n-1]):
		return stem[:n-1]
	case isVerb(stem + "e"):
		return stem + "e"
	case isVerb(stem):
		return stem
	case ending == "ed" && stem[n-1] == 'i' && isVerb(stem[:n-1]+"y"):
		return stem[:n-1] + "y"
	}
	return ""
}

// isVerb says that the word is a verb, whatever else it may be: "add", "re-add", "force-push".
func isVerb(w string) bool {
	if verbs[w] || moreVerbs[w] {
		return true
	}
	before, after, ok := strings.Cut(w, "-")
	return ok && verbPrefixes[before] && (verbs[after] || moreVerbs[after])
}

// verbPrefixes make another verb of one, with a hyphen.
var verbPrefixes = wordSet(`re pre un de dis auto soft force bulk cross fast hot load over rate smoke stress unit dual double`)

// irregularPast are past forms of verbs that work is told with.
var irregularPast = wordSet(`built rebuilt bought brought chose chosen cut did done found given gave made met put ran rewrote rewritten sent set
	shut spoke split taught told took taken turned wrote written got gotten held kept led left began begun drew frozen froze won
	hid hidden rerun reran reset upset redone`)

// pastOf says that the word is a past form of a verb.
func pastOf(w string) bool { return irregularPast[w] || baseOf(w, "ed") != "" }
