package postmortem

import (
	"bytes"
	"html"
	"sort"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
)

// Span is a range of bytes of Document.Source, the end not included.
type Span struct{ Start, End int }

// MarkKind says what a stretch of text is besides text.
type MarkKind string

// The marks of a text.
const (
	MarkCode   MarkKind = "code"
	MarkLink   MarkKind = "link"
	MarkImage  MarkKind = "image"
	MarkStrong MarkKind = "strong"
	MarkEmph   MarkKind = "emphasis"
	MarkStrike MarkKind = "strike"
)

// Mark is a stretch of Text.Plain, in bytes of Plain.
type Mark struct {
	Kind       MarkKind
	Start, End int
	Dest       string // of a link or an image
}

// Text is Markdown made plain: links by their text, emphasis gone, one line for
// a paragraph (a forced line break stays one). It knows where each byte was.
type Text struct {
	Plain string
	Marks []Mark
	runs  []run
	// breaks are the places in Plain of spaces that were line ends.
	breaks []int
}

// run says that plain bytes from plain on came from source bytes from src on.
// The lengths differ where an entity or an escape was resolved.
type run struct{ plain, plainLen, src, srcLen int }

// Source gives the place in Document.Source of the bytes start to end of Plain.
func (t Text) Source(start, end int) Span {
	if len(t.runs) == 0 {
		return Span{}
	}
	from := t.at(start)
	if end <= start {
		return Span{from, from}
	}
	return Span{from, max(from, t.at(end-1)+t.width(end-1))}
}

// shows reports whether a byte of Document.Source is among those of Plain.
func (t Text) shows(src int) bool {
	i := sort.Search(len(t.runs), func(i int) bool { return t.runs[i].src > src })
	return i > 0 && src < t.runs[i-1].src+t.runs[i-1].srcLen
}

func (t Text) find(offset int) run {
	i := sort.Search(len(t.runs), func(i int) bool { return t.runs[i].plain > offset })
	return t.runs[max(i-1, 0)]
}

func (t Text) at(offset int) int {
	r := t.find(offset)
	if r.plainLen != r.srcLen {
		return r.src
	}
	return r.src + min(max(offset-r.plain, 0), r.srcLen)
}

func (t Text) width(offset int) int {
	if r := t.find(offset); r.plainLen != r.srcLen {
		return r.srcLen
	}
	return 1
}

// Slice gives the text of the bytes start to end of Plain, with its marks.
func (t Text) Slice(start, end int) Text {
	out := Text{Plain: t.Plain[start:end]}
	for _, m := range t.Marks {
		if m.Start < end && m.End > start {
			m.Start, m.End = max(m.Start-start, 0), min(m.End-start, end-start)
			out.Marks = append(out.Marks, m)
		}
	}
	for _, at := range t.breaks[sort.SearchInts(t.breaks, start):] {
		if at >= end {
			break
		}
		out.breaks = append(out.breaks, at-start)
	}
	first := sort.Search(len(t.runs), func(i int) bool { return t.runs[i].plain+t.runs[i].plainLen > start })
	for _, r := range t.runs[first:] {
		if r.plain >= end {
			break
		}
		if r.plainLen == r.srcLen {
			cut := max(start-r.plain, 0)
			r.plain, r.src, r.plainLen = r.plain+cut, r.src+cut, r.plainLen-cut
			r.plainLen = min(r.plainLen, end-r.plain)
			r.srcLen = r.plainLen
		}
		r.plain = max(r.plain-start, 0)
		out.runs = append(out.runs, r)
	}
	return out
}

// Links gives the destinations of the links, in order.
func (t Text) Links() []string {
	var out []string
	for _, m := range t.Marks {
		if m.Kind == MarkLink && m.Dest != "" {
			out = append(out, m.Dest)
		}
	}
	return out
}

// covered says whether marks of the kind cover every letter of the text.
func (t Text) covered(kind MarkKind) bool {
	covered := 0
	for _, m := range t.Marks {
		if m.Kind == kind {
			covered += len(strings.TrimSpace(t.Plain[m.Start:m.End]))
		}
	}
	rest := len(strings.TrimFunc(t.Plain, func(r rune) bool { return strings.ContainsRune(" .:?!*\n\t", r) }))
	return rest > 0 && covered >= rest
}

// textBuilder makes a Text of inline nodes.
type textBuilder struct {
	source []byte
	plain  []byte
	text   Text
}

func (b *textBuilder) run(s string, src, srcLen int) {
	if s == "" {
		return
	}
	if n := len(b.text.runs); n > 0 && len(s) == srcLen {
		last := &b.text.runs[n-1]
		if last.plainLen == last.srcLen && last.plain+last.plainLen == len(b.plain) && last.src+last.srcLen == src {
			last.plainLen += len(s)
			last.srcLen += srcLen
			b.plain = append(b.plain, s...)
			return
		}
	}
	b.text.runs = append(b.text.runs, run{len(b.plain), len(s), src, srcLen})
	b.plain = append(b.plain, s...)
}

// literal adds source bytes with entities and escapes resolved.
func (b *textBuilder) literal(start, stop int) {
	from := start
	for i := start; i < stop; {
		switch c := b.source[i]; {
		case c == '\\' && i+1 < stop && isPunct(b.source[i+1]):
			b.run(string(b.source[from:i]), from, i-from)
			b.run(string(b.source[i+1:i+2]), i, 2)
			i += 2
			from = i
		case c == '&':
			end := strings.IndexByte(string(b.source[i:min(i+34, stop)]), ';')
			if end > 0 {
				entity := string(b.source[i : i+end+1])
				if plain := html.UnescapeString(entity); plain != entity {
					b.run(string(b.source[from:i]), from, i-from)
					b.run(strings.ReplaceAll(plain, "\u00a0", " "), i, end+1)
					i += end + 1
					from = i
					continue
				}
			}
			i++
		default:
			i++
		}
	}
	if from < stop {
		b.run(string(b.source[from:stop]), from, stop-from)
	}
}

func isPunct(c byte) bool {
	return c >= '!' && c <= '/' || c >= ':' && c <= '@' || c >= '[' && c <= '`' || c >= '{' && c <= '~'
}

func (b *textBuilder) mark(kind MarkKind, start int, dest string) {
	if len(b.plain) > start {
		b.text.Marks = append(b.text.Marks, Mark{kind, start, len(b.plain), dest})
	}
}

func (b *textBuilder) children(n ast.Node) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		b.inline(c)
	}
}

func (b *textBuilder) inline(n ast.Node) {
	start := len(b.plain)
	switch n := n.(type) {
	case *ast.Text:
		s := n.Segment
		if n.IsRaw() {
			b.run(string(b.source[s.Start:s.Stop]), s.Start, s.Stop-s.Start)
		} else {
			b.literal(s.Start, s.Stop)
		}
		if n.HardLineBreak() {
			b.run("\n", s.Stop, 1)
		} else if n.SoftLineBreak() {
			b.text.breaks = append(b.text.breaks, len(b.plain))
			b.run(" ", s.Stop, 1)
		}
	case *ast.CodeSpan:
		for c := n.FirstChild(); c != nil; c = c.NextSibling() {
			if t, ok := c.(*ast.Text); ok {
				s := t.Segment
				b.run(strings.ReplaceAll(string(b.source[s.Start:s.Stop]), "\n", " "), s.Start, s.Stop-s.Start)
			}
		}
		b.mark(MarkCode, start, "")
	case *ast.Emphasis:
		b.children(n)
		if n.Level >= 2 {
			b.mark(MarkStrong, start, "")
		} else {
			b.mark(MarkEmph, start, "")
		}
	case *extast.Strikethrough:
		b.children(n)
		b.mark(MarkStrike, start, "")
	case *ast.Link:
		b.children(n)
		b.mark(MarkLink, start, string(n.Destination))
	case *ast.Image:
		b.children(n)
		b.mark(MarkImage, start, string(n.Destination))
	case *ast.AutoLink:
		label := n.Label(b.source)
		at := n.Pos()
		if at >= 0 && at < len(b.source) && !bytes.HasPrefix(b.source[at:], label) {
			at++ // the bracket of a link, or what stands before a bare address
		}
		if at < 0 || at >= len(b.source) || !bytes.HasPrefix(b.source[at:], label) {
			at = b.last()
			b.run(string(label), at, 0)
		} else {
			b.run(string(label), at, len(label))
		}
		if n.AutoLinkType == ast.AutoLinkURL { // an e-mail address is a person, and leads nowhere
			b.mark(MarkLink, start, string(n.URL(b.source)))
		}
	case *ast.RawHTML:
		if n.Segments.Len() > 0 {
			s := n.Segments.At(0)
			if tag := strings.ToLower(string(b.source[s.Start:s.Stop])); strings.HasPrefix(tag, "<br") {
				b.run("\n", s.Start, s.Stop-s.Start)
			}
		}
	case *extast.TaskCheckBox:
	default:
		b.children(n)
	}
}

// last is the place after what was read last.
func (b *textBuilder) last() int {
	if n := len(b.text.runs); n > 0 {
		return b.text.runs[n-1].src + b.text.runs[n-1].srcLen
	}
	return 0
}

// inlineText reads the inline children of a block.
func inlineText(source []byte, n ast.Node) Text {
	b := textBuilder{source: source}
	b.children(n)
	b.text.Plain = string(b.plain)
	return b.text.trim()
}

// trim takes white space from both ends.
func (t Text) trim() Text {
	start := len(t.Plain) - len(strings.TrimLeft(t.Plain, " \t\n"))
	end := len(strings.TrimRight(t.Plain, " \t\n"))
	if end <= start {
		return Text{}
	}
	if start == 0 && end == len(t.Plain) {
		return t
	}
	return t.Slice(start, end)
}

// squeeze makes every stretch of white space one space.
func squeeze(s string) string { return strings.Join(strings.Fields(s), " ") }

// cut gives at most n bytes of s, whole characters, at a word's end if one is near.
func cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	s = s[:n]
	if i := strings.LastIndexByte(s, ' '); i > n/2 {
		s = s[:i]
	}
	return s
}
