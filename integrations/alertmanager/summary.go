package alertmanager

import (
	"fmt"
	"strings"
	"time"

	"debrief/integrations/hook"
	"debrief/models"
)

const (
	maxAlerts      = 20   // that the summary lists
	maxAlert       = 300  // characters of each
	maxDescription = 2000 // which leaves room for the list
)

// summary is the description, the list of the alerts and the runbook.
func (p *payload) summary() string {
	var parts []string
	if text := p.CommonAnnotations.first("description", "message"); text != "" {
		parts = append(parts, hook.Text(text, maxDescription))
	}
	parts = append(parts, p.list())
	if u := hook.URL(p.CommonAnnotations.first("runbook_url", "runbook")); u != "" {
		parts = append(parts, "Runbook: "+u)
	}
	return hook.Text(strings.Join(parts, "\n\n"), models.MaxNote)
}

func (p *payload) list() string {
	shown := p.Alerts[:min(len(p.Alerts), maxAlerts)]
	lines := []string{"Alerts:"}
	for _, a := range shown {
		lines = append(lines, "- "+hook.Line(p.line(a), maxAlert))
	}
	// A number from outside: added up as it is, it could overflow.
	if more := len(p.Alerts) - len(shown) + int(max(0, min(p.TruncatedAlerts, 1_000_000))); more > 0 {
		lines = append(lines, fmt.Sprintf("- and %d more", more))
	}
	return strings.Join(lines, "\n")
}

// line says what sets an alert apart from the others of its group, and when it fired.
func (p *payload) line(a alert) string {
	when := "from " + a.starts.Format(time.DateTime)
	if !a.ends.IsZero() {
		when += " to " + a.ends.Format(time.DateTime)
	}
	words := []string{a.Labels[alertName], parenthesis(a.Labels.without(p.CommonLabels)), when + " UTC"}
	if own := a.Annotations.without(p.CommonAnnotations).first("summary", "title", "description", "message"); own != "" {
		words = append(words, "- "+own)
	}
	return strings.Join(words, " ")
}
