package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/pressly/goose/v3"

	"debrief/models/store"
)

// migrateCommand moves the schema.
type migrateCommand struct {
	Up     migrateUp     `cmd:"" help:"Bring the schema up to date. serve does so too."`
	Down   migrateDown   `cmd:"" help:"Take the newest migration back. Its tables and their rows are gone."`
	Status migrateStatus `cmd:"" help:"Show which migrations have run."`
}

type (
	migrateUp   struct{ databaseConfig }
	migrateDown struct {
		databaseConfig
		Yes bool `help:"Really; rows are lost."`
	}
	migrateStatus struct{ databaseConfig }
)

// migrator hands the migrator of a database that was opened to do.
func migrator(db *store.Database, err error, do func(*goose.Provider) error) error {
	if err != nil {
		return err
	}
	m, err := db.Migrator()
	if err == nil {
		err = do(m)
	}
	return errors.Join(err, db.Close())
}

// Run brings the schema up to date, also of a database that is only made now.
func (c *migrateUp) Run(ctx context.Context, p *program) error {
	address, err := c.address()
	if err != nil {
		return err
	}
	db, err := store.OpenDatabase(ctx, address)
	return migrator(db, err, func(m *goose.Provider) error {
		done, err := m.Up(ctx)
		if err != nil {
			return fmt.Errorf("bring the schema up to date: %w", err)
		}
		for _, r := range done {
			fmt.Fprintf(p.out, "ran %s\n", r.Source.Path)
		}
		if len(done) == 0 {
			fmt.Fprintln(p.out, "the schema is up to date")
		}
		return nil
	})
}

// Run takes the newest migration back.
func (c *migrateDown) Run(ctx context.Context, p *program) error {
	if !c.Yes {
		return errors.New("taking a migration back removes its tables and all their rows; say --yes if you mean it")
	}
	db, err := c.existing(ctx)
	return migrator(db, err, func(m *goose.Provider) error {
		r, err := m.Down(ctx)
		if errors.Is(err, goose.ErrNoNextVersion) {
			fmt.Fprintln(p.out, "there is no migration to take back")
			return nil
		}
		if err != nil {
			return fmt.Errorf("take the newest migration back: %w", err)
		}
		fmt.Fprintf(p.out, "took %s back\n", r.Source.Path)
		return nil
	})
}

// Run lists the migrations.
func (c *migrateStatus) Run(ctx context.Context, p *program) error {
	db, err := c.existing(ctx)
	return migrator(db, err, func(m *goose.Provider) error {
		list, err := m.Status(ctx)
		if err != nil {
			return fmt.Errorf("read which migrations have run: %w", err)
		}
		for _, s := range list {
			when := "not yet"
			if s.State == goose.StateApplied {
				when = s.AppliedAt.UTC().Format("2006-01-02 15:04:05 MST")
			}
			fmt.Fprintf(p.out, "%-30s %s\n", s.Source.Path, when)
		}
		return nil
	})
}
