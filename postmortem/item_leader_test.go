package postmortem

import "testing"

func TestWhoLeadsAnItemIsItsOwner(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ source, title, owner string }{
		{"**Ana:** Alert on the queue", "Alert on the queue", "Ana"},
		{"**Ana** - Alert on the queue", "Alert on the queue", "Ana"},
		{"Ana Silva: Alert on the queue", "Alert on the queue", "Ana Silva"},
		{"Ana, Bo: Alert on the queue", "Alert on the queue", "Ana, Bo"},
		{"Ana (on-call): Alert on the queue", "Alert on the queue", "Ana"},
		{"[Ana] Alert on the queue", "Alert on the queue", "Ana"},
		{"(Ana, P1) Alert on the queue", "Alert on the queue", "Ana"},
		{"@ana Alert on the queue", "Alert on the queue", "@ana"},
		{"Bo to alert on the queue", "alert on the queue", "Bo"},
		{"Bo and Ana will alert on the queue", "alert on the queue", "Bo and Ana"},
		{"Mail team: Alert on the queue", "Alert on the queue", "Mail team"},
		// The document says that these are people.
		{"Zephyr: Alert on the queue", "Alert on the queue", "Zephyr"},
		{"[Quill] Alert on the queue", "Alert on the queue", "Quill"},
		{"Okwu Brant to alert on the queue", "alert on the queue", "Okwu Brant"},
		{"Alert on the queue — Zephyr", "Alert on the queue", "Zephyr"},
		{"Alert on the queue - Lund & Okwu", "Alert on the queue", "Lund & Okwu"},
		// These are not.
		{"Alerting: add an alert on the queue", "Alerting: add an alert on the queue", ""},
		{"**Backend:** add a limit", "Backend: add a limit", ""},
		{"[Docs] Add a page on restarts", "[Docs] Add a page on restarts", ""},
		{"(Backend, P1) Add a limit", "(Backend, P1) Add a limit", ""},
		{"Redis: add a limit", "Redis: add a limit", ""},
		{"Backend to add a limit", "Backend to add a limit", ""},
		{"The team will add a limit", "The team will add a limit", ""},
		{"Each team: add a limit", "Each team: add a limit", ""},
		{"Mail Ana to add a limit", "Mail Ana to add a limit", ""},
		{"Ana: the second time this month", "Ana: the second time this month", ""},
		{"Add a limit — Redis", "Add a limit — Redis", ""},
	} {
		doc := parse(t, "---\nauthors: [Zephyr Quill]\n---\n# T\n\nResponders: Ana Silva, Okwu Brant\n\n## People\n\n- Torvi Lund (scribe)\n\n## Action items\n\n- "+test.source+"\n")
		if len(doc.Items) != 1 || doc.Items[0].Title != test.title || doc.Items[0].Owner != test.owner {
			t.Errorf("%q: %+v", test.source, doc.Items)
		}
	}
}
