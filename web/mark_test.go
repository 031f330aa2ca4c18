package web

import (
	"strings"
	"testing"

	"debrief/models"
)

func TestAMarkIsOnePieceWhateverTheTextWasCutInto(t *testing.T) {
	t.Parallel()
	body := "# Search was slow\n\nIt should have been *caught in* review\nby us, see https://example.com/a b c.\n"
	for _, c := range []struct {
		words string
		marks []string
		told  string
	}{
		{"Search was slow", []string{"Search was slow"}, "Search was slow"},
		{"should have been", []string{"should have been"}, "should have been"},
		{"have been *caught in* review", []string{"have been ", "caught in", " review"}, "have been caught in review"},
		{"review\nby us, see", []string{"review", "by us, see"}, "review by us, see"},
	} {
		start := strings.Index(body, c.words)
		text, marks, err := renderDocument(body, []models.Finding{{ID: 7, Level: "warning", StartByte: start, EndByte: start + len(c.words)}})
		if err != nil || marks[7] != (mark{Words: c.told, Linked: true}) {
			t.Fatalf("%q: %v %v", c.words, marks, err)
		}
		var pieces []string
		for _, piece := range strings.Split(string(text), "<mark")[1:] {
			_, piece, _ = strings.Cut(piece, ">")
			piece, _, _ = strings.Cut(piece, "</mark>")
			pieces = append(pieces, piece)
		}
		if strings.Join(pieces, "|") != strings.Join(c.marks, "|") {
			t.Errorf("%q is marked as %q, want %q", c.words, pieces, c.marks)
		}
		if !strings.Contains(string(text), `<a href="https://example.com/a"`) {
			t.Errorf("the link is gone: %s", text)
		}
	}
}

func TestWordsOfSeveralFindingsShowTheGravest(t *testing.T) {
	t.Parallel()
	body := "The queue was only briefly full because Mira forgot it.\n"
	place := func(id int64, level models.Level, rule, words string) models.Finding {
		start := strings.Index(body, words)
		return models.Finding{ID: id, Level: level, Rule: rule, Why: "Why.", StartByte: start, EndByte: start + len(words)}
	}
	text, marks, err := renderDocument(body, []models.Finding{
		place(1, models.LevelInfo, "looks-better", "only briefly full because Mira"),
		place(2, models.LevelWarning, "blame", "because Mira forgot"),
		place(3, models.LevelInfo, "root-cause", "because Mira forgot"),
	})
	if err != nil || !marks[1].Linked || !marks[2].Linked || !marks[3].Linked {
		t.Fatal(marks, err)
	}
	for _, want := range []string{
		`<span id="mark-1"><mark class="found-info" title="looks-better: Why.">only briefly full </mark></span>`,
		"<span id=\"mark-2\"><span id=\"mark-3\"><mark class=\"found-warning\" title=\"blame: Why.\nlooks-better: Why.\nroot-cause: Why.\">because Mira</mark></span></span>",
		"<mark class=\"found-warning\" title=\"blame: Why.\nroot-cause: Why.\"> forgot</mark> it.",
	} {
		if !strings.Contains(string(text), want) {
			t.Errorf("%s\nmisses %s", text, want)
		}
	}
}

func TestAQuotationIsWhatReadersSeeAndShort(t *testing.T) {
	t.Parallel()
	quote := func(body, from, to string) mark {
		t.Helper()
		start := strings.Index(body, from)
		_, marks, err := renderDocument(body, []models.Finding{{ID: 1, Level: "info", StartByte: start, EndByte: strings.Index(body, to) + len(to)}})
		if err != nil {
			t.Fatal(err)
		}
		return marks[1]
	}
	for _, c := range []struct{ body, from, to, want string }{
		{"| Day | Time |\n|---|---|\n| Dec 15 | 22:40 |\n", "Dec", "40", "Dec 15 22:40"},
		{"- one\n- two\n", "one", "two", "one two"},
		{"See https://example.com/x for more\n", "See", "more", "See https://example.com/x for more"},
		{"A \\*star\\* &amp; a `raw &amp;` one\n", "A", "one", "A *star* & a raw &amp; one"},
	} {
		if got := quote(c.body, c.from, c.to); got.Words != c.want {
			t.Errorf("%q is quoted as %q", c.body, got.Words)
		}
	}
	if got := quote("x "+strings.Repeat("word ", 10_000)+"y\n", "x", "y"); len(got.Words) > maxShort+len("…") {
		t.Errorf("a long place is quoted with %d bytes", len(got.Words))
	}
	if got := quote("![db-19.internal](https://example.com/b.png)\n", "db", "internal"); got.Linked || got.Words != "db-19.internal" {
		t.Errorf("what stands for a picture is %+v", got)
	}
}

// What a check of the team's own says of one place many times does not grow the page by the square.
func TestManyFindingsOfOnePlaceAreToldShortly(t *testing.T) {
	t.Parallel()
	body := strings.Repeat("all of it was slow ", 100)
	var list []models.Finding
	for n := range 400 {
		list = append(list, models.Finding{ID: int64(n + 1), Level: "info", Rule: "mine", Why: strings.Repeat("why ", 250), StartByte: n, EndByte: 1800 - n})
	}
	text, marks, err := renderDocument(body, list)
	if err != nil || len(text) > 2_000_000 || !marks[400].Linked || !strings.Contains(string(text), "and 395 more") {
		t.Errorf("the page has %d bytes, %v", len(text), err)
	}
}

// What stands above the document between --- lines is no heading: it is shown as it is written, and marks below stay where they belong.
func TestFrontMatterIsShownAsItIsWritten(t *testing.T) {
	t.Parallel()
	draw := func(body, words string) string {
		t.Helper()
		start := strings.Index(body, words)
		text, _, err := renderDocument(body, []models.Finding{{ID: 1, Rule: "blame", Level: "info", StartByte: start, EndByte: start + len(words)}})
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	const mark = `<span id="mark-1"><mark class="found-info" title="blame: ">Mira</mark></span>`
	for name, front := range map[string]string{"YAML": "---\ntitle: Slow <b>search</b>\nservices: [edge, api]\n---\n", "TOML": "+++\ntitle = \"Slow <b>search</b>\"\n+++\n",
		"behind a comment": "<!-- ours -->\n---\ntitle: Slow <b>search</b>\n---\n"} {
		got := draw(front+"\n# Slow search\n\nMira looked.\n", "Mira")
		if strings.Count(got, "<h") != 1 || !strings.Contains(got, "<pre><code>") || !strings.Contains(got, "title") || !strings.Contains(got, "&lt;b&gt;search") || !strings.Contains(got, "<p>"+mark+" looked.</p>") {
			t.Errorf("%s is shown as %s", name, got)
		}
	}
	for _, body := range []string{"---\n\nMira looked.\n\n---\n", "# Search\n\nMira looked.\n\n---\ntitle: x\n---\n"} {
		if got := draw(body, "Mira"); strings.Contains(got, "<pre>") || !strings.Contains(got, mark) {
			t.Errorf("%q is shown as %s", body, got)
		}
	}
	doc, _ := remarksOf(t, "---\ntitle: Slow search\nowner: mira\n---\n\nIt was.\n", nil, "owner: mira")
	if got := marked(doc); got != "title: Slow search\nowner: mira" {
		t.Errorf("a comment on it marks %q", got)
	}
}
