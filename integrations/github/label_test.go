package github

import (
	"reflect"
	"testing"

	"debrief/models"
)

func labelled(names ...string) issue {
	var i issue
	for _, n := range names {
		i.Labels = append(i.Labels, label{n})
	}
	return i
}

func TestLabelsSayTheSeverity(t *testing.T) {
	t.Parallel()
	tests := []struct {
		labels []string
		want   models.Severity
	}{
		{[]string{"sev1"}, 1}, {[]string{"SEV-2"}, 2}, {[]string{"sev:3"}, 3}, {[]string{"severity: critical"}, 1}, {[]string{"severity/2"}, 2},
		{[]string{"Severity::4"}, 4}, {[]string{"p1"}, 1}, {[]string{"P2"}, 2}, {[]string{"P-3"}, 3}, {[]string{"priority/p1"}, 1}, {[]string{"priority: low"}, 4},
		{[]string{"P1: now"}, 1}, {[]string{"sev0"}, 1},
		{[]string{"sev3", "sev2"}, 2},
		{[]string{"priority: p1", "sev3"}, 3},
		{[]string{"p1", "severity: unclear"}, 1},
		{[]string{"critical"}, 0}, {[]string{"s3"}, 0}, {[]string{"p99-latency"}, 0}, {[]string{"several"}, 0}, {[]string{"service: sev1"}, 0}, {nil, 0},
	}
	for _, tt := range tests {
		if got := labelled(tt.labels...).severity(); got != tt.want {
			t.Errorf("%q is %d; want %d", tt.labels, int(got), int(tt.want))
		}
	}
}

func TestLabelsNameServices(t *testing.T) {
	t.Parallel()
	i := labelled("service: checkout", "Service/Payments", "service:search/index", "services: x", "service", "service:", "my service: y")
	if got, want := i.values("service"), []string{"checkout", "Payments", "search/index"}; !reflect.DeepEqual(got, want) {
		t.Errorf("got %q; want %q", got, want)
	}
}

func TestTheLabelIncidentMayBeInAnyCase(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]bool{"incident": true, "Incident": true, " INCIDENT ": true, "incidents": false, "no incident": false, "": false} {
		if got := labelled("bug", name).isIncident(); got != want {
			t.Errorf("%q: %v", name, got)
		}
	}
}
