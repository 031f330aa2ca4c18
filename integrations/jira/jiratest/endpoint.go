package jiratest

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
)

// maxRequest is in bytes; Jira's own texts end far below.
const maxRequest = 1 << 20

// endpoint answers one request, under the Server's lock: a status and what to send as JSON, nil for nothing.
type endpoint func(r *http.Request) (status int, body any)

// serve makes a handler of an endpoint.
func (s *Server) serve(e endpoint) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		status, body, drop := s.answer(e, r)
		if drop {
			panic(http.ErrAbortHandler) // the connection breaks, as the caller sees it
		}
		if body == nil {
			w.WriteHeader(status)
			return
		}
		w.Header().Set("Content-Type", "application/json;charset=UTF-8")
		w.WriteHeader(status)
		_ = json.NewEncoder(w).Encode(body) // who asked may be gone
	})
}

func (s *Server) answer(e endpoint, r *http.Request) (status int, body any, drop bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	status, body = e(r)
	if r.Pattern == "POST /rest/api/2/issue" && status == http.StatusCreated && s.faults.dropCreates > 0 {
		s.faults.dropCreates--
		return 0, nil, true
	}
	return status, body, false
}

// problem is how Jira words a refusal.
type problem struct {
	ErrorMessages []string          `json:"errorMessages"`
	Errors        map[string]string `json:"errors"`
}

func complain(format string, args ...any) problem {
	return problem{ErrorMessages: []string{fmt.Sprintf(format, args...)}, Errors: map[string]string{}}
}

func fieldProblem(errs map[string]string) problem {
	return problem{ErrorMessages: []string{}, Errors: errs}
}

// absent is what Jira says of an issue that is not there, or not for this account.
func absent() (int, any) {
	return http.StatusNotFound, complain("Issue does not exist or you do not have permission to see it.")
}

func decode(r *http.Request, into any) bool {
	return json.NewDecoder(io.LimitReader(r.Body, maxRequest)).Decode(into) == nil
}

func notJSON() (int, any) {
	return http.StatusBadRequest, complain("There was an error parsing JSON. Check that your request body is valid.")
}

func (s *Server) unknownPath(*http.Request) (int, any) {
	return http.StatusNotFound, map[string]any{"message": "null for uri", "status-code": http.StatusNotFound}
}

// removed answers as Cloud does since it took the old search away.
func (s *Server) removed(*http.Request) (int, any) {
	return http.StatusGone, complain("The requested API has been removed. Please migrate to the /rest/api/3/search/jql API.")
}

// self is the address of an API resource, under the host that the caller used.
func (s *Server) self(r *http.Request, path string) string {
	scheme := "http"
	if r.TLS != nil {
		scheme = "https"
	}
	return scheme + "://" + r.Host + s.opts.Prefix + "/rest/api/2/" + path
}
