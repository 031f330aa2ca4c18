package postmortem

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

func init() { checks["undefined-acronym"] = (*checker).undefinedAcronym }

// The lengths of what is taken for an acronym.
const (
	shortAcronym = 2
	longAcronym  = 6
	longInitials = 3
)

// maxAcronyms bounds how many of one document are looked up in it.
const maxAcronyms = 200

// undefinedAcronym marks the first use of every acronym that neither the text,
// nor the glossary, nor the trade explains.
func (c *checker) undefinedAcronym(r *Rule) {
	known := map[string]bool{}
	for _, term := range c.context.Glossary {
		known[strings.ToUpper(strings.TrimSpace(term))] = true
	}
	for _, name := range c.context.People {
		for _, part := range strings.Fields(name) {
			known[strings.ToUpper(part)] = true
		}
	}
	for _, item := range c.doc.Items {
		for _, part := range strings.FieldsFunc(item.Owner, notLetter) {
			if len(part) <= longInitials {
				known[part] = true
			}
		}
	}
	found := 0
	var text string // everything that may explain, made once it is needed
	var words []spelledWord
	for _, s := range c.prose {
		if !r.applies(s.kind) || s.kind == KindResponders { // initials
			continue
		}
		eachAcronym(s.masked, func(start, end int) {
			word := s.masked[start:end]
			if knownAcronyms[word] || currencies[word] || known[word] || found >= maxAcronyms || s.linked(start, end) || pronounced(word) || currencyPair(word) {
				return
			}
			known[word] = true // once each
			found++
			if text == "" {
				text = c.explanations()
				words = spelledWords(text)
			}
			if !explains(text, word) && !initialsIn(words, word) && !(len(word) > 3 && hasWord(text, strings.ToLower(word))) {
				c.add(r, s.kind, s.text.Source(start, end), word, word)
			}
		})
	}
}

// pronounced reports whether a long word in capitals is one that is SHOUTED.
func pronounced(word string) bool {
	vowels := 0
	for _, c := range word {
		if strings.ContainsRune("AEIOUY", c) {
			vowels++
		}
	}
	return len(word) > 4 && vowels >= 2
}

// currencyPair reports whether a word is two currencies, as traders write a rate.
func currencyPair(word string) bool {
	return len(word) == 6 && currencies[word[:3]] && currencies[word[3:]]
}

// hasWord reports whether a text has the word, alone.
func hasWord(text, word string) bool {
	for from := 0; ; {
		at := strings.Index(text[from:], word)
		if at < 0 {
			return false
		}
		start, end := from+at, from+at+len(word)
		if (start == 0 || text[start-1] == ' ' || text[start-1] == '\n') && (end == len(text) || strings.IndexByte(" ,.;:\n", text[end]) >= 0) {
			return true
		}
		from = end
	}
}

// linked reports whether a place is part of a link: that leads to an explanation.
func (s sentence) linked(start, end int) bool {
	for _, m := range s.text.Marks {
		if m.Kind == MarkLink && m.Start <= start && end <= m.End {
			return true
		}
	}
	return false
}

// eachAcronym gives the words of two to six capitals, without a plural's s. Parts
// of names, keys and addresses are none, and neither is SHOUTED TEXT OF FOUR WORDS.
func eachAcronym(s string, yield func(start, end int)) {
	type word struct{ start, end int }
	var run []word
	last := 0 // where the last word in capitals ended
	flush := func() {
		if len(run) < 4 {
			for _, w := range run {
				if w.end-w.start <= longAcronym {
					yield(w.start, w.end)
				}
			}
		}
		run = run[:0]
	}
	for i := 0; i < len(s); {
		if s[i] < 'A' || s[i] > 'Z' || i > 0 && isWordByte(s[i-1]) {
			i++
			continue
		}
		start := i
		for i < len(s) && s[i] >= 'A' && s[i] <= 'Z' {
			i++
		}
		end := i
		if i < len(s) && s[i] == 's' {
			i++
		}
		if end-start < shortAcronym || i < len(s) && isWordByte(s[i]) || partOfName(s, start, i) {
			for i < len(s) && isWordByte(s[i]) {
				i++
			}
			continue
		}
		if len(run) > 0 && strings.Trim(s[last:start], " ,") != "" {
			flush()
		}
		run, last = append(run, word{start, end}), i
	}
	flush()
}

func isWordByte(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c >= 0x80
}

// partOfName reports whether what stands around a word makes it part of something
// longer: a key, a host, a path, a variable.
func partOfName(s string, start, end int) bool {
	if start > 0 && strings.IndexByte(`.\@#$%&=<{`, s[start-1]) >= 0 {
		return true
	}
	if start > 1 && strings.IndexByte(`-/`, s[start-1]) >= 0 && !unicode.IsSpace(rune(s[start-2])) {
		if c := s[start-2]; c >= '0' && c <= '9' || c == '_' || c == '.' || s[start-1] == '-' && c >= 'A' && c <= 'Z' {
			return true
		}
	}
	rest := s[end:]
	switch {
	case rest == "":
		return false
	case strings.IndexByte(`\@#$%&=>}`, rest[0]) >= 0:
		return true
	case strings.HasPrefix(rest, "'") || strings.HasPrefix(rest, "’"):
		return false
	case len(rest) > 1 && strings.IndexByte(`-./:`, rest[0]) >= 0:
		c := rest[1]
		return c >= '0' && c <= '9' || c == '_' || rest[0] != '/' && c >= 'A' && c <= 'Z' || rest[0] == '.' && c >= 'a' && c <= 'z'
	}
	return false
}

// explanations is all text in which a term may be explained, a line a block.
func (c *checker) explanations() string {
	var text strings.Builder
	for b := range c.doc.All() {
		if b.Kind != BlockCode && b.Text.Plain != "" {
			text.WriteString(b.Text.Plain)
			text.WriteByte('\n')
		}
	}
	return text.String()
}

// maxUses bounds how many uses of a word are looked at for an explanation.
const maxUses = 200

// explains reports whether a text spells a word out: "Domain Name System (DNS)",
// "DNS (Domain Name System)", "DNS: the domain name system", "or DNS for short".
func explains(text, word string) bool {
	for n, from := 0, 0; n < maxUses; n++ {
		at := strings.Index(text[from:], word)
		if at < 0 {
			return false
		}
		start := from + at
		from = start + len(word)
		if start > 0 && isWordByte(text[start-1]) {
			continue
		}
		after := strings.TrimPrefix(text[from:min(from+200, len(text))], "s")
		before := text[max(start-200, 0):start]
		if initialsBefore(before, word) || productAfter.MatchString(after) || spelledBefore(before, word) || spelledAfter(after, word, strings.HasSuffix(before, "\n") || start == 0) {
			return true
		}
	}
	return false
}

// productAfter says what a name of letters is that stands for no words: "KIAM is an agent that …".
var productAfter = regexp.MustCompile(`^,? (?:which |that )?(?:is|was|are) (?:an?|the|our) \pL+ (?:that|which|for|to|of|by|in|from|we|\pL+ (?:that|which|for|to|of|by|in|from|we))\b`)

// initialsBefore reports whether the words right before are in capitals and begin with the letters: "Queue Routing Zone QRZ".
func initialsBefore(before, word string) bool {
	list := strings.Fields(before)
	if len(list) < len(word) {
		return false
	}
	for i, w := range list[len(list)-len(word):] {
		if w[0] != word[i] {
			return false
		}
	}
	return true
}

// spelledBefore reports whether the words before stand for the letters, with what
// says so between: "(", "or", "called".
func spelledBefore(before, word string) bool {
	before = strings.TrimRight(before, " \"'“‘*_")
	lead := false
	for _, sign := range []string{"(", "[", ", or", " or", "called", "known as", "aka", "a.k.a.", "short:", "abbreviated", "=", "–", "—", " -", "the"} {
		if rest, ok := strings.CutSuffix(before, sign); ok {
			if sign == "the" { // "(the SRE)"
				rest = strings.TrimRight(rest, " ")
				if !strings.HasSuffix(rest, "(") {
					continue
				}
				rest = rest[:len(rest)-1]
			}
			before, lead = rest, true
			break
		}
	}
	if !lead {
		return false
	}
	list := strings.FieldsFunc(before, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	list = list[max(0, len(list)-len(word)-4):]
	for i := range list {
		if standsFor(list[i:], word) {
			return true
		}
	}
	return false
}

// spelledAfter reports whether the words after stand for the letters.
func spelledAfter(after, word string, alone bool) bool {
	trimmed := strings.TrimLeft(after, " \"'”’*_")
	lead := false
	for _, sign := range []string{"(", "[", "stands for", "is short for", "short for", "means", "is the abbreviation", "is an abbreviation", ", or", ", i.e.", ", the", ":", "=", "–", "—", "- ", "is a ", "is an ", "is the ", "is our "} {
		if rest, ok := strings.CutPrefix(trimmed, sign); ok {
			trimmed, lead = rest, true
			break
		}
	}
	if !lead && alone && strings.HasPrefix(trimmed, "\n") { // a cell or a line of its own
		trimmed, lead = trimmed[1:], true
	}
	if !lead {
		return false
	}
	if end := strings.IndexAny(trimmed, ")\n"); end >= 0 {
		trimmed = trimmed[:end]
	}
	list := strings.FieldsFunc(trimmed, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	list = list[:min(len(list), len(word)+6)]
	for i := range list[:min(len(list), 3)] {
		if standsFor(list[i:], word) {
			return true
		}
	}
	return false
}

// standsFor reports whether words spell an acronym: it begins with the letter of
// the first word, and the other letters follow in order.
func standsFor(list []string, acronym string) bool {
	if len(list) == 0 {
		return false
	}
	joined := strings.ToLower(strings.Join(list, " "))
	rest := strings.ToLower(acronym)
	first, _ := utf8.DecodeRuneInString(joined)
	if first != rune(rest[0]) || strings.EqualFold(list[0], acronym) {
		return false
	}
	for i := 0; i < len(joined) && rest != ""; i++ {
		if joined[i] == rest[0] {
			rest = rest[1:]
		}
	}
	return rest == "" && len(joined) > 2*len(acronym)
}

// spelledWord is a word of a text, and whether only a space, a hyphen or an initial's point stands before it.
type spelledWord struct {
	text string
	next bool
}

func notLetter(r rune) bool { return !unicode.IsLetter(r) }

// spelledWords gives the words of a text in order.
func spelledWords(text string) []spelledWord {
	var out []spelledWord
	last := 0
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		if !unicode.IsLetter(r) {
			i += size
			continue
		}
		end := i + size
		for end < len(text) {
			r, size := utf8.DecodeRuneInString(text[end:])
			if !unicode.IsLetter(r) {
				break
			}
			end += size
		}
		between := text[last:i]
		out = append(out, spelledWord{text[i:end], between == " " || between == "-" || between == ". " && len(out) > 0 && len(out[len(out)-1].text) == 1})
		last, i = end, end
	}
	return out
}

// initialsIn reports whether words in a row that are written as names begin with
// the letters: "Ana Bell" for AB, "Chief Duty Officer" for CDO.
func initialsIn(words []spelledWord, acronym string) bool {
next:
	for i := 0; i+len(acronym) <= len(words); i++ {
		for n := range len(acronym) {
			w := words[i+n]
			if n > 0 && !w.next || w.text[0] != acronym[n] || w.text[1:] != strings.ToLower(w.text[1:]) {
				continue next
			}
		}
		return true
	}
	return false
}
