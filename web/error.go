package web

import (
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"strings"

	"debrief/models"
)

// statusOf maps the domain's refusals; the one place that does.
func statusOf(err error) int {
	switch models.KindOf(err) {
	case models.Invalid:
		return http.StatusUnprocessableEntity
	case models.NotFound:
		return http.StatusNotFound
	case models.Forbidden:
		return http.StatusForbidden
	case models.Unauthorized:
		return http.StatusUnauthorized
	case models.Conflict, models.Stale:
		return http.StatusConflict
	}
	return http.StatusInternalServerError
}

type trouble struct {
	Status  int
	Heading string
	Message string
	Missing []string
	Fields  []models.FieldError
	Back    string
}

// fail answers with a page about an error. What is our own fault is logged, and not told.
func (r *request) fail(err error) error {
	t := trouble{Status: statusOf(err), Back: "/"}
	t.Heading = map[int]string{
		http.StatusUnprocessableEntity: "Some of this cannot be stored",
		http.StatusNotFound:            "Not found",
		http.StatusForbidden:           "Not open to you",
		http.StatusUnauthorized:        "This link does not open anything",
		http.StatusConflict:            "Not possible yet",
		http.StatusInternalServerError: "Something broke on our side",
	}[t.Status]
	if t.Status == http.StatusUnprocessableEntity && r.Request().Method == http.MethodGet {
		t.Heading = "This cannot be shown" // nothing was to be stored
	}
	var known *models.Error
	if errors.As(err, &known) {
		t.Message, t.Missing, t.Fields = known.Message, known.Missing, known.Fields
		if len(t.Fields) > 0 { // they say it
			t.Message = ""
		}
	} else {
		slog.ErrorContext(r.Request().Context(), "a page failed", "method", r.Request().Method, "path", r.Path(), "error", err)
		t.Message = "Nothing was changed. Please try again; if it happens again, tell your administrator the time and what you did."
	}
	if referer := r.Request().Referer(); referer != "" {
		t.Back = sameSite(referer, r.Request().Host)
	}
	p := &page{Title: t.Heading, Bare: r.me.ID == 0, Data: t}
	if err := r.render(t.Status, "error", p); err != nil {
		slog.ErrorContext(r.Request().Context(), "the error page failed", "error", err)
		return r.String(t.Status, strings.TrimSpace(t.Heading+". "+t.Message))
	}
	return nil
}

// again shows a page once more after a form on it was refused: with what was typed, and what is wrong with it.
// Errors that are not about the input get a page of their own.
func (r *request) again(name string, err error, show func(*request, int, *form) error) error {
	var known *models.Error
	if !errors.As(err, &known) {
		return err
	}
	switch known.Kind {
	case models.Invalid, models.Conflict, models.Stale:
		f := &form{Name: name, Values: r.Request().PostForm, Errors: known.Fields, Missing: known.Missing, Message: known.Message,
			Stale: known.Kind == models.Stale}
		return show(r, statusOf(err), f)
	}
	return err
}

// sameSite returns the path of an address of this site, else the front page.
func sameSite(address, host string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host != host {
		return "/"
	}
	return local(u.RequestURI())
}
