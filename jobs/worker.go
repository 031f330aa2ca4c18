// Package jobs is the background work: the worker that claims due rows, the reconcilers that make the outside world follow
// them, the schedule and the digests.
package jobs

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"strings"
	"sync"
	"time"

	"debrief/models"
	"debrief/models/store"
)

// How the worker claims. What it claims it begins at once, and a reconciler's time ends before its lease does: nobody else
// works on its row.
const (
	Lease      = time.Minute      // how long a claimed row belongs to one worker; then it is taken over
	timeLimit  = 45 * time.Second // of one row
	handLimit  = 5 * time.Second  // of claiming rows and of handing one back
	batch      = 8                // rows claimed and worked on at once from one queue
	turnRounds = 100              // bounds one turn, so that a busy queue cannot starve the clock
	poll       = time.Second      // how often Run looks for work without being woken
)

// Later says that a row cannot be dealt with before At. Why is what a person should know of it; without one, the row is fine.
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
	wake chan struct{} // holds one signal
}

// Worker claims due rows and hands each to its reconciler. Any number of workers may share a database.
type Worker struct {
	store  *store.Store
	queues []queue
	log    *slog.Logger
}

func (w *Worker) add(rows store.Queue, do Reconcile) {
	w.queues = append(w.queues, queue{rows, do, make(chan struct{}, 1)})
}

// Tick is one turn: it works until nothing is due at now, and returns how many rows it dealt with. A failing row backs off;
// the error is only of the database, or of a context that has ended.
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

// round claims one batch and works on it. What is begun is finished, even when ctx ends meanwhile.
func (w *Worker) round(ctx context.Context, now time.Time, q queue) (int, error) {
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	// Not broken off: a claim that was made and not heard of would keep its rows until their leases end.
	claiming, cancelClaim := context.WithTimeout(context.WithoutCancel(ctx), handLimit)
	defer cancelClaim()
	tasks, err := w.store.Claim(claiming, q.rows, now, Lease, batch)
	if err != nil {
		return 0, err
	}
	if err := ctx.Err(); err != nil {
		return 0, errors.Join(err, w.release(q, tasks))
	}
	var wg sync.WaitGroup
	for _, t := range tasks {
		wg.Go(func() { w.work(ctx, now, q, t) })
	}
	wg.Wait()
	return len(tasks), nil
}

// release hands rows back that were claimed and not begun.
func (w *Worker) release(q queue, tasks []store.Task) error {
	ctx, cancel := context.WithTimeout(context.Background(), handLimit)
	defer cancel()
	var errs []error
	for _, t := range tasks {
		errs = append(errs, w.store.Release(ctx, q.rows, t))
	}
	return errors.Join(errs...)
}

// work deals with one row.
func (w *Worker) work(ctx context.Context, now time.Time, q queue, t store.Task) {
	ctx = context.WithoutCancel(ctx)
	limited, cancel := context.WithTimeout(ctx, timeLimit)
	defer cancel()
	err := w.protect(func() error { return q.do(limited, now, t) })
	if err == nil || models.KindOf(err) == models.Stale { // Stale: somebody else has the row by now
		return
	}
	next := retryAt(now, t, err)
	handing, cancelHand := context.WithTimeout(ctx, handLimit)
	defer cancelHand()
	if later, ok := errors.AsType[*Later](err); ok && later.Why == "" {
		err = w.store.Finish(handing, q.rows, t, &next)
	} else {
		w.log.Warn("background work failed", "queue", q.rows.Name, "row", t.ID, "attempt", t.Attempts, "next", next, "error", err)
		err = w.store.Fail(handing, q.rows, t, next, reason(err))
	}
	if err != nil {
		w.log.Error("a row could not be handed back; its lease will end", "queue", q.rows.Name, "row", t.ID, "error", err)
	}
}

// retryAt returns when a row is tried again: when Later says so, else it backs off.
func retryAt(now time.Time, t store.Task, err error) time.Time {
	if later, ok := errors.AsType[*Later](err); ok {
		return later.At
	}
	return now.Add(models.Backoff(t.Attempts))
}

// maxReason bounds what is kept of an error.
const maxReason = 1000

func reason(err error) string {
	text := err.Error()
	if len(text) > maxReason {
		text = text[:maxReason]
	}
	return strings.ToValidUTF8(text, "") // the cut may go through a character, and PostgreSQL takes no half ones
}

// protect turns a panic of one row into its failure, so that the others go on.
func (w *Worker) protect(do func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			w.log.Error("a bug in Debrief", "panic", p, "stack", string(debug.Stack()))
			err = fmt.Errorf("a bug in Debrief: %v", p)
		}
	}()
	return do()
}

// Wake makes Run look for work at once. It never blocks; it is the store's after-commit hook.
func (w *Worker) Wake() {
	for _, q := range w.queues {
		select {
		case q.wake <- struct{}{}:
		default:
		}
	}
}

// Run works until ctx ends: when woken, and every second. now tells the time. No queue waits for another, so that a Jira that
// takes its time to answer holds up nobody's sign-in link.
func (w *Worker) Run(ctx context.Context, now func() time.Time) {
	var wg sync.WaitGroup
	for _, q := range w.queues {
		wg.Go(func() { w.serve(ctx, now, q) })
	}
	wg.Wait()
}

func (w *Worker) serve(ctx context.Context, now func() time.Time, q queue) {
	ticker := time.NewTicker(poll)
	defer ticker.Stop()
	for {
		for range turnRounds {
			// The clock is read for each round: a lease that begins in the past is over too soon.
			n, err := w.round(ctx, now(), q)
			if err != nil && ctx.Err() == nil {
				w.log.Error("background work stopped short; it goes on at the next turn", "queue", q.rows.Name, "error", err)
			}
			if n == 0 || err != nil {
				break
			}
		}
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		case <-q.wake:
		}
	}
}
