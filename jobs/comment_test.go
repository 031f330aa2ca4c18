package jobs_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"debrief/models"
	"debrief/models/store"
	"debrief/models/storetest"
)

// ask comments on a review.
func (w *world) ask(r models.Review, by models.Person, body string) models.Comment {
	w.t.Helper()
	return must[models.Comment](w.t)(w.AddComment(w.t.Context(), storetest.As(by), w.clock(), models.Comment{ReviewID: r.ID, Body: body}))
}

// answer replies to a comment.
func (w *world) answer(c models.Comment, by models.Person, body string) models.Comment {
	w.t.Helper()
	return must[models.Comment](w.t)(w.AddComment(w.t.Context(), storetest.As(by), w.clock(), models.Comment{ReviewID: c.ReviewID, ReplyToID: &c.ID, Body: body}))
}

// settle resolves a comment, or opens it again.
func (w *world) settle(c models.Comment, resolved bool) {
	w.t.Helper()
	must[models.Comment](w.t)(w.ResolveComment(w.t.Context(), storetest.As(w.Member), w.clock(), c.ID, 0, resolved))
}

func TestAReviewsOwnerReadsOfNewCommentsInTheNextLetter(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		r, other := w.AddReview(t, w.clock(), 3), w.AddReview(t, w.clock(), 3)
		w.ask(r, w.Lead, "How slow was it?")
		w.ask(r, w.Viewer, "Who was on call?")
		w.ask(r, w.Lead, "And since when?")
		w.ask(r, w.Member, "I look it up.") // the owner's own
		w.ask(other, w.Outsider, "Is this the same as PM-1?")
		w.after(0)
		same(t, "at once", w.letters(), nil)
		w.until(berlin(t, "2026-03-02 11:05"), mails...)
		list := w.mail.Messages()
		if len(list) != 1 {
			t.Fatalf("%d letters", len(list))
		}
		m := list[0]
		equal(t, "subject", m.Subject, "PM-1 has 3 new comments, by Lee Lead and Vic Viewer, and 1 more")
		equal(t, "its first words", strings.Contains(m.Text, "Hello Mia Member,\r\n\r\n2 things are new with you.\r\n\r\nNew with you\r\n\r\n* PM-1 (SEV-3) has 3 new comments"), true)
		for _, text := range []string{m.Text, m.HTML} {
			equal(t, "the way there", strings.Contains(text, "https://debrief.example.com/reviews/PM-1#comments\r\n") || strings.Contains(text, `href="https://debrief.example.com/reviews/PM-1#comments"`), true)
			equal(t, "the way to each", strings.Contains(text, "https://debrief.example.com/reviews/PM-1#comments-1") && strings.Contains(text, "https://debrief.example.com/reviews/PM-1#comments-2"), true)
			for _, words := range []string{"Lee Lead: ", "“How slow was it?”", "Vic Viewer: ", "“Who was on call?”", "“And since when?”"} {
				equal(t, "quotes "+words, strings.Contains(text, words), true)
			}
			for _, no := range []string{"I look it up.", " more\r\n  http", "handed it to you", "You hear of this as", "#snooze"} {
				equal(t, "has "+no, strings.Contains(text, no), false)
			}
		}
		w.ask(r, w.Lead, "One more: was it the bank?")
		same(t, "on that day", w.through("2026-03-02"), []string{
			"2026-03-02 mia: PM-1 (SEV-3) has 3 new comments, by Lee Lead and Vic Viewer; PM-2 (SEV-3) has a new comment, by Otto Outsider"})
		rest := w.through("2026-03-04")
		if len(rest) != 1 || strings.Count(rest[0], "comment") != 1 || !strings.HasPrefix(rest[0], "2026-03-03 mia: PM-") ||
			!strings.HasSuffix(rest[0], "; PM-1 (SEV-3) has a new comment, by Lee Lead") {
			t.Errorf("told once, and the rest with what is due: %s", rest)
		}
	}, withoutJira)
}

func TestWhoWroteInAThreadReadsOfRepliesInTheNextLetter(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		r := w.AddReview(t, w.clock(), 3)
		first := w.ask(r, w.Lead, "How slow was it?")
		w.answer(first, w.Viewer, "Ten seconds, I think.")
		w.answer(first, w.Member, "Nine.") // the owner's
		settled := w.ask(r, w.Outsider, "A typo.")
		w.answer(settled, w.Viewer, "Two.")
		w.settle(settled, true)
		w.until(berlin(t, "2026-03-02 11:10"), mails...)
		same(t, "letters", w.letters(), []string{
			"2026-03-02 lee: PM-1 (SEV-3) has 2 new replies, by Vic Viewer and Mia Member",
			"2026-03-02 mia: PM-1 (SEV-3) has a new comment and a new reply, by Lee Lead and Vic Viewer",
			"2026-03-02 vic: PM-1 (SEV-3) has a new reply, by Mia Member"})
		w.answer(settled, w.Viewer, "Three.") // opens it again
		same(t, "of the one that was settled", slices.DeleteFunc(w.through("2026-03-03"), func(l string) bool { return !strings.Contains(l, "otto") }),
			[]string{"2026-03-02 otto: PM-1 (SEV-3) has a new reply, by Vic Viewer"})
	}, withoutJira)
}

func TestALetterQuotesThreeCommentsOfAReview(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		r, one := w.AddReview(t, w.clock(), 3), w.AddReview(t, w.clock(), 3)
		for _, body := range []string{"The first.", "The\nsecond.", strings.Repeat("again and ", 20), "The fourth.", "The fifth."} {
			w.ask(r, w.Lead, body)
		}
		w.ask(one, w.Lead, "<b>Only</b> this.")
		w.until(berlin(t, "2026-03-02 11:10"), mails...)
		list := w.mail.Messages()
		if len(list) != 1 {
			t.Fatalf("%d letters", len(list))
		}
		long := strings.TrimSpace(strings.Repeat("again and ", 12)) + "…"
		const at = "\r\n  https://debrief.example.com/reviews/PM-1#comments"
		quotes := "  Lee Lead: “The first.”" + at + "-1\r\n  Lee Lead: “The second.”" + at + "-2\r\n  Lee Lead: “" + long + "”" + at + "-3\r\n  and 2 more" + at + "\r\n"
		equal(t, "quotes in "+list[0].Text, strings.Contains(list[0].Text, quotes), true)
		equal(t, "quotes the only one", strings.Contains(list[0].Text, "  Lee Lead: “<b>Only</b> this.”\r\n  https://debrief.example.com/reviews/PM-2#comments-6\r\n"), true)
		equal(t, "as HTML", strings.Contains(list[0].HTML, "“&lt;b&gt;Only&lt;/b&gt; this.”") && strings.Contains(list[0].HTML, "and 2 more") && !strings.Contains(list[0].HTML, "The fourth."), true)
	}, withoutJira)
}

func TestALetterInSlackQuotesAsTheMailDoes(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.chooses(w.Member, models.ViaSlack)
		r := w.AddReview(t, w.clock(), 3)
		for _, body := range []string{"The first.", "The *second*.", "The <third>.", "The fourth."} {
			w.ask(r, w.Lead, body)
		}
		w.until(berlin(t, "2026-03-02 11:10"), mails...)
		list := w.slack.Messages()
		if len(list) != 1 {
			t.Fatalf("%d messages", len(list))
		}
		words := list[0].Blocks[2].Words()
		raw := string(must[[]byte](t)(json.Marshal(list[0])))
		for _, n := range []string{"1", "2", "3"} {
			equal(t, "the way to comment "+n, strings.Contains(raw, "/reviews/PM-1#comments-"+n+`"`), true)
		}
		equal(t, "quotes in "+words, strings.HasSuffix(words, "\nLee Lead: “The first.”\nLee Lead: “The *second*.”\nLee Lead: “The <third>.”\nand 1 more"), true)
	}, withoutJira, withSlack)
}

func TestRepliesAreNotToldToWhoMayNoLongerSeeTheReview(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		r := w.AddReview(t, w.clock(), 3)
		first := w.ask(r, w.Lead, "What did the auditors say?")
		w.answer(first, w.Viewer, "They were content.")
		yes := true
		must[models.Review](t)(w.EditReview(t.Context(), storetest.As(w.Facilitator), w.clock(), r.ID, 0, store.ReviewEdit{Restricted: &yes})) // after it was filed
		w.answer(first, w.Admin, "Not all of them.")
		w.until(berlin(t, "2026-03-02 11:10"), mails...)
		same(t, "letters", w.letters(), []string{"2026-03-02 mia: PM-1 (SEV-3) has a new comment and 2 new replies, by Lee Lead, Vic Viewer and " + w.Admin.Name})
	}, withoutJira)
}

func TestOnlyCommentsThatAreStillOpenAreTold(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		r, quiet, waived, given := w.AddReview(t, w.clock(), 3), w.AddReview(t, w.clock(), 3), w.AddReview(t, w.clock(), 3), w.AddReview(t, w.clock(), 3)
		w.settle(w.ask(r, w.Lead, "How slow was it?"), true)
		twice := w.ask(r, w.Viewer, "Who was on call?")
		w.settle(twice, true)
		w.settle(twice, false)
		w.settle(w.ask(quiet, w.Lead, "A typo."), true)
		w.ask(waived, w.Lead, "Is this one needed?")
		must[models.Review](t)(w.WaiveReview(t.Context(), storetest.As(w.Facilitator), w.clock(), waived.ID, 0, "a drill"))
		w.ask(given, w.Lead, "Whose is it?")
		must[models.Review](t)(w.EditReview(t.Context(), storetest.As(w.Member), w.clock(), given.ID, 0, store.ReviewEdit{OwnerID: &w.Manager.ID}))
		w.until(berlin(t, "2026-03-02 11:10"), mails...)
		same(t, "letters", w.letters(), []string{"2026-03-02 mia: PM-1 (SEV-3) has a new comment, by Vic Viewer", "2026-03-02 mona: PM-4 (SEV-3) is yours to see through"})
		equal(t, "dropped", scalar[int](w, "SELECT count(*) FROM nudges WHERE rung = 'comment' AND dropped <> ''"), 4)
		w.settle(twice, true)
		w.settle(twice, false)
		for _, l := range w.through("2026-03-04") {
			equal(t, "a comment in "+l, strings.Contains(l, "comment"), false)
		}
	}, withoutJira)
}

func TestWhatIsSettledWhileMailIsDownIsNotTold(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		r := w.AddReview(t, w.clock(), 3)
		c := w.ask(r, w.Lead, "How slow was it?")
		w.mail.Down(true)
		w.until(berlin(t, "2026-03-02 12:00"), mails...)
		w.ask(r, w.Viewer, "Who was on call?")
		w.settle(c, true)
		w.mail.Down(false)
		same(t, "letters", w.through("2026-03-02"), []string{"2026-03-02 mia: PM-1 (SEV-3) has a new comment, by Vic Viewer"})
	}, withoutJira)
}

func TestCommentsOutsideWorkingHoursAreToldOnTheNextBusinessDay(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		r := w.AddReview(t, w.clock(), 3)
		w.Meet(t, w.clock(), r.ID, berlin(t, "2026-03-16 11:00"), w.Member, w.Facilitator)
		w.Write(t, w.clock(), r.ID, "It was slow.\n")
		w.at("2026-03-06 18:00") // a Friday
		w.ask(r, w.Lead, "How slow?")
		w.at("2026-03-07 12:00")
		w.ask(r, w.Viewer, "For whom?")
		w.until(berlin(t, "2026-03-09 08:59"), mails...)
		same(t, "until Monday", w.letters(), nil)
		same(t, "letters", w.through("2026-03-09"), []string{"2026-03-09 mia: PM-1 (SEV-3) has 2 new comments, by Lee Lead and Vic Viewer"})
	}, withoutJira)
}

func TestADelegateHearsOfCommentsForWhoIsAway(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		p := must[models.Person](t)(w.Person(t.Context(), w.Member.ID))
		p.AwayFrom, p.AwayUntil, p.DelegateID = date(t, "2026-03-01"), date(t, "2026-03-20"), &w.Outsider.ID
		must[models.Person](t)(w.SavePerson(t.Context(), models.System, w.clock(), p))
		open, later, restricted := w.AddReview(t, w.clock(), 3), w.AddReview(t, w.clock(), 3), w.AddReview(t, w.clock(), 3)
		restrict := func(r models.Review) {
			yes := true
			must[models.Review](t)(w.EditReview(t.Context(), storetest.As(w.Facilitator), w.clock(), r.ID, 0, store.ReviewEdit{Restricted: &yes}))
		}
		restrict(restricted)
		w.ask(open, w.Lead, "How slow was it?")
		w.ask(open, w.Outsider, "And since when?") // who covers wrote it: only the owner does not know
		w.ask(later, w.Lead, "What did the auditors say?")
		restrict(later) // after it was filed
		w.ask(restricted, w.Facilitator, "Who knows of this?")
		w.until(berlin(t, "2026-03-02 11:10"), mails...)
		for _, m := range w.mail.Messages() {
			equal(t, "stands in: "+m.To[0], strings.Contains(m.Text, "You stand in for Mia Member, who is away."), w.first(m.To[0]) == "otto")
		}
		same(t, "letters", w.letters(), []string{
			"2026-03-02 mia: PM-1 (SEV-3) has a new comment, by Otto Outsider; PM-3 (SEV-3) has a new comment, by Fay Facilitator",
			"2026-03-02 otto: PM-1 (SEV-3) has a new comment, by Lee Lead"})
	}, withoutJira)
}
