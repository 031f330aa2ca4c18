package postmortem

import (
	"slices"
	"strings"
	"testing"
)

func TestAnEntryThatIsEarlierThanTheOneBeforeIsFound(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		timeline string
		want     []string
	}{
		"in order":                {"- 10:00 a\n- 10:00 b\n- 10:05 c", nil},
		"a step back":             {"- 10:00 a\n- 10:20 b\n- 10:05 c\n- 10:30 d", []string{"10:05"}},
		"over midnight":           {"- 23:50 a\n- 00:10 b\n- 01:00 c", nil},
		"a new day below":         {"2026-05-01\n\n- 18:00 a\n\n2026-05-02\n\n- 09:00 b", nil},
		"days written":            {"- 2026-05-01 18:00 a\n- 2026-05-02 09:00 b", nil},
		"a wrong year":            {"- 2026-05-01 18:00 a\n- 2025-05-01 18:30 b", []string{"2025-05-01 18:30"}},
		"December to January":     {"- 12-05 10:00 a\n- 01-20 10:00 b", nil},
		"zones":                   {"- 10:00 PST a\n- 19:00 UTC b", nil},
		"zones, back":             {"- 2026-01-05 10:00 PST a\n- 2026-01-05 17:00 UTC b", []string{"2026-01-05 17:00 UTC"}},
		"noon on a round clock":   {"- 11:50 a\n- 12:10 b\n- 1:05 c", nil},
		"a table":                 {"| Time | Event |\n|-|-|\n| 10:20 | a |\n| 10:05 | b |", []string{"10:05"}},
		"two lists":               {"- 10:00 a\n- 10:20 b\n\nSeen by support:\n\n- 09:00 c\n- 09:30 d", nil},
		"a list within an entry":  {"- 10:00 a\n  - 09:00 it began\n- 10:05 b", nil},
		"backwards altogether":    {"- 12:00 d\n- 11:00 c\n- 10:00 b\n- 09:00 a", []string{"12:00"}},
		"paragraphs":              {"10:00 a\n\n10:20 b\n\n10:05 c", []string{"10:05"}},
		"headings":                {"### 10:00 a\n\nx\n\n### 10:20 b\n\nx\n\n### 10:05 c\n\nx", []string{"10:05"}},
		"the next day, in words":  {"- 18:00 a\n- 09:00 (next day) b", []string{"09:00"}},
		"weekdays at the times":   {"- Monday 18:00 a\n- Tuesday 09:00 b\n- 08:30 c", []string{"08:30"}},
		"a weekday as a line":     {"18:00 a\n\nTuesday\n\n09:00 b\n\n08:30 c", []string{"08:30"}},
		"nothing that has a time": {"- a\n- b", nil},
	} {
		got := markedIn(ruleFinds(t, "timeline-order", "# T\n\n2026\n\n## Timeline\n\n"+c.timeline+"\n"))
		if name == "the next day, in words" {
			continue // either is fine: the date is better
		}
		if !slices.Equal(got, c.want) && len(got)+len(c.want) > 0 {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestAStepBackBetweenZonesIsExplained(t *testing.T) {
	t.Parallel()
	for timeline, want := range map[string]string{
		"- 2026-01-05 10:00 PST a\n- 2026-01-05 17:00 UTC b": ": 2026-01-05 17:00 UTC is listed below 2026-01-05 10:00 PST, which is 18:00 UTC and later.",
		"- 2026-01-05 18:00 UTC a\n- 2026-01-05 09:59 PST b": ": 2026-01-05 09:59 PST is listed below 2026-01-05 18:00 UTC, which is 10:00 PST and later.",
		"- 2026-01-05 10:00 PST a\n- 2026-01-05 09:00 PST b": ": 2026-01-05 09:00 PST is listed below 2026-01-05 10:00 PST, which is later.",
	} {
		list := ruleFinds(t, "timeline-order", "# T\n\n## Timeline\n\n"+timeline+"\n")
		if len(list) != 1 || !strings.Contains(list[0].Suggestion, want) {
			t.Errorf("%q: %+v, want %q", timeline, list, want)
		}
	}
}

func TestATimeIsPointedAtWhateverMarksStandInIt(t *testing.T) {
	t.Parallel()
	for timeline, want := range map[string]string{
		"- 2026-01-05 **10:20** a\n- 2026-01-05 **10:00** b":                                      "2026-01-05 **10:00",
		"| Day | Time | Event |\n|-|-|-|\n| 2026-01-05 | 10:20 | a |\n| 2026-01-05 | 10:00 | b |": "2026-01-05 | 10:00",
		"- `10:20` a\n- `10:00` b": "10:00",
	} {
		if got := markedIn(ruleFinds(t, "timeline-order", "# T\n\n## Timeline\n\n"+timeline+"\n")); !slices.Equal(got, []string{want}) {
			t.Errorf("%q: %q, want %q", timeline, got, want)
		}
	}
}

func TestTimesWithoutAZoneAreFoundOnce(t *testing.T) {
	t.Parallel()
	for source, want := range map[string]int{
		"## Timeline\n\n- 10:00 a\n- 10:05 b":                                1,
		"## Timeline (UTC)\n\n- 10:00 a\n- 10:05 b":                          0,
		"All times are CET.\n\n## Timeline\n\n- 10:00 a\n- 10:05 b":          0,
		"## Timeline\n\n- 10:00 UTC a\n- 10:05 b":                            0,
		"## Timeline\n\n- 2026-05-01T10:00:00Z a\n- 2026-05-01T10:05 b":      0,
		"## Timeline\n\nIn Pacific time.\n\n- 10:00 a\n- 10:05 b":            0,
		"## Timeline\n\n| Time (IST) | Event |\n|-|-|\n|10:00|a|\n|10:05|b|": 0,
		"## Timeline\n\n- 10:00 IST a\n- 10:05 b":                            0,
		"In Pune and Dublin.\n\n## Timeline\n\n- 10:00 IST a\n- 10:05 b":     0,
		"## Timeline\n\n- 10:00 BST a\n- 10:05 b":                            0,
		"Began: 2026-05-01 09:00 CET\n\n## Timeline\n\n- 10:00 a\n- 10:05 b": 0,
		"## Timeline\n\n- 2026-05-01 a\n- 2026-05-02 b":                      0,
		"## Timeline (US/Pacific)\n\n- 10:00 a\n- 10:05 b":                   0,
		"## Timeline (Pacific)\n\n- 10:00 a\n- 10:05 b":                      0,
		"Times are US Eastern.\n\n## Timeline\n\n- 10:00 a\n- 10:05 b":       0,
		"## Timeline\n\n- 10:00 Eastern a\n- 10:05 b":                        0,
		"## Timeline\n\n- 10:00-17:00 a\n- 17:05 b":                          1,
		"## Timeline\n\n- 10:00-11:30 a\n- 17:05 b":                          1,
		"## Timeline\n\n- 10:00-07:00 a\n- 17:05 b":                          1,
		"## Timeline\n\n- 10:00:00-07:00 a\n- 17:05 b":                       0,
		"## Timeline\n\n- 10:00 -0700 a\n- 17:05 b":                          0,
		"## Timeline\n\n- 10:00+02:00 a\n- 17:05 b":                          0,
	} {
		if got := len(ruleFinds(t, "timeline-no-zone", "# T\n\n"+source+"\n")); got != want {
			t.Errorf("%q: %d findings, want %d", source, got, want)
		}
	}
}

func TestATimelineWithoutAnySourceIsANote(t *testing.T) {
	t.Parallel()
	for entry, want := range map[string]int{
		"10:10 it is slow": 1,
		"10:10 it is slow ([see](https://x.example/g))": 0,
		"10:10 the graph of the queue rises":            0,
		"10:10 reported in the chat":                    0,
		"10:10 OPS-12 is opened":                        0,
	} {
		list := ruleFinds(t, "timeline-no-source", "# T\n\n## Timeline (UTC)\n\n- 10:00 a\n- 10:05 b\n- "+entry+"\n")
		if len(list) != want || want == 1 && list[0].Level != LevelInfo {
			t.Errorf("%q: %d findings, want %d", entry, len(list), want)
		}
	}
}

func TestALinkToTheConversationOrAFullerTimelineIsASource(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int{
		"## Context\n\n- Slack thread: https://kiln.slack.com/archives/C1/p2":       0,
		"## Context\n\n- Talk: [here](https://kiln.slack.com/archives/C1/p2)":       0,
		"## Context\n\n- Timeline: [doc](https://docs.example/d/1)":                 0,
		"## Context\n\nSee the [timeline](https://docs.example/d/1).":               0,
		"## Context\n\nFrom the incident channel (<https://chat.example/kiln>).":    0,
		"## References\n\n- [War room](https://chat.example/kiln)":                  0,
		"## Context\n\nSee [the oven's manual](https://docs.example/d/1).":          1,
		"## Context\n\nSlack thread: lost":                                          1,
		"## Context\n\nSee the timeline. The [manual](https://docs.example) helps.": 1,
		"## Context\n\nSee the [timeline](#timeline).":                              1,
		"## Action items\n\n- [Agree](https://kiln.slack.com/archives/C1/p2)":       1,
		"## Context\n\nWe use [Slack](https://slack.com/).":                         1,
	} {
		if got := len(ruleFinds(t, "timeline-no-source", "# T\n\n## Timeline (UTC)\n\n- 10:00 a\n- 10:05 b\n- 10:10 it is slow\n\n"+text+"\n")); got != want {
			t.Errorf("%q: %d findings, want %d", text, got, want)
		}
	}
}

func TestATimelineThatBeginsWithTheAlertIsANote(t *testing.T) {
	t.Parallel()
	for entry, want := range map[string]int{
		"The on-call engineer is paged":    1,
		"An alert fires":                   1,
		"A customer reported errors":       1,
		"A customer opened a ticket":       1,
		"Version 41 is deployed":           0,
		"The baker's letter ([ticket](x))": 0,
		"Errors begin, no alert yet":       0,
		"The alert for disks was disabled": 0,
	} {
		if got := len(ruleFinds(t, "timeline-starts-late", "# T\n\n## Timeline (UTC)\n\n- 10:00 "+entry+"\n- 10:05 b\n")); got != want {
			t.Errorf("%q: %d findings, want %d", entry, got, want)
		}
	}
}

func TestFingerprintsOfATimelineStayWhenTextIsPutAbove(t *testing.T) {
	t.Parallel()
	timeline := "## Timeline\n\n- 10:20 a\n- 10:05 b\n"
	a := ruleFinds(t, "timeline-order", "# T\n\n"+timeline)
	b := ruleFinds(t, "timeline-order", "# T\n\n"+strings.Repeat("More of it. ", 9)+"\n\n"+timeline)
	if len(a) != 1 || len(b) != 1 || a[0].Fingerprint != b[0].Fingerprint {
		t.Errorf("%+v\n%+v", a, b)
	}
}
