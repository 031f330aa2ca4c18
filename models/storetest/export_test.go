package storetest_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
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
		p.AwayFrom, p.AwayUntil, p.DelegateID = date(t, "2026-02-28"), date(t, "2028-12-31"), &h.Viewer.ID
		p.LettersVia = models.ViaSlack
	})
	h.Admin.ManagerID = &boss.ID
	h.Admin = must[models.Person](t)(s.SavePerson(ctx, models.System, now, h.Admin))
	i := h.AddIncident(t, now, 1, func(i *models.Incident) { i.Title, i.Summary = line, awkward })
	r := h.ReviewOf(t, i.ID)
	r = must[models.Review](t)(s.EditReview(ctx, facilitator, now, r.ID, r.Version, store.ReviewEdit{FacilitatorID: &h.Facilitator.ID,
		Restricted: ptr(true), ReaderIDs: &[]int64{h.Viewer.ID, boss.ID}}))
	h.Meet(t, now, r.ID, now.Add(50*time.Hour), h.Member, h.Facilitator, boss)
	channelOf(t, h, now, "größe")
	h.Meet(t, now, h.AddReview(t, now, 2).ID, now.Add(50*time.Hour), h.Member)
	h.Write(t, now, r.ID, awkward)
	h.Write(t, now.Add(time.Microsecond), r.ID, strings.Repeat(awkward, 1<<18/len(awkward)))
	must[models.Person](t)(s.SignInAs(ctx, now, models.Claims{Issuer: "https://login.example.com", Subject: awkward, Email: h.Member.Email, Verified: true}, models.Newcomers{}))
	c := must[models.Comment](t)(s.AddComment(ctx, member, now, models.Comment{ReviewID: r.ID, Quote: "", Body: awkward}))
	must[models.Comment](t)(s.AddComment(ctx, facilitator, now, models.Comment{ReviewID: r.ID, ReplyToID: &c.ID, Body: awkward}))
	must[models.DocumentTemplate](t)(s.AddDocumentTemplate(ctx, models.System, now, -1, models.DocumentTemplate{Body: "# {title}\n" + awkward}))
	must[models.RuleLevel](t)(s.SetRuleLevel(ctx, models.System, now, "counterfactual", 0, "info"))
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
	mistaken := h.AddIncident(t, now, 3)
	must[models.Incident](t)(s.WithdrawIncident(ctx, member, now, mistaken.ID, 0, awkward, &i.ID))
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
		h, r := everything(t, s)
		h.Write(t, odd.Add(time.Millisecond), r.ID, strings.Repeat(awkward, models.MaxDocument/len(awkward)))
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
