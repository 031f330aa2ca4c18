package postmortem

import (
	"regexp"
	"slices"
	"strings"
)

func init() { checks["empty-section"] = (*checker).emptySection }

// unwritten is what people leave in a section that they mean to fill in.
var unwritten = regexp.MustCompile(`(?i)^[\s\W]*(?:why \W*\d?\W*)?(?:tb[adc]|to ?do|fixme|wip|xxx+|to be (?:added|determined|done|decided|written|filled(?: in)?|completed)|work in progress|coming soon|lorem ipsum.*|` +
	`(?:please )?(?:fill|write|add|describe|insert|put) (?:this |it |text |more |details? )*(?:in|here|later)(?: later)?|(?:please )?(?:write|add|insert|put|describe) (?:a |an |the |your )(?:\w+ ){1,3}here|placeholder|your text(?: here)?|no response|\?+)?[\s\W]*$`)

// emptySection looks for headings of the template's sections with nothing below.
func (c *checker) emptySection(r *Rule) {
	filled := map[*Section]bool{}
	for _, s := range c.doc.Sections {
		if !hasContent(s) {
			continue
		}
		// A nameless part belongs to the section that it goes on with.
		for up := s; up != nil && !filled[up]; up = up.Parent {
			filled[up] = true
		}
	}
	for i, s := range c.doc.Sections {
		if s.Own == KindUnknown || s.Block == nil || filled[s] {
			continue
		}
		if i+1 < len(c.doc.Sections) {
			if next := c.doc.Sections[i+1]; next.Block == nil && next.Heading == s.Heading && filled[next] {
				continue
			}
		}
		if up := s.Parent; up != nil && up.Kind == s.Kind && up.Own != KindUnknown && !filled[up] {
			continue // told of already
		}
		rule := softly(r)
		for _, w := range essentials {
			for _, k := range w.kinds {
				if k == s.Own {
					rule = r
				}
			}
		}
		c.add(rule, s.Kind, s.place(), s.Heading, "")
	}
}

// hasContent reports whether something was written in a section, its own heading aside.
func hasContent(s *Section) bool {
	for _, b := range s.Blocks {
		if b == s.Block && b.Kind == BlockParagraph {
			// "Impact: none" is a label and what it says.
			if rest := strings.TrimPrefix(strings.TrimLeft(b.Text.Plain, " *_"), s.Heading); !unwritten.MatchString(rest) {
				return true
			}
			continue
		}
		if written(b) {
			return true
		}
	}
	return false
}

// written reports whether a block says anything; a table does in the rows below its header.
func written(b *Block) bool {
	if b.Kind == BlockTable {
		return slices.ContainsFunc(b.Children, func(row *Block) bool { return row.Kind != BlockHeader && written(row) })
	}
	for x := range b.All() {
		switch x.Kind {
		case BlockHTML:
			if text := strings.TrimSpace(x.Text.Plain); text != "" && !strings.HasPrefix(text, "<!--") {
				return true
			}
		case BlockHint:
		case BlockCode:
			if strings.TrimSpace(x.Text.Plain) != "" {
				return true
			}
		default:
			if len(x.Text.Marks) > 0 && len(x.Text.Links()) > 0 || len(x.Text.Plain) > 200 || x.Text.Plain != "" && !unwritten.MatchString(x.Text.Plain) {
				return true
			}
			for _, m := range x.Text.Marks {
				if m.Kind == MarkImage {
					return true
				}
			}
		}
	}
	return false
}
