package web

import (
	"errors"
	"net/http"
	"net/url"
	"slices"

	"debrief/models"
	"debrief/models/store"
)

// reportView is a report, and what was asked for.
type reportView[G any] struct {
	Report store.Report[G]
	List   string // where what it counts is listed
	Known  []models.GroupBy
	Team   int64
	From   models.Date
	To     models.Date
}

// GroupOptions are the ways to count.
func (v reportView[G]) GroupOptions() []option {
	var list []option
	for _, g := range v.Known {
		list = append(list, option{Value: string(g), Label: word(g)})
	}
	return list
}

// Rows is where the list has what a group counts, narrowed by one more filter; empty for a group that the list cannot be
// narrowed to: what has no team, no service or no kind.
func (v reportView[G]) Rows(key, filter, value string) string {
	q := url.Values{filter: {value}}
	from, to := v.From, v.To
	switch {
	case key == "total":
	case key == "":
		return ""
	case v.Report.By == models.ByMonth:
		month, err := models.ParseDate(key + "-01")
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
		q.Set(string(v.Report.By), key)
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
	return v.List + "?" + q.Encode()
}

// asked reads what the report is to count by, one of those known or the first, and what it is narrowed to.
func (v *reportView[G]) asked(r *request) (models.GroupBy, store.ReportFilter, error) {
	by := models.GroupBy(r.QueryParam("by"))
	if !slices.Contains(v.Known, by) {
		by = v.Known[0]
	}
	v.Report.By, v.Team = by, r.chosen("team")
	in := &input{values: r.QueryParams()}
	v.From, v.To = in.date("from"), in.date("to")
	return by, store.ReportFilter{From: v.From, To: v.To, TeamID: v.Team}, in.refused()
}

// report shows a report; a period that cannot be reported is told in the form.
func (r *request) report(name, title string, data any, err error) error {
	p, status := &page{Title: title, Data: data}, http.StatusOK
	var refused *models.Error
	if errors.As(err, &refused) && refused.Kind == models.Invalid {
		p.Form, status = &form{Name: "filter", Values: r.QueryParams(), Errors: refused.Fields}, http.StatusUnprocessableEntity
	} else if err != nil {
		return err
	}
	return r.render(status, name, p)
}
