package web

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"debrief/models"
	"debrief/models/store"
)

// late is what a page says in the late colour.
func late(doc *goquery.Document, within string) string {
	return strings.Join(strings.Fields(doc.Find(within+" .late").Text()), " ")
}

// The deadline is a day of the team in Los Angeles; who looks is in Berlin, nine hours ahead or eight.
func TestTheDeadlineOfTheMeeting(t *testing.T) {
	h := newHouse(t)
	max := h.signIn(h.person("Max", models.Member))
	team := ok[models.Team](h)(h.store.AddTeam(h.ctx, models.System, h.now, models.Team{Name: "Payments", TimeZone: "America/Los_Angeles"}))
	ok[models.Incident](h)(h.store.AddIncident(h.ctx, models.ActorFor(max.who), h.now, models.Incident{Title: "Payments failed", Severity: 1, TeamID: &team.ID,
		StartedAt: moment.Add(-2 * time.Hour), ResolvedAt: at(moment.Add(-time.Hour))}, max.who.ID))
	review := ok[models.Review](h)(h.store.Review(h.ctx, models.System, 1))
	deadline := dueAsOf(review.DueOn, review.DueOn, false).Day
	const path, form = "/reviews/PM-1", "/reviews/PM-1/meeting"
	says := func(page, within, want string) {
		t.Helper()
		if got := late(max.page(page, http.StatusOK), within); want == "" && got != "" || !strings.Contains(got, want) {
			t.Errorf("%s says late %q, want %q", page, got, want)
		}
	}
	nextDay := func(hour string) string { return review.DueOn.AddDays(1).String() + "T" + hour }

	says(path, "main", "")
	says(form, "main", "")
	says("/reviews", "main", "")
	refused := max.parsed("late and too long", max.submit(form, form, "minutes", "90", "starts_at", nextDay("19:00")), http.StatusUnprocessableEntity)
	if got := refused.Find("#late").Text(); !strings.Contains(got, "after the deadline of "+deadline) {
		t.Errorf("the typed time is not warned of: %q", got)
	}

	max.went(max.allTheSame(max.submit(form, form, "starts_at", nextDay("07:00"))), path+"#meeting") // in Los Angeles it is still the day before
	says(path, "main", "")
	says(form, "main", "")
	max.went(max.allTheSame(max.submit(form, form, "starts_at", nextDay("19:00"))), path+"#meeting")
	says(path, ".alert-warn", "The meeting is after the deadline of "+deadline)
	says(path, ".alert-warn", "") // said once
	says(path, "#meeting", "The meeting is after the deadline of "+deadline)
	says(path, ".facts", "after the deadline of")
	says("/reviews", "main", "") // there is time to move it
	if text := max.page(form, http.StatusOK).Find("#late").Text(); !strings.Contains(text, "after the deadline of "+deadline) {
		t.Errorf("the form says %q", text)
	}
	max.went(max.allTheSame(max.submit(form, form, "starts_at", review.DueOn.String()+"T19:00")), path+"#meeting")
	says(path, "main", "")

	over := review.DueOn.AddDays(1).At(0, 0, team.Location())
	h.now = over.Add(-time.Minute)
	max = h.signIn(max.who)
	says(path, "main", "")
	says("/reviews", "main", "")
	h.now = over
	says(path, "#meeting", "The deadline of "+deadline+" has passed, and nobody recorded that the meeting was held.")
	says("/reviews", "#list", deadline+" (overdue by 1 day)Has not met")
	m := ok[[]models.Meeting](h)(h.store.Meetings(h.ctx, models.System, 1))[0]
	held := ok[models.Meeting](h)(h.store.HoldMeeting(h.ctx, models.System, h.now, m.ID, m.Version, nil))
	says(path, "main", "")
	says("/reviews", "main", "")
	if text := max.page(path, http.StatusOK).Find(".facts").Text(); !strings.Contains(text, ", on time") {
		t.Errorf("a meeting of %s is not on time: %s", held.StartsAt, text)
	}
}

func TestADeadlineWithoutAMeeting(t *testing.T) {
	h := newHouse(t)
	max := h.person("Max", models.Member)
	ok[models.Incident](h)(h.store.AddIncident(h.ctx, models.ActorFor(max), h.now, models.Incident{Title: "Payments failed", Severity: 1,
		StartedAt: moment.Add(-2 * time.Hour), ResolvedAt: at(moment.Add(-time.Hour))}, max.ID))
	review := ok[models.Review](h)(h.store.Review(h.ctx, models.System, 1))
	h.now = review.DueOn.AddDays(2).At(9, 0, time.UTC)
	v := h.signIn(max)
	deadline := dueAsOf(review.DueOn, review.DueOn, false).Day
	if got := late(v.page("/reviews/PM-1", http.StatusOK), "#meeting"); !strings.Contains(got, "The deadline of "+deadline+" has passed without a meeting.") {
		t.Errorf("the review says %q", got)
	}
	if got := v.page("/reviews/PM-1/meeting", http.StatusOK).Find("p.late").Text(); !strings.Contains(got, "after the deadline of "+deadline) {
		t.Errorf("the suggested time is not warned of: %q", got)
	}
	if got := late(v.page("/reviews", http.StatusOK), "#list"); got != deadline+" (overdue by 2 days)Has not met" {
		t.Errorf("the list says %q", got)
	}
}

func TestAVerdictIsChosenAndNotAssumed(t *testing.T) {
	w := newWorld(t, "")
	v, path := w.signIn(w.fay), "/reviews/"+w.review.Ref()
	forms := v.page(path, http.StatusOK).Find("#checklist form").FilterFunction(func(_ int, f *selection) bool { // those that nothing was said to
		return f.Find("[name=version]").AttrOr("value", "") == "0"
	})
	if forms.Length() == 0 {
		t.Fatal("there is nothing to answer")
	}
	forms.Each(func(_ int, f *selection) {
		choice := f.Find("select[name=verdict]")
		if _, needed := choice.Attr("required"); !needed || choice.Find("option[selected]").AttrOr("value", "none") != "" {
			t.Error("a press settles a question that nobody looked at")
		}
	})
	doc := v.parsed("no verdict", v.post(path+"/outcomes", filled(forms.First())), http.StatusUnprocessableEntity)
	if doc.Find("#checklist .field-error").Length() != 1 {
		t.Error("the verdict is not asked for at its field")
	}
}

func TestAnOutcomeThatIsNoGoodNewsDoesNotLookLikeIt(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "")
	v, path := w.signIn(w.fay), "/reviews/"+w.review.Ref()
	for _, c := range []struct{ verdict, waived, look, told string }{{"needs_work", "", ".alert-warn", ".alert-note"}, {"needs_work", "It can wait", ".alert-note", ".alert-note"},
		{"not_applicable", "", ".alert-note", ".alert-good"}, {"pass", "", ".alert-good", ".alert-good"}} {
		form := v.page(path, http.StatusOK).Find("#question-4 form:has([name=final])")
		v.went(v.post(path+"/outcomes", filled(form, "verdict", c.verdict, "note", "A time is missing", "waived_reason", c.waived)), path+"#question-4")
		doc := v.page(path, http.StatusOK)
		if box := doc.Find("#question-4 .alert"); !box.Is(c.look) || box.Length() != 1 || doc.Find(".told p").Length() != 1 || !doc.Find(".told p").Is(c.told) {
			html, _ := doc.Find(".told").Html()
			t.Errorf("%s, waived %q, is shown as %s and told as %s", c.verdict, c.waived, box.AttrOr("class", ""), html)
		}
	}
}

func TestViewersAreNotOfferedAsOwners(t *testing.T) {
	w := newWorld(t, "")
	v, path := w.signIn(w.fay), "/reviews/"+w.review.Ref()
	for page, choices := range map[string]int{path: 3, fmt.Sprintf("/incidents/%d", w.small.ID): 2, "/incidents/new": 1, "/action-items/" + w.proposed.Ref() + "/edit": 1} {
		owners := v.page(page, http.StatusOK).Find("select[name$=owner_id], select[name=facilitator_id]")
		if owners.Length() != choices || owners.Find(fmt.Sprintf("option[value='%d']", w.vic.ID)).Length() != 0 {
			t.Errorf("%s offers a viewer, who could not act, or has %d choices", page, owners.Length())
		}
	}
	doc := v.parsed("a viewer", v.submit(path, path+"/people", "owner_id", fmt.Sprint(w.vic.ID)), http.StatusUnprocessableEntity)
	if !strings.Contains(doc.Find("#people-owner-id-error").Text(), "is a viewer") {
		t.Error("the field is not named")
	}
}

func TestWhatIsToBeDoneLeadsToWhereItIsDone(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "")
	fay := models.ActorFor(w.fay)
	ok[models.Review](w.house)(w.store.SubmitReview(w.ctx, fay, w.now, w.review.ID, 0))
	v := w.signIn(w.max)
	path := "/reviews/" + w.review.Ref()
	links := func(page, within string) (list []string) {
		t.Helper()
		v.page(page, http.StatusOK).Find(within + " li").Each(func(_ int, li *goquery.Selection) {
			list = append(list, strings.TrimSpace(li.Text())+" "+li.Find("a").AttrOr("href", ""))
		})
		return list
	}
	got := links(path, ".next")
	if len(got) != maxTodos+1 || got[0] != "Record that the meeting was held "+path+"#meeting" || !strings.HasSuffix(got[2], path+"#question-3") ||
		got[maxTodos] != "and 3 more " {
		t.Errorf("the review asks for %q", got)
	}
	if home := links("/", ".tasks"); !slices.Contains(home, got[0]) || !slices.Contains(home, "Settle 8 questions of the checklist "+path+"#checklist") {
		t.Errorf("the front page asks for %q", home)
	}
	if text := v.page(path, http.StatusOK).Find(".next").Text(); strings.Contains(text, "asks for is there") {
		t.Errorf("it says %s", text)
	}

	w.now = w.meeting.StartsAt.Add(time.Hour)
	ok[models.Meeting](w.house)(w.store.HoldMeeting(w.ctx, fay, w.now, w.meeting.ID, 0, nil))
	for _, q := range ok[models.Template](w.house)(w.store.Template(w.ctx, 0)).Questions {
		ok[models.Outcome](w.house)(w.store.RecordOutcome(w.ctx, fay, w.now, 0, models.Outcome{ReviewID: w.review.ID, QuestionID: q.ID, Final: true, Verdict: models.Pass}))
	}
	next := v.page(path, http.StatusOK).Find(".next")
	if text := strings.Join(strings.Fields(next.Text()), " "); !strings.HasPrefix(text, "All that this step asks for is thereThe check still has 1 finding in the document, which is advice.") ||
		next.Find("a").AttrOr("href", "") != "#findings" {
		t.Errorf("with a warning it says %s", text)
	}
	ok[models.Review](w.house)(w.store.CompleteReview(w.ctx, fay, w.now, w.review.ID, 0))
	if got := links(path, ".next"); !slices.Equal(got, []string{"Approve and post the external message " + path + "#messages-external",
		"Commit or reject " + w.proposed.Ref() + " /action-items/" + w.proposed.Ref() + "#commit"}) {
		t.Errorf("before it is closed, it asks for %q", got)
	}
}

func TestAReviewWithoutAFacilitatorSaysSo(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "")
	max := w.signIn(w.max)
	path := "/reviews/" + w.review.Ref()
	wished := func(page, within string) bool {
		t.Helper()
		return max.page(page, http.StatusOK).Find(within+` a[href="`+path+`#people"]:contains("Name a facilitator")`).Length() == 1
	}
	if wished(path, ".next") || wished("/", ".tasks") {
		t.Error("a facilitator is asked for while there is one")
	}
	nobody := int64(0)
	ok[models.Review](w.house)(w.store.EditReview(w.ctx, models.System, w.now, w.review.ID, 0, store.ReviewEdit{FacilitatorID: &nobody}))
	if !wished(path, ".next") || !wished("/", ".tasks") {
		t.Error("no facilitator is asked for")
	}
	doc := max.page(path, http.StatusOK)
	if doc.Find("#people details[open] #people-facilitator-id").Length() != 1 || !strings.Contains(doc.Find(".next").Text(), "All that this step asks for is there") {
		t.Error("the form is closed, or the review is held back")
	}
	max.went(max.submit(path, path+"/submission"), path+"#state")
	max.went(max.submit(path, path+"/people", "facilitator_id", text(w.fay.ID)), path+"#people")
	if wished(path, ".next") || wished("/", ".tasks") {
		t.Error("a facilitator is asked for once there is one")
	}
}

func TestWhoReportsAnIncidentIsToldWhatIsLeft(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	max := h.signIn(h.person("Max", models.Member))
	for owner, want := range map[string]string{"": "Next: the owner, the meeting, the document.", text(max.who.ID): "Next: the meeting, the document."} {
		res := max.submit("/incidents/new", "/incidents", "title", "Payments failed", "severity", "1", "started_at", "2026-03-09T08:00", "review_owner_id", owner)
		if said := max.page(res.Header().Get("Location"), http.StatusOK).Find("[role=status]").Text(); !strings.Contains(said, want) {
			t.Errorf("it says %q, want %q", said, want)
		}
	}
}

func TestAProposalAsksBesideItsFieldForTheDay(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "")
	a := ok[models.ActionItem](w.house)(w.store.ProposeItem(w.ctx, models.System, w.now, models.ActionItem{ReviewID: w.review.ID, Title: "Add an alert on lag",
		DoneWhen: "It rings", Priority: models.P2, OwnerID: &w.max.ID, DueOn: models.DateOf(w.now).AddDays(-3)}))
	commit := w.signIn(w.max).page("/action-items/"+a.Ref(), http.StatusOK).Find("#commit")
	if list := commit.Find(".alert li").Text(); list != "Choose a kind: prevent, detect, mitigate or process" {
		t.Errorf("the other page is to mend %q", list)
	}
	if _, required := commit.Find("[name=due_on]").Attr("required"); !required || !strings.Contains(commit.Find(".form-hint").Text(), "has passed") {
		t.Errorf("the day is asked for as %s", commit.Find(".form-hint").Text())
	}
}

func TestReviewsThatNeedSomebodyAreFound(t *testing.T) {
	w := newWorld(t, "")
	nobody := int64(0)
	ok[models.Review](w.house)(w.store.EditReview(w.ctx, models.System, w.now, w.review.ID, 0, store.ReviewEdit{OwnerID: &nobody}))
	fay := w.signIn(w.fay) // leads the team
	to := fay.page("/", http.StatusOK).Find("a:contains('All without an owner')").AttrOr("href", "")
	for path, want := range map[string]string{to: w.review.Ref(), "/reviews?needs=owner&mine=on": w.review.Ref(), "/reviews?needs=facilitator&mine=on": ""} {
		if got := fay.page(path, http.StatusOK).Find("#list td:first-child strong").Text(); got != want {
			t.Errorf("%s lists %q, want %q", path, got, want)
		}
	}
}

func TestAReviewThatWasFoundByItsDocumentShowsWhere(t *testing.T) {
	w := newWorld(t, "")
	ok[models.Document](w.house)(w.store.SaveDocument(w.ctx, models.System, w.now, w.review.ID, -1,
		"# Overview\n\n"+strings.Repeat("Before that. ", 40)+"\n\n- The `<b>connection</b>` **pool** ran\n  dry & Pools waited.\n\n"+strings.Repeat("After that. ", 40)))
	v := w.signIn(w.vic)
	doc := v.page("/reviews?q=POOL+connection", http.StatusOK)
	excerpt := doc.Find("#list .title-cell .excerpt")
	text := excerpt.Text()
	if !strings.Contains(text, "The <b>connection</b> pool ran dry & Pools waited.") || !strings.HasPrefix(text, "…") || !strings.HasSuffix(text, "…") || len([]rune(text)) > 122 {
		t.Errorf("the excerpt is %q", text)
	}
	if marked := excerpt.Find("mark").Map(func(_ int, m *goquery.Selection) string { return m.Text() }); !slices.Equal(marked, []string{"connection", "pool", "Pool"}) {
		t.Errorf("marked is %q", marked)
	}
	for _, q := range []string{"", "?q=payments", "?q=" + w.review.Ref()} {
		if text := v.page("/reviews"+q, http.StatusOK).Find(".excerpt").Text(); text != "" {
			t.Errorf("/reviews%s has the excerpt %q", q, text)
		}
	}
	if says := doc.Find("#filter-q").AttrOr("placeholder", ""); !strings.Contains(says, "document") {
		t.Errorf("nobody is told what is searched, but %q", says)
	}
	if w := v.get("/reviews?q=" + strings.Repeat("%25_%27%22%5C*%3A%26%7C%28", 500)); w.Code != http.StatusOK {
		t.Errorf("signs are answered with %d", w.Code)
	}
}

func TestAReviewsHeadSaysWhenItMeets(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "")
	max, vic := w.signIn(w.max), w.signIn(w.vic)
	head := func(v *visitor) string {
		t.Helper()
		return strings.Join(strings.Fields(v.page("/reviews/PM-1", http.StatusOK).Find(".facts > span").First().Text()), " ")
	}
	is := func(v *visitor, want string) {
		t.Helper()
		if got := head(v); got != want {
			t.Errorf("it says %q, want %q", got, want)
		}
	}
	due := dueAsOf(models.DateOf(w.now), w.review.DueOn, false).Day
	is(max, "Meets on Wed 11 Mar 2026, 13:00 CET (due by "+due+")")
	w.now = w.meeting.End()
	is(max, "Met on Wed 11 Mar 2026, 13:00 CET? Record it (due by "+due+")")
	is(vic, "Met on Wed 11 Mar 2026, 13:00 CET? Not recorded yet (due by "+due+")")
	max.went(max.submit("/reviews/PM-1", "/reviews/PM-1/meeting/held"), "/reviews/PM-1")
	is(max, "Met on Wed 11 Mar 2026, 13:00 CET, on time (due by "+due+")")
}

func TestClosingAsksOfWhatTheDocumentListsAndNobodyProposed(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "")
	v, pm := w.signIn(w.fay), "/reviews/"+w.review.Ref()
	w.write(w.review, w.max, "# Action items\n\n- Add an alert on queue length above 1000\n- Document the failover of the queue\n")
	notice := func() string {
		return strings.Join(strings.Fields(v.page(pm, http.StatusOK).Find("#unproposed").Text()), " ")
	}
	if got := notice(); got != "" {
		t.Errorf("a draft says %q", got)
	}
	ok[models.Review](w.house)(w.store.SubmitReview(w.ctx, models.ActorFor(w.fay), w.now, w.review.ID, 0))
	if got, want := notice(), "2 items that the document lists were never proposed: propose what is still to be done."; got != want {
		t.Errorf("in review it says %q, want %q", got, want)
	}
	w.reviewed()
	if got, want := notice(), "2 items that the document lists were never proposed: propose what is still to be done, or close the review all the same."; got != want {
		t.Errorf("before the close it says %q, want %q", got, want)
	}
	page := v.page(pm, http.StatusOK)
	form := page.Find("form[action='" + pm + "/closure']")
	if to := page.Find("#unproposed a").AttrOr("href", ""); page.Find(to+" form[action='"+pm+"/listed-items']").Length() != 1 {
		t.Errorf("it leads to %q", to)
	}
	asked := v.parsed("unasked", v.post(pm+"/closure", filled(form)), http.StatusUnprocessableEntity)
	if told := asked.Find("#refused li").Text(); told != "The document lists 2 items that nobody proposed: propose what is still to be done, or tick that you close it all the same" {
		t.Errorf("it asks with %q", told)
	}
	v.went(v.post(pm+"/closure", filled(asked.Find("form[action='"+pm+"/closure']"), "unproposed", "on")), pm+"#state")
	entry := v.page(pm, http.StatusOK).Find("#history li").First()
	if told := strings.Join(strings.Fields(entry.Text()), " "); !strings.Contains(told, "closed the review, although its document lists 2 items that nobody proposed") {
		t.Errorf("the history says %q", told)
	}
	if named := entry.Find(".changes li").Map(func(_ int, li *goquery.Selection) string { return li.Text() }); !slices.Equal(named,
		[]string{"Add an alert on queue length above 1000", "Document the failover of the queue"}) {
		t.Errorf("the history names %q", named)
	}
	if r := ok[models.Review](w.house)(w.store.Review(w.ctx, models.System, w.review.ID)); r.State != models.Closed {
		t.Errorf("it is %s", r.State)
	}
}

// reviewed takes the world's review, which is in review, to where it can be closed.
func (w *world) reviewed() {
	w.t.Helper()
	by := models.ActorFor(w.fay)
	w.now = w.now.Add(27 * time.Hour)
	ok[models.Meeting](w.house)(w.store.HoldMeeting(w.ctx, by, w.now, w.meeting.ID, 0, []int64{w.fay.ID}))
	for _, q := range ok[models.Template](w.house)(w.store.Template(w.ctx, w.review.TemplateID)).Questions {
		ok[models.Outcome](w.house)(w.store.RecordOutcome(w.ctx, by, w.now, 0, models.Outcome{ReviewID: w.review.ID, QuestionID: q.ID, Final: true, Verdict: models.Pass}))
	}
	ok[models.Review](w.house)(w.store.CompleteReview(w.ctx, by, w.now, w.review.ID, 0))
	ok[models.ActionItem](w.house)(w.store.RejectItem(w.ctx, by, w.now, w.proposed.ID, 0, "Not now"))
	ok[models.Message](w.house)(w.store.ApproveMessage(w.ctx, by, w.now, w.review.ID, models.External, 0, "It is short"))
	ok[models.Message](w.house)(w.store.PostMessage(w.ctx, by, w.now, w.review.ID, models.External, 0, "https://status.example.com"))
}
