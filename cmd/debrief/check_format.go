package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	"unicode/utf8"

	"debrief/postmortem"
)

// findingWriter writes what was found, a file at a time.
type findingWriter interface {
	file(f checkedFile) error
	end() error
}

func (c *checkCommand) writer(p *program, rules *postmortem.Ruleset) findingWriter {
	w := bufio.NewWriter(p.out)
	switch c.Format {
	case "jsonl":
		return jsonlWriter{w}
	case "sarif":
		return &sarifWriter{out: w, rules: rules}
	case "github":
		return githubWriter{w}
	}
	return &textWriter{out: w, colour: !c.NoColor && isTerminal(p.out)}
}

func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// jsonlWriter writes an object a finding.
type jsonlWriter struct{ out *bufio.Writer }

type findingLine struct {
	File        string           `json:"file"`
	Rule        string           `json:"rule"`
	Level       postmortem.Level `json:"level"`
	Line        int              `json:"line"`
	Column      int              `json:"column"`
	Start       int              `json:"start"`
	End         int              `json:"end"`
	Text        string           `json:"text"`
	Section     postmortem.Kind  `json:"section"`
	Why         string           `json:"why"`
	Suggestion  string           `json:"suggestion"`
	Fingerprint string           `json:"fingerprint"`
}

func (w jsonlWriter) file(f checkedFile) error {
	out := json.NewEncoder(w.out)
	out.SetEscapeHTML(false)
	for _, x := range f.findings {
		if err := out.Encode(findingLine{f.name, x.Rule, x.Level, x.Line, x.Column, x.Span.Start, x.Span.End, x.Text, x.Section, x.Why,
			x.Suggestion, x.Fingerprint}); err != nil {
			return err
		}
	}
	return w.out.Flush()
}

func (w jsonlWriter) end() error { return w.out.Flush() }

// githubWriter writes workflow commands, which GitHub shows beside the lines.
type githubWriter struct{ out *bufio.Writer }

var (
	commandData     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	commandProperty = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)

func (w githubWriter) file(f checkedFile) error {
	for _, x := range f.findings {
		level := map[postmortem.Level]string{postmortem.LevelError: "error", postmortem.LevelWarning: "warning", postmortem.LevelInfo: "notice"}[x.Level]
		fmt.Fprintf(w.out, "::%s file=%s,line=%d,col=%d,title=%s::%s\n", level, commandProperty.Replace(f.name), x.Line, x.Column, commandProperty.Replace(x.Rule),
			commandData.Replace(strings.TrimSpace(x.Why+" "+x.Suggestion)))
	}
	return w.out.Flush()
}

func (w githubWriter) end() error { return w.out.Flush() }

// textWriter writes for people: the line, a caret below it, why, and what to write.
type textWriter struct {
	out    *bufio.Writer
	colour bool

	files, errors, warnings, notes int
}

// The colours of a terminal.
const (
	bold, red, yellow, blue, faint, plain = "\x1b[1m", "\x1b[31m", "\x1b[33m", "\x1b[34m", "\x1b[2m", "\x1b[0m"
)

func (w *textWriter) in(colour, s string) string {
	if !w.colour {
		return s
	}
	return colour + s + plain
}

// maxShown is how many characters of a line are shown around a finding.
const maxShown = 100

func (w *textWriter) file(f checkedFile) error {
	w.files++
	if len(f.findings) > 0 {
		fmt.Fprintln(w.out, w.in(bold, f.name))
	}
	for _, x := range f.findings {
		colour := blue
		switch x.Level {
		case postmortem.LevelError:
			colour = red
			w.errors++
		case postmortem.LevelWarning:
			colour = yellow
			w.warnings++
		default:
			w.notes++
		}
		fmt.Fprintf(w.out, "  %d:%d %s %s\n", x.Line, x.Column, w.in(colour, string(x.Level)), w.in(bold, x.Rule))
		line, caret := underlined(f.doc, x)
		if strings.TrimSpace(line) != "" {
			fmt.Fprintf(w.out, "    %s\n    %s\n", line, w.in(colour, caret))
		}
		fmt.Fprintf(w.out, "    %s\n", x.Why)
		if x.Suggestion != "" {
			fmt.Fprintf(w.out, "    %s\n", w.in(faint, x.Suggestion))
		}
	}
	return w.out.Flush()
}

// underlined gives a finding's line, or the part of it around the finding, and the marks below it.
func underlined(doc *postmortem.Document, x postmortem.Finding) (line, caret string) {
	source := doc.Source
	start, end := x.Span.Start, x.Span.Start
	for start > 0 && source[start-1] != '\n' {
		start--
	}
	for end < len(source) && source[end] != '\n' {
		end++
	}
	before, marked := source[start:x.Span.Start], source[x.Span.Start:min(x.Span.End, end)]
	after := source[min(x.Span.End, end):end]
	head, tail := visible(before), visible(after)
	if n := utf8.RuneCountInString(head); n > maxShown/2 {
		head = "…" + string([]rune(head)[n-maxShown/2:])
	}
	if n := utf8.RuneCountInString(tail); n > maxShown/2 {
		tail = string([]rune(tail)[:maxShown/2]) + "…"
	}
	text := visible(marked)
	if n := utf8.RuneCountInString(text); n > maxShown {
		text, tail = string([]rune(text)[:maxShown]), "…"
	}
	return head + text + tail, strings.Repeat(" ", utf8.RuneCountInString(head)) + strings.Repeat("^", max(1, utf8.RuneCountInString(text)))
}

// visible makes a text that moves nothing on a terminal.
func visible(s []byte) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r >= 0x80 && r < 0xa0 || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 {
			return ' '
		}
		return r
	}, string(s))
}

func (w *textWriter) end() error {
	fmt.Fprintf(w.out, "%s checked: %s, %s, %s\n", counted(w.files, "file"), counted(w.errors, "error"), counted(w.warnings, "warning"), counted(w.notes, "note"))
	return w.out.Flush()
}
