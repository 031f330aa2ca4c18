package postmortem

import (
	"strings"
	"testing"
)

func TestActionsThatOnePointCountsAreItemsOfTheirOwn(t *testing.T) {
	t.Parallel()
	for point, want := range map[string]string{
		"- (1) Add a limit to the pool; (2) remove the old flag":           "Add a limit to the pool / Remove the old flag",
		"- (a) Add a limit (Ana), (b) document it, and (c) rotate the key": "Add a limit / Document it / Rotate the key",
		"- 1) Add a limit; 2) remove the flag; 3) rotate the key":          "Add a limit / Remove the flag / Rotate the key",
		"- (1) Add a limit to the pool":                                    "Add a limit to the pool",
		"- Add a limit to (1) the pool, (2) the queue and (3) the cache":   "Add a limit to (1) the pool, (2) the queue and (3) the cache",
		"- (1) Add a limit; (3) remove the flag":                           "Add a limit; (3) remove the flag",
		"- (1) Add a limit; (2) the pool of the API is not part of this":   "Add a limit; (2) the pool of the API is not part of this",
		"- Upgrade to version 2) of the driver":                            "Upgrade to version 2) of the driver",
	} {
		doc := parse(t, "# T\n\n## Action items\n\n"+point+"\n- Close the port\n")
		checkPositions(t, doc)
		var got []string
		for _, item := range doc.Items {
			got = append(got, item.Title)
			if source := string(doc.Source[item.Span.Start:item.Span.End]); !strings.Contains(strings.ToLower(source), strings.ToLower(item.Title[:6])) {
				t.Errorf("%q stands at %q", item.Title, source)
			}
		}
		if want += " / Close the port"; strings.Join(got, " / ") != want {
			t.Errorf("%q: %q, want %q", point, got, want)
		}
	}
	if doc := parse(t, "# T\n\n## Action items\n\n- (a) Add a limit (Ana), (b) document it\n"); doc.Items[0].Owner != "Ana" || doc.Items[1].Owner != "" {
		t.Errorf("owners: %+v", doc.Items)
	}
}

func TestAnIssueOfARepositoryBehindAnItemIsNoOwnerAndNoPartOfItsTitle(t *testing.T) {
	t.Parallel()
	for line, want := range map[string][2]string{
		"Add a lock timeout acme/checkout#12":              {"Add a lock timeout", ""},
		"Add a lock timeout - acme/checkout#12":            {"Add a lock timeout", ""},
		"Add a lock timeout @ana acme/checkout#12":         {"Add a lock timeout", "@ana"},
		"Add a lock timeout (Ana) acme/checkout#12.":       {"Add a lock timeout", "Ana"},
		"Add a lock timeout to what acme/checkout#12 sets": {"Add a lock timeout to what acme/checkout#12 sets", ""},
		"Add the lock timeout of acme/checkout#12":         {"Add the lock timeout of acme/checkout#12", ""},
		"Merge acme/checkout#12":                           {"Merge acme/checkout#12", ""},
	} {
		doc := parse(t, "# T\n\n## Action items\n\n- "+line+"\n")
		if len(doc.Items) != 1 || doc.Items[0].Title != want[0] || doc.Items[0].Owner != want[1] || doc.Items[0].Key != "acme/checkout#12" {
			t.Errorf("%q: %+v", line, doc.Items)
		}
	}
}

func TestAStateBehindAnItemIsRead(t *testing.T) {
	t.Parallel()
	for behind, want := range map[string][2]bool{ // done with, rejected
		"done": {true, false}, "mostly done": {}, "partially done": {}, "deferred": {}, "postponed": {}, "under review": {}, "on hold": {}, "dropped": {true, true},
	} {
		for _, title := range []string{"Network", "Replace the switch of the lab"} {
			doc := parse(t, "# T\n\n## Action items\n\n- "+title+" - "+behind+"\n- Close the port\n")
			if item := doc.Items[0]; item.Title != title || item.Done != want[0] || item.Rejected != want[1] || item.Status == "" {
				t.Errorf("%s - %s: %+v", title, behind, item)
			}
		}
	}
}
