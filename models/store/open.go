package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
	"gorm.io/driver/postgres"
	"gorm.io/driver/sqlite"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"
	sqlitedriver "modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"debrief/migrations"
)

// Pool sizes: few enough for a small PostgreSQL that several replicas share.
const (
	postgresConns = 20
	sqliteReaders = 4
)

// Database is an open database before anything is asked of its schema.
type Database struct {
	engine      Engine
	read, write *sql.DB

	path   string       // of a SQLite file
	unlock func() error // of a SQLite file that is served; else nil
}

// OpenDatabase opens a PostgreSQL by its URL (postgres://…) or a SQLite file by its path (an optional sqlite: before it).
// The folder of a SQLite file is made if it is missing.
func OpenDatabase(ctx context.Context, address string) (*Database, error) {
	db, err := open(address)
	return connected(ctx, db, address, err)
}

// connected returns a database that was opened once it answers.
func connected(ctx context.Context, db *Database, address string, err error) (*Database, error) {
	if err != nil {
		return nil, err
	}
	if err := db.write.PingContext(ctx); err != nil {
		what := "the database"
		if db.engine == SQLite { // an address of PostgreSQL has a password
			what = address
		}
		return nil, errors.Join(fmt.Errorf("open %s: %w", what, err), db.Close())
	}
	return db, nil
}

func open(address string) (*Database, error) {
	if strings.HasPrefix(address, "postgres://") || strings.HasPrefix(address, "postgresql://") {
		config, err := pgx.ParseConfig(address)
		if err != nil {
			return nil, errors.New("the PostgreSQL address cannot be read; it should be postgres://user:password@host:5432/name")
		}
		config.RuntimeParams["timezone"] = "UTC"
		pool := stdlib.OpenDB(*config, stdlib.OptionAfterConnect(func(_ context.Context, conn *pgx.Conn) error {
			conn.TypeMap().RegisterType(&pgtype.Type{Name: "timestamptz", OID: pgtype.TimestamptzOID,
				Codec: &pgtype.TimestamptzCodec{ScanLocation: time.UTC}})
			return nil
		}))
		pool.SetMaxOpenConns(postgresConns)
		pool.SetMaxIdleConns(postgresConns)
		pool.SetConnMaxIdleTime(5 * time.Minute)
		return &Database{engine: Postgres, read: pool, write: pool}, nil
	}
	if scheme, _, found := strings.Cut(address, "://"); found && scheme != "sqlite" {
		return nil, fmt.Errorf("the database address begins with %.20q, which Debrief does not know; give postgres://… or the path of a SQLite file", scheme+"://")
	}
	path := strings.TrimPrefix(strings.TrimPrefix(address, "sqlite:"), "//")
	if path == "" {
		return nil, errors.New("the database address is empty; give postgres://… or the path of a SQLite file")
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, fmt.Errorf("make the database's folder: %w", err)
	}
	// Made here, so that nobody else on the machine can read it; what SQLite puts beside it has the same mode.
	made, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open the database's file, in a folder that Debrief may write to: %w", err)
	}
	if err := made.Close(); err != nil {
		return nil, fmt.Errorf("open the database's file: %w", err)
	}
	// Times are compared as text: one zone and one format, and a writer takes its lock at once (design, trap 2).
	pragmas := url.Values{"_txlock": {"immediate"}, "_timezone": {"UTC"}, "_time_format": {"sqlite"},
		"_pragma": {"busy_timeout(10000)", "journal_mode(WAL)", "foreign_keys(1)"}}
	file := (&url.URL{Scheme: "file", Opaque: (&url.URL{Path: path}).EscapedPath()}).String()
	write, err := sql.Open("sqlite", file+"?"+pragmas.Encode())
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	write.SetMaxOpenConns(1)
	pragmas["_pragma"] = append(pragmas["_pragma"], "query_only(1)")
	pragmas.Del("_txlock")
	read, err := sql.Open("sqlite", file+"?"+pragmas.Encode())
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	read.SetMaxOpenConns(max(sqliteReaders, runtime.NumCPU()))
	return &Database{engine: SQLite, read: read, write: write, path: path}, nil
}

// Close closes all connections.
func (d *Database) Close() error {
	if d.read == d.write {
		return d.write.Close()
	}
	err := errors.Join(d.read.Close(), d.write.Close())
	if d.unlock != nil {
		err = errors.Join(err, d.unlock())
	}
	return err
}

// Migrator returns what moves the schema up and down. On PostgreSQL it takes a lock, so that replicas that start at the
// same time migrate once.
func (d *Database) Migrator() (*goose.Provider, error) {
	files, err := fs.Sub(migrations.Files, string(d.engine))
	if err != nil {
		return nil, fmt.Errorf("find the migrations: %w", err)
	}
	dialect, options := goose.DialectSQLite3, []goose.ProviderOption{goose.WithGoMigrations(d.engine.fillWords())}
	if d.engine == Postgres {
		locker, err := lock.NewPostgresSessionLocker()
		if err != nil {
			return nil, fmt.Errorf("prepare the migration lock: %w", err)
		}
		dialect, options = goose.DialectPostgres, append(options, goose.WithSessionLocker(locker))
	}
	return goose.NewProvider(dialect, d.write, files, options...)
}

// New returns a store on an open, migrated database; closing the store closes it.
func New(d *Database, opts Options) (*Store, error) {
	config := func() *gorm.Config {
		return &gorm.Config{TranslateError: true, SkipDefaultTransaction: true, Logger: tracer{logger.Discard, opts.Trace}}
	}
	connect := func(pool *sql.DB) (*gorm.DB, error) {
		if d.engine == Postgres {
			return gorm.Open(postgres.New(postgres.Config{Conn: pool}), config())
		}
		return gorm.Open(dialector{sqlite.Dialector{Conn: pool}}, config())
	}
	write, err := connect(d.write)
	if err != nil {
		return nil, fmt.Errorf("prepare the database: %w", err)
	}
	read := write
	if d.read != d.write {
		if read, err = connect(d.read); err != nil {
			return nil, fmt.Errorf("prepare the database: %w", err)
		}
	}
	return &Store{read: read, write: write, engine: d.engine, opts: opts, close: d.Close}, nil
}

// tracer hands statements on, and is silent otherwise.
type tracer struct {
	logger.Interface
	trace func(query string)
}

// LogMode keeps the tracer where gorm asks for another mode.
func (l tracer) LogMode(logger.LogLevel) logger.Interface { return l }

// Trace hands one statement on.
func (l tracer) Trace(_ context.Context, _ time.Time, statement func() (string, int64), _ error) {
	if l.trace != nil {
		query, _ := statement()
		l.trace(query)
	}
}

// dialector is gorm's for SQLite with the errors of the driver that we use; gorm's own knows another driver's only.
type dialector struct{ sqlite.Dialector }

// Translate returns gorm's error for a constraint that was violated.
func (d dialector) Translate(err error) error {
	var e *sqlitedriver.Error
	if !errors.As(err, &e) {
		return err
	}
	switch e.Code() {
	case sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY:
		return gorm.ErrDuplicatedKey
	case sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY:
		return gorm.ErrForeignKeyViolated
	case sqlite3.SQLITE_CONSTRAINT_CHECK:
		return gorm.ErrCheckConstraintViolated
	}
	return err
}
