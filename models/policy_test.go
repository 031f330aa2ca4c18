package models

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func defaultPolicy(s Severity) Policy { return DefaultPolicies()[s-1] }

func TestDefaultPoliciesAreTheGuides(t *testing.T) {
	t.Parallel()
	list := DefaultPolicies()
	if len(list) != 5 {
		t.Fatalf("%d policies, want one a severity", len(list))
	}
	for i, want := range []struct {
		required bool
		within   int
		unit     Unit
		items    int
	}{{true, 3, CalendarDays, 15}, {true, 5, BusinessDays, 30}, {false, 10, BusinessDays, 60}, {false, 10, BusinessDays, 60},
		{false, 10, BusinessDays, 60}} {
		p := list[i]
		accepted(t, p.Validate())
		if p.Severity != Severity(i+1) || p.ReviewRequired != want.required || p.MeetingWithin != want.within ||
			p.MeetingUnit != want.unit || p.ItemDays != want.items {
			t.Errorf("%s demands %+v, want %+v", p.Severity, p, want)
		}
		if !slices.Equal(p.NudgeBefore, []int{7, 2}) || p.RepeatDays != 7 || p.EscalateDays != 14 {
			t.Errorf("%s nudges %v, every %d, escalates at %d", p.Severity, p.NudgeBefore, p.RepeatDays, p.EscalateDays)
		}
	}
	list[0].NudgeBefore[0] = 99
	if DefaultPolicies()[0].NudgeBefore[0] != 7 || DefaultPolicies()[1].NudgeBefore[0] != 7 {
		t.Error("the defaults share memory")
	}
}

func TestMeetingDue(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name     string
		severity Severity
		zone     string
		holidays Holidays
		resolved string
		want     string
	}{
		{"SEV-1: three calendar days, the weekend among them", 1, "UTC", nil, "2026-03-06T12:00:00Z", "2026-03-09"},
		{"SEV-1: may fall on a Sunday", 1, "UTC", nil, "2026-03-05T12:00:00Z", "2026-03-08"},
		{"SEV-1: holidays do not matter", 1, "UTC", holidays("2026-03-09"), "2026-03-06T12:00:00Z", "2026-03-09"},
		{"SEV-1: over a leap day", 1, "UTC", nil, "2024-02-27T12:00:00Z", "2024-03-01"},
		{"SEV-2: five business days over a weekend", 2, "UTC", nil, "2026-03-04T12:00:00Z", "2026-03-11"},
		{"SEV-2: resolved on a Saturday", 2, "UTC", nil, "2026-03-07T12:00:00Z", "2026-03-13"},
		{"SEV-2: over a weekend and a holiday", 2, "UTC", holidays("2026-05-25"), "2026-05-20T12:00:00Z", "2026-05-28"},
		{"SEV-2: over a weekend and two holidays", 2, "Europe/Berlin", holidays("2026-04-03", "2026-04-06"), "2026-04-01T10:00:00Z", "2026-04-10"},
		{"SEV-3: ten business days", 3, "UTC", nil, "2026-03-04T12:00:00Z", "2026-03-18"},
		{"SEV-5: as SEV-3", 5, "UTC", nil, "2026-03-04T12:00:00Z", "2026-03-18"},
		{"day 0 is tomorrow already in Berlin", 1, "Europe/Berlin", nil, "2026-03-04T23:30:00Z", "2026-03-08"},
		{"day 0 is still yesterday in New York", 1, "America/New_York", nil, "2026-03-05T03:30:00Z", "2026-03-07"},
		{"SEV-2: a Friday night in New York, Saturday in UTC", 2, "America/New_York", nil, "2026-03-07T04:00:00Z", "2026-03-13"},
		{"SEV-1: over the night when clocks go forward", 1, "Europe/Berlin", nil, "2026-03-27T22:30:00Z", "2026-03-30"},
		{"SEV-1: over Santiago's skipped midnight", 1, "America/Santiago", nil, "2025-09-06T12:00:00Z", "2025-09-09"},
		{"SEV-1: civil days over the one that Apia skipped", 1, "Pacific/Apia", nil, "2011-12-30T09:00:00Z", "2012-01-01"},
		{"SEV-1: over a year's end", 1, "UTC", nil, "2025-12-31T23:59:59Z", "2026-01-03"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := Workdays{Zone: zone(t, c.zone), Holidays: c.holidays}
			if got := defaultPolicy(c.severity).MeetingDue(instant(t, c.resolved), w); got.String() != c.want {
				t.Errorf("due on %s, want %s", got, c.want)
			}
		})
	}
}

func TestItemDue(t *testing.T) {
	t.Parallel()
	const resolved = "2026-03-04T12:00:00Z" // a Wednesday
	for _, c := range []struct {
		name      string
		severity  Severity
		priority  Priority
		zone      string
		holidays  Holidays
		resolved  string
		committed string
		want      string
	}{
		{"SEV-1, P0: 15 days", 1, P0, "UTC", nil, resolved, "2026-03-06T12:00:00Z", "2026-03-19"},
		{"SEV-1, P1: 15 days", 1, P1, "UTC", nil, resolved, "2026-03-06T12:00:00Z", "2026-03-19"},
		{"SEV-2, P1: 30 days", 2, P1, "UTC", nil, resolved, "2026-03-06T12:00:00Z", "2026-04-03"},
		{"SEV-3, P0: 60 days", 3, P0, "UTC", nil, resolved, "2026-03-06T12:00:00Z", "2026-05-04"}, // the 3rd is a Sunday
		{"SEV-5, P1: 60 days", 5, P1, "UTC", nil, resolved, "2026-03-06T12:00:00Z", "2026-05-04"},
		{"on a Saturday before a holiday", 1, P1, "UTC", holidays("2026-04-06"), "2026-03-20T12:00:00Z", "2026-03-23T12:00:00Z", "2026-04-07"},
		{"on a holiday", 1, P1, "UTC", holidays("2026-03-19"), resolved, "2026-03-06T12:00:00Z", "2026-03-20"},
		{"P2 has no default", 1, P2, "UTC", nil, resolved, "2026-03-06T12:00:00Z", ""},
		{"P3 has no default", 1, P3, "UTC", nil, resolved, "2026-03-06T12:00:00Z", ""},
		{"no priority has no default", 1, "", "UTC", nil, resolved, "2026-03-06T12:00:00Z", ""},
		{"committed just in time for 15 days", 1, P0, "UTC", nil, resolved, "2026-03-12T12:00:00Z", "2026-03-19"},
		{"committed a day later: five business days", 1, P0, "UTC", nil, resolved, "2026-03-13T12:00:00Z", "2026-03-20"},
		{"committed long after: five business days, over a holiday", 1, P0, "UTC", holidays("2026-05-25"), resolved, "2026-05-20T12:00:00Z", "2026-05-28"},
		{"committed on a Sunday", 1, P0, "UTC", nil, resolved, "2026-04-12T12:00:00Z", "2026-04-17"},
		{"day 0 is the day in the team's zone", 1, P0, "Europe/Berlin", nil, "2026-03-04T23:30:00Z", "2026-03-05T12:00:00Z", "2026-03-20"},
		{"so is the day of the commitment", 1, P0, "America/New_York", nil, resolved, "2026-04-14T02:00:00Z", "2026-04-20"},
		{"over the end of daylight saving", 1, P0, "America/New_York", nil, "2026-10-30T03:30:00Z", "2026-10-30T12:00:00Z", "2026-11-13"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := Workdays{Zone: zone(t, c.zone), Holidays: c.holidays}
			got := defaultPolicy(c.severity).ItemDue(instant(t, c.resolved), instant(t, c.committed), c.priority, w)
			if got.String() != c.want {
				t.Errorf("due on %q, want %q", got, c.want)
			}
		})
	}
}

func TestItemsAreNeverDueBeforeTheirOwnerHadNotice(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w, resolved, committed := drawWorkdays(t), drawInstant(t, "resolved"), drawInstant(t, "committed")
		p := defaultPolicy(Severity(rapid.IntRange(1, 5).Draw(t, "severity")))
		due := p.ItemDue(resolved, committed, P1, w)
		business := 0
		for d := w.DateOf(committed).AddDays(1); !d.After(due); d = d.AddDays(1) {
			if w.IsBusinessDay(d) {
				business++
			}
		}
		if business < MinCommitDays {
			t.Fatalf("committed on %v, due on %v: only %d business days", w.DateOf(committed), due, business)
		}
		if days := w.DateOf(resolved).DaysUntil(due); days < p.ItemDays || !w.IsBusinessDay(due) {
			t.Fatalf("due %d days after the resolution, on %v", days, due)
		}
		if last := w.BusinessDaysBefore(due, 1); business > MinCommitDays && w.DateOf(resolved).DaysUntil(last) >= p.ItemDays {
			t.Fatalf("due on %v, %d business days after the commitment; %v would do", due, business, last)
		}
	})
}

func TestPolicyValidateNamesEveryFieldAtFault(t *testing.T) {
	t.Parallel()
	p := Policy{Severity: 6, MeetingWithin: 0, MeetingUnit: "weeks", ItemDays: 366, NudgeBefore: []int{0}, RepeatDays: 0, EscalateDays: 0}
	refused(t, p.Validate(), Invalid, "severity", "meeting_within", "meeting_unit", "item_days", "nudge_before", "repeat_days", "escalate_days")

	p = defaultPolicy(1)
	p.NudgeBefore = []int{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}
	refused(t, p.Validate(), Invalid, "nudge_before")

	p.NudgeBefore = []int{2, 7, 2, 14}
	accepted(t, p.Validate())
	if !slices.Equal(p.NudgeBefore, []int{14, 7, 2}) {
		t.Errorf("reminded %v days before, want each once and the earliest first", p.NudgeBefore)
	}
	p.NudgeBefore = nil
	accepted(t, p.Validate())
}

func TestSeveritiesAndPrioritiesHaveNames(t *testing.T) {
	t.Parallel()
	if s := Severity(2); s.String() != "SEV-2" || !s.Valid() || Severity(0).Valid() || Severity(6).Valid() {
		t.Error("severities are 1 to 5, written SEV-2")
	}
	if !P3.Valid() || Priority("P4").Valid() || Priority("").Valid() {
		t.Error("priorities are P0 to P3")
	}
}
