package web

import (
	"cmp"
	"fmt"
	"html"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/renderer"
	gmtext "github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"debrief/models"
)

// found is an inline node around text of which findings say something.
type found struct {
	ast.BaseInline
	findings []models.Finding // the gravest first
	anchors  []int64          // those that begin here: a link leads to each
}

var kindFound = ast.NewNodeKind("Found")

// Kind tells goldmark which renderer draws the node.
func (*found) Kind() ast.NodeKind { return kindFound }

// Dump is for goldmark's debugging.
func (n *found) Dump(source []byte, level int) { ast.DumpHelper(n, source, level, nil, nil) }

// drawFound draws a node as <mark> of its gravest finding, with what each says when a pointer rests on it.
type drawFound struct{}

func (drawFound) RegisterFuncs(r renderer.NodeRendererFuncRegisterer) {
	r.Register(kindFound, func(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
		f := n.(*found)
		if !entering {
			_, _ = w.WriteString("</mark>" + strings.Repeat("</span>", len(f.anchors)))
			return ast.WalkContinue, nil
		}
		for _, id := range f.anchors {
			_, _ = fmt.Fprintf(w, `<span id="mark-%d">`, id)
		}
		var says []string
		for n, one := range f.findings {
			if n == maxSaid {
				says = append(says, fmt.Sprintf("and %d more", len(f.findings)-maxSaid))
				break
			}
			says = append(says, one.Rule+": "+short(one.Why))
		}
		_, _ = fmt.Fprintf(w, `<mark class="found-%s" title="%s">`, f.findings[0].Level, html.EscapeString(strings.Join(says, "\n")))
		return ast.WalkContinue, nil
	})
}

const (
	maxSaid  = 5   // findings of one place that are told there
	maxShort = 300 // bytes of a quotation, or of a reason
)

// short is the beginning of a text that may be long.
func short(s string) string {
	if len(s) <= maxShort {
		return s
	}
	end := maxShort
	for !utf8.RuneStart(s[end]) {
		end--
	}
	return s[:end] + "…"
}

// mark is what a page knows of the place that a finding names.
type mark struct {
	Words  string // the beginning of what readers see there
	Linked bool   // a link leads to it
	Page   string // where that is, if it is on another page
	block  ast.Node
}

// add takes the words of one more text, as far as a quotation goes.
func (m *mark) add(t *ast.Text, source []byte, start, end int) {
	block := t.Parent()
	for block.Type() == ast.TypeInline {
		block = block.Parent()
	}
	if m.block != nil && m.block != block {
		m.Words += " "
	}
	m.block = block
	if len(m.Words) > maxShort {
		return
	}
	if address, ok := t.PreviousSibling().(*ast.AutoLink); ok && start == t.Segment.Start && m.Words != "" {
		m.Words += string(address.Label(source))
	}
	said := source[start:min(end, start+4*maxShort)]
	if t.Parent().Kind() != ast.KindCodeSpan {
		said = util.ResolveEntityNames(util.ResolveNumericReferences(util.UnescapePunctuations(said)))
	}
	m.Words += string(said)
	if end == t.Segment.Stop && (t.SoftLineBreak() || t.HardLineBreak()) {
		m.Words += " "
	}
}

// markFindings puts the places that open findings name into nodes of their own, and returns what the places of all are.
func markFindings(doc ast.Node, source []byte, findings []models.Finding) map[int64]mark {
	places := placesOf(findings, func(f models.Finding) (int, int) { return f.StartByte, f.EndByte })
	marks := map[int64]mark{}
	for _, t := range textsOf(doc) {
		if t.Parent() == nil { // joined to the one before
			continue
		}
		joinNext(t, source)
		var here []models.Finding
		found := places.in(t.Segment.Start, t.Segment.Stop)
		slices.SortStableFunc(found, func(a, b models.Finding) int { return gravity(a.Level) - gravity(b.Level) })
		for _, f := range found {
			m := marks[f.ID]
			m.add(t, source, max(f.StartByte, t.Segment.Start), min(f.EndByte, t.Segment.Stop))
			marks[f.ID] = m
			if f.DismissedAt == nil && drawn(t) {
				here = append(here, f)
			}
		}
		if len(here) > 0 {
			markText(t, here, marks)
		}
	}
	for id, m := range marks {
		m.Words, m.block = short(strings.TrimSpace(m.Words)), nil
		marks[id] = m
	}
	return marks
}

// textsOf gives the texts of a document in their order.
func textsOf(doc ast.Node) (texts []*ast.Text) {
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if t, ok := n.(*ast.Text); ok && entering {
			texts = append(texts, t)
		}
		return ast.WalkContinue, nil
	})
	return texts
}

// drawn reports whether a text may have nodes in it: code is drawn as it is, and what stands for a picture is a link already.
func drawn(t *ast.Text) bool {
	for n := t.Parent(); n != nil && n.Type() == ast.TypeInline; n = n.Parent() {
		if n.Kind() == ast.KindCodeSpan || n.Kind() == ast.KindImage {
			return false
		}
	}
	return true
}

// places are what is about stretches of the text, in the order of where these begin, each with the furthest end of those up to it.
type places[T any] struct {
	list []T
	span func(T) (start, end int)
	ends []int
}

func placesOf[T any](list []T, span func(T) (start, end int)) places[T] {
	p := places[T]{span: span}
	p.list = slices.DeleteFunc(slices.Clone(list), func(one T) bool { start, end := span(one); return end <= start })
	slices.SortStableFunc(p.list, func(a, b T) int {
		from, _ := span(a)
		start, _ := span(b)
		return from - start
	})
	furthest := 0
	for _, one := range p.list {
		_, end := span(one)
		furthest = max(furthest, end)
		p.ends = append(p.ends, furthest)
	}
	return p
}

// in gives those that share something with a stretch of the text, in their order.
func (p places[T]) in(from, stop int) (list []T) {
	n, _ := slices.BinarySearchFunc(p.list, stop, func(one T, stop int) int { start, _ := p.span(one); return cmp.Compare(start, stop) })
	for n--; n >= 0 && p.ends[n] > from; n-- {
		if _, end := p.span(p.list[n]); end > from {
			list = append(list, p.list[n])
		}
	}
	slices.Reverse(list)
	return list
}

// joinNext takes over the texts that follow right behind: whoever looks for addresses cuts a text at each blank, and a mark
// would be cut with it.
func joinNext(t *ast.Text, source []byte) {
	for {
		next, ok := t.NextSibling().(*ast.Text)
		if !ok || t.SoftLineBreak() || t.HardLineBreak() || !t.Merge(next, source) {
			return
		}
		t.Parent().RemoveChild(t.Parent(), next)
	}
}

// markText splits one text where the findings in it begin and end; each piece has all that are about it.
func markText(t *ast.Text, here []models.Finding, marks map[int64]mark) {
	var cuts []int
	for _, f := range here {
		cuts = append(cuts, f.StartByte, f.EndByte)
	}
	splitText(t, cuts, func(from, cut int) ast.Node {
		node := &found{}
		for _, f := range here {
			if f.StartByte >= cut || f.EndByte <= from {
				continue
			}
			node.findings = append(node.findings, f)
			if m := marks[f.ID]; !m.Linked {
				m.Linked = true
				marks[f.ID] = m
				node.anchors = append(node.anchors, f.ID)
			}
		}
		if len(node.findings) == 0 {
			return nil
		}
		return node
	})
}

// splitText cuts a text at these places, as far as they are in it, and puts each piece into the node that is made for it, if one is.
func splitText(t *ast.Text, cuts []int, around func(from, cut int) ast.Node) {
	from, stop := t.Segment.Start, t.Segment.Stop
	for n := range cuts {
		cuts[n] = min(max(cuts[n], from), stop)
	}
	slices.Sort(cuts)
	parent := t.Parent()
	for _, cut := range slices.Compact(cuts) {
		if cut == from {
			continue
		}
		piece := ast.NewTextSegment(gmtext.NewSegment(from, cut))
		if node := around(from, cut); node != nil {
			node.AppendChild(node, piece)
			parent.InsertBefore(parent, t, node)
		} else {
			parent.InsertBefore(parent, t, piece)
		}
		from = cut
	}
	t.Segment = gmtext.NewSegment(from, stop) // the rest, with the line break behind it
}
