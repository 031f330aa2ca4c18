package jobs_test

import (
	"strings"
	"testing"

	"debrief/models"
	"debrief/models/store"
	"debrief/models/storetest"
)

// give makes somebody the owner of an item, as the facilitator.
func (w *world) give(a models.ActionItem, to models.Person) {
	w.t.Helper()
	must[models.ActionItem](w.t)(w.EditItem(w.t.Context(), storetest.As(w.Facilitator), w.clock(), a.ID, 0, store.ItemEdit{OwnerID: &to.ID}))
}

func TestWhatOthersPutInSomebodysHandsIsInTheNextLetter(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		ctx, by := t.Context(), storetest.As(w.Facilitator)
		r := w.AddReview(t, w.clock(), 3)
		a := must[models.ActionItem](t)(w.ProposeItem(ctx, by, w.clock(), models.ActionItem{ReviewID: r.ID, Title: "Add a timeout to checkout", OwnerID: &w.Member.ID}))
		b := w.Commit(t, w.clock(), r.ID, date(t, "2026-04-20"))
		w.give(b, w.Lead)
		must[models.Review](t)(w.EditReview(ctx, by, w.clock(), r.ID, 0, store.ReviewEdit{OwnerID: &w.Lead.ID, FacilitatorID: &w.Outsider.ID}))
		w.after(0)
		same(t, "at once", w.letters(), nil)
		w.until(berlin(t, "2026-03-02 11:05"), mails...)
		for _, m := range w.mail.Messages() {
			for _, text := range []string{m.Text, m.HTML} {
				if !strings.Contains(text, "New with you") || !strings.Contains(text, "Fay Facilitator handed it to you.") {
					t.Errorf("the letter is\n%s", text)
				}
			}
			if w.first(m.To[0]) == "mia" {
				equal(t, "subject", m.Subject, "AI-1 is proposed as yours: "+a.Title)
				equal(t, "its first words", strings.Contains(m.Text, "Hello Mia Member,\r\n\r\nOne thing is new with you.\r\n\r\nNew with you\r\n\r\n* AI-1 is proposed"), true)
				equal(t, "answers that a proposal does not take", strings.Contains(m.Text, "#snooze"), false)
			}
			if w.first(m.To[0]) == "lee" {
				equal(t, "its first words", strings.Contains(m.Text, "2 things are new with you."), true)
			}
		}
		same(t, "letters", w.through("2026-03-02"), []string{
			"2026-03-02 lee: PM-1 (SEV-3) is yours to see through; AI-2 (P1) is yours and is due in 49 days",
			"2026-03-02 mia: AI-1 is proposed as yours",
			"2026-03-02 otto: PM-1 (SEV-3) is yours to facilitate",
		})
		same(t, "told once", w.through("2026-03-04"), []string{"2026-03-03 lee: PM-1 (SEV-3) has no meeting yet: it is due by Mon 16 Mar 2026"})
	}, withoutJira)
}

func TestWhatIsNewAndDueAsWellIsToldOnce(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		a, b := w.agreed("2026-03-12"), w.agreed("2026-03-12")
		w.at("2026-03-05 00:00")
		w.set(berlin(t, "2026-03-05 08:00"))
		other := must[models.Person](t)(w.Person(t.Context(), w.Lead.ID))
		w.give(b, other)
		w.give(b, w.Member)
		w.until(berlin(t, "2026-03-05 10:00"), mails...)
		list := w.mail.Messages()
		if len(list) != 1 {
			t.Fatalf("%d letters", len(list))
		}
		equal(t, "subject", list[0].Subject, a.Ref()+" is due in 7 days, and 1 more")
		equal(t, "its first words", strings.Contains(list[0].Text, "One thing needs you today, and one is new with you."), true)
		equal(t, "HTML", strings.Count(list[0].HTML, ">Snooze<"), 2)
		same(t, "letters", w.letters(), []string{"2026-03-05 mia: " + a.Ref() + " (P1) is due in 7 days; " + b.Ref() + " (P1) is yours and is due in 7 days"})
	}, withoutJira)
}

func TestASecondHandoverOfADayWaitsForTheNextLetter(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		a, b := w.agreed("2026-04-20"), w.agreed("2026-04-20")
		w.at("2026-03-06 12:00") // a Friday
		w.give(a, w.Outsider)
		w.until(berlin(t, "2026-03-06 13:00"), mails...)
		w.give(b, w.Outsider)
		w.give(a, w.Lead)
		w.until(berlin(t, "2026-03-06 18:00"), mails...)
		w.give(a, w.Outsider) // was told of it, gave it away, and has it again
		same(t, "letters", w.through("2026-03-10"), []string{
			"2026-03-06 lee: AI-1 (P1) is yours and is due in 45 days",
			"2026-03-06 otto: AI-1 (P1) is yours and is due in 45 days",
			"2026-03-09 otto: AI-2 (P1) is yours and is due in 42 days; AI-1 (P1) is yours and is due in 42 days",
		})
	}, withoutJira)
}

func TestNobodyIsToldOfWhatIsNotTheirsAnyMore(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		gone, done, rejected, left := w.agreed("2026-04-20"), w.agreed("2026-04-20"), w.agreed("2026-04-20"), w.agreed("2026-04-20")
		w.at("2026-03-04 07:00")
		for _, a := range []models.ActionItem{gone, done, rejected, left} {
			w.give(a, w.Lead)
		}
		r := w.AddReview(t, w.clock(), 3)
		must[models.Review](t)(w.EditReview(ctx, storetest.As(w.Member), w.clock(), r.ID, 0, store.ReviewEdit{OwnerID: &w.Lead.ID}))
		w.give(gone, w.Facilitator) // by the facilitator
		must[models.ActionItem](t)(w.CompleteItem(ctx, storetest.As(w.Member), w.clock(), done.ID, 0))
		must[models.ActionItem](t)(w.RejectItem(ctx, storetest.As(w.Facilitator), w.clock(), rejected.ID, 0, "no need"))
		must[models.ActionItem](t)(w.DisownItem(ctx, storetest.As(w.Lead), w.clock(), left.ID, 0, "not mine"))
		must[models.Review](t)(w.WaiveReview(ctx, storetest.As(w.Facilitator), w.clock(), r.ID, 0, "a drill"))
		same(t, "letters", w.through("2026-03-04"), nil)
		equal(t, "dropped", scalar[int](w, "SELECT count(*) FROM nudges WHERE rung = 'handover' AND dropped <> ''"), 5)
	}, withoutJira)
}

func TestADelegateHearsOfWhatIsNewWithWhoIsAway(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		a, b := w.agreed("2026-04-20"), w.agreed("2026-04-20")
		w.at("2026-03-04 07:00")
		p := must[models.Person](t)(w.Person(t.Context(), w.Lead.ID))
		p.AwayFrom, p.AwayUntil, p.DelegateID = date(t, "2026-03-02"), date(t, "2026-03-06"), &w.Outsider.ID
		must[models.Person](t)(w.SavePerson(t.Context(), models.System, w.clock(), p))
		w.give(a, w.Lead)
		must[models.ActionItem](t)(w.EditItem(t.Context(), storetest.As(w.Outsider), w.clock(), b.ID, 0, store.ItemEdit{OwnerID: &w.Lead.ID})) // who covers knows
		w.until(berlin(t, "2026-03-04 10:00"), mails...)
		for _, m := range w.mail.Messages() {
			equal(t, "stands in: "+m.To[0], strings.Contains(m.Text, "You stand in for Lee Lead, who is away."), w.first(m.To[0]) == "otto")
		}
		same(t, "letters", w.letters(), []string{
			"2026-03-04 lee: " + b.Ref() + " (P1) is yours and is due in 47 days", "2026-03-04 otto: " + a.Ref() + " (P1) is yours and is due in 47 days"})
	}, withoutJira)
}

func TestADelegateHearsOfBothPartsOfAReviewThatAreNew(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		for _, who := range []models.Person{w.Lead, w.Outsider} {
			p := must[models.Person](t)(w.Person(t.Context(), who.ID))
			p.DelegateID, p.AwayFrom, p.AwayUntil = &w.Manager.ID, date(t, "2026-03-01"), date(t, "2026-03-20")
			must[models.Person](t)(w.SavePerson(t.Context(), models.System, w.clock(), p))
		}
		r := w.AddReview(t, w.clock(), 3)
		must[models.Review](t)(w.EditReview(t.Context(), storetest.As(w.Facilitator), w.clock(), r.ID, 0, store.ReviewEdit{OwnerID: &w.Lead.ID, FacilitatorID: &w.Outsider.ID}))
		w.until(berlin(t, "2026-03-02 18:00"), mails...)
		for _, m := range w.mail.Messages() {
			for _, name := range []string{w.Lead.Name, w.Outsider.Name} {
				equal(t, "stands in for "+name, strings.Contains(m.Text, "You stand in for "+name+", who is away."), true)
			}
		}
		same(t, "letters", w.letters(), []string{"2026-03-02 mona: PM-1 (SEV-3) is yours to see through; PM-1 (SEV-3) is yours to facilitate"})
	}, withoutJira)
}

func TestWhoHeardAsTheManagerHearsAsTheOwner(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		a := w.agreed("2026-03-12")
		w.until(berlin(t, "2026-03-13 00:30"), mails...)
		w.mail.Clear()
		w.set(berlin(t, "2026-03-13 08:00"))
		w.give(a, w.Manager)
		w.until(berlin(t, "2026-03-13 18:00"), mails...)
		list := w.mail.Messages()
		if len(list) != 1 {
			t.Fatalf("%d letters", len(list))
		}
		equal(t, "what another may answer", strings.Contains(list[0].Text, "#not-mine"), true)
		equal(t, "as whom", strings.Contains(list[0].Text, "You hear of this as"), false)
		same(t, "letters", w.letters(), []string{"2026-03-13 mona: AI-1 (P1) is yours and is overdue by 1 day"})
	}, withoutJira)
}
