// Package testenv gives tests what they need from the machine: a PostgreSQL
// database, a Chromium, the shared test material. What is absent skips the test;
// with DEBRIEF_REQUIRE_ALL=1 it fails it.
package testenv

import (
	"context"
	"crypto/rand"
	"errors"
	"flag"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"debrief/internal/testenv/pgtemp"
)

// The environment variables that steer the tests.
const (
	// EnvPostgres is a DSN of a maintenance database on the server to use.
	EnvPostgres = "DEBRIEF_TEST_POSTGRES"
	// EnvRequireAll set to 1 makes a failure of every skip for something absent.
	EnvRequireAll = "DEBRIEF_REQUIRE_ALL"
)

// How to come by what is absent.
const (
	installPostgres = "install PostgreSQL's server (apt-get install postgresql), or set " + EnvPostgres
	installChromium = "install Chromium (apt-get install chromium)"
	installShared   = "put the shared test material beside the checkout, as ../shared"
)

var server struct {
	once    sync.Once
	mu      sync.Mutex
	running *pgtemp.Server
	dsn     string
	err     error
	// templates are the databases to drop at the end.
	templates []string
}

var skips struct {
	mu    sync.Mutex
	tests []string
}

// Main is the body of a TestMain: it runs the tests, stops what they started and
// with -v lists what was skipped for something absent.
//
//	func TestMain(m *testing.M) { testenv.Main(m) }
func Main(m *testing.M) {
	code := m.Run()
	server.mu.Lock()
	for _, name := range server.templates {
		if err := exec1(server.dsn, "DROP DATABASE IF EXISTS "+name+" WITH (FORCE)"); err != nil {
			fmt.Fprintf(os.Stderr, "drop a template of databases: %v\n", err)
		}
	}
	if server.running != nil {
		server.running.Stop()
	}
	server.mu.Unlock()
	if testing.Verbose() && len(skips.tests) > 0 {
		fmt.Printf("skipped for something absent:\n  %s\n", strings.Join(skips.tests, "\n  "))
	}
	os.Exit(code)
}

// Postgres returns the DSN of a new, empty database, dropped when the test ends.
// It is on the server that DEBRIEF_TEST_POSTGRES names, else on a throw-away one
// that all tests of this binary share.
func Postgres(t testing.TB) string {
	t.Helper()
	// template0: unlike template1, nobody can be connected to it and block this.
	return create(t, "template0 ENCODING 'UTF8'")
}

// Template is a database of PostgreSQL that is filled once for a test binary and
// copied for each test that wants one like it.
type Template struct {
	Fill func(dsn string) error // leaves no connection open

	once sync.Once
	name string
	err  error
}

// Postgres returns the DSN of a copy of the template, dropped when the test ends.
func (p *Template) Postgres(t testing.TB) string {
	t.Helper()
	maintenance := maintenance(t)
	p.once.Do(func() {
		p.name = newName("template")
		if p.err = exec1(maintenance, "CREATE DATABASE "+p.name+" TEMPLATE template0 ENCODING 'UTF8'"); p.err != nil {
			return
		}
		server.mu.Lock()
		server.templates = append(server.templates, p.name)
		server.mu.Unlock()
		p.err = p.Fill(withDatabase(maintenance, p.name))
	})
	if p.err != nil {
		t.Fatalf("fill a template of databases: %v", p.err)
	}
	return create(t, p.name)
}

// create makes a database like another one.
func create(t testing.TB, like string) string {
	t.Helper()
	maintenance, name := maintenance(t), newName("test")
	if err := exec1(maintenance, "CREATE DATABASE "+name+" TEMPLATE "+like); err != nil {
		t.Fatalf("create a database for the test: %v", err)
	}
	t.Cleanup(func() {
		if err := exec1(maintenance, "DROP DATABASE IF EXISTS "+name+" WITH (FORCE)"); err != nil {
			t.Errorf("drop the test's database: %v", err)
		}
	})
	return withDatabase(maintenance, name)
}

func newName(kind string) string { return kind + "_" + strings.ToLower(rand.Text()) }

// maintenance returns the DSN of the server's maintenance database.
func maintenance(t testing.TB) string {
	t.Helper()
	dsn, err := postgresServer()
	if err != nil {
		if _, findErr := pgtemp.Find(); findErr == nil {
			t.Fatal(err) // a server that is there and does not start is no reason to skip
		}
		absent(t, err.Error(), installPostgres)
	}
	return dsn
}

func postgresServer() (string, error) {
	server.once.Do(func() {
		if dsn := os.Getenv(EnvPostgres); dsn != "" {
			server.dsn = dsn
			return
		}
		s, err := pgtemp.Start(context.Background())
		if err != nil {
			server.err = err
			return
		}
		server.mu.Lock()
		server.running = s
		server.mu.Unlock()
		server.dsn = s.DSN
	})
	return server.dsn, server.err
}

func exec1(dsn, sql string) error {
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	conn, err := pgx.Connect(ctx, dsn)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close(ctx) }()
	_, err = conn.Exec(ctx, sql)
	return err
}

// withDatabase returns dsn, a URL or keywords and values, with another database.
func withDatabase(dsn, name string) string {
	if strings.HasPrefix(dsn, "postgres://") || strings.HasPrefix(dsn, "postgresql://") {
		if u, err := url.Parse(dsn); err == nil {
			u.Path = "/" + name
			return u.String()
		}
	}
	return dsn + " dbname=" + name // the last one counts
}

// Chromium returns the path of a Chromium or Chrome.
func Chromium(t testing.TB) string {
	t.Helper()
	path, err := findChromium()
	if err != nil {
		absent(t, err.Error(), installChromium)
	}
	return path
}

func findChromium() (string, error) {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"} {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	if runtime.GOOS == "darwin" {
		for _, path := range []string{
			"/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
			"/Applications/Chromium.app/Contents/MacOS/Chromium",
		} {
			if _, err := os.Stat(path); err == nil {
				return path, nil
			}
		}
	}
	return "", errors.New("no Chromium or Chrome found")
}

// Shared returns the path of a file or folder of the shared test material, which
// lies beside the checkout and is no part of it: name is relative to it, as in
// "jira/webhooks". Since nobody can install it, its whole absence skips even
// with DEBRIEF_REQUIRE_ALL; one missing name in it does not.
func Shared(t testing.TB, name string) string {
	t.Helper()
	dir, err := findShared()
	if err != nil {
		skip(t, err.Error(), installShared)
	}
	path := filepath.Join(dir, filepath.FromSlash(name))
	if _, err := os.Stat(path); err != nil {
		absent(t, "not in the shared test material: "+name, installShared)
	}
	return path
}

func findShared() (string, error) {
	root, err := moduleRoot()
	if err != nil {
		return "", err
	}
	dir := filepath.Join(filepath.Dir(root), "shared")
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return "", errors.New("no shared test material beside the checkout (../shared)")
	}
	return dir, nil
}

// moduleRoot walks up from the working folder, a test's package, to go.mod.
func moduleRoot() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir, nil
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return "", errors.New("no go.mod above the working folder")
		}
		dir = parent
	}
}

// absent ends the test for something that could be installed.
func absent(t testing.TB, what, install string) {
	t.Helper()
	if os.Getenv(EnvRequireAll) == "1" {
		t.Fatalf("%s: %s (%s=1 makes this a failure)", what, install, EnvRequireAll)
	}
	skip(t, what, install)
}

func skip(t testing.TB, what, install string) {
	t.Helper()
	skips.mu.Lock()
	skips.tests = append(skips.tests, t.Name()+": "+what)
	skips.mu.Unlock()
	dontCache()
	t.Skipf("SKIPPED, %s: %s", what, install)
}

// dontCache keeps the go command from remembering this run: it does not look at
// files outside the module again, so that after the installation it would go on
// to answer "ok (cached)" for a test that was skipped. Without the log of what a
// run has read, it does not keep the result.
func dontCache() {
	if f := flag.Lookup("test.testlogfile"); f != nil && f.Value.String() != "" {
		_ = os.Remove(f.Value.String())
	}
}
