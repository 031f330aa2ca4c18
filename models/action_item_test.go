package models

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

var goodScope = Scope{Actionable: true, Specific: true, Bounded: true}

// proposal returns an item that lacks nothing but the commitment.
func proposal() ActionItem {
	return ActionItem{ID: 42, State: Proposed, Title: "Add an alert for a full disk", DoneWhen: "the alert fires in staging",
		Kind: Detect, Priority: P1, OwnerID: new(int64(7))}
}

// committed returns an item that was committed on a day, with its due date.
func committed(t rapid.TB, on, due string) ActionItem {
	t.Helper()
	a := proposal()
	accepted(t, a.Commit(day(t, on).At(12, 0, time.UTC), asMember, Commitment{DueOn: day(t, due), Reason: "a test", Scope: goodScope}, defaultPolicy(1), time.Time{}, Workdays{}))
	return a
}

func TestCommitAsksForAllThatAnItemNeeds(t *testing.T) {
	t.Parallel()
	now, resolved := instant(t, "2026-03-06T12:00:00Z"), instant(t, "2026-03-04T12:00:00Z")
	for _, c := range []struct {
		name    string
		change  func(a *ActionItem, in *Commitment)
		missing []string
		due     string
	}{
		{"complete: the policy's due date", func(*ActionItem, *Commitment) {}, nil, "2026-03-19"},
		{"complete: a due date of its own", func(_ *ActionItem, in *Commitment) { in.DueOn, in.Reason = Date{2026, 4, 1}, "A part is late" }, nil, "2026-04-01"},
		{"complete: due today", func(_ *ActionItem, in *Commitment) { in.DueOn = Date{2026, 3, 6} }, nil, "2026-03-06"},
		{"complete: a team in place of an owner", func(a *ActionItem, _ *Commitment) { a.OwnerID, a.TeamID = nil, new(int64(1)) }, nil, "2026-03-19"},
		{"P2 with a due date", func(a *ActionItem, in *Commitment) { a.Priority, in.DueOn = P2, Date{2026, 4, 1} }, nil, "2026-04-01"},
		{"P2 without one", func(a *ActionItem, _ *Commitment) { a.Priority = P2 }, []string{"this priority has no default"}, ""},
		{"P2 proposed for a day that has passed", func(a *ActionItem, _ *Commitment) { a.Priority, a.DueOn = P2, Date{2026, 3, 5} }, []string{"has passed"}, ""},
		{"nobody", func(a *ActionItem, _ *Commitment) { a.OwnerID = nil }, []string{"owner or a team"}, ""},
		{"no kind", func(a *ActionItem, _ *Commitment) { a.Kind = "" }, []string{"kind"}, ""},
		{"no done_when", func(a *ActionItem, _ *Commitment) { a.DoneWhen = "" }, []string{"when it is done"}, ""},
		{"no priority, so no due date either", func(a *ActionItem, _ *Commitment) { a.Priority = "" }, []string{"priority", "due date, unless the priority has"}, ""},
		{"not specific", func(_ *ActionItem, in *Commitment) { in.Scope.Specific = false }, []string{"specific"}, ""},
		{"nothing at all", func(a *ActionItem, in *Commitment) { *a, *in = ActionItem{State: Proposed}, Commitment{} },
			[]string{"owner", "priority", "kind", "done", "due date", "actionable", "specific", "bounded"}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			a, in := proposal(), Commitment{Scope: goodScope}
			c.change(&a, &in)
			err := a.Commit(now, asMember, in, defaultPolicy(1), resolved, Workdays{})
			if c.missing == nil {
				accepted(t, err)
				if a.State != Committed || a.DueOn != day(t, c.due) || a.FirstDueOn != a.DueOn || a.CommittedOn.String() != "2026-03-06" ||
					!a.CommittedAt.Equal(now) || *a.CommittedByID != asMember.PersonID {
					t.Errorf("committed as %+v", a)
				}
				return
			}
			refused(t, err, Conflict)
			got := missingOf(err)
			if len(got) != len(c.missing) {
				t.Fatalf("missing %q, want %q", got, c.missing)
			}
			for i, want := range c.missing {
				if !strings.Contains(got[i], want) {
					t.Errorf("missing %q, want it to say %q", got[i], want)
				}
			}
		})
	}
	a := proposal()
	for _, reason := range []string{"", " \n"} {
		refused(t, a.Commit(now, asMember, Commitment{DueOn: day(t, "2026-03-20"), Reason: reason, Scope: goodScope}, defaultPolicy(1), resolved, Workdays{}), Invalid, "reason")
	}
	low := proposal()
	low.Priority = P2
	accepted(t, low.Commit(now, asMember, Commitment{DueOn: day(t, "2026-12-31"), Scope: goodScope}, defaultPolicy(1), resolved, Workdays{})) // which has no default
	refused(t, a.Commit(now, asMember, Commitment{DueOn: day(t, "2026-03-05"), Scope: goodScope}, defaultPolicy(1), resolved, Workdays{}), Invalid, "due_on")
}

func TestTheDayOfACommitmentIsLocal(t *testing.T) {
	t.Parallel()
	a := proposal()
	w := Workdays{Zone: zone(t, "America/New_York")}
	// Still Thursday in New York, so a date of Thursday does not lie in the past.
	accepted(t, a.Commit(instant(t, "2026-03-06T03:00:00Z"), asMember, Commitment{DueOn: day(t, "2026-03-05"), Scope: goodScope}, defaultPolicy(1), time.Time{}, w))
	if a.CommittedOn.String() != "2026-03-05" || a.LadderFrom != a.CommittedOn {
		t.Errorf("committed on %s", a.CommittedOn)
	}
}

func TestOnlyAFacilitatorOverridesTheScopeCheck(t *testing.T) {
	t.Parallel()
	now, resolved := instant(t, "2026-03-06T12:00:00Z"), instant(t, "2026-03-04T12:00:00Z")
	override := func(by Actor, reason string) (ActionItem, error) {
		a := proposal()
		err := a.Commit(now, by, Commitment{Scope: Scope{Actionable: true, OverrideReason: reason, OverriddenByID: new(int64(99))}}, defaultPolicy(1), resolved, Workdays{})
		return a, err
	}
	_, err := override(asMember, "trust me")
	refused(t, err, Forbidden)
	_, err = override(asFacilitator, "  ")
	refused(t, err, Conflict)
	_, err = override(asFacilitator, notUTF8)
	refused(t, err, Invalid, "scope.override_reason")
	a, err := override(asFacilitator, " one of a kind ")
	accepted(t, err)
	if a.Scope.OverrideReason != "one of a kind" || *a.Scope.OverriddenByID != asFacilitator.PersonID || a.Scope.Specific {
		t.Errorf("overridden as %+v", a.Scope)
	}
	if !a.Scope.Passes() || (Scope{Actionable: true, Specific: true}).Passes() {
		t.Error("a scope passes with all three, or with a reason")
	}
}

func TestMovingTheDueDateLaterIsASlip(t *testing.T) {
	t.Parallel()
	today := day(t, "2026-03-10")
	a := committed(t, "2026-03-06", "2026-03-19")
	refused(t, a.MoveDue(today, day(t, "2026-03-26"), " "), Invalid, "reason")
	refused(t, a.MoveDue(today, Date{}, "because"), Invalid, "due_on")
	accepted(t, a.MoveDue(today, day(t, "2026-03-26"), "the vendor is late"))
	if a.Slips != 1 || a.DueOn.String() != "2026-03-26" || a.FirstDueOn.String() != "2026-03-19" || a.LadderFrom != today {
		t.Errorf("moved to %+v", a)
	}
	before := a
	accepted(t, a.MoveDue(today.AddDays(1), a.DueOn, ""))
	if !reflect.DeepEqual(a, before) {
		t.Error("the same date again changed something")
	}
	accepted(t, a.MoveDue(today, day(t, "2026-03-20"), "")) // earlier: no reason, no slip
	if a.Slips != 1 || a.DueOn.String() != "2026-03-20" {
		t.Errorf("moved to %s with %d slips", a.DueOn, a.Slips)
	}
	accepted(t, a.MoveDue(today, day(t, "2026-03-21"), "again")) // later than it was, though earlier than it had been
	if a.Slips != 2 {
		t.Errorf("%d slips, want 2", a.Slips)
	}
}

func TestSnoozing(t *testing.T) {
	t.Parallel()
	today := day(t, "2026-03-10")
	a := committed(t, "2026-03-06", "2026-03-19")
	refused(t, a.Snooze(today, today, "busy"), Invalid, "until")
	refused(t, a.Snooze(today, today.AddDays(-1), "busy"), Invalid, "until")
	refused(t, a.Snooze(today, today.AddDays(15), ""), Invalid, "until", "reason")
	refused(t, a.Snooze(today, Date{}, "busy"), Invalid, "until")
	accepted(t, a.Snooze(today, today.AddDays(14), "on another project"))
	accepted(t, a.Snooze(today.AddDays(14), today.AddDays(15), "one more day"))
	refused(t, a.Snooze(today.AddDays(15), today.AddDays(16), "and one more"), Conflict)
	if a.Snoozes != MaxSnoozes || a.SnoozedUntil != today.AddDays(15) {
		t.Errorf("snoozed %d times until %s", a.Snoozes, a.SnoozedUntil)
	}
}

func TestReopening(t *testing.T) {
	t.Parallel()
	now, today := instant(t, "2026-03-10T12:00:00Z"), day(t, "2026-03-10")
	a := committed(t, "2026-03-06", "2026-03-19")
	refused(t, a.Reopen(today, "why not"), Conflict)
	accepted(t, a.Complete(now, today))
	refused(t, a.Reopen(today, ""), Invalid, "reason")
	accepted(t, a.Reopen(today, "the alert does not fire"))
	if a.State != InProgress || a.Reopened != 1 || a.ClosedAt != nil || !a.ClosedOn.IsZero() || a.LadderFrom != today {
		t.Errorf("reopened as %+v", a)
	}
	accepted(t, a.Reject(now, today, "the disk is gone"))
	accepted(t, a.Reopen(today, "the disk is back"))
	if a.State != InProgress || a.Reopened != 1 || a.RejectedReason != "" {
		t.Errorf("a rejection that is undone counts as %d reopened, %q", a.Reopened, a.RejectedReason)
	}

	p := proposal()
	accepted(t, p.Reject(now, today, "no"))
	accepted(t, p.Reopen(today, "yes"))
	if p.State != Proposed || p.Reopened != 0 {
		t.Errorf("a proposal that was rejected is %s after it was reopened", p.State)
	}
}

func TestWhatIsClosedAsksNothingMore(t *testing.T) {
	t.Parallel()
	now, today := instant(t, "2026-03-10T12:00:00Z"), day(t, "2026-03-10")
	for name, closing := range map[string]func(a *ActionItem) error{
		"done":     func(a *ActionItem) error { return a.Complete(now, today) },
		"rejected": func(a *ActionItem) error { return a.Reject(now, today, "no need") },
	} {
		a := committed(t, "2026-03-06", "2026-03-19")
		accepted(t, a.Snooze(today, today.AddDays(3), "busy"))
		a.SlipAsked, a.RejectionProposed = true, "Jira closed it"
		accepted(t, closing(&a))
		if a.SlipAsked || a.RejectionProposed != "" || !a.SnoozedUntil.IsZero() || a.ClosedOn != today || !a.ClosedAt.Equal(now) {
			t.Errorf("%s as %+v", name, a)
		}
		if a.Snoozes != 1 {
			t.Errorf("%s, and it was snoozed %d times in its life, want 1", name, a.Snoozes)
		}
		for verb, err := range map[string]error{"complete": a.Complete(now, today), "reject": a.Reject(now, today, "again"), "start": a.Start(),
			"snooze": a.Snooze(today, today.AddDays(1), "busy"), "move": a.MoveDue(today, today.AddDays(9), "later"), "keep": a.KeepOn(today)} {
			if KindOf(err) != Conflict {
				t.Errorf("%s, and to %s it is answered %v", name, verb, err)
			}
		}
	}
}

func TestOverdue(t *testing.T) {
	t.Parallel()
	a := committed(t, "2026-03-06", "2026-03-19")
	due := a.DueOn
	historic, done := a, a
	historic.Historic = true
	accepted(t, done.Complete(time.Time{}, due))
	for name, c := range map[string]struct {
		item  ActionItem
		today Date
		want  bool
	}{
		"not on the due day":            {a, due, false},
		"the day after":                 {a, due.AddDays(1), true},
		"never once it is done":         {done, due.AddDays(100), false},
		"never for history":             {historic, due.AddDays(100), false},
		"never for a proposal":          {proposal(), due.AddDays(100), false},
		"not without a due date at all": {ActionItem{State: Committed}, due, false},
	} {
		if got := c.item.Overdue(c.today); got != c.want {
			t.Errorf("%s: overdue is %v", name, got)
		}
	}
}

func TestItemValidateNamesEveryFieldAtFault(t *testing.T) {
	t.Parallel()
	a := ActionItem{Title: " ", Description: withNUL, DoneWhen: long(1001), Kind: "fix", Priority: "P9", Labels: []string{"two words"}}
	refused(t, a.Validate(), Invalid, "title", "description", "done_when", "kind", "priority", "labels")
	for name, labels := range map[string][]string{"a quote": {`a"b`}, "a backslash": {`a\b`}, "empty": {""}, "too long": {strings.Repeat("x", 101)},
		"too many": slices.Repeat([]string{"x"}, maxLabels+1)} {
		a := ActionItem{Title: "T", Labels: labels}
		if err := a.Validate(); KindOf(err) != Invalid {
			t.Errorf("a label with %s: %v", name, err)
		}
	}
	a = ActionItem{Title: "  " + long(255) + "\n", Labels: []string{"b", "a", "b"}}
	accepted(t, a.Validate())
	if a.Title != long(255) || !slices.Equal(a.Labels, []string{"a", "b"}) {
		t.Errorf("stored as %q with %v", a.Title, a.Labels)
	}
	a.Title = long(256)
	refused(t, a.Validate(), Invalid, "title")
}

func TestItemsHaveNames(t *testing.T) {
	t.Parallel()
	a := ActionItem{ID: 42, ULID: "01JQXYZ"}
	if a.Ref() != "AI-42" || a.Label() != "debrief-01jqxyz" {
		t.Errorf("called %s and %s", a.Ref(), a.Label())
	}
}

// The table of what leads where; all else has to be refused.
var itemMoves = map[string]map[ItemState][]ItemState{
	"Commit":      {Proposed: {Committed}},
	"Start":       {Committed: {InProgress}},
	"Complete":    {Committed: {Done}, InProgress: {Done}},
	"Reopen":      {Done: {InProgress}, Rejected: {Proposed, InProgress}},
	"Reject":      {Proposed: {Rejected}, Committed: {Rejected}, InProgress: {Rejected}},
	"KeepOn":      stay(Committed, InProgress),
	"ExplainSlip": stay(Committed, InProgress),
	"MoveDue":     stay(Committed, InProgress),
	"Snooze":      stay(Committed, InProgress),
	"Disown":      stay(Proposed, Committed, InProgress),
}

func stay(states ...ItemState) map[ItemState][]ItemState {
	m := map[ItemState][]ItemState{}
	for _, s := range states {
		m[s] = []ItemState{s}
	}
	return m
}

func TestActionItemStateMachine(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorkdays(t)
		resolved := instant(t, "2026-03-04T12:00:00Z")
		now := resolved.AddDate(0, 0, 1)
		policy := defaultPolicy(Severity(rapid.IntRange(1, 5).Draw(t, "severity")))
		a := proposal()
		today := func() Date { return w.DateOf(now) }
		drawDue := func(t *rapid.T) Date {
			if rapid.IntRange(0, 9).Draw(t, "no date") == 0 {
				return Date{}
			}
			return today().AddDays(rapid.IntRange(-20, 60).Draw(t, "date"))
		}
		// try runs a verb, and holds its answer against the table of moves and against what it asks for.
		try := func(t *rapid.T, verb string, ready bool, do func() error) {
			before := a
			err := do()
			to, legal := itemMoves[verb][before.State]
			switch {
			case err == nil && (!legal || !ready):
				t.Fatalf("%s is accepted from %s (ready: %v)", verb, before.State, ready)
			case err == nil && !slices.Contains(to, a.State):
				t.Fatalf("%s leads from %s to %s, want %s", verb, before.State, a.State, to)
			case err != nil && legal && ready:
				t.Fatalf("%s from %s is refused: %v", verb, before.State, err)
			case err != nil && !reflect.DeepEqual(a, before):
				t.Fatalf("%s is refused (%v), and yet changed %+v to %+v", verb, err, before, a)
			case err != nil && !slices.Contains([]Kind{Conflict, Invalid, Forbidden}, KindOf(err)):
				t.Fatalf("%s is refused as %q: %v", verb, KindOf(err), err)
			}
			checkItemStep(t, before, a)
		}
		t.Repeat(map[string]func(*rapid.T){
			"Wait": func(t *rapid.T) { now = now.Add(time.Duration(rapid.IntRange(1, 400).Draw(t, "hours")) * time.Hour) },
			"Edit": func(t *rapid.T) {
				if a.State != Proposed || rapid.IntRange(0, 2).Draw(t, "edit") > 0 { // what was committed keeps what it was committed with
					return
				}
				a.Priority = rapid.SampledFrom([]Priority{"", P0, P1, P2}).Draw(t, "priority")
				a.Kind = rapid.SampledFrom([]ItemKind{"", Prevent, Process}).Draw(t, "kind")
				a.DoneWhen = rapid.SampledFrom([]string{"", "it fires", "it fires"}).Draw(t, "done_when")
			},
			"Assign": func(t *rapid.T) {
				a.OwnerID = rapid.SampledFrom([]*int64{nil, new(int64(7)), new(int64(8))}).Draw(t, "owner")
				a.TeamID = rapid.SampledFrom([]*int64{nil, new(int64(1))}).Draw(t, "team")
			},
			"Commit": func(t *rapid.T) {
				by := drawActor(t)
				in := Commitment{DueOn: drawDue(t), Reason: drawReason(t), Scope: goodScope}
				if rapid.IntRange(0, 3).Draw(t, "scope") == 0 {
					in.Scope = Scope{Bounded: true, OverrideReason: drawReason(t)}
				}
				due, latest := in.DueOn, policy.ItemDue(resolved, now, a.Priority, w)
				if due.IsZero() {
					due = latest
				}
				inTime := latest.IsZero() || !due.After(latest)
				scopeOK := in.Scope == goodScope || isReason(in.Scope.OverrideReason) && by.Need(Facilitator) == nil
				ready := scopeOK && (a.OwnerID != nil || a.TeamID != nil) && a.Priority != "" && a.Kind != "" && a.DoneWhen != "" &&
					!due.IsZero() && !due.Before(today()) && (isReason(in.Reason) || inTime && strings.TrimSpace(in.Reason) == "")
				// A rejected item that had been committed is Rejected, so Proposed was never committed.
				try(t, "Commit", ready, func() error { return a.Commit(now, by, in, policy, resolved, w) })
			},
			"Start":    func(t *rapid.T) { try(t, "Start", true, func() error { return a.Start() }) },
			"Complete": func(t *rapid.T) { try(t, "Complete", true, func() error { return a.Complete(now, today()) }) },
			"Reopen": func(t *rapid.T) {
				reason := drawReason(t)
				try(t, "Reopen", isReason(reason), func() error { return a.Reopen(today(), reason) })
			},
			"Reject": func(t *rapid.T) {
				reason := drawReason(t)
				try(t, "Reject", isReason(reason), func() error { return a.Reject(now, today(), reason) })
			},
			"KeepOn": func(t *rapid.T) {
				try(t, "KeepOn", a.RejectionProposed != "", func() error { return a.KeepOn(today()) })
			},
			"ExplainSlip": func(t *rapid.T) {
				reason := drawReason(t)
				try(t, "ExplainSlip", a.SlipAsked && isReason(reason), func() error { return a.ExplainSlip(reason) })
			},
			"MoveDue": func(t *rapid.T) {
				to, reason := drawDue(t), drawReason(t)
				ready := !to.IsZero() && (!to.After(a.DueOn) || isReason(reason))
				try(t, "MoveDue", ready, func() error { return a.MoveDue(today(), to, reason) })
			},
			"Snooze": func(t *rapid.T) {
				until, reason := today().AddDays(rapid.IntRange(-1, 16).Draw(t, "until")), drawReason(t)
				n := today().DaysUntil(until)
				ready := n >= 1 && n <= MaxSnoozeDays && isReason(reason) && a.Snoozes < MaxSnoozes
				try(t, "Snooze", ready, func() error { return a.Snooze(today(), until, reason) })
			},
			"Disown": func(t *rapid.T) {
				reason := drawReason(t)
				try(t, "Disown", a.OwnerID != nil && isReason(reason), func() error { return a.Disown(today(), reason) })
			},
			"Adopt": func(t *rapid.T) {
				before := a
				l, r := drawLink(t, today())
				changes := a.Adopt(now, today(), l, r)
				if len(changes) == 0 && !reflect.DeepEqual(before, a) {
					t.Fatalf("adopting %+v over %+v says it did %v, and changed %+v to %+v", r, l, changes, before, a)
				}
				if before.State == Proposed && a.State != Proposed || before.State == Rejected && a.State != Rejected {
					t.Fatalf("Jira moved %s to %s", before.State, a.State)
				}
				checkItemStep(t, before, a)
			},
			"": func(t *rapid.T) {
				closed := a.State == Done || a.State == Rejected
				agreed := a.State.Open() || a.State == Done
				for what, ok := range map[string]bool{
					"a known state":                              a.State.Valid(),
					"closed_at when closed, and only then":       (a.ClosedAt != nil) == closed,
					"closed_on when closed, and only then":       !a.ClosedOn.IsZero() == closed,
					"a reason when rejected, and only then":      (a.RejectedReason != "") == (a.State == Rejected),
					"all that a commitment asks for":             !agreed || a.CommittedAt != nil && !a.CommittedOn.IsZero() && !a.DueOn.IsZero() && !a.FirstDueOn.IsZero() && a.Kind != "" && a.Priority != "" && a.DoneWhen != "" && a.Scope.Passes(),
					"no commitment as a proposal":                a.State != Proposed || a.CommittedAt == nil && a.DueOn.IsZero(),
					"nothing to agree to once closed":            !closed || a.RejectionProposed == "" && !a.SlipAsked && a.SnoozedUntil.IsZero(),
					"at most two snoozes":                        a.Snoozes <= MaxSnoozes,
					"no snooze of more than a fortnight":         a.SnoozedUntil.IsZero() || today().DaysUntil(a.SnoozedUntil) <= MaxSnoozeDays,
					"a ladder that does not begin in the future": !a.LadderFrom.After(today()),
					"due later than first only with a slip":      !a.DueOn.After(a.FirstDueOn) || a.Slips > 0,
					"overdue only while open":                    !a.Overdue(today()) || a.State.Open(),
				} {
					if !ok {
						t.Fatalf("an item has %s: %+v", what, a)
					}
				}
			},
		})
	})
}

// checkItemStep holds what no verb may do to an item.
func checkItemStep(t *rapid.T, before, after ActionItem) {
	t.Helper()
	later := !before.DueOn.IsZero() && after.DueOn.After(before.DueOn)
	for what, ok := range map[string]bool{
		"slips rise by one with a later due date, and only then": after.Slips == before.Slips+btoi(later),
		"the first due date stays":                               before.FirstDueOn.IsZero() || after.FirstDueOn == before.FirstDueOn,
		"snoozes never fall":                                     after.Snoozes >= before.Snoozes,
		"reopened never falls":                                   after.Reopened >= before.Reopened,
		"the ladder never goes back":                             !after.LadderFrom.Before(before.LadderFrom),
		"the commitment stays":                                   before.CommittedAt == nil || after.CommittedAt == before.CommittedAt && after.CommittedOn == before.CommittedOn,
		"another due date begins another ladder":                 before.DueOn.IsZero() || after.DueOn == before.DueOn || !after.LadderFrom.IsZero(),
	} {
		if !ok {
			t.Fatalf("%s: %+v became %+v", what, before, after)
		}
	}
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}
