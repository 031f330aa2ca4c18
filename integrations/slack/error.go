package slack

import (
	"errors"
	"time"
)

// Kind says what sort of failure an Error is.
type Kind string

// The kinds of Error.
const (
	Unauthorized   Kind = "unauthorized"    // the token is wrong, revoked or of another kind
	Forbidden      Kind = "forbidden"       // the app lacks a scope, or the workspace does not let it
	UnknownPerson  Kind = "unknown_person"  // nobody there has the address, or the account is deactivated
	UnknownChannel Kind = "unknown_channel" // deleted, archived, or not shown to the app
	RateLimited    Kind = "rate_limited"    // too many calls; RetryAfter says when to come back
	Invalid        Kind = "invalid"         // Slack refuses the request as it is
	Unavailable    Kind = "unavailable"     // Slack is down or unreachable; the same request may pass later
)

// Error is what every call of a Client returns. Its message is for a person.
type Error struct {
	Kind        Kind
	Op          string        // what was being done
	RetryAfter  time.Duration // how long Slack asks to wait, 0 when it did not say, at most an hour
	Message     string        // what happened and what to do
	Unconfirmed bool          // the message may have been posted although no answer says so: look for it before it is posted again
	cause       error
}

// Error returns what was being done, what happened and what to do.
func (e *Error) Error() string { return "slack: " + e.Op + ": " + e.Message }

// Unwrap returns the network's error, if it was one.
func (e *Error) Unwrap() error { return e.cause }

// KindOf returns the kind of the first *Error in the chain, or "".
func KindOf(err error) Kind {
	var e *Error
	if errors.As(err, &e) {
		return e.Kind
	}
	return ""
}
