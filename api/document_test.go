package api

import (
	"net/http"
	"strings"
	"testing"

	"debrief/models"
	"debrief/models/storetest"
)

func TestVersionsOfADocumentAreCompared(t *testing.T) {
	each(t, func(t *testing.T, c *client) {
		r := c.AddReview(t, storetest.Monday, 1)
		document := "/reviews/" + r.Ref() + "/document"
		for _, body := range []string{"# Slow\n\nIt was slow.\n", "# Slow\n\nIt was very slow.\n", "# Slow\n\nIt was very slow.\n\nThen it was not."} {
			ok[models.Document](t, c.do(http.MethodPut, document, body, "Content-Type", "text/markdown", "If-Match", "*"))
		}
		for query, want := range map[string]documentChanges{
			"3/changes":         {2, 3, 2, 0, "@@ -1,3 +1,5 @@\n # Slow\n \n It was very slow.\n+\n+Then it was not.\n\\ No newline at end of file\n"},
			"2/changes":         {1, 2, 1, 1, "@@ -1,3 +1,3 @@\n # Slow\n \n-It was slow.\n+It was very slow.\n"},
			"3/changes?since=1": {1, 3, 3, 1, "@@ -1,3 +1,5 @@\n # Slow\n \n-It was slow.\n+It was very slow.\n+\n+Then it was not.\n\\ No newline at end of file\n"},
			"1/changes":         {0, 1, 3, 0, "@@ -0,0 +1,3 @@\n+# Slow\n+\n+It was slow.\n"},
			"1/changes?since=0": {0, 1, 3, 0, "@@ -0,0 +1,3 @@\n+# Slow\n+\n+It was slow.\n"},
			"2/changes?since=2": {2, 2, 0, 0, ""},
		} {
			if got := ok[documentChanges](t, c.do(http.MethodGet, document+"/versions/"+query, "")); got != want {
				t.Errorf("%s: %+v, want %+v", query, got, want)
			}
		}
		for _, since := range []string{"3", "-1", "one", "1.5", "12345678901"} {
			p := refused(t, c.do(http.MethodGet, document+"/versions/2/changes?since="+since, ""), http.StatusUnprocessableEntity, "invalid")
			if len(p.Errors) != 1 || p.Errors[0].Field != "since" {
				t.Errorf("since=%s: %+v", since, p)
			}
		}
		refused(t, c.do(http.MethodGet, document+"/versions/4/changes", ""), http.StatusNotFound, "not-found")

		// An older version is taken up again by saving its text, and the history knows it.
		first := ok[models.Document](t, c.do(http.MethodGet, document+"/versions/1", "")).Body
		refused(t, c.do(http.MethodPut, document, first, "Content-Type", "text/markdown", "If-Match", `"2"`), http.StatusConflict, "stale")
		w := c.do(http.MethodPut, document, first, "Content-Type", "text/markdown", "If-Match", `"3"`)
		if d := ok[models.Document](t, w); d.Number != 4 || d.Body != first {
			t.Errorf("saved is %+v", d)
		}
		if events := c.do(http.MethodGet, "/events?review="+r.Ref(), "").Body.String(); !strings.Contains(events, `"document taken up again","note":"version 4","changes":{"older_version":[null,1]}`) {
			t.Error(events)
		}
	})
}
