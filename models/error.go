package models

import (
	"errors"
	"fmt"
	"strings"
)

// Kind says what sort of refusal an Error is; every surface maps it once (HTTP status, exit code, page).
type Kind string

// The kinds of Error.
const (
	Invalid      Kind = "invalid"      // the input is wrong; Fields names what
	NotFound     Kind = "not_found"    // no such thing, or not for this actor
	Forbidden    Kind = "forbidden"    // seen, but the actor's role does not reach
	Unauthorized Kind = "unauthorized" // nobody is signed in
	Conflict     Kind = "conflict"     // the state does not allow it; Missing says what is missing
	Stale        Kind = "stale"        // somebody saved first; Version is the current one
)

// FieldError is one field of the input that is wrong, and what to do about it.
type FieldError struct {
	Field   string `json:"field"`
	Message string `json:"message"`
}

// Error is the one error type of the domain. Its message is for a person.
type Error struct {
	Kind    Kind
	Message string
	Fields  []FieldError // of an Invalid error
	Missing []string     // of a Conflict: what has to come first
	Version int64        // of a Stale error: the current version
}

// Error returns the message with the fields at fault, or what is missing, behind it.
func (e *Error) Error() string {
	var more []string
	for _, f := range e.Fields {
		more = append(more, f.Field+" "+f.Message)
	}
	more = append(more, e.Missing...)
	if len(more) == 0 {
		return e.Message
	}
	return e.Message + ": " + strings.Join(more, "; ")
}

// Lines says what is wrong, a line for each field at fault; one line for an error of another sort.
func Lines(err error) []string {
	var e *Error
	if !errors.As(err, &e) || len(e.Fields) == 0 {
		return []string{err.Error()}
	}
	lines := make([]string, len(e.Fields))
	for n, f := range e.Fields {
		lines[n] = f.Field + ": " + f.Message
	}
	return lines
}

// Is matches any *Error of the same kind, so that errors.Is(err, &Error{Kind: NotFound}) works.
func (e *Error) Is(target error) bool {
	t, ok := target.(*Error)
	return ok && t.Kind == e.Kind
}

// KindOf returns the kind of the first *Error in the chain, or "" for a fault of our own.
func KindOf(err error) Kind {
	var e *Error
	if errors.As(err, &e) {
		return e.Kind
	}
	return ""
}

// NotFoundf returns a NotFound error.
func NotFoundf(format string, args ...any) error {
	return &Error{Kind: NotFound, Message: fmt.Sprintf(format, args...)}
}

// Unauthorizedf returns an Unauthorized error: whoever comes is not let in, and is told why.
func Unauthorizedf(format string, args ...any) error {
	return &Error{Kind: Unauthorized, Message: fmt.Sprintf(format, args...)}
}

// Forbiddenf returns a Forbidden error.
func Forbiddenf(format string, args ...any) error {
	return &Error{Kind: Forbidden, Message: fmt.Sprintf(format, args...)}
}

// Conflictf returns a Conflict error without anything missing.
func Conflictf(format string, args ...any) error {
	return &Error{Kind: Conflict, Message: fmt.Sprintf(format, args...)}
}

// InvalidField returns an Invalid error about one field.
func InvalidField(field, format string, args ...any) error {
	var c Check
	c.Fail(field, format, args...)
	return c.Err()
}

// Check gathers what is wrong with an input, so that a person hears of all of it at once.
// The zero Check is ready to use.
type Check struct{ fields []FieldError }

// Fail notes that a field is wrong.
func (c *Check) Fail(field, format string, args ...any) {
	c.fields = append(c.fields, FieldError{field, fmt.Sprintf(format, args...)})
}

// Err returns an Invalid *Error with all that was noted, or nil.
func (c *Check) Err() error {
	if len(c.fields) == 0 {
		return nil
	}
	return &Error{Kind: Invalid, Message: "some of this cannot be stored", Fields: c.fields}
}
