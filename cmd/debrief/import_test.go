package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"debrief/internal/testenv"
	"debrief/models/storetest"
)

// imports runs debrief import, and returns what it prints, what it says is wrong, and how it ends.
func imports(t *testing.T, in string, args ...string) (out, errs string, err error) {
	t.Helper()
	var o, e bytes.Buffer
	err = run(context.Background(), &program{out: &o, errs: &e, in: strings.NewReader(in), now: clock}, append([]string{"import"}, args...))
	return o.String(), e.String(), err
}

// folder writes files into a folder of their own.
func folder(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, name)
		storetest.Must(t, os.MkdirAll(filepath.Dir(path), 0o700))
		storetest.Must(t, os.WriteFile(path, []byte(text), 0o600))
	}
	return dir
}

const checkout = `# Checkout was down

- Incident window: 2026-02-10 10:02 to 10:36 UTC
- Severity: SEV-1

## Action items

- [x] Set a lock timeout for migrations
- [ ] Show the longest-held lock on the dashboard
`

func TestEveryPublishedPostmortemImportsOnce(t *testing.T) {
	t.Parallel()
	dir := testenv.Shared(t, "wording/dev/postmortems")
	for engine, database := range engines {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			at := "--database-url=" + database(t)
			out, _, err := imports(t, "", at, dir)
			if err != nil || !strings.Contains(out, "123 files: 123 reviews and ") || !strings.Contains(out, "0 refused") {
				t.Fatalf("%v: %s", err, out[max(0, len(out)-300):])
			}
			again, _, err := imports(t, "", at, dir)
			if err != nil || !strings.Contains(again, "123 files: 0 reviews and 0 action items imported, 123 there already, 0 refused") {
				t.Errorf("again: %v: %s", err, again[max(0, len(again)-300):])
			}
		})
	}
}

// The labels' items are looked for in what --dry-run prints, in their file's review.
func TestThePublishedActionItemsAreInTheirReviews(t *testing.T) {
	t.Parallel()
	dir := testenv.Shared(t, "wording/dev")
	out, _, err := imports(t, "", "--dry-run", "--format=jsonl", filepath.Join(dir, "postmortems"))
	storetest.Must(t, err)
	flat := func(s string) string {
		return strings.Trim(strings.Join(strings.Fields(strings.NewReplacer("`", "", "*", "", "http://www.", "www.").Replace(strings.ToLower(s))), " "), " .:;,!")
	}
	texts, kinds := map[string]string{}, map[string]int{}
	lines := bufio.NewScanner(strings.NewReader(out))
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var line struct{ File, Kind, Title, Description string }
		storetest.Must(t, json.Unmarshal(lines.Bytes(), &line))
		kinds[line.Kind]++
		if line.Kind == "action_item" {
			texts[filepath.Base(line.File)] += flat(line.Title+" "+line.Description) + "\n" + flat(line.Title) + "\n"
		}
	}
	if kinds["incident"] != 123 || kinds["review"] != 123 {
		t.Errorf("there are %v", kinds)
	}
	file, err := os.Open(filepath.Join(dir, "actions.jsonl"))
	storetest.Must(t, err)
	defer file.Close()
	found, total := 0, 0
	for labels := bufio.NewScanner(file); labels.Scan(); {
		var label struct{ Text, Source, Block string }
		storetest.Must(t, json.Unmarshal(labels.Bytes(), &label))
		if _, err := os.Stat(filepath.Join(dir, "postmortems", label.Source)); err != nil {
			continue // of a document whose text is not here
		}
		total++
		want := label.Text
		if label.Block == "tablerow" { // the label has all cells; the item's title is the first
			want, _, _ = strings.Cut(want, " | ")
		}
		if strings.Contains(texts[label.Source], flat(want)) {
			found++
		} else {
			t.Logf("not found: %s: %s", label.Source, label.Text)
		}
	}
	t.Logf("%d of %d labelled items, %d items in all", found, total, kinds["action_item"])
	if total != 117 || found*100 < total*95 {
		t.Errorf("%d of %d are found", found, total)
	}
}

func TestAFileThatCannotBeReadDoesNotHoldUpTheOthers(t *testing.T) {
	t.Parallel()
	unnamed := filepath.Join(folder(t, map[string]string{"a.csv": "Aufgabe,Owner\nAdd a cache,Ana\n"}), "a.csv")
	if _, _, err := imports(t, "", "--dry-run", unnamed); err == nil || !strings.Contains(err.Error(), "--column") {
		t.Errorf("a table without titles: %v", err)
	}
	good := "# Search was slow on 2026-02-11\n\n## TODO\n\n- Add a cache\n"
	for name, c := range map[string]struct {
		file, text string
		refused    bool
		says       string // of it, on standard error; empty for nothing
	}{
		"without a title":           {"2026-02-12-queue-stuck.md", "The queue was stuck.\n", false, "no headings"},
		"without sections":          {"queue.md", "Postmortem of 2026-02-12. The queue was stuck.\n", false, "no headings: the text was read as one section"},
		"binary":                    {"queue.md", "\x89PNG\x00\x00", true, "binary file"},
		"an office file":            {"queue.md", "PK\x03\x04\x00\x00\x00", true, "an office program's own file"},
		"JSON":                      {"queue.json", "{\"title\": \"Queue\"}\n", true, "this is JSON"},
		"too long once it is UTF-8": {"queue.md", "# Queue\n\n" + strings.Repeat("\xe4", 1_500_000), true, "more than 2 MiB"},
		"HTML without its head":     {"queue.md", "<h1>Queue</h1>\n<p>It was stuck.</p>\n<ul>\n<li>Drain it</li>\n</ul>\n", true, "this is an HTML page"},
		"empty":                     {"queue.md", " \n\n", true, "the document is empty"},
		"10 MB":                     {"queue.md", strings.Repeat("The queue was stuck.\n", 500_000), true, "more than 2 MiB"},
		"Windows line ends":         {"queue.md", strings.ReplaceAll(checkout, "\n", "\r\n"), false, ""},
		"Latin-1":                   {"queue.md", "# Stau in der Warteschlange f\xfcr Auftr\xe4ge am 2026-02-12\n\n## Next steps\n\n- Add a pager\n", false, "not UTF-8; read as Windows-1252"},
		"HTML":                      {"queue.md", "<!DOCTYPE html>\n<html><body>The queue was stuck.</body></html>\n", true, "line 1: this is an HTML page"},
		"a table of merged cells":   {"queue.md", "# Queue on 2026-02-12\n\n## Action items\n\n| Action | Owner |\n|---|---|\n| Add a pager | Ana |\n| | and Bo |\n| Drain it | Cy |\n", false, "nobody here is called “Ana” or “Cy”"},
		"front matter, no YAML":     {"queue.md", "---\ntitle: [Queue\n---\n# Queue on 2026-02-12\n", false, "the front matter is not YAML"},
		"a table with a bad row":    {"items.csv", "Action,Due\nAdd a pager,soon\n", true, "line 2"},
		"a name that is not there":  {"", "", true, "no such file"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := folder(t, map[string]string{"search.md": good, "checkout.md": checkout})
			bad := filepath.Join(dir, "missing.md")
			if c.file != "" {
				bad = filepath.Join(folder(t, map[string]string{c.file: c.text}), c.file)
			}
			out, errs, err := imports(t, "", "--database-url="+filepath.Join(dir, "d.db"), filepath.Join(dir, "search.md"), bad, filepath.Join(dir, "checkout.md"))
			if (err != nil) != c.refused {
				t.Errorf("it ends with %v", err)
			}
			for _, title := range []string{"Search was slow", "Checkout was down"} {
				if !strings.Contains(out, title) {
					t.Errorf("%s is not imported:\n%s%s", title, out, errs)
				}
			}
			line := ""
			for l := range strings.Lines(errs) {
				if strings.HasPrefix(l, bad+": ") {
					line += l
				}
				if len(l) > 400 {
					t.Errorf("a line is long: %q", l)
				}
			}
			if (line == "") != (c.says == "") || !strings.Contains(line, c.says) {
				t.Errorf("it says %q, want %q", errs, c.says)
			}
			if c.refused && strings.Count(line, "\n") != 1 {
				t.Errorf("it says more than one line: %q", line)
			}
		})
	}
}

func TestTablesJoinTheDocumentsOfTheirFolder(t *testing.T) {
	t.Parallel()
	dir := folder(t, map[string]string{
		"actions.csv": "Postmortem,Action,Status\ncheckout was down,Page the owner,open\nSearch was slow,Add a cache,done\nSearch was slow,Warm it,open\n",
		"checkout.md": checkout, "search.md": "# Search was slow\n\nDate: 2026-02-11\n\n## TODO\n\n- [x] Add a cache\n"})
	at := "--database-url=" + filepath.Join(dir, "d.db")
	out, errs, err := imports(t, "", at, dir)
	if err != nil || !strings.Contains(out, "3 files: 2 reviews and 5 action items imported") {
		t.Fatalf("%v: %s%s", err, out, errs)
	}
	if !strings.Contains(out, "actions.csv: PM-1, SEV-1, 2026-02-10, 1 action item: Checkout was down") {
		t.Errorf("it tells of a review that is there already: %s", out)
	}
	again, errs, err := imports(t, "", at, dir)
	if err != nil || !strings.Contains(again, "3 files: 0 reviews and 0 action items imported, 4 there already") {
		t.Errorf("again: %v: %s%s", err, again, errs)
	}
}

func TestAnIndexOfAFolderIsLeftOutUnlessItIsNamed(t *testing.T) {
	t.Parallel()
	dir := folder(t, map[string]string{"README.md": "# Our reviews\n\n- [2026-02-10 Checkout](checkout/index.md)\n- [2026-02-11 Search](search.md)\n", "checkout/index.md": checkout})
	at := "--database-url=" + filepath.Join(t.TempDir(), "d.db")
	for _, args := range [][]string{{"--dry-run", dir}, {at, dir}} {
		out, errs, err := imports(t, "", args...)
		if err != nil || !strings.Contains(out, "2 files: 1 review and 2 action items") || !strings.Contains(errs, "README.md: no postmortem; left out\n") {
			t.Errorf("%v: %v: %s%s", args, err, out, errs)
		}
	}
	out, errs, err := imports(t, "", "--dry-run", filepath.Join(dir, "README.md"))
	if err != nil || !strings.Contains(out, "1 file: 1 review") {
		t.Errorf("one that is named: %v: %s%s", err, out, errs)
	}
}

func TestFilesOfOneNameInTwoFoldersAreTwo(t *testing.T) {
	t.Parallel()
	text := func(item string) string { return "# Postmortem\n\nDate: 2026-03-02\n\n## TODO\n\n- " + item + "\n" }
	dir := folder(t, map[string]string{"a/2026-03-02.md": text("Add a cache"), "b/2026-03-02.md": text("Page earlier")})
	at := "--database-url=" + filepath.Join(t.TempDir(), "d.db")
	link := filepath.Join(t.TempDir(), "link")
	storetest.Must(t, os.Symlink(dir, link))
	if out, errs, err := imports(t, "", at, link); err != nil || !strings.Contains(out, "2 files: 2 reviews and 2 action items") {
		t.Errorf("%v: %s%s", err, out, errs)
	}
	storetest.Must(t, os.WriteFile(filepath.Join(dir, "a/2026-03-02.md"), []byte(text("Add two caches")), 0o600))
	out, errs, err := imports(t, "", at, link)
	if err != nil || !strings.Contains(out, "0 reviews and 0 action items") || !strings.Contains(errs, "another version of this file") {
		t.Errorf("one that changed: %v: %s%s", err, out, errs)
	}
	if _, _, err := imports(t, "", at, t.TempDir()); err == nil || !strings.Contains(err.Error(), "nothing to import") {
		t.Errorf("an empty folder: %v", err)
	}
}

func TestTheOrderOfDaysIsChosen(t *testing.T) {
	t.Parallel()
	text := "# Slow tills\n\nDate: 02/01/2026\n\nThe tills were slow.\n"
	for want, choice := range map[string][]string{"SEV-3, 2026-02-01": nil, "SEV-3, 2026-01-02": {"--day-first"}} {
		if out, _, err := imports(t, text, append(choice, "--dry-run", "-")...); err != nil || !strings.Contains(out, want) {
			t.Errorf("with %v it shows %s, %v; want %s", choice, out, err, want)
		}
	}
}

func TestADryRunOpensNoDatabase(t *testing.T) {
	t.Parallel()
	dir := folder(t, map[string]string{"a/checkout.md": checkout, "b/checkout.md": checkout, "b/.git/x.md": "# Not this one\n", "notes.pdf": "%PDF"})
	database := filepath.Join(dir, "debrief.db")
	out, _, err := imports(t, "", "--dry-run", "--database-url="+database, dir)
	if err != nil || !strings.Contains(out, "2 files: 1 review and 2 action items found, 1 there already, 0 refused") || !strings.Contains(out, "[x] Set a lock timeout") {
		t.Errorf("%v: %s", err, out)
	}
	if _, err := os.Stat(database); !os.IsNotExist(err) {
		t.Errorf("there is a database: %v", err)
	}
}

func TestADocumentComesFromStandardInput(t *testing.T) {
	t.Parallel()
	if out, _, err := imports(t, "Action,Owner\nAdd a cache,Ana\n", "--dry-run", "--table", "-"); err != nil || !strings.Contains(out, "Action (title), Owner (owner)") {
		t.Errorf("a table: %v: %s", err, out)
	}
	out, errs, err := imports(t, checkout, "--database-url="+filepath.Join(t.TempDir(), "d.db"), "--format=jsonl", "-")
	if err != nil || errs != "" || strings.Count(out, "\n") != 4 || !strings.Contains(out, `"review":"PM-1"`) {
		t.Errorf("%v %q: %s", err, errs, out)
	}
}

func TestEverythingMovesFromSQLiteToPostgreSQLAndBack(t *testing.T) {
	t.Parallel()
	lite, back := "--database-url="+engines["sqlite"](t), "--database-url="+engines["sqlite"](t)
	pg := "--database-url=" + engines["postgres"](t)
	_, _, err := imports(t, "", lite, folder(t, map[string]string{"checkout.md": checkout}))
	storetest.Must(t, err)
	first, err := says(t, "export", lite)
	storetest.Must(t, err)
	_, _, err = imports(t, first, pg, "-")
	storetest.Must(t, err)
	second, err := says(t, "export", pg)
	storetest.Must(t, err)
	file := filepath.Join(folder(t, map[string]string{"backup.jsonl": second}), "backup.jsonl")
	out, _, err := imports(t, "", back, file)
	storetest.Must(t, err)
	third, err := says(t, "export", back)
	storetest.Must(t, err)
	if first != second || second != third || !strings.Contains(first, "Checkout was down") || !strings.Contains(out, "rows imported") {
		t.Errorf("they differ: %d, %d and %d bytes", len(first), len(second), len(third))
	}
	if _, _, err := imports(t, "", back, file); err == nil || !strings.Contains(err.Error(), "not empty") {
		t.Errorf("a second time: %v", err)
	}
	if _, _, err := imports(t, "", back, file, file); err == nil || !strings.Contains(err.Error(), "alone") {
		t.Errorf("with another file: %v", err)
	}
}
