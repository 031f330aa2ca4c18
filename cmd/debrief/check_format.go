package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/width"

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
	return &textWriter{out: w, colour: !c.NoColor && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb" && isTerminal(p.out)}
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
	in, _ := fileSpans(f.text)
	for _, x := range f.findings {
		span := in(x.Span)
		if err := out.Encode(findingLine{f.name, x.Rule, x.Level, x.Line, x.Column, span.Start, span.End, x.Text, x.Section, x.Why,
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
			commandData.Replace(message(x)))
	}
	return w.out.Flush()
}

// message tells of a finding where its words are not shown beside it: the line of a paragraph may be long.
func message(x postmortem.Finding) string {
	advice := strings.TrimSpace(x.Why + " " + x.Suggestion)
	words := []rune(strings.Join(strings.Fields(visible([]byte(x.Text))), " "))
	if len(words) > maxShown {
		words = append(words[:maxShown], '…')
	}
	if len(words) == 0 { // it is about the whole text
		return advice
	}
	return "“" + string(words) + "”: " + advice
}

func (w githubWriter) end() error { return w.out.Flush() }

// textWriter writes for people: the line, a caret below it, why, and what to write.
type textWriter struct {
	out    *bufio.Writer
	colour bool

	files, errors, warnings, notes, ignored int
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
	w.ignored += len(f.ignored)
	if len(f.findings) > 0 {
		fmt.Fprintln(w.out, w.in(bold, visible([]byte(f.name))))
	}
	told := map[string]bool{} // once a file: the same words at each of many findings would hide them
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
		if told[x.Why+x.Suggestion] {
			continue
		}
		told[x.Why+x.Suggestion] = true
		fmt.Fprintf(w.out, "    %s\n", indented(x.Why))
		if x.Suggestion != "" {
			fmt.Fprintf(w.out, "    %s\n", w.in(faint, indented(x.Suggestion)))
		}
	}
	return w.out.Flush()
}

// indented keeps the lines of a rule's words below one another.
func indented(words string) string {
	return strings.ReplaceAll(strings.TrimSpace(words), "\n", "\n    ")
}

// underlined gives a finding's line, or the part of it around the finding, and the marks below it. It reads no more of a long
// line than it shows.
func underlined(doc *postmortem.Document, x postmortem.Finding) (line, caret string) {
	source, far := doc.Source, maxShown*utf8.UTFMax
	before := source[max(x.Span.Start-far, 0):x.Span.Start]
	if at := bytes.LastIndexByte(before, '\n'); at >= 0 {
		before = before[at+1:]
	}
	marked, _, several := bytes.Cut(source[x.Span.Start:min(x.Span.End, x.Span.Start+far)], []byte{'\n'})
	end := x.Span.Start + len(marked)
	after := []byte{}
	if !several && end == x.Span.End {
		after, _, _ = bytes.Cut(source[end:min(end+far, len(source))], []byte{'\n'})
	}
	head, text, tail := []rune(visible(before)), []rune(visible(marked)), []rune(visible(after))
	if n := len(head); n > maxShown/2 {
		head = append([]rune{'…'}, head[n-maxShown/2:]...)
	}
	if len(tail) > maxShown/2 {
		tail = append(tail[:maxShown/2], '…')
	}
	if len(text) > maxShown {
		text, tail = text[:maxShown], []rune{'…'}
	}
	return string(head) + string(text) + string(tail), strings.Repeat(" ", cells(head)) + strings.Repeat("^", max(1, cells(text)))
}

// cells is how many columns of a terminal a text takes.
func cells(text []rune) int {
	n := 0
	for _, r := range text {
		switch kind := width.LookupRune(r).Kind(); {
		case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		case kind == width.EastAsianWide || kind == width.EastAsianFullwidth:
			n += 2
		default:
			n++
		}
	}
	return n
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
	fmt.Fprintf(w.out, "%s checked: %s, %s, %s", counted(w.files, "file"), counted(w.errors, "error"), counted(w.warnings, "warning"), counted(w.notes, "note"))
	if w.ignored > 0 {
		fmt.Fprintf(w.out, "; %s left alone by comments", counted(w.ignored, "place"))
	}
	fmt.Fprintln(w.out)
	return w.out.Flush()
}
