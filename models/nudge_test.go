package models

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

type nexter func(day Date) (current, next *Step)

// walk calls Next on every day that it names, and returns the steps that stand on those days.
func walk(t rapid.TB, from Date, n int, next nexter) []string {
	t.Helper()
	var list []string
	_, coming := next(from)
	for range n {
		if coming == nil {
			return append(list, "never")
		}
		on := coming.On
		var current *Step
		current, coming = next(on)
		if current == nil || current.On != on {
			t.Fatalf("%s was promised, and then %v stands", on, current)
		}
		list = append(list, fmt.Sprintf("%s %s", current.On, current.Rung))
	}
	return list
}

func TestTheLadderOfAnItem(t *testing.T) {
	t.Parallel()
	weekdays, easter := Workdays{}, Workdays{Holidays: holidays("2026-04-03", "2026-04-06")}
	for _, c := range []struct {
		name   string
		due    string // committed on Monday 2026-03-02
		w      Workdays
		change func(t *testing.T, a *ActionItem, p *Policy)
		from   string
		want   string
	}{
		{name: "7 and 2 days before, the day, the next day, then weekly", due: "2026-03-19",
			want: "2026-03-12 before_due, 2026-03-17 before_due, 2026-03-19 due, 2026-03-20 breach, 2026-03-27 overdue, 2026-04-03 overdue, 2026-04-10 overdue"},
		{name: "due on a Friday: the next business day is Monday", due: "2026-03-20",
			want: "2026-03-13 before_due, 2026-03-18 before_due, 2026-03-20 due, 2026-03-23 breach, 2026-03-30 overdue"},
		{name: "due on a Sunday", due: "2026-03-22",
			want: "2026-03-15 before_due, 2026-03-20 before_due, 2026-03-22 due, 2026-03-23 breach, 2026-03-30 overdue"},
		{name: "due before Easter", due: "2026-04-02", w: easter,
			want: "2026-03-26 before_due, 2026-03-31 before_due, 2026-04-02 due, 2026-04-07 breach, 2026-04-14 overdue"},
		{name: "committed when 7 days before have passed", due: "2026-03-06",
			want: "2026-03-04 before_due, 2026-03-06 due, 2026-03-09 breach, 2026-03-16 overdue"},
		{name: "due on the day when it was committed", due: "2026-03-02",
			want: "2026-03-03 breach, 2026-03-10 overdue"},
		{name: "no reminder before, and every third day after", due: "2026-03-19",
			change: func(_ *testing.T, _ *ActionItem, p *Policy) { p.NudgeBefore, p.RepeatDays = nil, 3 },
			want:   "2026-03-19 due, 2026-03-20 breach, 2026-03-23 overdue, 2026-03-26 overdue"},
		{name: "snoozed over all of it", due: "2026-03-19", from: "2026-03-12",
			change: func(t *testing.T, a *ActionItem, _ *Policy) {
				accepted(t, a.Snooze(day(t, "2026-03-12"), day(t, "2026-03-26"), "ill"))
			},
			want: "2026-03-26 snooze_over, 2026-03-27 overdue, 2026-04-03 overdue"},
		{name: "snoozed, and due later", due: "2026-03-19", from: "2026-03-12",
			change: func(t *testing.T, a *ActionItem, _ *Policy) {
				accepted(t, a.Snooze(day(t, "2026-03-12"), day(t, "2026-03-16"), "ill"))
			},
			want: "2026-03-16 snooze_over, 2026-03-17 before_due, 2026-03-19 due, 2026-03-20 breach"},
		{name: "moved to a later day", due: "2026-03-19", from: "2026-03-18",
			change: func(t *testing.T, a *ActionItem, _ *Policy) {
				accepted(t, a.MoveDue(day(t, "2026-03-18"), day(t, "2026-03-26"), "vendor"))
			},
			want: "2026-03-19 before_due, 2026-03-24 before_due, 2026-03-26 due, 2026-03-27 breach, 2026-04-03 overdue"},
		{name: "moved to a day in the past: said on the next business day", due: "2026-03-19", from: "2026-03-13",
			change: func(t *testing.T, a *ActionItem, _ *Policy) {
				accepted(t, a.MoveDue(day(t, "2026-03-13"), day(t, "2026-03-05"), ""))
			},
			want: "2026-03-16 breach, 2026-03-23 overdue, 2026-03-30 overdue"},
		{name: "moved later in Jira: the next digest asks why", due: "2026-03-19", from: "2026-03-10",
			change: func(t *testing.T, a *ActionItem, _ *Policy) {
				a.Adopt(time.Time{}, day(t, "2026-03-10"), Link{AgreedCategory: CategoryNew, AgreedDueOn: a.DueOn}, Remote{Category: CategoryNew, DueOn: day(t, "2026-03-26")})
			},
			want: "2026-03-11 slip, 2026-03-19 before_due, 2026-03-24 before_due, 2026-03-26 due, 2026-03-27 breach"},
		{name: "closed as won't do in Jira: asked weekly", due: "2026-03-19", from: "2026-03-13",
			change: func(t *testing.T, a *ActionItem, _ *Policy) {
				a.Adopt(time.Time{}, day(t, "2026-03-13"), Link{AgreedCategory: CategoryNew}, Remote{Category: CategoryDone, WontDo: true})
			},
			want: "2026-03-16 rejection, 2026-03-23 rejection, 2026-03-30 rejection"},
		{name: "the rejection was not agreed to: the ladder goes on", due: "2026-03-19", from: "2026-03-18",
			change: func(t *testing.T, a *ActionItem, _ *Policy) {
				a.RejectionProposed = "Jira closed it"
				accepted(t, a.KeepOn(day(t, "2026-03-18")))
			},
			want: "2026-03-19 due, 2026-03-20 breach, 2026-03-27 overdue"},
		{name: "reopened long after it was due", due: "2026-03-19", from: "2026-04-15",
			change: func(t *testing.T, a *ActionItem, _ *Policy) {
				accepted(t, a.Complete(time.Time{}, day(t, "2026-03-18")))
				accepted(t, a.Reopen(day(t, "2026-04-15"), "it is back"))
			},
			want: "2026-04-16 breach, 2026-04-23 overdue, 2026-04-30 overdue"},
		{name: "without an owner: weekly from the next business day on, and the ladder", due: "2026-03-19",
			change: func(_ *testing.T, a *ActionItem, _ *Policy) { a.OwnerID = nil },
			want: "2026-03-03 unowned, 2026-03-10 unowned, 2026-03-12 before_due, 2026-03-17 unowned, 2026-03-19 due, 2026-03-20 breach, " +
				"2026-03-24 unowned, 2026-03-27 overdue, 2026-03-31 unowned"},
		{name: "not mine, says the owner", due: "2026-03-19", from: "2026-03-17",
			change: func(t *testing.T, a *ActionItem, _ *Policy) {
				accepted(t, a.Disown(day(t, "2026-03-17"), "another team's"))
			},
			want: "2026-03-18 unowned, 2026-03-19 due, 2026-03-20 breach, 2026-03-25 unowned"},
		{name: "done", due: "2026-03-19", want: "never",
			change: func(t *testing.T, a *ActionItem, _ *Policy) { accepted(t, a.Complete(time.Time{}, a.DueOn)) }},
		{name: "rejected", due: "2026-03-19", want: "never",
			change: func(t *testing.T, a *ActionItem, _ *Policy) { accepted(t, a.Reject(time.Time{}, a.DueOn, "no")) }},
		{name: "only proposed", due: "2026-03-19", want: "never",
			change: func(_ *testing.T, a *ActionItem, _ *Policy) { a.State = Proposed }},
		{name: "imported history", due: "2026-03-19", want: "never",
			change: func(_ *testing.T, a *ActionItem, _ *Policy) { a.Historic = true }},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if c.w.Holidays == nil {
				c.w = weekdays
			}
			if c.from == "" {
				c.from = "2026-03-02"
			}
			a, p := committed(t, "2026-03-02", c.due), defaultPolicy(1)
			if c.change != nil {
				c.change(t, &a, &p)
			}
			steps := walk(t, day(t, c.from), strings.Count(c.want, ",")+1, func(d Date) (*Step, *Step) { return a.Next(d, p, c.w) })
			if got := strings.Join(steps, ", "); got != c.want {
				t.Errorf("is nudged on\n     %s\nwant %s", got, c.want)
			}
			if current, next := a.Next(day(t, "2026-12-31"), p, c.w); c.want == "never" && (current != nil || next != nil) {
				t.Errorf("at the year's end it is nudged for %v and %v", current, next)
			}
		})
	}
}

func TestAStepStandsUntilTheNextOne(t *testing.T) {
	t.Parallel()
	a, p := committed(t, "2026-03-02", "2026-03-19"), defaultPolicy(1)
	for on, want := range map[string]string{"2026-03-02": "", "2026-03-11": "", "2026-03-12": "before_due@2026-03-12", "2026-03-16": "before_due@2026-03-12",
		"2026-03-18": "before_due@2026-03-17", "2026-03-26": "breach@2026-03-20", "2026-05-01": "overdue@2026-05-01", "2026-05-07": "overdue@2026-05-01"} {
		current, next := a.Next(day(t, on), p, Workdays{})
		got := ""
		if current != nil {
			got = current.Key()
		}
		if got != want || next == nil || !next.On.After(day(t, on)) {
			t.Errorf("on %s %q stands, want %q; next is %v", on, got, want, next)
		}
	}
}

// The reference is every day of the ladder, one by one.
func TestTheLadderIsItsDaysOneByOne(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w, p := drawWorkdays(t), drawPolicy(t)
		start := drawDay(t, "committed")
		a := ActionItem{State: Committed, OwnerID: new(int64(1)), LadderFrom: start, DueOn: start.AddDays(rapid.IntRange(1, 90).Draw(t, "due"))}
		breach := w.NextBusinessDay(a.DueOn)
		days := []Date{a.DueOn, breach}
		for _, n := range p.NudgeBefore {
			days = append(days, a.DueOn.AddDays(-n))
		}
		for n := range 400 {
			days = append(days, breach.AddDays(n*p.RepeatDays))
		}
		today := start.AddDays(rapid.IntRange(0, 365).Draw(t, "today"))
		var wantCurrent, wantNext Date
		for _, d := range days {
			switch {
			case !d.After(start):
			case d.After(today):
				if wantNext.IsZero() || d.Before(wantNext) {
					wantNext = d
				}
			case d.After(wantCurrent):
				wantCurrent = d
			}
		}
		current, next := a.Next(today, p, w)
		if next == nil || next.On != wantNext {
			t.Fatalf("next is %v, want %s", next, wantNext)
		}
		if wantCurrent.IsZero() != (current == nil) || current != nil && current.On != wantCurrent {
			t.Fatalf("%v stands, want %s", current, wantCurrent)
		}
	})
}

func drawPolicy(t *rapid.T) Policy {
	p := Policy{Severity: 1, MeetingWithin: 3, MeetingUnit: CalendarDays, ItemDays: 15,
		NudgeBefore: rapid.SampledFrom([][]int{{7, 2}, nil, {1}, {30, 14, 7, 3, 2, 1}}).Draw(t, "before"),
		RepeatDays:  rapid.SampledFrom([]int{7, 1, 3, 30}).Draw(t, "repeat"), EscalateDays: rapid.IntRange(1, 30).Draw(t, "escalate")}
	accepted(t, p.Validate())
	return p
}

func TestAnOpenItemIsNudgedUntilItCloses(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w, p := drawWorkdays(t), drawPolicy(t)
		start := drawDay(t, "committed")
		a := proposal()
		a.State, a.LadderFrom, a.CommittedOn, a.CommittedAt = Committed, start, start, new(w.Starts(start))
		a.DueOn = start.AddDays(rapid.IntRange(0, 90).Draw(t, "due"))
		if rapid.Bool().Draw(t, "no owner") {
			a.OwnerID = nil
		}
		ledger := map[string]bool{} // the keys that were told
		var told Date               // the latest day of them
		var quiet bool              // nothing was changed since the last look
		var promised Date

		for today := start; start.DaysUntil(today) < 365; {
			current, next := a.Next(today, p, w)
			if !a.State.Open() {
				if current != nil || next != nil {
					t.Fatalf("%s, and nudged for %v and %v", a.State, current, next)
				}
				accepted(t, a.Reopen(today, "it is back"))
				quiet = false
				continue
			}
			checkStep(t, a, p, w, today, current, next)
			if quiet && (current == nil || current.On.Before(promised)) {
				t.Fatalf("on %s was promised %s, and %v stands", today, promised, current)
			}
			if current != nil && !ledger[current.Key()] {
				if current.On.Before(told) {
					t.Fatalf("on %s %s is told, after one of %s", today, current.Key(), told)
				}
				ledger[current.Key()], told = true, current.On
			}
			// Until then, nothing else stands.
			for d := today.AddDays(1); d.Before(next.On); d = d.AddDays(1) {
				if c, n := a.Next(d, p, w); !reflect.DeepEqual(c, current) || !reflect.DeepEqual(n, next) {
					t.Fatalf("on %s it is %v and then %v, on %s %v and %v", today, current, next, d, c, n)
				}
			}
			quiet, promised = true, next.On
			switch rapid.IntRange(0, 14).Draw(t, "what happens") {
			case 0:
				quiet = a.Snooze(today, today.AddDays(rapid.IntRange(1, MaxSnoozeDays).Draw(t, "snooze")), "busy") != nil
			case 1:
				accepted(t, a.MoveDue(today, today.AddDays(rapid.IntRange(-10, 40).Draw(t, "move")), "moved"))
				quiet = false
			case 2:
				a.Adopt(time.Time{}, today, Link{AgreedDueOn: a.DueOn}, Remote{DueOn: today.AddDays(rapid.IntRange(-10, 40).Draw(t, "move in Jira"))})
				quiet = false
			case 3:
				quiet = a.Disown(today, "not mine") != nil
			case 4: // a new owner or an answer: an older step may be what stands now
				a.OwnerID = new(int64(8))
				_ = a.ExplainSlip("the vendor")
				quiet, told = false, Date{}
			case 5:
				a.Adopt(time.Time{}, today, Link{AgreedCategory: CategoryNew}, Remote{Category: CategoryDone, WontDo: true})
				quiet = false
			case 6:
				quiet = a.KeepOn(today) != nil
			case 7:
				accepted(t, a.Complete(time.Time{}, today))
				quiet = false
			}
			if !a.State.Open() {
				continue
			}
			// The next look is on the day that it asked for, or after the server was down, or at another verb in between.
			switch rapid.IntRange(0, 5).Draw(t, "when") {
			case 0:
				today = next.On.AddDays(rapid.IntRange(1, 40).Draw(t, "down"))
			case 1:
				today, quiet = today.AddDays(1), false
			default:
				today = next.On
			}
		}
	})
}

// checkStep holds what is true of the answer for an open item on any day.
func checkStep(t *rapid.T, a ActionItem, p Policy, w Workdays, today Date, current, next *Step) {
	t.Helper()
	if next == nil || !next.On.After(today) {
		t.Fatalf("on %s next is %v", today, next)
	}
	if current != nil && current.On.After(today) {
		t.Fatalf("on %s %v stands already", today, current)
	}
	from := today // the last day on which nothing is said
	for _, s := range []*Step{current, next} {
		if s == nil {
			continue
		}
		if !s.On.After(a.LadderFrom) {
			t.Fatalf("%v belongs to the time before %s", s, a.LadderFrom)
		}
		if a.RejectionProposed == "" && s.On.Before(a.SnoozedUntil) && !a.LadderFrom.After(a.SnoozedUntil) {
			t.Fatalf("snoozed until %s, and nudged on %v", a.SnoozedUntil, s)
		}
		if (s.Rung == RungRejection) != (a.RejectionProposed != "") || s.Rung == RungSlip && !a.SlipAsked || s.Rung == RungUnowned && a.OwnerID != nil {
			t.Fatalf("is nudged for %v: %+v", s, a)
		}
	}
	if a.RejectionProposed == "" && !a.SnoozedUntil.IsZero() {
		from = LaterDate(from, a.SnoozedUntil.AddDays(-1))
	}
	silent := LaterDate(from.AddDays(p.RepeatDays), w.NextBusinessDay(from)) // weekly until it closes
	if a.RejectionProposed == "" && a.OwnerID != nil {
		silent = LaterDate(silent, a.DueOn)
	}
	if next.On.After(silent) {
		t.Fatalf("on %s, due %s, snoozed until %q, it is silent until %s", today, a.DueOn, a.SnoozedUntil, next.On)
	}
}

func TestAnItemWithoutABeginningIsNudgedAllTheSame(t *testing.T) {
	t.Parallel()
	a := ActionItem{State: Committed, DueOn: day(t, "2026-03-19")} // no owner, and never went through Commit
	today := day(t, "2026-03-25")
	current, next := a.Next(today, defaultPolicy(1), Workdays{})
	if current == nil || next == nil || !next.On.After(today) || today.DaysUntil(next.On) > 7 || current.On.DaysUntil(today) > 7 {
		t.Errorf("%v stands, and next is %v", current, next)
	}
}

func TestWhoHearsOfAnItem(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, due, on string
		change        func(a *ActionItem)
		want          []Capacity
	}{
		{"its owner before it is due", "2026-03-20", "2026-03-13", nil, []Capacity{AsOwner}},
		{"its owner on the day", "2026-03-20", "2026-03-20", nil, []Capacity{AsOwner}},
		{"still its owner alone on the weekend after", "2026-03-20", "2026-03-22", nil, []Capacity{AsOwner}},
		{"the manager from the next business day on", "2026-03-20", "2026-03-23", nil, []Capacity{AsManager, AsOwner}},
		{"13 days overdue", "2026-03-20", "2026-04-02", nil, []Capacity{AsManager, AsOwner}},
		{"lead and board 14 days overdue", "2026-03-20", "2026-04-03", nil, []Capacity{AsBoard, AsLead, AsManager, AsOwner}},
		{"and ever after", "2026-03-20", "2026-12-31", nil, []Capacity{AsBoard, AsLead, AsManager, AsOwner}},
		{"no owner: the review's owner and the lead", "2026-03-20", "2026-03-13", func(a *ActionItem) { a.OwnerID = nil }, []Capacity{AsLead, AsReviewOwner}},
		{"no owner, 14 days overdue: the lead once", "2026-03-20", "2026-04-03", func(a *ActionItem) { a.OwnerID = nil },
			[]Capacity{AsBoard, AsLead, AsManager, AsReviewOwner}},
		{"a proposed rejection: the review's owner", "2026-03-20", "2026-04-03", func(a *ActionItem) { a.RejectionProposed = "Jira closed it" },
			[]Capacity{AsReviewOwner}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			a := committed(t, "2026-03-02", c.due)
			if c.change != nil {
				c.change(&a)
			}
			if got := a.Audience(day(t, c.on), defaultPolicy(1), Workdays{}); !slices.Equal(got, c.want) {
				t.Errorf("%v hear of it, want %v", got, c.want)
			}
		})
	}
}

func TestTheLadderOfAReview(t *testing.T) {
	t.Parallel()
	created := instant(t, "2026-03-04T12:00:00Z") // a Wednesday
	at := func(s string) *time.Time { return new(instant(t, s)) }
	draft := Review{State: Draft, OwnerID: new(int64(1)), CreatedAt: created, DueOn: day(t, "2026-03-11")}
	with := func(change func(r *Review)) Review { r := draft; change(&r); return r }
	meeting := func(s MeetingState) *Meeting {
		return &Meeting{State: s, StartsAt: instant(t, "2026-03-10T10:00:00Z"), Minutes: 30}
	}
	for _, c := range []struct {
		name    string
		review  Review
		meeting *Meeting
		want    string
	}{
		{"no owner", with(func(r *Review) { r.OwnerID = nil }), nil, "2026-03-05 review_unowned, 2026-03-12 review_unowned, 2026-03-19 review_unowned"},
		{"no meeting", draft, nil, "2026-03-05 no_meeting, 2026-03-10 no_meeting, 2026-03-11 no_meeting, 2026-03-12 meeting_late, 2026-03-19 meeting_late, 2026-03-26 meeting_late"},
		{"no meeting, due on a Friday", with(func(r *Review) { r.DueOn = day(t, "2026-03-13") }), nil,
			"2026-03-05 no_meeting, 2026-03-12 no_meeting, 2026-03-13 no_meeting, 2026-03-16 meeting_late, 2026-03-23 meeting_late"},
		{"no meeting, and not resolved yet", with(func(r *Review) { r.DueOn = Date{} }), nil, "2026-03-05 no_meeting, 2026-03-12 no_meeting"},
		{"the meeting was called off", draft, meeting(CalledOff), "2026-03-05 no_meeting, 2026-03-10 no_meeting, 2026-03-11 no_meeting, 2026-03-12 meeting_late"},
		{"the meeting was not held", draft, meeting(NotHeld), "2026-03-05 no_meeting, 2026-03-10 no_meeting, 2026-03-11 no_meeting, 2026-03-12 meeting_late"},
		{"no document 24 hours before the meeting", draft, meeting(Scheduled), "2026-03-09 no_document, 2026-03-11 not_recorded, 2026-03-18 not_recorded"},
		{"a document, and a meeting to record", with(func(r *Review) { r.DocumentNumber = 1 }), meeting(Scheduled), "2026-03-11 not_recorded, 2026-03-18 not_recorded"},
		{"an unanswered checklist", with(func(r *Review) { r.State, r.DocumentNumber = InReview, 1 }), meeting(Held), "2026-03-11 checklist, 2026-03-18 checklist"},
		{"agreed and not closed", with(func(r *Review) { r.State, r.ReviewedAt = Reviewed, at("2026-03-10T11:00:00Z") }), meeting(Held),
			"2026-03-11 not_closed, 2026-03-18 not_closed"},
		{"closed", with(func(r *Review) { r.State = Closed }), meeting(Held), "never"},
		{"waived", with(func(r *Review) { r.State = Waived }), nil, "never"},
		{"imported history", with(func(r *Review) { r.Historic = true }), nil, "never"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			f := ReviewFacts{Meeting: c.meeting}
			steps := walk(t, day(t, "2026-03-04"), strings.Count(c.want, ",")+1, func(d Date) (*Step, *Step) {
				return c.review.Next(d, defaultPolicy(2), Workdays{}, f)
			})
			if got := strings.Join(steps, ", "); got != c.want {
				t.Errorf("is nudged on\n     %s\nwant %s", got, c.want)
			}
		})
	}
}

func TestAReviewIsNudgedUntilItIsOver(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w, p := drawWorkdays(t), drawPolicy(t)
		created := drawInstant(t, "created")
		reviewed := created.AddDate(0, 0, rapid.IntRange(0, 20).Draw(t, "reviewed"))
		r := Review{State: rapid.SampledFrom(ReviewStates).Draw(t, "state"), CreatedAt: created, ReviewedAt: &reviewed,
			OwnerID:  rapid.SampledFrom([]*int64{nil, new(int64(1))}).Draw(t, "owner"),
			Historic: rapid.IntRange(0, 5).Draw(t, "historic") == 0, DocumentNumber: rapid.IntRange(0, 1).Draw(t, "document")}
		if rapid.Bool().Draw(t, "resolved") {
			r.DueOn = w.DateOf(created).AddDays(rapid.IntRange(-20, 20).Draw(t, "due"))
		}
		var f ReviewFacts
		if s := rapid.SampledFrom([]MeetingState{"", Scheduled, Held, NotHeld, CalledOff}).Draw(t, "meeting"); s != "" {
			f.Meeting = &Meeting{State: s, StartsAt: created.Add(time.Duration(rapid.IntRange(0, 500).Draw(t, "hours")) * time.Hour), Minutes: 30}
		}
		quiet := LaterDate(w.DateOf(created), r.DueOn) // what is to come, a deadline or a meeting, may be waited for
		quiet = LaterDate(quiet, w.DateOf(reviewed))
		if f.Meeting != nil {
			quiet = LaterDate(quiet, w.DateOf(f.Meeting.End()))
		}
		today := w.DateOf(created)
		keys := map[string]bool{}
		for range 60 {
			current, next := r.Next(today, p, w, f)
			if r.Historic || r.State == Closed || r.State == Waived {
				if current != nil || next != nil {
					t.Fatalf("%s, and nudged for %v and %v", r.State, current, next)
				}
				return
			}
			if next == nil || !next.On.After(today) || current != nil && current.On.After(today) {
				t.Fatalf("on %s %v stands, and next is %v", today, current, next)
			}
			if from := LaterDate(today, quiet); next.On.After(LaterDate(from.AddDays(p.RepeatDays), w.NextBusinessDay(from))) {
				t.Fatalf("on %s it is silent until %s", today, next.On)
			}
			if current != nil {
				if keys[current.Key()] || len(r.Audience(*current)) == 0 {
					t.Fatalf("%s is told twice, or nobody: %v", current.Key(), r.Audience(*current))
				}
				keys[current.Key()] = true
			}
			today = next.On
		}
	})
}

func TestWhoHearsOfAReview(t *testing.T) {
	t.Parallel()
	for rung, want := range map[Rung][]Capacity{
		RungNoOwner: {AsLead}, RungNoMeeting: {AsReviewOwner}, RungMeetingLate: {AsReviewOwner, AsManager}, RungNoDocument: {AsReviewOwner},
		RungNotRecorded: {AsFacilitator, AsReviewOwner}, RungChecklist: {AsFacilitator, AsReviewOwner}, RungNotClosed: {AsReviewOwner},
	} {
		if got := (Review{}).Audience(Step{Rung: rung}); !slices.Equal(got, want) {
			t.Errorf("%v hear of %s, want %v", got, rung, want)
		}
	}
}

func TestADigestSaysWhatIsDue(t *testing.T) {
	t.Parallel()
	due := day(t, "2026-03-19")
	for _, c := range []struct {
		rung Rung
		on   Date
		want string
	}{
		{RungBefore, due.AddDays(-7), "is due in 7 days"},
		{RungBefore, due.AddDays(-1), "is due in 1 day"},
		{RungDue, due, "is due today"},
		{RungDue, due.AddDays(1), "is overdue by 1 day"}, // deferred to the next day, it says what is true then
		{RungBreach, due.AddDays(1), "is overdue by 1 day"},
		{RungOverdue, due.AddDays(8), "is overdue by 8 days"},
		{RungSnoozeOver, due.AddDays(-2), "is due in 2 days"},
		{RungSlip, due, "was moved to Thu 19 Mar 2026 in Jira: please say why"},
	} {
		if got := (Step{On: c.on, Rung: c.rung}).Says(due, c.on); got != c.want {
			t.Errorf("%s on %s: %q, want %q", c.rung, c.on, got, c.want)
		}
	}
	seen := map[string]Rung{}
	for _, rung := range []Rung{RungSlip, RungRejection, RungUnowned, RungNoMeeting, RungMeetingLate, RungNoDocument, RungNotRecorded, RungChecklist, RungNotClosed} {
		s := Step{Rung: rung}.Says(due, due)
		if twin, dup := seen[s]; dup || strings.Contains(s, "due today") {
			t.Errorf("%s says %q, as %s", rung, s, twin)
		}
		seen[s] = rung
	}
	if got := (Step{Rung: RungNoMeeting}).Says(Date{}, due); strings.Contains(got, "due by") {
		t.Errorf("without a deadline: %q", got)
	}
}

func TestADigestSaysHowManyCommentsAreNewAndByWhom(t *testing.T) {
	t.Parallel()
	for want, c := range map[string]struct {
		n, replies int
		by         []string
	}{
		"has a new comment, by Ana":                           {1, 0, []string{"Ana"}},
		"has 3 new comments, by Ana":                          {3, 0, []string{"Ana"}},
		"has 3 new comments, by Ana and Bo":                   {3, 0, []string{"Ana", "Bo"}},
		"has 3 new comments, by Ana, Bo and Chidi":            {3, 0, []string{"Ana", "Bo", "Chidi"}},
		"has 9 new comments, by Ana, Bo and 2 others":         {9, 0, []string{"Ana", "Bo", "Chidi", "Dee"}},
		"has 2 new comments":                                  {2, 0, nil},
		"has a new reply, by Ana":                             {0, 1, []string{"Ana"}},
		"has 2 new replies, by Ana":                           {0, 2, []string{"Ana"}},
		"has a new comment and a new reply, by Ana":           {1, 1, []string{"Ana"}},
		"has 3 new comments and 2 new replies, by Ana and Bo": {3, 2, []string{"Ana", "Bo"}},
	} {
		if got := SaysComments(c.n, c.replies, c.by); got != want {
			t.Errorf("%d and %d by %v: %q, want %q", c.n, c.replies, c.by, got, want)
		}
	}
	by := []string{"Ana", "Bo", "Chidi", "Dee"}
	if SaysComments(4, 0, by); strings.Join(by, " ") != "Ana Bo Chidi Dee" {
		t.Errorf("the caller's names became %v", by)
	}
}

func TestDigestsWaitForWorkingHours(t *testing.T) {
	t.Parallel()
	w := Workdays{Zone: zone(t, "Europe/Berlin"), Holidays: holidays("2026-04-03", "2026-04-06")}
	for _, c := range []struct{ name, now, sent, day, at string }{
		{"in working hours: soon", "2026-03-04T10:00:00+01:00", "", "2026-03-04", "2026-03-04T10:05:00+01:00"},
		{"in the last minute: still today", "2026-03-04T16:59:00+01:00", "", "2026-03-04", "2026-03-04T17:04:00+01:00"},
		{"at five: tomorrow", "2026-03-04T17:00:00+01:00", "", "2026-03-05", "2026-03-05T09:00:00+01:00"},
		{"before nine: at nine", "2026-03-04T06:00:00+01:00", "", "2026-03-04", "2026-03-04T09:00:00+01:00"},
		{"just before nine: after the wait for what else comes", "2026-03-04T08:58:00+01:00", "", "2026-03-04", "2026-03-04T09:03:00+01:00"},
		{"on Saturday: Monday", "2026-03-07T12:00:00+01:00", "", "2026-03-09", "2026-03-09T09:00:00+01:00"},
		{"the night before the clocks go forward", "2026-03-28T23:00:00+01:00", "", "2026-03-30", "2026-03-30T09:00:00+02:00"},
		{"before Easter: Tuesday", "2026-04-02T18:00:00+02:00", "", "2026-04-07", "2026-04-07T09:00:00+02:00"},
		{"told today already: tomorrow", "2026-03-04T10:00:00+01:00", "2026-03-04", "2026-03-05", "2026-03-05T09:00:00+01:00"},
		{"told on Friday already: Monday", "2026-03-06T10:00:00+01:00", "2026-03-06", "2026-03-09", "2026-03-09T09:00:00+01:00"},
		{"told on two days already", "2026-03-04T08:00:00+01:00", "2026-03-04 2026-03-05", "2026-03-06", "2026-03-06T09:00:00+01:00"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			d, at := DigestDue(instant(t, c.now), w, func(d Date) bool { return strings.Contains(c.sent, d.String()) })
			if d.String() != c.day || !at.Equal(instant(t, c.at)) {
				t.Errorf("the digest of %s at %v, want %s at %s", d, at.In(w.Zone), c.day, c.at)
			}
		})
	}
}

func TestQuietTimesDeferADigestAndNeverDropIt(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w, now := drawWorkdays(t), drawInstant(t, "now")
		today := w.DateOf(now)
		gone := rapid.SliceOfN(rapid.Bool(), 0, 20).Draw(t, "sent")
		sent := func(d Date) bool {
			n := today.DaysUntil(d)
			return n >= 0 && n < len(gone) && gone[n]
		}
		d, at := DigestDue(now, w, sent)
		if sent(d) || !w.IsBusinessDay(d) || w.DateOf(at) != d {
			t.Fatalf("the digest of %s (sent: %v) at %v", d, sent(d), at.In(w.Zone))
		}
		if opens, closes := w.Opens(d), d.At(WorkEndHour, 0, w.Zone); at.Before(opens) || !at.Before(closes.Add(CoalesceFor)) {
			t.Fatalf("at %v, outside working hours", at.In(w.Zone))
		}
		if at.Sub(now) < CoalesceFor {
			t.Fatalf("waits %v, so what else becomes due is another message", at.Sub(now))
		}
		for earlier := today; earlier.Before(d); earlier = earlier.AddDays(1) {
			over := earlier == today && !now.Before(today.At(WorkEndHour, 0, w.Zone))
			if w.IsBusinessDay(earlier) && !sent(earlier) && !over {
				t.Fatalf("at %v it could be told on %s, not only on %s", now.In(w.Zone), earlier, d)
			}
		}
		// On its day, it is told in working hours or within minutes.
		if wait := at.Sub(now); d == today && wait > CoalesceFor && !at.Equal(w.Opens(d)) {
			t.Fatalf("at %v it waits until %v", now.In(w.Zone), at.In(w.Zone))
		}
	})
}
