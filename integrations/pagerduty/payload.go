package pagerduty

import "encoding/json"

// payload is what is read of a delivery.
type payload struct {
	Event event `json:"event"`
}

// event is what happened. Its data is decoded once its type is known: other data have other fields of the same names.
type event struct {
	EventType    string          `json:"event_type"`
	ResourceType string          `json:"resource_type"`
	OccurredAt   string          `json:"occurred_at"`
	Data         json.RawMessage `json:"data"`
}

// kind is what all data have.
type kind struct {
	Type string `json:"type"`
}

// incident is the data of the events that are about the incident itself.
type incident struct {
	ID        string          `json:"id"`
	HTMLURL   string          `json:"html_url"`
	Status    string          `json:"status"`
	CreatedAt string          `json:"created_at"`
	Title     string          `json:"title"`
	Service   reference       `json:"service"`
	Assignees []reference     `json:"assignees"`
	Teams     []reference     `json:"teams"`
	Priority  reference       `json:"priority"`
	Reason    json.RawMessage `json:"resolve_reason"` // null but for a merge; a detail that refuses nothing
}

// reference is how PagerDuty names another thing: the summary is its name.
type reference struct {
	Summary string `json:"summary"`
}

// reason is why an incident is resolved.
type reason struct {
	Type     string    `json:"type"`
	Summary  string    `json:"summary"`
	Incident reference `json:"incident"`
}

func (i incident) reason() reason {
	var r reason
	_ = json.Unmarshal(i.Reason, &r) // of another shape it tells nothing that is needed
	return r
}
