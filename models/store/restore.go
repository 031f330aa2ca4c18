package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/pressly/goose/v3"
)

// seedTables are those that Seed fills. Their rows make room for an export's where there are no others.
var seedTables = []string{"policies", "checklist_templates", "questions"}

// Restore reads what Export wrote, on either engine, into an empty database, and returns how many rows. It needs no
// migration before: a database without a schema gets that of the export, and after the rows the newest one, so that an
// export of an older Debrief is brought up to date. A database with the export's schema may hold what Seed stored, which
// makes room; any other row is refused, and so is another schema.
//
// All is stored in one transaction, with the keys as they were, or nothing is; next ids go on after them. It holds a batch of
// rows in memory at a time, and which rows refer to others of their table. Errors about the export begin with the number of
// the line.
func (d *Database) Restore(ctx context.Context, r io.Reader) (rows int64, err error) {
	in := newExportReader(r)
	version, err := in.header()
	if err != nil {
		return 0, err
	}
	migrator, err := d.Migrator()
	if err != nil {
		return 0, err
	}
	if err := d.prepare(ctx, migrator, version); err != nil {
		return 0, err
	}
	if rows, err = d.restore(ctx, in, version); err != nil {
		return 0, err
	}
	if _, err := migrator.Up(ctx); err != nil {
		return rows, fmt.Errorf("all is restored, but the schema could not be brought up to date; try `debrief migrate up`: %w", err)
	}
	return rows, nil
}

// prepare sees to it that the database has the schema of the export.
func (d *Database) prepare(ctx context.Context, migrator *goose.Provider, version int64) error {
	sources := migrator.ListSources()
	newest := sources[len(sources)-1].Version
	if !slices.ContainsFunc(sources, func(s *goose.Source) bool { return s.Version == version }) {
		return fmt.Errorf("the export has schema %d, and this Debrief knows up to %d: use the one that made it, or a newer one", version, newest)
	}
	s, err := readSchema(ctx, d.engine, d.write)
	if err != nil {
		return err
	}
	switch {
	case s.version == version:
		return nil
	case s.version == 0 && len(s.tables) > 0:
		return fmt.Errorf("the database holds tables that are not Debrief's (%s): restore into an empty one", s.tables[0].name)
	case s.version == 0:
		if _, err := migrator.UpTo(ctx, version); err != nil {
			return fmt.Errorf("make the export's schema: %w", err)
		}
		return nil
	case s.version < version:
		return fmt.Errorf("the database has schema %d, and the export %d: run `debrief migrate up` first, or restore into an empty database", s.version, version)
	}
	return fmt.Errorf("the database has schema %d already, and the export is older, of schema %d: restore into an empty database, which is then brought up to date", s.version, version)
}

// restore stores the rows.
func (d *Database) restore(ctx context.Context, in *exportReader, version int64) (rows int64, err error) {
	tx, err := d.write.BeginTx(ctx, nil)
	if err != nil {
		return 0, fmt.Errorf("begin to restore: %w", err)
	}
	defer func() { _ = tx.Rollback() }() // after a commit there is nothing to roll back
	s, err := readSchema(ctx, d.engine, tx)
	if err != nil {
		return 0, err
	}
	if s.version != version {
		return 0, fmt.Errorf("the database was migrated from schema %d to %d meanwhile; try again", version, s.version)
	}
	if err := s.clear(ctx, d.engine, tx); err != nil {
		return 0, err
	}
	l := &loader{tx: tx, engine: d.engine}
	for {
		name, row, err := in.row(rows)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return 0, err
		}
		t, ok := s.table(name)
		if !ok {
			return 0, in.fail("has a row of the table %.40q, which is not Debrief's at schema %d, or not exported", name, version)
		}
		values, err := t.read(row)
		if err != nil {
			return 0, in.fail("has a row of %s in which %w", name, err)
		}
		if err := l.add(ctx, t, loaded{in.line, values}); err != nil {
			return 0, err
		}
		rows++
	}
	if err := l.finish(ctx, s); err != nil {
		return 0, err
	}
	if err := tx.Commit(); err != nil {
		return 0, fmt.Errorf("commit what was restored: %w", err)
	}
	return rows, nil
}

func (s schema) table(name string) (*tableSchema, bool) {
	n := slices.IndexFunc(s.tables, func(t tableSchema) bool { return t.name == name })
	if n < 0 {
		return nil, false
	}
	return &s.tables[n], true
}

// clear makes room: it keeps others from writing, refuses a database that is in use, and removes the seed.
func (s schema) clear(ctx context.Context, engine Engine, tx *sql.Tx) error {
	var names, holds []string
	for _, t := range s.tables {
		names = append(names, quoted(t.name))
	}
	if engine == Postgres { // SQLite has one writer
		if _, err := tx.ExecContext(ctx, statement("LOCK TABLE", strings.Join(names, ", "), "IN EXCLUSIVE MODE")); err != nil {
			return fmt.Errorf("keep others from writing: %w", err)
		}
	}
	for _, t := range s.tables {
		if slices.Contains(seedTables, t.name) {
			continue
		}
		var n int64
		if err := tx.QueryRowContext(ctx, statement("SELECT count(*) FROM", quoted(t.name))).Scan(&n); err != nil {
			return fmt.Errorf("count %s: %w", t.name, err)
		}
		if n > 0 {
			holds = append(holds, fmt.Sprintf("%d in %s", n, t.name))
		}
	}
	if len(holds) > 0 {
		return fmt.Errorf("the database is not empty, and nothing was changed; its rows: %s. Restore into a new PostgreSQL database, or name a SQLite file that does not exist", strings.Join(holds, ", "))
	}
	for _, t := range slices.Backward(s.tables) {
		if !slices.Contains(seedTables, t.name) {
			continue
		}
		if _, err := tx.ExecContext(ctx, statement("DELETE FROM", quoted(t.name))); err != nil {
			return fmt.Errorf("remove what an empty Debrief begins with: %w", err)
		}
	}
	return nil
}

// read returns the values of a row, in the order of the columns.
func (t tableSchema) read(row []member) ([]any, error) {
	values, found := make([]any, len(t.columns)), make([]bool, len(t.columns))
	for n, m := range row {
		if n >= len(t.columns) || t.columns[n].name != string(m.name) { // not where an export has it
			n = slices.IndexFunc(t.columns, func(c columnSchema) bool { return c.name == string(m.name) })
		}
		if n < 0 {
			return nil, fmt.Errorf("%.40q is no column", m.name)
		}
		if found[n] {
			return nil, fmt.Errorf("%q is there twice", m.name)
		}
		v, err := t.columns[n].read(m.value)
		if err != nil {
			return nil, err
		}
		values[n], found[n] = v, true
	}
	if n := slices.Index(found, false); n >= 0 {
		return nil, fmt.Errorf("the column %s is missing", t.columns[n].name)
	}
	return values, nil
}

func (c columnSchema) read(text []byte) (any, error) {
	if string(text) == "null" {
		if c.required {
			return nil, fmt.Errorf("%s is null, and should be %s", c.name, c.kind.says)
		}
		return nil, nil
	}
	v, err := c.kind.read(text)
	if errors.Is(err, errKind) {
		return nil, fmt.Errorf("%s is %.40s, and should be %s", c.name, text, c.kind.says)
	}
	if err != nil {
		return nil, fmt.Errorf("%s %w", c.name, err)
	}
	return v, nil
}
