package postmortem

import (
	"strings"
	"testing"
)

func TestWhoeverDidItIsAnInternal(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"Bob fixed it within the hour.":                          "Bob",
		"At 10:20 Hannah Vogt quickly reverted the change.":      "Hannah Vogt",
		"Sydney was slow for an hour.":                           "",
		"Mark changed places with Will on the departures board.": "",
		"Engineers fixed it within the hour.":                    "",
	} {
		if got := strings.Join(markedIn(inMessage(t, "external-internal-detail", text)), ", "); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestWhatCustomersKnowIsNoInternal(t *testing.T) {
	t.Parallel()
	for text := range strings.Lines(`Requests were answered with HTTP 503 and HTTP-503.
You may have seen error code DB-23 or E1234 on your screen.
Clients that use TLS-1.3, UTF-8 or SHA-256 were not affected.
Testing for COVID-19 was not affected, nor was the mend of CVE-2024-1234.
The XR-2000 and the scanner S-40 need a new version.
Tills of the series TM-88 printed twice.
Your order ORD-12345 was not lost, and invoice INV-20931 was sent once.
Please quote your ticket SUP-1204 when you write to us.
If you have opened a ticket (for example HELP-99), you need do nothing.
Flight BA-117 left the gate B-22 on time.
The summit HAZEL-2024 was streamed without sound.
Figures for Q3-2024 and FY-2025 were late.
Reach us at @hazelrail or @hazel_support.
For questions write to support@hazel.example or @HazelRail.
Use npm install @hazel/sdk to get it.
The hashtag #hazel-day was flooded.
Add 203.0.113.7 to your allowlist.
Resolvers such as 1.1.1.1 and the address 127.0.0.1 work.
Please update from 10.2.0.1 to 10.2.0.2 of the driver.
Versions 4.1.0.2, 4.1.0.3 and 4.1.0.4 are affected.
Open /app/settings/users in your browser.
Calls to the endpoint /data/export/all failed.
Check your config.yml for the old address.
Exports to orders.xml and our sitemap.xml were empty.
Your transaction ID 4f2c9ab1 stays valid.
The request 550e8400-e29b-41d4-a716-446655440000 failed.
Bugs 3 and 4 of the list are fixed.
Write to mira.holm@hazel.example, or read claire.com and hazel.example.
Calls of anna.parse() in the library failed; so did files called peter.json.`) {
		if list := markedIn(inMessage(t, "external-internal-detail", text)); len(list) > 0 {
			t.Errorf("%q: %q", text, list)
		}
	}
}

func TestEachInternalIsReadWhereItStands(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"We have opened HAZEL-991 for this.":                          "HAZEL-991",
		"The work is tracked in HAZEL-991 and HAZEL-992.":             "HAZEL-991 HAZEL-992",
		"The mend (HAZEL-991, HAZEL-992) is live.":                    "HAZEL-991 HAZEL-992",
		"HAZEL-991: add a limit.":                                     "HAZEL-991",
		"Errors came from OPS-1 and not from your order OPS-1.":       "OPS-1",
		"The host was 10.4.17.200; the version is 10.4.17.200.":       "10.4.17.200",
		"Your config.yml is fine, but deploy.yml was wrong.":          "deploy.yml",
		"Request 3f9c2ab1 failed, so we reverted 3f9c2ab1.":           "3f9c2ab1",
		"The commit hash is 3f9c2ab1.":                                "3f9c2ab1",
		"Found by jonas.weber, and mended by anna.lindqvist.":         "jonas.weber anna.lindqvist",
		"See https://hazel.atlassian.net/wiki/x.":                     "https://hazel.atlassian.net/wiki/x",
		"Thanks to @jonas, who moved it to /data/mysql/new.":          "@jonas /data/mysql/new",
		"PR #88 and bug 4711 are closed, as told in #inc-timetables.": "PR #88 bug 4711 #inc-timetables",
	} {
		if got := strings.Join(markedIn(inMessage(t, "external-internal-detail", text)), " "); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestThePeopleOfTheDocumentAreNotForCustomers(t *testing.T) {
	t.Parallel()
	document := "---\nowner: Ana Silva\nauthors: Project Hazel, Olu Adeyemi\n---\n# T\n\n## Action items\n\n|Action|Owner|\n|-|-|\n|Add a limit|Jonas Weber|\n\n## External message\n\n"
	for text, want := range map[string]string{
		"Ana Silva restarted the server.":             "Ana Silva",
		"Then Ana restarted it, and Olu Adeyemi saw.": "Ana Olu Adeyemi",
		"It was found by Jonas Weber.":                "Jonas Weber",
		"Hazel was slow, but every Project worked.":   "",
		"Kind regards, Ana Silva":                     "",
		"Yours sincerely, Ana Silva and the team":     "",
		"— Ana":                    "",
		"Ana Silva, for all of us": "",
	} {
		if got := strings.Join(markedIn(ruleFinds(t, "external-internal-detail", document+text+"\n")), " "); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
