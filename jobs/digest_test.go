package jobs_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"debrief/models"
	"debrief/models/store"
	"debrief/models/storetest"
)

func withoutJira(o *setup) { o.noJira = true }

// agreed commits an item in a review that is closed, so that the review itself is silent.
func (w *world) agreed(due string, changes ...func(*models.ActionItem)) models.ActionItem {
	w.t.Helper()
	r, now := w.Walk(w.t, w.clock(), w.AddReview(w.t, w.clock(), 3), models.Reviewed)
	a := w.Commit(w.t, now, r.ID, date(w.t, due), changes...)
	must[store.ClosedReview](w.t)(w.CloseReview(w.t.Context(), storetest.As(w.Facilitator), now, r.ID, 0))
	w.tick(now)
	w.mail.Clear()
	return a
}

// days walks to the end of a day, and returns the letters of the way.
func (w *world) through(day string) []string {
	w.t.Helper()
	w.until(date(w.t, day).At(23, 0, w.Member.Location()), mails...)
	w.onceADay()
	return w.letters()
}

// onceADay fails where a person got two letters on a local day, or one with another day's Message-ID.
func (w *world) onceADay() {
	w.t.Helper()
	seen := map[string]bool{}
	for _, m := range w.mail.Messages() {
		id := m.Headers.Get("Message-Id")
		if !strings.HasPrefix(id, "<digest-") {
			continue
		}
		for _, key := range []string{m.To[0] + w.local(m.ReceivedAt), id} {
			if seen[key] {
				w.t.Errorf("twice: %s", key)
			}
			seen[key] = true
		}
	}
	equal(w.t, "steps that are in the ledger twice",
		scalar[int](w, "SELECT count(*) FROM (SELECT 1 FROM nudges GROUP BY subject, subject_id, person_id, step_key HAVING count(*) > 1) AS twice"), 0)
}

func TestTheLadderOfAnItemDayByDay(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		ctx, by := t.Context(), storetest.As(w.Member)
		w.AddPerson(t, "Bea Board", models.Facilitator, func(p *models.Person) { p.Board = true })
		a := w.agreed("2026-03-17") // a holiday
		same(t, "until the first notice", w.through("2026-03-09"), nil)
		same(t, "around the due date", w.through("2026-03-31"), []string{
			"2026-03-10 mia: AI-1 (P1) is due in 7 days",
			"2026-03-16 mia: AI-1 (P1) is due in 1 day", // the 15th is a Sunday
			"2026-03-18 mia: AI-1 (P1) is overdue by 1 day",
			"2026-03-18 mona: AI-1 (P1) is overdue by 1 day",
			"2026-03-25 mia: AI-1 (P1) is overdue by 8 days",
			"2026-03-25 mona: AI-1 (P1) is overdue by 8 days",
		})
		// Two weeks late: the lead and the board join.
		same(t, "escalated", w.through("2026-04-07"), []string{
			"2026-04-01 bea: AI-1 (P1) is overdue by 15 days",
			"2026-04-01 lee: AI-1 (P1) is overdue by 15 days",
			"2026-04-01 mia: AI-1 (P1) is overdue by 15 days",
			"2026-04-01 mona: AI-1 (P1) is overdue by 15 days",
		})
		// Snoozed on the day before: the 8th and the 15th are silent, the 17th asks again.
		must[models.ActionItem](t)(w.SnoozeItem(ctx, by, w.clock(), a.ID, 0, date(t, "2026-04-17"), "the bank is closed"))
		all := func(day, says string) []string {
			return []string{day + " bea: " + says, day + " lee: " + says, day + " mia: " + says, day + " mona: " + says}
		}
		same(t, "snoozed", w.through("2026-04-19"), all("2026-04-17", "AI-1 (P1) is overdue by 31 days"))
		// Mia is away in the next week: her delegate hears of it.
		p := must[models.Person](t)(w.Person(ctx, w.Member.ID))
		p.AwayFrom, p.AwayUntil, p.DelegateID = date(t, "2026-04-20"), date(t, "2026-04-24"), &w.Outsider.ID
		must[models.Person](t)(w.SavePerson(ctx, models.System, w.clock(), p))
		w.until(date(t, "2026-04-22").At(23, 0, w.Member.Location()), mails...)
		for _, m := range w.mail.Messages() {
			if w.first(m.To[0]) == "otto" && !strings.Contains(m.Text, "You stand in for Mia Member, who is away.") {
				t.Errorf("the delegate reads\n%s", m.Text)
			}
		}
		want := all("2026-04-22", "AI-1 (P1) is overdue by 36 days")
		want[2], want[3] = want[3], strings.Replace(want[2], "mia", "otto", 1)
		same(t, "covered", w.letters(), want)
		// Not mine: from the next day on, the review's owner and the lead are asked to name one.
		must[models.ActionItem](t)(w.DisownItem(ctx, by, w.clock(), a.ID, 0, "I left the team"))
		same(t, "disowned", w.through("2026-04-23"), []string{
			"2026-04-23 bea: AI-1 (P1) has no owner: please name one",
			"2026-04-23 lee: AI-1 (P1) has no owner: please name one",
			"2026-04-23 mona: AI-1 (P1) has no owner: please name one",
			"2026-04-23 otto: AI-1 (P1) has no owner: please name one",
		})
		owner := w.Lead.ID
		must[models.ActionItem](t)(w.EditItem(ctx, by, w.clock(), a.ID, 0, store.ItemEdit{OwnerID: &owner}))
		got := w.through("2026-05-01")
		for _, l := range got {
			if strings.Contains(l, "no owner") {
				t.Errorf("it has one by now: %s", l)
			}
		}
		got = w.through("2026-05-12")
		if len(got) == 0 {
			t.Error("it is overdue, and nobody heard of it")
		}
		must[models.ActionItem](t)(w.CompleteItem(ctx, by, w.clock(), a.ID, 0))
		same(t, "done", w.through("2026-05-21"), nil)
	}, withoutJira)
}

func TestTheLadderOfAReviewDayByDay(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		ctx, by := t.Context(), storetest.As(w.Facilitator)
		r := w.AddReview(t, w.clock(), 2) // due on Monday, 9 March
		const (
			none = ": PM-1 (SEV-2) has no meeting yet: it is due by Mon 9 Mar 2026"
			late = ": PM-1 (SEV-2) has no meeting, and was due by Mon 9 Mar 2026"
		)
		same(t, "no meeting", w.through("2026-03-23"), []string{
			"2026-03-03 mia" + none, "2026-03-06 mia" + none, "2026-03-09 mia" + none,
			"2026-03-10 mia" + late, "2026-03-10 mona" + late, // the manager joins
			"2026-03-18 mia" + late, "2026-03-18 mona" + late, // the 17th is a holiday
		})
		m := w.Meet(t, w.clock(), r.ID, berlin(t, "2026-03-27 14:00"), w.Member, w.Facilitator)
		same(t, "no document", w.through("2026-03-29"), []string{"2026-03-26 mia: PM-1 (SEV-2) meets soon, and has no document yet"})
		w.Write(t, w.clock(), r.ID, "# What happened\n\nIt was slow.\n")
		must[models.Review](t)(w.SubmitReview(ctx, by, w.clock(), r.ID, 0))
		const unrecorded = ": PM-1 (SEV-2) was to meet, and the time of its meeting is over: please record whether it was held, and who was there"
		same(t, "not recorded", w.through("2026-04-06"), []string{
			"2026-03-30 fay" + unrecorded, "2026-03-30 mia" + unrecorded, "2026-04-06 fay" + unrecorded, "2026-04-06 mia" + unrecorded})
		must[models.Meeting](t)(w.HoldMeeting(ctx, by, w.clock(), m.ID, 0, []int64{w.Member.ID}))
		const unsettled = ": PM-1 (SEV-2) was discussed: please settle the open questions of the checklist"
		same(t, "checklist", w.through("2026-04-10"), []string{"2026-04-07 fay" + unsettled, "2026-04-07 mia" + unsettled})
		w.Settle(t, w.clock(), r.ID)
		const ready = ": PM-1 (SEV-2) was discussed, and nothing is missing: please mark it as reviewed"
		same(t, "settled", w.through("2026-04-13"), []string{"2026-04-13 fay" + ready, "2026-04-13 mia" + ready})
		must[models.Review](t)(w.CompleteReview(ctx, by, w.clock(), r.ID, 0))
		const open = ": PM-1 (SEV-2) is reviewed: please close it once proposals and messages are settled"
		same(t, "not closed", w.through("2026-04-20"), []string{"2026-04-14 mia" + open})
		must[store.ClosedReview](t)(w.CloseReview(ctx, by, w.clock(), r.ID, 0))
		same(t, "closed", w.through("2026-05-20"), nil)
	}, withoutJira)
}

func TestOneLetterTellsOfAllThatIsDue(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		a := w.agreed("2026-03-19")
		b := w.Commit(t, w.clock(), w.AddReview(t, w.clock(), 3).ID, date(t, "2026-03-14"), func(a *models.ActionItem) { a.Priority = models.P2 })
		w.until(berlin(t, "2026-03-12 23:00"), mails...)
		var days []string
		for _, m := range w.mail.Messages() {
			if id := m.Headers.Get("Message-Id"); w.first(m.To[0]) == "mia" && strings.HasPrefix(id, "<digest-") && w.local(m.ReceivedAt) == "2026-03-12" {
				days = append(days, m.Subject)
				same(t, "lines", told(m)[:2], []string{b.Ref() + " (P2) is due in 2 days", a.Ref() + " (P1) is due in 7 days"})
				equal(t, "its first words", strings.Contains(m.Text, "2 things need you today."), true)
			}
		}
		same(t, "subjects", days, []string{b.Ref() + " is due in 2 days, and 1 more"})
		w.onceADay()
	}, withoutJira)
}

func TestALetterComesInWorkingHoursOnly(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.agreed("2026-03-13")
		w.at("2026-03-06 00:00") // Friday, a week before
		w.at("2026-03-06 08:59")
		equal(t, "before nine", len(w.mail.Messages()), 0)
		w.mail.Down(true)
		w.at("2026-03-06 09:00")
		w.at("2026-03-06 16:59")
		w.mail.Down(false)
		for _, moment := range []string{"2026-03-06 17:59", "2026-03-07 12:00", "2026-03-09 08:57"} {
			w.at(moment)
			equal(t, moment, len(w.mail.Messages()), 0)
		}
		w.at("2026-03-09 09:02")
		same(t, "letters", w.letters(), []string{"2026-03-09 mia: AI-1 (P1) is due in 4 days"})
	}, withoutJira)
}

func TestAWorkerThatWasAwayDoesNotSendAtNight(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.agreed("2026-03-13")
		w.at("2026-03-06 00:00")
		w.at("2026-03-09 08:57") // three minutes before working hours
		equal(t, "mails", len(w.mail.Messages()), 0)
		w.at("2026-03-09 09:05")
		equal(t, "letters", len(w.letters()), 1)
	}, withoutJira)
}

func TestWhatCouldNotBeSentForDaysIsOneLetter(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		a := w.agreed("2026-03-12")
		w.mail.Down(true)
		w.until(berlin(t, "2026-03-16 10:30"), mails...) // it was due in 7, 2 and 0 days, and is overdue
		digest := must[[]models.Digest](t)(first(w.Digests(t.Context(), storetest.As(w.Member), w.Member.ID, store.Page{})))
		if len(digest) != 1 || !strings.Contains(digest[0].LastError, "DEBRIEF_SMTP_HOST") || digest[0].SentAt != nil {
			t.Fatalf("the digests are %+v", digest)
		}
		equal(t, "steps", scalar[int](w, "SELECT count(*) FROM nudges WHERE capacity = 'owner'"), 4)
		w.mail.Down(false)
		w.until(berlin(t, "2026-03-16 12:00"), mails...)
		for _, m := range w.mail.Messages() {
			equal(t, "subject", m.Subject, a.Ref()+" is overdue by 4 days: "+a.Title)
			if w.first(m.To[0]) == "mia" {
				equal(t, "Message-ID", m.Headers.Get("Message-Id"), "<"+digest[0].MessageID+">")
			}
		}
		same(t, "letters", w.letters(), []string{"2026-03-16 mia: AI-1 (P1) is overdue by 4 days", "2026-03-16 mona: AI-1 (P1) is overdue by 4 days"})
		same(t, "afterwards", w.through("2026-03-19"), nil)
	}, withoutJira)
}

func first[T any](list T, _ string, err error) (T, error) { return list, err }

// dueSoon is a linked item whose letter is due at 09:00 on 13 May; it is 08:57, and Jira was just asked.
func (w *world) dueSoon() models.ActionItem {
	w.t.Helper()
	a := w.agreed("2026-05-20")
	w.at("2026-05-13 00:00")
	w.at("2026-05-13 08:57")
	w.mail.Clear()
	w.set(berlin(w.t, "2026-05-13 08:59"))
	return w.item(a.ID)
}

func TestWhatIsClosedInJiraMinutesBeforeIsNotTold(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		a := w.dueSoon()
		w.jira.SetStatus(a.Link.Key, "Done")
		w.at("2026-05-13 09:00")
		equal(t, "state", w.item(a.ID).State, models.Done)
		same(t, "letters", w.letters(), nil)
		equal(t, "empty digests", scalar[int](w, "SELECT count(*) FROM digests WHERE empty AND sent_at IS NULL AND due_at IS NULL"), 1)
		equal(t, "dropped", scalar[string](w, "SELECT dropped FROM nudges"), "dealt with before it was sent")
		same(t, "later", w.through("2026-05-22"), nil)
	})
}

func TestWhenJiraDoesNotAnswerTheLetterSaysAsOfWhen(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		a := w.dueSoon()
		w.jira.Down(true)
		w.at("2026-05-13 09:00")
		list := w.mail.Messages()
		if len(list) != 1 {
			t.Fatalf("%d letters", len(list))
		}
		key, address := a.Link.Key, a.Link.URL
		for text, issue := range map[string]string{list[0].Text: "In Jira: " + key + " <" + address + ">", list[0].HTML: `In Jira: <a href="` + address + `">` + key + "</a>"} {
			if !strings.Contains(text, "Jira did not answer; as of 13 May 08:57 CEST") || !strings.Contains(text, issue) {
				t.Errorf("the letter is\n%s", text)
			}
		}
		if link := w.item(a.ID).Link; link.Attempts != 1 || link.LastError == "" {
			t.Errorf("the link is %+v", link)
		}
		w.jira.Down(false)
		w.at("2026-05-13 10:00")
		w.settled(a.ID)
	})
}

func TestALetterKeepsToTheWaitThatJiraAsksFor(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		a := w.dueSoon()
		w.jira.Fail(1, 429, 30*time.Minute)
		now := w.at("2026-05-13 09:00")
		equal(t, "letters", len(w.letters()), 1)
		equal(t, "wait", w.item(a.ID).Link.DueAt.Sub(now), 30*time.Minute)
	})
}

func TestAFreshAnswerIsNotCalledStaleForWhatCouldNotBeTold(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		a := w.dueSoon()
		title := "Add a timeout to the bank client"
		must[models.ActionItem](t)(w.EditItem(t.Context(), storetest.As(w.Member), w.clock(), a.ID, 0, store.ItemEdit{Title: &title}))
		w.tracker.on(func(call string) error {
			if call == "Update" {
				return errLost
			}
			return nil
		})
		w.at("2026-05-13 09:00")
		list := w.mail.Messages()
		if len(list) != 1 || strings.Contains(list[0].Text, "as of") {
			t.Errorf("%d letters: %v", len(list), list)
		}
	})
}

func TestALetterWaitsForWhoIsAskingJiraRightNow(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		a := w.dueSoon()
		_, ok, err := w.ClaimRow(t.Context(), store.LinkQueue, a.Link.ID, w.clock(), time.Minute+time.Second)
		if err != nil || !ok {
			t.Fatal(ok, err)
		}
		w.at("2026-05-13 09:00")
		equal(t, "letters", len(w.letters()), 0)
		w.after(time.Minute)
		equal(t, "letters", len(w.letters()), 1)
		equal(t, "attempts", scalar[int](w, "SELECT attempts FROM digests"), 0)
	})
}

func TestWhatIsClosedHereBeforeTheLetterIsLeftOut(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		a, b := w.agreed("2026-03-12"), w.agreed("2026-03-12")
		w.at("2026-03-05 00:00")
		must[models.ActionItem](t)(w.CompleteItem(t.Context(), storetest.As(w.Member), w.clock(), a.ID, 0))
		same(t, "letters", w.through("2026-03-06"), []string{"2026-03-05 mia: " + b.Ref() + " (P1) is due in 7 days"})
		equal(t, "dropped", scalar[int](w, "SELECT count(*) FROM nudges WHERE dropped <> ''"), 1)
	}, withoutJira)
}

func TestWhoHasLeftGetsNoLetter(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.agreed("2026-03-12")
		w.at("2026-03-05 00:00")
		p := must[models.Person](t)(w.Person(t.Context(), w.Member.ID))
		p.Active = false
		must[models.Person](t)(w.SavePerson(t.Context(), models.System, w.clock(), p))
		w.at("2026-03-05 09:00")
		same(t, "letters", w.letters(), nil)
		equal(t, "dropped", scalar[string](w, "SELECT dropped FROM nudges"), "the person has left")
	}, withoutJira)
}

func TestALetterThatIsSentTwiceIsOneMail(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.agreed("2026-03-12")
		w.at("2026-03-05 00:00")
		w.mail.AcceptThenDrop(1)
		w.at("2026-03-05 09:00")
		w.at("2026-03-05 09:01")
		w.at("2026-03-05 11:00")
		list := w.mail.Messages()
		if len(list) != 2 || list[0].Headers.Get("Message-Id") != list[1].Headers.Get("Message-Id") || list[0].Text != list[1].Text {
			t.Errorf("%d mails", len(list))
		}
		equal(t, "sent", scalar[int](w, "SELECT count(*) FROM digests WHERE sent_at IS NOT NULL"), 1)
	}, withoutJira)
}

func TestALetterThatMayHaveGoneOutCountsAsSentAlthoughNothingIsLeftToTell(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		a := w.agreed("2026-03-12")
		w.at("2026-03-05 00:00")
		w.mail.AcceptThenDrop(1)
		w.at("2026-03-05 09:00")
		must[models.ActionItem](t)(w.CompleteItem(t.Context(), storetest.As(w.Member), w.clock(), a.ID, 0))
		w.at("2026-03-05 09:01")
		equal(t, "mails", len(w.mail.Messages()), 1)
		equal(t, "sent", scalar[int](w, "SELECT count(*) FROM digests WHERE sent_at IS NOT NULL AND NOT empty AND day = '2026-03-05'"), 1)
	}, withoutJira)
}

func TestALetterThatWasRefusedAndHasNothingLeftToTellWasNeverSent(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		a := w.agreed("2026-03-12")
		w.at("2026-03-05 00:00")
		w.mail.Reject(450, 1)
		w.at("2026-03-05 09:00")
		must[models.ActionItem](t)(w.CompleteItem(t.Context(), storetest.As(w.Member), w.clock(), a.ID, 0))
		w.at("2026-03-05 09:01")
		equal(t, "mails", len(w.mail.Messages()), 0)
		equal(t, "sent", scalar[int](w, "SELECT count(*) FROM digests WHERE sent_at IS NULL AND empty"), 1)
	}, withoutJira)
}

func TestASlipIsAskedAboutOnce(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		a := w.agreed("2026-03-30")
		w.jira.SetDue(w.issue(a).Key, "2026-04-20")
		w.after(5 * time.Minute)
		w.at("2026-03-03 00:00")
		w.at("2026-03-03 09:00")
		same(t, "letters", w.letters(), []string{"2026-03-03 mia: AI-1 (P1) was moved to Mon 20 Apr 2026 in Jira: please say why"})
		must[models.ActionItem](t)(w.ExplainSlip(t.Context(), storetest.As(w.Member), w.clock(), a.ID, 0, "the bank is late"))
		w.at("2026-04-13 00:00")
		w.at("2026-04-13 09:00")
		same(t, "letters", w.letters(), []string{"2026-04-13 mia: AI-1 (P1) is due in 7 days"})
	})
}

func TestHostileTitlesAreJustText(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.agreed("2026-03-12", func(a *models.ActionItem) {
			a.Title = `<script>alert("1")</script> & </td><img src=x onerror=alert(1)>`
		})
		w.agreed("2026-03-12", func(a *models.ActionItem) { a.Title = strings.Repeat("Wörterbuch", 25) })
		w.until(berlin(t, "2026-03-05 10:00"), mails...)
		list := w.mail.Messages()
		if len(list) != 1 || list[0].Problem != "" {
			t.Fatalf("%d letters", len(list))
		}
		m := list[0]
		for _, tag := range []string{"<script", "<img", "onerror=alert(1)>"} {
			if strings.Contains(m.HTML, tag) {
				t.Errorf("the HTML has %s:\n%s", tag, m.HTML)
			}
		}
		if !strings.Contains(m.HTML, "&lt;script&gt;") || !strings.Contains(m.Text, `<script>alert("1")</script> & </td>`) {
			t.Errorf("the letter is\n%s\n%s", m.Text, m.HTML)
		}
		if strings.Contains(m.Text, "\n\n\n") || strings.Contains(m.Text, "<no value>") || strings.Contains(m.HTML, "ZgotmplZ") {
			t.Errorf("the letter is\n%s\n%s", m.Text, m.HTML)
		}
	}, withoutJira)
}

// A worker that was away for a night finds the letter and what belongs into it due at once.
func TestALetterTellsOfAllThatIsDueWhenItIsSentHoweverMuchThatIs(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		var want []string
		for range 10 { // more than are claimed at once
			want = append(want, w.agreed("2026-03-19").Ref()+" (P1) is due in 7 days")
		}
		r := w.AddReview(t, w.clock(), 3)
		w.until(berlin(t, "2026-03-11 18:00"), mails...)
		w.ask(r, w.Lead, "Which bank?")
		w.mail.Clear()
		w.at("2026-03-12 09:30")
		var got []string
		for _, m := range w.mail.Messages() {
			got = append(got, told(m)...)
		}
		want = append(want, r.Ref()+" (SEV-3) has a new comment, by Lee Lead")
		slices.Sort(want)
		slices.Sort(got)
		same(t, "lines", got, want)
		w.onceADay()
	}, withoutJira)
}
