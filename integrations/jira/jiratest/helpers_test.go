package jiratest_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"debrief/integrations/jira/jiratest"
)

var start = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

func at(when time.Time) func() time.Time { return func() time.Time { return when } }

// answer is what the site says to one request.
type answer struct {
	status int
	header http.Header
	body   map[string]any
	text   string
}

// errors returns Jira's words by field, with the general ones under "".
func (a answer) errors() map[string]string {
	out := map[string]string{}
	fields, _ := a.body["errors"].(map[string]any)
	for name, v := range fields {
		out[name], _ = v.(string)
	}
	if list, _ := a.body["errorMessages"].([]any); len(list) > 0 {
		out[""], _ = list[0].(string)
	}
	return out
}

func call(t *testing.T, s *jiratest.Server, method, path, body string) answer {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), method, "http://tracker.test"+path, strings.NewReader(body))
	r.SetBasicAuth(jiratest.DefaultUser, jiratest.DefaultToken)
	return send(t, s, r)
}

func send(t *testing.T, s *jiratest.Server, r *http.Request) answer {
	t.Helper()
	w := httptest.NewRecorder()
	s.Handler().ServeHTTP(w, r)
	a := answer{status: w.Code, header: w.Header(), text: w.Body.String()}
	json.Unmarshal(w.Body.Bytes(), &a.body) // what is not JSON is in text
	return a
}

func wantStatus(t *testing.T, a answer, status int) answer {
	t.Helper()
	if a.status != status {
		t.Fatalf("status is %d, want %d: %s", a.status, status, a.text)
	}
	return a
}
