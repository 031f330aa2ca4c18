package postmortem

import "testing"

func TestHeadingsHaveTheirKindHoweverTheyAreSpelled(t *testing.T) {
	t.Parallel()
	for kind, headings := range map[Kind][]string{
		KindOverview:    {"Summary", "TL;DR", "Executive summary", "1. Overview", "Issue Summary", "Incident summary", "📝 Summary", "The short version"},
		KindDescription: {"What happened?", "Background", "Description", "Details of what happened", "What happened with LiteLLM", "The long version"},
		KindTimeline:    {"Timeline", "Timeline of events", "Timeline (all times UTC)", "Incident Timeline", "2) Timeline:", "Key events", "Chronology", "Key timestamps"},
		KindImpact:      {"Impact", "Impact on users", "Customer impact", "What was impacted", "Affected services", "End User Impact", "Numbers", "What it did to users", "What our customers saw"},
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
			"Member communication", "Press statement"},
		KindSupporting: {"Appendix", "References", "Supporting Information", "Stats", "How can customers make incidents like this less impactful?"},
		KindUnknown: {"KubeSpawner", "The npm registry", "Postmortem", "👋", "", "2024-05-01 10:00", "Update to the cluster members", "Message to engineers", "Note to self", "Note to readers",
			"Messages to partitions", "Updates for the player", "Reader messages were lost"},
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
