package main

import (
	"embed"
	"html/template"
	"net/http"
	"time"

	"debrief/integrations/jira/jiratest"
	"debrief/integrations/mail/mailtest"
	"debrief/integrations/slack/slacktest"
)

//go:embed demo_tools.html demo_tools.css
var toolsFiles embed.FS

var toolsPage = template.Must(template.ParseFS(toolsFiles, "demo_tools.html"))

// steps are how far the demo's clock can be moved at once.
var steps = []struct {
	Name string
	By   time.Duration
}{
	{"1 hour", time.Hour},
	{"1 day", 24 * time.Hour},
	{"1 week", 7 * 24 * time.Hour},
}

// toolsHandler shows what stands around Debrief in the demo: a Jira, a mail catcher, a Slack, and the clock.
func toolsHandler(clock *movedClock, fake *jiratest.Server, mails *mailtest.Server, chat *slacktest.Server, debriefURL string) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/jira/", fake.Handler())
	mux.Handle("/mail/", http.StripPrefix("/mail", mails.Page()))
	mux.Handle("/slack/", http.StripPrefix("/slack", chat.Handler()))
	mux.Handle("GET /demo_tools.css", http.FileServerFS(toolsFiles))
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Security-Policy", "default-src 'self'; form-action 'self'; frame-ancestors 'none'")
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_ = toolsPage.Execute(w, map[string]any{"Now": clock.Now(), "Steps": steps, "Debrief": debriefURL,
			"Mails": len(mails.Messages()), "Issues": len(fake.Issues()), "Messages": len(chat.Messages())}) // fails only where the browser has gone
	})
	mux.HandleFunc("POST /clock", func(w http.ResponseWriter, r *http.Request) {
		for _, s := range steps {
			if r.PostFormValue("by") == s.Name {
				clock.Move(s.By)
			}
		}
		http.Redirect(w, r, "/", http.StatusSeeOther)
	})
	return http.NewCrossOriginProtection().Handler(mux)
}
