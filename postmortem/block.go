package postmortem

import (
	"iter"
	"slices"
	"sort"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
)

// BlockKind says what a block is.
type BlockKind string

// The kinds of block.
const (
	BlockHeading    BlockKind = "heading"
	BlockParagraph  BlockKind = "paragraph"
	BlockList       BlockKind = "list"
	BlockItem       BlockKind = "item" // of a list
	BlockTable      BlockKind = "table"
	BlockHeader     BlockKind = "header" // row of a table
	BlockRow        BlockKind = "row"
	BlockCell       BlockKind = "cell"
	BlockCode       BlockKind = "code"
	BlockQuote      BlockKind = "quote"
	BlockAdmonition BlockKind = "admonition"
	BlockHTML       BlockKind = "html"
	BlockRule       BlockKind = "rule"
	BlockContents   BlockKind = "contents" // a list of links to other places of the document
	BlockHint       BlockKind = "hint"     // what a template tells its author to write, left where it was
)

// Check is the state of a check box.
type Check int8

// The states of a check box.
const (
	CheckNone Check = iota
	CheckOpen
	CheckDone
)

// Block is one piece of the document. Text is its own text: of a heading, a
// paragraph, a cell; the others have children. Code, and HTML
// without headings, lists or tables, is kept as it is written, without marks.
type Block struct {
	Kind     BlockKind
	Text     Text
	Children []*Block
	Section  *Section
	Span     Span
	Line     int  // from 1
	Level    int  // of a heading, 1 to 6; more for a line that serves as one
	Pseudo   bool // a heading that is a bold line or a label in the source
	Ordered  bool // list
	Check    Check
}

// walk gives the block and all below it, in the order of the document.
func (b *Block) walk(yield func(*Block) bool) bool {
	if !yield(b) {
		return false
	}
	for _, c := range b.Children {
		if !c.walk(yield) {
			return false
		}
	}
	return true
}

// All gives the block and every block below it.
func (b *Block) All() iter.Seq[*Block] {
	return func(yield func(*Block) bool) { b.walk(yield) }
}

// lead gives the first paragraph of a list item, nil if it has none.
func (b *Block) lead() *Block {
	if len(b.Children) > 0 && b.Children[0].Kind == BlockParagraph {
		return b.Children[0]
	}
	return nil
}

// plain gives all text below, a line a block, list items with a dash.
func (b *Block) plain() string {
	var out strings.Builder
	b.write(&out, 0)
	return strings.TrimSpace(out.String())
}

func (b *Block) write(out *strings.Builder, depth int) {
	switch b.Kind {
	case BlockHTML, BlockRule, BlockHint:
		return
	case BlockItem:
		out.WriteString(strings.Repeat("  ", min(max(depth-1, 0), 8)) + "- ")
	case BlockHeader, BlockRow:
		cells := make([]string, len(b.Children))
		for i, c := range b.Children {
			cells[i] = c.Text.Plain
		}
		out.WriteString(strings.Join(cells, " | ") + "\n")
		return
	}
	if b.Text.Plain != "" {
		out.WriteString(b.Text.Plain + "\n")
	}
	for _, c := range b.Children {
		next := depth
		if c.Kind == BlockList {
			next++
		}
		c.write(out, next)
	}
}

// converter makes blocks of the Markdown parser's tree.
type converter struct {
	source []byte
	lines  lineIndex
	at     int // where the last block began: for nodes without a place of their own
}

func (c *converter) blocks(n ast.Node) []*Block {
	var out []*Block
	for child := n.FirstChild(); child != nil; child = child.NextSibling() {
		if h, ok := child.(*ast.HTMLBlock); ok {
			if read := c.markup(h); len(read) > 0 {
				out = append(out, read...)
				continue
			}
		}
		if b := c.block(child); b != nil {
			out = append(out, b)
		}
	}
	return out
}

func (c *converter) block(n ast.Node) *Block {
	b := &Block{}
	b.Span.Start = c.start(n)
	c.at = max(c.at, b.Span.Start)
	switch n := n.(type) {
	case *ast.Heading:
		b.Kind, b.Level, b.Text = BlockHeading, n.Level, inlineText(c.source, n)
	case *ast.Paragraph, *ast.TextBlock:
		b.Kind, b.Text = BlockParagraph, inlineText(c.source, n)
		if n.ChildCount() == 0 {
			return nil // only link definitions
		}
		if b.Text.hint() {
			b.Kind = BlockHint
		}
	case *ast.List:
		b.Kind, b.Ordered, b.Children = BlockList, n.IsOrdered(), c.blocks(n)
		if contents(b) {
			b.Kind, b.Children = BlockContents, nil
		}
	case *ast.ListItem:
		b.Kind, b.Children, b.Check = BlockItem, c.blocks(n), checkOf(n)
	case *ast.Blockquote:
		b.Kind, b.Children = BlockQuote, c.blocks(n)
		if c.source[min(b.Span.Start, len(c.source)-1)] != '>' || callout(b) {
			b.Kind = BlockAdmonition
		}
	case *ast.FencedCodeBlock, *ast.CodeBlock:
		b.Kind, b.Text = BlockCode, c.verbatim(n)
	case *ast.HTMLBlock:
		b.Kind, b.Text = BlockHTML, c.verbatim(n)
	case *ast.ThematicBreak:
		b.Kind = BlockRule
	case *extast.Table:
		b.Kind, b.Children = BlockTable, c.blocks(n)
	case *extast.TableHeader:
		b.Kind, b.Children = BlockHeader, c.blocks(n)
	case *extast.TableRow:
		b.Kind, b.Children = BlockRow, c.blocks(n)
	case *extast.TableCell:
		b.Kind, b.Text = BlockCell, inlineText(c.source, n)
	default:
		return nil
	}
	b.Span.End = max(c.end(n, b), b.Span.Start)
	b.Line = c.lines.line(b.Span.Start)
	return b
}

// contents says whether the list is a table of contents: of it nothing is a section, an action item or prose.
func contents(list *Block) bool {
	return len(list.Children) > 1 && !slices.ContainsFunc(list.Children, func(item *Block) bool {
		lead := item.lead()
		if lead == nil {
			return true
		}
		links := lead.Text.Links()
		return len(links) == 0 || !strings.HasPrefix(links[0], "#") || !lead.Text.covered(MarkLink)
	})
}

// callout says whether the quote is one of GitHub's alerts: "> [!NOTE]".
func callout(b *Block) bool {
	return len(b.Children) > 0 && strings.HasPrefix(b.Children[0].Text.Plain, "[!")
}

func checkOf(n ast.Node) Check {
	if first := n.FirstChild(); first != nil {
		if box, ok := first.FirstChild().(*extast.TaskCheckBox); ok {
			if box.IsChecked {
				return CheckDone
			}
			return CheckOpen
		}
	}
	return CheckNone
}

func (c *converter) start(n ast.Node) int {
	at := n.Pos()
	if at < 0 && n.Type() == ast.TypeBlock && n.Lines() != nil && n.Lines().Len() > 0 {
		at = n.Lines().At(0).Start
	}
	if at < 0 {
		at = c.at
	}
	return min(at, len(c.source))
}

func (c *converter) end(n ast.Node, b *Block) int {
	end := b.Span.Start
	if lines := n.Lines(); lines != nil && lines.Len() > 0 {
		end = max(end, lines.At(lines.Len()-1).Stop)
	}
	if k := len(b.Children); k > 0 {
		end = max(end, b.Children[k-1].Span.End)
	}
	if k := len(b.Text.runs); k > 0 {
		end = max(end, b.Text.runs[k-1].src+b.Text.runs[k-1].srcLen)
	}
	end = min(end, len(c.source))
	for end > b.Span.Start && (c.source[end-1] == '\n' || c.source[end-1] == ' ') {
		end--
	}
	return end
}

func (c *converter) verbatim(n ast.Node) Text {
	lines := n.Lines()
	b := textBuilder{source: c.source}
	for i := range lines.Len() {
		s := lines.At(i)
		b.run(string(c.source[s.Start:s.Stop]), s.Start, s.Stop-s.Start)
	}
	if h, ok := n.(*ast.HTMLBlock); ok && h.HasClosure() {
		s := h.ClosureLine
		b.run(string(c.source[s.Start:s.Stop]), s.Start, s.Stop-s.Start)
	}
	b.text.Plain = string(b.plain)
	return b.text
}

// lineIndex holds where each line begins.
type lineIndex []int

func newLineIndex(source []byte) lineIndex {
	index := lineIndex{0}
	for i, b := range source {
		if b == '\n' {
			index = append(index, i+1)
		}
	}
	return index
}

// line gives the line, from 1, of an offset.
func (l lineIndex) line(offset int) int { return sort.SearchInts(l, offset+1) }
