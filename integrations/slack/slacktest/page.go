package slacktest

import (
	"bytes"
	"embed"
	"html/template"
	"net/http"
	"slices"
)

//go:embed page.html page.css
var assets embed.FS

var page = template.Must(template.ParseFS(assets, "page.html"))

// Page shows what was posted, the newest first. Its links are relative, so it may be mounted anywhere under a path that ends with a
// slash. It has no access control.
func (s *Server) Page() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /page.css", http.FileServerFS(assets))
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, _ *http.Request) {
		list := s.Messages()
		slices.Reverse(list)
		var text bytes.Buffer
		if err := page.Execute(&text, list); err != nil {
			http.Error(w, "The page could not be made: "+err.Error(), http.StatusInternalServerError)
			return
		}
		h := w.Header()
		h.Set("Content-Type", "text/html; charset=utf-8")
		h.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Cache-Control", "no-store")
		_, _ = text.WriteTo(w) // a reader who has gone does not matter
	})
	return mux
}
