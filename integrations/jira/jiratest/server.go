// Package jiratest is a Jira Cloud in memory: as much of REST API version 2 as Debrief uses, with Cloud's
// refusals, its search that lags behind, and pages to look at. Tests run against it, and so does the demo.
package jiratest

import (
	"crypto/subtle"
	"net/http"
	"strings"
	"sync"
	"time"
)

// The account that a Server accepts unless Options say otherwise.
const (
	DefaultUser  = "debrief@example.com"
	DefaultToken = "jiratest-token"
)

// Options describe the site. The zero value is a site with the project OPS, four users and no lag.
type Options struct {
	Now       func() time.Time // the site's clock; nil means time.Now
	SearchLag time.Duration    // how long after its creation search finds an issue
	Prefix    string           // the path that the site is mounted under, like "/jira"; "" means at the root
	User      string           // e-mail address for basic auth; "" means DefaultUser
	Token     string           // API token for basic auth; "" means DefaultToken
	Projects  []Project        // nil means one project OPS
	Users     []User           // the first is the account of the token; nil means four people
	Zone      *time.Location   // the account's zone, in which JQL reads times; nil means UTC
}

// Server is the fake site. It may be used by several goroutines at once.
type Server struct {
	opts Options

	mu        sync.Mutex
	issues    []*record
	nextID    int64
	lastKey   map[string]int // by project
	faults    faults
	requests  map[string]int
	nextExtra int64 // ids of comments and remote links
}

// New returns a site without issues.
func New(opts Options) *Server {
	if opts.Now == nil {
		opts.Now = time.Now
	}
	if opts.User == "" {
		opts.User = DefaultUser
	}
	if opts.Token == "" {
		opts.Token = DefaultToken
	}
	if opts.Projects == nil {
		opts.Projects = []Project{{Key: "OPS", Name: "Operations"}}
	}
	if opts.Users == nil {
		opts.Users = defaultUsers()
	}
	if opts.Zone == nil {
		opts.Zone = time.UTC
	}
	opts.Prefix = strings.TrimRight(opts.Prefix, "/")
	return &Server{opts: opts, nextID: 10000, nextExtra: 20000, lastKey: map[string]int{}, requests: map[string]int{}}
}

// Handler serves the REST API and the pages below Options.Prefix, under whatever host.
func (s *Server) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/rest/", s.faulty(s.authenticated(s.api())))
	mux.Handle("/", s.pages())
	return s.mounted(mux)
}

// mounted takes the prefix off a request's path; the prefix alone is the list.
func (s *Server) mounted(h http.Handler) http.Handler {
	stripped := http.StripPrefix(s.opts.Prefix, h)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == s.opts.Prefix {
			http.Redirect(w, r, s.opts.Prefix+"/", http.StatusMovedPermanently)
			return
		}
		stripped.ServeHTTP(w, r)
	})
}

// api routes the REST API; a path that Cloud does not have is a 404.
func (s *Server) api() http.Handler {
	mux := http.NewServeMux()
	for pattern, serve := range map[string]endpoint{
		"GET /rest/api/2/myself":                                         s.getMyself,
		"GET /rest/api/2/mypermissions":                                  s.getMyPermissions,
		"POST /rest/api/2/issue":                                         s.postIssue,
		"GET /rest/api/2/issue/{id}":                                     s.getIssue,
		"PUT /rest/api/2/issue/{id}":                                     s.putIssue,
		"POST /rest/api/2/issue/bulkfetch":                               s.postBulkFetch,
		"GET /rest/api/2/issue/{id}/transitions":                         s.getTransitions,
		"POST /rest/api/2/issue/{id}/transitions":                        s.postTransition,
		"GET /rest/api/2/issue/{id}/comment":                             s.getComments,
		"POST /rest/api/2/issue/{id}/comment":                            s.postComment,
		"GET /rest/api/2/issue/{id}/remotelink":                          s.getRemoteLinks,
		"POST /rest/api/2/issue/{id}/remotelink":                         s.postRemoteLink,
		"GET /rest/api/2/issue/createmeta/{project}/issuetypes":          s.getIssueTypes,
		"GET /rest/api/2/issue/createmeta/{project}/issuetypes/{typeID}": s.getTypeFields,
		"GET /rest/api/2/search/jql":                                     s.getSearch,
		"POST /rest/api/2/search/jql":                                    s.postSearch,
		"/rest/api/2/search":                                             s.removed,
		"/":                                                              s.unknownPath,
	} {
		mux.Handle(pattern, s.serve(serve))
	}
	return mux
}

// authenticated lets through who knows the token.
func (s *Server) authenticated(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		user, token, ok := r.BasicAuth()
		same := subtle.ConstantTimeCompare([]byte(user+"\x00"+token), []byte(s.opts.User+"\x00"+s.opts.Token)) == 1
		if !ok || !same {
			w.Header().Set("WWW-Authenticate", `OAuth realm="jiratest"`)
			if ok {
				w.Header().Set("X-Seraph-LoginReason", "AUTHENTICATED_FAILED")
			}
			http.Error(w, "Client must be authenticated to access this resource.", http.StatusUnauthorized)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// Requests returns how often each method and path was called on the REST API, like "GET /rest/api/2/myself".
func (s *Server) Requests() map[string]int {
	s.mu.Lock()
	defer s.mu.Unlock()
	copied := map[string]int{}
	for k, n := range s.requests {
		copied[k] = n
	}
	return copied
}
