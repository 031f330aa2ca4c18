package api

import (
	"net/http"
	"slices"
	"testing"

	"debrief/models"
	"debrief/models/store"
	"debrief/models/storetest"
)

func TestClosingTellsWhatTheDocumentListsAndNobodyProposed(t *testing.T) {
	each(t, func(t *testing.T, c *client) {
		for body, want := range map[string][]string{
			"# What happened\n\nThe queue was full.\n":                      {},
			"# Action items\n\n- Add an alert on queue length above 1000\n": {"Add an alert on queue length above 1000"},
		} {
			r := c.AddReview(t, storetest.Monday, 1)
			r, _ = c.Walk(t, storetest.Monday, r, models.Reviewed)
			c.Write(t, storetest.Monday, r.ID, body)
			closed := ok[store.ClosedReview](t, c.do(http.MethodPost, "/reviews/"+r.Ref()+"/closure", ""))
			if closed.State != models.Closed || closed.Unproposed == nil || !slices.Equal(closed.Unproposed, want) {
				t.Errorf("it answers %s, %q; want %q", closed.State, closed.Unproposed, want)
			}
			newest := ok[Page[models.Event]](t, c.do(http.MethodGet, "/events?review="+r.Ref()+"&limit=1", "")).Items[0]
			told, _ := newest.Changes["unproposed"][1].([]any)
			if newest.Verb != "closed" || len(told) != len(want) || len(want) > 0 && told[0] != want[0] {
				t.Errorf("its event is %s of %v; want %q", newest.Verb, newest.Changes, want)
			}
		}
	})
}
