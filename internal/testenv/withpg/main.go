// Command withpg runs a command beside one throw-away PostgreSQL server:
//
//	withpg -- go test ./...
//
// The command finds the server in DEBRIEF_TEST_POSTGRES, and DEBRIEF_REQUIRE_ALL
// is 1: a test that would be skipped for a missing tool fails. A server named in
// DEBRIEF_TEST_POSTGRES beforehand is used as it is. withpg ends with the
// command's exit code and passes on the signals that it gets.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"syscall"

	"debrief/internal/testenv"
	"debrief/internal/testenv/pgtemp"
)

func main() {
	args := os.Args[1:]
	if len(args) > 0 && args[0] == "--" {
		args = args[1:]
	}
	if len(args) == 0 {
		fmt.Fprintln(os.Stderr, "usage: withpg -- COMMAND [ARGUMENT...]")
		os.Exit(2)
	}
	os.Exit(run(args))
}

func run(args []string) int {
	// Notify before the server starts: from here on a signal ends it tidily.
	signals := make(chan os.Signal, 4)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()

	env := append(os.Environ(), testenv.EnvRequireAll+"=1")
	if os.Getenv(testenv.EnvPostgres) == "" {
		starting := make(chan struct{})
		go func() {
			select {
			case sig := <-signals:
				signals <- sig
				cancel()
			case <-starting:
			}
		}()
		server, err := pgtemp.Start(ctx)
		close(starting)
		if err != nil {
			fmt.Fprintln(os.Stderr, "withpg:", err)
			return 1
		}
		defer server.Stop()
		env = append(env, testenv.EnvPostgres+"="+server.DSN)
	}

	cmd := exec.Command(args[0], args[1:]...) // #nosec G204 -- to run it is the purpose
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	cmd.Env = env
	if err := cmd.Start(); err != nil {
		fmt.Fprintln(os.Stderr, "withpg:", err)
		return 127
	}
	done := make(chan error, 1)
	go func() { done <- cmd.Wait() }()
	for {
		select {
		case sig := <-signals:
			_ = cmd.Process.Signal(sig)
		case err := <-done:
			return exitCode(err)
		}
	}
}

func exitCode(err error) int {
	var exit *exec.ExitError
	switch {
	case err == nil:
		return 0
	case errors.As(err, &exit):
		if status, ok := exit.Sys().(syscall.WaitStatus); ok && status.Signaled() {
			return 128 + int(status.Signal())
		}
		return exit.ExitCode()
	default:
		fmt.Fprintln(os.Stderr, "withpg:", err)
		return 1
	}
}
