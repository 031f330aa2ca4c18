package postmortem

import "regexp"

func init() { checks["causes-one-level"] = (*checker).causesOneLevel }

// onward are words that go on from one cause to the next.
var onward = regexp.MustCompile(`(?i)\b(?:because|since|due to|caused by|as a result|result(?:ed|ing) (?:in|from)|led to|leading to|which (?:meant|means|caused|made|in turn)|therefore|thus|hence|consequently|why|so that|allow(?:ed|ing)|in turn|contribut\w+|combin\w+|exacerbat\w+|underl\w+|also|furthermore|in addition|second(?:ly)?|turned out|unaware|assum\w+|expected|designed|intended|historically|originally)\b`)

// causesOneLevel looks for sections on the causes that name one and stop: hardly
// a sentence, or some without a why.
func (c *checker) causesOneLevel(r *Rule) {
	for _, t := range c.proseOf(KindCauses) {
		if len(t.sentences) > 4 {
			continue
		}
		whys, items, said := 0, 0, 0
		for _, s := range t.sentences {
			said += words(s.masked)
			whys += len(onward.FindAllStringIndex(s.masked, 3))
			if s.block.Kind != BlockParagraph || s.block.inList(s.block.Section) {
				items++
			}
		}
		n := len(t.sentences)
		switch {
		case said < 2 || items > 1 || t.section.Level == levelItem && n > 2:
		case c.foreign && n <= 2, n <= 2 && whys < 2, n <= 4 && whys == 0:
			c.add(r, KindCauses, t.section.place(), t.section.Heading, "")
		}
	}
}

// inList reports whether a paragraph is part of an item of one of the section's lists.
func (b *Block) inList(s *Section) bool {
	for _, top := range s.Blocks {
		if top.Kind == BlockList && b.Span.Start >= top.Span.Start && b.Span.End <= top.Span.End {
			return true
		}
	}
	return false
}
