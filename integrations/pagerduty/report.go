package pagerduty

import (
	"fmt"

	"debrief/integrations/hook"
	"debrief/models"
)

func read(d hook.Delivery) (models.IncidentReport, error) {
	e, i, err := decode(d.Body)
	if err != nil {
		return models.IncidentReport{}, err
	}
	if r := i.reason(); r.Type == "merge_resolve_reason" {
		// It lives on in the other incident, which has a review of its own.
		return models.IncidentReport{}, ignored("the incident was merged into another one (%s), which Debrief follows instead", r.Incident.Summary)
	}
	r, err := report(e, i)
	if err != nil {
		return models.IncidentReport{}, err
	}
	return r, nil
}

// decode returns an Ignored error for an event that is about anything but an incident itself.
func decode(body []byte) (event, incident, error) {
	var p payload
	if err := hook.Decode("", body, &p); err != nil {
		return event{}, incident{}, err
	}
	e := p.Event
	if e.EventType == "" {
		return e, incident{}, models.InvalidField("event.event_type", "is missing")
	}
	if e.ResourceType != "incident" {
		return e, incident{}, ignored("%s is not about an incident", e.EventType)
	}
	var k kind
	if err := hook.Decode("event.data", e.Data, &k); err != nil {
		return e, incident{}, err
	}
	switch k.Type {
	case "incident":
	case "":
		return e, incident{}, models.InvalidField("event.data.type", "is missing")
	default:
		return e, incident{}, ignored("%s brings %s, which changes nothing that Debrief follows", e.EventType, k.Type)
	}
	var i incident
	err := hook.Decode("event.data", e.Data, &i)
	return e, i, err
}

func report(e event, i incident) (models.IncidentReport, error) {
	var c models.Check
	r := models.IncidentReport{
		Source:     name,
		ExternalID: c.Required("event.data.id", i.ID, models.MaxName),
		At:         hook.Instant(&c, "event.occurred_at", e.OccurredAt),
		Resolved:   i.Status == "resolved",
		Title:      c.Required("event.data.title", hook.Line(i.Title, models.MaxTitle), models.MaxTitle),
		// An urgency says whom to wake, not how bad it was: without a priority the severity is unstated.
		Severity:  hook.SeverityOf(i.Priority.Summary),
		Summary:   hook.Line(i.reason().Summary, models.MaxNote),
		URL:       hook.URL(i.HTMLURL),
		StartedAt: hook.Instant(&c, "event.data.created_at", i.CreatedAt),
		Services:  hook.Names(i.Service.Summary),
	}
	if i.Status == "" {
		c.Fail("event.data.status", "is missing")
	}
	if teams := hook.Names(summaries(i.Teams)...); len(teams) > 0 {
		r.Team = teams[0]
	}
	for _, who := range hook.Names(summaries(i.Assignees)...) {
		r.Responders = append(r.Responders, models.ReportedPerson{Name: who}) // their addresses are not sent
	}
	if e.EventType == "incident.resolved" && r.Resolved {
		at := r.At // a later event of a resolved incident does not say when it ended
		r.ResolvedAt = &at
		hook.InOrder(&c, "event.data.created_at", r.StartedAt, "event.occurred_at", at)
	}
	return r, c.Err()
}

func summaries(references []reference) []string {
	var list []string
	for _, r := range references {
		list = append(list, r.Summary)
	}
	return list
}

// ignored words what came from outside as one short line.
func ignored(format string, words ...string) error {
	args := make([]any, len(words))
	for i, w := range words {
		args[i] = hook.Line(w, 100)
	}
	return &hook.Ignored{Why: fmt.Sprintf(format, args...)}
}
