package postmortem

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark/ast"
)

// markup reads the headings, paragraphs, lists, tables and quotations of a block of HTML: what a
// converter left of a document that was not written as Markdown. Text outside of all of them is none.
func (c *converter) markup(n *ast.HTMLBlock) []*Block {
	lines := n.Lines()
	if lines.Len() == 0 {
		return nil
	}
	start, end := lines.At(0).Start, lines.At(lines.Len()-1).Stop
	if n.HasClosure() {
		end = max(end, n.ClosureLine.Stop)
	}
	m := markup{converter: c, end: min(end, len(c.source))}
	m.read(start)
	return m.out
}

// markup is the state of reading one block of HTML.
type markup struct {
	*converter
	end  int
	out  []*Block
	rows *Block // the table or list that is open
	text *textBuilder
	into *Block // what the text belongs to
	top  *Block // the paragraph that is open and stands in no table, list or quotation
	link [2]int // where in the text a link began, and its tag in the source
	code int    // where in the text code began
}

func (m *markup) read(at int) {
	for at < m.end {
		open := bytes.IndexByte(m.source[at:m.end], '<')
		if open < 0 {
			break
		}
		m.words(at, at+open)
		at += open
		if bytes.HasPrefix(m.source[at:m.end], []byte("<!--")) {
			stop := bytes.Index(m.source[at:m.end], []byte("-->"))
			if stop < 0 {
				break
			}
			at += stop + 3
			if m.into != nil {
				m.into.Span.End = at // it stands in there
			}
			continue
		}
		stop := bytes.IndexByte(m.source[at:m.end], '>')
		if stop < 0 {
			break
		}
		m.tag(at, at+stop+1)
		at += stop + 1
	}
	m.close()
}

// words adds text to what is open, line ends as spaces.
func (m *markup) words(start, stop int) {
	if m.text == nil {
		return
	}
	for start < stop {
		line := bytes.IndexByte(m.source[start:stop], '\n')
		if line < 0 {
			m.text.literal(start, stop)
			return
		}
		m.text.literal(start, start+line)
		m.text.run(" ", start+line, 1)
		start += line + 1
	}
}

// tag opens or closes what the tag from start to stop says.
func (m *markup) tag(start, stop int) {
	inner := strings.ToLower(string(m.source[start+1 : stop-1]))
	name := inner[:len(inner)-len(strings.TrimLeft(inner, "/abcdefghijklmnopqrstuvwxyz123456"))]
	switch name {
	case "br":
		if m.text != nil {
			m.text.run("\n", start, stop-start)
		}
	case "a":
		if m.text != nil {
			m.link = [2]int{len(m.text.plain), start}
		}
	case "/a":
		if m.text != nil && m.link[1] > 0 {
			m.text.mark(MarkLink, m.link[0], href(string(m.source[m.link[1]:start])))
		}
		m.link = [2]int{}
	case "p", "div", "dt", "dd":
		if m.inside() {
			m.text.run("\n", start, stop-start)
			return
		}
		m.close()
		m.top = &Block{Kind: BlockParagraph}
		m.begin(&m.out, start, m.top)
	case "/p", "/div", "/dt", "/dd":
		if !m.inside() {
			m.close()
		}
	case "blockquote", "pre":
		m.close()
		kind := BlockQuote
		if name == "pre" {
			kind = BlockCode
		}
		m.begin(&m.out, start, &Block{Kind: kind})
	case "code":
		if m.text != nil {
			m.code = len(m.text.plain)
		}
	case "/code":
		if m.text != nil {
			m.text.mark(MarkCode, m.code, "")
		}
	case "h1", "h2", "h3", "h4", "h5", "h6":
		m.close()
		m.begin(&m.out, start, &Block{Kind: BlockHeading, Level: int(name[1] - '0')})
	case "table", "ul", "ol":
		m.close()
		m.rows = m.block(start, BlockList)
		if name == "table" {
			m.rows.Kind = BlockTable
		}
		m.rows.Ordered = name == "ol"
		m.out = append(m.out, m.rows)
	case "tr":
		m.close()
		if m.rows == nil || m.rows.Kind != BlockTable {
			return
		}
		row := m.block(start, BlockRow)
		if len(m.rows.Children) == 0 {
			row.Kind = BlockHeader
		}
		m.rows.Children = append(m.rows.Children, row)
	case "th", "td":
		m.close()
		if m.rows != nil && m.rows.Kind == BlockTable && len(m.rows.Children) > 0 {
			row := m.rows.Children[len(m.rows.Children)-1]
			m.begin(&row.Children, start, &Block{Kind: BlockCell})
		}
	case "li":
		m.close()
		if m.rows == nil || m.rows.Kind != BlockList {
			m.rows = m.block(start, BlockList)
			m.out = append(m.out, m.rows)
		}
		item := m.block(start, BlockItem)
		m.rows.Children = append(m.rows.Children, item)
		m.begin(&item.Children, start, &Block{Kind: BlockParagraph})
	case "/h1", "/h2", "/h3", "/h4", "/h5", "/h6", "/th", "/td", "/tr", "/li", "/table", "/ul", "/ol", "/blockquote", "/pre":
		m.close()
	}
}

// href reads the address of a link's tag.
func href(tag string) string {
	_, rest, ok := strings.Cut(tag, "href=")
	if !ok || rest == "" {
		return ""
	}
	quote := rest[0]
	if quote != '"' && quote != '\'' {
		return ""
	}
	address, _, ok := strings.Cut(rest[1:], string(quote))
	if !ok {
		return ""
	}
	return address
}

func (m *markup) block(start int, kind BlockKind) *Block {
	return &Block{Kind: kind, Span: Span{start, start}, Line: m.lines.line(start)}
}

// inside reports whether the text that is open is part of something that a paragraph does not end: a cell, an item, a quotation.
func (m *markup) inside() bool { return m.text != nil && m.into != m.top }

// begin opens a block whose text follows.
func (m *markup) begin(in *[]*Block, start int, b *Block) {
	b.Span, b.Line = Span{start, start}, m.lines.line(start)
	*in = append(*in, b)
	m.into, m.text = b, &textBuilder{source: m.source}
}

// close ends the text that is open, and with it what encloses it.
func (m *markup) close() {
	if m.text == nil {
		return
	}
	m.text.text.Plain = string(m.text.plain)
	b := m.into
	b.Text = m.text.text.trim()
	if k := len(b.Text.runs); k > 0 {
		b.Span.End = max(b.Span.End, b.Text.runs[k-1].src+b.Text.runs[k-1].srcLen)
	}
	m.text, m.into, m.link, m.code = nil, nil, [2]int{}, 0
	if k := len(m.out) - 1; b == m.out[k] {
		if b.Text.Plain == "" && b.Kind != BlockHeading {
			m.out = m.out[:k] // layout
		}
		return
	}
	if m.rows == nil {
		return
	}
	m.rows.Span.End = max(m.rows.Span.End, b.Span.End)
	if k := len(m.rows.Children); k > 0 {
		m.rows.Children[k-1].Span.End = max(m.rows.Children[k-1].Span.End, b.Span.End)
	}
}
