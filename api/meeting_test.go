package api

import (
	"fmt"
	"net/http"
	"testing"
	"time"

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
		told(m, "It is 03:00 on Sunday for Mia Member, which is no working day")
		path := fmt.Sprintf("/meetings/%d", m.ID)
		told(ok[timedMeeting](t, c.do(http.MethodGet, path, "")), "It is 03:00 on Sunday for Mia Member, which is no working day")
		told(ok[timedMeeting](t, c.do(http.MethodPatch, path, `{"starts_at":"2026-03-05T16:45:00+01:00"}`, "If-Match", "*")), "It ends at 17:15 on Thursday for Mia Member, outside working hours (09:00 to 17:00)")
		told(ok[timedMeeting](t, c.do(http.MethodPatch, path, `{"starts_at":"2026-03-05T16:30:00+01:00"}`, "If-Match", "*")))
		ok[models.Meeting](t, c.do(http.MethodPatch, path, `{"starts_at":"2026-03-07T16:30:00+01:00"}`, "If-Match", "*"))
		ok[models.Meeting](t, c.do(http.MethodPost, path+"/cancellation", because))
		told(ok[timedMeeting](t, c.do(http.MethodGet, path, "")))
	})
}

func TestAnInvitationIsAnsweredForOneself(t *testing.T) {
	c := onSQLite(t)
	r := c.AddReview(t, storetest.Monday, 1)
	m := c.Meet(t, storetest.Monday, r.ID, noon.Add(24*time.Hour), c.Member, c.Viewer)
	path := fmt.Sprintf("/meetings/%d/response", m.ID)
	vic := c.as(t, c.Viewer)
	w := vic.do(http.MethodPut, path, `{"response":"tentative"}`)
	if got := ok[timedMeeting](t, w); got.Attendees[1].Response != models.Tentative || got.Attendees[0].Response != models.NeedsAction || w.Header().Get("ETag") != `"1"` {
		t.Errorf("%s %+v", w.Header().Get("ETag"), got.Attendees)
	}
	refused(t, c.do(http.MethodPut, path, `{"response":"accepted"}`), http.StatusForbidden, "forbidden")
	for _, body := range []string{`{"response":"needs_action"}`, `{"response":"perhaps"}`, `{}`} {
		refused(t, vic.do(http.MethodPut, path, body), http.StatusUnprocessableEntity, "invalid")
	}
	ok[models.Meeting](t, c.do(http.MethodPost, fmt.Sprintf("/meetings/%d/cancellation", m.ID), because))
	refused(t, vic.do(http.MethodPut, path, `{"response":"accepted"}`), http.StatusConflict, "conflict")
}
