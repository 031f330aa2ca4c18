package postmortem

import "testing"

func TestWhatIsNotedBehindAnItemIsNoneOfItsWords(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		source            string
		title, owner, due string
		done              bool
	}{
		{"- Collapse the calls into one — @hina, #77 (existing), now scheduled for July", "Collapse the calls into one", "@hina", "", false},
		{"- Alert on the queue of mails — Igor — 05-10", "Alert on the queue of mails", "Igor", "05-10", false},
		{"- Alert on the queue of mails – T. Okoro, 31 July", "Alert on the queue of mails", "T Okoro", "31 July", false},
		{"- Alert on the queue of mails. Mira, OPS-68, before 30 Sept", "Alert on the queue of mails", "Mira", "30 Sept", false},
		{"- Alert on the queue of mails (Lin, Ota; until March)", "Alert on the queue of mails", "Lin, Ota", "March", false},
		{"- Alert on the queue of mails → complete 2/22 (Yun, Ana)", "Alert on the queue of mails", "Yun, Ana", "", true},
		{"- Alert on the queue of mails: me, next sprint", "Alert on the queue of mails", "", "next sprint", false},
		{"- Alert on the queue of mails -- no owner yet", "Alert on the queue of mails", "", "", false},
		{"- Order the list by time, id. OPS-90", "Order the list by time, id", "", "", false},
		// What may be a part of the words is one.
		{"- Alert on the queue of mails — Redis", "Alert on the queue of mails — Redis", "", "", false},
		{"- Split the import (1/2)", "Split the import (1/2)", "", "", false},
		{"- Turn the limit on (LMA, TOK, VVD)", "Turn the limit on (LMA, TOK, VVD)", "", "", false},
		{"- Warn of the third in a row → WARN and page. 3/14, Index team", "Warn of the third in a row → WARN and page", "Index team", "3/14", false},
		{"- Read the switch back — done 16 Oct. The other had it too", "Read the switch back", "", "", true},
		{"- Upgrade the proxy, the cache, Envoy", "Upgrade the proxy, the cache, Envoy", "", "", false},
		{"- Alert on two things: disk, memory", "Alert on two things: disk, memory", "", "", false},
		{"- Add a limit, OPS-12", "Add a limit, OPS-12", "", "", false},
	} {
		t.Run(test.source, func(t *testing.T) {
			t.Parallel()
			doc := parse(t, "# T\n\n## Action items\n\n"+test.source+"\n")
			if len(doc.Items) != 1 {
				t.Fatalf("%d items", len(doc.Items))
			}
			got := doc.Items[0]
			if got.Title != test.title || got.Owner != test.owner || got.Due.Text != test.due || got.Done != test.done {
				t.Errorf("got %q, owner %q, due %q, done %v", got.Title, got.Owner, got.Due.Text, got.Done)
			}
		})
	}
}
