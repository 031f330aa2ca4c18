package postmortem

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"go.yaml.in/yaml/v3"
)

//go:embed rules/*.yaml
var ruleFiles embed.FS

// classesFile holds the classes of words that patterns name.
const classesFile = "classes.yaml"

// Ruleset is the rules of one check, by id, and the classes of words that they
// name. It may be used by several goroutines at once.
type Ruleset struct {
	rules   map[string]*Rule
	classes map[string]string
}

// RuleProblem is what is wrong with a file of rules; the other files still work.
type RuleProblem struct {
	File    string
	Line    int // from 1; 0 where the whole file is at fault
	Message string
}

// Error gives the file, the line and the message.
func (p RuleProblem) Error() string {
	if p.Line > 0 {
		return fmt.Sprintf("%s:%d: %s", p.File, p.Line, p.Message)
	}
	return p.File + ": " + p.Message
}

// DefaultRules are those that Debrief comes with.
var DefaultRules = sync.OnceValue(func() *Ruleset {
	files, err := fs.Sub(ruleFiles, "rules")
	if err != nil {
		panic(err) // it is embedded
	}
	set, problems := new(Ruleset).With(files)
	if len(problems) > 0 {
		panic(problems[0]) // a test reads them all
	}
	return set
})

// Rules lists the rules by id, those that are off as well.
func (s *Ruleset) Rules() []*Rule {
	list := make([]*Rule, 0, len(s.rules))
	for _, r := range s.rules {
		list = append(list, r)
	}
	slices.SortFunc(list, func(a, b *Rule) int { return strings.Compare(a.ID, b.ID) })
	return list
}

// Rule gives the rule of that id, nil for none.
func (s *Ruleset) Rule(id string) *Rule { return s.rules[id] }

// WithLevels gives a set of these rules in which some have another level.
func (s *Ruleset) WithLevels(levels map[string]Level) *Ruleset {
	set := &Ruleset{rules: maps.Clone(s.rules), classes: s.classes}
	for id, level := range levels {
		if r := set.rules[id]; r != nil && slices.Contains(Levels, level) {
			other := *r
			other.Level = level
			set.rules[id] = &other
		}
	}
	return set
}

// With gives a set of these rules and those of the files (*.yaml, *.yml) in a
// folder: a rule of an id that is known changes only the fields that it names, and
// "level: off" silences it. What cannot be read is told, and left out.
func (s *Ruleset) With(folder fs.FS) (*Ruleset, []RuleProblem) {
	set := &Ruleset{rules: map[string]*Rule{}, classes: map[string]string{}}
	for id, r := range s.rules {
		set.rules[id] = r
	}
	for name, class := range s.classes {
		set.classes[name] = class
	}
	files, err := fs.ReadDir(folder, ".")
	if err != nil {
		return set, []RuleProblem{{File: ".", Message: err.Error()}}
	}
	var problems []RuleProblem
	fail := func(file string, err error) {
		p := RuleProblem{File: file, Message: err.Error()}
		var types *yaml.TypeError
		if errors.As(err, &types) && len(types.Errors) > 0 {
			p.Message = "yaml: " + types.Errors[0] // the first is enough
			if m := wrongType.FindStringSubmatch(p.Message); m != nil {
				p.Message = strings.Replace(p.Message, m[0], "this must be "+wantedType(m[1]), 1)
			}
			p.Message = unknownField.ReplaceAllString(p.Message, "$1: a rule has no such field")
		}
		if m := yamlLine.FindStringSubmatch(p.Message); m != nil {
			p.Line, _ = strconv.Atoi(m[1])
			p.Message = p.Message[len(m[0]):]
			if p.Line == 0 { // the reader of YAML tells no line for the first
				p.Line, p.Message = 1, "this is not YAML: "+p.Message
			}
		}
		var at *lineError
		if errors.As(err, &at) {
			p.Line, p.Message = at.line, at.err.Error()
		}
		problems = append(problems, p)
	}
	if slices.ContainsFunc(files, func(f fs.DirEntry) bool { return f.Name() == classesFile }) {
		if err := set.readClasses(folder); err != nil {
			fail(classesFile, err)
		}
	}
	seen := map[string]string{}
	if !slices.ContainsFunc(files, func(f fs.DirEntry) bool { return isRuleFile(f.Name()) }) {
		fail(".", errors.New("there is no rule: no file ends in .yaml or .yml"))
	}
	for _, f := range files {
		if !f.Type().IsRegular() && f.Type()&fs.ModeSymlink == 0 || f.Name() == classesFile || !isRuleFile(f.Name()) {
			continue
		}
		r, err := set.readRule(folder, f.Name(), len(s.rules) > 0)
		if err == nil && seen[r.ID] != "" {
			err = &lineError{r.line, fmt.Errorf("the rule %s is in %s already", r.ID, seen[r.ID])}
		}
		if err != nil {
			fail(f.Name(), err)
			continue
		}
		seen[r.ID] = f.Name()
		set.rules[r.ID] = r
	}
	return set, problems
}

// Unasked tells the rules of a team's files that are evidence for a question which none of the keys is of. Such a rule works, and is
// shown beside no question: which keys there are, the team's checklist says and not the files.
func (s *Ruleset) Unasked(keys []string) []RuleProblem {
	var problems []RuleProblem
	for _, r := range s.Rules() {
		if r.asks > 0 && r.Question != "" && !slices.Contains(keys, r.Question) {
			problems = append(problems, RuleProblem{File: r.file, Line: r.asks, Message: fmt.Sprintf("question: the checklist has no question %q", r.Question)})
		}
	}
	return problems
}

// isRuleFile tells by its name whether a file is read.
func isRuleFile(name string) bool {
	ext := strings.ToLower(path.Ext(name))
	return ext == ".yaml" || ext == ".yml"
}

var (
	// unknownField is how the reader of YAML says that nothing is called so, and what in Go has no such field.
	unknownField = regexp.MustCompile(`(?s)field (\S+) not found in type .*$`)
	// wrongType is how it says that a value is of the wrong type, and into what in Go it would have read.
	wrongType = regexp.MustCompile("(?s)cannot unmarshal !!\\w+(?: `.*`)? into (.+)$")
)

// wantedType is what people call a type of Go in a file of rules.
func wantedType(goType string) string {
	switch {
	case strings.HasPrefix(goType, "[]"):
		return "a list, such as [one, two]"
	case goType == "string" || goType == "postmortem.Level":
		return "a text"
	case goType == "bool":
		return "true or false"
	}
	return "fields with their values, such as id: our-rule"
}

// maxRuleFile bounds a file of rules, in bytes.
const maxRuleFile = 1 << 20

func readRuleFile(folder fs.FS, name string) ([]byte, error) {
	file, err := folder.Open(name)
	if err != nil {
		return nil, err
	}
	text, err := io.ReadAll(io.LimitReader(file, maxRuleFile+1))
	if err := errors.Join(err, file.Close()); err != nil {
		return nil, err
	}
	if len(text) > maxRuleFile {
		return nil, fmt.Errorf("it has more than %d bytes", maxRuleFile)
	}
	return text, nil
}

func (s *Ruleset) readClasses(folder fs.FS) error {
	text, err := readRuleFile(folder, classesFile)
	if err != nil {
		return err
	}
	classes := map[string]string{}
	if err := yaml.Unmarshal(text, &classes); err != nil {
		return err
	}
	for name, class := range classes {
		// A list may have several lines, broken after a bar.
		s.classes[name] = strings.ReplaceAll(strings.Join(strings.Fields(class), " "), "| ", "|")
	}
	for _, name := range slices.Sorted(maps.Keys(classes)) {
		pattern, err := expand(s.classes[name], s.classes, 0)
		if err == nil {
			_, err = regexp.Compile(pattern)
		}
		if err != nil {
			return &lineError{lineOfKey(string(text), name), fmt.Errorf("%s: %w", name, err)}
		}
	}
	return nil
}

// lineError is an error on a line of a file.
type lineError struct {
	line int
	err  error
}

func (e *lineError) Error() string { return e.err.Error() }

// readRule reads one file. Its fields are laid over those of a rule of the same id. A team's examples are tried; Debrief's own
// are by its tests.
func (s *Ruleset) readRule(folder fs.FS, name string, try bool) (*Rule, error) {
	text, err := readRuleFile(folder, name)
	if err != nil {
		return nil, err
	}
	var own struct {
		ID       string    `yaml:"id"`
		Question yaml.Node `yaml:"question"`
	}
	if err := yaml.Unmarshal(text, &own); err != nil {
		return nil, err
	}
	var r Rule
	if known := s.rules[own.ID]; known != nil {
		r = *known
	}
	in := yaml.NewDecoder(bytes.NewReader(text))
	in.KnownFields(true)
	if err := in.Decode(&r); err != nil && !errors.Is(err, io.EOF) { // an empty file is a rule without an id
		return nil, err
	}
	if err := in.Decode(&r); !errors.Is(err, io.EOF) {
		return nil, errors.New("a file has one rule; below --- stands another")
	}
	r.file = name
	if err := r.prepare(s.classes); err != nil {
		return nil, &lineError{lineOfFault(text, err), err}
	}
	r.line = lineOfKey(string(text), "id")
	r.asks = 0
	if try {
		r.asks = own.Question.Line
		return &r, r.tryExamples(text)
	}
	return &r, nil
}

// tryExamples tries the examples that stand in a rule's file; those of a rule that it changes are not its own.
func (r *Rule) tryExamples(text []byte) error {
	var own struct {
		Examples struct{ Match, Pass []yaml.Node }
	}
	if err := yaml.Unmarshal(text, &own); err != nil || len(r.Match) == 0 || r.Check != "" {
		return err
	}
	for _, kind := range []struct {
		name     string
		examples []yaml.Node
		found    bool
		wrong    string
	}{
		{"match", own.Examples.Match, true, "is not found by the rule"},
		{"pass", own.Examples.Pass, false, "is found by the rule"},
	} {
		for n, example := range kind.examples {
			if r.findsIn(example.Value) != kind.found {
				return &lineError{example.Line, fmt.Errorf("examples: %s %d %s: %q", kind.name, n+1, kind.wrong, example.Value)}
			}
		}
	}
	return nil
}

// findsIn reports whether a rule finds something in a text, whatever the section.
func (r *Rule) findsIn(text string) bool {
	d, err := Parse([]byte("# Example\n\n## Description\n\n" + text + "\n"))
	return err == nil && slices.ContainsFunc(newChecker(d, Context{}).texts, func(s sentence) bool {
		_, _, ok := r.find(s.masked, s.lower)
		return ok
	})
}

// faultPlace is the field of a rule at fault, and which of its values, as prepare tells them.
var faultPlace = regexp.MustCompile(`^([a-z]+)(?: (\d+))?:`)

// lineOfFault gives the line, from 1, of the value at fault; 1 where the field does not stand in the file.
func lineOfFault(text []byte, fault error) int {
	m := faultPlace.FindStringSubmatch(fault.Error())
	var file yaml.Node
	if err := yaml.Unmarshal(text, &file); err != nil || m == nil || len(file.Content) == 0 {
		return 1
	}
	fields := file.Content[0].Content
	for i := 0; i+1 < len(fields); i += 2 {
		if fields[i].Value == m[1] {
			if n, _ := strconv.Atoi(m[2]); n > 0 && n <= len(fields[i+1].Content) {
				return fields[i+1].Content[n-1].Line
			}
			return fields[i].Line
		}
	}
	return 1
}

// lineOfKey gives the line, from 1, on which a key stands; 1 where it does not.
func lineOfKey(text, key string) int {
	for n, line := range strings.Split(text, "\n") {
		if strings.HasPrefix(line, key+":") {
			return n + 1
		}
	}
	return 1
}
