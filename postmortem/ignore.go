package postmortem

import (
	"bytes"
	"cmp"
	"regexp"
	"slices"
	"sort"
	"strings"
	"unicode"
)

func init() { checks["ignore-comment"] = (*checker).ignoreComment }

// An ignore is a comment in the text that says of which rules' findings a place is to be left alone, and why:
//
//	<!-- debrief-ignore counterfactual, blame: these are the words of the vendor's report -->
//
// In a line of its own it speaks of the block below it, in the same item or quotation, else of the paragraph, the list item or the row
// that it stands in.
type ignore struct {
	comment Span
	words   string // as they stand there
	rules   []string
	reason  string
	of      Span // the place; empty for none
	kind    Kind
}

var (
	ignoreBegin = regexp.MustCompile(`(?i)<!--\s*debrief-ignore\b`)
	ignoreWords = regexp.MustCompile(`(?is)^\s+([a-z0-9-]+(?:[\s,]+[a-z0-9-]+)*)\s*:\s*(\S.*?)\s*$`)
)

// ignores reads the comments of a document, those in code apart.
func (d *Document) ignores() (list []ignore) {
	var beneath map[*Block]below
	for at := d.FrontMatter.Span.End; ; {
		m := ignoreBegin.FindIndex(d.Source[at:])
		if m == nil {
			return list
		}
		begin, words := at+m[0], at+m[1]
		if at = words; d.shown(begin) { // it is no comment, and the next one may begin before the end of one
			continue
		}
		length := bytes.Index(d.Source[words:], []byte("-->"))
		if length < 0 {
			return list
		}
		end := words + length
		at = end + len("-->")
		if beneath == nil {
			beneath = d.below()
		}
		i := ignore{comment: Span{begin, at}, words: string(d.Source[words:end])}
		if said := ignoreWords.FindStringSubmatch(i.words); said != nil {
			i.rules = strings.FieldsFunc(strings.ToLower(said[1]), func(r rune) bool { return r == ',' || unicode.IsSpace(r) })
			i.reason = strings.Join(strings.Fields(said[2]), " ")
		}
		i.find(d, beneath)
		list = append(list, i)
	}
}

// holding gives the innermost block that has a place, and what it stands in: from the top, nil for none of them.
func (d *Document) holding(place Span) (b *Block, in []*Block, next *Block) {
	list := d.Blocks
	for {
		n := sort.Search(len(list), func(n int) bool { return list[n].Span.Start > place.Start })
		if n == 0 || list[n-1].Span.End < place.End {
			if n < len(list) {
				next = list[n]
			}
			return nil, in, next
		}
		if b = list[n-1]; len(b.Children) == 0 {
			return b, in, nil
		}
		in, list = append(in, b), b.Children
	}
}

// shown reports whether a place is code, or words that readers see.
func (d *Document) shown(at int) bool {
	b, _, _ := d.holding(Span{at, at + 1})
	return b != nil && b.Kind != BlockHTML && (b.Kind == BlockCode || b.Text.shows(at))
}

// below is what stands below a block, where it stands.
type below struct {
	block *Block // leaving out HTML: another comment may stand between
	end   int    // of the content below the line that begins an admonition of MkDocs: a paragraph of its own, and so are its parts
}

func (d *Document) below() map[*Block]below {
	all := map[*Block]below{}
	var walk func([]*Block)
	walk = func(list []*Block) {
		var after below
		for _, b := range slices.Backward(list) {
			all[b] = after
			switch {
			case b.Kind == BlockHTML:
			case b.Kind == BlockAdmonition && d.Source[b.Span.Start] != '>':
				after = below{b, max(after.end, b.Span.End)}
			default:
				after = below{block: b}
			}
			walk(b.Children)
		}
	}
	walk(d.Blocks)
	return all
}

// find looks for the place that the comment is about.
func (i *ignore) find(d *Document, beneath map[*Block]below) {
	b, in, next := d.holding(i.comment)
	switch {
	case b == nil && next != nil && next.Kind == BlockHTML:
		next = beneath[next].block
	case b != nil && b.Kind == BlockHTML:
		i.kind = b.kind()
		if d.wordsBehind(i.comment.End) {
			i.of = b.Span
			return
		}
		next = beneath[b].block
	case b != nil && b.Kind == BlockCell:
		b = in[len(in)-1]
		fallthrough
	case b != nil:
		i.of, i.kind = b.Span, b.kind()
		return
	}
	if next == nil && len(in) > 0 { // behind all of an item or a row it is about that
		if last := in[len(in)-1]; last.Kind == BlockItem || last.Kind == BlockHeader || last.Kind == BlockRow {
			next = last
		}
	}
	if next == nil {
		return
	}
	i.of = next.Span
	if end := beneath[next].end; next.Kind == BlockParagraph && admonition.Match(d.Source[next.Span.Start:next.Span.End]) {
		i.of.End = max(i.of.End, end)
	}
	i.kind = cmp.Or(i.kind, next.kind())
}

// wordsBehind reports whether there is more in the line of a place than other comments.
func (d *Document) wordsBehind(at int) bool {
	rest, _, _ := bytes.Cut(d.Source[at:], []byte{'\n'})
	rest = bytes.TrimSpace(rest)
	return len(rest) > 0 && !bytes.HasPrefix(rest, []byte("<!--"))
}

// kind is that of the section in which the block stands.
func (b *Block) kind() Kind {
	if b.Section == nil {
		return ""
	}
	return b.Section.Kind
}

// ignored marks the findings that comments in the text leave alone.
func (c *checker) ignored() {
	var places []Span
	reasons := map[Span]map[string]string{} // of each place by rule: the first comment's
	for _, i := range c.ignores {
		if i.of == (Span{}) {
			continue
		}
		if reasons[i.of] == nil {
			places, reasons[i.of] = append(places, i.of), map[string]string{}
		}
		for _, rule := range i.rules {
			if reasons[i.of][rule] == "" {
				reasons[i.of][rule] = i.reason
			}
		}
	}
	if len(places) == 0 {
		return
	}
	slices.SortStableFunc(c.findings, func(a, b Finding) int { return a.Span.Start - b.Span.Start })
	for _, of := range places {
		first := sort.Search(len(c.findings), func(n int) bool { return c.findings[n].Span.Start >= of.Start })
		for n := first; n < len(c.findings) && c.findings[n].Span.Start < of.End; n++ {
			if f := &c.findings[n]; f.Ignored == "" {
				f.Ignored = reasons[of][f.Rule]
			}
		}
	}
}

// ignoreComment tells of comments that leave nothing alone, because they say no reason, name no rule or have nothing below them.
func (c *checker) ignoreComment(r *Rule) {
	for _, i := range c.ignores {
		problem := ""
		switch {
		case i.rules == nil:
			problem = "Name the rules, then a colon and the reason."
		case i.of == Span{}:
			problem = "Nothing stands below it. Put it above what it is about, or behind its words."
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
