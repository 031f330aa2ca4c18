package web

import (
	"fmt"
	"net/http"
	"slices"
	"time"

	"debrief/models"
	"debrief/models/store"
)

type homeReview struct {
	models.Review
	Incident models.Incident
	Due      due // as of the team's day
	Todos    []models.Todo
	Meeting  *models.Meeting
	Meets    string // what the time of the meeting is told as; "" where there is none
	Comments int    // that are open
}

type homeMeeting struct {
	models.Meeting
	Incident models.Incident
	Part     models.Part
	Answer   models.Response
}

// homeReviews are the first of a person's reviews, and how many there are.
type homeReviews struct {
	Rows []homeReview
	N    int
}

// More is how many are not shown.
func (h homeReviews) More() int { return h.N - len(h.Rows) }

// shownReviews is how many reviews the first page tells what is missing in: that takes a look at all of each.
const shownReviews = 20

type homeView struct {
	Reviews    homeReviews
	Meetings   []homeMeeting
	Items      []models.ActionItem
	Unowned    []models.ActionItem
	Rejections []models.ActionItem
	Late       []models.ActionItem // of others
	Ownerless  homeReviews
	Overdue    int
	Soon       int
	FirstSteps []firstStep // empty once those that count are done, and for all but administrators
	Begun      bool        // there is an incident
}

func (v homeView) Empty() bool {
	return v.Reviews.N+len(v.Meetings)+len(v.Items)+len(v.Unowned)+len(v.Rejections)+len(v.Late)+v.Ownerless.N == 0
}

// Summary tells what there is beside what is overdue; what there is none of is not told.
func (v homeView) Summary() []string {
	var list []string
	told := func(n int, one, many string) {
		if n > 0 {
			list = append(list, plural(n, one, many))
		}
	}
	told(v.Soon, "item due within a week", "items due within a week")
	told(len(v.Items)-v.Soon-v.Overdue, "item due later", "items due later")
	told(v.Reviews.N, "review to see through", "reviews to see through")
	told(len(v.Meetings), "meeting to attend", "meetings to attend")
	told(len(v.Unowned), "item without an owner", "items without an owner")
	told(len(v.Rejections), "closed in Jira to decide on", "closed in Jira to decide on")
	told(v.Ownerless.N, "review without an owner", "reviews without an owner")
	told(len(v.Late), "overdue of others", "overdue of others")
	return list
}

func (w *site) homePage(r *request) error {
	ctx := r.Request().Context()
	h, err := w.store.Home(ctx, r.by, r.now)
	if err != nil {
		return err
	}
	v := homeView{Items: h.Items, Unowned: h.Unowned, Rejections: h.Rejections, Late: h.Late}
	today := models.DateOf(r.now.In(r.me.Location()))
	for _, a := range h.Items {
		switch {
		case a.Overdue(today):
			v.Overdue++
		case !a.DueOn.IsZero() && today.DaysUntil(a.DueOn) <= 7:
			v.Soon++
		}
	}
	if v.Reviews, err = w.homeReviews(r, h.Reviews); err != nil {
		return err
	}
	if v.Ownerless, err = w.homeReviews(r, h.Ownerless); err != nil {
		return err
	}
	for _, m := range h.Meetings {
		review, err := w.store.Review(ctx, r.by, m.ReviewID)
		if models.KindOf(err) == models.NotFound {
			continue
		}
		if err != nil {
			return err
		}
		row := homeMeeting{Meeting: m}
		if row.Incident, err = w.store.Incident(ctx, models.System, review.IncidentID); err != nil {
			return err
		}
		for _, a := range m.Attendees {
			if a.PersonID == r.me.ID {
				row.Part, row.Answer = a.Part, a.Response
			}
		}
		v.Meetings = append(v.Meetings, row)
	}
	if v.FirstSteps, err = w.firstSteps(r); err != nil {
		return err
	}
	if v.Empty() { // nothing is done where nothing has begun
		incidents, _, err := w.store.Incidents(ctx, r.by, store.IncidentFilter{}, store.Page{Limit: 1})
		if err != nil {
			return err
		}
		v.Begun = len(incidents) > 0
	}
	return r.render(http.StatusOK, "home", &page{Title: "What needs you", Data: v})
}

func (w *site) homeReviews(r *request, reviews []models.Review) (list homeReviews, err error) {
	list.N = len(reviews)
	reviews = reviews[:min(shownReviews, len(reviews))]
	var ids []int64
	for _, review := range reviews {
		ids = append(ids, review.ID)
	}
	comments, err := w.store.OpenComments(r.Request().Context(), ids)
	if err != nil {
		return list, err
	}
	for _, review := range reviews {
		facts, err := w.store.ReviewFacts(r.Request().Context(), review)
		if err != nil {
			return list, err
		}
		day := dueAsOf(r.teamWorkdays(facts.Incident.TeamID).DateOf(r.now), review.DueOn, true)
		list.Rows = append(list.Rows, homeReview{Review: review, Incident: facts.Incident, Due: day, Todos: folded(review.Todos(facts), facts.Outcomes),
			Meeting: facts.Meeting, Meets: meets(facts.Meeting, r.now), Comments: comments[review.ID]})
	}
	return list, nil
}

// meets begins to tell when a review meets, or met; "" where it does not.
func meets(m *models.Meeting, now time.Time) string {
	switch {
	case m == nil:
	case m.State == models.Held:
		return "Met"
	case m.State == models.Scheduled && now.Before(m.End()):
		return "Meets"
	case m.State == models.Scheduled:
		return "Was to meet"
	}
	return ""
}

// folded puts one line in the place of several questions that nobody settled yet.
func folded(list []models.Todo, outcomes []models.Outcome) []models.Todo {
	unsettled := func(t models.Todo) bool {
		return t.Of == "question" && !slices.ContainsFunc(outcomes, func(o models.Outcome) bool { return o.QuestionID == t.ID })
	}
	first, n := slices.IndexFunc(list, unsettled), 0
	for _, t := range list {
		if unsettled(t) {
			n++
		}
	}
	if n < 2 {
		return list
	}
	line := models.Todo{Text: fmt.Sprintf("settle %d questions of the checklist", n), Of: "checklist"}
	return slices.Insert(slices.DeleteFunc(list, unsettled), first, line)
}
