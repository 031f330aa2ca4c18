package postmortem

import (
	"regexp"
	"strings"

	"znkr.io/diff"
	"znkr.io/diff/textdiff"
)

const (
	comparedWell  = 10_000    // lines or words of two texts that are compared with care; beyond, in time that only grows with them
	comparedWords = 128 << 10 // bytes of changed lines in which words are compared
)

// Changes are what differs between two texts, line by line.
type Changes struct {
	Added, Removed int // lines
	Hunks          []Hunk
	Left           int // changed lines that are in no hunk, as there are too many
}

// Hunk is lines that changed, with up to three before and behind them that did not.
type Hunk struct {
	Line  int // of the later text, from 1, where it begins
	Lines []ChangedLine
}

// ChangedLine is a line of a hunk.
type ChangedLine struct {
	Sign   string  // "+" added, "-" removed, " " neither
	Number int     // in the later text, from 1; of a removed line in the earlier one
	Pieces []Piece // its text, without the line end
	Spaces bool    // from here on, up to the next line that did not change, only spaces or line breaks are others
}

// Piece is a part of a line.
type Piece struct {
	Text    string
	Changed bool // other words than in the other text
}

// Compare tells what differs between two texts; its hunks have at most so many lines. Its cost grows with the length of the
// texts and hardly faster: of very long ones it may tell more changes than there are.
func Compare(before, after string, most int) Changes {
	var c Changes
	words := comparedWords
	for _, h := range textdiff.Hunks(before, after, byLine(before, after)...) {
		hunk := Hunk{Line: h.LineNoY + 1}
		for _, e := range h.Edits {
			sign, number := " ", e.LineNoY+1
			switch e.Op {
			case diff.Insert:
				sign = "+"
				c.Added++
			case diff.Delete:
				sign, number = "-", e.LineNoX+1
				c.Removed++
			}
			if most > 0 {
				most--
				hunk.Lines = append(hunk.Lines, ChangedLine{Sign: sign, Number: number, Pieces: []Piece{{Text: strings.TrimSuffix(e.Line, "\n")}}})
			} else if e.Op != diff.Match {
				c.Left++
			}
		}
		if len(hunk.Lines) > 0 {
			hunk.compareWords(&words)
			c.Hunks = append(c.Hunks, hunk)
		}
	}
	return c
}

// Unified tells what differs between two texts as a unified diff, with three lines around each change: what patch reads.
func Unified(before, after string) string {
	return textdiff.Unified(before, after, byLine(before, after)...)
}

// byLine has changes begin and end where blank lines do.
func byLine(before, after string) []diff.Option {
	if lines := strings.Count(before, "\n") + strings.Count(after, "\n"); lines > comparedWell {
		return withCare(lines)
	}
	return []diff.Option{textdiff.IndentHeuristic()}
}

// withCare looks for the fewest changes, where that does not take long.
func withCare(parts int) []diff.Option {
	if parts > comparedWell {
		return []diff.Option{diff.Fast()}
	}
	return nil
}

// compareWords compares removed lines with the lines that are there instead, while the budget of bytes lasts.
func (h Hunk) compareWords(budget *int) {
	for from := 0; from < len(h.Lines); {
		added := from
		for added < len(h.Lines) && h.Lines[added].Sign == "-" {
			added++
		}
		end, size := added, 0
		for end < len(h.Lines) && h.Lines[end].Sign == "+" {
			end++
		}
		for _, l := range h.Lines[from:end] {
			size += len(l.Pieces[0].Text)
		}
		if was, is := h.Lines[from:added], h.Lines[added:end]; len(was) > 0 && len(is) > 0 && size <= *budget {
			*budget -= size
			if !markWords(was, is, false) { // too little in common: then perhaps line by line
				for n := range min(len(was), len(is)) {
					markWords(was[n:n+1], is[n:n+1], true)
				}
			}
		}
		from = max(end, from+1)
	}
}

// markWords cuts lines where words changed, and reports whether enough of the words are the same for that: half of them, or, where
// lines may grow, nearly all of the shorter text.
func markWords(was, is []ChangedLine, grow bool) bool {
	x, xs := placedWords(was)
	y, ys := placedWords(is)
	same := 0
	for _, e := range diff.Edits(xs, ys, withCare(len(x)+len(y))...) {
		switch e.Op {
		case diff.Match:
			same++
		case diff.Delete:
			x[e.PosX].changed = true
		case diff.Insert:
			y[e.PosY].changed = true
		}
	}
	if 2*same < max(len(x), len(y)) && !(grow && same > 0 && 10*same >= 9*min(len(x), len(y))) {
		return false
	}
	slide(x, xs)
	slide(y, ys)
	cutLines(was, x)
	cutLines(is, y)
	was[0].Spaces = same == len(x) && same == len(y)
	return true
}

// placedWord is a word, or one sign, of a line.
type placedWord struct {
	line, from, to int
	changed        bool
}

var wordOrSign = regexp.MustCompile(`[\pL\pN\pM_]+|[^\x00-\x7F\pL\pN]+|\S`)

func placedWords(lines []ChangedLine) (words []placedWord, texts []string) {
	for n, l := range lines {
		text := l.Pieces[0].Text
		for _, at := range wordOrSign.FindAllStringIndex(text, -1) {
			words = append(words, placedWord{line: n, from: at[0], to: at[1]})
			texts = append(texts, text[at[0]:at[1]])
		}
	}
	return words, texts
}

// slide moves a run of changed words to where a line begins, where it can be told as well from there: "[. It was over]." is
// ".[It was over.]" then.
func slide(words []placedWord, texts []string) {
	begins := func(n int) bool { return n == 0 || words[n].line != words[n-1].line }
	for from := 0; from < len(words); {
		end := from
		for end < len(words) && words[end].changed {
			end++
		}
		if end == from || begins(from) {
			from = end + 1
			continue
		}
		by := 0
		for n := 0; by == 0 && end+n < len(words) && !words[end+n].changed && texts[from+n] == texts[end+n]; n++ {
			if begins(from + n + 1) {
				by = n + 1
			}
		}
		for n := 1; by == 0 && n <= from && !words[from-n].changed && texts[from-n] == texts[end-n]; n++ {
			if begins(from - n) {
				by = -n
			}
		}
		for n := from; n < end; n++ {
			words[n].changed = false
		}
		for n := from + by; n < end+by; n++ {
			words[n].changed = true
		}
		from = max(end, end+by)
	}
}

// cutLines makes a piece of each run of changed words, with the spaces between them.
func cutLines(lines []ChangedLine, words []placedWord) {
	for n := 0; n < len(words); {
		at := words[n].line
		text, from := lines[at].Pieces[0].Text, 0
		var pieces []Piece
		for n < len(words) && words[n].line == at {
			start, end := words[n].from, words[n].from
			for ; n < len(words) && words[n].line == at && words[n].changed; n++ {
				end = words[n].to
			}
			if end == start {
				n++
				continue
			}
			if start > from {
				pieces = append(pieces, Piece{Text: text[from:start]})
			}
			pieces = append(pieces, Piece{text[start:end], true})
			from = end
		}
		if from < len(text) {
			pieces = append(pieces, Piece{Text: text[from:]})
		}
		lines[at].Pieces = pieces
	}
}
