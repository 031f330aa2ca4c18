package alertmanager

import (
	"testing"

	"debrief/models"
)

func TestASeverityMeansWhatAlertsMeanByIt(t *testing.T) {
	t.Parallel()
	tests := []struct {
		labels pairs
		want   models.Severity
	}{
		{pairs{"severity": "critical"}, 2},
		{pairs{"severity": " Page "}, 2},
		{pairs{"severity": "warning"}, 4},
		{pairs{"severity": "info"}, 5},
		{pairs{"severity": "none"}, 5},
		{pairs{"severity": "sev1"}, 1},
		{pairs{"severity": "SEV-3"}, 3},
		{pairs{"severity": "2"}, 2},
		{pairs{"severity": "error"}, 2},
		{pairs{"sev": "1"}, 1},
		{pairs{"priority": "P3"}, 3},
		{pairs{"severity": "ticket", "priority": "P4"}, 4},
		{pairs{"severity": "info", "priority": "P1"}, 5},
		{pairs{"severity": "ticket"}, 0},
		{nil, 0},
	}
	for _, tt := range tests {
		if got := (alert{Labels: tt.labels}).severity(); got != tt.want {
			t.Errorf("%v is %d; want %d", tt.labels, int(got), int(tt.want))
		}
	}
}

func TestTheWorstAlertCounts(t *testing.T) {
	t.Parallel()
	p := payload{Alerts: []alert{{}, {Labels: pairs{"severity": "warning"}}, {Labels: pairs{"severity": "critical"}}, {Labels: pairs{"severity": "info"}}}}
	if got := p.severity(); got != 2 {
		t.Errorf("got %d", int(got))
	}
}
