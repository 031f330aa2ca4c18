package postmortem

import (
	"slices"
	"testing"
)

func TestNotesAndQuestionsAmongItemsAreNone(t *testing.T) {
	t.Parallel()
	for _, line := range []string{
		"Thanks to Ana for her night.", "Kudos to the night shift", "FYI the second oven is red.", "FYI: the second oven is red.", "See also the notes of May.", "Note: the lamp is red",
		"Open question: who pays for the oven?", "Q: is the oven insured?", "Should the shops be told? → No.", "Decision: we have no second till", "We decided not to sell the till.", "e.g. sell the till",
		"Related: OVEN-12", "Dashboard: https://example.org/ovens", "Channel: #ovens", "Last updated: 3 June", "See row 1",
		"Should we add a second oven?", "Do we know why the oven went cold?", "Why did nobody call?", "Do the shops know?", "Have we seen it in May?", "Why did nobody call? The phone was off.", "Could it go cold again?", "Could we have seen it in May?", "Can we trust the lamp?",
		"Who pays? And when?", "Is it red? Nobody knows", "See above for the lamps.", "See row 1 and 2", "Example: the red one", "We discussed a third oven; it is too dear.",
	} {
		doc := parse(t, "# T\n## Next steps\n\n- Move the till\n- "+line+"\n- Clean the oven\n")
		if got := titles(doc.Items); !slices.Equal(got, []string{"Move the till", "Clean the oven"}) {
			t.Errorf("%q: %q", line, got)
		}
	}
}

func TestWhatOnlyLooksLikeANoteIsAnItem(t *testing.T) {
	t.Parallel()
	for _, line := range []string{
		"[ ] Should we add a second oven?", "Should we add a second oven? (@ana)", "Add a second oven?", "Note: add a second oven", "Thank the night shift with a cake",
		"\"Is it cold?\" sign on the oven", "“Why so late?” card for the shops", "FYI board for the shops", "See above: same lamp for the till", "Example: add a `cake` to the price list", "We discussed a third oven: buy it in May",
		"We decided not to bake at night; move the shift", "Should the lamp be green? Bo to decide", "Could Ana Silva read the meter?", "Can you clean the lamp, Bo?", "Can we shorten the way to the till?", "Could we add a lamp to the door?",
		"Could the night team clean the lamp?", "Will the key of the oven fit? To be tested", "How do we see it earlier? A lamp at the door",
		"We decided against a third oven. Instead, buy ice", "We decided not to bake at night — but lend the oven", "Do not bake at night?", "Do a dry run of the oven?", "Have a second look at the lamp?",
		"FYI mails: send them on weekdays", "Shout-out board: clean it", "Congratulation cards are sent twice; fix the list", "We discussed a second oven and will buy it", "Decision: add a second oven", "Fix the dashboard: https://example.org/ovens", "Should it be cold? Yes, Ana will add ice.", "Is the oven cold? Then call Ana.", "Total the orders each night",
	} {
		doc := parse(t, "# T\n## Next steps\n\n- Move the till\n- "+line+"\n- Clean the oven\n")
		if len(doc.Items) != 3 {
			t.Errorf("%q: %q", line, titles(doc.Items))
		}
	}
}

func TestOnlyWorkIsReadUnderQuestions(t *testing.T) {
	t.Parallel()
	for _, line := range []string{"### Open questions", "**Questions**", "Open questions:", "Questions that are still open:", "### What we don't know yet", "Background:", "For context:", "### Accepted risks"} {
		doc := parse(t, "# T\n## Next steps\n\n- Move the till\n\n"+line+"\n\n- Who has the keys?\n- The oven was cold twice; nobody knows why.\n- Ask the maker of the oven\n")
		if got := titles(doc.Items); !slices.Equal(got, []string{"Move the till", "Ask the maker of the oven"}) || doc.Items[1].DoneKnown {
			t.Errorf("%q: %q", line, got)
		}
	}
}

func TestARowThatAddsUpIsNoItem(t *testing.T) {
	t.Parallel()
	for _, row := range []string{"|Why was it cold?|||", "|Total||3|", "|No action needed for the oven|||", "|See row 1|||", "|Long term|||", "|**Total:**||3|", "|N/A|||", "|Thanks to Ana|||"} {
		doc := parse(t, "# T\n## Action items\n\n|Action|Owner|Days|\n|-|-|-|\n|Move the till|Ana|3|\n"+row+"\n")
		if got := titles(doc.Items); !slices.Equal(got, []string{"Move the till"}) {
			t.Errorf("%q: %q", row, got)
		}
	}
	doc := parse(t, "# T\n## Action items\n\n|#|Action|Owner|\n|-|-|-|\n|1|Move the till|Ana|\n|Total|1 measure||\n")
	if got := titles(doc.Items); !slices.Equal(got, []string{"Move the till"}) {
		t.Errorf("%q", got)
	}
	for _, row := range []string{"|Should we sell it?|Ana||", "|Oven: https://example.org/oven|Bo||", "|High load alert|||", "|Immediate restart|||", "|Totals page|||"} {
		if doc := parse(t, "# T\n## Action items\n\n|Action|Owner|Days|\n|-|-|-|\n|Move the till|Ana|3|\n"+row+"\n"); len(doc.Items) != 2 {
			t.Errorf("%q: %q", row, titles(doc.Items))
		}
	}
}

func TestARemarkBelongsToTheItemAbove(t *testing.T) {
	t.Parallel()
	doc := parse(t, "# T\n## Next steps\n\n- Add a second oven\n- This was tried in spring, when the gas was too weak.\n- One of the ovens that we looked at was too big.\n- It should be next to the first\n- These lamps were broken\n- It was not clear who has the keys; write it down\n"+
		"- It had no lid, so buy one\n- This was the first night of Bo: pair him\n- One of the lamps was muted: unmute it\n- This was missed by Bo; a lamp for it\n- It had no lid, so it was cold\n- It was planned to be red\n- This was agreed with the maker\n- It was cold; nothing else to do\n- This was the first night of Ana: she was alone\n")
	if got := titles(doc.Items); !slices.Equal(got, []string{"Add a second oven", "It should be next to the first", "These lamps were broken", "It was not clear who has the keys; write it down",
		"It had no lid, so buy one", "This was the first night of Bo: pair him", "One of the lamps was muted: unmute it", "This was missed by Bo; a lamp for it"}) {
		t.Fatalf("%q", got)
	}
	if got, want := doc.Items[0].Description, "This was tried in spring, when the gas was too weak.\nOne of the ovens that we looked at was too big."; got != want {
		t.Errorf("the description is %q", got)
	}
}

func TestWhatWasAgreedIsAnItem(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"It was agreed to keep the door shut in winter", "It was decided to buy a lid.", "It was agreed that Bo greases the hinge", "It was recommended to add a second lamp"} {
		if doc := parse(t, "# T\n## Next steps\n\n- Add a second oven\n- "+text+"\n"); len(doc.Items) != 2 {
			t.Errorf("%q: %q", text, titles(doc.Items))
		}
	}
}

func TestWhatTheDocumentHasToHaveIsNoItem(t *testing.T) {
	t.Parallel()
	doc := parse(t, "# T\n## Next steps\n\n- Add a second oven\n\n### Before closing\n\n- [ ] All sections above are filled in\n- [x] The timeline has been read by the shift\n- [ ] Action items have a ticket\n- [ ] Call the shops\n")
	if got := titles(doc.Items); !slices.Equal(got, []string{"Add a second oven", "Call the shops"}) {
		t.Errorf("%q", got)
	}
	doc = parse(t, "# T\n## Next steps\n\n- [ ] The report has to name the oven\n- [ ] The ovens are checked each week\n- [ ] Title search has an index\n- [ ] Summary mails are sent once\n- [ ] Causes of cold ovens are known\n")
	if len(doc.Items) != 5 {
		t.Errorf("%q", titles(doc.Items))
	}
}

func TestWhereNothingIsToBeDoneThereIsNoItem(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"Detect: n/a", "**Mitigate:** none", "Process: Nothing to do", "None at this time", "Nothing for the night shift", "No action items needed.", "No further actions", "Other: -", "AP3: dropped", "AP4: n/a"} {
		if doc := parse(t, "# T\n## Next steps\n\n- "+text+"\n"); len(doc.Items) != 0 {
			t.Errorf("%q: %q", text, titles(doc.Items))
		}
	}
	for _, text := range []string{"Nothing should page at night", "No actions may run without a second baker", "Detect: cold ovens", "Add an alert: TBD", "Second oven:"} {
		if doc := parse(t, "# T\n## Next steps\n\n- "+text+"\n  - by May\n"); len(doc.Items) != 1 {
			t.Errorf("%q: %q", text, titles(doc.Items))
		}
	}
}

func TestWhatIsToBeDoneBehindNothingIsAnItem(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]Item{
		"No action was taken on the day. Ana will add a limit.":             {Title: "Add a limit.", Owner: "Ana"},
		"None yet; Ana will propose a limit by Friday.":                     {Title: "Propose a limit", Owner: "Ana", Due: Date{Text: "Friday"}},
		"No action was taken on the day, but Ana will add a limit.":         {Title: "Add a limit.", Owner: "Ana"},
		"None so far - add a limit all the same":                            {Title: "add a limit all the same"},
		"No changes were needed on the host. We will add a limit.":          {Title: "Add a limit."},
		"Nothing yet. Bo to add a limit.":                                   {Title: "Add a limit.", Owner: "Bo"},
		"None yet. Thank you all.":                                          {},
		"No actions needed; the baker has mended the oven.":                 {},
		"No action items were identified, as the baker will mend the oven.": {},
	} {
		for _, point := range []string{"", "- "} {
			doc := parse(t, "# T\n## Next steps\n\n"+point+text+"\n")
			if want.Title == "" && len(doc.Items) == 0 {
				continue
			}
			if len(doc.Items) != 1 || doc.Items[0].Title != want.Title || doc.Items[0].Owner != want.Owner || doc.Items[0].Due.Text != want.Due.Text {
				t.Errorf("%q: %+v", point+text, doc.Items)
			}
		}
	}
	if doc := parse(t, "# T\n## Next steps\n\nThere is no limit on the queue, so Ana will add one.\n"); len(doc.Items) != 1 || doc.Items[0].Owner != "Ana" {
		t.Errorf("%q", titles(doc.Items))
	}
	if doc := parse(t, "# T\n## Next steps\n\nThere was no limit on the queue. We will add a limit.\n"); len(doc.Items) != 1 || doc.Items[0].Title != "Add a limit." {
		t.Errorf("%q", titles(doc.Items))
	}
}

func TestALegendIsNoListOfItems(t *testing.T) {
	t.Parallel()
	const items = "# T\n## Next steps\n\n- P0: Move the till\n\n"
	for _, legend := range []string{
		"Legend:\n\n- 🟢 done\n- 🟡 begun\n", "Legend:\n\n- 🟢 means done\n- 🟡 means begun\n", "Signs are these.\n\n- 🟢 means done\n- 🟡 means begun\n", "Priorities:\n\n- P0: must be done at once\n- P1: should be done soon\n", "### Status key\n\n- x = done\n- o = open\n",
	} {
		if got := titles(parse(t, items+legend).Items); !slices.Equal(got, []string{"Move the till"}) {
			t.Errorf("%q: %q", legend, got)
		}
	}
	for _, list := range []string{"Priorities:\n\n- P1: Add a second oven\n- P2: Clean the oven\n", "- P1 = Add a second oven\n- P2: the oven is dirty\n"} {
		if got := titles(parse(t, items+list).Items); len(got) != 3 {
			t.Errorf("%q: %q", list, got)
		}
	}
}
