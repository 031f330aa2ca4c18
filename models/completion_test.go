package models

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestTallyCountsByHand(t *testing.T) {
	t.Parallel()
	today := day(t, "2026-04-01")
	past, future := day(t, "2026-03-15"), day(t, "2026-04-15")
	fact := func(s ItemState, first, due, closed Date) ItemFact {
		return ItemFact{State: s, Severity: 1, FirstDueOn: first, DueOn: due, ClosedOn: closed, CommittedOn: day(t, "2026-03-01")}
	}
	historic := func(f ItemFact) ItemFact { f.Historic = true; return f }
	for _, c := range []struct {
		name string
		fact ItemFact
		want Completion
	}{
		{"done on its due day is on time", fact(Done, past, past, past), Completion{Closed: 1, OnTime: 1}},
		{"done the day after is late", fact(Done, past, past, past.AddDays(1)), Completion{Closed: 1, Late: 1}},
		{"done by the date it slipped to is late", fact(Done, past, future, past.AddDays(3)), Completion{Closed: 1, Late: 1}},
		{"done early, although due earlier by then, is on time", fact(Done, future, past, past.AddDays(1)), Completion{Closed: 1, OnTime: 1}},
		{"open and due today cannot be judged", fact(Committed, today, today, Date{}), Completion{Open: 1}},
		{"open and due later cannot be judged", fact(InProgress, future, future, Date{}), Completion{Open: 1}},
		{"open past its date is overdue and late", fact(InProgress, past, past, Date{}), Completion{Open: 1, Overdue: 1, Late: 1}},
		{"open past its first date is late, though not overdue", fact(Committed, past, future, Date{}), Completion{Open: 1, Late: 1}},
		{"rejected is not judged", fact(Rejected, past, past, future), Completion{Rejected: 1}},
		{"history that is open is never late", historic(fact(Committed, past, past, Date{})), Completion{Open: 1}},
		{"history that was done late is never late", historic(fact(Done, past, past, future)), Completion{Closed: 1}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			c.want.Opened = 1
			groups, total := Tally([]ItemFact{c.fact}, BySeverity, today)
			want := c.want
			want.Key, want.Name = "total", "Total"
			if total != want {
				t.Errorf("total %+v, want %+v", total, want)
			}
			want.Key, want.Name = "1", "1"
			if len(groups) != 1 || groups[0] != want {
				t.Errorf("groups %+v, want %+v", groups, want)
			}
		})
	}
}

func TestTallyGroups(t *testing.T) {
	t.Parallel()
	facts := []ItemFact{
		{State: Done, Severity: 1, Kind: Prevent, TeamID: new(int64(10)), ServiceIDs: []int64{1, 2}, CommittedOn: day(t, "2025-12-31")},
		{State: Committed, Severity: 2, Kind: Detect, TeamID: new(int64(9)), ServiceIDs: []int64{2}, CommittedOn: day(t, "2026-02-01"), DueOn: day(t, "2027-01-01"), FirstDueOn: day(t, "2027-01-01")},
		{State: Rejected, Severity: 1, Kind: Prevent, Historic: true},
	}
	for by, want := range map[GroupBy]map[string]int{
		BySeverity: {"1": 2, "2": 1},
		ByTeam:     {"": 1, "9": 1, "10": 1},
		ByService:  {"": 1, "1": 1, "2": 2},
		ByKind:     {"prevent": 2, "detect": 1},
		ByMonth:    {"": 1, "2025-12": 1, "2026-01": 0, "2026-02": 1},
	} {
		groups, total := Tally(facts, by, day(t, "2026-04-01"))
		if total.Opened != 3 || len(groups) != len(want) {
			t.Errorf("by %s: %d of %d groups, %d in all", by, len(groups), len(want), total.Opened)
		}
		for _, g := range groups {
			if g.Opened != want[g.Key] {
				t.Errorf("by %s: %d in %q, want %d", by, g.Opened, g.Key, want[g.Key])
			}
		}
	}
	groups, _ := Tally(facts, ByTeam, day(t, "2026-04-01"))
	var keys []string
	for _, g := range groups {
		keys = append(keys, g.Key)
	}
	if !slices.Equal(keys, []string{"", "9", "10"}) {
		t.Errorf("teams are in the order %q; ids sort as numbers", keys)
	}
	groups, total := Tally(nil, ByMonth, Date{})
	if len(groups) != 0 || total.Opened != 0 || total.Name != "Total" {
		t.Errorf("of nothing: %+v, %+v", groups, total)
	}
}

func TestTallyAddsUp(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		today := drawDay(t, "today")
		near := func(label string) Date { return today.AddDays(rapid.IntRange(-60, 60).Draw(t, label)) }
		var facts []ItemFact
		for range rapid.IntRange(0, 30).Draw(t, "items") {
			f := ItemFact{State: rapid.SampledFrom([]ItemState{Committed, InProgress, Done, Rejected}).Draw(t, "state"),
				Kind: rapid.SampledFrom(ItemKinds).Draw(t, "kind"), Severity: Severity(rapid.IntRange(1, 5).Draw(t, "severity")),
				TeamID:      rapid.SampledFrom([]*int64{nil, new(int64(1)), new(int64(2)), new(int64(11))}).Draw(t, "team"),
				ServiceIDs:  rapid.SliceOfNDistinct(rapid.Int64Range(1, 4), 0, 3, rapid.ID).Draw(t, "services"),
				CommittedOn: near("committed"), FirstDueOn: near("first due"), DueOn: near("due"), Historic: rapid.Bool().Draw(t, "historic")}
			if !f.State.Open() {
				f.ClosedOn = near("closed")
			}
			facts = append(facts, f)
		}
		history := 0
		for _, f := range facts {
			if f.Historic {
				history++
			}
		}
		for _, by := range GroupBys {
			groups, total := Tally(facts, by, today)
			var sum Completion
			for _, g := range append([]Completion{total}, groups...) {
				if g.Opened != g.Closed+g.Rejected+g.Open || g.Overdue > g.Open || g.OnTime > g.Closed || g.OnTime+g.Late > g.Opened-g.Rejected {
					t.Fatalf("by %s: %+v does not add up", by, g)
				}
				rate, ok := g.Rate()
				if ok != (g.OnTime+g.Late > 0) || rate < 0 || rate > 1 {
					t.Fatalf("%+v has a rate of %v, %v", g, rate, ok)
				}
			}
			for _, g := range groups {
				sum.Opened, sum.Closed, sum.Rejected, sum.Open = sum.Opened+g.Opened, sum.Closed+g.Closed, sum.Rejected+g.Rejected, sum.Open+g.Open
				sum.Overdue, sum.OnTime, sum.Late = sum.Overdue+g.Overdue, sum.OnTime+g.OnTime, sum.Late+g.Late
			}
			sum.Key, sum.Name = total.Key, total.Name
			if by != ByService && sum != total || sum.Opened < total.Opened {
				t.Fatalf("by %s the groups add up to %+v, and in all it is %+v", by, sum, total)
			}
			if total.Opened != len(facts) || total.OnTime+total.Late+history > len(facts) {
				t.Fatalf("%d facts, %d of them history: %+v", len(facts), history, total)
			}
		}
	})
}

func TestRateIsOfWhatCanBeJudged(t *testing.T) {
	t.Parallel()
	if rate, ok := (Completion{Opened: 9, OnTime: 3, Late: 1}).Rate(); rate != 0.75 || !ok {
		t.Errorf("%v, %v; want 0.75", rate, ok)
	}
	if _, ok := (Completion{Opened: 9, Open: 9}).Rate(); ok {
		t.Error("nothing can be judged, and yet there is a rate")
	}
}
