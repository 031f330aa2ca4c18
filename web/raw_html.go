package web

import (
	"html"
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/util"
)

// rawHTML draws what only looks like HTML as it is written: postmortems are full of <host> and <pod-name>, and a sentence without them
// tells something else. Elements that exist are left out, and comments.
type rawHTML struct{}

// tagName is the name of the element that a piece of HTML begins with.
var tagName = regexp.MustCompile(`^</?([a-zA-Z][\w:.-]*)`)

// elements are those that people write in Markdown on purpose.
var elements = map[string]bool{}

func init() {
	for _, name := range strings.Fields(`a abbr address article aside audio b bdi bdo big blockquote body br button caption center cite code col colgroup dd del details
		dfn div dl dt em embed figcaption figure font footer form h1 h2 h3 h4 h5 h6 head header hr html i iframe img input ins kbd li link main mark meta nav object ol p
		picture pre q s samp script section small source span strike strong style sub summary sup svg table tbody td textarea tfoot th thead tr tt u ul var video wbr`) {
		elements[name] = true
	}
}

// isText reports whether a piece of HTML is none.
func isText(raw string) bool {
	name := tagName.FindStringSubmatch(strings.TrimSpace(raw))
	return name != nil && !elements[strings.ToLower(name[1])]
}

// RegisterFuncs is goldmark's interface of a renderer.
func (rawHTML) RegisterFuncs(r renderer.NodeRendererFuncRegisterer) {
	r.Register(ast.KindRawHTML, func(w util.BufWriter, source []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
		if raw := string(n.(*ast.RawHTML).Segments.Value(source)); entering && isText(raw) {
			_, _ = w.WriteString(html.EscapeString(raw))
		}
		return ast.WalkSkipChildren, nil
	})
	r.Register(ast.KindHTMLBlock, func(w util.BufWriter, source []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
		if raw := string(n.(*ast.HTMLBlock).Lines().Value(source)); entering && isText(raw) {
			_, _ = w.WriteString("<p>" + html.EscapeString(strings.TrimSpace(raw)) + "</p>\n")
		}
		return ast.WalkContinue, nil
	})
}
