package slacktest

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

// faults are what goes wrong next.
type faults struct {
	down   bool
	method string
	left   int
	status int
	code   string
	after  time.Duration
	lost   int
}

// Refuse answers the next n calls of a method ("" for any) with "ok": false and the code, such as "invalid_auth".
func (s *Server) Refuse(method, code string, n int) {
	s.fault(faults{method: method, code: code, left: n})
}

// Fail answers the next n calls of a method ("" for any) with the status and no JSON; a retryAfter above 0 is sent in whole seconds.
func (s *Server) Fail(method string, status int, retryAfter time.Duration, n int) {
	s.fault(faults{method: method, status: status, after: retryAfter, left: n})
}

// LoseAnswers takes the next n messages and breaks the connection before it answers.
func (s *Server) LoseAnswers(n int) { s.fault(faults{lost: n}) }

// Down breaks every connection without doing anything, until it is called with false.
func (s *Server) Down(down bool) { s.fault(faults{down: down}) }

// fault replaces what was to go wrong.
func (s *Server) fault(f faults) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = f
}

// next counts a call, and returns what goes wrong with it.
func (s *Server) next(method string) faults {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.requests[method]++
	f := s.faults
	if f.left > 0 && (f.method == "" || f.method == method) {
		s.faults.left--
		return f
	}
	return faults{down: f.down}
}

// loses reports whether the answer to a message that was taken is lost.
func (s *Server) loses() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.faults.lost == 0 {
		return false
	}
	s.faults.lost--
	return true
}

// api answers one call.
func (s *Server) api(w http.ResponseWriter, r *http.Request) {
	method := r.URL.Path
	f := s.next(method)
	switch {
	case f.down:
		panic(http.ErrAbortHandler)
	case f.status != 0:
		if f.after > 0 {
			w.Header().Set("Retry-After", strconv.Itoa(int(f.after/time.Second)))
		}
		http.Error(w, "<html>"+http.StatusText(f.status)+"</html>", f.status)
		return
	case f.code != "":
		answer(w, refusal(f.code))
		return
	}
	r.Body = http.MaxBytesReader(w, r.Body, 1<<20)
	if err := r.ParseForm(); err != nil || r.Method != http.MethodPost {
		answer(w, refusal("invalid_form_data"))
		return
	}
	token, _ := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	if token == "" {
		token = r.PostFormValue("token")
	}
	switch token {
	case "":
		answer(w, refusal("not_authed"))
		return
	case s.opts.Token:
	default:
		answer(w, refusal("invalid_auth"))
		return
	}
	w.Header().Set("X-OAuth-Scopes", strings.Join(s.opts.Scopes, ","))
	call, known := calls[method]
	if !known {
		answer(w, refusal("unknown_method"))
		return
	}
	for _, scope := range call.scopes {
		if !s.has(scope) {
			answer(w, reply{"ok": false, "error": "missing_scope", "needed": scope, "provided": strings.Join(s.opts.Scopes, ",")})
			return
		}
	}
	out := call.do(s, r.PostForm)
	if method == "chat.postMessage" && out["ok"] == true && s.loses() {
		panic(http.ErrAbortHandler)
	}
	answer(w, out)
}
