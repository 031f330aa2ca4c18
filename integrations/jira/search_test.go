package jira_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"debrief/integrations/jira"
	"debrief/integrations/jira/jiratest"
)

func TestFindByLabelReadsAllPages(t *testing.T) {
	t.Parallel()
	s, c := site(t, jiratest.Options{Projects: []jiratest.Project{{Key: "OPS"}, {Key: "WEB"}}})
	for n := range 250 {
		s.Seed("OPS", jiratest.SeedIssue{Summary: fmt.Sprint(n), Labels: []string{"debrief"}})
	}
	s.Seed("OPS", jiratest.SeedIssue{Summary: "other label", Labels: []string{"debriefing"}})
	s.Seed("WEB", jiratest.SeedIssue{Summary: "other project", Labels: []string{"debrief"}})
	found, err := c.FindByLabel(t.Context(), "OPS", "debrief")
	if err != nil || len(found) != 250 || found[0].Summary != "0" || found[249].Summary != "249" {
		t.Fatalf("found %d issues, %v", len(found), err)
	}
	seen := map[string]bool{}
	for _, i := range found {
		seen[i.ID] = true
	}
	if n := s.Requests()["POST /rest/api/2/search/jql"]; len(seen) != 250 || n != 3 {
		t.Errorf("%d different issues on %d pages, want 250 on 3", len(seen), n)
	}
}

func TestASearchThatNeverEndsIsGivenUp(t *testing.T) {
	t.Parallel()
	calls := 0
	c := answering(t, func(w http.ResponseWriter, _ *http.Request) {
		calls++
		fmt.Fprint(w, `{"issues":[],"nextPageToken":"again"}`)
	})
	_, err := c.FindByLabel(t.Context(), "OPS", "debrief")
	wantKind(t, err, jira.Invalid)
	if calls > 50 {
		t.Errorf("%d pages were read", calls)
	}
}

func TestByIDsReadsInBatchesAndLeavesOutWhatIsGone(t *testing.T) {
	t.Parallel()
	s, c := site(t, jiratest.Options{SearchLag: 1 << 40}) // search never catches up, and need not
	var ids []string
	for range 230 {
		ids = append(ids, create(t, c, task("x")).ID)
	}
	s.Delete(ids[7])
	found, err := c.ByIDs(t.Context(), append(ids, "99999"))
	if err != nil || len(found) != 229 {
		t.Errorf("found %d issues, %v", len(found), err)
	}
	if n := s.Requests()["POST /rest/api/2/issue/bulkfetch"]; n != 3 {
		t.Errorf("%d requests, want 3", n)
	}
	if found, err := c.ByIDs(t.Context(), nil); err != nil || len(found) != 0 {
		t.Errorf("ByIDs of nothing = %v, %v", found, err)
	}
}

// FuzzALabelIsFoundByItselfOnly sends a label through our quoting and the site's own JQL parser.
func FuzzALabelIsFoundByItselfOnly(f *testing.F) {
	for _, label := range []string{"debrief", `a"b`, `a\`, `\"`, `" OR project = "WEB`, "tab\tnl\n", "\x00\x1f\x7f", "é🔥", "'", `\u0041`, "\xff", "order by id"} {
		f.Add(label)
	}
	f.Fuzz(func(t *testing.T, label string) {
		if strings.TrimSpace(label) == "" {
			return
		}
		s := jiratest.New(jiratest.Options{Projects: []jiratest.Project{{Key: "OPS"}, {Key: "WEB"}}})
		c := client(t, "http://tracker.test", &http.Client{Transport: s.Transport()})
		s.Seed("OPS", jiratest.SeedIssue{Summary: "decoy", Labels: []string{"decoy-label"}})
		s.Seed("WEB", jiratest.SeedIssue{Summary: "decoy"})
		want := create(t, c, task("x", label))
		found, err := c.FindByLabel(t.Context(), "OPS", label)
		if err != nil || len(found) != 1 || found[0].ID != want.ID {
			t.Errorf("label %q finds %v, %v", label, found, err)
		}
		if found, err = c.FindByLabel(t.Context(), label, label); err == nil && len(found) > 1 {
			t.Errorf("project %q finds %v", label, found)
		}
	})
}
