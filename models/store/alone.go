package store

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
)

// ErrInUse is why a SQLite file is not served: another program does so.
var ErrInUse = errors.New("another debrief serve is using it")

// OpenAlone is OpenDatabase for the program that serves, and returns ErrInUse where another one serves that SQLite file already: it is
// locked until the database is closed or the process ends, however it ends. Others may open it all the same, and PostgreSQL is shared.
func OpenAlone(ctx context.Context, address string) (*Database, error) {
	db, err := open(address)
	if err != nil || db.engine == Postgres {
		return connected(ctx, db, address, err)
	}
	path, err := filepath.EvalSymlinks(db.path) // one file has one lock, whatever it is called
	if err == nil {
		db.unlock, err = lockFile(path + ".lock")
	}
	switch {
	case errors.Is(err, ErrInUse):
		err = fmt.Errorf("%w: %s; one SQLite file is for one of them, so stop that one, give this one a file of its own, or move to PostgreSQL, which several share", ErrInUse, path)
	case errors.Is(err, errors.ErrUnsupported): // a file system without locks: as good as it can be
		err = nil
	case err != nil:
		err = fmt.Errorf("make sure that nobody else serves %s: %w", db.path, err)
	}
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return connected(ctx, db, address, nil)
}
