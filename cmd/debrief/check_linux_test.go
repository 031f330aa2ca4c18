package main

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"

	"debrief/models/storetest"
)

func TestAFolderThatMayNotBeListedIsToldAsSuch(t *testing.T) {
	t.Parallel()
	folder := filepath.Join(t.TempDir(), "reviews")
	storetest.Must(t, os.Mkdir(folder, 0))
	storetest.Must(t, os.Chmod(filepath.Dir(filepath.Dir(folder)), 0o755)) // who is nobody has to get there
	if os.Geteuid() == 0 {                                                 // root may list everything: this thread, which ends with the test, is nobody's
		runtime.LockOSThread()
		storetest.Must(t, syscall.Setfsuid(65534))
		defer func() { storetest.Must(t, syscall.Setfsuid(0)) }()
	}
	if _, errs, code := checks(t, "", folder); code != 2 || !strings.Contains(errs, "reviews: permission denied") {
		t.Errorf("it ends with %d: %s", code, errs)
	}
}
