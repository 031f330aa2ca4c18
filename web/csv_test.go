package web

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"debrief/models"
	"debrief/models/store"
)

func TestListsPageAndCSVHasAll(t *testing.T) {
	w := newWorld(t, "")
	for n := range 60 {
		_, err := w.store.ProposeItem(w.ctx, models.System, w.now, models.ActionItem{ReviewID: w.review.ID, Title: fmt.Sprintf("=Item %d", n)})
		w.must(err)
	}
	v := w.signIn(w.vic)
	seen, path := map[string]bool{}, "/action-items?sort=-id"
	for path != "" {
		doc := v.page(path, http.StatusOK)
		doc.Find("#list a.row-title").Each(func(_ int, a *goquery.Selection) { seen[a.AttrOr("href", "")] = true })
		if back := doc.Find(".more a:contains('first page')"); back.Length() != min(1, strings.Count(path, "cursor=")) || back.AttrOr("href", "/action-items?sort=-id") != "/action-items?sort=-id" {
			t.Errorf("%s leads back to %q", path, back.AttrOr("href", ""))
		}
		path = doc.Find(".more a[rel=next]").AttrOr("href", "")
	}
	if len(seen) != 64 { // 60, and the world's four that are not restricted
		t.Errorf("the pages list %d items", len(seen))
	}
	file := v.get("/action-items.csv").Body.String()
	if lines := strings.Count(file, "\n"); lines != 65 || !strings.Contains(file, ",'=Item 3,") || strings.Contains(file, ",=Item") {
		t.Errorf("the CSV has %d lines, or formulas", lines)
	}
	for _, path := range []string{"/action-items.csv", "/reviews.csv", "/incidents.csv", "/reports/completion.csv?by=kind"} { // spreadsheets see by it that this is UTF-8
		if text := v.get(path).Body.String(); !strings.HasPrefix(text, "\ufeff") || strings.Count(text, "\ufeff") != 1 {
			t.Errorf("%s begins with %q", path, text[:min(len(text), 20)])
		}
	}
	if text := v.get("/reviews.csv").Body.String(); !strings.Contains(text, "\nPM-1,1,Payments failed,SEV-1,draft,Max Member,Fay Field,Payments,2026-03-") {
		t.Errorf("the reviews' CSV says %s", text)
	}
	if text := v.get("/incidents.csv").Body.String(); !strings.Contains(text, ",source,the source's id,address\n") || !strings.Contains(text, ",Payments failed,SEV-1,Payments,Checkout,2026-03-") {
		t.Errorf("the incidents' CSV says %s", text)
	}
	if res := v.get("/reports/completion.csv?by=kind"); res.Code != http.StatusOK || !strings.Contains(res.Body.String(), "Prevent,2,1,0,1,0") {
		t.Errorf("the report's CSV says %s", res.Body)
	}
}

func TestTheLinkToACSVHoldsWhatThePageShows(t *testing.T) {
	w := newWorld(t, "")
	v := w.signIn(w.vic)
	for path, want := range map[string]int{
		"/action-items": 4, "/action-items?state=open&severity=1": 1, "/action-items?q=Limit+retries%26&state=open": 0,
		"/action-items?q=a&state=done&sort=-id": 1, "/action-items?q=runbook&state=done&team=" + fmt.Sprint(w.team.ID): 1,
		"/reviews": 1, "/reviews?state=open&severity=1": 1, "/reviews?q=nothing": 0, "/incidents": 2, "/incidents?severity=4": 1,
		"/reports/completion": 2, "/reports/completion?by=severity&team=99": 1, "/reports/completion?by=kind&from=2026-03-01&to=2026-03-09": 1,
	} {
		doc := v.page(path, http.StatusOK)
		shown, link := doc.Find("table.list").Find("tbody tr, tfoot tr").Length(), doc.Find(".actions a[href*='.csv']").AttrOr("href", "")
		if strings.HasPrefix(path, "/reports/") {
			shown = max(shown, 1) // the total stands in the file in any case
		}
		rows, err := csv.NewReader(v.get(link).Body).ReadAll()
		w.must(err)
		if len(rows)-1 != shown || shown != want {
			t.Errorf("%s shows %d rows, %s holds %d, want %d", path, shown, link, len(rows)-1, want)
		}
	}
}

// Whoever downloads a list that breaks off must not take it for the whole one.
func TestACSVThatBreaksOffEndsAsNoFileThatIsWhole(t *testing.T) {
	h := newHouse(t)
	o := Options{Now: func() time.Time { return h.now }}
	w := &site{store: h.store, opts: o, sessions: newSessions(h.store, o), forgery: http.NewCrossOriginProtection()}
	h.echo.GET("/broken.csv", w.serve(func(r *request) error {
		return spread(r, w, "broken.csv", []string{"number"}, func(p store.Page) ([]int, string, error) {
			if p.Cursor != "" {
				return nil, "", errors.New("the database is gone")
			}
			return []int{1}, "second page", nil
		}, func(n int, _ callings) []string { return []string{text(n)} })
	}, ""))
	server := httptest.NewServer(h.echo)
	defer server.Close()
	res, err := server.Client().Get(server.URL + "/broken.csv")
	if err != nil {
		return // broken off before the first of it was on its way
	}
	defer res.Body.Close()
	if got, err := io.ReadAll(res.Body); err == nil {
		t.Errorf("%d: it ends as if it were whole: %q", res.StatusCode, got)
	}
}

// PostgreSQL fails at what is no text, in words of its own.
func TestAnAddressThatIsNoTextIsRefused(t *testing.T) {
	w := newWorld(t, "")
	v := w.signIn(w.vic)
	for _, path := range []string{"/reviews?q=%00", "/reviews?q=%ff", "/action-items?kind=a%00", "/incidents.csv?q=%fe", "/reports/completion?by=%00"} {
		doc := v.page(path, http.StatusUnprocessableEntity)
		if text := doc.Find("main").Text(); !strings.Contains(text, "signs in it that are no text") {
			t.Errorf("%s says %q", path, text)
		}
	}
}
