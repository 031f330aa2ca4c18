package postmortem

import (
	"iter"
	"slices"
	"strings"
)

// fact is a label with a value: "**Severity:** 2", a row of a table of two
// columns, a line of a list.
type fact struct {
	label   string // folded by fold
	value   Text
	section *Section
	block   *Block
}

// facts gives the labels with values that stand in the document, in order,
// except in what tells of other things: action items, lessons, the appendix.
func (d *Document) facts() iter.Seq[fact] {
	return func(yield func(fact) bool) {
		for b := range d.All() {
			if b.Section == nil || skipsFacts(b.Section.Kind) {
				continue
			}
			switch b.Kind {
			case BlockParagraph:
				for _, line := range b.Text.lines() {
					if f, ok := factOf(line); ok {
						f.section, f.block = b.Section, b
						if !yield(f) {
							return
						}
					}
				}
			case BlockRow, BlockHeader:
				if len(b.Children) == 2 && b.Children[0].Text.Plain != "" {
					f := fact{foldLabel(b.Children[0].Text.Plain), b.Children[1].Text, b.Section, b}
					if !yield(f) {
						return
					}
				}
			}
		}
	}
}

func skipsFacts(k Kind) bool {
	switch k {
	case KindActions, KindLessons, KindWentBadly, KindWentWell, KindLucky, KindSupporting:
		return true
	}
	return false
}

// lines gives the text by the lines of its source: a block of labels is mostly
// written a label a line, which Markdown joins.
func (t Text) lines() []Text {
	var out []Text
	from := 0
	for i := 0; i < len(t.Plain); i++ {
		if t.Plain[i] != '\n' && (t.Plain[i] != ' ' || !t.brokenAt(i)) {
			continue
		}
		if line := t.Slice(from, i).trim(); line.Plain != "" {
			out = append(out, line)
		}
		from = i + 1
	}
	if from == 0 {
		return append(out, t)
	}
	if line := t.Slice(from, len(t.Plain)).trim(); line.Plain != "" {
		out = append(out, line)
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
