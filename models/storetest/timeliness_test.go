package storetest_test

import (
	"testing"
	"time"

	"debrief/models"
	"debrief/models/store"
	"debrief/models/storetest"
)

func TestTheReportTellsWhetherReviewsMetInTime(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h, ctx := storetest.NewHouse(t, s), t.Context()
		by := storetest.As(h.Viewer)
		report := func(now time.Time, group models.GroupBy, f store.ReportFilter) store.Report[models.Timeliness] {
			return must[store.Report[models.Timeliness]](t)(s.Timeliness(ctx, by, now, group, f))
		}
		h.Walk(t, monday, h.AddReview(t, monday, 1), models.Closed)
		late := h.AddReview(t, monday, 1)
		waived := h.AddReview(t, monday, 2)
		must[models.Review](t)(s.WaiveReview(ctx, storetest.As(h.Facilitator), monday, waived.ID, 0, "The same as another one"))
		withdrawn := h.AddReview(t, monday, 2)
		must[models.Incident](t)(s.WithdrawIncident(ctx, storetest.As(h.Member), monday, withdrawn.IncidentID, 0, "A drill", nil))

		now := late.DueOn.AddDays(1).At(12, 0, time.UTC)
		r := report(now, models.BySeverity, store.ReportFilter{})
		if len(r.Groups) != 2 || r.Groups[0].Name != "SEV-1" || r.Groups[0].Opened != 2 || r.Groups[0].OnTime != 1 || r.Groups[0].Overdue != 1 || r.Groups[1].Waived != 1 {
			t.Errorf("by severity: %+v", r.Groups)
		}
		if r.Total.Opened != 3 || r.Total.Met != 1 || r.Total.Late != 1 || r.Total.DaysToMeeting == nil || *r.Total.DaysToMeeting != 0.1 || *r.Total.DaysToClose != 0.1 {
			t.Errorf("in all: %+v", r.Total)
		}
		if due := report(late.DueOn.At(12, 0, time.UTC), models.BySeverity, store.ReportFilter{}).Total; due.Overdue != 0 || due.Late != 0 {
			t.Errorf("on the last day itself: %+v", due)
		}
		for name, c := range map[string]struct {
			group models.GroupBy
			f     store.ReportFilter
			want  string // the only group's name
			n     int
		}{
			"by team":              {models.ByTeam, store.ReportFilter{}, h.Team.Name, 3},
			"by service":           {models.ByService, store.ReportFilter{}, h.Service.Name, 3},
			"by month":             {models.ByMonth, store.ReportFilter{}, models.DateOf(monday).String()[:7], 3},
			"of a severity":        {models.BySeverity, store.ReportFilter{Severity: 2}, "SEV-2", 1},
			"until that day":       {models.ByTeam, store.ReportFilter{To: models.DateOf(monday)}, h.Team.Name, 3},
			"until the day before": {models.ByTeam, store.ReportFilter{To: models.DateOf(monday).AddDays(-1)}, "", 0},
			"from that day":        {models.ByTeam, store.ReportFilter{From: models.DateOf(monday)}, h.Team.Name, 3},
			"from the day after":   {models.ByTeam, store.ReportFilter{From: models.DateOf(monday).AddDays(1)}, "", 0},
			"of another team":      {models.ByTeam, store.ReportFilter{TeamID: h.Team.ID + 1000}, "", 0},
		} {
			got := report(now, c.group, c.f)
			if got.Total.Opened != c.n || c.n > 0 && (len(got.Groups) != 1 || got.Groups[0].Name != c.want) || c.n == 0 && len(got.Groups) != 0 {
				t.Errorf("%s: %+v", name, got)
			}
		}

		// The numbers are those of the list.
		for name, c := range map[string]struct {
			filter store.ReviewFilter
			want   int
		}{
			"overdue":            {store.ReviewFilter{MeetingLateOn: models.DateOf(now)}, r.Total.Overdue},
			"overdue, a service": {store.ReviewFilter{MeetingLateOn: models.DateOf(now), ServiceID: h.Service.ID}, r.Total.Overdue},
			"another service":    {store.ReviewFilter{ServiceID: h.Service.ID + 1000}, 0},
			"the days":           {store.ReviewFilter{From: models.DateOf(monday), To: models.DateOf(monday)}, r.Total.Opened},
			"the day after":      {store.ReviewFilter{From: models.DateOf(monday).AddDays(1)}, 0},
		} {
			if n := must[int](t)(s.CountReviews(ctx, by, c.filter)); n != c.want {
				t.Errorf("%s: the list has %d, and the report %d", name, n, c.want)
			}
		}

		must[models.Review](t)(s.EditReview(ctx, storetest.As(h.Facilitator), now, late.ID, 0, store.ReviewEdit{Restricted: new(true)}))
		if hidden := report(now, models.BySeverity, store.ReportFilter{}).Total; hidden.Opened != 2 || hidden.Overdue != 0 {
			t.Errorf("a restricted review is counted for somebody who may not see it: %+v", hidden)
		}
		_, err := s.Timeliness(ctx, by, now, models.ByKind, store.ReportFilter{})
		refused(t, err, models.Invalid)
	})
}

// A meeting at 23:30 in London is one of the next day in Berlin; the team's own clock decides whether it was in time.
func TestTheDayOfAMeetingIsThatOfTheTeam(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h, ctx := storetest.NewHouse(t, s), t.Context()
		r := h.AddReview(t, monday, 1)
		at := r.DueOn.At(23, 30, time.UTC) // the team is in Berlin
		m := h.Meet(t, monday, r.ID, at, h.Member, h.Facilitator)
		must[models.Meeting](t)(s.HoldMeeting(ctx, storetest.As(h.Facilitator), at.Add(time.Hour), m.ID, 0, []int64{h.Member.ID, h.Facilitator.ID}))
		if got := must[store.Report[models.Timeliness]](t)(s.Timeliness(ctx, models.System, at.Add(time.Hour), models.BySeverity, store.ReportFilter{})).Total; got.Late != 1 || got.OnTime != 0 {
			t.Errorf("%+v", got)
		}
	})
}
