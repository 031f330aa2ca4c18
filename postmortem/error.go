package postmortem

import "fmt"

// Reason says why a source cannot be read as a postmortem or as a table.
type Reason string

// The reasons for which Parse and ParseCSV refuse a source.
const (
	ReasonEmpty    Reason = "empty"
	ReasonBinary   Reason = "binary"
	ReasonHTML     Reason = "html"
	ReasonJSON     Reason = "json"
	ReasonTooLarge Reason = "too_large"
)

// The reasons for which only ParseCSV refuses a source.
const (
	ReasonQuotes       Reason = "quotes"        // the quotes around cells do not match
	ReasonNoHeader     Reason = "no_header"     // no row names the columns
	ReasonNoTitle      Reason = "no_title"      // no column has the titles
	ReasonColumnTwice  Reason = "column_twice"  // a field is chosen for two columns
	ReasonUnknownField Reason = "unknown_field" // a column is chosen for what is no field
)

// Error says in one line, fit for the person who brought the file, why it was
// not read.
type Error struct {
	Reason Reason
	// Line is the line at fault, from 1; 0 when the whole file is.
	Line    int
	Message string
}

// Error gives the message.
func (e *Error) Error() string {
	if e.Line > 0 {
		return fmt.Sprintf("line %d: %s", e.Line, e.Message)
	}
	return e.Message
}

// Notice is something that the reader of an import should know; the document
// or table was read all the same.
type Notice struct {
	Code    string // no_title, no_sections, decoded, replaced, front_matter; of a table also ambiguous_dates, skipped_rows, no_column
	Line    int    // from 1; 0 for the whole source
	Message string
}
