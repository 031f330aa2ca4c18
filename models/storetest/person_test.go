package storetest_test

import (
	"strings"
	"testing"

	"debrief/models"
	"debrief/models/store"
	"debrief/models/storetest"
)

func TestPeopleSetTheirOwnDaysAway(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := storetest.NewHouse(t, s)
		ctx := t.Context()
		for _, who := range []models.Person{h.Viewer, h.Member, h.Outsider} {
			p := who
			p.TimeZone, p.AwayFrom, p.AwayUntil, p.DelegateID = "Asia/Tokyo", date(t, "2026-03-09"), date(t, "2026-03-13"), &h.Lead.ID
			p = must[models.Person](t)(s.SavePerson(ctx, storetest.As(who), monday, p))
			if got := personNow(t, s, who.ID); got.TimeZone != "Asia/Tokyo" || got.AwayUntil != p.AwayUntil || *got.DelegateID != h.Lead.ID {
				t.Errorf("stored is %+v", got)
			}
			list := events(t, s, models.SubjectPerson, who.ID)
			last := list[len(list)-1]
			if last.Verb != "changed" || *last.ActorID != who.ID || len(last.Changes) != 4 {
				t.Errorf("told is %+v", last)
			}
			p.Role, p.JiraAccountID = models.Administrator, "another"
			_, err := s.SavePerson(ctx, storetest.As(who), monday, p)
			refused(t, err, models.Forbidden)
			if !strings.Contains(err.Error(), "your Jira account and your role;") {
				t.Error(err)
			}
			if got := personNow(t, s, who.ID); got.Role != who.Role || got.Version != p.Version {
				t.Errorf("what was refused is stored: %+v", got)
			}
			_, err = s.SavePerson(ctx, storetest.As(h.Lead), monday, personNow(t, s, who.ID))
			refused(t, err, models.Forbidden)
		}
		p := personNow(t, s, h.Member.ID)
		p.Name = "Mia Other"
		_, err := s.SavePerson(ctx, models.Actor{PersonID: p.ID, Role: models.Viewer}, monday, p) // with a key that only reads
		refused(t, err, models.Forbidden)
	})
}

func personNow(t *testing.T, s *store.Store, id int64) models.Person {
	t.Helper()
	return must[models.Person](t)(s.Person(t.Context(), id))
}
