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

// markFindings puts the places that findings name into nodes of their own, and returns which have one.
func markFindings(doc ast.Node, source []byte, findings []models.Finding) map[int64]bool {
	findings = slices.DeleteFunc(slices.Clone(findings), func(f models.Finding) bool { return f.DismissedAt != nil || f.EndByte <= f.StartByte })
	slices.SortStableFunc(findings, func(a, b models.Finding) int {
		return slices.Index(models.Levels, a.Level) - slices.Index(models.Levels, b.Level)
	})
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

// markText splits one text where findings begin and end; each piece has all that are about it.
func markText(t *ast.Text, findings []models.Finding, shown map[int64]bool) {
	from, stop := t.Segment.Start, t.Segment.Stop
	here, cuts := []models.Finding{}, []int{}
	for _, f := range findings {
		if start, end := max(f.StartByte, from), min(f.EndByte, stop); start < end {
			here, cuts = append(here, f), append(cuts, start, end)
		}
	}
	if len(here) == 0 {
		return
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
			if !shown[f.ID] {
				shown[f.ID] = true
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
