package postmortem

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// sentence is one sentence of prose, as rules of wording see it: code, addresses
// and what is quoted are masked, byte for byte, so that places stay.
type sentence struct {
	text   Text
	masked string
	lower  string
	block  *Block
	kind   Kind // of its section
}

// abbreviations end with a full stop and no sentence.
var abbreviations = wordSet(`e.g. i.e. etc. vs. cf. approx. ca. no. mr. mrs. ms. dr. st. inc. ltd. fig. sec. al. p. pp. v.`)

var (
	// addresses and paths are no prose.
	addresses = regexp.MustCompile("https?://\\S+|\\bwww\\.\\S+|`[^`]*`")
	// quotations are somebody else's words.
	quotations = regexp.MustCompile(`"[^"\n]{2,300}"|“[^”\n]{2,300}”|«[^»\n]{2,300}»`)
)

// mask replaces what is not the author's prose by underscores, byte for byte.
func maskProse(t Text) string {
	plain := []byte(t.Plain)
	cover := func(start, end int) {
		for i := start; i < end && i < len(plain); i++ {
			if plain[i] != '\n' {
				plain[i] = '_'
			}
		}
	}
	for _, m := range t.Marks {
		if m.Kind == MarkCode || m.Kind == MarkImage || m.Kind == MarkStrike {
			cover(m.Start, m.End)
		}
	}
	for _, at := range addresses.FindAllStringIndex(t.Plain, -1) {
		cover(at[0], at[1])
	}
	if strings.ContainsAny(t.Plain, "\"“«") {
		for _, at := range quotations.FindAllStringIndex(string(plain), -1) {
			_, opening := utf8.DecodeRuneInString(t.Plain[at[0]:])
			_, closing := utf8.DecodeLastRuneInString(t.Plain[:at[1]])
			cover(at[0]+opening, at[1]-closing)
		}
	}
	return strings.ToValidUTF8(string(plain), "_")
}

// maxSentence bounds one sentence, in bytes: a text without any full stop is cut.
const maxSentence = 4 << 10

// sentencesOf splits a text. A forced line break ends a sentence, a full stop
// before a small letter does not.
func sentencesOf(t Text, yield func(start, end int)) {
	s, from := t.Plain, 0
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		i += n
		switch {
		case r == '\n':
		case i-from >= maxSentence && unicode.IsSpace(r):
		case r == '.' || r == '!' || r == '?' || r == '…':
			rest := strings.TrimLeft(s[i:], `"'”’)]*_`)
			if rest != "" && !unicode.IsSpace(rune(rest[0])) {
				continue
			}
			next := strings.TrimLeft(rest, " \n")
			if first, _ := utf8.DecodeRuneInString(next); next != "" && unicode.IsLower(first) {
				continue
			}
			if r == '.' && abbreviations[strings.ToLower(strings.TrimLeft(s[strings.LastIndexAny(s[:i], " \n(")+1:i], "([\"'"))] {
				continue
			}
			i = len(s) - len(rest)
		default:
			continue
		}
		if strings.TrimSpace(s[from:i]) != "" {
			yield(from, i)
		}
		from = i
	}
	if strings.TrimSpace(s[from:]) != "" {
		yield(from, len(s))
	}
}

// prose gives every sentence of the document that its author wrote: paragraphs,
// items of lists, cells, and admonitions, but no code, quotes, HTML and hints, save where they are the message to customers; and its
// headings apart.
func (d *Document) prose() (list, headings []sentence) {
	var walk func(blocks []*Block)
	walk = func(blocks []*Block) {
		for _, b := range blocks {
			switch b.Kind {
			case BlockQuote:
				// The guide's template quotes the message to customers: it is the author's.
				if b.Section == nil || b.Section.Kind != KindExternal {
					continue
				}
			case BlockHeading:
				if b.Section != nil {
					headings = append(headings, sentences(b.Text, b, b.Section.Kind)...)
				}
				continue
			case BlockCode:
				if text, ok := d.fencedMessage(b); ok {
					list = append(list, sentences(text, b, b.Section.Kind)...)
				}
				continue
			case BlockHTML, BlockHeader, BlockRule, BlockHint:
				continue
			}
			if b.Text.Plain != "" && b.Section != nil {
				list = append(list, sentences(b.Text, b, b.Section.Kind)...)
			}
			walk(b.Children)
		}
	}
	walk(d.Blocks)
	if !slices.ContainsFunc(d.Sections, func(s *Section) bool { return s.Level == 1 }) {
		headings = append(headings, sentences(d.frontTitle(), nil, KindUnknown)...)
	}
	d.ofWork(list)
	return list, headings
}

// ofWork makes what action items that stand anywhere say behind their first sentence sentences of the section for them: why
// it is to be done is no part of the story. The first sentence alone might be.
func (d *Document) ofWork(list []sentence) {
	var spans []Span
	for _, item := range d.Items {
		if item.Section == nil || item.Section.Kind == KindUnknown {
			spans = append(spans, item.Span)
		}
	}
	slices.SortFunc(spans, func(a, b Span) int { return a.Start - b.Start })
	end := 0
	for i := range list {
		s := &list[i]
		for ; len(spans) > 0 && spans[0].Start <= s.block.Span.Start; spans = spans[1:] {
			end = max(end, spans[0].End)
		}
		if s.kind == KindUnknown && s.block.Span.Start < end && i > 0 && list[i-1].block == s.block {
			s.kind = KindActions
		}
	}
}

// titleKey is where the front matter's title begins.
var titleKey = regexp.MustCompile(`(?mi)^["']?title["']?[ \t]*[:=]`)

// frontTitle is the title of the front matter, which is the document's where no heading is.
func (d *Document) frontTitle() Text {
	title, front := d.FrontMatter.Get("title"), d.FrontMatter.Span
	key := titleKey.FindIndex(d.Source[front.Start:front.End])
	if title == "" || key == nil {
		return Text{}
	}
	start := front.Start + key[1]
	at := bytes.Index(d.Source[start:front.End], []byte(title))
	if at < 0 { // it has escapes
		return Text{}
	}
	return Text{Plain: title, runs: []run{{0, len(title), start + at, len(title)}}}
}

func sentences(t Text, block *Block, kind Kind) []sentence {
	var list []sentence
	masked := maskProse(t)
	if len(masked) != len(t.Plain) { // never; a place must not shift
		return nil
	}
	sentencesOf(t, func(start, end int) {
		for start < end && (t.Plain[start] == ' ' || t.Plain[start] == '\n') {
			start++
		}
		part := masked[start:end]
		list = append(list, sentence{text: t.Slice(start, end), masked: part, lower: lowerCase(part), block: block, kind: kind})
	})
	return list
}

// lowerCase gives a text in lower case, each letter at its place: a few letters beyond ASCII have a lower case of another length.
func lowerCase(s string) string {
	lower := []byte(s)
	for i, r := range s {
		if l := unicode.ToLower(r); l != r && utf8.RuneLen(l) == utf8.RuneLen(r) {
			utf8.EncodeRune(lower[i:], l)
		}
	}
	return string(lower)
}
