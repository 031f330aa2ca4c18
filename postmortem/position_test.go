package postmortem

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// checkPositions holds what every document promises of its positions.
func checkPositions(t testing.TB, doc *Document) {
	t.Helper()
	inside := func(what string, s Span) {
		t.Helper()
		if s.Start < 0 || s.End < s.Start || s.End > len(doc.Source) {
			t.Fatalf("%s: %v is outside of the %d bytes of the text", what, s, len(doc.Source))
		}
	}
	line := func(what string, n int) {
		t.Helper()
		if n < 1 || n > len(doc.lines) {
			t.Fatalf("%s: line %d of %d", what, n, len(doc.lines))
		}
	}
	for b := range doc.All() {
		inside(string(b.Kind), b.Span)
		line(string(b.Kind), b.Line)
		for at := 0; at < len(b.Text.Plain); at += 1 + len(b.Text.Plain)/7 {
			inside("text", b.Text.Source(at, len(b.Text.Plain)))
		}
		for _, m := range b.Text.Marks {
			if m.Start < 0 || m.End < m.Start || m.End > len(b.Text.Plain) {
				t.Fatalf("mark %v outside of %q", m, b.Text.Plain)
			}
		}
	}
	for _, s := range doc.Sections {
		inside("section", s.Span)
		line("section", max(s.Line, 1))
	}
	for _, i := range doc.Items {
		inside("item "+i.Title, i.Span)
		line("item", i.Line)
		inside("due", i.Due.Span)
		if i.Title == "" || !utf8.ValidString(i.Title) || len(i.Title) > 260 {
			t.Fatalf("title %q", i.Title)
		}
	}
	for _, e := range doc.Timeline {
		inside("entry", e.Span)
		line("entry", e.Line)
	}
	inside("date", doc.Date.Span)
	inside("severity", doc.Severity.Span)
	inside("front matter", doc.FrontMatter.Span)
}

func TestPlainTextLeadsBackToItsSource(t *testing.T) {
	t.Parallel()
	source := "# T\n\nA **bold** word, a [link](https://x.example/a), `code &amp; more`, an \\*escape\\*,\n&auml;&nbsp;entity and <https://auto.example>.\n"
	doc := parse(t, source)
	text := doc.Blocks[1].Text
	want := "A bold word, a link, code &amp; more, an *escape*, ä entity and https://auto.example."
	if text.Plain != want {
		t.Fatalf("plain %q\n want %q", text.Plain, want)
	}
	for _, word := range []string{"bold", "link", "code &amp; more", "entity", "https://auto.example", "escape"} {
		at := strings.Index(text.Plain, word)
		span := text.Source(at, at+len(word))
		if got := source[span.Start:span.End]; got != word {
			t.Errorf("%q leads to %q", word, got)
		}
	}
	at := strings.Index(text.Plain, "ä")
	if span := text.Source(at, at+2); source[span.Start:span.End] != "&auml;" {
		t.Errorf("the entity leads to %q", source[span.Start:span.End])
	}
	kinds := map[MarkKind]string{}
	for _, m := range text.Marks {
		kinds[m.Kind] = text.Plain[m.Start:m.End]
	}
	if kinds[MarkStrong] != "bold" || kinds[MarkCode] != "code &amp; more" {
		t.Errorf("marks %v", kinds)
	}
	if links := text.Links(); len(links) != 2 || links[0] != "https://x.example/a" {
		t.Errorf("links %v", links)
	}
}

func TestAnItemSaysWhereItStands(t *testing.T) {
	t.Parallel()
	source := "\ufeff# T\r\n\r\n## Action items\r\n\r\n- one thing\r\n  more of it\r\n- Add another\r\n"
	doc := parse(t, source)
	if len(doc.Items) != 2 {
		t.Fatalf("%q", titles(doc.Items))
	}
	for i, want := range []struct {
		line int
		text string
	}{{5, "- one thing\n  more of it"}, {7, "- Add another"}} {
		item := doc.Items[i]
		if got := string(doc.Source[item.Span.Start:item.Span.End]); got != want.text || item.Line != want.line {
			t.Errorf("line %d %q, want line %d %q", item.Line, got, want.line, want.text)
		}
	}
}
