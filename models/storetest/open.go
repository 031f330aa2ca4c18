// Package storetest is the suite that the store passes on SQLite and on PostgreSQL, and what other packages' tests need to
// work on a real store: an open one, and people, teams, incidents and reviews to put into it.
package storetest

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"
	_ "time/tzdata" // the zones are the same on every machine

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx", for Raw

	"debrief/internal/testenv"
	"debrief/models"
	"debrief/models/store"
)

// Monday is when the stories of the tests begin: Monday, 2 March 2026, 10:00 UTC.
var Monday = time.Date(2026, time.March, 2, 10, 0, 0, 0, time.UTC)

// Region is a made-up region whose public holidays are known: New Year's Day, the first of May, 17 March and Christmas.
const Region = "zz"

// Holidays knows the public holidays of Region only.
func Holidays(region string) models.Holidays {
	if region != Region {
		return nil
	}
	return func(d models.Date) (string, bool) {
		switch {
		case d.Month == time.January && d.Day == 1:
			return "New Year's Day", true
		case d.Month == time.March && d.Day == 17:
			return "Founders' Day", true
		case d.Month == time.May && d.Day == 1:
			return "May Day", true
		case d.Month == time.December && d.Day == 25:
			return "Christmas Day", true
		}
		return "", false
	}
}

// Engines lists the engines that the suite runs on.
var Engines = []store.Engine{store.SQLite, store.Postgres}

// Option changes the options that a store is opened with.
type Option func(*store.Options)

// addresses remembers where each open store's database is, for Raw.
var addresses sync.Map

// Open returns a store on a new database of its own, migrated and seeded at Monday, closed when the test ends.
func Open(t testing.TB, engine store.Engine, options ...Option) *store.Store {
	t.Helper()
	return OpenAt(t, migrated(t, engine), options...)
}

// Address returns the address of a new, empty database for the test.
func Address(t testing.TB, engine store.Engine) string {
	t.Helper()
	if engine == store.Postgres {
		return testenv.Postgres(t)
	}
	return filepath.Join(t.TempDir(), "debrief.db")
}

// What new databases are copied from: migrating each would take most of the suite's time.
var (
	postgresTemplate = testenv.Template{Fill: func(dsn string) error { return migrate(dsn) }}
	sqliteTemplate   = sync.OnceValues(func() ([]byte, error) {
		dir, err := os.MkdirTemp("", "debrief-template-")
		if err != nil {
			return nil, err
		}
		defer func() { _ = os.RemoveAll(dir) }()
		path := filepath.Join(dir, "debrief.db")
		if err := migrate(path); err != nil {
			return nil, err
		}
		return os.ReadFile(path) // #nosec G304 -- our own temporary file
	})
)

// migrated returns the address of a new database for the test, with today's schema.
func migrated(t testing.TB, engine store.Engine) string {
	t.Helper()
	if engine == store.Postgres {
		return postgresTemplate.Postgres(t)
	}
	file, err := sqliteTemplate()
	if err != nil {
		t.Fatalf("make a template of databases: %v", err)
	}
	address := Address(t, engine)
	Must(t, os.WriteFile(address, file, 0o600))
	return address
}

// migrate brings the database at the address to today's schema.
func migrate(address string) error {
	ctx := context.Background()
	db, err := store.OpenDatabase(ctx, address)
	if err != nil {
		return err
	}
	migrator, err := db.Migrator()
	if err == nil {
		_, err = migrator.Up(ctx)
	}
	return errors.Join(err, db.Close())
}

// OpenAt returns a store on the database at the address, migrated and seeded at Monday, closed when the test ends.
func OpenAt(t testing.TB, address string, options ...Option) *store.Store {
	t.Helper()
	ctx := context.Background()
	db, err := store.OpenDatabase(ctx, address)
	if err != nil {
		t.Fatalf("open the database: %v", err)
	}
	migrator, err := db.Migrator()
	if err == nil {
		_, err = migrator.Up(ctx)
	}
	if err != nil {
		t.Fatalf("migrate: %v", err)
	}
	opts := store.Options{Holidays: Holidays, BaseURL: "https://debrief.example.com", Host: "debrief.example.com", JiraProject: "OPS"}
	for _, option := range options {
		option(&opts)
	}
	s, err := store.New(db, opts)
	if err != nil {
		t.Fatalf("make the store: %v", err)
	}
	t.Cleanup(func() {
		addresses.Delete(s)
		if err := s.Close(); err != nil {
			t.Errorf("close the store: %v", err)
		}
	})
	if err := s.Seed(ctx, Monday); err != nil {
		t.Fatalf("seed: %v", err)
	}
	addresses.Store(s, address)
	return s
}

// Each runs the test on both engines, in parallel.
func Each(t *testing.T, run func(t *testing.T, s *store.Store), options ...Option) {
	t.Helper()
	t.Parallel()
	for _, engine := range Engines {
		t.Run(string(engine), func(t *testing.T) {
			t.Parallel()
			run(t, Open(t, engine, options...))
		})
	}
}

// Raw returns the database behind a store that Open made, to look and to reach behind its back.
func Raw(t testing.TB, s *store.Store) *sql.DB {
	t.Helper()
	address, ok := addresses.Load(s)
	if !ok {
		t.Fatal("this store was not opened by storetest")
	}
	driver, name := "pgx", address.(string)
	if s.Engine() == store.SQLite {
		driver, name = "sqlite", "file:"+name+"?_pragma=busy_timeout(10000)&_pragma=foreign_keys(1)"
	}
	db, err := sql.Open(driver, name)
	if err != nil {
		t.Fatalf("open the database behind the store: %v", err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}
