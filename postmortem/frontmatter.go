package postmortem

import (
	"bytes"
	"regexp"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// FrontMatter is what stands above the document between --- or +++ lines: keys
// with a value or a list of values. Of YAML that is broken, and of TOML, plain
// lines are read; what else is there is skipped, never an error.
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

// FrontMatterSpan gives where a document's front matter is, as Parse reads it, without reading the rest; nothing where there is none.
func FrontMatterSpan(source []byte) Span {
	decoded, _, err := decode(source)
	if err != nil {
		return Span{}
	}
	d := Document{Source: decoded, lines: newLineIndex(decoded)}
	d.readFrontMatter()
	return d.FrontMatter.Span
}

// readFrontMatter sets the document's front matter, and gives the offset of the
// body. What is wrong with it is a notice; the lines that can be read are.
func (d *Document) readFrontMatter() (body int) {
	start := skipComments(d.Source)
	notice := func(line int, message string) {
		d.Notices = append(d.Notices, Notice{Code: "front_matter", Line: line, Message: message})
	}
	inner, end := yamlBlock(d.Source, start)
	if end > 0 {
		var root yaml.Node
		err := yaml.Unmarshal(inner, &root)
		if err == nil && len(root.Content) == 1 && root.Content[0].Kind == yaml.MappingNode && len(root.Content[0].Content) > 0 {
			d.FrontMatter = FrontMatter{Span: Span{start, end}, Format: "yaml", values: map[string][]string{}}
			d.FrontMatter.take(root.Content[0], "", 0)
			return end
		}
		if d.FrontMatter, body = parseFrontMatter(d.Source); err != nil && body > 0 {
			line, message := yamlFault(err)
			notice(d.Line(start)+line, "the front matter is not YAML ("+message+"); it was read line by line, as far as that goes")
			return body
		}
	}
	if d.FrontMatter, body = parseFrontMatter(d.Source); body == 0 && looksLikeFrontMatter(d.Source[start:]) {
		notice(d.Line(start), "the lines after --- are no front matter in YAML with a closing ---; they were left in the text")
	}
	return body
}

// yamlBlock gives what stands between --- lines at the start, and where the second one ends; 0 where there is none.
func yamlBlock(source []byte, start int) (inner []byte, end int) {
	if start > 0 && source[start-1] != '\n' {
		return nil, 0
	}
	first := start + lineLen(source[start:])
	if strings.TrimRight(string(source[start:first]), " \t\n") != "---" {
		return nil, 0
	}
	for at := first; at < len(source) && at-start < maxFrontMatter; {
		n := lineLen(source[at:])
		if line := strings.TrimRight(string(source[at:at+n]), " \t\n"); line == "---" || line == "..." {
			return source[first:at], at + n
		}
		at += n
	}
	return nil, 0
}

// maxYAMLDepth is how deep values are looked for; nothing that a postmortem states lies deeper.
const maxYAMLDepth = 3

// take reads the values of a mapping: scalars, and lists of scalars or of things with a name. What is nested has its own key,
// where nothing above has that, and one with its parent's before it.
func (f FrontMatter) take(mapping *yaml.Node, prefix string, depth int) {
	for i := 0; i+1 < len(mapping.Content); i += 2 {
		key, value := fold(mapping.Content[i].Value), mapping.Content[i+1]
		list := yamlValues(value, depth)
		if full := strings.TrimSpace(prefix + " " + key); len(f.values[full]) == 0 {
			f.values[full] = list
		}
		if prefix != "" && len(f.values[key]) == 0 {
			f.values[key] = list
		}
	}
	for i := 0; i+1 < len(mapping.Content) && depth < maxYAMLDepth; i += 2 {
		if value := mapping.Content[i+1]; value.Kind == yaml.MappingNode {
			f.take(value, fold(mapping.Content[i].Value), depth+1)
		}
	}
}

func yamlValues(n *yaml.Node, depth int) []string {
	if n.Kind == yaml.AliasNode {
		n = n.Alias
	}
	switch {
	case n.Kind == yaml.ScalarNode:
		if v := strings.TrimSpace(n.Value); v != "" && n.Tag != "!!null" {
			return []string{v}
		}
	case n.Kind == yaml.SequenceNode && depth < maxYAMLDepth:
		var list []string
		for _, c := range n.Content {
			list = append(list, yamlValues(c, depth+1)...)
		}
		return list
	case n.Kind == yaml.MappingNode && depth > 0: // in a list
		for i := 0; i+1 < len(n.Content); i += 2 {
			if key := fold(n.Content[i].Value); key == "name" || key == "title" || key == "id" {
				return yamlValues(n.Content[i+1], maxYAMLDepth)
			}
		}
	}
	return nil
}

var yamlLine = regexp.MustCompile(`^yaml: (?:line (\d+): )?`)

// yamlFault says on which line, from 1, a text is not YAML, and why.
func yamlFault(err error) (line int, message string) {
	message = err.Error()
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
