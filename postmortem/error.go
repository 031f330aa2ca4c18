package postmortem

import "fmt"

// Reason says why a source cannot be read as a postmortem.
type Reason string

// The reasons for which Parse refuses a source.
const (
	ReasonEmpty    Reason = "empty"
	ReasonBinary   Reason = "binary"
	ReasonHTML     Reason = "html"
	ReasonTooLarge Reason = "too_large"
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
// was read all the same.
type Notice struct {
	Code    string // no_title, no_sections, decoded, replaced, front_matter
	Line    int    // from 1; 0 for the whole document
	Message string
}
