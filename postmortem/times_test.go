package postmortem

import (
	"testing"
	"time"
)

func TestTheIncidentsTimesAreThoseOfItsTimeline(t *testing.T) {
	t.Parallel()
	told := "\n\n## Timeline (UTC)\n\n- 2024-05-01 10:00 the kiln cools\n- 10:20 Ida noticed\n- 11:00 resolved\n"
	const want = "05-01T10:00 05-01T10:20 05-01T11:00"
	for document, want := range map[string]string{
		"# Kiln" + told:                             want,
		"# Kiln 2024-05-01" + told:                  want,
		"---\ndate: 2024-05-01\n---\n# Kiln" + told: want,
		"---\ndate: 2024-05-02\n---\n# Kiln" + told: want,
		"---\ndate: 2024-05-09\n---\n# Kiln" + told: want,
		"---\ndate: 2024-07-30\n---\n# Kiln" + told: want,
		"---\ndate: 2024-05-01\n---\n# Kiln\n\n## Timeline (UTC)\n\n- 2024-04-02 09:00 the kiln is built\n- 2024-05-01 10:00 it cools\n- 10:20 noticed\n- 11:00 resolved": want,
		"---\ndate: 2024-05-09\n---\n# Kiln\n\n## Timeline (UTC)\n\n- 2024-04-02 09:00 the kiln is built\n- 2024-05-01 10:00 it cools\n- 10:20 noticed\n- 11:00 resolved": want,
		"---\ndate: 2024-05-01\n---\n# Kiln\n\n## Timeline (UTC)\n\n- 10:00 it cools\n- 10:20 noticed\n- 11:00 resolved\n- 2024-05-03 10:00 reviewed":                     want,
		"---\ndate: 2024-05-09\n---\n# Kiln\n\n## Timeline (UTC)\n\n### May 1st\n\n- 10:00 it cools\n- 10:20 noticed\n- 11:00 resolved":                                   want,
		"# Kiln\n\n**Date:** 2024-05-09" + told:          want,
		"# Kiln\n\n**Incident date:** 2024-05-01" + told: want,
		"# Kiln 2024-05-09" + told:                       "05-09T00:00 - -", // its own date is not the timeline's: nothing is over before it began
	} {
		times := parse(t, document+"\n").Times()
		got := times.Started.Format("01-02T15:04")
		if times.Detected.IsZero() {
			got += " -"
		} else {
			got += times.Detected.Format(" 01-02T15:04")
		}
		if times.Resolved.IsZero() {
			got += " -"
		} else {
			got += times.Resolved.Format(" 01-02T15:04")
		}
		if got != want {
			t.Errorf("%q: %s, want %s", document, got, want)
		}
	}
}

func TestAFilesNameMayHaveTheDayOfWriting(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{"2024-05-09-kiln.md": "2024-05-01", "2024-05-02-kiln.md": "2024-05-02"} {
		doc, err := Parse([]byte("# Kiln\n\n## Timeline\n\n- 2024-05-01 10:00 it cools\n- 2024-05-02 09:00 warm\n"), WithFileName(name))
		if err != nil || doc.Date.Time.Format("2006-01-02") != want {
			t.Errorf("%s: %v %v, want %s", name, doc.Date.Time, err, want)
		}
	}
}

func TestTheOrderOfOneUnmistakableDayIsThatOfDueDatesToo(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"# Slow\n\n## Timeline\n\n- 28/02/2024 10:00 UTC It began\n\n## Action items\n\n- Add an alert on the queue (due 03/04/2024)\n":                 "2024-04-03",
		"# Slow\n\n## Timeline\n\n- 02/28/2024 10:00 UTC It began\n\n## Action items\n\n- Add an alert on the queue (due 03/04/2024)\n":                 "2024-03-04",
		"# Slow\n\nDate: 5 July 2024\n\n## Timeline\n\n- 05/07 10:00 UTC It began\n\n## Action items\n\n- Add an alert on the queue (due 12/07/2024)\n": "2024-07-12",
		"# Slow\n\nDate: 2024-12-31\n\n## Action items\n\n- Add an alert on the queue (due 17 January)\n":                                               "2025-01-17",
		"# Slow\n\nDate: 2024-12-31\n\n## Action items\n\n- Add an alert on the queue (due 17 December)\n":                                              "2024-12-17",
	} {
		doc, err := Parse([]byte(text))
		if err != nil || len(doc.Items) != 1 {
			t.Fatal(doc, err)
		}
		if got := doc.Items[0].Due.Time.Format(time.DateOnly); got != want {
			t.Errorf("%s: it is due on %s, want %s", text, got, want)
		}
	}
}
