package postmortem

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// checkFindings holds what every finding promises.
func checkFindings(t testing.TB, doc *Document, list []Finding) {
	t.Helper()
	prints := map[string]bool{}
	for n, f := range list {
		switch {
		case f.Span.Start < 0 || f.Span.End < f.Span.Start || f.Span.End > len(doc.Source):
			t.Fatalf("%s: %v is outside of the %d bytes of the text", f.Rule, f.Span, len(doc.Source))
		case f.Text != string(doc.Source[f.Span.Start:f.Span.End]):
			t.Fatalf("%s: %q is not what stands at %v", f.Rule, f.Text, f.Span)
		case !utf8.Valid(doc.Source[:f.Span.Start]) || !utf8.ValidString(f.Text):
			t.Fatalf("%s: %v is not at the border of a character: %q", f.Rule, f.Span, f.Text)
		case f.Line != doc.Line(f.Span.Start) || f.Column < 1:
			t.Fatalf("%s: line %d, column %d for %v", f.Rule, f.Line, f.Column, f.Span)
		case f.Level != LevelError && f.Level != LevelWarning && f.Level != LevelInfo:
			t.Fatalf("%s: the level %q", f.Rule, f.Level)
		case f.Why == "" || f.Suggestion == "" || strings.Contains(f.Suggestion, "{}"):
			t.Fatalf("%s: why %q, suggestion %q", f.Rule, f.Why, f.Suggestion)
		case n > 0 && f.Span.Start < list[n-1].Span.Start:
			t.Fatalf("%s: it stands before %s", f.Rule, list[n-1].Rule)
		case prints[f.Fingerprint] || f.Fingerprint == "":
			t.Fatalf("%s: the fingerprint %q is another's", f.Rule, f.Fingerprint)
		}
		prints[f.Fingerprint] = true
		line := string(doc.Source[doc.lines[f.Line-1]:f.Span.Start])
		if strings.Contains(line, "\n") || utf8.RuneCountInString(line) != f.Column-1 {
			t.Fatalf("%s: column %d after %q", f.Rule, f.Column, line)
		}
	}
}

func TestFindingsInPublishedPostmortemsStandInTheText(t *testing.T) {
	t.Parallel()
	_, docs := published(t)
	total := 0
	for _, doc := range docs {
		list := DefaultRules().Check(doc, Context{})
		checkFindings(t, doc, list)
		total += len(list)
	}
	if total < len(docs) {
		t.Errorf("%d findings in %d documents", total, len(docs))
	}
}

func TestFindingsAreTheSameWithWindowsLineEnds(t *testing.T) {
	t.Parallel()
	dir, docs := published(t)
	n := 0
	for name, doc := range docs {
		source, err := os.ReadFile(filepath.Join(dir, "postmortems", name))
		if err != nil {
			t.Fatal(err)
		}
		if n++; n > 12 {
			break
		}
		other := strings.ReplaceAll(strings.ReplaceAll(string(source), "\r\n", "\n"), "\n", "\r\n")
		got := DefaultRules().Check(parse(t, "\ufeff"+other, WithFileName(name)), Context{})
		if want := DefaultRules().Check(doc, Context{}); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %d findings, want %d", name, len(got), len(want))
		}
	}
}

func TestAFindingMarksTheWords(t *testing.T) {
	t.Parallel()
	for source, want := range map[string]string{
		"Größere *Ausfälle*: the leak **should** have been noticed – früher.":      "should** have been",
		"- one\n- the alert\n  should have\n  fired at 10:05":                      "should have\n  fired",
		"| 10:05 | the alert should have fired |\n|---|---|\n| 10:06 | x |":        "",
		"| at | what |\n|---|---|\n| 10:05 | é: the alert should have fired \\| |": "should have fired",
		"It &amp; they should&#32;have failed.":                                    "should&#32;have failed",
		"> It should have fired.":                                                  "",
		"`It should have fired.`":                                                  "",
		"She said \"it should have fired\".":                                       "",
		"    it should have fired":                                                 "",
		"[It should have](https://x.example) fired.":                               "should have](https://x.example) fired",
	} {
		doc := parse(t, "# T\n\n## What happened\n\nThe search was slow.\n\n"+source+"\n")
		list := DefaultRules().Check(doc, Context{})
		checkFindings(t, doc, list)
		list = slices.DeleteFunc(list, func(f Finding) bool { return f.Rule != "counterfactual" })
		switch {
		case want == "" && len(list) > 0:
			t.Errorf("%q: found %q", source, list[0].Text)
		case want != "" && len(list) != 1:
			t.Errorf("%q: %d findings", source, len(list))
		case want != "" && list[0].Text != want:
			t.Errorf("%q: marks %q, want %q", source, list[0].Text, want)
		}
	}
}

func TestAFindingIsKnownAgainWhenOtherPlacesChange(t *testing.T) {
	t.Parallel()
	prints := func(source string) (out []string) {
		for _, f := range DefaultRules().Check(parse(t, source), Context{}) {
			if f.Rule == "counterfactual" {
				out = append(out, f.Fingerprint)
			}
		}
		return out
	}
	first := prints("# T\n\n## What happened\n\nIt should have failed. It could have been caught.\n")
	later := prints("# T\n\nMore text.\n\n## What happened\n\nAt first it was slow. It should have\nfailed. Then it stopped.\n\nIt could have been caught.\n")
	if len(first) != 2 || !slices.Equal(first, later) {
		t.Errorf("%v, later %v", first, later)
	}
	twice := prints("# T\n\n## What happened\n\nIt should have failed. It should have failed.\n")
	if len(twice) != 2 || twice[0] != first[0] || twice[1] == first[0] {
		t.Errorf("%v twice, %v once", twice, first)
	}
}

// FuzzCheck holds that the check of any text ends without a panic, finds the same
// every time, and marks only what stands in the text.
func FuzzCheck(f *testing.F) {
	for _, seed := range []string{
		"# T\n\n## What happened\n\nThe outage should have been caught, in hindsight. There was no monitoring.\n\n## Action items\n\n- Investigate the leak\n- Fix it all and be careful\n",
		"## Timeline (UTC)\n| 10:05 | @ana forgot it \\| &amp; é |\n|-|-|\n| 09:00 | an engineer accidentally deleted “prod” |\n",
		"Impact: a few users\n\n## External message\n\nHi `x`, recieve db-1.example.com was down. PROJ-12.\n",
		"It could’ve\u00a0been “better”; \"if only\" we had — [known](https://x.example/outage).\n",
		"should have \xff\xfe been \x00 caught", "¿could have been caught? İİİ outage ſ K", "Ünïcode \"outage\" outage&shy;s",
		"# Root cause\n\nThe root cause: human error.\n## Lessons\n- - - no tests\n> should have\n",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, source []byte) {
		doc, err := Parse(source, WithFileName("2024-05-01_x.md"))
		if err != nil {
			var refused *Error
			if !errors.As(err, &refused) {
				t.Fatalf("%#v", err)
			}
			return
		}
		context := Context{People: []string{"Ana Brod", "liggett"}, Glossary: []string{"PQL"}, Severity: 1}
		list := DefaultRules().Check(doc, context)
		checkFindings(t, doc, list)
		again, err := Parse(source, WithFileName("2024-05-01_x.md"))
		if err != nil {
			t.Fatal(err)
		}
		if other := DefaultRules().Check(again, context); !reflect.DeepEqual(list, other) {
			t.Fatalf("first %v, then %v", list, other)
		}
	})
}
