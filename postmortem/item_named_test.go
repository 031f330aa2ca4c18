package postmortem

import (
	"strings"
	"testing"
)

func TestWhoStandsInBracketsIsTheOwner(t *testing.T) {
	t.Parallel()
	for behind, owner := range map[string]string{
		// Departments.
		"(Infra)": "Infra", "(Network)": "Network", "(Purchasing)": "Purchasing", "(Vendor)": "Vendor", "(Platform Engineering)": "Platform Engineering",
		"(Customer Success)": "Customer Success", "(SRE)": "SRE", "(IT Ops)": "IT Ops", "(DevOps)": "DevOps", "[QA]": "QA", "(Infra, SRE)": "Infra, SRE",
		// People whom no list has.
		"(Mo)": "Mo", "(Will)": "Will", "(Jordan)": "Jordan", "(Siobhán)": "Siobhán", "(Mueller)": "Mueller", "(Ming)": "Ming", "(Davies)": "Davies", "(Connors)": "Connors", "(Okwu).": "Okwu",
		"(Li Wei)": "Li Wei", "(Jo McDonald)": "Jo McDonald", "(Hye-jin Park)": "Hye-jin Park", "(Will O'Neill)": "Will O'Neill", "(Engineering Manager)": "Engineering Manager", "(Tech Lead)": "Tech Lead",
		"(Infra/Okwu)": "Infra/Okwu", "(Okwu and Ana)": "Okwu, Ana", "(On Call)": "", "(Hong Kong)": "", "(Load Balancer)": "", "(Go Client)": "",
		// What stands beside them.
		"(Infra) – Due: 11/15/2026": "Infra", "(Observability) - OPS-902": "Observability", "(OPS-12) (Infra)": "Infra", "**(Infra)**": "Infra",
		"(Infra) [OPS-12](https://jira.example/browse/OPS-12)": "Infra", "(Sydney) – Due: 11/15/2026": "Sydney", "(Mark) OPS-12": "Mark", "(Lund, Okwu) – Due: 11/15/2026": "Lund, Okwu",
		// What is known to be something else, or may be.
		"(Paris)": "", "(Frankfurt)": "", "(Jaeger)": "", "(Go, Java)": "", "(optional)": "", "(again)": "", "(Linux)": "", "(HTTP)": "", "(Recommended)": "", "(Tested)": "", "(Training)": "", "(Manually)": "", "(Orders)": "",
		"(Sydney)": "", "(Mark)": "", "(Lund, Okwu)": "", "[HTTP]": "", "[Paris]": "",
	} {
		doc := parse(t, "# T\n\n## Action items\n\n- Add a limit "+behind+"\n- Add a lamp (Ana)\n- Mend the oven\n")
		if len(doc.Items) != 3 || doc.Items[0].Owner != owner || owner != "" && doc.Items[0].Title != "Add a limit" || owner == "" && doc.Items[0].Title != "Add a limit "+behind {
			t.Errorf("%q: %+v", behind, doc.Items)
		}
	}
	for _, behind := range []string{"(Paris)", "(Jaeger)"} {
		if doc := parse(t, "# T\n\n## Action items\n\n- Add a limit "+behind+" – Due: 11/15/2026\n"); len(doc.Items) != 1 || doc.Items[0].Owner != "" {
			t.Errorf("%q with a day: %+v", behind, doc.Items)
		}
	}
}

func TestAColumnOfOwnersLeavesTheBracketsToTheWords(t *testing.T) {
	t.Parallel()
	doc := parse(t, "# T\n\n## Action items\n\n|Action|Owner|\n|-|-|\n|Add a limit (Basket)|Ana|\n|Add a lamp (Infra)||\n")
	if len(doc.Items) != 2 || doc.Items[0].Title != "Add a limit (Basket)" || doc.Items[0].Owner != "Ana" || doc.Items[1].Title != "Add a lamp" || doc.Items[1].Owner != "Infra" {
		t.Errorf("%+v", doc.Items)
	}
}

func TestAWordInSmallLettersElsewhereIsNoOwner(t *testing.T) {
	t.Parallel()
	for behind, owner := range map[string]string{"(Checkout)": "", "(Checkout) – Due: 11/15/2026": "Checkout", "(Okwu)": "Okwu", "(Network)": "Network"} {
		doc := parse(t, "# T\n\nThe checkout failed. We will keep a copy of the network (@okwu).\n\n## Action items\n\n- Add a limit "+behind+"\n")
		if len(doc.Items) != 1 || doc.Items[0].Owner != owner {
			t.Errorf("%q: %+v", behind, doc.Items)
		}
	}
}

func TestAWordThatTheDocumentKnowsAsNobodyIsNoOwner(t *testing.T) {
	t.Parallel()
	for text, owner := range map[string]string{
		"It was full.": "", "Basket was full.": "", "Basket alerts fired.": "", "- 10:02 Basket failed": "",
		"- 10:02 Basket restarted the queue": "Basket", "Ana asked Basket to look.": "Basket", "Basket noticed it.": "Basket", "The Basket team was paged.": "Basket",
		"Team Basket was paged.": "Basket", "Thanks to @basket!": "Basket", "Ana Basket was there.": "Basket", "**Basket** (scribe) was there.": "Basket",
		"Attendees: Ana, Basket": "Basket", "## Responders\n\n- Basket": "Basket", "Basketry noticed it.": "",
	} {
		doc := parse(t, "# T\n\n"+text+"\n\n## Action items\n\n- Add a limit (Basket)\n")
		if len(doc.Items) != 1 || doc.Items[0].Owner != owner {
			t.Errorf("%q: %+v", text, doc.Items)
		}
	}
	for source, owner := range map[string]string{
		"|Action|Due|\n|-|-|\n|Add a limit (Basket)|3 May 2026|\n": "",
		"- Add a limit (Basket)\n- Add a lamp (Pantry)\n":          "",
		"- Add a limit (Basket)\n- Add a lamp (Ana)\n":             "Basket",
		"- Add a limit (Okwu)\n- Add a (Lund)\n- Add b (Torvi)\n":  "Okwu",
		"Add a limit (Okwu)\nAdd a lamp (Ana)\n":                   "Okwu",
		"- Add a limit (Siobhán)\n":                                "Siobhán",
	} {
		if doc := parse(t, "# T\n\n## Action items\n\n"+source); len(doc.Items) == 0 || doc.Items[0].Owner != owner {
			t.Errorf("%q: %+v", source, doc.Items)
		}
	}
}

func TestTheOthersOfAListTellWhoIsAnOwner(t *testing.T) {
	t.Parallel()
	for others, owner := range map[string]string{
		"- Add a (Ana)\n- Fix b (Infra)\n": "Sydney",
		"- Add a (Ana)\n- Fix b\n":         "",
		"- Add a\n- Fix b: Ana, OPS-12\n":  "",
	} {
		doc := parse(t, "# T\n\n## Action items\n\n"+others+"- Add a limit (Sydney)\n- Add a lamp (Paris)\n")
		if len(doc.Items) != 4 || doc.Items[2].Owner != owner || strings.Contains(doc.Items[2].Title, "(") != (owner == "") || doc.Items[3].Owner != "" {
			t.Errorf("%q: %+v", others, doc.Items)
		}
	}
}

func TestAHeadingOfAClassIsTheKindOfTheItemsBelow(t *testing.T) {
	t.Parallel()
	for source, class := range map[string]string{
		"## Action items\n### Prevent\n- Add a\n":                              "Prevent",
		"## Action items\n### Detection\n|Action|Owner|\n|-|-|\n|Add a|Ana|\n": "Detection",
		"## Action items\n**Mitigation:**\n\n- Add a\n":                        "Mitigation",
		"## Action items\n### Prevent\n- Add a. Type: process\n":               "process",
		"## Action items\n### Databases\n- Add a\n":                            "",
		"## Prevention\n- Add a\n":                                             "",
	} {
		doc := parse(t, "# T\n\n"+source)
		if len(doc.Items) != 1 || doc.Items[0].Type != class {
			t.Errorf("%q: %+v", source, doc.Items)
		}
	}
}
