package postmortem

import "testing"

func TestADescriptionThatSaysNothingElseIsKnown(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"Add a panel with the lag to the dashboard (Chidi Okafor, due 2026-12-18)":                           true,
		"Add a panel with the lag to the dashboard (P1, Chidi Okafor, due 2026-12-18)":                       true,
		"Add a panel with the lag to the dashboard, done when the runbook links to it":                       true,
		"We will add a panel with the lag to the dashboard":                                                  false,
		"Add a panel with the lag to the dashboard (OPS-12)":                                                 false,
		"Add a panel with the lag to the dashboard (Chidi Okafor, due 2026-12-18). It shows the region, too": false,
	} {
		items := parse(t, "# T\n\n## Action items\n\n- "+text+"\n").Items
		if len(items) != 1 {
			t.Fatalf("%q: %d items", text, len(items))
		}
		if got := items[0].Restates(); got != want {
			t.Errorf("%q, read as %q by %q with %q: %v, want %v", text, items[0].Title, items[0].Owner, items[0].Description, got, want)
		}
	}
}
