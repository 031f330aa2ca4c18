package postmortem

import (
	"fmt"
	"testing"
)

// The rules about how the story is told have most of their tests as examples in
// their files; here is what needs a whole document.

func TestOutageIsTheRightWordWhereItWasTotal(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"A complete outage began at 10:05.\n\nThe outage ended at 10:20.":                      false,
		"The outage ended at 10:20.\n\n## Impact\n\nIt was a total outage.":                    false,
		"The outage ended at 10:20.\n\n## Timeline\n\n- 10:02 UTC The site is hard down.":      false,
		"The site was completely down for 20 minutes.\n\nThe outage ended at 10:20.":           false,
		"The site was completely down for some users.\n\nThe outage ended at 10:20.":           true,
		"The search site was completely down.\n\nThe outage ended at 10:20.":                   true,
		"The site was unreachable for all users.\n\nThe outage ended at 10:20.":                false,
		"The whole website went down for all users.\n\nThe outage ended at 10:20.":             false,
		"All requests failed until 10:20.\n\nThe outage ended then.":                           false,
		"The site was unreachable for all users in Oslo.\n\nThe outage ended at 10:20.":        true,
		"All requests to the search failed.\n\nThe outage ended at 10:20.":                     true,
		"The export was unreachable for all users.\n\nThe outage ended at 10:20.":              true,
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

func TestTheTitleOfAFrontMatterIsReadWhereNoHeadingIsTheTitle(t *testing.T) {
	t.Parallel()
	for source, want := range map[string]string{
		"---\ntitle: \"Checkout outage: a review\"\n---\n\nOrders failed.\n":   "2:18",
		"---\ntitle: Checkout outage\n---\n\n## What happened\n\nIt failed.\n": "2:17",
		"---\ntitle: Checkout outage\n---\n\n# Slow checkout\n\nIt failed.\n":  "",
		"---\ntitle: Slow checkout\n---\n\nIt failed.\n":                       "",
		"---\ntitle: \"Checkout\\u0020outage\"\n---\n\nIt failed.\n":           "", // it is not there as it is read
		"**Checkout outage**\n\nOrders failed.\n":                              "1:12",
	} {
		got := ""
		for _, f := range DefaultRules().Check(parse(t, source), Context{}) {
			if f.Rule == "outage" {
				got = fmt.Sprintf("%d:%d", f.Line, f.Column)
				if f.Text != "outage" {
					t.Errorf("%q: marks %q", source, f.Text)
				}
			}
		}
		if got != want {
			t.Errorf("%q: found at %q, want %q", source, got, want)
		}
	}
}

func TestTwoQuotationsSideBySideHideNothingOfTheRest(t *testing.T) {
	t.Parallel()
	list := ruleFinds(t, "counterfactual", "# T\n\n## What happened\n\nThe states “up”“down should have been”«x» were mixed. It should have been caught.\n")
	if got := markedIn(list); len(got) != 1 || got[0] != "should have been" || list[0].Column != 58 {
		t.Errorf("%+v", list)
	}
}
