package wrapup

import (
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"debrief/internal/testenv"
)

// patience bounds the wait for the other packages' tests; go test itself gives a
// package ten minutes.
const patience = 5 * time.Minute

// TestMain prints the summary and never calls m.Run. That is on purpose: the go
// command caches only results of m.Run, so this one is never cached, and the
// summary comes even when all other results are "(cached)".
//
// The go command hides what a passing package prints, so the summary goes to the
// go command's own standard error.
func TestMain(_ *testing.M) {
	flag.Parse()
	if value("test.run") == "" && value("test.list") == "" {
		summary, err := testenv.Summary()
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		if summary != "" {
			waitForTheOthers()
			tell(summary)
		}
	}
	os.Exit(0)
}

func value(name string) string {
	if f := flag.Lookup(name); f != nil {
		return f.Value.String()
	}
	return ""
}

// tell writes to the go command's standard error, else to the terminal, else to
// our own output, which -v shows. Where it is a regular file, the go command goes
// on writing from its own position, over what we append: the rule in front is
// what its few last bytes may cover.
func tell(summary string) {
	text := strings.Repeat("-", 100) + "\n" + summary
	for _, path := range []string{fmt.Sprintf("/proc/%d/fd/2", os.Getppid()), "/dev/tty"} {
		f, err := os.OpenFile(path, os.O_WRONLY|os.O_APPEND, 0) // #nosec G304 -- the two above
		if err != nil {
			continue
		}
		_, err = io.WriteString(f, text)
		if closeErr := f.Close(); err == nil && closeErr == nil {
			return
		}
	}
	fmt.Print(text)
}

// waitForTheOthers waits until the go command has had no other child for a
// second: packages run side by side, and this one may come before the last is
// done. Without /proc it does not wait, and the summary may not be the last line.
func waitForTheOthers() {
	quiet := 0
	for end := time.Now().Add(patience); quiet < 10 && time.Now().Before(end); time.Sleep(100 * time.Millisecond) {
		if siblings() {
			quiet = 0
		} else {
			quiet++
		}
	}
}

func siblings() bool {
	stats, _ := filepath.Glob("/proc/[0-9]*/stat")
	for _, path := range stats {
		stat, err := os.ReadFile(path) // #nosec G304 -- of the process table
		if err != nil {
			continue
		}
		pid := filepath.Base(filepath.Dir(path))
		// PID (NAME) STATE PPID …, where NAME may hold anything.
		_, rest, _ := strings.Cut(string(stat[strings.LastIndexByte(string(stat), ')')+1:]), " ")
		fields := strings.Fields(rest)
		if len(fields) > 1 && fields[0] != "Z" && fields[1] == strconv.Itoa(os.Getppid()) && pid != strconv.Itoa(os.Getpid()) {
			return true
		}
	}
	return false
}
