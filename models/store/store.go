// Package store keeps the domain in PostgreSQL or SQLite: one verb a method, one transaction a verb. A verb loads rows,
// calls a method of the domain type, saves them where the version still matches, and appends an event. Everything that
// reads or writes on somebody's behalf takes a models.Actor and filters by it.
package store

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"debrief/models"
	"debrief/postmortem"
)

// Options are what the rules need from outside.
type Options struct {
	// Holidays returns the public holidays of a region such as "us"; nil for none or an unknown one.
	Holidays func(region string) models.Holidays
	// BaseURL is where people open Debrief, without a slash at the end; links back begin with it.
	BaseURL string
	// Host goes behind the @ of Message-IDs and iCalendar UIDs.
	Host string
	// JiraProject is where issues of teams without a project of their own go; empty for nowhere.
	JiraProject string
	// Rules are those of the document check; nil for Debrief's own.
	Rules *postmortem.Ruleset
	// Trace is told every statement that is sent, for tests that ask the database how it would run it; nil for nobody.
	Trace func(query string)
}

// Store is safe for concurrent use.
type Store struct {
	read, write *gorm.DB
	engine      Engine
	opts        Options
	onCommit    func()
	close       func() error
}

// Engine names the database behind a store.
type Engine string

// The engines.
const (
	SQLite   Engine = "sqlite"
	Postgres Engine = "postgres"
)

// Engine returns which database is behind the store.
func (s *Store) Engine() Engine { return s.engine }

// OnCommit sets the one after-commit hook: it is called after every change, and must not block. Set it before use.
func (s *Store) OnCommit(hook func()) { s.onCommit = hook }

// Close closes the database.
func (s *Store) Close() error { return s.close() }

// Ping returns an error unless the database answers.
func (s *Store) Ping(ctx context.Context) error {
	return s.read.WithContext(ctx).Exec("SELECT 1").Error
}

// Tx is one verb's transaction: on whose behalf, and when.
type Tx struct {
	*gorm.DB
	s   *Store
	by  models.Actor
	now time.Time

	news []news
}

// maxTries is how often a verb is tried that PostgreSQL ended only because another one was under way.
const maxTries = 5

// errRace is why a verb is tried again that another was faster than: nothing is wrong with it.
var errRace = errors.New("another change was faster")

// lostRace reports whether a second try will do: PostgreSQL ended a transaction for a deadlock or a serialization failure,
// or the verb says so itself. Verbs lock in one order, so the former is for what an administrator's own SQL may bring about.
func lostRace(err error) bool {
	var pg *pgconn.PgError
	return errors.Is(err, errRace) || errors.As(err, &pg) && (pg.Code == "40P01" || pg.Code == "40001")
}

// kept returns an instant as both engines keep it: in UTC, to the microsecond.
func kept(t time.Time) time.Time { return t.UTC().Truncate(time.Microsecond) }

// normalize makes a row what the database will give back: instants as they are kept, and empty lists instead of none.
// A pointer is replaced and not written through, as it may be the caller's.
func normalize(row reflect.Value) {
	for n := range row.NumField() {
		field, as := row.Field(n), row.Type().Field(n)
		if !as.IsExported() {
			continue
		}
		switch v := field.Interface().(type) {
		case time.Time:
			if !v.IsZero() {
				field.Set(reflect.ValueOf(kept(v)))
			}
		case *time.Time:
			if v != nil {
				at := kept(*v)
				field.Set(reflect.ValueOf(&at))
			}
		default:
			if as.Anonymous && field.Kind() == reflect.Struct {
				normalize(field)
			}
			if field.Kind() == reflect.Slice && field.IsNil() && strings.Contains(as.Tag.Get("gorm"), "serializer:json") {
				field.Set(reflect.MakeSlice(field.Type(), 0, 0))
			}
		}
	}
}

// change runs one verb in one transaction. A verb may run more than once, so it changes nothing that it captures. With an idempotency key in the context the verb's result is kept beside the
// change, and a repeated request gets it again without a second change.
func change[T any](ctx context.Context, s *Store, by models.Actor, now time.Time, verb func(tx *Tx) (T, error)) (T, error) {
	var out T
	now = kept(now)
	request, keyed := requestOf(ctx)
	keyed = keyed && by.PersonID != 0 // Debrief's own work is repeatable by its rows, not by keys
	once := func(db *gorm.DB) error {
		tx := &Tx{DB: db, s: s, by: by, now: now}
		if keyed {
			if found, err := tx.recall(request, &out); found || err != nil {
				return err
			}
		}
		var err error
		if out, err = verb(tx); err != nil {
			return err
		}
		if err := tx.fileNews(); err != nil || !keyed {
			return err
		}
		return tx.remember(request, out)
	}
	db := s.write.WithContext(ctx).Session(&gorm.Session{NowFunc: func() time.Time { return now }})
	err := db.Transaction(once)
	for try := 1; err != nil && try < maxTries && lostRace(err); try++ {
		out = *new(T)
		err = db.Transaction(once)
	}
	if err != nil {
		return out, refusal(explain(s.reader(ctx), err))
	}
	if s.onCommit != nil {
		s.onCommit()
	}
	return out, nil
}

// reader returns a handle for reading on somebody's behalf.
func (s *Store) reader(ctx context.Context) *gorm.DB { return s.read.WithContext(ctx) }

// refusal turns the database's refusals into the domain's.
func refusal(err error) error {
	var known *models.Error
	switch {
	case errors.As(err, &known):
		return err
	case errors.Is(err, gorm.ErrForeignKeyViolated):
		return &models.Error{Kind: models.Invalid, Message: "it names somebody or something that does not exist"}
	case errors.Is(err, gorm.ErrDuplicatedKey):
		return models.Conflictf("there is one like it already")
	}
	return err
}

// forUpdate locks the rows that are read, where the engine has row locks. It leaves the row's key alone, so that others may
// refer to it meanwhile: an event names its actor while the actor's row is being saved.
//
// Verbs lock in one order, so that no two wait for each other: idempotency key, administrators, person or team, incident,
// review, then what belongs to the review (meeting, announcement, comment, finding, action item), link, digests by person.
func forUpdate(db *gorm.DB) *gorm.DB { return db.Clauses(clause.Locking{Strength: "NO KEY UPDATE"}) }

// one loads the row with that id, or returns a NotFound error with the thing's name.
// refs are the letters before the numbers that people see.
var refs = map[string]string{"review": "PM-", "action item": "AI-"}

func one[T any](db *gorm.DB, id int64, name string) (T, error) {
	var row T
	err := db.Where(fmt.Sprintf("%s.id = ?", table[T](db)), id).Take(&row).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return row, models.NotFoundf("there is no %s %s%d, or it is not open to you", name, refs[name], id)
	}
	return row, err
}

func table[T any](db *gorm.DB) string {
	stmt := &gorm.Statement{DB: db}
	if err := stmt.Parse(new(T)); err != nil {
		panic(err) // domain types always parse
	}
	return stmt.Schema.Table
}

// queueColumns are the worker's; verbs never write them.
var queueColumns = []string{"LeasedUntil", "Lease", "Attempts", "LastError"}

// save writes a row that was loaded in this transaction. version is what the caller saw, 0 for any; it returns a Stale
// error where somebody saved first.
func (tx *Tx) save(row any, version int64) error {
	stmt := &gorm.Statement{DB: tx.DB}
	if err := stmt.Parse(row); err != nil {
		return fmt.Errorf("parse %T: %w", row, err)
	}
	normalize(reflect.ValueOf(row).Elem())
	value := reflect.ValueOf(row).Elem().FieldByName("Version")
	current := value.Int()
	if version != 0 && version != current {
		return &models.Error{Kind: models.Stale, Version: current, Message: "somebody saved this meanwhile; load it again"}
	}
	value.SetInt(current + 1)
	result := tx.Model(row).Where("version = ?", current).Select("*").
		Omit(append([]string{"CreatedAt"}, queueColumns...)...).Updates(row)
	if result.Error != nil {
		return referring(result.Error, row)
	}
	if result.RowsAffected != 1 {
		return &models.Error{Kind: models.Stale, Version: current + 1, Message: "somebody saved this meanwhile; load it again"}
	}
	return nil
}

// unchanged reports whether saving after, which the caller saw as that version, would leave the row as it is: a new version would
// be a conflict for whoever has it open. Of an old version save tells.
func unchanged[T any](version int64, before, after T) bool {
	was, is := reflect.ValueOf(&before).Elem(), reflect.ValueOf(&after).Elem()
	normalize(was)
	normalize(is)
	return (version == 0 || version == was.FieldByName("Version").Int()) && models.Changes(before, after) == nil
}

// create inserts a row as version 1 with an id of its own, whatever the caller has put there.
func (tx *Tx) create(row any) error {
	value := reflect.ValueOf(row).Elem()
	for name, to := range map[string]any{"ID": int64(0), "Version": int64(1), "CreatedAt": tx.now, "UpdatedAt": tx.now} {
		if field := value.FieldByName(name); field.IsValid() {
			field.Set(reflect.ValueOf(to))
		}
	}
	normalize(value)
	return referring(tx.Create(row).Error, row)
}

// replaceSet makes the rows of a join table those of the list: owner is the left column's value.
func replaceSet(db *gorm.DB, table, left, right string, owner int64, ids []int64) error {
	if err := db.Exec("DELETE FROM "+table+" WHERE "+left+" = ?", owner).Error; err != nil {
		return err
	}
	for _, id := range slices.Compact(slices.Sorted(slices.Values(ids))) {
		if err := db.Exec("INSERT INTO "+table+" ("+left+", "+right+") VALUES (?, ?)", owner, id).Error; err != nil {
			return err
		}
	}
	return nil
}
