package postmortem

import (
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf8"
)

// message finds in a message that stands alone.
func inMessage(t testing.TB, rule, text string, people ...string) []Finding {
	t.Helper()
	var list []Finding
	for _, f := range DefaultRules().CheckMessage(text, Context{People: people}) {
		if f.Span.Start < 0 || f.Span.End < f.Span.Start || f.Span.End > len(text) || text[f.Span.Start:f.Span.End] != f.Text {
			t.Fatalf("%s at %v is outside of the message", f.Rule, f.Span)
		}
		if f.Rule == rule {
			list = append(list, f)
		}
	}
	return list
}

const goodMessage = `On Monday, 4 May, from 10:20 to 10:54 UTC, logging in failed for 7 % of our customers in us-east-1.

We are sorry that you could not reach your work.

A change to our database made logins wait. We have cancelled the change, and set a limit so that logins no longer wait
for such work. By the end of May we will test every change on data of real size.
`

func TestAGoodMessageHasNoFinding(t *testing.T) {
	t.Parallel()
	for _, f := range DefaultRules().CheckMessage(goodMessage, Context{People: []string{"Ana Silva", "Mark Will"}}) {
		t.Errorf("%s: %q", f.Rule, f.Text)
	}
}

// Customers are whom the guide thinks of when it asks to leave out the word.
func TestTheWordOutageIsFoundInAMessageToo(t *testing.T) {
	t.Parallel()
	text := "We are sorry for the outage on 4 May, when one in ten logins failed."
	if list := inMessage(t, "outage", text); len(list) != 1 || list[0].Text != "outage" {
		t.Errorf("%q: %v", text, list)
	}
	if list := inMessage(t, "outage", "We are sorry for the total outage on 4 May, when nobody could log in."); len(list) != 0 {
		t.Errorf("a total outage is one: %v", list)
	}
}

func TestTheExamplesOfTheExternalRulesHold(t *testing.T) {
	t.Parallel()
	n := 0
	for _, r := range DefaultRules().Rules() {
		if !strings.HasPrefix(r.ID, "external-") {
			continue
		}
		for _, text := range r.Examples.Match {
			n++
			if len(inMessage(t, r.ID, text)) == 0 {
				t.Errorf("%s does not find %q", r.ID, text)
			}
		}
		for _, text := range r.Examples.Pass {
			n++
			for _, f := range inMessage(t, r.ID, text) {
				t.Errorf("%s finds %q in %q", r.ID, f.Text, text)
			}
		}
	}
	if n < 35 {
		t.Errorf("only %d examples", n)
	}
}

func TestTheSectionForCustomersIsCheckedInQuotesTooAndTheOthersAreNot(t *testing.T) {
	t.Parallel()
	source := "# T\n\n## What happened\n\nOops! db-prod-01 was full (OPS-812).\n\n## External message\n\n> Oops! db-prod-01 was full (OPS-812).\n"
	for rule, want := range map[string]int{"external-tone": 1, "external-internal-detail": 2, "external-no-apology": 1, "external-no-remedy": 1} {
		list := ruleFinds(t, rule, source)
		if len(list) != want {
			t.Errorf("%s: %q", rule, markedIn(list))
		}
		for _, f := range list {
			if f.Section != KindExternal || f.Line != 9 {
				t.Errorf("%s: line %d, section %q", rule, f.Line, f.Section)
			}
		}
	}
}

func TestThatThereIsNoMessageIsNoMessageWithoutAnApology(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"None.", "N/A", "TBD", "There is none, as nobody outside noticed.", "We do not plan to send one.", "No external message was needed.", "Not needed, customers did not notice.", "- 10:00 Investigating errors\n- 10:30 Identified the cause\n- 11:00 Resolved",
		"There is no external message.", "No need for an external message.", "An external message was not sent, as no reader noticed.", "We did not send a message.",
		"This was internal only, so no message was sent to customers.", "Customers did not notice, so none was sent.", "Doesn’t apply: the service is for our own staff.", "We decided against a public statement.",
		"There will be no public message about this one: only the two kitchens of the head office were without their menus, nobody outside of the building could have noticed, and the cooks have heard it from us already.",
		"Pending review by Legal.", "Will be written after the review.",
		"See the status page: https://status.example.com/incidents/42", "See [the status page](https://status.example.com/incidents/42).", "Posted at https://status.example.com/incidents/42 on 4 May.",
		"The external message is on the [status page](https://status.example.com/42).", "Status page was updated, see https://status.example.com/42.", "The liaison sent an email to the 12 affected readers.",
	} {
		if got := unapologetic(t, text); len(got) > 0 {
			t.Errorf("%q: %q", text, got)
		}
	}
}

func TestAMessageThatBeginsLikeNoneIsOne(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"None of our readers could log in.", "No customer could log in for an hour.", "Nothing worked for an hour this morning.", "Pending payments were delayed for an hour.", "Draft documents were lost on Monday.",
		"The status page was unavailable for an hour.", "Messages were sent twice.", "Our announcement was wrong: the library is open.", "We did not send your invoices in April.", "Read requests failed for an hour.",
		"Posted pictures were lost for an hour.", "Logins failed for an hour, so no orders could be placed.", "External calls failed for an hour.", "To do lists were empty for an hour.",
	} {
		if got := unapologetic(t, text); len(got) != 2 {
			t.Errorf("%q: %q", text, got)
		}
	}
}

// unapologetic gives which of an apology and a remedy a section for customers is said to lack.
func unapologetic(t *testing.T, text string) []string {
	t.Helper()
	list := []string{}
	for _, rule := range []string{"external-no-apology", "external-no-remedy"} {
		if len(ruleFinds(t, rule, "# T\n\n## Status page\n\n"+text+"\n")) > 0 {
			list = append(list, rule)
		}
	}
	return list
}

func TestPeopleAreFoundByNameButNotWhoSignsForTheCompany(t *testing.T) {
	t.Parallel()
	people := []string{"Ana Silva", "@bo", "Mark Will", "Li"}
	for text, want := range map[string]string{
		"Ana Silva restarted the server.":                  "Ana Silva",
		"Then Ana restarted the server.":                   "Ana",
		"It was found by Silva.":                           "Silva",
		"This will mark a change in May.":                  "",
		"Banana and analysis are other words.":             "",
		"Yours, Ana Silva, CTO":                            "",
		"Mark Will found it.":                              "Mark Will",
		"@bo found it.":                                    "@bo",
		"Questions? Write to ana@example.com.":             "",
		"See the pull request #4123 for more.":             "pull request #4123",
		"See [it](https://jira.example.com/browse/OPS-1).": "it",
	} {
		list := inMessage(t, "external-internal-detail", text, people...)
		if want == "" && len(list) > 0 || want != "" && (len(list) != 1 || list[0].Text != want) {
			t.Errorf("%q: %q, want %q", text, markedIn(list), want)
		}
	}
}

func TestInternalsAreToldFromWhatCustomersKnow(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"`db-prod-01` was full.":                                    "db-prod-01",
		"Node kafka-broker-07 was down.":                            "kafka-broker-07",
		"web-03.fra.example.net was down.":                          "web-03.fra.example.net",
		"ip-10-0-3-4.ec2.internal was down.":                        "ip-10-0-3-4.ec2.internal",
		"Traffic to 192.168.4.12:8080 failed.":                      "192.168.4.12:8080",
		"Traffic to fe80::1ff:fe23:4567:890a failed.":               "fe80::1ff:fe23:4567:890a",
		"An error in billing/charge.py stopped it.":                 "billing/charge.py",
		"A value in C:\\ops\\settings.xml was wrong.":               "C:\\ops\\settings.xml",
		"Fixed in 4f2c9ab.":                                         "4f2c9ab",
		"Our region eu-central-1 was slow.":                         "",
		"Errors in europe-west1 and ap-southeast-2.":                "",
		"From 10:20:05 to 10:54:09 on 2026-05-04.":                  "",
		"Version 10.2.0.1 of the client works.":                     "",
		"Use TLS 1.2, HTTP/2, UTF-8, SHA-256, and Node.js 18.":      "",
		"Calls to /v1/events and /api/orders failed.":               "",
		"Read and/or write requests, 24/7, in 3-5 minutes.":         "",
		"The advisory is CVE-2026-12345, RFC-9110 is the standard.": "",
		"See https://status.example.com/incidents/4f2c9ab1.":        "",
		"It was the top-10 and the pre-prod phase.":                 "",
		"Order 1234567 and 4000000 others.":                         "",
	} {
		list := inMessage(t, "external-internal-detail", text)
		if want == "" && len(list) > 0 || want != "" && (len(list) != 1 || list[0].Text != want) {
			t.Errorf("%q: %q, want %q", text, markedIn(list), want)
		}
	}
}

func TestARemedyIsMoreThanTheRepair(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"The issue has been fixed and service is restored.":                  false,
		"We restarted the servers.":                                          false,
		"We are working to restore the service.":                             false,
		"We will continue to monitor the situation closely.":                 false,
		"We take this very seriously.":                                       false,
		"We're investigating the cause and will post an update.":             false,
		"We have added a second line to the data centre.":                    true,
		"We’re improving our alerts.":                                        true,
		"Our engineers are rebuilding the queue.":                            true,
		"Deployments now stop at the first error.":                           true,
		"The limit was raised, and the cluster will be upgraded in June.":    true,
		"We are taking steps to make sure that this cannot happen again.":    false,
		"We've begun moving the sessions to a database of their own.":        true,
		"To avoid this in the future, certificates are renewed a month ago.": true,
	} {
		list := inMessage(t, "external-no-remedy", "Logins failed for 40 minutes on Monday. "+text)
		if got := len(list) == 0; got != want {
			t.Errorf("%q: a remedy %v, want %v", text, got, want)
		}
	}
}

func TestPlacesInAMessageAreOfTheTextAsItIsGiven(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"line ends":   "Hello,\r\n\r\nlogins failed on db-prod-01.\r\n- one\r- OPS-812\r\n",
		"a mark":      "\ufeffLogins failed on db-prod-01, see OPS-812.",
		"broken":      "Caf\xe9 \xff\xfe\xf0 db-prod-01, see OPS-812\x00.",
		"UTF-16 mark": "\xff\xfedb-prod-01 and OPS-812",
		"dashes":      "---\nHello\n---\ndb-prod-01 and OPS-812\n",
		"long":        strings.Repeat("The logins have failed. ", 5_000) + "db-prod-01 and OPS-812.",
	} {
		list := inMessage(t, "external-internal-detail", text)
		if got := strings.Join(markedIn(list), " "); got != "db-prod-01 OPS-812" {
			t.Errorf("%s: %q", name, got)
		}
	}
	for _, text := range []string{"", " \n", "\x00", "<!doctype html><p>x", strings.Repeat("é", MaxSize), strings.Repeat("> ", 10_000) + "x!", "\xff"} {
		for _, f := range DefaultRules().CheckMessage(text, Context{}) {
			if f.Span.End > len(text) || !utf8.ValidString(f.Rule) {
				t.Errorf("%v", f.Span)
			}
		}
	}
}

func TestAMessageInAnotherLanguageHasOnlyTheNote(t *testing.T) {
	t.Parallel()
	list := DefaultRules().CheckMessage(otherLanguages["German"]+" Oops!", Context{})
	if len(list) != 1 || list[0].Rule != "language" {
		t.Errorf("%+v", list)
	}
}

func TestATeamsRulesForTheMessageAreAskedOfOneThatStandsAlone(t *testing.T) {
	t.Parallel()
	rules, problems := DefaultRules().With(fstest.MapFS{
		"own.yaml": {Data: []byte("id: own\nsections: [external_message]\nmatch: ['synergy']\nwhy: x\n")},
		"off.yaml": {Data: []byte("id: external-no-apology\nlevel: off\n")},
	})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	got := []string{}
	for _, f := range rules.CheckMessage("Synergy made logins fail for an hour.", Context{}) {
		got = append(got, f.Rule)
	}
	if strings.Join(got, " ") != "external-no-remedy own" {
		t.Errorf("%q", got)
	}
}
