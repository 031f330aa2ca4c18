package pagerduty

import (
	"errors"
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

func file(t testing.TB, name string) string {
	t.Helper()
	text, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func readBody(body string) (models.IncidentReport, error) {
	return Source().Read(hook.Delivery{Body: []byte(body), At: arrival})
}

func TestAResolvedIncidentIsReported(t *testing.T) {
	t.Parallel()
	resolved := time.Date(2026, 3, 1, 8, 50, 11, 402_000_000, time.UTC)
	want := models.IncidentReport{
		Source: "pagerduty", ExternalID: "Q1TQ6F0ZK7PLM2", At: resolved, Resolved: true, ResolvedAt: &resolved,
		Title: "Orders time out at checkout", Severity: 2, URL: "https://halden.pagerduty.example/incidents/Q1TQ6F0ZK7PLM2",
		StartedAt: time.Date(2026, 3, 1, 8, 10, 0, 0, time.UTC), Services: []string{"Checkout API"}, Team: "Storefront",
	}
	got, err := readBody(file(t, "resolved.json"))
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, %v; want %+v", got, err, want)
	}
}

func TestATriggeredIncidentHasPeopleAndNoSeverity(t *testing.T) {
	t.Parallel()
	got, err := readBody(file(t, "triggered.json"))
	if err != nil {
		t.Fatal(err)
	}
	if want := []models.ReportedPerson{{Name: "Imke Vos"}, {Name: "Tomás Rey"}}; !reflect.DeepEqual(got.Responders, want) {
		t.Errorf("the responders are %+v; want %+v", got.Responders, want)
	}
	if got.Severity != 0 || got.Resolved || got.ResolvedAt != nil || got.Team != "" {
		t.Errorf("got %+v; want neither severity, team nor end", got)
	}
}

func TestAllReportsTogetherKnowWhoWasCalled(t *testing.T) {
	t.Parallel()
	first, err1 := readBody(file(t, "triggered.json"))
	last, err2 := readBody(file(t, "resolved.json"))
	if err1 != nil || err2 != nil {
		t.Fatal(err1, err2)
	}
	// A resolved incident is assigned to nobody any more.
	if sum := models.FoldReports([]models.IncidentReport{last, first}); len(sum.Responders) != 2 || !sum.Resolved || sum.Severity != 2 {
		t.Errorf("got %+v", sum)
	}
}

func TestEveryEventOfAnIncidentIsAReport(t *testing.T) {
	t.Parallel()
	for _, kind := range []string{"triggered", "acknowledged", "unacknowledged", "reopened", "priority_updated", "reassigned", "escalated", "delegated",
		"service_updated", "incident_type.changed"} {
		got, err := readBody(strings.Replace(file(t, "triggered.json"), "incident.triggered", "incident."+kind, 1))
		if err != nil || got.Resolved {
			t.Errorf("%s: got %+v, %v", kind, got, err)
		}
	}
}

func TestALaterEventDoesNotMoveTheEnd(t *testing.T) {
	t.Parallel()
	got, err := readBody(strings.Replace(file(t, "resolved.json"), "incident.resolved", "incident.priority_updated", 1))
	if err != nil || !got.Resolved || got.ResolvedAt != nil {
		t.Errorf("got %+v, %v; want a resolved incident without its end", got, err)
	}
}

func TestALongTitleIsShortened(t *testing.T) {
	t.Parallel()
	got, err := readBody(strings.Replace(file(t, "resolved.json"), "Orders time", `Orders\n`+strings.Repeat("ü", 2000), 1))
	if err != nil || utf8.RuneCountInString(got.Title) != models.MaxTitle || !strings.HasPrefix(got.Title, "Orders ü") || !strings.HasSuffix(got.Title, "…") {
		t.Errorf("got %q, %v", got.Title, err)
	}
}

func TestAnotherReasonOfTheEndIsTheSummary(t *testing.T) {
	t.Parallel()
	for reason, want := range map[string]string{`{"type":"other","summary":"Rolled back"}`: "Rolled back", `"done"`: "", `[]`: "", `{}`: ""} {
		got, err := readBody(strings.Replace(file(t, "resolved.json"), `"resolve_reason": null`, `"resolve_reason":`+reason, 1))
		if err != nil || got.Summary != want {
			t.Errorf("%s is %q, %v; want %q", reason, got.Summary, err, want)
		}
	}
}

func TestWhatIsNoIncidentIsIgnored(t *testing.T) {
	t.Parallel()
	event := func(kind, resource, data string) string {
		return `{"event":{"id":"1","event_type":"` + kind + `","resource_type":"` + resource + `","occurred_at":"2026-03-01T08:00:00Z","data":` + data + `}}`
	}
	tests := []struct{ name, body, want string }{
		{"a ping", event("pagey.ping", "pagey", `{"message":"Hello","type":"ping"}`), "pagey.ping is not about an incident"},
		{"a service", event("service.updated", "service", `{"id":"PS1","type":"service"}`), "service.updated is not about an incident"},
		{"a note", event("incident.annotated", "incident", `{"id":"N","type":"incident_note","content":"x","status":1}`),
			"incident.annotated brings incident_note, which changes nothing that Debrief follows"},
		{"a responder", event("incident.responder.added", "incident", `{"type":"incident_responder"}`),
			"incident.responder.added brings incident_responder, which changes nothing that Debrief follows"},
		{"a status update", event("incident.status_update_published", "incident", `{"type":"incident_status_update"}`),
			"incident.status_update_published brings incident_status_update, which changes nothing that Debrief follows"},
		{"an event of two lines", event(`a\nb`, "other", `null`), "a b is not about an incident"},
		{"a merged incident", strings.Replace(file(t, "resolved.json"), `"resolve_reason": null`,
			`"resolve_reason": {"type":"merge_resolve_reason","incident":{"id":"Q2","summary":"Payments are down","type":"incident_reference"}}`, 1),
			"the incident was merged into another one (Payments are down), which Debrief follows instead"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var ignored *hook.Ignored
			if _, err := readBody(tt.body); !errors.As(err, &ignored) || ignored.Why != tt.want {
				t.Errorf("got %v; want it ignored: %s", err, tt.want)
			}
		})
	}
}

func TestWhatIsWrongIsNamed(t *testing.T) {
	t.Parallel()
	whole := file(t, "resolved.json")
	without := func(old, replaced string) string {
		if !strings.Contains(whole, old) {
			t.Fatalf("no %s", old)
		}
		return strings.Replace(whole, old, replaced, 1)
	}
	tests := []struct{ name, body, want string }{
		{"an empty body", ``, "body"},
		{"no JSON", `event`, "body"},
		{"null", `null`, "event.event_type"},
		{"no event", `{"event":null}`, "event.event_type"},
		{"an event that is a list", `{"event":[]}`, "event"},
		{"no data", `{"event":{"event_type":"incident.triggered","resource_type":"incident"}}`, "event.data"},
		{"data that are null", `{"event":{"event_type":"incident.triggered","resource_type":"incident","data":null}}`, "event.data.type"},
		{"data that are a text", `{"event":{"event_type":"incident.triggered","resource_type":"incident","data":"x"}}`, "event.data"},
		{"an id that is a number", without(`"Q1TQ6F0ZK7PLM2"`, `17`), "event.data.id"},
		{"no id", without(`"Q1TQ6F0ZK7PLM2"`, `null`), "event.data.id"},
		{"a long id", without(`"Q1TQ6F0ZK7PLM2"`, `"`+strings.Repeat("Q", 201)+`"`), "event.data.id"},
		{"no title", without(`"Orders time out at checkout"`, `" \n "`), "event.data.title"},
		{"no status", without(`"resolved"`, `null`), "event.data.status"},
		{"no start", without(`"2026-03-01T08:10:00Z"`, `null`), "event.data.created_at"},
		{"a start that is a number", without(`"2026-03-01T08:10:00Z"`, `1772352600`), "event.data.created_at"},
		{"a start before 1970", without(`2026-03-01T08:10:00Z`, `1926-03-01T08:10:00Z`), "event.data.created_at"},
		{"no moment", without(`"2026-03-01T08:50:11.402Z"`, `""`), "event.occurred_at"},
		{"a moment after 2199", without(`2026-03-01T08:50:11.402Z`, `2200-01-01T00:00:00Z`), "event.occurred_at"},
		{"an end before the start", without(`2026-03-01T08:50:11.402Z`, `2026-03-01T08:09:59Z`), "event.occurred_at"},
		{"a priority that is a text", without(`"priority": {`, `"priority": "P1", "x": {`), "event.data.priority"},
		{"people that are an object", without(`"assignees": []`, `"assignees": {}`), "event.data.assignees"},
		{"invalid UTF-8", without("Orders", "Orders\xff"), "body"},
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
	f.Add([]byte(file(f, "resolved.json")))
	f.Add([]byte(file(f, "triggered.json")))
	f.Add([]byte(`{"event":{"event_type":"incident.x","resource_type":"incident","data":{"type":"incident","assignees":[null],"teams":null}}}`))
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
