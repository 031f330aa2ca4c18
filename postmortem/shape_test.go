package postmortem

import (
	"slices"
	"testing"
	"time"
)

// Shapes of documents by people who follow no template, or half of one.
func TestActionItemsAreFoundWithoutATemplate(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, source string
		want         []string
	}{
		{"places of a template", "# T\n## Action items\n- [What will be done, by whom]\n- ${ACTION}\n- Add a limit to uploads\n", []string{"Add a limit to uploads"}},
		{"work that a noun names", "# T\n## Recommendations\n\nImplementation of alerts for the queue.\n\nRemoval of the old cache.\n",
			[]string{"Implementation of alerts for the queue.", "Removal of the old cache."}},
		{"plain text without Markdown", "Mill Lane Bakery, ovens offline\nTimeline\n10:00 - orders failed\n10:20 - orders worked\nCorrective Measures\nAdd a monitor for the order queue\nWrite a page on restarts\n",
			[]string{"Add a monitor for the order queue", "Write a page on restarts"}},
		{"groups with a colon over lines", "# T\n## Prevention\nMonitoring:\nAdd an alert on memory\nAdd an alert on errors\nProcess:\nReview every migration\n",
			[]string{"Add an alert on memory", "Add an alert on errors", "Review every migration"}},
		{"numbers count the items", "# T\n## Action items\n1. Dashboards\n   - requests a second\n   - errors a second\n2. Backups\n   - daily\n", []string{"Dashboards", "Backups"}},
		{"a numbered and bold label over what it has", "# T\n## Improvements\n1. **Second route**:\n   - fibre to the depot\n   - costs from the budget of May\n", []string{"Second route"}},
		{"a colon over words that are also verbs", "# T\n## Improvements\n- Add a test that counts:\n  - `bind`\n  - `record`\n", []string{"Add a test that counts"}},
		{"headings whose lists are fields", "# T\n## Preventive measures\n### 1. State verification\n- **Script:** `state.sh`\n- **Purpose:** verify the rows\n- **File:** `ops.md`\n", []string{"State verification"}},
		{"a heading that looks ahead", "# T\n## Looking forward\n- Add a limit to uploads\n", []string{"Add a limit to uploads"}},
		{"a heading with a slip of the pen", "# T\n## Actions items\n- Add a limit to uploads\n", []string{"Add a limit to uploads"}},
		{"further mitigations", "# T\n## Further mitigations and learnings\n\nThe test shop needs to look like the real one.\n\nThe tills were slow all day.\n", []string{"The test shop needs to look like the real one."}},
		{"a paragraph with what came of it", "# T\n## Action items\n\nThe alert had no owner (fixed by the ovens team).\n", []string{"The alert had no owner"}},
		{"a text whose lines were broken is one item", "# T\n## Next steps\n\nWe will move the orders to a queue of their own, which\nmeans that a slow oven cannot block the till\nany longer.\n",
			[]string{"Move the orders to a queue of their own, which means that a slow oven cannot block the till any longer."}},
		{"nothing to be done", "# T\n## Action items\n\nThere is nothing we need to change.\n\nNo further action is needed.\n", nil},
		{"a closing sentence", "# T\n## Improvements\n\nAdd a limit to uploads.\n\nBy addressing these areas, we can prevent another outage.\n", []string{"Add a limit to uploads."}},
		{"a list that a look ahead announces", "# T\n## Resolution\nWe cleared the disk.\n\nTo avoid this in the future we will:\n\n- Add an alert on disk space\n- Rotate the logs\n", []string{"Add an alert on disk space", "Rotate the logs"}},
		{"states before what is proposed", "# T\n## Mitigations\n- Suggested: add a limit to uploads\n- Implemented: rotate the logs\n", []string{"add a limit to uploads", "rotate the logs"}},
		{"remediation that tells, beside prevention", "# T\n## Remediation\n- The disk was cleared\n- The orders were back by noon\n## Prevention\n- Add an alert on disk space\n", []string{"Add an alert on disk space"}},
		{"remediation alone", "# T\n## Remediation\n- Add an alert on disk space\n", []string{"Add an alert on disk space"}},
		{"promises at the end", "# T\n## Lessons learned\n\nIn the future we will tell the shops before we move the ovens.\n\nThe ovens were cold.\n", []string{"In the future we will tell the shops before we move the ovens."}},
		{"promises for the next time", "# T\n## Ovens\n\nThe ovens were cold.\n\nNext time we will use a second oven.\n", []string{"Next time we will use a second oven."}},
		{"hours of a timeline", "# T\n## Timeline\n### 10:00 Follow-up\n- 10:02 Add a limit\n## Action items\n- Fix b\n", []string{"Fix b"}},
		{"boxes that verify", "# T\n## Verification\n- [x] Tested by the ovens team\n", nil},
		{"headers out of step with the rows", "# T\n## Action items\n|Owner|Due|\n|-|-|\n|Ana|2024-05-01|Add an alert on disk space|\n", nil},
		{"a table of contents", "# T\n- [Timeline](#timeline)\n- [Remediations](#remediations)\n  - [Ovens](#ovens)\n  - [Keeping patched](#keeping-patched)\n\n## Timeline\n\n10:00 cold\n\n## Remediations\n\n### Ovens\n\n- Add a second oven\n", []string{"Add a second oven"}},
		{"a table whose title is a key", "# T\n## Action items\n|Ticket|Description|\n|-|-|\n|OV-12|Add an alert on disk space|\n", []string{"Add an alert on disk space"}},
		{"a list of work above a table", "# T\n## Action items\n- Add a limit to uploads\n- Rotate the logs\n\n|Action|Owner|\n|-|-|\n|Add an alert|Ana|\n", []string{"Add a limit to uploads", "Rotate the logs", "Add an alert"}},
		{"a list that explains the columns of a table", "# T\n## Action items\n- Action: what is to be done\n- Owner: who does it\n\n|Action|Owner|\n|-|-|\n|Add an alert|Ana|\n", []string{"Add an alert"}},
		{"a table in HTML", "# T\n## Action items\n<table>\n<tr><th>Action</th><th>Owner</th></tr>\n<tr><td>Add an <b>alert</b></td><td>Ana</td></tr>\n<tr><td>Rotate the\nlogs</td><td>Bo</td></tr>\n</table>\n", []string{"Add an alert", "Rotate the logs"}},
		{"headings and lists in HTML", "# T\n\n<h2>Action items</h2>\n<ul>\n<li>Add a limit to <a href=\"https://x.example/1\">uploads</a></li>\n<li>Fix b<!-- no --></li>\n</ul>\n", []string{"Add a limit to uploads", "Fix b"}},
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

func TestAParagraphIsCalledByWhatItAsks(t *testing.T) {
	t.Parallel()
	reason := "The till asks every oven for its state before it takes an order, one after the other, and waits for each of them for as long as thirty seconds, which nobody on the team had known, because it is in a library that came with the first ovens and was never read by anyone. "
	doc := parse(t, "# T\n## Next steps\n\n"+reason+"We will ask all ovens at once.\n")
	if len(doc.Items) != 1 || doc.Items[0].Title != "We will ask all ovens at once." {
		t.Errorf("%q", titles(doc.Items))
	}
}

func TestFactsAreFoundWhereATitleOrADateSaysLittle(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ name, source, title, date string }{
		{"a heading that only says what it is", "# Postmortem\n\n## Ovens were cold\n\n## Summary\n\ntext\n", "Ovens were cold", "0001-01-01"},
		{"a generic title with a day", "---\ntitle: Post Mortem 2022-08-29\n---\n## Ovens were cold\n\ntext\n", "Ovens were cold", "2022-08-29"},
		{"a long prefix", "---\ntitle: Post Mortem Incident Report - Ovens were cold\n---\ntext\n", "Ovens were cold", "0001-01-01"},
		{"the first line of plain text", "Ovens were cold on Mill Lane\n\nIssue Summary\nOn May 3, 2024 it was cold.\n", "Ovens were cold on Mill Lane", "2024-05-03"},
		{"the day in the title before the day of writing", "---\ndate: 2024-06-20\n---\n# Outage of May 3, 2024\n", "Outage of May 3, 2024", "2024-05-03"},
		{"the day under a heading", "# Ovens were cold\n\n## Date\n\nMay 3, 2024\n", "Ovens were cold", "2024-05-03"},
	} {
		doc := parse(t, test.source)
		if got := doc.Date.Time.Format(time.DateOnly); doc.Title != test.title || got != test.date {
			t.Errorf("%s: %q %s", test.name, doc.Title, got)
		}
	}
}
