// Package hook is what the tools that report incidents by webhook have in common: a delivery, the check that it is theirs,
// and the report that it makes. It also has Debrief's own format, for any tool without one here.
package hook

import (
	"errors"
	"net/http"
	"time"

	"debrief/models"
)

// Delivery is one webhook request: its body as it came, which is what was signed.
type Delivery struct {
	Header http.Header
	Body   []byte
	At     time.Time // when it arrived
}

// Source is one tool that reports incidents.
type Source struct {
	// Name is the last part of the hook's path.
	Name string
	// Verify returns nil where the delivery was signed with the secret, and an error that wraps ErrSignature otherwise. It
	// compares in constant time.
	Verify func(d Delivery, secret string) error
	// Read makes a report of a delivery. It returns an *Ignored error for one that is about nothing that Debrief follows,
	// and a *models.Error of the kind Invalid, with the field named, for one that cannot be understood.
	Read func(d Delivery) (models.IncidentReport, error)
}

// ErrSignature is why a delivery is refused: its signature is missing, wrong or old.
var ErrSignature = errors.New("the signature does not match")

// Ignored is returned for a delivery that is in order and reports nothing.
type Ignored struct{ Why string }

// Error returns why, for whoever looks at the sender's log.
func (i *Ignored) Error() string { return i.Why }
