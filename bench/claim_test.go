// Package bench measures what has to stay fast as the data grows. Its results go to docs/benchmarks.md.
package bench

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"debrief/internal/testenv"
	"debrief/models/store"
	"debrief/models/storetest"
)

func TestMain(m *testing.M) { testenv.Main(m) }

const (
	due   = 200     // items that are due, in either store
	few   = 10_000  // open items
	many  = 100_000 // ten times as many
	batch = 50      // what a worker claims at once
	pairs = 200     // at least so many comparisons a run
)

// BenchmarkClaim compares claiming due rows among 100,000 open items with claiming as many among 10,000. The two are
// timed in turns in one run, so that what else the machine does falls on both; ratio is that of their medians.
func BenchmarkClaim(b *testing.B) {
	for _, engine := range storetest.Engines {
		b.Run(string(engine), func(b *testing.B) {
			small, big := fill(b, engine, few), fill(b, engine, many)
			var fewTimes, manyTimes []time.Duration
			pair := func() {
				if len(fewTimes)%2 == 0 {
					fewTimes = append(fewTimes, claim(b, small))
					manyTimes = append(manyTimes, claim(b, big))
				} else {
					manyTimes = append(manyTimes, claim(b, big))
					fewTimes = append(fewTimes, claim(b, small))
				}
			}
			for range 20 { // caches and plans
				pair()
			}
			fewTimes, manyTimes = nil, nil
			for b.Loop() {
				pair()
			}
			for len(fewTimes) < pairs {
				pair()
			}
			a, z := median(fewTimes), median(manyTimes)
			b.ReportMetric(float64(z)/float64(a), "ratio")
			b.ReportMetric(float64(a.Microseconds()), "µs/claim-of-10k")
			b.ReportMetric(float64(z.Microseconds()), "µs/claim-of-100k")
			b.ReportMetric(0, "ns/op") // it would be of both, with the clearing up
		})
	}
}

// BenchmarkFirstClaim is BenchmarkClaim of rows that were never claimed before, as most are in use: BenchmarkClaim's come
// to lie together after some rounds. Every store is filled anew, so it takes its time, and the medians are of 20 claims.
func BenchmarkFirstClaim(b *testing.B) {
	for _, engine := range storetest.Engines {
		b.Run(string(engine), func(b *testing.B) {
			for b.Loop() {
				var times [2][]time.Duration
				for range 5 {
					for n, items := range []int{few, many} {
						s := fill(b, engine, items)
						_, err := s.Claim(context.Background(), store.ReviewNudgeQueue, storetest.Monday, time.Minute, batch) // opens the connection
						storetest.Must(b, err)
						for range due / batch {
							start := time.Now()
							tasks, err := s.Claim(context.Background(), store.ItemNudgeQueue, storetest.Monday, time.Minute, batch)
							times[n] = append(times[n], time.Since(start))
							storetest.Must(b, err)
							if len(tasks) != batch {
								b.Fatalf("claimed %d, want %d", len(tasks), batch)
							}
						}
					}
				}
				a, z := median(times[0]), median(times[1])
				b.ReportMetric(float64(z)/float64(a), "ratio")
				b.ReportMetric(float64(a.Microseconds()), "µs/claim-of-10k")
				b.ReportMetric(float64(z.Microseconds()), "µs/claim-of-100k")
				b.ReportMetric(0, "ns/op")
			}
		})
	}
}

// claim times one claim of a batch, and then hands the rows back as due as they were.
func claim(b *testing.B, s *store.Store) time.Duration {
	ctx, now := context.Background(), storetest.Monday
	start := time.Now()
	tasks, err := s.Claim(ctx, store.ItemNudgeQueue, now, time.Minute, batch)
	took := time.Since(start)
	storetest.Must(b, err)
	if len(tasks) != batch {
		b.Fatalf("claimed %d, want %d", len(tasks), batch)
	}
	for _, t := range tasks {
		storetest.Must(b, s.Finish(ctx, store.ItemNudgeQueue, t, &t.Due))
	}
	return took
}

func median(times []time.Duration) time.Duration {
	slices.Sort(times)
	return times[len(times)/2]
}

// fill returns a store with that many open items, of which some are due.
func fill(b *testing.B, engine store.Engine, items int) *store.Store {
	b.Helper()
	s := storetest.Open(b, engine)
	h := storetest.NewHouse(b, s)
	r := h.AddReview(b, storetest.Monday, 1)
	h.Propose(b, storetest.Monday, r.ID)
	db := storetest.Raw(b, s)
	ago, ahead := "datetime('2026-03-02 10:00:00', '-' || i || ' minutes') || '+00:00'", "datetime('2026-03-02 10:00:00', '+' || (1 + i % 5000) || ' minutes') || '+00:00'"
	created, day := "'2026-03-02 10:00:00+00:00'", "'2026-04-01'"
	if engine == store.Postgres {
		created, day = "TIMESTAMPTZ "+created, "DATE "+day
		ago, ahead = "TIMESTAMPTZ '2026-03-02 10:00:00+00' - i * INTERVAL '1 minute'", "TIMESTAMPTZ '2026-03-02 10:00:00+00' + (1 + i % 5000) * INTERVAL '1 minute'"
	}
	// The rows that are due lie scattered among the others.
	for _, query := range []string{
		fmt.Sprintf(`INSERT INTO action_items (ulid, review_id, title, description, done_when, state, owner_id, labels, due_on, nudge_on, created_at, updated_at)
			WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %[1]d)
			SELECT 'bulk' || i, %[2]d, 'Add thing ' || i, 'Only the calls to the bank, and nothing else.', 'it works', 'committed', %[3]d, '[]', %[8]s,
				CASE WHEN i %% %[4]d = 0 THEN %[5]s ELSE %[6]s END, %[7]s, %[7]s FROM n`,
			items, r.ID, h.Member.ID, items/due, ago, ahead, created, day),
		"ANALYZE",
	} {
		if _, err := db.ExecContext(b.Context(), query); err != nil {
			b.Fatalf("%.80s: %v", query, err)
		}
	}
	w, err := s.Waiting(b.Context(), store.ItemNudgeQueue, storetest.Monday.Add(-time.Second))
	storetest.Must(b, err)
	if w.Due != due {
		b.Fatalf("%d are due, want %d", w.Due, due)
	}
	return s
}
