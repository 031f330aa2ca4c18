package postmortem

import (
	"strings"
	"testing"
)

func TestFrontMatterThatIsNotYAMLIsSaidWithItsLine(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		source string
		line   int    // of the notice; 0 for none
		title  string // read all the same
	}{
		"in order":                  {"---\ntitle: Checkout was down\ntags: [a, b]\n---\n# X\n", 0, "Checkout was down"},
		"an open bracket":           {"---\ntitle: Checkout was down\ntags: [a, b\n---\n# X\n", 2, "Checkout was down"},
		"a colon too many":          {"---\ntitle: Checkout: was down\n---\n# X\n", 2, "Checkout: was down"},
		"prose between two rules":   {"---\nThis is our story.\n\nIt is long.\n\n---\n\n# X\n", 0, "X"},
		"JSON, which is YAML":       {"---\n{\"title\": \"Checkout was down\"}\n---\n# X\n", 0, "Checkout was down"},
		"a line that is no YAML":    {"---\nthis is not front matter at all\n---\n# Checkout\n", 1, "Checkout"},
		"no closing line":           {"---\ntitle: Checkout was down\n\n# Checkout\n", 1, "Checkout"},
		"JSON":                      {"---\n{\"title\": \"x\",\n---\n# Checkout\n", 1, "Checkout"},
		"a heading under a rule":    {"---\n# Checkout\n\n---\n", 0, "Checkout"},
		"a rule and nothing else":   {"---\n", 0, ""},
		"TOML is not read as YAML":  {"+++\ntitle = \"Checkout was down\"\n+++\n# X\n", 0, "Checkout was down"},
		"comments above count, too": {"<!-- from the wiki -->\n---\ntitle: Checkout\ntags: [a\n---\n", 3, "Checkout"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			doc := parse(t, c.source)
			line := 0
			for _, n := range doc.Notices {
				if n.Code == "front_matter" {
					line = n.Line
					if strings.Contains(n.Message, "\n") {
						t.Errorf("the notice has more than one line: %q", n.Message)
					}
				}
			}
			if line != c.line || doc.Title != c.title {
				t.Errorf("notice on line %d, title %q; want line %d, %q", line, doc.Title, c.line, c.title)
			}
		})
	}
}

func TestNestedFrontMatterIsRead(t *testing.T) {
	t.Parallel()
	doc := parse(t, "---\nservices:\n  - name: checkout\n    tier: 1\n  - search\nincident:\n  severity: SEV-2\n  date: 2026-02-10\nempty: ~\n---\n# Checkout was down\n")
	if got := strings.Join(doc.Services, ","); got != "checkout,search" || doc.Severity.Level != 2 || doc.Date.Text != "2026-02-10" {
		t.Errorf("services %s, severity %d, date %s", got, doc.Severity.Level, doc.Date.Text)
	}
}

// A parser that compares every key with every other one takes gigabytes for this.
func TestManyKeysAreReadInLittleMemory(t *testing.T) { // not parallel: it counts
	source := []byte("---\n" + strings.Repeat("b: 1\n", 12_000) + "---\n# X\n")
	if allocated := testing.AllocsPerRun(1, func() { _, _ = Parse(source) }); allocated > 500_000 {
		t.Errorf("%v allocations", allocated)
	}
}

func TestATitleOfTheFrontMatterIsMarkedWhereItStands(t *testing.T) {
	t.Parallel()
	text := "---\nslug: outage\ntitle: Outage\n---\n\nThe queue was full.\n"
	doc, err := Parse([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range DefaultRules().Check(doc, Context{}) {
		if f.Rule == "outage" && f.Line == 3 && text[f.Span.Start:f.Span.End] == "Outage" {
			return
		}
	}
	t.Error("the word outage is not found in the title")
}

func TestWhereTheFrontMatterIsIsToldWithoutReadingTheRest(t *testing.T) { // not parallel: it counts
	for _, source := range []string{
		"---\ntitle: Slow tills\n---\n# X\n", "+++\ntitle = \"Slow tills\"\n+++\n# X\n", "<!-- by Ana -->\n---\ntitle: Slow tills\n---\n# X\n",
		"---\ntitle: [\n---\n# X\n", "---\n\nno front matter\n\n---\n", "# X\n", "\ufeff---\r\ntitle: Slow tills\r\n---\r\n# X\r\n", "", "<html>", "\x00",
	} {
		var want Span
		if doc, err := Parse([]byte(source)); err == nil {
			want = doc.FrontMatter.Span
		}
		if got := FrontMatterSpan([]byte(source)); got != want {
			t.Errorf("%q: %v, want %v", source, got, want)
		}
	}
	long := []byte("---\ntitle: Slow tills\n---\n" + strings.Repeat("The *queue* was full at 10:05.\n\n", 2000))
	if allocated := testing.AllocsPerRun(1, func() { FrontMatterSpan(long) }); allocated > 2_000 {
		t.Errorf("%v allocations", allocated)
	}
}
