package api

import (
	"net/http"
	"strings"
	"testing"

	"debrief/models"
	"debrief/models/store"
	"debrief/models/storetest"
)

const slowSearch = "# Die Suche war f\xfcr Kunden langsam\n\n- Date: 2026-02-10\n- Severity: SEV-2\n\n## Action items\n\n- [x] Add a cache\n- Page earlier\n"

func TestADocumentIsImportedAsItIs(t *testing.T) {
	each(t, func(t *testing.T, c *client) {
		as := []string{"Content-Type", "text/markdown; charset=iso-8859-1"}
		looked := c.do(http.MethodPost, "/imports?name=suche.md&preview=true", slowSearch, as...)
		if looked.Code != http.StatusOK || looked.Header().Get("Location") != "" || strings.Contains(looked.Body.String(), "0001-01-01") {
			t.Errorf("a preview answers %d %s: %s", looked.Code, looked.Header().Get("Location"), looked.Body)
		}
		preview := ok[imported](t, looked)
		if !preview.Preview || len(preview.Reviews) != 1 || preview.Reviews[0].ReviewID != 0 || !preview.Reviews[0].New {
			t.Fatalf("the preview is %+v", preview)
		}
		if list := ok[Page[models.Incident]](t, c.do(http.MethodGet, "/incidents", "")); len(list.Items) != 0 {
			t.Error("a preview stored something")
		}
		w := c.do(http.MethodPost, "/imports?name=suche.md", slowSearch, append(as, "Idempotency-Key", "a")...)
		got := ok[imported](t, w)
		r := got.Reviews[0]
		if w.Code != http.StatusCreated || w.Header().Get("Location") == "" || r.Title != "Die Suche war für Kunden langsam" || r.Severity != 2 || r.Added != 2 ||
			len(r.Items) != 2 || r.Items[0].State != models.Done || !strings.Contains(strings.Join(got.Notices, " "), "Windows-1252") {
			t.Errorf("it answers %d %s: %+v", w.Code, w.Header().Get("Location"), got)
		}
		again := ok[imported](t, c.do(http.MethodPost, "/imports?name=suche.md", slowSearch, append(as, "Idempotency-Key", "a")...))
		if again.Reviews[0].ReviewID != r.ReviewID || !again.Reviews[0].New {
			t.Errorf("the request sent again answers %+v", again)
		}
		if known := ok[imported](t, c.do(http.MethodPost, "/imports?name=suche.md", slowSearch, as...)); !known.Reviews[0].Known || known.Reviews[0].ReviewID != r.ReviewID {
			t.Errorf("the file again answers %+v", known)
		}
		refused(t, c.do(http.MethodPost, "/imports?name=andere.md", slowSearch, append(as, "Idempotency-Key", "a")...), http.StatusConflict, "conflict")
	})
}

func TestATableIsImportedWholeOrNotAtAll(t *testing.T) {
	each(t, func(t *testing.T, c *client) {
		as := []string{"Content-Type", "text/csv"}
		table := "Was,Wer,Bis,Vorfall\nAdd a cache,Mia Member,2026-05-01,Search was slow\nPage earlier,,soon,Search was slow\n"
		p := refused(t, c.do(http.MethodPost, "/imports?name=tracker&columns=Was=title,Wer=owner,Bis=due,Vorfall=incident", table, as...), http.StatusUnprocessableEntity, "invalid")
		if len(p.Errors) != 1 || p.Errors[0].Field != "line 3" {
			t.Errorf("at fault are %+v", p.Errors)
		}
		got := ok[imported](t, c.do(http.MethodPost, "/imports?name=tracker&open=true&columns=Was=title,Wer=owner,Bis=,Vorfall=incident", table, as...))
		if len(got.Reviews) != 1 || got.Reviews[0].Into != "Search was slow" || got.Reviews[0].Added != 2 || len(got.Columns) != 4 || got.Columns[2].Field != "" {
			t.Errorf("it answers %+v", got)
		}
		items, _, err := c.Items(t.Context(), models.System, store.ItemFilter{Q: "cache"}, store.Page{})
		storetest.Must(t, err)
		if len(items) != 1 || items[0].OwnerID == nil || *items[0].OwnerID != c.Member.ID || items[0].Historic {
			t.Errorf("the items are %+v", items)
		}
	})
}

func TestTheOrderOfDaysIsChosen(t *testing.T) {
	t.Parallel()
	c := onSQLite(t)
	for query, want := range map[string]string{"": "2026-02-01", "&day_first=true": "2026-01-02"} {
		got := ok[imported](t, c.do(http.MethodPost, "/imports?preview=true&name=tills.md"+query, "# Slow tills\n\nDate: 02/01/2026\n\nThe tills were slow.\n", "Content-Type", "text/markdown"))
		if began := models.DateOf(got.Reviews[0].StartedAt).String(); began != want {
			t.Errorf("with %q the incident began on %s, want %s", query, began, want)
		}
	}
}

func TestWhatCannotBeImported(t *testing.T) {
	t.Parallel()
	c := onSQLite(t)
	for _, x := range []struct {
		path, kind, body, says string
		status                 int
	}{
		{"/imports?name=x.md", "application/json", `{}`, "", http.StatusUnsupportedMediaType},
		{"/imports", "text/markdown", "# X", "name", http.StatusUnprocessableEntity},
		{"/imports?name=x.md", "text/markdown", "<!doctype html><html>", "HTML page", http.StatusUnprocessableEntity},
		{"/imports?name=x.md", "text/markdown", "PK\x00\x01", "binary", http.StatusUnprocessableEntity},
		{"/imports?name=x.csv", "text/markdown", "# X", "text/csv", http.StatusUnprocessableEntity},
		{"/imports?name=x.csv", "text/csv", "no,header,here\n", "title", http.StatusUnprocessableEntity},
		{"/imports?name=x.csv&columns=a", "text/csv", "Action\nAdd it\n", "HEADER=FIELD", http.StatusUnprocessableEntity},
		{"/imports?name=x.csv&columns=Action=colour", "text/csv", "Action\nAdd it\n", "is no field", http.StatusUnprocessableEntity},
		{"/imports?name=x.md", "text/markdown", strings.Repeat("x", 3<<20), "more than 2 MiB", http.StatusUnprocessableEntity},
		{"/imports?name=x.md&team=999", "text/markdown", "# X", "does not exist", http.StatusUnprocessableEntity},
	} {
		w := c.do(http.MethodPost, x.path, x.body, "Content-Type", x.kind)
		if w.Code != x.status || !strings.Contains(w.Body.String(), x.says) {
			t.Errorf("%s as %s answers %d %s", x.path, x.kind, w.Code, w.Body)
		}
	}
}
