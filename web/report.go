package web

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"

	"debrief/models"
	"debrief/models/store"
)

type reportView struct {
	Report store.Report
	By     models.GroupBy
	Team   int64
	From   models.Date
	To     models.Date
}

// GroupOptions are the ways to count.
func (v reportView) GroupOptions() []option {
	var list []option
	for _, g := range models.GroupBys {
		list = append(list, option{Value: string(g), Label: word(g)})
	}
	return list
}

// Items is where the list of action items has what a group counts as open or overdue; empty for a group that the list cannot be
// narrowed to: what has no team, no service or no kind.
func (v reportView) Items(of models.Completion, filter, value string) string {
	q := url.Values{filter: {value}}
	from, to := v.From, v.To
	switch {
	case of.Key == v.Report.Total.Key:
	case of.Key == "":
		return ""
	case v.By == models.ByMonth:
		month, err := models.ParseDate(of.Key + "-01")
		if err != nil {
			return ""
		}
		if from.Before(month) {
			from = month
		}
		if last := (models.Date{Year: month.Year, Month: month.Month + 1, Day: 1}).AddDays(-1); to.IsZero() || to.After(last) {
			to = last
		}
	default:
		q.Set(string(v.By), of.Key)
	}
	if v.Team != 0 {
		q.Set("team", text(v.Team))
	}
	if !from.IsZero() {
		q.Set("from", from.String())
	}
	if !to.IsZero() {
		q.Set("to", to.String())
	}
	return "/action-items?" + q.Encode()
}

func (r *request) report() (v reportView, err error) {
	v.By = models.GroupBy(r.QueryParam("by"))
	if !slices.Contains(models.GroupBys, v.By) {
		v.By = models.BySeverity
	}
	v.Team = r.chosen("team")
	in := &input{values: r.QueryParams()}
	v.From, v.To = in.date("from"), in.date("to")
	if err := in.refused(); err != nil {
		return v, err
	}
	v.Report, err = r.store.Completion(r.Request().Context(), r.by, r.now.In(r.me.Location()), v.By, store.ReportFilter{From: v.From, To: v.To, TeamID: v.Team})
	for n := range v.Report.Groups {
		g := &v.Report.Groups[n]
		if v.By == models.ByKind {
			g.Name = word(g.Key)
		}
		if g.Name == "" {
			g.Name = "None"
		}
	}
	return v, err
}

func (w *site) completionPage(r *request) error {
	v, err := r.report()
	p, status := &page{Title: "Completion of action items"}, http.StatusOK
	var refused *models.Error
	if errors.As(err, &refused) && refused.Kind == models.Invalid { // the form says what is wrong with it
		p.Form, status = &form{Name: "filter", Values: r.QueryParams(), Errors: refused.Fields}, http.StatusUnprocessableEntity
	} else if err != nil {
		return err
	}
	p.Data = v
	return r.render(status, "report", p)
}

func (w *site) completionCSV(r *request) error {
	v, err := r.report()
	if err != nil {
		return err
	}
	out := r.csv("completion.csv", string(v.By), "opened", "done", "rejected", "open", "overdue", "on time", "late")
	for _, c := range append(v.Report.Groups, v.Report.Total) {
		if err := out.row(c.Name, fmt.Sprint(c.Opened), fmt.Sprint(c.Closed), fmt.Sprint(c.Rejected), fmt.Sprint(c.Open), fmt.Sprint(c.Overdue),
			fmt.Sprint(c.OnTime), fmt.Sprint(c.Late)); err != nil {
			return err
		}
	}
	return out.end()
}
