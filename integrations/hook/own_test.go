package hook

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"debrief/models"
)

// whole has every field of the format. Halden Outfitters and its people are invented.
const whole = `{
	"source": "firehouse",
	"id": "FH-2041",
	"title": "Orders time out at checkout",
	"severity": "SEV-2",
	"summary": "A fifth of all orders\nfailed for 40 minutes.",
	"url": "https://firehouse.halden.example/incidents/2041",
	"started_at": "2026-03-01T09:10:00+01:00",
	"detected_at": "2026-03-01T08:14:30Z",
	"resolved_at": "2026-03-01T08:50:00Z",
	"updated_at": "2026-03-01T12:00:00Z",
	"services": ["checkout", "Payments", "Checkout"],
	"team": "Storefront",
	"owner": "Imke.Vos@halden.example",
	"responders": [
		{"email": "imke.vos@halden.example", "name": "Imke Vos", "part": "incident_commander"},
		{"name": "Tomás Rey"}
	],
	"document_url": "https://wiki.halden.example/pm/2041"
}`

// small has what is needed.
const small = `{"id":"7","title":"Search is down","started_at":"2026-03-01T08:00:00Z","resolved_at":"2026-03-01T09:00:00Z"}`

func ownDelivery(body string) Delivery { return Delivery{Body: []byte(body), At: arrival} }

func clock(hour, minute, second int) time.Time {
	return time.Date(2026, 3, 1, hour, minute, second, 0, time.UTC)
}

func at(hour, minute, second int) *time.Time {
	t := clock(hour, minute, second)
	return &t
}

func TestEveryFieldOfTheFormatIsRead(t *testing.T) {
	t.Parallel()
	want := models.IncidentReport{
		Source: "firehouse", ExternalID: "FH-2041", At: clock(12, 0, 0), Resolved: true, ResolvedAt: at(8, 50, 0),
		Title: "Orders time out at checkout", Severity: 2, Summary: "A fifth of all orders\nfailed for 40 minutes.",
		URL: "https://firehouse.halden.example/incidents/2041", StartedAt: clock(8, 10, 0), DetectedAt: at(8, 14, 30),
		Services: []string{"checkout", "Payments"}, Team: "Storefront", Owner: models.ReportedPerson{Email: "imke.vos@halden.example"},
		Responders: []models.ReportedPerson{
			{Email: "imke.vos@halden.example", Name: "Imke Vos", Part: models.Commander},
			{Name: "Tomás Rey"},
		},
		DocumentURL: "https://wiki.halden.example/pm/2041",
	}
	got, err := Own().Read(ownDelivery(whole))
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, %v; want %+v", got, err, want)
	}
}

func TestFourFieldsAreEnough(t *testing.T) {
	t.Parallel()
	want := models.IncidentReport{Source: "webhook", ExternalID: "7", At: ownDelivery(small).At, Resolved: true, ResolvedAt: at(9, 0, 0),
		Title: "Search is down", StartedAt: clock(8, 0, 0)}
	for _, body := range []string{small, with(`"severity":null,"services":null,"responders":[],"owner":"","team":null,"detected_at":null`)} {
		got, err := Own().Read(ownDelivery(body))
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("got %+v, %v; want %+v", got, err, want)
		}
	}
}

// with returns the small report with more fields.
func with(fields string) string { return strings.TrimSuffix(small, "}") + "," + fields + "}" }

func TestASeverityIsANumberOrAText(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]models.Severity{`1`: 1, `5`: 5, `"4"`: 4, `"P1"`: 1, `"SEV-0"`: 1, `"critical"`: 1, `"sev9"`: 5, `""`: 0, `null`: 0} {
		got, err := Own().Read(ownDelivery(with(`"severity":` + text)))
		if err != nil || got.Severity != want {
			t.Errorf("%s is %d, %v; want %d", text, int(got.Severity), err, int(want))
		}
	}
	for _, text := range []string{`0`, `6`, `-1`, `1.5`, `1e0`, `10`, `"bad"`, `"?"`} {
		_, err := Own().Read(ownDelivery(with(`"severity":` + text)))
		if got, want := fieldsOf(t, err), "severity must be 1 to 5, or a text such as SEV-2, P1 or critical"; got != want {
			t.Errorf("%s: got %q; want %q", text, got, want)
		}
	}
}

func TestWhatIsWrongIsNamed(t *testing.T) {
	t.Parallel()
	person := func(fields string) string { return with(`"responders":[{` + fields + `}]`) }
	tests := []struct{ name, body, want string }{
		{"an empty body", ``, "body must be one JSON object and nothing else: unexpected end of JSON input"},
		{"no JSON", `id=1`, "body must be one JSON object and nothing else: invalid character 'i' looking for beginning of value"},
		{"two objects", small + small, "body must be one JSON object and nothing else: invalid character '{' after top-level value"},
		{"a list", `[` + small + `]`, "body must be an object, not a list"},
		{"null", `null`, "body must be an object, not null"},
		{"invalid UTF-8", with("\"team\":\"\xff\""), "body must be valid UTF-8"},
		{"nothing in it", `{}`, "id is missing\ntitle is missing\nstarted_at is missing\n" +
			"resolved_at is missing: only resolved incidents are taken, so send it once the incident is over"},
		{"an unknown field", with(`"servises":[]`), "servises is not a field of this format: leave it out, or correct its name"},
		{"another case", with(`"Team":"x"`), "Team is not a field of this format: leave it out, or correct its name"},
		{"a field without a name", with(`"":1`), `"" is not a field of this format: leave it out, or correct its name`},
		{"a field of strange characters", with(`"a\nb":1`), `"a b" is not a field of this format: leave it out, or correct its name`},
		{"a field that is there twice", with(`"id":"8"`), "id is there twice"},
		{"a field that is there twice in disguise", with(`"\u0069d":"8"`), "id is there twice"},
		{"a number for a text", with(`"team":7`), "team must be a text, not a number"},
		{"a text for a list", with(`"services":"checkout"`), "services must be a list, not a text"},
		{"a truth for a severity", with(`"severity":true`), "severity must be a number or a text, not true or false"},
		{"a service that is a number", with(`"services":["a",1]`), "services[1] must be a text, not a number"},
		{"a service without a name", with(`"services":[" "]`), "services[0] is missing"},
		{"too many services", with(`"services":[` + strings.Repeat(`"a",`, 100) + `"a"]`), "services must be at most 100"},
		{"too many responders", with(`"responders":[` + strings.Repeat(`{},`, 100) + `{}]`), "responders must be at most 100"},
		{"a responder who is a text", with(`"responders":["ann"]`), "responders[0] must be an object, not a text"},
		{"a responder's unknown field", person(`"name":"Ann","mail":"x"`), "responders[0].mail is not a field of this format: leave it out, or correct its name"},
		{"a responder's field twice", person(`"name":"Ann","name":"Ann"`), "responders[0].name is there twice"},
		{"a responder who is nobody", person(`"part":"scribe"`), "responders[0] must have an email or a name"},
		{"a responder's address", person(`"email":"ann"`), "responders[0].email must be an address such as ana@example.com"},
		{"a responder's part", person(`"name":"Ann","part":"hero"`), "responders[0].part must be incident_commander, shadow, scribe, responder or customer_liaison"},
		{"a responder twice", with(`"responders":[{"email":"a@x.example"},{"email":"A@x.example","part":"scribe"}]`), "responders[1].email is named twice"},
		{"an owner with a name", with(`"owner":"Ann <ann@x.example>"`), "owner must be an address such as ana@example.com"},
		{"a title of two lines", strings.Replace(small, "Search is", `Search\nis`, 1), "title must be one line without control characters"},
		{"a long title", strings.Replace(small, "Search", strings.Repeat("x", 300), 1), "title must be at most 300 characters"},
		{"a long source", with(`"source":"` + strings.Repeat("x", 51) + `"`), "source must be at most 50 characters"},
		{"a long id", strings.Replace(small, `"7"`, `"`+strings.Repeat("7", 201)+`"`, 1), "id must be at most 200 characters"},
		{"a NUL in the summary", with(`"summary":"a\u0000"`), "summary must not contain NUL characters"},
		{"an address that is none", with(`"url":"javascript:alert(1)","document_url":"wiki"`), "url must be an http or https address\ndocument_url must be an http or https address"},
		{"a start that is no time", strings.Replace(small, "2026-03-01T08:00:00Z", "08:00", 1), "started_at must be a time such as 2026-03-02T10:00:00Z"},
		{"a start before 1970", strings.Replace(small, "2026-03-01T08", "1926-03-01T08", 1), "started_at must lie in the years 1970 to 2199"},
		{"an end before the start", strings.Replace(small, "T09", "T07", 1), "resolved_at must not be before started_at"},
		{"a detection before the start", with(`"detected_at":"2026-03-01T07:59:59Z"`), "detected_at must not be before started_at"},
		{"an update before the end", with(`"updated_at":"2026-03-01T08:59:59Z"`), "updated_at must not be before resolved_at"},
		{"an end to come", strings.Replace(small, "2026-03-01T09", "2026-04-01T09", 1), "resolved_at must not lie in the future"},
		{"an update to come", with(`"updated_at":"2026-04-01T09:00:00Z"`), "updated_at must not lie in the future"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := Own().Read(ownDelivery(tt.body))
			if got := fieldsOf(t, err); got != tt.want {
				t.Errorf("got %q; want %q", got, tt.want)
			}
		})
	}
}

func TestOnlySoManyFaultsAreNamed(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	for i := range 10_000 {
		fmt.Fprintf(&b, `"x%d":1,`, i)
	}
	_, err := Own().Read(ownDelivery(`{` + b.String() + `"id":"1"}`))
	if got := strings.Count(fieldsOf(t, err), "\n") + 1; got != maxFaults {
		t.Errorf("%d are named; want %d", got, maxFaults)
	}
}

func TestAnUpdateAtTheMomentOfItsArrivalIsTaken(t *testing.T) {
	t.Parallel()
	// The sender's clock may be ahead by as much as its signature may be.
	got, err := Own().Read(ownDelivery(with(`"updated_at":"2026-03-02T10:05:00Z"`)))
	if err != nil || !got.At.Equal(arrival.Add(5*time.Minute)) {
		t.Errorf("got %v, %v", got.At, err)
	}
}

func FuzzReadOwn(f *testing.F) {
	for _, body := range []string{whole, small, `{}`, `null`, with(`"id":"8"`), with(`"severity":7`), with(`"responders":[null]`), with(`"services":[null]`)} {
		f.Add([]byte(body))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		r, err := Own().Read(Delivery{Body: body, At: arrival})
		if err != nil {
			fieldsOf(t, err)
			return
		}
		text, err := json.Marshal(r)
		if err != nil || !utf8.Valid(text) || r.Source == "" || r.ExternalID == "" || r.Title == "" || r.At.IsZero() || r.Validate() != nil {
			t.Errorf("%s is read as %+v", body, r)
		}
		for _, s := range []string{r.Source, r.ExternalID, r.Title, r.Summary, r.Team} {
			if !utf8.ValidString(s) {
				t.Errorf("%q is not valid UTF-8", s)
			}
		}
		i := models.Incident{Severity: models.UnstatedSeverity}
		r.Amend(&i, models.IncidentReport{})
		if err := i.Validate(); err != nil {
			t.Errorf("%s is read as an incident that cannot be stored: %v", body, err)
		}
	})
}
