package postmortem

import "testing"

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
		"Answer within the hour at high priority orders",
	} {
		item := parse(t, "# T\n## Next steps\n\n- "+text+"\n").Items[0]
		if item.Title != text || item.Priority != "" {
			t.Errorf("%q gives %q of priority %q", text, item.Title, item.Priority)
		}
	}
}
