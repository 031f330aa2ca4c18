package main

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"debrief/models"
	"debrief/models/storetest"
)

// says runs a command line and returns what it prints.
func says(t *testing.T, args ...string) (string, error) {
	t.Helper()
	var out bytes.Buffer
	err := run(context.Background(), &program{out: &out, errs: &out, now: clock}, args)
	return out.String(), err
}

func TestTheSchemaMovesUpAndDown(t *testing.T) {
	t.Parallel()
	for engine, database := range engines {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			at := "--database-url=" + database(t)
			for _, step := range []struct {
				args []string
				want string
			}{
				{[]string{"migrate", "up", at}, "ran 00001_house.sql"},
				{[]string{"migrate", "up", at}, "the schema is up to date"},
				{[]string{"migrate", "status", at}, "UTC"},
				{[]string{"migrate", "down", at, "--yes"}, "took 00007_handover.sql back"},
				{[]string{"migrate", "down", at, "--yes"}, "took 00006_active.sql back"},
				{[]string{"migrate", "down", at, "--yes"}, "took 00005_order.sql back"},
				{[]string{"migrate", "down", at, "--yes"}, "took 00004_standing.sql back"},
				{[]string{"migrate", "down", at, "--yes"}, "took 00003_check.sql back"},
				{[]string{"migrate", "down", at, "--yes"}, "took 00002_import.sql back"},
				{[]string{"migrate", "down", at, "--yes"}, "took 00001_house.sql back"},
				{[]string{"migrate", "down", at, "--yes"}, "no migration to take back"},
				{[]string{"migrate", "status", at}, "not yet"},
				{[]string{"migrate", "up", at}, "ran 00001_house.sql"},
			} {
				got, err := says(t, step.args...)
				if err != nil || !strings.Contains(got, step.want) {
					t.Fatalf("%v says %q, %v; want %q", step.args, got, err, step.want)
				}
			}
			if _, err := says(t, "migrate", "down", at); err == nil || !strings.Contains(err.Error(), "--yes") {
				t.Errorf("rows would be lost without asking: %v", err)
			}
		})
	}
}

func TestTheCommandLineExplainsItself(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		args []string
		want []string
	}{
		{[]string{"--help"}, []string{"serve", "demo", "migrate", "token", "version", "health"}},
		{[]string{"serve", "--help"}, []string{"DEBRIEF_DATABASE_URL", "DEBRIEF_DATABASE_URL_FILE", "DEBRIEF_JIRA_TOKEN_FILE", "DEBRIEF_SMTP_PASSWORD_FILE"}},
		{[]string{"version"}, []string{"debrief " + version}},
		{[]string{"--version"}, []string{"debrief " + version}},
		{[]string{"help"}, []string{"serve", "demo"}},
		{[]string{"help", "check"}, []string{"--format", "--rules"}},
	} {
		got, err := says(t, c.args...)
		if err != nil {
			t.Errorf("%v: %v", c.args, err)
		}
		for _, want := range c.want {
			if !strings.Contains(got, want) {
				t.Errorf("%v does not mention %s:\n%s", c.args, want, got)
			}
		}
	}
	for _, args := range [][]string{{"fly"}, {"serve", "--fly"}, {}} {
		if _, err := says(t, args...); err == nil || !strings.Contains(err.Error(), "debrief --help") {
			t.Errorf("%v: %v", args, err)
		}
	}
}

func TestAKeyIsOnlyMadeForSomebodyWhoIsKnown(t *testing.T) {
	t.Parallel()
	at := "--database-url=" + filepath.Join(t.TempDir(), "debrief.db")
	mustSay(t, "migrate", "up", at)
	if _, err := says(t, "token", "create", at, "--name=x", "nobody@example.com"); err == nil || !strings.Contains(err.Error(), "nobody@example.com") {
		t.Errorf("a stranger: %v", err)
	}
	s, err := openStore(t.Context(), settings{database: strings.TrimPrefix(at, "--database-url=")}, clock())
	if err != nil {
		t.Fatal(err)
	}
	_, err = s.AddPerson(t.Context(), models.System, clock(), models.Person{Name: "Bo", Email: "bo@example.com", Role: models.Member, TimeZone: "UTC", Active: true})
	if err = errors.Join(err, s.Close()); err != nil {
		t.Fatal(err)
	}
	for role, told := range map[string]bool{"administrator": true, "viewer": false} {
		if got := mustSay(t, "token", "create", at, "--name=x", "--role="+role, "bo@example.com"); strings.Contains(got, "bo@example.com is member, so the key") != told {
			t.Errorf("a key of a member as %s says %s", role, got)
		}
	}
	if _, err := says(t, "token", "sign-in", at, "nobody@example.com"); err == nil || !strings.Contains(err.Error(), "nobody@example.com") {
		t.Errorf("a stranger: %v", err)
	}
}

func TestADatabaseThatIsNotThereIsSaidSo(t *testing.T) {
	t.Parallel()
	_, err := says(t, "migrate", "status", "--database-url=postgres://debrief:hunter2@127.0.0.1:1/none")
	if err == nil || strings.Contains(err.Error(), "hunter2") {
		t.Errorf("got %v", err)
	}
	for _, address := range []string{"postgress://debrief:hunter2@db/debrief", "mysql://root@db/debrief"} {
		_, err := says(t, "migrate", "up", "--database-url="+address)
		if err == nil || !strings.Contains(err.Error(), "give postgres://") || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("of %s it says %v", address, err)
		}
	}
	text := filepath.Join(t.TempDir(), "notes.db")
	storetest.Must(t, os.WriteFile(text, []byte(strings.Repeat("no database ", 100)), 0o600))
	if _, err := says(t, "migrate", "up", "--database-url="+text); err == nil || !strings.Contains(err.Error(), text) {
		t.Errorf("of a file that is none it says %v", err)
	}
}
