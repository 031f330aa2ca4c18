package web

import (
	"bytes"
	"html/template"
	"regexp"
	"slices"
	"unicode/utf8"

	"github.com/microcosm-cc/bluemonday"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	gmtext "github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"debrief/models"
	"debrief/postmortem"
)

var markdown = goldmark.New(
	goldmark.WithExtensions(extension.Linkify, extension.Strikethrough, extension.TaskList,
		extension.NewTable(extension.WithTableCellAlignMethod(extension.TableCellAlignAttribute))), // styles are not allowed here
	goldmark.WithParserOptions(parser.WithASTTransformers(util.Prioritized(lowerHeadings{}, 100))),
	goldmark.WithRendererOptions(renderer.WithNodeRenderers(util.Prioritized(taskBoxes{}, 100), util.Prioritized(drawFound{}, 100), util.Prioritized(drawRemarks{}, 100), util.Prioritized(rawHTML{}, 100), util.Prioritized(images{}, 100))),
)

// sanitizer is the second wall: goldmark itself leaves raw HTML out.
var sanitizer = func() *bluemonday.Policy {
	p := bluemonday.UGCPolicy()
	p.RequireNoFollowOnLinks(true)
	p.RequireNoReferrerOnLinks(true)
	p.AllowElements("mark")
	p.AllowAttrs("id").Matching(regexp.MustCompile(`^mark--?\d+$`)).OnElements("span")
	p.AllowAttrs("class").Matching(regexp.MustCompile(`^found-(?:error|warning|info)$`)).OnElements("mark")
	p.AllowAttrs("title").OnElements("mark", "a")
	p.AllowAttrs("id").Matching(regexp.MustCompile(`^remark-\d+$`)).OnElements("span")
	p.AllowAttrs("class").Matching(regexp.MustCompile(`^remark$`)).OnElements("mark", "div")
	p.AllowAttrs("class").Matching(regexp.MustCompile(`^to-remark$`)).OnElements("a")
	p.AllowAttrs("class").Matching(regexp.MustCompile(`^unseen$`)).OnElements("span")
	return p
}()

// renderMarkdown returns a text as safe HTML.
func renderMarkdown(body string) (template.HTML, error) {
	text, _, err := renderDocument(body, nil)
	return text, err
}

// renderDocument returns a document's text as safe HTML, with what findings name and comments are about marked in place, and the places
// by the findings' ids.
func renderDocument(body string, findings []models.Finding, remarks ...*remark) (text template.HTML, marks map[int64]mark, err error) {
	text, marks, _, err = renderBeginning(body, len(body), findings, remarks...)
	return text, marks, err
}

// renderBeginning is renderDocument for a text of which nothing is drawn that begins behind so many bytes, in a list, table or quote as well;
// a paragraph that begins before goes on for half as many again at most. ends is where it stops.
func renderBeginning(body string, most int, findings []models.Finding, remarks ...*remark) (text template.HTML, marks map[int64]mark, ends int, err error) {
	source := []byte(body)
	doc := parseDocument(source)
	marks = markFindings(doc, source, findings)
	markRemarks(doc, remarks)
	ends = cutBehind(doc, source, most)
	var b bytes.Buffer
	if err := markdown.Renderer().Render(&b, source, doc); err != nil {
		return "", nil, 0, err
	}
	return template.HTML(sanitizer.SanitizeBytes(b.Bytes())), marks, ends, nil // #nosec G203 -- sanitized in this line
}

// cutBehind removes what begins behind so many bytes, and all that follows; it returns where that begins, else the end.
func cutBehind(doc ast.Node, source []byte, most int) int {
	ends, long := len(source), most+most/2
	if most >= len(source) {
		return ends
	}
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		if t, ok := n.(*ast.Text); ok {
			switch {
			case t.Segment.Start >= long:
				ends = t.Segment.Start
				cutFrom(n)
				return ast.WalkStop, nil
			case t.Segment.Stop > long:
				ends = runeAt(source, long)
				t.Segment = t.Segment.WithStop(ends)
				cutAfter(n)
				return ast.WalkStop, nil
			}
		}
		if n.Type() != ast.TypeBlock {
			return ast.WalkContinue, nil
		}
		if n.Pos() >= most {
			ends = n.Pos()
			cutFrom(n)
			return ast.WalkStop, nil
		}
		if n.HasChildren() {
			return ast.WalkContinue, nil
		}
		for i, lines := 0, n.Lines(); i < lines.Len(); i++ { // code
			if line := lines.At(i); line.Stop > long {
				ends = runeAt(source, max(long, line.Start))
				lines.Set(i, line.WithStop(ends))
				lines.SetSliced(0, i+1)
				cutAfter(n)
				return ast.WalkStop, nil
			}
		}
		return ast.WalkContinue, nil
	})
	return ends
}

// cutFrom removes a node and all that follow it, with what would be empty without it.
func cutFrom(n ast.Node) {
	for n.PreviousSibling() == nil && n.Parent() != nil && n.Parent().Parent() != nil {
		n = n.Parent()
	}
	cutAfter(n)
	n.Parent().RemoveChild(n.Parent(), n)
}

// cutAfter removes all that follow a node.
func cutAfter(n ast.Node) {
	for ; n.Parent() != nil; n = n.Parent() {
		for next := n.NextSibling(); next != nil; next = n.NextSibling() {
			n.Parent().RemoveChild(n.Parent(), next)
		}
	}
}

// runeAt returns where the character at a place of the source begins.
func runeAt(source []byte, at int) int {
	for at > 0 && at < len(source) && !utf8.RuneStart(source[at]) {
		at--
	}
	return at
}

// parseDocument reads Markdown. Front matter, which is no Markdown, becomes a block of code above it; all places stay what they are.
func parseDocument(source []byte) ast.Node {
	front := frontMatter(source)
	if front.End == 0 {
		return markdown.Parser().Parse(gmtext.NewReader(source))
	}
	masked := slices.Clone(source)
	for n := range masked[front.Start:front.End] {
		if at := front.Start + n; masked[at] != '\n' {
			masked[at] = ' '
		}
	}
	doc := markdown.Parser().Parse(gmtext.NewReader(masked))
	code, at := ast.NewCodeBlock(), front.Start
	for line := range bytes.Lines(source[front.Start:front.End]) {
		code.Lines().Append(gmtext.NewSegment(at, at+len(line)))
		at += len(line)
	}
	code.Lines().SetSliced(1, code.Lines().Len()-1) // without those that enclose it
	doc.InsertBefore(doc, doc.FirstChild(), code)
	return doc
}

// frontMatter returns where a document's front matter is, as the check reads it; nothing where there is none.
func frontMatter(source []byte) postmortem.Span {
	if start := bytes.TrimLeft(source, " \t\n"); !bytes.HasPrefix(start, []byte("---")) && !bytes.HasPrefix(start, []byte("+++")) && !bytes.HasPrefix(start, []byte("<!--")) {
		return postmortem.Span{}
	}
	return postmortem.FrontMatterSpan(source)
}

// lowerHeadings moves a document's headings below those of the page around it, wherever the document begins: the highest stand at
// level 3, and none is more than one below the one that it belongs to.
type lowerHeadings struct{}

func (lowerHeadings) Transform(doc *ast.Document, _ gmtext.Reader, _ parser.Context) {
	var above []int // the written levels of those that the heading belongs to
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if h, ok := n.(*ast.Heading); ok && entering {
			for len(above) > 0 && above[len(above)-1] >= h.Level {
				above = above[:len(above)-1]
			}
			above = append(above, h.Level)
			h.Level = min(len(above)+2, 6)
		}
		return ast.WalkContinue, nil
	})
}

// taskBoxes draws the boxes of a task list as characters: they are no controls here.
type taskBoxes struct{}

func (taskBoxes) RegisterFuncs(r renderer.NodeRendererFuncRegisterer) {
	r.Register(east.KindTaskCheckBox, func(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering {
			box := "☐ "
			if n.(*east.TaskCheckBox).IsChecked {
				box = "☑ "
			}
			_, _ = w.WriteString(box)
		}
		return ast.WalkContinue, nil
	})
}
