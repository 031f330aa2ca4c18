package web

import (
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/util"
)

// images draws an image as a link to it: a page loads nothing from elsewhere, which would tell others who reads what.
type images struct{}

// RegisterFuncs is goldmark's interface of a renderer.
func (images) RegisterFuncs(r renderer.NodeRendererFuncRegisterer) {
	r.Register(ast.KindImage, func(w util.BufWriter, source []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
		link := strings.Contains(string(n.(*ast.Image).Destination), "://") // else it is beside a file that is not here
		for p := n.Parent(); p != nil; p = p.Parent() {
			link = link && p.Kind() != ast.KindLink // which may hold no other
		}
		switch {
		case entering && link:
			_, _ = w.WriteString(`<a href="`)
			_, _ = w.Write(util.EscapeHTML(util.URLEscape(n.(*ast.Image).Destination, true)))
			_, _ = w.WriteString(`">Image: `)
		case entering:
			_, _ = w.WriteString("Image: ")
		case link:
			_, _ = w.WriteString("</a>")
		}
		if entering && !n.HasChildren() {
			_, _ = w.Write(util.EscapeHTML(n.(*ast.Image).Destination))
		}
		return ast.WalkContinue, nil
	})
}
