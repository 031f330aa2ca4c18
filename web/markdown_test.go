package web

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestADocumentIsShownAsItWasMeant(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]string{
		"ran ssh <host> and deleted <pod-name> & more":                      "<p>ran ssh &lt;host&gt; and deleted &lt;pod-name&gt; &amp; more</p>",
		"<pod-name>\nwas gone":                                              "<p>&lt;pod-name&gt;\nwas gone</p>",
		"it was <b>slow</b> <!-- really --> for <script>x</script>":         "<p>it was slow  for x</p>",
		"![Errors a minute](https://graphs.example.com/1.png?a=1&b=\"2\")":  `<p><a href="https://graphs.example.com/1.png?a=1&amp;b=%222%22" rel="nofollow noreferrer">Image: Errors a minute</a></p>`,
		"![](errors.png) and ![*the* queue](javascript:alert(1)) beside it": "<p>Image: errors.png and Image: <em>the</em> queue beside it</p>",
		"[![img](https://a.example/x.png)](https://b.example/)":             `<p><a href="https://b.example/" rel="nofollow noreferrer">Image: img</a></p>`,
		"![x](javascript://alert)":                                          "<p>Image: x</p>",
	} {
		got, err := renderMarkdown(body)
		if err != nil || strings.TrimSpace(string(got)) != want {
			t.Errorf("%s is %s, %v; want %s", body, got, err, want)
		}
	}
}

func TestALongBlockIsNotDrawnToItsEnd(t *testing.T) {
	t.Parallel()
	const most, many = 4 << 10, 20_000
	for name, body := range map[string]string{
		"list":      strings.Repeat("- a point\n", many),
		"tasks":     strings.Repeat("- [ ] a point\n", many),
		"nested":    "- all\n" + strings.Repeat("  - a point\n", many),
		"empty":     strings.Repeat("-\n", many),
		"rules":     strings.Repeat("***\n", many),
		"quote":     strings.Repeat("> a line\n>\n", many),
		"table":     "| a | b |\n|---|---|\n" + strings.Repeat("| one | two |\n", many),
		"fence":     "```\n" + strings.Repeat("a line\n", many) + "```\n",
		"code":      strings.Repeat("    a line\n", many),
		"one line":  "```\n" + strings.Repeat("é ", many) + "\n```\n",
		"paragraph": strings.Repeat("a line *of* it\n", many),
		"words":     strings.Repeat("é ", many),
	} {
		html, _, ends, err := renderBeginning(body, most, nil)
		if err != nil || ends < most/2 || ends > 2*most || len(html) > 12*most || !utf8.ValidString(string(html)) || strings.Contains(string(html), "\uFFFD") {
			t.Errorf("%s: %d bytes are drawn of the first %d: %v", name, len(html), ends, err)
		}
		if whole, _, ends, err := renderBeginning(body, len(body), nil); err != nil || ends != len(body) || len(whole) < 2*len(html) {
			t.Errorf("%s: of the whole, %d bytes are drawn: %v", name, len(whole), err)
		}
	}
	// What is drawn is what the whole text begins with.
	body := "# Overview\n\n" + strings.Repeat("1. one\n   - two\n\n   > three\n\n", 400)
	html, _, ends, err := renderBeginning(body, most, nil)
	whole, _ := renderMarkdown(body)
	if shown := strings.TrimRight(strings.Split(string(html), "</ol>")[0], "\n"); err != nil || ends < most || !strings.HasPrefix(string(whole), strings.TrimSuffix(shown, "</li>")) {
		t.Errorf("up to %d: %v, %s", ends, err, html[len(html)-200:])
	}
}
