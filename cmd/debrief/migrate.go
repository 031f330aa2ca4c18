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

// migrator opens the database and hands its migrator to do.
func (c databaseConfig) migrator(ctx context.Context, do func(*goose.Provider) error) error {
	address, err := c.address()
	if err != nil {
		return err
	}
	db, err := store.OpenDatabase(ctx, address)
	if err != nil {
		return err
	}
	m, err := db.Migrator()
	if err == nil {
		err = do(m)
	}
	return errors.Join(err, db.Close())
}

// Run brings the schema up to date.
func (c *migrateUp) Run(ctx context.Context, p *program) error {
	return c.migrator(ctx, func(m *goose.Provider) error {
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
	return c.migrator(ctx, func(m *goose.Provider) error {
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
	return c.migrator(ctx, func(m *goose.Provider) error {
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
