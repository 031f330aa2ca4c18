package postmortem

import (
	"bytes"
	"errors"
	"os"
	"strconv"
	"strings"
	"testing"
)

func TestWhatIsNoTextIsRefusedWithAReason(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, source string
		reason       Reason
		line         int
	}{
		{"nothing", "", ReasonEmpty, 0},
		{"white space", " \n\t\r\n\n", ReasonEmpty, 0},
		{"only a byte order mark", "\ufeff", ReasonEmpty, 0},
		{"a NUL", "# T\n\nab\x00c\n", ReasonBinary, 3},
		{"a picture", "\x89PNG\r\n\x1a\n\x01\x02\x03\x04\x05\x06\x80\x81\x82", ReasonBinary, 0},
		{"an HTML page", "\n<!-- x -->\n<!DOCTYPE html>\n<html><body>hi</body></html>", ReasonHTML, 3},
		{"an HTML page without a doctype", "<HTML lang=en>", ReasonHTML, 1},
		{"10 MB", strings.Repeat("0123456789", 1e6), ReasonTooLarge, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			doc, err := Parse([]byte(test.source))
			var refused *Error
			if doc != nil || !errors.As(err, &refused) || refused.Reason != test.reason || refused.Line != test.line {
				t.Fatalf("%v, %#v", doc, err)
			}
			if strings.Contains(err.Error(), "\n") || len(err.Error()) > 160 {
				t.Errorf("not one clear line: %q", err)
			}
		})
	}
	if _, err := Parse([]byte(strings.Repeat("x", 3_000_000))); err == nil || err.Error() != "the document has more than 2 MiB, which is the most that is read" {
		t.Errorf("%v", err)
	}
}

func TestOtherEncodingsAreRead(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ name, source, title, code string }{
		{"Latin-1", "# St\xf6rung der Datenbank\n", "Störung der Datenbank", "decoded"},
		{"Windows-1252", "# The \x93big\x94 one \x96 caf\xe9\n", "The “big” one – café", "decoded"},
		{"UTF-16, little endian", "\xff\xfe#\x00 \x00T\x00e\x00s\x00t\x00", "Test", "decoded"},
		{"UTF-16, big endian", "\xfe\xff\x00#\x00 \x00T\x00e\x00s\x00t", "Test", "decoded"},
		{"UTF-8 with a broken byte", "# Störung übel\n\nab\xffc – d\n", "Störung übel", "replaced"},
		{"a byte order mark", "\ufeff# Test\n\n## A\n", "Test", ""},
		{"CRLF", "# Test\r\n\r\n## A\r\n", "Test", ""},
		{"CR", "# Test\r\r## A\r", "Test", ""},
	} {
		doc := parse(t, test.source)
		if doc.Title != test.title {
			t.Errorf("%s: title %q, want %q", test.name, doc.Title, test.title)
		}
		code := ""
		if len(doc.Notices) > 0 {
			code = doc.Notices[0].Code
		}
		if code != test.code {
			t.Errorf("%s: notices %+v, want %q", test.name, doc.Notices, test.code)
		}
		checkPositions(t, doc)
	}
}

func TestADocumentWithoutHeadingsIsOneWithANotice(t *testing.T) {
	t.Parallel()
	codes := func(source string) string {
		var out []string
		for _, n := range parse(t, source).Notices {
			out = append(out, n.Code)
		}
		return strings.Join(out, " ")
	}
	if got := codes("We were down.\n"); got != "no_sections" {
		t.Errorf("text: %s", got)
	}
	if got := codes("```\nx\n```\n"); got != "no_title no_sections" {
		t.Errorf("only code: %s", got)
	}
}

func TestTheCallersBytesAreLeftAlone(t *testing.T) {
	t.Parallel()
	source := []byte("---\ntitle: x\n---\n!!! note\n    - a\n")
	before := bytes.Clone(source)
	if _, err := Parse(source); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(source, before) {
		t.Error("Parse changed its argument")
	}
}

// hostile are documents that make readers of Markdown slow, hungry, or crash.
func hostile(size int) map[string]string {
	fill := func(s string) string { return strings.Repeat(s, size/len(s)) }
	wide := strings.Repeat("a|", 100_000)
	return map[string]string{
		"ten thousand nested quotes":      strings.Repeat("> ", 10_000) + "x",
		"quotes over the whole size":      fill(">"),
		"ten thousand nested lists":       strings.Repeat("- ", 10_000) + "x",
		"nested numbered lists":           strings.Repeat("1. ", 10_000) + "x",
		"lists deeper line by line":       deeper(1000),
		"a line of 2 MiB":                 strings.Repeat("word ", MaxSize/5),
		"a line of 2 MiB without a space": strings.Repeat("x", MaxSize),
		"brackets":                        fill("["),
		"links that never end":            fill("[a]("),
		"images":                          fill("![![]()"),
		"emphasis":                        fill("*a_"),
		"emphasis in words":               fill("a_b*c"),
		"strong":                          fill("**a *a "),
		"back ticks":                      fill("`a``b"),
		"link definitions":                fill("[a]: b\n"),
		"link definitions apart":          fill("[a]: b\n\n"),
		"empty definitions":               fill("[a]:\n"),
		"tags that never end":             fill("<a "),
		"comments that never end":         fill("<!--\n"),
		"entities":                        fill("&a;"),
		"back slashes":                    fill(`\`),
		"a wide table":                    wide + "\n" + strings.Repeat("-|", 100_000) + "\n" + strings.Repeat("a\n", 100_000),
		"a table of many rows":            "a|b\n-|-\n" + fill("a|b\n")[:size-16],
		"many lines":                      fill("a\n"),
		"many paragraphs":                 fill("a\n\n"),
		"many items":                      "# Action items\n" + fill("- a\n")[:size-16],
		"many headings":                   fill("# a\n"),
		"many sub-headings of actions":    "# Action items\n" + fill("## Add a thing\n")[:size-32],
		"deep pseudo headings":            "# Action items\n" + fill("**a**\n\nb\n\n")[:size-32],
		"labels":                          fill("Impact: a\n\n"),
		"bold labels in a list":           fill("- **Impact**: a\n"),
		"prefixes":                        fill("TODO: do it now\n"),
		"times":                           "# Timeline\n" + fill("10:00 a\n")[:size-16],
		"boxes":                           fill("- [ ] a\n"),
		"front matter that never ends":    "---\n" + fill("a: b\n")[:size-16],
		"addresses":                       fill("www.a.b "),
		"mail addresses":                  fill("a@b."),
		"hash":                            fill("#"),
		"tabs":                            fill("\t- a\n"),
		"invalid UTF-8":                   fill("\xff\xfea "),
	}
}

// deeper is a list whose every line is one level deeper.
func deeper(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.Repeat("  ", i) + "- a\n")
	}
	return b.String()
}

func TestHostileDocumentsNeitherCrashNorHang(t *testing.T) {
	t.Parallel()
	// What grows with the square shows at this size too. HOSTILE_SIZE=2097152
	// tries the largest that Parse takes: about a minute and a half in all.
	size := 1 << 17
	if n, err := strconv.Atoi(os.Getenv("HOSTILE_SIZE")); err == nil {
		size = n
	}
	for name, source := range hostile(size) {
		// Each takes well below a second; one that hangs is ended by the limit of all tests, whose report names it.
		t.Run(name, func(t *testing.T) {
			if doc, err := Parse([]byte(source)); err == nil {
				checkPositions(t, doc)
			}
		})
	}
}
