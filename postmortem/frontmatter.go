package postmortem

import (
	"bytes"
	"errors"
	"regexp"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// FrontMatter is what stands above the document between --- or +++ lines. Only
// plain keys with a value or a list of values are read; what else is there is
// skipped, never an error.
type FrontMatter struct {
	Span   Span
	Format string // "yaml" or "toml"; empty when there is none
	values map[string][]string
}

// Get gives the first value of the first of these keys that has one. Keys are
// compared without case, and with _ and - as spaces.
func (f FrontMatter) Get(keys ...string) string {
	if v := f.All(keys...); len(v) > 0 {
		return v[0]
	}
	return ""
}

// All gives every value of the first of these keys that has one.
func (f FrontMatter) All(keys ...string) []string {
	for _, key := range keys {
		if v := f.values[fold(key)]; len(v) > 0 {
			return v
		}
	}
	return nil
}

var (
	yamlKey = regexp.MustCompile(`^["']?([A-Za-z][\w .-]{0,60}?)["']?\s*:(?:\s+(.*)|$)`)
	tomlKey = regexp.MustCompile(`^["']?([A-Za-z][\w.-]{0,60})["']?\s*=\s*(.*)$`)
)

// maxFrontMatter bounds the search for the closing line.
const maxFrontMatter = 64 << 10

// readFrontMatter sets the document's front matter, and gives the offset of the
// body. What is wrong with it is a notice; the lines that can be read are.
func (d *Document) readFrontMatter() (body int) {
	d.FrontMatter, body = parseFrontMatter(d.Source)
	notice := func(line int, message string) {
		d.Notices = append(d.Notices, Notice{Code: "front_matter", Line: line, Message: message})
	}
	start := skipComments(d.Source)
	switch {
	case d.FrontMatter.Format == "yaml":
		inner := d.Source[start:body]
		inner = inner[lineLen(inner) : bytes.LastIndexByte(inner[:len(inner)-1], '\n')+1]
		if line, message := yamlFault(inner); message != "" {
			notice(d.Line(start)+line, "the front matter is not YAML ("+message+"); it was read line by line, as far as that goes")
		}
	case body == 0 && looksLikeFrontMatter(d.Source[start:]):
		notice(d.Line(start), "the lines after --- are no front matter in YAML with a closing ---; they were left in the text")
	}
	return body
}

var yamlLine = regexp.MustCompile(`^yaml: (?:line (\d+): )?`)

// yamlFault says on which line, from 1, a text is not YAML with keys and values, and why; no message for what is.
func yamlFault(text []byte) (line int, message string) {
	var into map[string]any
	err := yaml.Unmarshal(text, &into)
	if err == nil {
		return 0, ""
	}
	message = err.Error()
	var types *yaml.TypeError
	if errors.As(err, &types) && len(types.Errors) > 0 {
		message = "yaml: " + types.Errors[0]
	}
	if m := yamlLine.FindStringSubmatch(message); m != nil {
		line, _ = strconv.Atoi(m[1])
		message = message[len(m[0]):]
	}
	return max(line, 1), cut(squeeze(message), 100)
}

// looksLikeFrontMatter says that a text was meant to begin with front matter: a --- line, and right behind it a key, or a
// few lines without a gap up to the next ---.
func looksLikeFrontMatter(text []byte) bool {
	first := lineLen(text)
	if strings.TrimRight(string(text[:first]), " \t\n") != "---" {
		return false
	}
	inner := text[first:min(len(text), maxFrontMatter)]
	line := strings.TrimSpace(string(inner[:lineLen(inner)]))
	if line == "" || line[0] == '#' {
		return false
	}
	if yamlKey.MatchString(line) || line[0] == '{' || line[0] == '[' {
		return true
	}
	end := bytes.Index(inner, []byte("\n---\n"))
	return end > 0 && !bytes.Contains(inner[:end], []byte("\n\n"))
}

// parseFrontMatter reads the front matter and gives the offset of the body. A
// rule (---) that opens no front matter is left to the body.
func parseFrontMatter(source []byte) (FrontMatter, int) {
	start := skipComments(source)
	if start > 0 && source[start-1] != '\n' {
		return FrontMatter{}, 0
	}
	rest := source[start:]
	first := rest[:lineLen(rest)]
	format, key, closing := "", yamlKey, []string{"---", "..."}
	switch strings.TrimRight(string(first), " \t\n") {
	case "---":
		format = "yaml"
	case "+++":
		format, key, closing = "toml", tomlKey, []string{"+++"}
	default:
		return FrontMatter{}, 0
	}
	values := map[string][]string{}
	keys, others, current := 0, 0, ""
	for at := start + len(first); at < len(source) && at-start < maxFrontMatter; {
		n := lineLen(source[at:])
		line := strings.TrimRight(string(source[at:at+n]), " \t\n")
		at += n
		for _, c := range closing {
			if line == c {
				if keys == 0 || others > keys {
					return FrontMatter{}, 0 // two rules with text between them
				}
				return FrontMatter{Span: Span{start, at}, Format: format, values: values}, at
			}
		}
		trimmed := strings.TrimSpace(line)
		switch m := key.FindStringSubmatch(line); {
		case trimmed == "" || strings.HasPrefix(trimmed, "#") || strings.HasPrefix(trimmed, "["):
		case m != nil:
			keys++
			current = fold(m[1])
			values[current] = append(values[current], scalars(m[2])...)
		case current != "" && strings.HasPrefix(trimmed, "- "):
			values[current] = append(values[current], scalars(trimmed[2:])...)
		case current != "" && line[0] == ' ' || line[0] == '\t':
			// A value that goes on: "key: >" and indented lines.
			if v := values[current]; len(v) == 1 && !strings.Contains(trimmed, ": ") {
				v[0] = strings.TrimSpace(v[0] + " " + trimmed)
			} else if len(v) == 0 && !strings.Contains(trimmed, ": ") {
				values[current] = []string{unquote(trimmed)}
			}
		default:
			others++
		}
	}
	return FrontMatter{}, 0
}

// scalars reads a value: one scalar, or a list in brackets.
func scalars(v string) []string {
	v = strings.TrimSpace(v)
	if v == "" || v == "|" || v == ">" || v == ">-" || v == "|-" || v == "null" || v == "~" {
		return nil
	}
	if strings.HasPrefix(v, "[") && strings.HasSuffix(v, "]") {
		var out []string
		for part := range strings.SplitSeq(v[1:len(v)-1], ",") {
			if part = unquote(strings.TrimSpace(part)); part != "" {
				out = append(out, part)
			}
		}
		return out
	}
	return []string{unquote(v)}
}

func unquote(v string) string {
	if len(v) >= 2 && (v[0] == '"' || v[0] == '\'') && v[len(v)-1] == v[0] {
		inner := v[1 : len(v)-1]
		if v[0] == '"' {
			return strings.ReplaceAll(inner, `\"`, `"`)
		}
		return strings.ReplaceAll(inner, "''", "'")
	}
	if i := bytes.Index([]byte(v), []byte(" #")); i > 0 {
		v = strings.TrimSpace(v[:i])
	}
	return v
}

func fold(key string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(key), func(r rune) bool {
		return r == '_' || r == '-' || r == ' ' || r == '.'
	}), " ")
}
