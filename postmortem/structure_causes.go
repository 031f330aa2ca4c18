package postmortem

import (
	"regexp"
	"slices"
)

func init() { checks["causes-one-level"] = (*checker).causesOneLevel }

// onward are words that go on from one cause to the next.
var onward = regexp.MustCompile(`(?i)\b(?:because|since|due to|caused by|as a result|result(?:ed|ing) (?:in|from)|led to|leading to|which (?:meant|means|caused|made|in turn)|therefore|thus|hence|consequently|why|so that|allow(?:ed|ing)|in turn|contribut\w+|combin\w+|exacerbat\w+|underl\w+|also|furthermore|in addition|second(?:ly)?|turned out|unaware|assum\w+|expected|designed|intended|historically|originally)\b`)

// triggerHeading is a section on what set it off, which is no search for causes. whysSaid heads one that asks further and further.
var (
	triggerHeading = regexp.MustCompile(`(?i)\btriggers?\b`)
	whysSaid       = regexp.MustCompile(`(?i)\b(?:5|five)[ -]whys?\b|\bwhys\b`)
	causeUnknown   = regexp.MustCompile(`(?i)\b(?:unknown|not (?:yet )?(?:known|clear|found|understood|established)|unclear|still (?:being )?(?:investigat\w+|look\w+))\b`)
)

// deepSentences are more than what names one cause and stops, and deepWords the words of two sentences that do.
const (
	deepSentences = 4
	deepWords     = 30
)

// causesOneLevel looks for sections on the causes that name one and stop: hardly
// a sentence, or some without a why. What several sections say counts together.
func (c *checker) causesOneLevel(r *Rule) {
	list, all := c.proseOf(KindCauses), 0
	for _, t := range list {
		all += len(t.sentences)
	}
	if all > deepSentences || slices.ContainsFunc(c.doc.Sections, func(s *Section) bool { return whysSaid.MatchString(s.Heading) }) {
		return
	}
	for _, t := range list {
		if len(list) > 1 && triggerHeading.MatchString(t.section.Heading) {
			continue
		}
		whys, items, said, unknown := 0, 0, 0, false
		for _, s := range t.sentences {
			said += words(s.masked)
			whys += len(onward.FindAllStringIndex(s.masked, 3))
			unknown = unknown || causeUnknown.MatchString(s.masked)
			if s.block.Kind != BlockParagraph || s.block.inList(s.block.Section) {
				items++
			}
		}
		n := len(t.sentences)
		switch {
		case said < 2 || items > 1 || unknown || t.section.Level == levelItem && n > 2:
		case c.foreign && n <= 2, n <= 2 && whys < 2 && said < deepWords, whys == 0:
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
