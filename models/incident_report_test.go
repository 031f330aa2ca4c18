package models

import (
	"reflect"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// told is a report of the day's incident at that hour.
func told(t rapid.TB, at string, change func(*IncidentReport)) IncidentReport {
	t.Helper()
	r := IncidentReport{Source: "pager", ExternalID: "Q1", At: instant(t, "2026-03-02T"+at+":00Z"), Resolved: true,
		Title: "Checkout was slow", StartedAt: instant(t, "2026-03-02T08:00:00Z")}
	if change != nil {
		change(&r)
	}
	return r
}

func TestReportsInAnyOrderMakeTheSameIncident(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var reports []IncidentReport
		for range rapid.IntRange(1, 6).Draw(t, "reports") {
			at := instant(t, "2026-03-02T08:00:00Z").Add(time.Duration(rapid.IntRange(0, 4).Draw(t, "minute")) * time.Minute)
			r := IncidentReport{Source: "pager", ExternalID: "Q1", At: at, Resolved: rapid.Bool().Draw(t, "over"),
				Title: rapid.SampledFrom([]string{"", "A", "B"}).Draw(t, "title"), Severity: Severity(rapid.IntRange(0, 5).Draw(t, "severity"))}
			if r.Resolved && rapid.Bool().Draw(t, "end is told") {
				r.ResolvedAt = &r.At
			}
			reports = append(reports, r)
		}
		want := FoldReports(reports)
		shuffled := rapid.Permutation(reports).Draw(t, "order")
		if got := FoldReports(append(shuffled, shuffled[0])); !reflect.DeepEqual(got, want) {
			t.Fatalf("in another order, and one of them twice, they say\n%+v, not\n%+v", got, want)
		}
	})
}

func TestTheLatestReportHolds(t *testing.T) {
	t.Parallel()
	end := instant(t, "2026-03-02T09:00:00Z")
	over := func(r *IncidentReport) { r.ResolvedAt = &end }
	for name, c := range map[string]struct {
		reports  []IncidentReport
		severity Severity
		over     bool
	}{
		"a severity that was told later":    {[]IncidentReport{told(t, "09:30", func(r *IncidentReport) { r.Severity = 1 }), told(t, "09:00", over)}, 1, true},
		"one that says nothing of it":       {[]IncidentReport{told(t, "09:00", func(r *IncidentReport) { over(r); r.Severity = 2 }), told(t, "09:30", nil)}, 2, true},
		"opened again":                      {[]IncidentReport{told(t, "09:00", over), told(t, "09:10", func(r *IncidentReport) { r.Resolved = false })}, 0, false},
		"opened again, which came too late": {[]IncidentReport{told(t, "08:50", func(r *IncidentReport) { r.Resolved = false }), told(t, "09:00", over)}, 0, true},
		"over, and nobody said when":        {[]IncidentReport{told(t, "09:30", nil)}, 0, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sum := FoldReports(c.reports)
			if sum.Severity != c.severity || (sum.ResolvedAt != nil) != c.over {
				t.Errorf("severity %d, resolved at %v", sum.Severity, sum.ResolvedAt)
			}
		})
	}
}

func TestWhatPeopleChangedStaysUntilTheSourceChangesItToo(t *testing.T) {
	t.Parallel()
	before := told(t, "09:00", func(r *IncidentReport) { r.Severity = 3 })
	var i Incident
	before.Amend(&i, IncidentReport{})
	if i.Title != before.Title || i.Severity != 3 || i.Source != "pager" || i.ExternalID != "Q1" {
		t.Fatalf("the incident is %+v", i)
	}
	i.Title, i.Severity = "Checkout was slow for customers in Norway", 2
	after := before
	after.Severity = 1
	after.Amend(&i, before)
	if i.Title != "Checkout was slow for customers in Norway" || i.Severity != 1 {
		t.Errorf("it became %q, %s", i.Title, i.Severity)
	}
	unstated := told(t, "10:00", nil)
	unstated.Amend(&i, IncidentReport{})
	if i.Severity != UnstatedSeverity {
		t.Errorf("without a severity it is %s", i.Severity)
	}
}

func TestAReportNeedsWhatTellsItApart(t *testing.T) {
	t.Parallel()
	refused(t, IncidentReport{}.Validate(), Invalid, "source", "id", "updated_at")
	accepted(t, told(t, "09:00", nil).Validate())
}

func TestADueDateThatPolicyGaveFollowsIt(t *testing.T) {
	t.Parallel()
	w := Workdays{Zone: time.UTC}
	p := DefaultPolicies()
	resolved := instant(t, "2026-03-02T09:00:00Z")
	commit := func(severity int, now string, due string) ActionItem {
		owner := int64(1)
		a := ActionItem{State: Proposed, OwnerID: &owner, Priority: P1, Kind: Prevent, DoneWhen: "It is done."}
		accepted(t, a.Commit(instant(t, now), Actor{}, Commitment{DueOn: day(t, due), Reason: "A part is late", Scope: Scope{Actionable: true, Specific: true, Bounded: true}}, p[severity-1], resolved, w))
		return a
	}
	for name, c := range map[string]struct {
		item     ActionItem
		to       int
		now      string
		due      string
		firstDue string
	}{
		"graver":                      {commit(3, "2026-03-03T09:00:00Z", ""), 1, "2026-03-03T12:00:00Z", "2026-03-17", "2026-03-17"},
		"less grave":                  {commit(1, "2026-03-03T09:00:00Z", ""), 2, "2026-03-03T12:00:00Z", "2026-04-01", "2026-04-01"},
		"graver, very late":           {commit(3, "2026-03-03T09:00:00Z", ""), 1, "2026-04-20T12:00:00Z", "2026-04-27", "2026-04-27"},
		"graver, when it is due soon": {commit(3, "2026-03-03T09:00:00Z", ""), 1, "2026-04-30T12:00:00Z", "2026-05-01", "2026-05-01"},
		"a date that people chose":    {commit(3, "2026-03-03T09:00:00Z", "2026-06-30"), 1, "2026-03-03T12:00:00Z", "2026-06-30", "2026-06-30"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := c.item
			was := p[2]
			if name == "less grave" {
				was = p[0]
			}
			a.FollowPolicy(was, p[c.to-1], &resolved, &resolved, instant(t, c.now), w)
			if a.DueOn.String() != c.due || a.FirstDueOn.String() != c.firstDue || a.Slips != 0 {
				t.Errorf("it is due on %s, at first on %s, with %d slips", a.DueOn, a.FirstDueOn, a.Slips)
			}
		})
	}
}

// What was committed before defaults kept off weekends and holidays has such a day, and follows the policy like the others.
func TestADueDateOnADayOffFollowsThePolicyThatGaveIt(t *testing.T) {
	t.Parallel()
	p, resolved, saturday := DefaultPolicies(), instant(t, "2026-03-06T09:00:00Z"), day(t, "2026-03-21")
	committed := resolved
	a := ActionItem{State: Committed, Priority: P1, CommittedAt: &committed, DueOn: saturday, FirstDueOn: saturday}
	a.FollowPolicy(p[0], p[1], &resolved, &resolved, resolved, Workdays{Zone: time.UTC})
	if monday := "2026-04-06"; a.DueOn.String() != monday || a.FirstDueOn.String() != monday {
		t.Errorf("it is due on %s, at first on %s", a.DueOn, a.FirstDueOn)
	}
}
