package api

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"debrief/models"
	"debrief/models/storetest"
)

func TestBadInputNamesTheField(t *testing.T) {
	each(t, func(t *testing.T, c *client) {
		r := c.AddReview(t, storetest.Monday, 1)
		c.Write(t, storetest.Monday, r.ID, "It was slow.\n")
		c.Commit(t, storetest.Monday, r.ID, models.Date{}) // AI-1
		const incident = `"severity":1,"started_at":"2026-03-02T08:00:00Z"`
		long := strings.Repeat("x", 400)
		for _, test := range []struct{ name, request, body, field string }{
			{"no body", "POST /incidents", "", ""},
			{"no JSON", "POST /incidents", "{", "body"},
			{"trailing garbage", "POST /incidents", `{"title":"a",` + incident + `} x`, "body"},
			{"two values", "POST /incidents", `{"title":"a",` + incident + `}{}`, "body"},
			{"NaN", "POST /incidents", `{"title":"a","severity":NaN}`, "body"},
			{"a list", "POST /incidents", `[]`, "body"},
			{"null", "POST /incidents", `null`, "body"},
			{"missing", "POST /incidents", `{` + incident + `}`, "title"},
			{"unknown", "POST /incidents", `{"title":"a","colour":"red",` + incident + `}`, "colour"},
			{"unknown inside", "POST /incidents", `{"title":"a","responders":[{"person_id":1,"part":"scribe","x":1}],` + incident + `}`, "responders[0].x"},
			{"another case", "POST /incidents", `{"Title":"a",` + incident + `}`, "Title"},
			{"twice", "POST /incidents", `{"title":"a","title":"b",` + incident + `}`, "title"},
			{"twice inside", "POST /incidents", `{"title":"a","responders":[{"person_id":1,"person_id":2,"part":"scribe"}],` + incident + `}`, "responders[0].person_id"},
			{"text for a number", "POST /incidents", `{"title":"a","severity":"1","started_at":"2026-03-02T08:00:00Z"}`, "severity"},
			{"a fraction", "POST /incidents", `{"title":"a","severity":1.5,"started_at":"2026-03-02T08:00:00Z"}`, "severity"},
			{"an exponent", "POST /incidents", `{"title":"a","team_id":1e30,` + incident + `}`, "team_id"},
			{"too big", "POST /incidents", `{"title":"a","team_id":9223372036854775808,` + incident + `}`, "team_id"},
			{"a negative id", "POST /incidents", `{"title":"a","team_id":-1,` + incident + `}`, "team_id"},
			{"a number for text", "POST /incidents", `{"title":1,` + incident + `}`, "title"},
			{"null for text", "POST /incidents", `{"title":null,` + incident + `}`, "title"},
			{"out of range", "POST /incidents", `{"title":"a","severity":6,"started_at":"2026-03-02T08:00:00Z"}`, "severity"},
			{"too long", "POST /incidents", `{"title":"` + long + `",` + incident + `}`, "title"},
			{"blank", "POST /incidents", `{"title":"  ",` + incident + `}`, "title"},
			{"NUL", "POST /incidents", `{"title":"a\u0000b",` + incident + `}`, "title"},
			{"NUL in a long text", "POST /incidents", `{"title":"a","summary":"a\u0000b",` + incident + `}`, "summary"},
			{"two lines", "POST /incidents", `{"title":"a\nb",` + incident + `}`, "title"},
			{"broken UTF-8", "POST /incidents", "{\"title\":\"a\xffb\"," + incident + "}", "body"},
			{"half a surrogate pair", "POST /incidents", `{"title":"a\ud800b",` + incident + `}`, "body"},
			{"the other half", "POST /incidents", `{"title":"a\udc00b",` + incident + `}`, "body"},
			{"no time", "POST /incidents", `{"title":"a","severity":1,"started_at":"yesterday"}`, "started_at"},
			{"a time without zone", "POST /incidents", `{"title":"a","severity":1,"started_at":"2026-03-02T08:00:00"}`, "started_at"},
			{"an end before its beginning", "POST /incidents", `{"title":"a","resolved_at":"2026-03-01T08:00:00Z",` + incident + `}`, "resolved_at"},
			{"no address", "POST /incidents", `{"title":"a","url":"javascript:alert(1)",` + incident + `}`, "url"},
			{"not one of them", "POST /incidents", `{"title":"a","responders":[{"person_id":1,"part":"boss"}],` + incident + `}`, "responders[0].part"},
			{"twice in a list", "POST /incidents", `{"title":"a","service_ids":[1,1],` + incident + `}`, "service_ids"},
			{"too many", "POST /reviews/PM-1/action-items", `{"title":"a","labels":["` + strings.Repeat(`x","`, 30) + `x"]}`, "labels"},
			{"a label with a space", "POST /reviews/PM-1/action-items", `{"title":"a","labels":["a b"]}`, "labels"},
			{"nested too deeply", "POST /incidents", strings.Repeat("[", 1000) + strings.Repeat("]", 1000), "body[0][0]"},
			{"no date", "POST /action-items/AI-1/due-date", `{"due_on":"soon","reason":"x"}`, "due_on"},
			{"no such day", "POST /action-items/AI-1/due-date", `{"due_on":"2026-02-31","reason":"x"}`, "due_on"},
			{"a year too early", "POST /action-items/AI-1/due-date", `{"due_on":"0001-01-01","reason":"x"}`, "due_on"},
			{"an empty date", "POST /action-items/AI-1/due-date", `{"due_on":"","reason":"x"}`, "due_on"},
			{"a later date without a reason", "POST /action-items/AI-1/due-date", `{"due_on":"2026-05-05"}`, "reason"},
			{"no reason", "POST /action-items/AI-1/rejection", `{"reason":" "}`, "reason"},
			{"a snooze too long", "POST /action-items/AI-1/snooze", `{"until":"2026-05-05","reason":"x"}`, "until"},
			{"input where none is taken", "POST /action-items/AI-1/start", `{"reason":"x"}`, "body"},
			{"no address of mail", "POST /people", `{"name":"a","email":"nowhere"}`, "email"},
			{"no zone", "POST /teams", `{"name":"a","time_zone":"Mars/Olympus"}`, "time_zone"},
			{"no project key", "POST /teams", `{"name":"a","jira_project":"ops team"}`, "jira_project"},
			{"nobody", "PATCH /teams/1", `{"name":null}`, "name"},
			{"days out of range", "PUT /policies/1", `{"review_required":true,"meeting_within":0,"meeting_unit":"weeks","item_days":15,"nudge_before":[0],"repeat_days":7,"escalate_days":14}`, "meeting_within"},
			{"an empty document", "PUT /reviews/PM-1/document", `{"body":" "}`, "body"},
			{"a finding outside", "PUT /reviews/PM-1/findings", `{"document_number":1,"findings":[{"rule":"r","level":"info","start":5,"end":99999,"fingerprint":"f"}]}`, "end"},
			{"no verdict", "PUT /reviews/PM-1/outcomes/1", `{"verdict":"maybe"}`, "verdict"},
			{"a token that has expired", "POST /tokens", `{"name":"a","expires_at":"2020-01-01T00:00:00Z"}`, "expires_at"},
			{"a short meeting", "POST /reviews/PM-1/meetings", `{"starts_at":"2026-03-04T10:00:00Z","minutes":5}`, "minutes"},
			{"a meeting in the past", "POST /reviews/PM-1/meetings", `{"starts_at":"2026-03-01T10:00:00Z"}`, "starts_at"},
			{"a meeting of nobody", "POST /reviews/PM-1/meetings", `{"starts_at":"2026-03-04T10:00:00Z","attendees":[]}`, "attendees"},
			{"an unknown owner of a review", "POST /incidents", `{"title":"a","review_owner_id":4711,` + incident + `}`, "review_owner_id"},
			{"an unknown team of an incident", "POST /incidents", `{"title":"a","team_id":4711,` + incident + `}`, "team_id"},
			{"an unknown service", "POST /incidents", `{"title":"a","service_ids":[4711],` + incident + `}`, "service_ids"},
			{"an unknown responder", "POST /incidents", `{"title":"a","responders":[{"person_id":4711,"part":"responder"}],` + incident + `}`, "responders"},
			{"an unknown service of an incident that is there", "PATCH /incidents/1", `{"service_ids":[4711]}`, "service_ids"},
			{"an unknown owner", "PATCH /reviews/PM-1", `{"owner_id":4711}`, "owner_id"},
			{"an unknown facilitator", "PATCH /reviews/PM-1", `{"facilitator_id":4711}`, "facilitator_id"},
			{"an unknown attendee", "POST /reviews/PM-1/meetings", `{"starts_at":"2026-03-04T10:00:00Z","attendees":[{"person_id":4711,"part":"guest"}]}`, "attendees"},
			{"an unknown owner of an item", "PATCH /action-items/AI-1", `{"owner_id":4711}`, "owner_id"},
			{"an unknown owner of a new item", "POST /reviews/PM-1/action-items", `{"title":"Add a limit","owner_id":4711}`, "owner_id"},
			{"an unknown team of an item", "PATCH /action-items/AI-1", `{"team_id":4711}`, "team_id"},
			{"an unknown lead", "PATCH /teams/1", `{"lead_id":4711}`, "lead_id"},
			{"an unknown manager", "PATCH /people/1", `{"manager_id":4711}`, "manager_id"},
			{"an unknown team of a service", "POST /services", `{"name":"a","team_id":4711}`, "team_id"},
			{"a token of nobody", "POST /tokens", `{"name":"a","person_id":4711}`, "person_id"},
			{"an unknown parameter", "GET /reviews?colour=red", "", "colour"},
			{"a parameter twice", "GET /reviews?q=a&q=b", "", "q"},
			{"a limit of none", "GET /reviews?limit=0", "", "limit"},
			{"a limit too high", "GET /reviews?limit=201", "", "limit"},
			{"no number", "GET /reviews?limit=ten", "", "limit"},
			{"an unknown order", "GET /reviews?sort=title", "", "sort"},
			{"a made-up cursor", "GET /reviews?cursor=abc", "", "cursor"},
			{"another made-up cursor", "GET /action-items?sort=due_on&cursor=eyJzIjoiZHVlX2tleSIsImsiOiJ4IiwiaSI6MX0", "", "cursor"},
			{"an unknown state", "GET /reviews?state=draft&state=lost", "", "state[1]"},
			{"an unknown format", "GET /reviews?format=xml", "", "format"},
			{"no date to filter by", "GET /action-items?due_by=soon", "", "due_by"},
			{"broken UTF-8 in a filter", "GET /reviews?q=%ff", "", "q"},
			{"NUL in a filter", "GET /reviews?q=a%00", "", "q"},
			{"a broken query", "GET /reviews?q=%zz", "", "query"},
			{"an unknown group", "GET /reports/completion?by=person", "", "by"},
			{"a group that reviews do not have", "GET /reports/timeliness?by=kind", "", "by"},
			{"a period that ends before it begins", "GET /reports/timeliness?from=2026-03-02&to=2026-03-01", "", "from"},
			{"no id", "GET /reviews/first", "", "id"},
			{"the name of something else", "GET /reviews/AI-1", "", "id"},
			{"an id of none", "GET /reviews/0", "", "id"},
			{"an id too big", "GET /reviews/99999999999999999999", "", "id"},
			{"no audience", "PUT /reviews/PM-1/messages/everybody", `{"body":"x"}`, "audience"},
			{"a version that is none", "PATCH /action-items/AI-1 If-Match=7", `{"title":"a"}`, "If-Match"},
			{"a weak version", `PATCH /action-items/AI-1 If-Match=W/"7"`, `{"title":"a"}`, "If-Match"},
			{"a key too long", "POST /incidents Idempotency-Key=" + long, `{"title":"a",` + incident + `}`, "Idempotency-Key"},
			{"a key of other letters", "POST /incidents Idempotency-Key=ключ", `{"title":"a",` + incident + `}`, "Idempotency-Key"},
		} {
			before := len(ok[Page[models.Event]](t, c.do(http.MethodGet, "/events?limit=200", "")).Items)
			request := strings.SplitN(test.request, " ", 3)
			headers := []string{"If-Match", "*"}
			if len(request) == 3 {
				name, value, _ := strings.Cut(request[2], "=")
				headers = []string{name, value}
			}
			w := c.do(request[0], request[1], test.body, headers...)
			if w.Code != http.StatusUnprocessableEntity {
				t.Errorf("%s: status %d: %s", test.name, w.Code, w.Body)
				continue
			}
			p := refused(t, w, http.StatusUnprocessableEntity, "invalid")
			found := test.field == ""
			for _, f := range p.Errors {
				found = found || f.Field == test.field || strings.HasPrefix(f.Field, test.field+"[0][0]")
				if f.Message == "" {
					t.Errorf("%s: %+v says nothing", test.name, p)
				}
			}
			if !found {
				t.Errorf("%s: %s does not name %q", test.name, w.Body, test.field)
			}
			if p.Detail == "" || strings.Contains(w.Body.String(), "SQL") || strings.Contains(w.Body.String(), "Go struct") {
				t.Errorf("%s: %s", test.name, w.Body)
			}
			if after := len(ok[Page[models.Event]](t, c.do(http.MethodGet, "/events?limit=200", "")).Items); after != before {
				t.Errorf("%s: something was stored", test.name)
			}
		}
	})
}

func TestFarTimesAreNoFault(t *testing.T) {
	each(t, func(t *testing.T, c *client) {
		r := c.AddReview(t, storetest.Monday, 1)
		c.Commit(t, storetest.Monday, r.ID, models.Date{}) // AI-1
		for _, test := range []struct{ request, body string }{
			{"POST /incidents", `{"title":"a","severity":1,"started_at":"0000-01-01T00:00:00Z","resolved_at":"0000-01-02T00:00:00Z"}`},
			{"POST /incidents", `{"title":"a","severity":1,"started_at":"9999-12-31T23:59:59-12:00"}`},
			{"POST /incidents", `{"title":"a","severity":1,"started_at":"2026-03-02T08:00:00Z","resolved_at":"9999-12-31T23:59:59Z"}`},
			{"POST /reviews/PM-1/meetings", `{"starts_at":"9999-12-31T23:59:59Z"}`},
			{"POST /action-items/AI-1/due-date", `{"due_on":"9999-12-31","reason":"x"}`},
			{"POST /tokens", `{"name":"a","expires_at":"9999-12-31T23:59:59-12:00"}`},
			{"PATCH /people/1", `{"away_from":"9999-12-30","away_until":"9999-12-31"}`},
		} {
			method, path, _ := strings.Cut(test.request, " ")
			if w := c.do(method, path, test.body, "If-Match", "*"); w.Code >= 500 {
				t.Errorf("%s %s: %d %s", test.request, test.body, w.Code, w.Body)
			}
			for _, path := range []string{"/incidents", "/reviews", "/action-items", "/tokens", "/people", "/reviews/PM-1/meetings", "/home", "/events"} {
				if w := c.do(http.MethodGet, path, ""); w.Code >= 400 {
					t.Fatalf("after %s %s: GET %s: %d %s", test.request, test.body, path, w.Code, w.Body)
				}
			}
		}
	})
}

func TestBodiesThatAreTooLargeOrOfAnotherKind(t *testing.T) {
	t.Parallel()
	c := onSQLite(t)
	c.AddReview(t, storetest.Monday, 1)
	body := func(n int) string { return `{"body":"` + strings.Repeat("x", n-len(`{"body":""}`)) + `"}` }
	refused(t, c.do(http.MethodPost, "/reviews/1/comments", body(1<<20+1)), http.StatusRequestEntityTooLarge, "too-large")
	refused(t, c.do(http.MethodPost, "/reviews/1/comments", body(1<<20)), http.StatusUnprocessableEntity, "invalid")
	refused(t, c.do(http.MethodPut, "/reviews/1/document", body(2<<20+1)), http.StatusRequestEntityTooLarge, "too-large")
	ok[models.Document](t, c.do(http.MethodPut, "/reviews/1/document", body(2<<20)))
	ok[models.Document](t, c.do(http.MethodPut, "/reviews/1/document", strings.Repeat("“", 2<<20/3), "Content-Type", "text/markdown", "If-Match", "*"))
	refused(t, c.do(http.MethodPut, "/reviews/1/document", "a\xff", "Content-Type", "text/markdown", "If-Match", "*"), 422, "invalid")
	if p := refused(t, c.do(http.MethodPut, "/reviews/1/document", "# A", "Content-Type", "application/x-www-form-urlencoded"), 415, "media-type"); !strings.Contains(p.Detail, "text/markdown") {
		t.Errorf("a document of no kind: %s", p.Detail)
	}
	if p := refused(t, c.do(http.MethodGet, "/reviews?sort=title", ""), http.StatusUnprocessableEntity, "invalid"); !strings.HasPrefix(p.Detail, "sort: ") {
		t.Errorf("an order that there is not: %s", p.Detail)
	}
	refused(t, c.do(http.MethodPost, "/reviews/1/comments", "body=x", "Content-Type", "application/x-www-form-urlencoded"), 415, "media-type")
	refused(t, c.do(http.MethodPost, "/reviews/1/comments", "x", "Content-Type", "text/markdown"), 415, "media-type")
}

func TestACommentOnWordsThatAreNotInTheDocumentIsRefused(t *testing.T) {
	t.Parallel()
	c := onSQLite(t)
	c.AddReview(t, storetest.Monday, 1)
	ok[models.Document](t, c.do(http.MethodPut, "/reviews/1/document", "The *queue* was full.", "Content-Type", "text/markdown"))
	p := refused(t, c.do(http.MethodPost, "/reviews/1/comments", `{"quote":"Derek was furious","body":"Who?"}`), http.StatusUnprocessableEntity, "invalid")
	if len(p.Errors) != 1 || p.Errors[0].Field != "quote" || p.Errors[0].Message != "cannot be found in the document: copy the words as they stand there" {
		t.Errorf("it is refused with %+v", p)
	}
	for _, quote := range []string{"The queue was", "The *queue*"} {
		if made := ok[models.Comment](t, c.do(http.MethodPost, "/reviews/1/comments", `{"quote":"`+quote+`","body":"Why?"}`)); made.Quote != quote {
			t.Errorf("%q is stored as %+v", quote, made)
		}
	}
}

func TestACommentTellsWhichPlaceOfItsWordsIsMeant(t *testing.T) {
	t.Parallel()
	c := onSQLite(t)
	c.AddReview(t, storetest.Monday, 1)
	ok[models.Document](t, c.do(http.MethodPut, "/reviews/1/document", "The job took a lock, and migrations for locks ran.", "Content-Type", "text/markdown"))
	c1 := ok[models.Comment](t, c.do(http.MethodPost, "/reviews/1/comments", `{"quote":"lock","before":" and\n  migrations for ","body":"Which?"}`))
	list := ok[struct{ Items []map[string]any }](t, c.do(http.MethodGet, "/reviews/1/comments", ""))
	if c1.QuoteBefore != "and migrations for" || len(list.Items) != 1 || list.Items[0]["before"] != c1.QuoteBefore {
		t.Errorf("it is stored as %+v and listed as %v", c1, list.Items)
	}
	for _, body := range []string{`{"quote":"lock","before":"` + strings.Repeat("a", models.MaxBefore+1) + `","body":"Which?"}`, `{"before":"and migrations for","body":"Which?"}`} {
		p := refused(t, c.do(http.MethodPost, "/reviews/1/comments", body), http.StatusUnprocessableEntity, "invalid")
		if len(p.Errors) != 1 || p.Errors[0].Field != "before" {
			t.Errorf("%s is refused with %+v", body, p)
		}
	}
	if list := ok[struct{ Items []models.Comment }](t, c.do(http.MethodGet, "/reviews/1/comments", "")); len(list.Items) != 1 {
		t.Errorf("what was refused is stored: %+v", list.Items)
	}
}

func TestACommentIsRepliedTo(t *testing.T) {
	t.Parallel()
	c := onSQLite(t)
	c.AddReview(t, storetest.Monday, 1)
	c.AddReview(t, storetest.Monday, 1)
	first := ok[models.Comment](t, c.do(http.MethodPost, "/reviews/1/comments", `{"body":"How slow?"}`))
	ok[models.Comment](t, c.do(http.MethodPost, "/reviews/1/comments", `{"body":"For whom?"}`))
	to := fmt.Sprintf(`{"reply_to":%d,"body":"Ten seconds."}`, first.ID)
	reply := ok[models.Comment](t, c.do(http.MethodPost, "/reviews/1/comments", to, "Idempotency-Key", "once"))
	if again := ok[models.Comment](t, c.do(http.MethodPost, "/reviews/1/comments", to, "Idempotency-Key", "once")); again.ID != reply.ID {
		t.Errorf("the same request made %+v and %+v", reply, again)
	}
	ok[models.Comment](t, c.do(http.MethodPost, fmt.Sprintf("/comments/%d/resolution", first.ID), ""))
	ok[models.Comment](t, c.do(http.MethodPost, "/reviews/1/comments", fmt.Sprintf(`{"reply_to":%d,"body":"Eleven."}`, reply.ID)))
	for body, field := range map[string]string{
		fmt.Sprintf(`{"reply_to":%d,"quote":"queue","body":"Why?"}`, first.ID): "quote",
		`{"reply_to":99,"body":"Why?"}`:                                        "reply_to",
	} {
		p := refused(t, c.do(http.MethodPost, "/reviews/1/comments", body), http.StatusUnprocessableEntity, "invalid")
		if len(p.Errors) != 1 || p.Errors[0].Field != field {
			t.Errorf("%s is refused with %+v", body, p)
		}
	}
	p := refused(t, c.do(http.MethodPost, "/reviews/2/comments", to), http.StatusUnprocessableEntity, "invalid")
	if len(p.Errors) != 1 || p.Errors[0].Field != "reply_to" {
		t.Errorf("on another review it is refused with %+v", p)
	}
	refused(t, c.do(http.MethodPost, fmt.Sprintf("/comments/%d/resolution", reply.ID), ""), http.StatusConflict, "conflict")
	refused(t, c.do(http.MethodDelete, fmt.Sprintf("/comments/%d/resolution", reply.ID), ""), http.StatusConflict, "conflict")
	got := ""
	for _, x := range ok[struct{ Items []map[string]any }](t, c.do(http.MethodGet, "/reviews/1/comments", "")).Items {
		got += fmt.Sprint(x["id"], " ", x["reply_to"], " ", x["resolved_at"], "; ")
	}
	if got != "1 <nil> <nil>; 2 <nil> <nil>; 3 1 <nil>; 4 1 <nil>; " {
		t.Errorf("listed are %s", got)
	}
}

func TestProblems(t *testing.T) {
	t.Parallel()
	c := onSQLite(t)
	refused(t, c.do(http.MethodGet, "/nothing", ""), http.StatusNotFound, "not-found")
	refused(t, c.do(http.MethodGet, "/api/nothing", ""), http.StatusNotFound, "not-found")
	refused(t, c.do(http.MethodDelete, "/reviews", ""), http.StatusMethodNotAllowed, "method-not-allowed") // behind pages: see cmd/debrief
	refused(t, c.do(http.MethodGet, "/reviews/4711", "", "Accept", "text/csv"), http.StatusNotFound, "not-found")
	for _, authorization := range []string{"", "Bearer", "Bearer ", "Basic YTpi", "Bearer debrief_wrong", c.token} {
		w := c.do(http.MethodGet, "/me", "", "Authorization", authorization)
		refused(t, w, http.StatusUnauthorized, "unauthorized")
		if !strings.HasPrefix(w.Header().Get("WWW-Authenticate"), "Bearer") {
			t.Errorf("%q: no WWW-Authenticate", authorization)
		}
	}
	if w := c.do(http.MethodGet, "/me", "", "Authorization", "bearer "+c.token); w.Code != http.StatusOK {
		t.Error(w.Code, w.Body)
	}
	for _, path := range []string{"/me", "/nothing", "/api/openapi.yaml", "/reviews/4711"} {
		h := c.do(http.MethodGet, path, "").Header()
		if h.Get("Cache-Control") != "no-store" || h.Get("X-Content-Type-Options") != "nosniff" || h.Get("X-Request-Id") == "" {
			t.Errorf("%s: %v", path, h)
		}
	}
	if w := c.do(http.MethodGet, "/reviews", ""); strings.Contains(w.Body.String(), "$schema") || strings.TrimSpace(w.Body.String()) != `{"items":[]}` {
		t.Error(w.Body)
	}

	w := c.as(t, c.Viewer).do(http.MethodPost, "/teams", `{"name":"a"}`)
	if p := refused(t, w, http.StatusForbidden, "forbidden"); !strings.Contains(p.Detail, "administrator") {
		t.Error(p)
	}
}

func TestFaultsOfOurOwnShowNothing(t *testing.T) {
	t.Parallel()
	c := onSQLite(t)
	r := c.AddReview(t, storetest.Monday, 1)
	_, err := storetest.Raw(t, c.Store).ExecContext(t.Context(), "DROP TABLE messages")
	storetest.Must(t, err)
	w := c.do(http.MethodGet, "/reviews/"+r.Ref()+"/messages", "")
	p := refused(t, w, http.StatusInternalServerError, "internal")
	if p.RequestID == "" || p.RequestID != w.Header().Get("X-Request-Id") || strings.Contains(w.Body.String(), "messages") || len(p.Errors) > 0 {
		t.Errorf("%s", w.Body)
	}
}
