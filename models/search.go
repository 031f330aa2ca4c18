package models

import (
	"iter"
	"slices"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"debrief/postmortem"
)

const (
	maxSearchWords = 20  // that count: a query has no room for any number of them
	maxSearchWord  = 200 // bytes of one that count
	maxExcerpt     = 120 // characters, but for the signs that tell of what is left out
)

// around is what stands about words that somebody typed or copied from a sentence.
const around = quotationMarks + "`()[]{}<>*_.,;:!?…"

// between is what stands between words that somebody typed without a space; in a number, a comma is part of it.
const between = ",;!?…|\"“”„«»()[]{}<>，、。；！？"

// Search is what somebody looks for: words that all have to be there, in any order and any case.
type Search []string

// NewSearch returns the words of what somebody typed, without quotation marks and punctuation about them.
func NewSearch(typed string) Search {
	var words Search
	for word := range wordsOf(typed) {
		if len(words) == maxSearchWords {
			break
		}
		if bare := strings.Trim(word, around); bare != "" {
			word = bare
		}
		if len(word) > maxSearchWord {
			word = strings.ToValidUTF8(word[:maxSearchWord], "")
		}
		if Searchable(word) != "" && !slices.Contains(words, word) { // what is invisible is no word
			words = append(words, word)
		}
	}
	return words
}

// wordsOf yields what stands between spaces, taken apart where punctuation separates words: "connections,pool" is two, and "PM-17",
// "db-1.example.com", "max_connections", "14:02" and "10,000" are one each.
func wordsOf(typed string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for whole := range strings.FieldsSeq(typed) {
			from, some := 0, false
			for at, r := range whole {
				if !strings.ContainsRune(between, r) || r == ',' && at > 0 && at+1 < len(whole) && isDigit(whole[at-1]) && isDigit(whole[at+1]) {
					continue
				}
				if at > from {
					if some = true; !yield(whole[from:at]) {
						return
					}
				}
				from = at + utf8.RuneLen(r)
			}
			if !some {
				from = 0 // of nothing but punctuation, or behind it
			}
			if from < len(whole) && !yield(whole[from:]) {
				return
			}
		}
	}
}

func isDigit(b byte) bool { return '0' <= b && b <= '9' }

// unspaced are the scripts that put no spaces between words.
var unspaced = []*unicode.RangeTable{unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar}

// Searchable returns a text as a search compares it: lower case, a line a word, and a space before each place where what somebody
// types may begin. That is where letters or digits do, and each letter of a script without spaces: " db- 1. example. com" is found
// by "example.com" and "exam", and not by "ample".
func Searchable(text string) string { return newSearchable(text).text }

// searchable is a text as a search compares it.
type searchable struct {
	text string
	at   []int // of each byte of text, the place in the original of what it was made of; behind them, where that ends
}

func newSearchable(original string) searchable {
	var b strings.Builder
	s := searchable{at: make([]int, 0, len(original)+len(original)/4)}
	write := func(r rune, at int) {
		n, _ := b.WriteRune(r)
		for range n {
			s.at = append(s.at, at)
		}
	}
	within := false // letters or digits
	for at, r := range original {
		if ascii := r < utf8.RuneSelf; ascii && r > ' ' && r != '"' && r != '\'' { // most of all there is: nothing to look up
			letter := 'a' <= r && r <= 'z' || '0' <= r && r <= '9' || 'A' <= r && r <= 'Z'
			if letter && !within {
				write(' ', at)
			}
			within = letter
			write(unicode.ToLower(r), at)
			continue
		}
		if unicode.IsSpace(r) {
			write('\n', at)
			within = false
			continue
		}
		if r = foldRune(r); r < 0 {
			continue
		}
		mark := unicode.Is(unicode.M, r)
		letter := mark || unicode.In(r, unicode.L, unicode.N)
		if letter && !mark && (!within || unicode.In(r, unspaced...)) {
			write(' ', at)
		}
		within = letter
		write(unicode.ToLower(r), at)
	}
	s.text, s.at = b.String(), append(s.at, len(original))
	return s
}

// span is a stretch of a text, in bytes.
type span struct{ start, end int }

// find returns where a word is in the original.
func (s searchable) find(word string) (found []span) {
	word = Searchable(word)
	for from := 0; word != ""; {
		at := strings.Index(s.text[from:], word)
		if at < 0 {
			break
		}
		at += from
		from = at + len(word)
		found = append(found, span{s.at[at], s.at[from]})
	}
	return found
}

// SearchText returns what a search compares of a document: each word of its text once, as Searchable has it.
func SearchText(body string) string {
	var b strings.Builder
	seen := map[string]bool{}
	for line := range strings.SplitSeq(Searchable(postmortem.Plain(body)), "\n") {
		if line != "" && !seen[line] {
			seen[line] = true
			b.WriteString(line + "\n")
		}
	}
	return b.String()
}

// Missing returns the words that are not in a title.
func (s Search) Missing(title string) Search {
	title = strings.ToLower(title)
	return slices.DeleteFunc(slices.Clone(s), func(word string) bool { return strings.Contains(title, strings.ToLower(word)) })
}

// Excerpt returns the place of a document that has the most of the words, in one line of plain text; "" where it has none.
func (s Search) Excerpt(body string) string {
	text := strings.Join(strings.Fields(postmortem.Plain(body)), " ")
	place, ok := s.densest(text)
	if !ok {
		return ""
	}
	room := max(0, maxExcerpt-utf8.RuneCountInString(text[place.start:place.end]))
	start, end := place.start, place.end
	for n := 0; n < room/3 && start > 0; n++ {
		_, size := utf8.DecodeLastRuneInString(text[:start])
		start -= size
	}
	for n := utf8.RuneCountInString(text[start:place.start]); n < room && end < len(text); n++ {
		_, size := utf8.DecodeRuneInString(text[end:])
		end += size
	}
	return cutOut(text, span{start, end}, place)
}

// densest returns the first place, no longer than an excerpt, with the most different words.
func (s Search) densest(text string) (best span, ok bool) {
	type hit struct {
		span
		word int
	}
	var hits []hit
	compared := newSearchable(text)
	for n, word := range s {
		for _, place := range compared.find(word) {
			hits = append(hits, hit{place, n})
		}
	}
	sort.SliceStable(hits, func(a, b int) bool { return hits[a].start < hits[b].start })
	most, different, count, first := 0, 0, make([]int, len(s)), 0
	for _, h := range hits {
		if count[h.word]++; count[h.word] == 1 {
			different++
		}
		for ; h.end-hits[first].start > maxExcerpt && hits[first] != h; first++ {
			if count[hits[first].word]--; count[hits[first].word] == 0 {
				different--
			}
		}
		if different > most {
			most, best = different, span{hits[first].start, max(h.end, hits[first].end)}
		}
	}
	return best, most > 0
}

// cutOut returns a stretch of a text that begins and ends between words, where there are any, and holds what it is about.
func cutOut(text string, out, about span) string {
	before, behind := "", ""
	if out.start > 0 {
		before = "…"
		if n := strings.IndexByte(text[out.start-1:about.start], ' '); n >= 0 {
			out.start += n
		}
	}
	if out.end < len(text) {
		behind = "…"
		if n := strings.LastIndexByte(text[about.end:out.end+1], ' '); n >= 0 {
			out.end = about.end + n
		}
	}
	return before + text[out.start:out.end] + behind
}

// Piece is a part of a text.
type Piece struct {
	Text string
	Hit  bool // it is what somebody looked for
}

// Pieces takes a text apart where the words are in it.
func (s Search) Pieces(text string) (pieces []Piece) {
	var hits []span
	compared := newSearchable(text)
	for _, word := range s {
		hits = append(hits, compared.find(word)...)
	}
	slices.SortFunc(hits, func(a, b span) int { return a.start - b.start })
	from := 0
	add := func(to int, hit bool) {
		if to > from {
			pieces = append(pieces, Piece{text[from:to], hit})
			from = to
		}
	}
	for _, h := range hits {
		add(h.start, false)
		add(h.end, true)
	}
	add(len(text), false)
	return pieces
}
