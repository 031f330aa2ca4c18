package postmortem

import (
	"testing"
	"time"
)

func TestTimesAreReadAsTheyAreWritten(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ line, when, text string }{
		{"- 10:05 it broke", "2024-05-01T10:05:00Z", "it broke"},
		{"- 10:05:30 - it broke", "2024-05-01T10:05:30Z", "it broke"},
		{"- **10:05 UTC**: it broke", "2024-05-01T10:05:00Z", "it broke"},
		{"- 3:18 PM it broke", "2024-05-01T15:18:00Z", "it broke"},
		{"- ~1:45 am it broke", "2024-05-01T01:45:00Z", "it broke"},
		{"- 3pm - 6pm it broke", "2024-05-01T15:00:00Z", "it broke"},
		{"- [10:05] it broke", "2024-05-01T10:05:00Z", "it broke"},
		{"- [04-30 10:05] it broke", "2024-04-30T10:05:00Z", "it broke"},
		{"- 2024-04-30 10:05 CEST: it broke", "2024-04-30T10:05:00+02:00", "it broke"},
		{"- 2024-04-30T10:05Z it broke", "2024-04-30T10:05:00Z", "it broke"},
		{"- 2024-04-30 15.26 it broke", "2024-04-30T15:26:00Z", "it broke"},
		{"- Apr 30 2024 ~12:10 UTC it broke", "2024-04-30T12:10:00Z", "it broke"},
		{"- 10:05 PST it broke", "2024-05-01T10:05:00-08:00", "it broke"},
		{"- 08:08-09:10: it broke", "2024-05-01T08:08:00Z", "it broke"},
		{"- First detected: 2024-05-01 10:05", "2024-05-01T10:05:00Z", "First detected"},
		{"### 10:05\n\nit broke", "2024-05-01T10:05:00Z", "it broke"},
		{"### 2024-05-01 10:05 - it broke", "2024-05-01T10:05:00Z", "it broke"},
		{"10:05: it broke", "2024-05-01T10:05:00Z", "it broke"},
		{"| Time | Event |\n|-|-|\n| 10:05 | it broke |", "2024-05-01T10:05:00Z", "it broke"},
		{"| Day | Date | Time | Event |\n|-|-|-|-|\n| Tue | Apr 30 | 10:05 | it broke |", "2024-04-30T10:05:00Z", "it broke"},
		{"| Date | Event |\n|-|-|\n| 2024-04-30 | it broke |", "2024-04-30T00:00:00Z", "it broke"},
	} {
		doc := parse(t, "# T 2024-05-01\n\n## Timeline\n\n"+test.line+"\n")
		checkPositions(t, doc)
		if len(doc.Timeline) != 1 {
			t.Errorf("%q: %d entries", test.line, len(doc.Timeline))
			continue
		}
		if e := doc.Timeline[0]; e.Time.Format(time.RFC3339) != test.when || e.Text != test.text {
			t.Errorf("%q: %s %q, want %s %q", test.line, e.Time.Format(time.RFC3339), e.Text, test.when, test.text)
		}
	}
}

func TestAZoneHoldsForTheDocumentAndADayForWhatFollows(t *testing.T) {
	t.Parallel()
	doc := parse(t, "# T\n\n## Timeline\n\nAll times in CET.\n\n2024-01-30\n\n- 23:50 it broke [log](https://x.example)\n- 00:10 it worked\n\n2024-02-05\n\n- 10:00 reviewed\n")
	want := []string{"2024-01-30T23:50:00+01:00", "2024-01-31T00:10:00+01:00", "2024-02-05T10:00:00+01:00"}
	if len(doc.Timeline) != len(want) {
		t.Fatalf("%+v", doc.Timeline)
	}
	for i, w := range want {
		if e := doc.Timeline[i]; e.Time.Format(time.RFC3339) != w || !e.ZoneKnown || !e.HasClock {
			t.Errorf("entry %d: %s, want %s", i, e.Time.Format(time.RFC3339), w)
		}
	}
	if doc.Timeline[0].Link != "https://x.example" {
		t.Errorf("link %q", doc.Timeline[0].Link)
	}
}

func TestATimelineWithoutItsHeadingIsFound(t *testing.T) {
	t.Parallel()
	doc := parse(t, "The site was down.\n\n- 2024-05-01 10:00 it broke\n- 10:30 it worked\n- 1.2.3 is a version\n")
	if len(doc.Timeline) != 2 {
		t.Errorf("%+v", doc.Timeline)
	}
}
