package web

import (
	"fmt"
	"net/http"

	"debrief/models"
)

func (w *site) rosterPage(r *request) error { return w.showRoster(r, http.StatusOK, nil) }

func (w *site) showRoster(r *request, status int, f *form) error {
	return r.render(status, "roster", &page{Title: "Add several people", Form: f, Data: models.Roster{Role: models.Member, TimeZone: r.me.TimeZone, Region: r.me.Region}})
}

// addRoster adds the people of a list that was pasted.
func (w *site) addRoster(r *request) error {
	in := r.input()
	list := models.Roster{Text: in.text("text"), Role: models.Role(in.text("role")), TimeZone: in.text("time_zone"), Region: in.text("region")}
	var added, known []models.Person
	err := in.refused()
	if err == nil {
		added, known, err = w.store.AddRoster(r.Request().Context(), r.by, r.now, list)
	}
	if err != nil {
		return r.again("roster", err, w.showRoster)
	}
	told := fmt.Sprintf("%s added.", plural(len(added), "person is", "people are"))
	if len(known) > 0 {
		told += fmt.Sprintf(" %s here already.", plural(len(known), "person was", "people were"))
	}
	return r.done("/people", "%s", told)
}
