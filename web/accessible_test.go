package web

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
)

// references are the attributes that name elements by their ids.
var references = []string{"for", "list", "popovertarget", "aria-activedescendant", "aria-controls", "aria-describedby", "aria-details", "aria-errormessage",
	"aria-labelledby", "aria-owns", "data-copy", "data-quoted"}

// barriers returns what keeps somebody with a screen reader or a keyboard from using a page. Contrast and sizes are a browser's to tell.
func barriers(doc *goquery.Document) []string {
	var list []string
	found := func(format string, args ...any) { list = append(list, fmt.Sprintf(format, args...)) }
	each := func(selector string, f func(*goquery.Selection)) {
		doc.Find(selector).Each(func(_ int, s *goquery.Selection) { f(s) })
	}
	if doc.Find("html").AttrOr("lang", "") == "" {
		found("no language is said")
	}
	if title := doc.Find("head > title").Text(); strings.Trim(title, " ·") == "" || strings.HasPrefix(title, " ") {
		found("the title is %q", title)
	}
	for _, one := range []string{"main", "h1"} {
		if n := doc.Find(one).Length(); n != 1 {
			found("there are %d <%s>", n, one)
		}
	}
	ids := map[string]int{}
	each("[id]", func(s *goquery.Selection) { ids[s.AttrOr("id", "")]++ })
	for id, n := range ids {
		if n > 1 || id == "" {
			found("the id %q is there %d times", id, n)
		}
	}
	for _, attribute := range references {
		each("["+attribute+"]", func(s *goquery.Selection) {
			for _, id := range strings.Fields(s.AttrOr(attribute, "")) {
				if attribute == "data-quoted" {
					id += "-quote" // of the form for a comment
				}
				if ids[id] == 0 {
					found("%s names %s, which is not there", attribute, id)
				}
			}
		})
	}
	each("input:not([type=hidden]), select, textarea", func(s *goquery.Selection) {
		if id := s.AttrOr("id", ""); nameOf(s) == "" && nameOf(doc.Find(fmt.Sprintf("label[for=%q]", id))) == "" {
			found("the control %s (%s) has no label", s.AttrOr("name", ""), id)
		}
	})
	each("a[href], button, summary, legend, caption, h1, h2, h3, h4, h5, h6", func(s *goquery.Selection) {
		if nameOf(s) == "" && s.Closest(".document").Length() == 0 {
			found("a <%s> says nothing", goquery.NodeName(s))
		}
	})
	each("nav, dialog, form[role=search], [role=img], [role=region], body aside", func(s *goquery.Selection) {
		if s.AttrOr("aria-label", "")+s.AttrOr("aria-labelledby", "") == "" {
			found("a <%s> has no name", goquery.NodeName(s))
		}
	})
	each("table.list > tbody > tr", func(s *goquery.Selection) {
		if s.ChildrenFiltered("th[scope=row]").Length() != 1 {
			found("a row of the table %q has no header", s.Closest("table").AttrOr("aria-label", ""))
		}
	})
	each("fieldset", func(s *goquery.Selection) {
		if s.ChildrenFiltered("legend").Length() != 1 {
			found("a <fieldset> has no legend")
		}
	})
	each("img", func(s *goquery.Selection) {
		if _, there := s.Attr("alt"); !there {
			found("a picture has no alt")
		}
	})
	each("svg", func(s *goquery.Selection) {
		if s.Closest("[aria-hidden=true]").Length() == 0 && nameOf(s) == "" {
			found("an <svg> has no name, and is not hidden")
		}
	})
	each("table", func(s *goquery.Selection) {
		if s.Closest(".document").Length() > 0 {
			return // as its author wrote it
		}
		if s.ChildrenFiltered("caption").Length() == 0 && nameOf(s.Not("table:not([aria-label])")) == "" {
			found("a table has no name")
		}
		s.Find("th").Each(func(_ int, th *goquery.Selection) {
			if scope := th.AttrOr("scope", ""); scope == "" {
				found("the header %q has no scope", th.Text())
			}
		})
	})
	each("[tabindex]", func(s *goquery.Selection) {
		if n := s.AttrOr("tabindex", ""); n != "0" && n != "-1" {
			found("a tabindex is %s: the order of the page is the order of the keys", n)
		}
	})
	if n := doc.Find("[autofocus]").Length(); n > 1 && doc.Find("#refused").Length() == 0 {
		found("%d elements want the focus", n)
	}
	level := 0
	each("h1, h2, h3, h4, h5, h6", func(s *goquery.Selection) {
		now := int(goquery.NodeName(s)[1] - '0')
		if level > 0 && now > level+1 || level == 0 && now != 1 {
			found("the heading %q is of level %d below %d", strings.TrimSpace(s.Text()), now, level)
		}
		level = now
	})
	return list
}

// nameOf returns what a screen reader calls an element: its label, else what it says.
func nameOf(s *goquery.Selection) string {
	if label := s.AttrOr("aria-label", ""); label != "" {
		return label
	}
	text := s.Text()
	s.Find("img[alt]").Each(func(_ int, img *goquery.Selection) { text += img.AttrOr("alt", "") })
	if slices.Contains([]string{"textarea", "select", "table"}, goquery.NodeName(s)) {
		return ""
	}
	return strings.TrimSpace(text)
}

// Every page that there is, whatever the route, for everybody who may see it.
func TestEveryPageCanBeUsedWithoutEyesOrMouse(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "")
	w.write(w.review, w.max, "## Overview\n\nIf Max had looked, it would not have happened.\n\n#### Deep\n\n## Impact\n\n| a | b |\n|--|--|\n| 1 | 2 |\n")
	pages := map[string]bool{"/nowhere": true}
	for name, row := range accessOf(w) {
		if address, is := strings.CutPrefix(name, "GET "); is && row.open != "" && !strings.HasPrefix(address, "/static") {
			pages[row.open] = true
		}
	}
	for _, path := range pagesOf(w) {
		pages[path] = true
	}
	seen := 0
	for _, v := range []*visitor{w.signIn(w.ada), w.signIn(w.fay), w.signIn(w.vic)} {
		titles := map[string]string{}
		for path := range pages {
			res := v.get(path)
			if !strings.HasPrefix(res.Header().Get("Content-Type"), "text/html") || !strings.Contains(res.Body.String(), "<html") {
				continue // a file, a part of a page, or the way to another
			}
			seen++
			doc := v.parsed(path, res, res.Code)
			path, _, _ = strings.Cut(path, "?")
			title := doc.Find("head > title").Text()
			if strings.HasSuffix(path, "/document/findings") {
				continue // the editor, by another address
			}
			if other, there := titles[title]; there && other != path && res.Code == http.StatusOK {
				t.Errorf("%s and %s are both called %q", other, path, title)
			}
			if res.Code == http.StatusOK {
				titles[title] = path
			}
		}
	}
	if seen < 100 {
		t.Errorf("only %d pages were looked at", seen)
	}
}

func TestBarriersAreFound(t *testing.T) {
	t.Parallel()
	const page = `<html lang="en"><head><title>T</title></head><body><main><h1>One</h1>%s</main></body></html>`
	for content, want := range map[string]string{
		`<p>Nothing is wrong.</p>`:                                                   "",
		`<label for="a">A</label><input id="a" name="a">`:                            "",
		`<input id="a" name="field">`:                                                "the control field (a) has no label",
		`<label for="a"></label><select id="a" name="b"><option>x</option></select>`: "the control b (a) has no label",
		`<p id="a"></p><p id="a"></p>`:                                               `the id "a" is there 2 times`,
		`<p aria-describedby="b"></p>`:                                               "aria-describedby names b, which is not there",
		`<label for="c">C</label>`:                                                   "for names c, which is not there",
		`<a href="/"><svg aria-hidden="true"></svg></a>`:                             "a <a> says nothing",
		`<a href="/"><img src="x" alt="Home"></a>`:                                   "",
		`<button aria-label="Close"></button>`:                                       "",
		`<button><svg aria-hidden="true"></svg></button>`:                            "a <button> says nothing",
		`<img src="x">`:                          "a picture has no alt",
		`<svg></svg>`:                            "an <svg> has no name, and is not hidden",
		`<h3>Three</h3>`:                         `the heading "Three" is of level 3 below 1`,
		`<h2>Two</h2><h3>Three</h3><h2>Two</h2>`: "",
		`<h1>Two</h1>`:                           "there are 2 <h1>",
		`<table><tr><th scope="col">A</th></tr></table>`:                     "a table has no name",
		`<table aria-label="T"><tr><th>A</th></tr></table>`:                  `the header "A" has no scope`,
		`<table><caption>T</caption><tr><th scope="col">A</th></tr></table>`: "",
		`<nav></nav>`:           "a <nav> has no name",
		`<fieldset></fieldset>`: "a <fieldset> has no legend",
		`<p tabindex="3"></p>`:  "a tabindex is 3: the order of the page is the order of the keys",
	} {
		doc, err := goquery.NewDocumentFromReader(strings.NewReader(fmt.Sprintf(page, content)))
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(barriers(doc), "; "); got != want {
			t.Errorf("of %s it says %q, want %q", content, got, want)
		}
	}
}
