package api

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"debrief/models"
	"debrief/models/store"
	"debrief/models/storetest"
)

// The main job, as docs/api.md tells it: from the incident to a closed review and a finished action item.
func TestMainJob(t *testing.T) {
	each(t, func(t *testing.T, c *client) {
		mia, fay := c.as(t, c.Member), c.as(t, c.Facilitator)
		i := ok[models.Incident](t, mia.do(http.MethodPost, "/incidents", fmt.Sprintf(`{"title":"Checkout was slow","severity":1,"team_id":%d,
			"started_at":"2026-03-02T08:00:00Z","resolved_at":"2026-03-02T09:00:00+00:00","service_ids":[%d],"review_owner_id":%d,
			"responders":[{"person_id":%d,"part":"incident_commander"}]}`, c.Team.ID, c.Service.ID, c.Member.ID, c.Lead.ID)))
		if len(i.ServiceIDs) != 1 || len(i.Responders) != 1 {
			t.Errorf("incident %+v", i)
		}
		list := ok[Page[models.Review]](t, mia.do(http.MethodGet, fmt.Sprintf("/reviews?person=%d&state=draft", c.Member.ID), ""))
		if len(list.Items) != 1 || list.Items[0].IncidentID != i.ID || list.Items[0].DueOn.String() != "2026-03-05" {
			t.Fatalf("reviews %+v", list)
		}
		r := "/reviews/" + list.Items[0].Ref()
		w := mia.do(http.MethodPatch, r, fmt.Sprintf(`{"facilitator_id":%d}`, c.Facilitator.ID), "If-Match", `"1"`)
		if w.Code != http.StatusOK || w.Header().Get("ETag") == `"1"` {
			w = mia.do(http.MethodPatch, r, fmt.Sprintf(`{"facilitator_id":%d}`, c.Facilitator.ID), "If-Match", "*")
			ok[models.Review](t, w)
		}

		// Not yet: what is missing is told.
		p := refused(t, mia.do(http.MethodPost, r+"/submission", ""), http.StatusConflict, "conflict")
		if len(p.Missing) != 2 {
			t.Errorf("missing %q", p.Missing)
		}
		d := mia.do(http.MethodPut, r+"/document", "# What happened\n\nIt was slow.\n", "Content-Type", "text/markdown; charset=utf-8")
		if ok[models.Document](t, d); d.Header().Get("ETag") != `"1"` {
			t.Errorf("ETag %s", d.Header().Get("ETag"))
		}
		w = mia.do(http.MethodPost, r+"/meetings", `{"starts_at":"2026-03-02T14:00:00+01:00"}`)
		m := ok[models.Meeting](t, w) // starts at noon
		if w.Code != http.StatusCreated || w.Header().Get("Location") != fmt.Sprintf("/api/v1/meetings/%d", m.ID) || len(m.Attendees) < 3 {
			t.Errorf("%d %s %+v", w.Code, w.Header().Get("Location"), m)
		}
		if got := ok[models.Review](t, mia.do(http.MethodPost, r+"/submission", "")); got.State != models.InReview {
			t.Error(got.State)
		}
		ok[models.Meeting](t, fay.do(http.MethodPost, fmt.Sprintf("/meetings/%d/holding", m.ID), fmt.Sprintf(`{"attended":[%d]}`, c.Member.ID)))
		for _, q := range ok[models.Template](t, fay.do(http.MethodGet, "/checklist", "")).Questions {
			ok[models.Outcome](t, fay.do(http.MethodPut, fmt.Sprintf("%s/outcomes/%d/final", r, q.ID), `{"verdict":"pass"}`))
		}
		a := ok[models.ActionItem](t, fay.do(http.MethodPost, r+"/action-items", fmt.Sprintf(`{"title":"Add a circuit breaker to checkout",
			"done_when":"checkout answers while the bank does not","kind":"prevent","priority":"P1","owner_id":%d}`, c.Member.ID)))
		item := "/action-items/" + a.Ref()
		ok[models.Review](t, fay.do(http.MethodPost, r+"/completion", ""))
		p = refused(t, fay.do(http.MethodPost, r+"/closure", ""), http.StatusConflict, "conflict")
		if len(p.Missing) != 1 || !strings.Contains(p.Missing[0], a.Ref()) {
			t.Errorf("missing %q", p.Missing)
		}
		vague := ok[models.ActionItem](t, fay.do(http.MethodPatch, item, `{"title":"Improve the monitoring"}`, "If-Match", "*"))
		p = refused(t, fay.do(http.MethodPost, item+"/commitment", `{}`), http.StatusConflict, "conflict")
		if len(p.Missing) != 1 || !strings.Contains(p.Missing[0], "mend the title") {
			t.Errorf("%q is refused, as missing are %q", vague.Title, p.Missing)
		}
		refused(t, mia.do(http.MethodPost, item+"/commitment", `{"scope":{"override_reason":"trust me"}}`), http.StatusForbidden, "forbidden")
		ok[models.ActionItem](t, fay.do(http.MethodPatch, item, `{"title":"Add a circuit breaker to checkout"}`, "If-Match", "*"))
		p = refused(t, mia.do(http.MethodPost, item+"/commitment", `{"due_on":"2026-06-30"}`), http.StatusUnprocessableEntity, "invalid")
		if len(p.Errors) != 1 || p.Errors[0].Field != "reason" || !strings.Contains(p.Errors[0].Message, "not by 2026-03-18") {
			t.Errorf("later than the policy wants it, without a reason: %+v", p.Errors)
		}
		a = ok[models.ActionItem](t, mia.do(http.MethodPost, item+"/commitment", `{"scope":{}}`))
		if a.State != models.Committed || a.DueOn.String() != "2026-03-18" || a.Link == nil { // the 17th is a holiday
			t.Errorf("item %+v", a)
		}
		ok[models.Review](t, fay.do(http.MethodPost, r+"/closure", ""))
		ok[models.ActionItem](t, mia.do(http.MethodPost, item+"/completion", ""))
		p = refused(t, mia.do(http.MethodPost, item+"/completion", ""), http.StatusConflict, "conflict")
		if p.Version != nil {
			t.Errorf("version %d of a conflict that is not stale", *p.Version)
		}
		report := ok[store.Report[models.Completion]](t, mia.do(http.MethodGet, "/reports/completion?by=team&from=2026-03-01&severity=1", ""))
		if report.Total.Closed != 1 || report.Total.OnTime != 1 || len(report.Groups) != 1 || report.Groups[0].Name != "Payments" {
			t.Errorf("report %+v", report)
		}
		events := ok[Page[models.Event]](t, mia.do(http.MethodGet, "/events?subject=action_item&subject_id="+fmt.Sprint(a.ID), ""))
		if len(events.Items) != 5 || events.Items[0].Verb != "completed" {
			t.Errorf("events %+v", events)
		}
		for _, path := range []string{"/home", "/reviews", "/action-items", r, item, r + "/meetings", r + "/outcomes", r + "/messages", r + "/findings",
			r + "/nudges", r + "/attendee-suggestion", "/incidents", "/policies", "/tokens", "/teams", "/services", "/people", "/checklist"} {
			if w := mia.do(http.MethodGet, path, ""); w.Code != http.StatusOK || strings.Contains(w.Body.String(), "null") {
				t.Errorf("GET %s: %d %s", path, w.Code, w.Body)
			}
		}
	})
}

func TestVersions(t *testing.T) {
	each(t, func(t *testing.T, c *client) {
		r := c.AddReview(t, storetest.Monday, 1)
		a := c.Propose(t, storetest.Monday, r.ID)
		m := c.Meet(t, storetest.Monday, r.ID, noon, c.Member)
		i := ok[models.Incident](t, c.do(http.MethodGet, fmt.Sprintf("/incidents/%d", r.IncidentID), ""))
		for _, test := range []struct{ method, path, body, bad string }{
			{"PATCH", fmt.Sprintf("/action-items/AI-%d", a.ID), `{"title":"Add another one"}`, ""},
			{"PATCH", fmt.Sprintf("/reviews/PM-%d", r.ID), `{"document_url":"https://example.com/doc"}`, ""},
			{"PATCH", fmt.Sprintf("/incidents/%d", i.ID), `{"title":"Checkout was very slow"}`, ""},
			{"PATCH", fmt.Sprintf("/meetings/%d", m.ID), `{"place":"Room 1"}`, ""},
			{"PATCH", fmt.Sprintf("/people/%d", c.Member.ID), `{"board":true}`, ""},
			{"PATCH", fmt.Sprintf("/teams/%d", c.Team.ID), `{"lead_id":null}`, ""},
			{"PATCH", fmt.Sprintf("/services/%d", c.Service.ID), `{"health":"poor"}`, ""},
			{"PUT", "/policies/3", `{"review_required":true,"meeting_within":3,"meeting_unit":"business_days","item_days":15,"nudge_before":[],"repeat_days":7,"escalate_days":14}`, ""},
		} {
			seen := c.do(http.MethodGet, test.path, "").Header().Get("ETag")
			if seen == "" {
				t.Fatalf("GET %s gives no ETag", test.path)
			}
			if p := refused(t, c.do(test.method, test.path, test.body), http.StatusPreconditionRequired, "version-required"); p.Errors[0].Field != "If-Match" {
				t.Errorf("%s: %+v", test.path, p)
			}
			w := c.do(test.method, test.path, test.body, "If-Match", seen)
			if w.Code != http.StatusOK || w.Header().Get("ETag") == seen {
				t.Fatalf("%s: %d %s %s", test.path, w.Code, w.Header().Get("ETag"), w.Body)
			}
			p := refused(t, c.do(test.method, test.path, test.body, "If-Match", seen), http.StatusConflict, "stale")
			if p.Version == nil || etag(*p.Version) != w.Header().Get("ETag") {
				t.Errorf("%s: problem %+v, current is %s", test.path, p, w.Header().Get("ETag"))
			}
			if w := c.do(test.method, test.path, test.body, "If-Match", "*"); w.Code != http.StatusOK {
				t.Errorf("%s with *: %d %s", test.path, w.Code, w.Body)
			}
		}
		// A verb honours a version that it is given.
		stale := c.do(http.MethodPost, "/action-items/"+a.Ref()+"/rejection", because, "If-Match", `"1"`)
		refused(t, stale, http.StatusConflict, "stale")
		ok[models.ActionItem](t, c.do(http.MethodPost, "/action-items/"+a.Ref()+"/rejection", because))
	})
}

// What may not be there yet is made without a version, and never written over without one.
func TestVersionsOfWhatIsNotThereYet(t *testing.T) {
	each(t, func(t *testing.T, c *client) {
		r := "/reviews/" + c.AddReview(t, storetest.Monday, 1).Ref()
		q := fmt.Sprint(ok[models.Template](t, c.do(http.MethodGet, "/checklist", "")).Questions[0].ID)
		for _, test := range []struct{ path, one, two string }{
			{r + "/document", `{"body":"One."}`, `{"body":"Two."}`},
			{r + "/messages/external", `{"body":"One."}`, `{"body":"Two."}`},
			{"/rules/counterfactual/level", `{"level":"info"}`, `{"level":"off"}`},
			{r + "/outcomes/" + q, `{"verdict":"pass"}`, `{"verdict":"needs_work","note":"More detail."}`},
			{r + "/outcomes/" + q + "/final", `{"verdict":"pass"}`, `{"verdict":"needs_work","note":"More detail."}`},
		} {
			w := c.do(http.MethodPut, test.path, test.one)
			if w.Code != http.StatusOK || w.Header().Get("ETag") != `"1"` {
				t.Fatalf("%s: %d %s", test.path, w.Code, w.Body)
			}
			if p := refused(t, c.do(http.MethodPut, test.path, test.two), http.StatusPreconditionRequired, "version-required"); p.Version == nil || *p.Version != 1 {
				t.Errorf("%s: %+v", test.path, p)
			}
			for _, other := range []string{`"7"`, `"0"`} { // 0 is nothing there yet
				if p := refused(t, c.do(http.MethodPut, test.path, test.two, "If-Match", other), http.StatusConflict, "stale"); *p.Version != 1 {
					t.Errorf("%s over %s: %+v", test.path, other, p)
				}
			}
			if w := c.do(http.MethodPut, test.path, test.two, "If-Match", `"1"`); w.Code != http.StatusOK || w.Header().Get("ETag") != `"2"` {
				t.Errorf("%s: %d %s", test.path, w.Code, w.Body)
			}
			if w := c.do(http.MethodPut, test.path, test.one, "If-Match", `*`); w.Code != http.StatusOK || w.Header().Get("ETag") != `"3"` {
				t.Errorf("%s: %d %s", test.path, w.Code, w.Body)
			}
		}
		if d := ok[models.Document](t, c.do(http.MethodGet, r+"/document/versions/2", "")); d.Body != "Two." {
			t.Error(d)
		}
		rules := ok[Page[ruleRow]](t, c.do(http.MethodGet, "/rules", ""))
		if n := slices.IndexFunc(rules.Items, func(r ruleRow) bool { return r.ID == "counterfactual" }); rules.Items[n].Version != 3 || rules.Items[n].Level != "info" {
			t.Error(rules.Items[n])
		}
		versions := c.do(http.MethodGet, r+"/document/versions", "")
		if list := ok[Page[documentVersion]](t, versions); len(list.Items) != 3 || strings.Contains(versions.Body.String(), "Two.") {
			t.Error(versions.Body)
		}
	})
}

func TestRequestSentAgain(t *testing.T) {
	each(t, func(t *testing.T, c *client) {
		r := c.AddReview(t, storetest.Monday, 1)
		const body = `{"title":"Add a canary"}`
		path := "/reviews/" + r.Ref() + "/action-items"
		answers := make([]string, 8)
		var wait sync.WaitGroup
		for n := range answers {
			wait.Go(func() {
				w := c.do(http.MethodPost, path, body, keyHeader, "same")
				answers[n] = fmt.Sprint(w.Code, w.Header().Get("ETag"), w.Header().Get("Location"), w.Body)
			})
		}
		wait.Wait()
		for _, a := range answers {
			if a != answers[0] || !strings.HasPrefix(a, "201") {
				t.Errorf("answers %s and %s", answers[0], a)
			}
		}
		if items := ok[Page[models.ActionItem]](t, c.do(http.MethodGet, "/action-items", "")).Items; len(items) != 1 {
			t.Errorf("%d items", len(items))
		}
		refused(t, c.do(http.MethodPost, path, `{"title":"Add two"}`, keyHeader, "same"), http.StatusConflict, "conflict")
		refused(t, c.do(http.MethodPost, "/incidents", body, keyHeader, "same"), http.StatusUnprocessableEntity, "invalid")
		other := c.as(t, c.Member).do(http.MethodPost, path, body, keyHeader, "same") // somebody else's key is another
		if a := ok[models.ActionItem](t, other); a.ID == 1 {
			t.Error(a)
		}
		// A verb that was done is not done again, and does not complain.
		done := c.do(http.MethodPost, "/action-items/1/rejection", because, keyHeader, "no")
		again := c.do(http.MethodPost, "/action-items/1/rejection", because, keyHeader, "no")
		if done.Code != http.StatusOK || again.Code != http.StatusOK || done.Body.String() != again.Body.String() {
			t.Errorf("%d %s, then %d %s", done.Code, done.Body, again.Code, again.Body)
		}
		// A refusal is not kept: the same request may succeed later.
		refused(t, c.do(http.MethodPost, "/reviews/"+r.Ref()+"/submission", "", keyHeader, "submit"), http.StatusConflict, "conflict")
		c.Write(t, noon, r.ID, "It was slow.")
		c.Meet(t, noon, r.ID, noon, c.Member)
		ok[models.Review](t, c.do(http.MethodPost, "/reviews/"+r.Ref()+"/submission", "", keyHeader, "submit"))
	})
}

func TestTokens(t *testing.T) {
	each(t, func(t *testing.T, c *client) {
		w := c.do(http.MethodPost, "/tokens", `{"name":"robot","role":"viewer"}`, keyHeader, "t")
		made := ok[NewToken](t, w)
		if !strings.HasPrefix(made.Secret, "debrief_") || made.Role != models.Viewer {
			t.Errorf("%s", w.Body)
		}
		if again := ok[NewToken](t, c.do(http.MethodPost, "/tokens", `{"name":"robot","role":"viewer"}`, keyHeader, "t")); again.ID != made.ID || again.Secret != "" {
			t.Errorf("again: %+v", again)
		}
		weak := *c
		weak.token = made.Secret
		refused(t, weak.do(http.MethodPost, "/teams", `{"name":"a"}`), http.StatusForbidden, "forbidden")
		for _, role := range []string{`,"role":"administrator"`, ""} {
			if strong := ok[NewToken](t, weak.do(http.MethodPost, "/tokens", `{"name":"stronger"`+role+`}`)); strong.Role != models.Viewer {
				t.Errorf("a viewer's token made one of a %s", strong.Role)
			}
		}
		mia := c.as(t, c.Member)
		refused(t, mia.do(http.MethodPost, "/tokens", fmt.Sprintf(`{"name":"theirs","person_id":%d}`, c.Admin.ID)), http.StatusForbidden, "forbidden")
		refused(t, mia.do(http.MethodGet, fmt.Sprintf("/tokens?person_id=%d", c.Admin.ID), ""), http.StatusForbidden, "forbidden")
		refused(t, mia.do(http.MethodDelete, fmt.Sprintf("/tokens/%d", made.ID), ""), http.StatusNotFound, "not-found")
		if list := ok[Page[models.Token]](t, mia.do(http.MethodGet, "/tokens", "")); len(list.Items) != 1 {
			t.Errorf("%+v", list)
		}
		if w := c.do(http.MethodDelete, fmt.Sprintf("/tokens/%d", made.ID), ""); w.Code != http.StatusNoContent {
			t.Error(w.Code, w.Body)
		}
		refused(t, weak.do(http.MethodGet, "/me", ""), http.StatusUnauthorized, "unauthorized")
	})
}

// What restricted reviews hold stands in no list of those who are not named.
func TestListsHideWhatIsRestricted(t *testing.T) {
	each(t, func(t *testing.T, c *client) {
		r := c.AddReview(t, storetest.Monday, 1)
		c.Commit(t, storetest.Monday, r.ID, models.Date{})
		yes := true
		_, err := c.EditReview(t.Context(), models.System, noon, r.ID, 0, store.ReviewEdit{Restricted: &yes})
		storetest.Must(t, err)
		for _, path := range []string{"/reviews", "/incidents", "/action-items", "/action-items?format=csv", "/events?review=PM-1", "/reports/completion"} {
			in, out := c.as(t, c.Member).do(http.MethodGet, path, ""), c.as(t, c.Outsider).do(http.MethodGet, path, "")
			if in.Code != http.StatusOK || out.Code != http.StatusOK || in.Body.String() == out.Body.String() || strings.Contains(out.Body.String(), "heckout") {
				t.Errorf("%s: Member sees %s, Outsider %s", path, in.Body, out.Body)
			}
		}
	})
}

func TestPatchTakesAway(t *testing.T) {
	t.Parallel()
	c := onSQLite(t)
	r := c.AddReview(t, storetest.Monday, 1)
	w := c.do(http.MethodPatch, "/reviews/"+r.Ref(), `{"facilitator_id":null}`, "If-Match", "*")
	if got := ok[models.Review](t, w); got.FacilitatorID != nil || got.OwnerID == nil {
		t.Errorf("%s", w.Body)
	}
	w = c.do(http.MethodPatch, fmt.Sprintf("/incidents/%d", r.IncidentID), `{"resolved_at":null}`, "If-Match", "*")
	if got := ok[models.Incident](t, w); got.ResolvedAt != nil || len(got.Responders) != 2 {
		t.Errorf("%s", w.Body)
	}
	if got := ok[models.Review](t, c.do(http.MethodGet, "/reviews/"+r.Ref(), "")); !got.DueOn.IsZero() {
		t.Error("the deadline stayed")
	}
	w = c.do(http.MethodPatch, fmt.Sprintf("/people/%d", c.Member.ID), `{"away_from":"2026-03-09","away_until":"2026-03-13"}`, "If-Match", "*")
	if got := ok[models.Person](t, w); got.AwayFrom.String() != "2026-03-09" {
		t.Errorf("%s", w.Body)
	}
	w = c.do(http.MethodPatch, fmt.Sprintf("/people/%d", c.Member.ID), `{"away_from":null,"away_until":""}`, "If-Match", "*")
	if got := ok[models.Person](t, w); !got.AwayFrom.IsZero() || !got.AwayUntil.IsZero() || got.ManagerID == nil {
		t.Errorf("%s", w.Body)
	}
}
