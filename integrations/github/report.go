package github

import (
	"fmt"

	"debrief/integrations/hook"
	"debrief/models"
)

// maxSummary is how much of an issue's body is taken: its link has the rest.
const maxSummary = 2000

// ignoredActions are those after which the issue is no longer there.
var ignoredActions = map[string]string{
	"deleted":     "the issue was deleted; what Debrief knows of it stays",
	"transferred": "the issue was transferred; label it where it is now",
}

// ignoredReasons are those for which an issue is closed without having been an incident of its own.
var ignoredReasons = map[string]string{
	"not_planned": "the issue was closed as not planned",
	"duplicate":   "the issue was closed as a duplicate",
}

func read(d hook.Delivery) (models.IncidentReport, error) {
	switch event := d.Header.Get("X-GitHub-Event"); event {
	case "issues":
	case "":
		return models.IncidentReport{}, models.InvalidField("X-GitHub-Event", "is missing: send the headers as GitHub does")
	case "ping":
		return models.IncidentReport{}, &hook.Ignored{Why: "GitHub's ping arrived: the webhook works"}
	default:
		return models.IncidentReport{}, &hook.Ignored{Why: fmt.Sprintf("only the event issues is followed, not %s", hook.Line(event, 100))}
	}
	p, err := decode(d)
	if err != nil {
		return models.IncidentReport{}, err
	}
	if why := p.ignored(); why != "" {
		return models.IncidentReport{}, &hook.Ignored{Why: why}
	}
	var c models.Check
	r := p.report(&c)
	if err := c.Err(); err != nil {
		return models.IncidentReport{}, err
	}
	return r, nil
}

// ignored says why the delivery reports nothing, or nothing.
func (p payload) ignored() string {
	switch {
	case ignoredActions[p.Action] != "":
		return ignoredActions[p.Action]
	case len(p.Issue.PullRequest) > 0 && string(p.Issue.PullRequest) != "null":
		return "a pull request is not an incident"
	case p.Issue.Number != 0 && !p.Issue.isIncident():
		return "the issue does not have the label " + incidentLabel
	case p.Issue.State == "closed":
		return ignoredReasons[p.Issue.StateReason]
	default:
		return ""
	}
}

func (p payload) report(c *models.Check) models.IncidentReport {
	i := p.Issue
	repository := c.Required("repository.full_name", p.Repository.FullName, models.MaxName)
	if i.Number <= 0 {
		c.Fail("issue.number", "is missing")
	}
	if i.State != "open" && i.State != "closed" {
		c.Fail("issue.state", "must be open or closed")
	}
	r := models.IncidentReport{
		Source:     name,
		ExternalID: fmt.Sprintf("%s#%d", repository, i.Number),
		At:         hook.Instant(c, "issue.updated_at", i.UpdatedAt),
		Resolved:   i.State == "closed",
		Title:      c.Required("issue.title", hook.Line(i.Title, models.MaxTitle), models.MaxTitle),
		Severity:   i.severity(),
		Summary:    hook.Text(i.Body, maxSummary),
		URL:        hook.URL(i.HTMLURL),
		StartedAt:  hook.Instant(c, "issue.created_at", i.CreatedAt),
		Services:   i.values("service"),
		// No people: a login is not an address, and which of them is whose is not for us to guess.
	}
	if teams := i.values("team"); len(teams) > 0 {
		r.Team = teams[0]
	}
	c.Line("repository.full_name", r.ExternalID, models.MaxName)
	if r.Resolved {
		closed := hook.Instant(c, "issue.closed_at", i.ClosedAt)
		hook.InOrder(c, "issue.created_at", r.StartedAt, "issue.closed_at", closed)
		r.ResolvedAt = &closed
	}
	return r
}
