package postmortem

import (
	"strings"
	"testing"
)

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
		{"Bo to alert on the queue", "Alert on the queue", "Bo"},
		{"Bo and Ana will alert on the queue", "Alert on the queue", "Bo and Ana"},
		{"Mail team: Alert on the queue", "Alert on the queue", "Mail team"},
		// The document says that these are people.
		{"Zephyr: Alert on the queue", "Alert on the queue", "Zephyr"},
		{"[Quill] Alert on the queue", "Alert on the queue", "Quill"},
		{"Okwu Brant to alert on the queue", "Alert on the queue", "Okwu Brant"},
		{"Alert on the queue — Zephyr", "Alert on the queue", "Zephyr"},
		{"Alert on the queue - Lund & Okwu", "Alert on the queue", "Lund & Okwu"},
		{"[OPS-9] [Ana] [30 June] Alert on the queue", "Alert on the queue", "Ana"},
		{"[OPS-9] [Rose] [30 June] Alert on the queue", "Alert on the queue", "Rose"},
		{"(Ana) (P1): Alert on the queue", "Alert on the queue", "Ana"},
		{"@Torvi Lund Alert on the queue", "Alert on the queue", "Torvi Lund"},
		{"@Torvi Lund to alert on the queue", "Alert on the queue", "Torvi Lund"},
		{"Bo to iSCSI-boot the new hosts", "Bo to iSCSI-boot the new hosts", ""},
		{"Fennick to alert on the queue", "Alert on the queue", "Fennick"},
		{"Alert on the queue — Fennick", "Alert on the queue", "Fennick"},
		{"Marlow: Alert on the queue", "Alert on the queue", "Marlow"},
		{"Alert on the queue - Zephyr - 6/14", "Alert on the queue", "Zephyr"},
		{"Alert on the queue, Zephyr, by 14 June", "Alert on the queue", "Zephyr"},
		{"[Élodie] Alert on the queue", "Alert on the queue", "Élodie"},
		{"@org/mail: alert on the queue", "Alert on the queue", "@org/mail"},
		{"@org/mail should alert on the queue", "Alert on the queue", "@org/mail"},
		{"@ana: `pip check` has to run first", "pip check has to run first", "@ana"},
		{"@ana: `test -d` has to run first", "test -d has to run first", "@ana"},
		{"Ana Silva — haproxy must be drained", "haproxy must be drained", "Ana Silva"},
		{"Ana: the queue must be drained", "The queue must be drained", "Ana"},
		{"Ana is planning to alert on the queue", "Alert on the queue", "Ana"},
		{"Bo and Ana are hoping to alert on the queue", "Alert on the queue", "Bo and Ana"},
		{"Zephyr intends to alert on the queue", "Alert on the queue", "Zephyr"},
		{"Ana has promised to alert on the queue", "Alert on the queue", "Ana"},
		{"Ana's going to alert on the queue", "Alert on the queue", "Ana"},
		{"Ana’ll alert on the queue", "Alert on the queue", "Ana"},
		{"Ana will be adding an alert", "Adding an alert", "Ana"},
		{"Ana and Bo (P1): Alert on the queue", "Alert on the queue", "Ana and Bo"},
		{"June 3, Ana Silva: Alert on the queue", "Alert on the queue", "Ana Silva"},
		{"2026-06-03 - Ana Silva - Alert on the queue", "Alert on the queue", "Ana Silva"},
		{"@ana please alert on the queue", "Alert on the queue", "@ana"},
		{"@ana, please alert on the queue", "Alert on the queue", "@ana"},
		{"Ana: please alert on the queue", "Alert on the queue", "Ana"},
		{"Zephyr, please alert on the queue", "Alert on the queue", "Zephyr"},
		// So are names in other scripts, where they are two, or Korean.
		{"山本 花子: Alert on the queue", "Alert on the queue", "山本 花子"},
		{"山本さん：Alert on the queue", "Alert on the queue", "山本さん"},
		{"이서연: Alert on the queue", "Alert on the queue", "이서연"},
		{"Ольга Белова: Alert on the queue", "Alert on the queue", "Ольга Белова"},
		{"О. Белова: Alert on the queue", "Alert on the queue", "О. Белова"},
		{"Νίκος Λάμπρου: Alert on the queue", "Alert on the queue", "Νίκος Λάμπρου"},
		{"ليلى حداد: Alert on the queue", "Alert on the queue", "ليلى حداد"},
		{"База Данных: Alert on the queue", "База Данных: Alert on the queue", ""},
		{"データベース サーバー: Alert on the queue", "データベース サーバー: Alert on the queue", ""},
		{"支払い サービス: Alert on the queue", "支払い サービス: Alert on the queue", ""},
		{"서비스: Alert on the queue", "서비스: Alert on the queue", ""},
		{"이메일: Alert on the queue", "이메일: Alert on the queue", ""},
		{"이미지: Alert on the queue", "이미지: Alert on the queue", ""},
		{"김민수: Alert on the queue", "Alert on the queue", "김민수"},
		{"Мониторинг: Alert on the queue", "Мониторинг: Alert on the queue", ""},
		{"監視: Alert on the queue", "監視: Alert on the queue", ""},
		{"Ana: sign the contract for the queue", "Sign the contract for the queue", "Ana"},
		{"Sign-up page: the queue is long", "Sign-up page: the queue is long", ""},
		// These are not.
		{"Ana will be back on Monday", "Ana will be back on Monday", ""},
		{"Ana wanted to alert on the queue", "Ana wanted to alert on the queue", ""},
		{"Kafka is planning to add a limit", "Kafka is planning to add a limit", ""},
		{"June 3, Kafka: add a limit", "June 3, Kafka: add a limit", ""},
		{"June 3, Ana: added a limit", "June 3, Ana: added a limit", ""},
		{"Shops, please add a limit", "Shops, please add a limit", ""},
		{"@lib/core must be upgraded", "@lib/core must be upgraded", ""},
		{"@lib/node: pin to 20", "@lib/node: pin to 20", ""},
		{"Charlotte DC: add a limit", "Charlotte DC: add a limit", ""},
		{"Ask for a limit Ana, Zephyr, by 14 June", "Ask for a limit Ana, Zephyr", ""},
		{"Alert on the queue, Zephyr", "Alert on the queue, Zephyr", ""},
		{"Ana should have added a limit", "Ana should have added a limit", ""},
		{"[OPS-9] [Rose] Add a limit", "[OPS-9] [Rose] Add a limit", ""},
		{"[Redis] [30 June] Add a limit", "[Redis] [30 June] Add a limit", ""},
		{"[x86] [arm] Add a limit", "[x86] [arm] Add a limit", ""},
		{"@Page Add a limit", "Add a limit", "@Page"},
		{"Search to add a limit", "Search to add a limit", ""},
		{"Kafka: add a limit", "Kafka: add a limit", ""},
		{"Alerting: add an alert on the queue", "Alerting: add an alert on the queue", ""},
		{"**Backend:** add a limit", "Backend: add a limit", ""},
		{"[Docs] Add a page on restarts", "[Docs] Add a page on restarts", ""},
		{"(Backend, P1) Add a limit", "(Backend, P1) Add a limit", ""},
		{"Redis: add a limit", "Redis: add a limit", ""},
		{"Backend to add a limit", "Backend to add a limit", ""},
		{"The team will add a limit", "Add a limit", ""},
		{"Each team: add a limit", "Each team: add a limit", ""},
		{"Mail Ana to add a limit", "Mail Ana to add a limit", ""},
		{"Ana: the second time this month", "Ana: the second time this month", ""},
		{"Add a limit — Redis", "Add a limit — Redis", ""},
	} {
		doc := parse(t, "---\nauthors: [Zephyr Quill]\n---\n# T\n\nResponders: Ana Silva, Okwu Brant, Kafka\n\nIncident commander: Fennick\n\nReviewers: Marlow, Search, TBD\n\n## People\n\n- Torvi Lund (scribe)\n\n## Action items\n\n- "+test.source+"\n")
		if len(doc.Items) != 1 || doc.Items[0].Title != test.title || doc.Items[0].Owner != test.owner {
			t.Errorf("%q: %+v", test.source, doc.Items)
		}
	}
}

func TestWhatStandsBesideALeaderIsRead(t *testing.T) {
	t.Parallel()
	for source, due := range map[string]string{
		"[OPS-9] [Ana] [30 June] Alert on the queue":     "30 June",
		"**Ana Silva** (2024-06-30): Alert on the queue": "2024-06-30",
		"Ana (due 30 June) to alert on the queue":        "due 30 June",
		"Ana (on-call): Alert on the queue":              "",
		"June 30, Ana Silva: Alert on the queue":         "June 30",
		"2024-06-30 – Ana: Alert on the queue":           "2024-06-30",
	} {
		doc := parse(t, "# T\n\n## Action items\n\n- "+source+"\n")
		if got := doc.Items; len(got) != 1 || got[0].Title != "Alert on the queue" || got[0].Due.Text != strings.TrimPrefix(due, "due ") {
			t.Errorf("%q: %+v", source, got)
		}
	}
}

func TestAHeadingThatIsSomebodyOwnsTheItemsBelow(t *testing.T) {
	t.Parallel()
	for source, owner := range map[string]string{
		"### Ana Silva\n- Alert on the queue\n":                           "Ana Silva",
		"**Mail team**\n\n- Alert on the queue\n":                         "Mail team",
		"- Ana Silva:\n  - Alert on the queue\n":                          "Ana Silva",
		"### Fennick\n- Alert on the queue\n":                             "Fennick",
		"### Ana Silva\n- Alert on the queue\n  - Owner: Bo\n":            "Bo",
		"### Ana Silva\n|Action|Owner|\n|-|-|\n|Alert on the queue|Bo|\n": "Bo",
		"Ana Silva:\n- Alert on the queue\n":                              "Ana Silva",
		"### Charlotte\n- Alert on the queue\n### Queue\n":                "",
		"### Ana Silva\n- Alert on the queue (@bo)\n":                     "@bo",
		"- Short term (by 14 June)\n  - Alert on the queue (Ana)\n":       "Ana",
		"- Queue team\n  - Alert on the queue\n":                          "Queue team",
		"- The team\n  - Alert on the queue\n":                            "",
		"### Charlotte DC\n- Alert on the queue\n":                        "",
		"### Charlotte\n- Alert on the queue\n":                           "",
		"### Queue\n- Alert on the queue\n":                               "",
		"### Short term\n- Alert on the queue\n":                          "",
		"### Alexa Skill\n- Alert on the queue\n":                         "",
		"### Team Queue\n- Alert on the queue\n":                          "Team Queue",
		"### Ana Service\n- Alert on the queue\n":                         "",
		"### Search Platform\n- Alert on the queue\n":                     "",
	} {
		doc := parse(t, "# T\n\nIncident commander: Fennick\n\n## Action items\n\n"+source)
		if len(doc.Items) != 1 || doc.Items[0].Owner != owner {
			t.Errorf("%q: %+v, want owner %q", source, doc.Items, owner)
		}
	}
}

func TestAGivenNameIsAPersonAmongHeadingsThatAre(t *testing.T) {
	t.Parallel()
	doc := parse(t, "# T\n\n## Action items\n\n### Ana\n- Add a\n### Bo Lee\n- Fix b\n")
	if len(doc.Items) != 2 || doc.Items[0].Owner != "Ana" || doc.Items[1].Owner != "Bo Lee" {
		t.Errorf("%+v", doc.Items)
	}
}
