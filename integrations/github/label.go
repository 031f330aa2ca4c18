package github

import (
	"regexp"
	"strings"

	"debrief/integrations/hook"
	"debrief/models"
)

// incidentLabel makes an issue an incident.
const incidentLabel = "incident"

type label struct {
	Name string `json:"name"`
}

// severityLabels are the forms of labels that say a severity; the first form that is there counts: a priority may be that of
// the repair. A word alone, such as high, could be about anything, and s3 is storage.
var severityLabels = []*regexp.Regexp{
	regexp.MustCompile(`(?i)^\s*(sev|severity)([^a-z]|$)`),
	regexp.MustCompile(`(?i)^\s*(prio|priority)([^a-z]|$)`),
	regexp.MustCompile(`(?i)^\s*p[-_ ]?[0-9]([^a-z0-9]|$)`),
}

func (i issue) isIncident() bool {
	for _, l := range i.Labels {
		if strings.EqualFold(strings.TrimSpace(l.Name), incidentLabel) {
			return true
		}
	}
	return false
}

// severity returns the worst severity of the labels, or 0 where none says it.
func (i issue) severity() models.Severity {
	for _, form := range severityLabels {
		var worst models.Severity
		for _, l := range i.Labels {
			if !form.MatchString(l.Name) {
				continue
			}
			if s := hook.SeverityOf(l.Name); s != 0 && (worst == 0 || s < worst) {
				worst = s
			}
		}
		if worst != 0 {
			return worst
		}
	}
	return 0
}

// values returns what labels such as "service: checkout" and "service/checkout" say of a key.
func (i issue) values(key string) []string {
	var values []string
	for _, l := range i.Labels {
		at := strings.IndexAny(l.Name, ":/")
		if at >= 0 && strings.EqualFold(strings.TrimSpace(l.Name[:at]), key) {
			values = append(values, l.Name[at+1:])
		}
	}
	return hook.Names(values...)
}
