package postmortem

import "testing"

func TestSentencesOfAParagraphThatSayWhoWillDoWhatAreItemsEach(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, source string
		want         []Item
	}{
		{"two persons", "Yuki is going to add a limit to the queue. The team should write the runbook, owner Marta.",
			[]Item{{Title: "Add a limit to the queue.", Owner: "Yuki"}, {Title: "The team should write the runbook", Owner: "Marta"}}},
		{"two persons in a point", "- Yuki is going to add a limit. The team should write the runbook, owner Marta.\n- Fix the probe. Ana Silva, OPS-12.",
			[]Item{{Title: "Add a limit.", Owner: "Yuki"}, {Title: "The team should write the runbook", Owner: "Marta"}, {Title: "Fix the probe", Owner: "Ana Silva"}}},
		{"one person in a point", "- Ana will add a limit. We will tune it later. Add a page too.", []Item{{Title: "Add a limit. We will tune it later. Add a page too.", Owner: "Ana"}}},
		{"a person, a day and a reason", "Yuki will add a limit to the queue by 14 June. It grew for an hour. Bo needs to tune the alert.",
			[]Item{{Title: "Add a limit to the queue", Owner: "Yuki", Due: Date{Text: "14 June"}}, {Title: "Tune the alert.", Owner: "Bo"}}},
		{"what is done, is being done and will be", "We have limited the size of mails. Next we're teaching the queue to resume. By the end of April, we'll also alert on its age.",
			[]Item{{Title: "We have limited the size of mails.", DoneKnown: true, Done: true}, {Title: "Next we're teaching the queue to resume."}, {Title: "Alert on its age.", Due: Date{Text: "the end of April"}}}},
		{"labels behind a sentence", "We will add a limit. Owner: Ana. Due: 14 June. We will also write the runbook. Owner: Bo.",
			[]Item{{Title: "Add a limit", Owner: "Ana", Due: Date{Text: "14 June"}}, {Title: "Write the runbook", Owner: "Bo"}}},
		{"what is planned", "We are planning to add a limit to the queue. Okwu Brant is planning to write the runbook.",
			[]Item{{Title: "Add a limit to the queue."}, {Title: "Okwu Brant is planning to write the runbook."}}},
		{"what we will have to do", "We will have to replace the probe. We will need to split the queue.", []Item{{Title: "Replace the probe."}, {Title: "Split the queue."}}},
		{"persons with initials", "Add a limit to the queue (owner: M. Okwu, due 3 May). T. Brant will write the runbook. J. K. Lund will add a page.",
			[]Item{{Title: "Add a limit to the queue", Owner: "M. Okwu", Due: Date{Text: "3 May"}}, {Title: "Write the runbook.", Owner: "T. Brant"}, {Title: "Add a page.", Owner: "J. K. Lund"}}},
		{"letters that are no initials", "Ana will move the shops to plan B. Bo will add a limit to A and B. The team should write the runbook, owner Marta.",
			[]Item{{Title: "Move the shops to plan B.", Owner: "Ana"}, {Title: "Add a limit to A and B.", Owner: "Bo"}, {Title: "The team should write the runbook", Owner: "Marta"}}},
		{"what somebody has done", "Ana Silva has already raised the limit. Bo is working on an alert on the queue. After that, the mail team will write the runbook.",
			[]Item{{Title: "Ana Silva has already raised the limit.", Owner: "Ana Silva", DoneKnown: true, Done: true}, {Title: "Working on an alert on the queue.", Owner: "Bo"}, {Title: "After that, the mail team will write the runbook."}}},
		{"what begins is not done", "We have moved some of the shops, but not all. We will move the rest. We will add a limit.",
			[]Item{{Title: "Move the rest."}, {Title: "Add a limit."}}},
		{"what is done, and when and what else will be", "We have already removed the keys. Next week we will add a limit. We are also going to move the till. Finally, we plan to write a runbook.",
			[]Item{{Title: "We have already removed the keys.", DoneKnown: true, Done: true}, {Title: "Add a limit."}, {Title: "Move the till."}, {Title: "Write a runbook."}}},
		{"one person", "Ana Silva is responsible for raising the limit by June 14. The rest is for later.", []Item{{Title: "Raising the limit", Owner: "Ana Silva", Due: Date{Text: "June 14"}}}},
		{"a person over a list", "Bo will raise the limit. In addition:\n\n- Add a page", []Item{{Title: "Raise the limit.", Owner: "Bo"}, {Title: "Add a page"}}},
		{"what a list is led in with", "We will do better. Bo will do this:\n\n- Add a page", []Item{{Title: "Add a page"}}},
		{"what will be told", "We will describe what happened. We will explain the queue. We will thank Ana.", []Item{{Title: "We will describe what happened. We will explain the queue. We will thank Ana."}}},
		{"when we are back", "We will be back by 14 June. We will keep at it until 15 June.", []Item{{Title: "We will be back by 14 June. We will keep at it until 15 June."}}},
		{"somebody whom nobody knows", "Bo will add a limit by 10 June. Okwu Brant is going to write the runbook.",
			[]Item{{Title: "Add a limit", Owner: "Bo", Due: Date{Text: "10 June"}}, {Title: "Okwu Brant is going to write the runbook."}}},
		{"somebody whom nobody knows in a point", "- Bo will add a limit by 10 June. Okwu Brant is going to write the runbook.",
			[]Item{{Title: "Add a limit", Owner: "Bo", Due: Date{Text: "10 June"}}, {Title: "Okwu Brant is going to write the runbook."}}},
		{"a service is nobody", "- Bo will add a limit. Mail Service will keep the queue short.", []Item{{Title: "Add a limit. Mail Service will keep the queue short.", Owner: "Bo"}}},
		{"a promise and a question", "We will add a limit to the queue. Is one host enough?", []Item{{Title: "Add a limit to the queue."}}},
		{"promises and a question", "We will add a limit to the queue. Ana is adding an alert on its age. Is one host enough?", []Item{{Title: "Add a limit to the queue."}, {Title: "Adding an alert on its age.", Owner: "Ana"}}},
		{"until a day", "Until the end of March, the mail team will build a second queue. Ana will write the runbook.", []Item{{Title: "Until the end of March, the mail team will build a second queue."}, {Title: "Write the runbook.", Owner: "Ana"}}},
		{"questions", "We could not find the cause. Is one host enough?", nil},
		{"one promise and its reason", "We will add a limit. This will keep the queue short.", []Item{{Title: "Add a limit. This will keep the queue short."}}},
		{"how it goes", "We've raised the limit and are reading the logs. Our team is systematically writing to the shops.", nil},
		{"what a person did", "Yuki found the queue full. Bo is on call. Ana was told.", nil},
		{"apologies", "We will be in touch. We will keep you informed. We hope to see you.", []Item{{Title: "We will be in touch. We will keep you informed. We hope to see you."}}},
	} {
		doc := parse(t, "# T\n## Follow-up\n\n"+test.source+"\n")
		checkPositions(t, doc)
		if len(doc.Items) != len(test.want) {
			t.Errorf("%s: %q", test.name, titles(doc.Items))
			continue
		}
		for i, want := range test.want {
			if got := doc.Items[i]; got.Title != want.Title || got.Owner != want.Owner || got.Due.Text != want.Due.Text || got.Done != want.Done || got.DoneKnown != want.DoneKnown {
				t.Errorf("%s: got %q, owner %q, due %q, done %v", test.name, got.Title, got.Owner, got.Due.Text, got.Done)
			}
		}
	}
}

func TestADocumentWithoutAnActionSectionMayPledgeInAParagraph(t *testing.T) {
	t.Parallel()
	for source, want := range map[string]int{
		"We have already raised the limit. We are adding an alert on the queue. Next, we will split it by shop.": 3,
		"We will keep you informed. We will share more details.":                                                 0,
		"We should test the probe. We need to page earlier.":                                                     0,
		"We were adding a shop. We are reading the logs. We are moving the queue.":                               0,
	} {
		if doc := parse(t, "# T\n\nThe queue was full for an hour.\n\n"+source+"\n\nIt was a long night.\n"); len(doc.Items) != want {
			t.Errorf("%q: %q", source, titles(doc.Items))
		}
	}
}
