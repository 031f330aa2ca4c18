package postmortem

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// folder makes a folder of files.
func folder(files map[string]string) fstest.MapFS {
	out := fstest.MapFS{}
	for name, text := range files {
		out[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return out
}

const goodRule = "id: no-gremlins\nmatch: ['\\bgremlins?\\b']\nwhy: Nobody has seen one.\nsuggest: Say what it was.\n"

func TestABrokenRuleFileIsToldWithItsLineAndTheOthersWork(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		text, message string
		line          int
	}{
		"not YAML":               {"id: a\nmatch: [x\nwhy: y\n", "did not find", 1},
		"a tab":                  {"id: a\nmatch:\n\t- x\n", "cannot start any token", 3},
		"an unknown field":       {"id: a\nmatch: [x]\nsugest: y\n", "sugest: a rule has no such field", 3},
		"the wrong type":         {"id: a\nlevel: info\nmatch: {x: y}\n", "this must be a list", 3},
		"no id":                  {"match: [x]\n", "id:", 1},
		"a bad id":               {"level: info\nid: Bad Id\nmatch: [x]\n", "id:", 2},
		"a bad level":            {"id: a\nmatch: [x]\nlevel: fatal\n", `level: "fatal"`, 3},
		"a bad section":          {"id: a\nmatch: [x]\nwhy: y\nsections: [poem]\n", `no kind of section "poem"`, 4},
		"a bad pattern":          {"id: a\nwhy: y\nmatch:\n  - 'fine'\n  - '(open'\n", "match 2: error parsing regexp: missing closing ): `(open`", 5},
		"a bad excuse":           {"id: a\nmatch: [x]\nunless: ['*']\n", "unless 1:", 3},
		"an unknown class":       {"id: a\nmatch: ['{nobody}']\n", "no class {nobody}", 2},
		"a pattern for all":      {"id: a\nmatch: ['x*']\n", "found everywhere", 2},
		"an unknown check":       {"id: a\ncheck: telepathy\n", `no check "telepathy"`, 2},
		"no question's key":      {"id: a\nmatch: [x]\nwhy: y\nquestion: Is it blameless?\n", "no key of a question", 4},
		"people, and no pattern": {"id: a\nwhy: y\ncheck: people\n", "needs a pattern", 3},
		"no pattern":             {"id: a\nwhy: y\n", "needs a pattern", 1},
		"nothing in the file":    {"", "id:", 1},
		"a lookahead":            {"id: a\nmatch: ['x(?=y)']\n", "invalid or unsupported Perl syntax", 2},
		"far too many bytes":     {"id: a\nmatch: [x]\n#" + strings.Repeat("x", maxRuleFile), "more than", 0},
		"a pattern of no width":  {"id: a\nmatch: ['\\b']\n", "found everywhere", 2},
		"no words for people":    {"id: a\nmatch: [x]\n", "why: is missing", 1},
		"a misspelt id":          {"id: counterfactal\nlevel: off\n", `no rule "counterfactal" to change or to silence`, 1},
		"two rules in a file":    {goodRule + "---\n" + goodRule, "one rule; below ---", 0},
		"two rules of one id":    {goodRule, "no-gremlins is in", 1},
		"no YAML at all":         {": : :\n", "this is not YAML: ", 1},
		"an example not found":   {"id: a\nmatch: ['\\bx\\b']\nwhy: y\nexamples:\n  match:\n    - An x.\n    - A y.\n", `match 2 is not found by the rule: "A y."`, 7},
		"an example found":       {"id: a\nmatch: ['\\bx\\b']\nwhy: y\nexamples:\n  pass: [An x.]\n", "pass 1 is found by the rule", 5},
		"a list for a text":      {"id: a\nmatch: [x]\nwhy: [y]\n", "this must be a text", 3},
		"a document, not a rule": {"# A postmortem\n\nIt was slow.\n", "this must be fields with their values", 3},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			set, problems := DefaultRules().With(folder(map[string]string{"0-good.yaml": goodRule, "bad.yaml": c.text, "notes.txt": "not a rule"}))
			if len(problems) != 1 {
				t.Fatalf("%d problems: %v", len(problems), problems)
			}
			p := problems[0]
			if p.File != "bad.yaml" || p.Line != c.line || !strings.Contains(p.Message, c.message) {
				t.Errorf("%v, want line %d and %q", p, c.line, c.message)
			}
			if !strings.HasPrefix(p.Error(), "bad.yaml:") || strings.Contains(p.Message, "yaml: line") {
				t.Errorf("%q does not read like a place in a file", p.Error())
			}
			if len(set.Rules()) != len(DefaultRules().Rules())+1 {
				t.Errorf("%d rules, want those of Debrief and the good one", len(set.Rules()))
			}
			doc := parse(t, "# T\n\n## What happened\n\nIt was a gremlin.\n")
			list := set.Check(doc, Context{})
			if !slices.ContainsFunc(list, func(f Finding) bool {
				return f.Rule == "no-gremlins" && f.Text == "gremlin" && f.Suggestion == "Say what it was."
			}) {
				t.Errorf("the good rule finds nothing: %v", list)
			}
		})
	}
}

func TestAFolderWithoutRulesIsToldAndEndingsAreReadInAnyCase(t *testing.T) {
	t.Parallel()
	if _, problems := DefaultRules().With(folder(map[string]string{"rule.txt": goodRule})); len(problems) != 1 || !strings.Contains(problems[0].Message, "no file ends in .yaml") {
		t.Errorf("a folder without rules: %v", problems)
	}
	set, problems := DefaultRules().With(folder(map[string]string{"code.YML": goodRule}))
	if len(problems) != 0 || set.Rule("no-gremlins") == nil {
		t.Errorf("a name in capitals: %v", problems)
	}
}

func TestATeamSilencesAndChangesRules(t *testing.T) {
	t.Parallel()
	doc := parse(t, "# T\n\n## What happened\n\nThe outage should have been noticed. The kraken woke.\n")
	rules := func(set *Ruleset) (out []string) {
		for _, f := range set.Check(doc, Context{}) {
			if f.Rule == "outage" || f.Rule == "counterfactual" {
				out = append(out, f.Rule+" "+string(f.Level)+" "+f.Text+" "+f.Suggestion)
			}
		}
		return out
	}
	before := rules(DefaultRules())
	if len(before) != 2 {
		t.Fatalf("%q", before)
	}

	set, problems := DefaultRules().With(folder(map[string]string{
		"quiet.yaml":  "id: counterfactual\nlevel: off\n",
		"outage.yml":  "id: outage\nlevel: error\nsuggest: Ask Ana.\n",
		"nested/a.md": "not a rule",
	}))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	if got := rules(set); len(got) != 1 || got[0] != "outage error outage Ask Ana." {
		t.Errorf("%q", got)
	}
	changed := set.Rule("outage")
	if changed.Why != DefaultRules().Rule("outage").Why || changed.Title == "" {
		t.Errorf("what the file does not name is lost: %+v", changed)
	}
	if got := rules(DefaultRules()); !slices.Equal(got, before) {
		t.Errorf("Debrief's own rules changed: %q", got)
	}

	set, problems = DefaultRules().With(folder(map[string]string{
		"outage.yaml":  "id: outage\ncheck: ''\nmatch: ['\\b{beast}\\b']\nunless: []\n",
		"classes.yaml": "beast: >-\n  kraken|\n  sea\n  serpent\n",
	}))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	if got := rules(set); len(got) != 2 || !strings.HasPrefix(got[1], "outage warning kraken") {
		t.Errorf("%q", got)
	}
}

func TestTheAdviceOfARuleHasNoGaps(t *testing.T) {
	t.Parallel()
	for _, r := range DefaultRules().Rules() {
		if advice := r.Advice(); strings.Contains(advice, "{}") || (advice == "") != (r.Suggest == "") {
			t.Errorf("%s: %q", r.ID, advice)
		}
	}
	if got, want := DefaultRules().Rule("timeline-order").Advice(), "Move it to its place, or correct the time."; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestPatternsHaveGosSyntax(t *testing.T) {
	t.Parallel()
	for pattern, found := range map[string]string{
		`[[:alpha:]|]alcon`: "falcon", `\x{66}alcon`: "falcon", `\pLalcon`: "falcon", `falcon(?P<text>x*)`: "falcon", `(?-i:Falcon)|falcon\b`: "falcon",
	} {
		set, problems := new(Ruleset).With(folder(map[string]string{"a.yaml": "id: a\nwhy: y\nmatch: ['" + pattern + "']\n"}))
		if len(problems) > 0 {
			t.Errorf("%s: %v", pattern, problems)
			continue
		}
		list := set.Check(parse(t, "# T\n\n## What happened\n\nThe falcon was slow.\n"), Context{})
		if len(list) != 1 || list[0].Text != found {
			t.Errorf("%s finds %q, want %q", pattern, markedIn(list), found)
		}
	}
}

func TestABrokenClassIsTold(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"\nbeast: '(kraken'\n":                  "classes.yaml:2: beast:",
		"beast: '{beast}'\n":                    "classes.yaml:1: beast:",
		"a: '{b}'\nb: '{a}'\n":                  "names itself",
		"beast: [kraken]\n":                     "classes.yaml:1:",
		"# words\nbeast: '{nobody}|kraken'\n":   "classes.yaml:2: beast: there is no class {nobody}",
		"beast: x\nbeast: y\n":                  "classes.yaml:2:",
		"other: fine\nbeast: 'kr(?!a)aken'\n":   "classes.yaml:2: beast:",
		strings.Repeat("#", maxRuleFile) + "\n": "classes.yaml: it has more than",
	} {
		set, problems := DefaultRules().With(folder(map[string]string{"classes.yaml": text, "good.yaml": goodRule}))
		if len(problems) == 0 || !strings.Contains(problems[0].Error(), want) {
			t.Errorf("%.40q: %v, want %q", text, problems, want)
		}
		if set.Rule("no-gremlins") == nil || len(problems) > 1 {
			t.Errorf("%.40q: the rules are lost: %v", text, problems)
		}
	}
}

func TestAFolderOfRulesThatIsNotThere(t *testing.T) {
	t.Parallel()
	set, problems := DefaultRules().With(fstest.MapFS{".": &fstest.MapFile{Data: []byte("a file")}})
	if len(problems) != 1 || len(set.Rules()) != len(DefaultRules().Rules()) {
		t.Errorf("%v", problems)
	}
}

func TestAnExcuseMayBeOfOnePlaceOnly(t *testing.T) {
	t.Parallel()
	rule := "id: beast\nwhy: It bites.\nmatch: ['\\bkrakens?\\b']\nunless:\n  - '\\bno (?P<text>kraken)\\b'\n  - '\\bperhaps\\b'\n"
	set, problems := new(Ruleset).With(folder(map[string]string{"beast.yaml": rule}))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	for text, want := range map[string]int{
		"A kraken woke.":                       2,
		"There was no kraken.":                 -1,
		"There was no kraken but two krakens.": 28,
		"A kraken woke, and no kraken slept.":  2,
		"Perhaps a kraken woke.":               -1,
	} {
		at := -1
		if start, end, ok := set.Rule("beast").find(text, strings.ToLower(text)); ok {
			if at = start; !strings.HasPrefix(text[start:end], "kraken") {
				t.Errorf("%q marks %q", text, text[start:end])
			}
		}
		if at != want {
			t.Errorf("%q: found at %d, want %d", text, at, want)
		}
	}
}

func TestARuleForAQuestionThatNobodyAsksIsToldWithItsLineAndWorks(t *testing.T) {
	t.Parallel()
	set, problems := DefaultRules().With(folder(map[string]string{
		"a.yaml":     goodRule + "question: nosuch\n",
		"b.yaml":     "id: outage\nlevel: error\n", // its question is Debrief's
		"c.yaml":     "id: blame\n\nquestion: also-none\n",
		"known.yaml": "id: known\nmatch: [x]\nwhy: y\nquestion: blameless\n",
	}))
	if len(problems) > 0 || set.Rule("no-gremlins") == nil {
		t.Fatal(problems)
	}
	var got []string
	for _, p := range set.Unasked([]string{"blameless"}) {
		got = append(got, p.Error())
	}
	want := []string{`c.yaml:3: question: the checklist has no question "also-none"`, `a.yaml:5: question: the checklist has no question "nosuch"`}
	if !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}
