// Package sample fills an empty store with the last year of a made-up company, for the demo: people, incidents, reviews with
// their documents, and action items with what became of them. It drives the store's verbs and the background worker day by
// day, so that events, reminders and digests are those of a year of use. All names are invented.
package sample

import (
	"context"
	"fmt"
	"time"

	"debrief/models"
	"debrief/models/store"
)

// Jira is the tracker's side of the story: what people do there. *jiratest.Server is one.
type Jira interface {
	SetStatus(ref, status string) bool
	SetDue(ref, dueOn string) bool
}

// World is what the story is told in.
type World struct {
	Today time.Time                                      // the real now: everything is relative to it
	At    func(now time.Time)                            // moves the demo's clock
	Tick  func(ctx context.Context, now time.Time) error // one turn of the background worker
	Jira  Jira
	Admin models.Person // the administrator who is there already; becomes Ana Souza, the address stays
}

// days is how far back the story begins: a year, and a little before its first incident.
const days = 371

// Load tells the story. The store holds the policies, the checklist and one administrator, and nothing else. At the end the
// clock stands at Today; the administrator is returned as saved.
func Load(ctx context.Context, s *store.Store, w World) (models.Person, error) {
	w.Today = w.Today.UTC()
	st := &stage{ctx: ctx, Store: s, World: w, today: models.DateOf(w.Today), people: map[string]models.Person{},
		teams: map[string]models.Team{}, services: map[string]models.Service{}}
	st.plan(st.past(days, 7, 0), st.settle)
	for _, tell := range []func() story{certificate, diskFull, retryStorm, dnsTTL, slowQuery, st.daylightSaving, smsProvider, cacheStampede,
		connectionPool, featureFlag, restoreDrill, pushTokens, rebalance, configRollout} {
		t := &telling{stage: st, story: tell()}
		t.begin()
	}
	if err := st.run(); err != nil {
		return models.Person{}, fmt.Errorf("load the sample data: %w", err)
	}
	return st.Person(ctx, st.people["ana"].ID)
}
