package alertmanager

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"reflect"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"debrief/integrations/hook"
	"debrief/models"
)

var arrival = time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)

func whole(t testing.TB) string {
	t.Helper()
	text, err := os.ReadFile("testdata/resolved.json")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// but returns the whole payload with one text for another.
func but(t *testing.T, old, replaced string) string {
	t.Helper()
	text := whole(t)
	if !strings.Contains(text, old) {
		t.Fatalf("no %s", old)
	}
	return strings.ReplaceAll(text, old, replaced)
}

func readBody(body string) (models.IncidentReport, error) {
	return Source().Read(hook.Delivery{Body: []byte(body), At: arrival})
}

func mustRead(t *testing.T, body string) models.IncidentReport {
	t.Helper()
	r, err := readBody(body)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestAResolvedGroupIsReported(t *testing.T) {
	t.Parallel()
	end := time.Date(2026, 3, 1, 8, 50, 0, 0, time.UTC)
	want := models.IncidentReport{
		Source: "alertmanager", ExternalID: "EXTERNAL", At: end, Resolved: true, ResolvedAt: &end,
		Title: "Checkout answers with errors", Severity: 2, URL: "https://alerts.halden.example",
		Summary: `More than 5 % of the requests fail.

Alerts:
- CheckoutErrors (instance=web-1, service=checkout, severity=warning) from 2026-03-01 08:14:00 to 2026-03-01 08:45:00 UTC
- CheckoutErrors (instance=web-2, services=payments, Checkout, severity=critical) from 2026-03-01 08:10:00 to 2026-03-01 08:50:00 UTC

Runbook: https://runbooks.halden.example/checkout`,
		StartedAt: time.Date(2026, 3, 1, 8, 10, 0, 0, time.UTC), Services: []string{"checkout", "payments"}, Team: "Storefront",
	}
	got := mustRead(t, whole(t))
	if len(got.ExternalID) != 24 {
		t.Errorf("the id is %q", got.ExternalID)
	}
	want.ExternalID = got.ExternalID
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v; want %+v", got, want)
	}
}

func TestTheSameGroupIsAnotherIncidentWhenItFiresAgain(t *testing.T) {
	t.Parallel()
	first := mustRead(t, whole(t)).ExternalID
	for name, body := range map[string]string{
		"a delivery that is repeated":     whole(t),
		"another end":                     but(t, "2026-03-01T08:50:00Z", "2026-03-01T08:55:00Z"),
		"the same start in another zone":  but(t, "2026-03-01T08:10:00Z", "2026-03-01T03:10:00-05:00"),
		"another start of a later alert":  but(t, "2026-03-01T09:14:00.5+01:00", "2026-03-01T08:20:00Z"),
		"another description of the rule": but(t, "More than 5 %", "More than 6 %"),
	} {
		if got := mustRead(t, body).ExternalID; got != first {
			t.Errorf("%s: it is another incident", name)
		}
	}
	for name, body := range map[string]string{
		"a later start": but(t, "2026-03-01T08:10:00Z", "2026-03-01T08:11:00Z"),
		"another group": but(t, `{}/{team=`, `{}/{squad=`),
	} {
		if got := mustRead(t, body).ExternalID; got == first {
			t.Errorf("%s: it is the same incident", name)
		}
	}
}

func TestAGroupThatFiresIsIgnored(t *testing.T) {
	t.Parallel()
	var ignored *hook.Ignored
	_, err := readBody(`{"version":"4","status":"firing","alerts":null}`)
	if !errors.As(err, &ignored) || ignored.Why != "the group still fires" {
		t.Errorf("got %v", err)
	}
}

func TestAGroupWithoutAnEndEndedWhenItsMessageCame(t *testing.T) {
	t.Parallel()
	none := strings.NewReplacer("2026-03-01T08:45:00Z", "0001-01-01T00:00:00Z", "2026-03-01T08:50:00Z", "").Replace(whole(t))
	if got := mustRead(t, none); !got.At.Equal(arrival) || !got.ResolvedAt.Equal(arrival) {
		t.Errorf("got %v", got.At)
	}
	one := but(t, "2026-03-01T08:50:00Z", "0001-01-01T00:00:00Z")
	if got := mustRead(t, one); !got.At.Equal(time.Date(2026, 3, 1, 8, 45, 0, 0, time.UTC)) {
		t.Errorf("got %v; want the end that is known", got.At)
	}
}

func TestATitleIsFoundWhereThereIsAny(t *testing.T) {
	t.Parallel()
	group := func(groupLabels, commonLabels, commonAnnotations string) string {
		return `{"version":"4","status":"resolved","groupKey":"k","groupLabels":` + groupLabels + `,"commonLabels":` + commonLabels +
			`,"commonAnnotations":` + commonAnnotations + `,"alerts":[{"startsAt":"2026-03-01T08:10:00Z"}]}`
	}
	tests := []struct{ body, want string }{
		{group(`{"alertname":"A"}`, `{"alertname":"A"}`, `{"summary":"S","title":"T"}`), "S"},
		{group(`{"alertname":"A"}`, `{"alertname":"A"}`, `{"summary":" ","title":"T\nT"}`), "T T"},
		{group(`{"alertname":"A"}`, `{"alertname":"A","x":"y"}`, `{}`), "A"},
		{group(`{"alertname":"A","zone":"eu","job":"web"}`, `null`, `null`), "A (job=web, zone=eu)"},
		{group(`{"zone":"eu"}`, `{}`, `{}`), "(zone=eu)"},
		{group(`null`, `{"alertname":"A"}`, `{}`), "A"},
	}
	for _, tt := range tests {
		if got := mustRead(t, tt.body); got.Title != tt.want {
			t.Errorf("%s has the title %q; want %q", tt.body, got.Title, tt.want)
		}
	}
	if got := mustRead(t, group(`null`, `null`, `null`)); got.Title != "Alert group "+got.ExternalID {
		t.Errorf("got the title %q", got.Title)
	}
}

func TestTheListOfAlertsIsBounded(t *testing.T) {
	t.Parallel()
	var p payload
	if err := json.Unmarshal([]byte(whole(t)), &p); err != nil {
		t.Fatal(err)
	}
	a := p.Alerts[0]
	p.Alerts, p.TruncatedAlerts = nil, 7
	for i := range 500 {
		a.Labels = pairs{"alertname": "Full", "instance": fmt.Sprintf("web-%d-%s", i, strings.Repeat("x", 1000))}
		a.Annotations = pairs{"summary": fmt.Sprintf("Disk %d is full", i), "service": "x"}
		p.Alerts = append(p.Alerts, a)
	}
	p.CommonAnnotations = pairs{"description": strings.Repeat("d", 50_000)}
	body, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	got := mustRead(t, string(body))
	if n := strings.Count(got.Summary, "\n- Full"); n != maxAlerts || !strings.HasSuffix(got.Summary, "\n- and 487 more") || utf8.RuneCountInString(got.Summary) > models.MaxNote {
		t.Errorf("%d alerts are listed in %d characters, and at the end %q", n, len(got.Summary), got.Summary[len(got.Summary)-40:])
	}
}

func TestAnAlertSaysWhatOnlyItSays(t *testing.T) {
	t.Parallel()
	p := payload{CommonLabels: pairs{"job": "web"}, CommonAnnotations: pairs{"title": "Common"}}
	a := alert{Labels: pairs{"alertname": "Full", "job": "web", "disk": "b"}, Annotations: pairs{"title": "Common", "description": "Disk b is full"}, starts: arrival}
	if got, want := p.line(a), "Full (disk=b) from 2026-03-01 09:00:00 UTC - Disk b is full"; got != want {
		t.Errorf("got %q; want %q", got, want)
	}
}

func TestWhatIsWrongIsNamed(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, body, want string }{
		{"an empty body", ``, "body"},
		{"a list", `[]`, "body"},
		{"null", `null`, "version"},
		{"another version", but(t, `"version": "4"`, `"version": "1"`), "version"},
		{"a version that is a number", but(t, `"version": "4"`, `"version": 4`), "version"},
		{"another status", but(t, `"debrief",
  "status": "resolved"`, `"debrief", "status": "pending"`), "status"},
		{"no key", but(t, `"groupKey"`, `"key"`), "groupKey"},
		{"no alerts", but(t, `"alerts": [`, `"alerts": [], "others": [`), "alerts"},
		{"an alert that is null", but(t, `"alerts": [`, `"alerts": [null, `), "alerts[0].startsAt"},
		{"alerts that are an object", but(t, `"alerts": [`, `"alerts": {}, "others": [`), "alerts"},
		{"no start", but(t, `2026-03-01T08:10:00Z`, ``), "alerts[1].startsAt"},
		{"a start of the year 1", but(t, `2026-03-01T08:10:00Z`, `0001-01-01T00:00:00Z`), "alerts[1].startsAt"},
		{"an end that is no time", but(t, `2026-03-01T08:50:00Z`, `soon`), "alerts[1].endsAt"},
		{"an end before the start", but(t, `2026-03-01T08:50:00Z`, `2026-03-01T08:09:00Z`), "alerts[1].endsAt"},
		{"a label that is a number", but(t, `"web-1"`, `1`), "alerts.labels"},
		{"a count that is a text", but(t, `"truncatedAlerts": 0`, `"truncatedAlerts": "0"`), "truncatedAlerts"},
		{"a start to come", `{"version":"4","status":"resolved","groupKey":"k","alerts":[{"startsAt":"2026-04-01T00:00:00Z"}]}`, "alerts[0].startsAt"},
		{"invalid UTF-8", but(t, "Checkout", "\xff"), "body"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := readBody(tt.body)
			var invalid *models.Error
			if !errors.As(err, &invalid) || invalid.Kind != models.Invalid || len(invalid.Fields) != 1 || invalid.Fields[0].Field != tt.want {
				t.Errorf("got %v; want the field %s", err, tt.want)
			}
		})
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(whole(f)))
	f.Add([]byte(`{"version":"4","status":"resolved","groupKey":"k","truncatedAlerts":9223372036854775807,"alerts":[{"startsAt":"2026-03-01T08:10:00Z","labels":{"services":","}}]}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		r, err := Source().Read(hook.Delivery{Body: body, At: arrival})
		if err != nil {
			var ignored *hook.Ignored
			if models.KindOf(err) != models.Invalid && !errors.As(err, &ignored) || !utf8.ValidString(err.Error()) {
				t.Errorf("%s is refused with %v", body, err)
			}
			return
		}
		for _, s := range append([]string{r.Source, r.ExternalID, r.Title, r.Summary, r.URL, r.Team}, r.Services...) {
			if !utf8.ValidString(s) {
				t.Errorf("%q is not valid UTF-8", s)
			}
		}
		i := models.Incident{Severity: models.UnstatedSeverity}
		r.Amend(&i, models.IncidentReport{})
		if r.Source == "" || r.ExternalID == "" || r.Title == "" || r.At.IsZero() || r.Validate() != nil || i.Validate() != nil {
			t.Errorf("%s is read as %+v, which cannot be stored: %v", body, r, i.Validate())
		}
	})
}
