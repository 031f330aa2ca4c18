package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"debrief/models"
	"debrief/postmortem"
)

// checkCommand checks documents without a database, as before a commit and in a pipeline.
type checkCommand struct {
	Files    []string `arg:"" help:"Postmortems in Markdown, folders of them; - for standard input."`
	Format   string   `enum:"text,jsonl,sarif,github" default:"text" help:"text for people, jsonl (an object a finding), sarif (2.1.0), or github (annotations of a workflow)."`
	Rules    string   `placeholder:"DIR" help:"A folder of rules (*.yaml) that add to those of Debrief, change or silence them."`
	Level    string   `enum:"error,warning,info,note" default:"warning" help:"Findings of this level (error, warning or info) or a graver one make the exit code 1."`
	ExitZero bool     `help:"Exit with 0 whatever is found."`
	NoColor  bool     `name:"no-color" help:"No colours, even on a terminal; the variable NO_COLOR says the same."`
}

// interrupted is the exit code after a signal, as shells have it.
const interrupted = 130

// errFound ends a check that found something; what it was is told already.
var errFound = &exitError{code: 1}

// exitError ends the program with a code, and a message where there is one.
type exitError struct {
	code int
	err  error
}

// Error returns the message.
func (e *exitError) Error() string {
	if e.err == nil {
		return ""
	}
	return e.err.Error()
}

// Unwrap returns what went wrong.
func (e *exitError) Unwrap() error { return e.err }

// checkedFile is one file and what was found in it.
type checkedFile struct {
	name     string
	text     []byte // as it is in the file
	doc      *postmortem.Document
	findings []postmortem.Finding
	ignored  []postmortem.Finding // that comments in the text leave alone
}

// Run checks the files. It exits with 0 where nothing of the level is found, with 1 where something is, and with 2 where a
// file or a rule cannot be read; the others are checked all the same.
func (c *checkCommand) Run(ctx context.Context, p *program) error {
	// Nothing is written but what was found, so a signal ends it at once, also while it waits for its input.
	defer context.AfterFunc(ctx, func() { os.Exit(interrupted) })()
	if c.Level == "note" { // as the findings are counted
		c.Level = string(postmortem.LevelInfo)
	}
	rules, err := c.rules(p)
	failed := err != nil
	out := c.writer(p, rules)
	found := false
	for _, name := range c.names() {
		text, err := readDocument(p, name)
		var doc *postmortem.Document
		if err == nil {
			doc, err = postmortem.Parse(text, postmortem.WithFileName(name))
		}
		if err != nil {
			fmt.Fprintf(p.errs, "%s: %v\n", visible([]byte(name)), plainly(err))
			failed = true
			continue
		}
		f := checkedFile{name: name, text: text, doc: doc}
		for _, finding := range rules.Check(doc, postmortem.Context{Severity: doc.Severity.Level}) {
			if finding.Ignored != "" {
				f.ignored = append(f.ignored, finding)
				continue
			}
			f.findings = append(f.findings, finding)
			found = found || finding.Level.AtLeast(postmortem.Level(c.Level))
		}
		if err := out.file(f); err != nil {
			return &exitError{2, err}
		}
	}
	if err := out.end(); err != nil {
		return &exitError{2, err}
	}
	switch {
	case failed:
		return &exitError{2, errors.New("not everything could be checked; the lines above say why")}
	case found && !c.ExitZero:
		return errFound
	}
	return nil
}

// names are the files, and those of Markdown that lie in the folders among them.
func (c *checkCommand) names() []string {
	var names []string
	for _, name := range c.Files {
		before := len(names)
		filesIn(name, models.DocumentEndings, func(path string, _ error) bool { // what cannot be listed is told where it is read
			names = append(names, path)
			return true
		})
		if len(names) == before {
			names = append(names, name) // it is told that there is nothing in it
		}
	}
	return names
}

// rules are Debrief's and those of the folder; what is wrong with single files is told, and is an error.
func (c *checkCommand) rules(p *program) (*postmortem.Ruleset, error) {
	rules, problems, err := loadRules(c.Rules)
	if err != nil {
		fmt.Fprintf(p.errs, "--rules: %v\n", err)
	}
	for _, problem := range problems {
		fmt.Fprintf(p.errs, "%s/%v\n", c.Rules, problem)
		err = errors.Join(err, problem)
	}
	// A team's own checklist is in its database, so what Debrief's does not have is told, and is no error.
	for _, problem := range rules.Unasked(models.Template{Questions: models.DefaultQuestions()}.Keys()) {
		fmt.Fprintf(p.errs, "%s/%v, as Debrief comes with it; right only where your team added the question\n", c.Rules, problem)
	}
	return rules, err
}

// readDocument reads a file, or standard input for -.
func readDocument(p *program, name string) ([]byte, error) {
	file := p.in
	if info, err := os.Stat(name); err == nil && info.IsDir() {
		if _, err := os.ReadDir(name); err != nil {
			return nil, err
		}
		return nil, errors.New("no file in this folder ends in " + strings.Join(models.DocumentEndings, ", "))
	}
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return nil, err
		}
		defer func() { _ = f.Close() }() // it was only read
		file = f
	}
	return io.ReadAll(io.LimitReader(file, postmortem.MaxSize+1)) // one byte too many is refused
}
