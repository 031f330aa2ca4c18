package postmortem

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// Rule is one thing that the document check looks for. A rule of wording has
// patterns, which are looked for in one sentence at a time; a rule of structure
// names a check that is written in Go, and gives its words.
//
// Rules are data: a YAML file each, under rules/ and in a team's own folder.
type Rule struct {
	ID    string `yaml:"id"`
	Level Level  `yaml:"level"`
	// Title is what people call it: a few words.
	Title string `yaml:"title"`
	// Sections are the kinds of section that the rule is about; "unknown" is one
	// without a kind. None: all but supporting material.
	Sections []string `yaml:"sections"`
	// Triggers are words of which a sentence must have one, in lower case, before
	// the patterns are tried. None: they are always tried.
	Triggers []string `yaml:"triggers"`
	// Match are patterns in Go's syntax, without regard to case; {name} stands for
	// a class of words. A group called text is what is marked, else all of it.
	Match []string `yaml:"match"`
	// Unless are patterns that excuse a sentence wherever they stand in it. One with
	// a group called text excuses only what is marked in that place.
	Unless []string `yaml:"unless"`
	// Check is the name of a check in Go.
	Check string `yaml:"check"`
	// Question is the key of the question of a checklist for which its findings are evidence.
	Question string `yaml:"question"`
	// Why it matters, and what to write instead.
	Why     string `yaml:"why"`
	Suggest string `yaml:"suggest"`
	// Source is where the rule comes from.
	Source string `yaml:"source"`
	// Before and After are an example, for the guide.
	Before   string   `yaml:"before"`
	After    string   `yaml:"after"`
	Examples Examples `yaml:"examples"`

	file          string
	match, unless []*regexp.Regexp
	triggered     *literalIndex // finds the triggers
	needs         *literalIndex // which of match a sentence has the words for
	excuses       *literalIndex // and which of unless
}

// Examples are sentences by which a rule is tested.
type Examples struct {
	Match []string `yaml:"match"` // must be found
	Pass  []string `yaml:"pass"`  // must not be
}

var ruleID = regexp.MustCompile(`^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$`)

// prepare checks a rule and makes its patterns ready.
func (r *Rule) prepare(classes map[string]string) error {
	if !ruleID.MatchString(r.ID) {
		return fmt.Errorf("id: %q is not made of lower-case words with hyphens between them", r.ID)
	}
	if r.Level == "" {
		r.Level = LevelWarning
	}
	if !slices.Contains(Levels, r.Level) {
		return fmt.Errorf("level: %q is not error, warning, info or off", r.Level)
	}
	for _, s := range r.Sections {
		if s != unknownSection && !slices.Contains(Kinds, Kind(s)) {
			return fmt.Errorf("sections: there is no kind of section %q", s)
		}
	}
	if r.Check != "" && checks[r.Check] == nil {
		return fmt.Errorf("check: there is no check %q", r.Check)
	}
	if r.Check == "" && len(r.Match) == 0 && r.Level != LevelOff {
		return fmt.Errorf("match: is missing; a rule needs a pattern")
	}
	var err error
	if r.match, r.needs, err = compile("match", r.Match, classes); err != nil {
		return err
	}
	if r.unless, r.excuses, err = compile("unless", r.Unless, classes); err != nil {
		return err
	}
	for n, word := range r.Triggers {
		r.Triggers[n] = strings.ToLower(word)
	}
	r.triggered = newLiteralIndex([][][]string{{r.Triggers}})
	return nil
}

// unknownSection is how rules call the kind of a section without one.
const unknownSection = "unknown"

var className = regexp.MustCompile(`\{([a-z_]+)\}`)

// compile makes patterns ready, each of their alternatives by itself, with the words that each needs.
func compile(field string, patterns []string, classes map[string]string) ([]*regexp.Regexp, *literalIndex, error) {
	var list []*regexp.Regexp
	var needs [][][]string
	for n, p := range patterns {
		text, err := expand(p, classes, 0)
		if err != nil {
			return nil, nil, fmt.Errorf("%s %d: %w", field, n+1, err)
		}
		whole := forAll
		if field == "match" {
			whole = withFlag
		}
		for _, one := range alternatives(text, whole) {
			re, err := regexp.Compile("(?i)" + one)
			if err != nil {
				return nil, nil, fmt.Errorf("%s %d: %w", field, n+1, err)
			}
			if re.MatchString("") {
				return nil, nil, fmt.Errorf("%s %d: it matches nothing at all, so it would be found everywhere", field, n+1)
			}
			list, needs = append(list, re), append(needs, literalsOf(one))
		}
	}
	return list, newLiteralIndex(needs), nil
}

// alternatives splits a pattern at the bars outside of its groups: the fewer words an alternative shares with others, the
// sooner a sentence is seen to have none of them. What speaks for all of them stays whole.
func alternatives(pattern string, whole *regexp.Regexp) []string {
	if whole.MatchString(pattern) {
		return []string{pattern}
	}
	var list []string
	start, depth, class := 0, 0, false
	for i := 0; i < len(pattern); i++ {
		switch c := pattern[i]; {
		case c == '\\':
			i++
		case class:
			class = c != ']'
		case c == '[':
			class = true
			if strings.HasPrefix(pattern[i+1:], "]") || strings.HasPrefix(pattern[i+1:], "^]") {
				i += 2 // a bracket that is meant
			}
		case c == '(':
			depth++
		case c == ')':
			depth--
		case c == '|' && depth == 0:
			list, start = append(list, pattern[start:i]), i+1
		}
	}
	return append(list, pattern[start:])
}

var (
	// withFlag has a flag or a quotation, which go on to the end of the pattern.
	withFlag = regexp.MustCompile(`\(\?[a-zA-Z-]+\)|\\Q`)
	// forAll has one of these, or marks a place by name: an excuse with a place excuses no whole sentence.
	forAll = regexp.MustCompile(`\(\?P?<|` + withFlag.String())
)

// maxNesting is how deep classes may name classes.
const maxNesting = 5

func expand(pattern string, classes map[string]string, depth int) (string, error) {
	var fault error
	text := className.ReplaceAllStringFunc(pattern, func(name string) string {
		class, ok := classes[name[1:len(name)-1]]
		switch {
		case !ok:
			fault = fmt.Errorf("there is no class %s", name)
		case depth == maxNesting:
			fault = fmt.Errorf("the class %s names itself", name)
		default:
			var err error
			if class, err = expand(class, classes, depth+1); err != nil {
				fault = err
			}
		}
		return "(?:" + class + ")"
	})
	return text, fault
}

// applies reports whether the rule is about sections of that kind.
func (r *Rule) applies(kind Kind) bool {
	if len(r.Sections) == 0 {
		return kind != KindSupporting
	}
	name := string(kind)
	if kind == KindUnknown {
		name = unknownSection
	}
	return slices.Contains(r.Sections, name)
}

// find gives where the rule is broken in a sentence; ok is false where it is not.
func (r *Rule) find(sentence, lower string) (start, end int, ok bool) {
	if len(r.Triggers) > 0 && !r.triggered.isIn(lower) {
		return 0, 0, false
	}
	worth := r.needs.in(lower)
	for n, re := range r.match {
		if !r.needs.worth(n, &worth) {
			continue
		}
		for _, m := range re.FindAllStringSubmatchIndex(sentence, -1) {
			start, end := groupText(re, m)
			whole, here := r.excused(sentence, lower, start, end)
			if whole {
				return 0, 0, false
			}
			if !here {
				return start, end, true
			}
		}
	}
	return 0, 0, false
}

// groupText gives the place of a match: its group called text, else all of it.
func groupText(re *regexp.Regexp, m []int) (start, end int) {
	if g := re.SubexpIndex("text"); g > 0 && m[2*g] >= 0 {
		return m[2*g], m[2*g+1]
	}
	return m[0], m[1]
}

// excused says whether a pattern excuses the whole sentence, or only the place.
func (r *Rule) excused(sentence, lower string, start, end int) (whole, here bool) {
	worth := r.excuses.in(lower)
	for n, excuse := range r.unless {
		if !r.excuses.worth(n, &worth) {
			continue
		}
		if excuse.SubexpIndex("text") < 0 {
			if excuse.MatchString(sentence) {
				return true, true
			}
			continue
		}
		if here {
			continue
		}
		for _, m := range excuse.FindAllStringSubmatchIndex(sentence, -1) {
			if from, to := groupText(excuse, m); from < end && start < to {
				here = true
			}
		}
	}
	return false, here
}
