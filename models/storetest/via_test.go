package storetest_test

import (
	"strings"
	"testing"
	"time"

	"debrief/models"
	"debrief/models/store"
	"debrief/models/storetest"
)

func TestEverybodyChoosesWhereTheirLetterGoes(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h, ctx := storetest.NewHouse(t, s), t.Context()
		p := must[models.Person](t)(s.Person(ctx, h.Member.ID))
		if p.LettersVia != models.ViaMail {
			t.Errorf("at first it is %q", p.LettersVia)
		}
		p.LettersVia = models.ViaSlack
		p = must[models.Person](t)(s.SavePerson(ctx, storetest.As(h.Member), monday, p))
		if again := must[models.Person](t)(s.Person(ctx, p.ID)); again.LettersVia != models.ViaSlack {
			t.Errorf("stored is %q", again.LettersVia)
		}
		p.LettersVia = "pigeon"
		if _, err := s.SavePerson(ctx, storetest.As(h.Member), monday, p); kind(err) != models.Invalid || !strings.Contains(err.Error(), "letters_via") {
			t.Errorf("a pigeon is answered with %v", err)
		}
		p.LettersVia = models.ViaMail
		if _, err := s.SavePerson(ctx, storetest.As(h.Lead), monday, p); kind(err) != models.Forbidden {
			t.Errorf("another's choice is answered with %v", err)
		}
	})
}

func TestADigestKeepsHowItWentAndWhyNotAsChosen(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h, ctx := storetest.NewHouse(t, s), t.Context()
		r := h.AddReview(t, monday, 1)
		h.Commit(t, monday, r.ID, date(t, "2026-03-08"))
		now := at(t, "2026-03-06 10:00")
		h.NudgeAll(t, now)
		now = now.Add(models.CoalesceFor)
		task := h.Claim(t, store.DigestQueue, now)
		letter := must[store.Letter](t)(s.Letter(ctx, now, task.ID))
		start := func(at time.Time, w store.Way) models.Digest {
			t.Helper()
			storetest.Must(t, s.StartDigest(ctx, at, task, letter.Day, w))
			return must[store.Letter](t)(s.Letter(ctx, now, task.ID)).Digest
		}
		if d := start(now, store.Way{Via: models.ViaSlack}); d.StartedAt == nil || d.Via != models.ViaSlack || d.Note != "" {
			t.Errorf("started is %+v", d)
		}
		if d := start(time.Time{}, store.Way{Via: models.ViaSlack, Note: "refused"}); d.StartedAt != nil || d.Via != "" || d.Note != "" {
			t.Errorf("taken back is %+v", d)
		}
		long := strings.Repeat("ü", 5000)
		if d := start(now, store.Way{Via: models.ViaMail, Note: long}); d.Via != models.ViaMail || d.Note == "" || !strings.HasPrefix(long, d.Note) || len(d.Note) > 2000 {
			t.Errorf("started is %+v", d)
		}
		detours := func(since time.Time) []store.Detour {
			t.Helper()
			return must[[]store.Detour](t)(s.Detours(ctx, storetest.As(h.Admin), since, 5))
		}
		if got := detours(monday); len(got) != 0 {
			t.Errorf("before it is sent told are %+v", got)
		}
		storetest.Must(t, s.SentDigest(ctx, now, task, letter, map[int64]string{}))
		if got := detours(monday); len(got) != 1 || got[0].PersonID != letter.Person.ID || got[0].Name != letter.Person.Name || got[0].Note == "" || got[0].SentAt == nil {
			t.Errorf("told are %+v", got)
		}
		if got := detours(now.Add(time.Second)); len(got) != 0 {
			t.Errorf("of later ones told are %+v", got)
		}
		if _, err := s.Detours(ctx, storetest.As(h.Facilitator), monday, 5); kind(err) != models.Forbidden {
			t.Errorf("a facilitator gets %v", err)
		}
	})
}
