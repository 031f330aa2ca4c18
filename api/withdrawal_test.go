package api

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"debrief/models"
)

func TestAnIncidentIsWithdrawnAndTakenBackOverTheAPI(t *testing.T) {
	each(t, func(t *testing.T, c *client) {
		kept, r := c.AddReview(t, noon, 1), c.AddReview(t, noon, 1)
		item := c.Commit(t, noon, r.ID, models.Date{})
		path := fmt.Sprintf("/incidents/%d", r.IncidentID)
		withdraw := func(original int64) string {
			return fmt.Sprintf(`{"reason":"Two tools told of it.","duplicate_of_id":%d}`, original)
		}
		problem := refused(t, c.do(http.MethodPost, path+"/withdrawal", withdraw(kept.IncidentID)), http.StatusConflict, "conflict")
		if want := "reject " + item.Ref() + ", which is committed"; !slices.Equal(problem.Missing, []string{want}) {
			t.Errorf("%q has to come first, want %q", problem.Missing, want)
		}
		ok[models.ActionItem](t, c.do(http.MethodPost, "/action-items/"+item.Ref()+"/rejection", because))
		refused(t, c.do(http.MethodPost, path+"/withdrawal", withdraw(r.IncidentID)), http.StatusUnprocessableEntity, "invalid")
		refused(t, c.do(http.MethodPost, path+"/withdrawal", withdraw(kept.IncidentID), "If-Match", `"9"`), http.StatusConflict, "stale")
		i := ok[models.Incident](t, c.do(http.MethodPost, path+"/withdrawal", withdraw(kept.IncidentID), "If-Match", `"1"`))
		if i.WithdrawnAt == nil || *i.DuplicateOfID != kept.IncidentID || i.WithdrawnReason != "Two tools told of it." {
			t.Errorf("it answers %+v", i)
		}
		for list, want := range map[string]int{"/incidents": 1, "/incidents?withdrawn=true": 1, "/reviews": 1, "/reviews?withdrawn=true": 1,
			"/reviews?state=waived": 0, fmt.Sprintf("/reviews?incident=%d", i.ID): 1} {
			if rows := ok[Page[struct{ ID int64 }]](t, c.do(http.MethodGet, list, "")).Items; len(rows) != want {
				t.Errorf("%s lists %+v", list, rows)
			}
		}
		if table := c.do(http.MethodGet, "/incidents?withdrawn=true&format=csv", "").Body.String(); !strings.Contains(table, "withdrawn_reason") || !strings.Contains(table, "Two tools told of it.") {
			t.Errorf("the table is %s", table)
		}
		refused(t, c.do(http.MethodPatch, path, `{"title":"Slow"}`, "If-Match", "*"), http.StatusConflict, "conflict")
		if i := ok[models.Incident](t, c.do(http.MethodDelete, path+"/withdrawal", "")); i.Withdrawal != (models.Withdrawal{}) {
			t.Errorf("taken back, it is %+v", i)
		}
		refused(t, c.do(http.MethodDelete, path+"/withdrawal", ""), http.StatusConflict, "conflict")
	})
}
