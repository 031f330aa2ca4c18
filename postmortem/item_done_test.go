package postmortem

import "testing"

func TestABracketAtTheEndOfAnItemHasItsFieldsInAnyOrder(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ noted, owner, due, priority, class string }{
		{"(P1, detect, Ana Silva, due 2027-01-15)", "Ana Silva", "2027-01-15", "P1", "detect"},
		{"(detect; Brantling; P1; by 15 Jan 2027; OPS-12)", "Brantling", "15 Jan 2027", "P1", "detect"},
		{"[Torvek Brantling, detection, P2, 2027-01-15]", "Torvek Brantling", "2027-01-15", "P2", "detection"},
		{"(@ana, Mitigation, P0)", "@ana", "", "P0", "mitigation"},
		{"(owner: Ana Silva, prevent, due 2027-01-15)", "Ana Silva", "2027-01-15", "", "prevent"},
		{"(P1, owner: Ana Silva, detect)", "Ana Silva", "", "P1", "detect"},
		{"(process, due 2027-01-15)", "", "2027-01-15", "", "process"},
		{"(P1, Torvek Brantling)", "Torvek Brantling", "", "P1", ""},
		{"(P1, detect, Mail team, OPS-12, open, due 2027-01-15)", "Mail team", "2027-01-15", "P1", "detect"},
	} {
		item := parse(t, "# T\n## Action items\n\n- Alert on the queue of mails "+test.noted+"\n").Items[0]
		if item.Title != "Alert on the queue of mails" || item.Owner != test.owner || item.Due.Text != test.due || item.Priority != test.priority || item.Type != test.class {
			t.Errorf("%s gives %q, owner %q, due %q, priority %q, type %q", test.noted, item.Title, item.Owner, item.Due.Text, item.Priority, item.Type)
		}
	}
}

func TestABracketOfOtherThingsStaysInTheTitle(t *testing.T) {
	t.Parallel()
	for _, title := range []string{
		"Alert on the queue of mails (see below, if needed)",
		"Alert on the load of the hosts (CPU, memory)",
		"Alert on slow stores (Redis, Kafka)",
		"Alert on slow stores (P1, Redis)",
		"Call the baker for every page (P1, P2)",
		"Draw the stages of the work (prevent, detect)",
		"Draw the stages of the work (prevent, detect, mitigate)",
		"Sort the items by their fields (priority, kind, owner)",
	} {
		item := parse(t, "# T\n## Action items\n\n- "+title+"\n").Items[0]
		if item.Title != title || item.Owner != "" || item.Priority != "" || item.Type != "" {
			t.Errorf("%q gives %q, owner %q, priority %q, type %q", title, item.Title, item.Owner, item.Priority, item.Type)
		}
	}
}

func TestAnItemEndsWithWhatTellsThatItIsDone(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ noted, owner, priority, class string }{
		{" (P1, detect, Ana Silva). Done when the alert fires in staging.", "Ana Silva", "P1", "detect"},
		{". Done when: the alert fires in staging. (Ana, P1)", "Ana", "P1", ""},
		{". Owner: Ana. **Done when** the alert fires in staging.", "Ana", "", ""},
		{" (done when the alert fires in staging)", "", "", ""},
		{" (P1, Ana; done when the alert fires in staging).", "Ana", "P1", ""},
		{" – done when the alert fires in staging", "", "", ""},
		{"\n  - Owner: Ana\n  - **Done when:** the alert fires in staging.", "Ana", "", ""},
	} {
		item := parse(t, "# T\n## Action items\n\n- Alert on the queue of mails"+test.noted+"\n").Items[0]
		if item.Title != "Alert on the queue of mails" || item.DoneWhen != "the alert fires in staging" || item.Done || item.Owner != test.owner || item.Priority != test.priority || item.Type != test.class {
			t.Errorf("%q gives %q, done when %q, done %v, owner %q, priority %q, type %q", test.noted, item.Title, item.DoneWhen, item.Done, item.Owner, item.Priority, item.Type)
		}
	}
}

func TestASentenceAboutWhatIsDoneStaysInTheTitle(t *testing.T) {
	t.Parallel()
	for _, title := range []string{
		"Say on the page that a job is done when its mails are sent",
		"Tell which jobs are done when the queue is empty",
	} {
		item := parse(t, "# T\n## Action items\n\n- "+title+"\n").Items[0]
		if item.Title != title || item.DoneWhen != "" {
			t.Errorf("%q gives %q, done when %q", title, item.Title, item.DoneWhen)
		}
	}
}
