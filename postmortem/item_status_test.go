package postmortem

import "testing"

// state gives the state of an item as one word.
func state(item Item) string {
	switch {
	case item.Rejected:
		return "rejected"
	case item.Done:
		return "done"
	case item.DoneKnown:
		return "open"
	}
	return "unknown"
}

func TestADueDayThatSaysDoneIsNoDueDay(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ cell, state, due string }{
		{"Done June 3", "done", ""},
		{"Completed on 2026-06-03", "done", ""},
		{"✅ 3 June", "done", ""},
		{"Done (June 3)", "done", ""},
		{"Done: June 3, 2026", "done", ""},
		{"Done or not by June 3", "unknown", "Done or not by June 3"},
		{"Closed", "done", ""},
		{"Cancelled", "rejected", ""},
		{"June 3 (done)", "done", "June 3"},
		{"Complete by June 3", "unknown", "Complete by June 3"},
		{"New year", "unknown", "New year"},
		{"In progress, June 3", "unknown", "In progress, June 3"},
		{"June 3", "unknown", "June 3"},
	} {
		doc := parse(t, "# T\n## Action items\n\n|Action|Owner|Due|\n|-|-|-|\n|Add a second oven|Ana|"+test.cell+"|\n")
		item := doc.Items[0]
		if item.Title != "Add a second oven" || item.Owner != "Ana" || state(item) != test.state || item.Due.Text != test.due {
			t.Errorf("%q: %s, due %q", test.cell, state(item), item.Due.Text)
		}
	}
}

func TestWhatIsStruckAndRejectedIsNotDone(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ source, state string }{
		{"|Action|Status|\n|-|-|\n|~~Add a second oven~~|rejected|\n", "rejected"},
		{"|Action|Status|\n|-|-|\n|~~Add a second oven~~|Won't do|\n", "rejected"},
		{"|Action|Status|\n|-|-|\n|~~Add a second oven~~|done|\n", "done"},
		{"|Action|Status|\n|-|-|\n|Add a second oven|DONE?|\n", "unknown"},
		{"|Action|Status|\n|-|-|\n|Add a second oven|superseded|\n", "rejected"},
		{"- ~~Add a second oven~~ rejected\n", "rejected"},
		{"- ~~Add a second oven~~ | rejected\n", "rejected"},
		{"- ~~Add a second oven~~ (won't do: too dear)\n", "rejected"},
		{"- ~~Add a second oven~~\n", "done"},
		{"- [ ] Add a second oven — won't do\n", "rejected"},
		{"- Add a second oven — rejected: too dear\n", "rejected"},
		{"- Add a second oven. This was rejected because of its price.\n", "rejected"},
		{"- Add a second oven — REJECTED: too dear\n", "rejected"},
		{"- Add a second oven (obsolete)\n", "rejected"},
		{"- Add a second oven [dropped: too dear]\n", "rejected"},
		{"- Add a second oven (duplicate of OVEN-2)\n", "rejected"},
		{"- Add a second oven - no longer needed\n", "rejected"},
		{"- OVEN-12 (won't fix): Add a second oven\n", "rejected"},
		{"- Add a second oven. Owner: Ana; Status: DONE?\n", "unknown"},
		{"- Add a second oven. Owner: Ana; Status: postponed\n", "open"},
		{"- ~~Add a second oven~~ not this year\n", "rejected"},
		{"- Add a second oven: done by Ana on June 3\n", "done"},
		{"- Add a second oven — done by Ana\n", "done"},
		{"- Add a second oven (done by @ana)\n", "done"},
		{"- Add a second oven: done\n", "done"},
		{"- Add a second oven, done\n", "done"},
		{"- DONE: Add a second oven\n", "done"},
		{"|Action|Ticket|\n|-|-|\n|Add a second oven|OVEN-2: closed|\n", "done"},
		{"|Action|Ticket|\n|-|-|\n|Add a second oven|OVEN-2, cancelled|\n", "rejected"},
		{"- Add a second oven (done already)\n", "done"},
		{"- Add a second oven (merged and deployed)\n", "done"},
		{"- Add a second oven (closed by Ana)\n", "done"},
		{"- Add a second oven -> finished by Ana on 3 June\n", "done"},
		{"- Add a second oven: won't do\n", "rejected"},
		{"- Add a second oven — cancelled: too dear\n", "rejected"},
		{"- Add a second oven — declined because of its price\n", "rejected"},
		{"- Add a second oven - this was already done on June 3.\n", "done"},
		{"- Add a second oven (COMPLETED)\n", "done"},
		{"- Add a second oven (closed on 3 June)\n", "done"},
		{"- Add a second oven (superseded by OVEN-2)\n", "rejected"},
		{"- Add a second oven (out of scope)\n", "rejected"},
		{"|Action|Owner|Until|\n|-|-|-|\n|Add a second oven|Ana|done 3 June|\n", "done"},
		{"||Action|Owner|\n|-|-|-|\n|✅|Add a second oven|Ana|\n", "done"},
		{"||Action|Owner|\n|-|-|-|\n|✅ tested|Add a second oven|Ana|\n", "unknown"},
		{"- Add a second oven\n", "unknown"},
	} {
		item := parse(t, "# T\n## Next steps\n\n"+test.source).Items[0]
		if item.Title != "Add a second oven" || state(item) != test.state {
			t.Errorf("%q gives %q, %s", test.source, item.Title, state(item))
		}
	}
}

func TestWhyOrOnWhatIsNoState(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		// why it is to be done
		"Remove the old till (no longer needed)", "Delete the price list (obsolete)", "Remove the menu of May (obsolete since June)", "Stop the second call to the shops (duplicate)",
		"Remove the third lamp (duplicate of the second)", "Take down the sign — not needed", "Switch off the red lamp — obsolete", "File the old rota (superseded by the new one)",
		"Write a rota (out of scope: the summer)", "Repair the card reader. It was cancelled by the bank after a day.", "Ask the card again; it was declined because of a bad line",
		"Tell the shops; this was rejected by the bank last time", "Ask the baker about the cake — it was cancelled by a shop", "Put the dough in the bin (dropped, not baked)",
		"Bo suggested a card and it was rejected by the reader; clean the reader", "Upgrade the till; this is already deployed in the shop", "Bring the repair to the old till; this was fixed in the new one",
		// which things it is about, and what becomes of them
		"Show a reason for cakes — cancelled by a shop, sold or refused", "Archive orders (closed)", "Delete drafts (merged)", "Clean up old carts (cancelled)", "Set the state of a shop: closed",
		"Handle signs: opened, closed", "Count the COMPLETED orders", "Print a bill when an order is COMPLETED", "Call again after a FIXED time", "Wait until the oven is DONE", "Add a lamp (pending orders)", "Add a sign (closed market)", "Add a bell (open at night)", "Add a lamp for shops (open and closed)", "Add a till (closed by default)", "Add a lamp for cakes → baked, cooled, done",
		"Tell the shop why — declined, because the card is old", "Do not call the shops twice (not needed)", "Count cakes (rejected)", "Mark cakes as burned, not done",
		// when it is due
		"Add a third lamp: done by Christmas",
	} {
		if item := parse(t, "# T\n## Next steps\n\n- "+text+"\n").Items[0]; item.Title != text || item.DoneKnown {
			t.Errorf("%q gives %q, %s", text, item.Title, state(item))
		}
	}
}

func TestAStateBeforeAListOfThingsIsOne(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{"DONE: clean the ovens, tills and lamps": "done", "✅ Tell the shops: what was cold, and when": "done", "Clear the till, fixed": "done"} {
		if item := parse(t, "# T\n## Next steps\n\n- "+text+"\n").Items[0]; state(item) != want {
			t.Errorf("%q is %s", text, state(item))
		}
	}
}

func TestAMarkOfNoSureMeaningIsKept(t *testing.T) {
	t.Parallel()
	for _, mark := range []string{"[-]", "[~]", "[>]", "[/]"} {
		text := mark + " Add a second oven"
		if item := parse(t, "# T\n## Next steps\n\n- "+text+"\n").Items[0]; item.Title != text || item.DoneKnown {
			t.Errorf("%q gives %q, %s", text, item.Title, state(item))
		}
	}
}

func TestWhatWasPromisedIsNotDone(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]string{
		"The shift has made these recommendations:":                     "unknown",
		"The team has made the following recommendations:":              "unknown",
		"We have made some commitments to the shops:":                   "unknown",
		"The reading has been completed and these actions were chosen:": "unknown",
		"We have completed work on the oven and recommend:":             "unknown",
		"We have made the following changes:":                           "done",
		"The team has already taken a number of steps:":                 "done",
		"The following has been done:":                                  "done",
	} {
		if item := parse(t, "# T\n## Next steps\n\n"+line+"\n\n- Add a second oven\n- Move the till\n").Items[0]; state(item) != want {
			t.Errorf("%q is %s", line, state(item))
		}
	}
}

func TestOrdersThatAreDroppedAreNoState(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"Count orders twice (duplicate orders)", "Log the reason (dropped orders)", "Send a card for each order — cancelled, late or lost", "Mark the oven as not needed"} {
		if item := parse(t, "# T\n## Next steps\n\n- "+text+"\n").Items[0]; item.Title != text || item.DoneKnown {
			t.Errorf("%q gives %q, %s", text, item.Title, state(item))
		}
	}
}

func TestTheWordsOfAnItemSayItsState(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"Ana suggested a second oven. The bakers took a vote on it and it was rejected due to its price.": "rejected",
		"A second oven was proposed, but it was declined.":                                                "rejected",
		"Log the order when a card is read and it was rejected":                                           "unknown",
		"Add a second oven DONE": "done",
	} {
		if item := parse(t, "# T\n## Next steps\n\n- "+text+"\n").Items[0]; state(item) != want {
			t.Errorf("%q is %s", text, state(item))
		}
	}
}

func TestAQuestionedStateIsNone(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"Add a second oven DONE?", "Add a second oven - DONE? Ask Ana", "Add a second oven (done?)"} {
		if item := parse(t, "# T\n## Next steps\n\n- "+text+"\n").Items[0]; item.DoneKnown {
			t.Errorf("%q is %s", text, state(item))
		}
	}
}

func TestWhatStandsUnderRejectedIsRejected(t *testing.T) {
	t.Parallel()
	for _, line := range []string{
		"### Not doing", "### Won't do", "### Dropped", "### Rejected ideas", "### Ideas we rejected", "### What we decided not to do", "### Considered but rejected",
		"**Will not fix**", "### Non-goals", "### Actions (rejected)", "### Action items we dropped", "### Alternatives considered", "Not doing:", "Won't do for now:", "We decided against these:", "Out of scope:",
		"The following were considered and rejected:", "We did not open tickets for:", "We will not do these:",
	} {
		for _, item := range []string{"Add a second oven", "[ ] Add a second oven", "Second oven"} {
			doc := parse(t, "# T\n## Next steps\n\n- Move the till\n\n"+line+"\n\n- "+item+"\n")
			if len(doc.Items) != 2 || state(doc.Items[0]) != "unknown" || state(doc.Items[1]) != "rejected" {
				t.Errorf("%q: %+v", line, titles(doc.Items))
			}
		}
	}
	doc := parse(t, "# T\n## Next steps\n\n- Move the till\n- Not doing:\n  - Add a second oven\n")
	if len(doc.Items) != 2 || state(doc.Items[1]) != "rejected" || doc.Items[1].Type != "" {
		t.Errorf("%+v", doc.Items)
	}
}

func TestWhatIsCloserToAnItemSaysItsState(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ source, state string }{
		{"### Open items\n\n|Action|Status|\n|-|-|\n|Add a second oven|done|\n", "done"},
		{"### Open items\n\n|Action|Owner|Due|\n|-|-|-|\n|Add a second oven|Ana|Done June 3|\n", "done"},
		{"### Open items\n\nDone:\n\n- Add a second oven\n", "done"},
		{"### Open items\n\nWon't do:\n\n- Add a second oven\n", "rejected"},
		{"### Done\n\n- [ ] Add a second oven\n", "open"},
		{"### Open items\n\n- Add a second oven\n", "open"},
	} {
		if item := parse(t, "# T\n## Next steps\n\n"+test.source).Items[0]; state(item) != test.state {
			t.Errorf("%q is %s", test.source, state(item))
		}
	}
}

func TestAHeadingOfWhatWasDroppedIsNoState(t *testing.T) {
	t.Parallel()
	for _, line := range []string{"### Dropped orders", "### Rejected payments", "### Cancelled deliveries", "We did not do these in time:", "The following were dropped by the shop and have to be found:", "Make sure that rejected orders are seen:", "Count what we declined at the till:"} {
		doc := parse(t, "# T\n## Next steps\n\n"+line+"\n\n- Add a second oven\n- Move the till\n")
		for _, item := range doc.Items {
			if item.DoneKnown {
				t.Errorf("%q: %s is %s", line, item.Title, state(item))
			}
		}
	}
}

func TestTwoStatesBehindADashAreTheItemsOwn(t *testing.T) {
	t.Parallel()
	for line, rejected := range map[string]bool{"Add a lamp – closed, won't fix": true, "Add a lamp - rejected, wontfix": true, "Add a lamp – closed, done": false, "Add a lamp → deployed, closed": false} {
		doc := parse(t, "# T\n\n## Action items\n\n- "+line+"\n")
		if len(doc.Items) != 1 || !doc.Items[0].Done && !doc.Items[0].Rejected || doc.Items[0].Rejected != rejected {
			t.Errorf("%q: %+v", line, doc.Items)
		}
	}
}
