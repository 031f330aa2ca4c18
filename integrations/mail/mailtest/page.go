package mailtest

import (
	"bytes"
	"embed"
	"html/template"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

//go:embed page.css list.html message.html
var assets embed.FS

var pages = template.Must(template.New("").Funcs(template.FuncMap{
	"join": strings.Join,
}).ParseFS(assets, "*.html"))

const (
	pageCSP = "default-src 'none'; style-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
	// The mail's HTML is a stranger's: no script, nothing from the network. Links
	// may leave the frame so that the demo can be clicked through.
	mailSandbox = "allow-popups allow-top-navigation-by-user-activation"
	mailCSP     = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox " + mailSandbox
)

// Page shows the caught mails: a list with the newest first, and each mail with
// its HTML in a sandbox, its text and its calendar part. All links are relative,
// so it may be mounted anywhere with http.StripPrefix under a path that ends with
// a slash. It has no access control.
func (s *Server) Page() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", s.listPage)
	mux.HandleFunc("GET /page.css", func(w http.ResponseWriter, r *http.Request) {
		harden(w, pageCSP, "text/css; charset=utf-8")
		http.ServeFileFS(w, r, assets, "page.css")
	})
	mux.HandleFunc("GET /{id}", s.one(messagePage))
	mux.HandleFunc("GET /{id}/html", s.one(htmlPage))
	mux.HandleFunc("GET /{id}/raw", s.one(rawPage))
	return mux
}

func (s *Server) listPage(w http.ResponseWriter, _ *http.Request) {
	messages := s.Messages()
	slices.Reverse(messages)
	render(w, "list.html", messages)
}

// one finds the message of the path.
func (s *Server) one(show func(http.ResponseWriter, Message)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		id, err := strconv.Atoi(r.PathValue("id"))
		messages := s.Messages()
		i := slices.IndexFunc(messages, func(m Message) bool { return m.ID == id })
		if err != nil || i < 0 {
			http.Error(w, "There is no such mail, or it was dropped for newer ones. Go back to the list.", http.StatusNotFound)
			return
		}
		show(w, messages[i])
	}
}

func messagePage(w http.ResponseWriter, m Message) {
	render(w, "message.html", struct {
		Message
		Sandbox string
	}{m, mailSandbox})
}

func rawPage(w http.ResponseWriter, m Message) {
	harden(w, pageCSP, "text/plain; charset=utf-8")
	_, _ = w.Write(m.Raw) // a reader who has gone does not matter
}

func htmlPage(w http.ResponseWriter, m Message) {
	harden(w, mailCSP, "text/html; charset=utf-8")
	_, _ = w.Write([]byte(withBase(m.HTML)))
}

var (
	headTag = regexp.MustCompile(`(?i)<head(\s[^>]*)?>`)
	doctype = regexp.MustCompile(`(?i)^\s*<!doctype[^>]*>`)
)

// withBase makes links open in the top window. The tag goes into the head, or
// after the doctype: before it, browsers would fall into quirks mode.
func withBase(html string) string {
	const base = `<base target="_top">`
	for _, after := range []*regexp.Regexp{headTag, doctype} {
		if at := after.FindStringIndex(html); at != nil {
			return html[:at[1]] + base + html[at[1]:]
		}
	}
	return base + html
}

func render(w http.ResponseWriter, name string, data any) {
	var page bytes.Buffer
	if err := pages.ExecuteTemplate(&page, name, data); err != nil {
		http.Error(w, "The page could not be made: "+err.Error(), http.StatusInternalServerError)
		return
	}
	harden(w, pageCSP, "text/html; charset=utf-8")
	_, _ = page.WriteTo(w)
}

func harden(w http.ResponseWriter, csp, contentType string) {
	h := w.Header()
	h.Set("Content-Type", contentType)
	h.Set("Content-Security-Policy", csp)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cache-Control", "no-store")
}
