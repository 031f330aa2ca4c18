package postmortem

import "regexp"

// ambiguous is a heading for work to be done, or for what was done to be back.
var ambiguous = regexp.MustCompile(`^(?:immediate |short term )?(?:remediation|change)s?(?: steps?| actions?| taken| performed| applied)*$`)

// toldOf finds the sections that tell how the incident was ended although their
// headings may mean work to be done: another section has the work, and what
// stands here asks for none.
func (f *finder) toldOf() map[*Section]bool {
	told := map[*Section]bool{}
	other := false
	for _, s := range f.doc.Sections {
		if s.Own == KindActions && !ambiguous.MatchString(foldHeading(s.Heading)) {
			other = true
		}
	}
	for _, s := range f.doc.Sections {
		switch {
		case s.Kind != KindActions || !other:
		case s.Own != KindActions:
			told[s] = told[s.Parent]
		case ambiguous.MatchString(foldHeading(s.Heading)):
			told[s] = !requests(s.Blocks)
		}
	}
	return told
}

// requests says that at least a half of what stands in lists asks for work that
// is not done yet.
func requests(blocks []*Block) bool {
	total, asking := 0, 0
	for _, b := range blocks {
		switch b.Kind {
		case BlockTable:
			return true
		case BlockList:
			for _, item := range b.Children {
				lead := item.lead()
				if lead == nil {
					continue
				}
				total++
				if item.Check != CheckNone || clearly(lead.Text.Plain) {
					asking++
				}
			}
		}
	}
	return total == 0 || asking*2 >= total
}
