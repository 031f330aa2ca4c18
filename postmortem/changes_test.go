package postmortem

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// drawn is changes as a reader sees them: words that changed stand in brackets.
func drawn(c Changes) string {
	var b strings.Builder
	for _, h := range c.Hunks {
		fmt.Fprintf(&b, "@%d\n", h.Line)
		for _, l := range h.Lines {
			fmt.Fprintf(&b, "%d%s", l.Number, l.Sign)
			for _, p := range l.Pieces {
				if p.Changed {
					p.Text = "[" + p.Text + "]"
				}
				b.WriteString(p.Text)
			}
			b.WriteString(map[bool]string{true: " ~"}[l.Spaces] + "\n")
		}
	}
	return b.String()
}

func TestChangesAreToldByLineAndWord(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ name, before, after, want string }{
		{"nothing", "a\nb\n", "a\nb\n", ""},
		{"a first text", "", "a\n\nb", "@1\n1+a\n2+\n3+b\n"},
		{"a line between", "1\n2\n3\n4\n5\n6\n7\n8\n", "1\n2\n3\n4\nnew\n5\n6\n7\n8\n", "@2\n2 2\n3 3\n4 4\n5+new\n6 5\n7 6\n8 7\n"},
		{"far apart", "a\n1\n2\n3\n4\n5\n6\n7\nb\n", "A\n1\n2\n3\n4\n5\n6\n7\n", "@1\n1-a\n1+A\n2 1\n3 2\n4 3\n@6\n6 5\n7 6\n8 7\n9-b\n"},
		{"a word", "The deploy took ten minutes.\n", "The deploy took forty long minutes.\n", "@1\n1-The deploy took [ten] minutes.\n1+The deploy took [forty long] minutes.\n"},
		{"a word in another script", "Der Köder wurde geändert 🙂🙃\n", "Der Köder wurde ergänzt 🙂🙃\n", "@1\n1-Der Köder wurde [geändert] 🙂🙃\n1+Der Köder wurde [ergänzt] 🙂🙃\n"},
		{"another line altogether", "It was slow.\n", "Nobody knew whom to call.\n", "@1\n1-It was slow.\n1+Nobody knew whom to call.\n"},
		{"a word over a line break", "one two three four\nfive six\n", "one two three\nfour fine five six\n", "@1\n1-one two three four\n2-five six\n1+one two three\n2+four [fine] five six\n"},
		{"a line that changed before new ones", "We roll back by hand.\n", "We roll back by script.\nThe script is tested each night, and whoever is on call knows of it.\n",
			"@1\n1-We roll back by [hand].\n1+We roll back by [script].\n2+The script is tested each night, and whoever is on call knows of it.\n"},
		{"a line behind one that changed", "The deploy took ten minutes.\n", "The deploy took forty minutes.\n\nIt was over.\n",
			"@1\n1-The deploy took [ten] minutes.\n1+The deploy took [forty] minutes.\n2+\n3+[It was over.]\n"},
		{"a line before one that changed", "Then it was all over at once.\n", "Then it was slow.\nThen it was all over at last.\n",
			"@1\n1-Then it was all over at [once].\n1+[Then it was slow.]\n2+Then it was all over at [last].\n"},
		{"a line that grew", "It was slow.\n", "It was slow. Nobody knew whom to call, and so it went on for an hour.\n",
			"@1\n1-It was slow.\n1+It was slow. [Nobody knew whom to call, and so it went on for an hour.]\n"},
		{"a paragraph between", "One.\n\nThree.\n", "One.\n\nTwo.\n\nThree.\n", "@1\n1 One.\n2 \n3+Two.\n4+\n5 Three.\n"},
		{"only line breaks", "one two\nthree\n", "one\ntwo three\n", "@1\n1-one two ~\n2-three\n1+one\n2+two three\n"},
		{"the end of the last line", "a\nb", "a\nb\n", "@1\n1 a\n2-b ~\n2+b\n"},
	} {
		if got := drawn(Compare(test.before, test.after, 100)); got != test.want {
			t.Errorf("%s: got\n%s\nwant\n%s", test.name, got, test.want)
		}
	}
}

func TestChangesAreCountedBeyondWhatIsTold(t *testing.T) {
	t.Parallel()
	c := Compare(strings.Repeat("a\n", 5), strings.Repeat("b\n", 10)+"\n", 6)
	if len(c.Hunks) != 1 || len(c.Hunks[0].Lines) != 6 || c.Added != 11 || c.Removed != 5 || c.Left != 10 {
		t.Errorf("%+v", c)
	}
}

func TestAUnifiedDiffIsWhatPatchReads(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ before, after, want string }{
		{"a\n", "a\n", ""},
		{"", "a\n", "@@ -0,0 +1 @@\n+a\n"},
		{"a\nb\nc\n", "a\nB\nc\nd", "@@ -1,3 +1,4 @@\n a\n-b\n+B\n c\n+d\n\\ No newline at end of file\n"},
	} {
		if got := Unified(test.before, test.after); got != test.want {
			t.Errorf("of %q and %q: %q", test.before, test.after, got)
		}
	}
}

// Whatever two texts are: each line of them that is told is one of theirs, and the counts add up.
func TestChangesOfAnyTexts(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.Custom(func(t *rapid.T) string {
			return strings.Join(rapid.SliceOfN(rapid.SampledFrom([]string{"", "a", "a b", "b  a", "ä, b", " a", "🙂"}), 0, 12).Draw(t, "lines"), "\n")
		})
		before, after := text.Draw(t, "before"), text.Draw(t, "after")
		c := Compare(before, after, 1000)
		was, is := strings.Split(before, "\n"), strings.Split(after, "\n")
		signs := map[string]int{}
		for _, h := range c.Hunks {
			for _, l := range h.Lines {
				said := ""
				for _, p := range l.Pieces {
					said += p.Text
				}
				if of := map[string][]string{"-": was, "+": is, " ": is}[l.Sign]; of[l.Number-1] != said {
					t.Fatalf("line %d%s says %q", l.Number, l.Sign, said)
				}
				signs[l.Sign]++
			}
		}
		if signs["+"] != c.Added || signs["-"] != c.Removed || (c.Added+c.Removed == 0) != (before == after) {
			t.Fatalf("%+v of %q and %q", c, before, after)
		}
	})
}

// The longest documents, of lines that are hard to tell apart, are compared in a moment.
func TestTheDiffOfLongTextsIsNoLongerThanBoth(t *testing.T) {
	t.Parallel()
	const size = 2 << 20
	fill := func(seed uint32, letters uint32, line func(uint32) string) string {
		var b strings.Builder
		for b.Len() < size {
			seed = seed*1664525 + 1013904223
			b.WriteString(line(seed >> 16 % letters))
		}
		return b.String()
	}
	letter := func(n uint32) string { return string(rune('a'+n%26)) + "\n" }
	letters := func(n uint32) string { return string(rune('a'+n%26)) + " " }
	lines := func(n uint32) string { return fmt.Sprintf("line %d of it\n", n) }
	for name, test := range map[string][2]string{
		"lines of one letter":               {fill(1, 26, letter), fill(2, 26, letter)},
		"as many as are compared with care": {fill(1, 26, letter)[:comparedWell-2], fill(2, 26, letter)[:comparedWell-2]},
		"different lines":                   {fill(1, 1<<16, lines), fill(99, 1<<16, lines)},
		"one endless line":                  {fill(1, 26, letters), fill(2, 26, letters)},
	} {
		c := Compare(test[0], test[1], 2000)
		text := Unified(test[0], test[1])
		if c.Added == 0 || len(text) > 4*size+100 {
			t.Errorf("%s: %d added, %d bytes", name, c.Added, len(text))
		}
	}
}
