package postmortem

import (
	"errors"
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
	// Headings says that it is about headings as well.
	Headings bool `yaml:"headings"`
	// Match are patterns in Go's syntax, without regard to case but where a flag minds it; {name} stands for
	// a class of words. A group called text is what is marked, else all of it.
	Match []string `yaml:"match"`
	// Unless are patterns that excuse a sentence wherever they stand in it. One with
	// a group called text excuses only what is marked in that place.
	Unless []string `yaml:"unless"`
	// Check is the name of a check in Go.
	Check string `yaml:"check"`
	// Question is the key of the question of a checklist for which its findings are evidence.
	Question string `yaml:"question"`
	// Why it matters, and what to write instead; {} in that is what was found, in quotation marks, or what the check in Go says.
	Why     string `yaml:"why"`
	Suggest string `yaml:"suggest"`
	// External is for the message to customers, where other advice fits.
	External External `yaml:"external"`
	// Source is where the rule comes from.
	Source string `yaml:"source"`
	// Before and After are an example, for the guide.
	Before   string   `yaml:"before"`
	After    string   `yaml:"after"`
	Examples Examples `yaml:"examples"`

	file          string
	line          int // of its id
	asks          int // the line of its question, where a team's file names one
	match, unless patterns
}

// Examples are sentences by which a rule is tested.
type Examples struct {
	Match []string `yaml:"match"` // must be found
	Pass  []string `yaml:"pass"`  // must not be
}

// Advice is what to write instead, of the rule as such: what a finding would fill in is left open.
func (r *Rule) Advice() string {
	if r.Suggest == "{}" {
		return "Each finding says what to write instead."
	}
	return strings.NewReplacer(" {}", " …", "{}", "").Replace(r.Suggest)
}

// questionKey is what a question of a checklist is called.
var questionKey = regexp.MustCompile(`^[a-z0-9]+(?:-[a-z0-9]+)*$`)

// IsQuestionKey reports whether a question of a checklist can be called so.
func IsQuestionKey(s string) bool { return questionKey.MatchString(s) }

var ruleID = regexp.MustCompile(`^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$`)

// prepare checks a rule and makes its patterns ready.
func (r *Rule) prepare(classes map[string]string) error {
	if r.ID == "" {
		return errors.New("id: is missing; every rule has one")
	}
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
			return fmt.Errorf("sections: there is no kind of section %q; the kinds are %s and %s", s, joinKinds(Kinds), unknownSection)
		}
	}
	if r.Check != "" && checks[r.Check] == nil {
		return fmt.Errorf("check: there is no check %q", r.Check)
	}
	if r.Check == "" && len(r.Match) == 0 {
		return fmt.Errorf("id: there is no rule %q to change or to silence, and a new one needs a pattern, match", r.ID)
	}
	if r.Check == "people" && len(r.Match) == 0 {
		return errors.New("check: people needs a pattern, match: it looks for that in texts without names")
	}
	if r.External != (External{}) && strings.TrimSpace(r.External.Suggest) == "" {
		return errors.New("external: needs suggest, what to write instead in a message to customers")
	}
	if r.Question != "" && !IsQuestionKey(r.Question) {
		return fmt.Errorf("question: %q is no key of a question: words in small letters with hyphens, such as service-health", r.Question)
	}
	if a := r.External.About; a != "" && a != aboutOthers && a != aboutPersons {
		return fmt.Errorf("external: about is others or persons, and not %q", a)
	}
	if r.Title == "" {
		r.Title = strings.ReplaceAll(r.ID, "-", " ")
	}
	var err error
	if r.match, err = compile("match", r.Match, classes); err != nil {
		return err
	}
	if r.unless, err = compile("unless", r.Unless, classes); err != nil {
		return err
	}
	if strings.TrimSpace(r.Why) == "" {
		return errors.New("why: is missing; people read it where the rule finds something")
	}
	return nil
}

func joinKinds(kinds []Kind) string {
	names := make([]string, len(kinds))
	for i, k := range kinds {
		names[i] = string(k)
	}
	return strings.Join(names, ", ")
}

// unknownSection is how rules call the kind of a section without one.
const unknownSection = "unknown"

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

// find gives where the rule is broken in a sentence, of which lower is the lower case; ok is false where it is not.
func (r *Rule) find(sentence, lower string) (start, end int, ok bool) {
	for p := range r.match.worth(lower) {
		for start, end := range p.find(sentence, lower) {
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

// excused says whether a pattern excuses the whole sentence, or only the place.
func (r *Rule) excused(sentence, lower string, start, end int) (whole, here bool) {
	for p := range r.unless.worth(lower) {
		switch {
		case !p.places():
			if p.in(sentence, lower) {
				return true, true
			}
		case !here:
			for from, to := range p.find(sentence, lower) {
				here = here || from < end && start < to
			}
		}
	}
	return false, here
}
