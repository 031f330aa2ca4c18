package hook

import (
	"strings"
	"testing"

	"debrief/models"
)

func TestSeveritiesAreReadAsToolsWriteThem(t *testing.T) {
	t.Parallel()
	tests := map[string]models.Severity{
		"1": 1, "5": 5, " 3 ": 3, "0": 1, "7": 5, "007": 5, strings.Repeat("9", 100): 5,
		"SEV-1": 1, "sev2": 2, "Sev 3": 3, "SEV_4": 4, "sev0": 1, "SEV-9": 5, "sev10": 5, "sev01": 1,
		"severity/2": 2, "severity: 3": 3, "severity::4": 4, "Severity1": 1,
		"P0": 1, "p1": 1, "P5": 5, "P6": 5, "priority/p2": 2, "priority 4": 4, "prio3": 3, "S2": 2,
		"P1 - Critical": 1, "P4 (critical)": 4, "Incident, SEV-2": 2,
		"critical": 1, "Blocker": 1, "EMERGENCY": 1, "major": 2, "severity: high": 2, "error": 2,
		"medium": 3, "moderate": 3, "warning": 3, "minor": 4, "low": 4,
		"info": 5, "informational": 5, "trivial": 5, "none": 5,
		"low to high": 2, "non-critical": 0, "not critical": 0,
		"": 0, "unknown": 0, "several": 0, "1st": 0, "1.5": 0, "-1": 0, "critically": 0, "web-2": 0, "2 or 3": 0, "sev": 0, "sev x": 0, "SEV-١": 0,
	}
	for text, want := range tests {
		if got := SeverityOf(text); got != want {
			t.Errorf("%q is %d; want %d", text, int(got), int(want))
		}
	}
}

func FuzzSeverityOf(f *testing.F) {
	for _, text := range []string{"SEV-1", "p2", "non-critical", "İ1", "\xff1"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if s := SeverityOf(text); s != 0 && !s.Valid() {
			t.Errorf("%q is %d", text, int(s))
		}
	})
}
