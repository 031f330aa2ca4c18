package web

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"debrief/cmd/debrief/sample"
	"debrief/integrations/hook"
	"debrief/integrations/jira"
	"debrief/integrations/jira/jiratest"
	"debrief/integrations/pagerduty"
	"debrief/internal/testenv"
	"debrief/jobs"
	"debrief/models"
	"debrief/models/store"
)

// browser starts a Chromium with a profile of its own, and ends it with the test.
func browser(t *testing.T) context.Context {
	t.Helper()
	profile, err := os.MkdirTemp("", "debrief-browser-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { // its children may write for a moment longer than it lives
		for range 100 {
			if os.RemoveAll(profile) == nil {
				break
			}
		}
	})
	options := append(chromedp.DefaultExecAllocatorOptions[:0:0], chromedp.ExecPath(testenv.Chromium(t)), chromedp.UserDataDir(profile))
	for _, flag := range []string{"headless", "no-sandbox", "disable-gpu", "no-first-run", "disable-background-networking",
		"disable-component-update", "disable-sync", "hide-scrollbars"} {
		options = append(options, chromedp.Flag(flag, true))
	}
	alloc, stop := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(stop)
	// It does not know all events of a newer Chromium, and says so.
	ctx, _ := chromedp.NewContext(alloc, chromedp.WithErrorf(func(string, ...any) {}))
	t.Cleanup(func() { _ = chromedp.Cancel(ctx) })
	limited, cancel := context.WithTimeout(ctx, 5*time.Minute)
	t.Cleanup(cancel)
	return limited
}

// story fills a house with the demo's year.
func story(t *testing.T, h *house) models.Person {
	t.Helper()
	admin, _, err := h.store.EnsureAdministrator(h.ctx, h.now, "ana@example.com")
	h.must(err)
	clock := func() time.Time { return h.now }
	fake := jiratest.New(jiratest.Options{Now: clock})
	client, err := jira.New(jira.Config{BaseURL: "https://jira.example.com", User: jiratest.DefaultUser, Token: jiratest.DefaultToken,
		HTTP: &http.Client{Transport: fake.Transport()}, Now: clock})
	h.must(err)
	worker, err := jobs.Start(t.Context(), h.store, h.now, jobs.Outside{Tracker: client, IssueType: "Task", BaseURL: "https://debrief.example.com",
		Host: "debrief.example.com", Log: slog.New(slog.DiscardHandler)})
	h.must(err)
	person, err := sample.Load(h.ctx, h.store, sample.World{Today: h.now, Jira: fake, Admin: admin, At: func(at time.Time) { h.now = at },
		Tick: func(ctx context.Context, at time.Time) error { _, err := worker.Tick(ctx, at); return err }})
	h.must(err)
	return person
}

// TestScreenshots writes pictures of the main pages, for docs/ and for whoever changed how they look.
func TestScreenshots(t *testing.T) {
	if os.Getenv("DEBRIEF_SCREENSHOTS") != "1" {
		t.Skip("DEBRIEF_SCREENSHOTS=1 makes pictures of the pages")
	}
	dir := os.Getenv("DEBRIEF_SCREENSHOT_DIR")
	if dir == "" {
		dir = t.TempDir()
	}
	h := newHouseWith(t, Options{JiraConnected: true, MailConnected: true, Hooks: []*hook.Receiver{{Source: hook.Own(), Variable: "DEBRIEF_HOOK_INCIDENTS", Secrets: []string{"set"}}, {Source: pagerduty.Source(), Variable: "DEBRIEF_HOOK_PAGERDUTY"}}, Demo: &Demo{JiraURL: "/jira", MailURL: "/mail", ClockURL: "/clock"}})
	h.now = time.Date(2026, 11, 24, 10, 0, 0, 0, time.UTC)
	admin := story(t, h)
	server := httptest.NewServer(h.echo)
	t.Cleanup(server.Close)

	ctx := browser(t)
	secret, err := h.store.MakeSignIn(h.ctx, models.System, h.now, admin.ID)
	h.must(err)
	shoot := func(name string) {
		t.Helper()
		for _, size := range []struct {
			name          string
			width, height int64
		}{{"wide", 1280, 900}, {"phone", 390, 844}} {
			for _, theme := range []string{"light", "dark"} {
				var png []byte
				err := chromedp.Run(ctx, chromedp.EmulateViewport(size.width, size.height),
					emulation.SetEmulatedMedia().WithFeatures([]*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: theme},
						{Name: "prefers-reduced-motion", Value: "reduce"}}),
					chromedp.Evaluate("document.fonts.ready.then(() => new Promise(requestAnimationFrame))", nil),
					chromedp.FullScreenshot(&png, 100))
				if err != nil {
					t.Fatalf("picture of %s: %v", name, err)
				}
				var overflow bool
				h.must(chromedp.Run(ctx, chromedp.Evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth", &overflow)))
				if overflow {
					t.Errorf("%s scrolls sideways at %d", name, size.width)
				}
				h.must(os.WriteFile(filepath.Join(dir, fmt.Sprintf("%s-%s-%s.png", name, size.name, theme)), png, 0o600))
			}
		}
	}
	open := func(path string) {
		t.Helper()
		h.must(chromedp.Run(ctx, chromedp.Navigate(server.URL+path), chromedp.WaitReady("main")))
	}
	open("/sign-in")
	shoot("sign-in")
	open("/sign-in/" + secret)
	h.must(chromedp.Run(ctx, chromedp.Click("button[type=submit]"), chromedp.WaitReady(".side", chromedp.ByQuery)))
	var review, written models.Review
	reviews, _, err := h.store.Reviews(h.ctx, models.System, store.ReviewFilter{}, store.Page{Limit: 200})
	h.must(err)
	for _, r := range reviews {
		if r.State == models.InReview && review.ID == 0 {
			review = r
		}
		if r.State == models.Draft && written.ID == 0 {
			written = r
		}
	}
	items, _, err := h.store.Items(h.ctx, models.System, store.ItemFilter{States: []models.ItemState{models.InProgress, models.Committed}}, store.Page{Sort: "due_on"})
	h.must(err)
	proposed, _, err := h.store.Items(h.ctx, models.System, store.ItemFilter{States: []models.ItemState{models.Proposed}}, store.Page{})
	h.must(err)
	incidents, _, err := h.store.Incidents(h.ctx, models.System, store.IncidentFilter{}, store.Page{})
	h.must(err)
	pages := []struct{ name, path string }{
		{"home", "/"}, {"reviews", "/reviews"}, {"review", "/reviews/" + review.Ref()}, {"review-draft", "/reviews/" + written.Ref()},
		{"meeting", "/reviews/" + written.Ref() + "/meeting"}, {"document", "/reviews/" + review.Ref() + "/document"},
		{"document-edit", "/reviews/" + review.Ref() + "/document/edit"},
		{"incidents", "/incidents"}, {"incident", fmt.Sprintf("/incidents/%d", incidents[0].ID)}, {"incident-new", "/incidents/new"},
		{"action-items", "/action-items?state=open"}, {"action-item", "/action-items/" + items[0].Ref()},
		{"report", "/reports/completion?by=team"}, {"people", "/people"}, {"person", fmt.Sprintf("/people/%d", admin.ID)}, {"policies", "/policies"},
		{"checklist", "/checklist"}, {"guide", "/guide"}, {"document-template", "/document-template"}, {"tokens", "/tokens"}, {"operations", "/operations"}, {"teams", "/teams"}, {"services", "/services"}, {"import", "/import"},
		{"not-found", "/reviews/PM-999"},
	}
	if len(proposed) > 0 {
		pages = append(pages, struct{ name, path string }{"action-item-proposed", "/action-items/" + proposed[0].Ref()})
	}
	for _, p := range pages {
		open(p.path)
		shoot(p.name)
	}

	files := []string{}
	for name, text := range map[string]string{"2026-02-10-search.md": slow, "follow-ups.csv": "Vorfall,Action,Owner,Due,Status\n" +
		"Search was slow,Add a cache to the search for the longest of all product names that anybody has,Ana,2026-12-15,Open\nMail was late,Drain the queue,,,Done\n",
		"tracker.csv": "Action,Due\nAdd a cache,soon\nPage earlier,2026-12-01\n", "logo.md": "\x89PNG\x00"} {
		path := filepath.Join(t.TempDir(), name)
		h.must(os.WriteFile(path, []byte(text), 0o600))
		files = append(files, path)
	}
	open("/import")
	h.must(chromedp.Run(ctx, chromedp.SetUploadFiles("#import-files", files), chromedp.Click("main form button[type=submit]"),
		chromedp.WaitReady("form[action='/import'] .import-file", chromedp.ByQuery)))
	shoot("import-preview")
}
