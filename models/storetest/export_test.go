package storetest_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"debrief/models"
	"debrief/models/store"
	"debrief/models/storetest"
)

// awkward is a text of which every part is in danger on some way through JSON, SQL or an encoding.
const awkward = unicode + " <b>&amp;</b> \u2028\u2029 \\u0041 \\n \r\n \x7f \ufffd {\"a\": null} '; -- $1 ?"

// withDatabase opens a database for a moment.
func withDatabase[T any](t testing.TB, address string, do func(*store.Database) (T, error)) (T, error) {
	t.Helper()
	db, err := store.OpenDatabase(t.Context(), address)
	storetest.Must(t, err)
	defer func() { storetest.Must(t, db.Close()) }()
	return do(db)
}

func exported(t testing.TB, address string) (string, error) {
	t.Helper()
	return withDatabase(t, address, func(db *store.Database) (string, error) {
		var b strings.Builder
		rows, err := db.Export(t.Context(), &b)
		if err == nil && int64(strings.Count(b.String(), "\n")) != rows+2 {
			t.Errorf("%d rows are said to be in\n%.1000s", rows, b.String())
		}
		return b.String(), err
	})
}

func restored(t testing.TB, address, text string) error {
	t.Helper()
	rows, err := withDatabase(t, address, func(db *store.Database) (int64, error) {
		return db.Restore(t.Context(), strings.NewReader(text))
	})
	if want := int64(strings.Count(text, "\n")) - 2; err == nil && rows != want || err != nil && rows != 0 {
		t.Errorf("restored are %d rows of %d (%v)", rows, want, err)
	}
	return err
}

// eachEngine runs the test with addresses of both engines, in parallel.
func eachEngine(t *testing.T, run func(t *testing.T, engine store.Engine)) {
	t.Helper()
	t.Parallel()
	for _, engine := range storetest.Engines {
		t.Run(string(engine), func(t *testing.T) {
			t.Parallel()
			run(t, engine)
		})
	}
}

// everything fills a store with rows of every kind, and returns the house and a review of it.
func everything(t testing.TB, s *store.Store) (*storetest.House, models.Review) {
	t.Helper()
	h := storetest.NewHouse(t, s)
	ctx, now, line := t.Context(), odd, strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return ' '
		}
		return r
	}, awkward)
	member, facilitator := storetest.As(h.Member), storetest.As(h.Facilitator)
	// The first person answers to the last one.
	boss := h.AddPerson(t, line, models.Administrator, func(p *models.Person) {
		p.AwayFrom, p.AwayUntil, p.DelegateID = date(t, "2026-02-28"), date(t, "2199-12-31"), &h.Viewer.ID
	})
	h.Admin.ManagerID = &boss.ID
	h.Admin = must[models.Person](t)(s.SavePerson(ctx, models.System, now, h.Admin))
	i := h.AddIncident(t, now, 1, func(i *models.Incident) { i.Title, i.Summary = line, awkward })
	r := h.ReviewOf(t, i.ID)
	r = must[models.Review](t)(s.EditReview(ctx, facilitator, now, r.ID, r.Version, store.ReviewEdit{FacilitatorID: &h.Facilitator.ID,
		Restricted: ptr(true), ReaderIDs: &[]int64{h.Viewer.ID, boss.ID}}))
	h.Meet(t, now, r.ID, now.Add(50*time.Hour), h.Member, h.Facilitator, boss)
	h.Write(t, now, r.ID, awkward)
	h.Write(t, now.Add(time.Microsecond), r.ID, strings.Repeat(awkward, models.MaxDocument/len(awkward)))
	must[models.Comment](t)(s.AddComment(ctx, member, now, models.Comment{ReviewID: r.ID, Quote: "", Body: awkward}))
	must[models.DocumentTemplate](t)(s.AddDocumentTemplate(ctx, models.System, now, models.DocumentTemplate{Body: "# {title}\n" + awkward}))
	must[models.RuleLevel](t)(s.SetRuleLevel(ctx, models.System, now, "counterfactual", "info"))
	must[[]models.Finding](t)(s.ReplaceFindings(ctx, member, now, r.ID, 2, []models.Finding{{Rule: "r", Level: models.LevelInfo, Text: awkward, Fingerprint: "f"}}))
	must[models.Review](t)(s.SubmitReview(ctx, member, now, r.ID, 0))
	h.Settle(t, now, r.ID)
	must[models.Message](t)(s.WriteMessage(ctx, member, now, r.ID, models.External, 0, awkward))
	h.Commit(t, now, r.ID, date(t, "2026-03-04"), func(a *models.ActionItem) { a.Title, a.Labels = "Add "+line, []string{"ü<&>🐌", "a"} })
	h.Propose(t, now, r.ID, func(a *models.ActionItem) { a.OwnerID, a.TeamID = nil, nil })
	h.NudgeAll(t, at(t, "2026-03-09 10:00"))
	for _, key := range []string{"b", "B", "_", "ä", "a-b", "a b", "\U0001F40C"} { // not in the order of every collation
		_, err := s.AddIncident(store.WithRequest(ctx, store.Request{Key: key, Hash: awkward}), member, now,
			models.Incident{Title: key, Severity: 5, StartedAt: now.Add(-time.Hour)}, 0)
		storetest.Must(t, err)
	}
	_, _, err := s.AddToken(ctx, member, now, models.Token{PersonID: h.Member.ID, Name: line, Role: models.Viewer, ExpiresAt: ptr(now.Add(time.Hour))})
	storetest.Must(t, err)
	must[string](t)(s.MakeSignIn(ctx, models.System, now, h.Member.ID))
	storetest.Must(t, s.EnsureChore(ctx, now, "a chore"))
	storetest.Must(t, store.Sessions{Store: s, Clock: func() time.Time { return now }}.CommitCtx(ctx, "a session", []byte("live"), now.Add(time.Hour)))
	exec(t, storetest.Raw(t, s), s, `INSERT INTO incident_reports (source, external_id, number, report, created_at)
		SELECT 'pagerduty', 'Q1', 1, ?, created_at FROM incidents WHERE id = ?`, awkward, i.ID)
	return h, must[models.Review](t)(s.Review(ctx, models.System, r.ID))
}

// tables returns how many rows each table has, but those that are not exported.
func tables(t testing.TB, s *store.Store) map[string]int {
	t.Helper()
	db, query := storetest.Raw(t, s), "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
	if s.Engine() == store.Postgres {
		query = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
	}
	rows, err := db.QueryContext(t.Context(), query)
	storetest.Must(t, err)
	defer func() { _ = rows.Close() }()
	got := map[string]int{}
	for rows.Next() {
		var name string
		storetest.Must(t, rows.Scan(&name))
		got[name] = value[int](t, db, s, "SELECT count(*) FROM "+name)
	}
	storetest.Must(t, rows.Err())
	delete(got, "goose_db_version")
	delete(got, "sessions")
	return got
}

// What is exported and restored is the same to the byte, from either engine into either; and nothing is left behind.
func TestAnExportIsTheSameWhereverItWasRestored(t *testing.T) {
	eachEngine(t, func(t *testing.T, from store.Engine) {
		address := storetest.Address(t, from)
		s := storetest.OpenAt(t, address)
		everything(t, s)
		text := must[string](t)(exported(t, address))
		counted := map[string]int{}
		for line := range strings.Lines(text) {
			var l struct{ Table string }
			storetest.Must(t, json.Unmarshal([]byte(line), &l))
			counted[l.Table]++
		}
		for name, rows := range tables(t, s) {
			if rows == 0 {
				t.Errorf("no row of %s has been tried: add one to everything()", name)
			}
			if counted[name] != rows {
				t.Errorf("exported are %d rows of %s, of %d; if that is meant, name it in notExported and in tables()", counted[name], name, rows)
			}
		}
		if strings.Contains(text, "a session") {
			t.Error("a browser's session is exported")
		}
		for _, to := range storetest.Engines {
			t.Run("to "+string(to), func(t *testing.T) {
				t.Parallel()
				address := storetest.Address(t, to)
				storetest.Must(t, restored(t, address, text))
				again := must[string](t)(exported(t, address))
				sameLines(t, again, text)
			})
		}
	})
}

func sameLines(t testing.TB, got, want string) {
	t.Helper()
	if got == want {
		return
	}
	a, b := strings.Split(got, "\n"), strings.Split(want, "\n")
	for n := range min(len(a), len(b)) {
		if a[n] != b[n] {
			t.Fatalf("line %d is\n%.2000s\nwant\n%.2000s", n+1, a[n], b[n])
		}
	}
	t.Fatalf("%d lines, want %d", len(a), len(b))
}

// Who moves from one engine to the other finds everything, and goes on with it.
func TestARestoredDebriefGoesOn(t *testing.T) {
	eachEngine(t, func(t *testing.T, to store.Engine) {
		from := storetest.Address(t, store.SQLite)
		was, now := storetest.OpenAt(t, from), monday
		h, r := everything(t, was)
		text := must[string](t)(exported(t, from))
		address := storetest.Address(t, to)
		storetest.Must(t, restored(t, address, text))
		is := storetest.OpenAt(t, address)
		ctx, by := t.Context(), storetest.As(h.Member)

		same(t, must[models.Person](t)(is.Person(ctx, h.Admin.ID)), must[models.Person](t)(was.Person(ctx, h.Admin.ID)))
		same(t, must[models.Incident](t)(is.Incident(ctx, by, r.IncidentID)), must[models.Incident](t)(was.Incident(ctx, by, r.IncidentID)))
		same(t, must[models.Review](t)(is.Review(ctx, by, r.ID)), must[models.Review](t)(was.Review(ctx, by, r.ID)))
		same(t, must[models.Document](t)(is.Document(ctx, by, r.ID, 0)), must[models.Document](t)(was.Document(ctx, by, r.ID, 0)))
		same(t, must[[]models.Meeting](t)(is.Meetings(ctx, by, r.ID)), must[[]models.Meeting](t)(was.Meetings(ctx, by, r.ID)))
		same(t, must[[]models.Outcome](t)(is.Outcomes(ctx, by, r.ID)), must[[]models.Outcome](t)(was.Outcomes(ctx, by, r.ID)))
		same(t, must[[]models.Message](t)(is.Messages(ctx, by, r.ID)), must[[]models.Message](t)(was.Messages(ctx, by, r.ID)))
		same(t, events(t, is, models.SubjectReview, r.ID), events(t, was, models.SubjectReview, r.ID))
		same(t, must[[]models.Policy](t)(is.Policies(ctx)), must[[]models.Policy](t)(was.Policies(ctx)))
		same(t, must[models.Template](t)(is.Template(ctx, 0)), must[models.Template](t)(was.Template(ctx, 0)))
		old, _, err := was.Items(ctx, by, store.ItemFilter{}, store.Page{Sort: "due_on"})
		storetest.Must(t, err)
		items, _, err := is.Items(ctx, by, store.ItemFilter{}, store.Page{Sort: "due_on"}) // by the generated column
		storetest.Must(t, err)
		same(t, items, old)

		// Everything that has an id gets the next one.
		next := *h
		next.Store = is
		last := map[string]int64{}
		db := storetest.Raw(t, is)
		for name := range tables(t, is) {
			if !slices.Contains([]string{"incident_services", "responders", "review_readers", "idempotency_keys", "policies"}, name) {
				last[name] = value[int64](t, db, is, "SELECT max(id) FROM "+name)
			}
		}
		r = next.AddReview(t, now, 1)
		if i := last["incidents"] + 1; r.IncidentID != i || r.ID != last["reviews"]+1 {
			t.Errorf("the next incident is %d with review %d, after %v", r.IncidentID, r.ID, last)
		}
		next.Walk(t, now, r, models.Closed)
		must[models.Team](t)(is.AddTeam(ctx, storetest.As(h.Admin), now, models.Team{Name: "the next"}))
		if p := next.AddPerson(t, "Nora Next", models.Member); p.ID != last["people"]+1 {
			t.Errorf("the next person is %d, after %v", p.ID, last)
		}
		if a := next.Propose(t, now, r.ID-1); a.ID != last["action_items"]+1 {
			t.Errorf("the next item is %d, after %v", a.ID, last)
		}
		must[string](t)(is.MakeSignIn(ctx, models.System, now.Add(time.Hour), h.Viewer.ID))
		storetest.Must(t, is.EnsureChore(ctx, now, "the next"))
		// What was done is still beyond change.
		if _, err := db.ExecContext(ctx, "DELETE FROM events"); err == nil || !strings.Contains(err.Error(), "insert-only") {
			t.Errorf("events can be removed: %v", err)
		}
	})
}

// meanwhile is where an export goes; it does something else each time that some of it arrives.
type meanwhile struct {
	io.Writer
	do    func()
	times int
}

func (m *meanwhile) Write(b []byte) (int, error) {
	m.do()
	m.times++
	return m.Writer.Write(b)
}

// An export is the database at one moment, whatever is written while it runs.
func TestAnExportIsOneMomentOfADatabaseInUse(t *testing.T) {
	eachEngine(t, func(t *testing.T, engine store.Engine) {
		address := storetest.Address(t, engine)
		h, _ := everything(t, storetest.OpenAt(t, address)) // its long document makes the export arrive in parts
		want := must[string](t)(exported(t, address))
		var b bytes.Buffer
		w := &meanwhile{Writer: &b, do: func() {
			r := h.AddReview(t, monday, 1)
			h.Write(t, monday, r.ID, strings.Repeat("It was slow.\n", 1000))
			h.Commit(t, monday, r.ID, date(t, "2026-04-01"))
		}}
		// And somebody who does not wait for the export.
		ctx, stop := context.WithCancel(t.Context())
		done := make(chan int)
		go func() {
			added := 0
			defer func() { done <- added }()
			for ctx.Err() == nil {
				_, err := h.Store.AddIncident(t.Context(), models.System, monday, models.Incident{Title: "again", Severity: 1, StartedAt: monday}, h.Member.ID)
				if err != nil {
					t.Errorf("nobody can write while it is exported: %v", err)
					return
				}
				added++
			}
		}()
		var texts []string
		for range 3 {
			b.Reset()
			must[int64](t)(withDatabase(t, address, func(db *store.Database) (int64, error) { return db.Export(t.Context(), w) }))
			texts = append(texts, b.String())
		}
		stop()
		if added := <-done; added == 0 || w.times < 6 {
			t.Fatalf("%d were added meanwhile, and it arrived in %d parts", added, w.times)
		}
		for _, text := range texts {
			if len(text) < len(want) {
				t.Error("what was there before is not in it")
			}
			for _, to := range storetest.Engines {
				address := storetest.Address(t, to)
				storetest.Must(t, restored(t, address, text))
				s := storetest.OpenAt(t, address)
				db := storetest.Raw(t, s)
				if n := value[int](t, db, s, `SELECT count(*) FROM reviews AS r WHERE NOT EXISTS
					(SELECT 1 FROM events AS e WHERE e.subject = 'review' AND e.subject_id = r.id AND e.verb = 'opened')`); n > 0 {
					t.Errorf("%d reviews were never opened", n)
				}
				if n := value[int](t, db, s, `SELECT count(*) FROM action_items AS a WHERE a.state = 'committed' AND NOT EXISTS
					(SELECT 1 FROM links AS l WHERE l.item_id = a.id)`); n > 0 {
					t.Errorf("%d items were committed without a link", n)
				}
				if to == store.SQLite {
					if n := value[int](t, db, s, "SELECT count(*) FROM pragma_foreign_key_check"); n > 0 {
						t.Errorf("%d foreign keys do not hold", n)
					}
				}
			}
		}
	})
}

// testdata/export-1.jsonl was written by the Debrief whose newest schema was 1. It is never written anew.
func TestAnExportOfAnOlderDebriefIsBroughtUpToDate(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("testdata", "export-1.jsonl"))
	storetest.Must(t, err)
	eachEngine(t, func(t *testing.T, engine store.Engine) {
		address := storetest.Address(t, engine)
		storetest.Must(t, restored(t, address, string(text)))
		if again := must[string](t)(exported(t, address)); strings.HasPrefix(again, `{"debrief_export":1,"schema":1}`) {
			t.Error("the schema is still the old one")
		}
		s := storetest.OpenAt(t, address)
		items, _, err := s.Items(t.Context(), models.System, store.ItemFilter{}, store.Page{})
		storetest.Must(t, err)
		if len(items) != 2 {
			t.Errorf("the items are %+v", items)
		}
		// The rows of an older schema have no place in a newer one.
		address = storetest.Address(t, engine)
		storetest.OpenAt(t, address)
		says(t, restored(t, address, string(text)), "older, of schema 1", "empty database")
	})
}

func says(t testing.TB, err error, words ...string) {
	t.Helper()
	if err == nil {
		t.Errorf("no error, want one of %q", words)
		return
	}
	for _, w := range words {
		if !strings.Contains(err.Error(), w) {
			t.Errorf("it says %q, and not %q", err, w)
		}
	}
}

// What Debrief begins with makes room for what is restored; what people have done does not.
func TestOnlyAnEmptyDatabaseIsRestoredInto(t *testing.T) {
	eachEngine(t, func(t *testing.T, engine store.Engine) {
		from := storetest.Address(t, engine)
		storetest.NewHouse(t, storetest.OpenAt(t, from))
		text := must[string](t)(exported(t, from))
		seeded := storetest.Address(t, engine)
		storetest.OpenAt(t, seeded)
		storetest.Must(t, restored(t, seeded, text))
		sameLines(t, must[string](t)(exported(t, seeded)), text)
		says(t, restored(t, seeded, text), "not empty", "7 in people", "1 in teams", "new PostgreSQL database", "SQLite file that does not exist")
		sameLines(t, must[string](t)(exported(t, seeded)), text)
	})
}

// A database whose schema is not this program's is not exported, and nothing is made of it.
func TestOnlyTheNewestSchemaIsExported(t *testing.T) {
	eachEngine(t, func(t *testing.T, engine store.Engine) {
		address := storetest.Address(t, engine)
		_, err := exported(t, address)
		says(t, err, "there is no Debrief in this database", "debrief migrate up")
		must[string](t)(withDatabase(t, address, func(db *store.Database) (string, error) {
			m, err := db.Migrator()
			storetest.Must(t, err)
			_, err = m.Up(t.Context())
			storetest.Must(t, err)
			_, err = m.Down(t.Context())
			return "", err
		}))
		_, err = exported(t, address)
		says(t, err, "debrief migrate up")
		s := storetest.OpenAt(t, address)
		exec(t, storetest.Raw(t, s), s, "UPDATE goose_db_version SET version_id = 999 WHERE version_id = (SELECT max(version_id) FROM goose_db_version)")
		_, err = exported(t, address)
		says(t, err, "schema 999", "newer Debrief")
	})
}

// change returns a text with the first match of a part exchanged.
func change(old, new string) func(string) string {
	return func(text string) string { return strings.Replace(text, old, new, 1) }
}

// lineOf changes the first row of a table.
func lineOf(table string, do func(line string) string) func(string) string {
	return func(text string) string {
		before, rest, _ := strings.Cut(text, `{"table":"`+table+`"`)
		line, after, _ := strings.Cut(rest, "\n")
		return before + do(`{"table":"`+table+`"`+line+"\n") + after
	}
}

// set changes the value of a field, whatever it was.
func set(field, value string) func(string) string {
	return func(line string) string {
		before, rest, _ := strings.Cut(line, `"`+field+`":`)
		end := 1 + strings.IndexAny(rest[1:], `,}"`)
		if rest[0] == '"' {
			end = 2 + strings.IndexByte(rest[1:], '"')
		}
		return before + `"` + field + `":` + value + rest[end:]
	}
}

// What is wrong with an export is said with its line, and nothing of it is kept.
func TestABrokenExportLeavesTheDatabaseEmpty(t *testing.T) {
	twice := func(line string) string { return line + line }
	gone := func(string) string { return "" }
	end := func(text string) int { return strings.LastIndex(text, `{"rows":`) }
	cases := []struct {
		name  string
		spoil func(text string) string
		table string // whose first row is wrong; empty for another line
		says  string
		line  int // counted from that row
	}{
		{"nothing", func(string) string { return "" }, "", "there is nothing in it", 0},
		{"another file", func(string) string { return "PK\x03\x04\n" }, "", "this is no export of Debrief: line 1 is no JSON", 0},
		{"bytes", func(string) string { return "\xff\xfe{\n" }, "", "line 1 is not UTF-8", 0},
		{"other JSON", func(string) string { return "{\"a\":1}\n" }, "", "this is no export of Debrief: line 1", 0},
		{"a list", func(string) string { return "[1]\n" }, "", "this is no export of Debrief: line 1", 0},
		{"another format", change(`"debrief_export":1`, `"debrief_export":2`), "", "line 1: the export has format 2", 0},
		{"a newer schema", change(`"schema":`, `"schema":99`), "", "use the one that made it, or a newer one", 0},
		{"schema 0", func(text string) string { return "{\"debrief_export\":1,\"schema\":0}\n" }, "", "the export has schema 0", 0},
		{"no last line", func(text string) string { return text[:end(text)] }, "", "is missing: the export was cut off", 0},
		{"half a line", func(text string) string { return text[:end(text)-20] }, "", "is no JSON: unexpected end", 0},
		{"only the first line", func(text string) string { return text[:strings.Index(text, "\n")+1] }, "", "line 2 is missing: the export was cut off", 0},
		{"a row less", lineOf("events", gone), "", "the export is not whole", 0},
		{"a wrong count", func(text string) string { return text[:end(text)] + `{"rows":"many"}` }, "", `does not count the rows, but says "many"`, 0},
		{"something after it", func(text string) string { return text + "\n" }, "", "comes after the end", 0},
		{"two exports", twice, "", "comes after the end", 0},
		{"an empty line", lineOf("people", func(line string) string { return "\n" + line }), "people", "is no JSON: unexpected end", -1},
		{"a line of another kind", lineOf("people", change(`"row"`, `"rows"`)), "people", "is neither a row", 0},
		{"a row that is a list", lineOf("people", func(string) string { return `{"table":"people","row":[]}` + "\n" }), "people", "has a row of people that is no JSON object", 0},
		{"an unknown table", lineOf("people", change(`"people"`, `"pebble"`)), "pebble", `has a row of the table "pebble"`, 0},
		{"browsers' sessions", lineOf("people", change(`"people"`, `"sessions"`)), "sessions", `has a row of the table "sessions"`, 0},
		{"an unknown column", lineOf("people", change(`"email"`, `"e-mail"`)), "people", `"e-mail" is no column`, 0},
		{"a generated column", lineOf("action_items", change(`"due_on"`, `"due_key":null,"due_on"`)), "action_items", `"due_key" is no column`, 0},
		{"a missing column", lineOf("people", change(`"active":true,`, ``)), "people", `the column active is missing`, 0},
		{"a column twice", lineOf("people", change(`"active":true,`, `"active":true,"active":false,`)), "people", `"active" is there twice`, 0},
		{"null where there must be something", lineOf("people", set("name", "null")), "people", "name is null, and should be a text", 0},
		{"a number for a text", lineOf("people", set("name", "12")), "people", "name is 12, and should be a text", 0},
		{"a text for a number", lineOf("people", set("version", `"1"`)), "people", `version is "1", and should be a whole number`, 0},
		{"a fraction", lineOf("people", set("version", `1.5`)), "people", `version is 1.5, and should be a whole number`, 0},
		{"a number that is too large", lineOf("people", set("version", `9223372036854775808`)), "people", `version has more than 64 bits`, 0},
		{"a number for a truth", lineOf("people", set("active", `1`)), "people", `active is 1, and should be true or false`, 0},
		{"no instant", lineOf("people", set("created_at", `"2026-02-30T00:00:00Z"`)), "people", `created_at is "2026-02-30T00:00:00Z", and should be an instant`, 0},
		{"an instant without a zone", lineOf("people", set("created_at", `"2026-02-03T00:00:00"`)), "people", `and should be an instant`, 0},
		{"nanoseconds", lineOf("people", set("created_at", `"2026-02-03T00:00:00.000000001Z"`)), "people", `more than microseconds`, 0},
		{"the year 0", lineOf("people", set("created_at", `"0001-01-01T00:00:00+01:00"`)), "people", `not in the years 1 to 9999`, 0},
		{"no date", lineOf("people", set("away_from", `"2026-3-1"`)), "people", `away_from is "2026-3-1", and should be a date`, 0},
		{"NUL in a text", lineOf("people", set("name", `"a\u0000b"`)), "people", `name has a NUL character in it`, 0},
		{"a key twice", lineOf("people", twice), "people", "has a row of people that the database refuses", 1},
		{"an address twice", lineOf("people", func(line string) string { return line + set("id", "99")(line) }), "people", "has a row of people that the database refuses", 1},
		{"a value that a table refuses", lineOf("people", set("role", `"king"`)), "people", "has a row of people that the database refuses", 0},
		{"a reference that does not hold", lineOf("incidents", set("team_id", "77")), "incidents", "has a row of incidents in which team_id is 77, and there is no such row in teams", 0},
		{"a person whose manager is not there", lineOf("people", set("manager_id", "77")), "people", "manager_id is 77, and there is no such row in people", 0},
		{"an event of nobody", lineOf("events", set("actor_id", "77")), "events", "actor_id is 77, and there is no such row in people", 0},
		{"a table that is not there yet", func(text string) string {
			var line string
			text = lineOf("teams", func(l string) string { line = l; return "" })(text)
			return lineOf("people", func(l string) string { return line + l })(text)
		}, "teams", "and there is no such row in people", 0},
	}
	eachEngine(t, func(t *testing.T, engine store.Engine) {
		from, to := storetest.Address(t, engine), storetest.Address(t, engine)
		h := storetest.NewHouse(t, storetest.OpenAt(t, from))
		h.Propose(t, monday, h.AddReview(t, monday, 1).ID)
		text := must[string](t)(exported(t, from))
		s := storetest.OpenAt(t, to)
		before := tables(t, s)
		for _, c := range cases {
			spoilt := c.spoil(text)
			if spoilt == text {
				t.Errorf("%s: nothing was spoilt", c.name)
			}
			want := []string{c.says}
			if c.table != "" {
				n := strings.Count(spoilt[:strings.Index(spoilt, `"table":"`+c.table+`"`)], "\n") + 1
				want = append(want, "line "+sprint(n+c.line)+" ")
			}
			err := restored(t, to, spoilt)
			says(t, err, want...)
			same(t, tables(t, s), before)
		}
		storetest.Must(t, restored(t, to, text)) // none of them has left anything
		// Without a schema before, there is one afterwards, and no row.
		to = storetest.Address(t, engine)
		says(t, restored(t, to, text[:end(text)]), "cut off")
		for name, rows := range tables(t, storetest.OpenAt(t, to)) {
			if rows > 0 && !slices.Contains([]string{"policies", "checklist_templates", "questions"}, name) { // the seed
				t.Errorf("%d rows in %s", rows, name)
			}
		}
	})
}

// A line that does not end is not read into memory.
func TestALineThatIsTooLongIsRefused(t *testing.T) {
	t.Parallel()
	err := must[error](t)(withDatabase(t, storetest.Address(t, store.SQLite), func(db *store.Database) (error, error) {
		_, err := db.Restore(t.Context(), endless{})
		return err, nil
	}))
	says(t, err, "line 1 is longer than 64 MiB")
}

type endless struct{}

func (endless) Read(b []byte) (int, error) {
	for n := range b {
		b[n] = 'x'
	}
	return len(b), nil
}

// An export that was begun and given up, or could not be written, is an error.
func TestAnExportThatIsGivenUpIsAnError(t *testing.T) {
	eachEngine(t, func(t *testing.T, engine store.Engine) {
		address := storetest.Address(t, engine)
		everything(t, storetest.OpenAt(t, address))
		text := must[string](t)(exported(t, address))
		must[int](t)(withDatabase(t, address, func(db *store.Database) (int, error) {
			ctx, cancel := context.WithCancel(t.Context())
			_, err := db.Export(ctx, &meanwhile{Writer: io.Discard, do: cancel})
			says(t, err, "context canceled")
			_, err = db.Export(t.Context(), full{})
			says(t, err, "no space left")
			return 0, nil
		}))
		to := storetest.Address(t, engine)
		must[int](t)(withDatabase(t, to, func(db *store.Database) (int, error) {
			ctx, cancel := context.WithCancel(t.Context())
			read := strings.NewReader(text)
			_, err := db.Restore(ctx, io.MultiReader(io.LimitReader(read, int64(len(text)/2)), &stop{cancel, read}))
			says(t, err, "context canceled")
			_, err = db.Restore(t.Context(), io.MultiReader(strings.NewReader(text[:len(text)/2]), broken{}))
			says(t, err, "read line", "the disk is broken")
			return 0, nil
		}))
		storetest.Must(t, restored(t, to, text))
	})
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("no space left") }

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, errors.New("the disk is broken") }

// stop calls something before it is read.
type stop struct {
	do func()
	io.Reader
}

func (s *stop) Read(b []byte) (int, error) {
	s.do()
	return s.Reader.Read(b)
}

// A table of a later migration needs nothing but itself: values of every type come through, with the table's order of
// columns, key and references as they may be.
func TestATableOfALaterMigrationIsExportedToo(t *testing.T) {
	create := map[store.Engine][]string{
		store.SQLite: {`CREATE TABLE later (id integer PRIMARY KEY AUTOINCREMENT, parent_id integer REFERENCES later (id), "select" blob, at datetime,
				day date, truth boolean, n integer, text text, person_id integer REFERENCES people (id))`,
			`CREATE TABLE "Two Keys" (b text NOT NULL, a integer NOT NULL REFERENCES later (id), "odd "" name" text, PRIMARY KEY (b, a))`},
		store.Postgres: {`CREATE TABLE later (person_id bigint REFERENCES people (id), id bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, n bigint, truth boolean,
				text text, at timestamptz, day date, "select" bytea, parent_id bigint REFERENCES later (id))`,
			`CREATE TABLE "Two Keys" ("odd "" name" text, a bigint NOT NULL REFERENCES later (id), b text COLLATE "und-x-icu" NOT NULL, PRIMARY KEY (b, a))`},
	}
	const want = `{"table":"later","row":{"id":-5,"at":"0001-01-01T00:00:00Z","day":"0001-01-01","n":-9223372036854775808,"parent_id":9223372036854775806,"person_id":null,"select":"","text":"","truth":false}}
{"table":"later","row":{"id":1,"at":null,"day":null,"n":null,"parent_id":null,"person_id":null,"select":null,"text":null,"truth":null}}
{"table":"later","row":{"id":3,"at":"2026-03-02T10:00:00.000001Z","day":"2026-03-02","n":0,"parent_id":3,"person_id":1,"select":"AP+A","text":"\u2028<&>\\\"\u0001é🐌","truth":true}}
{"table":"later","row":{"id":9223372036854775806,"at":"9999-12-31T23:59:59.999999Z","day":"9999-12-31","n":9223372036854775807,"parent_id":-5,"person_id":1,"select":"AA==","text":"x","truth":true}}
{"table":"Two Keys","row":{"b":"","a":1,"odd \" name":null}}
{"table":"Two Keys","row":{"b":"B","a":1,"odd \" name":"NULL"}}
{"table":"Two Keys","row":{"b":"_","a":1,"odd \" name":""}}
{"table":"Two Keys","row":{"b":"a","a":-5,"odd \" name":"1"}}
{"table":"Two Keys","row":{"b":"a","a":1,"odd \" name":"1"}}
{"table":"Two Keys","row":{"b":"ä","a":1,"odd \" name":"1"}}
{"table":"Two Keys","row":{"b":"🐌","a":1,"odd \" name":"1"}}
`
	eachEngine(t, func(t *testing.T, from store.Engine) {
		prepare := func(engine store.Engine) (string, *store.Store) {
			address := storetest.Address(t, engine)
			s := storetest.OpenAt(t, address)
			for _, query := range create[engine] {
				exec(t, storetest.Raw(t, s), s, query)
			}
			return address, s
		}
		source, s := prepare(from)
		storetest.NewHouse(t, s)
		text := must[string](t)(exported(t, source))
		head, tail := text[:strings.LastIndex(text, `{"rows":`)], `{"rows":`+sprint(strings.Count(text, "\n")-2+strings.Count(want, "\n"))+"}\n"
		for _, to := range storetest.Engines {
			address, s := prepare(to)
			storetest.Must(t, restored(t, address, head+want+tail))
			again := must[string](t)(exported(t, address))
			if !strings.Contains(again, "\n"+want) { // the rows in this order, and the one table after the other
				t.Errorf("there is no\n%sin\n%s", want, again)
			}
			exec(t, storetest.Raw(t, s), s, "INSERT INTO later (text) VALUES ('next')")
			if n := value[int64](t, storetest.Raw(t, s), s, "SELECT id FROM later WHERE text = 'next'"); n != 9223372036854775807 {
				t.Errorf("the next id is %d", n)
			}
		}
	})
}

// What could not be restored as it is, is not exported.
func TestATextThatIsNoTextIsNotExported(t *testing.T) {
	t.Parallel()
	address := storetest.Address(t, store.SQLite) // PostgreSQL refuses it by itself
	s := storetest.OpenAt(t, address)
	h := storetest.NewHouse(t, s)
	for text, why := range map[string]string{"'a' || char(0)": "NUL", "CAST(x'ff' AS text)": "UTF-8"} {
		exec(t, storetest.Raw(t, s), s, "UPDATE teams SET name = "+text)
		_, err := exported(t, address)
		says(t, err, "export teams: the row ["+sprint(h.Team.ID)+"]: name", why)
	}
}
