package jiratest

import (
	"bytes"
	"embed"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"time"
)

//go:embed page
var pageFiles embed.FS

// pageSecurity allows the pages' own style sheet and forms, and no script at all.
const pageSecurity = "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

var templates = template.Must(template.ParseFS(pageFiles, "page/*.html"))

// Page serves the pages alone below Options.Prefix: the list of issues, and an issue at /browse/{key}, with
// forms to move, reschedule and assign it. They ask for no password: mount them where only you look.
func (s *Server) Page() http.Handler { return s.mounted(s.pages()) }

func (s *Server) pages() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", s.listPage)
	mux.HandleFunc("GET /browse/{key}", s.issuePage)
	mux.HandleFunc("POST /browse/{key}/{what}", s.changeIssue)
	mux.HandleFunc("GET /page.css", func(w http.ResponseWriter, r *http.Request) {
		http.ServeFileFS(w, r, pageFiles, "page/page.css")
	})
	guarded := http.NewCrossOriginProtection().Handler(mux)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", pageSecurity)
		w.Header().Set("X-Content-Type-Options", "nosniff")
		w.Header().Set("Referrer-Policy", "same-origin")
		guarded.ServeHTTP(w, r)
	})
}

// view is what the templates see.
type view struct {
	Prefix   string
	Title    string
	Issues   []row // of the list
	Issue    row   // of the issue's page
	Users    []User
	Statuses []Status
}

// row is an issue as a page shows it.
type row struct {
	Issue
	URL      string
	Assignee string // display name
}

func (s *Server) row(i Issue) row {
	u, _ := s.user(i.AssigneeAccountID)
	return row{Issue: i, URL: s.browseURL(i.Key), Assignee: u.DisplayName}
}

// Changed is when the issue last changed, as people write it.
func (r row) Changed() string { return r.Updated.UTC().Format("2 Jan 2006, 15:04 UTC") }

// Tone picks the colour of the status.
func (r row) Tone() string {
	if r.Resolution == "Won't Do" {
		return "wont"
	}
	return r.Category
}

func (s *Server) browseURL(key string) string {
	return s.opts.Prefix + "/browse/" + url.PathEscape(key)
}

func (s *Server) listPage(w http.ResponseWriter, _ *http.Request) {
	v := view{Prefix: s.opts.Prefix, Title: "Issues"}
	issues := s.Issues()
	slices.Reverse(issues) // the newest is what somebody came to see
	for _, i := range issues {
		v.Issues = append(v.Issues, s.row(i))
	}
	render(w, http.StatusOK, "list.html", v)
}

func (s *Server) issuePage(w http.ResponseWriter, r *http.Request) {
	i, ok := s.Issue(r.PathValue("key"))
	if !ok {
		s.absentPage(w)
		return
	}
	if i.Key != r.PathValue("key") { // moved, or asked for by id
		http.Redirect(w, r, s.browseURL(i.Key), http.StatusFound)
		return
	}
	render(w, http.StatusOK, "issue.html", view{
		Prefix: s.opts.Prefix, Title: i.Key + " " + i.Summary, Issue: s.row(i), Users: s.opts.Users, Statuses: Statuses(),
	})
}

func (s *Server) absentPage(w http.ResponseWriter) {
	render(w, http.StatusNotFound, "absent.html", view{Prefix: s.opts.Prefix, Title: "No such issue"})
}

// changeIssue does what one of the issue page's forms asks for, and shows the page again.
func (s *Server) changeIssue(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, maxRequest)
	if err := r.ParseForm(); err != nil {
		http.Error(w, "The form cannot be read: send it again.", http.StatusBadRequest)
		return
	}
	key, value := r.PathValue("key"), r.PostForm.Get("value")
	change, valid := s.formChange(r.PathValue("what"), value)
	if !valid {
		http.Error(w, "The form holds a value that this site does not know: go back and choose again.", http.StatusBadRequest)
		return
	}
	if !change(key) {
		s.absentPage(w)
		return
	}
	http.Redirect(w, r, s.browseURL(key), http.StatusSeeOther) //nolint:gosec // the key is that of an issue that exists
}

// formChange returns what a form does to an issue, or false for a value that its fields do not offer.
func (s *Server) formChange(what, value string) (change func(ref string) bool, valid bool) {
	switch what {
	case "status":
		_, valid = statusNamed(value)
		change = func(ref string) bool { return s.SetStatus(ref, value) }
	case "due":
		_, err := time.Parse(time.DateOnly, value)
		valid = err == nil || value == ""
		change = func(ref string) bool { return s.SetDue(ref, value) }
	case "assignee":
		_, known := s.user(value)
		valid = known || value == ""
		change = func(ref string) bool { return s.SetAssignee(ref, value) }
	}
	return change, valid
}

func render(w http.ResponseWriter, status int, name string, v view) {
	var b bytes.Buffer
	if err := templates.ExecuteTemplate(&b, name, v); err != nil {
		http.Error(w, "The page cannot be shown.", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(b.Bytes()) // who asked may be gone
}
