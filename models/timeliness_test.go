package models

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestReviewsAreJudgedByTheLastDayForTheirMeeting(t *testing.T) {
	t.Parallel()
	today := day(t, "2026-04-01")
	past, future := day(t, "2026-03-15"), day(t, "2026-04-15")
	fact := func(s ReviewState, due, met Date) ReviewFact {
		return ReviewFact{State: s, Severity: 1, DueOn: due, MetOn: met}
	}
	historic := func(f ReviewFact) ReviewFact { f.Historic = true; return f }
	for name, c := range map[string]struct {
		fact ReviewFact
		want Timeliness
	}{
		"met on the last day":                      {fact(Reviewed, past, past), Timeliness{Open: 1, Met: 1, OnTime: 1}},
		"met the day after":                        {fact(Closed, past, past.AddDays(1)), Timeliness{Closed: 1, Met: 1, Late: 1}},
		"not met, and the last day is today":       {fact(Draft, today, Date{}), Timeliness{Open: 1}},
		"not met, and the last day is to come":     {fact(InReview, future, Date{}), Timeliness{Open: 1}},
		"not met, and the last day is past":        {fact(InReview, past, Date{}), Timeliness{Open: 1, Overdue: 1, Late: 1}},
		"closed without a meeting":                 {fact(Closed, past, Date{}), Timeliness{Closed: 1, Late: 1}},
		"its incident goes on":                     {fact(Draft, Date{}, Date{}), Timeliness{Open: 1}},
		"met while its incident went on":           {fact(Draft, Date{}, past), Timeliness{Open: 1, Met: 1}},
		"waived":                                   {fact(Waived, past, Date{}), Timeliness{Waived: 1}},
		"imported, and never met":                  {historic(fact(Draft, past, Date{})), Timeliness{Open: 1}},
		"imported, and met late":                   {historic(fact(Closed, past, today)), Timeliness{Closed: 1, Met: 1}},
		"met late, after which it was taken back":  {fact(Draft, past, today), Timeliness{Open: 1, Met: 1, Late: 1}},
		"met in time, after which it was reopened": {fact(InReview, past, past), Timeliness{Open: 1, Met: 1, OnTime: 1}},
	} {
		groups, total := TallyReviews([]ReviewFact{c.fact}, BySeverity, today)
		want := c.want
		want.Opened, want.Key, want.Name = 1, "total", "Total"
		if total != want {
			t.Errorf("%s: %+v, want %+v", name, total, want)
		}
		want.Key, want.Name = "1", "1"
		if len(groups) != 1 || groups[0] != want {
			t.Errorf("%s: %+v, want %+v", name, groups, want)
		}
	}
}

func TestHalfOfTheReviewsTookNoLonger(t *testing.T) {
	t.Parallel()
	end := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	after := func(hours int) *time.Time { at := end.Add(time.Duration(hours) * time.Hour); return &at }
	closed := func(met, closing *time.Time) ReviewFact {
		return ReviewFact{State: Closed, ResolvedAt: &end, MetAt: met, MetOn: day(t, "2026-03-03"), ClosedAt: closing}
	}
	for name, c := range map[string]struct {
		facts            []ReviewFact
		meeting, closing string
	}{
		"none":                           {nil, "–", "–"},
		"one":                            {[]ReviewFact{closed(after(36), after(120))}, "1.5", "5.0"},
		"the middle of three":            {[]ReviewFact{closed(after(24), after(24)), closed(after(240), after(480)), closed(after(48), after(96))}, "2.0", "4.0"},
		"between the middle two of four": {[]ReviewFact{closed(after(24), nil), closed(after(48), nil), closed(after(72), nil), closed(after(960), nil)}, "2.5", "–"},
		"a meeting before the end":       {[]ReviewFact{closed(after(-5), after(5))}, "0.0", "0.2"},
		"what has no end is left out":    {[]ReviewFact{closed(after(24), nil), {State: Closed, MetAt: after(1000), ClosedAt: after(1000)}}, "1.0", "–"},
		"imports are left out":           {[]ReviewFact{{State: Closed, Historic: true, ResolvedAt: &end, MetAt: after(24), ClosedAt: after(24)}}, "–", "–"},
		"what was reopened is not closed": {[]ReviewFact{{State: InReview, ResolvedAt: &end, MetAt: after(24), ClosedAt: after(24)}},
			"1.0", "–"},
	} {
		_, total := TallyReviews(c.facts, BySeverity, day(t, "2026-04-01"))
		if got := tenths(total.DaysToMeeting); got != c.meeting {
			t.Errorf("%s: %s days to the meeting, want %s", name, got, c.meeting)
		}
		if got := tenths(total.DaysToClose); got != c.closing {
			t.Errorf("%s: %s days to close, want %s", name, got, c.closing)
		}
	}
}

func TestTheReportOfReviewsAddsUp(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		today := drawDay(t, "today")
		near := func(label string) Date { return today.AddDays(rapid.IntRange(-60, 60).Draw(t, label)) }
		var facts []ReviewFact
		for range rapid.IntRange(0, 30).Draw(t, "reviews") {
			f := ReviewFact{State: rapid.SampledFrom(ReviewStates).Draw(t, "state"), Severity: Severity(rapid.IntRange(1, 5).Draw(t, "severity")),
				TeamID:     rapid.SampledFrom([]*int64{nil, new(int64(1)), new(int64(11))}).Draw(t, "team"),
				ServiceIDs: rapid.SliceOfNDistinct(rapid.Int64Range(1, 4), 0, 3, rapid.ID).Draw(t, "services"),
				StartedOn:  near("started"), DueOn: near("due"), Historic: rapid.Bool().Draw(t, "historic")}
			if rapid.Bool().Draw(t, "met") {
				f.MetOn = near("met")
			}
			facts = append(facts, f)
		}
		for _, by := range ReviewGroupBys {
			groups, total := TallyReviews(facts, by, today)
			opened := 0
			for _, g := range append([]Timeliness{total}, groups...) {
				if g.Opened != g.Closed+g.Waived+g.Open || g.Overdue > g.Open || g.Overdue > g.Late || g.OnTime > g.Met || g.OnTime+g.Late > g.Opened-g.Waived {
					t.Fatalf("by %s: %+v does not add up", by, g)
				}
				opened += g.Opened
			}
			if opened -= total.Opened; total.Opened != len(facts) || opened < len(facts) || by != ByService && opened != len(facts) {
				t.Fatalf("by %s: the groups have %d reviews, and there are %d", by, opened, len(facts))
			}
		}
	})
}

func tenths(n *float64) string {
	if n == nil {
		return "–"
	}
	return fmt.Sprintf("%.1f", *n)
}
