package alertmanager

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"time"

	"debrief/integrations/hook"
	"debrief/models"
)

func read(d hook.Delivery) (models.IncidentReport, error) {
	var p payload
	if err := hook.Decode("", d.Body, &p); err != nil {
		return models.IncidentReport{}, err
	}
	switch {
	case p.Version != "4":
		return models.IncidentReport{}, models.InvalidField("version", "must be 4, as webhook_configs of Alertmanager send it")
	case p.Status == "firing":
		return models.IncidentReport{}, &hook.Ignored{Why: "the group still fires"}
	case p.Status != "resolved":
		return models.IncidentReport{}, models.InvalidField("status", "must be firing or resolved")
	}
	var c models.Check
	p.check(&c)
	if err := c.Err(); err != nil {
		return models.IncidentReport{}, err
	}
	r := p.report(d.At)
	if r.StartedAt.After(r.At) { // which an end that is said was compared with already
		return models.IncidentReport{}, models.InvalidField("alerts[0].startsAt", "must not lie in the future")
	}
	return r, nil
}

func (p *payload) report(arrived time.Time) models.IncidentReport {
	end := p.ends(arrived)
	r := models.IncidentReport{
		Source:     name,
		ExternalID: p.id(),
		At:         end,
		Resolved:   true,
		ResolvedAt: &end,
		Title:      p.title(),
		Severity:   p.severity(),
		Summary:    p.summary(),
		// Where Alertmanager shows its groups, because that is where the alert came from. A runbook says what to do in any such
		// case, not what happened in this one: the summary has it.
		URL:       hook.URL(p.ExternalURL),
		StartedAt: p.starts(),
		Services:  p.services(),
	}
	for _, a := range p.Alerts {
		r.Team = cmp.Or(r.Team, hook.Line(a.Labels["team"], models.MaxName))
	}
	return r
}

// id tells a group that fires again later from the time before: the key of the group is the same, its start is not.
func (p *payload) id() string {
	sum := sha256.Sum256([]byte(p.GroupKey + "\x00" + p.starts().Format(time.RFC3339Nano)))
	return hex.EncodeToString(sum[:12])
}

func (p *payload) title() string {
	title := p.CommonAnnotations.first("summary", "title")
	if title == "" {
		title = strings.TrimSpace(p.name() + " " + parenthesis(p.GroupLabels.without(nil)))
	}
	return cmp.Or(hook.Line(title, models.MaxTitle), "Alert group "+p.id())
}

// services reads one name of the label service, and several of services.
func (p *payload) services() []string {
	var names []string
	for _, a := range p.Alerts {
		names = append(names, a.Labels["service"])
		names = append(names, strings.Split(a.Labels["services"], ",")...)
	}
	return hook.Names(names...)
}

func parenthesis(p pairs) string {
	if len(p) == 0 {
		return ""
	}
	return "(" + p.String() + ")"
}
