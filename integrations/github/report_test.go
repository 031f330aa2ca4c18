package github

import (
	"errors"
	"net/http"
	"net/url"
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
	text, err := os.ReadFile("testdata/closed.json")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// but returns the whole payload with texts for others, in pairs.
func but(t *testing.T, oldnew ...string) string {
	t.Helper()
	text := whole(t)
	for i := 0; i < len(oldnew); i += 2 {
		if !strings.Contains(text, oldnew[i]) {
			t.Fatalf("no %s", oldnew[i])
		}
		text = strings.Replace(text, oldnew[i], oldnew[i+1], 1)
	}
	return text
}

func delivery(event, contentType, body string) hook.Delivery {
	d := hook.Delivery{Header: http.Header{}, Body: []byte(body), At: arrival}
	d.Header.Set("X-GitHub-Event", event)
	d.Header.Set("Content-Type", contentType)
	return d
}

func readBody(body string) (models.IncidentReport, error) {
	return Source().Read(delivery("issues", "application/json", body))
}

func TestAClosedIssueIsAResolvedIncident(t *testing.T) {
	t.Parallel()
	closed := time.Date(2026, 3, 1, 8, 50, 0, 0, time.UTC)
	want := models.IncidentReport{
		Source: "github", ExternalID: "halden/shop#12", At: time.Date(2026, 3, 1, 8, 51, 0, 0, time.UTC), Resolved: true, ResolvedAt: &closed,
		Title: "Orders time out at checkout", Severity: 2, Summary: "### What happens\n\nA fifth of all orders fails.",
		URL: "https://github.example/halden/shop/issues/12", StartedAt: time.Date(2026, 3, 1, 8, 10, 0, 0, time.UTC),
		Services: []string{"checkout", "payments"}, Team: "Storefront",
	}
	got, err := readBody(whole(t))
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, %v; want %+v", got, err, want)
	}
}

func TestAFormIsReadLikeJSON(t *testing.T) {
	t.Parallel()
	want, err1 := readBody(whole(t))
	form := url.Values{"payload": {whole(t)}}.Encode()
	for _, kind := range []string{"application/x-www-form-urlencoded", "Application/X-WWW-Form-Urlencoded; charset=utf-8"} {
		got, err := Source().Read(delivery("issues", kind, form))
		if err1 != nil || err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("got %+v, %v, %v; want %+v", got, err, err1, want)
		}
	}
}

func TestAnOpenIssueIsNotResolved(t *testing.T) {
	t.Parallel()
	for _, action := range []string{"opened", "reopened", "edited", "labeled", "unlabeled", "assigned", "milestoned", "status_changed"} {
		got, err := readBody(but(t, `"action": "closed"`, `"action": "`+action+`"`, `"state": "closed"`, `"state": "open"`, `"completed"`, `"reopened"`, `"2026-03-01T08:50:00Z"`, `null`))
		if err != nil || got.Resolved || got.ResolvedAt != nil {
			t.Errorf("%s: got %+v, %v", action, got, err)
		}
	}
}

func TestAnIssueNeedsNeitherBodyNorMoreLabels(t *testing.T) {
	t.Parallel()
	got, err := readBody(but(t, `"body": "### What happens\r\n\r\nA fifth of all orders fails.\r\n"`, `"body": null`, `severity: high`, `x`, `service: `, ``, `service/`, ``, `team: `, ``))
	if err != nil || got.Severity != 0 || got.Services != nil || got.Team != "" || got.Summary != "" || got.Responders != nil || got.Owner != (models.ReportedPerson{}) {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestALongBodyIsShortened(t *testing.T) {
	t.Parallel()
	got, err := readBody(but(t, "A fifth", strings.Repeat("ü", 60_000)))
	if err != nil || utf8.RuneCountInString(got.Summary) != maxSummary || !strings.HasSuffix(got.Summary, "ü…") {
		t.Errorf("got %d characters, %v", utf8.RuneCountInString(got.Summary), err)
	}
}

func TestWhatIsNoIncidentIsIgnored(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, event, body, want string }{
		{"a ping", "ping", `{"zen":"x"}`, "GitHub's ping arrived: the webhook works"},
		{"another event", "pull_request", `{}`, "only the event issues is followed, not pull_request"},
		{"no label incident", "issues", but(t, `"Incident"`, `"bug"`), "the issue does not have the label incident"},
		{"no labels", "issues", but(t, `"labels": [`, `"labels": null, "others": [`), "the issue does not have the label incident"},
		{"a pull request", "issues", but(t, `"locked"`, `"pull_request": {"url": "x"}, "locked"`), "a pull request is not an incident"},
		{"deleted", "issues", but(t, `"action": "closed"`, `"action": "deleted"`), "the issue was deleted; what Debrief knows of it stays"},
		{"transferred", "issues", but(t, `"action": "closed"`, `"action": "transferred"`), "the issue was transferred; label it where it is now"},
		{"not planned", "issues", but(t, `"completed"`, `"not_planned"`), "the issue was closed as not planned"},
		{"a duplicate", "issues", but(t, `"completed"`, `"duplicate"`), "the issue was closed as a duplicate"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var ignored *hook.Ignored
			if _, err := Source().Read(delivery(tt.event, "application/json", tt.body)); !errors.As(err, &ignored) || ignored.Why != tt.want {
				t.Errorf("got %v; want it ignored: %s", err, tt.want)
			}
		})
	}
}

func TestAReasonCountsOnlyWhileTheIssueIsClosed(t *testing.T) {
	t.Parallel()
	got, err := readBody(but(t, `"state": "closed"`, `"state": "open"`, `"completed"`, `"not_planned"`))
	if err != nil || got.Resolved {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestWhatIsWrongIsNamed(t *testing.T) {
	t.Parallel()
	const asJSON, asForm = "application/json", "application/x-www-form-urlencoded"
	tests := []struct{ name, event, kind, body, want string }{
		{"no event", "", asJSON, whole(t), "X-GitHub-Event"},
		{"an empty body", "issues", asJSON, ``, "body"},
		{"no JSON", "issues", asJSON, `payload=x`, "body"},
		{"a form without a payload", "issues", asForm, `x=1`, "payload"},
		{"a form that is none", "issues", asForm, `payload=%zz`, "body"},
		{"a form that is JSON", "issues", asForm, `{}`, "payload"},
		{"a form with an empty payload", "issues", asForm, `payload=`, "body"},
		{"a form that is not UTF-8", "issues", asForm, `payload=%ff`, "body"},
		{"invalid UTF-8", "issues", asJSON, but(t, "Orders", "\xff"), "body"},
		{"no number", "issues", asJSON, but(t, `"number": 12`, `"number": null`), "issue.number"},
		{"half a number", "issues", asJSON, but(t, `"number": 12`, `"number": 1.5`), "issue.number"},
		{"a number below nothing", "issues", asJSON, but(t, `"number": 12`, `"number": -1`), "issue.number"},
		{"no repository", "issues", asJSON, but(t, `"repository": {`, `"repository": null, "x": {`), "repository.full_name"},
		{"a long repository", "issues", asJSON, but(t, `"full_name": "halden/shop"`, `"full_name": "`+strings.Repeat("x", 199)+`"`), "repository.full_name"},
		{"no title", "issues", asJSON, but(t, `"Orders time out at checkout"`, `""`), "issue.title"},
		{"a title that is a number", "issues", asJSON, but(t, `"Orders time out at checkout"`, `1`), "issue.title"},
		{"no start", "issues", asJSON, but(t, `"2026-03-01T08:10:00Z"`, `null`), "issue.created_at"},
		{"a start that is a number", "issues", asJSON, but(t, `"2026-03-01T08:10:00Z"`, `1772352600`), "issue.created_at"},
		{"no update", "issues", asJSON, but(t, `"2026-03-01T08:51:00Z"`, `null`), "issue.updated_at"},
		{"an update after 2199", "issues", asJSON, but(t, `2026-03-01T08:51:00Z`, `2200-01-01T00:00:00Z`), "issue.updated_at"},
		{"no end", "issues", asJSON, but(t, `"2026-03-01T08:50:00Z"`, `null`), "issue.closed_at"},
		{"an end before the start", "issues", asJSON, but(t, `2026-03-01T08:50:00Z`, `2026-03-01T08:09:59Z`), "issue.closed_at"},
		{"another state", "issues", asJSON, but(t, `"state": "closed"`, `"state": "stuck"`), "issue.state"},
		{"labels that are texts", "issues", asJSON, but(t, `"labels": [`, `"labels": ["incident"], "others": [`), "issue.labels"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := Source().Read(delivery(tt.event, tt.kind, tt.body))
			var invalid *models.Error
			if !errors.As(err, &invalid) || invalid.Kind != models.Invalid || len(invalid.Fields) != 1 || invalid.Fields[0].Field != tt.want {
				t.Errorf("got %v; want the field %s", err, tt.want)
			}
		})
	}
}

func FuzzRead(f *testing.F) {
	f.Add("application/json", []byte(whole(f)))
	f.Add("application/x-www-form-urlencoded", []byte(url.Values{"payload": {whole(f)}}.Encode()))
	f.Add("", []byte(`{"issue":{"number":1,"labels":[{"name":"incident"},null],"state":"open","pull_request":null}}`))
	f.Fuzz(func(t *testing.T, kind string, body []byte) {
		r, err := Source().Read(delivery("issues", kind, string(body)))
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
