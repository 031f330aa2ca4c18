package web

import (
	"fmt"
	"html"
	"slices"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/util"

	"debrief/models"
	"debrief/postmortem"
)

// remark is a comment on the page of its review or of its document.
type remark struct {
	models.Comment
	Replies         []models.Comment
	postmortem.Span        // where its words stand in the document, if they are to be marked there
	Linked          bool   // a link leads to them
	Gone            bool   // they are no longer there
	Page            string // where the link leads, if it is to another page
}

// remarksOn puts replies to their comments, and finds the words of open ones in a document's text.
func remarksOn(d *models.Document, comments []models.Comment) []*remark {
	list := make([]*remark, 0, len(comments))
	threads := map[int64]*remark{}
	var text *models.Quotable
	for _, c := range comments {
		if first := threads[c.Thread()]; first != nil {
			first.Replies = append(first.Replies, c)
			continue
		}
		of := &remark{Comment: c}
		list, threads[c.ID] = append(list, of), of
		if c.Quote == "" || c.ResolvedAt != nil || d == nil {
			continue
		}
		if text == nil {
			text = models.NewQuotable(d.Body)
		}
		place, found := text.Find(c.Quote, c.QuoteBefore)
		of.Span, of.Gone = place, !found
	}
	return list
}

// remarked is a node around text, or around code as a whole, that comments are about.
type remarked struct {
	ast.BaseInline
	begin []int64 // the comments of which the first piece is here: a link leads to each
}

// remarkedBlock is the same around a block of code.
type remarkedBlock struct {
	ast.BaseBlock
	begin []int64
}

// remarkLinks are the links from the end of commented words to what is said of them.
type remarkLinks struct {
	ast.BaseInline
	remarks []*remark
}

var (
	kindRemarked      = ast.NewNodeKind("Remarked")
	kindRemarkedBlock = ast.NewNodeKind("RemarkedBlock")
	kindRemarkLinks   = ast.NewNodeKind("RemarkLinks")
)

// Kind tells goldmark which renderer draws the node.
func (*remarked) Kind() ast.NodeKind { return kindRemarked }

// Kind tells goldmark which renderer draws the node.
func (*remarkedBlock) Kind() ast.NodeKind { return kindRemarkedBlock }

// Kind tells goldmark which renderer draws the node.
func (*remarkLinks) Kind() ast.NodeKind { return kindRemarkLinks }

// Dump is for goldmark's debugging.
func (n *remarked) Dump(source []byte, level int) { ast.DumpHelper(n, source, level, nil, nil) }

// Dump is for goldmark's debugging.
func (n *remarkedBlock) Dump(source []byte, level int) { ast.DumpHelper(n, source, level, nil, nil) }

// Dump is for goldmark's debugging.
func (n *remarkLinks) Dump(source []byte, level int) { ast.DumpHelper(n, source, level, nil, nil) }

// drawRemarks draws commented words as <mark>, and behind them links to the comments.
type drawRemarks struct{}

func (drawRemarks) RegisterFuncs(r renderer.NodeRendererFuncRegisterer) {
	mark := func(w util.BufWriter, entering bool, element string, begin []int64) (ast.WalkStatus, error) {
		if !entering {
			_, _ = w.WriteString("</" + element + ">")
			return ast.WalkContinue, nil
		}
		for _, id := range begin {
			_, _ = fmt.Fprintf(w, `<span id="remark-%d"></span>`, id)
		}
		_, _ = fmt.Fprintf(w, `<%s class="remark">`, element)
		return ast.WalkContinue, nil
	}
	r.Register(kindRemarked, func(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
		return mark(w, entering, "mark", n.(*remarked).begin)
	})
	r.Register(kindRemarkedBlock, func(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
		return mark(w, entering, "div", n.(*remarkedBlock).begin)
	})
	r.Register(kindRemarkLinks, func(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
		for _, one := range n.(*remarkLinks).remarks {
			if says := html.EscapeString("Comment: " + short(one.Body)); entering {
				_, _ = fmt.Fprintf(w, `<a class="to-remark" href="#comments-%d" title="%s"><span class="unseen">%s</span></a>`, one.ID, says, says)
			}
		}
		return ast.WalkSkipChildren, nil
	})
}

// markRemarks puts the words of comments into nodes of their own, and notes to which of them a link leads.
func markRemarks(doc ast.Node, remarks []*remark) {
	m := remarkMarker{last: map[*remark]ast.Node{}, places: placesOf(remarks, func(r *remark) (int, int) { return r.Start, r.End })}
	if len(m.places.list) == 0 {
		return
	}
	for _, t := range textsOf(doc) {
		m.text(t)
	}
	var code []ast.Node
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering && (n.Kind() == ast.KindCodeBlock || n.Kind() == ast.KindFencedCodeBlock) && n.Lines().Len() > 0 {
			code = append(code, n)
		}
		return ast.WalkContinue, nil
	})
	for _, n := range code {
		m.around(n, n.Lines().At(0).Start, n.Lines().At(n.Lines().Len()-1).Stop)
	}
	m.links()
}

type remarkMarker struct {
	places places[*remark]
	last   map[*remark]ast.Node // where the words of a comment were seen last
}

// begins notes that a node is about these comments, and returns those that begin with it.
func (m *remarkMarker) begins(n ast.Node, here []*remark) (begin []int64) {
	for _, r := range here {
		if !r.Linked {
			r.Linked = true
			begin = append(begin, r.ID)
		}
		m.last[r] = n
	}
	return begin
}

func (m *remarkMarker) text(t *ast.Text) {
	if code, ok := t.Parent().(*ast.CodeSpan); ok {
		if last, ok := code.LastChild().(*ast.Text); ok && code.FirstChild() == t {
			m.around(code, t.Segment.Start, last.Segment.Stop)
		}
		return
	}
	here := m.places.in(t.Segment.Start, t.Segment.Stop)
	if len(here) == 0 || !drawn(t) {
		return
	}
	var cuts []int
	for _, r := range here {
		cuts = append(cuts, r.Start, r.End)
	}
	splitText(t, cuts, func(from, cut int) ast.Node {
		about := slices.DeleteFunc(slices.Clone(here), func(r *remark) bool { return r.Start >= cut || r.End <= from })
		if len(about) == 0 {
			return nil
		}
		node := &remarked{}
		node.begin = m.begins(node, about)
		return node
	})
}

// around puts code, which is drawn as it is, into a node as a whole.
func (m *remarkMarker) around(code ast.Node, from, stop int) {
	here := m.places.in(from, stop)
	if len(here) == 0 {
		return
	}
	var node ast.Node
	if code.Type() == ast.TypeInline {
		inline := &remarked{}
		inline.begin = m.begins(inline, here)
		node = inline
	} else {
		block := &remarkedBlock{}
		block.begin = m.begins(block, here)
		node = block
	}
	parent := code.Parent()
	parent.ReplaceChild(parent, code, node)
	node.AppendChild(node, code)
}

// links puts the links to comments behind their words; behind a link that these are in, as there is none within another.
func (m *remarkMarker) links() {
	behind := map[ast.Node]*remarkLinks{}
	for _, r := range m.places.list {
		last := m.last[r]
		if last == nil {
			continue
		}
		for n := last; n != nil && n.Type() == ast.TypeInline; n = n.Parent() {
			if n.Kind() == ast.KindLink {
				last = n
			}
		}
		links := behind[last]
		if links == nil {
			links = &remarkLinks{}
			behind[last] = links
			if last.Type() == ast.TypeInline {
				last.Parent().InsertAfter(last.Parent(), last, links)
			} else {
				last.AppendChild(last, links)
			}
		}
		links.remarks = append(links.remarks, r)
	}
}
