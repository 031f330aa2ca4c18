package api

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"net/http"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humaecho"
	"github.com/danielgtaylor/huma/v2/validation"
	"github.com/labstack/echo/v4"

	"debrief/models"
)

// Problem is the one answer to everything that went wrong (RFC 9457). Its types are told in docs/api.md and never change.
type Problem struct {
	Type      string         `json:"type" doc:"What sort of problem, such as /problems/invalid; it never changes"`
	Title     string         `json:"title"`
	Status    int            `json:"status"`
	Detail    string         `json:"detail,omitempty" doc:"What went wrong this time, for a person"`
	Errors    []FieldProblem `json:"errors,omitempty" doc:"The fields at fault"`
	Missing   []string       `json:"missing,omitempty" doc:"What has to come first"`
	Version   *int64         `json:"version,omitempty" doc:"The current version, where somebody saved first"`
	RequestID string         `json:"request_id,omitempty" doc:"What to tell whoever runs Debrief, of a fault of its own"`
}

// FieldProblem is one field that is wrong.
type FieldProblem struct {
	Field    string `json:"field"`
	Location string `json:"location,omitempty" doc:"Where in the request, such as body.title or query.limit"`
	Message  string `json:"message"`
}

// Error returns what a person is told.
func (p *Problem) Error() string { return p.Detail }

// GetStatus returns the HTTP status.
func (p *Problem) GetStatus() int { return p.Status }

// ContentType names the media type of a problem.
func (p *Problem) ContentType(string) string { return "application/problem+json" }

// The types and titles of problems, by status.
var kinds = map[int]struct{ name, title string }{
	http.StatusUnauthorized:          {"unauthorized", "No valid token"},
	http.StatusForbidden:             {"forbidden", "Not allowed"},
	http.StatusNotFound:              {"not-found", "Not found"},
	http.StatusMethodNotAllowed:      {"method-not-allowed", "Method not allowed"},
	http.StatusConflict:              {"conflict", "The state does not allow it"},
	http.StatusRequestEntityTooLarge: {"too-large", "Too large"},
	http.StatusUnsupportedMediaType:  {"media-type", "Unknown media type"},
	http.StatusUnprocessableEntity:   {"invalid", "Invalid input"},
	http.StatusPreconditionRequired:  {"version-required", "A version is required"},
	http.StatusInternalServerError:   {"internal", "Internal error"},
}

func problem(status int, detail string) *Problem {
	p := &Problem{Type: "about:blank", Title: http.StatusText(status), Status: status, Detail: detail}
	if k, ok := kinds[status]; ok {
		p.Type, p.Title = "/problems/"+k.name, k.title
	}
	return p
}

// invalid is a problem with one part of the request.
func invalid(location, message string) *Problem {
	p := problem(http.StatusUnprocessableEntity, location+" "+message)
	p.Errors = []FieldProblem{field(location, message)}
	return p
}

func field(location, message string) FieldProblem {
	_, name, inner := strings.Cut(location, ".")
	if !inner {
		name = location
	}
	// huma says at the object that one of its fields is not there.
	if missing, ok := strings.CutPrefix(message, "expected required property "); ok {
		name = strings.TrimPrefix(name+".", "body.") + strings.TrimSuffix(missing, " to be present")
		return FieldProblem{name, "body." + name, "is missing"}
	}
	if message == validation.MsgExpectedMatchAtLeastOneSchema { // only dates have more than one
		message = "must be a date such as 2026-03-31"
	}
	return FieldProblem{name, location, message}
}

// newProblem maps every error, huma's and the domain's, to its problem. It stands in for huma.NewErrorWithContext, which
// would show the text of any error.
func newProblem(ctx huma.Context, status int, msg string, errs ...error) huma.StatusError {
	for _, err := range errs {
		var p *Problem
		var known *models.Error
		switch {
		case errors.As(err, &p):
			return p
		case errors.As(err, &known):
			return ofDomain(ctx, err, known)
		}
	}
	switch {
	case status == http.StatusBadRequest || status == http.StatusUnprocessableEntity || status == http.StatusUnsupportedMediaType:
		return ofHuma(ctx, status, msg, errs)
	case status >= http.StatusInternalServerError:
		return internal(ctx, msg, errs)
	}
	return problem(status, msg)
}

// ofHuma is what huma found wrong with a request. All of it is 422, whether it is no JSON or not what was asked for.
func ofHuma(ctx huma.Context, status int, msg string, errs []error) *Problem {
	if status == http.StatusUnsupportedMediaType {
		if ctx != nil && ctx.Operation().Metadata[asDocument] == true {
			return problem(status, "send text/markdown or application/json")
		}
		return problem(status, "send application/json")
	}
	p := problem(http.StatusUnprocessableEntity, msg)
	for _, err := range errs {
		var d *huma.ErrorDetail
		if !errors.As(err, &d) {
			p.Errors = append(p.Errors, FieldProblem{Field: "body", Location: "body", Message: "cannot be read"})
			continue
		}
		if d.Location == "header.If-Match" && strings.HasPrefix(d.Message, "required") {
			return versionRequired()
		}
		p.Errors = append(p.Errors, field(d.Location, d.Message))
	}
	if len(p.Errors) > 0 {
		p.Detail = p.Errors[0].Field + ": " + p.Errors[0].Message
	}
	return p
}

func ofDomain(ctx huma.Context, err error, known *models.Error) *Problem {
	p := problem(map[models.Kind]int{
		models.Invalid:      http.StatusUnprocessableEntity,
		models.NotFound:     http.StatusNotFound,
		models.Forbidden:    http.StatusForbidden,
		models.Unauthorized: http.StatusUnauthorized,
		models.Conflict:     http.StatusConflict,
		models.Stale:        http.StatusConflict,
	}[known.Kind], known.Message)
	for _, f := range known.Fields {
		p.Errors = append(p.Errors, FieldProblem{Field: f.Field, Message: f.Message})
	}
	p.Missing = known.Missing
	switch known.Kind {
	case models.Invalid:
		p.Detail = err.Error() // with the place in a list that a verb puts before it
		if ctx != nil && ctx.Method() == http.MethodGet {
			p.Detail = strings.Join(models.Lines(err), "; ") // nothing was to be stored
		}
	case models.Stale:
		p.Type, p.Title, p.Version = "/problems/stale", "Somebody saved first", &known.Version
	case models.Unauthorized:
		if ctx != nil {
			ctx.SetHeader("WWW-Authenticate", `Bearer realm="debrief"`)
		}
	}
	return p
}

// internal is a fault of our own: told to the log, not to the client.
func internal(ctx huma.Context, msg string, errs []error) *Problem {
	p := problem(http.StatusInternalServerError, "something went wrong here; it is in the log")
	if ctx != nil {
		p.RequestID = requestID(humaecho.Unwrap(ctx))
		logFault(ctx.Context(), p.RequestID, errors.Join(append(errs, errors.New(msg))...))
	}
	return p
}

func logFault(ctx context.Context, id string, err error) {
	if ctx.Err() != nil {
		return // the client is gone, and what failed failed for that
	}
	slog.ErrorContext(ctx, "the API failed", "request_id", id, "error", err)
}

func versionRequired() *Problem {
	p := problem(http.StatusPreconditionRequired, `send If-Match with the version that you saw, such as If-Match: "7", or * for any`)
	p.Errors = []FieldProblem{{"If-Match", "header.If-Match", "is missing"}}
	return p
}

// requestID returns the id by which the log knows the request; a middleware before may have given it one.
func requestID(c echo.Context) string {
	h := c.Response().Header()
	if h.Get(echo.HeaderXRequestID) == "" {
		h.Set(echo.HeaderXRequestID, rand.Text())
	}
	return h.Get(echo.HeaderXRequestID)
}

// answerErrors answers what no handler of the API sees: an unknown path, another method, a panic that was caught.
func answerErrors(e *echo.Echo) {
	others := e.HTTPErrorHandler
	e.HTTPErrorHandler = func(err error, c echo.Context) {
		if !strings.HasPrefix(c.Request().URL.Path, "/api/") {
			others(err, c)
			return
		}
		if c.Response().Committed {
			return
		}
		p := problem(http.StatusInternalServerError, "something went wrong here; it is in the log")
		var known *echo.HTTPError
		methods := methodsAt(e, echo.GetPath(c.Request()))
		switch {
		case errors.As(err, &known) && known.Code < http.StatusInternalServerError && len(methods) > 0:
			allow := strings.Join(methods, ", ")
			p = problem(http.StatusMethodNotAllowed, c.Request().Method+" is not for "+c.Request().URL.Path+", which takes "+allow)
			c.Response().Header().Set(echo.HeaderAllow, allow)
		case errors.As(err, &known) && known.Code < http.StatusInternalServerError:
			p = problem(known.Code, "there is nothing at "+c.Request().Method+" "+c.Request().URL.Path)
		default:
			p.RequestID = requestID(c)
			logFault(c.Request().Context(), p.RequestID, err)
		}
		headers(c)
		c.Response().Header().Set(echo.HeaderContentType, p.ContentType(""))
		_ = c.JSON(p.Status, p) // a client that is gone
	}
}

// methodsAt returns what a path of the API takes. The router cannot be asked: where pages are served too, its catch-all takes
// every request that has no route, also those whose path has one by another method.
func methodsAt(e *echo.Echo, path string) []string {
	var methods []string
	for _, r := range e.Routes() {
		if r.Method != echo.RouteNotFound && strings.HasPrefix(r.Path, "/api/") && isAt(r.Path, path) {
			methods = append(methods, r.Method)
		}
	}
	slices.Sort(methods)
	return slices.Compact(methods)
}

// isAt reports whether a route such as /reviews/:id is the one of a path.
func isAt(route, path string) bool {
	parts, given := strings.Split(route, "/"), strings.Split(path, "/")
	return slices.EqualFunc(parts, given, func(part, value string) bool {
		return part == value || value != "" && strings.HasPrefix(part, ":")
	})
}
