package postmortem

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestTwoTextsFromOneAreMergedLineByLine(t *testing.T) {
	const base = "# Slow search\n\n## Impact\n\nSearch was slow.\n\n## Causes\n\nNot known yet.\n"
	impact := strings.Replace(base, "Search was slow.", "40 % of searches took over 5 s.", 1)
	causes := strings.Replace(base, "Not known yet.", "The index was rebuilt.", 1)
	both := strings.Replace(impact, "Not known yet.", "The index was rebuilt.", 1)
	other := strings.Replace(base, "Search was slow.", "Every search was slow.", 1)
	for name, c := range map[string]struct {
		base, mine, theirs, want string
		clashes                  []Clash
	}{
		"in two places":           {base, impact, causes, both, nil},
		"the other way":           {base, causes, impact, both, nil},
		"by one alone":            {base, base, causes, causes, nil},
		"alike":                   {base, both, both, both, nil},
		"one more than the other": {base, both, impact, both, nil},
		"in the same line": {base, impact, other, impact,
			[]Clash{{5, "40 % of searches took over 5 s.\n", "Every search was slow.\n"}}},
		"removed by one and changed by the other": {base, strings.Replace(base, "Search was slow.\n", "", 1), other, strings.Replace(base, "Search was slow.\n", "", 1),
			[]Clash{{5, "", "Every search was slow.\n"}}},
		"added at the end by both": {base, base + "\nMine.\n", base + "\nTheirs.\n", base + "\nMine.\n",
			[]Clash{{10, "\nMine.\n", "\nTheirs.\n"}}},
		"from nothing":                              {"", "Mine.\n", "Theirs.\n", "Mine.\n", []Clash{{1, "Mine.\n", "Theirs.\n"}}},
		"in lines beside each other":                {"a\nb", "a\nc", "x\nb", "a\nc", []Clash{{1, "a\nc", "x\nb"}}},
		"lines added before one and behind another": {"a\nb\nc\n", "0\na\nb\nc\n", "a\nb\nc\nd\n", "0\na\nb\nc\nd\n", nil},
	} {
		got, clashes := Merge(c.base, c.mine, c.theirs)
		if got != c.want || !slices.Equal(clashes, c.clashes) {
			t.Errorf("%s: the text is\n%s\nwith the clashes %+v, want\n%s\nwith %+v", name, got, clashes, c.want, c.clashes)
		}
	}
}

// What one author changed alone is never lost, and nothing changes where nobody changed anything.
func TestAMergeLosesNothing(t *testing.T) {
	text := rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(rapid.SampledFrom([]string{"a\n", "b\n", "c\n", "\n", "d\n"}), 0, 8).Draw(t, "lines"), "")
	})
	rapid.Check(t, func(t *rapid.T) {
		base, mine, theirs := text.Draw(t, "base"), text.Draw(t, "mine"), text.Draw(t, "theirs")
		if got, clashes := Merge(base, mine, base); got != mine || clashes != nil {
			t.Fatalf("what I alone changed is %q with %+v", got, clashes)
		}
		if got, clashes := Merge(base, base, theirs); got != theirs || clashes != nil {
			t.Fatalf("what they alone changed is %q with %+v", got, clashes)
		}
		if got, clashes := Merge(base, mine, mine); got != mine || clashes != nil {
			t.Fatalf("what both changed alike is %q with %+v", got, clashes)
		}
		got, clashes := Merge(base, mine, theirs)
		lines := strings.Split(got, "\n")
		for _, c := range clashes {
			if there := strings.Join(lines[c.Line-1:], "\n"); !strings.HasPrefix(there, c.Mine) {
				t.Fatalf("line %d does not begin what I wrote, %q: %q", c.Line, c.Mine, there)
			}
		}
		// Taken the other way around, the same places clash, with the sides changed.
		_, others := Merge(base, theirs, mine)
		if len(others) != len(clashes) {
			t.Fatalf("%+v clash one way, %+v the other", clashes, others)
		}
		for n, c := range clashes {
			if o := others[n]; o.Mine != c.Theirs || o.Theirs != c.Mine {
				t.Fatalf("%+v clash one way, %+v the other", clashes, others)
			}
		}
	})
}
