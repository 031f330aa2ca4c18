package postmortem

import (
	"regexp"
	"slices"
	"strings"
)

func init() { checks["ignore-comment"] = (*checker).ignoreComment }

// An ignore is a comment in the text that says of which rules' findings a place is to be left alone, and why:
//
//	<!-- debrief-ignore counterfactual, blame: these are the words of the vendor's report -->
//
// In a line of its own it speaks of the block below it, else of the paragraph, the list item or the row that it stands in.
type ignore struct {
	comment Span
	words   string // as they stand there
	rules   []string
	reason  string
	of      Span // the place; empty for none
	kind    Kind
}

var (
	ignoreComment = regexp.MustCompile(`(?is)<!--\s*debrief-ignore\b(.*?)-->`)
	ignoreWords   = regexp.MustCompile(`(?is)^\s+([a-z0-9-]+(?:[\s,]+[a-z0-9-]+)*)\s*:\s*(\S.*?)\s*$`)
)

// ignores reads the comments of a document, those in code apart.
func (d *Document) ignores() (list []ignore) {
	for _, m := range ignoreComment.FindAllSubmatchIndex(d.Source, -1) {
		i := ignore{comment: Span{m[0], m[1]}, words: string(d.Source[m[2]:m[3]])}
		if words := ignoreWords.FindStringSubmatch(i.words); words != nil {
			i.rules = strings.FieldsFunc(strings.ToLower(words[1]), func(r rune) bool { return r == ',' || r == ' ' || r == '\t' || r == '\n' })
			i.reason = strings.Join(strings.Fields(words[2]), " ")
		}
		if i.find(d) {
			list = append(list, i)
		}
	}
	return list
}

// find looks for the place that the comment is about; it is false where the comment is none, but code.
func (i *ignore) find(d *Document) bool {
	for b := range d.All() {
		inside := b.Span.Start <= i.comment.Start && i.comment.End <= b.Span.End
		switch {
		case inside && (b.Kind == BlockCode || strings.Contains(b.Text.Plain, "debrief-ignore") && b.Kind != BlockHTML):
			return false
		case inside && b.Kind != BlockHTML && b.Kind != BlockCell:
			i.of = b.Span // the innermost comes last
			if len(b.Children) > 0 && (b.Kind == BlockList || b.Kind == BlockTable || b.Kind == BlockQuote || b.Kind == BlockAdmonition) {
				i.of = Span{} // it stands between the parts of it
			}
			if b.Section != nil {
				i.kind = b.Section.Kind
			}
		case b.Span.Start >= i.comment.End && i.of == Span{} && b.Kind != BlockHTML: // another comment may stand between
			i.of = b.Span
			if b.Section != nil {
				i.kind = b.Section.Kind
			}
			return true
		}
	}
	return true
}

// ignored marks the findings that comments in the text leave alone.
func (c *checker) ignored() {
	for _, i := range c.doc.ignores() {
		for n := range c.findings {
			f := &c.findings[n]
			if f.Ignored == "" && f.Span.Start < i.of.End && i.of.Start <= f.Span.Start && slices.Contains(i.rules, f.Rule) {
				f.Ignored = i.reason
			}
		}
	}
}

// ignoreComment tells of comments that leave nothing alone, because they say no reason or name no rule.
func (c *checker) ignoreComment(r *Rule) {
	for _, i := range c.doc.ignores() {
		problem := ""
		if i.rules == nil {
			problem = "Name the rules, then a colon and the reason."
		}
		for _, id := range i.rules {
			if c.rules.Rule(id) == nil {
				problem = "There is no rule \"" + id + "\": the guide names them."
			}
		}
		if problem != "" {
			c.add(r, i.kind, i.comment, i.words, problem)
		}
	}
}
