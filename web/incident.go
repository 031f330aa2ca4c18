package web

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"debrief/models"
	"debrief/models/store"
)

type incidentList struct {
	Rows []models.Incident
	Next string
	N    int // on all pages
	serviceFilter
}

// serviceFilter is what a list that can be narrowed to a service offers.
type serviceFilter struct{ Services []models.Service }

func (w *site) services(r *request) ([]models.Service, error) {
	return byName(func(p store.Page) ([]models.Service, string, error) {
		return w.store.Services(r.Request().Context(), p)
	})
}

// incidentFilter reads the filters of the list, which are those of the CSV too.
func (r *request) incidentFilter() store.IncidentFilter {
	return store.IncidentFilter{Severity: models.Severity(r.chosen("severity")), TeamID: r.chosen("team"), ServiceID: r.chosen("service"),
		Q: r.QueryParam("q"), Withdrawn: r.QueryParam("withdrawn") != ""}
}

func (w *site) incidentsPage(r *request) error {
	f := r.incidentFilter()
	var data incidentList
	var err error
	if data.Services, err = w.services(r); err != nil {
		return err
	}
	data.Rows, data.Next, err = w.store.Incidents(r.Request().Context(), r.by, f, store.Page{Limit: pageSize, Cursor: r.QueryParam("cursor")})
	if err != nil {
		return err
	}
	if data.N, err = r.total(len(data.Rows), data.Next, func() (int, error) { return w.store.CountIncidents(r.Request().Context(), r.by, f) }); err != nil {
		return err
	}
	return r.render(http.StatusOK, "incidents", &page{Title: "Incidents", Data: data})
}

// incidentsCSV streams all pages of the list.
func (w *site) incidentsCSV(r *request) error {
	f, services := r.incidentFilter(), map[int64]string{}
	known, err := w.services(r)
	if err != nil {
		return err
	}
	for _, s := range known {
		services[s.ID] = s.Name
	}
	return spread(r, w, "incidents.csv", []string{"incident", "title", "severity", "team", "services", "started (UTC)", "detected (UTC)", "resolved (UTC)", "source",
		"the source's id", "address"},
		func(p store.Page) ([]models.Incident, string, error) {
			return w.store.Incidents(r.Request().Context(), r.by, f, p)
		},
		func(i models.Incident, called callings) []string {
			var touched []string
			for _, id := range i.ServiceIDs {
				touched = append(touched, services[id])
			}
			slices.Sort(touched)
			return []string{text(i.ID), i.Title, i.Severity.String(), called.teams[ref(i.TeamID)], strings.Join(touched, ", "), instant(&i.StartedAt),
				instant(i.DetectedAt), instant(i.ResolvedAt), i.Source, i.ExternalID, i.URL}
		})
}

type incidentView struct {
	Incident   models.Incident
	Responders []models.Responder // with empty rows behind them
	Services   []models.Service
	Review     *models.Review
	Policies   []models.Policy
	Policy     models.Policy
	History    history
	Withdrawal withdrawalView
}

// ServiceOptions are the services that are active, and those that the incident names already.
func (v incidentView) ServiceOptions() []option {
	return stillOffered(serviceOptions(v.Services), v.Incident.ServiceIDs)
}

// AnyService are the options of a filter by service.
func (f serviceFilter) AnyService() []option {
	return append([]option{{Label: "Any service"}}, serviceOptions(f.Services)...)
}

// serviceOptions are all services, the active ones first.
func serviceOptions(services []models.Service) []option {
	list := make([]option, len(services))
	for n, s := range services {
		list[n] = offered(s.ID, s.Name, s.Active)
	}
	return activeFirst(list)
}

func (w *site) incidentPage(r *request) error { return w.showIncident(r, http.StatusOK, nil) }

func (w *site) showIncident(r *request, status int, f *form) error {
	ctx := r.Request().Context()
	id, err := r.number("id", "", "incident")
	if err != nil {
		return err
	}
	var v incidentView
	if v.Incident, err = w.store.Incident(ctx, r.by, id); err != nil {
		return err
	}
	if v.Review, err = w.reviewOf(r, id); err != nil {
		return err
	}
	services, err := w.services(r)
	if err != nil {
		return err
	}
	for _, s := range services {
		for _, touched := range v.Incident.ServiceIDs {
			if s.ID == touched {
				v.Services = append(v.Services, s)
			}
		}
	}
	if v.Policy, err = w.store.Policy(ctx, v.Incident.Severity); err != nil {
		return err
	}
	v.History, err = r.history(fmt.Sprintf("/incidents/%d", id), store.EventFilter{Subject: models.SubjectIncident, SubjectID: id})
	if err != nil {
		return err
	}
	if v.Withdrawal, err = w.withdrawal(r, v.Incident, v.Review); err != nil {
		return err
	}
	return r.render(status, "incident", &page{Title: v.Incident.Title, Form: f, Data: v})
}

// reviewOf finds the review of an incident; nil for none.
func (w *site) reviewOf(r *request, incident int64) (*models.Review, error) {
	rows, _, err := w.store.Reviews(r.Request().Context(), r.by, store.ReviewFilter{IncidentID: incident}, store.Page{Limit: 1})
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	return &rows[0], nil
}

func (w *site) newIncidentPage(r *request) error {
	return w.showIncidentForm(r, http.StatusOK, nil, models.Incident{Severity: 2, Source: "manual"})
}

func (w *site) editIncidentPage(r *request) error {
	id, err := r.number("id", "", "incident")
	if err != nil {
		return err
	}
	i, err := w.store.Incident(r.Request().Context(), r.by, id)
	if err != nil {
		return err
	}
	return w.showIncidentForm(r, http.StatusOK, nil, i)
}

func (w *site) showIncidentForm(r *request, status int, f *form, i models.Incident) error {
	v := incidentView{Incident: i, Responders: i.Responders}
	var err error
	if v.Services, err = w.services(r); err != nil {
		return err
	}
	if v.Policies, err = w.store.Policies(r.Request().Context()); err != nil {
		return err
	}
	if f != nil {
		v.Responders = respondersOf(&input{values: f.Values})
		if err := w.nameTwice(r, f, v.Responders); err != nil {
			return err
		}
	}
	for range spareRows {
		v.Responders = append(v.Responders, models.Responder{Part: models.ResponderPart})
	}
	title := "Report an incident"
	if i.ID != 0 {
		title = "Edit the incident"
	}
	return r.render(status, "incident_edit", &page{Title: title, Form: f, Data: v})
}

// Opening says of which severities an incident opens a review.
func (v incidentView) Opening() string {
	var required []string
	for _, p := range v.Policies {
		if p.ReviewRequired {
			required = append(required, p.Severity.String())
		}
	}
	switch len(required) {
	case 0:
		return "No severity opens a review at once; you can open one."
	case len(v.Policies):
		return "A review opens at once."
	case 1:
		return required[0] + " opens a review at once; for the others you can open one."
	}
	return models.Enumerate(required) + " open a review at once; for the others you can open one."
}

// nameTwice says who it is that a form names twice among the responders.
func (w *site) nameTwice(r *request, f *form, responders []models.Responder) error {
	f.Errors = slices.Clone(f.Errors)
	for n, responder := range responders {
		for at, e := range f.Errors {
			if e.Field != fmt.Sprintf("responders[%d].person_id", n) || e.Message != models.NamedTwice {
				continue
			}
			person, err := w.store.Person(r.Request().Context(), responder.PersonID)
			if models.KindOf(err) == models.NotFound {
				continue
			}
			if err != nil {
				return err
			}
			f.Errors[at].Message = upperFirst(person.Name) + " " + e.Message
		}
	}
	return nil
}

func respondersOf(in *input) []models.Responder {
	var list []models.Responder
	for n := range 200 {
		prefix := fmt.Sprintf("responders[%d].", n)
		if !in.values.Has(prefix + "person_id") {
			break
		}
		if id := in.id(prefix + "person_id"); id != 0 {
			list = append(list, models.Responder{PersonID: id, Part: models.Part(in.text(prefix + "part"))})
		}
	}
	return list
}

func (in *input) incident(i models.Incident) models.Incident {
	i.Title, i.Severity, i.Summary = in.text("title"), models.Severity(in.integer("severity")), in.text("summary")
	i.URL, i.TeamID, i.ServiceIDs = in.text("url"), in.optional("team_id"), in.ids("service_ids")
	var started *time.Time
	if !i.StartedAt.IsZero() {
		started = &i.StartedAt
	}
	if at := in.moment("started_at", started); at != nil {
		i.StartedAt = *at
	} else {
		i.StartedAt = time.Time{}
	}
	i.DetectedAt = in.behind(in.moment("detected_at", i.DetectedAt), i.StartedAt)
	i.ResolvedAt = in.behind(in.moment("resolved_at", i.ResolvedAt), i.StartedAt)
	i.Responders = respondersOf(in)
	return i
}

func (w *site) addIncident(r *request) error {
	in := r.input()
	i, owner := in.incident(models.Incident{Source: "manual"}), in.id("review_owner_id")
	err := in.refused()
	if err == nil {
		i, err = w.store.AddIncident(r.Request().Context(), r.by, r.now, i, owner)
	}
	if err != nil {
		renumber(in.values, "responders")
		return r.again("incident", err, func(r *request, status int, f *form) error {
			return w.showIncidentForm(r, status, f, models.Incident{})
		})
	}
	review, err := w.reviewOf(r, i.ID)
	if err != nil {
		return err
	}
	if review == nil {
		return r.done(fmt.Sprintf("/incidents/%d", i.ID), "The incident is recorded. %s needs no review; you can open one all the same.", i.Severity)
	}
	next := "the meeting, the document"
	if review.OwnerID == nil {
		next = "the owner, " + next
	}
	return r.done("/reviews/"+review.Ref(), "The incident is recorded, and its review is open. Next: %s.", next)
}

func (w *site) saveIncident(r *request) error {
	ctx := r.Request().Context()
	id, err := r.number("id", "", "incident")
	if err != nil {
		return err
	}
	before, err := w.store.Incident(ctx, r.by, id)
	if err != nil {
		return err
	}
	in := r.input()
	i := in.incident(before)
	i.Version = in.version()
	if err = in.refused(); err == nil {
		_, err = w.store.SaveIncident(ctx, r.by, r.now, i)
	}
	if err != nil {
		renumber(in.values, "responders")
		return r.again("incident", err, func(r *request, status int, f *form) error { return w.showIncidentForm(r, status, f, before) })
	}
	return r.done(fmt.Sprintf("/incidents/%d", id), "The incident is saved.")
}

func (w *site) openReview(r *request) error {
	id, err := r.number("id", "", "incident")
	if err != nil {
		return err
	}
	in := r.input()
	review := models.Review{IncidentID: id, OwnerID: in.optional("owner_id"), FacilitatorID: in.optional("facilitator_id"), Restricted: in.on("restricted")}
	if err = in.refused(); err == nil {
		review, err = w.store.OpenReview(r.Request().Context(), r.by, r.now, review)
	}
	if err != nil {
		return r.again("review", err, w.showIncident)
	}
	if _, err := w.store.Review(r.Request().Context(), r.by, review.ID); models.KindOf(err) == models.NotFound {
		return r.done("/reviews", "The review is open, restricted, and not open to you.")
	}
	return r.done("/reviews/"+review.Ref(), "The review is open.")
}
