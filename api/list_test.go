package api

import (
	"encoding/csv"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"debrief/models"
	"debrief/models/store"
	"debrief/models/storetest"
)

// Pages show every row that was there all the time exactly once, while others come and go.
func TestPagesWhileRowsComeAndGo(t *testing.T) {
	for _, sort := range []string{"-id", "id", "due_on", "-due_on"} {
		t.Run(sort, func(t *testing.T) {
			each(t, func(t *testing.T, c *client) {
				r := c.AddReview(t, storetest.Monday, 1)
				add := func(n int) int64 {
					due := models.DateOf(noon).AddDays(10 + n%4) // many are due on one day
					return c.Commit(t, storetest.Monday, r.ID, due).ID
				}
				stay := map[int64]int{}
				var leave []int64
				for n := range 23 {
					if id := add(n); n%4 == 3 {
						leave = append(leave, id)
					} else {
						stay[id] = 0
					}
				}
				path := "/action-items?limit=5&state=committed&state=in_progress&sort=" + sort
				for n := 0; path != ""; n++ {
					w := c.do(http.MethodGet, path, "")
					page := ok[Page[models.ActionItem]](t, w)
					if len(page.Items) > 5 || n > 20 {
						t.Fatalf("page %d has %d rows", n, len(page.Items))
					}
					for _, a := range page.Items {
						if _, known := stay[a.ID]; known {
							stay[a.ID]++
						}
					}
					add(n)
					if n < len(leave) {
						ok[models.ActionItem](t, c.do(http.MethodPost, fmt.Sprintf("/action-items/%d/completion", leave[n]), ""))
					}
					path = ""
					if page.Next != "" {
						link, rel, _ := strings.Cut(w.Header().Get("Link"), ">")
						path = strings.TrimPrefix(link, "<")
						if u, err := url.Parse(path); err != nil || u.Query().Get("cursor") != page.Next || rel != `; rel="next"` {
							t.Fatalf("Link %s", w.Header().Get("Link"))
						}
					} else if w.Header().Get("Link") != "" {
						t.Error("a Link on the last page")
					}
				}
				for id, times := range stay {
					if times != 1 {
						t.Errorf("item %d was shown %d times", id, times)
					}
				}
			})
		})
	}
}

func TestCSVHoldsAllPages(t *testing.T) {
	each(t, func(t *testing.T, c *client) {
		r := c.AddReview(t, storetest.Monday, 1)
		raw := storetest.Raw(t, c.Store)
		const rows = 451
		for n := range rows { // by hand, for speed
			_, err := raw.ExecContext(t.Context(), fmt.Sprintf(`INSERT INTO action_items (ulid, review_id, title, description, state, kind, priority,
				labels, version, created_at, updated_at, nudge_on) SELECT 'U%d', %d, 'Item %d', '=cmd()', 'proposed', 'prevent', 'P2',
				'["a","b"]', 1, created_at, created_at, NULL FROM reviews WHERE id = %d`, n, r.ID, n, r.ID))
			storetest.Must(t, err)
		}
		c.Commit(t, storetest.Monday, r.ID, models.Date{}, func(a *models.ActionItem) { a.Title = "+1 “quoted”, with a comma"; a.Description = "two\nlines" })
		byFormat, byAccept := c.do(http.MethodGet, "/action-items?format=csv&sort=id", ""), c.do(http.MethodGet, "/action-items?sort=id&limit=10", "", "Accept", "text/csv, application/json;q=0.5")
		if byFormat.Code != http.StatusOK || byFormat.Body.String() != byAccept.Body.String() {
			t.Error("format and Accept give different tables")
		}
		if got := byFormat.Header().Get("Content-Type"); !strings.HasPrefix(got, "text/csv") {
			t.Error(got)
		}
		table, err := csv.NewReader(byFormat.Body).ReadAll()
		storetest.Must(t, err)
		if len(table) != 1+rows+1 {
			t.Fatalf("%d lines", len(table))
		}
		column := map[string]int{}
		for n, name := range table[0] {
			column[name] = n
		}
		cell := func(line int, name string) string {
			at, known := column[name]
			if !known {
				t.Fatalf("no column %s in %v", name, table[0])
			}
			return table[line][at]
		}
		seen := map[string]bool{}
		for n := range table[1:] {
			seen[cell(n+1, "id")] = true
		}
		if len(seen) != rows+1 {
			t.Errorf("%d different rows", len(seen))
		}
		last := len(table) - 1
		for _, want := range [][3]any{{1, "description", "'=cmd()"}, {1, "labels", `["a","b"]`}, {1, "due_on", ""}, {1, "owner_id", ""},
			{1, "link.key", ""}, {1, "scope.bounded", "false"}, {last, "title", "'+1 “quoted”, with a comma"}, {last, "description", "two\nlines"},
			{last, "owner_id", fmt.Sprint(c.Member.ID)}, {last, "due_on", "2026-03-18"}, {last, "link.pending", "true"},
			{last, "committed_at", storetest.Monday.Format(time.RFC3339)}, {last, "state", "committed"}} {
			if got := cell(want[0].(int), want[1].(string)); got != want[2] {
				t.Errorf("line %d, %s: %q, want %q", want[0], want[1], got, want[2])
			}
		}
		if _, internal := column["desired_hash"]; internal {
			t.Error("CSV shows what JSON does not")
		}
	})
}

func TestEveryListAnswersCSV(t *testing.T) {
	t.Parallel()
	c := onSQLite(t)
	r := c.AddReview(t, storetest.Monday, 1)
	c.Write(t, storetest.Monday, r.ID, "It was slow.")
	c.Commit(t, storetest.Monday, r.ID, models.Date{})
	c.Meet(t, storetest.Monday, r.ID, noon, c.Member)
	fill := strings.NewReplacer("/reviews/{id}", "/reviews/1", "/action-items/{id}", "/action-items/1", "/people/{id}", "/people/1",
		"{audience}", "external")
	if _, err := c.WriteMessage(t.Context(), models.System, storetest.Monday, r.ID, models.External, 0, "It was slow."); err != nil {
		t.Fatal(err)
	}
	n := 0
	for path, item := range c.server.huma.OpenAPI().Paths {
		if item.Get == nil || item.Get.Responses["200"].Content["text/csv"] == nil {
			continue
		}
		n++
		w := c.do(http.MethodGet, fill.Replace(path), "", "Accept", "text/csv")
		table, err := csv.NewReader(w.Body).ReadAll()
		if w.Code != http.StatusOK || err != nil || len(table) == 0 || len(table[0]) < 2 {
			t.Errorf("%s: %d %v %v", path, w.Code, err, table)
		}
	}
	if n < 18 {
		t.Errorf("only %d lists answer CSV", n)
	}
	if report := c.do(http.MethodGet, "/reports/completion?format=csv&by=kind", "").Body.String(); report != "key,name,opened,closed,rejected,open,overdue,on_time,late\nprevent,prevent,1,0,0,1,0,0,0\ntotal,Total,1,0,0,1,0,0,0\n" {
		t.Error(report)
	}
}

func TestFiltersOfActionItems(t *testing.T) {
	t.Parallel()
	c := onSQLite(t)
	r := c.AddReview(t, storetest.Monday, 1)
	late := models.DateOf(storetest.Monday)
	first := c.Commit(t, storetest.Monday, r.ID, late)
	c.Commit(t, storetest.Monday, r.ID, late.AddDays(30), func(a *models.ActionItem) {
		a.OwnerID, a.TeamID, a.Kind, a.Priority, a.Title = nil, &c.Team.ID, models.Detect, models.P0, "Watch 100% of it"
	})
	c.server.now = func() time.Time { return noon.AddDate(0, 0, 1) }
	for query, want := range map[string]int{
		"": 2, "overdue=true": 1, "overdue=false": 2, "unowned=true": 1, "due_by=2026-03-02": 1, "due_by=2026-12-31": 2, "state=proposed": 0,
		"state=proposed&state=committed": 2, "review=PM-1": 2, "review=1": 2, "review=2": 0, "kind=detect": 1, "priority=P0": 1, "severity=1": 2, "severity=2": 0,
		"q=100%25": 1, "q=circuit": 1, "team=1": 2, "team=2": 0, "service=1": 2, "owner=" + fmt.Sprint(*first.OwnerID): 1,
	} {
		if got := ok[Page[models.ActionItem]](t, c.do(http.MethodGet, "/action-items?"+query, "")); len(got.Items) != want {
			t.Errorf("%s: %d items, want %d", query, len(got.Items), want)
		}
	}
}

func TestReviewsByWhomTheyLack(t *testing.T) {
	t.Parallel()
	c := onSQLite(t)
	c.AddReview(t, storetest.Monday, 1)
	r, nobody := c.AddReview(t, storetest.Monday, 1), int64(0)
	_, err := c.Store.EditReview(t.Context(), models.System, storetest.Monday, r.ID, r.Version, store.ReviewEdit{OwnerID: &nobody})
	storetest.Must(t, err)
	for query, want := range map[string]int{"": 2, "unowned=true": 1, "unowned=false": 2, "unfacilitated=true": 0, "unowned=true&unfacilitated=true": 0} {
		if got := ok[Page[models.Review]](t, c.do(http.MethodGet, "/reviews?"+query, "")); len(got.Items) != want {
			t.Errorf("%s: %d reviews, want %d", query, len(got.Items), want)
		}
	}
}

func TestReviewsByTheWordsOfTheirDocument(t *testing.T) {
	each(t, func(t *testing.T, c *client) {
		for n := range 2 {
			c.Write(t, storetest.Monday, c.AddReview(t, storetest.Monday, 1).ID, fmt.Sprintf("# Causes\n\n=The **pool** number %d of db-1 ran dry.", n))
		}
		const want = "Causes =The pool number 1 of db-1 ran dry."
		for query, want := range map[string]string{"q=number+1": want, "q=slow+1": want, "q=slow": ""} {
			got := ok[Page[models.Review]](t, c.do(http.MethodGet, "/reviews?limit=1&"+query, "")).Items
			if len(got) != 1 || got[0].Ref() != "PM-2" || got[0].Excerpt != want {
				t.Errorf("%s: %+v", query, got)
			}
		}
		if body := c.do(http.MethodGet, "/reviews/2", "").Body.String(); strings.Contains(body, "excerpt") {
			t.Errorf("one review was not searched for: %s", body)
		}
		table, err := csv.NewReader(c.do(http.MethodGet, "/reviews?format=csv&q=pool", "").Body).ReadAll()
		if err != nil || len(table) != 3 || table[0][len(table[0])-1] != "excerpt" || table[1][len(table[1])-1] != want {
			t.Errorf("%v, %q", err, table)
		}
	})
}

// flusher does something when the first page is sent.
type flusher struct {
	*httptest.ResponseRecorder
	first func()
}

func (f *flusher) Flush() {
	f.ResponseRecorder.Flush()
	if f.first != nil {
		f.first()
		f.first = nil
	}
}

// A table that cannot be finished ends in a broken connection, not as if it were whole.
func TestCSVThatFailsHalfway(t *testing.T) {
	t.Parallel()
	c := onSQLite(t)
	raw := storetest.Raw(t, c.Store)
	for n := range 300 {
		_, err := raw.ExecContext(t.Context(), fmt.Sprintf(`INSERT INTO services (name, health, version, created_at, updated_at)
			SELECT 's%d', '', 1, created_at, created_at FROM services WHERE id = 1`, n))
		storetest.Must(t, err)
	}
	r := httptest.NewRequest(http.MethodGet, Prefix+"/services?format=csv", nil)
	r.Header.Set("Authorization", "Bearer "+c.token)
	defer func() {
		if err, _ := recover().(error); !errors.Is(err, http.ErrAbortHandler) {
			t.Errorf("recovered %v", err)
		}
	}()
	c.echo.ServeHTTP(&flusher{httptest.NewRecorder(), func() {
		_, err := raw.ExecContext(t.Context(), "DROP TABLE services")
		storetest.Must(t, err)
	}}, r)
	t.Error("the table ended as if it were whole")
}
