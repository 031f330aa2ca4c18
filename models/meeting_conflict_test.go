package models

import (
	"reflect"
	"testing"
)

func TestWhatSpeaksAgainstATimeIsTold(t *testing.T) {
	t.Parallel()
	cover, guest := int64(4), int64(9)
	people := map[int64]Person{
		1: {ID: 1, Name: "Mia Chen", TimeZone: "America/Los_Angeles", Active: true},
		2: {ID: 2, Name: "Tom Reed", TimeZone: "Europe/Berlin", Active: true, AwayFrom: day(t, "2026-11-30"), AwayUntil: day(t, "2026-12-04"), DelegateID: &cover},
		3: {ID: 3, Name: "Ana Ruiz", TimeZone: "Europe/Berlin", Region: "de", Active: true},
		4: {ID: 4, Name: "Bo Lind", TimeZone: "Europe/Berlin", Active: true, AwayFrom: day(t, "2026-12-04"), AwayUntil: day(t, "2026-12-06")},
		5: {ID: 5, Name: "Cy Wood", TimeZone: "America/Los_Angeles", Active: true},
		6: {ID: 6, Name: "Del Roy", TimeZone: "Europe/Berlin", Active: true, AwayFrom: day(t, "2026-11-30"), AwayUntil: day(t, "2026-12-04"), DelegateID: &guest},
	}
	free := Holidays(func(d Date) (string, bool) { return "Christmas Day", d == day(t, "2026-12-25") })
	days := func(p Person) Workdays {
		w := Workdays{Zone: p.Location()}
		if p.Region == "de" {
			w.Holidays = free
		}
		return w
	}
	team := Workdays{Zone: people[3].Location(), Holidays: free}
	who := func(ids ...int64) (list []Attendee) {
		for _, id := range ids {
			list = append(list, Attendee{PersonID: id, Optional: id < 0})
			if id < 0 {
				list[len(list)-1].PersonID = -id
			}
		}
		return list
	}
	booked := []Booking{{PersonID: 3, StartsAt: instant(t, "2026-12-07T10:00:00+01:00"), Minutes: 30, Review: "PM-9"},
		{PersonID: 3, StartsAt: instant(t, "2026-12-07T11:00:00+01:00"), Minutes: 60}, {PersonID: 4, StartsAt: instant(t, "2026-12-07T11:00:00+01:00"), Minutes: 60},
		{PersonID: 2, StartsAt: instant(t, "2026-12-03T10:00:00+01:00"), Minutes: 30, Review: "PM-9"}}
	for _, c := range []struct {
		name, at string
		who      []Attendee
		want     []string
	}{
		{"it ends after hours", "2026-12-07T16:45:00+01:00", who(3), []string{"needed: It ends at 17:15 on Monday for Ana Ruiz, outside working hours (09:00 to 17:00)"}},
		{"it begins after hours", "2026-12-07T17:00:00+01:00", who(3), []string{"needed: It is 17:00 on Monday for Ana Ruiz, outside working hours (09:00 to 17:00)"}},
		{"nothing", "2026-12-07T16:30:00+01:00", who(3, 4), nil},
		{"from the first minute", "2026-12-07T09:00:00+01:00", who(3), nil},
		{"an early hour elsewhere, for two at once", "2026-12-07T12:00:00+01:00", who(1, 3, 5),
			[]string{"needed: It is 03:00 on Monday for Mia Chen and Cy Wood, outside working hours (09:00 to 17:00)"}},
		{"the day is another one there", "2026-12-07T09:00:00+01:00", who(1), []string{"needed: It is 00:00 on Monday for Mia Chen, outside working hours (09:00 to 17:00)"}},
		{"a weekend, even at noon", "2026-12-06T12:00:00+01:00", who(3), []string{"needed: It is 12:00 on Sunday for Ana Ruiz, which is no working day"}},
		{"a holiday of the team and of a person", "2026-12-25T10:00:00+01:00", who(3, 4),
			[]string{"needed: Christmas Day is a holiday in the team's calendar", "needed: It is Christmas Day for Ana Ruiz"}},
		{"away, and the delegate is not invited", "2026-12-03T10:00:00+01:00", who(2, 3),
			[]string{"needed: Tom Reed is away until 4 December 2026; Bo Lind covers and is not invited"}},
		{"away, and the delegate comes", "2026-12-03T10:00:00+01:00", who(2, 4), nil},
		{"away, and the delegate is away as well", "2026-12-04T10:00:00+01:00", who(2), []string{"needed: Tom Reed is away until 4 December 2026"}},
		{"away, and the delegate is not known", "2026-12-03T10:00:00+01:00", who(6), []string{"needed: Del Roy is away until 4 December 2026"}},
		{"optional people come last, in a sentence of their own", "2026-12-07T12:00:00+01:00", who(-1, 5),
			[]string{"needed: It is 03:00 on Monday for Cy Wood, outside working hours (09:00 to 17:00)", "optional: It is 03:00 on Monday for Mia Chen, outside working hours (09:00 to 17:00)"}},
		{"another meeting that begins meanwhile", "2026-12-07T09:45:00+01:00", who(3, 4), []string{"needed: Another review meeting, of PM-9, is at that time for Ana Ruiz"}},
		{"between two meetings", "2026-12-07T10:30:00+01:00", who(3), nil},
		{"within another of which nothing is told, for two at once", "2026-12-07T11:15:00+01:00", who(3, -4),
			[]string{"needed: Another review meeting is at that time for Ana Ruiz", "optional: Another review meeting is at that time for Bo Lind"}},
		{"another meeting of somebody whose delegate comes", "2026-12-03T10:00:00+01:00", who(2, 4), nil},
		{"who is not known is passed over", "2026-12-06T12:00:00+01:00", who(77), nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			m := Meeting{StartsAt: instant(t, c.at), Minutes: 30, Attendees: c.who}
			var got []string
			for _, x := range m.Conflicts(team, people, days, booked) {
				kind := "needed: "
				if x.Optional {
					kind = "optional: "
				}
				got = append(got, kind+x.Text)
			}
			if !reflect.DeepEqual(got, c.want) {
				t.Errorf("told is %q, want %q", got, c.want)
			}
		})
	}
}

func TestAConflictNamesWhomItConcerns(t *testing.T) {
	t.Parallel()
	people := map[int64]Person{1: {ID: 1, Name: "Mia Chen"}, 3: {ID: 3, Name: "Ana Ruiz"}}
	m := Meeting{StartsAt: instant(t, "2026-12-06T12:00:00Z"), Minutes: 30, Attendees: []Attendee{{PersonID: 1}, {PersonID: 3}}}
	got := m.Conflicts(Workdays{}, people, func(Person) Workdays { return Workdays{} }, nil)
	want := []MeetingConflict{{Reason: ConflictHours, PersonIDs: []int64{1, 3}, Text: "It is 12:00 on Sunday for Mia Chen and Ana Ruiz, which is no working day"}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("conflicts are %+v, want %+v", got, want)
	}
}
