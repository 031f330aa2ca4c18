package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"debrief/models/store"
	"debrief/models/storetest"
)

func TestWhereThereIsNoDatabaseItIsSaidAndNoneIsMade(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	for _, address := range []string{filepath.Join(folder, "none.db"), "sqlite:" + filepath.Join(folder, "none.db"), filepath.Join(folder, "no folder", "none.db")} {
		for _, args := range [][]string{{"export"}, {"export", "--output=" + filepath.Join(folder, "export.jsonl")}, {"migrate", "status"}, {"migrate", "down", "--yes"},
			{"token", "sign-in", "ana@example.com"}, {"token", "create", "ana@example.com", "--name=x"}, {"import", "--team=Storefront", "nofile.md"}} {
			got, err := says(t, append(args, "--database-url="+address)...)
			if err == nil || got != "" || !strings.Contains(err.Error(), "none.db") || !strings.Contains(err.Error(), "--database-url") {
				t.Errorf("%v says %q, %v", args, got, err)
			}
		}
	}
	if got, err := says(t, "import", "nofile.md", "--database-url="+filepath.Join(folder, "none.db")); err == nil || !strings.Contains(got, "nofile.md: no such file") {
		t.Errorf("a file that is not there: %q, %v", got, err)
	}
	if left, err := os.ReadDir(folder); err != nil || len(left) > 0 {
		t.Errorf("left are %v, %v", left, err)
	}
}

func TestExportChangesNothingInTheDatabase(t *testing.T) {
	t.Parallel()
	for engine, database := range engines {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			at, file := "--database-url="+database(t), filepath.Join(t.TempDir(), "export.jsonl")
			mustSay(t, "migrate", "up", at)
			// No policy, no checklist, no administrator: nobody has started it.
			if got := mustSay(t, "export", at); !strings.HasPrefix(got, `{"debrief_export":1,"schema":`) || !strings.HasSuffix(got, "}\n{\"rows\":0}\n") {
				t.Errorf("an empty one is exported as %s", got)
			}
			mustSay(t, "migrate", "down", at, "--yes")
			for range 2 {
				got, err := says(t, "export", at, "--output="+file)
				if err == nil || got != "" || !strings.Contains(err.Error(), "debrief migrate up") {
					t.Errorf("another schema is exported as %q, %v", got, err)
				}
			}
			if left, err := os.ReadDir(filepath.Dir(file)); err != nil || len(left) > 0 {
				t.Errorf("left are %v, %v", left, err)
			}
		})
	}
}

// mustSay is says for what must work.
func mustSay(t *testing.T, args ...string) string {
	t.Helper()
	got, err := says(t, args...)
	if err != nil {
		t.Fatalf("%v: %v", args, err)
	}
	return got
}

func TestAnExportIsWrittenToAFileThatIsNew(t *testing.T) {
	t.Parallel()
	address, folder := storetest.Address(t, store.SQLite), t.TempDir()
	h := storetest.NewHouse(t, storetest.OpenAt(t, address))
	at, file := "--database-url="+address, filepath.Join(folder, "export.jsonl")
	want := mustSay(t, "export", at)
	if got := mustSay(t, "export", at, "--output="+file); !strings.Contains(got, " rows exported to "+file+"\n") || strings.Count(got, "\n") != 1 {
		t.Errorf("it says %q", got)
	}
	holds := func(want string) {
		t.Helper()
		got, err := os.ReadFile(file)
		if err != nil || string(got) != want {
			t.Errorf("the file holds\n%s\n%v, want\n%s", got, err, want)
		}
		info, err := os.Stat(file)
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("the file is %v, %v", info.Mode(), err)
		}
		if left, err := os.ReadDir(folder); err != nil || len(left) != 1 {
			t.Errorf("beside it are %v, %v", left, err)
		}
	}
	holds(want)
	h.AddReview(t, storetest.Monday, 1)
	if got, err := says(t, "export", at, "--output="+file); err == nil || got != "" || !strings.Contains(err.Error(), "--force") {
		t.Errorf("it is written over: %q, %v", got, err)
	}
	holds(want)
	mustSay(t, "export", at, "--output="+file, "--force")
	holds(mustSay(t, "export", at))
	if _, err := says(t, "export", at, "--output="+filepath.Join(folder, "none", "x")); err == nil || !strings.Contains(err.Error(), "none/x") {
		t.Errorf("a folder that is not there: %v", err)
	}
}

// What a team does that moves to PostgreSQL, or back.
func TestADatabaseMovesByTheCommandLine(t *testing.T) {
	t.Parallel()
	for from, database := range engines {
		for to, other := range engines {
			t.Run(from+" to "+to, func(t *testing.T) {
				t.Parallel()
				source, target, file := database(t), other(t), filepath.Join(t.TempDir(), "export.jsonl")
				storetest.NewHouse(t, storetest.OpenAt(t, source)).AddReview(t, storetest.Monday, 1)
				mustSay(t, "export", "--database-url="+source, "--output="+file)
				mustSay(t, "import", "--database-url="+target, file)
				if got, want := mustSay(t, "export", "--database-url="+target), mustSay(t, "export", "--database-url="+source); got != want {
					t.Errorf("it was\n%s\nand is\n%s", want, got)
				}
			})
		}
	}
}
