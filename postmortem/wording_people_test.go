package postmortem

import (
	"slices"
	"strings"
	"testing"
)

// findingsIn gives what the rules find in one sentence of a section.
func findingsIn(t *testing.T, heading, text string, context Context) []Finding {
	t.Helper()
	doc, err := Parse([]byte("# Postmortem\n\n## " + heading + "\n\n" + text + "\n"))
	if err != nil {
		t.Fatal(err)
	}
	return DefaultRules().Check(doc, context)
}

func found(list []Finding, rule string) bool {
	return slices.ContainsFunc(list, func(f Finding) bool { return f.Rule == rule })
}

func TestRulesAboutPeopleFindTheirExamples(t *testing.T) {
	t.Parallel()
	for _, id := range []string{"human-error", "accident", "judgemental", "blame"} {
		r := DefaultRules().Rule(id)
		if r == nil {
			t.Fatalf("there is no rule %s", id)
		}
		for _, text := range r.Examples.Match {
			if !found(findingsIn(t, "What happened", text, Context{}), id) {
				t.Errorf("%s misses %q", id, text)
			}
		}
		for _, text := range r.Examples.Pass {
			for _, f := range findingsIn(t, "What happened", text, Context{}) {
				if f.Rule == id {
					t.Errorf("%s flags %q in %q", id, f.Text, text)
				}
			}
		}
	}
}

func TestBlameKnowsWhoTookPart(t *testing.T) {
	t.Parallel()
	context := Context{People: []string{"Ximo Batlló", "Kestrel Obi", "liggett", "@brr"}}
	for _, text := range []string{
		"Kestrel deleted the production database.",
		"Obi misconfigured the balancer.",
		"Kestrel Obi ran the wrong script.",
		"The outage was caused by Batlló.",
		"Kestrel’s change broke the search.",
		"At 10:02 liggett pushed a bad image.",
		"It was Obi's mistake.",
		"brr deployed it without testing.",
	} {
		if !found(findingsIn(t, "Timeline", text, context), "blame") {
			t.Errorf("missed: %s", text)
		}
		if found(findingsIn(t, "Timeline", text, Context{}), "blame") {
			t.Errorf("nobody is known, yet it is flagged: %s", text)
		}
	}
	for _, text := range []string{
		"Kestrel rolled back.",
		"Obi noticed that the deploy had broken the search.",
		"liggett [7:40 AM] broke? I see no errors",
		"[03-26 06:27] It is reported again by liggett",
		"Kestrel Obi deployed the fix for the wrong route.",
		"Kestrel reverted the bad image.",
		"Kestrel failed to reproduce it.",
		"A kestrel broke the window.",
		"10:04 Kestrel deletes the affected versions",
		"Ximo asks why the alert was missed.",
	} {
		if found(findingsIn(t, "Timeline", text, context), "blame") {
			t.Errorf("neutral, yet flagged: %s", text)
		}
	}
}

func TestBlameMarksThePersonAndTheAct(t *testing.T) {
	t.Parallel()
	text := "On **Monday** Kestrel Obi accidentally deleted the topic; it was restored at noon."
	for _, f := range findingsIn(t, "What happened", text, Context{People: []string{"Kestrel Obi"}}) {
		if f.Rule == "blame" {
			if f.Text != "Kestrel Obi accidentally deleted" {
				t.Errorf("marked: %q", f.Text)
			}
			return
		}
	}
	t.Error("not found")
}

func TestADocumentNamesItsPeople(t *testing.T) {
	t.Parallel()
	for name, doc := range map[string]string{
		"author":    "---\nauthors: [Kestrel Obi]\n---\n\n# P\n\n## What happened\n\nObi forgot the second region.\n",
		"commander": "# P\n\n**Incident commander:** Kestrel Obi\n\n## What happened\n\nObi forgot the second region.\n",
		"owner":     "# P\n\n## What happened\n\nObi forgot the second region.\n\n## Action items\n\n| Action | Owner |\n|---|---|\n| Add an alert on the queue length | Kestrel Obi |\n",
	} {
		d, err := Parse([]byte(doc))
		if err != nil {
			t.Fatal(err)
		}
		if !found(DefaultRules().Check(d, Context{}), "blame") {
			t.Errorf("%s: not known as a person", name)
		}
	}
	d, err := Parse([]byte("# P\n\nOwner: Platform Engineering\n\n## What happened\n\nPlatform forgot the second region.\n"))
	if err != nil {
		t.Fatal(err)
	}
	if found(DefaultRules().Check(d, Context{}), "blame") {
		t.Error("a team is no person")
	}
}

func TestNamesAreHiddenByteForByte(t *testing.T) {
	t.Parallel()
	names := nameList{}
	names.add("Ximo Batlló")
	names.add("Kestrel van der Obi")
	for text, want := range map[string]string{
		"Ximo Batlló left":                 "@@@@@@@@@@@@ left",
		"Kestrel van der Obi, then Obi":    "@@@@@@@@@@@@@@@@@@@, then @@@",
		"mail ximo@example.com or @bo.":    "mail ximo@example.com or @@@.",
		"the package @acme/router, @here":  "the package @acme/router, @here",
		"Obituary, Kestrels":               "Obituary, Kestrels",
		"Martin Q. Example’s patch, Marti": "@@@@@@@@@@@@@@@@@’s patch, Marti",
		"Martin's":                         "@@@@@@'s",
		"@bo: done":                        "@@@: done",
	} {
		got, _ := names.hide(text)
		if got != want {
			t.Errorf("%s\n got %s\nwant %s", text, got, want)
		}
	}
}

// FuzzHide makes sure that nothing moves, whatever the text.
func FuzzHide(f *testing.F) {
	f.Add("@bo and Martin Ö. x@y.z @ Björn")
	names := nameList{}
	names.add("Björn Åkesson")
	f.Fuzz(func(t *testing.T, text string) {
		got, ok := names.hide(text)
		if len(got) != len(text) || ok == (got == text) && strings.Trim(text, "@") == text {
			t.Errorf("%q became %q, %v", text, got, ok)
		}
	})
}

func TestWordsOfWhichAPatternNeedsOne(t *testing.T) {
	t.Parallel()
	for pattern, want := range map[string][]string{
		`\bforgot\b`:                  {"forgot"},
		`(?:we|i)\s+(?:failed|lost)`:  {"failed", "lost"},
		`human (?:error|mistake)`:     {"human "},
		`x*y?`:                        nil,
		`(?:abc|d)`:                   nil,
		`(?:took|taking) .* down`:     {" down"},
		`(?P<text>should(?:[’']ve)?)`: {"should"},
	} {
		if got := literalsOf(pattern); !slices.Equal(got, want) {
			t.Errorf("%s needs %q, want %q", pattern, got, want)
		}
	}
}
