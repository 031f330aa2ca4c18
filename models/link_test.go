package models

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

var categories = []Category{CategoryNew, CategoryInProgress, CategoryDone}

func drawLink(t *rapid.T, today Date) (Link, Remote) {
	l := Link{AgreedCategory: rapid.SampledFrom(append([]Category{""}, categories...)).Draw(t, "agreed"),
		AgreedDueOn: today.AddDays(rapid.IntRange(-5, 5).Draw(t, "agreed due"))}
	r := Remote{Key: "OPS-1", Status: "Some status", Category: rapid.SampledFrom(categories).Draw(t, "remote"),
		WontDo: rapid.Bool().Draw(t, "won't do")}
	if rapid.Bool().Draw(t, "a due date") {
		r.DueOn = today.AddDays(rapid.IntRange(-5, 40).Draw(t, "remote due"))
	}
	return l, r
}

// itemIn returns an item in that state, as its verbs leave it.
func itemIn(t *testing.T, s ItemState) ActionItem {
	t.Helper()
	if s == Proposed {
		return proposal()
	}
	a := committed(t, "2026-03-06", "2026-03-19")
	now := instant(t, "2026-03-09T12:00:00Z")
	switch s {
	case InProgress:
		accepted(t, a.Start())
	case Done:
		accepted(t, a.Complete(now, DateOf(now)))
	case Rejected:
		accepted(t, a.Reject(now, DateOf(now), "no need"))
	}
	return a
}

func TestAdoptFollowsJirasStatus(t *testing.T) {
	t.Parallel()
	const wontDo Category = "won't do"
	// What comes of a change in Jira for an item that is, here, proposed, committed, in progress, done, rejected.
	// "verb→state"; empty where nothing happens.
	table := []struct {
		agreed, remote Category
		want           [5]string
	}{
		{CategoryNew, CategoryNew, [5]string{}},
		{CategoryNew, CategoryInProgress, [5]string{1: "started→in_progress"}},
		{CategoryNew, CategoryDone, [5]string{1: "completed→done", 2: "completed→done"}},
		{CategoryNew, wontDo, [5]string{1: "rejection proposed→committed", 2: "rejection proposed→in_progress"}},
		{CategoryInProgress, CategoryNew, [5]string{2: "stopped→committed"}},
		{CategoryInProgress, CategoryInProgress, [5]string{}},
		{CategoryInProgress, CategoryDone, [5]string{1: "completed→done", 2: "completed→done"}},
		{CategoryInProgress, wontDo, [5]string{1: "rejection proposed→committed", 2: "rejection proposed→in_progress"}},
		{CategoryDone, CategoryNew, [5]string{2: "stopped→committed", 3: "reopened→committed"}},
		{CategoryDone, CategoryInProgress, [5]string{1: "started→in_progress", 3: "reopened→in_progress"}},
		{CategoryDone, CategoryDone, [5]string{}},
		{CategoryDone, wontDo, [5]string{}},
		{"", CategoryNew, [5]string{}}, // never agreed: what it says is not a change
		{"", CategoryInProgress, [5]string{}},
		{"", CategoryDone, [5]string{}},
		{"", wontDo, [5]string{}},
	}
	for _, row := range table {
		for i, state := range ItemStates {
			t.Run(fmt.Sprintf("from %q to %q while it is %s here", row.agreed, row.remote, state), func(t *testing.T) {
				t.Parallel()
				now, today := instant(t, "2026-03-12T12:00:00Z"), day(t, "2026-03-12")
				a := itemIn(t, state)
				before := a
				r := Remote{Key: "OPS-1", Status: "Closed", Category: row.remote, DueOn: a.DueOn}
				if row.remote == wontDo {
					r.Category, r.WontDo = CategoryDone, true
				}
				changes := a.Adopt(now, today, Link{AgreedCategory: row.agreed, AgreedDueOn: a.DueOn}, r)
				if row.want[i] == "" {
					if len(changes) > 0 || !reflect.DeepEqual(a, before) {
						t.Fatalf("did %v, and made it %s", changes, a.State)
					}
					return
				}
				if len(changes) != 1 || changes[0].Verb+"→"+string(a.State) != row.want[i] {
					t.Fatalf("did %v, and made it %s; want %s", changes, a.State, row.want[i])
				}
				if proposed := strings.HasPrefix(row.want[i], "rejection"); proposed != (a.RejectionProposed != "") {
					t.Errorf("proposes to reject: %q", a.RejectionProposed)
				}
				if a.State == Done && (a.ClosedOn != today || !a.ClosedAt.Equal(now)) {
					t.Errorf("closed on %s", a.ClosedOn)
				}
			})
		}
	}
}

func TestAProposedRejectionIsWithdrawnWhenJiraReopensTheIssue(t *testing.T) {
	t.Parallel()
	for _, remote := range []Category{CategoryNew, CategoryInProgress} {
		a := itemIn(t, InProgress)
		now, today := instant(t, "2026-03-12T12:00:00Z"), day(t, "2026-03-12")
		a.Adopt(now, today, Link{AgreedCategory: CategoryInProgress}, Remote{Key: "OPS-1", Status: "Won't do", Category: CategoryDone, WontDo: true})
		if !strings.Contains(a.RejectionProposed, "OPS-1") || !strings.Contains(a.RejectionProposed, "Won't do") {
			t.Fatalf("proposes to reject: %q", a.RejectionProposed)
		}
		changes := a.Adopt(now, today.AddDays(1), Link{AgreedCategory: CategoryDone}, Remote{Category: remote})
		if len(changes) != 1 || changes[0].Verb != "rejection withdrawn" || a.RejectionProposed != "" || a.State != InProgress {
			t.Errorf("to %s: did %v, proposes %q, is %s", remote, changes, a.RejectionProposed, a.State)
		}
	}
}

func TestAdoptTakesOverADueDateThatMovedInJira(t *testing.T) {
	t.Parallel()
	const agreed = "2026-03-19"
	for _, c := range []struct {
		name                string
		state               ItemState
		local, remote, want string
		slips               int
		asked, changed      bool
	}{
		{"later is a slip, and is asked about", Committed, agreed, "2026-03-26", "2026-03-26", 1, true, true},
		{"earlier is neither", InProgress, agreed, "2026-03-17", "2026-03-17", 0, false, true},
		{"the same is nothing", Committed, agreed, agreed, agreed, 0, false, false},
		{"removed in Jira leaves ours", Committed, agreed, "", agreed, 0, false, false},
		{"moved here only: ours stays", Committed, "2026-03-24", agreed, "2026-03-24", 1, false, false},
		{"moved to the same day on both sides", Committed, "2026-03-24", "2026-03-24", "2026-03-24", 1, false, false},
		{"moved on both sides: Jira's, later", Committed, "2026-03-24", "2026-03-30", "2026-03-30", 2, true, true},
		{"moved on both sides: Jira's, earlier", Committed, "2026-03-24", "2026-03-20", "2026-03-20", 1, false, true},
		{"not once it is done", Done, agreed, "2026-03-26", agreed, 0, false, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			now, today := instant(t, "2026-03-12T12:00:00Z"), day(t, "2026-03-12")
			a := itemIn(t, c.state)
			if c.local != agreed {
				accepted(t, a.MoveDue(day(t, "2026-03-11"), day(t, c.local), "moved here"))
			}
			l := Link{AgreedCategory: a.category(), AgreedDueOn: day(t, agreed)}
			changes := a.Adopt(now, today, l, Remote{Category: a.category(), DueOn: day(t, c.remote)})
			if a.DueOn != day(t, c.want) || a.Slips != c.slips || a.SlipAsked != c.asked || (len(changes) > 0) != c.changed {
				t.Errorf("due %s with %d slips, asked: %v; did %v", a.DueOn, a.Slips, a.SlipAsked, changes)
			}
			if c.changed && a.LadderFrom != today {
				t.Errorf("its ladder begins on %s", a.LadderFrom)
			}
			if c.asked {
				refused(t, a.ExplainSlip(" "), Invalid, "reason")
				accepted(t, a.ExplainSlip("the vendor is late"))
				refused(t, a.ExplainSlip("twice"), Conflict)
			}
		})
	}
}

func TestWhatIsClosedInJiraAndMovedThereIsDone(t *testing.T) {
	t.Parallel()
	a := itemIn(t, Committed)
	today := day(t, "2026-03-12")
	changes := a.Adopt(today.At(12, 0, time.UTC), today, Link{AgreedCategory: CategoryNew, AgreedDueOn: a.DueOn},
		Remote{Category: CategoryDone, DueOn: a.DueOn.AddDays(7)})
	if len(changes) != 1 || a.State != Done || a.Slips != 0 || a.SlipAsked {
		t.Errorf("did %v: %+v", changes, a)
	}
}

func TestAnUnchangedRemoteNeverUndoesALocalEdit(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		today := drawDay(t, "today")
		l, r := drawLink(t, today)
		r.Category = l.AgreedCategory
		r.DueOn = l.AgreedDueOn
		if rapid.Bool().Draw(t, "no due date there") {
			l.AgreedDueOn, r.DueOn = Date{}, Date{}
		}
		a := drawItem(t, today)
		r.WontDo = a.RejectionProposed != "" // a rejection is only proposed while the issue is given up
		before := a
		if changes := a.Adopt(today.At(12, 0, time.UTC), today, l, r); len(changes) > 0 || !reflect.DeepEqual(a, before) {
			t.Fatalf("%+v says what was agreed as %+v, and yet did %v to %+v", r, l, changes, before)
		}
	})
}

// What was completed here while Jira was down stays completed, whatever else was done to the open issue meanwhile.
func TestWorkThatIsDoneHereIsOnlyReopenedByAReopenedIssue(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		today := drawDay(t, "today")
		l, r := drawLink(t, today)
		a := drawItem(t, today)
		before := a
		a.Adopt(today.At(12, 0, time.UTC), today, l, r)
		if before.State == Done && a.State != Done && (l.AgreedCategory != CategoryDone || r.Category == CategoryDone) {
			t.Fatalf("from %q to %q made it %s", l.AgreedCategory, r.Category, a.State)
		}
		if before.State == Rejected && a.State != Rejected {
			t.Fatalf("a rejected item became %s", a.State)
		}
		// Once that is agreed, the same answer again changes nothing.
		l.AgreedCategory, l.AgreedDueOn = r.Category, r.DueOn
		after := a
		if again := a.Adopt(today.At(13, 0, time.UTC), today, l, r); len(again) > 0 || !reflect.DeepEqual(a, after) {
			t.Fatalf("the second time did %v", again)
		}
	})
}

// drawItem returns an item in any state, with all that may hang on it there.
func drawItem(t *rapid.T, today Date) ActionItem {
	a := proposal()
	a.State = rapid.SampledFrom(ItemStates).Draw(t, "state")
	if a.State == Proposed {
		return a
	}
	start := today.AddDays(-rapid.IntRange(0, 30).Draw(t, "committed ago"))
	at := start.At(12, 0, time.UTC)
	a.CommittedAt, a.CommittedOn, a.LadderFrom, a.Scope = &at, start, start, goodScope
	a.FirstDueOn = start.AddDays(rapid.IntRange(0, 30).Draw(t, "first due"))
	a.DueOn = a.FirstDueOn.AddDays(rapid.IntRange(-5, 20).Draw(t, "moved"))
	switch {
	case a.State.Open():
		a.SlipAsked = rapid.Bool().Draw(t, "slip asked")
		a.RejectionProposed = rapid.SampledFrom([]string{"", "Jira closed it"}).Draw(t, "rejection")
	default:
		a.ClosedAt, a.ClosedOn = &at, start
	}
	return a
}

func TestDesiredFieldsShowAllThatTheTrackerShouldKnow(t *testing.T) {
	t.Parallel()
	a := itemIn(t, InProgress)
	a.ULID, a.Description, a.Labels = "01ABC", "It filled up.", []string{"disk", "sev1"}
	i := Incident{Title: "Disk full", Severity: 1, StartedAt: instant(t, "2026-03-04T23:30:00Z")}
	f := a.DesiredFields(i, &Team{JiraProject: "OPS", TimeZone: "Europe/Berlin"}, &Person{JiraAccountID: "abc"}, "https://debrief.example.com/42")
	want := LinkFields{Project: "OPS", Summary: a.Title, Priority: P1, DueOn: a.DueOn, Assignee: "abc", Category: CategoryInProgress,
		Description: "It filled up.\n\nDone when: the alert fires in staging\n\nAgreed in the review of SEV-1 incident “Disk full”: https://debrief.example.com/42",
		Labels:      []string{"debrief-01abc", "disk", "sev1", "sev1_20260305"}}
	if !reflect.DeepEqual(f, want) {
		t.Errorf("shows %+v, want %+v", f, want)
	}
	if !slices.Equal(a.Labels, []string{"disk", "sev1"}) {
		t.Errorf("the item's own labels became %v", a.Labels)
	}
	bare := (ActionItem{State: Rejected, RejectedReason: "no need", ULID: "01ABC"}).DesiredFields(i, nil, nil, "x")
	if bare.Category != CategoryDone || bare.Reason != "no need" || bare.Project != "" || bare.Assignee != "" || !slices.Contains(bare.Labels, "sev1_20260304") {
		t.Errorf("without team and owner it shows %+v", bare)
	}
}

func TestEveryFieldThatTheTrackerSeesChangesTheHash(t *testing.T) {
	t.Parallel()
	base := LinkFields{Project: "OPS", Labels: []string{"a"}}
	if base.Hash() != (LinkFields{Project: "OPS", Labels: []string{"a"}}).Hash() {
		t.Error("the same fields have two hashes")
	}
	v := reflect.ValueOf(&base).Elem()
	seen := map[string]string{base.Hash(): "nothing"}
	for n := range v.NumField() {
		changed := base
		field := reflect.ValueOf(&changed).Elem().Field(n)
		switch field.Interface().(type) {
		case Date:
			field.Set(reflect.ValueOf(Date{2026, 3, 1}))
		case []string:
			field.Set(reflect.ValueOf([]string{"a", "b"}))
		default:
			field.SetString("other")
		}
		name := v.Type().Field(n).Name
		if twin, dup := seen[changed.Hash()]; dup {
			text, _ := json.Marshal(changed)
			t.Errorf("a change of %s is not seen (as %s): %s", name, twin, text)
		}
		seen[changed.Hash()] = name
	}
}

// A push reached Jira and its answer was lost; then the same was changed here again. What Jira shows is our own echo.
func TestTheEchoOfWhatJiraWasToldIsNoChange(t *testing.T) {
	t.Parallel()
	a := committed(t, "2026-03-02", "2026-03-19")
	l := Link{AgreedCategory: CategoryNew, AgreedDueOn: a.DueOn, ToldCategory: CategoryInProgress, ToldDueOn: day(t, "2026-03-26")}
	a.DueOn = day(t, "2026-03-20")
	before := a
	changes := a.Adopt(time.Time{}, day(t, "2026-03-10"), l, Remote{Category: CategoryInProgress, DueOn: day(t, "2026-03-26")})
	if len(changes) > 0 || !reflect.DeepEqual(a, before) {
		t.Errorf("did %v", changes)
	}
	if changes := a.Adopt(time.Time{}, day(t, "2026-03-10"), l, Remote{Category: CategoryDone, DueOn: day(t, "2026-03-26")}); len(changes) != 1 || a.State != Done {
		t.Errorf("closed in Jira: did %v", changes)
	}
}
