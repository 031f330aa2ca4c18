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

func TestTheMessagesOfADocumentAreListedUntilTheyAreWritten(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := storetest.NewHouse(t, s)
		ctx, now, by := t.Context(), monday, storetest.As(h.Member)
		r := h.AddReview(t, now, 1)
		listed := func() []models.ListedMessage {
			t.Helper()
			return must[[]models.ListedMessage](t)(s.ListedMessages(ctx, by, r.ID))
		}
		if list := listed(); len(list) != 0 {
			t.Errorf("without a document there are %+v", list)
		}
		must[models.Document](t)(s.SaveDocument(ctx, by, now, r.ID, 0, "# Slow search\n\n## External message\n\nSearch was slow on Monday. We are sorry.\n\n## Internal message\n\nSearch was slow, and its memory is doubled.\n"))
		if list := listed(); len(list) != 2 || list[0].Audience != models.Internal || list[1].Body != "Search was slow on Monday. We are sorry." {
			t.Errorf("the document has %+v", list)
		}
		must[models.Message](t)(s.WriteMessage(ctx, by, now, r.ID, models.External, 0, "Search was slow. We are sorry."))
		if list := listed(); len(list) != 1 || list[0].Audience != models.Internal {
			t.Errorf("after one is written there are %+v", list)
		}
	})
}
