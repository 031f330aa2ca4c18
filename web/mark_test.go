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
	}{
		{"Search was slow", []string{"Search was slow"}},
		{"should have been", []string{"should have been"}},
		{"have been *caught in* review", []string{"have been ", "caught in", " review"}},
		{"review\nby us, see", []string{"review", "by us, see"}},
	} {
		start := strings.Index(body, c.words)
		text, marked, err := renderDocument(body, []models.Finding{{ID: 7, Level: "warning", StartByte: start, EndByte: start + len(c.words)}})
		if err != nil || !marked[7] {
			t.Fatalf("%q: %v %v", c.words, marked, err)
		}
		var marks []string
		for _, piece := range strings.Split(string(text), "<mark")[1:] {
			_, piece, _ = strings.Cut(piece, ">")
			piece, _, _ = strings.Cut(piece, "</mark>")
			marks = append(marks, piece)
		}
		if strings.Join(marks, "|") != strings.Join(c.marks, "|") {
			t.Errorf("%q is marked as %q, want %q", c.words, marks, c.marks)
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
	text, marked, err := renderDocument(body, []models.Finding{
		place(1, models.LevelInfo, "looks-better", "only briefly full because Mira"),
		place(2, models.LevelWarning, "blame", "because Mira forgot"),
		place(3, models.LevelInfo, "root-cause", "because Mira forgot"),
	})
	if err != nil || !marked[1] || !marked[2] || !marked[3] {
		t.Fatal(marked, err)
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
