package web

import (
	"net/http"

	"debrief/models"
	"debrief/models/store"
)

// pageSize is how many rows a list shows at a time.
const pageSize = 25

type reviewRow struct {
	models.Review
	Incident models.Incident
	Due      due
	Late     bool           // the deadline has passed without a meeting
	Found    []models.Piece // the excerpt, with what was looked for
}

type reviewList struct {
	Rows []reviewRow
	Next string
	N    int // on all pages
	From models.Date
	To   models.Date
	serviceFilter
}

// reviewFilter reads the filters of the list, which are those of the CSV too.
func (r *request) reviewFilter() store.ReviewFilter {
	f := store.ReviewFilter{TeamID: r.chosen("team"), Severity: models.Severity(r.chosen("severity")), ServiceID: r.chosen("service"), Q: r.QueryParam("q"),
		Zone: r.me.Location()}
	f.From, _ = models.ParseDate(r.QueryParam("from")) // what is no day narrows nothing, as with the other filters
	f.To, _ = models.ParseDate(r.QueryParam("to"))
	switch r.QueryParam("needs") {
	case "owner":
		f.Unowned = true
	case "facilitator":
		f.Unfacilitated = true
	case "meeting":
		f.MeetingLateOn = models.DateOf(r.now.In(r.me.Location()))
	}
	switch state := r.QueryParam("state"); {
	case state == "open":
		f.States = []models.ReviewState{models.Draft, models.InReview, models.Reviewed}
	case state == "withdrawn":
		f.Withdrawn = true
	case models.ReviewState(state).Valid():
		f.States = []models.ReviewState{models.ReviewState(state)}
	}
	if r.QueryParam("mine") != "" {
		f.PersonID = r.me.ID
	}
	return f
}

func (w *site) reviewsPage(r *request) error {
	ctx, f := r.Request().Context(), r.reviewFilter()
	rows, next, err := w.store.Reviews(ctx, r.by, f, store.Page{Limit: pageSize, Cursor: r.QueryParam("cursor")})
	if err != nil {
		return err
	}
	if err := w.store.Excerpts(ctx, f.Q, rows); err != nil {
		return err
	}
	incidents, err := w.store.IncidentsOf(ctx, rows)
	if err != nil {
		return err
	}
	data := reviewList{Next: next, From: f.From, To: f.To}
	if data.Services, err = w.services(r); err != nil {
		return err
	}
	if data.N, err = r.total(len(rows), next, func() (int, error) { return w.store.CountReviews(ctx, r.by, f) }); err != nil {
		return err
	}
	words, teams := models.NewSearch(f.Q), map[int64]models.Workdays{}
	for _, review := range rows {
		row := reviewRow{Review: review, Incident: incidents[review.IncidentID], Found: words.Pieces(review.Excerpt)}
		team := ref(row.Incident.TeamID)
		days, known := teams[team]
		if !known {
			days = r.teamWorkdays(row.Incident.TeamID)
			teams[team] = days
		}
		today := days.DateOf(r.now)
		if review.MeetingLate(today, nil) { // only then does it matter whether it met
			facts, err := w.store.ReviewFacts(ctx, review)
			if err != nil {
				return err
			}
			row.Late = review.MeetingLate(today, facts.Meeting)
		}
		row.Due = dueAsOf(today, review.DueOn, row.Late || review.State == models.Draft && !today.After(review.DueOn))
		data.Rows = append(data.Rows, row)
	}
	return r.render(http.StatusOK, "reviews", &page{Title: "Reviews", Data: data})
}

// reviewsCSV streams all pages of the list.
func (w *site) reviewsCSV(r *request) error {
	ctx, f := r.Request().Context(), r.reviewFilter()
	return spread(r, w, "reviews.csv", []string{"review", "incident", "title", "severity", "state", "owner", "facilitator", "team", "started (UTC)", "detected (UTC)",
		"resolved (UTC)", "meeting due", "submitted (UTC)", "reviewed (UTC)", "closed (UTC)", "restricted"},
		func(p store.Page) (list []reviewRow, next string, err error) {
			rows, next, err := w.store.Reviews(ctx, r.by, f, p)
			if err != nil {
				return nil, "", err
			}
			incidents, err := w.store.IncidentsOf(ctx, rows)
			for _, review := range rows {
				list = append(list, reviewRow{Review: review, Incident: incidents[review.IncidentID]})
			}
			return list, next, err
		},
		func(v reviewRow, called callings) []string {
			i := v.Incident
			return []string{v.Ref(), text(i.ID), i.Title, i.Severity.String(), string(v.State), called.people[ref(v.OwnerID)], called.people[ref(v.FacilitatorID)],
				called.teams[ref(i.TeamID)], instant(&i.StartedAt), instant(i.DetectedAt), instant(i.ResolvedAt), v.DueOn.String(),
				instant(v.SubmittedAt), instant(v.ReviewedAt), instant(v.ClosedAt), text(v.Restricted)}
		})
}
