package api

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/labstack/echo/v4"

	"debrief/integrations/github"
	"debrief/integrations/hook"
	"debrief/integrations/pagerduty"
	"debrief/models"
	"debrief/models/store"
	"debrief/models/storetest"
)

const hookSecret = "a secret of the tests"

// tools is an API with its hooks set up, but for GitHub's.
type tools struct {
	*storetest.House
	echo      *echo.Echo
	receivers []*hook.Receiver
}

func eachTools(t *testing.T, run func(t *testing.T, x *tools)) {
	t.Helper()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		x := &tools{storetest.NewHouse(t, s), echo.New(), []*hook.Receiver{
			{Source: hook.Own(), Secrets: []string{"the one before it", hookSecret}}, {Source: pagerduty.Source(), Secrets: []string{hookSecret}}, {Source: github.Source()}}}
		mount(x.echo, s, Options{Now: func() time.Time { return noon }, Hooks: x.receivers})
		run(t, x)
	})
}

func (x *tools) deliver(name, body string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, HookPrefix+name, strings.NewReader(body))
	for n := 0; n+1 < len(headers); n += 2 {
		r.Header.Set(headers[n], headers[n+1])
	}
	w := httptest.NewRecorder()
	x.echo.ServeHTTP(w, r)
	return w
}

func signed(body string, at time.Time) []string {
	return []string{"Debrief-Signature", hook.Stamp([]byte(body), hookSecret, at)}
}

func paged(body string) []string {
	mac := hmac.New(sha256.New, []byte(hookSecret))
	mac.Write([]byte(body))
	return []string{"X-PagerDuty-Signature", "v1=" + strings.Repeat("0", 64) + ",v1=" + hex.EncodeToString(mac.Sum(nil))}
}

const outage = `{"source":"statuspage","id":"7","title":"Checkout was down","severity":1,"started_at":"2026-03-02T09:00:00Z",
	"resolved_at":"2026-03-02T10:00:00Z","services":["checkout"],"owner":"OWNER"}`

func TestAResolvedIncidentFromAnywhereOpensItsReview(t *testing.T) {
	eachTools(t, func(t *testing.T, x *tools) {
		body := strings.Replace(outage, "OWNER", x.Member.Email, 1)
		for n, want := range []string{store.ReportOpened, store.ReportUnchanged} {
			w := x.deliver("incidents", body, signed(body, noon)...)
			got := ok[heard](t, w)
			if w.Code != http.StatusAccepted || got.Did != want || got.Review == "" {
				t.Fatalf("delivery %d: %d %s", n, w.Code, w.Body)
			}
		}
		worse := strings.Replace(body, `"severity":1`, `"severity":2`, 1) // what is sent later holds
		got := ok[heard](t, x.deliver("incidents", worse, signed(worse, noon)...))
		if got.Did != store.ReportChanged || !strings.Contains(strings.Join(got.Told, " "), "is due on 2026-03-09 instead of 2026-03-05") {
			t.Errorf("a severity that changed: %+v", got)
		}
		reviews, _, err := x.Reviews(t.Context(), models.System, store.ReviewFilter{}, store.Page{})
		storetest.Must(t, err)
		if len(reviews) != 1 || reviews[0].OwnerID == nil || *reviews[0].OwnerID != x.Member.ID {
			t.Errorf("the reviews are %+v", reviews)
		}
	})
}

func TestADeliveryThatIsNotSignedIsRefusedAndCounted(t *testing.T) {
	eachTools(t, func(t *testing.T, x *tools) {
		body := strings.Replace(outage, "OWNER", x.Member.Email, 1)
		other := signed(body+" ", noon)
		page := `{"event":{}}`
		for name, w := range map[string]*httptest.ResponseRecorder{
			"missing": x.deliver("incidents", body), "wrong": x.deliver("incidents", body, other...),
			"old":       x.deliver("incidents", body, signed(body, noon.Add(-time.Hour))...),
			"PagerDuty": x.deliver("pagerduty", page, "X-PagerDuty-Signature", "v1="+strings.Repeat("0", 64)),
		} {
			if p := refused(t, w, http.StatusUnauthorized, "unauthorized"); p.Detail == "" || strings.Contains(p.Detail, hookSecret) {
				t.Errorf("%s: it says %q", name, p.Detail)
			}
		}
		if own, pd := x.receivers[0].Counts(), x.receivers[1].Counts(); own.Refused != 3 || pd.Refused != 1 || own.Accepted != 0 {
			t.Errorf("counted are %+v and %+v", own, pd)
		}
		db := storetest.Raw(t, x.Store)
		for _, table := range []string{"incident_reports", "incidents", "reviews"} {
			var n int
			storetest.Must(t, db.QueryRowContext(t.Context(), "SELECT count(*) FROM "+table).Scan(&n))
			if n != 0 {
				t.Errorf("%d %s are stored", n, table)
			}
		}
	})
}

func TestWhatAHookCannotTake(t *testing.T) {
	eachTools(t, func(t *testing.T, x *tools) {
		if p := refused(t, x.deliver("github", "{}"), http.StatusNotFound, "not-found"); !strings.Contains(p.Detail, "not set up") {
			t.Errorf("a hook without a secret says %q", p.Detail)
		}
		refused(t, x.deliver("incidents", strings.Repeat("x", maxDelivery+1)), http.StatusRequestEntityTooLarge, "too-large")
		bad := `{"id":"7","severity":9,"started_at":"yesterday"}`
		p := refused(t, x.deliver("incidents", bad, signed(bad, noon)...), http.StatusUnprocessableEntity, "invalid")
		fields := ""
		for _, f := range p.Errors {
			fields += f.Field + " "
		}
		for _, want := range []string{"title", "severity", "started_at", "resolved_at"} {
			if !strings.Contains(fields, want) {
				t.Errorf("%s is not named among %s", want, fields)
			}
		}
		ping := `{"event":{"id":"1","event_type":"pagey.ping","resource_type":"pagey","occurred_at":"2026-03-02T10:00:00Z","data":{"message":"Hello","type":"ping"}}}`
		if got := ok[heard](t, x.deliver("pagerduty", ping, paged(ping)...)); got.Did != "ignored" || got.Why == "" {
			t.Errorf("a ping: %+v", got)
		}
		if got := x.receivers[1].Counts(); got.Ignored != 1 {
			t.Errorf("counted are %+v", got)
		}
	})
}

func TestPagerDutyReportsOutOfOrderAndTwice(t *testing.T) {
	eachTools(t, func(t *testing.T, x *tools) {
		event := func(kind, at, priority string) string {
			return `{"event":{"id":"e-` + kind + `","event_type":"incident.` + kind + `","resource_type":"incident","occurred_at":"2026-03-02T` + at + `Z","data":{
				"id":"QLAKE","type":"incident","html_url":"https://lakeside.pagerduty.example/incidents/QLAKE","status":"resolved","title":"Checkout does not answer",
				"created_at":"2026-03-02T08:00:00Z","service":{"summary":"checkout","type":"service_reference"},"priority":{"summary":"` + priority + `"},"urgency":"high"}}}`
		}
		var last heard
		for _, body := range []string{event("priority_updated", "11:00:00", "P1"), event("resolved", "10:00:00", "P2"), event("priority_updated", "11:00:00", "P1"), event("resolved", "10:00:00", "P2")} {
			last = ok[heard](t, x.deliver("pagerduty", body, paged(body)...))
		}
		i, err := x.Incident(t.Context(), models.System, last.IncidentID)
		storetest.Must(t, err)
		if last.Did != store.ReportUnchanged || i.Severity != 1 || !i.ResolvedAt.Equal(time.Date(2026, 3, 2, 10, 0, 0, 0, time.UTC)) || last.Review == "" {
			t.Errorf("it answers %+v, and the incident is %+v", last, i)
		}
	})
}
