package api

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"

	"github.com/labstack/echo/v4"

	"debrief/integrations/hook"
	"debrief/models"
	"debrief/models/store"
)

// HookPrefix is where tools report incidents to; the source's name follows.
const HookPrefix = "/hooks/"

// maxDelivery bounds the body of a delivery, in bytes; GitHub's are at most 25 MB, those of issues far below this.
const maxDelivery = 1 << 20

// heard is the answer to a delivery.
type heard struct {
	store.Reported
	Why string `json:"why,omitempty"` // it was ignored
}

// mountHooks puts a path a source on the router. Tools retry what is not answered with 2xx, so a delivery that is in order
// and reports nothing is answered like one that does.
func (s *server) mountHooks(e *echo.Echo, receivers []*hook.Receiver) {
	for _, r := range receivers {
		e.POST(HookPrefix+r.Name, func(c echo.Context) error {
			headers(c)
			answer, err := s.hear(c.Request(), r)
			if err == nil {
				return c.JSON(http.StatusAccepted, answer)
			}
			p := hookProblem(err)
			if p.Status >= http.StatusInternalServerError {
				p.RequestID = requestID(c)
				logFault(c.Request().Context(), p.RequestID, err)
			} else {
				slog.WarnContext(c.Request().Context(), "a delivery was refused", "hook", r.Name, "status", p.Status, "why", p.Detail)
			}
			c.Response().Header().Set(echo.HeaderContentType, p.ContentType(""))
			return c.JSON(p.Status, p)
		})
	}
}

// hear takes one delivery from the request to its row.
func (s *server) hear(request *http.Request, r *hook.Receiver) (heard, error) {
	if !r.Ready() {
		return heard{}, problem(http.StatusNotFound, "this hook is not set up here; docs/hooks.md tells how")
	}
	body, err := io.ReadAll(io.LimitReader(request.Body, maxDelivery+1))
	switch {
	case err != nil:
		return heard{}, problem(http.StatusBadRequest, "the body ended early")
	case len(body) > maxDelivery:
		return heard{}, problem(http.StatusRequestEntityTooLarge, fmt.Sprintf("the body must be at most %d bytes", maxDelivery))
	}
	report, err := r.Receive(hook.Delivery{Header: request.Header, Body: body, At: s.now()})
	var done store.Reported
	if err == nil { // the sender may hang up; what it told is kept all the same
		done, err = s.store.ReportIncident(context.WithoutCancel(request.Context()), s.now(), report)
	}
	r.Count(err)
	var ignored *hook.Ignored
	if errors.As(err, &ignored) {
		return heard{store.Reported{Did: "ignored"}, ignored.Why}, nil
	}
	return heard{Reported: done}, err
}

func hookProblem(err error) *Problem {
	var p *Problem
	var known *models.Error
	switch {
	case errors.As(err, &p):
		return p
	case errors.Is(err, hook.ErrSignature):
		p := problem(http.StatusUnauthorized, err.Error())
		p.Title = "Not signed"
		return p
	case errors.As(err, &known):
		return ofDomain(nil, err, known)
	}
	return problem(http.StatusInternalServerError, "something went wrong here; it is in the log")
}
