package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"testing"
	"time"

	"debrief/internal/testenv"
)

// asProgram, in the environment, makes this test binary the real program: it is started, stopped and killed as a process of
// its own. clockFile names a file that holds its time, so that a test can move the clock of a program that runs.
const (
	asProgram = "DEBRIEF_TEST_PROGRAM"
	clockFile = "DEBRIEF_TEST_CLOCK"
)

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) == "" {
		testenv.Main(m)
		return
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, &program{out: os.Stdout, errs: os.Stderr, in: os.Stdin, now: fileClock(os.Getenv(clockFile))}, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "debrief:", err)
		os.Exit(1)
	}
	os.Exit(0)
}

// fileClock tells the time that a file holds.
func fileClock(path string) func() time.Time {
	if path == "" {
		return clock
	}
	return func() time.Time {
		text, err := os.ReadFile(path)
		if err != nil {
			panic(err)
		}
		at, err := time.Parse(time.RFC3339Nano, string(text))
		if err != nil {
			panic(err)
		}
		return at.UTC()
	}
}
