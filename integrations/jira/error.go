package jira

import (
	"errors"
	"fmt"
	"sort"
	"strings"
	"time"
)

// Kind says what sort of failure an Error is.
type Kind string

// The kinds of Error.
const (
	Unauthorized Kind = "unauthorized" // the token is wrong or has expired
	Forbidden    Kind = "forbidden"    // the account lacks a permission
	NotFound     Kind = "not_found"    // deleted, or not visible to the account
	RateLimited  Kind = "rate_limited" // too many calls; RetryAfter says when to come back
	Invalid      Kind = "invalid"      // Jira refuses the request as it is; Fields names what
	Unavailable  Kind = "unavailable"  // Jira is down, unreachable or busy; the same request may pass later
)

// Error is what every call of a Client returns beside *NoTransitionError. Its message is for a person.
type Error struct {
	Kind       Kind
	Op         string            // what was being done
	Status     int               // the HTTP status, 0 when there was no answer
	RetryAfter time.Duration     // how long Jira asks to wait, 0 when it did not say, at most 24 hours
	Message    string            // what happened and what to do
	Fields     map[string]string // of an Invalid error: Jira's field name, and what is wrong with it
	maybe      bool
	cause      error
}

// Error returns what was being done, what happened and what to do, and the fields at fault.
func (e *Error) Error() string {
	text := "jira: " + e.Op + ": " + e.Message
	if len(e.Fields) == 0 {
		return text
	}
	var parts []string
	for name, what := range e.Fields {
		parts = append(parts, name+": "+what)
	}
	sort.Strings(parts)
	return fmt.Sprintf("%s (%s)", text, strings.Join(parts, "; "))
}

// Unwrap returns the network's error, if it was one.
func (e *Error) Unwrap() error { return e.cause }

// MaybeApplied says whether Jira may have carried out the change although no answer says so: the connection
// broke, time ran out, or a 5xx came. Look for the issue before you create it again.
func (e *Error) MaybeApplied() bool { return e.maybe }

// Is matches any *Error of the same kind, so that errors.Is(err, &Error{Kind: NotFound}) works.
func (e *Error) Is(target error) bool {
	t, ok := target.(*Error)
	return ok && t.Kind == e.Kind
}

// KindOf returns the kind of the first *Error in the chain, or "".
func KindOf(err error) Kind {
	var e *Error
	if errors.As(err, &e) {
		return e.Kind
	}
	return ""
}

// NoTransitionError says that the workflow offers no way to a status of the wanted category.
type NoTransitionError struct {
	ID      string
	Wanted  Category
	Offered []string // names of the statuses that can be reached
}

// Error names what the workflow offers.
func (e *NoTransitionError) Error() string {
	offered := "nothing"
	if len(e.Offered) > 0 {
		offered = strings.Join(e.Offered, ", ")
	}
	return fmt.Sprintf("jira: move issue %s: its workflow leads to no status of category %q from here (it offers %s): move it in Jira by hand, or add a transition",
		e.ID, e.Wanted, offered)
}
