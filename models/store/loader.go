package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// What is sent in one statement. SQLite allows 32,766 arguments, PostgreSQL twice as many.
const (
	maxArguments = 30_000
	maxRows      = 500
	maxBytes     = 4 << 20 // of texts; one row may have more
)

// loader stores rows of an export, many in one statement.
type loader struct {
	tx     *sql.Tx
	engine Engine
	table  *tableSchema // of the rows that wait
	rows   []loaded
	bytes  int
	late   []lateValue
}

// loaded is a row, and the line that it was on.
type loaded struct {
	line   int64
	values []any
}

// lateValue is the key of a row of the same table, set once all rows of it are there.
type lateValue struct {
	line   int64
	table  *tableSchema
	column columnSchema
	value  any
	key    []any
}

// alone returns the row with nothing else in it.
func (v lateValue) alone() loaded {
	row := loaded{v.line, make([]any, len(v.table.columns))}
	row.values[slices.IndexFunc(v.table.columns, func(c columnSchema) bool { return c.name == v.column.name })] = v.value
	return row
}

// add stores a row, soon.
func (l *loader) add(ctx context.Context, t *tableSchema, row loaded) error {
	size := 0
	for n, v := range row.values {
		switch v := v.(type) {
		case string:
			size += len(v)
		case []byte:
			size += len(v)
		}
		if c := t.columns[n]; v != nil && t.late(c) {
			l.late = append(l.late, lateValue{row.line, t, c, v, slices.Clone(row.values[:t.keys()])})
			row.values[n] = nil
		}
	}
	if l.table != t || l.bytes+size > maxBytes {
		if err := l.flush(ctx); err != nil {
			return err
		}
	}
	l.table, l.rows, l.bytes = t, append(l.rows, row), l.bytes+size
	if len(l.rows) == maxRows || (len(l.rows)+1)*len(t.columns) > maxArguments {
		return l.flush(ctx)
	}
	return nil
}

// flush stores the rows that wait. Where the database refuses, it finds the row.
func (l *loader) flush(ctx context.Context) error {
	rows := l.rows
	l.rows, l.bytes = l.rows[:0], 0
	if len(rows) == 0 {
		return nil
	}
	refused, err := l.attempt(ctx, func() error { return l.insert(ctx, rows) })
	if err != nil {
		return fmt.Errorf("store rows of %s: %w", l.table.name, err)
	}
	if refused == nil {
		return nil
	}
	for _, row := range rows {
		refused, err := l.attempt(ctx, func() error { return l.insert(ctx, []loaded{row}) })
		if err != nil {
			return fmt.Errorf("store a row of %s: %w", l.table.name, err)
		}
		if refused != nil {
			return l.explain(ctx, l.table, row, refused)
		}
	}
	return nil
}

func (l *loader) insert(ctx context.Context, rows []loaded) error {
	args := make([]any, 0, len(rows)*len(l.table.columns))
	for _, row := range rows {
		args = append(args, row.values...)
	}
	_, err := l.tx.ExecContext(ctx, l.table.insertRows(l.engine, len(rows)), args...)
	return err
}

// insertRows returns the statement that inserts so many rows.
func (t *tableSchema) insertRows(engine Engine, rows int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "INSERT INTO %s (%s) VALUES ", quoted(t.name), t.names())
	n := 0
	for row := range rows {
		if row > 0 {
			b.WriteString(", ")
		}
		for column := range t.columns {
			b.WriteByte("(,"[min(column, 1)])
			n++
			b.WriteString(engine.placeholder(n))
		}
		b.WriteByte(')')
	}
	return b.String()
}

// attempt does something. Where that is refused, the transaction is as it was, and can go on; where there is an error, it
// cannot.
func (l *loader) attempt(ctx context.Context, do func() error) (refused, err error) {
	if _, err := l.tx.ExecContext(ctx, "SAVEPOINT attempt"); err != nil {
		return nil, err
	}
	if refused = do(); refused != nil {
		if _, err := l.tx.ExecContext(ctx, "ROLLBACK TO SAVEPOINT attempt"); err != nil {
			return nil, errors.Join(refused, err)
		}
		return refused, nil
	}
	_, err = l.tx.ExecContext(ctx, "RELEASE SAVEPOINT attempt")
	return nil, err
}

// explain says why a row was refused: SQLite does not tell which reference does not hold.
func (l *loader) explain(ctx context.Context, t *tableSchema, row loaded, refused error) error {
	for n, c := range t.columns {
		for _, r := range c.refers {
			if row.values[n] == nil {
				continue
			}
			var found int
			query := statement("SELECT count(*) FROM", quoted(r.table), "WHERE", quoted(r.column), "=", l.engine.placeholder(1))
			if err := l.tx.QueryRowContext(ctx, query, row.values[n]).Scan(&found); err == nil && found == 0 {
				return fmt.Errorf("line %d has a row of %s in which %s is %v, and there is no such row in %s", row.line, t.name, c.name, row.values[n], r.table)
			}
		}
	}
	return fmt.Errorf("line %d has a row of %s that the database refuses: %w", row.line, t.name, refused)
}

// finish stores what still waits, and lets the next ids follow those that were restored.
func (l *loader) finish(ctx context.Context, s schema) error {
	if err := l.flush(ctx); err != nil {
		return err
	}
	for _, v := range l.late {
		refused, err := l.attempt(ctx, func() error { return l.set(ctx, v) })
		if err != nil {
			return fmt.Errorf("store %s of %s: %w", v.column.name, v.table.name, err)
		}
		if refused != nil {
			return l.explain(ctx, v.table, v.alone(), refused)
		}
	}
	if l.engine == SQLite { // AUTOINCREMENT goes on after the greatest id by itself
		return nil
	}
	for _, t := range s.tables {
		for _, c := range t.columns {
			if !c.identity {
				continue
			}
			query := statement("SELECT setval(pg_get_serial_sequence($1, $2), coalesce(max(", quoted(c.name), "), 1), count(*) > 0) FROM", quoted(t.name))
			if _, err := l.tx.ExecContext(ctx, query, quoted(t.name), c.name); err != nil {
				return fmt.Errorf("set the next %s of %s: %w", c.name, t.name, err)
			}
		}
	}
	return nil
}

func (l *loader) set(ctx context.Context, v lateValue) error {
	query := statement("UPDATE", quoted(v.table.name), "SET", quoted(v.column.name), "=", l.engine.placeholder(1), "WHERE", v.table.keyIs(l.engine, 2))
	_, err := l.tx.ExecContext(ctx, query, append([]any{v.value}, v.key...)...)
	return err
}
