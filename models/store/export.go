package store

import (
	"bufio"
	"context"
	"database/sql"
	"fmt"
	"io"
	"strings"
)

// exportFormat is the number of the form that an export has. A program reads its own and, where it says how, older ones.
const exportFormat = 1

// ExportMark is what an export begins with.
const ExportMark = `{"` + fieldFormat + `":`

// The fields of an export's lines: the first, one of a row, the last.
const (
	fieldFormat, fieldSchema = "debrief_export", "schema"
	fieldTable, fieldRow     = "table", "row"
	fieldRows                = "rows"
)

// Export writes all rows to w as lines of JSON, and returns how many. It reads one snapshot of the database, so others may
// go on writing meanwhile; on SQLite what they write stays in the -wal file until the export ends. It holds one row in
// memory at a time.
//
// The first line has the number of the format and of the schema, each row is a line with its table, and the last line counts
// the rows, so that a file that was cut off is noticed:
//
//	{"debrief_export":1,"schema":2}
//	{"table":"people","row":{"id":1,"active":true,…}}
//	{"rows":1}
//
// Instants are in UTC, as RFC 3339 has them, to the microsecond; dates are YYYY-MM-DD; bytes are in base64; JSON that is kept
// as a text stays a text. Two databases with the same rows have the same export to the byte, whatever their engines. Left
// out are the sessions of browsers, which are credentials, and what migrations have run; generated columns come again by
// themselves. What an export holds is not for everybody: addresses, restricted reviews, hashes of keys.
//
// It returns an error for a database that is not migrated to this program's schema, and for a value that could not be
// restored as it is.
func (d *Database) Export(ctx context.Context, w io.Writer) (rows int64, err error) {
	newest, err := d.newest()
	if err != nil {
		return 0, err
	}
	tx, err := d.read.BeginTx(ctx, &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true})
	if err != nil {
		return 0, fmt.Errorf("begin to export: %w", err)
	}
	defer func() { _ = tx.Rollback() }() // it has only read
	s, err := readSchema(ctx, d.engine, tx)
	if err != nil {
		return 0, err
	}
	if err := exportable(s.version, newest); err != nil {
		return 0, err
	}
	out := bufio.NewWriterSize(w, 1<<16)
	fmt.Fprintf(out, "{%q:%d,%q:%d}\n", fieldFormat, exportFormat, fieldSchema, s.version)
	for _, t := range s.tables {
		n, err := t.export(ctx, d.engine, tx, out)
		if err != nil {
			return rows, fmt.Errorf("export %s: %w", t.name, err)
		}
		rows += n
	}
	fmt.Fprintf(out, "{%q:%d}\n", fieldRows, rows)
	if err := out.Flush(); err != nil { // it keeps the error of all that was written before
		return rows, fmt.Errorf("write the export: %w", err)
	}
	return rows, nil
}

// newest returns the number of the newest migration that this program has.
func (d *Database) newest() (int64, error) {
	m, err := d.Migrator()
	if err != nil {
		return 0, err
	}
	sources := m.ListSources()
	return sources[len(sources)-1].Version, nil
}

func exportable(version, newest int64) error {
	switch {
	case version == 0:
		return fmt.Errorf("there is no Debrief in this database; is it the right one? `debrief migrate up` would make one")
	case version < newest:
		return fmt.Errorf("the database has schema %d, and this Debrief exports schema %d: run `debrief migrate up` first", version, newest)
	case version > newest:
		return fmt.Errorf("the database has schema %d, of a newer Debrief than this one, which knows up to %d: export with that one", version, newest)
	}
	return nil
}

// export writes the rows of one table, in the order of their keys.
func (t tableSchema) export(ctx context.Context, engine Engine, tx *sql.Tx, out *bufio.Writer) (int64, error) {
	rows, err := tx.QueryContext(ctx, t.selectAll(engine))
	if err != nil {
		return 0, err
	}
	defer func() { _ = rows.Close() }() // Err has told
	values, into := make([]any, len(t.columns)), make([]any, len(t.columns))
	for n := range values {
		into[n] = &values[n]
	}
	line, labels, n := newExportLine(), t.labels(), int64(0)
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return n, err
		}
		line.Reset()
		if err := t.write(line, labels, values); err != nil {
			return n, err
		}
		if _, err := out.Write(line.Bytes()); err != nil {
			return n, err
		}
		n++
	}
	return n, rows.Err()
}

// selectAll returns the query for all rows. Text is in the order of its bytes, as SQLite has it.
func (t tableSchema) selectAll(engine Engine) string {
	var by []string
	for _, c := range t.columns {
		name := quoted(c.name)
		if c.kind == textKind && engine == Postgres {
			name += ` COLLATE "C"`
		}
		if c.key > 0 {
			by = append(by, name)
		}
	}
	return statement("SELECT", t.names(), "FROM", quoted(t.name), "ORDER BY", strings.Join(by, ", "))
}

// labels returns what stands before each value of a row in its line.
func (t tableSchema) labels() []string {
	var list []string
	for n, c := range t.columns {
		before := ","
		if n == 0 {
			before = fmt.Sprintf("{%q:%q,%q:{", fieldTable, t.name, fieldRow)
		}
		list = append(list, fmt.Sprintf("%s%q:", before, c.name))
	}
	return list
}

// write writes a row's line.
func (t tableSchema) write(line *exportLine, labels []string, values []any) error {
	for n, c := range t.columns {
		line.WriteString(labels[n])
		if values[n] == nil {
			line.WriteString("null")
			continue
		}
		if err := c.kind.write(line, values[n]); err != nil {
			return fmt.Errorf("the row %v: %s, which should be %s, %w", values[:t.keys()], c.name, c.kind.says, err)
		}
	}
	line.WriteString("}}\n")
	return nil
}

// keys returns how many columns the primary key has; they are the first.
func (t tableSchema) keys() (n int) {
	for n < len(t.columns) && t.columns[n].key > 0 {
		n++
	}
	return n
}
