package api

import (
	"net/http"
	"testing"

	"debrief/models"
	"debrief/models/storetest"
)

func TestTheFirstVersionOfATemplateIsMadeOverNone(t *testing.T) {
	t.Parallel()
	c := onSQLite(t)
	w := c.do(http.MethodGet, "/document-template", "")
	if tag := w.Header().Get("ETag"); tag != `"0"` {
		t.Fatalf("the ETag of the built-in template is %s", tag)
	}
	const body = `{"body":"# {title}"}`
	if w := c.do(http.MethodPost, "/document-template/versions", body, "If-Match", `"0"`); w.Code != http.StatusCreated {
		t.Errorf("the first version: %d %s", w.Code, w.Body)
	}
	refused(t, c.do(http.MethodPost, "/document-template/versions", body, "If-Match", `"0"`), http.StatusConflict, "stale")
	c.AddReview(t, storetest.Monday, 1)
	refused(t, c.do(http.MethodPatch, "/reviews/PM-1", `{"owner_id":null}`, "If-Match", `"0"`), http.StatusConflict, "stale") // no row has it
}

func TestEventsCanBeAskedForByEverySubject(t *testing.T) {
	t.Parallel()
	c := onSQLite(t)
	for subject := range models.Verbs {
		ok[Page[models.Event]](t, c.do(http.MethodGet, "/events?subject="+string(subject), ""))
	}
	refused(t, c.do(http.MethodGet, "/events?subject=weather", ""), http.StatusUnprocessableEntity, "invalid")
}
