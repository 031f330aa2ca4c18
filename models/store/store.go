// Package store keeps the domain in PostgreSQL or SQLite: one verb a method, one transaction a verb. A verb loads rows,
// calls a method of the domain type, saves them where the version still matches, and appends an event. Everything that
// reads or writes on somebody's behalf takes a models.Actor and filters by it.
package store

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"debrief/models"
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
}

// change runs one verb in one transaction. With an idempotency key in the context the verb's result is kept beside the
// change, and a repeated request gets it again without a second change.
func change[T any](ctx context.Context, s *Store, by models.Actor, now time.Time, verb func(tx *Tx) (T, error)) (T, error) {
	var out T
	now = now.UTC().Truncate(time.Microsecond) // what both engines can keep
	err := s.write.WithContext(ctx).Session(&gorm.Session{NowFunc: func() time.Time { return now }}).Transaction(func(db *gorm.DB) error {
		tx := &Tx{DB: db, s: s, by: by, now: now}
		request, keyed := requestOf(ctx)
		if keyed {
			if found, err := tx.recall(request, &out); found || err != nil {
				return err
			}
		}
		var err error
		if out, err = verb(tx); err != nil || !keyed {
			return err
		}
		return tx.remember(request, out)
	})
	if err != nil {
		return out, refusal(err)
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

// forUpdate locks the rows that are read, where the engine has row locks.
func forUpdate(db *gorm.DB) *gorm.DB { return db.Clauses(clause.Locking{Strength: "UPDATE"}) }

// one loads the row with that id, or returns a NotFound error with the thing's name.
func one[T any](db *gorm.DB, id int64, name string) (T, error) {
	var row T
	err := db.Where(fmt.Sprintf("%s.id = ?", table[T](db)), id).Take(&row).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return row, models.NotFoundf("there is no %s %d, or it is not open to you", name, id)
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
	value := reflect.ValueOf(row).Elem().FieldByName("Version")
	current := value.Int()
	if version != 0 && version != current {
		return &models.Error{Kind: models.Stale, Version: current, Message: "somebody saved this meanwhile; load it again"}
	}
	value.SetInt(current + 1)
	result := tx.Model(row).Where("version = ?", current).Select("*").
		Omit(append([]string{"CreatedAt"}, queueColumns...)...).Updates(row)
	if result.Error != nil {
		return result.Error
	}
	if result.RowsAffected != 1 {
		return &models.Error{Kind: models.Stale, Version: current + 1, Message: "somebody saved this meanwhile; load it again"}
	}
	return nil
}

// create inserts a row as version 1.
func (tx *Tx) create(row any) error {
	if v := reflect.ValueOf(row).Elem().FieldByName("Version"); v.IsValid() {
		v.SetInt(1)
	}
	return tx.Create(row).Error
}

// replaceSet makes the rows of a join table those of the list: owner is the left column's value.
func replaceSet(db *gorm.DB, table, left, right string, owner int64, ids []int64) error {
	if err := db.Exec("DELETE FROM "+table+" WHERE "+left+" = ?", owner).Error; err != nil {
		return err
	}
	for _, id := range ids {
		if err := db.Exec("INSERT INTO "+table+" ("+left+", "+right+") VALUES (?, ?)", owner, id).Error; err != nil {
			return err
		}
	}
	return nil
}
