package jobs

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"debrief/models/store"
)

// chore is background work that comes round. Replicas share it: each is a row, and one worker gets it.
type chore struct {
	name string
	next func(now time.Time) time.Time
	run  func(ctx context.Context, s *store.Store, now time.Time) (note string, err error) // no note is nothing to tell
}

// schedule returns all chores; what needs something outside that is not connected is left out.
func schedule(o Outside) []chore {
	list := []chore{
		{"recompute reminders", daily(3), recompute},
		{"sweep", hourly, sweep},
	}
	if o.Mailbox != nil {
		list = append(list, chore{"read answers", everyOtherMinute, replies{o.Mailbox, o.Log}.run})
	}
	return list
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

// everyOtherMinute returns the next even minute.
func everyOtherMinute(now time.Time) time.Time {
	return now.UTC().Truncate(2 * time.Minute).Add(2 * time.Minute)
}

func recompute(ctx context.Context, s *store.Store, now time.Time) (string, error) {
	drift, err := s.Recompute(ctx, now)
	return fmt.Sprintf("%d rows had drifted", drift), err
}

func sweep(ctx context.Context, s *store.Store, now time.Time) (string, error) {
	gone, err := s.Sweep(ctx, now)
	return fmt.Sprintf("%d old rows removed", gone), err
}

type chores struct {
	store    *store.Store
	schedule []chore
	log      *slog.Logger
}

// run does one piece of the schedule, and hands its row back until the next time.
func (c chores) run(ctx context.Context, now time.Time, t store.Task) error {
	name, err := c.store.ChoreName(ctx, t.ID)
	if err != nil {
		return err
	}
	for _, entry := range c.schedule {
		if entry.name != name {
			continue
		}
		note, err := entry.run(ctx, c.store, now)
		if err != nil {
			return err
		}
		if note != "" {
			c.log.Info("chore done", "chore", name, "note", note)
			if err := c.store.NoteChore(ctx, t, note); err != nil {
				return err
			}
		}
		next := entry.next(now)
		return c.store.Finish(ctx, store.ChoreQueue, t, &next)
	}
	later := everyOtherMinute(now) // for another replica, which knows more or is connected to more
	return c.store.Finish(ctx, store.ChoreQueue, t, &later)
}
