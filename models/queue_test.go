package models

import (
	"testing"
	"time"
)

func TestBackoffDoublesUpToAnHour(t *testing.T) {
	t.Parallel()
	for n, want := range map[int]time.Duration{0: 15 * time.Second, 1: 15 * time.Second, 2: 30 * time.Second, 3: time.Minute,
		8: 32 * time.Minute, 9: time.Hour, 10: time.Hour, 1_000_000: time.Hour} {
		if got := Backoff(n); got != want {
			t.Errorf("after %d tries it rests %v, want %v", n, got, want)
		}
	}
}
