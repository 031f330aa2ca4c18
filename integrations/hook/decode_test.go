package hook

import (
	"errors"
	"strings"
	"testing"

	"debrief/models"
)

// fieldsOf returns what an Invalid error says, a line a field.
func fieldsOf(t *testing.T, err error) string {
	t.Helper()
	var invalid *models.Error
	if !errors.As(err, &invalid) || invalid.Kind != models.Invalid {
		t.Fatalf("got %v; want an Invalid error", err)
	}
	var lines []string
	for _, f := range invalid.Fields {
		lines = append(lines, f.Field+" "+f.Message)
	}
	return strings.Join(lines, "\n")
}

func TestAWrongFieldOfAForeignPayloadIsNamed(t *testing.T) {
	t.Parallel()
	type payload struct {
		Issue struct {
			Title  string              `json:"title"`
			Number int64               `json:"number"`
			Labels []map[string]string `json:"labels"`
		} `json:"issue"`
	}
	tests := []struct{ path, body, want string }{
		{"", `{"issue":{"title":1}}`, "issue.title must be a text, not number"},
		{"event.data", `{"issue":{"title":true}}`, "event.data.issue.title must be a text, not bool"},
		{"", `{"issue":{"number":1.5}}`, "issue.number must be a whole number, not number 1.5"},
		{"", `{"issue":{"labels":{}}}`, "issue.labels must be a list, not object"},
		{"", `{"issue":{"labels":["x"]}}`, "issue.labels must be an object, not string"},
		{"", `{"issue":[]}`, "issue must be an object, not array"},
		{"", `[]`, "body must be an object, not array"},
		{"", `{"issue":`, "body must be JSON: unexpected end of JSON input"},
		{"", `{} {}`, "body must be JSON: invalid character '{' after top-level value"},
		{"", "{\"\xff\":1}", "body must be valid UTF-8"},
		{"", ``, "body is missing"},
		{"event.data", ``, "event.data is missing"},
	}
	for _, tt := range tests {
		t.Run(tt.body, func(t *testing.T) {
			t.Parallel()
			var p payload
			if got := fieldsOf(t, Decode(tt.path, []byte(tt.body), &p)); got != tt.want {
				t.Errorf("got %q; want %q", got, tt.want)
			}
		})
	}
}

func TestWhatAForeignPayloadHasMoreIsLeftOut(t *testing.T) {
	t.Parallel()
	var p struct {
		Title string `json:"title"`
	}
	if err := Decode("", []byte(`{"title":"a","more":{"x":[1]},"title":null}`), &p); err != nil || p.Title != "a" {
		t.Errorf("got %+v, %v", p, err)
	}
}
