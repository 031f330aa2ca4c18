package web

import (
	"fmt"

	"debrief/models"
)

func (r *request) completion() (v reportView[models.Completion], err error) {
	v.List, v.Known = "/action-items", models.GroupBys
	by, f, err := v.asked(r)
	if err != nil {
		return v, err
	}
	v.Report, err = r.store.Completion(r.Request().Context(), r.by, r.now.In(r.me.Location()), by, f)
	for n := range v.Report.Groups {
		g := &v.Report.Groups[n]
		if by == models.ByKind {
			g.Name = word(g.Key)
		}
		if g.Name == "" {
			g.Name = "None"
		}
	}
	return v, err
}

func (w *site) completionPage(r *request) error {
	v, err := r.completion()
	return r.report("completion", "Completion of action items", v, err)
}

func (w *site) completionCSV(r *request) error {
	v, err := r.completion()
	if err != nil {
		return err
	}
	out := r.csv("completion.csv", string(v.Report.By), "opened", "done", "rejected", "open", "overdue", "on time", "late")
	for _, c := range append(v.Report.Groups, v.Report.Total) {
		if err := out.row(c.Name, fmt.Sprint(c.Opened), fmt.Sprint(c.Closed), fmt.Sprint(c.Rejected), fmt.Sprint(c.Open), fmt.Sprint(c.Overdue),
			fmt.Sprint(c.OnTime), fmt.Sprint(c.Late)); err != nil {
			return err
		}
	}
	return out.end()
}
