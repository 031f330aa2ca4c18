package postmortem

import (
	"cmp"
	"regexp"
	"strings"
)

// section reads a section about action items.
func (f *finder) section(s *Section) {
	if f.isItem(s) {
		f.heading(s)
		return
	}
	from := len(f.items)
	f.blocks(s, s.Blocks)
	if tellsOnly(s.Heading) {
		f.below(s.Heading, from)
	}
}

// blocks reads the blocks of an action section that are no headings.
func (f *finder) blocks(s *Section, blocks []*Block) {
	blocks = detailedBelow(s, blocks)
	table := -1
	listed := false
	for i, b := range blocks {
		switch b.Kind {
		case BlockTable:
			listed = true
			if l := layoutOf(b); l.explicit {
				table = i
			}
		case BlockList, BlockItem:
			listed = true
		}
	}
	f.listed[s] = listed
	for _, c := range f.children[s] {
		listed = listed || c.Kind == KindActions
	}
	// Under a heading of its own below the items, prose is about them: "Notes".
	if s.Parent != nil && f.listed[s.Parent] && s.Parent.Kind == KindActions && !classHeading.MatchString(s.Heading) {
		listed = true
	}
	for i, b := range blocks {
		switch b.Kind {
		case BlockTable:
			if l := layoutOf(b); !l.timed || l.explicit {
				f.table(b, l)
			}
		case BlockList:
			// A list above a table of items explains its columns, unless it asks for work itself.
			if i < table && !marked(b) && !asking(b) {
				continue
			}
			if line, from := leadIn(blocks, i), len(f.items); !isLegend(b, cmp.Or(line, s.Heading)) {
				f.announced(b, line)
				for n := range f.items[from:] {
					f.over(&f.items[from+n], line)
				}
			}
		case BlockItem:
			f.listItem(b, "", true)
		case BlockAdmonition:
			f.callout(b, listed)
		case BlockParagraph:
			f.paragraph(s, b, listed)
		}
	}
}

// callout reads a box beside the text. Its prose says how action items are written; a list in it is one of them where there
// is no other.
func (f *finder) callout(b *Block, listed bool) {
	for _, c := range b.Children {
		switch c.Kind {
		case BlockTable:
			if l := layoutOf(c); l.explicit {
				f.table(c, l)
			}
		case BlockList:
			if !listed || marked(c) {
				f.list(c, "")
			}
		case BlockParagraph:
			f.prefixed(c, c.Text)
		case BlockAdmonition:
			f.callout(c, listed)
		}
	}
}

// leadIn gives the line that ends with a colon before a block.
func leadIn(blocks []*Block, i int) string {
	if i == 0 || blocks[i-1].Kind != BlockParagraph || !strings.HasSuffix(blocks[i-1].Text.Plain, ":") {
		return ""
	}
	lines := blocks[i-1].Text.lines()
	return lines[len(lines)-1].Plain
}

// marked says that the list has check boxes or states.
func marked(list *Block) bool {
	n := 0
	if len(list.Children) > 100 {
		return true // no legend
	}
	for _, item := range list.Children {
		if item.Check != CheckNone || item.lead() != nil && detailsOf(item.lead().Text.Plain).progress != progressUnknown {
			n++
		}
	}
	return n*2 > len(list.Children)
}

// defined is a word with what it means: "Prevent - keep it from happening".
var defined = regexp.MustCompile(`^[\p{L}/]+(?:\s*:|\s+[-–—]+)\s`)

// asking says that most items of the list ask for work and define no word.
func asking(list *Block) bool {
	n := 0
	for _, item := range list.Children {
		if lead := item.lead(); lead != nil && asks(lead.Text.Plain) && !defined.MatchString(lead.Text.Plain) {
			n++
		}
	}
	return n*2 > len(list.Children)
}
