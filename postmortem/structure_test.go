package postmortem

import (
	"slices"
	"strings"
	"testing"
)

// found gives the findings of one rule in a text.
func ruleFinds(t testing.TB, rule, source string) []Finding {
	t.Helper()
	doc := parse(t, source)
	var list []Finding
	for _, f := range DefaultRules().Check(doc, Context{Glossary: []string{"GLO"}}) {
		if f.Rule == rule {
			list = append(list, f)
		}
		if f.Span.Start < 0 || f.Span.End < f.Span.Start || f.Span.End > len(doc.Source) || f.Line < 1 || f.Column < 1 {
			t.Fatalf("%s at %v, line %d, is outside of the text", f.Rule, f.Span, f.Line)
		}
	}
	return list
}

func markedIn(list []Finding) []string {
	out := []string{}
	for _, f := range list {
		out = append(out, f.Text)
	}
	return out
}

// wholeReview is a document with all that the template asks for.
const wholeReview = `# Slow logins

## Overview

On 1 May 2026 logins took 20 seconds instead of one, for 34 minutes, because the session database waited for a lock.

## What happened

A migration added an index to the sessions. It took a lock that it held for half an hour, and every login waited behind it.
The team had taken the session database for healthy; its resiliency to long locks was not known.

## Contributing factors

- The migration tool takes an exclusive lock, because its default predates online indexes.
- The staging database has a hundredth of the rows, so that the lock was never seen there.
- Logins wait for the database without a limit.

## Resolution

The migration was cancelled at 10:54, and the queue of logins was empty two minutes later.

## Impact

1,240 of 18,000 accounts could not log in for 34 minutes. Support had 61 requests.

## Timeline (UTC)

| Time | Event |
|-|-|
| 10:18 | The migration starts ([job](https://ci.example.com/7)). |
| 10:20 | Logins wait, as the [graph](https://graph.example.com/1) shows. |
| 10:31 | The on-call engineer is paged. |
| 10:54 | The migration is cancelled. |

## How did we do

### What went well

- The alert named the lock.

### What did not go so well

- It took eleven minutes until somebody was paged.

## Action items

- Limit how long a migration may hold a lock, to 5 seconds.

## External message

> On 1 May, from 10:20 to 10:54 UTC, logging in failed for 7 % of our customers. We are sorry that you could not reach your work.
> We have set a limit for changes to the database, so that logins no longer wait for them.
`

func TestAWholeDocumentHasNoFindingOfStructure(t *testing.T) {
	t.Parallel()
	doc := parse(t, wholeReview)
	for _, f := range DefaultRules().Check(doc, Context{}) {
		if anyLanguage[f.Rule] || strings.HasPrefix(f.Rule, "external-") || strings.HasPrefix(f.Rule, "timeline-") || f.Rule == "service-health" {
			t.Errorf("%s: %q: %s", f.Rule, f.Text, f.Suggestion)
		}
	}
}

// drop takes a section out of a document.
func drop(t testing.TB, source, heading string) string {
	t.Helper()
	at := strings.Index(source, "\n"+heading)
	if at < 0 {
		t.Fatalf("no %s", heading)
	}
	end := strings.Index(source[at+1+len(heading):], "\n## ")
	if end < 0 {
		return source[:at+1]
	}
	return source[:at] + source[at+1+len(heading)+end:]
}

func TestWhatIsMissingIsToldOnceAtTheTop(t *testing.T) {
	t.Parallel()
	list := ruleFinds(t, "missing-section", drop(t, drop(t, wholeReview, "## Timeline"), "## Action items"))
	if len(list) != 1 || list[0].Level != LevelWarning || list[0].Line != 1 || list[0].Text != "Slow logins" ||
		!strings.Contains(list[0].Suggestion, "a timeline and action items") {
		t.Errorf("%+v", list)
	}
}

func TestWhatIsKeptBesideTheDocumentIsNotMissing(t *testing.T) {
	t.Parallel()
	doc := parse(t, drop(t, drop(t, wholeReview, "## Action items"), "## External message"))
	for _, f := range DefaultRules().Check(doc, Context{Elsewhere: []Kind{KindActions, KindExternal}}) {
		if f.Rule == "missing-section" {
			t.Error(f.Suggestion)
		}
	}
}

func TestWhatIsToldWithoutAHeadingIsANote(t *testing.T) {
	t.Parallel()
	for _, heading := range []string{"## Impact", "## Contributing factors", "## External message", "## How did we do"} {
		list := ruleFinds(t, "missing-section", drop(t, wholeReview, heading))
		if len(list) != 1 || list[0].Level != LevelInfo {
			t.Errorf("without %s: %+v", heading, list)
		}
	}
}

func TestAnImpactToldInOtherWordsIsTold(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]Level{
		"the queue was long":                    LevelWarning,
		"12 % of requests went to the old pool": LevelInfo,
		"payouts of 300 shops were late":        LevelInfo,
		"every page answered with 503 errors":   LevelInfo,
		"214 parcels were sorted by hand":       LevelInfo,
		"pupils waited at the door":             LevelInfo,
		"we counted 3 dogs in the yard":         LevelWarning,
		"the reports were not reachable":        LevelInfo,
		"we were late for lunch":                LevelWarning,
	} {
		list := ruleFinds(t, "missing-section", "# Full queue\n\n## Overview\n\nOn 4 May, "+text+" because of a lock.\n\n## Timeline\n\n- 10:00 UTC it began\n- 10:20 UTC it was over\n\n## Action items\n\n- Add an index\n")
		if !slices.ContainsFunc(list, func(f Finding) bool { return f.Level == want }) || want == LevelInfo && len(list) != 1 {
			t.Errorf("%s: %+v", text, list)
		}
	}
}

func TestAPartToldUnderAnotherHeadingIsANote(t *testing.T) {
	t.Parallel()
	times := "10:18: the lock is taken.\n10:20: logins wait.\n10:31: Ana is paged.\n10:54: the migration is cancelled.\n\n"
	list := "- No lock lives longer than 5 seconds (Ana).\n- The graph shows locks (Bo).\n"
	for name, c := range map[string]struct {
		left, added string
		want        Level
	}{
		"times in the resolution":     {"## Timeline", "## Detection and response\n\n" + times, LevelInfo},
		"times in the middle":         {"## Timeline", "## Detection and response\n\nAt 10:18 the lock was taken. At 10:20 logins waited. At 10:31 Ana was paged. At 10:54 it was cancelled.\n\n", LevelWarning},
		"what we did about it":        {"## Action items", "## What we did about it\n\n" + list, LevelInfo},
		"what we'll change":           {"## Action items", "## What we'll change\n\n" + list, LevelInfo},
		"what changes":                {"## Action items", "## What changes\n\n" + list, LevelInfo},
		"what will be done":           {"## Action items", "**What will be done**\n\n" + list, LevelInfo},
		"what is for next year":       {"## Action items", "**Next year**\n\n" + list, LevelInfo},
		"what is planned":             {"## Action items", "## Actions taken and planned\n\n" + list, LevelInfo},
		"what was done at that time":  {"## Action items", "## What we did\n\n" + list, LevelWarning},
		"no list of what was changed": {"## Action items", "## What we changed\n\nMany things.\n", LevelWarning},
	} {
		found := ruleFinds(t, "missing-section", drop(t, wholeReview, c.left)+"\n"+c.added)
		if len(found) != 1 || found[0].Level != c.want {
			t.Errorf("%s: %+v", name, found)
		}
	}
}

func TestCausesThatAreToldAsAnAnswerAreTold(t *testing.T) {
	t.Parallel()
	for heading, want := range map[string]Level{
		"## Why could it lock?":       LevelInfo,
		"## What made this possible":  LevelInfo,
		"## What went wrong":          LevelInfo,
		"**Why?** It is an old tool.": LevelInfo,
		"## Of the tool":              LevelWarning,
	} {
		list := ruleFinds(t, "missing-section", "# Why logins were slow\n\n## Overview\n\nOn 4 May 12 % of logins failed.\n\n"+heading+
			"\n\nThe tool takes a lock.\n\n## Timeline\n\n- 10:00 UTC it began\n- 10:20 UTC it was over\n\n## Action items\n\n- Add an index\n")
		if !slices.ContainsFunc(list, func(f Finding) bool { return f.Level == want }) || want == LevelInfo && len(list) != 1 {
			t.Errorf("%s: %+v", heading, list)
		}
	}
}

func TestALabelInBoldAtTheBeginningOfALineIsAHeadingOfItsOwn(t *testing.T) {
	t.Parallel()
	doc := parse(t, "# The oven cooled\n\n**Date:** 2024-05-01\n**Summary:** It was cold.\n**Impact**: 40 loaves were flat.\n**Root causes:** A fan.\n**Detection:** Ida saw it.\n\n## Timeline (UTC)\n\n- 10:00 it cools\n- 11:00 warm\n\n## Action items\n\n- Replace the fan\n")
	for _, f := range DefaultRules().Check(doc, Context{}) {
		for _, told := range []string{"an overview", "the impact", "the causes", "how it was noticed"} {
			if f.Rule == "missing-section" && strings.Contains(f.Suggestion, told) {
				t.Errorf("%s is missed: %s", told, f.Suggestion)
			}
		}
	}
}

func TestALabelThatIsNoneOfTheReportTellsNothing(t *testing.T) {
	t.Parallel()
	const report = "# The oven cooled\n\n## Overview\n\nThe fan of the oven stood still for an hour on the first of May, and the bread was flat.\n\n"
	for text, want := range map[string]string{
		"```\n**Timeline:** none\n```\n":                                         "a timeline",
		"**Note on how customers were affected:** will be added later.\n":        "the impact",
		"- **14:10 UTC – root cause found:** a fan\n":                            "the causes",
		"## Conclusion\n\nA fan stood still.\n":                                  "what went well, what did not go so well",
		"## Lessons\n\n## External message\n\n**Impact:** The bread was late.\n": "the impact",
	} {
		list := ruleFinds(t, "missing-section", report+text)
		if !slices.ContainsFunc(list, func(f Finding) bool { return strings.Contains(f.Suggestion, want) }) {
			t.Errorf("%q silences %s: %+v", text, want, list)
		}
	}
	for text, told := range map[string]string{
		"- **What did not go so well**:\n  - Nobody heard the fan.\n":         "what did not go so well",
		"- **What did not go well:** Nobody heard the fan.\n":                 "what did not go so well",
		"No message to customers was needed, as none of them was affected.\n": "the external message",
		"No customer-facing service was interrupted.\n":                       "the external message",
	} {
		for _, f := range ruleFinds(t, "missing-section", report+text) {
			if strings.Contains(f.Suggestion, told) {
				t.Errorf("%q: %s", text, f.Suggestion)
			}
		}
	}
}

func TestATextWithoutHeadingsHasOneNoteOnAllOfThem(t *testing.T) {
	t.Parallel()
	list := ruleFinds(t, "missing-section", "The database was slow for an hour. We restarted it, and that helped.\n")
	if len(list) != 1 || list[0].Level != LevelInfo || list[0].Line != 1 {
		t.Errorf("%+v", list)
	}
}

func TestAHeadingWithNothingBelowIsFound(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		source string
		want   []string
	}{
		"nothing":               {"# T\n\n## Impact\n\n## Timeline\n\n- 10:00 UTC x\n", []string{"Impact"}},
		"a word to fill in":     {"# T\n\n## Impact\n\nTBD\n\n## Action items\n\n- _TODO_\n", []string{"Impact", "Action items"}},
		"only a comment":        {"# T\n\n## Timeline\n\n<!-- fill in -->\n", []string{"Timeline"}},
		"a table without row":   {"# T\n\n## Timeline\n\n| Time | Event |\n|-|-|\n\n## Impact\n\nNone.\n", []string{"Timeline"}},
		"a table of blank rows": {"# T\n\n## Timeline\n\n| Time | Event |\n|-|-|\n| | |\n| | TBD |\n\n## Impact\n\nNone.\n", []string{"Timeline"}},
		"nothing answered":      {"# T\n\n## Impact\n\n_No response_\n", []string{"Impact"}},
		"hints of a template":   {"# T\n\n## Impact\n\n_Be very specific, with numbers._\n\n## Action items\n\n* _Who does what?_\n* _List what is left._\n", []string{"Impact", "Action items"}},
		"what looks like hints": {"# T\n\n## Impact\n\nNobody _noticed._\n\n## Action items\n\n- _Add_ an alert on the depth of the queue\n", nil},
		"sections below":        {"# T\n\n## Impact\n\n### Customers\n\n12 of them.\n", nil},
		"empty ones below":      {"# T\n\n## Impact\n\n### Impact on users\n\n### Impact on us\n", []string{"Impact"}},
		"a title":               {"# Postmortem\n\n## Login trouble\n\n## Impact\n\nNone.\n", nil},
		"code":                  {"# T\n\n## Timeline\n\n```\n10:00 x\n```\n", nil},
		"a picture":             {"# T\n\n## Impact\n\n![graph](g.png)\n", nil},
		"a label":               {"# T\n\n**Impact**: none\n", nil},
		"none":                  {"# T\n\n## Action items\n\nNone, see above.\n", nil},
	} {
		list := ruleFinds(t, "empty-section", c.source)
		if got := markedIn(list); !slices.Equal(got, c.want) && len(got)+len(c.want) > 0 {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
		for _, f := range list {
			if f.Level != LevelWarning {
				t.Errorf("%s: %s", name, f.Level)
			}
		}
	}
	if list := ruleFinds(t, "empty-section", "# T\n\n## What went well\n\n## Impact\n\nNone.\n"); len(list) != 1 || list[0].Level != LevelInfo {
		t.Errorf("what went well: %+v", list)
	}
}

func TestAnImpactWithoutANumberIsFound(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int{
		"Some users could not log in for a while.":                                                 1,
		"On 2026-05-01 users of v2 saw errors in the SEV-2.":                                       1,
		"- Logins were slow\n- Payments were slow as well":                                         1,
		"1,240 accounts could not log in.":                                                         0,
		"Half of the requests failed.":                                                             0,
		"Everybody saw an empty page.":                                                             0,
		"No customer was affected.":                                                                0,
		"Logins failed between 10:20 and 10:54.":                                                   0,
		"| Accounts affected | 12 |\n|-|-|\n| Time in SEV-1 | 9 min |":                             0,
		"Logins failed from 2026-05-01 10:20 UTC until 2026-05-01 10:54 UTC.":                      0,
		"Roughly a tenth of the requests failed.":                                                  0,
		"We do not know how many customers saw it.":                                                0,
		"Customers waited, and a few left after a long time, never to return to any of our shops.": 1,
		"TBD": 0,
	} {
		if got := len(ruleFinds(t, "impact-no-number", "# T\n\n## Impact\n\n"+text+"\n")); got != want {
			t.Errorf("%q: %d findings, want %d", text, got, want)
		}
	}
}

func TestCausesThatStopAtTheFirstAreFound(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int{
		"A bad configuration was deployed.": 1,
		"- The disk was full":               1,
		"The disk was full. It was full of logs. They were large. They are from the proxy.": 1,
		"The cause is still unknown.": 0,
		"The token was in a notebook that somebody copied from a private repository. Scanning is on for that one only, because the public one was made by hand from an old template.": 0,
		"The disk was full.\n\n## The five whys\n\nText.":                                                                                       0,
		"- The disk was full\n- Nobody is alerted below 10 %":                                                                                   0,
		"The disk was full, because logs were kept for a year, which in turn was due to a default that predates the proxy.":                     0,
		"### Trigger\n\nThe disk was full.\n\n### Factors\n\nLogs are kept for a year because of a default. The alert was meant for old disks.": 0,
	} {
		if got := len(ruleFinds(t, "causes-one-level", "# T\n\n## Contributing factors\n\n"+text+"\n")); got != want {
			t.Errorf("%q: %d findings, want %d", text, got, want)
		}
	}
}

func TestAShortTextAndOneWithoutAWordOnHealthAreFound(t *testing.T) {
	t.Parallel()
	if list := ruleFinds(t, "too-short", "# T\n\n## Impact\n\nNone.\n"); len(list) != 1 {
		t.Errorf("%+v", list)
	}
	if list := ruleFinds(t, "too-short", "# T\n\n"+strings.Repeat("The queue grew. ", 40)); len(list) != 0 {
		t.Errorf("%+v", list)
	}
	if list := ruleFinds(t, "service-health", "# T\n\nThe queue grew.\n"); len(list) != 1 {
		t.Errorf("%+v", list)
	}
	for _, answer := range []string{"How the ovens were seen before: sturdy. That still holds.", "The oven met its objective of 99.9 % in every month of the year.",
		"Over the last year the hub had two comparable incidents, both caused by restarts.", "This was the first incident on this oven since March.",
		"We aim at 99.999 % over a year; in the last twelve months it was 99.98 %.", "The oven had no incident of this kind since it was built in 2018."} {
		if list := ruleFinds(t, "service-health", "# T\n\n"+answer+"\n"); len(list) != 0 {
			t.Errorf("%q: %v", answer, list)
		}
	}
	for _, other := range []string{"About 99.9 % of the orders failed.", "It was the first time that Ana was on call.", "The gate was restarted."} {
		if list := ruleFinds(t, "service-health", "# T\n\n"+other+"\n"); len(list) != 1 {
			t.Errorf("%q: %v", other, list)
		}
	}
	if list := ruleFinds(t, "service-health", "# T\n\nThe queue grew.\n\n## Health of the services\n\n## Impact\n\nNone.\n"); len(list) != 1 || list[0].Line != 5 {
		t.Errorf("an empty section on it: %v", list)
	}
	if list := ruleFinds(t, "service-health", "# T\n\nWe thought of the queue as reliable.\n"); len(list) != 0 {
		t.Errorf("%+v", list)
	}
}

func TestNoTextBreaksTheCheck(t *testing.T) {
	t.Parallel()
	for name, source := range map[string]string{
		"only a title":          "# T\n",
		"only front matter":     "---\ntitle: x\n---\n",
		"only a comment":        "<!-- x -->\n",
		"quotes in quotes":      "# T\n\n## External message\n\n" + strings.Repeat("> ", 10_000) + "We are sorry!\n",
		"lists in lists":        "# T\n\n## Timeline\n\n" + nested(500) + "\n",
		"a line of 2 MiB":       "# T\n\n## Impact\n\n" + strings.Repeat("word ACR 10:00 db-01 ", MaxSize/24) + "\n",
		"a strange message":     "# T\n\n## External message\n\n" + strings.Repeat("a.b-1:2/@# ", 10_000) + "\n",
		"capitals of 1 MiB":     "# T\n\n" + strings.Repeat("AB (CD", MaxSize/12) + "\n",
		"a line of one word":    "# T\n\n## External message\n\n" + strings.Repeat("x", 200_000) + "\n",
		"many entries":          "# T\n\n## Timeline\n\n" + strings.Repeat("- 10:00 x\n- 09:00 y\n", 5_000),
		"a clock of 12 hours":   "# T\n\n## Timeline\n\n" + strings.Repeat("- 12:00 x\n- 1:00 y\n", 5_000),
		"many links":            "# T\n\n## Action items\n\n- Add a " + strings.Repeat("https://a.example/issues/1 ", 5_000) + "\n",
		"short sentences":       "# T\n\n" + strings.Repeat("Ab cd.\n", 100_000),
		"items in an item":      "# T\n\n## Action items\n\n- Add x\n" + strings.Repeat("  - because of y\n", 60_000),
		"many acronyms":         "# T\n\n" + acronyms(60_000),
		"right to left":         "# \u202bתקלה\n\n## Timeline\n\n- 10:00 \u202eהשרת נפל\u202c\n- 09:00 תוקן\n\n## Impact\n\n",
		"entities and escapes":  "# T &amp; U\n\n## Impact\n\n&lt;b&gt; \\*x\\* &eacute;&nbsp;QRX&amp;\n\n## External message\n\n&quot;db-prod-01&quot;\\!\n",
		"combining marks":       "# T\n\n## External message\n\ne\u0301\u0301\u0301 \u200d👩\u200d💻! @a\u0301\n",
		"a table of odd length": "# T\n\n## Timeline\n\n|a|b|\n|-|-|\n|10:00|\n|09:00|x|y|z|\n||\n",
	} {
		doc, err := Parse([]byte(source))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for _, f := range DefaultRules().Check(doc, Context{People: []string{"Ana Silva", "", " ", "@bo"}, Glossary: []string{""}}) {
			if f.Span.Start < 0 || f.Span.End < f.Span.Start || f.Span.End > len(doc.Source) || string(doc.Source[f.Span.Start:f.Span.End]) != f.Text {
				t.Errorf("%s: %s at %v of %d", name, f.Rule, f.Span, len(doc.Source))
			}
		}
	}
}

// acronyms are sentences with as many different ones.
func acronyms(n int) string {
	var out strings.Builder
	for i := range n {
		out.WriteString("the ")
		for k := i; k > 0; k /= 26 {
			out.WriteByte(byte('A' + k%26))
		}
		out.WriteString("QX box. ")
	}
	return out.String()
}

func nested(n int) string {
	var out strings.Builder
	for i := range n {
		out.WriteString(strings.Repeat(" ", 2*i) + "- 10:00 x\n")
	}
	return out.String()
}

func TestWhatIsLackingIsTheAnswerOnTheHealthOfAService(t *testing.T) {
	t.Parallel()
	for heading, want := range map[string]int{"Service health": 0, "How the services were seen": 0, "Health": 0, "Health checks": 1, "The oven": 1} {
		if list := ruleFinds(t, "missing-safeguard", "# Health of the ovens\n\n## "+heading+"\n\nThe hub had insufficient monitoring.\n"); len(list) != want {
			t.Errorf("%s: %v, want %d", heading, list, want)
		}
	}
}

func TestASuggestionNamesWhatWasFound(t *testing.T) {
	t.Parallel()
	const parts = "## Overview\n\nThe oven was cold.\n\n## Timeline\n\nNone.\n\n## Causes\n\nA fuse.\n\n## Impact\n\nNone.\n\n## Action items\n\n- Add a fuse to the oven\n\n"
	for _, c := range []struct{ rule, source, want string }{
		{"looks-better", "## Impact\n\nOnly a few users were affected.\n", `In place of "Only a few users", give the number`},
		{"action-not-imperative", "## Action items\n\n- Adding an alarm to the second oven\n", `Write "Add" in place of "Adding". Begin with the verb`},
		{"action-not-imperative", "## Action items\n\n- We need to add an alarm to the second oven\n", "Begin with the verb"},
		{"timeline-order", "## Timeline (UTC)\n\n- 2022-01-20 14:00 cold\n- 2022-01-20 06:10 warm\n- 2022-01-20 15:00 hot\n- 2022-01-20 16:00 cold\n", "Move it to its place, or correct the time: 2022-01-20 06:10 is listed below 2022-01-20 14:00, which is later."},
		{"timeline-order", "## Timeline (UTC)\n\n- 14:00 cold\n- 06:10 warm\n- 15:00 hot\n- 16:00 cold\n", "Move it to its place, or correct the time: 06:10 is listed below 14:00, which is later. If it is of the next day, write the date."},
		{"missing-section", parts + "## Resolution\n\nNone.\n\n## Detection\n\nNone.\n\n## Lessons learned\n\nNone.\n", "Add what is missing: if customers noticed, a message to them. A sentence or two is enough to begin with."},
		{"missing-section", parts + "## Lessons learned\n\nNone.\n", "Add what is missing: headings of their own for how it was noticed, how it was resolved and, if customers noticed, a message to them."},
		{"missing-section", parts + "## Lessons learned\n\nNone.\n\n## External message\n\nThe oven was cold.\n", "headings of their own for how it was noticed and how it was resolved."},
		{"missing-section", parts + "## Lessons learned\n\nNone.\n\n## Detection\n\nNone.\n\n## External message\n\nThe oven was cold.\n", "a heading of its own for how it was resolved."},
	} {
		list := ruleFinds(t, c.rule, "# Cold ovens\n\n"+c.source)
		if len(list) != 1 || !strings.Contains(list[0].Suggestion, c.want) {
			t.Errorf("%s: %+v, want %q", c.rule, list, c.want)
		}
	}
}
