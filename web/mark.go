package web

import (
	"fmt"
	"html"
	"slices"
	"strings"

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
		says := make([]string, len(f.findings))
		for n, one := range f.findings {
			says[n] = one.Rule + ": " + one.Why
		}
		_, _ = fmt.Fprintf(w, `<mark class="found-%s" title="%s">`, f.findings[0].Level, html.EscapeString(strings.Join(says, "\n")))
		return ast.WalkContinue, nil
	})
}

// mark is what a page knows of the place that a finding names.
type mark struct {
	Words  string // without the marks of Markdown
	Linked bool   // a link leads to it
}

// markFindings puts the places that open findings name into nodes of their own, and returns what the places of all are.
func markFindings(doc ast.Node, source []byte, findings []models.Finding) map[int64]mark {
	findings = slices.DeleteFunc(slices.Clone(findings), func(f models.Finding) bool { return f.EndByte <= f.StartByte })
	slices.SortStableFunc(findings, func(a, b models.Finding) int {
		return slices.Index(models.Levels, a.Level) - slices.Index(models.Levels, b.Level)
	})
	var texts []*ast.Text
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if t, ok := n.(*ast.Text); ok && entering {
			texts = append(texts, t)
		}
		return ast.WalkContinue, nil
	})
	marks := map[int64]mark{}
	for _, t := range texts {
		if t.Parent() == nil { // joined to the one before
			continue
		}
		joinNext(t, source)
		var here []models.Finding
		for _, f := range findings {
			start, end := max(f.StartByte, t.Segment.Start), min(f.EndByte, t.Segment.Stop)
			if start >= end {
				continue
			}
			if m := marks[f.ID]; len(m.Words) < models.MaxNote {
				m.Words += string(source[start:end])
				if f.EndByte > end && (t.SoftLineBreak() || t.HardLineBreak()) {
					m.Words += " "
				}
				marks[f.ID] = m
			}
			if f.DismissedAt == nil && t.Parent().Kind() != ast.KindCodeSpan {
				here = append(here, f)
			}
		}
		if len(here) > 0 {
			markText(t, here, marks)
		}
	}
	return marks
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
	from, stop := t.Segment.Start, t.Segment.Stop
	var cuts []int
	for _, f := range here {
		cuts = append(cuts, max(f.StartByte, from), min(f.EndByte, stop))
	}
	slices.Sort(cuts)
	parent := t.Parent()
	insert := func(n ast.Node) { parent.InsertBefore(parent, t, n) }
	for _, cut := range slices.Compact(cuts) {
		if cut == from {
			continue
		}
		piece := ast.NewTextSegment(gmtext.NewSegment(from, cut))
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
			insert(piece)
		} else {
			node.AppendChild(node, piece)
			insert(node)
		}
		from = cut
	}
	t.Segment = gmtext.NewSegment(from, stop) // the rest, with the line break behind it
}
