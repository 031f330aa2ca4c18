package models

import (
	"testing"
	"time"
)

func TestAChannelHearsOfAMeetingOnceADayBeforeAndOfWhatIsNoLongerSo(t *testing.T) {
	t.Parallel()
	starts := instant(t, "2026-03-10T13:00:00Z")
	later, dayBefore := starts.Add(2*time.Hour), starts.Add(-24*time.Hour)
	fresh := func(*Announcement, *AnnouncementFacts) {}
	told := func(of, at time.Time) func(*Announcement, *AnnouncementFacts) {
		return func(a *Announcement, _ *AnnouncementFacts) {
			a.ToldStartsAt, a.PostedAt, a.Channel, a.Posts = &of, &at, "C000000001", 1
		}
	}
	for _, c := range []struct {
		name   string
		now    time.Time
		told   func(*Announcement, *AnnouncementFacts)
		change func(*Announcement, *AnnouncementFacts)
		want   *Notice
	}{
		{"long before", dayBefore.Add(-72 * time.Hour), fresh, fresh, &Notice{At: dayBefore, Channel: "#payments", StartsAt: &starts}},
		{"scheduled late", starts.Add(-time.Hour), fresh, fresh, &Notice{At: dayBefore, Channel: "#payments", StartsAt: &starts}},
		{"it has begun", starts, fresh, fresh, nil},
		{"told already", starts.Add(-time.Hour), told(starts, dayBefore), fresh, nil},
		{"the same instant in another zone", starts.Add(-time.Hour), told(starts.In(time.FixedZone("", 3600)), dayBefore), fresh, nil},
		{"told of another time", starts.Add(-time.Hour), told(later, dayBefore), fresh, &Notice{At: starts.Add(-time.Hour), Channel: "C000000001", StartsAt: &starts, Was: &later}},
		{"told long ago that it has moved to then", dayBefore.Add(-time.Hour), told(starts, dayBefore.Add(-48*time.Hour)), fresh, &Notice{At: dayBefore, Channel: "#payments", StartsAt: &starts}},
		{"told two days before that it has moved to then", dayBefore.Add(-time.Hour), told(starts, dayBefore.Add(-24*time.Hour)), fresh, nil},
		{"called off", dayBefore, told(starts, dayBefore), func(_ *Announcement, f *AnnouncementFacts) { f.Meeting.State = CalledOff }, &Notice{At: dayBefore, Channel: "C000000001", Was: &starts}},
		{"called off, of which nobody heard", dayBefore, fresh, func(_ *Announcement, f *AnnouncementFacts) { f.Meeting.State = CalledOff }, nil},
		{"called off, and told", dayBefore, fresh, func(a *Announcement, f *AnnouncementFacts) {
			f.Meeting.State, a.PostedAt, a.Posts = CalledOff, &dayBefore, 2
		}, nil},
		{"called off with its incident", dayBefore, told(starts, dayBefore), func(_ *Announcement, f *AnnouncementFacts) {
			f.Meeting.State, f.Review.State, f.Incident.WithdrawnAt = CalledOff, Waived, &dayBefore
		}, &Notice{At: dayBefore, Channel: "C000000001", Was: &starts}},
		{"called off when it is over", starts, told(starts, dayBefore), func(_ *Announcement, f *AnnouncementFacts) { f.Meeting.State = CalledOff }, nil},
		{"held", starts.Add(-time.Hour), fresh, func(_ *Announcement, f *AnnouncementFacts) { f.Meeting.State = Held }, nil},
		{"a message was begun", dayBefore, fresh, func(a *Announcement, _ *AnnouncementFacts) {
			a.BegunAt, a.BegunStartsAt, a.Channel = &dayBefore, &starts, "#payments"
		},
			&Notice{At: dayBefore, Channel: "#payments", Look: true}},
		{"a message was begun for what is over", starts, fresh, func(a *Announcement, _ *AnnouncementFacts) { a.BegunAt, a.BegunStartsAt = &dayBefore, &starts }, nil},
		{"restricted", dayBefore, told(later, dayBefore), func(_ *Announcement, f *AnnouncementFacts) { f.Review.Restricted = true }, nil},
		{"restricted and called off", dayBefore, told(starts, dayBefore), func(_ *Announcement, f *AnnouncementFacts) { f.Review.Restricted, f.Meeting.State = true, CalledOff }, nil},
		{"historic", dayBefore, fresh, func(_ *Announcement, f *AnnouncementFacts) { f.Review.Historic = true }, nil},
		{"closed", dayBefore, fresh, func(_ *Announcement, f *AnnouncementFacts) { f.Review.State = Closed }, nil},
		{"withdrawn", dayBefore, fresh, func(_ *Announcement, f *AnnouncementFacts) { f.Incident.WithdrawnAt = &dayBefore }, nil},
		{"no team", dayBefore, fresh, func(_ *Announcement, f *AnnouncementFacts) { f.Team = nil }, nil},
		{"no channel", dayBefore, fresh, func(_ *Announcement, f *AnnouncementFacts) { f.Team.SlackChannel = "" }, nil},
		{"an inactive team", dayBefore, fresh, func(_ *Announcement, f *AnnouncementFacts) { f.Team.Active = false }, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var a Announcement
			f := AnnouncementFacts{Meeting: Meeting{State: Scheduled, StartsAt: starts, Minutes: 30}, Review: Review{State: InReview}, Team: &Team{Active: true, SlackChannel: "payments"}}
			c.told(&a, &f)
			c.change(&a, &f)
			got := a.Next(c.now, f)
			if got == nil || c.want == nil {
				if got != c.want {
					t.Errorf("next is %+v, want %+v", got, c.want)
				}
				return
			}
			alike := func(x, y *time.Time) bool { return x == nil && y == nil || x != nil && y != nil && x.Equal(*y) }
			if !got.At.Equal(c.want.At) || got.Channel != c.want.Channel || got.Look != c.want.Look || !alike(got.StartsAt, c.want.StartsAt) || !alike(got.Was, c.want.Was) {
				t.Errorf("next is %+v, want %+v", got, c.want)
			}
		})
	}
}

func TestATeamsChannelIsANameOrAnID(t *testing.T) {
	t.Parallel()
	for given, want := range map[string][2]string{"": {"", ""}, " ": {"", ""}, "checkout": {"checkout", "#checkout"}, " #checkout-reviews_2 ": {"checkout-reviews_2", "#checkout-reviews_2"},
		"#größe": {"größe", "#größe"}, "障害": {"障害", "#障害"}, "C0123456789": {"C0123456789", "C0123456789"}, "#C0123456789": {"C0123456789", "C0123456789"}, "G0123456789": {"G0123456789", "G0123456789"}} {
		team := Team{Name: "Checkout", TimeZone: "UTC", SlackChannel: given}
		accepted(t, team.Validate())
		if team.SlackChannel != want[0] || team.Channel() != want[1] {
			t.Errorf("%q is stored as %q and called %q", given, team.SlackChannel, team.Channel())
		}
	}
	for _, given := range []string{"#", "##checkout", "Checkout", "check out", "a.b", "C01", "D0123456789", "<!channel>", "@here", "https://example.slack.com/archives/C0123456789", withNUL,
		"12345678901234567890123456789012345678901234567890123456789012345678901234567890x"} {
		team := Team{Name: "Checkout", TimeZone: "UTC", SlackChannel: given}
		refused(t, team.Validate(), Invalid, "slack_channel")
	}
}
