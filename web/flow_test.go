package web

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"debrief/models"
	"debrief/models/store"
)

// went fails unless the answer leads on.
func (v *visitor) went(res interface {
	Result() *http.Response
}, to string) {
	v.t.Helper()
	r := res.Result()
	if r.StatusCode != http.StatusSeeOther || !strings.HasPrefix(r.Header.Get("Location"), to) {
		v.t.Fatalf("answered %d to %q, want a way to %s", r.StatusCode, r.Header.Get("Location"), to)
	}
}

// The main job, from the incident to the last action item, with nothing but the forms of the pages.
func TestTheMainJob(t *testing.T) {
	h := newHouseWith(t, Options{JiraConnected: true})
	fay, max := h.signIn(h.person("Fay", models.Facilitator)), h.signIn(h.person("Max", models.Member))
	id := func(v *visitor) string { return fmt.Sprint(v.who.ID) }
	res := max.submit("/incidents/new", "/incidents", "title", "Payments failed", "severity", "1", "started_at", "2026-03-09T08:00",
		"resolved_at", "2026-03-09T09:30", "responders[0].person_id", id(max), "responders[0].part", "incident_commander")
	max.went(res, "/reviews/PM-1")
	i := ok[models.Incident](h)(h.store.Incident(h.ctx, models.System, 1))
	if want := time.Date(2026, 3, 9, 7, 0, 0, 0, time.UTC); !i.StartedAt.Equal(want) {
		t.Errorf("08:00 in Berlin was stored as %s", i.StartedAt)
	}
	doc := max.page("/reviews/PM-1", http.StatusOK)
	if text := doc.Find("#state").Text(); !strings.Contains(text, "Write the document") || !strings.Contains(text, "Schedule the meeting") {
		t.Errorf("it does not say what is missing: %s", text)
	}
	max.parsed("submit too early", max.submit("/reviews/PM-1", "/reviews/PM-1/submission"), http.StatusConflict)
	max.parsed("facilitated by who took part", max.submit("/reviews/PM-1", "/reviews/PM-1/people", "facilitator_id", id(max)), http.StatusUnprocessableEntity)
	max.went(max.submit("/reviews/PM-1", "/reviews/PM-1/people", "facilitator_id", id(fay)), "/reviews/PM-1#people")

	if form := max.page("/reviews/PM-1/meeting", http.StatusOK); form.Find(`select option[selected]:contains("Fay")`).Length() != 1 {
		t.Error("the facilitator is not suggested")
	}
	wrong := max.parsed("a long meeting", max.submit("/reviews/PM-1/meeting", "/reviews/PM-1/meeting", "minutes", "90", "place", "Room 5"), http.StatusUnprocessableEntity)
	if wrong.Find("#schedule-place").AttrOr("value", "") != "Room 5" || !strings.Contains(wrong.Find("#schedule-minutes-error").Text(), "15 to 60") {
		t.Error("what was typed is lost, or the error is not at its field")
	}
	max.went(max.submit("/reviews/PM-1/meeting", "/reviews/PM-1/meeting", "starts_at", "2026-03-11T14:00"), "/reviews/PM-1#meeting")
	if text := max.page("/reviews/PM-1", http.StatusOK).Find("#meeting").Text(); !strings.Contains(text, "Wed 11 Mar 2026, 14:00 CET") || !strings.Contains(text, "not told of the latest time and place: no mail server is set up") {
		t.Errorf("the meeting says %s", text)
	}
	max.went(max.submit("/reviews/PM-1/meeting", "/reviews/PM-1/meeting", "starts_at", "2026-03-11T15:00"), "/reviews/PM-1#meeting")
	max.went(max.submit("/reviews/PM-1/document/edit", "/reviews/PM-1/document", "body", "# What happened\n\n**All** of it."), "/reviews/PM-1#document")
	max.went(max.submit("/reviews/PM-1", "/reviews/PM-1/submission"), "/reviews/PM-1")

	max.went(max.submit("/reviews/PM-1", "/reviews/PM-1/action-items", "title", "Add an alert on payments that wait for more than a minute", "done_when", "It pages", "kind", "detect", "priority", "P1",
		"owner_id", id(max)), "/reviews/PM-1#items")
	max.went(max.submit("/reviews/PM-1", "/reviews/PM-1/messages/external", "body", "We are sorry."), "/reviews/PM-1")
	max.went(max.submit("/reviews/PM-1", "/reviews/PM-1/comments", "body", "Why?"), "/reviews/PM-1")
	max.went(max.submit("/reviews/PM-1", "/reviews/PM-1/comments/1"), "/reviews/PM-1")

	h.now = time.Date(2026, 3, 11, 14, 40, 0, 0, time.UTC)
	fay.went(fay.submit("/reviews/PM-1", "/reviews/PM-1/meeting/held", "attended", id(max)), "/reviews/PM-1")
	for _, q := range ok[models.Template](h)(h.store.Template(h.ctx, 0)).Questions {
		verdict, waiver, note := "pass", "", ""
		if q.Key == "detail" {
			verdict, waiver, note = "needs_work", "We know enough", "More detail"
		}
		form := fay.page("/reviews/PM-1", http.StatusOK).Find(fmt.Sprintf("#question-%d form", q.ID)).Last()
		if note != "" {
			silent := fay.parsed("work that nobody describes", fay.post("/reviews/PM-1/outcomes", filled(form, "verdict", verdict, "waived_reason", waiver)), http.StatusUnprocessableEntity)
			if got := silent.Find(fmt.Sprintf("#checklist-final-%d-note-error", q.ID)).Text(); !strings.Contains(got, "is empty: say what is missing, as the verdict on “") {
				t.Errorf("at the note stands %q", got)
			}
			told := silent.Find("#refused li")
			if to := told.Find("a").AttrOr("href", ""); to != fmt.Sprintf("#checklist-final-%d-note", q.ID) || !strings.Contains(told.Text(), "as the verdict on “"+q.Text+"” is") || silent.Find("details[open] "+to).Length() != 1 {
				t.Errorf("it says %q, and leads to %q", told.Text(), to)
			}
		}
		fay.went(fay.post("/reviews/PM-1/outcomes", filled(form, "verdict", verdict, "note", note, "waived_reason", waiver)), "/reviews/PM-1#question-")
	}
	fay.went(fay.submit("/reviews/PM-1", "/reviews/PM-1/completion"), "/reviews/PM-1")
	left := func() string { return fay.page("/reviews/PM-1", http.StatusOK).Find("#left-open").Text() }
	if got := left(); got != "" {
		t.Errorf("with nothing left open it says %q", got)
	}
	fay.went(fay.submit("/reviews/PM-1", "/reviews/PM-1/comments", "body", "What about the queue?"), "/reviews/PM-1")
	if got := left(); got != "1 comment is open: it can be closed all the same." {
		t.Errorf("with an open comment it says %q", got)
	}
	fay.went(fay.submit("/reviews/PM-1", "/reviews/PM-1/messages/internal", "body", "All is well."), "/reviews/PM-1")
	if got := left(); got != "1 comment is open, and the message inside the house is a draft: it can be closed all the same." {
		t.Errorf("with a draft as well it says %q", got)
	}
	stuck := fay.parsed("close too early", fay.submit("/reviews/PM-1", "/reviews/PM-1/closure"), http.StatusConflict)
	if text := stuck.Find("#refused").Text(); !strings.Contains(text, "Commit or reject AI-1") || !strings.Contains(text, "external message") {
		t.Errorf("the refusal says %s", text)
	}
	late := max.parsed("commit to a late day", max.submit("/action-items/AI-1", "/action-items/AI-1/commitment", "due_on", models.DateOf(h.now).AddDays(300).String()), http.StatusUnprocessableEntity)
	if text := late.Find("#commit-reason-error").Text(); !strings.Contains(text, "say why it is due on "+dueAsOf(models.Date{}, models.DateOf(h.now).AddDays(300), false).Day) {
		t.Errorf("a day long after the policy's is answered with %q", text)
	}
	max.went(max.submit("/action-items/AI-1", "/action-items/AI-1/commitment"), "/action-items/AI-1")
	max.went(max.submit("/reviews/PM-1", "/reviews/PM-1/messages/external/approval"), "/reviews/PM-1")
	max.went(max.submit("/reviews/PM-1", "/reviews/PM-1/messages/external/posting", "posted_url", "https://status.example.com/1"), "/reviews/PM-1")
	fay.went(fay.submit("/reviews/PM-1", "/reviews/PM-1/closure"), "/reviews/PM-1")
	if r := ok[models.Review](h)(h.store.Review(h.ctx, models.System, 1)); r.State != models.Closed {
		t.Errorf("the review is %s", r.State)
	}

	max.parsed("a slip without a reason", max.submit("/action-items/AI-1", "/action-items/AI-1/due-date", "due_on", "2026-05-01", "reason", ""), http.StatusUnprocessableEntity)
	for _, step := range [][]string{{"/start"}, {"/due-date", "due_on", "2026-05-01", "reason", "Waits for a part"}, {"/snooze", "reason", "On holiday"},
		{"/sync"}, {"/not-mine", "reason", "It is the platform's"}} {
		if step[0] == "/not-mine" { // agreed work belongs to somebody: a team stays
			h.team()
			max.went(max.submit("/action-items/AI-1/edit", "/action-items/AI-1", "team_id", "1"), "/action-items/AI-1")
		}
		max.went(max.submit("/action-items/AI-1", "/action-items/AI-1"+step[0], step[1:]...), "/action-items/AI-1")
	}
	max.went(max.submit("/action-items/AI-1", "/action-items/AI-1/completion"), "/action-items/AI-1")
	max.went(max.submit("/action-items/AI-1", "/action-items/AI-1/reopening", "reason", "It came back"), "/action-items/AI-1")
	max.went(max.submit("/action-items/AI-1", "/action-items/AI-1/rejection", "reason", "Replaced"), "/action-items/AI-1")
	a := ok[models.ActionItem](h)(h.store.Item(h.ctx, models.System, 1))
	if a.State != models.Rejected || a.Slips != 1 || a.Snoozes != 1 || a.OwnerID != nil || a.Reopened != 1 {
		t.Errorf("the item is %+v", a)
	}
}

func (h *house) team() {
	h.t.Helper()
	_, err := h.store.AddTeam(h.ctx, models.System, h.now, models.Team{Name: "Platform", TimeZone: "UTC"})
	h.must(err)
}

// Two who save at once: the second sees both texts, and loses nothing.
func TestStaleSaves(t *testing.T) {
	w := newWorld(t, "")
	v := w.signIn(w.max)
	path := "/reviews/" + w.review.Ref()
	form := v.page(path+"/document/edit", http.StatusOK).Find("form[action='" + path + "/document']")
	_, err := w.store.SaveDocument(w.ctx, models.System, w.now, w.review.ID, 1, "their text")
	w.must(err)
	doc := v.parsed("stale document", v.post(path+"/document", filled(form, "body", "my text")), http.StatusConflict)
	if !strings.Contains(doc.Find(".clashes pre").Text(), "their text") || !strings.Contains(doc.Find("#document-body").Text(), "my text") {
		t.Error("one of the texts is lost")
	}
	v.went(v.post(path+"/document", filled(doc.Find("form[action='"+path+"/document']"), "body", "both texts")), path)

	ai := "/action-items/" + w.committed.Ref()
	form = v.page(ai+"/edit", http.StatusOK).Find("form[action='" + ai + "']")
	title := "Saved meanwhile"
	_, err = w.store.EditItem(w.ctx, models.System, w.now, w.committed.ID, 0, store.ItemEdit{Title: &title})
	w.must(err)
	doc = v.parsed("stale item", v.post(ai, filled(form, "title", "Add an alert on disk space above 80 %")), http.StatusConflict)
	if doc.Find("#item-title").AttrOr("value", "") != "Add an alert on disk space above 80 %" || !strings.Contains(doc.Text(), "Saved meanwhile: Saved meanwhile") {
		t.Error("it does not show what was typed and what is there")
	}
	v.went(v.post(ai, filled(doc.Find("form[action='"+ai+"']"), "keep.title", "mine")), ai)
	if a, _ := w.store.Item(w.ctx, models.System, w.committed.ID); a.Title != "Add an alert on disk space above 80 %" {
		t.Errorf("the title is %q", a.Title)
	}
}

func TestRejectionAndSlipFromJira(t *testing.T) {
	w := newWorld(t, "")
	jira := func(status string, category models.Category, wont bool, due models.Date) {
		t.Helper()
		tasks, err := w.store.Claim(w.ctx, store.LinkQueue, w.now.Add(24*time.Hour), time.Minute, 20)
		w.must(err)
		for _, task := range tasks {
			issue, err := w.store.Issue(w.ctx, task.ID)
			w.must(err)
			remote := models.Remote{ID: "1", Key: "OPS-1", URL: "https://jira.example.com/browse/OPS-1", Status: status, Category: category, WontDo: wont, DueOn: due}
			if issue.Item.ID == w.committed.ID {
				_, err = w.store.Pull(w.ctx, w.now, task, remote)
				w.must(err)
			}
			w.must(w.store.Finish(w.ctx, store.LinkQueue, task, &w.now))
		}
	}
	v := w.signIn(w.max)
	ai := "/action-items/" + w.committed.Ref()
	jira("To do", models.CategoryNew, false, w.committed.DueOn)
	jira("To do", models.CategoryNew, false, w.committed.DueOn.AddDays(9))
	asks := func() bool {
		return v.page("/", http.StatusOK).Find("a[href$='"+w.committed.Ref()+"#slip']").Length() > 0
	}
	if !asks() {
		t.Error("the front page does not ask why it was moved")
	}
	v.went(v.submit(ai, ai+"/slip", "reason", "A part is late"), ai)
	if asks() {
		t.Error("the front page asks again why it was moved")
	}
	jira("Won't do", models.CategoryDone, true, w.committed.DueOn.AddDays(9))
	if text := v.page("/", http.StatusOK).Text(); !strings.Contains(text, "do you agree?") {
		t.Error("the front page does not ask")
	}
	if text := v.page(ai, http.StatusOK).Find("#jira").Text(); strings.Contains(text, "agree.") || !strings.Contains(text, "that is to be decided") {
		t.Errorf("of Jira the page says %s", text)
	}
	v.went(v.submit(ai, ai+"/rejection-declined"), ai)
	if a := ok[models.ActionItem](w.house)(w.store.Item(w.ctx, models.System, w.committed.ID)); a.RejectionProposed != "" || a.State != models.Committed || a.SlipAsked {
		t.Errorf("the item is %+v", a)
	}
}

func TestSettings(t *testing.T) {
	w := newWorld(t, "")
	v := w.signIn(w.ada)
	v.went(v.submit("/people/new", "/people", "name", "Nia", "email", "nia@example.com"), "/people/")
	v.parsed("a person twice", v.submit("/people/new", "/people", "name", "Nia", "email", "nia@example.com"), http.StatusUnprocessableEntity)
	person := fmt.Sprintf("/people/%d", w.max.ID)
	v.went(v.submit(person, person, "away_from", "2026-03-20", "away_until", "2026-03-25"), person)
	v.went(v.submit(person, person+"/sign-in"), person)
	link := v.page(person, http.StatusOK).Find("#secret").AttrOr("value", "")
	if v.page(person, http.StatusOK).Find("#secret").Length() != 0 {
		t.Error("the link is shown again")
	}
	if res := w.nobody().post(strings.TrimPrefix(link, "http://debrief.test"), nil); res.Code != http.StatusSeeOther {
		t.Errorf("the link %s answers %d", link, res.Code)
	}
	v.went(v.submit("/teams/new", "/teams", "name", "Search", "time_zone", "Asia/Kolkata"), "/teams")
	v.parsed("a zone that is none", v.submit("/teams/new", "/teams", "name", "Other", "time_zone", "Mars/Base"), http.StatusUnprocessableEntity)
	v.went(v.submit("/services/new", "/services", "name", "Index"), "/services")
	v.went(v.submit("/policies/3", "/policies/3", "meeting_within", "7", "nudge_before", "5, 1"), "/policies")
	wrong := v.parsed("a policy out of range", v.submit("/policies/3", "/policies/3", "meeting_within", "700"), http.StatusUnprocessableEntity)
	if wrong.Find("#policy-meeting-within").AttrOr("value", "") != "700" || wrong.Find("#policy-meeting-within-error").Length() != 1 {
		t.Error("what was typed is lost, or the error is not at its field")
	}
	v.went(v.submit("/checklist/new", "/checklist", "questions[0].text", "Is it true?", "questions[1].text", ""), "/checklist")
	if n := v.page("/checklist", http.StatusOK).Find("ol.rows li").Length(); n != len(models.DefaultQuestions())-1 {
		t.Errorf("the checklist has %d questions", n)
	}
}

func TestASecretIsShownOnceToWhoMadeIt(t *testing.T) {
	w := newWorld(t, "")
	v := w.signIn(w.ada)
	v.went(v.submit("/tokens", "/tokens", "name", "deploy"), "/tokens")
	c := v.kept[secretCookie]
	if c == nil || !c.HttpOnly || c.SameSite != http.SameSiteStrictMode || c.Path != "/tokens" || c.MaxAge <= 0 || c.MaxAge > 600 {
		t.Fatalf("the secret travels in %+v", c)
	}
	other := w.signIn(w.fay) // in the same browser
	if other.kept = map[string]*http.Cookie{secretCookie: c}; other.page("/tokens", http.StatusOK).Find("#secret").Length() != 0 || other.kept[secretCookie] != nil {
		t.Error("somebody else sees the secret, or it stays there")
	}
	secret := v.page("/tokens", http.StatusOK).Find("#secret").AttrOr("value", "")
	if by, _, err := w.store.Authenticate(w.ctx, w.now, secret); err != nil || by.Role != models.Viewer {
		t.Errorf("the token opens %v, %v", by, err)
	}
	if v.kept[secretCookie] != nil || strings.Contains(v.get("/tokens").Body.String(), secret) {
		t.Error("the secret is shown again")
	}
	rows, _, err := w.store.Tokens(w.ctx, models.System, w.ada.ID, store.Page{})
	w.must(err)
	made := slices.DeleteFunc(rows, func(t models.Token) bool { return t.Name != "deploy" })
	if len(made) != 1 || made[0].ExpiresAt == nil || models.DateOf(*made[0].ExpiresAt) != models.DateOf(w.now).AddDays(tokenDays) {
		t.Errorf("unless somebody chooses, the tokens are %+v", made)
	}
	if text, want := v.page("/tokens", http.StatusOK).Find("td[data-label=Ends]").Text(), "after "+models.DateOf(w.now).AddDays(tokenDays).At(0, 0, time.UTC).Format("2 Jan 2006"); !strings.Contains(text, want) {
		t.Errorf("a token ends %q, want %q", text, want)
	}
}

func TestTheDocumentTemplateSaysWhatItDoesNotFill(t *testing.T) {
	w := newWorld(t, "")
	v := w.signIn(w.ada)
	const path = "/document-template"
	if v.page(path, http.StatusOK).Find("a[href='/document-template?own=on']").Length() != 0 {
		t.Error("there is a way back to what it is")
	}
	v.went(v.submit(path, path, "body", "# {title}\n\n{titel} and {unknown}, {titel}"), path)
	doc := v.page(path, http.StatusOK)
	if text := doc.Find(".alert-warn").Text(); !strings.Contains(text, "fills in nothing for {titel}, {unknown}:") {
		t.Errorf("it says %q", text)
	}
	own := doc.Find(".actions a").AttrOr("href", "")
	v.went(v.submit(own, path), path)
	if got := ok[models.DocumentTemplate](w.house)(w.store.DocumentTemplate(w.ctx, 0)); got.Body != models.DefaultDocumentTemplate || got.Number != 2 {
		t.Errorf("back to Debrief's own it is version %d: %.40q", got.Number, got.Body)
	}
	if doc := v.page(path, http.StatusOK); doc.Find(".alert-warn").Length() != 0 || doc.Find(".actions a").Length() != 0 {
		t.Error("of Debrief's own it warns, or offers to go back to it")
	}
}

func TestNobodyCoversForThemself(t *testing.T) {
	w := newWorld(t, "")
	v := w.signIn(w.ada)
	doc := v.page(fmt.Sprintf("/people/%d", w.max.ID), http.StatusOK)
	for _, id := range []string{"person-manager-id", "person-delegate-id"} {
		options := doc.Find("#" + id + " option")
		if options.Length() != 5 || options.FilterFunction(func(_ int, o *selection) bool { return o.AttrOr("value", "") == fmt.Sprint(w.max.ID) }).Length() != 0 {
			t.Errorf("%s offers the person themself, or %d choices", id, options.Length())
		}
	}
	w.ada.Region = "de"
	ok[models.Person](w.house)(w.store.SavePerson(w.ctx, models.System, w.now, w.ada))
	if region := v.page("/people/new", http.StatusOK).Find("#person-region option[selected]").AttrOr("value", ""); region != "" {
		t.Errorf("a new person has the holidays of %s, wherever they are", region)
	}
}

func TestRestriction(t *testing.T) {
	w := newWorld(t, "")
	v := w.signIn(w.fay)
	path := "/reviews/" + w.review.Ref()
	v.went(v.submit(path, path+"/restriction", "restricted", "on", "reader_ids", fmt.Sprint(w.vic.ID)), path)
	w.signIn(w.vic).page(path, http.StatusOK)
	w.signIn(w.otto).page(path, http.StatusNotFound)
}

func TestAnItemWithoutATeamIsShownAsItsIncidentsTeams(t *testing.T) {
	w := newWorld(t, "")
	a := ok[models.ActionItem](w.house)(w.store.ProposeItem(w.ctx, models.System, w.now, models.ActionItem{ReviewID: w.review.ID, Title: "Turn it off"}))
	v, list := w.signIn(w.max), fmt.Sprintf("?q=Turn+it&team=%d", w.team.ID)
	if text := v.page("/action-items"+list, http.StatusOK).Find("#list tbody").Text(); !strings.Contains(text, "Payments") {
		t.Errorf("the team's list says %q", text)
	}
	if file := v.get("/action-items.csv" + list).Body.String(); !strings.Contains(file, "Turn it off,proposed,,,,Payments,") {
		t.Errorf("the team's CSV says %s", file)
	}
	if text := v.page("/action-items/"+a.Ref(), http.StatusOK).Find("dl").Text(); !strings.Contains(text, "Payments (the incident's)") {
		t.Errorf("its page says %q", text)
	}
	v.went(v.submit("/action-items/"+a.Ref()+"/edit", "/action-items/"+a.Ref(), "done_when", "It is off"), "/action-items/"+a.Ref())
	if a = ok[models.ActionItem](w.house)(w.store.Item(w.ctx, models.System, a.ID)); a.TeamID != nil {
		t.Errorf("saving its form gave it the team %d", *a.TeamID)
	}
	if text := v.page("/action-items/"+a.Ref(), http.StatusOK).Find("#commit .alert-warn").Text(); !strings.Contains(text, "Choose a priority") || strings.Contains(text, "owner or a team") {
		t.Errorf("to be done first is %q", text)
	}
}

func TestListsAreInTheOrderThatPeopleLookFor(t *testing.T) {
	w := newWorld(t, "")
	w.person("bea Bold", models.Viewer)
	for _, name := range []string{"Zebra", "api"} {
		ok[models.Service](w.house)(w.store.AddService(w.ctx, models.System, w.now, models.Service{Name: name}))
	}
	v := w.signIn(w.ada)
	texts := func(path, selector string) string {
		return strings.Join(v.page(path, http.StatusOK).Find(selector).Map(func(_ int, s *goquery.Selection) string { return s.Text() }), ", ")
	}
	for _, list := range [][3]string{
		{"/action-items", "#list a.row-title", "Limit retries, Turn the keys, Add an alert, Write a runbook, Rewrite it all"}, // what is closed last
		{"/people", "#list a.row-title", "Ada Admin, bea Bold, Fay Field, Max Member, Otto Other, Vic Viewer"},
		{"/services", "a.row-title", "api, Checkout, Zebra"},
		{"/incidents", "#filter-service option", "Any service, api, Checkout, Zebra"},
		{"/action-items", "#filter-owner option", "Anybody, Me, Nobody: without an owner, Ada Admin, bea Bold, Fay Field, Max Member, Otto Other, Vic Viewer"},
	} {
		if got := texts(list[0], list[1]); got != list[2] {
			t.Errorf("%s has %s, want %s", list[0], got, list[2])
		}
	}
}

func TestWhatSomebodyLeavesBehindIsFoundAndGivenAway(t *testing.T) {
	w := newWorld(t, "")
	v, path := w.signIn(w.ada), fmt.Sprintf("/people/%d", w.max.ID)
	if doc := v.page(path, http.StatusOK); doc.Find("#left").Length() != 0 {
		t.Error("who is active is told to have left something")
	}
	form := filled(v.page(path, http.StatusOK).Find("form[action='" + path + "']"))
	form.Del("active")
	v.went(v.post(path, form), path)
	gone := v.page(path, http.StatusOK)
	if text := gone.Find("#left").Text(); !strings.Contains(text, "2 open action items, 1 proposal, 2 reviews as their owner, 1 meeting to come.") {
		t.Errorf("the page of who left says %q", text)
	}
	for _, to := range []string{"/action-items/" + w.committed.Ref(), "/action-items/" + w.proposed.Ref(), "/reviews/" + w.secret.Ref() + "#people", "/reviews/" + w.review.Ref() + "#meeting"} {
		if gone.Find(fmt.Sprintf("#holdings a[href=%q]", to)).Length() != 1 {
			t.Errorf("%s is not among what is still theirs", to)
		}
	}
	if row := v.page("/people?q=Max", http.StatusOK).Find("#list tbody tr").Text(); !strings.Contains(row, "holds 6 things still") {
		t.Errorf("the list of people has %q", row)
	}
	for _, page := range []string{"/reviews", "/reviews/" + w.review.Ref()} {
		if owner := v.page(page, http.StatusOK).Find("#people .person, #list .person").First().Text(); !strings.Contains(owner, "Inactive") {
			t.Errorf("%s has the owner %q", page, owner)
		}
	}
	fay := ok[models.Person](w.house)(w.store.Person(w.ctx, w.fay.ID))
	fay.Active = false
	ok[models.Person](w.house)(w.store.SavePerson(w.ctx, models.System, w.now, fay))
	if lead := v.page("/teams", http.StatusOK).Find("[data-label=Lead] .pill").Text(); lead != "Inactive" {
		t.Errorf("the lead who left is shown as %q", lead)
	}
	fay = ok[models.Person](w.house)(w.store.Person(w.ctx, w.fay.ID))
	fay.Active = true
	ok[models.Person](w.house)(w.store.SavePerson(w.ctx, models.System, w.now, fay))
	list := v.page(gone.Find("#holdings h3 a").AttrOr("href", ""), http.StatusOK)
	if rows, chosen := list.Find("#list tbody tr").Text(), list.Find("#filter-owner option[selected]").Text(); !strings.Contains(rows, "Inactive") ||
		list.Find("#list tbody tr").Length() != 2 || chosen != "Max Member (inactive)" {
		t.Errorf("the list of %q has %q", chosen, rows)
	}
	if owner := v.page("/action-items/"+w.committed.Ref(), http.StatusOK).Find(".facts .person").Text(); !strings.Contains(owner, "Inactive") {
		t.Errorf("the item's owner is %q", owner)
	}
	for _, want := range []bool{true, false} {
		if has := strings.Contains(v.page("/action-items", http.StatusOK).Find("#filter-owner").Text(), "Max Member"); has != want {
			t.Errorf("choosable is %v, want %v", has, want)
		}
		for _, id := range []int64{w.committed.ID, w.concealed.ID} {
			ok[models.ActionItem](w.house)(w.store.EditItem(w.ctx, models.System, w.now, id, 0, store.ItemEdit{OwnerID: &w.fay.ID}))
		}
	}
}

func TestAListTellsHowManyRowsItHas(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "")
	v := w.signIn(w.ada)
	for path, want := range map[string]string{"/action-items?q=" + w.committed.Ref(): "1 action item", "/reviews": " reviews", "/incidents": " incidents"} {
		if got := v.page(path, http.StatusOK).Find(".list-count").Text(); !strings.HasSuffix(got, want) {
			t.Errorf("%s tells %q, want %q", path, got, want)
		}
	}
	if got, want := counted(store.MaxCount+1, "review", "reviews"), "More than 1000 reviews"; got != want {
		t.Errorf("a list that is too long to count tells %q, want %q", got, want)
	}
}

func TestWhatIsInactiveIsOfferedNoMore(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "")
	v := w.signIn(w.ada)
	old := ok[models.Team](w.house)(w.store.AddTeam(w.ctx, models.System, w.now, models.Team{Name: "Fax"}))
	gone := ok[models.Service](w.house)(w.store.AddService(w.ctx, models.System, w.now, models.Service{Name: "Telex", TeamID: &old.ID}))
	i := ok[models.Incident](w.house)(w.store.Incident(w.ctx, models.System, w.review.IncidentID))
	i.TeamID, i.ServiceIDs = &old.ID, []int64{gone.ID}
	ok[models.Incident](w.house)(w.store.SaveIncident(w.ctx, models.System, w.now, i))
	team, service := fmt.Sprintf("/teams/%d", old.ID), fmt.Sprintf("/services/%d", gone.ID)
	v.went(v.submit(team, team, "active", ""), "/teams")
	v.went(v.submit(service, service, "active", ""), "/services")
	edit := fmt.Sprintf("/incidents/%d/edit", i.ID)
	for path, want := range map[string]int{"/incidents/new": 0, edit: 1, "/incidents": 1} {
		page := v.page(path, http.StatusOK)
		for _, name := range []string{"Fax (inactive)", "Telex (inactive)"} {
			if got := page.Find("option, label").FilterFunction(func(_ int, o *goquery.Selection) bool { return o.Text() == name }).Length(); got != want {
				t.Errorf("%s offers %s %d times, want %d", path, name, got, want)
			}
		}
	}
	v.went(v.submit(edit, fmt.Sprintf("/incidents/%d", i.ID), "title", "It was slow"), "/incidents/")
	if saved := ok[models.Incident](w.house)(w.store.Incident(w.ctx, models.System, i.ID)); *saved.TeamID != old.ID || len(saved.ServiceIDs) != 1 {
		t.Errorf("an incident that is saved again has the team and services %v, %v", saved.TeamID, saved.ServiceIDs)
	}
	v.went(v.submit(team, team, "active", "on"), "/teams")
	if v.page("/incidents/new", http.StatusOK).Find("option:contains(Fax)").Length() != 1 {
		t.Error("a team that is active again is not offered")
	}
}

func TestWhoSavesATemplateSecondSeesWhoWasFirst(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "")
	first, second := w.signIn(w.ada), w.signIn(w.person("Bo Boss", models.Administrator))
	for page, c := range map[string]struct{ post, field, says string }{
		"/document-template": {"/document-template", "body", "Ada Admin saved a new version of the template of the document, "},
		"/checklist/new":     {"/checklist", "questions[0].text", "Ada Admin saved a new version of the checklist, "},
	} {
		form := func(v *visitor, text string) url.Values {
			return filled(v.page(page, http.StatusOK).Find("form[action='"+c.post+"']"), c.field, text)
		}
		one, another := form(first, "One?"), form(second, "Another?")
		first.went(first.post(c.post, one), c.post)
		again := second.parsed("the second", second.post(c.post, another), http.StatusConflict)
		if text := strings.Join(strings.Fields(again.Find("#refused").Text()), " "); !strings.Contains(text, "Ada Admin saved this meanwhile "+c.says) {
			t.Errorf("%s: %s", page, text)
		}
		if html, _ := again.Find("main").Html(); !strings.Contains(html, "Another?") {
			t.Errorf("%s: what was typed is gone", page)
		}
		second.went(second.post(c.post, filled(again.Find("form[action='"+c.post+"']"))), c.post) // having seen it
	}
}

// What is wrong with a text is told first. That does not say that its author has seen what was saved meanwhile.
func TestWhoMendsATemplateIsStillToldThatSomebodyWasFirst(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "")
	const path, form = "/document-template", "form[action='/document-template']"
	first, second := w.signIn(w.ada), w.signIn(w.person("Bo Boss", models.Administrator))
	typed := filled(second.page(path, http.StatusOK).Find(form), "body", " ")
	first.went(first.submit(path, path, "body", "# One"), path)
	wrong := second.parsed("an empty text", second.post(path, typed), http.StatusUnprocessableEntity)
	again := second.parsed("mended", second.post(path, filled(wrong.Find(form), "body", "# Another")), http.StatusConflict)
	if text := again.Find("#refused").Text(); !strings.Contains(text, "Ada Admin saved this meanwhile") {
		t.Errorf("it says %q", text)
	}
}

func TestWithoutJiraAndMailNothingIsPromisedOfThem(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "")
	v := w.signIn(w.ada)
	if text := v.page("/action-items/"+w.committed.Ref(), http.StatusOK).Find("#jira").Text(); !strings.Contains(text, "No Jira is set up") || strings.Contains(text, "being made") {
		t.Errorf("an item says of Jira %q", text)
	}
	if text := v.page("/operations", http.StatusOK).Find("main").Text(); !strings.Contains(text, "Waits until it is set up") || strings.Contains(text, "In progress") {
		t.Errorf("the operations page says %q", text)
	}
}

func TestWhatIsTickedOrEverythingIsHandedOver(t *testing.T) {
	w := newWorld(t, "")
	v, path := w.signIn(w.ada), fmt.Sprintf("/people/%d", w.max.ID)
	owner := func(a models.ActionItem) int64 {
		return *ok[models.ActionItem](w.house)(w.store.Item(w.ctx, models.System, a.ID)).OwnerID
	}
	doc := v.page(path, http.StatusOK)
	if n := doc.Find("#holdings input[name=holding]").Length(); n != 6 {
		t.Fatalf("%d boxes", n)
	}
	if offered := doc.Find("#holdings option").Text(); strings.Contains(offered, "Max") || strings.Contains(offered, "Vic") || !strings.Contains(offered, "Fay") {
		t.Errorf("offered are %s", offered)
	}
	box := fmt.Sprintf("item_owner %d", w.committed.ID)
	for _, c := range []struct {
		form url.Values
		says string
	}{
		{url.Values{"holding": {box}}, "Hand over to is missing: say who gets it"},
		{url.Values{"to_id": {fmt.Sprint(w.fay.ID)}}, "Nothing is ticked: tick what is to be handed over."},
		{url.Values{"to_id": {fmt.Sprint(w.vic.ID)}, "holding": {box}}, "is a viewer"},
		{url.Values{"to_id": {fmt.Sprint(w.fay.ID)}, "holding": {box, fmt.Sprintf("delegate %d", w.fay.ID)}}, "Fay Field cannot cover for themselves. Choose somebody else, or untick that row."},
		{url.Values{"to_id": {fmt.Sprint(w.fay.ID)}, "holding": {box, "item_owner 999"}}, "Something that you ticked is not with them, or not any more: look at what is."},
	} {
		res := v.post(path+"/handover", c.form)
		page := v.parsed(path, res, http.StatusUnprocessableEntity)
		if said := strings.Join(strings.Fields(page.Find("#refused").Text()), " "); !strings.Contains(said, c.says) {
			t.Errorf("%v is answered %s", c.form, said)
		}
		if ticked := page.Find("#holdings input[checked]").Length(); (ticked == 1) != c.form.Has("holding") {
			t.Errorf("%d boxes are ticked still", ticked)
		}
	}
	v.went(v.post(path+"/handover", url.Values{"to_id": {fmt.Sprint(w.fay.ID)}, "holding": {box}}), path)
	if told := v.page(path, http.StatusOK).Find("[role=status]").Text(); !strings.Contains(told, "1 thing is handed over to Fay Field.") {
		t.Errorf("told is %q", told)
	}
	if owner(w.committed) != w.fay.ID || owner(w.proposed) != w.max.ID {
		t.Error("not only what was ticked is handed over")
	}
	v.went(v.post(path+"/handover", url.Values{"to_id": {fmt.Sprint(w.otto.ID)}, "all": {"on"}}), path)
	if doc := v.page(path, http.StatusOK); owner(w.proposed) != w.otto.ID || doc.Find("#holdings").Length() > 0 {
		t.Errorf("left is %s", doc.Find("#holdings").Text())
	}
	if lines, _ := saysHistory(v.page(path, http.StatusOK)); !strings.Contains(strings.Join(lines, "\n"), "handed over 1 thing from the person to Fay Field") {
		t.Errorf("the history of the person is %q", lines)
	}
}

func TestWhatWasDoneIsSaidInItsOwnWord(t *testing.T) {
	t.Parallel()
	told := func(v *visitor, page string) string {
		return strings.TrimSuffix(strings.Join(strings.Fields(v.page(page, http.StatusOK).Find(".told").Text()), " "), " Close")
	}
	w := newWorld(t, "")
	fay, pm := w.signIn(w.fay), "/reviews/"+w.review.Ref()
	form := fay.page(pm, http.StatusOK).Find("details[id^=question-] form:has(input[name=final])").Last()
	fay.went(fay.post(pm+"/outcomes", filled(form, "verdict", "needs_work", "note", "A time is missing", "waived_reason", "It can wait")), pm)
	if got := told(fay, pm); got != "The question is waived: it needs work, and the review may pass all the same." {
		t.Errorf("after a waiver it says %q", got)
	}
	ai := "/action-items/" + w.committed.Ref()
	fay.went(fay.submit(ai, ai+"/snooze", "until", "2026-03-17", "reason", "A holiday"), ai)
	if got := told(fay, ai); got != "Reminders rest until Tue 17 Mar 2026." {
		t.Errorf("after a snooze it says %q", got)
	}
	if got := fay.page(ai, http.StatusOK).Find("main").Text(); !strings.Contains(got, "until Tue 17 Mar 2026, 1 time in all") {
		t.Error("the item's page does not write the day out")
	}
	ok[models.Review](w.house)(w.store.SubmitReview(w.ctx, models.ActorFor(w.fay), w.now, w.review.ID, 0))
	w.reviewed()
	ok[models.Review](w.house)(w.store.ReopenReview(w.ctx, models.ActorFor(w.fay), w.now, w.review.ID, 0, "A look again"))
	fay.went(fay.submit(pm, pm+"/completion"), pm)
	if got := told(fay, pm); got != "The review is marked as reviewed." {
		t.Errorf("after “Mark as reviewed” it says %q", got)
	}

	fresh := ok[models.Review](w.house)(w.store.OpenReview(w.ctx, models.ActorFor(w.max), w.now, models.Review{IncidentID: w.small.ID, OwnerID: &w.max.ID}))
	small := "/reviews/" + fresh.Ref()
	steps := func() string {
		return strings.Join(strings.Fields(fay.page(small, http.StatusOK).Find(".path").Text()), " ")
	}
	if got := steps(); strings.Contains(got, "message") || !strings.Contains(got, "Commit or reject what is proposed") || !strings.HasSuffix(got, "All is agreed") {
		t.Errorf("without a message to customers the steps are %q", got)
	}
	ok[models.Message](w.house)(w.store.WriteMessage(w.ctx, models.ActorFor(w.max), w.now, fresh.ID, models.External, 0, "We are sorry."))
	if got := steps(); !strings.Contains(got, "post the external message") || !strings.HasSuffix(got, "All is agreed and told") {
		t.Errorf("with a message to customers the steps are %q", got)
	}
	fay.went(fay.submit(small, small+"/waiver", "reason", "A small one"), small)
	if got := told(fay, small); got != "The review is waived: nobody is reminded of it any more, and its history says why." {
		t.Errorf("after a waiver it says %q", got)
	}
}
