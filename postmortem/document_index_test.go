package postmortem

import "testing"

func TestAnIndexTellsOfNoIncident(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"# Our ovens\n\n## Index\n\n| Date | What | Severity |\n|-|-|-|\n| 2026-01-02 | [Cold ovens](a.md) | SEV-2 |\n| 2026-02-03 | [Warm ovens](b.md) | SEV-3 |\n\n## How to write one\n\n- Copy the template\n": true,
		"# Reviews\n\n- [2026-01-02 Cold ovens](2026/a/)\n- [2026-02-03 Warm ovens](2026/b/)\n":                                                                                                                    true,
		"The reviews of the bakery.\n":                                                                                                                                         true,
		"# Cold ovens\n\nOn 2 January 2026 the ovens were cold.\n":                                                                                                             false,
		"# Cold ovens\n\nDate: 2026-01-02\n\nThe ovens were cold, see [the plan](plan.md).\n":                                                                                  false,
		"# Cold ovens\n\nSeverity: 2\n\nSee [the plan](plan.md) and [the fans](fans.md).\n":                                                                                    false,
		"# Cold ovens\n\n## Impact\n\nSee [the plan](plan.md) and [the fans](fans.md).\n":                                                                                      false,
		"# Cold ovens\n\nSee [the plan](plan.md) and [the fans](fans.md).\n\n- 10:05 it cools\n- 10:20 it is cold\n":                                                           false,
		"# Cold ovens\n\nSee [the plan](plan.md) and [the fans](fans.md).\n\n- [x] Add a fan\n":                                                                                false,
		"# Cold ovens\n\n[Impact](#impact) [Fans](#fans) [Page](https://bakery.example/a.md)\n\nThe ovens were cold on 2 January 2026.":                                        false,
		"# Checkout was down on 2026-03-02\n\n## Summary\n\nThe checkout was down, see [the log](log.md) and [the graph](graph.md).\n\n## What happened\n\nA lock was held.\n": false,
		"# Checkout was down on 2026-03-02\n\nThe checkout was down, see [the log](log.md) and [the graph](graph.md).\n":                                                       false,
		"# The checkout\n\nIt was down.\n\nIt is up.\n\n## What happened\n\nA lock was held.\n":                                                                                false,
		"# Cold ovens\n\nThe ovens cooled on 2 January 2026.\n\nA fan stood still.\n\nSee [the plan](plan.md) and [the fans](fans.md).\n":                                      false,
	} {
		if got := parse(t, text).IsIndex(); got != want {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
	_, docs := published(t)
	for name := range docs {
		if parse(t, string(docs[name].Source)).IsIndex() {
			t.Errorf("%s would be left out", name)
		}
	}
}
