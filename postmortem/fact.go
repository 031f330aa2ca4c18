package postmortem

import (
	"slices"
	"strings"
)

// fact is a label with a value: "**Severity:** 2", a row of a table of two
// columns, a line of a list.
type fact struct {
	label string // folded by foldLabel
	value Text
}

// findFacts gives the labels with values that stand in the document, in order,
// except in what tells of other things: action items, lessons, the appendix.
func (d *Document) findFacts() []fact {
	var out []fact
	for b := range d.All() {
		if b.Section == nil || skipsFacts(b.Section.Kind) {
			continue
		}
		switch b.Kind {
		case BlockParagraph:
			if !strings.Contains(b.Text.Plain, ":") && len(b.Text.Marks) == 0 {
				continue
			}
			for _, line := range b.Text.lines() {
				if f, ok := factOf(line); ok {
					out = append(out, f)
				}
			}
		case BlockRow, BlockHeader:
			if len(b.Children) == 2 && b.Children[0].Text.Plain != "" {
				out = append(out, fact{foldLabel(b.Children[0].Text.Plain), b.Children[1].Text})
			}
		}
	}
	return out
}

func skipsFacts(k Kind) bool {
	switch k {
	case KindActions, KindLessons, KindWentBadly, KindWentWell, KindLucky, KindSupporting:
		return true
	}
	return false
}

// maxLines bounds the paragraphs that are looked at line by line: nobody writes
// a thousand labels or actions in one paragraph.
const maxLines = 1000

// lineRanges gives the lines of the source in Plain: a block of labels is mostly
// written a label a line, which Markdown joins.
func (t Text) lineRanges() [][2]int {
	if len(t.breaks) > maxLines || strings.Count(t.Plain, "\n") > maxLines {
		return [][2]int{{0, len(t.Plain)}}
	}
	var out [][2]int
	from := 0
	for i := 0; i <= len(t.Plain); i++ {
		if i < len(t.Plain) && t.Plain[i] != '\n' && (t.Plain[i] != ' ' || !t.brokenAt(i)) {
			continue
		}
		if strings.TrimSpace(t.Plain[from:i]) != "" {
			out = append(out, [2]int{from, i})
		}
		from = i + 1
	}
	return out
}

// lines gives the text by the lines of its source.
func (t Text) lines() []Text {
	ranges := t.lineRanges()
	if len(ranges) == 1 {
		return []Text{t.trim()}
	}
	out := make([]Text, len(ranges))
	for i, r := range ranges {
		out[i] = t.Slice(r[0], r[1]).trim()
	}
	return out
}

// brokenAt says that the space at i was a line's end in the source.
func (t Text) brokenAt(i int) bool {
	_, found := slices.BinarySearch(t.breaks, i)
	return found
}

func factOf(t Text) (fact, bool) {
	l := labelOf(t)
	if l == "" {
		return fact{}, false
	}
	at := strings.Index(t.Plain, l) + len(l)
	rest := strings.TrimLeft(t.Plain[at:], ":* \t")
	if rest == "" {
		return fact{}, false
	}
	return fact{label: foldLabel(l), value: t.Slice(len(t.Plain)-len(rest), len(t.Plain)).trim()}, true
}

func foldLabel(s string) string {
	return fold(strings.Trim(strings.ToLower(squeeze(s)), ":?*() "))
}
