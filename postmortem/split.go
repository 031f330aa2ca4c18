package postmortem

import "strings"

// split makes blocks of their own of lines within a paragraph that can only be
// headings: text that was written without Markdown in mind.
func (s *sectioner) split(blocks []*Block) []*Block {
	var out []*Block
	for i, b := range blocks {
		parts := []*Block{b}
		switch {
		case b.Kind == BlockParagraph:
			parts = s.headed(b, i+1 < len(blocks) && blocks[i+1].Kind == BlockList)
		case b.Kind == BlockList && i+1 < len(blocks) && blocks[i+1].Kind != BlockHeading:
			parts = numberedHeading(b)
		}
		if (len(parts) > 1 || parts[0] != b) && out == nil {
			out = append(make([]*Block, 0, len(blocks)+8), blocks[:i]...)
		}
		if out != nil {
			out = append(out, parts...)
		}
	}
	if out == nil {
		return blocks
	}
	return out
}

// numberedHeading divides a list before its last number where that is a heading over text: "15. Recommendations".
func numberedHeading(list *Block) []*Block {
	n := len(list.Children) - 1
	if !list.Ordered || n < 0 || !headingItem(list.Children[n]) {
		return []*Block{list}
	}
	for _, other := range list.Children[:n] {
		if lead := other.lead(); lead == nil || words(lead.Text.Plain) < 8 || startsTimed(lead.Text.Plain) {
			return []*Block{list} // a list of few words, or of contents
		}
	}
	last := list.Children[n]
	heading := &Block{Kind: BlockHeading, Pseudo: true, Level: levelBold, Text: last.lead().Text, Span: last.Span, Line: last.Line}
	if n == 0 {
		return []*Block{heading}
	}
	rest := *list
	rest.Children, rest.Span.End = list.Children[:n], list.Children[n-1].Span.End
	return []*Block{&rest, heading}
}

func headingItem(item *Block) bool {
	lead := item.lead()
	return lead != nil && len(item.Children) == 1 && len(lead.Text.Plain) <= 60 && whole(strings.TrimRight(lead.Text.Plain, ":. "))
}

// headed divides a paragraph at its lines that are headings; overList says that
// a list follows, which the last line may announce.
func (s *sectioner) headed(b *Block, overList bool) []*Block {
	ranges := b.Text.lineRanges()
	if len(ranges) < 2 {
		return []*Block{b}
	}
	var out []*Block
	start := 0
	flush := func(end int) {
		if t := b.Text.Slice(start, end).trim(); t.Plain != "" {
			span := t.Source(0, len(t.Plain))
			out = append(out, &Block{Kind: BlockParagraph, Text: t, Span: span, Line: s.doc.Line(span.Start)})
		}
		start = end
	}
	for i, r := range ranges {
		line := strings.TrimSpace(b.Text.Plain[r[0]:r[1]])
		last := i == len(ranges)-1
		switch {
		case heads(line) && (!last || overList || strings.HasSuffix(line, ":")):
			flush(r[0])
			flush(r[1])
			h := out[len(out)-1]
			h.Kind, h.Pseudo, h.Level = BlockHeading, true, levelLabel
		case last && i > 0 && overList && strings.HasSuffix(line, ":"):
			// "Actions: we will do this:" begins a section with the list below.
			if m := label.FindStringSubmatch(line); m != nil {
				if kind, whole := kindOf(m[1]); whole && kind == KindActions {
					flush(r[0])
				}
			}
		}
	}
	if len(out) == 0 {
		return []*Block{b}
	}
	flush(len(b.Text.Plain))
	return out
}

// heads says that a line by itself is a heading: a few words, the first with a
// capital, that are one whole spelling.
func heads(line string) bool {
	bare := strings.TrimRight(line, ": ")
	return bare != "" && len(bare) <= 60 && bare[0] >= 'A' && bare[0] <= 'Z' && !strings.ContainsAny(bare, ".,;:?!|") && whole(bare)
}
