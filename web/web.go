// Package web is the pages of Debrief: plain HTML from the server, forms that post and redirect, htmx where it helps.
// One noun a file. A handler decodes, calls one verb of the store, and answers.
package web

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/alexedwards/scs/v2"
	"github.com/labstack/echo/v4"

	"debrief/integrations/hook"
	"debrief/integrations/openid"
	"debrief/models"
	"debrief/models/store"
)

// Options are what the pages need from outside.
type Options struct {
	// Now tells the time.
	Now func() time.Time
	// BaseURL is where people open Debrief; with https the session's cookie is marked secure.
	BaseURL string
	Version string
	// JiraConnected, MailConnected and SlackConnected tell what is set up: without mail, nobody is promised any.
	JiraConnected, MailConnected, SlackConnected bool
	// TryMail, TryJira and TrySlack try whether what is set up works; nil where it is not.
	TryMail  func(ctx context.Context, to models.Person) models.Trial
	TryJira  func(ctx context.Context, projects []string) models.Trial
	TrySlack func(ctx context.Context, to models.Person) models.Trial
	// Company is where people sign in at their company; nil where they do not.
	Company *openid.Provider
	// CompanyName is what its button says; "" for the usual words.
	CompanyName string
	// CompanyOnly has nobody sign in by a link that they asked for by mail.
	CompanyOnly bool
	// Newcomers says who of those that come from there and are not here yet is let in.
	Newcomers models.Newcomers
	// MailboxConnected tells whether answers to invitations are read from a mailbox.
	MailboxConnected bool
	// Regions are those whose public holidays are known.
	Regions []Region
	// Hooks are the ways in which tools report incidents.
	Hooks []*hook.Receiver
	// Demo links to what stands in for the outside world; nil outside the demo.
	Demo *Demo
}

// SendsLetters reports whether daily letters go out, by mail or by Slack.
func (o Options) SendsLetters() bool { return o.MailConnected || o.SlackConnected }

// MailsLinks reports whether people may ask for a link to sign in with.
func (o Options) MailsLinks() bool { return o.MailConnected && !o.onlyCompany() }

func (o Options) onlyCompany() bool { return o.Company != nil && o.CompanyOnly }

// Region has public holidays.
type Region struct{ Code, Name string }

// Demo is where the demo's stand-ins are.
type Demo struct{ JiraURL, MailURL, SlackURL, ClockURL string }

// site is what all handlers share.
type site struct {
	store    *store.Store
	opts     Options
	sessions *scs.SessionManager
	forgery  *http.CrossOriginProtection
}

// request is one request of a signed-in person (or, on the open pages, of nobody).
type request struct {
	echo.Context
	*site
	me  models.Person
	by  models.Actor
	now time.Time
}

type handler func(*request) error

// maxForm bounds what a form may send: a document of 2 MiB, percent-encoded.
const maxForm = 8 << 20

// Mount adds the pages to e.
func Mount(e *echo.Echo, s *store.Store, o Options) {
	w := &site{store: s, opts: o, sessions: newSessions(s, o), forgery: http.NewCrossOriginProtection()}
	if u, err := url.Parse(o.BaseURL); err == nil && u.Host != "" {
		// Behind a proxy that rewrites Host, the browser's Origin is still this.
		_ = w.forgery.AddTrustedOrigin(u.Scheme + "://" + u.Host)
	}
	e.GET("/static/*", serveStatic)
	e.GET("/favicon.ico", func(c echo.Context) error { return c.Redirect(http.StatusMovedPermanently, asset("favicon.svg")) })
	for _, r := range w.openRoutes() {
		e.Add(r.method, r.path, w.serve(r.handle, ""))
	}
	pages := map[string]bool{}
	for _, r := range w.routes() {
		e.Add(r.method, r.path, w.serve(r.handle, r.role))
		pages[r.path] = pages[r.path] || r.method == http.MethodGet
	}
	for _, r := range w.routes() {
		if !pages[r.path] {
			e.GET(r.path, w.serve(formAddress(pages), models.Viewer))
		}
	}
	lost := w.serve(func(*request) error { return models.NotFoundf("there is no such page") }, "")
	e.RouteNotFound("/*", func(c echo.Context) error {
		if strings.HasPrefix(c.Request().URL.Path, "/api/") {
			return echo.ErrNotFound // the API has its own words for it
		}
		return lost(c)
	})
}

// formAddress leads from the address of a form, which stays in the browser where the form is refused, to the page of its subject.
func formAddress(pages map[string]bool) handler {
	return func(r *request) error {
		to, depth := strings.SplitAfter(r.Request().URL.EscapedPath(), "/"), 3 // /reviews/PM-1/people: the review
		if !pages[strings.Join(strings.Split(r.Path(), "/")[:depth], "/")] {
			depth = 2 // /guide/rules/blame: the guide
		}
		return r.Redirect(http.StatusSeeOther, strings.TrimSuffix(strings.Join(to[:depth], ""), "/"))
	}
}

// route is a page or a form, and the role that it asks for. What a person may see and change beyond that, the store decides.
type route struct {
	method, path string
	handle       handler
	role         models.Role
}

// get is for viewers, post for members, unless needs says otherwise.
func get(path string, h handler) route  { return route{http.MethodGet, path, h, models.Viewer} }
func post(path string, h handler) route { return route{http.MethodPost, path, h, models.Member} }

func (r route) needs(role models.Role) route {
	r.role = role
	return r
}

// openRoutes need no session.
func (w *site) openRoutes() []route {
	return []route{
		get("/sign-in", w.signInPage),
		post("/sign-in", w.askSignIn),
		get(SignInCompany, w.beginSignIn),
		get(SignInCallback, w.finishSignIn),
		get("/sign-in/:secret", w.signInLink),
		post("/sign-in/:secret", w.useSignIn),
		post("/sign-out", w.signOut),
	}
}

func (w *site) routes() []route {
	return []route{
		get("/", w.homePage),

		get("/reviews", w.reviewsPage),
		get("/reviews.csv", w.reviewsCSV),
		get("/reviews/:ref", w.reviewPage),
		post("/reviews/:ref/people", w.saveReviewPeople),
		post("/reviews/:ref/restriction", w.saveRestriction).needs(models.Facilitator),
		post("/reviews/:ref/submission", w.submitReview),
		post("/reviews/:ref/completion", w.completeReview),
		post("/reviews/:ref/closure", w.closeReview),
		post("/reviews/:ref/waiver", w.waiveReview).needs(models.Facilitator),
		post("/reviews/:ref/reopening", w.reopenReview).needs(models.Facilitator),
		get("/reviews/:ref/meeting", w.meetingPage).needs(models.Member),
		post("/reviews/:ref/meeting", w.saveMeeting),
		post("/reviews/:ref/meeting/response", w.respondToMeeting).needs(models.Viewer),
		post("/reviews/:ref/meeting/held", w.holdMeeting),
		post("/reviews/:ref/meeting/attendance", w.correctAttendance),
		post("/reviews/:ref/meeting/not-held", w.missMeeting),
		post("/reviews/:ref/meeting/called-off", w.callOffMeeting),
		get("/reviews/:ref/document", w.documentPage),
		get("/reviews/:ref/document.md", w.documentFile),
		get("/reviews/:ref/document/edit", w.documentEditPage).needs(models.Member),
		post("/reviews/:ref/document", w.saveDocument),
		get("/reviews/:ref/document/findings", w.documentEditPage).needs(models.Member), // the address of a preview, asked for again
		post("/reviews/:ref/document/findings", w.draftDocument),
		post("/reviews/:ref/document/address", w.saveDocumentURL),
		get("/reviews/:ref/document/versions", w.documentsPage),
		get("/reviews/:ref/document/versions/:number", w.documentVersionPage),
		get("/reviews/:ref/document/versions/:number/changes", w.documentChangesPage),
		post("/reviews/:ref/document/versions/:number/restoration", w.restoreDocument),
		post("/reviews/:ref/outcomes", w.recordOutcome),
		post("/reviews/:ref/agreed-outcomes", w.settleAgreed),
		post("/reviews/:ref/action-items", w.proposeItem),
		post("/reviews/:ref/listed-items", w.proposeListed),
		post("/reviews/:ref/comments", w.addComment).needs(models.Viewer),
		post("/reviews/:ref/comments/:id", w.resolveComment),
		post("/reviews/:ref/comments/:id/replies", w.reply).needs(models.Viewer),
		post("/reviews/:ref/findings/:id", w.dismissFinding),
		post("/reviews/:ref/findings/:id/reopening", w.reopenFinding),
		post("/reviews/:ref/document/check", w.checkDocument),
		post("/reviews/:ref/messages/:audience", w.writeMessage),
		post("/reviews/:ref/messages/external/findings", w.draftMessage),
		post("/reviews/:ref/messages/:audience/approval", w.approveMessage),
		post("/reviews/:ref/messages/:audience/posting", w.postMessage),

		get("/incidents", w.incidentsPage),
		get("/incidents.csv", w.incidentsCSV),
		get("/incidents/new", w.newIncidentPage).needs(models.Member),
		post("/incidents", w.addIncident),
		get("/incidents/:id", w.incidentPage),
		get("/incidents/:id/edit", w.editIncidentPage).needs(models.Member),
		post("/incidents/:id", w.saveIncident),
		post("/incidents/:id/review", w.openReview),
		post("/incidents/:id/withdrawal", w.withdrawIncident),
		post("/incidents/:id/restoration", w.takeIncidentBack),

		get("/guide", w.guidePage),
		post("/guide/rules/:rule", w.setRuleLevel).needs(models.Administrator),
		get("/import", w.importPage).needs(models.Member),
		post("/import/preview", w.previewImport),
		post("/import", w.runImport),

		get("/action-items", w.itemsPage),
		get("/action-items.csv", w.itemsCSV),
		get("/action-items/scope", w.scopePart).needs(models.Member),
		get("/action-items/:ref", w.itemPage),
		get("/action-items/:ref/edit", w.editItemPage).needs(models.Member),
		post("/action-items/:ref", w.saveItem),
		post("/action-items/:ref/commitment", w.commitItem),
		post("/action-items/:ref/start", w.startItem),
		post("/action-items/:ref/completion", w.completeItem),
		post("/action-items/:ref/reopening", w.reopenItem),
		post("/action-items/:ref/rejection", w.rejectItem),
		post("/action-items/:ref/rejection-declined", w.keepItem),
		post("/action-items/:ref/due-date", w.moveItem),
		post("/action-items/:ref/snooze", w.snoozeItem),
		post("/action-items/:ref/not-mine", w.disownItem),
		post("/action-items/:ref/slip", w.explainSlip),
		post("/action-items/:ref/sync", w.syncItem),

		get("/reports/completion", w.completionPage),
		get("/reports/completion.csv", w.completionCSV),
		get("/reports/timeliness", w.timelinessPage),
		get("/reports/timeliness.csv", w.timelinessCSV),

		get("/people", w.peoplePage).needs(models.Administrator),
		get("/people/new", w.newPersonPage).needs(models.Administrator),
		post("/people", w.addPerson).needs(models.Administrator),
		get("/people/roster", w.rosterPage).needs(models.Administrator),
		post("/people/roster", w.addRoster).needs(models.Administrator),
		get("/people/:id", w.personPage),
		post("/people/:id", w.savePerson).needs(models.Viewer),
		post("/people/:id/handover", w.handOver),
		post("/people/:id/sign-in", w.makeSignIn).needs(models.Administrator),
		get("/teams", w.teamsPage),
		get("/teams/new", w.newTeamPage).needs(models.Administrator),
		post("/teams", w.addTeam).needs(models.Administrator),
		get("/teams/:id", w.teamPage).needs(models.Administrator),
		post("/teams/:id", w.saveTeam).needs(models.Administrator),
		get("/services", w.servicesPage),
		get("/services/new", w.newServicePage).needs(models.Administrator),
		post("/services", w.addService).needs(models.Administrator),
		get("/services/:id", w.servicePage).needs(models.Member),
		post("/services/:id", w.saveService),
		get("/policies", w.policiesPage),
		get("/policies/:severity", w.policyPage).needs(models.Administrator),
		post("/policies/:severity", w.savePolicy).needs(models.Administrator),
		get("/checklist", w.templatePage),
		get("/checklist/new", w.newTemplatePage).needs(models.Administrator),
		post("/checklist", w.addTemplate).needs(models.Administrator),
		get("/document-template", w.documentTemplatePage),
		post("/document-template", w.addDocumentTemplate).needs(models.Administrator),
		get("/tokens", w.tokensPage),
		post("/tokens", w.addToken).needs(models.Viewer),
		post("/tokens/:id/revocation", w.revokeToken).needs(models.Viewer),
		get("/operations", w.operationsPage).needs(models.Administrator),
		post("/operations/mail-tests", w.tryMail).needs(models.Administrator),
		post("/people/:id/identities/:identity/removal", w.removeIdentity).needs(models.Administrator),
		post("/operations/slack-tests", w.trySlack).needs(models.Administrator),
		post("/operations/tracker-tests", w.tryJira).needs(models.Administrator),
	}
}

// policyHeader allows nothing inline and nothing from elsewhere.
const policyHeader = "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; form-action 'self'"

// serve wraps a handler with what every page needs: headers, protection against forged posts, the session, and errors as pages.
// Without a role it is for everybody, signed in or not.
func (w *site) serve(h handler, role models.Role) echo.HandlerFunc {
	return func(c echo.Context) error {
		head := c.Response().Header()
		head.Set("Cache-Control", "no-store")
		head.Set("Content-Security-Policy", policyHeader)
		head.Set("X-Content-Type-Options", "nosniff")
		head.Set("Referrer-Policy", "same-origin")
		head.Set("X-Frame-Options", "DENY")
		return echo.WrapMiddleware(w.sessions.LoadAndSave)(func(c echo.Context) error {
			r := &request{Context: c, site: w, now: w.opts.Now()}
			err := r.run(h, role)
			if err == nil {
				return nil
			}
			if c.Response().Committed {
				slog.ErrorContext(c.Request().Context(), "a page broke off", "path", c.Path(), "error", err)
				panic(http.ErrAbortHandler) // the status is sent: only a broken connection tells that something is missing
			}
			return r.fail(err)
		})(c)
	}
}

func (r *request) run(h handler, role models.Role) error {
	if err := r.forgery.Check(r.Request()); err != nil {
		return models.Forbiddenf("this request came from another site, so it was not carried out")
	}
	r.Request().Body = http.MaxBytesReader(r.Response(), r.Request().Body, maxForm)
	if err := r.identify(); err != nil {
		return err
	}
	if role != "" && r.me.ID == 0 {
		to := "/sign-in"
		if next := r.wayBack(); next != "/" {
			to += "?next=" + url.QueryEscape(next)
		}
		if r.live() && r.Request().Method == http.MethodPost { // somebody is writing: the text must stay where it is
			return r.NoContent(http.StatusUnauthorized)
		}
		if r.live() { // else the sign-in page would land inside a list
			r.Response().Header().Set("HX-Redirect", to)
			return r.NoContent(http.StatusNoContent)
		}
		return r.Redirect(http.StatusSeeOther, to)
	}
	if role != "" {
		if err := r.by.Need(role); err != nil {
			return err
		}
	}
	for _, values := range r.QueryParams() {
		for _, v := range values {
			if !utf8.ValidString(v) || strings.ContainsRune(v, 0) { // no database compares with that
				return &models.Error{Kind: models.Invalid, Message: "the address has signs in it that are no text; open the page anew"}
			}
		}
	}
	if r.Request().Method == http.MethodPost {
		parse := r.Request().ParseForm
		if strings.HasPrefix(r.Request().Header.Get("Content-Type"), "multipart/form-data") {
			parse = func() error { return r.Request().ParseMultipartForm(maxForm) }
		}
		if err := parse(); err != nil {
			var tooLong *http.MaxBytesError
			if errors.As(err, &tooLong) && r.Path() == "/import/preview" {
				return &models.Error{Kind: models.Invalid, Message: fmt.Sprintf("these files have more than %d MiB together: choose fewer, or use “debrief import”, which takes any number", tooLong.Limit>>20)}
			}
			if errors.As(err, &tooLong) {
				return models.InvalidField("form", "is too long: %d bytes are the most", tooLong.Limit)
			}
			return models.InvalidField("form", "cannot be read")
		}
	}
	return h(r)
}

// render answers with a page. It is written to memory first: half a page helps nobody.
func (r *request) render(status int, name string, p *page) error {
	p.request, p.Me, p.Now = r, r.me, r.now
	p.Path = r.Request().URL.Path
	if r.me.ID != 0 {
		p.Flash = r.sessions.PopString(r.Request().Context(), "flash")
		p.Warning = r.sessions.PopString(r.Request().Context(), "warning")
		p.Note = r.sessions.PopString(r.Request().Context(), "note")
		if err := p.load(); err != nil {
			return err
		}
	}
	if p.Form != nil && (len(p.Form.Errors) > 0 || p.Form.Stale || p.Form.Merged()) { // what the fields are called, and whether there are any, is known once they are drawn; what is told of them stands above
		if err := templates[name].ExecuteTemplate(io.Discard, "layout", p); err != nil {
			return fmt.Errorf("render %s: %w", name, err)
		}
	}
	var b bytes.Buffer
	if err := templates[name].ExecuteTemplate(&b, "layout", p); err != nil {
		return fmt.Errorf("render %s: %w", name, err)
	}
	return r.HTMLBlob(status, b.Bytes())
}

// warn has the next page say what somebody should know about a change that was made.
func (r *request) warn(text string, args ...any) {
	r.sessions.Put(r.Request().Context(), "warning", fmt.Sprintf(text, args...))
}

// done redirects after a change, with what to tell about it.
func (r *request) done(to, flash string, args ...any) error {
	return r.told("flash", to, flash, args...)
}

// noted is done for what is no good news.
func (r *request) noted(to, note string, args ...any) error {
	return r.told("note", to, note, args...)
}

func (r *request) told(as, to, flash string, args ...any) error {
	if flash != "" {
		r.sessions.Put(r.Request().Context(), as, fmt.Sprintf(flash, args...))
	}
	return r.Redirect(http.StatusSeeOther, to)
}
