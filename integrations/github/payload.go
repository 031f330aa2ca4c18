package github

import (
	"encoding/json"
	"mime"
	"net/url"

	"debrief/integrations/hook"
	"debrief/models"
)

// payload is what is read of a delivery of the event issues.
type payload struct {
	Action     string     `json:"action"`
	Issue      issue      `json:"issue"`
	Repository repository `json:"repository"`
}

type issue struct {
	Number      int64           `json:"number"`
	Title       string          `json:"title"`
	Body        string          `json:"body"`
	HTMLURL     string          `json:"html_url"`
	State       string          `json:"state"`
	StateReason string          `json:"state_reason"`
	CreatedAt   string          `json:"created_at"`
	UpdatedAt   string          `json:"updated_at"`
	ClosedAt    string          `json:"closed_at"`
	Labels      []label         `json:"labels"`
	PullRequest json.RawMessage `json:"pull_request"` // there and not null for a pull request
}

type repository struct {
	FullName string `json:"full_name"`
}

func decode(d hook.Delivery) (payload, error) {
	var p payload
	body, err := jsonOf(d)
	if err == nil {
		err = hook.Decode("", body, &p)
	}
	return p, err
}

// jsonOf returns the JSON of a delivery. A webhook of the content type application/x-www-form-urlencoded has it in a form.
func jsonOf(d hook.Delivery) ([]byte, error) {
	if kind, _, err := mime.ParseMediaType(d.Header.Get("Content-Type")); err != nil || kind != "application/x-www-form-urlencoded" {
		return d.Body, nil
	}
	form, err := url.ParseQuery(string(d.Body))
	if err != nil {
		return nil, models.InvalidField("body", "must be a form: choose the content type application/json in the settings of the webhook")
	}
	if !form.Has("payload") {
		return nil, models.InvalidField("payload", "is missing: choose the content type application/json in the settings of the webhook")
	}
	return []byte(form.Get("payload")), nil
}
