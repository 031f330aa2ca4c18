package postmortem

import (
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// kindHeadings give a section of every kind.
var kindHeadings = map[Kind]string{
	KindUnknown: "Of the queue", KindOverview: "Overview", KindDescription: "What happened", KindTimeline: "Timeline", KindImpact: "Impact",
	KindCauses: "Contributing factors", KindDetection: "Detection", KindResolution: "Resolution", KindLessons: "Lessons learned",
	KindWentWell: "What went well", KindWentBadly: "What went badly", KindLucky: "Where we got lucky", KindActions: "Action items",
	KindResponders: "Responders", KindInternal: "Internal message", KindExternal: "External message", KindSupporting: "Appendix",
}

func TestEveryKindHasAHeadingToBeTestedUnder(t *testing.T) {
	t.Parallel()
	for kind, heading := range kindHeadings {
		if got, _ := kindOf(heading); got != kind {
			t.Errorf("%q is of the kind %q, want %q", heading, got, kind)
		}
	}
	if len(kindHeadings) != len(Kinds)+1 {
		t.Errorf("%d kindHeadings for %d kinds", len(kindHeadings), len(Kinds))
	}
}

// exampleSections are the kinds of section in which a rule's examples are tried.
func exampleSections(r *Rule) []Kind {
	if strings.HasPrefix(r.ID, "action-") {
		return []Kind{KindActions}
	}
	if len(r.Sections) == 0 {
		return []Kind{KindDescription}
	}
	var kinds []Kind
	for _, name := range r.Sections {
		kind := Kind(name)
		if name == unknownSection {
			kind = KindUnknown
		}
		if kind == KindExternal && len(r.Sections) > 1 {
			continue // the rule for its tone comes first there
		}
		kinds = append(kinds, kind)
	}
	return kinds
}

// exampleDocument puts an example into a document of its own. One that begins with
// a heading is a whole document.
func exampleDocument(example string, kind Kind) string {
	switch {
	case strings.HasPrefix(strings.TrimLeft(example, "#"), " ") && example[0] == '#':
		return example
	case kind == KindActions:
		return "# Slow search\n\n## Action items\n\n- " + example + "\n"
	}
	return "# Slow search\n\n## " + kindHeadings[kind] + "\n\n" + example + "\n"
}

func flagged(t *testing.T, id, source string) (marked string, yes bool) {
	t.Helper()
	for _, f := range DefaultRules().Check(parse(t, source), Context{}) {
		if f.Rule == id {
			return f.Text, true
		}
	}
	return "", false
}

func TestEveryRuleFindsItsExamples(t *testing.T) {
	t.Parallel()
	for _, r := range DefaultRules().Rules() {
		t.Run(r.ID, func(t *testing.T) {
			t.Parallel()
			for _, kind := range exampleSections(r) {
				for _, example := range r.Examples.Match {
					if _, yes := flagged(t, r.ID, exampleDocument(example, kind)); !yes {
						t.Errorf("not found under %q: %s", kindHeadings[kind], example)
					}
				}
				for _, example := range r.Examples.Pass {
					if marked, yes := flagged(t, r.ID, exampleDocument(example, kind)); yes {
						t.Errorf("%q found under %q: %s", marked, kindHeadings[kind], example)
					}
				}
			}
		})
	}
}

func TestAFindingIsNotMadeWhereItsRuleDoesNotApply(t *testing.T) {
	t.Parallel()
	for _, r := range DefaultRules().Rules() {
		if len(r.Match) == 0 {
			continue
		}
		for kind := range kindHeadings {
			if r.applies(kind) {
				continue
			}
			for _, example := range r.Examples.Match {
				// A label in the example is a section of its own.
				if strings.Contains(example, ":") {
					continue
				}
				if _, yes := flagged(t, r.ID, exampleDocument(example, kind)); yes {
					t.Errorf("%s found under %q, which it is not about: %s", r.ID, kindHeadings[kind], example)
				}
			}
		}
	}
}

// A rule of wording is tested by its own examples, so it must have enough of them.
const fewestExamples = 5

func TestEveryRuleIsComplete(t *testing.T) {
	t.Parallel()
	for _, r := range DefaultRules().Rules() {
		for field, text := range map[string]string{"title": r.Title, "why": r.Why, "suggest": r.Suggest, "source": r.Source, "before": r.Before, "after": r.After} {
			if strings.TrimSpace(text) == "" {
				t.Errorf("%s has no %s", r.ID, field)
			}
			if strings.TrimSpace(text) != text || strings.ContainsAny(text, "\n“”") {
				t.Errorf("%s: %s is not one line of plain text: %q", r.ID, field, text)
			}
		}
		if r.file != r.ID+".yaml" {
			t.Errorf("the rule %s is in %s", r.ID, r.file)
		}
		if r.Level == LevelOff {
			t.Errorf("%s is off", r.ID)
		}
		if len(r.Match) > 0 && (len(r.Examples.Match) < fewestExamples || len(r.Examples.Pass) < fewestExamples) {
			t.Errorf("%s has %d examples that match and %d that pass, want %d of each", r.ID, len(r.Examples.Match), len(r.Examples.Pass), fewestExamples)
		}
		all := slices.Concat(r.Examples.Match, r.Examples.Pass)
		slices.Sort(all)
		if len(slices.Compact(all)) != len(r.Examples.Match)+len(r.Examples.Pass) {
			t.Errorf("%s has an example twice", r.ID)
		}
	}
}

func TestBeforeIsFoundAndAfterIsNot(t *testing.T) {
	t.Parallel()
	for _, r := range DefaultRules().Rules() {
		if len(r.Match) == 0 {
			continue
		}
		for _, kind := range exampleSections(r) {
			if _, yes := flagged(t, r.ID, exampleDocument(r.Before, kind)); !yes {
				t.Errorf("%s does not find its own before under %q: %s", r.ID, kindHeadings[kind], r.Before)
			}
			if marked, yes := flagged(t, r.ID, exampleDocument(r.After, kind)); yes {
				t.Errorf("%s finds %q in its own after under %q: %s", r.ID, marked, kindHeadings[kind], r.After)
			}
		}
	}
}

func TestEveryRuleFileIsRead(t *testing.T) {
	t.Parallel()
	files, err := fs.Glob(ruleFiles, "rules/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if want := len(DefaultRules().Rules()) + 1; len(files) != want { // and the classes
		t.Errorf("%d files, want %d", len(files), want)
	}
}

func TestEveryClassIsOfUse(t *testing.T) {
	t.Parallel()
	text, err := fs.ReadFile(ruleFiles, "rules/"+classesFile)
	if err != nil {
		t.Fatal(err)
	}
	used := string(text)
	for _, r := range DefaultRules().Rules() {
		used += strings.Join(r.Match, "\n") + strings.Join(r.Unless, "\n")
	}
	for name := range DefaultRules().classes {
		if !strings.Contains(used, "{"+name+"}") {
			t.Errorf("nothing uses the class %s", name)
		}
	}
}

func TestAPatternIsSplitAtItsOwnBarsOnly(t *testing.T) {
	t.Parallel()
	for pattern, want := range map[string][]string{
		"a":                    {"a"},
		"a|b":                  {"a", "b"},
		"(?:a|b)c|d[|)]e|f":    {"(?:a|b)c", "d[|)]e", "f"},
		`a\|b|c\(|d`:           {`a\|b`, `c\(`, "d"},
		"[]|]a|[^]|]b":         {"[]|]a", "[^]|]b"},
		"x|(?P<text>a|b)":      {"x|(?P<text>a|b)"},
		"(?-i)Falcon|Hawk":     {"(?-i)Falcon|Hawk"},
		"(?<text>a|b)|c":       {"(?<text>a|b)|c"},
		`\Qa|b\E|c`:            {`\Qa|b\E|c`},
		`[\]|]a|\bb(c(d|e)|f)`: {`[\]|]a`, `\bb(c(d|e)|f)`},
	} {
		if got := alternatives(pattern, forAll); !slices.Equal(got, want) {
			t.Errorf("%s becomes %q, want %q", pattern, got, want)
		}
	}
	if got, want := alternatives("x|(?P<text>a|b)c", withFlag), []string{"x", "(?P<text>a|b)c"}; !slices.Equal(got, want) {
		t.Errorf("to be found: %q, want %q", got, want)
	}
}

// A rule with more words than the index holds would be right, and slow.
func TestTheIndexHasRoomForAllRules(t *testing.T) {
	t.Parallel()
	for _, r := range DefaultRules().Rules() {
		for field, ps := range map[string]patterns{"match": r.match, "unless": r.unless} {
			for n, p := range ps.list {
				if got, want := len(ps.needs.patterns[n]), len(literalsOf(p.source)); got != want {
					t.Fatalf("%s: the index is full at %s %d of %d: %s", r.ID, field, n, len(ps.list), p.source)
				}
			}
		}
	}
}

// A mark of a person is no letter: where \b stands beside it, the pattern finds nobody.
func TestNoPatternAsksForTheEdgeOfAWordBesideAPerson(t *testing.T) {
	t.Parallel()
	beside := regexp.MustCompile(`\\b\{(?:person|group|people)\}|\{(?:person|group|people)\}\\b`)
	for _, r := range DefaultRules().Rules() {
		for _, p := range slices.Concat(r.Match, r.Unless) {
			if beside.MatchString(p) {
				t.Errorf("%s: %s", r.ID, p)
			}
		}
	}
}
