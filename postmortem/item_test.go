package postmortem

import (
	"slices"
	"strings"
	"testing"
	"time"
)

func TestADayThatDoesNotExistIsTold(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"Add a limit (Ana, due 2026-02-30)":     `there is no day "2026-02-30": the action item has no due date`,
		"Add a limit by 31 April":               `there is no day "31 April": the action item has no due date`,
		"Add a limit. Owner: Ana. Due: 13/32":   `there is no day "13/32": the action item has no due date`,
		"Add a limit (Ana, due 14/13/2026)":     `there is no day "14/13/2026": the action item has no due date`,
		"Add a limit (Ana, due 14/02/2026)":     "",
		"Add a limit (Ana, due next quarter)":   "",
		"Add a limit (Ana, Q3 2026)":            "",
		"Add a limit by 24/7":                   "",
		"Add a limit (Ana, due 20-30 days)":     "",
		"Add a limit (Ana, due in 13-14 weeks)": "",
	} {
		doc := parse(t, "# Kiln 2026-01-10\n\n## Action items\n\n- "+text+"\n")
		got := ""
		for _, n := range doc.Notices {
			if got = n.Message; n.Line != 5 {
				t.Errorf("%s: it is told of line %d", text, n.Line)
			}
		}
		if got != want || len(doc.Items) != 1 || want != "" && doc.Items[0].Due.Text == "" {
			t.Errorf("%s: it tells %q of %+v", text, got, doc.Items)
		}
	}
	many := parse(t, "# Kiln 2026-01-10\n\n## Action items\n\n"+strings.Repeat("- Add a limit to the queue by 31 April\n", 9))
	if len(many.Notices) != maxDayless {
		t.Errorf("of many it tells %d", len(many.Notices))
	}
}

func TestActionItemsAreFoundInWhateverShape(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, source string
		want         []string
	}{
		{"bullets under a heading", "# T\n## Action items\n- Add a\n- Fix b\n", []string{"Add a", "Fix b"}},
		{"a numbered list under a setext heading", "T\n===\n\nFollow-up\n---------\n1. Add a\n2. Fix b\n", []string{"Add a", "Fix b"}},
		{"a bold line as the heading", "# T\n\n**Next steps:**\n\n* Add a\n* Fix b\n", []string{"Add a", "Fix b"}},
		{"a plain line as the heading", "# T\n\nTODO:\n\n* Add a\n* Fix b\n", []string{"Add a", "Fix b"}},
		{"an emoji and a number before the heading", "# T\n## 7. 🚀 Corrective Actions\n- Add a\n", []string{"Add a"}},
		{"a heading with a question", "# T\n## What are we doing about this?\n- Add a\n", []string{"Add a"}},
		{"sub-headings that only sort", "# T\n## Actions\n### Detection\n- Add a\n### Short term\n- Fix b\n", []string{"Add a", "Fix b"}},
		{"a section after the actions", "# T\n## Actions\n- Add a\n## Timeline\n- 10:00 Fix b\n", []string{"Add a"}},
		{"placeholders", "# T\n## Action items\n- TBD\n- None\n-\n- ...\n", nil},
		{"a placeholder with a place for a link", "# T\n## Action items\n- {{ summary }} [link to the issue]\n- {{ Add a }} [link to the issue]\n", []string{"Add a"}},
		{"a placeholder paragraph", "# T\n## Action items\nNo action items.\n", nil},
		{"a parent that introduces", "# T\n## Actions\n- Monitoring:\n  - Add an alert on disk space\n  - Add an alert on latency\n- Fix b\n",
			[]string{"Add an alert on disk space", "Add an alert on latency", "Fix b"}},
		{"a parent that the children detail", "# T\n## Actions\n- Add alerts to the database\n  - disk space\n  - connections in use\n- Fix b\n",
			[]string{"Add alerts to the database", "Fix b"}},
		{"a parent whose children are its fields", "# T\n## Actions\n- Add alerts\n  - Owner: Ana\n  - Due: 2024-05-01\n  - Status: Done\n- Fix b\n", []string{"Add alerts", "Fix b"}},
		{"a parent with a box and sub-tasks", "# T\n## Actions\n- [ ] Replace the cache\n  - [x] Choose one\n  - [ ] Build it\n", []string{"Replace the cache"}},
		{"a parent without a box over boxes", "# T\n## Actions\n- Team Red\n  - [x] Choose one\n  - [ ] Build it\n", []string{"Choose one", "Build it"}},
		{"inline prefixes anywhere", "# T\n## Lessons\nWe were slow.\n\nAction item: page earlier (@ana)\n\n- TODO: write the runbook page\n- AI: buy more disks\n- nothing here\n",
			[]string{"page earlier", "write the runbook page", "buy more disks"}},
		{"a prefix in bold", "# T\n## Impact\n**Action Item:** Add a limit to uploads.\n", []string{"Add a limit to uploads."}},
		{"paragraphs, one action a line", "# T\n## Follow-up\nAdd a limit to uploads\nWrite the runbook for it\nFix the alert\n",
			[]string{"Add a limit to uploads", "Write the runbook for it", "Fix the alert"}},
		{"paragraphs that are actions", "# T\n## Prevention\nWe will add a limit to uploads.\n\nWe need to write the runbook.\n",
			[]string{"Add a limit to uploads.", "Write the runbook."}},
		{"a paragraph that introduces a list", "# T\n## Action items\nWe will do the following:\n\n- Add a\n", []string{"Add a"}},
		{"pseudo bullets", "# T\n## Action items\n• Add a\n• Fix b\n", []string{"Add a", "Fix b"}},
		{"sub-headings that are the items", "# T\n## Action items\n### 1. Add a limit @ana\nBecause.\n### 2. Write the runbook\nOwner: Bo\n", []string{"Add a limit", "Write the runbook"}},
		{"bold lines that are the items", "# T\n## Action items\n**Add a limit to uploads**\n\nBecause of the queue.\n\n**Write the runbook**\n\nFor on-call.\n",
			[]string{"Add a limit to uploads", "Write the runbook"}},
		{"a table without outer bars", "# T\n## Action items\nAction | Owner | Due\n---|---|---\nAdd a | Ana | 2024-05-01\nFix b | Bo |\n", []string{"Add a", "Fix b"}},
		{"a table whose first column is a number", "# T\n## Action items\n|#|Description|Assignee|\n|-|-|-|\n|1|Add a|Ana|\n|2|Fix b|Bo|\n", []string{"Add a", "Fix b"}},
		{"a table outside of an action section", "# T\n## Lessons\n|Action item|Owner|Status|\n|-|-|-|\n|Add a|Ana|Done|\n", []string{"Add a"}},
		{"a timeline's table with a column of actions", "# T\n## What we did\n|Time|Action|Who|\n|-|-|-|\n|10:00|Add a|Ana|\n", nil},
		{"a list that explains the table below", "# T\n## Actions\nTypes:\n* Prevent - keep it from happening\n* Detect - see it sooner\n\n|Action|Type|Status|\n|-|-|-|\n|Add a|Prevent||\n", []string{"Add a"}},
		{"a row that spans the table", "# T\n## Actions\n|Action|Owner|\n|-|-|\n|**Prevent**||\n|Add a|Ana|\n|Fix b|Bo|\n", []string{"Add a", "Fix b"}},
		{"boxes outside of an action section", "# T\n## Notes on it\n- [ ] Add a\n- [x] Fix b\n", []string{"Add a", "Fix b"}},
		{"boxes of a checklist", "# T\n## Review checklist\n- [ ] Everybody was invited\n", nil},
		{"a list that a sentence introduces", "# T\n## What we found\nWe agreed on the following action items:\n\n- Add a\n- Fix b\n", []string{"Add a", "Fix b"}},
		{"a whole document as one list", "# T\n- **Impact**: none\n- **Resolution**:\n  - Rolled back\n- **Review actions**:\n  - Add a\n  - Created a ticket for b\n", []string{"Add a", "Created a ticket for b"}},
		{"a MkDocs admonition", "# T\n## Action items\n!!! note \"Agreed\"\n    - Add a\n    - Fix b\n", []string{"Add a", "Fix b"}},
		{"a callout that says how items are written", "# T\n## Action items\n> [!NOTE]\n> Each item should be small and needs an owner.\n\n> [!TIP]\n> - Write an item as a verb\n\n- Add a\n", []string{"Add a"}},
		{"a callout alone", "# T\n## Action items\n> [!NOTE]\n> Each item needs an owner.\n", nil},
		{"a callout with the only list", "# T\n## Action items\n> [!IMPORTANT]\n> - Add a\n", []string{"Add a"}},
		{"a callout with boxes", "# T\n## Action items\n- Add a\n\n> [!IMPORTANT]\n> - [ ] Fix b\n", []string{"Add a", "Fix b"}},
		{"a fence of a note", "# T\n## Action items\n:::note\nItems need an owner.\n:::\n", nil},
		{"lines of a page", "# T\n## Action items\n- Posted 2 months ago\n- Published by Ana Silva on 3 May 2024\n- Add a\n- 5 min read\n- Share on Twitter\n- Updated by Ana\n- © 2024 Mill Lane Bakery. All rights reserved.\n", []string{"Add a"}},
		{"what is like a line of a page", "# T\n## Action items\n- Updated the page on restarts\n- Posted by mistake: take it down\n- Share the page with all shops\n- Created tickets in the queue\n",
			[]string{"Updated the page on restarts", "Posted by mistake: take it down", "Share the page with all shops", "Created tickets in the queue"}},
		{"a code of conduct below the actions", "# T\n## Action items\n- Add a\n### Code of conduct\n- Members must be kind\n", []string{"Add a"}},
		{"a quote of the template", "# T\n## Action items\n> - Write an item as a verb\n\n- Add a\n", []string{"Add a"}},
		{"code", "# T\n## Action items\n```\n- Add x\n```\n- Add a\n", []string{"Add a"}},
		{"a commented item", "# T\n## Action items\n<!-- - Add x -->\n- Add a\n", []string{"Add a"}},
		{"no heading at all, work at the end of the last list", "The site was down.\n- 10:00 it broke\n- 10:10 it worked\n\nIt was the cache.\n- Add a limit T1234\n- Investigate why it was slow\n", []string{"Add a limit T1234", "Investigate why it was slow"}},
		{"steps that a sentence announces are no work", "The script does this:\n- set the master to read-only\n- kill the queries\n\nThen it broke.\n", nil},
		{"a list below its state", "# T\n## The story\nIt broke.\n\n**Done**\n\n- a second disk for the queue\n\n**Not done yet**\n\n- mail to the owners\n", []string{"a second disk for the queue", "mail to the owners"}},
		{"a line that says what changes", "# T\n## The story\nWhat we change:\n\n- the template has a limit\n- Mei gets the key of the rack\n", []string{"the template has a limit", "Mei gets the key of the rack"}},
		{"what was done during the incident is no follow-up", "# T\n## The story\nWhat we did:\n\n- restarted the queue\n", nil},
		{"a table of when and what, by the clock", "# T\n## What happened\n\n|When|What|Who|\n|-|-|-|\n|Tue 17:05|Moved the queue|Ana|\n|17:20|Moved it back|Bo|\n", nil},
		{"what was being done when it broke", "# T\n## What we were doing\n\n- copy the settings to the new host\n\n## Timeline\n\n- 10:00 it broke\n", nil},
		{"a state in a timeline", "# T\n## Timeline\n\n- 10:00 it broke\n\nAlready done:\n\n- 10:06 restarted the queue\n", nil},
		{"what is done among what went well", "# T\n## What went well\n\nAlready done:\n\n- The alert fired within a minute\n", nil},
		{"payouts that are not done", "# T\n## Impact\n\nNot done:\n\n- 300 payouts\n", nil},
		{"what was changed before", "# T\n## What changed since the last release\n\n- The pool went from 50 to 5\n", nil},
		{"a numbered list of few words", "# T\n## What went well\n\n1. Paging\n2. Actions\n\nBoth were quick.\n\n- Ana was paged within a minute\n", nil},
		{"a heading in the markup of Jira", "h1. Queue\n\nh2. To do\n\n* Add a\n", []string{"Add a"}},
		{"a heading in the markup of a wiki", "= Queue =\n\n== To do ==\n\n * Add a\n", []string{"Add a"}},
		{"a numbered line that is a heading", "# T\n\n1. Summary\n\nIt broke.\n\n2. Recommendations\n\n- Add a\n", []string{"Add a"}},
		{"paragraphs with letters", "# T\n## Recommendations\n\n(a) A limit for the queue.\n\n(b) A second disk.\n", []string{"A limit for the queue.", "A second disk."}},
		{"paragraphs with numbers of recommendations", "# T\n## Recommendations\n\nR1. Limits for the queue.\n\nR2: Add a second disk.\n\nR3 - Add a page.\n", []string{"Limits for the queue.", "Add a second disk.", "Add a page."}},
		{"headings with numbers of recommendations", "# T\n## Recommendations\n\n### R1. Limits\nOwner: Ana\n### R2. Add a page\n", []string{"Limits", "Add a page"}},
		{"paragraphs that say for when they are", "# T\n## Action items\n\n**Immediate:** Raised the limit.\n\n**Long-term** (next year): a second disk for the queue.\n\n**Prevention**: limits for uploads.\n",
			[]string{"Immediate: Raised the limit.", "Long-term (next year): a second disk for the queue.", "Prevention: limits for uploads."}},
		{"labels of what happened", "# T\n## Remediation and prevention\n\n**Immediate**: The shops were refunded.\n\n**Detection**: The alert fired.\n\n**Mitigation**: We restarted the queue.\n\nR2: the bucket was full.\n\n(2) What we know\n", nil},
		{"lines that say for when they are", "# T\n## Action items\n\n**Immediate:** Raised the limit.\n**Long-term**: add a second disk.\n", []string{"Immediate: Raised the limit.", "Long-term: add a second disk."}},
		{"one of them beside a list", "# T\n## Action items\n- Add a\n\n**Long-term**: add a second disk.\n\n**Detection**: it was seen by a shop.\n", []string{"Add a", "Long-term: add a second disk."}},
		{"a paragraph with its fields in a list", "# T\n## Action items\n\nAdd a limit.\n\n- Owner: Ana\n- Due: 14 June\n\nR2. Pages\n\n- Why: it was long. It was dark.\n- Status: done\n", []string{"Add a limit.", "Pages"}},
		{"a list of items with their owners below a sentence", "# T\n## Action items\n\nAdd yourself to one of them.\n\n- Owner: Ana. Add a\n- Owner: Bo. Fix b\n", []string{"Add a", "Fix b"}},
		{"what an action is about", "# T\n## Factors and actions\n\n**Factor 1: the limit was low.**\nAction: Add a\n\n**Factor 2: nobody knew.**\nAction: Fix b\n", []string{"Add a", "Fix b"}},
		{"lines with keys", "# T\n## Action items\nOPS-14 Move the queue to\nthe new host\nOPS-15 Page on its age\n", []string{"Move the queue to the new host", "Page on its age"}},
		{"paragraphs with keys", "# T\n## Action items\n[OPS-14](https://jira.example/browse/OPS-14) Move the queue\n\nOPS-15 - Page on its age\n", []string{"Move the queue", "Page on its age"}},
		{"paragraphs with a state", "# T\n## Action items\nQueue – done\n\nA page on its age (pending)\n\nThe host was moved - done\n\nStatus: done\n", []string{"Queue", "A page on its age"}},
		{"a log under a heading that may mean work", "# T\n## Course of action\n- 10:02 restarted the queue\n- 10:14 moved it\n### Later\n- Add a\n", []string{"Add a"}},
		{"work under such a heading", "# T\n## Course of action\n- Add a\n- 10:00 each day: restart b\n", []string{"Add a", "10:00 each day: restart b"}},
		{"a table of a log under such a heading", "# T\n## Course of action\n|Time|What|\n|-|-|\n|10:02|Moved the queue|\n|10:14|Moved it back|\n", nil},
		{"prose about keys", "# T\n## Action items\nOPS-14 was opened in May.\n\nOPS-15 and OPS-16 are about the rest.\n\n- Add a\n", []string{"Add a"}},
		{"headings with keys", "# T\n## Action items\n### [OPS-14] Move the queue\n**Assignee**: Ana\n### OPS-15: Add a page\n", []string{"Move the queue", "Add a page"}},
		{"lines of people", "# T\n## Action items\n\nAna to add a limit\nBo to add a page by 3 May\nOps to order two disks\n", []string{"Add a limit", "Add a page", "Ops to order two disks"}},
		{"lines with letters", "# T\n## Recommendations\n\n(a) A limit for the queue.\n(b) A second disk.\n", []string{"A limit for the queue.", "A second disk."}},
		{"boxes without a list", "# T\n## To do\n\n [x] limit for the queue\n [ ] second disk\n", []string{"limit for the queue", "second disk"}},
		{"points of another markup with a remark below", "# T\n\n*Action items*\n• Ana – add a limit, by 3 May\n• Bo – add a page\n:thread: more in the channel\n", []string{"Add a limit", "Add a page"}},
		{"points of another markup with work below", "# T\n## Action items\n• Add a limit to the queue\n• Add an alert on its age\nAna will rotate the key\nBo will restore the backup\n", []string{"Add a limit to the queue", "Add an alert on its age", "Rotate the key", "Restore the backup"}},
		{"what a template says of items", "# T\n## Action items\n- Add a\n- Each action item should be a ticket with the label of the incident.\n", []string{"Add a"}},
		{"what is done to all items of a shop", "# T\n## Action items\n- All items must be re-indexed after an import by 30 May 2026\n- Every item must have a price before it is sold\n- Every item must have an owner\n",
			[]string{"All items must be re-indexed after an import", "Every item must have a price before it is sold"}},
		{"how many tickets there were", "# T\n## Impact\n\nTickets: 37\n", nil},
		{"actions taken are no follow-up", "# T\n## Actions taken\n- Restarted the cache\n", nil},
		{"what went well", "# T\n## Lessons\n### What went well\n- Add alerts worked\n", nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			doc := parse(t, test.source)
			checkPositions(t, doc)
			if got := titles(doc.Items); !slices.Equal(got, test.want) && len(got)+len(test.want) > 0 {
				t.Errorf("got  %q\nwant %q", got, test.want)
			}
		})
	}
}

func TestAnItemSaysWhatIsWrittenOfIt(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		source string
		want   Item
	}{
		{"- [x] Add a", Item{Title: "Add a", DoneKnown: true, Done: true}},
		{"- **A6** Add a", Item{Title: "Add a"}},
		{"- [ ] Add a", Item{Title: "Add a", DoneKnown: true}},
		{"- Add a", Item{Title: "Add a"}},
		{"OPS-14 Add a", Item{Title: "Add a", Key: "OPS-14"}},
		{"- OPS-14: Add a (Ana)", Item{Title: "Add a", Owner: "Ana", Key: "OPS-14"}},
		{"- [OPS-14] Add a", Item{Title: "Add a", Key: "OPS-14"}},
		{"- OPS-14: Ana will add a", Item{Title: "Add a", Owner: "Ana", Key: "OPS-14"}},
		{"- (Basket) OPS-14 Add a", Item{Title: "(Basket) Add a", Key: "OPS-14"}},
		{"- (Ana) OPS-14 - Add a", Item{Title: "Add a", Owner: "Ana", Key: "OPS-14"}},
		{"- [Basket] [OPS-14] Add a", Item{Title: "[Basket] Add a", Key: "OPS-14"}},
		{"- Basket: OPS-14 Add a", Item{Title: "Basket: Add a", Key: "OPS-14"}},
		{"- Basket: SHA-256 Replace a", Item{Title: "Basket: SHA-256 Replace a"}},
		{"- TBD – add a", Item{Title: "Add a"}},
		{"- No owner: add a", Item{Title: "Add a"}},
		{"- Somebody: add a", Item{Title: "Add a"}},
		{"- Add a page (@ana) **P0**", Item{Title: "Add a page", Owner: "@ana", Priority: "P0"}},
		{"- ~\"corrective action\" ~severity::2 Add a - DRI: @ana", Item{Title: "Add a", Owner: "@ana"}},
		{"- Add a page - Ana - 31-Mar-2026", Item{Title: "Add a page", Owner: "Ana", Due: Date{Text: "31-Mar-2026"}}},
		{"- UTF-8: add a", Item{Title: "UTF-8: add a"}},
		{"- Add an alarm (JAVA-123)", Item{Title: "Add an alarm", Key: "JAVA-123"}},
		{"- ES-12: Add a node to the cluster", Item{Title: "Add a node to the cluster", Key: "ES-12"}},
		{"- Move the builds to JAVA-17 (OPS-3)", Item{Title: "Move the builds to JAVA-17", Key: "OPS-3"}},
		{"- Hash the names (SHA-256)", Item{Title: "Hash the names (SHA-256)"}},
		{"- Follow RFC-2119, COVID-19, ISO-8601, HTTP-2, CVE-2026-1234, SEV-1, P-1, AES-256, TLS-1, SHA-256 and IPV-6", Item{Title: "Follow RFC-2119, COVID-19, ISO-8601, HTTP-2, CVE-2026-1234, SEV-1, P-1, AES-256, TLS-1, SHA-256 and IPV-6"}},
		{"- Store the digests of Q3-2026 as SHA-256, as OPS-14 asks", Item{Title: "Store the digests of Q3-2026 as SHA-256, as OPS-14 asks", Key: "OPS-14"}},
		{"- OPS-14 and OPS-15 are merged", Item{Title: "OPS-14 and OPS-15 are merged", Key: "OPS-14"}},
		{"- ✅ Add a", Item{Title: "Add a", DoneKnown: true, Done: true}},
		{"- :white_check_mark: Add a", Item{Title: "Add a", DoneKnown: true, Done: true}},
		{"- Add a (done)", Item{Title: "Add a", DoneKnown: true, Done: true}},
		{"- Add a - DONE", Item{Title: "Add a", DoneKnown: true, Done: true}},
		{"- [DONE] Add a", Item{Title: "Add a", DoneKnown: true, Done: true}},
		{"- ~~Add a~~", Item{Title: "Add a", DoneKnown: true, Done: true}},
		{"- Add a. Status: closed", Item{Title: "Add a", DoneKnown: true, Done: true}},
		{"- Status: Done - Add a", Item{Title: "Add a", DoneKnown: true, Done: true}},
		{"- Add a. Status: Done - on all hosts since Monday", Item{Title: "Add a", DoneKnown: true, Done: true}},
		{"- Add a ✅ 2024-05-01", Item{Title: "Add a", DoneKnown: true, Done: true}},
		{"- **A-1**: Add a", Item{Title: "Add a"}},
		{"- A1: Add a", Item{Title: "Add a"}},
		{"- M1. Add a", Item{Title: "Add a"}},
		{"- a. Add a", Item{Title: "Add a"}},
		{"- (ii) Add a", Item{Title: "Add a"}},
		{"- Recommendation 2: Add a", Item{Title: "Add a"}},
		{"- AI-3: Add a", Item{Title: "Add a"}},
		{"- Add a log; Owner - Ana; Due - 14 June 2024; State - WIP", Item{Title: "Add a log", Owner: "Ana", Due: Date{Text: "14 June 2024"}, DoneKnown: true}},
		{"- Add a {owner: Ana, due: 2024-05-01}", Item{Title: "Add a", Owner: "Ana", Due: Date{Text: "2024-05-01"}}},
		{"- Add a [owner:: Ana] [due:: 2024-05-01]", Item{Title: "Add a", Owner: "Ana", Due: Date{Text: "2024-05-01"}}},
		{"- Add a page: Ana, by 3 May 2024", Item{Title: "Add a page", Owner: "Ana", Due: Date{Text: "3 May 2024"}}},
		{"- Add a page (Ana to do this by 3 May 2024)", Item{Title: "Add a page (Ana to do this)", Due: Date{Text: "3 May 2024"}}},
		{"- Add a => @ana", Item{Title: "Add a", Owner: "@ana"}},
		{"- Add a page. Tracked in ABC-12.", Item{Title: "Add a page", Key: "ABC-12"}},
		{"- Add a page - this has already been done.", Item{Title: "Add a page", DoneKnown: true, Done: true}},
		{"- Add a page. It was done on 3 May.", Item{Title: "Add a page", DoneKnown: true, Done: true}},
		{"- Queue: we have already moved it to a host of its own", Item{Title: "Queue: we have already moved it to a host of its own", DoneKnown: true, Done: true}},
		{"- Alert on hosts that have already been moved", Item{Title: "Alert on hosts that have already been moved"}},
		{"- Check if it has been done", Item{Title: "Check if it has been done"}},
		{"- Add a page (Ana, P1)", Item{Title: "Add a page", Owner: "Ana", Priority: "P1"}},
		{"- Add a page **(Ana)** [ABC-12](https://jira.example/browse/ABC-12) ✅", Item{Title: "Add a page", Owner: "Ana", DoneKnown: true, Done: true, Link: "https://jira.example/browse/ABC-12", Key: "ABC-12"}},
		{"- Status: Unresolved Add a", Item{Title: "Add a", DoneKnown: true}},
		{"- Add `status: done` to the API", Item{Title: "Add status: done to the API"}},
		{"- Use type: string for the id", Item{Title: "Use type: string for the id"}},
		{"- Add a page. Type: prevent", Item{Title: "Add a page", Type: "prevent"}},
		{"- Add a page (Confluence)", Item{Title: "Add a page (Confluence)"}},
		{"- Move the deploy, due to the load in May", Item{Title: "Move the deploy, due to the load in May"}},
		{"- High: Add a", Item{Title: "Add a", Priority: "High"}},
		{"- (Prevent) Add a", Item{Title: "Add a", Type: "prevent"}},
		{"- S3: Add a", Item{Title: "S3: Add a"}},
		{"- Add a (in progress)", Item{Title: "Add a", DoneKnown: true}},
		{"- Add a (won't do)", Item{Title: "Add a", DoneKnown: true, Done: true, Rejected: true}},
		{"- Add a (@ana)", Item{Title: "Add a", Owner: "@ana"}},
		{"- Add a - @ana, @bo", Item{Title: "Add a", Owner: "@ana, @bo"}},
		{"- @ana: Add a", Item{Title: "Add a", Owner: "@ana"}},
		{"- Add a (owner: ana@example.com, due: 2024-05-01)", Item{Title: "Add a", Owner: "ana@example.com", Due: Date{Text: "2024-05-01"}}},
		{"- Add a (ana.lee@example.co.uk)", Item{Title: "Add a", Owner: "ana.lee@example.co.uk"}},
		{"- Add a - ana+ops@example.com", Item{Title: "Add a", Owner: "ana+ops@example.com"}},
		{"- ana@example.com: Add a", Item{Title: "Add a", Owner: "ana@example.com"}},
		{"- Send the report to ops@example.com", Item{Title: "Send the report to ops@example.com"}},
		{"- Add a. Owner: Ana Lee", Item{Title: "Add a", Owner: "Ana Lee"}},
		{"- Add a (Owner: Ana Lee, due: 2024-05-01)", Item{Title: "Add a", Owner: "Ana Lee", Due: Date{Text: "2024-05-01"}}},
		{"- Add a (Ana)", Item{Title: "Add a", Owner: "Ana"}},
		{"- Add a (Redis)", Item{Title: "Add a (Redis)"}},
		{"- Add a (due 2024-05-01)", Item{Title: "Add a", Due: Date{Text: "2024-05-01"}}},
		{"- Add a by May 3, 2024", Item{Title: "Add a", Due: Date{Text: "May 3, 2024"}}},
		{"- [P1] Add a", Item{Title: "Add a", Priority: "P1"}},
		{"- Add a [ABC-12](https://jira.example/browse/ABC-12)", Item{Title: "Add a", Link: "https://jira.example/browse/ABC-12", Key: "ABC-12"}},
		{"- Add a ([issue](https://github.com/x/y/issues/12))", Item{Title: "Add a", Link: "https://github.com/x/y/issues/12", Key: "#12"}},
		{"- Add a [link to the GitHub issue](https://github.com/x/y/issues/12)", Item{Title: "Add a", Link: "https://github.com/x/y/issues/12", Key: "#12"}},
		{"- Add a [link to it]", Item{Title: "Add a"}},
		{"- Add a: https://github.com/x/y/issues/12", Item{Title: "Add a", Link: "https://github.com/x/y/issues/12", Key: "#12"}},
		{"- Add a, ABC-12", Item{Title: "Add a, ABC-12", Key: "ABC-12"}},
		{"- Add a\n  - Owner: Ana\n  - Due: May 3, 2024\n  - Status: in progress\n  - Ticket: ABC-12", Item{Title: "Add a", Owner: "Ana", Due: Date{Text: "May 3, 2024"}, DoneKnown: true, Key: "ABC-12"}},
		{"### Add a\n\n- Assignee: @ana\n- ETA: Q3 2024", Item{Title: "Add a", Owner: "@ana", Due: Date{Text: "Q3 2024"}}},
		{"|What|Who|By when|State|Ticket|\n|-|-|-|-|-|\n|Add a|Ana|3 May 2024|Done ✅|[ABC-12](https://jira.example/browse/ABC-12)|",
			Item{Title: "Add a", Owner: "Ana", Due: Date{Text: "3 May 2024"}, DoneKnown: true, Done: true, Link: "https://jira.example/browse/ABC-12", Key: "ABC-12"}},
		{"|Action Item|Owner|Due|Status|\n|-|-|-|-|\n|Add a|TBD||To do|", Item{Title: "Add a", DoneKnown: true}},
	} {
		t.Run(test.source, func(t *testing.T) {
			t.Parallel()
			doc := parse(t, "# T\n\n## Action items\n\n"+test.source+"\n")
			if len(doc.Items) != 1 {
				t.Fatalf("%d items: %q", len(doc.Items), titles(doc.Items))
			}
			got, want := doc.Items[0], test.want
			if got.Title != want.Title || got.Done != want.Done || got.DoneKnown != want.DoneKnown || got.Rejected != want.Rejected ||
				got.Owner != want.Owner || got.Type != want.Type || got.Due.Text != want.Due.Text || got.Priority != want.Priority || got.Link != want.Link || got.Key != want.Key {
				t.Errorf("got  %+v\nwant %+v", got, want)
			}
			if want.Due.Text != "" && want.Due.Text[0] != 'Q' && got.Due.IsZero() {
				t.Errorf("the day of %q was not read", got.Due.Text)
			}
		})
	}
}

func TestTheLineAboveAListSaysWhetherItIsDone(t *testing.T) {
	t.Parallel()
	doc := parse(t, "# T\n## The story\n\nDone:\n\n- a limit for the queue\n\nStill open:\n\n- a second disk\n")
	if n := len(doc.Items); n != 2 {
		t.Fatalf("%d items, want 2", n)
	}
	if first, second := doc.Items[0], doc.Items[1]; !first.DoneKnown || !first.Done || !second.DoneKnown || second.Done {
		t.Errorf("the first is done %v, the second %v", first.Done, second.Done)
	}
}

func TestALineOverAListInAnActionSectionSaysWhetherItIsDone(t *testing.T) {
	t.Parallel()
	for line, done := range map[string]bool{
		"We have already taken these steps:": true,
		"Done so far:":                       true,
		"Completed:":                         true,
		"It was a long night. We've since put in place:":                 true,
		"These changes have been made:":                                  true,
		"Beyond the steps already taken we will do this:":                false,
		"We have not done this yet:":                                     false,
		"What the shops asked for:":                                      false,
		"Most of it has been done and the rest is planned for the fair:": false,
		"We have completed the review.":                                  false,
	} {
		doc := parse(t, "# T\n## Action items\n\n"+line+"\n\n- A limit for the queue\n\nAnd then:\n\n- A second disk\n")
		if len(doc.Items) != 2 || doc.Items[0].Done != done || doc.Items[1].Done {
			t.Errorf("%q: %+v, want done %v", line, doc.Items, done)
		}
	}
}

func TestAHeadingIsAnItemWithTheFieldsBelowIt(t *testing.T) {
	t.Parallel()
	for name, fields := range map[string]string{
		"a row below their names":      "|Owner|Due|Status|Ticket|\n|-|-|-|-|\n|Ana|2024-05-01|Done|OPS-1|\n",
		"a row for each":               "|Field|Value|\n|-|-|\n|**Owner**|Ana|\n|Due date|2024-05-01|\n|Status|Done|\n|Ticket|OPS-1|\n",
		"a row for each, without name": "|Owner:|Ana|\n|-|-|\n|Due:|2024-05-01|\n|Status:|Done|\n|Ticket:|OPS-1|\n",
		"a list":                       "- Owner: Ana\n- Due: 2024-05-01\n- Status: Done\n- Ticket: OPS-1\n",
		"a line":                       "**Owner**: Ana **Due**: 2024-05-01 **Status**: Done\n\nTicket: OPS-1\n",
	} {
		doc := parse(t, "# T\n## Action items\n\n### Add a limit\n\n"+fields+"\n### Add a page\n\nIt is short.\n")
		if got := titles(doc.Items); !slices.Equal(got, []string{"Add a limit", "Add a page"}) {
			t.Errorf("%s: %q", name, got)
			continue
		}
		if got := doc.Items[0]; got.Owner != "Ana" || got.Due.Text != "2024-05-01" || !got.Done || got.Key != "OPS-1" {
			t.Errorf("%s: %+v", name, got)
		}
	}
	for name, table := range map[string]string{
		"a table of items":         "|Action|Owner|\n|-|-|\n|Add a limit|Ana|\n",
		"a row that describes one": "|Description|Owner|Due|\n|-|-|-|\n|Add a limit|Ana|2024-05-01|\n",
		"rows of items":            "|Owner|Due|Description|\n|-|-|-|\n|Ana|2024-05-01|Add a limit|\n|Bo|2024-05-01||\n",
	} {
		doc := parse(t, "# T\n## Action items\n\n### Improve the detection\n\n"+table)
		if got := titles(doc.Items); !slices.Equal(got, []string{"Add a limit"}) {
			t.Errorf("%s: %q", name, got)
		}
	}
}

func TestTheFieldsOfOneItemAreNoItems(t *testing.T) {
	t.Parallel()
	for name, source := range map[string]string{
		"a list":                "- **Action**: Add a limit\n- **Owner**: Ana\n- **Due**: 2024-05-01\n",
		"a list below a number": "### Action item 1\n\n- Description: Add a limit\n- Owner: Ana\n- Due date: 2024-05-01\n",
		"a paragraph":           "### Action item 1\n\nAdd a limit\n\nOwner: Ana\n\nDue: 2024-05-01\n",
		"lines below a number":  "R1. Add a limit\nOwner: Ana\nDue: 2024-05-01\nEffort: a day\n",
		"a line below a number": "R1. Add a limit\n\n**Owner:** Ana **Due:** 2024-05-01\n",
		"bold fields in a line": "**Add a limit** **Owner:** Ana **Due:** 2024-05-01\n",
		"a list below a line":   "R1. Add a limit\n\n- Owner: Ana\n- Due: 2024-05-01\n",
	} {
		doc := parse(t, "# T\n## Action items\n\n"+source)
		if len(doc.Items) != 1 || doc.Items[0].Title != "Add a limit" || doc.Items[0].Owner != "Ana" || doc.Items[0].Due.Text != "2024-05-01" {
			t.Errorf("%s: %+v", name, doc.Items)
		}
	}
	doc := parse(t, "# T\n## Action items\n\n- Action: Add a limit\n- Action: Add a page\n- Owner: Ana\n")
	if got := titles(doc.Items); len(got) < 2 || got[0] != "Add a limit" || got[1] != "Add a page" {
		t.Errorf("%q", got)
	}
}

func TestAnotherCellSaysThatARowIsDone(t *testing.T) {
	t.Parallel()
	for cell, done := range map[string]bool{
		"Bug 123 **DONE**": true, "OPS-12 (done)": true, "OPS-12 ✅": true, "#12 - fixed": true, "done": true,
		"OPS-12": false, "OPS-12 TODO": false, "x": false, "the disk was done wrong": false,
	} {
		doc := parse(t, "# T\n## Action items\n\n|Action|Owner|Bug|\n|-|-|-|\n|Add a limit|Ana|"+cell+"|\n")
		if len(doc.Items) != 1 || doc.Items[0].Done != done {
			t.Errorf("%q: %+v, want done %v", cell, doc.Items, done)
		}
	}
}

func TestAHeadingThatAsksSaysOfNothingThatItIsDone(t *testing.T) {
	t.Parallel()
	for heading, done := range map[string]bool{
		"What we have changed":                         true,
		"What we have changed and what we will change": false,
		"What could we have done to prevent this?":     false,
		"Already done":                                 true,
	} {
		doc := parse(t, "# T\n## "+heading+"\n\n- A limit for the queue\n")
		if len(doc.Items) != 1 || doc.Items[0].Done != done {
			t.Errorf("%q: %+v, want done %v", heading, doc.Items, done)
		}
	}
}

func TestAnItemLosesNothingOfItsText(t *testing.T) {
	t.Parallel()
	doc := parse(t, "# T\n## Actions\n- **Add a limit**: The queue grew. Owner: @ana\n\n  It was long.\n\n  ```\n  x=1\n  ```\n")
	item := doc.Items[0]
	if want := "Add a limit: The queue grew. Owner: @ana\nIt was long.\nx=1"; item.Description != want {
		t.Errorf("description %q, want %q", item.Description, want)
	}
	doc = parse(t, "# T\n## Actions (completed)\n- Add a\n")
	if !doc.Items[0].Done {
		t.Error("an item under a heading that says completed is not done")
	}
}

func TestADueDayIsReadAsTrackersAndPeopleWriteIt(t *testing.T) {
	t.Parallel()
	for due, want := range map[string]string{
		"end of April":             "2024-04-30",
		"the end of February":      "2024-02-29",
		"by the end of March 2025": "2025-03-31",
		"20/Mar/24":                "2024-03-20",
		"20-Mar-2024":              "2024-03-20",
		"14.2.":                    "2024-02-14",
		"14/02":                    "2024-02-14",
		"4.11":                     "",
		"before 3.12":              "",
		"24/7":                     "",
		"2024/7/14":                "2024-07-14",
		"1/2":                      "",
		"@March 20, 2024":          "2024-03-20",
		"end of the week":          "",
		"2-3 weeks":                "",
		"end of Q3":                "",
		"April":                    "",
	} {
		doc := parse(t, "# T\n\nDate: 2024-02-10\n\n## Action items\n\n|Action|Due|\n|-|-|\n|Add a|"+due+"|\n")
		got := ""
		if d := doc.Items[0].Due; !d.IsZero() {
			got = d.Time.Format("2006-01-02")
		}
		if got != want {
			t.Errorf("%q: %q, want %q", due, got, want)
		}
	}
}

func TestADayLongBeforeTheIncidentIsOfNobodyKnowsWhichYear(t *testing.T) {
	t.Parallel()
	for due, want := range map[string]string{"14 March": "0001-01-01", "20 April": "2024-04-20", "14 June": "2024-06-14", "14 January": "0001-01-01"} {
		item := parse(t, "# T\n\nDate: 2024-05-01\n\n## Action items\n\n- Add a (by "+due+")\n").Items[0]
		if got := item.Due.Time.Format(time.DateOnly); got != want || item.Due.Text != due {
			t.Errorf("%q is %s of %q, want %s", due, got, item.Due.Text, want)
		}
	}
}

func TestAHeadingOrAGroupSaysUntilWhen(t *testing.T) {
	t.Parallel()
	for over, want := range map[string]string{
		"- Short term (by 14 June):\n  - Add a\n":                         "14 June",
		"### Before the end of June\n- Add a\n":                           "the end of June",
		"### Long term (by June)\n- Add a, due 20 June\n":                 "20 June",
		"### Long term (by June)\n|Action|Due|\n|-|-|\n|Add a|20 June|\n": "20 June",
		"### Short term (two weeks)\n- Add a\n":                           "",
		"### Short term (by 30 Sept 2026)\n- Add a\n":                     "30 Sept 2026",
		"- Prevent\n  - Add a (by 14 June)\n":                             "14 June",
		"### Found by Ana\n- Add a\n":                                     "",
	} {
		doc := parse(t, "# T\n\n## Action items\n\n"+over)
		if len(doc.Items) != 1 || doc.Items[0].Due.Text != want {
			t.Errorf("%q: %+v", over, doc.Items)
		}
	}
}

func TestPointsBelowAnItemThatNoteOnlyWhoWhenOrAStateAreItsFields(t *testing.T) {
	t.Parallel()
	for below, want := range map[string]Item{
		"- Ana Silva, by 14 June\n":                               {Owner: "Ana Silva", Due: Date{Text: "14 June"}},
		"- Assigned to Ana\n- done\n":                             {Owner: "Ana", Done: true},
		"- Owner – Ana Silva\n- Due – 14 June\n- Status – done\n": {Owner: "Ana Silva", Due: Date{Text: "14 June"}, Done: true},
		"- Ana Silva, 3 May\n- Bo, 4 May\n":                       {},
		"- Ana Silva\n- Bo\n":                                     {},
		"- Ana, Bo\n":                                             {},
		"- 14 June\n":                                             {},
		"- Owner – the one of the queue\n":                        {},
		"- Due – to the load\n":                                   {},
		"- done by hand today\n":                                  {},
	} {
		doc := parse(t, "# T\n\n## Action items\n\n- Talk to all who were there\n"+strings.ReplaceAll("\n"+below, "\n-", "\n  -")[1:])
		if len(doc.Items) != 1 || doc.Items[0].Owner != want.Owner || doc.Items[0].Due.Text != want.Due.Text || doc.Items[0].Done != want.Done {
			t.Errorf("%q: %+v", below, doc.Items)
		}
	}
}

func TestADayBeforeAnItemIsItsDueDayOnlyIfItComesAfterTheIncident(t *testing.T) {
	t.Parallel()
	for source, want := range map[string]string{
		"14 Feb – Add a":         "14 Feb",
		"**Feb 14**: Add a":      "Feb 14",
		"2024-02-14 - Add a":     "2024-02-14",
		"2024-02-10 - Add a":     "",
		"9 Feb: Add a":           "",
		"14 Feb: Added a":        "",
		"14 Feb: the queue rose": "",
	} {
		doc := parse(t, "# T\n\nDate: 2024-02-10\n\n## Action items\n\n- "+source+"\n")
		if len(doc.Items) != 1 || doc.Items[0].Due.Text != want || want != "" && doc.Items[0].Title != "Add a" {
			t.Errorf("%q: %+v", source, doc.Items)
		}
	}
}

func TestAColumnIsReadByWhatIsInIt(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ name, table, title, owner, due string }{
		{"AI may be the action", "|AI|Owner|Due date|State|\n|-|-|-|-|\n|Alert on the queue|Ana|2024-06-01|done|\n", "Alert on the queue", "Ana", "2024-06-01"},
		{"or its number", "|AI|Action|Owner|Due date|State|\n|-|-|-|-|-|\n|1|Alert on the queue|Ana|2024-06-01|done|\n", "Alert on the queue", "Ana", "2024-06-01"},
		{"days that were planned and came", "|Action|Responsible|Planned|Actual|\n|-|-|-|-|\n|Alert on the queue|Ana|2024-06-01|2024-05-30|\n", "Alert on the queue", "Ana", "2024-06-01"},
		{"a release is no day", "|Action|Owner|Milestone|State|\n|-|-|-|-|\n|Alert on the queue|Ana|4.11|done|\n", "Alert on the queue", "Ana", ""},
		{"hours are no days", "|Action|Owner|Planned|Actual|State|\n|-|-|-|-|-|\n|Alert on the queue|Ana|5 h|8 h|done|\n", "Alert on the queue", "Ana", ""},
	} {
		doc := parse(t, "# T\n\nDate: 2024-05-10\n\n## Action items\n\n"+test.table)
		if len(doc.Items) != 1 {
			t.Errorf("%s: %d items", test.name, len(doc.Items))
			continue
		}
		got, due := doc.Items[0], ""
		if !got.Due.IsZero() {
			due = got.Due.Text
		}
		if got.Title != test.title || got.Owner != test.owner || due != test.due || !got.Done {
			t.Errorf("%s: %q, owner %q, due %q, done %v", test.name, got.Title, got.Owner, due, got.Done)
		}
	}
	doc := parse(t, "# T\n\n## Action items\n\n|Action|Responsible|Planned|Actual|\n|-|-|-|-|\n|Add a|Ana|2024-06-01|2024-05-30|\n|Add b|Bo|2024-06-01|-|\n")
	if len(doc.Items) != 2 || !doc.Items[0].Done || doc.Items[1].Done {
		t.Errorf("%+v", doc.Items)
	}
}
