package postmortem

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func mainReason(title string) string {
	found := DefaultRules().CheckAction(title)
	if len(found) == 0 || found[0].Level == LevelInfo && found[0].Rule != scopeTooBig {
		return ""
	}
	return found[0].Rule
}

func TestExamplesOfScope(t *testing.T) {
	t.Parallel()
	for _, id := range scopeRules {
		r := DefaultRules().Rule(id)
		if r == nil {
			t.Fatalf("there is no rule %s", id)
		}
		for _, title := range r.Examples.Match {
			if got := mainReason(title); got != id {
				t.Errorf("%q: %q, want %s", title, got, id)
			}
		}
		for _, title := range r.Examples.Pass {
			if got := mainReason(title); got != "" && got != scopeTooBig || got == id {
				t.Errorf("%q: %q, want nothing", title, got)
			}
		}
	}
}

// A third of the labelled items, by document, was kept aside while the rules were
// written. Measured once, 17 of its 21 badly scoped items were found, with one
// false alarm and always for the right reason; what they showed was then mended.
func TestTheLabelledActionItemsAreJudged(t *testing.T) {
	t.Parallel()
	dir, _ := published(t)
	file, err := os.Open(filepath.Join(dir, "actions.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	hits, alarms, missed, right := 0, 0, 0, 0
	for in := bufio.NewScanner(file); in.Scan(); {
		var label struct {
			Text       string
			Labels     []string
			WellScoped bool `json:"well_scoped"`
			Either     any
		}
		if err := json.Unmarshal(in.Bytes(), &label); err != nil {
			t.Fatal(err)
		}
		if label.Either != nil {
			continue
		}
		reason := mainReason(label.Text)
		switch flagged := reason != "" && reason != scopeTooBig; {
		case flagged && label.WellScoped:
			alarms++
			t.Logf("wrongly %s: %s", reason, label.Text)
		case flagged:
			hits++
			if slices.Contains(label.Labels, strings.TrimPrefix(reason, "action-")) {
				right++
			} else {
				t.Logf("%s, not %v: %s", reason, label.Labels, label.Text)
			}
		case !label.WellScoped:
			missed++
			t.Logf("missed %v: %s", label.Labels, label.Text)
		}
	}
	if hits < 40 || alarms*33 > hits || missed*20 > hits+missed || right*10 < hits*9 {
		t.Errorf("%d found, %d of them for the right reason, %d missed, %d wrongly flagged", hits, right, missed, alarms)
	}
}

func TestScopeOfItemsInADocument(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, source, marked, rule string
	}{
		{"in another form, and ticked", "- ✅ Adding an alert on the queue", "", ""},
		{"in another form, and open", "- Adding an alert on the queue", "Adding", scopeNotImperative},
		{"a bullet", "- Investigate the leak", "Investigate", scopeInvestigate},
		{"an open box", "- [ ] Improve monitoring", "Improve monitoring", scopeOpenEnded},
		{"a ticked box", "- [x] Improve monitoring", "", ""},
		{"struck", "- ~~Improve monitoring~~", "", ""},
		{"told as done", "- We added an alert on the queue", "We added", scopeNotImperative},
		{"told, and marked as done", "- We added an alert on the queue (done)", "We added", scopeNotImperative},
		{"a ticket for it, raised", "- Support case 4711 raised with the vendor", "", ""},
		{"tickets for it, which say more", "- Mitigation tickets raised - https://tracker.example.com/browse/OPS-12", "", ""},
		{"a ticket for it, raised, and its title", "- Advice received - ticket raised to compare options: [Notices of retirement - to chat](https://tracker.example.com/4711)", "", ""},
		{"a ticket that has not been raised", "- A ticket about the limit", "A ticket about the limit", scopeNoVerb},
		{"a thing, and marked as done", "- Status: Done - Report of the incident: T1234", "Report of the incident", scopeNoVerb},
		{"begun with its verb, and marked as done", "- Added an alert on the queue (done)", "", ""},
		{"a link", "- [Alerting for the queue](https://tracker.example.com/browse/OPS-12)", "Alerting", scopeNoVerb},
		{"bold between", "- We **need to** add an alert", "We **need to", scopeNotImperative},
		{"an owner", "- Consider a second region (@ravi)", "Consider", scopeConsider},
		{"a person before it", "- Bo to improve monitoring", "improve monitoring", scopeOpenEnded},
		{"a person before it in a row", "| Action | Due |\n|---|---|\n| Bo to improve monitoring | May 3 |", "improve monitoring", scopeOpenEnded},
		{"a row", "| Action | Owner | Status |\n|---|---|---|\n| Fix the issue | Ana | Open |", "Fix the issue", scopeNotSpecific},
		{"a row that is done", "| Action | Owner | Status |\n|---|---|---|\n| Fix the issue | Ana | Done |", "", ""},
		{"telegraphic, and marked as done", "- Runbook for the queue rewritten (done)", "", ""},
		{"a label", "- **Client monitoring:** Set up an alert on exceptions of the client", "", ""},
		{"a long item with a label", "- **Client monitoring:** Set up an alert on exceptions of the client. " + strings.Repeat("It is told of in minutes then. ", 8), "", ""},
		{"details below", "- Improve monitoring\n  - Add an alert on the queue depth\n  - Add an alert on replication lag", "", ""},
	} {
		doc := parse(t, "# Incident\n\n## Action items\n\n"+c.source+"\n")
		rule, marked := "", ""
		for _, f := range DefaultRules().Check(doc, Context{}) {
			if strings.HasPrefix(f.Rule, "action-") {
				rule, marked = f.Rule, f.Text
			}
		}
		if rule != c.rule || !strings.HasPrefix(marked, c.marked) {
			t.Errorf("%s: %q marked %q, want %q at %q", c.name, rule, marked, c.rule, c.marked)
		}
	}
}

// What we did is finished: a list may tell so in a sentence, but whoever commits an item commits to what is still to be done.
func TestWhatWeDidIsANoteInADocumentAndNoActionItem(t *testing.T) {
	t.Parallel()
	for title, want := range map[string][2]Level{
		"We added an alert on the queue":        {LevelInfo, LevelWarning},
		"We've asked the vendor for a quota":    {LevelInfo, LevelWarning},
		"We have moved the export to the night": {LevelInfo, LevelWarning},
		"We will add an alert on the queue":     {LevelWarning, LevelWarning},
		"The alert was added on Monday":         {LevelInfo, LevelWarning},
		"The limits have been raised twice":     {LevelInfo, LevelWarning},
		"Moving on: we've raised the limit":     {LevelInfo, LevelWarning},
		"The limits have to be raised":          {LevelWarning, LevelWarning},
		"The limits should be raised":           {LevelWarning, LevelWarning},
	} {
		var got [2]Level
		for _, f := range DefaultRules().Check(parse(t, "# Incident\n\n## Action items\n\n- "+title+"\n"), Context{}) {
			if f.Rule == scopeNotImperative {
				got[0] = f.Level
			}
		}
		for _, f := range DefaultRules().CheckAction(title) {
			got[1] = f.Level
		}
		if got != want {
			t.Errorf("%s: %v in a document and %v as an item, want %v", title, got[0], got[1], want)
		}
	}
}

// What an item mends is no part of the story, wherever the item stands.
func TestALackThatAnItemMendsIsNoFinding(t *testing.T) {
	t.Parallel()
	for source, want := range map[string]bool{
		"# Incident\n\nThe queue grew for an hour, as no alerts existed for it.":                                               true,
		"# Incident\n\nThe queue grew for an hour.\n\nActionables:\n- Set up an alert on the queue. No alerts existed for it.": false,
	} {
		got := slices.ContainsFunc(DefaultRules().Check(parse(t, source), Context{}), func(f Finding) bool { return f.Rule == "missing-safeguard" })
		if got != want {
			t.Errorf("%q: %v, want %v", source, got, want)
		}
	}
}

// As bullets of a document, the examples have the same reason as their titles.
func TestExamplesOfScopeAsBullets(t *testing.T) {
	t.Parallel()
	for _, id := range scopeRules {
		for _, title := range DefaultRules().Rule(id).Examples.Match {
			doc := parse(t, "# Incident\n\n## Action items\n\n- "+title+"\n")
			found := slices.ContainsFunc(DefaultRules().Check(doc, Context{}), func(f Finding) bool { return f.Rule == id })
			if !found && len(doc.Items) > 0 {
				t.Errorf("%q: not %s as an item: %q", title, id, titles(doc.Items))
			}
		}
	}
}

// What stands before an item says nothing of it, whatever it is.
func TestToFailOverIsAVerb(t *testing.T) {
	t.Parallel()
	for title, want := range map[string]string{
		"Fail over to the second oven when the first is cold": "",
		"Fail over to the second oven - DRI: @ana":            "",
		"Fail over procedure for the second oven":             scopeNoVerb,
	} {
		if got := mainReason(title); got != want {
			t.Errorf("%q: %q, want %q", title, got, want)
		}
	}
}

func TestAnItemIsJudgedBehindItsReference(t *testing.T) {
	t.Parallel()
	for title, want := range map[string]string{
		"OPS-12 | OPS-13 | Improve monitoring | open":   scopeOpenEnded,
		"Prevent | Investigate the leak | P1":           scopeInvestigate,
		"acme/shop#38 - Improve monitoring":             scopeOpenEnded,
		"[Storage] Improve monitoring":                  scopeOpenEnded,
		"[Storage] Add a limit to the queue":            "",
		"[Investigate the leak]":                        scopeInvestigate,
		"[Done] Dashboard for the queue depth":          "",
		"AC Investigate the leak":                       scopeInvestigate,
		"AWS Support plan upgraded":                     scopeNotImperative,
		"bug 4711 Remove the log drains":                "",
		"Bug 4711 is fixed":                             scopeNotImperative,
		"AI-5 | Audit the boot scripts | open":          "",
		"bug 4711 Reconsider the schema":                scopeConsider,
		strings.Repeat("[Ab] ", 10_000) + "Add a limit": scopeNoVerb,
	} {
		if got := mainReason(title); got != want {
			t.Errorf("%.60q: %q, want %q", title, got, want)
		}
	}
}

func TestScopeOf(t *testing.T) {
	t.Parallel()
	for title, want := range map[string][3]bool{
		"Add an alert when less than 10 % of the disk is free": {true, true, true},
		"Adding an alert on replication lag":                   {true, true, true},
		"Add a second replica in the other zone?":              {true, true, true},
		"Investigate the leak":                                 {false, true, true},
		"Improve monitoring":                                   {true, true, false},
		"Fix the issue":                                        {true, false, true},
		"Alerting for disk space":                              {false, true, true},
	} {
		var got [3]bool
		got[0], got[1], got[2] = ScopeOf(DefaultRules().CheckAction(title))
		if got != want {
			t.Errorf("%q: %v, want %v", title, got, want)
		}
	}
	if found := DefaultRules().CheckAction("Add a second replica in the other zone?"); len(found) != 1 || found[0].Rule != scopeConsider || found[0].Level != LevelInfo {
		t.Errorf("an action with a question mark: %+v, want a note", found)
	}
	found := DefaultRules().CheckAction("Überlast: investigate the leak")
	if len(found) != 1 || found[0].Text != "investigate" || found[0].Line != 1 || found[0].Column != 11 || found[0].Span != (Span{11, 22}) {
		t.Errorf("the place is %+v", found)
	}
}

// Whatever is typed, nothing breaks, and what is marked is in the title.
func FuzzCheckAction(f *testing.F) {
	for _, id := range scopeRules {
		for _, title := range DefaultRules().Rule(id).Examples.Match {
			f.Add(title)
		}
	}
	for _, title := range []string{"", " ", "-", "…", ":", "a:", "?", "(", "don’t", "é – ü", "to", "if", "in,", "Status: Done - ", "\xff to add", "x | y"} {
		f.Add(title)
	}
	f.Fuzz(func(t *testing.T, title string) {
		for _, found := range DefaultRules().CheckAction(title) {
			if found.Span.Start < 0 || found.Span.End > len(title) || found.Span.Start >= found.Span.End || title[found.Span.Start:found.Span.End] != found.Text {
				t.Errorf("%q: %+v", title, found)
			}
		}
	})
}

func BenchmarkCheckAction(b *testing.B) {
	titles := DefaultRules().Rule(scopeOpenEnded).Examples.Pass
	for n := 0; b.Loop(); n++ {
		judgeScope(titles[n%len(titles)])
	}
}
