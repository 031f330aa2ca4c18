package storetest_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"debrief/models/store"
	"debrief/models/storetest"
)

func TestASQLiteFileIsServedByOne(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	folder, err := filepath.EvalSymlinks(t.TempDir())
	storetest.Must(t, err)
	path, other := filepath.Join(folder, "debrief.db"), filepath.Join(folder, "link.db")
	first, err := store.OpenAlone(ctx, path)
	storetest.Must(t, err)
	storetest.Must(t, os.Symlink(path, other))
	for _, address := range []string{path, "sqlite:" + path, other} {
		db, err := store.OpenAlone(ctx, address)
		if !errors.Is(err, store.ErrInUse) || !strings.Contains(err.Error(), path+"; one SQLite file is for one of them, so stop that one") {
			t.Errorf("a second time, as %s: %v, %v", address, db, err)
		}
	}
	beside, err := store.OpenExisting(ctx, path) // export, import, migrate and token
	storetest.Must(t, err)
	storetest.Must(t, beside.Close())
	if _, err := store.OpenAlone(ctx, path); !errors.Is(err, store.ErrInUse) {
		t.Errorf("after somebody else opened and closed it: %v", err)
	}
	another, err := store.OpenAlone(ctx, filepath.Join(folder, "another.db"))
	storetest.Must(t, err)
	storetest.Must(t, errors.Join(another.Close(), first.Close()))
	again, err := store.OpenAlone(ctx, path)
	storetest.Must(t, err)
	storetest.Must(t, again.Close())
}

func TestAPostgreSQLIsServedByMany(t *testing.T) {
	t.Parallel()
	address := storetest.Address(t, store.Postgres)
	for range 2 {
		db, err := store.OpenAlone(t.Context(), address)
		storetest.Must(t, err)
		t.Cleanup(func() { _ = db.Close() })
	}
}
