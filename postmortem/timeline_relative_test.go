package postmortem

import (
	"strings"
	"testing"
)

func TestTimesCountedFromAT0ThatNobodyTellsHaveAnOrderAndNoMoment(t *testing.T) {
	t.Parallel()
	for timeline, wrong := range map[string]string{
		"- T-5m: a new fan\n- T+0: it cools\n- T+10m: an alert\n- T+0:30 warm":                               "",
		"- T+0: it cools\n- T+10m: an alert\n- T+5m: a new fan\n- T+1h05: warm":                              "T+5m",
		"| When | What |\n|-|-|\n| T+0:10 | it cools |\n| T+0:05 | an alert |\n| T+0:30 | warm |":            "T+0:05",
		"### T+5m\n\nIt cools.\n\n### T+90s\n\nAn alert.\n\n### T+2h\n\nWarm.":                               "T+90s",
		"- T+2h: warm\n- T+30m: an alert\n- T+0:05 it cools":                                                 "T+2h",
		"T+0m it cools\nT+10m an alert\nT+1h warm":                                                           "",
		"- T+10m: it cools\n- T+20m: 10:05 bread is cold\n- 11:00 UTC warm\n- 10:30 UTC the baker goes home": "10:30 UTC",
	} {
		doc := parse(t, "# T 2024-05-01\n\n## Timeline\n\n"+timeline+"\n")
		checkPositions(t, doc)
		for _, e := range doc.Timeline {
			if strings.HasPrefix(e.TimeText, "T") && (!e.Time.IsZero() || e.HasClock || e.ZoneKnown) {
				t.Errorf("%q: a moment is claimed: %+v", timeline, e)
			}
		}
		if len(doc.Timeline) < 3 {
			t.Errorf("%q: %+v", timeline, doc.Timeline)
		}
		got := ""
		for _, f := range DefaultRules().Check(doc, Context{}) {
			if f.Rule == "timeline-order" {
				got += f.Text
			}
			if f.Rule == "timeline-no-zone" {
				t.Errorf("%q: a zone is asked of times that need none", timeline)
			}
		}
		if got != wrong {
			t.Errorf("%q: out of order is %q, want %q", timeline, got, wrong)
		}
	}
	if times := parse(t, "# T 2024-05-01\n\n## Timeline\n\n- T+0: it cools\n- T+10m: an alert\n- T+20m: warm\n").Times(); times.Started.Format("2006-01-02 15:04") != "2024-05-01 00:00" {
		t.Errorf("%+v", times)
	}
}

func TestGermanDaysAndLabelsAreRead(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"**Montag, 3. März 2025**\n\n- 10:05 Uhr Deploy\n- 11.15 Uhr Rollback\n\n**Dienstag, 4. März 2025**\n\n- 09:00 Uhr Bericht": "03T10:05 03T11:15 04T09:00",
		"### Mittwoch\n\n- 10:05 Uhr Deploy\n\n### Donnerstag\n\n- 09:00 Uhr Bericht":                                               "05T10:05 06T09:00",
		"- 3. März 10:05 Uhr Deploy\n- 5. März, 10:20 Uhr Rollback":                                                                 "03T10:05 05T10:20",
		"- **5. März 2025:** Deploy\n- 6. August 2025, 10:20 Uhr Rollback":                                                          "05T00:00 06T10:20",
		"3. März 10:05 Uhr Deploy\n\n5. März 10:20 Uhr Rollback":                                                                    "03T10:05 05T10:20",
		"1. 2025-03-03 10:05 Deploy\n2. 2025-03-03 10:20 Rollback":                                                                  "03T10:05 03T10:20",
	} {
		doc := parse(t, "# Langsame Kassen\n\nDatum: 3. März 2025\n\n## Timeline\n\n"+text+"\n")
		checkPositions(t, doc)
		var got []string
		for _, e := range doc.Timeline {
			got = append(got, e.Time.Format("02T15:04"))
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
	times := parse(t, "# Langsame Kassen\n\nDatum: Montag, 3. März 2025\nBeginn: 10:05 Uhr\nBemerkt: 10:20 Uhr\nEnde: 11:15 Uhr\n\n## Impact\n\nKassen.\n").Times()
	if times.Started.Format("02T15:04") != "03T10:05" || times.Detected.Format("15:04") != "10:20" || times.Resolved.Format("15:04") != "11:15" {
		t.Errorf("%+v", times)
	}
	list := parse(t, "# T\n\n## Action items\n\n1. March through the list of hosts\n2. August needs a plan\n")
	if len(list.Items) != 2 || list.Items[1].Title != "August needs a plan" {
		t.Errorf("a numbered list: %+v", list.Items)
	}
}

func TestAMeetingIsNotTheEndOfTheIncident(t *testing.T) {
	t.Parallel()
	for last, want := range map[string]string{
		"Meeting with all participants":                    "10:40",
		"Team meeting about what was learned":              "10:40",
		"Status meeting":                                   "10:40",
		"Meeting with the vendor, the service is restored": "11:00",
		"The meeting room's screen is back":                "11:00",
		"Traffic drops":                                    "11:00",
	} {
		doc := parse(t, "# T 2024-05-01\n\n## Timeline (UTC)\n\n- 10:05 Deploy\n- 10:20 errors rise\n- 10:40 the deploy is taken out\n- 11:00 "+last+"\n")
		if got := doc.Times().Resolved.Format("15:04"); got != want {
			t.Errorf("%s: over at %s, want %s", last, got, want)
		}
	}
}
