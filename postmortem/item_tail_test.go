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
		{"- Alert on the queue of mails (Igor, by 5 May)", "Alert on the queue of mails", "Igor", "5 May", false},
		{"- Alert on the queue of mails — Dr. Ana Müller, 12 May", "Alert on the queue of mails", "Dr Ana Müller", "12 May", false},
		{"- Alert on the queue of mails. Owner: Tomas. PAY-992", "Alert on the queue of mails", "Tomas", "", false},
		{"- Alert on the queue of mails. Owner: Bo. Ticket: OPS-12", "Alert on the queue of mails", "Bo", "", false},
		{"- Alert on the queue of mails. Owner: SRE team", "Alert on the queue of mails", "SRE team", "", false},
		{"- Alert on the queue of mails (owner: mail team, due: 2026-03-01)", "Alert on the queue of mails", "mail team", "2026-03-01", false},
		{"- Alert on the queue of mails. Owner: Mail team (Ana), OPS-12", "Alert on the queue of mails", "Mail team (Ana)", "", false},
		{"- Alert on the queue of mails - owner: ana - by 2026-03-01", "Alert on the queue of mails", "ana", "2026-03-01", false},
		{"- Alert on the queue of mails — Owner: Ana Silva — Due: March 1, 2026", "Alert on the queue of mails", "Ana Silva", "March 1, 2026", false},
		{"- Alert on the queue of mails | Ana | 2026-03-01 | P1", "Alert on the queue of mails", "Ana", "2026-03-01", false},
		{"- Alert on the queue of mails | Owner: Ana | Ticket: OPS-1, OPS-2 | Due: 1.3.2026", "Alert on the queue of mails", "Ana", "1.3.2026", false},
		{"- **Alert on the queue of mails** Owner: Bo, P1, due 2026-03-01", "Alert on the queue of mails", "Bo", "2026-03-01", false},
		{"- Alert on the queue of mails. **Owner:** Bo. **Due:** 2026-03-01. **Ticket:** OPS-12", "Alert on the queue of mails", "Bo", "2026-03-01", false},
		{"- Alert on the queue of mails (OPS-12, owner: Bo)", "Alert on the queue of mails", "Bo", "", false},
		{"- Alert on the queue of mails, owner Bo, due 2026-03-01", "Alert on the queue of mails", "Bo", "2026-03-01", false},
		{"- Alert on the queue of mails. Owner: T. Okoro, A. Lee", "Alert on the queue of mails", "T. Okoro, A. Lee", "", false},
		{"- Alert on the queue of mails. Owner: Ana. It needs the new probe.", "Alert on the queue of mails. It needs the new probe", "Ana", "", false},
		{"- Alert on the queue of mails. Owner: TBD", "Alert on the queue of mails", "", "", false},
		{"- Owner: Ana. Alert on the queue of mails", "Alert on the queue of mails", "Ana", "", false},
		// What may be a part of the words is one.
		{"- Set owner: root on all files of the mirror", "Set owner: root on all files of the mirror", "", "", false},
		{"- Add a column \"Owner: name\" to the sheet", "Add a column \"Owner: name\" to the sheet", "", "", false},
		{"- Show the target: 95 % of the mails", "Show the target: 95 % of the mails", "", "", false},
		{"- Fix the bug: the owner is empty", "Fix the bug: the owner is empty", "", "", false},
		{"- Pipe the names of the hosts into jq | sort", "Pipe the names of the hosts into jq | sort", "", "", false},
		{"- Page on P1 - P2", "Page on P1 - P2", "", "", false},
		{"- Alert on the queue of mails — Redis", "Alert on the queue of mails — Redis", "", "", false},
		{"- Split the import (1/2)", "Split the import (1/2)", "", "", false},
		{"- Turn the limit on (LMA, TOK, VVD)", "Turn the limit on (LMA, TOK, VVD)", "", "", false},
		{"- Warn of the third in a row → WARN and page. 3/14, Index team", "Warn of the third in a row → WARN and page", "Index team", "3/14", false},
		{"- Read the switch back — done 16 Oct. The other had it too", "Read the switch back", "", "", true},
		{"- Upgrade the proxy, the cache, Envoy", "Upgrade the proxy, the cache, Envoy", "", "", false},
		{"- Alert on two things: disk, memory", "Alert on two things: disk, memory", "", "", false},
		{"- Ship it to all hosts — done, but only in staging", "Ship it to all hosts — done, but only in staging", "", "", false},
		{"- Fix the importer — done, reopened", "Fix the importer — done, reopened", "", "", false},
		{"- Change the default of the flag: yes", "Change the default of the flag: yes", "", "", false},
		{"- Increase the pool size: 200", "Increase the pool size: 200", "", "", false},
		{"- Increase the number of connections → 500", "Increase the number of connections → 500", "", "", false},
		{"- Use a stronger digest: SHA-256", "Use a stronger digest: SHA-256", "", "", false},
		{"- Add regions: Frankfurt, Q3", "Add regions: Frankfurt, Q3", "", "", false},
		{"- Delete the accounts of leavers: Ana Silva, Bob Ross", "Delete the accounts of leavers: Ana Silva, Bob Ross", "", "", false},
		{"- Move feature flags from Igor → Ana", "Move feature flags from Igor → Ana", "", "", false},
		{"- Change the deploy day: Friday → Monday", "Change the deploy day: Friday → Monday", "", "", false},
		{"- Freeze the deploys: December, January", "Freeze the deploys: December, January", "", "", false},
		{"- Split the traffic over hosts: 10/20/70", "Split the traffic over hosts: 10/20/70", "", "", false},
		{"- Change the date to ISO: 2025-03-04", "Change the date to ISO: 2025-03-04", "", "", false},
		{"- **S3** rule for old logs", "S3 rule for old logs", "", "", false},
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
