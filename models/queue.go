package models

import "time"

// Queue is the part of a row that background work claims: the rows are the queue. Verbs never write these columns;
// only the worker does, by conditional updates.
type Queue struct {
	LeasedUntil *time.Time `json:"-"`
	Lease       string     `json:"-"`
	Attempts    int        `json:"attempts" doc:"Tries since the last success"`
	LastError   string     `json:"last_error,omitempty" doc:"What went wrong at the last try, for a person"`
}

// The longest and the shortest wait before a failed row is tried again.
const (
	MinBackoff = 15 * time.Second
	MaxBackoff = time.Hour
)

// Backoff returns how long a row rests after its n-th failed try in a row, n >= 1: 15 s, doubling, at most an hour.
func Backoff(n int) time.Duration {
	wait := MinBackoff
	for ; n > 1 && wait < MaxBackoff; n-- {
		wait *= 2
	}
	return min(wait, MaxBackoff)
}
