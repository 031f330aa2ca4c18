package main

import (
	"sync"
	"time"
)

// movedClock is the demo's: the real time, and how far somebody moved it. While the sample data is written it stands still.
type movedClock struct {
	real  func() time.Time
	mu    sync.Mutex
	moved time.Duration
	fixed *time.Time
}

// Now returns the demo's time.
func (c *movedClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.fixed != nil {
		return *c.fixed
	}
	return c.real().Add(c.moved)
}

// Fix makes the clock stand at that moment.
func (c *movedClock) Fix(at time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.fixed = &at
}

// Move makes the clock run, further ahead by d.
func (c *movedClock) Move(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.fixed = nil
	c.moved += d
}
