package web

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"debrief/models"
	"debrief/models/store"
)

// upload sends a form with files: names and texts in turn.
func (v *visitor) upload(path string, form url.Values, files ...string) *httptest.ResponseRecorder {
	v.t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for name, values := range form {
		for _, value := range values {
			v.must(w.WriteField(name, value))
		}
	}
	for n := 0; n+1 < len(files); n += 2 {
		part, err := w.CreateFormFile("files", files[n])
		v.must(err)
		_, err = part.Write([]byte(files[n+1]))
		v.must(err)
	}
	v.must(w.Close())
	r := httptest.NewRequest(http.MethodPost, path, &body)
	r.Header.Set("Content-Type", w.FormDataContentType())
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	return v.send(r)
}

const slow = "# Search was slow <b>\n\n- Date: 2026-02-10\n- Severity: SEV-2\n\n## Timeline (UTC)\n\n- 10:00 alert fires\n- 10:30 resolved\n\n## Action items\n\n- [x] Add a cache\n- [ ] Page earlier\n"

func (v *visitor) imported() int {
	v.t.Helper()
	rows, _, err := v.store.Incidents(v.ctx, models.System, store.IncidentFilter{}, store.Page{})
	v.must(err)
	n := 0
	for _, i := range rows {
		if i.Source == models.ImportSource {
			n++
		}
	}
	return n
}

func TestFilesAreLookedAtBeforeTheyAreImported(t *testing.T) {
	w := newWorld(t, "")
	v := w.signIn(w.max)
	if got := v.page("/import", http.StatusOK).Find("input[type=file]").Length(); got != 1 {
		t.Fatalf("%d file inputs", got)
	}
	choices := url.Values{"severity": {"3"}}
	look := v.upload("/import/preview", choices, "search.md", "\xef\xbb\xbf"+strings.ReplaceAll(slow, "\n", "\r\n"), "logo.png", "\x89PNG\x00")
	if got := look.Header().Get("Cache-Control"); strings.Contains(got, "no-store") {
		t.Errorf("the browser's Back does not lead to it: %s", got)
	}
	doc := v.parsed("the preview", look, http.StatusOK)
	text := doc.Find("main").Text()
	for _, want := range []string{"Search was slow <b>", "SEV-2", "2 action items", "Page earlier", "10:00", "Cannot be imported", "binary file", "Import 1 file"} {
		if !strings.Contains(text, want) {
			t.Errorf("the preview does not say %q", want)
		}
	}
	if v.imported() != 0 {
		t.Error("it is stored before anybody said so")
	}
	form := doc.Find("form[action='/import']")
	res := v.upload("/import", filled(form))
	v.went(res, "/reviews/PM-")
	if v.imported() != 1 {
		t.Errorf("%d are imported", v.imported())
	}
	again := v.parsed("the preview", v.upload("/import/preview", choices, "search.md", slow), http.StatusOK)
	if text := again.Find("main").Text(); !strings.Contains(text, "Already there") || !strings.Contains(text, "nothing would change") || strings.Contains(text, "Import 1 file") {
		t.Errorf("a second time it says %s", text)
	}
	v.went(v.upload("/import", filled(form)), "/reviews")
	if v.imported() != 1 {
		t.Errorf("%d are imported after a second time", v.imported())
	}
	rows := v.parsed("the preview", v.upload("/import/preview", choices, "rows.csv", "Incident,Action,Owner\nSearch was slow,Add a limit,Gus Gone\n"), http.StatusOK)
	text = rows.Find("main").Text()
	for want, there := range map[string]bool{"Added to PM-": true, "Search was slow": true, "obody here is called “Gus Gone”": true, "no date": false, "No date": false, "severity:": false} {
		if strings.Contains(text, want) != there {
			t.Errorf("rows for a review that is there say %q: %v, in %s", want, !there, text)
		}
	}
	empty := v.parsed("no file", v.upload("/import/preview", choices), http.StatusUnprocessableEntity)
	if empty.Find("#refused").Length() == 0 {
		t.Error("without a file nothing is said")
	}
}

func TestATablesColumnsCanBeNamed(t *testing.T) {
	w := newWorld(t, "")
	v := w.signIn(w.max)
	table := "Massnahme,Wer,Bis,Vorfall\nAdd a cache,Max,2026-05-01,Search was slow\nPage earlier,,soon,Search was slow\n"
	choose := func(doc *goquery.Document, fields ...string) url.Values {
		form := filled(doc.Find("form[action='/import']"))
		form["files[0].field"] = fields
		return form
	}
	doc := v.parsed("the preview", v.upload("/import/preview", nil, "tracker.csv", table), http.StatusOK)
	if doc.Find("select[name='files[0].field']").Length() != 4 {
		t.Fatalf("there are %d columns to choose for", doc.Find("select[name='files[0].field']").Length())
	}
	doc = v.parsed("the preview", v.upload("/import/preview", choose(doc, "title", "owner", "due", "incident")), http.StatusOK)
	if text := doc.Find("main").Text(); !strings.Contains(text, "Line 3") || !strings.Contains(text, "soon") {
		t.Errorf("the row at fault is not named: %s", text)
	}
	if v.imported() != 0 {
		t.Error("half of it is imported")
	}
	doc = v.parsed("the preview", v.upload("/import/preview", choose(doc, "title", "owner", "", "incident")), http.StatusOK)
	v.went(v.upload("/import", choose(doc, "title", "owner", "", "incident")), "/reviews/PM-")
	items, _, err := v.store.Items(v.ctx, models.System, store.ItemFilter{Q: "cache"}, store.Page{})
	v.must(err)
	if len(items) != 1 || items[0].State != models.Proposed || items[0].OwnerID == nil {
		t.Errorf("the items are %+v", items)
	}
}

// The choice that was made for the preview is that of the import.
func TestTheOrderOfDaysIsChosen(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "")
	v := w.signIn(w.max)
	text := "# Slow tills\n\nDate: 02/01/2026\n\nThe tills were slow.\n"
	doc := v.parsed("the preview", v.upload("/import/preview", url.Values{"severity": {"3"}, "day_first": {"on"}}, "tills.md", text), http.StatusOK)
	v.went(v.upload("/import", filled(doc.Find("form[action='/import']"))), "/reviews/PM-")
	list, _, err := v.store.Incidents(v.ctx, models.System, store.IncidentFilter{Q: "Slow tills"}, store.Page{})
	v.must(err)
	if len(list) != 1 || models.DateOf(list[0].StartedAt).String() != "2026-01-02" {
		t.Errorf("what is imported is %+v", list)
	}
}
