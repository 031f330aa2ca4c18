package hook

import (
	"time"

	"debrief/models"
)

// Instant reads a time as RFC 3339 writes it, in UTC. It notes one that is missing, malformed or outside the years that
// models takes, and returns the zero time for it.
func Instant(c *models.Check, field, text string) time.Time {
	if text == "" {
		c.Fail(field, "is missing")
		return time.Time{}
	}
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		c.Fail(field, "must be a time such as 2026-03-02T10:00:00Z")
		return time.Time{}
	}
	var years models.Check
	// The year 1 is how some tools write none; for models it is none too, and so not refused.
	if years.Time(field, t); t.IsZero() || years.Err() != nil {
		c.Fail(field, "must lie in the years 1970 to 2199")
		return time.Time{}
	}
	return t.UTC()
}

// InOrder notes that a time lies before another one that it follows. A zero time is one that was noted already.
func InOrder(c *models.Check, earlierField string, earlier time.Time, laterField string, later time.Time) {
	if !earlier.IsZero() && !later.IsZero() && later.Before(earlier) {
		c.Fail(laterField, "must not be before %s", earlierField)
	}
}
