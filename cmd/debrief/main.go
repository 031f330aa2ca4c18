// Command debrief sees postmortems through. See README.md.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"syscall"
	"time"
	_ "time/tzdata" // the zones are there on a machine, or in an image, that has none

	"github.com/alecthomas/kong"
)

// version is set by the build (see Makefile).
var version = "development"

// commands is the command line; help and environment come from the same structs.
type commands struct {
	Serve   serveCommand   `cmd:"" help:"Run Debrief. The schema is brought up to date first."`
	Demo    demoCommand    `cmd:"" help:"Run Debrief with sample data, a fake Jira and a mail catcher, all in this process."`
	Migrate migrateCommand `cmd:"" help:"Move the database's schema: up, down, status."`
	Export  exportCommand  `cmd:"" help:"Write everything into one file, also while Debrief runs; import reads it back, into SQLite or PostgreSQL."`
	Check   checkCommand   `cmd:"" help:"Check postmortems for what the guide asks for, offline."`
	Import  importCommand  `cmd:"" help:"Bring postmortems in Markdown, action items as CSV, or everything that export wrote."`
	Token   tokenCommand   `cmd:"" help:"Make keys to the API, and sign-in links."`
	Version versionCommand `cmd:"" help:"Print the version."`
	Health  healthCommand  `cmd:"" help:"Exit 0 if a Debrief answers on this machine."`
}

// program is what subcommands get of the world: tests hand in their own.
type program struct {
	out   io.Writer
	errs  io.Writer // what went wrong with a part of the work
	in    io.Reader
	now   func() time.Time
	ready func(*app) // called once requests are answered; may be nil
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // a second signal ends it at once
	p := &program{out: os.Stdout, errs: os.Stderr, in: os.Stdin, now: clock}
	os.Exit(exitCode(os.Stderr, run(ctx, p, os.Args[1:])))
}

// exitCode tells what went wrong, and returns the code to end with.
func exitCode(errs io.Writer, err error) int {
	if err == nil {
		return 0
	}
	if text := err.Error(); text != "" {
		fmt.Fprintln(errs, "debrief:", text)
	}
	var code *exitError
	if errors.As(err, &code) {
		return code.code
	}
	return 1
}

// clock is the real time, as precise as both databases keep it.
func clock() time.Time { return time.Now().UTC().Truncate(time.Microsecond) }

// errUsage is returned for a command line that cannot be understood, after the explanation.
var errUsage = errors.New("run debrief --help for what there is")

// asUsual understands what people try first: debrief help check, debrief --version.
func asUsual(args []string) []string {
	switch {
	case len(args) > 0 && args[0] == "help":
		return append(slices.Clone(args[1:]), "--help")
	case len(args) == 1 && args[0] == "--version":
		return []string{"version"}
	}
	return args
}

func run(ctx context.Context, p *program, args []string) error {
	var c commands
	exited := false
	parser, err := kong.New(&c, kong.Name("debrief"), kong.Description("Debrief sees postmortems through."),
		kong.Writers(p.out, p.out), kong.Exit(func(int) { exited = true }), kong.UsageOnError(), kong.BindTo(ctx, (*context.Context)(nil)), kong.Bind(p))
	if err != nil {
		return err
	}
	k, err := parser.Parse(asUsual(args))
	if exited { // --help has answered
		return nil
	}
	if err != nil {
		return &exitError{2, fmt.Errorf("%w; %w", err, errUsage)}
	}
	return k.Run()
}
