package postmortem

import "testing"

func TestHeadingsHaveTheirKindHoweverTheyAreSpelled(t *testing.T) {
	t.Parallel()
	for kind, headings := range map[Kind][]string{
		KindOverview:    {"Summary", "TL;DR", "Executive summary", "1. Overview", "Issue Summary", "Incident summary", "📝 Summary", "The short version"},
		KindDescription: {"What happened?", "Background", "Description", "Details of what happened", "What happened with LiteLLM", "The long version"},
		KindTimeline:    {"Timeline", "Timeline of events", "Timeline (all times UTC)", "Incident Timeline", "2) Timeline:", "Key events", "Chronology", "Key timestamps"},
		KindImpact:      {"Impact", "Impact on users", "Customer impact", "What was impacted", "Affected services", "End User Impact", "Numbers", "What it did to users", "What it did to our customers", "What our customers saw"},
		KindCauses: {"Root Cause", "Root causes and trigger", "Contributing Factors", "Causes", "Trigger(s)", "Root Cause Analysis", "Five Whys", "Why did it happen?", "What caused the incident?",
			"Underlying cause", "Causal factors", "5-Why analysis", "5 whys analysis", "Aggravating factors", "What made it worse", "What made this possible", "Why could it lock?", "Technical analysis", "What went wrong and why?"},
		KindDetection:  {"Detection", "How did we find out?", "How was it detected?", "How did we know?", "Time to detect"},
		KindResolution: {"Resolution", "Mitigation", "Recovery", "Resolution and recovery", "Mitigation & Resolution", "Actions taken", "Action Taken", "Response", "How was it fixed", "How did we respond?", "What did we do to fix it?"},
		KindLessons:    {"Lessons Learned", "Lessons learnt", "Lessons", "Key Takeaways", "What did we learn", "Learnings"},
		KindWentWell:   {"What went well", "What went well?", "Things that went well", "What worked well"},
		KindWentBadly:  {"What went wrong", "What didn’t go well", "What went poorly", "Things that went badly", "What could have gone better", "What can be improved?", "What could we have done better?", "Challenges", "Stuff that didn’t", "Not so good"},
		KindLucky:      {"Where we got lucky", "Where did we get lucky?", "Where did we get lucky"},
		KindActions: {"Action items", "Action Items & Followups", "Follow-up", "Follow up", "Follow-ups", "Corrective actions", "Corrective and Preventative Measures", "Next steps",
			"TODO", "To do", "Remediation", "Prevention", "What are we doing about this", "What we're doing about it", "What is being done to prevent future incidents?", "Resulting Action",
			"Actions following review", "Review actions", "Future measures", "Improvements", "How do we prevent this from happening again?", "What's next?", "Recommendations", "[Action Items]", "Post-incident actions",
			"Countermeasure", "What we've changed", "What has been done since", "Not done yet", "Doing",
			"Repair items", "What we will do", "What we'll do", "What will we change?", "How are we making incidents like this less likely or less impactful?"},
		KindResponders: {"Responders", "Attendees", "People involved", "Involved Parties", "How many people were involved in the remediation?"},
		KindInternal:   {"Internal message", "Internal communication", "Internal comms", "Email to all staff", "Message to all employees"},
		KindExternal: {"External message", "Public statement", "Status page update", "Customer comms", "Message to our customers", "To our customers",
			"Customer-facing summary", "Announcement", "Message to guests", "Message to all affected riders", "Letter to our patients", "Note to our season ticket holders", "Notice for residents",
			"Member communication", "Press statement",
			"What we're telling customers", "What we’re telling our customers", "What we told customers", "What we tell affected customers", "What we will tell our clients", "What to tell customers",
			"What support tells customers", "What customers were told", "What customers will hear from us", "What our users are told", "Mail to customers", "E-mail to our clients", "Note to affected users",
			"Text for customers", "Wording for customers", "Draft for customers", "Apology to our customers", "Notification to all affected customers", "Customer email", "Customer notification",
			"Client note", "Public apology", "Public blog post", "External note", "Explanation for customers", "Reply to customers", "Dear customers", "To our users", "Press release",
			"Message to the communities", "Note to the service teams", "Letter to the editors", "Notice to crate authors", "E-mail to Hachydermians", "Message for the product teams", "Message to Organization Owners",
			"Note to all developers", "Apology to the clinics", "Message for hub admins", "Message for publication", "For customers", "Text for the status page", "Newsletter", "7. Mail to customers:", "Customer Mail (draft)"},
		KindSupporting: {"Appendix", "References", "Supporting Information", "Stats", "How can customers make incidents like this less impactful?"},
		KindUnknown: {"KubeSpawner", "The npm registry", "Postmortem", "👋", "", "2024-05-01 10:00", "Update to the cluster members", "Message to engineers", "Note to self", "Note to readers",
			"Messages to partitions", "Updates for the player", "Reader messages were lost", "Message queue", "Message", "Message broker", "Messages in the queue", "Mail server", "Post to the queue",
			"Answer of the API to users of the old client", "Text search", "Draft orders", "What users read from the cache", "Report generator", "Notifications", "Public postmortem", "External report", "Customer report", "User report", "Client reports",
			"What we did to our database", "Message to the on-call engineers", "Note to the leads", "Message to management", "E-mail to the engineering teams", "Note for next time", "Note for reviewers", "Message to the queues", "Note for other teams’ leads",
			"Notice for the release process", "Messages for editors"},
	} {
		for _, heading := range headings {
			if got, _ := kindOf(heading); got != kind {
				t.Errorf("%q is %q, want %q", heading, got, kind)
			}
		}
	}
}

func TestASubHeadingInheritsTheKindAbove(t *testing.T) {
	t.Parallel()
	doc := parse(t, "# The title\n\nA\n\n## Timeline\n\n### 10:00 it broke\n\n## Action items\n\n### Detection\n\n### Timeline\n\nX\n=\n\n**Root cause**\n\nIt was the cache.\n\n## Impact\n")
	want := []struct {
		heading string
		kind    Kind
	}{{"", ""}, {"The title", ""}, {"Timeline", KindTimeline}, {"10:00 it broke", KindTimeline}, {"Action items", KindActions},
		{"Detection", KindActions}, {"Timeline", KindTimeline}, {"X", ""}, {"Root cause", KindCauses}, {"Impact", KindImpact}}
	if len(doc.Sections) != len(want) {
		t.Fatalf("%d sections", len(doc.Sections))
	}
	for i, w := range want {
		if s := doc.Sections[i]; s.Heading != w.heading || s.Kind != w.kind {
			t.Errorf("section %d: %q is %q, want %q %q", i, s.Heading, s.Kind, w.heading, w.kind)
		}
	}
}

func TestAHeadingThatSaysOnlyMessageIsThatToCustomersWhereTheReportHasItsParts(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]Kind{
		"# Slow tills\n\n## Impact\n\nX\n\n## Message\n\nLast.":                    KindExternal,
		"# Slow tills\n\n## Customers\n\n### Message\n\nLast.":                     KindExternal,
		"# Slow tills\n\n## Messaging\n\n### Message\n\nLast.":                     KindExternal,
		"## Impact\n\nX\n\n**Message**\n\nLast.":                                   KindImpact,
		"# Slow tills\n\n## The alert\n\n### Message\n\nLast.":                     KindUnknown,
		"# Slow tills\n\n## Timeline\n\n### Message\n\nLast.":                      KindTimeline,
		"# Slow tills\n\n## Message queue\n\nLast.":                                KindUnknown,
		"# Slow tills\n\n## Message broker\n\n### Message\n\nLast.":                KindUnknown,
		"# Slow tills\n\n## The error\n\nMessage: connection refused\n\nLast.":     KindUnknown,
		"# Slow tills\n\n## The error\n\n**Message:** connection refused\n\nLast.": KindUnknown,
		"# Slow tills\n\n## The error\n\n- Message: connection refused\n\nLast.":   KindUnknown,
		"# Slow tills\n\n## The error\n\nMessage\n\nLast.":                         KindUnknown,
		"# Message\n\nLast.": KindUnknown,
	} {
		doc := parse(t, text)
		if got := doc.Blocks[len(doc.Blocks)-1].Section.Kind; got != want {
			t.Errorf("%q: the last line is of %q, want %q", text, got, want)
		}
	}
}

func TestWhatStandsBelowAMessageIsTheMessageWhateverItsPartsAreCalled(t *testing.T) {
	t.Parallel()
	const host, work = "The tills waited for till-db-07.", "We are going to add a second line."
	for name, message := range map[string]string{
		"sub-headings":          "## External message\n\n### Summary\n\nTills were slow.\n\n### What happened?\n\n" + host + "\n\n### What are we doing about this?\n\n- " + work,
		"deeper sub-headings":   "## Customer mail\n\n### Text\n\n#### Impact\n\nTills were slow.\n\n#### Root cause\n\n" + host + "\n\n#### Next steps\n\n- " + work,
		"a timeline of its own": "## External message\n\n### Timeline\n\n- 10:00 UTC " + host + "\n\n### Action items\n\n- [ ] " + work,
		"bold lines":            "## External message\n\n**Summary**\n\nTills were slow.\n\n**What happened**\n\n" + host + "\n\n**What we are doing**\n\n1. " + work,
		"bold labels":           "## External message\n\n**Summary:** Tills were slow.\n\n**What happened:** " + host + "\n\n**What we are doing:** " + work,
		"plain labels":          "## External message\n\nSummary: Tills were slow.\n\nWhat happened: " + host + "\n\nWhat we are doing: " + work,
		"labels over lists":     "## External message\n\nWhat happened:\n\n- " + host + "\n\nNext steps:\n\n- " + work + "\n\nAction items:\n\n- Add a line.",
		"labels in one list":    "## External message\n\n- **Impact:** Tills were slow.\n- **What happened:** " + host + "\n- **Action items:** " + work,
		"quoted parts":          "## Messaging\n\n### External message\n\n> Summary\n\n> Tills were slow.\n\n> What happened?\n\n> " + host + "\n\n> What are we doing about this?\n\n> " + work,
		"a heading of its own":  "**External message**\n\nSummary: Tills were slow.\n\nWhat happened: " + host + "\n\nNext steps: " + work,
		"a plain line over it":  "External message:\n\nTills were slow:\n\n- " + host + "\n\nNext steps: " + work,
		"items marked as such":  "## External message\n\nAction item: add a line. " + host + "\n\n- [ ] TODO: " + work,
	} {
		doc := parse(t, "# Slow tills\n\n## What happened\n\nThe tills were slow.\n\n"+message+"\n\n## Links\n\nSee till-db-08.\n")
		if len(doc.Items) > 0 {
			t.Errorf("%s: %q is read as an action item", name, doc.Items[0].Title)
		}
		found := map[string]bool{}
		for _, f := range DefaultRules().Check(doc, Context{}) {
			if f.Rule == "external-internal-detail" {
				found[f.Text] = true
			}
		}
		if !found["till-db-07"] || found["till-db-08"] {
			t.Errorf("%s: host names of the message are %v", name, found)
		}
	}
}

func TestWhatStandsBelowAMessageInsideTheHouseIsOfItToo(t *testing.T) {
	t.Parallel()
	doc := parse(t, "# Slow tills\n\n## Internal message\n\n### What happened\n\nThe tills were slow.\n\n### Next steps\n\n- [ ] Add a second line.\n\n## Action items\n\n- [ ] Add a third line.\n")
	if len(doc.Items) != 1 || doc.Items[0].Title != "Add a third line." {
		t.Errorf("items: %+v", doc.Items)
	}
	if kind := doc.Sections[len(doc.Sections)-2].Kind; kind != KindInternal {
		t.Errorf("its next steps are of %q", kind)
	}
}

func TestATitleLikeThatOfAMessageLeavesTheReportItsParts(t *testing.T) {
	t.Parallel()
	for title, want := range map[string]Kind{"Status page": KindTimeline, "Announcement": KindTimeline, "Messages to customers delayed": KindTimeline, "External message": KindExternal, "To our customers": KindExternal,
		"Duplicate emails to customers": KindTimeline, "Missing updates to customers": KindTimeline, "Lost messages to customers": KindTimeline, "Delayed customer messages": KindTimeline,
		"Message to our customers": KindExternal, "Message to the editors": KindTimeline} {
		doc := parse(t, "# "+title+"\n\n## Timeline\n\nIt began at ten.\n")
		if got := doc.Sections[len(doc.Sections)-1].Kind; got != want {
			t.Errorf("below %q the timeline is of %q, want %q", title, got, want)
		}
		other := parse(t, "# "+title+"\n\n## The ovens\n\nThey were cold.\n\n## Timeline\n\nIt began at ten.\n")
		if got := other.Sections[2].Kind; got.tells() != want.tells() {
			t.Errorf("below %q a part of its own is of %q", title, got)
		}
	}
}

func TestAPublicPostmortemIsTheReportAndWithinOneWhatIsPublishedOfIt(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]Kind{
		"# Public postmortem\n\n## Cold ovens\n\n### Timeline\n\nIt began at ten.":                        KindTimeline,
		"## Public postmortem\n\n### Action items\n\n- Add a fan.":                                        KindActions,
		"# External report\n\n## Timeline\n\nIt began at ten.":                                            KindTimeline,
		"# Cold ovens\n\n## Timeline\n\nIt began at ten.\n\n## Public postmortem\n\nThe ovens were cold.": KindExternal,
		"# Cold ovens\n\n## Timeline\n\nIt began at ten.\n\n## Customer report\n\nA shop called at ten.":  KindUnknown,
	} {
		doc := parse(t, text)
		if got := doc.Blocks[len(doc.Blocks)-1].Section.Kind; got != want {
			t.Errorf("%q: the last line is of %q, want %q", text, got, want)
		}
	}
}

func TestALabelIsASectionOfWhatItNames(t *testing.T) {
	t.Parallel()
	doc := parse(t, "# T\n\nIt was down.\n\nImpact: 5 % of requests.\n\nAnd then.\n\nWhat went well?\n- Alerts\n\nMore text.\n")
	kinds := map[string]Kind{}
	for b := range doc.All() {
		if b.Kind == BlockParagraph {
			kinds[b.Text.Plain] = b.Section.Kind
		}
	}
	for text, want := range map[string]Kind{"It was down.": "", "Impact: 5 % of requests.": KindImpact, "And then.": "", "Alerts": KindWentWell, "More text.": ""} {
		if kinds[text] != want {
			t.Errorf("%q is in %q, want %q", text, kinds[text], want)
		}
	}
}

func TestASubHeadingSaysLessThanWhatItStandsIn(t *testing.T) {
	t.Parallel()
	for source, want := range map[string]map[string]Kind{
		"# Postmortem\n\n## Lessons learned\n\n### General\n\nThere was no runbook.\n\n## Summary\n\nIt was short.\n\n## Post-mortem\n\nNo alert was set up.\n": {
			"Postmortem": KindUnknown, "General": KindLessons, "Summary": KindOverview, "Post-mortem": KindLessons},
		"# Shop down\n\n## Postmortem\n\n### Summary\n\nIt was short.\n\n### Queue\n\nIt was full.\n": {
			"Postmortem": KindUnknown, "Summary": KindOverview, "Queue": KindUnknown},
	} {
		kinds := map[string]Kind{}
		for _, s := range parse(t, source).Sections {
			kinds[s.Heading] = s.Kind
		}
		for heading, kind := range want {
			if got, ok := kinds[heading]; !ok || got != kind {
				t.Errorf("%s is %q (%t), want %q", heading, got, ok, kind)
			}
		}
	}
}

func TestAWholeSentenceInBoldIsNoHeading(t *testing.T) {
	t.Parallel()
	for line, heading := range map[string]bool{
		"**No customer data was lost during this incident.**":            false,
		"**The on-call engineer was paged at 10:20 and began to look.**": false,
		"**We do not know yet why the second node failed.**":             false,
		"**No data was lost.**":                                          true, // as short as a heading
		"**Why the second node was not used**":                           true,
		"**Failure of the primary database cluster of the shop.**":       true,
		"**What we did to fix it.**":                                     true,
		"**The database of the shop**":                                   true,
		"**The cache was cold when the load came back:**":                true,
	} {
		doc := parse(t, "# Slow tills\n\n## Impact\n\nTills were slow.\n\n"+line+"\n\nMore of it.\n")
		if got := len(doc.Sections) == 4; got != heading {
			t.Errorf("%s is a heading: %v", line, got)
		}
	}
	doc := parse(t, "# Slow tills\n\n## Action items\n\n**We will add an alert on the depth of the queue.**\n\nOwner: Ana\n")
	if len(doc.Items) != 1 || doc.Items[0].Owner == "" {
		t.Errorf("items: %+v", doc.Items)
	}
}
