package web

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"
	_ "time/tzdata" // the zones are the same on every machine

	"github.com/PuerkitoBio/goquery"
	"github.com/labstack/echo/v4"

	"debrief/internal/testenv"
	"debrief/models"
	"debrief/models/store"
)

func TestMain(m *testing.M) { testenv.Main(m) }

// moment is when the tests take place: a Tuesday.
var moment = time.Date(2026, 3, 10, 10, 0, 0, 0, time.UTC)

// house is a Debrief with its pages, and a clock that a test moves.
type house struct {
	t     testing.TB
	ctx   context.Context
	store *store.Store
	echo  *echo.Echo
	opts  Options
	now   time.Time
}

func newHouse(t testing.TB) *house { return newHouseWith(t, Options{}) }

func newHouseWith(t testing.TB, o Options) *house {
	t.Helper()
	h := &house{t: t, ctx: context.Background(), now: moment}
	db, err := store.OpenDatabase(h.ctx, filepath.Join(t.TempDir(), "debrief.db"))
	h.must(err)
	up, err := db.Migrator()
	h.must(err)
	_, err = up.Up(h.ctx)
	h.must(err)
	h.store, err = store.New(db, store.Options{BaseURL: "http://debrief.test", Host: "debrief.test", JiraProject: "OPS"})
	h.must(err)
	t.Cleanup(func() { h.must(h.store.Close()) })
	h.must(h.store.Seed(h.ctx, h.now))
	o.Now = func() time.Time { return h.now }
	if o.BaseURL == "" {
		o.BaseURL = "http://debrief.test"
	}
	o.Version, o.Regions = "test", []Region{{"de", "Germany"}, {"us", "United States"}}
	h.mount(o)
	return h
}

// mount starts the pages, anew where they were.
func (h *house) mount(o Options) {
	h.opts, h.echo = o, echo.New()
	Mount(h.echo, h.store, o)
}

func (h *house) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

func ok[T any](h *house) func(T, error) T {
	return func(v T, err error) T {
		h.t.Helper()
		h.must(err)
		return v
	}
}

// visitor is a browser: nobody, or somebody signed in.
type visitor struct {
	*house
	cookie *http.Cookie
	kept   map[string]*http.Cookie // the others, each for the pages below its path
	who    models.Person
}

func (h *house) nobody() *visitor { return &visitor{house: h} }

func (h *house) person(name string, role models.Role) models.Person {
	h.t.Helper()
	return ok[models.Person](h)(h.store.AddPerson(h.ctx, models.System, h.now, models.Person{Name: name, Role: role, Active: true,
		Email: fmt.Sprintf("%s.%s@example.com", strings.ToLower(slug(name)), role), TimeZone: "Europe/Berlin"}))
}

func (h *house) signIn(p models.Person) *visitor {
	h.t.Helper()
	secret := ok[string](h)(h.store.MakeSignIn(h.ctx, models.System, h.now, p.ID))
	v := &visitor{house: h, who: p}
	res := v.post("/sign-in/"+secret, nil)
	if res.Code != http.StatusSeeOther {
		h.t.Fatalf("signing in answered %d: %s", res.Code, res.Body)
	}
	return v
}

func (v *visitor) send(r *http.Request) *httptest.ResponseRecorder {
	v.t.Helper()
	if v.cookie != nil {
		r.AddCookie(v.cookie)
	}
	for _, c := range v.kept {
		if strings.HasPrefix(r.URL.Path, c.Path) {
			r.AddCookie(c)
		}
	}
	w := httptest.NewRecorder()
	v.echo.ServeHTTP(w, r)
	for _, c := range w.Result().Cookies() {
		switch {
		case c.Name == "debrief" || c.Name == "__Host-debrief":
			v.cookie = c
		case c.MaxAge < 0:
			delete(v.kept, c.Name)
		default:
			if v.kept == nil {
				v.kept = map[string]*http.Cookie{}
			}
			v.kept[c.Name] = c
		}
	}
	return w
}

func (v *visitor) get(path string) *httptest.ResponseRecorder {
	v.t.Helper()
	return v.send(httptest.NewRequest(http.MethodGet, path, nil))
}

func (v *visitor) post(path string, form url.Values) *httptest.ResponseRecorder {
	v.t.Helper()
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	return v.send(r)
}

// page gets a page, fails unless it has that status, and returns it parsed and checked.
func (v *visitor) page(path string, status int) *goquery.Document {
	v.t.Helper()
	return v.parsed(path, v.get(path), status)
}

func (v *visitor) parsed(path string, w *httptest.ResponseRecorder, status int) *goquery.Document {
	v.t.Helper()
	body, err := io.ReadAll(w.Result().Body)
	v.must(err)
	if w.Code != status {
		v.t.Fatalf("%s answered %d, want %d: %s", path, w.Code, status, alertOf(string(body)))
	}
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(string(body)))
	v.must(err)
	check(v.t, path, doc)
	return doc
}

func alertOf(body string) string {
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(body))
	if err != nil {
		return body
	}
	text := doc.Find(".alert").Text()
	if text == "" {
		text = doc.Find("main").Text()
	}
	return strings.Join(strings.Fields(text), " ")
}

// submit sends the form with that action as the page has it, with the given values over it.
func (v *visitor) submit(page, action string, values ...string) *httptest.ResponseRecorder {
	v.t.Helper()
	doc := v.page(page, http.StatusOK)
	var form *goquery.Selection
	doc.Find("form").EachWithBreak(func(_ int, f *goquery.Selection) bool {
		if a, _ := f.Attr("action"); a == action {
			form = f
			for n := 0; n+1 < len(values); n += 2 { // of several with one action, the one that has the first field
				if f.Find(fmt.Sprintf("[name=%q]", values[n])).Length() == 0 && values[n] != "final" {
					form = nil
				}
			}
		}
		return form == nil
	})
	if form == nil {
		v.t.Fatalf("%s has no form for %s with %v", page, action, values)
	}
	return v.post(action, filled(form, values...))
}

func filled(form *goquery.Selection, values ...string) url.Values {
	out := url.Values{}
	form.Find("input, textarea, select").Each(func(_ int, c *goquery.Selection) {
		name, kind := c.AttrOr("name", ""), c.AttrOr("type", "")
		_, checked := c.Attr("checked")
		switch {
		case name == "" || ((kind == "checkbox" || kind == "radio") && !checked):
		case goquery.NodeName(c) == "textarea":
			out.Add(name, strings.TrimPrefix(c.Text(), "\n"))
		case goquery.NodeName(c) == "select":
			chosen := c.Find("option[selected]")
			if chosen.Length() == 0 {
				chosen = c.Find("option").First()
			}
			out.Add(name, chosen.AttrOr("value", ""))
		default:
			out.Add(name, c.AttrOr("value", ""))
		}
	})
	for n := 0; n+1 < len(values); n += 2 {
		out.Set(values[n], values[n+1])
	}
	return out
}

// check fails for what no page may have: inline script and style, controls without labels, ids twice, a jump to nowhere.
func check(t testing.TB, path string, doc *goquery.Document) {
	t.Helper()
	fail := func(format string, args ...any) { t.Helper(); t.Errorf(path+": "+format, args...) }
	if doc.Find("style").Length() > 0 {
		fail("has a <style>")
	}
	doc.Find("script").Each(func(_ int, s *goquery.Selection) {
		if s.AttrOr("src", "") == "" {
			fail("has an inline script: %s", s.Text())
		}
	})
	ids := map[string]bool{}
	doc.Find("[id]").Each(func(_ int, s *goquery.Selection) { ids[s.AttrOr("id", "")] = true })
	doc.Find("*").Each(func(_ int, s *goquery.Selection) {
		for _, a := range s.Nodes[0].Attr {
			if a.Key == "style" || strings.HasPrefix(a.Key, "on") {
				fail("<%s> has the attribute %s", goquery.NodeName(s), a.Key)
			}
		}
	})
	for _, barrier := range barriers(doc) {
		fail("%s", barrier)
	}
	doc.Find("a").Each(func(_ int, s *goquery.Selection) {
		href := s.AttrOr("href", "")
		switch {
		case href == "" || strings.HasPrefix(href, "javascript:"):
			fail("the link %q leads to %q", s.Text(), href)
		case strings.HasPrefix(href, "#") && !ids[href[1:]]:
			fail("the link %q jumps to %s, which is not there", s.Text(), href)
		}
	})
	if strings.Contains(doc.Text(), "<nil>") || strings.Contains(doc.Text(), "%!") {
		fail("shows a value that is none")
	}
}

// world is a house with everything in it.
type world struct {
	*house
	ada, fay, max, vic, otto  models.Person // administrator, facilitator, member, viewer, member who sees nothing restricted
	team                      models.Team
	service                   models.Service
	open, hidden, small       models.Incident // with a review, with a restricted one, without one
	review, secret            models.Review
	meeting                   models.Meeting
	proposed, committed       models.ActionItem
	done, rejected, concealed models.ActionItem
	comment                   models.Comment
	token                     models.Token
	identity                  models.Identity
}

func at(t time.Time) *time.Time { return &t }

// newWorld fills a house; title is what things are called, so that a test can be nasty.
func newWorld(t testing.TB, title string) *world { return fillHouse(newHouse(t), title) }

func fillHouse(h *house, title string) *world {
	w := &world{house: h}
	sys := models.System
	named := func(s string) string { return strings.TrimSpace(s + " " + title) }
	w.ada, w.fay, w.max = h.person(named("Ada Admin"), models.Administrator), h.person(named("Fay Field"), models.Facilitator), h.person(named("Max Member"), models.Member)
	w.vic, w.otto = h.person("Vic Viewer", models.Viewer), h.person("Otto Other", models.Member)
	w.team = ok[models.Team](h)(h.store.AddTeam(h.ctx, sys, h.now, models.Team{Name: named("Payments"), TimeZone: "Europe/Berlin", LeadID: &w.fay.ID, ManagerID: &w.ada.ID}))
	w.service = ok[models.Service](h)(h.store.AddService(h.ctx, sys, h.now, models.Service{Name: named("Checkout"), TeamID: &w.team.ID, Health: named("Fair")}))
	max := models.ActorFor(w.max)
	report := func(name string, severity models.Severity) models.Incident {
		return ok[models.Incident](h)(h.store.AddIncident(h.ctx, max, h.now, models.Incident{Title: named(name), Severity: severity, TeamID: &w.team.ID,
			Summary: title, StartedAt: moment.Add(-26 * time.Hour), DetectedAt: at(moment.Add(-25 * time.Hour)), ResolvedAt: at(moment.Add(-24 * time.Hour)),
			ServiceIDs: []int64{w.service.ID}, Responders: []models.Responder{{PersonID: w.max.ID, Part: models.Commander}}}, w.max.ID))
	}
	w.open, w.hidden, w.small = report("Payments failed", 1), report("Data was exposed", 2), report("Slow search", 4)
	reviews, _, err := h.store.Reviews(h.ctx, sys, store.ReviewFilter{}, store.Page{})
	h.must(err)
	for _, r := range reviews {
		if r.IncidentID == w.open.ID {
			w.review = r
		} else {
			w.secret = r
		}
	}
	facilitator := w.fay.ID
	w.review = ok[models.Review](h)(h.store.EditReview(h.ctx, sys, h.now, w.review.ID, 0, store.ReviewEdit{FacilitatorID: &facilitator}))
	w.meeting = ok[models.Meeting](h)(h.store.ScheduleMeeting(h.ctx, max, h.now, models.Meeting{ReviewID: w.review.ID, StartsAt: moment.Add(26 * time.Hour), Minutes: 30,
		Place: "https://meet.example.com/debrief", Attendees: []models.Attendee{{PersonID: w.max.ID, Part: models.ReviewOwner}, {PersonID: w.fay.ID, Part: models.FacilitatorPart}}}))
	document := "# Overview " + title + "\n\n" + title + "\n\n| a | b |\n|:--|--:|\n| 1 | 2 |\n\n- [x] seen\n- [ ] unseen\n\n<script>alert(1)</script>\n\n[link](javascript:alert(1)) https://example.com\n"
	_, err = h.store.SaveDocument(h.ctx, max, h.now, w.review.ID, 0, document)
	h.must(err)
	_, err = h.store.ReplaceFindings(h.ctx, max, h.now, w.review.ID, 1, []models.Finding{{Rule: "blame", Level: models.LevelWarning, StartByte: 0, EndByte: 5, Line: 1, Column: 1,
		Text: named("Max broke it"), Why: "It names a person.", Fingerprint: "f1"}})
	h.must(err)
	w.comment = ok[models.Comment](h)(h.store.AddComment(h.ctx, max, h.now, models.Comment{ReviewID: w.review.ID, Quote: "unseen", Body: named("What about this?")}))
	_, err = h.store.WriteMessage(h.ctx, max, h.now, w.review.ID, models.External, 0, named("We are sorry."))
	h.must(err)
	template := ok[models.Template](h)(h.store.Template(h.ctx, 0))
	for n, final := range []bool{false, true} {
		_, err = h.store.RecordOutcome(h.ctx, max, h.now, 0, models.Outcome{ReviewID: w.review.ID, QuestionID: template.Questions[n].ID, Final: final, Verdict: models.Pass, Note: named("Fine")})
		h.must(err)
	}
	propose := func(review models.Review, name string) models.ActionItem {
		return ok[models.ActionItem](h)(h.store.ProposeItem(h.ctx, sys, h.now, models.ActionItem{ReviewID: review.ID, Title: named(name), Description: title,
			DoneWhen: named("It shows"), Kind: models.Prevent, Priority: models.P1, OwnerID: &w.max.ID, TeamID: &w.team.ID}))
	}
	commit := func(a models.ActionItem) models.ActionItem {
		return ok[models.ActionItem](h)(h.store.CommitItem(h.ctx, sys, h.now, a.ID, 0, models.Commitment{Scope: models.Scope{OverrideReason: "a test"}}))
	}
	w.proposed, w.committed = propose(w.review, "Add an alert"), commit(propose(w.review, "Limit retries"))
	w.done = commit(propose(w.review, "Write a runbook"))
	w.done = ok[models.ActionItem](h)(h.store.CompleteItem(h.ctx, sys, h.now, w.done.ID, 0))
	w.rejected = ok[models.ActionItem](h)(h.store.RejectItem(h.ctx, sys, h.now, propose(w.review, "Rewrite it all").ID, 0, named("Too much")))
	w.concealed = commit(propose(w.secret, "Turn the keys"))
	ok[models.Person](h)(h.store.SignInAs(h.ctx, h.now, models.Claims{Issuer: "https://login.example.com/" + title, Subject: "u-1", Email: w.ada.Email, Verified: true}, models.Newcomers{}))
	w.identity = ok[[]models.Identity](h)(h.store.Identities(h.ctx, sys, w.ada.ID))[0]
	w.token, _, err = h.store.AddToken(h.ctx, models.ActorFor(w.ada), h.now, models.Token{PersonID: w.ada.ID, Name: named("ci")})
	h.must(err)
	restricted := true
	w.secret = ok[models.Review](h)(h.store.EditReview(h.ctx, sys, h.now, w.secret.ID, 0, store.ReviewEdit{Restricted: &restricted}))
	w.review = ok[models.Review](h)(h.store.Review(h.ctx, sys, w.review.ID))
	return w
}
