// Package jobs is the background work: the worker that claims due rows, the reconcilers that make the outside world follow
// them, the schedule and the digests.
package jobs

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"debrief/models"
	"debrief/models/store"
)

// How the worker claims. A reconciler's time ends before its lease does, so nobody else works on its row.
const (
	Lease      = time.Minute      // how long a claimed row belongs to one worker; then it is taken over
	timeLimit  = 45 * time.Second // of one row
	batch      = 10               // rows claimed at once from one queue
	parallel   = 4                // rows worked on at once
	turnRounds = 100              // bounds one Tick, so that a busy queue cannot starve the clock
	poll       = time.Second      // how often Run looks for work without being woken
)

// Later says that a row is fine, but cannot be dealt with before At: it is no failure, and other rows are not held up.
type Later struct {
	At  time.Time
	Why string
}

// Error returns why the row waits.
func (l *Later) Error() string { return l.Why }

// Reconcile makes the outside world follow one claimed row, and hands the row back by the verb that records it. An error
// leaves that to the worker: the row backs off on its own.
type Reconcile func(ctx context.Context, now time.Time, t store.Task) error

// queue pairs the rows with what deals with them.
type queue struct {
	rows store.Queue
	do   Reconcile
}

// Worker claims due rows and hands each to its reconciler. Any number of workers may share a database.
type Worker struct {
	store  *store.Store
	queues []queue
	log    *slog.Logger
	wake   chan struct{}
}

// Tick is one turn: it works until nothing is due at now, and returns how many rows it dealt with. A failing row backs off;
// the error is only of the database, or of a context that has ended, after which claimed rows are handed back.
func (w *Worker) Tick(ctx context.Context, now time.Time) (done int, err error) {
	for range turnRounds {
		round := 0
		for _, q := range w.queues {
			n, err := w.round(ctx, now, q)
			round += n
			if err != nil {
				return done + round, err
			}
		}
		done += round
		if round == 0 {
			break
		}
	}
	return done, nil
}

// round claims one batch and works on it.
func (w *Worker) round(ctx context.Context, now time.Time, q queue) (int, error) {
	tasks, err := w.store.Claim(ctx, q.rows, now, Lease, batch)
	if err != nil {
		return 0, err
	}
	var wg sync.WaitGroup
	slots := make(chan struct{}, parallel)
	for n, t := range tasks {
		select {
		case <-ctx.Done():
			wg.Wait()
			return n, errors.Join(ctx.Err(), w.release(q, tasks[n:]))
		case slots <- struct{}{}:
		}
		wg.Go(func() {
			defer func() { <-slots }()
			w.work(ctx, now, q, t)
		})
	}
	wg.Wait()
	return len(tasks), nil
}

// release hands rows back that were claimed and not begun.
func (w *Worker) release(q queue, tasks []store.Task) error {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	var errs []error
	for _, t := range tasks {
		errs = append(errs, w.store.Release(ctx, q.rows, t))
	}
	return errors.Join(errs...)
}

// work deals with one row. It finishes what it has begun even when the program is asked to stop.
func (w *Worker) work(ctx context.Context, now time.Time, q queue, t store.Task) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), timeLimit)
	defer cancel()
	err := protect(func() error { return q.do(ctx, now, t) })
	if err == nil || models.KindOf(err) == models.Stale { // Stale: somebody else has the row by now
		return
	}
	next := now.Add(models.Backoff(t.Attempts))
	var later *Later
	if errors.As(err, &later) {
		next = later.At
	} else {
		w.log.Warn("background work failed", "queue", q.rows.Name, "row", t.ID, "attempt", t.Attempts, "next", next, "error", err)
	}
	hand, cancelHand := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancelHand()
	if later != nil && later.Why == "" {
		err = w.store.Finish(hand, q.rows, t, &next)
	} else {
		err = w.store.Fail(hand, q.rows, t, next, reason(err))
	}
	if err != nil {
		w.log.Error("a row could not be handed back; its lease will end", "queue", q.rows.Name, "row", t.ID, "error", err)
	}
}

// maxReason bounds what is kept of an error.
const maxReason = 1000

func reason(err error) string {
	text := err.Error()
	if len(text) > maxReason {
		text = text[:maxReason]
	}
	return text
}

// protect turns a panic of one row into its failure, so that the others go on.
func protect(do func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("a bug in Debrief: %v", p)
		}
	}()
	return do()
}

// Wake makes Run look for work at once. It never blocks; it is the store's after-commit hook.
func (w *Worker) Wake() {
	select {
	case w.wake <- struct{}{}:
	default:
	}
}

// Run works until ctx ends: when woken, and every second. now tells the time.
func (w *Worker) Run(ctx context.Context, now func() time.Time) {
	ticker := time.NewTicker(poll)
	defer ticker.Stop()
	for {
		if _, err := w.Tick(ctx, now()); err != nil && ctx.Err() == nil {
			w.log.Error("background work stopped short; it goes on at the next turn", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		case <-w.wake:
		}
	}
}
