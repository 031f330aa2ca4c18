package storetest_test

import (
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
			if !slices.Contains([]string{"incident_services", "responders", "review_readers", "review_words", "idempotency_keys", "policies"}, name) {
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

func (broken) Read([]byte) (int, error) { return 0, errors.New("the disk is broken") }

func (s *stop) Read(b []byte) (int, error) {
	s.do()
	return s.Reader.Read(b)
}

type broken struct{}

// stop calls something before it is read.
type stop struct {
	do func()
	io.Reader
}
