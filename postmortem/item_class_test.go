package postmortem

import (
	"strings"
	"testing"
)

func TestAPriorityAndASizeAreNoWordsOfTheTitle(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ text, priority string }{
		{"Add a second oven, priority: high", "high"},
		{"Add a second oven. Priority: High. Owner: Ana", "High"},
		{"Priority: low. Add a second oven", "low"},
		{"Priority 1: Add a second oven", "1"},
		{"Add a second oven (high priority)", "high"},
		{"Add a second oven (prio 1)", "1"},
		{"Add a second oven, P1", "P1"},
		{"Add a second oven - P1", "P1"},
		{"Add a second oven (P1, S)", "P1"},
		{"Add a second oven. Size: M, priority: P2", "P2"},
		{"Add a second oven [High]", "High"},
		{"Add a second oven (High)", "High"},
		{"Add a second oven (Ana, High)", "High"},
		{"Ana **P1** Add a second oven", "P1"},
		{"Ana (P1) Add a second oven", "P1"},
		{"Ana Silva [High] Add a second oven", "High"},
		{"Ana: P1 - Add a second oven", "P1"},
		{"Ana - High - Add a second oven", "High"},
		{"Mail team P1: Add a second oven", "P1"},
		{"Ana P2: Add a second oven", "P2"},
		{"Add a second oven (size: S)", ""},
		{"Add a second oven — effort: 2 days", ""},
		{"Add a second oven; story points: 3", ""},
	} {
		item := parse(t, "# T\n## Next steps\n\n- "+test.text+"\n").Items[0]
		if item.Title != "Add a second oven" || item.Priority != test.priority {
			t.Errorf("%q gives %q of priority %q", test.text, item.Title, item.Priority)
		}
	}
}

func TestWordsOfAPriorityOrASizeInASentenceStay(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"Set priority: high on the bread queue",
		"Limit the tray to size: 20 loaves",
		"Call the baker for P0, P1",
		"Call the baker on each P1",
		"Route P1 Alerts to Ana",
		"Ana Page P1 Alerts to Bo",
		"Set the oven (high)",
		"Answer within the hour at high priority orders",
	} {
		item := parse(t, "# T\n## Next steps\n\n- "+text+"\n").Items[0]
		if item.Title != text || item.Priority != "" {
			t.Errorf("%q gives %q of priority %q", text, item.Title, item.Priority)
		}
	}
}

func TestAClassAndAPriorityThatStandTogetherAreRead(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ text, class, priority string }{
		{"AI-45 (prevent, P1): add a second oven", "prevent", "P1"},
		{"AI-45 (prevent): add a second oven", "prevent", ""},
		{"AI-45 (P1) add a second oven", "", "P1"},
		{"(mitigate, p2) add a second oven", "mitigate", "P2"},
		{"[P2, Detect] add a second oven", "detect", "P2"},
		{"add a second oven (process, P1)", "process", "P1"},
		{"P1 / detect – add a second oven", "detect", "P1"},
		{"Prevention: add a second oven", "prevention", ""},
	} {
		item := parse(t, "# T\n## Next steps\n\n- "+test.text+"\n").Items[0]
		if !strings.EqualFold(item.Title, "Add a second oven") || item.Type != test.class || item.Priority != test.priority {
			t.Errorf("%q gives %q of class %q and priority %q", test.text, item.Title, item.Type, item.Priority)
		}
	}
	for _, text := range []string{"Process: the bakery has no oven of its own", "Detection of smoke, P1 or P2, in the bakery needs a lamp"} {
		if item := parse(t, "# T\n## Next steps\n\n- "+text+"\n").Items[0]; item.Title != text || item.Type != "" {
			t.Errorf("%q gives %q of class %q", text, item.Title, item.Type)
		}
	}
}

func TestAHeadingOrALineSaysThePriorityOfTheItemsBelow(t *testing.T) {
	t.Parallel()
	for source, priority := range map[string]string{
		"**P1**\n\n- Add a second oven\n":                               "P1",
		"### P2 (if there is time)\n- Add a second oven\n":              "P2",
		"High priority items:\n- Add a second oven\n":                   "High",
		"### Must have (P1)\n- Add a second oven\n":                     "P1",
		"### P1 - urgent\n- Add a second oven\n":                        "P1",
		"### P1/P2\n- Add a second oven\n":                              "",
		"Priority 3:\n- Add a second oven\n":                            "3",
		"- **P1**\n  - Add a second oven\n":                             "P1",
		"|Action|Owner|\n|-|-|\n|**P1**||\n|Add a second oven|Ana|\n":   "P1",
		"**P1**\n\n- Add a second oven (P3)\n":                          "P3",
		"### Low oven\n- Add a second oven\n":                           "",
		"### High\n|Action|Priority|\n|-|-|\n|Add a second oven|Low|\n": "Low",
		"### Short term\n- Add a second oven\n":                         "",
	} {
		doc := parse(t, "# T\n## Next steps\n\n"+source)
		if len(doc.Items) != 1 || doc.Items[0].Title != "Add a second oven" || doc.Items[0].Priority != priority || doc.Items[0].Type != "" {
			t.Errorf("%q: %+v", source, doc.Items)
		}
	}
}
