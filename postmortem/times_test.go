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
		"# Kiln\n\n**Date:** 2024-05-09" + told:                                                                                                want,
		"# Kiln\n\n**Incident date:** 2024-05-01" + told:                                                                                       want,
		"# Kiln\n\nDate: 2024-05-02\nIncident: 2024-05-01, 10:05–11:30 UTC\n":                                                                  "05-01T10:05 - 05-01T11:30",
		"# Kiln\n\nStart of impact: 2024-05-01 10:05\n\n## Timeline\n\n- 2024-04-20: a fan is bought\n":                                        "05-01T10:05 - -",
		"# Kiln\n\nOn May 1st, 2024 at 10:00 UTC the kiln cooled.\n\n10:20 UTC: Ida noticed.\n\n10:40 UTC: it heats.\n\n11:00 UTC: resolved.":  want,
		"# Kiln 2024-05-01\n\n## Timeline\n\n- 10:00 it cools\n- 10:20 - 11:10 Ida restored it":                                                "05-01T10:00 - 05-01T11:10",
		"# Kiln 2024-05-01\n\n## Timeline\n\n- 3:00 - 3:15pm it cools\n- 3:40 - 5:05 restored":                                                 "05-01T15:00 - 05-01T17:05",
		"# Kiln 2024-05-01\n\nWhen: 2024-05-01 between 10:05 and 11:30 Paris time\n":                                                           "05-01T10:05 - 05-01T11:30",
		"# Kiln 2024-05-01\n\n## Timeline\n\n| Since start | Time | Event |\n|-|-|-|\n| T+0 | 10:00 | it cools |\n| T+1h | 11:00 | restored |": "05-01T10:00 - 05-01T11:00",
		"# Kiln 2024-05-01\n\n**Started:** 10:05 UTC\n\n| | |\n|-|-|\n| Start | 2024-05-01 10:05 |\n| End | 11:10 |\n":                         "05-01T10:05 - 05-01T11:10",
		"# Kiln 2024-05-01\n\nMeeting\n\nTime: 15:00–15:30 UTC" + told:                                                                         want,
		"# Kiln\n\n**Customer impact:** 10:05–11:30 UTC\n\n## Timeline\n\n- 2024-05-01 09:50 a new fan\n- 10:05 it cools":                      "05-01T10:05 - 05-01T11:30",
		"# Cold on May 1st\n\n## Timeline\n\n- 2024-04-29 18:00 a fan is bought\n- 2024-05-01 10:00 it cools\n- 11:00 resolved":                "05-01T10:00 - 05-01T11:00",
		"# Kiln 2024-05-01\n\nMeeting\n\nStart: 15:00 UTC" + told:                                                                              want,
		"# Kiln 2024-05-01\n\nEnd of impact: 10:50 UTC\n\nResolved: 11:10 UTC" + told:                                                          "05-01T10:00 05-01T10:20 05-01T11:10",
		"# Kiln 2024-05-01\n\n## Timeline\n\n- 10:00 it cools\n- 10:20-07:00 restored":                                                         "05-01T10:00 - 05-01T10:20",
		// The day is a Monday, and it began on the Friday before.
		"# Kiln 2024-05-06\n\n## Timeline (UTC)\n\n- 2024-05-03 18:00 the kiln cools\n- 18:20 Ida noticed\n- 2024-05-06 09:00 resolved":       "05-03T18:00 05-03T18:20 05-06T09:00",
		"# Kiln 2024-05-06\n\n## Timeline (UTC)\n\n- 2024-05-03 18:00 bread is cold\n- 18:20 it rains\n- 19:00 resolved":                      "05-03T18:00 - 05-03T19:00",
		"# Kiln 2024-05-06\n\n## Timeline (UTC)\n\n- 2024-05-03 18:00 Ida noticed\n- 2024-05-06 08:00 Bo too\n- 09:00 resolved":               "05-03T18:00 05-03T18:00 05-06T09:00",
		"# Kiln 2024-05-06\n\n## Timeline (UTC)\n\n- 2024-05-03 18:00 the fan is changed\n- 2024-05-06 08:00 Bo noticed\n- 09:00 resolved":    "05-06T08:00 05-06T08:00 05-06T09:00",
		"# Kiln 2024-05-06\n\n## Timeline (UTC)\n\n- 2024-05-04 18:00 the fan stops\n- 2024-05-06 08:00 Bo noticed\n- 09:00 resolved":         "05-04T18:00 05-06T08:00 05-06T09:00",
		"# Kiln 2024-05-06\n\n## Timeline (UTC)\n\n- 2024-05-04 18:00 a broken fan is fixed\n- 2024-05-06 08:00 Bo noticed\n- 09:00 resolved": "05-06T08:00 05-06T08:00 05-06T09:00",
		// Labels go before the timeline.
		"# Kiln 2024-05-01\n\nResolved: 11:10 UTC" + told:                                               "05-01T10:00 05-01T10:20 05-01T11:10",
		"# Kiln 2024-05-01\n\n- **Started:** 10:05 UTC\n- **Detected:** 10:15 UTC" + told:               "05-01T10:05 05-01T10:15 05-01T11:00",
		"# Kiln\n\nDate: 26/06/2024, 10:30 to 11:00 UTC\n":                                              "06-26T10:30 - 06-26T11:00",
		"# Kiln\n\nDate: 2024-05-09, 15:00 to 16:00 UTC" + told:                                         want,
		"# Kiln\n\n**Incident date:** 1 May 2024, 10:05–11:30 UTC\n":                                    "05-01T10:05 - 05-01T11:30",
		"# Kiln\n\n**Date and time:** 1 May 2024, 10:05–11:30 UTC\n":                                    "05-01T10:05 - 05-01T11:30",
		"# Kiln\n\n**Outage:** 16:00 to 18:20 on 26 June 2024\n":                                        "06-26T16:00 - 06-26T18:20",
		"# Kiln 2024-05-01\n\n**Window:** 10:05–11:30 UTC\n":                                            "05-01T10:05 - 05-01T11:30",
		"# Kiln\n\n**Incident window:** 1 May 2024 22:00 – 2 May 2024 01:30 UTC\n":                      "05-01T22:00 - 05-02T01:30",
		"# Kiln 2024-05-01\n\n**Window:** 22:05 to 01:30\n":                                             "05-01T22:05 - 05-02T01:30",
		"# Kiln 2024-05-01\n\n**Window:** 9–10:30pm\n":                                                  "05-01T21:00 - 05-01T22:30",
		"# Kiln 2024-05-01\n\nStarted: 10:00\n\n| | |\n|-|-|\n| Started | 12:00 |\n| Ended | 13:00 |\n": "05-01T00:00 - 05-01T13:00", // it says two starts
		"# Kiln 2024-05-01\n\nStarted: late\n\nDuration: 1:30\n":                                        "05-01T00:00 - -",
		"---\nstarted: 2024-05-01T10:05:00Z\nresolved: 2024-05-01T11:10:00Z\n---\n# Kiln" + told:        "05-01T10:05 05-01T10:20 05-01T11:10",
		"# Kiln 2024-05-01\n\nResolved: 11:10 UTC\n\n## Timeline (UTC)\n\n- 10:00 it cools\n- 11:10 warm\n- 2024-05-02 15:00 Postmortem meeting: to be fixed with a new fan": "05-01T10:00 - 05-01T11:10",
		"# Kiln 2024-05-01\n\n## Timeline (UTC)\n\n- 10:00 it cools\n- 11:10 warm\n- 2024-05-02 15:00 Review meeting held, all fixed":                                        "05-01T10:00 - 05-01T11:10",
		"# Kiln 2024-05-01\n\nStart: 10:30 UTC\nDetection: 10:33 UTC\nMitigated: 11:00 UTC\n":                                                                                "05-01T10:30 05-01T10:33 05-01T11:00",
		"# Kiln 2024-05-01\n\nStart: 10:30 UTC\nDetected: 10:33 UTC\nEnd: ongoing\n":                                                                                         "05-01T10:30 05-01T10:33 -",
		"# Kiln 2024-05-01\n\nStart: 10:30 UTC\nResolution: 3 fans were bought\n":                                                                                            "05-01T10:30 - -",
		// What says that it begins goes before what led to it.
		"# Kiln 2024-05-01\n\n## Timeline\n\n- 08:00 a new fan in one oven\n- 08:10 an alert is tested\n- 10:00 in all ovens. **INCIDENT BEGINS**\n- 10:20 Ida noticed\n- 11:00 it is warm. **INCIDENT ENDS**\n- 12:00 bread is sold": want,
		"# Kiln 2024-05-01\n\n## Timeline\n\n- 08:00 a new fan in one oven\n- 10:00 Impact starts\n- 10:20 Ida noticed\n- 11:00 resolved":                                                                                             want,
		"# Kiln 2024-05-01\n\n## Timeline\n\n- 10:00 it cools\n- 10:20 an alert: the call on the incident starts\n- 11:00 resolved":                                                                                                   want,
		// A line may tell several things.
		"# Kiln 2024-05-01\n\nTLP:GREEN. **Severity: SEV-2.** Incident window: 10:05–11:30 UTC\nOwner: Ana":                       "05-01T10:05 - 05-01T11:30",
		"# Kiln 2024-05-01\n\nStarted: 10:05 UTC · Detected: 10:15 UTC · Resolved: 11:30 UTC":                                     "05-01T10:05 05-01T10:15 05-01T11:30",
		"# Kiln 2024-05-01\n\n**Sev 3** | **IC**: Ana | **Start** 9:40am PT | **End** 12:15pm PT":                                 "05-01T09:40 - 05-01T12:15",
		"# Kiln 2024-01-09\n\n**Start** 9:40am PT | **End** 12:15pm PT\n\n## Timeline\n\n- 9:40 AM it cools\n- 12:15 PM restored": "01-09T09:40 - 01-09T12:15",
		"# Kiln 2024-05-01\n\n**Start** of the season, 10:00 | **End** of it, 12:00":                                              "05-01T00:00 - -",
		// People notice in many words.
		"# Kiln 2024-05-01\n\n## Timeline (UTC)\n\n- 10:00 it cools\n- 10:20 first complaints from guests\n- 10:25 incident declared\n- 11:00 resolved": want,
		"# Kiln 2024-05-01\n\n## Timeline (UTC)\n\n- 10:00 it cools\n- 10:20 first tickets from guests\n- 11:00 resolved":                               want,
		"# Kiln 2024-05-01\n\n## Timeline (UTC)\n\n- 10:00 it cools\n- 10:20 the oven's monitor fires\n- 11:00 resolved":                                want,
		"# Kiln 2024-05-01\n\n## Timeline (UTC)\n\n- 10:00 it cools\n- 10:20 the bakery calls the service desk\n- 11:00 resolved":                       want,
		"# Kiln 2024-05-01\n\n## Timeline (UTC)\n\n- 10:00 it cools\n- 10:10 nobody complains\n- 10:20 Ida noticed\n- 11:00 resolved":                   want,
		// One entry of an earlier day tells how it came to it.
		"# Kiln\n\n- Started: 2024-05-01 10:00 UTC\n- Resolved: 2024-05-01 11:00 UTC\n\n## Timeline (UTC)\n\n- 2024-04-12 15:40 the fan is replaced\n- 10:02 it cools\n- 10:20 Ida noticed\n": want,
		// A label may tell of several spans.
		"# Kiln 2024-05-01\n\nImpact: 09:00 to 10:20 CET, and again from 16:00 to 16:10 CET":  "05-01T09:00 - 05-01T16:10",
		"# Kiln 2024-05-01\n\nEnd of impact: 10:50 UTC, again at 11:00 UTC" + told:            want,
		"# Kiln 2024-05-01\n\nOutage: 22:00–23:10 UTC, then 23:40–00:20 UTC; 3.5 % of loaves": "05-01T22:00 - 05-02T00:20",
		"# Kiln 2024-05-01\n\nImpact: 09:00 to 10:20 UTC (11:00 to 12:20 CEST)":               "05-01T09:00 - 05-01T10:20",
		"# Kiln 2024-05-01\n\nImpact: 09:00 to 10:20 UTC, 11:00 to 12:20 CEST":                "05-01T09:00 - 05-01T10:20",
		"# Kiln 2024-05-01\n\nImpact: 09:00 to 10:20 UTC, 09:30 to 11:00 in Riga":             "05-01T09:00 - 05-01T10:20",
		// To watch is no part of it, nor is that something bad is back.
		"# Kiln 2024-05-01\n\n## Timeline\n\n- 10:00 it cools\n- 10:30 heat is back\n- 11:00–24:00 watched":                         "05-01T10:00 - 05-01T10:30",
		"# Kiln 2024-05-01\n\n## Timeline\n\n- 10:00 it cools\n- 10:30 the oven is back.\n- 11:00 bread is sold":                    "05-01T10:00 - 05-01T10:30",
		"# Kiln 2024-05-01\n\n## Timeline\n\n- 10:00 it cools\n- 10:30 errors are back\n- 10:40 Ida is back\n- 11:00–24:00 watched": "05-01T10:00 - 05-01T11:00",
		"# Kiln 2024-05-01\n\n## Timeline\n\n- 10:00 it cools\n- 10:30 the load is back to normal\n- 11:00 bread is sold":           "05-01T10:00 - 05-01T10:30",
		"# Kiln 2024-05-01\n\n## Timeline\n\n- 10:00 it cools\n- 10:30–11:00 monitoring shows cold ovens":                           "05-01T10:00 - 05-01T11:00",
		"# Kiln 2024-05-01\n\n## Timeline\n\n- 10:00–10:40 the oven is cold":                                                        "05-01T10:00 - 05-01T10:40",
		// What is said of it and done about it later is no part of it.
		"# Kiln 2024-05-01\n\n## Timeline\n\n- 10:00 it cools\n- 10:30 the oven bakes bread\n- 11:00 Apology sent\n- 12:00 Post mortem meeting":       "05-01T10:00 - 05-01T10:30",
		"# Kiln 2024-05-01\n\n## Timeline\n\n- 10:00 it cools\n- 10:30 restored\n- 11:00 Ida sends an apology: the oven is fixed":                     "05-01T10:00 - 05-01T10:30",
		"# Kiln 2024-05-01\n\n## Timeline\n\n- 10:00 it cools\n- 10:30 restored, a postmortem is announced\n- 11:00 bread is sold":                    "05-01T10:00 - 05-01T10:30",
		"# Kiln 2024-05-01\n\n## Timeline\n\n- 10:00 it cools\n- 10:30 the oven works again\n- 11:00 Ida buys a fan\n- 11:30 the bakers are thanked":  "05-01T10:00 - 05-01T10:30",
		"# Kiln 2024-05-01\n\n## Timeline\n\n- 10:00 it cools\n- 10:30 the oven works again\n- 11:00 it fails again\n- 11:30 a new fan":               "05-01T10:00 - 05-01T11:30",
		"# Kiln 2024-05-01\n\n## Timeline\n\n- 10:00 it cools\n- 10:30 everything looks fine\n- 11:00 guests are told of it":                          "05-01T10:00 - 05-01T10:30",
		"# Kiln 2024-05-01\n\n## Timeline\n\n- 10:00 refunds fail\n- 10:30 the oven is not yet working as intended\n- 11:00 refunds work as intended": "05-01T10:00 - 05-01T11:00",
		"# Kiln 2024-05-01\n\n## Timeline\n\n- 10:00 it cools\n- 10:30 temperatures return to normal\n- 11:00 Bo starts to look for the cause":        "05-01T10:00 - 05-01T10:30",
		// Who did not notice is no detection, nor is news of the world.
		"# Kiln 2024-05-01\n\n## Timeline\n\n- 10:00 it cools, no alert\n- 10:05 nobody reports it\n- 10:20 Ida noticed\n- 11:00 resolved":            want,
		"# Kiln 2024-05-01\n\n## Timeline\n\n- 10:00 it cools\n- 10:05 News of a new bread discovered in Riga\n- 10:20 Ida noticed\n- 11:00 resolved": want,
		"# Kiln 2024-05-01\n\n## Timeline\n\n- 10:00 it cools, as the alert had been muted\n- 10:20 Ida noticed\n- 11:00 resolved":                    want,
		"# Kiln 2024-05-01\n\n## Timeline\n\n- 10:00 it cools\n- 10:20 not alerted, but Ida noticed\n- 11:00 resolved":                                want,
		"# Kiln 2024-05-01\n\n## Timeline\n\n- 10:00 it cools\n- 10:20 the alert is not answered\n- 11:00 resolved":                                   want,
		"# Kiln 2024-05-01\n\n## Timeline\n\n- T0 (10:00 UTC): it cools\n- T+20m: an alert\n- T+1h: resolved":                                         want,
		"# Kiln 2024-05-01\n\n## Timeline\n\n- 10:00 it cools\n- 10:20 Ida gets a pager storm\n- 11:00 resolved":                                      want,
		"# Kiln 2024-05-09" + told: "05-09T00:00 - -", // its own date is not the timeline's: nothing is over before it began
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

func TestTimesAreReadFromSentencesWhereNothingElseTellsThem(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"The kiln was slow between 16:00 and 18:20 UTC on 1 May. Bakers waited.":                           "01T16:00 - 01T18:20",
		"Bakers could not bake from 10:30 to 11:00 UTC.":                                                   "01T10:30 - 01T11:00",
		"Bread was lost 10:30–11:00 CEST.":                                                                 "01T10:30 - 01T11:00",
		"On 2 May 2024, from 23:30 until 00:40 CEST, the kiln failed.":                                     "02T23:30 - 03T00:40",
		"From 23:50 on 2 May to 00:30 on 3 May (UTC) the kiln was down.":                                   "02T23:50 - 03T00:30",
		"The outage began at 10:30 UTC on 2 May 2024 and was resolved at about 11:10.":                     "02T10:30 - 02T11:10",
		"At about 10:30 the kiln went down. Ida was paged at 10:35. It recovered on its own at ~11:05.":    "01T10:30 01T10:35 01T11:05",
		"A wrong fan caused an outage at 22:40 UTC for ten minutes.":                                       "01T22:40 - -",
		"On May 2nd, 2024 at approximately 12:30 UTC bakers experienced cold bread.":                       "02T12:30 - -",
		"The kiln was cold.\n\n## Timeline\n\n- It failed from 10:30 to 11:00 UTC":                         "01T10:30 - 01T11:00",
		"Bread was lost from 10:30 to 11:00 UTC.\n\n## Timeline\n\n- T+5m Ida is paged\n- T+20m a new fan": "01T10:30 01T10:35 01T11:00",
		"Bread was lost from 10:30 to 11:00.\n\n## Timeline\n\n- 10:20 it cools\n- 11:10 restored":         "01T10:20 - 01T11:10",
		"We meet on 5 May, from 10:00 to 11:00, for the postmortem of what failed.":                        "01T00:00 - -",
		"It is over.\n\n## Review meeting\n\nFrom 14:00 to 15:00 we spoke of what failed.":                 "01T00:00 - -",
		"Bread was lost from 10:30 to 11:00, and bakers were informed.":                                    "01T10:30 - 01T11:00",
		"The fair ran from 10:00 to 12:00.":                                                                "01T00:00 - -",
		"Every night between 02:00 and 03:00 a backup runs, and it failed.":                                "01T00:00 - -",
		"The outage made baking slower, from 1:20 to 3:45 minutes a loaf.":                                 "01T00:00 - -",
		"Errors rose from 1.20 to 3.45 a minute.":                                                          "01T00:00 - -",
		"It failed.\n\n## Action items\n\n- Bo: watch for errors from 10:00 to 11:00 on 2 May 2024":        "01T00:00 - -",
	} {
		times := parse(t, "# Kiln 2024-05-01\n\n"+text+"\n").Times()
		got := times.Started.Format("02T15:04")
		for _, at := range []time.Time{times.Detected, times.Resolved} {
			if at.IsZero() {
				got += " -"
			} else {
				got += at.Format(" 02T15:04")
			}
		}
		if got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
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
