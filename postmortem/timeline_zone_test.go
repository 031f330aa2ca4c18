package postmortem

import (
	"testing"
	"time"
)

func TestAZoneThatIsSaidForTheTimelineHoldsForItsEntries(t *testing.T) {
	t.Parallel()
	list := "\n\n- 10:05 the kiln was cold"
	for timeline, want := range map[string]string{
		"## Timeline (PDT)" + list:                                                                                  "10:05:00-07:00",
		"## Timeline (CET)" + list:                                                                                  "10:05:00+01:00",
		"## Timeline (UTC-4:30)" + list:                                                                             "10:05:00-04:30",
		"## Timeline (UTC+8:30)" + list:                                                                             "10:05:00+08:30",
		"## Timeline [UTC+2]" + list:                                                                                "10:05:00+02:00",
		"## Timeline (Pacific)" + list:                                                                              "10:05:00-07:00",
		"## Timeline (US/Eastern)" + list:                                                                           "10:05:00-04:00",
		"## Timeline, all times CET" + list:                                                                         "10:05:00+01:00",
		"## Timeline - JST" + list:                                                                                  "10:05:00+09:00",
		"## Timeline in UTC" + list:                                                                                 "10:05:00Z",
		"## Timeline (PST/PDT)" + list:                                                                              "10:05:00-07:00",
		"## Timeline (PST, UTC-7)" + list:                                                                           "10:05:00-07:00",
		"## Timeline\n\nAll timestamps are in CET." + list:                                                          "10:05:00+01:00",
		"## Timeline\n\nTimezone: CET" + list:                                                                       "10:05:00+01:00",
		"## Timeline\n\nTime zone: Europe/Berlin" + list:                                                            "10:05:00+02:00",
		"## Timeline\n\nIn Pacific time." + list:                                                                    "10:05:00-07:00",
		"## Timeline\n\n(CEST)" + list:                                                                              "10:05:00+02:00",
		"## Timeline\n\nAll times in PST (UTC-7)" + list:                                                            "10:05:00-07:00",
		"## Timeline\n\n### 1 May 2024, CEST" + list:                                                                "10:05:00+02:00",
		"## Timeline\n\n### The first hour (PDT)" + list:                                                            "10:05:00-07:00",
		"## What happened (PDT)" + list + "\n- 10:10 warm":                                                          "10:05:00-07:00",
		"Rough times. Time zone: CET\n\n## Timeline" + list:                                                         "10:05:00+01:00",
		"All time is CET.\n\n## Timeline" + list:                                                                    "10:05:00+01:00",
		"Ida's notes (time in CET).\n\n## Timeline" + list:                                                          "10:05:00+01:00",
		"| Start time (CET) | Site |\n|-|-|\n| 10:00 | north |\n\n## Timeline" + list:                               "10:05:00+01:00",
		"## Timeline (CET)\n\n### The first hour" + list:                                                            "10:05:00+01:00",
		"## Timeline\n\n| When (CET) | What |\n|-|-|\n| 10:05 | the kiln was cold |":                                "10:05:00+01:00",
		"## Timeline\n\n| Date | Time, CET | What |\n|-|-|-|\n| 2024-05-01 | 10:05 | cold |":                        "10:05:00+01:00",
		"## Timeline\n\n| PDT | What |\n|-|-|\n| 10:05 | the kiln was cold |":                                       "10:05:00-07:00",
		"## Timeline\n\n- 10:05 PST (UTC-7) the kiln was cold":                                                      "10:05:00-07:00",
		"## Timeline\n\n- 10:05 IST (UTC+5:30) the kiln was cold":                                                   "10:05:00+05:30",
		"## Timeline\n\nTimes are SAST (UTC+2)." + list:                                                             "10:05:00+02:00",
		"## Timeline\n\n- 10:05 Pacific time: the kiln was cold":                                                    "10:05:00-07:00",
		"## Timeline\n\n- 10:05 Europe/Berlin the kiln was cold":                                                    "10:05:00+02:00",
		"## Timeline (CET)\n\n- 10:05 UTC the kiln was cold":                                                        "10:05:00Z",
		"All times in CET.\n\n## Timeline (PDT)" + list:                                                             "10:05:00-07:00",
		"| Time zone | CET |\n|-|-|\n| Site | north |\n\n## Timeline" + list:                                        "10:05:00+01:00",
		"## Timeline\n\n- 2024-05-01T10:05:00-07:00 the kiln was cold":                                              "10:05:00-07:00",
		"## Timeline\n\n- 2024-05-01 10:05:00.123-07:00 the kiln was cold":                                          "10:05:00-07:00",
		"## Timeline\n\n- 10:05 CET the kiln was cold\n- 11:00 CET warm\n- 11:30 done":                              "10:05:00+01:00",
		"## Timeline\n\n- 10:05 the kiln was cold\n- 11:00 CET warm\n- 11:30 CET done":                              "10:05:00+01:00",
		"## Timeline\n\n- 10:05 the kiln was cold\n- 11:00 CET warm\n- 11:30 PST the shop knew":                     "10:05:00Z",
		"TZ: CET\n\n## Timeline" + list:                                                                             "10:05:00+01:00",
		"**Severity:** 2\n**TZ:** CET\n\n## Timeline" + list:                                                        "10:05:00+01:00",
		"- Severity: 2\n- TZ: CET\n\n## Timeline" + list:                                                            "10:05:00+01:00",
		"| TZ | Europe/Madrid |\n|-|-|\n| Site | north |\n\n## Timeline" + list:                                     "10:05:00+02:00",
		"**Start** 10:05am PT | **End** 11:15am PT\n\n## Timeline" + list:                                           "10:05:00-07:00",
		"It was cold from 10:05 AM to 11:10 AM Pacific. So was the bread.\n\n## Timeline" + list + "\n- 11:10 warm": "10:05:00-07:00",
		"It was cold from 10 AM to 10:05 AM ET.\n\n## Timeline\n\n- 10 AM a new fan" + list[1:]:                     "10:00:00-04:00",
		"It was cold. So was the Pacific from 10:05. Bakers swam.\n\n## Timeline" + list:                            "10:05:00Z",
		"Site: north | TZ: CET | Severity: 2\n\n## Timeline" + list:                                                 "10:05:00+01:00",
		"The TZ data was old, as was the CET clock.\n\n## Timeline" + list:                                          "10:05:00Z",
		"TZ = UTC+2\n\n## Timeline" + list:                                                                          "10:05:00+02:00",
		"## Timeline\n\nTime zone - Madrid" + list:                                                                  "10:05:00+02:00",
		"Local time (Madrid)\n\n## Timeline" + list:                                                                 "10:05:00+02:00",
		"Site: north\nAll times local (Madrid)\n\n## Timeline" + list:                                               "10:05:00+02:00",
		"Site: north, all times local (Madrid)\n\n## Timeline" + list:                                               "10:05:00+02:00",
		"## Timeline\n\n| Time | Event | Time zone |\n|-|-|-|\n| 10:05 | cold | CET |":                              "10:05:00+01:00",
		"Times below are in London time.\n\n## Timeline" + list:                                                     "10:05:00+01:00",
		"All times in this report are UK local time.\n\n## Timeline" + list:                                         "10:05:00+01:00",
		"All times London.\n\n## Timeline" + list:                                                                   "10:05:00+01:00",
		"## Timeline\n\nAll times are local (Sydney)." + list:                                                       "10:05:00+10:00",
		"## Timeline\n\nTimes are in South Africa time" + list:                                                      "10:05:00+02:00",
		"## Timeline (Tokyo time)" + list:                                                                           "10:05:00+09:00",
		"## Timeline\n\nTimes in Indian Standard Time." + list:                                                      "10:05:00+05:30",
		"## Timeline\n\n- 10:05 Berlin time: the kiln was cold":                                                     "10:05:00+02:00",
		"## Timeline\n\n| Time (SAST) | Event |\n|-|-|\n| 10:05 | cold |":                                           "10:05:00+02:00",
		"---\ntimezone: Singapore\n---\n\n## Timeline" + list:                                                       "10:05:00+08:00",
		"Began: 1 May 2024, 09:00 AEST\n\n## Timeline" + list:                                                       "10:05:00+10:00",
		"| Field | Value |\n|-|-|\n| Started | 09:00 CEST |\n\n## Timeline" + list:                                  "10:05:00+02:00",
		"**Incident window:** 1 May 2024, 09:00–11:00 (AEST)\n\n## Timeline" + list:                                 "10:05:00+10:00",
		"**Start (CEST):** 09:00\n\n## Timeline" + list:                                                             "10:05:00+02:00",
		"Start: 09:00 CEST\nEnd: 10:00 UTC\n\n## Timeline" + list:                                                   "10:05:00Z", // it says both
		"Start: 09:00 CEST\n\nAgain.\n\nStart: 10:00 CEST\n\n## Timeline" + list:                                    "10:05:00+02:00",
		"Began: 10:05 UTC (12:05 CEST)\n\n## Timeline" + list:                                                       "10:05:00Z",
		"Began: 10:05 CEST (08:05 UTC)\n\n## Timeline" + list:                                                       "10:05:00+02:00",
		"Began: 12:05 CEST (10:05 UTC)\n\n## Timeline" + list:                                                       "10:05:00Z",
		"Began: 09:00 CEST\n\n## Timeline (UTC)" + list:                                                             "10:05:00Z",
		"Began: 09:00 CEST\n\n## Timeline" + list + "\n- 10:10 EDT warm":                                            "10:05:00-04:00",
		"It was cold from 9:15 until 10:05 (CEST).\n\n## Timeline\n\n- 10:05 cold\n- 9:15 hot":                      "10:05:00+02:00",
		"It was cold between 9:15 and 10:05 EDT.\n\n## Timeline\n\n- 10:05 cold\n- 9:15 hot":                        "10:05:00-04:00",
		"**Timezone:** est\n\n## Timeline" + list:                                                                   "10:05:00-05:00",
		"Response times rose; all times are in CET.\n\n## Timeline" + list:                                          "10:05:00+01:00",
		"Times: CET\nTeam: Ovens\n\n## Timeline" + list:                                                             "10:05:00+01:00",
		"All times in PDT\nNotes were kept in chat.\n\n## Timeline" + list:                                          "10:05:00-07:00",
		"All times IST.\n\n## Timeline" + list:                                                                      "10:05:00+05:30",
		"In Pune and Dublin.\n\n## Timeline\n\n- 10:05 IST the kiln was cold":                                       "10:05:00+05:30",
		"All times EDT/EST\n\n## Timeline" + list:                                                                   "10:05:00-04:00",
		"Times are in EST for now.\n\n## Timeline" + list:                                                           "10:05:00-05:00",
		"All times EST\n\n## Timeline" + list:                                                                       "10:05:00-05:00",
		"## Timeline\n\n- 10:05 est the kiln was cold":                                                              "10:05:00-05:00",
		"The Pune office saw it.\n\n## Timeline\n\n| Time (IST) | Event |\n|-|-|\n|10:05|a|":                        "10:05:00+05:30",
		"Dublin saw it.\n\n## Timeline\n\n- 10:05 IST the kiln was cold":                                            "10:05:00+01:00",
		"CST is China Standard Time.\n\n## Timeline\n\n- 10:05 CST the kiln was cold":                               "10:05:00+08:00",
		"The Shanghai office saw it.\n\n## Timeline\n\n- 10:05 CST the kiln was cold":                               "10:05:00-06:00",
	} {
		doc := parse(t, "# Cold kiln 2024-05-01\n\n"+timeline+"\n")
		checkPositions(t, doc)
		if len(doc.Timeline) == 0 {
			t.Errorf("%q: no entry", timeline)
			continue
		}
		if got := doc.Timeline[0].Time.Format("15:04:05Z07:00"); got != want {
			t.Errorf("%q: %s, want %s", timeline, got, want)
		}
	}
}

func TestWhatIsNoZoneIsNotReadAsOne(t *testing.T) {
	t.Parallel()
	list := "\n\n- 10:05 the kiln was cold"
	for _, timeline := range []string{
		"## Timeline of the ART kiln" + list,
		"## Timeline (Central kitchen)" + list,
		"## Timeline: what met us" + list,
		"At that time (it was 10:00 CET) nobody baked.\n\n## Timeline" + list,
		"## Timeline\n\n- 10:05 met the baker",
		"## Timeline\n\n- 10:05 central oven is cold",
		"## Timeline\n\n- 10:05 Eastern shops are closed",
		"## Timeline\n\n- 10:05-17:00 the kiln was cold",
		"## Timeline\n\n- 10:05-1300 the kiln was cold",
		"## Timeline\n\n### The rollout (Central)" + list,
		"## What happened (PDT)\n\nCold.\n\n## Timeline" + list,
		"Times are local, not UTC.\n\n## Timeline" + list,
		"TZ=PST was missing on the oven.\n\n## Timeline" + list,
		"The oven runs with its timezone set to PST.\n\n## Timeline" + list,
		"The oven's time was in CET.\n\n## Timeline" + list,
		"## Timeline\n\n- 10:05 the times in the log are in PST",
		"Response times in London.\n\n## Timeline" + list,
		"Slow load times for bakers in Germany.\n\n## Timeline" + list,
		"Delivery times (Berlin, Paris) were long.\n\n## Timeline" + list,
		"## Timeline (London)" + list,
		"Time to notice: est. 4 minutes\n\n## Timeline" + list,
		"Time to notice: EST 4 minutes\n\n## Timeline" + list,
		"Response times in the CT cluster rose.\n\n## Timeline" + list,
		"At bad times in the PT kitchen nobody bakes.\n\n## Timeline" + list,
		"Build times in CEST rose.\n\n## Timeline" + list,
		"The times were bad in the west.\n\n## Timeline" + list,
		"## Timeline\n\n- 10:05 west ovens are cold",
		"It was cold from 9:15 until 10:05 (CEST).\n\n## Timeline" + list,     // 9:15 is no entry
		"The shop is open from 10:05 until 17:00 CEST.\n\n## Timeline" + list, // nor is 17:00
		"## Timeline\n\n- 10:05 London is dark",
		"## Timeline\n\n- 10:05 (Berlin) the kiln was cold",
		"Start: the 10:00 CET train\n\n## Timeline" + list,
		"Meeting: 10:00 CET\n\n## Timeline" + list,
		"Der Ofen IST kalt.\n\n## Timeline" + list,
		"## Causes (PDT)\n\nCold.\n\n## Timeline" + list,
	} {
		doc := parse(t, "# Cold kiln 2024-05-01\n\n"+timeline+"\n")
		if len(doc.Timeline) != 1 || doc.Timeline[0].ZoneKnown || doc.Timeline[0].Time.Location() != time.UTC {
			t.Errorf("%q: %+v", timeline, doc.Timeline)
		}
	}
}

func TestAnExplainedZoneIsNoPartOfWhatHappened(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]string{
		"10:05 PST (UTC-7) the kiln was cold":     "10:05 PST (UTC-7)",
		"10:05 PST (UTC-7): the kiln was cold":    "10:05 PST (UTC-7)",
		"10:05 IST (UTC+5:30) the kiln was cold":  "10:05 IST (UTC+5:30)",
		"10:05 Pacific time the kiln was cold":    "10:05 Pacific time",
		"(10:05 US/Pacific) the kiln was cold":    "10:05 US/Pacific",
		"10:05 - 10:20 CET - the kiln was cold":   "10:05 - 10:20 CET",
		"10:05 Eastern: the kiln was cold":        "10:05 Eastern",
		"10:05 UTC (12:05 local) kiln turned off": "10:05 UTC",
		"10:05 (CEST): the kiln was cold":         "10:05 (CEST)",
		"10h05 (UTC-3) the kiln was cold":         "10h05 (UTC-3)",
		"10:05 [CET] the kiln was cold":           "10:05 [CET]",
		"[10:05 CET] the kiln was cold":           "10:05 CET",
		"1005 (UTC): the kiln was cold":           "1005 (UTC)",
	} {
		doc := parse(t, "# Cold kiln 2024-05-01\n\n## Timeline\n\n- "+line+"\n")
		if len(doc.Timeline) != 1 || doc.Timeline[0].TimeText != want {
			t.Errorf("%q: %+v", line, doc.Timeline)
		} else if text := doc.Timeline[0].Text; text != "the kiln was cold" && want != "10:05 UTC" {
			t.Errorf("%q: %q", line, text)
		}
	}
}

func TestWhatAZoneWasReadAsIsToldWhereItMayBeAnother(t *testing.T) {
	t.Parallel()
	for source, want := range map[string]string{
		"# Kiln 2024-05-01\n\n## Timeline\n\n- 10:05 CST cold\n- 10:10 CST warm\n":                            "CST was read as Central Standard Time, UTC-6; it might be China’s, UTC+8",
		"# Kiln 2024-05-01\n\nStarted: 10:05 IST\n":                                                           "IST was read as India’s, UTC+5:30; it might be Ireland’s or Israel’s",
		"# Kiln 2024-01-09\n\n## Timeline\n\n- 10:05 BST cold\n":                                              "BST was read as British Summer Time, UTC+1; it might be winter time, or Bangladesh’s, UTC+6",
		"# Kiln 2024-05-01\n\n## Timeline\n\n- 10:05 BST cold\n":                                              "",
		"# Kiln 2024-10-27\n\n## Timeline\n\n- 02:00 BST clocks go back\n":                                    "",
		"# Kiln 2024-05-01\n\nThe bakers of Chicago saw it.\n\n## Timeline\n\n- 10:05 CST cold\n":             "",
		"# Kiln 2024-05-01\n\nCST is China Standard Time.\n\n## Timeline\n\n- 10:05 CST cold\n":               "",
		"# Kiln 2024-05-01\n\nStarted: 10:05 IST\n\nBread worth INR 2 lakh was lost.\n":                       "",
		"# Kiln 2024-05-01\n\nThe bakers of Pune saw it.\n\n## Timeline\n\n- 10:05 IST cold\n":                "",
		"# Kiln 2024-05-01\n\nThe CST sensor was old.\n\n## Timeline\n\n- 10:05 UTC cold\n- 10:10 UTC warm\n": "",
	} {
		doc := parse(t, source)
		got := ""
		for _, n := range doc.Notices {
			if n.Code == "ambiguous_zone" {
				got += n.Message
			}
		}
		if got != want {
			t.Errorf("%q: %q, want %q", source, got, want)
		}
	}
}

func TestADoubtOfAZoneIsToldWhereItIsSaid(t *testing.T) {
	t.Parallel()
	for source, want := range map[string]Notice{
		"# Kiln 2024-05-01\n\nIt was cold.\n\n## Details\n\nStarted: 2024-05-01 10:05 CST\n": {Code: "ambiguous_zone", Line: 7},
		"# Kiln 2024-05-01\n\n## Timeline (UTC-4:15)\n\n- 10:05 cold\n":                      {Code: "unknown_zone", Line: 3},
		"# Kiln 2024-05-01\n\n## Timeline (UTC-4:30)\n\n- 10:05 cold\n":                      {},
		"# Kiln 2024-05-01\n\n## Timeline\n\n- 10:05 UTC-10:20 UTC cold\n":                   {},
	} {
		got := Notice{}
		for _, n := range parse(t, source).Notices {
			if n.Code == "ambiguous_zone" || n.Code == "unknown_zone" {
				got = Notice{Code: n.Code, Line: n.Line}
			}
		}
		if got != want {
			t.Errorf("%q: %+v, want %+v", source, got, want)
		}
	}
}

func TestAZoneMayBeTheNameOfAThing(t *testing.T) {
	t.Parallel()
	for timeline, want := range map[string]string{
		"All times UTC.\n\n- 14:50 cold\n- 15:00 IST sensor swapped\n- 15:10 warm":                 "14:50Z 15:00Z 15:10Z IST sensor swapped",
		"- 14:50 UTC cold\n- 15:00 IST sensor swapped\n- 15:10 UTC warm":                           "14:50Z 15:00Z 15:10Z IST sensor swapped",
		"The IST sensor was old.\n\n- 14:50 cold\n- 15:00 IST sensor swapped\n- 15:10 warm":        "14:50Z 15:00Z 15:10Z IST sensor swapped",
		"All times UTC.\n\n- 09:20 cold\n- 15:00 IST the Pune bakers see it\n- 09:40 warm":         "09:20Z 15:00+05:30 09:40Z the Pune bakers see it",
		"All times UTC.\n\n- 14:50 cold\n- 15:00 IST: sensor swapped\n- 15:10 warm":                "14:50Z 15:00+05:30 15:10Z sensor swapped",
		"- 14:50 IST cold\n- 15:00 IST sensor swapped\n- 15:10 IST warm":                           "14:50+05:30 15:00+05:30 15:10+05:30 sensor swapped",
		"- 14:50 cold\n- 15:00 IST bakers see it\n- 15:10 warm":                                    "14:50+05:30 15:00+05:30 15:10+05:30 bakers see it",
		"All times CET.\n\n- 14:50 cold\n- 15:00 UTC bakers see it\n- 15:10 warm":                  "14:50+01:00 15:00Z 15:10+01:00 bakers see it",
		"All times UTC, some IST bakers'.\n\n- 09:25 cold\n- 15:00 IST baker called\n- 09:40 warm": "09:25Z 15:00+05:30 09:40Z baker called",
	} {
		doc := parse(t, "# Cold kiln 2024-05-01\n\n## Timeline\n\n"+timeline+"\n")
		checkPositions(t, doc)
		got := ""
		for _, e := range doc.Timeline {
			got += e.Time.Format("15:04Z07:00 ")
		}
		if len(doc.Timeline) == 3 {
			got += doc.Timeline[1].Text
		}
		if got != want {
			t.Errorf("%q: %s, want %s", timeline, got, want)
		}
	}
}
