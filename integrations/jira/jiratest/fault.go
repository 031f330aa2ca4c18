package jiratest

import (
	"net/http"
	"strconv"
	"time"
)

// faults are what goes wrong next.
type faults struct {
	down        bool
	failures    int
	status      int
	retryAfter  time.Duration
	matching    func(*http.Request) int
	dropCreates int
}

// Fail answers the next n API requests with the status; a retryAfter above 0 is sent in whole seconds.
func (s *Server) Fail(n, status int, retryAfter time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults.failures, s.faults.status, s.faults.retryAfter = n, status, retryAfter
}

// FailMatching answers each API request with the status that pick returns, unless that is 0. A nil pick ends it.
func (s *Server) FailMatching(pick func(*http.Request) int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults.matching = pick
}

// DropAfterCreate carries the next n creates out and breaks the connection before it answers.
func (s *Server) DropAfterCreate(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults.dropCreates = n
}

// Down breaks every API connection without doing anything, until it is called with false.
func (s *Server) Down(down bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults.down = down
}

// faulty counts the request and lets what is wrong happen to it.
func (s *Server) faulty(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		down, status, wait, matching := s.nextFault(r)
		if down {
			panic(http.ErrAbortHandler)
		}
		if status == 0 && matching != nil {
			status = matching(r) // outside the lock: it may ask the Server something
		}
		if status == 0 {
			next.ServeHTTP(w, r)
			return
		}
		if wait > 0 {
			w.Header().Set("Retry-After", strconv.Itoa(int(wait/time.Second)))
		}
		http.Error(w, http.StatusText(status), status) // no JSON, as from the gateway before Jira
	})
}

func (s *Server) nextFault(r *http.Request) (down bool, status int, wait time.Duration, matching func(*http.Request) int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.requests[r.Method+" "+r.URL.Path]++
	f := &s.faults
	if f.failures > 0 {
		f.failures--
		status, wait = f.status, f.retryAfter
	}
	return f.down, status, wait, f.matching
}
