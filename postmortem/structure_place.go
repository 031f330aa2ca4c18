package postmortem

import (
	"slices"
	"strings"
)

// top is where a finding on the whole document is shown: the title that it begins with, below comments if there are any, else the
// place before its first words or its first section, since they are not what is meant.
func (c *checker) top() Span {
	n := slices.IndexFunc(c.doc.Blocks, func(b *Block) bool { return b.Kind != BlockHTML })
	if n < 0 {
		return Span{}
	}
	first := c.doc.Blocks[n]
	if first.Kind == BlockHeading && (first.Level == 1 || first.Section == nil || first.Section.Kind == KindUnknown) {
		return headingSpan(first)
	}
	return Span{first.Span.Start, first.Span.Start}
}

// headingSpan is the text of a heading, without what marks it as one.
func headingSpan(b *Block) Span {
	if b.Text.Plain == "" {
		return b.Span
	}
	return b.Text.Source(0, len(b.Text.Plain))
}

// place is the heading of a section, or the label that serves as one.
func (s *Section) place() Span {
	b := s.Block
	if b == nil {
		return Span{s.Span.Start, s.Span.Start}
	}
	if b.Kind == BlockItem {
		if b = b.lead(); b == nil {
			return Span{s.Span.Start, s.Span.Start}
		}
	}
	if at := strings.Index(b.Text.Plain, s.Heading); at >= 0 {
		return b.Text.Source(at, at+len(s.Heading))
	}
	return headingSpan(b)
}

// softly gives the rule as a note: for what the guide mentions and does not ask for.
func softly(r *Rule) *Rule {
	if r.Level == LevelInfo {
		return r
	}
	note := *r
	note.Level = LevelInfo
	return &note
}

// outermost gives the highest section of the same kind that encloses this one.
func (s *Section) outermost() *Section {
	for s.Parent != nil && s.Parent.Kind == s.Kind {
		s = s.Parent
	}
	return s
}

// proseOf gives the sentences of the sections of a kind, by the highest section
// of that kind, in order; sections whose heading is the same one go together.
func (c *checker) proseOf(kind Kind) []told {
	type key struct {
		parent  *Section
		heading string
	}
	var list []told
	at := map[key]int{}
	for _, s := range c.prose {
		if s.kind != kind {
			continue
		}
		top := s.block.Section.outermost()
		k := key{top.Parent, top.Heading}
		n, ok := at[k]
		if !ok {
			n = len(list)
			list = append(list, told{section: top})
			at[k] = n
		}
		list[n].sentences = append(list[n].sentences, s)
	}
	return list
}

// told is a section with all that its author wrote below its heading.
type told struct {
	section   *Section
	sentences []sentence
}
