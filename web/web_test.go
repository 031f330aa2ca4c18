package web

import (
	"fmt"
	"github.com/PuerkitoBio/goquery"
	"net/http"
	"strings"
	"testing"
)

// pagesOf are the pages of a full house.
func pagesOf(w *world) []string {
	r, i := "/reviews/"+w.review.Ref(), fmt.Sprintf("/incidents/%d", w.open.ID)
	return []string{"/", "/reviews", "/reviews?state=open&mine=on&q=x&severity=1", r, r + "/meeting", r + "/document", r + "/document/edit",
		r + "/document/versions", r + "/document/versions/1", r + "/document/versions/1/changes", "/incidents", "/incidents/new", i, i + "/edit", fmt.Sprintf("/incidents/%d", w.small.ID),
		"/action-items", "/action-items?state=open&overdue=on", "/action-items/" + w.proposed.Ref(), "/action-items/" + w.committed.Ref(),
		"/action-items/" + w.done.Ref(), "/action-items/" + w.rejected.Ref(), "/action-items/" + w.committed.Ref() + "/edit",
		"/reports/completion", "/reports/completion?by=team", "/reports/completion?by=service", "/reports/completion?by=kind", "/reports/completion?by=month",
		"/reports/timeliness", "/reports/timeliness?by=team", "/reports/timeliness?by=service", "/reports/timeliness?by=month",
		"/people", "/people/new", fmt.Sprintf("/people/%d", w.max.ID), "/teams", "/teams/new", fmt.Sprintf("/teams/%d", w.team.ID),
		"/services", "/services/new", fmt.Sprintf("/services/%d", w.service.ID), "/policies", "/policies/1", "/checklist", "/checklist/new",
		"/tokens", "/operations"}
}

// titles that break pages: markup, one endless word, right to left, template and URL syntax.
var titles = map[string]string{
	"plain":    "",
	"markup":   `<script>alert(1)</script><img src=x onerror=alert(1)> "quoted' & {{.Me}}`,
	"endless":  strings.Repeat("Wörtern", 18),
	"rtl":      "תקלה בתשלומים \u202eabc مشكلة",
	"markdown": "](javascript:alert(1)) | `code` **bold** =1+1",
}

func TestPagesWithDataOfEveryKind(t *testing.T) {
	for name, title := range titles {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, title)
			admin := w.signIn(w.ada)
			for _, path := range pagesOf(w) {
				doc := admin.page(path, http.StatusOK)
				if doc.Find("img[src=x]").Length() > 0 {
					t.Errorf("%s: markup of a person became markup of the page", path)
				}
				doc.Find("a[href]").Each(func(_ int, a *selection) {
					if href := a.AttrOr("href", ""); strings.HasPrefix(strings.ToLower(href), "javascript:") {
						t.Errorf("%s: a link runs script: %s", path, href)
					}
				})
			}
		})
	}
}

func TestPagesOfAnEmptyHouse(t *testing.T) {
	h := newHouse(t)
	for _, v := range []*visitor{h.signIn(h.person("Ada", "administrator")), h.signIn(h.person("Vic", "viewer"))} {
		for _, path := range []string{"/", "/reviews", "/reviews?q=none", "/incidents", "/incidents?q=none", "/action-items", "/action-items?q=none",
			"/reports/completion", "/reports/timeliness", "/teams", "/services", "/policies", "/checklist", "/tokens"} {
			if doc := v.page(path, http.StatusOK); strings.Contains(path, "?q") && doc.Find(".empty a").Length() != 1 {
				t.Errorf("%s does not say how to go on", path)
			}
		}
	}
}

// Every link of every page leads somewhere.
func TestLinksResolve(t *testing.T) {
	w := newWorld(t, "")
	for _, p := range []*visitor{w.signIn(w.ada), w.signIn(w.vic)} {
		seen := map[string]bool{}
		queue := []string{"/"}
		for len(queue) > 0 {
			path := queue[0]
			queue = queue[1:]
			res := p.get(path)
			if strings.HasPrefix(path, "/static/") || strings.Contains(path, ".csv") || strings.Contains(path, ".md") {
				if res.Code != http.StatusOK {
					t.Errorf("%s answered %d", path, res.Code)
				}
				continue
			}
			if res.Code == http.StatusNotFound && strings.HasPrefix(path, "/reviews/"+w.secret.Ref()) {
				continue // an item's owner sees the item and not its restricted review
			}
			doc := p.parsed(path, res, http.StatusOK)
			doc.Find("a[href], link[href], script[src], img[src]").Each(func(_ int, s *selection) {
				to := s.AttrOr("href", s.AttrOr("src", ""))
				to, _, _ = strings.Cut(to, "#")
				if strings.HasPrefix(to, "/") && !seen[to] {
					seen[to] = true
					queue = append(queue, to)
				}
			})
		}
		if len(seen) < 15 {
			t.Errorf("only %d links were found", len(seen))
		}
	}
}

func TestHeaders(t *testing.T) {
	w := newWorld(t, "")
	res := w.signIn(w.max).get("/")
	for name, want := range map[string]string{"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin",
		"Content-Security-Policy": "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; form-action 'self'"} {
		if got := res.Header().Get(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	static := w.nobody().get(asset("app.css"))
	if got := static.Header().Get("Cache-Control"); static.Code != http.StatusOK || !strings.Contains(got, "immutable") {
		t.Errorf("a static file answers %d, kept %q", static.Code, got)
	}
}

func TestErrorPages(t *testing.T) {
	w := newWorld(t, "")
	admin, viewer := w.signIn(w.ada), w.signIn(w.vic)
	for path, status := range map[string]int{"/reviews/PM-999": 404, "/reviews/nonsense": 404, "/nowhere": 404, "/action-items/AI-0": 404, "/people/99": 404,
		"/reviews?cursor=x": 422} {
		admin.page(path, status)
	}
	viewer.page("/people", http.StatusForbidden)
	w.nobody().page("/nowhere", http.StatusNotFound)
	if res := w.nobody().get("/api/nothing"); strings.Contains(res.Body.String(), "<html") {
		t.Error("the API's errors are pages")
	}
	for _, path := range []string{"/reviews/17x", "/reviews/" + fmt.Sprint(w.review.ID), "/reviews/pm-" + fmt.Sprint(w.review.ID)} {
		want := http.StatusOK
		if strings.HasSuffix(path, "x") {
			want = http.StatusNotFound
		}
		admin.page(path, want)
	}
}

type selection = goquery.Selection
