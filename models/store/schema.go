package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// notExported are the tables that an export leaves out.
var notExported = map[string]bool{
	gooseTable: true, // which migrations have run; the header says it
	"sessions": true, // they let browsers in as who signed in there; people sign in again instead
}

const gooseTable = "goose_db_version"

// schema is what a database says of its tables: an export and a restore know no other, so that a migration changes neither.
type schema struct {
	version int64         // the newest migration that has run; 0 for none
	tables  []tableSchema // all that are exported, each after those that it refers to
}

type tableSchema struct {
	name    string
	columns []columnSchema // the key's first, then by name: one order on both engines, in whatever order migrations added them
}

type columnSchema struct {
	name     string
	kind     *kind
	key      int // place in the primary key, from 1; 0 outside it
	required bool
	identity bool // PostgreSQL numbers it by a sequence
	refers   []reference
}

// reference is the column of a table that a column has to name a row by.
type reference struct{ table, column string }

// querier is a database or a transaction.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// schemaQueries list the columns that are not generated: table, column, type, place in the key, NOT NULL, identity, and
// what they refer to; a column that refers to two has two rows. What an extension brought is not Debrief's.
var schemaQueries = map[Engine]string{
	SQLite: `SELECT t.name, c.name, lower(c.type), c.pk, c."notnull" = 1 OR c.pk > 0, false, coalesce(f."table", ''), coalesce(f."to", '')
		FROM sqlite_schema AS t JOIN pragma_table_xinfo(t.name) AS c
		LEFT JOIN pragma_foreign_key_list(t.name) AS f ON f."from" = c.name
		WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite\_%' ESCAPE '\' AND c.hidden = 0`,
	Postgres: `SELECT t.relname::text, c.attname::text, format_type(c.atttypid, NULL), coalesce(array_position(k.conkey, c.attnum), 0),
			c.attnotnull, c.attidentity <> '', coalesce(r.relname::text, ''), coalesce(rc.attname::text, '')
		FROM pg_class AS t JOIN pg_namespace AS n ON n.oid = t.relnamespace AND n.nspname = current_schema()
		JOIN pg_attribute AS c ON c.attrelid = t.oid AND c.attnum > 0 AND NOT c.attisdropped AND c.attgenerated = ''
		LEFT JOIN pg_constraint AS k ON k.conrelid = t.oid AND k.contype = 'p'
		LEFT JOIN pg_constraint AS f ON f.conrelid = t.oid AND f.contype = 'f' AND c.attnum = ANY (f.conkey)
		LEFT JOIN pg_class AS r ON r.oid = f.confrelid
		LEFT JOIN pg_attribute AS rc ON rc.attrelid = f.confrelid AND rc.attnum = f.confkey[array_position(f.conkey, c.attnum)]
		WHERE t.relkind = 'r'
			AND NOT EXISTS (SELECT 1 FROM pg_depend AS d WHERE d.classid = 'pg_class'::regclass AND d.objid = t.oid AND d.deptype = 'e')`,
}

// readSchema returns what is in a database.
func readSchema(ctx context.Context, engine Engine, db querier) (schema, error) {
	var s schema
	tables, err := readTables(ctx, engine, db)
	if err != nil {
		return s, fmt.Errorf("read the database's schema: %w", err)
	}
	if _, migrated := tables[gooseTable]; migrated {
		err = db.QueryRowContext(ctx, "SELECT coalesce(max(version_id), 0) FROM "+gooseTable+" WHERE is_applied").Scan(&s.version)
		if err != nil {
			return s, fmt.Errorf("read which migrations have run: %w", err)
		}
	}
	maps.DeleteFunc(tables, func(name string, _ *tableSchema) bool { return notExported[name] })
	for _, t := range tables {
		if err := t.finish(); err != nil {
			return s, err
		}
	}
	s.tables, err = inOrder(tables)
	return s, err
}

func readTables(ctx context.Context, engine Engine, db querier) (map[string]*tableSchema, error) {
	rows, err := db.QueryContext(ctx, schemaQueries[engine])
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }() // Err has told
	tables := map[string]*tableSchema{}
	for rows.Next() {
		var name, declared string
		var c columnSchema
		var r reference
		if err := rows.Scan(&name, &c.name, &declared, &c.key, &c.required, &c.identity, &r.table, &r.column); err != nil {
			return nil, err
		}
		t := tables[name]
		if t == nil {
			t = &tableSchema{name: name}
			tables[name] = t
		}
		n := slices.IndexFunc(t.columns, func(x columnSchema) bool { return x.name == c.name })
		if n < 0 {
			if c.kind = kinds[declared]; c.kind == nil && !notExported[name] {
				return nil, fmt.Errorf("%s.%s is of the type %s, which an export cannot hold", name, c.name, declared)
			}
			n, t.columns = len(t.columns), append(t.columns, c)
		}
		if r.table != "" {
			t.columns[n].refers = append(t.columns[n].refers, r)
		}
	}
	return tables, rows.Err()
}

// finish puts the columns in order.
func (t *tableSchema) finish() error {
	slices.SortFunc(t.columns, func(a, b columnSchema) int {
		if a.key != 0 && b.key != 0 {
			return a.key - b.key
		}
		if a.key != b.key { // one of them is in the key
			return b.key - a.key
		}
		return strings.Compare(a.name, b.name)
	})
	if t.columns[0].key == 0 {
		return fmt.Errorf("the table %s has no primary key, so that its rows have no order: is it Debrief's? Others belong in a schema of their own", t.name)
	}
	return nil
}

// inOrder returns the tables so that each comes after those that it refers to; by name where either may be first.
func inOrder(tables map[string]*tableSchema) ([]tableSchema, error) {
	var out []tableSchema
	waiting, placed := slices.Sorted(maps.Keys(tables)), map[string]bool{}
	for len(waiting) > 0 {
		n := slices.IndexFunc(waiting, func(name string) bool {
			for _, c := range tables[name].columns {
				for _, r := range c.refers {
					if r.table != name && !placed[r.table] {
						return false
					}
				}
			}
			return true
		})
		if n < 0 {
			return nil, errors.New("each of these tables refers to another of them, or to one that is not exported: " + strings.Join(waiting, ", "))
		}
		out, placed[waiting[n]] = append(out, *tables[waiting[n]]), true
		waiting = slices.Delete(waiting, n, n+1)
	}
	return out, nil
}

// late reports whether a column refers to rows of its own table, so that it can only be set once they are all there.
func (t tableSchema) late(c columnSchema) bool {
	return slices.ContainsFunc(c.refers, func(r reference) bool { return r.table == t.name })
}

// names returns the quoted names of columns, as a list.
func (t tableSchema) names() string {
	var list []string
	for _, c := range t.columns {
		list = append(list, quoted(c.name))
	}
	return strings.Join(list, ", ")
}

// keyIs returns the condition that finds one row by its key, with placeholders from the nth on.
func (t tableSchema) keyIs(engine Engine, n int) string {
	var list []string
	for _, c := range t.columns {
		if c.key > 0 {
			list = append(list, quoted(c.name)+" = "+engine.placeholder(n+len(list)))
		}
	}
	return strings.Join(list, " AND ")
}

// statement puts SQL together, of words of our own and quoted names.
func statement(parts ...string) string { return strings.Join(parts, " ") }

// placeholder returns what stands for the nth argument of a statement, from 1.
func (e Engine) placeholder(n int) string {
	if e == Postgres {
		return fmt.Sprintf("$%d", n)
	}
	return "?"
}

// quoted returns a name as both engines' SQL has it, whatever is in it.
func quoted(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }
