package hook

import (
	"errors"
	"sync/atomic"

	"debrief/models"
)

// Receiver takes the deliveries of one source.
type Receiver struct {
	Source
	// Secrets are those that a delivery may be signed with: two while one is being replaced; none while the hook is not set up.
	Secrets []string
	// Variable names the setting that holds them, for a person.
	Variable string

	accepted, ignored, invalid, refused atomic.Int64
}

// Counts are what came of a receiver's deliveries since the program started.
type Counts struct {
	Accepted int64 // made a report
	Ignored  int64 // were about nothing that Debrief follows
	Invalid  int64 // could not be understood
	Refused  int64 // had no signature, a wrong one or an old one
}

// Ready reports whether the hook is set up.
func (r *Receiver) Ready() bool { return len(r.Secrets) > 0 }

// Counts returns what came of the deliveries so far.
func (r *Receiver) Counts() Counts {
	return Counts{r.accepted.Load(), r.ignored.Load(), r.invalid.Load(), r.refused.Load()}
}

// Receive verifies a delivery and makes a report of it. Its errors are those of Source.Verify and Source.Read.
func (r *Receiver) Receive(d Delivery) (models.IncidentReport, error) {
	err := ErrSignature
	for _, secret := range r.Secrets {
		if err = r.Verify(d, secret); err == nil {
			return r.Read(d)
		}
	}
	return models.IncidentReport{}, err
}

// Count counts a delivery by what came of it in the end: nil for a report that was taken. A fault of our own, which the
// sender will try again, is not counted.
func (r *Receiver) Count(err error) {
	var nothing *Ignored
	switch {
	case err == nil:
		r.accepted.Add(1)
	case errors.Is(err, ErrSignature):
		r.refused.Add(1)
	case errors.As(err, &nothing):
		r.ignored.Add(1)
	case models.KindOf(err) != "":
		r.invalid.Add(1)
	}
}
