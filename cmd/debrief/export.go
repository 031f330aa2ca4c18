package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// exportCommand writes everything into one file, which import reads back.
type exportCommand struct {
	databaseConfig
	Output string `placeholder:"FILE" help:"Write to a new file that only you can read; the default is standard output."`
	Force  bool   `help:"Write over the file if it is there."`
}

// Run exports. It changes nothing in the database, and makes none.
func (c *exportCommand) Run(ctx context.Context, p *program) error {
	if err := c.free(); err != nil {
		return err
	}
	db, err := c.existing(ctx)
	if err != nil {
		return err
	}
	var rows int64
	if c.Output == "" {
		_, err = db.Export(ctx, p.out)
	} else {
		rows, err = c.save(func(w io.Writer) (int64, error) { return db.Export(ctx, w) })
	}
	if err = errors.Join(err, db.Close()); err != nil || c.Output == "" {
		return err
	}
	_, err = fmt.Fprintf(p.out, "%d rows exported to %s\n", rows, c.Output)
	return err
}

// free returns an error where the file is there already.
func (c *exportCommand) free() error {
	if c.Output == "" || c.Force {
		return nil
	}
	if _, err := os.Lstat(c.Output); !errors.Is(err, fs.ErrNotExist) {
		return errors.Join(fmt.Errorf("%s is there already; name another file, or say --force to write over it", c.Output), err)
	}
	return nil
}

// save writes the file beside its place and puts it there once it is whole.
func (c *exportCommand) save(write func(io.Writer) (int64, error)) (rows int64, err error) {
	file, err := os.CreateTemp(filepath.Dir(c.Output), "."+filepath.Base(c.Output)+".*") // its owner's only: 0600
	if err != nil {
		return 0, fmt.Errorf("make %s: %w", c.Output, err)
	}
	defer func() { _ = os.Remove(file.Name()) }() // after a rename it is gone already
	rows, err = write(file)
	if err == nil {
		err = file.Sync()
	}
	if err = errors.Join(err, file.Close()); err != nil {
		return 0, err
	}
	if !c.Force { // a link, unlike a rename, never replaces what somebody has put there meanwhile
		if err = os.Link(file.Name(), c.Output); err == nil || errors.Is(err, fs.ErrExist) {
			return rows, err
		}
	}
	if err := os.Rename(file.Name(), c.Output); err != nil { // also where the disk knows no links
		return 0, fmt.Errorf("put the export in its place: %w", err)
	}
	return rows, nil
}
