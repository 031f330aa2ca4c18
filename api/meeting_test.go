package api

import (
	"fmt"
	"net/http"
	"testing"

	"debrief/models"
	"debrief/models/storetest"
)

func TestAnOddTimeIsTakenAndToldOf(t *testing.T) {
	each(t, func(t *testing.T, c *client) {
		r := c.AddReview(t, storetest.Monday, 1)
		told := func(m timedMeeting, want ...string) {
			t.Helper()
			if len(m.Conflicts) != len(want) || m.Conflicts == nil {
				t.Fatalf("conflicts are %+v, want %q", m.Conflicts, want)
			}
			for n, w := range want {
				if m.Conflicts[n].Text != w {
					t.Errorf("told is %q, want %q", m.Conflicts[n].Text, w)
				}
			}
		}
		m := ok[timedMeeting](t, c.do(http.MethodPost, "/reviews/"+r.Ref()+"/meetings", fmt.Sprintf(
			`{"starts_at":"2026-03-08T03:00:00+01:00","attendees":[{"person_id":%d,"part":"guest"}]}`, c.Member.ID)))
		told(m, "It is 03:00 on Sunday for Mia Member")
		path := fmt.Sprintf("/meetings/%d", m.ID)
		told(ok[timedMeeting](t, c.do(http.MethodGet, path, "")), "It is 03:00 on Sunday for Mia Member")
		told(ok[timedMeeting](t, c.do(http.MethodPatch, path, `{"starts_at":"2026-03-05T16:45:00+01:00"}`, "If-Match", "*")), "It ends at 17:15 on Thursday for Mia Member")
		told(ok[timedMeeting](t, c.do(http.MethodPatch, path, `{"starts_at":"2026-03-05T16:30:00+01:00"}`, "If-Match", "*")))
		ok[models.Meeting](t, c.do(http.MethodPatch, path, `{"starts_at":"2026-03-07T16:30:00+01:00"}`, "If-Match", "*"))
		ok[models.Meeting](t, c.do(http.MethodPost, path+"/cancellation", because))
		told(ok[timedMeeting](t, c.do(http.MethodGet, path, "")))
	})
}
