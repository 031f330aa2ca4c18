package postmortem

import "testing"

// The rules about how the story is told have most of their tests as examples in
// their files; here is what needs a whole document.

func TestOutageIsTheRightWordWhereItWasTotal(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"A complete outage began at 10:05.\n\nThe outage ended at 10:20.":                      false,
		"The outage ended at 10:20.\n\n## Impact\n\nIt was a total outage.":                    false,
		"It was not a total outage.\n\nThe outage ended at 10:20.":                             true,
		"The total outage time was ten minutes.":                                               true,
		"The outage ended at 10:20.\n\n## Overview\n\nA \"total outage\", said the press.":     true,
		"## The outage\n\nOne login in five failed.":                                           true,
		"> The outage is over.\n\nSaid support.":                                               false,
		"See `outage.md` and https://x.example/outage for the log.":                            false,
		"| Time | Event |\n|---|---|\n| 10:05 | outage of the search begins |":                 true,
		"- 10:05 AWS reports an outage\n- 10:20 the outage at AWS is over; ours, too, has end": false,
	} {
		if marked, yes := flagged(t, "outage", "# Slow search\n\n## What happened\n\n"+text+"\n"); yes != want {
			t.Errorf("%q: flagged %v (%q), want %v", text, yes, marked, want)
		}
	}
}

func TestAMissingSafeguardIsNormalWhereCausesAndLessonsAre(t *testing.T) {
	t.Parallel()
	const text = "There was insufficient monitoring of the queue."
	for _, kind := range append([]Kind{KindUnknown}, Kinds...) {
		want := false
		switch kind {
		case KindOverview, KindDescription, KindTimeline, KindImpact, KindDetection, KindUnknown:
			want = true
		}
		if _, yes := flagged(t, "missing-safeguard", exampleDocument(text, kind)); yes != want {
			t.Errorf("under %q: flagged %v, want %v", kindHeadings[kind], yes, want)
		}
	}
	if _, yes := flagged(t, "missing-safeguard", "# Slow search\n\n## Notes\n\n"+text+"\n"); !yes {
		t.Error("notes are told by the author: they count as what happened")
	}
}
