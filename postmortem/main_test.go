package postmortem

import (
	"testing"

	"debrief/internal/testenv"
)

func TestMain(m *testing.M) { testenv.Main(m) }

// parse reads a source that the test knows to be readable.
func parse(t testing.TB, source string, opts ...Option) *Document {
	t.Helper()
	doc, err := Parse([]byte(source), opts...)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func titles(items []Item) []string {
	out := []string{}
	for _, i := range items {
		out = append(out, i.Title)
	}
	return out
}
