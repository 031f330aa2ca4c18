package web

import (
	"net/http"

	"debrief/models"
)

func (w *site) servicesPage(r *request) error {
	rows, err := w.services(r)
	if err != nil {
		return err
	}
	return r.render(http.StatusOK, "services", &page{Title: "Services", Data: rows})
}

func (w *site) newServicePage(r *request) error {
	return w.showService(r, http.StatusOK, nil, models.Service{})
}

// servicePage is for members: a review can change what we think of a service's health.
func (w *site) servicePage(r *request) error {
	s, err := w.service(r)
	if err != nil {
		return err
	}
	return w.showService(r, http.StatusOK, nil, s)
}

func (w *site) service(r *request) (models.Service, error) {
	id, err := r.number("id", "", "service")
	if err != nil {
		return models.Service{}, err
	}
	return w.store.Service(r.Request().Context(), id)
}

func (w *site) showService(r *request, status int, f *form, s models.Service) error {
	title := "Add a service"
	if s.ID != 0 {
		title = s.Name
	}
	return r.render(status, "service", &page{Title: title, Form: f, Data: s})
}

func (in *input) service(s models.Service) models.Service {
	s.Name, s.TeamID, s.Health = in.text("name"), in.optional("team_id"), in.text("health")
	s.Active = s.ID == 0 || in.on("active")
	return s
}

func (w *site) addService(r *request) error {
	in := r.input()
	s := in.service(models.Service{})
	err := in.refused()
	if err == nil {
		s, err = w.store.AddService(r.Request().Context(), r.by, r.now, s)
	}
	if err != nil {
		return r.again("service", err, func(r *request, status int, f *form) error { return w.showService(r, status, f, models.Service{}) })
	}
	return r.done("/services", "%s is added.", s.Name)
}

func (w *site) saveService(r *request) error {
	before, err := w.service(r)
	if err != nil {
		return err
	}
	in := r.input()
	s := in.service(before)
	s.Version = in.version()
	if err = in.refused(); err == nil {
		_, err = w.store.SaveService(r.Request().Context(), r.by, r.now, s)
	}
	if err != nil {
		return r.again("service", err, func(r *request, status int, f *form) error { return w.showService(r, status, f, before) })
	}
	return r.done("/services", "%s is saved.", s.Name)
}
