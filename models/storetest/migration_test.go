package storetest_test

import (
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"debrief/migrations"
	"debrief/models"
	"debrief/models/store"
	"debrief/models/storetest"
)

func TestMigrationsGoUpDownAndUp(t *testing.T) {
	t.Parallel()
	for _, engine := range storetest.Engines {
		t.Run(string(engine), func(t *testing.T) {
			t.Parallel()
			db, err := store.OpenDatabase(t.Context(), storetest.Address(t, engine))
			storetest.Must(t, err)
			defer func() { storetest.Must(t, db.Close()) }()
			m, err := db.Migrator()
			storetest.Must(t, err)
			for range 2 {
				up, err := m.Up(t.Context())
				storetest.Must(t, err)
				if len(up) == 0 {
					t.Error("nothing to migrate")
				}
				again, err := m.Up(t.Context())
				storetest.Must(t, err)
				if len(again) != 0 {
					t.Error("migrated twice")
				}
				_, err = m.DownTo(t.Context(), 0)
				storetest.Must(t, err)
			}
		})
	}
}

// Both engines have the same migrations, tables and columns, and refuse NULL in the same ones.
func TestBothEnginesHaveTheSameSchema(t *testing.T) {
	t.Parallel()
	numbers := map[string][]string{}
	for _, engine := range storetest.Engines {
		files, err := migrations.Files.ReadDir(string(engine))
		storetest.Must(t, err)
		for _, f := range files {
			numbers[string(engine)] = append(numbers[string(engine)], f.Name())
		}
	}
	if !slices.Equal(numbers["sqlite"], numbers["postgres"]) {
		t.Errorf("the migrations are %v", numbers)
	}
	lite, pg := storetest.Open(t, store.SQLite), storetest.Open(t, store.Postgres)
	read := func(s *store.Store, query string) map[string]bool {
		rows, err := storetest.Raw(t, s).QueryContext(t.Context(), query)
		storetest.Must(t, err)
		defer func() { _ = rows.Close() }()
		got := map[string]bool{}
		for rows.Next() {
			var name string
			storetest.Must(t, rows.Scan(&name))
			got[name] = true
		}
		storetest.Must(t, rows.Err())
		return got
	}
	compare := func(what string, a, b map[string]bool) {
		for name := range a {
			if !b[name] {
				t.Errorf("%s %s is in SQLite only", what, name)
			}
		}
		for name := range b {
			if !a[name] {
				t.Errorf("%s %s is in PostgreSQL only", what, name)
			}
		}
		if len(a) < 20 {
			t.Errorf("only %d of %s", len(a), what)
		}
	}
	// hidden 2 and 3 are generated columns; a primary key is never NULL, whatever SQLite says of it.
	compare("column",
		read(lite, `SELECT t.name || '.' || c.name || CASE WHEN c."notnull" = 1 OR c.pk > 0 THEN ' not null' ELSE '' END
			FROM sqlite_master AS t JOIN pragma_table_xinfo(t.name) AS c WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%' AND t.name NOT LIKE 'goose_%'`),
		read(pg, `SELECT table_name || '.' || column_name || CASE WHEN is_nullable = 'NO' THEN ' not null' ELSE '' END
			FROM information_schema.columns WHERE table_schema = 'public' AND table_name NOT LIKE 'goose_%'`))
	compare("index",
		read(lite, `SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL`),
		read(pg, `SELECT indexname FROM pg_indexes WHERE schemaname = 'public' AND indexname NOT LIKE '%_pkey' AND indexname NOT LIKE '%_key'
			AND indexname NOT LIKE 'goose_%'`))
}

// fill puts many open items, a few of them due, behind the store's back.
func fill(t testing.TB, s *store.Store, h *storetest.House, review int64, items int) {
	t.Helper()
	db := storetest.Raw(t, s)
	if s.Engine() == store.SQLite {
		exec(t, db, s, "PRAGMA synchronous = OFF")
	}
	// A review for every hundred items.
	exec(t, db, s, `INSERT INTO incidents (source, title, severity, team_id, started_at, created_at, updated_at)
		WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < `+sprint(items/100)+`)
		SELECT 'bulk', 'x', 1 + i % 5, `+sprint(h.Team.ID)+`, `+moment(s, "0")+`, `+moment(s, "0")+`, `+moment(s, "0")+` FROM n`)
	exec(t, db, s, `INSERT INTO reviews (incident_id, owner_id, state, template_id, created_at, updated_at)
		SELECT id, `+sprint(h.Member.ID)+` - id % 6, 'reviewed', 1, created_at, created_at FROM incidents WHERE source = 'bulk'`)
	exec(t, db, s, `INSERT INTO action_items (ulid, review_id, title, state, owner_id, team_id, labels, due_on, nudge_on, historic, created_at, updated_at)
		WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < `+sprint(items)+`)
		SELECT 'bulk' || i, `+sprint(review)+` + i % `+sprint(items/100)+`, 'Add thing ' || i, CASE i % 5 WHEN 0 THEN 'committed' WHEN 1 THEN 'in_progress' ELSE 'done' END,
			`+sprint(h.Member.ID)+` - i % 6, CASE WHEN i % 7 > 0 THEN `+sprint(h.Team.ID)+` END, '[]', `+days(s, "i % 300")+`, CASE WHEN i % 5 < 2 THEN `+moment(s, "i % 1000")+` END, false,
			`+moment(s, "0")+`, `+moment(s, "0")+` FROM n`)
	exec(t, db, s, "ANALYZE")
}

// days and moment are SQL for a day, or hour, that many after monday.
func days(s *store.Store, n string) string {
	if s.Engine() == store.Postgres {
		return "DATE '2026-03-02' + " + n
	}
	return "date('2026-03-02', '+' || (" + n + ") || ' days')"
}

func moment(s *store.Store, hours string) string {
	if s.Engine() == store.Postgres {
		return "TIMESTAMPTZ '2026-03-02 10:00:00+00' + (" + hours + ") * INTERVAL '1 hour'"
	}
	return "datetime('2026-03-02 10:00:00', '+' || (" + hours + ") || ' hours') || '+00:00'"
}

// What people look at and what the worker claims is found by an index: no list of items and no claim reads all of them.
func TestListsAndClaimsAreServedByIndexes(t *testing.T) {
	t.Parallel()
	for _, engine := range storetest.Engines {
		t.Run(string(engine), func(t *testing.T) {
			t.Parallel()
			seen := &plan{t: t}
			s := storetest.Open(t, engine, func(o *store.Options) { o.Trace = seen.note })
			seen.s, seen.db = s, storetest.Raw(t, s)
			explainAll(t, seen)
		})
	}
}

func explainAll(t *testing.T, seen *plan) {
	s := seen.s
	h := storetest.NewHouse(t, s)
	ctx := t.Context()
	r := h.AddReview(t, monday, 1)
	fill(t, s, h, r.ID, 20_000)
	open := []models.ItemState{models.Committed, models.InProgress}
	viewer := storetest.As(h.Viewer)
	for name, f := range map[string]store.ItemFilter{
		"all":         {},
		"mine":        {OwnerID: h.Member.ID},
		"mine, open":  {OwnerID: h.Member.ID, States: open},
		"my team's":   {TeamID: h.Team.ID, States: open},
		"of a team":   {TeamID: h.Team.ID + 1},
		"overdue":     {OverdueOn: date(t, "2026-03-05")},
		"due by":      {DueBy: date(t, "2026-03-05")},
		"proposed":    {States: []models.ItemState{models.Proposed}},
		"of a review": {ReviewID: r.ID},
		"unowned":     {Unowned: true, States: open},
	} {
		for _, sort := range []string{"", "due_on", "-due_on", "urgency"} {
			for _, by := range []models.Actor{viewer, models.System} {
				seen.take("items "+name+" by "+sort, func() error {
					_, next, err := s.Items(ctx, by, f, store.Page{Sort: sort})
					if err == nil && next != "" {
						_, _, err = s.Items(ctx, by, f, store.Page{Sort: sort, Cursor: next})
					}
					return err
				})
			}
		}
	}
	seen.take("home", func() error { _, err := s.Home(ctx, storetest.As(h.Member), monday); return err })
	seen.take("holdings", func() error { _, err := s.Holdings(ctx, models.System, monday, h.Member.ID); return err })
	seen.take("left", func() error { _, err := s.LeftItems(ctx, viewer); return err })
	for _, q := range []store.Queue{store.ItemNudgeQueue} {
		for _, limit := range []int{1, 50} {
			seen.take("claim "+q.Name, func() error {
				tasks, err := s.Claim(ctx, q, monday.Add(10*time.Hour), time.Minute, limit)
				if err == nil && len(tasks) != limit {
					t.Errorf("claimed %d, want %d", len(tasks), limit)
				}
				return err
			})
		}
		seen.take("due", func() error { _, _, err := s.Due(ctx, q); return err })
		seen.take("waiting", func() error { _, err := s.Waiting(ctx, q, monday); return err })
	}
}

// plan is what EXPLAIN is asked of the statements that a store sends.
type plan struct {
	t    testing.TB
	s    *store.Store
	db   *sql.DB
	sent []string
}

func (p *plan) note(query string) { p.sent = append(p.sent, query) }

// take runs a verb, and explains every statement that it sent and that names action_items.
func (p *plan) take(name string, do func() error) {
	p.t.Helper()
	p.sent = nil
	err := do()
	sent := slices.Clone(p.sent)
	if err != nil {
		p.t.Errorf("%s: %v", name, err)
	}
	for _, query := range sent {
		if !strings.Contains(query, "action_items") {
			continue
		}
		if text, full := p.explain(query); full {
			p.t.Errorf("%s reads all items:\n%s\n%s", name, query, text)
		}
	}
}

func (p *plan) explain(query string) (text string, full bool) {
	p.t.Helper()
	prefix := "EXPLAIN QUERY PLAN "
	if p.s.Engine() == store.Postgres {
		prefix = "EXPLAIN "
	}
	rows, err := p.db.QueryContext(p.t.Context(), prefix+query)
	if err != nil {
		p.t.Fatalf("%s%s: %v", prefix, query, err)
	}
	defer func() { _ = rows.Close() }()
	columns, err := rows.Columns()
	storetest.Must(p.t, err)
	for rows.Next() {
		into := make([]any, len(columns))
		for n := range into {
			into[n] = new(any)
		}
		storetest.Must(p.t, rows.Scan(into...))
		line := sprint(*into[len(into)-1].(*any))
		text += line + "\n"
	}
	storetest.Must(p.t, rows.Err())
	if p.s.Engine() == store.Postgres {
		return text, strings.Contains(text, "Seq Scan on action_items")
	}
	// Without a sort, a scan is in the order of the ids, and ends with the page.
	ordered := strings.Contains(query, "LIMIT") && !strings.Contains(text, "TEMP B-TREE FOR ORDER BY")
	return text, strings.Contains(text, "SCAN action_items\n") && !ordered
}

func TestASQLiteFileIsForItsOwnerOnly(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "folder", "debrief.db")
	db, err := store.OpenDatabase(t.Context(), path)
	storetest.Must(t, err)
	t.Cleanup(func() { storetest.Must(t, db.Close()) })
	for _, name := range []string{path, path + "-wal"} {
		info, err := os.Stat(name)
		if errors.Is(err, os.ErrNotExist) && name != path {
			continue
		}
		storetest.Must(t, err)
		if mode := info.Mode().Perm(); mode != 0o600 {
			t.Errorf("%s has mode %o", filepath.Base(name), mode)
		}
	}
}
