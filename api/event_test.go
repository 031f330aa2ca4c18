package api

import (
	"net/http"
	"testing"

	"debrief/models"
)

func TestEventsCanBeAskedForByEverySubject(t *testing.T) {
	t.Parallel()
	c := onSQLite(t)
	for subject := range models.Verbs {
		ok[Page[models.Event]](t, c.do(http.MethodGet, "/events?subject="+string(subject), ""))
	}
	refused(t, c.do(http.MethodGet, "/events?subject=weather", ""), http.StatusUnprocessableEntity, "invalid")
}
