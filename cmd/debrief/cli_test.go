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
				{[]string{"migrate", "down", at, "--yes"}, "took 00017_told_start.sql back"},
				{[]string{"migrate", "down", at, "--yes"}, "took 00016_ignored_findings.sql back"},
				{[]string{"migrate", "down", at, "--yes"}, "took 00015_identities.sql back"},
				{[]string{"migrate", "down", at, "--yes"}, "took 00014_replies.sql back"},
				{[]string{"migrate", "down", at, "--yes"}, "took 00013_quote_before.sql back"},
				{[]string{"migrate", "down", at, "--yes"}, "took 00012_announcements.sql back"},
				{[]string{"migrate", "down", at, "--yes"}, "took 00011_slack.sql back"},
				{[]string{"migrate", "down", at, "--yes"}, "took 00010_withdrawal.sql back"},
				{[]string{"migrate", "down", at, "--yes"}, "took 00009_search_words.go back"},
				{[]string{"migrate", "down", at, "--yes"}, "took 00008_search.sql back"},
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

func TestASignInLinkLeadsToWhereServeIs(t *testing.T) {
	t.Parallel()
	at := "--database-url=" + filepath.Join(t.TempDir(), "debrief.db")
	mustSay(t, "migrate", "up", at)
	s, err := openStore(t.Context(), settings{database: strings.TrimPrefix(at, "--database-url=")}, clock())
	storetest.Must(t, err)
	_, _, err = s.EnsureAdministrator(t.Context(), clock(), "ana@example.com")
	storetest.Must(t, errors.Join(err, s.Close()))
	for _, c := range []struct {
		args        []string
		want        string
		told, fails string // what is told beside it
	}{
		{nil, "http://127.0.0.1:8080", "put that address in the place of http://127.0.0.1:8080.", ""},
		{[]string{"--listen=0.0.0.0:9000"}, "http://localhost:9000", "put that address in the place of http://localhost:9000.", ""},
		{[]string{"--listen=0.0.0.0:9000", "--base-url=HTTPS://debrief.example.com/"}, "https://debrief.example.com", "", ""},
		{[]string{"--base-url=debrief.example.com"}, "", "", `DEBRIEF_BASE_URL: "debrief.example.com" is not an address such as https://debrief.example.com`},
		{[]string{"--listen=9000"}, "", "", `DEBRIEF_LISTEN: "9000" is not an address and port`},
		{[]string{"--listen=127.0.0.1:0"}, "", "", "say with --base-url which one it told"},
		{[]string{"--listen=127.0.0.1:0", "--base-url=http://127.0.0.1:4711"}, "http://127.0.0.1:4711", "", ""},
	} {
		var out, errs bytes.Buffer
		err := run(t.Context(), &program{out: &out, errs: &errs, now: clock}, append([]string{"token", "sign-in", at, "ana@example.com"}, c.args...))
		if c.fails != "" {
			if err == nil || !strings.Contains(err.Error(), c.fails) || out.Len() > 0 {
				t.Errorf("%v: %v; want %s", c.args, err, c.fails)
			}
			continue
		}
		link, secret, _ := strings.Cut(out.String(), "/sign-in/")
		if err != nil || link != c.want || strings.Count(secret, "\n") != 1 || !strings.Contains(errs.String(), "works once, within 30 minutes") {
			t.Errorf("%v: %q, told %q, %v", c.args, out.String(), errs.String(), err)
		}
		if !strings.Contains(errs.String(), c.told) || strings.Contains(errs.String(), "DEBRIEF_BASE_URL") != (c.told != "") {
			t.Errorf("%v is told %q", c.args, errs.String())
		}
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
