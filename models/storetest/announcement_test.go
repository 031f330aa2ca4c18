package storetest_test

import (
	"testing"
	"time"

	"debrief/models"
	"debrief/models/store"
	"debrief/models/storetest"
)

// channelOf gives the house's team a channel, "" for none.
func channelOf(t testing.TB, h *storetest.House, now time.Time, channel string) {
	t.Helper()
	team := must[models.Team](t)(h.Store.Team(t.Context(), h.Team.ID))
	team.SlackChannel = channel
	must[models.Team](t)(h.SaveTeam(t.Context(), models.System, now, team))
}

// announced is when the one announcement is due; "never" for an announcement that is not.
func announced(t testing.TB, h *storetest.House) string {
	t.Helper()
	due, ok, err := h.Due(t.Context(), store.AnnouncementQueue)
	storetest.Must(t, err)
	if !ok {
		return "never"
	}
	return due.UTC().Format("01-02 15:04")
}

func TestAnAnnouncementIsDueADayBeforeTheMeeting(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h, ctx, by := storetest.NewHouse(t, s), t.Context(), storetest.As(storetest.NewHouse(t, s, "2").Facilitator)
		now := at(t, "2026-03-02 09:00")
		expect := func(what, want string) {
			t.Helper()
			if got := announced(t, h); got != want {
				t.Errorf("%s: due is %s, want %s", what, got, want)
			}
		}
		r := h.AddReview(t, now, 3)
		m := h.Meet(t, now, r.ID, time.Date(2026, 3, 10, 13, 0, 0, 0, time.UTC), h.Member)
		expect("without a channel", "never")
		channelOf(t, h, now, "#payments")
		expect("with a channel", "03-09 13:00")
		channelOf(t, h, now, "")
		expect("without one again", "never")
		channelOf(t, h, now, "payments")
		move := func(to time.Time) {
			t.Helper()
			wish := must[models.Meeting](t)(s.Meeting(ctx, by, m.ID))
			wish.StartsAt = to
			must[models.Meeting](t)(s.RescheduleMeeting(ctx, by, now, m.ID, 0, wish))
		}
		move(time.Date(2026, 3, 12, 8, 30, 0, 0, time.UTC))
		expect("moved", "03-11 08:30")
		soon := now.UTC().Add(models.CoalesceFor).Format("01-02 15:04")
		move(now.Add(3 * time.Hour))
		expect("moved to today", soon)
		restrict := func(yes bool) {
			t.Helper()
			must[models.Review](t)(s.EditReview(ctx, by, now, r.ID, 0, store.ReviewEdit{Restricted: &yes, ReaderIDs: &[]int64{by.PersonID}}))
		}
		restrict(true)
		expect("restricted", "never")
		restrict(false)
		expect("open again", soon)
		i := must[models.Incident](t)(s.Incident(ctx, by, r.IncidentID))
		i.TeamID = nil
		i = must[models.Incident](t)(s.SaveIncident(ctx, by, now, i))
		expect("nobody's", "never")
		i.TeamID = &h.Team.ID
		must[models.Incident](t)(s.SaveIncident(ctx, by, now, i))
		expect("the team's again", soon)
		team := must[models.Team](t)(s.Team(ctx, h.Team.ID))
		team.Active = false
		team = must[models.Team](t)(s.SaveTeam(ctx, models.System, now, team))
		expect("inactive", "never")
		team.Active = true
		must[models.Team](t)(s.SaveTeam(ctx, models.System, now, team))
		expect("active again", soon)
		must[models.Meeting](t)(s.CallOffMeeting(ctx, by, now, m.ID, 0, "no time"))
		expect("called off, and nobody had heard", "never")
		h.Meet(t, now, r.ID, now.Add(26*time.Hour), h.Member)
		expect("another meeting", now.UTC().Add(2*time.Hour).Format("01-02 15:04"))
		must[models.Incident](t)(s.WithdrawIncident(ctx, by, now, r.IncidentID, 0, "a test", nil))
		expect("withdrawn", "never")
	})
}

func TestAnAnnouncementRemembersWhatWasBegunAndTold(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h, ctx, by := storetest.NewHouse(t, s), t.Context(), models.System
		channelOf(t, h, monday, "payments")
		r := h.AddReview(t, monday, 3)
		h.Write(t, monday, r.ID, "# Summary\n\nThe outage was Bob's fault.\n")
		starts := monday.UTC().Add(24 * time.Hour)
		m := h.Meet(t, monday, r.ID, starts, h.Member)
		now := monday.Add(models.CoalesceFor)
		task := h.Claim(t, store.AnnouncementQueue, now)
		read := func() models.Announcement {
			t.Helper()
			return must[store.Announcing](t)(s.Announcing(ctx, task.ID)).Announcement
		}
		a := must[store.Announcing](t)(s.Announcing(ctx, task.ID))
		if a.Meeting.ID != m.ID || a.Owner != h.Member.Name || a.Grave == 0 || a.Team == nil || a.Incident.Title != "Checkout was slow" {
			t.Errorf("it is made of %+v", a)
		}
		n := models.Notice{Channel: "#payments", StartsAt: &starts}
		storetest.Must(t, s.BeginAnnouncement(ctx, now, task, n))
		if a := read(); a.BegunAt == nil || !a.BegunAt.Equal(now) || a.BegunStartsAt == nil || !a.BegunStartsAt.Equal(starts) || a.Channel != "#payments" || a.ToldStartsAt != nil {
			t.Errorf("begun is %+v", a)
		}
		storetest.Must(t, s.BeginAnnouncement(ctx, time.Time{}, task, n))
		if a := read(); a.BegunAt != nil || a.BegunStartsAt != nil || a.PostedAt != nil {
			t.Errorf("taken back is %+v", a)
		}
		stale := task
		stale.Lease = "another's"
		if err := s.BeginAnnouncement(ctx, now, stale, n); kind(err) != models.Stale {
			t.Errorf("who lost the lease is answered with %v", err)
		}
		storetest.Must(t, s.BeginAnnouncement(ctx, now, task, n))
		if err := s.Announced(ctx, now, stale, "C1"); kind(err) != models.Stale || read().PostedAt != nil {
			t.Errorf("who lost the lease is answered with %v, and stored is %+v", err, read())
		}
		// Moved while the message was on its way: the channel is to hear of it.
		wish := must[models.Meeting](t)(s.Meeting(ctx, by, m.ID))
		wish.StartsAt = starts.Add(time.Hour)
		must[models.Meeting](t)(s.RescheduleMeeting(ctx, by, now, m.ID, 0, wish))
		storetest.Must(t, s.Announced(ctx, now, task, "C1"))
		if a := read(); a.BegunAt != nil || a.ToldStartsAt == nil || !a.ToldStartsAt.Equal(starts) || !a.PostedAt.Equal(now) || a.Posts != 1 || a.Channel != "C1" || a.DueAt == nil {
			t.Errorf("told is %+v", a)
		}
		now = now.Add(models.CoalesceFor)
		task = h.Claim(t, store.AnnouncementQueue, now)
		later := starts.Add(time.Hour)
		storetest.Must(t, s.BeginAnnouncement(ctx, now, task, models.Notice{Channel: "C1", StartsAt: &later}))
		storetest.Must(t, s.Announced(ctx, now, task, "C1"))
		if a := read(); a.Posts != 2 || !a.ToldStartsAt.Equal(later) || a.DueAt != nil {
			t.Errorf("told again is %+v", a)
		}
	})
}
