package web

import (
	"fmt"
	"html"
	"slices"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/renderer"
	gmtext "github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"debrief/models"
)

// found is an inline node around text of which a finding says something.
type found struct {
	ast.BaseInline
	finding models.Finding
	first   bool // of several pieces the one that a link leads to
}

var kindFound = ast.NewNodeKind("Found")

// Kind tells goldmark which renderer draws the node.
func (*found) Kind() ast.NodeKind { return kindFound }

// Dump is for goldmark's debugging.
func (n *found) Dump(source []byte, level int) { ast.DumpHelper(n, source, level, nil, nil) }

// drawFound draws a node as <mark>, with what the finding says when a pointer rests on it.
type drawFound struct{}

func (drawFound) RegisterFuncs(r renderer.NodeRendererFuncRegisterer) {
	r.Register(kindFound, func(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
		f := n.(*found)
		if !entering {
			_, _ = w.WriteString("</mark>")
			return ast.WalkContinue, nil
		}
		id := ""
		if f.first {
			id = fmt.Sprintf(` id="mark-%d"`, f.finding.ID)
		}
		_, _ = fmt.Fprintf(w, `<mark%s class="found-%s" title="%s">`, id, f.finding.Level, html.EscapeString(f.finding.Rule+": "+f.finding.Why))
		return ast.WalkContinue, nil
	})
}

// markFindings puts the places that findings name into nodes of their own, and returns which have one. Findings are in the
// order of the text; of two about the same words the first is shown.
func markFindings(doc ast.Node, source []byte, findings []models.Finding) map[int64]bool {
	findings = slices.DeleteFunc(slices.Clone(findings), func(f models.Finding) bool { return f.DismissedAt != nil || f.EndByte <= f.StartByte })
	var texts []*ast.Text
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if t, ok := n.(*ast.Text); ok && entering && t.Parent() != nil && t.Parent().Kind() != ast.KindCodeSpan {
			texts = append(texts, t)
		}
		return ast.WalkContinue, nil
	})
	shown := map[int64]bool{}
	for _, t := range texts {
		if t.Parent() == nil { // joined to the one before
			continue
		}
		joinNext(t, source)
		markText(t, findings, shown)
	}
	return shown
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

// markText splits one text where findings begin and end.
func markText(t *ast.Text, findings []models.Finding, shown map[int64]bool) {
	parent, from, stop := t.Parent(), t.Segment.Start, t.Segment.Stop
	piece := func(start, end int) *ast.Text {
		return ast.NewTextSegment(gmtext.NewSegment(start, end))
	}
	var last ast.Node
	for _, f := range findings {
		start, end := max(f.StartByte, from), min(f.EndByte, stop)
		if start >= end {
			continue
		}
		if start > from {
			parent.InsertBefore(parent, t, piece(from, start))
		}
		node := &found{finding: f, first: !shown[f.ID]}
		shown[f.ID] = true
		node.AppendChild(node, piece(start, end))
		parent.InsertBefore(parent, t, node)
		last, from = node, end
	}
	if last == nil {
		return
	}
	t.Segment = gmtext.NewSegment(from, stop) // the rest, with the line break behind it
}
