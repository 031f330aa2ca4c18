package postmortem

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"iter"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// decodeTable gives the source as UTF-8 with one kind of line end, or says why not.
func decodeTable(source []byte) ([]byte, *Notice, error) {
	text, notice, err := toUTF8(source, "table", MaxTableSize)
	if err != nil {
		return nil, nil, err
	}
	if line := htmlLine(text); line > 0 {
		return nil, nil, &Error{Reason: ReasonHTML, Line: line, Message: "this is an HTML page, not a table; save the table as CSV and bring that"}
	}
	return oneLineEnd(text), notice, nil
}

// record is one row of cells; not all of them are empty.
type record struct {
	line  int
	cells []string
}

// sheet is a text whose delimiter and header were found.
type sheet struct {
	text   []byte
	comma  rune
	header record
	skipped,
	known int // rows above the header, and columns of it that mean something
	sample []record // rows below it
	over   int      // of those, with more cells than the header
	fault  error    // that ended the reading of them
}

func emptyTable() *Error { return &Error{Reason: ReasonEmpty, Message: "the table is empty"} }

// sepLine is what a spreadsheet is told of the delimiter with.
var sepLine = regexp.MustCompile(`(?i)^"?sep=([^"\n])"?[ \t]*(?:\n|$)`)

// commas are the delimiters that are tried; of equals the first wins.
var commas = []rune{',', ';', '\t', '|'}

func findSheet(text []byte, chosen map[string]Field) (sheet, error) {
	if len(bytes.Trim(text, ",;|\"\t\n ")) == 0 {
		return sheet{}, emptyTable()
	}
	tried := commas
	if m := sepLine.FindSubmatchIndex(text); m != nil {
		if comma, _ := utf8.DecodeRune(text[m[2]:m[3]]); comma != utf8.RuneError {
			tried = []rune{comma}
			// Its line end stays, so that the lines below keep their numbers.
			text = append([]byte("\n"), text[m[1]:]...)
		}
	}
	var best sheet
	var wide error
	for _, comma := range tried {
		s := sheet{text: text, comma: comma}
		if line := s.tooWide(); line > 0 {
			wide = &Error{Reason: ReasonTooLarge, Line: line, Message: fmt.Sprintf(
				"the row has more than %d cells, which is the most that is read", maxTableColumns)}
			continue
		}
		s.look(chosen)
		if best.comma == 0 || s.better(best) {
			best = s
		}
	}
	switch {
	case len(best.header.cells) < 2 && wide != nil:
		return sheet{}, wide
	case len(best.header.cells) > 0:
		return best, nil // what is wrong below the header shows when it is read
	case best.fault != nil:
		return sheet{}, best.fault
	}
	return sheet{}, emptyTable()
}

// tooWide gives the line of a row with more cells than are read; 0 for none. It
// is asked before the row is taken apart, which costs memory for each cell.
func (s sheet) tooWide() int {
	line, cells, quoted := 1, 0, false
	comma := []byte(string(s.comma))
	for i, c := range s.text {
		switch {
		case c == '\n':
			line++
			if !quoted {
				cells = 0
			}
		case c == '"':
			quoted = !quoted
		case c == comma[0] && !quoted && bytes.HasPrefix(s.text[i:], comma):
			if cells++; cells >= maxTableColumns {
				return line
			}
		}
	}
	return 0
}

// look reads the first rows: which of them is the header, and what is below it.
func (s *sheet) look(chosen map[string]Field) {
	var rows []record
	for r, err := range s.rows() {
		if err != nil {
			s.fault = err
			break
		}
		r.cells = slices.Clone(r.cells)
		if rows = append(rows, r); len(rows) > sampleRows {
			break
		}
	}
	if len(rows) == 0 {
		return
	}
	header := 0
	known, title, _ := knownColumns(rows[0], chosen)
	if !title || known < 2 {
		// A line or two may stand above the header: the name of the sheet, its address.
		for i, r := range rows[:min(len(rows), headerRows)] {
			if n, title, filled := knownColumns(r, chosen); title && n >= 2 && n*2 >= filled {
				header, known = i, n
				break
			}
		}
	}
	s.known, s.skipped, s.header, s.sample = known, header, rows[header], rows[header+1:]
	for i, h := range s.header.cells {
		s.header.cells[i] = squeeze(h)
	}
	for _, r := range s.sample {
		if len(r.cells) > len(s.header.cells) {
			s.over++
		}
	}
}

// knownColumns counts the cells that mean something as headers, and says whether
// one of them may be the title.
func knownColumns(r record, chosen map[string]Field) (known int, title bool, filled int) {
	for _, h := range r.cells {
		if h = squeeze(h); h == "" {
			continue
		}
		filled++
		field, ok := chosen[h]
		if !ok {
			field = guessOf(h).field
		}
		if ok || field != FieldNone {
			known++
		}
		title = title || field == FieldTitle || field == fieldOverview
	}
	return known, title, filled
}

func (s sheet) better(than sheet) bool {
	switch wide, wideThan := len(s.header.cells) > 1, len(than.header.cells) > 1; {
	case len(s.header.cells) == 0 || len(than.header.cells) == 0:
		return len(s.header.cells) > len(than.header.cells)
	case s.known != than.known:
		return s.known > than.known
	case s.known == 0 && wide != wideThan:
		return wide
	case s.over != than.over:
		return s.over < than.over
	}
	return len(s.header.cells) > len(than.header.cells)
}

// rows gives the rows that have a cell with something in it. The cells of one are
// good until the next. The last has an error where the quotes are wrong.
func (s sheet) rows() iter.Seq2[record, error] {
	return func(yield func(record, error) bool) {
		r := csv.NewReader(bytes.NewReader(s.text))
		r.Comma, r.FieldsPerRecord, r.ReuseRecord = s.comma, -1, true
		// White space that separates cells is no space before one.
		r.TrimLeadingSpace = !unicode.IsSpace(s.comma)
		for {
			cells, err := r.Read()
			if errors.Is(err, io.EOF) {
				return
			}
			if err != nil {
				yield(record{}, quotesError(err))
				return
			}
			line, _ := r.FieldPos(0)
			empty := true
			for i, c := range cells {
				cells[i] = cellText(c)
				empty = empty && cells[i] == ""
			}
			if !empty && !yield(record{line, cells}, nil) {
				return
			}
		}
	}
}

func quotesError(err error) *Error {
	out := &Error{Reason: ReasonQuotes, Message: err.Error()}
	var at *csv.ParseError
	if errors.As(err, &at) {
		out.Line, out.Message = at.StartLine, `the quotes of the row that begins here do not match; write "" for a quote inside of a cell in quotes`
		if errors.Is(at.Err, csv.ErrBareQuote) {
			out.Line, out.Message = at.Line, `a quote in a cell without quotes; put the whole cell in quotes and write "" for the one inside`
		}
	}
	return out
}

// cellText takes away the space around a cell, and the apostrophe that keeps a
// spreadsheet from taking it for a formula.
func cellText(cell string) string {
	cell = strings.TrimSpace(cell)
	if len(cell) > 1 && cell[0] == '\'' && strings.IndexByte("=+-@\t\n", cell[1]) >= 0 {
		cell = strings.TrimSpace(cell[1:])
	}
	return cell
}
