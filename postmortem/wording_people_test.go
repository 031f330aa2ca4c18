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
		"Kestrel’s deploy broke the search.",
		"At 10:02 liggett pushed a bad image.",
		"It was Obi's fault.",
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
		"Ximo Batlló left":                 "111111111111 left",
		"Kestrel van der Obi, then Obi":    "1111111111111111111, then 111",
		"mail ximo@example.com or @bo.":    "mail ximo@example.com or 111.",
		"the package @acme/router, @here":  "the package @acme/router, @here",
		"Obituary, Kestrels":               "Obituary, Kestrels",
		"Martin Q. Example’s patch, Marti": "11111111111111111’s patch, Marti",
		"Martin's":                         "111111's",
		"@bo: done":                        "111: done",
		"then the on-call engineer left":   "then 11111111111111111111 left",
		"an engineer and engineers":        "11111111111 and 222222222",
		"one of our engineers":             "11111111111111111111",
		"a member of the team":             "11111111111111111111",
		"CP team member left":              "11111111111111 left",
		"an operator, the etcd operator":   "11111111111, the etcd operator",
		"an operator error, a human error": "an operator error, a human error",
		"we, our provider, the provider":   "22, our 22222222, the provider",
		"a cluster member":                 "a cluster member",
		"the developer portal, via admin":  "the developer portal, via admin",
	} {
		got, _ := names.hide(text, strings.ToLower(text))
		if got = strings.NewReplacer("\x01", "1", "\x02", "2").Replace(got); got != want {
			t.Errorf("%s\n got %s\nwant %s", text, got, want)
		}
	}
}

// FuzzHide makes sure that nothing moves, whatever the text.
func FuzzHide(f *testing.F) {
	f.Add("@bo and Martin Ö. x@y.z @ Björn, one of the engineers")
	names := nameList{}
	names.add("Björn Åkesson")
	f.Fuzz(func(t *testing.T, text string) {
		lower := strings.ToLower(text)
		got, gotLower := names.hide(text, lower)
		if len(got) != len(text) || len(gotLower) != len(lower) {
			t.Errorf("%q became %q and %q", text, got, gotLower)
		}
	})
}

func TestAPatternIsTriedWhereASentenceHasItsWords(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		pattern, text string
		worth         bool
	}{
		{`\bforgot\b`, "she forgot it", true},
		{`\bforgot\b`, "she went", false},
		{`(?:we|i)\s+(?:failed|lost)`, "we lost it", true},
		{`(?:we|i)\s+(?:failed|lost)`, "we won", false},
		{`human (?:error|mistake)`, "a human mistake", true},
		{`human (?:error|mistake)`, "a human being", false},
		{`x*y?z`, "anything", true},
		{`(?:abc|d)`, "anything", true},
		{`(?:took|taking) .* down`, "it took the site down", true},
		{`(?:took|taking) .* down`, "it took a while", false},
		{`\x01+ forgot`, "\x01\x01 forgot", true},
		{`\x01+ forgot`, "\x02\x02 forgot", false},
		{`[\x01\x02]+ forgot`, "\x02\x02 forgot", true},
		{`[\x01\x02]+ forgot`, "it forgot", false},
	} {
		x := newLiteralIndex([][][]string{literalsOf(c.pattern)})
		found := x.in(c.text)
		if got := x.worth(0, &found); got != c.worth {
			t.Errorf("%s is tried on %q: %v, want %v", c.pattern, c.text, got, c.worth)
		}
	}
}
