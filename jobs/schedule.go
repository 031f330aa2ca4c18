package jobs

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"debrief/models/store"
)

// schedule is the background work that comes round. Replicas share it: each is a row, and one worker gets it.
var schedule = []struct {
	name string
	next func(now time.Time) time.Time
	run  func(ctx context.Context, s *store.Store, now time.Time) (note string, err error)
}{
	{"recompute reminders", daily(3), recompute},
	{"sweep", hourly, sweep},
}

// daily returns the next time that it is that hour in UTC.
func daily(hour int) func(time.Time) time.Time {
	return func(now time.Time) time.Time {
		now = now.UTC()
		at := time.Date(now.Year(), now.Month(), now.Day(), hour, 0, 0, 0, time.UTC)
		if !at.After(now) {
			at = at.AddDate(0, 0, 1)
		}
		return at
	}
}

// hourly returns the next full hour.
func hourly(now time.Time) time.Time { return now.UTC().Truncate(time.Hour).Add(time.Hour) }

func recompute(ctx context.Context, s *store.Store, now time.Time) (string, error) {
	drift, err := s.Recompute(ctx, now)
	return fmt.Sprintf("%d rows had drifted", drift), err
}

func sweep(ctx context.Context, s *store.Store, now time.Time) (string, error) {
	gone, err := s.Sweep(ctx, now)
	return fmt.Sprintf("%d old rows removed", gone), err
}

type chores struct {
	store *store.Store
	log   *slog.Logger
}

// run does one piece of the schedule, and hands its row back until the next time.
func (c chores) run(ctx context.Context, now time.Time, t store.Task) error {
	name, err := c.store.ChoreName(ctx, t.ID)
	if err != nil {
		return err
	}
	for _, entry := range schedule {
		if entry.name != name {
			continue
		}
		note, err := entry.run(ctx, c.store, now)
		if err != nil {
			return err
		}
		c.log.Info("chore done", "chore", name, "note", note)
		if err := c.store.NoteChore(ctx, t, note); err != nil {
			return err
		}
		next := entry.next(now)
		return c.store.Finish(ctx, store.ChoreQueue, t, &next)
	}
	return c.store.Finish(ctx, store.ChoreQueue, t, nil) // of a version that knew more
}
