package storetest_test

import (
	"testing"

	"debrief/models"
	"debrief/models/store"
	"debrief/models/storetest"
)

func TestAMessageThatTheCheckWarnsOfIsApprovedWithAReason(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := storetest.NewHouse(t, s)
		ctx, now, by := t.Context(), monday, storetest.As(h.Member)
		r := h.AddReview(t, now, 1)
		const warned, fine = "Search was slow because db-17.internal was full.", "We are sorry that search was slow for an hour. We have doubled its memory."
		write := func(audience models.Audience, body string) models.Message {
			t.Helper()
			return must[models.Message](t)(s.WriteMessage(ctx, by, now, r.ID, audience, 0, body))
		}
		approve := func(audience models.Audience, version int64, reason string) error {
			_, err := s.ApproveMessage(ctx, by, now, r.ID, audience, version, reason)
			return err
		}
		told := func() (e models.Event) {
			t.Helper()
			events, _, err := s.Events(ctx, by, store.EventFilter{ReviewID: r.ID}, store.Page{})
			storetest.Must(t, err)
			return events[0]
		}
		refused(t, approve(models.External, 0, ""), models.NotFound)
		m := write(models.External, warned)
		refused(t, approve(models.External, m.Version, "  "), models.Invalid)
		if e := told(); e.Verb != "message written" {
			t.Errorf("a refusal is told as %+v", e)
		}
		storetest.Must(t, approve(models.External, m.Version, " Customers know that name. "))
		if e := told(); e.Verb != "message approved" || e.Note != "external" || e.Changes["reason"][1] != "Customers know that name." {
			t.Errorf("it is told as %+v", e)
		}
		refused(t, approve(models.External, 0, ""), models.Conflict)

		m = write(models.External, fine)
		refused(t, approve(models.External, m.Version-1, ""), models.Stale)
		storetest.Must(t, approve(models.External, m.Version, ""))
		if e := told(); e.Verb != "message approved" || e.Changes != nil {
			t.Errorf("without warnings it is told as %+v", e)
		}
		m = write(models.Internal, warned)
		storetest.Must(t, approve(models.Internal, m.Version, ""))
	})
}
