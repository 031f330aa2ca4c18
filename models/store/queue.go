package store

import (
	"cmp"
	"context"
	"crypto/rand"
	"fmt"
	"slices"
	"time"

	"debrief/models"
)

// Queue names a table whose rows are work that falls due, and its columns. The rows are the queue.
type Queue struct {
	Name     string // for people and metrics
	table    string
	due      string // when the row is due; NULL for never
	revision string // changes with every verb that makes the row due
	unless   string // no row is claimed while this condition holds; may be empty
}

// The queues: what background work claims.
var (
	LinkQueue        = Queue{Name: "links", table: "links", due: "due_at", revision: "revision"}
	InvitationQueue  = Queue{Name: "invitations", table: "invitations", due: "due_at", revision: "revision"}
	ItemNudgeQueue   = Queue{Name: "item nudges", table: "action_items", due: "nudge_on", revision: "version"}
	ReviewNudgeQueue = Queue{Name: "review nudges", table: "reviews", due: "nudge_on", revision: "version"}
	// A letter that is the day's only one waits until all that is due by then is filed, also by who has claimed it elsewhere.
	DigestQueue = Queue{Name: "digests", table: "digests", due: "due_at", revision: "revision",
		unless: "EXISTS (SELECT 1 FROM action_items WHERE nudge_on <= @now) OR EXISTS (SELECT 1 FROM reviews WHERE nudge_on <= @now)"}
	AnnouncementQueue = Queue{Name: "announcements", table: "announcements", due: "due_at", revision: "revision"}
	SignInQueue       = Queue{Name: "sign-ins", table: "sign_ins", due: "due_at", revision: "revision"}
	ChoreQueue        = Queue{Name: "chores", table: "chores", due: "due_at", revision: "revision"}
)

// Task is one claimed row. Nobody else gets it before the lease ends.
type Task struct {
	ID       int64
	Revision int64 // as claimed: a verb that changes it meanwhile makes the row due again
	Due      time.Time
	Attempts int // with this one
	Lease    string
}

// Claim leases up to limit rows that are due, the longest waiting first. It is one conditional update, so of any number
// of claimants exactly one gets a row. A row whose lease has ended is claimed again: its holder is gone.
func (s *Store) Claim(ctx context.Context, q Queue, now time.Time, lease time.Duration, limit int) ([]Task, error) {
	now = now.UTC().Truncate(time.Microsecond)
	lock, in, end := "", "IN (", ")"
	if s.engine == Postgres {
		// An array is made once; behind IN the planner may run the query once a row, and lock more than the limit.
		lock, in, end = "FOR NO KEY UPDATE SKIP LOCKED", "= ANY (ARRAY(", "))"
	}
	token := rand.Text()
	var tasks []Task
	err := s.write.WithContext(ctx).Raw(fmt.Sprintf(`UPDATE %[1]s SET leased_until = @until, lease = @token, attempts = attempts + 1
		WHERE id %[5]s SELECT id FROM %[1]s WHERE %[2]s <= @now AND (leased_until IS NULL OR leased_until <= @now) AND NOT (%[7]s)
			ORDER BY %[2]s LIMIT @limit %[4]s %[6]s
		RETURNING id, %[3]s AS revision, %[2]s AS due, attempts, lease`,
		q.table, q.due, q.revision, lock, in, end, cmp.Or(q.unless, "FALSE")),
		map[string]any{"until": now.Add(lease), "token": token, "now": now, "limit": limit}).Scan(&tasks).Error
	if err != nil {
		return nil, fmt.Errorf("claim %s: %w", q.Name, err)
	}
	slices.SortFunc(tasks, func(a, b Task) int { return cmp.Or(a.Due.Compare(b.Due), cmp.Compare(a.ID, b.ID)) })
	return tasks, nil
}

// ClaimRow leases one row whether it is due or not, as when it is needed right now. ok is false where somebody holds it.
func (s *Store) ClaimRow(ctx context.Context, q Queue, id int64, now time.Time, lease time.Duration) (t Task, ok bool, err error) {
	now = now.UTC().Truncate(time.Microsecond)
	var tasks []Task
	err = s.write.WithContext(ctx).Raw(fmt.Sprintf(`UPDATE %[1]s SET leased_until = @until, lease = @token, attempts = attempts + 1
		WHERE id = @id AND (leased_until IS NULL OR leased_until <= @now)
		RETURNING id, %[2]s AS revision, attempts, lease`, q.table, q.revision),
		map[string]any{"until": now.Add(lease), "token": rand.Text(), "now": now, "id": id}).Scan(&tasks).Error
	if err != nil || len(tasks) == 0 {
		return t, false, err
	}
	return tasks[0], true, nil
}

// Due returns when the next row is due, or false for none.
func (s *Store) Due(ctx context.Context, q Queue) (time.Time, bool, error) {
	var rows []struct{ Due time.Time }
	err := s.reader(ctx).Raw(fmt.Sprintf(`SELECT %[2]s AS due FROM %[1]s WHERE %[2]s IS NOT NULL ORDER BY %[2]s LIMIT 1`,
		q.table, q.due)).Scan(&rows).Error
	if err != nil || len(rows) == 0 {
		return time.Time{}, false, err
	}
	return rows[0].Due, true, nil
}

// Finish hands a row back: it is due again at next (nil for never), or at once where a verb changed it meanwhile.
func (s *Store) Finish(ctx context.Context, q Queue, t Task, next *time.Time) error {
	return s.handBack(ctx, q, t, next, "", 0)
}

// Fail hands a row back with what went wrong, for a person to read; it is tried again at next. Other rows are not held up.
func (s *Store) Fail(ctx context.Context, q Queue, t Task, next time.Time, why string) error {
	return s.handBack(ctx, q, t, &next, why, t.Attempts)
}

// Release hands a row back untried, as when the program stops.
func (s *Store) Release(ctx context.Context, q Queue, t Task) error {
	err := s.write.WithContext(ctx).Exec(fmt.Sprintf(
		"UPDATE %s SET leased_until = NULL, lease = '', attempts = attempts - 1 WHERE id = ? AND lease = ?", q.table), t.ID, t.Lease).Error
	if err != nil {
		return fmt.Errorf("release %s %d: %w", q.Name, t.ID, err)
	}
	return nil
}

func (s *Store) handBack(ctx context.Context, q Queue, t Task, next *time.Time, why string, attempts int) error {
	if next != nil {
		utc := next.UTC().Truncate(time.Microsecond)
		next = &utc
	}
	err := s.write.WithContext(ctx).Exec(fmt.Sprintf(`UPDATE %[1]s SET leased_until = NULL, lease = '', attempts = @attempts,
		last_error = @why, %[2]s = CASE WHEN %[3]s = @revision THEN @next ELSE %[2]s END WHERE id = @id AND lease = @lease`,
		q.table, q.due, q.revision), map[string]any{"attempts": attempts, "why": why, "revision": t.Revision, "next": next,
		"id": t.ID, "lease": t.Lease}).Error
	if err != nil {
		return fmt.Errorf("hand back %s %d: %w", q.Name, t.ID, err)
	}
	return nil
}

// finish is Finish inside a verb: what was done and that it was done are one transaction. It returns a Stale error where
// the lease was lost meanwhile, so that the work of who took over stands.
func (tx *Tx) finish(q Queue, t Task, next *time.Time) error {
	result := tx.Exec(fmt.Sprintf(`UPDATE %[1]s SET leased_until = NULL, lease = '', attempts = 0, last_error = '',
		%[2]s = CASE WHEN %[3]s = @revision THEN @next ELSE %[2]s END WHERE id = @id AND lease = @lease`, q.table, q.due, q.revision),
		map[string]any{"revision": t.Revision, "next": next, "id": t.ID, "lease": t.Lease})
	if result.Error == nil && result.RowsAffected == 0 {
		return &models.Error{Kind: models.Stale, Message: "the lease was lost to another worker"}
	}
	return result.Error
}

// Waiting is how much a queue has to do.
type Waiting struct {
	Due       int64  // rows that are due
	Failed    int64  // rows whose last try failed
	LastError string // of one of these
}

// Waiting counts what a queue has to do, for metrics and the operations page.
func (s *Store) Waiting(ctx context.Context, q Queue, now time.Time) (Waiting, error) {
	var w Waiting
	err := s.reader(ctx).Raw(fmt.Sprintf(`SELECT coalesce(sum(CASE WHEN %[2]s <= @now THEN 1 ELSE 0 END), 0) AS due,
		coalesce(sum(CASE WHEN last_error <> '' THEN 1 ELSE 0 END), 0) AS failed, coalesce(max(last_error), '') AS last_error
		FROM %[1]s WHERE %[2]s IS NOT NULL AND (%[2]s <= @now OR last_error <> '')`, q.table, q.due), map[string]any{"now": now.UTC()}).Scan(&w).Error
	return w, err
}
