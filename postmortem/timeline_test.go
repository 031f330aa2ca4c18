package postmortem

import (
	"fmt"
	"slices"
	"strings"
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
		{"- Apr 30th 10:05 it broke", "2024-04-30T10:05:00Z", "it broke"},
		{"- April 30th, 10:05: it broke", "2024-04-30T10:05:00Z", "it broke"},
		{"- Apr 30th (Tue), 10:05 it broke", "2024-04-30T10:05:00Z", "it broke"},
		{"| When | What |\n|-|-|\n| 30. Apr. 2024, 10:05 UTC | it broke |", "2024-04-30T10:05:00Z", "it broke"},
		{"| When | What |\n|-|-|\n| 5. Sept. 2023, 11:05 UTC | it broke |", "2023-09-05T11:05:00Z", "it broke"},
		{"| When | What |\n|-|-|\n| 5. Okt. 2023 11:05 | it broke |", "2023-10-05T11:05:00Z", "it broke"},
		{"| When | What |\n|-|-|\n| 30. Apr. 10:05 | it broke |", "2024-04-30T10:05:00Z", "it broke"},
		{"| When | What |\n|-|-|\n| 5. Jun 2024, 10:05 | it broke |", "2024-06-05T10:05:00Z", "it broke"},
		{"| When | What |\n|-|-|\n| 5. Jul 2024, 10:05 | it broke |", "2024-07-05T10:05:00Z", "it broke"},
		{"| When | What |\n|-|-|\n| 5. Mär 2024, 10:05 | it broke |", "2024-03-05T10:05:00Z", "it broke"},
		{"| When | What |\n|-|-|\n| 5. Mär. 2024, 10:05 | it broke |", "2024-03-05T10:05:00Z", "it broke"},
		{"- 30th of April 10:05 it broke", "2024-04-30T10:05:00Z", "it broke"},
		{"- Tues 10:05 it broke", "2024-04-30T10:05:00Z", "it broke"},
		{"- Thur 10:05 it broke", "2024-05-02T10:05:00Z", "it broke"},
		{"- Thurs, 10:05 it broke", "2024-05-02T10:05:00Z", "it broke"},
		{"- 12:45 PM UTC Saturday Apr 27th: it broke", "2024-04-27T12:45:00Z", "it broke"},
		{"- 10:05, Apr 30: it broke", "2024-04-30T10:05:00Z", "it broke"},
		{"- 10:05 (Tuesday) it broke", "2024-04-30T10:05:00Z", "it broke"},
		{"- 10:05 Apr 30 copies are lost", "2024-05-01T10:05:00Z", "Apr 30 copies are lost"},
		{"- 10:05 Tuesday copies are lost", "2024-05-01T10:05:00Z", "Tuesday copies are lost"},
		{"- 10:05-17:00 it broke", "2024-05-01T10:05:00Z", "it broke"},
		{"Apr 30th\n10:05 it broke", "2024-04-30T10:05:00Z", "it broke"},
		{"Tuesday\n10:05 it broke", "2024-04-30T10:05:00Z", "it broke"},
		{"### Apr 30th\n\n- 10:05 it broke", "2024-04-30T10:05:00Z", "it broke"},
		{"| # | Time | Event |\n|-|-|-|\n| 1 | 10:05 | it broke |", "2024-05-01T10:05:00Z", "it broke"},
		{"| Event | Time |\n|-|-|\n| it broke | 10:05 |", "2024-05-01T10:05:00Z", "it broke"},
		{"| Who | When | Event |\n|-|-|-|\n| Ida | 10:05 | it broke |", "2024-05-01T10:05:00Z", "Ida | it broke"},
		{"| Step | Duration | Time | Event |\n|-|-|-|-|\n| one | 1:30 | 10:05 | it broke |", "2024-05-01T10:05:00Z", "one | 1:30 | it broke"},
		{"| Event | When (UTC) |\n|-|-|\n| it broke | 10:05 |", "2024-05-01T10:05:00Z", "it broke"},
		{"| # | Date | Time | Event |\n|-|-|-|-|\n| 1 | 2024-04-30 | 10:05 | it broke |", "2024-04-30T10:05:00Z", "it broke"},
		{"- 9–10am it broke", "2024-05-01T09:00:00Z", "it broke"},
		{"- 11:30–1pm it broke", "2024-05-01T11:30:00Z", "it broke"},
		{"- 9:30 - 10:15 pm it broke", "2024-05-01T21:30:00Z", "it broke"},
		{"- from 10:00 until 10:30 it broke", "2024-05-01T10:00:00Z", "it broke"},
		{"- Between 10:00 and 10:30 UTC: it broke", "2024-05-01T10:00:00Z", "it broke"},
		{"- 10:30 / 10:45 it broke", "2024-05-01T10:30:00Z", "it broke"},
		{"- 10:30/10:45 it broke", "2024-05-01T10:30:00Z", "it broke"},
		{"- Before 10:05: it broke", "2024-05-01T10:05:00Z", "it broke"},
		{"- shortly after 10:05 it broke", "2024-05-01T10:05:00Z", "it broke"},
		{"- around 10: it broke", "2024-05-01T10:00:00Z", "it broke"},
		{"- ~10 UTC it broke", "2024-05-01T10:00:00Z", "it broke"},
		{"- 0815 UTC: it broke", "2024-05-01T08:15:00Z", "it broke"},
		{"- 0815-0830 CET: it broke", "2024-05-01T08:15:00+01:00", "it broke"},
		{"- 0815hrs it broke", "2024-05-01T08:15:00Z", "it broke"},
		{"- 0815 - it broke", "2024-05-01T08:15:00Z", "it broke"},
		{"- by 10 - it broke", "2024-05-01T10:00:00Z", "it broke"},
		{"- noon: it broke", "2024-05-01T12:00:00Z", "it broke"},
		{"- 12 noon UTC it broke", "2024-05-01T12:00:00Z", "it broke"},
		{"- 10:05 hours: it broke", "2024-05-01T10:05:00Z", "it broke"},
		{"- 10:05ish it broke", "2024-05-01T10:05:00Z", "it broke"},
		{"- 10:05 Uhr MESZ: it broke", "2024-05-01T10:05:00+02:00", "it broke"},
		{"- [10:05 UTC / 03:05 PDT] it broke", "2024-05-01T10:05:00Z", "it broke"},
		{"- 10:05 UTC (12:05 CEST): it broke", "2024-05-01T10:05:00Z", "it broke"},
		{"- 20240430T100500Z it broke", "2024-04-30T10:05:00Z", "it broke"},
		{"| Date | Time | Event |\n|-|-|-|\n| 30-Apr-2024 | 0815 | it broke |", "2024-04-30T08:15:00Z", "it broke"},
		{"- On April 30th at 10:05 it broke", "2024-04-30T10:05:00Z", "it broke"},
		{"On Tuesday, 10:05: it broke", "2024-04-30T10:05:00Z", "it broke"},
		{"| Date | Event |\n|-|-|\n| 2024-04-30 | it broke |", "2024-04-30T00:00:00Z", "it broke"},
		{"- 10:05 2 ovens are cold", "2024-05-01T10:05:00Z", "2 ovens are cold"},
		{"- 10:05 2.4.0 is baked", "2024-05-01T10:05:00Z", "2.4.0 is baked"},
		{"- 10:05 2.4.24: it broke", "2024-05-01T10:05:00Z", "2.4.24: it broke"},
		{"- 10:05 4xx rate normal", "2024-05-01T10:05:00Z", "4xx rate normal"},
		{"- 10h05 24/7 baker called", "2024-05-01T10:05:00Z", "24/7 baker called"},
		{"- 2024-04-30 10:05 12 loaves are cold", "2024-04-30T10:05:00Z", "12 loaves are cold"},
		{"- 2024-04-30 10:05:00 -0700 it broke", "2024-04-30T10:05:00-07:00", "it broke"},
		{"- 10:05 30 April: it broke", "2024-04-30T10:05:00Z", "it broke"},
		{"- 10:05 UTC (T+5): it broke", "2024-05-01T10:05:00Z", "it broke"},
		{"- 10:05 UTC (T+5 or so) it broke", "2024-05-01T10:05:00Z", "(T+5 or so) it broke"},
		{"- 10:05, 30.4.24: it broke", "2024-04-30T10:05:00Z", "it broke"},
		{"- 30.04. 10:05: it broke", "2024-04-30T10:05:00Z", "it broke"},
		{"- 30.4., 10.05 Uhr: it broke", "2024-04-30T10:05:00Z", "it broke"},
		{"- **30.04. um 10:05** it broke", "2024-04-30T10:05:00Z", "it broke"},
		{"- 30.04.2024 10:05: it broke", "2024-04-30T10:05:00Z", "it broke"},
		{"- 30/04 10:05: it broke", "2024-04-30T10:05:00Z", "it broke"},
		{"- Apr 30, 10:05 – it broke", "2024-04-30T10:05:00Z", "it broke"},
		{"| When | Event |\n|-|-|\n| 3. Mai 10:05 | it broke |", "2024-05-03T10:05:00Z", "it broke"},
		{"| When | Event |\n|-|-|\n| 30. März 2024, 10:05 | it broke |", "2024-03-30T10:05:00Z", "it broke"},
		{"| Day | Time | Event |\n|-|-|-|\n| 30.04. | 10:05 | it broke |", "2024-04-30T10:05:00Z", "it broke"},
		{"### 30.04.\n\n- 10:05 it broke", "2024-04-30T10:05:00Z", "it broke"},
		{"- 10.05: it broke", "2024-05-01T10:05:00Z", "it broke"},
		{"- 10.05 it broke", "2024-05-01T10:05:00Z", "it broke"},
		{"| Time / elapsed | Event |\n|-|-|\n| 10:05 | it broke |", "2024-05-01T10:05:00Z", "it broke"},
		{"| Downtime | Shop |\n|-|-|\n| 10:05–10:20 | it broke |", "2024-05-01T10:05:00Z", "it broke"},
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

func TestDaysWithPointsHoldForWhatFollows(t *testing.T) {
	t.Parallel()
	doc := parse(t, "# Kalte Öfen\n\nDatum: 05.03.2024\n\nDauer: 05.03. 17:40 – 08.03. 09:20\n\n## Timeline\n\n- 05.03. 17:40: a\n- 06.03.: b\n- 07.03. + 08.03.: c\n- 08.03. 08:55 – 09.03. 02:00: d\n")
	var got []string
	for _, e := range doc.Timeline {
		got = append(got, e.Time.Format("02T15:04 ")+e.Text)
	}
	if want := []string{"05T17:40 a", "06T00:00 b", "07T00:00 + 08.03.: c", "08T08:55 09.03. 02:00: d"}; !slices.Equal(got, want) {
		t.Errorf("it is %q, want %q", got, want)
	}
}

func TestWhatIsNoTimeIsNoEntry(t *testing.T) {
	t.Parallel()
	for _, line := range []string{
		"- around 10 bakers complained",
		"- ~10 - 20 loaves were cold",
		"- 1430 loaves were cold",
		"- noon bread is cold",
		"- 12:30 hours of downtime",
		"- by 10 bakers were there",
		"- 2025: a good year for bread",
		"- after 10 minutes it broke",
		"- from 10 to 20 loaves were cold",
		"- before the night of 30 April it was warm",
		"- T+10m it broke", // nobody said when it began
		"- 10/12 ovens are cold",
		"- 3.50 12.20 loaves and rolls",
		"- 10:30 / 45 loaves",
		"- T+10m it broke\n- T0: a new fan", // nor is T0 a time
		"| Elapsed | Event |\n|-|-|\n| 00:00 | it broke |\n| 00:10 | it is warm |",
		"The kiln was cold, and stayed so until just\nbefore 10:00 when the baker came.",
	} {
		if doc := parse(t, "# T 2024-05-01\n\n## Timeline\n\n"+line+"\n"); len(doc.Timeline) != 0 {
			t.Errorf("%q: %+v", line, doc.Timeline)
		}
	}
}

func TestATimeMayBeCountedFromTheStartThatIsSaid(t *testing.T) {
	t.Parallel()
	for entry, want := range map[string]string{
		"T+10m it broke":       "10:15:00+02:00 it broke",
		"T-5 min: it broke":    "10:00:00+02:00 it broke",
		"T+1h30 it broke":      "11:35:00+02:00 it broke",
		"T+2h - it broke":      "12:05:00+02:00 it broke",
		"**T+01:10** it broke": "11:15:00+02:00 it broke",
		"[T+0] it broke":       "10:05:00+02:00 it broke",
		"T0: it broke":         "10:05:00+02:00 it broke",
		"T+90s it broke":       "10:06:30+02:00 it broke",
		"+00:10: it broke":     "10:15:00+02:00 it broke",
		"+5 min it broke":      "10:10:00+02:00 it broke",
	} {
		doc := parse(t, "# T 2024-05-01\n\nStarted: 10:05 CEST\n\n## Timeline\n\n- "+entry+"\n- T-shirts were sold\n- T+ is a shop\n")
		checkPositions(t, doc)
		if len(doc.Timeline) != 1 {
			t.Errorf("%q: %+v", entry, doc.Timeline)
		} else if e := doc.Timeline[0]; e.Time.Format("15:04:05Z07:00 ")+e.Text != want {
			t.Errorf("%q: %s %q", entry, e.Time, e.Text)
		}
	}
}

func TestTimesMayBeCountedFromT0(t *testing.T) {
	t.Parallel()
	const want = "01T14:00+02:00 01T14:05+02:00 01T15:00+02:00"
	for timeline, want := range map[string]string{
		"- T0 (14:00 CEST): it cools\n- T+5m: an alert\n- T+1h: warm":                                                      want,
		"T0 (14:00 CEST): it cools\nT+5m: an alert\nT+1h: warm":                                                            want,
		"- 14:00 CEST (T+0): it cools\n- 14:05 CEST (T+5): an alert\n- T+1h: warm":                                         want,
		"T+0 — it cools (14:00 CEST)\n\nT+5 min — an alert\n\nT+60 min — warm":                                             want,
		"| When | What |\n|-|-|\n| T0 (14:00 CEST) | it cools |\n| T+5m | an alert |\n| T+1h | warm |":                     want,
		"Began: 13:30 UTC\n\n- T0 (14:00 CEST): it cools\n- T+5m: an alert\n- T+60m: warm":                                 want,
		"### T0 (14:00 CEST)\n\nIt cools.\n\n### T+5m: an alert\n\nIt rings.\n\n### T+1h\n\nWarm.":                         want,
		"Time zone: CEST\n\n- T0 14:00 it cools\n- T+5m: an alert\n- T+1h: warm":                                           want,
		"- T0 = 14:00 CEST: it cools\n- T+5m: an alert\n- T+60m: warm":                                                     want,
		"- T0: 14:00 CEST it cools\n- T+5m: 14:00 bread is cold\n- T+60m: warm":                                            want,
		"## Notes\n\nT0 is 14:00 CEST, when we switched.\n\n## Timeline\n\n- T0: it cools\n- +5m: an alert\n- T+1:00 warm": want,
		"| When | What |\n|-|-|\n| T0 (14:00 CEST) | it cools |\n| +00:05 | an alert |\n| +01:00 | warm |":                 want,
		"- 14:00 CEST (T+0): it cools\n- 14:05 CEST (+00:05): an alert\n- 15:00 CEST (+01:30): warm":                       want,
		"- T-10m: a new fan\n- T0 (14:00 CEST): it cools":                                                                  "01T13:50+02:00 01T14:00+02:00",
		"### 30 April\n\n- T-10m: a new fan\n- T0 (14:00 CEST): it cools\n\n### 1 May\n\n- 09:00 CEST: warm":               "30T13:50+02:00 30T14:00+02:00 01T09:00+02:00",
	} {
		doc := parse(t, "# T 2024-05-01\n\n## Timeline\n\n"+timeline+"\n")
		checkPositions(t, doc)
		got := ""
		for _, e := range doc.Timeline {
			if got += " " + e.Time.Format("02T15:04Z07:00"); !e.ZoneKnown {
				t.Errorf("%q: the zone of %+v", timeline, e)
			}
		}
		if strings.TrimSpace(got) != want {
			t.Errorf("%q: %s, want %s", timeline, got, want)
		}
	}
}

func TestADayRightBelowAPointIsThatOfThePointsBelowIt(t *testing.T) {
	t.Parallel()
	doc := parse(t, "# T 2024-05-01\n\n## Timeline\n\n**Wednesday, May 1**\n- 11:30 PM it cools\n**Thursday, May 2**\n- 1:00 AM an alert\n  wakes **Ana**\n- 12:15 PM a new fan\n**Friday, May 3**\n- 8:15 AM warm\n")
	checkPositions(t, doc)
	got := ""
	for _, e := range doc.Timeline {
		got += e.Time.Format("02T15:04 ") + e.Text + "; "
	}
	if want := "01T23:30 it cools; 02T01:00 an alert wakes Ana; 02T12:15 a new fan; 03T08:15 warm; "; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

func TestADayAtTheStartOfALineBelowAPointIsThatOfThePointsBelowIt(t *testing.T) {
	t.Parallel()
	doc := parse(t, "# T 2024-05-01\n\n## Timeline\n\nMay 1\n - 09:30 it cools\n - 10:10 a new fan, planned for\n   May 7\nMay 2\n - 08:50 an alert\n")
	checkPositions(t, doc)
	got := ""
	for _, e := range doc.Timeline {
		got += e.Time.Format("02T15:04 ") + e.Text + "; "
	}
	if want := "01T09:30 it cools; 01T10:10 a new fan, planned for May 7; 02T08:50 an alert; "; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

func TestATableOfDaysAndClocksIsATimelineWithoutItsHeading(t *testing.T) {
	t.Parallel()
	doc := parse(t, "# Cold ovens\n\n| Date | Time | Who | What |\n|-|-|-|-|\n| Fri 26 Apr 2024 | 22:00 | Ana | it cools |\n| | 22:40 | Bo | an alert |\n| Sat 27 Apr | 06:15 | Ana | warm |\n")
	if n := len(doc.Timeline); n != 3 || doc.Timeline[2].Time.Format("02T15:04") != "27T06:15" {
		t.Errorf("%+v", doc.Timeline)
	}
	if doc := parse(t, "# Cold ovens\n\n| Oven | Bread | Price | Shop |\n|-|-|-|-|\n| one | rye | 3 | A |\n| | 12:30 | 4 | B |\n"); len(doc.Timeline) != 0 {
		t.Errorf("%+v", doc.Timeline)
	}
}

func TestATimeThatIsCountedIsNoClockWhereNobodySaysFromWhen(t *testing.T) {
	t.Parallel()
	for _, timeline := range []string{
		"- T-5: a new fan\n- T+10m: an alert\n- T+1:30 warm", "- +00:10 it cools\n- +0:25: an alert\n- +5m warm",
		"| Time | Event |\n|-|-|\n| T+10m | it cools |\n| +00:10 | an alert |\n| +01:30 | warm |",
	} {
		doc := parse(t, "# T 2024-05-01\n\n## Timeline\n\n"+timeline+"\n")
		claims := func(e Entry) bool { return e.HasClock || !e.Time.IsZero() }
		if slices.ContainsFunc(doc.Timeline, claims) || doc.Times().Started.Hour() != 0 {
			t.Errorf("%q: %+v", timeline, doc.Timeline)
		}
	}
	doc := parse(t, "# T 2024-05-01\n\nStarted: 14:00 UTC\n\n## Timeline\n\n- 14:00 it cools\n- 14:30 an alert\n- +5m warm, counted from the alert\n- 14:40 (+00:40) over\n")
	if n := len(doc.Timeline); n != 3 || doc.Timeline[2].Time.Format("15:04 MST") != "14:40 UTC" {
		t.Errorf("%+v", doc.Timeline)
	}
}

func TestPartsOfADayHaveItsTimes(t *testing.T) {
	t.Parallel()
	for timeline, want := range map[string]string{
		"### 30 April 2024 (UTC)\n\n#### Detection\n\n- 10:05 a\n\n#### Response\n\n- 10:20 b":        "30T10:05 30T10:20",
		"### 30 April\n\n#### The first hour\n\n- 10:05 a\n\n### 2 May\n\n#### Resolution\n\n10:20 b": "30T10:05 02T10:20",
		"### Detection\n\n- 10:05 a\n\n### Response\n\n- 10:20 b":                                     "01T10:05 01T10:20",
		"- 10:05 a\n\n### Impact\n\n- 10:00 cold bread":                                               "01T10:05",
		"### 30 April\n\n#### Detection\n\n- 10:05 a\n\n#### Action items\n\n- 10:20 alarms for all":  "30T10:05",
		"### Day 1\n\n- 10:05 a\n\n### Day 2\n\n- 10:20 b\n\n### Day 4\n\n- 10:30 c":                  "01T10:05 02T10:20 04T10:30",
		"### Day one\n\n- 22:05 a\n- 00:10 b\n\n### Day two: warm again\n\n- 10:20 c":                 "01T22:05 02T00:10 02T10:20",
		"**Day 1**\n\n- 10:05 a\n\n**Day 2**\n\n- 10:20 b":                                            "01T10:05 02T10:20",
		"### Day 1: 2024-04-29\n\n- 10:05 a\n\n### Day 2\n\n- 10:20 b":                                "29T10:05 30T10:20",
		"- Day 1\n  - 10:05 a\n- Day 2\n  - 10:20 b":                                                  "01T10:05 02T10:20",
		"### Day 0\n\n- 22:05 a\n- 00:10 b\n\n### Day 1\n\n- 10:20 c":                                 "01T22:05 02T00:10 02T10:20",
		"- Day 0, 23:10 a\n- Day 1, 00:10 b\n- Day 3, 09:00 c":                                        "01T23:10 02T00:10 04T09:00",
		"- Day 0: 2024-04-29\n  - 22:05 a\n- Day 2\n  - 10:20 b":                                      "29T22:05 01T10:20",
		"- Day 0 (30 April), 23:10 a\n- Day 1 (1 May), 00:10 b\n- Day 3, 09:00 c":                     "30T23:10 01T00:10 03T09:00",
		"- **Day 1 (Tuesday 30 April 2024) 23:10** a\n- Day 2 (Wednesday), 00:10: b":                  "30T23:10 01T00:10",
		"| When | What |\n|-|-|\n| Day 1 (30 April): 23:10 | a |\n| Day 2 (1 May) 00:10 | b |":        "30T23:10 01T00:10",
		"### Day shift\n\n- 10:05 a\n\n### Night shift\n\n- 22:20 b":                                  "01T10:05 01T22:20",
	} {
		doc := parse(t, "# T 2024-05-01\n\n## Timeline\n\n"+timeline+"\n")
		checkPositions(t, doc)
		got := ""
		for _, e := range doc.Timeline {
			got += " " + e.Time.Format("02T15:04")
		}
		if strings.TrimSpace(got) != want {
			t.Errorf("%q: %s, want %s", timeline, got, want)
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

func TestWhatIsCalledByItsZoneOrALabelIsATimeline(t *testing.T) {
	t.Parallel()
	const list = "10:05 it cools\n%[1]s- 10:20 Ida sees it\n%[1]s- Nobody heard it\n%[1]s- 10:40 warm\n"
	for _, source := range []string{
		"## What happened (all times JST)\n\n- " + fmt.Sprintf(list, ""),
		"- **Impact**: 40 loaves\n- **Key events** (JST)\n  - " + fmt.Sprintf(list, "  "),
		"**Key events** (JST)\n\n- " + fmt.Sprintf(list, ""),
	} {
		doc := parse(t, "# Kiln 2024-05-01\n\n"+source)
		if len(doc.Timeline) != 3 || doc.Timeline[0].Time.Format(time.RFC3339) != "2024-05-01T10:05:00+09:00" {
			t.Errorf("%q: %+v", source, doc.Timeline)
		}
		for _, f := range DefaultRules().Check(doc, Context{}) {
			if f.Rule == "missing-section" && strings.Contains(f.Suggestion, "timeline") {
				t.Errorf("%q: %s", source, f.Suggestion)
			}
		}
	}
}

func TestLinesOfOneParagraphAreATimelineWithoutItsHeading(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int{
		"10:00 it broke\n10:20 Ida looked\n10:30 it worked":                          3,
		"It went so:\n0815 UTC: it broke\n0820 UTC: Ida looked\n0830 UTC: it worked": 3,
		"10:00 it broke\nand nobody looked until\n10:30 when Ida came":               0,
	} {
		if doc := parse(t, "# T 2024-05-01\n\n## What happened\n\n"+text+"\n"); len(doc.Timeline) != want {
			t.Errorf("%q: %+v", text, doc.Timeline)
		}
	}
}

func TestDaysAreCountedOn(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ document, want string }{
		"weekdays in a paragraph":         {"# T 2024-05-01\n\n## Timeline\n\n10:05 a\n\nFriday\n\n09:00 b\n\nMonday\n\n08:00 c", "05-01T10:05 05-03T09:00 05-06T08:00"},
		"weekdays in bold":                {"# T 2024-05-01\n\n## Timeline\n\n**Tuesday**\n\n- 10:05 a\n\n**Wednesday**\n\n- 09:00 b", "04-30T10:05 05-01T09:00"},
		"weekdays over lists":             {"# T 2024-05-01\n\n## Timeline\n\n- Wednesday\n  - 10:05 a\n- Thursday\n  - 09:00 b", "05-01T10:05 05-02T09:00"},
		"weekdays at the times":           {"# T 2024-05-01\n\n## Timeline\n\n- Wed 10:05 a\n- 11:00 b\n- Fri 09:00 c\n- Fri 09:30 d", "05-01T10:05 05-01T11:00 05-03T09:00 05-03T09:30"},
		"the next day":                    {"# T 2024-05-01\n\n## Timeline\n\n10:05 a\n\nThe next day:\n\n09:00 b", "05-01T10:05 05-02T09:00"},
		"a new year":                      {"# T 2024-12-31\n\n## Timeline\n\n- Dec 31 23:10 a\n- Jan 1 00:05 b\n- Jan 2 09:00 c", "12-31T23:10 01-01T00:05 01-02T09:00"},
		"the year before":                 {"# T 2025-01-02\n\n## Timeline\n\n- Dec 31 23:10 a\n- Jan 1 00:05 b", "12-31T23:10 01-01T00:05"},
		"a long time before":              {"# T 2024-11-05\n\n## Timeline\n\n- Jan 10 10:00 a\n- Nov 5 09:00 b", "01-10T10:00 11-05T09:00"},
		"the day first":                   {"# T 2024-03-01\n\n## Timeline\n\n- 28/02 10:05 a\n- 01/03 09:00 b", "02-28T10:05 03-01T09:00"},
		"the month first":                 {"# T 2024-03-01\n\n## Timeline\n\n- 02/28 10:05 a\n- 03/01 09:00 b", "02-28T10:05 03-01T09:00"},
		"the day first, years":            {"# T\n\n## Timeline\n\n- 28/02/2024 10:05 a\n- 01/03/2024 09:00 b", "02-28T10:05 03-01T09:00"},
		"the title's year":                {"# Cold kiln, May 2024\n\n## Timeline\n\n**Wednesday, May 1**\n\n- 10:05 a\n\n**Thursday, May 2**\n\n- 09:00 b", "05-01T10:05 05-02T09:00"},
		"another month's year":            {"# Cold kiln, May 2024\n\n## Timeline\n\n- Aug 1 10:05 a", "01-01T00:00"},
		"counted days at times":           {"# T 2024-05-01\n\n## Timeline\n\n| Time | Event |\n|-|-|\n| Day 1, 22:05 | a |\n| Day 2, 09:00 | b |\n| Day 2 09:10 | c |", "05-01T22:05 05-02T09:00 05-02T09:10"},
		"the next day at times":           {"# T 2024-05-01\n\n## Timeline\n\n- 10:05 a\n- Next day 09:00 b\n- The next day, 09:30 c\n- 10:00 d", "05-01T10:05 05-02T09:00 05-02T09:30 05-02T10:00"},
		"a day alone before":              {"# T 2024-05-01\n\n## Timeline\n\n- 2024-04-20: a fan is bought\n- 10:05 a\n- 2024-05-02: asleep\n- 09:00 b", "04-20T00:00 05-01T10:05 05-02T00:00 05-02T09:00"},
		"a day alone, written":            {"---\ndate: 2024-05-09\n---\n# T\n\n## Timeline\n\n- 2024-05-01: it is cold\n- 10:05 a", "05-01T00:00 05-01T10:05"},
		"how it came to it, of one entry": {"# T\n\nWindow: 2026-03-02 10:00–12:00 UTC\n\n## Timeline (UTC)\n\n- 2026-02-27 09:00 a\n- 10:02 b\n- 10:40 c", "02-27T09:00 03-02T10:02 03-02T10:40"},
		"how it came to it, of two":       {"# T\n\nWindow: 2026-03-02 10:00–12:00 UTC\n\n## Timeline (UTC)\n\n- 2026-02-27 09:00 a\n- 11:30 b\n- 10:02 c\n- 10:40 d", "02-27T09:00 02-27T11:30 03-02T10:02 03-02T10:40"},
		"the evening before":              {"# T 2024-05-02\n\n## Timeline\n\n- 22:05 a\n- 23:40 b\n- 2 May 00:15 c\n- 01:00 d", "05-01T22:05 05-01T23:40 05-02T00:15 05-02T01:00"},
		"the evening above a day":         {"# T 2024-05-02\n\n## Timeline\n\n- 23:40 a\n\n### 2 May\n\n- 00:15 b", "05-01T23:40 05-02T00:15"},
		"a morning before its day":        {"# T 2024-05-02\n\n## Timeline\n\n- 08:05 a\n- 2 May 08:15 b", "05-02T08:05 05-02T08:15"},
		"the newest first":                {"# T 2024-05-02\n\n## Timeline\n\n- 18:05 a\n- 16:00 b\n- 2 May 08:15 c", "05-02T18:05 05-02T16:00 05-02T08:15"},
		"one next day and one more":       {"# T 2024-05-01\n\n## Timeline\n\n- 10:05 a\n- Next day 09:00 b\n- 10:00 c\n- Next day 08:00 d", "05-01T10:05 05-02T09:00 05-02T10:00 05-03T08:00"},
		"a day line after a day alone":    {"# T 2024-05-01\n\n## Timeline\n\n- 2024-04-20: a fan is bought\n\n2024-04-21\n\n- 10:05 a", "04-20T00:00 04-21T10:05"},
		"both kinds of time":              {"# T 2024-05-01\n\n## Timeline\n\n- T+0 (10:05) a\n- T+5m (10:10): b", "05-01T10:05 05-01T10:10"},
		"a day over times":                {"# T 2024-05-01\n\n## Timeline\n\nApr 30th\n10:05 a\n10:20 b\nMay 1st\n09:00 c", "04-30T10:05 04-30T10:20 05-01T09:00"},
	} {
		doc := parse(t, c.document+"\n")
		checkPositions(t, doc)
		got := ""
		for _, e := range doc.Timeline {
			got += " " + e.Time.Format("01-02T15:04")
		}
		if strings.TrimSpace(got) != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
	doc := parse(t, "# T 2024-12-31\n\n## Timeline\n\n- Dec 31 23:10 a\n- Jan 1 00:05 b\n")
	if took := doc.Timeline[1].Time.Sub(doc.Timeline[0].Time); took != 55*time.Minute {
		t.Errorf("over the new year: %s", took)
	}
}

func TestClocksMayBeWrittenWithAnH(t *testing.T) {
	t.Parallel()
	for timeline, want := range map[string]string{
		"- 9h: a\n- 9h30 - b\n- 10 h: c\n- 11h CEST: d":                           "09:00 09:30 10:00 11:00",
		"14h: a\n14h30 - b\n15h - c":                                              "14:00 14:30 15:00",
		"| When | What |\n|-|-|\n| 14h | a |\n| 14h05 | b |":                      "14:00 14:05",
		"- **14h**: a\n- **15h**: b":                                              "14:00 15:00",
		"- 14h: a\n- 15h: b\n- 3h of rain\n- 2h later: c":                         "14:00 15:00",
		"- 10:05 a\n- 2h: the time that it took":                                  "10:05",
		"- 10:05 a\n- 10:10 the kiln, which 14h30 or 15h had no part in\n- 2h: b": "10:05 10:10",
	} {
		doc := parse(t, "# T 2024-05-01\n\n## Timeline\n\n"+timeline+"\n")
		checkPositions(t, doc)
		got := ""
		for _, e := range doc.Timeline {
			got += " " + e.Time.Format("15:04")
		}
		if strings.TrimSpace(got) != want {
			t.Errorf("%q: %s, want %s", timeline, got, want)
		}
	}
}

func TestAClockWithoutAmOrPmGoesOnFromOneWithIt(t *testing.T) {
	t.Parallel()
	for timeline, want := range map[string]string{
		"- 7:45 pm a\n- 8:20 b\n- 9:05 c\n- 12:10 am d":                       "01T19:45 01T20:20 01T21:05 02T00:10",
		"- 11:50 am a\n- 12:10 b\n- 1:05 c":                                   "01T11:50 01T12:10 01T13:05",
		"- 11:50 pm a\n- 12:10 b\n- 1:05 c":                                   "01T23:50 02T00:10 02T01:05",
		"- 7:45pm CET a\n- 8:20 CET b\n- 8:30 UTC c":                          "01T19:45 01T20:20 01T08:30",
		"- 7:45 pm a\n- 8:20 b\n- 8:15 c":                                     "01T19:45 01T20:20 01T20:15",
		"- 7:45 pm a\n\nMay 2nd\n\n- 8:20 b\n- 1:10 pm c":                     "01T19:45 02T08:20 02T13:10",
		"- Wed 1:45 pm a\n- Wed 2:20 b\n- Thu 8:30 c":                         "01T13:45 01T14:20 02T08:30",
		"- 01:40 PM a\n- 06:10 b\n- 07:45 c":                                  "01T13:40 01T06:10 01T07:45",
		"- 01:40 PM a\n- 02:05 PM b\n- 03:10 c":                               "01T13:40 01T14:05 01T15:10",
		"- 02:50 PM a\n- 03:15 PM b\n- 09:00 merged the next day":             "01T14:50 01T15:15 02T09:00",
		"- 12:10 PM a\n- 1:05 b\n- 9:00 post-incident review":                 "01T12:10 01T13:05 02T09:00",
		"- 7:45 pm a\n- 8:20 to be tried the next day":                        "01T19:45 01T20:20",
		"- 2:10 PM a\n- 2:40 PM b\n- 3:00 review":                             "01T14:10 01T14:40 01T15:00",
		"- 10:10 PM a\n- 11:20 PM b\n- 11:00 review on the following morning": "01T22:10 01T23:20 02T11:00",
		"- 9:00 a\n- 9:12 b\n- 12:20 c\n- 1:05 d":                             "01T09:00 01T09:12 01T12:20 01T13:05",
		"May 1st\n\n- 9:50 a\n- 11:58 b\n- 1:20 c\n- 2:05 d":                  "01T09:50 01T11:58 01T13:20 01T14:05",
		"- 09:50 a\n- 11:58 b\n- 01:20 c":                                     "01T09:50 01T11:58 01T01:20",
		"- 9:50 a\n- 11:58 b\n- 9:20 c":                                       "01T09:50 01T11:58 01T09:20",
		"- 9:50 a\n- 1:20 b\n- 2:05 c\n- 1:30 d":                              "01T09:50 01T01:20 01T02:05 01T01:30",
		"- 8:20 a\n- 9:05 pm b":                                               "01T08:20 01T21:05",
		"- 3:18 PM a\n- 15:40 b\n- 4:05 c":                                    "01T15:18 01T15:40 01T04:05",
		"- 15:18 a\n- 15:40 b\n- 4:05 c":                                      "01T15:18 01T15:40 01T04:05",
		"| Time | Event |\n|-|-|\n|11:30 AM|a|\n|12:45|b|":                    "01T11:30 01T12:45",
		"- 1:15 PM UTC a\n- 2:40 PM b\n- 0215 UTC c\n- 0930 UTC d":            "01T13:15 01T14:40 02T02:15 02T09:30",
		"- 1:15 PM UTC a\n- 2:40 PM b\n- 0815 UTC c":                          "01T13:15 01T14:40 01T08:15",
		"- 1:15 PM UTC a\n- 2:40 PM b\n- 0815 UTC the next morning c":         "01T13:15 01T14:40 02T08:15",
		"- 11:50 UTC a\n- 12:40 UTC b\n- 0115 UTC c":                          "01T11:50 01T12:40 01T01:15",
		"- 15:40 a\n- 08:15 the next morning b\n- 09:00 c":                    "01T15:40 02T08:15 02T09:00",
		"- 15:40 a\n- 15:10 to be tried the next day b":                       "01T15:40 01T15:10",
	} {
		doc := parse(t, "# T 2024-05-01\n\n## Timeline\n\n"+timeline+"\n")
		got := ""
		for _, e := range doc.Timeline {
			got += " " + e.Time.Format("02T15:04")
		}
		if strings.TrimSpace(got) != want {
			t.Errorf("%q: %s, want %s", timeline, got, want)
		}
	}
	for start, want := range map[string]string{"1:00pm": "11:45 12:50 13:00 14:30", "1:00am": "23:45 00:50 01:00 02:30", "1:10pm": "11:45 12:50 13:00 14:30", "13:00": "11:45 12:50 13:00 14:30"} {
		doc := parse(t, "# T 2024-05-01\n\nStarted: "+start+"\n\n## Timeline\n\n- 11:45 a\n- 12:50 b\n- 1:00 c\n- 2:30 d\n")
		got := ""
		for _, e := range doc.Timeline {
			got += " " + e.Time.Format("15:04")
		}
		if strings.TrimSpace(got) != want {
			t.Errorf("%s: %s, want %s", start, got, want)
		}
	}
	if list := ruleFinds(t, "timeline-order", "# T\n\n## Timeline\n\n- 7:45 pm a\n- 8:20 b\n- 9:05 c\n- 12:10 am d\n"); len(list) != 0 {
		t.Errorf("%+v", list)
	}
}

func TestOneDayThatCanBeReadOneWayDecidesForTheOthers(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]time.Month{
		"Began 03/04/2024, over 13/04/2024.":             time.April,
		"Began 03/04/2024, over 03/14/2024.":             time.March,
		"Began 03/04/2024, and 13/04/2024 or 04/13/2024": time.March, // they say both
		"Began 03/04/2024 on 24/7 duty, 28/02 of 30":     time.March,
	} {
		if doc := parse(t, "# T\n\n"+text+"\n"); doc.Date.Time.Month() != want {
			t.Errorf("%q: %s", text, doc.Date.Time)
		}
	}
}

func TestAHeadingWithADayHasItsTimesBelow(t *testing.T) {
	t.Parallel()
	for heading, want := range map[string]string{
		"2024-04-30":                   "04-30T10:05",
		"Tuesday, April 30th":          "04-30T10:05",
		"2024-04-30 (Tuesday)":         "04-30T10:05",
		"2024-04-30: the kiln is cold": "04-30T10:05",
		"Day 1: 2024-04-30":            "04-30T10:05",
		"Day 2 - Thursday":             "05-02T10:05",
		"Tuesday evening":              "04-30T10:05",
		"Next day":                     "05-02T10:05",
		"The kiln is cold":             "05-01T10:05",
	} {
		for _, below := range []string{"- 10:05 a\n- 10:10 b", "10:05 a\n\n10:10 b", "| Time | Event |\n|-|-|\n| 10:05 | a |\n| 10:10 | b |"} {
			doc := parse(t, "# T 2024-05-01\n\n## Timeline\n\n### "+heading+"\n\n"+below+"\n")
			checkPositions(t, doc)
			if len(doc.Timeline) != 2 || doc.Timeline[0].Time.Format("01-02T15:04") != want {
				t.Errorf("%q, %q: %+v, want %s", heading, below, doc.Timeline, want)
			}
		}
	}
	doc := parse(t, "# T 2024-05-01\n\n## Timeline\n\n### 2024-04-30: the kiln is cold\n\nNobody noticed.\n")
	if len(doc.Timeline) != 1 || doc.Timeline[0].Text != "the kiln is cold\nNobody noticed." {
		t.Errorf("%+v", doc.Timeline)
	}
}

func TestATimeThatIsLeftOpenIsOfAnEntryToo(t *testing.T) {
	t.Parallel()
	for timeline, want := range map[string][]string{
		"- 10:05 a\n- --:-- b\n- 10:10 c": {"10:05 a", "--:-- b", "10:10 c"},
		"- 10:05 a\n- **??:??**: b":       {"10:05 a", "??:?? b"},
		"- 10:05 a\n- --:--":              {"10:05 a"},
		"- TBD\n- 10:05 a":                {"10:05 a"},
		"- ?? who knows":                  nil,
		"| Time | Event |\n|-|-|\n| 10:05 | a |\n| TBD | b |\n| TBD | TBD |":   {"10:05 a", "TBD b"},
		"| Time | Event |\n|-|-|\n| unknown | a |\n| 10:05 | b |\n| 10:10 | |": {"unknown a", "10:05 b", "10:10 "},
		"| Time | Event |\n|-|-|\n| TBD | a |\n| TBD | b |":                    nil,
	} {
		doc := parse(t, "# T 2024-05-01\n\n## Timeline\n\n"+timeline+"\n")
		checkPositions(t, doc)
		var got []string
		for _, e := range doc.Timeline {
			got = append(got, e.TimeText+" "+e.Text)
			if e.Time.IsZero() == e.HasClock {
				t.Errorf("%q: %+v", timeline, e)
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", timeline, got, want)
		}
	}
}

func TestDaysOfNoYearAreReadButNotPlaced(t *testing.T) {
	t.Parallel()
	for timeline, want := range map[string]string{
		"- Oct 30th 18:00 a\n- Oct 31st 09:00 b": "Oct 30th 18:00, Oct 31st 09:00",
		"Oct 30th\n18:00 a\nOct 31st\n09:00 b":   "18:00, 09:00",
		"- 28/02 18:00 a\n- 29/02 09:00 b":       "28/02 18:00, 29/02 09:00",
	} {
		doc := parse(t, "# T\n\n## Timeline\n\n"+timeline+"\n")
		checkPositions(t, doc)
		var got []string
		for _, e := range doc.Timeline {
			got = append(got, e.TimeText)
			if !e.Time.IsZero() || !e.HasClock {
				t.Errorf("%q: %+v", timeline, e)
			}
		}
		if strings.Join(got, ", ") != want || !doc.Date.IsZero() {
			t.Errorf("%q: %q, want %q", timeline, got, want)
		}
		if list := ruleFinds(t, "timeline-order", "# T\n\n## Timeline\n\n"+timeline+"\n"); len(list) != 0 {
			t.Errorf("%q: %+v", timeline, list)
		}
	}
}
