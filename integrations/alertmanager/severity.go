package alertmanager

import (
	"strings"

	"debrief/integrations/hook"
	"debrief/models"
)

// conventional is what the usual words mean on an alert. Critical and page ask that somebody looks at once, and are not yet
// a SEV-1: who means that writes severity="sev1".
var conventional = map[string]models.Severity{"critical": 2, "page": 2, "warning": 4, "info": 5, "none": 5}

// severity returns the worst of the alerts' severities, or 0 where none says it.
func (p *payload) severity() models.Severity {
	var worst models.Severity
	for _, a := range p.Alerts {
		if s := a.severity(); s != 0 && (worst == 0 || s < worst) {
			worst = s
		}
	}
	return worst
}

func (a alert) severity() models.Severity {
	for _, label := range []string{"severity", "sev", "priority"} {
		text := strings.ToLower(strings.TrimSpace(a.Labels[label]))
		if s := conventional[text]; s != 0 {
			return s
		}
		if s := hook.SeverityOf(text); s != 0 {
			return s
		}
	}
	return 0
}
