package sample

import (
	"context"
	"fmt"
	"slices"
	"time"

	"debrief/models"
	"debrief/models/store"
)

// stage is where the story is played: the store, the clock, what is planned, and who is there by now.
type stage struct {
	*store.Store
	World
	ctx      context.Context
	now      time.Time
	today    models.Date
	planned  []act
	news     bool                     // something was done that the worker is to see at its next turn
	people   map[string]models.Person // by first name
	teams    map[string]models.Team
	services map[string]models.Service
}

// act is something that somebody does at a moment.
type act struct {
	at time.Time
	do func() error
}

// The hours, in UTC, at which the worker takes a turn when something is due. At the first, Berlin, London and India are at
// work; at the second, New York is too. Two turns a day, rather than one a second, keep the demo's start short.
var turns = []struct{ hour, minute int }{{8, 5}, {14, 10}}

// plan adds something to do at a moment; what is planned for one moment is done in the order of planning.
func (st *stage) plan(at time.Time, do func() error) {
	n, _ := slices.BinarySearchFunc(st.planned, at, func(a act, at time.Time) int {
		if a.at.After(at) {
			return 1
		}
		return -1
	})
	st.planned = slices.Insert(st.planned, n, act{at, do})
}

// run does everything that is planned up to Today, with the worker's turns between.
func (st *stage) run() error {
	for d := st.today.AddDays(-days); !d.After(st.today); d = d.AddDays(1) {
		for _, turn := range turns {
			at := d.At(turn.hour, turn.minute, time.UTC)
			if at.After(st.Today) {
				break
			}
			if err := st.play(at); err != nil {
				return err
			}
			if err := st.turn(at, st.lively(d)); err != nil {
				return err
			}
		}
	}
	if err := st.play(st.Today); err != nil {
		return err
	}
	st.clock(st.Today)
	return st.Tick(st.ctx, st.now)
}

// play does what is planned until then.
func (st *stage) play(until time.Time) error {
	for len(st.planned) > 0 && !st.planned[0].at.After(until) {
		next := st.planned[0]
		st.planned = st.planned[1:]
		st.clock(next.at)
		if err := next.do(); err != nil {
			return fmt.Errorf("on %s: %w", next.at.Format(time.RFC3339), err)
		}
	}
	return nil
}

// recent is how many days back the worker looks every day for what is due.
const recent = 30

// lively tells whether the worker looks on that day for what is due, news or not. Long ago two days a week have to do: each
// turn looks at the issues of the year, and that is most of the time that the story takes.
func (st *stage) lively(d models.Date) bool {
	return d.DaysUntil(st.today) < recent || d.Weekday() == time.Tuesday || d.Weekday() == time.Friday
}

// turn lets the worker work where there is news for it, or, on a lively day, a reminder or a mail is due. Else nothing happens.
func (st *stage) turn(at time.Time, lively bool) error {
	for _, q := range []store.Queue{store.ItemNudgeQueue, store.ReviewNudgeQueue, store.DigestQueue, store.InvitationQueue, store.AnnouncementQueue} {
		if st.news || !lively {
			break
		}
		due, ok, err := st.Due(st.ctx, q)
		if err != nil {
			return err
		}
		st.news = ok && !due.After(at)
	}
	if !st.news {
		return nil
	}
	st.news = false
	st.clock(at)
	return st.Tick(st.ctx, at)
}

func (st *stage) clock(now time.Time) {
	st.now = now
	st.At(now)
}

// past is that time of the day, in UTC, so many days before Today.
func (st *stage) past(n, hour, minute int) time.Time {
	return st.today.AddDays(-n).At(hour, minute, time.UTC).UTC()
}

// as is on whose behalf something is done.
func (st *stage) as(name string) models.Actor { return models.ActorFor(st.people[name]) }

// person returns the id of somebody; a name that nobody has is a mistake in a story.
func (st *stage) person(name string) *int64 {
	p, ok := st.people[name]
	if !ok {
		panic("sample: nobody is called " + name)
	}
	return &p.ID
}

func (st *stage) squad(name string) *int64 {
	t, ok := st.teams[name]
	if !ok {
		panic("sample: no team is called " + name)
	}
	return &t.ID
}

func weekend(d models.Date) bool { return d.Weekday() == time.Saturday || d.Weekday() == time.Sunday }

// before returns d, or the Friday before where it is a weekend.
func before(d models.Date) models.Date {
	for weekend(d) {
		d = d.AddDays(-1)
	}
	return d
}

// after returns d, or the Monday after where it is a weekend.
func after(d models.Date) models.Date {
	for weekend(d) {
		d = d.AddDays(1)
	}
	return d
}
