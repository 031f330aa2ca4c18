package storetest_test

import (
	"fmt"
	"testing"
	"time"

	"debrief/models"
	"debrief/models/store"
	"debrief/models/storetest"
)

// Whoever saves the text of an older version takes that up again: nothing is removed, the text is checked, and the history says it.
func TestAnOlderVersionIsTakenUpAgain(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := storetest.NewHouse(t, s)
		ctx, by, later := t.Context(), storetest.As(h.Member), monday.Add(time.Hour)
		r, other := h.AddReview(t, monday, 1), h.AddReview(t, monday, 2)
		h.Write(t, monday, other.ID, "Only another review has this text.")
		for n, body := range []string{foundText, "Äll is said.", foundText, "Only another review has this text."} {
			must[models.Document](t)(s.SaveDocument(ctx, by, later, r.ID, n, body))
		}
		last := func() models.Event {
			list, _, err := s.Events(ctx, models.System, store.EventFilter{ReviewID: r.ID}, store.Page{Limit: 1})
			storetest.Must(t, err)
			return list[0]
		}
		if e := last(); e.Verb != "document saved" {
			t.Errorf("the text of another review's document: %+v", e)
		}
		if _, err := s.SaveDocument(ctx, by, later, r.ID, 3, "Äll is said."); models.KindOf(err) != models.Stale {
			t.Errorf("over a version that nobody saw: %v", err)
		}
		for n, again := range []struct {
			body  string
			first float64
			found int
		}{{"Äll is said.", 2, 0}, {foundText, 1, 1}} {
			d := must[models.Document](t)(s.SaveDocument(ctx, by, later, r.ID, 4+n, again.body))
			if e := last(); d.Number != 5+n || d.Body != again.body || e.Verb != "document taken up again" || e.Changes["older_version"][1] != again.first ||
				e.Note != fmt.Sprint("version ", d.Number) || !samePerson(e.ActorID, by.ID()) {
				t.Errorf("saved %+v, told %+v", d, e)
			}
			findings := must[[]models.Finding](t)(s.Findings(ctx, by, r.ID))
			found := 0
			for _, f := range findings {
				if f.Rule == "counterfactual" {
					found++
				}
			}
			if found != again.found {
				t.Errorf("version %d: the check finds %+v", d.Number, findings)
			}
		}
		if old := must[models.Document](t)(s.Document(ctx, by, r.ID, 2)); old.Body != "Äll is said." {
			t.Errorf("version 2 is %+v", old)
		}
	})
}

// A comment is about words of the current version, whoever writes it; one about words that are not there is refused and leaves nothing.
func TestACommentIsAboutWordsOfTheCurrentVersion(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := storetest.NewHouse(t, s)
		ctx, by := t.Context(), storetest.As(h.Viewer)
		r := h.AddReview(t, monday, 1)
		add := func(quote string) (models.Comment, error) {
			return s.AddComment(ctx, by, monday, models.Comment{ReviewID: r.ID, Quote: quote, Body: "Why?"})
		}
		_, err := add("Äll")
		refused(t, err, models.Invalid) // nothing is written yet
		h.Write(t, monday, r.ID, "Äll *is* said.")
		h.Write(t, monday, r.ID, "Much “is” said.")
		_, err = add("Äll is said")
		refused(t, err, models.Invalid)
		c := must[models.Comment](t)(add("Much 'is'"))
		if c.DocumentNumber != 2 || c.Quote != "Much 'is'" {
			t.Errorf("it is stored as %+v", c)
		}
		twice := must[models.Comment](t)(s.AddComment(ctx, by, monday, models.Comment{ReviewID: r.ID, Quote: "s", QuoteBefore: " Much “i", Body: "Why?"}))
		h.Write(t, monday, r.ID, "Nothing else.")
		list, _, err := s.Comments(ctx, by, r.ID, store.Page{})
		storetest.Must(t, err)
		if len(list) != 2 || list[0].Quote != c.Quote || list[1].QuoteBefore != "Much “i" || twice.QuoteBefore != "Much “i" {
			t.Errorf("the comments are %+v", list)
		}
	})
}
