package jobs_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"debrief/integrations/slack/slacktest"
	"debrief/models"
	"debrief/models/store"
	"debrief/models/storetest"
)

// inChannel gives the team a channel that the workspace has.
func (w *world) inChannel(c slacktest.Channel) {
	w.t.Helper()
	w.slack.Open(c)
	w.saveTeam(func(t *models.Team) { t.SlackChannel = c.Name })
}

func (w *world) saveTeam(change func(*models.Team)) {
	w.t.Helper()
	team := must[models.Team](w.t)(w.Store.Team(w.t.Context(), w.House.Team.ID))
	change(&team)
	must[models.Team](w.t)(w.SaveTeam(w.t.Context(), models.System, w.clock(), team))
}

// heard returns what the channels heard, as "time channel: words", and forgets it.
func (w *world) heard() []string {
	w.t.Helper()
	var list []string
	for _, m := range w.slack.Messages() {
		var words []string
		for _, b := range m.Blocks {
			words = append(words, b.Words())
		}
		list = append(list, fmt.Sprintf("%s %s: %s", m.PostedAt.In(w.House.Team.Location()).Format("01-02 15:04"), m.To, strings.Join(words, " / ")))
	}
	w.slack.Clear()
	return list
}

// announcementFailure is what Operations tells of the announcements.
func (w *world) announcementFailure() string {
	w.t.Helper()
	waiting, err := w.Waiting(w.t.Context(), store.AnnouncementQueue, w.clock())
	storetest.Must(w.t, err)
	return waiting.LastError
}

// announces lets the worker take its turns until then.
func (w *world) announces(until string) {
	w.t.Helper()
	w.until(berlin(w.t, until), store.AnnouncementQueue)
}

// reschedule moves a meeting.
func (w *world) reschedule(m models.Meeting, to string) {
	w.t.Helper()
	wish := must[models.Meeting](w.t)(w.Store.Meeting(w.t.Context(), models.System, m.ID))
	wish.StartsAt = berlin(w.t, to)
	must[models.Meeting](w.t)(w.RescheduleMeeting(w.t.Context(), models.System, w.clock(), m.ID, 0, wish))
}

const noDocument = " / It has no document yet (Mia Member)."

func TestATeamsChannelHearsOfAMeetingADayBefore(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.inChannel(slacktest.Channel{Name: "payments"})
		i := w.AddIncident(t, w.clock(), 2, func(i *models.Incident) { i.Title = "<!channel> Checkout *was* slow <https://evil.example.com|here>" })
		r := w.ReviewOf(t, i.ID)
		w.Write(t, w.clock(), r.ID, "# Summary\n\nBob should have noticed that earlier.\n")
		grave := models.Grave(must[[]models.Finding](t)(w.Findings(t.Context(), models.System, r.ID)))
		w.Meet(t, w.clock(), r.ID, berlin(t, "2026-03-10 14:00"), w.Member)
		w.announces("2026-03-09 13:59")
		same(t, "a day and a minute before", w.heard(), nil)
		w.announces("2026-03-09 14:00")
		list := w.slack.Messages()
		same(t, "a day before", w.heard(), []string{"03-09 14:00 #payments: PM-1 <!channel> Checkout *was* slow <https://evil.example.com|here> (SEV-2) meets tomorrow, Tuesday 10 March, at 14:00 CET." +
			fmt.Sprintf(" / Please read the document before, and comment on what is unclear: document of PM-1 (Mia Member). The check finds %d warnings in it.", grave)})
		if grave < 2 {
			t.Errorf("the document has %d findings, too few to tell of them", grave)
		}
		var links []string
		for _, b := range list[0].Blocks {
			for _, run := range b.Runs {
				if run.URL != "" {
					links = append(links, run.Words+" "+run.URL)
				}
			}
		}
		same(t, "links", links, []string{"PM-1 https://debrief.example.com/reviews/PM-1", "document of PM-1 https://debrief.example.com/reviews/PM-1/document"})
		if strings.Contains(list[0].Text, "<") || !strings.Contains(list[0].Text, "&lt;!channel&gt;") || list[0].Form["unfurl_links"] != "false" || list[0].Form["unfurl_media"] != "false" {
			t.Errorf("notified is %q, sent %v", list[0].Text, list[0].Form)
		}
		w.announces("2026-03-12 00:00")
		same(t, "after that", w.heard(), nil)
	}, withoutJira, withSlack)
}

func TestAChannelHearsWhatIsNoLongerSo(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.inChannel(slacktest.Channel{Name: "payments"})
		r := w.AddReview(t, w.clock(), 3)
		must[models.Review](t)(w.EditReview(t.Context(), models.System, w.clock(), r.ID, 0, store.ReviewEdit{DocumentURL: new("https://docs.example.com/1")}))
		w.at("2026-03-09 10:00")
		m := w.Meet(t, w.clock(), r.ID, berlin(t, "2026-03-09 14:00"), w.Member)
		const read = " / Please read the document before, and comment on what is unclear: https://docs.example.com/1 (Mia Member)."
		w.announces("2026-03-09 11:00")
		same(t, "scheduled for today", w.heard(), []string{"03-09 10:05 #payments: PM-1 Checkout was slow (SEV-3) meets today, Monday 9 March, at 14:00 CET." + read})
		w.reschedule(m, "2026-03-09 15:00")
		w.at("2026-03-09 11:01")
		w.reschedule(m, "2026-03-09 16:00")
		w.announces("2026-03-09 12:00")
		same(t, "moved twice within the day", w.heard(), []string{"03-09 11:06 #payments: PM-1 Checkout was slow (SEV-3) has moved: it meets today, Monday 9 March, at 16:00 CET, and not at 14:00." + read})
		w.reschedule(m, "2026-03-30 16:00") // summer has begun
		w.saveTeam(func(t *models.Team) { t.SlackChannel = "other" })
		w.slack.Open(slacktest.Channel{Name: "other"})
		w.announces("2026-03-31 00:00")
		same(t, "moved by weeks", w.heard(), []string{"03-09 12:05 #payments: PM-1 Checkout was slow (SEV-3) has moved: it meets on Monday 30 March, at 16:00 CEST, and not today, Monday 9 March, at 16:00 CET." + read,
			"03-29 16:00 #other: PM-1 Checkout was slow (SEV-3) meets tomorrow, Monday 30 March, at 16:00 CEST." + read})
		w.reschedule(m, "2026-04-02 16:00") // it was missed, and moved
		w.announces("2026-04-01 20:00")
		same(t, "moved after it was missed", w.heard(), []string{
			"03-31 00:05 #other: PM-1 Checkout was slow (SEV-3) has moved: it meets on Thursday 2 April, at 16:00 CEST, and not on Monday 30 March, at 16:00 CEST." + read,
			"04-01 16:00 #other: PM-1 Checkout was slow (SEV-3) meets tomorrow, Thursday 2 April, at 16:00 CEST." + read})
		must[models.Meeting](t)(w.CallOffMeeting(t.Context(), models.System, w.clock(), m.ID, 0, "a secret reason"))
		w.announces("2026-04-03 00:00")
		same(t, "called off", w.heard(), []string{"04-01 20:05 #other: PM-1 Checkout was slow (SEV-3) does not take place: it was to meet tomorrow, Thursday 2 April, at 16:00 CEST."})
	}, withoutJira, withSlack)
}

func TestAChannelNeverHearsOfWhatIsNotItsBusiness(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.inChannel(slacktest.Channel{Name: "payments"})
		ctx, now := t.Context(), w.clock()
		restrict := func(r models.Review) {
			t.Helper()
			must[models.Review](t)(w.EditReview(ctx, models.System, w.clock(), r.ID, 0, store.ReviewEdit{Restricted: new(true)}))
		}
		meet := func() (models.Review, models.Meeting) {
			t.Helper()
			r := w.AddReview(t, now, 3)
			return r, w.Meet(t, now, r.ID, berlin(t, "2026-03-10 14:00"), w.Member)
		}
		restricted, _ := meet()
		restrict(restricted)
		withdrawn, _ := meet()
		must[models.Incident](t)(w.WithdrawIncident(ctx, models.System, now, withdrawn.IncidentID, 0, "a mistake", nil))
		_, off := meet()
		must[models.Meeting](t)(w.CallOffMeeting(ctx, models.System, now, off.ID, 0, "no time"))
		w.announces("2026-03-09 13:00")
		// What the row was made due for is read again: these change behind its back.
		historic, _ := meet()
		_, err := w.db.ExecContext(ctx, fmt.Sprintf("UPDATE reviews SET historic = TRUE WHERE id = %d", historic.ID))
		storetest.Must(t, err)
		w.announces("2026-03-09 20:00")
		same(t, "never", w.heard(), nil)

		r, m := meet()
		w.announces("2026-03-09 21:00")
		same(t, "open", w.heard(), []string{"03-09 20:00 #payments: PM-5 Checkout was slow (SEV-3) meets tomorrow, Tuesday 10 March, at 14:00 CET." + noDocument})
		restrict(r)
		w.reschedule(m, "2026-03-10 16:00")
		must[models.Meeting](t)(w.CallOffMeeting(ctx, models.System, w.clock(), m.ID, 0, "no time"))
		w.announces("2026-03-11 00:00")
		same(t, "restricted since", w.heard(), nil)
	}, withoutJira, withSlack)
}

func TestAnAnnouncementWhoseAnswerWasLostIsPostedOnce(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.inChannel(slacktest.Channel{Name: "payments", Member: true})
		r := w.AddReview(t, w.clock(), 3)
		m := w.Meet(t, w.clock(), r.ID, berlin(t, "2026-03-10 14:00"), w.Member)
		const says = "03-09 14:00 #payments: PM-1 Checkout was slow (SEV-3) meets tomorrow, Tuesday 10 March, at 14:00 CET." + noDocument
		w.announces("2026-03-09 13:00")
		w.slack.LoseAnswers(1)
		w.at("2026-03-09 14:00")
		if why := w.announcementFailure(); !strings.Contains(why, "PM-1 for #payments") || !strings.Contains(why, "no answer from Slack") {
			t.Errorf("told is %q", why)
		}
		// Slack cannot be asked whether it is there: nothing is posted before it can.
		w.slack.Refuse("conversations.list", "internal_error", 2)
		w.announces("2026-03-09 15:00")
		if why := w.announcementFailure(); why != "" {
			t.Errorf("it goes on failing: %s", why)
		}
		if n := w.slack.Requests()["chat.postMessage"]; n != 1 {
			t.Errorf("posted %d times", n)
		}
		// What was found is known as if its answer had come.
		w.reschedule(m, "2026-03-10 15:00")
		w.announces("2026-03-11 00:00")
		same(t, "heard", w.heard(), []string{says, "03-09 15:05 #payments: PM-1 Checkout was slow (SEV-3) has moved: it meets tomorrow, Tuesday 10 March, at 15:00 CET, and not at 14:00." + noDocument})
	}, withoutJira, withSlack)
}

func TestAnAnnouncementThatDidNotArriveIsPostedLater(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.inChannel(slacktest.Channel{Name: "payments", Member: true})
		r := w.AddReview(t, w.clock(), 3)
		w.Meet(t, w.clock(), r.ID, berlin(t, "2026-03-10 14:00"), w.Member)
		w.announces("2026-03-09 13:00")
		w.slack.Fail("chat.postMessage", http.StatusServiceUnavailable, 0, 1)
		w.at("2026-03-09 14:00")
		w.after(models.MinBackoff)
		list := w.heard()
		if len(list) != 1 || !strings.HasPrefix(list[0], "03-09 14:00 #payments: PM-1") {
			t.Errorf("heard is %q", list)
		}
	}, withoutJira, withSlack)
}

func TestWhoeverCallsOffWhatMayHaveBeenToldIsHeard(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.inChannel(slacktest.Channel{Name: "payments"}) // the app was not invited, so it may post and not read
		r := w.AddReview(t, w.clock(), 3)
		m := w.Meet(t, w.clock(), r.ID, berlin(t, "2026-03-10 14:00"), w.Member)
		w.announces("2026-03-09 13:00")
		w.slack.LoseAnswers(1)
		w.at("2026-03-09 14:00")
		w.after(time.Minute)
		if why := w.announcementFailure(); !strings.Contains(why, "/invite") {
			t.Errorf("told is %q", why)
		}
		must[models.Meeting](t)(w.CallOffMeeting(t.Context(), models.System, w.clock(), m.ID, 0, "no time"))
		w.announces("2026-03-09 16:00")
		if got := len(w.slack.Messages()); got != 1 {
			t.Errorf("%d messages are there", got)
		}
		w.slack.Open(slacktest.Channel{Name: "payments", Member: true})
		w.announces("2026-03-09 18:00")
		list := w.heard()
		if len(list) != 2 || !strings.HasSuffix(list[1], "does not take place: it was to meet tomorrow, Tuesday 10 March, at 14:00 CET.") || w.announcementFailure() != "" {
			t.Errorf("heard is %q, %s", list, w.announcementFailure())
		}
	}, withoutJira, withSlack)
}

func TestAChannelThatCannotBePostedToIsToldOfAndTriedAgain(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.inChannel(slacktest.Channel{Name: "payments", Private: true})
		r := w.AddReview(t, w.clock(), 3)
		w.Meet(t, w.clock(), r.ID, berlin(t, "2026-03-10 14:00"), w.Member)
		w.at("2026-03-09 14:00")
		if why := w.announcementFailure(); !strings.Contains(why, "PM-1 for #payments") || !strings.Contains(why, "invite the app to it") {
			t.Errorf("told is %q", why)
		}
		w.slack.Open(slacktest.Channel{Name: "payments", Archived: true})
		w.at("2026-03-09 15:00")
		if why := w.announcementFailure(); !strings.Contains(why, "archived") {
			t.Errorf("told is %q", why)
		}
		// A channel that works is told at once.
		w.slack.Open(slacktest.Channel{Name: "reviews"})
		w.saveTeam(func(t *models.Team) { t.SlackChannel = "reviews" })
		w.after(models.CoalesceFor)
		same(t, "heard", w.heard(), []string{"03-09 15:05 #reviews: PM-1 Checkout was slow (SEV-3) meets tomorrow, Tuesday 10 March, at 14:00 CET." + noDocument})
		equal(t, "failure", w.announcementFailure(), "")
	}, withoutJira, withSlack)
}

func TestWhatNobodyCouldBeToldInTimeIsNotToldLate(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.inChannel(slacktest.Channel{Name: "payments"})
		r := w.AddReview(t, w.clock(), 3)
		w.Meet(t, w.clock(), r.ID, berlin(t, "2026-03-10 14:00"), w.Member)
		w.slack.Down(true)
		w.announces("2026-03-10 13:59")
		w.slack.Down(false)
		w.announces("2026-03-10 18:00")
		same(t, "heard", w.heard(), nil)
		equal(t, "failure", w.announcementFailure(), "")
		if due, ok, err := w.Due(t.Context(), store.AnnouncementQueue); ok || err != nil {
			t.Errorf("it is due at %v, %v", due, err)
		}
	}, withoutJira, withSlack)
}
