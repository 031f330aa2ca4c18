package postmortem

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Limits of a table.
const (
	// MaxTableSize is the largest table, in bytes, that ParseCSV reads.
	MaxTableSize = 8 << 20
	// MaxTableRows is how many rows below the header ParseCSV reads; empty ones
	// do not count.
	MaxTableRows = 50_000

	maxTableColumns = 2_000
	maxRowProblems  = 1_000
	maxRowTitle     = 255   // characters, as the tracker has it
	maxRowTexts     = 50    // parts of one description, so that long headers cannot multiply
	maxList         = 4_000 // bytes of a cell with names
	sampleRows      = 200   // that decide about delimiter and columns
	headerRows      = 10    // the header is one of the first
)

// Table is a table of action items that was read.
type Table struct {
	Text     string       // all of it, in UTF-8
	Columns  []Column     // all that the header has, in order
	Rows     []TableRow   // those without a problem, in order
	Problems []RowProblem // of every row that was left out, in order; after 1,000 the last says that there are more
	Notices  []Notice     // what was read all the same
}

// Column is one column of a table.
type Column struct {
	// Header is the column's name as written, white space made single spaces. A
	// column without a name is not read.
	Header string
	// Field is what the column holds: what was chosen, else what its name and its
	// first values mean. Columns of the same name hold the same; where only one may
	// hold the field, the first that is filled counts in each row.
	Field Field
}

// TableRow is one action item of a table. What a column does not say, or says
// with "-", "TBD", "n/a" or the like, is empty.
type TableRow struct {
	Line int // of the file, from 1, on which the row begins

	Title string // one line of at most 255 characters, never empty
	// Description is what the table says about the item; of several columns each
	// with its header. A title that was shortened, and a priority or a kind that
	// was not understood, are in it.
	Description string
	DoneWhen    string
	Owner       string // as written
	Team        string // as written
	Due         Date
	Created     Date // the day it was agreed
	Closed      Date // the day it was done
	DoneKnown   bool // whether a state is known at all
	Done        bool
	Rejected    bool   // done in the sense that it will not be done
	Status      string // as written, understood or not
	Priority    string // P0 to P3 or empty
	NoPriority  string // what the column of the priority says, where it is none that is known
	Kind        string // prevent, detect, mitigate, process or empty
	Labels      []string
	Link        string // address of an issue or of anything
	Key         string // of an issue: ABC-12, #12

	Incident    string // title, id or reference of the incident or its review
	Date        Date   // of the incident
	Severity    int    // of the incident: 1, the worst, to 5; 0 when none is stated
	Services    []string
	DocumentURL string // http or https
}

// RowProblem says why a row was left out. A row may have several.
type RowProblem struct {
	Line    int    // of the file, from 1, on which the row begins
	Field   Field  // at fault; FieldNone when the whole row is
	Message string // one line for a person
}

// ParseCSV reads a table of action items that a spreadsheet or a tracker wrote:
// cells between commas, semicolons, tabs or bars. What the columns hold is
// guessed by their headers; columns says it for those whose header it has, with
// FieldNone for one to leave out.
//
// A bad row is left out and told in Problems. For what is no table at all an
// *Error is returned: not text, empty, larger than MaxTableSize or MaxTableRows,
// wrong quotes, no header, no column for the title, or a choice that cannot be.
// Where only the columns are at fault, the table beside the error has Columns and
// Notices, so that a person can choose.
func ParseCSV(source []byte, columns map[string]Field, opts ...Option) (*Table, error) {
	var o options
	for _, opt := range opts {
		opt(&o)
	}
	text, notice, err := decodeTable(source)
	if err != nil {
		return nil, err
	}
	r := tableReader{table: &Table{Text: string(text)}, orders: map[Field]*dayOrder{}, dayFirst: o.dayFirst}
	if notice != nil {
		r.table.Notices = append(r.table.Notices, *notice)
	}
	chosen := map[string]Field{}
	for _, header := range slices.Sorted(maps.Keys(columns)) {
		field := columns[header]
		if !field.Valid() {
			return nil, &Error{Reason: ReasonUnknownField, Message: fmt.Sprintf("%s is no field; a column holds one of: %s", quoted(string(field)), fieldList())}
		}
		if header = squeeze(header); header != "" {
			chosen[header] = field
		}
	}
	s, err := findSheet(text, chosen)
	if err != nil {
		return nil, err
	}
	if err := r.columns(s, chosen); err != nil {
		return r.table, err
	}
	if err := r.rows(s); err != nil {
		var fault *Error
		if len(r.table.Problems) == 0 || !errors.As(err, &fault) {
			return nil, err
		}
		r.problem(RowProblem{fault.Line, FieldNone, fault.Message}) // those that were found before it are told as well
	}
	r.orderDays()
	return r.table, nil
}

func fieldList() string {
	names := make([]string, len(Fields))
	for i, f := range Fields {
		names[i] = string(f)
	}
	return strings.Join(names, ", ")
}

// tableReader reads the rows of a sheet whose columns are known.
type tableReader struct {
	table  *Table
	reads  []tableColumn // by rank; those of texts in their order, at the end
	texts  int           // columns for the description
	width  int           // cells of the header
	title  string        // header of the title
	header int           // line of the header
	orders map[Field]*dayOrder

	dayFirst bool // of days that may be read either way
}

func (r *tableReader) columns(s sheet, chosen map[string]Field) error {
	t := r.table
	r.width, r.header = len(s.header.cells), s.header.line
	if s.skipped > 0 {
		t.Notices = append(t.Notices, Notice{Code: "skipped_rows", Line: s.header.line, Message: "the header is on this line; what is above it was not read"})
	}
	for _, header := range slices.Sorted(maps.Keys(chosen)) {
		if !slices.Contains(s.header.cells, header) {
			t.Notices = append(t.Notices, Notice{Code: "no_column", Line: s.header.line, Message: "there is no column " + quoted(header) + " to read"})
		}
	}
	columns, fault := columnsOf(s.header.cells, s.sample, chosen)
	for _, c := range columns {
		t.Columns = append(t.Columns, Column{c.header, c.field})
	}
	if fault != nil {
		fault.Line = s.header.line
		return fault
	}
	for _, c := range columns {
		switch c.field {
		case FieldNone:
			continue
		case FieldDescription:
			r.texts++
			c.rank = -1
		case FieldLabels, FieldService:
			c.rank = -1
		case FieldTitle:
			r.title = c.header
		}
		r.reads = append(r.reads, c)
	}
	slices.SortStableFunc(r.reads, func(a, b tableColumn) int { return b.rank - a.rank })
	return nil
}

func (r *tableReader) rows(s sheet) error {
	n := 0
	for row, err := range s.rows() {
		if err != nil {
			return err
		}
		if row.line <= s.header.line {
			continue
		}
		if n++; n > MaxTableRows {
			return &Error{Reason: ReasonTooLarge, Line: row.line, Message: fmt.Sprintf("the table has more than %d rows, which is the most that is read", MaxTableRows)}
		}
		if n := len(row.cells); n > r.width {
			// What is in which column nobody knows: a comma in a text moves all behind it.
			r.problem(RowProblem{row.line, FieldNone, fmt.Sprintf("the row has %d cells, the header only %d; a cell with a %s in it must be in quotes", n, r.width, commaName(s.comma))})
			continue
		}
		read := rowReader{tableReader: r, row: TableRow{Line: row.line}}
		for _, c := range r.reads {
			if c.index < len(row.cells) && row.cells[c.index] != "" {
				read.cell(c, row.cells[c.index])
			}
		}
		read.end()
	}
	return nil
}

func commaName(comma rune) string {
	switch comma {
	case ',':
		return "comma"
	case ';':
		return "semicolon"
	case '\t':
		return "tab"
	}
	return string(comma)
}

func (r *tableReader) problem(p RowProblem) {
	switch n := len(r.table.Problems); {
	case n < maxRowProblems:
		r.table.Problems = append(r.table.Problems, p)
	case n == maxRowProblems:
		r.table.Problems = append(r.table.Problems, RowProblem{p.Line, FieldNone, fmt.Sprintf("more than %d problems; the others are not told", maxRowProblems)})
	}
}
