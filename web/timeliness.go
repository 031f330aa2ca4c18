package web

import (
	"fmt"

	"debrief/models"
)

func (r *request) timeliness() (v reportView[models.Timeliness], err error) {
	v.List, v.Known = "/reviews", models.ReviewGroupBys
	by, f, err := v.asked(r)
	if err != nil {
		return v, err
	}
	v.Report, err = r.store.Timeliness(r.Request().Context(), r.by, r.now.In(r.me.Location()), by, f)
	return v, err
}

func (w *site) timelinessPage(r *request) error {
	v, err := r.timeliness()
	return r.report("timeliness", "Timeliness of reviews", v, err)
}

func (w *site) timelinessCSV(r *request) error {
	v, err := r.timeliness()
	if err != nil {
		return err
	}
	out := r.csv("timeliness.csv", string(v.Report.By), "opened", "closed", "waived", "open", "met", "overdue", "on time", "late", "days to meet",
		"days to close")
	for _, t := range append(v.Report.Groups, v.Report.Total) {
		if err := out.row(t.Name, fmt.Sprint(t.Opened), fmt.Sprint(t.Closed), fmt.Sprint(t.Waived), fmt.Sprint(t.Open), fmt.Sprint(t.Met), fmt.Sprint(t.Overdue),
			fmt.Sprint(t.OnTime), fmt.Sprint(t.Late), days(t.DaysToMeeting, ""), days(t.DaysToClose, "")); err != nil {
			return err
		}
	}
	return out.end()
}

// days writes a number of days to a tenth, and none where there is no number.
func days(n *float64, none string) string {
	if n == nil {
		return none
	}
	return fmt.Sprintf("%.1f", *n)
}
