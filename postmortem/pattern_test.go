package postmortem

import (
	"slices"
	"strings"
	"testing"
)

// marks gives what a pattern marks in a sentence.
func marks(t *testing.T, text, sentence string) []string {
	t.Helper()
	p, err := newPattern(text)
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for start, end := range p.find(sentence, lowerCase(sentence)) {
		found = append(found, sentence[start:end])
	}
	return found
}

func TestAPatternMindsTheCaseOnlyWhereItSaysSo(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		pattern, sentence string
		want              []string
	}{
		{`\bfalcon\b`, "Falcon and FALCON", []string{"Falcon", "FALCON"}},
		{`\bFALCON\b`, "Falcon and falcon", []string{"Falcon", "falcon"}},
		{`\b[A-F]alcon\b`, "falcon", []string{"falcon"}},
		{`[^a-y ]oo`, "Zoo AOO zOO", []string{"Zoo", "zOO"}},
		{`über\W`, "ÜBER.", []string{"ÜBER."}},
		{`(?-i)IT was`, "it was IT was", []string{"IT was"}},
		{`(?-i:IT) was`, "It WAS IT WAS", []string{"IT WAS"}},
		{`(?s-i:IT) was`, "It WAS IT WAS", []string{"IT WAS"}},
		{`a(?P<text>b)|c`, "AB C", []string{"B", "C"}},
		{`k\b`, "İİ break", []string{"k"}}, // a letter whose lower case is longer
	} {
		if got := marks(t, c.pattern, c.sentence); !slices.Equal(got, c.want) {
			t.Errorf("%s marks %q in %q, want %q", c.pattern, got, c.sentence, c.want)
		}
	}
}

func TestTheLowerCaseOfATextIsAsLongAsTheText(t *testing.T) {
	t.Parallel()
	for _, s := range []string{"", "ABC", "ÄÖÜ", "İstanbul", "\u212A Kelvin", "ẞ", "Ⱥ", "\xff\xfeA"} {
		if got := lowerCase(s); len(got) != len(s) || strings.ContainsAny(got, "ABCKV") {
			t.Errorf("%q becomes %q", s, got)
		}
	}
	// One that gets longer beside one that gets shorter moves nothing between them.
	if got, want := lowerCase("Ⱥé SHOULD İ"), "Ⱥé should İ"; got != want {
		t.Errorf("it becomes %q, want %q", got, want)
	}
}
