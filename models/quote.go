package models

import (
	"regexp"
	"slices"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"debrief/postmortem"
)

// Quotable is a document's text in which quoted words are looked up: as readers see it, and as it is written in Markdown. White
// space and the kind of quotation marks are no part of words.
type Quotable struct {
	seen    folded // without what stands for pictures
	drawn   folded // with it, as it is drawn: "Image: a chart"
	written folded
}

// NewQuotable reads a document for looking words up.
func NewQuotable(body string) *Quotable {
	q := &Quotable{}
	q.written.add(body, func(start, end int) postmortem.Span { return postmortem.Span{Start: start, End: end} })
	doc, err := postmortem.Parse([]byte(body))
	if err != nil { // then it is read as it is written
		return q
	}
	for b := range doc.All() {
		text, from := b.Text, 0
		for _, m := range text.Marks {
			if m.Kind == postmortem.MarkImage && m.Start >= from {
				part, alt := text.Slice(from, m.Start), text.Slice(m.Start, m.End)
				q.seen.add(part.Plain, part.Source)
				q.drawn.add(part.Plain, part.Source)
				q.drawn.add("Image:", func(int, int) postmortem.Span { return alt.Source(0, len(alt.Plain)) })
				q.drawn.add(alt.Plain, alt.Source)
				from = m.End
			}
		}
		part := text.Slice(from, len(text.Plain))
		q.seen.add(part.Plain, part.Source)
		q.drawn.add(part.Plain, part.Source)
	}
	return q
}

// Find returns where in the document, in bytes, quoted words stand: of their places the one whose preceding text ends most as before
// does, the text that stood before them. Of several, as if before is empty: as readers see them before as they are written, as whole
// words before as a part of some, and then where they stand first. Words of nothing but white space are nowhere.
func (q *Quotable) Find(quote, before string) (place postmortem.Span, found bool) {
	quote, before = strings.Map(foldRune, quote), strings.Map(foldRune, before)
	// What only looks like HTML, such as <host>, is drawn and is none of the text.
	befores := slices.Compact([]string{before, tagLike.ReplaceAllString(before, "")})
	for _, words := range []string{quote, tagLike.ReplaceAllString(quote, "")} {
		if words == "" {
			break
		}
		best := foldedPlace{shared: -1}
		for _, text := range []*folded{&q.seen, &q.drawn} { // text before the words may be a picture's, and theirs may not
			if place := text.find(words, befores); place.shared > best.shared {
				best = place
			}
		}
		if best.shared < 0 {
			best = q.written.find(words, befores)
		}
		if best.shared >= 0 {
			return best.Span, true
		}
	}
	return postmortem.Span{}, false
}

// tagLike is what looks like an element of HTML.
var tagLike = regexp.MustCompile(`</?[a-zA-Z][^<>]{0,80}>`)

// quotationMarks are compared as one: editors and mail programs change them as they please.
const quotationMarks = "\"'“”„‟«»‘’‚‛‹›"

// foldRune returns what a rune is compared as; -1 for what is no part of words: white space, what is invisible, boxes of task lists.
func foldRune(r rune) rune {
	switch {
	case unicode.IsSpace(r), unicode.Is(unicode.Cf, r), r == '☐', r == '☑':
		return -1
	case strings.ContainsRune(quotationMarks, r):
		return '"'
	}
	return r
}

// folded is a text that was put together from pieces of a document, and what it is compared as.
type folded struct {
	plain, text strings.Builder
	at          []int // of each byte of text, the place in plain of what it was made of
	pieces      []foldedPiece
}

type foldedPiece struct {
	at     int // in plain
	source func(start, end int) postmortem.Span
}

func (f *folded) add(plain string, source func(start, end int) postmortem.Span) {
	if plain == "" {
		return
	}
	start := f.plain.Len()
	f.pieces = append(f.pieces, foldedPiece{start, source})
	f.plain.WriteString(plain + "\n")
	for at, r := range plain {
		if r = foldRune(r); r >= 0 {
			n, _ := f.text.WriteRune(r)
			for range n {
				f.at = append(f.at, start+at)
			}
		}
	}
}

// foldedPlace is where words stand, and how well that place fits.
type foldedPlace struct {
	postmortem.Span
	shared int // characters that the text before it and the text that stood before them end with alike; -1 for no place
	whole  bool
}

// find returns the best place of words that one of these texts stood before.
func (f *folded) find(words string, befores []string) foldedPlace {
	text, best := f.text.String(), foldedPlace{shared: -1}
	for from := 0; ; {
		at := strings.Index(text[from:], words)
		if at < 0 {
			return best
		}
		at += from
		_, size := utf8.DecodeRuneInString(text[at:])
		from = at + size
		start, end := f.at[at], f.at[at+len(words)-1]
		_, size = utf8.DecodeRuneInString(f.plain.String()[end:])
		end += size
		here := foldedPlace{whole: f.between(start) && f.between(end)}
		all := true
		for _, before := range befores {
			n := sharedEnding(text[:at], before)
			here.shared, all = max(here.shared, n), all && n == utf8.RuneCountInString(before)
		}
		if here.shared > best.shared || here.shared == best.shared && here.whole && !best.whole {
			best = here
			best.Span = postmortem.Span{Start: f.source(start, start+1).Start, End: f.source(end-size, end).End}
		}
		if all && here.whole { // nothing behind it fits better
			return best
		}
	}
}

// sharedEnding counts the characters that two texts end with alike.
func sharedEnding(a, b string) (n int) {
	for a != "" && b != "" {
		last, size := utf8.DecodeLastRuneInString(a)
		other, otherSize := utf8.DecodeLastRuneInString(b)
		if last != other {
			break
		}
		a, b, n = a[:len(a)-size], b[:len(b)-otherSize], n+1
	}
	return n
}

// between reports whether a place in plain is not within a word.
func (f *folded) between(at int) bool {
	before, _ := utf8.DecodeLastRuneInString(f.plain.String()[:at])
	behind, _ := utf8.DecodeRuneInString(f.plain.String()[at:])
	word := func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
	return !word(before) || !word(behind)
}

// source returns where a stretch of plain, which is within one piece, stands in the document.
func (f *folded) source(start, end int) postmortem.Span {
	n := sort.Search(len(f.pieces), func(n int) bool { return f.pieces[n].at > start }) - 1
	return f.pieces[n].source(start-f.pieces[n].at, end-f.pieces[n].at)
}
