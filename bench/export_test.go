package bench

import (
	"crypto/sha256"
	"fmt"
	"hash"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"runtime/metrics"
	"strings"
	"testing"
	"time"

	"debrief/models/store"
	"debrief/models/storetest"
)

// BenchmarkMove moves a database from SQLite to PostgreSQL and back, with all that belongs to that many action items: it is
// exported, restored into PostgreSQL, exported there, restored into SQLite, and exported again. The three exports have to be
// the same to the byte. Every step has its seconds; MiB is the size of an export. peak-live-MiB is the most that a
// garbage collection found in use in any step, and peak-heap-MiB the most with what was still to be collected: neither
// should grow with the items.
func BenchmarkMove(b *testing.B) {
	for _, items := range []int{few, many} {
		b.Run(fmt.Sprint(items), func(b *testing.B) {
			from := storetest.Address(b, store.SQLite)
			furnish(b, from, items)
			for b.Loop() {
				move(b, from, items)
			}
			b.ReportMetric(0, "ns/op") // the steps have their own
		})
	}
}

func move(b *testing.B, from string, items int) {
	heap := watchHeap()
	var took []time.Duration
	step := func(address string, do func(*store.Database) (int64, error)) (rows int64) {
		runtime.GC() // what the step before left is not this one's
		start := time.Now()
		db, err := store.OpenDatabase(b.Context(), address)
		storetest.Must(b, err)
		rows, err = do(db)
		storetest.Must(b, err)
		storetest.Must(b, db.Close())
		took = append(took, time.Since(start))
		return rows
	}
	postgres, sqlite := storetest.Address(b, store.Postgres), storetest.Address(b, store.SQLite)
	first, second, third := newExport(b), newExport(b), newExport(b)
	rows := step(from, first.write)
	for _, n := range []int64{step(postgres, first.read), step(postgres, second.write), step(sqlite, second.read), step(sqlite, third.write)} {
		if n != rows || rows < int64(items) {
			b.Fatalf("%d rows, want %d", n, rows)
		}
	}
	if first.sum() != second.sum() || first.sum() != third.sum() {
		b.Fatalf("the exports differ: %s, %s, %s", first.sum(), second.sum(), third.sum())
	}
	for n, name := range []string{"s/export-sqlite", "s/restore-postgres", "s/export-postgres", "s/restore-sqlite", "s/export-again"} {
		b.ReportMetric(took[n].Seconds(), name)
	}
	b.ReportMetric(float64(rows), "rows")
	b.ReportMetric(float64(first.bytes)/(1<<20), "MiB")
	all, live := heap()
	b.ReportMetric(float64(all)/(1<<20), "peak-heap-MiB")
	b.ReportMetric(float64(live)/(1<<20), "peak-live-MiB")
}

// export is a file with its hash.
type export struct {
	b     *testing.B
	path  string
	hash  hash.Hash
	bytes int64
}

func newExport(b *testing.B) *export {
	return &export{b: b, path: filepath.Join(b.TempDir(), "export.jsonl"), hash: sha256.New()}
}

func (e *export) write(db *store.Database) (int64, error) {
	file, err := os.Create(e.path)
	storetest.Must(e.b, err)
	rows, err := db.Export(e.b.Context(), io.MultiWriter(file, e.hash))
	storetest.Must(e.b, file.Close())
	info, serr := os.Stat(e.path)
	storetest.Must(e.b, serr)
	e.bytes = info.Size()
	return rows, err
}

func (e *export) read(db *store.Database) (int64, error) {
	file, err := os.Open(e.path)
	storetest.Must(e.b, err)
	defer func() { storetest.Must(e.b, file.Close()) }()
	return db.Restore(e.b.Context(), file)
}

func (e *export) sum() string { return fmt.Sprintf("%x", e.hash.Sum(nil)) }

// watchHeap looks at the heap until the function is called that it returns, which tells the most that was in it, and the
// most of that that was in use.
func watchHeap() (stop func() (all, live uint64)) {
	sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}, {Name: "/gc/heap/live:bytes"}}
	var most [2]uint64
	asked, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		tick := time.NewTicker(5 * time.Millisecond)
		defer tick.Stop()
		for {
			metrics.Read(sample)
			for n := range most {
				most[n] = max(most[n], sample[n].Value.Uint64())
			}
			select {
			case <-asked:
				return
			case <-tick.C:
			}
		}
	}()
	return func() (all, live uint64) {
		close(asked)
		<-done
		return most[0], most[1]
	}
}

// furnish fills a SQLite database with that many action items, and with what belongs to them: a review for every fifty, its
// document in two versions, a link and four events an item.
func furnish(b *testing.B, address string, items int) {
	b.Helper()
	s := storetest.OpenAt(b, address)
	h := storetest.NewHouse(b, s)
	r := h.AddReview(b, storetest.Monday, 1)
	numbers := func(n int) string {
		return fmt.Sprintf("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d)", n)
	}
	when := "datetime('2026-03-02 10:00:00', '+' || i || ' minutes') || '.123456+00:00'"
	sentence := strings.ReplaceAll("The queue in front of the bank’s interface was full, so every request waited for its time-out & the pool ran dry; \"retry\" made it worse. ", "'", "''")
	about := func(chars string) string {
		return "substr('" + strings.Repeat(sentence, 6) + "', 1 + i * 7 % 130, " + chars + ")"
	}
	db := storetest.Raw(b, s)
	for _, query := range []string{
		"PRAGMA synchronous = OFF",
		numbers(200) + `INSERT INTO people (name, email, role, time_zone, region, manager_id, jira_account_id, created_at, updated_at)
			SELECT 'Person Nº ' || i, 'person' || i || '@example.com', 'member', 'Europe/Berlin', 'de', ` + fmt.Sprint(h.Manager.ID) + `, '5b10a2844c20165700ede2' || i, ` + when + `, ` + when + ` FROM n`,
		numbers(items/50) + `INSERT INTO incidents (source, external_id, url, title, severity, summary, team_id, started_at, detected_at, resolved_at, created_at, updated_at)
			SELECT 'pagerduty', 'Q' || i, 'https://example.pagerduty.com/incidents/Q' || i, 'Checkout was slow ' || i, 1 + i % 5, ` + about("400") + `, ` + fmt.Sprint(h.Team.ID) + `, ` + strings.Repeat(when+", ", 4) + when + ` FROM n`,
		`INSERT INTO incident_services (incident_id, service_id) SELECT id, ` + fmt.Sprint(h.Service.ID) + ` FROM incidents WHERE source = 'pagerduty'`,
		`INSERT INTO reviews (incident_id, owner_id, facilitator_id, state, template_id, document_number, created_at, updated_at)
			SELECT id, 8 + id % 200, ` + fmt.Sprint(h.Facilitator.ID) + `, 'reviewed', 1, 2, created_at, created_at FROM incidents WHERE source = 'pagerduty'`,
		`INSERT INTO documents (review_id, number, body, author_id, created_at)
			SELECT r.id, v.number, '# Checkout was slow ' || r.id || char(10) || char(10) || replace(hex(zeroblob(15)), '0', '` + sentence + `' || char(10) || '- 10:0' || (r.id % 10) || ' UTC: …' || char(10)), r.owner_id, r.created_at
			FROM reviews AS r JOIN (SELECT 1 AS number UNION ALL SELECT 2) AS v WHERE r.document_number = 2`,
		numbers(items) + `INSERT INTO action_items (ulid, review_id, title, description, done_when, kind, priority, state, owner_id, team_id, labels,
				scope_actionable, scope_specific, scope_bounded, due_on, first_due_on, committed_at, committed_by_id, committed_on, closed_at, closed_on, desired_hash, nudge_on, created_at, updated_at)
			SELECT printf('01KJPENQ8KTBNR0P4MC%07d', i), ` + fmt.Sprint(r.ID+1) + ` + (i - 1) / 50, 'Add a circuit breaker to service Nº ' || i, ` + about("300") + `, ` + about("90") + `,
				'prevent', 'P' || (i % 4), CASE i % 3 WHEN 0 THEN 'done' WHEN 1 THEN 'committed' ELSE 'in_progress' END, 8 + i % 200, ` + fmt.Sprint(h.Team.ID) + `, '["reliability","q' || (i % 4) || '"]',
				true, true, true, date('2026-03-02', '+' || (i % 300) || ' days'), date('2026-03-02', '+' || (i % 200) || ' days'), ` + when + `, 8 + i % 200, '2026-03-02',
				CASE i % 3 WHEN 0 THEN ` + when + ` END, CASE i % 3 WHEN 0 THEN '2026-03-12' END, lower(hex(randomblob(32))), CASE i % 3 WHEN 0 THEN NULL ELSE ` + when + ` END, ` + when + `, ` + when + ` FROM n`,
		`INSERT INTO links (item_id, remote_id, key, url, status, agreed_hash, agreed_category, agreed_due_on, agreed_assignee, agreed_labels, dropped, synced_at, due_at)
			SELECT id, '1' || id, 'PAY-' || id, 'https://example.atlassian.net/browse/PAY-' || id, 'To Do', desired_hash, 'new', due_on, '5b10a2844c20165700ede2', labels, '[]', created_at, updated_at FROM action_items`,
		`INSERT INTO events (at, actor_id, subject, subject_id, review_id, verb, note, changes)
			SELECT a.created_at, a.owner_id, 'action_item', a.id, a.review_id, v.verb, v.note, v.changes || a.desired_hash || '"]}' FROM action_items AS a JOIN (
				SELECT 'proposed' AS verb, '' AS note, NULL AS changes UNION ALL SELECT 'committed', '', '{"state":["proposed","committed"],"due_on":["","2026-04-01"],"hash":["","'
				UNION ALL SELECT 'linked', 'PAY-1', NULL UNION ALL SELECT 'moved', 'the vendor’s release is late', '{"due_on":["2026-04-01","2026-05-01"],"hash":["","') AS v`,
	} {
		if _, err := db.ExecContext(b.Context(), query); err != nil {
			b.Fatalf("%.200s: %v", query, err)
		}
	}
}
