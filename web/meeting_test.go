package web

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"debrief/models"
)

const meetingForm = "/reviews/PM-1/meeting"

// allTheSame answers the question whether a meeting is meant for that time.
func (v *visitor) allTheSame(asked *httptest.ResponseRecorder) *httptest.ResponseRecorder {
	v.t.Helper()
	doc := v.parsed("the question", asked, http.StatusConflict)
	confirm := doc.Find("#asked button")
	return v.post(meetingForm, filled(confirm.Closest("form"), confirm.AttrOr("name", ""), confirm.AttrOr("value", "")))
}

func TestAnOddTimeIsAskedAbout(t *testing.T) {
	w := newWorld(t, "")
	max := w.signIn(w.max)
	stored := func() models.Meeting {
		t.Helper()
		return ok[models.Meeting](w.house)(w.store.Meeting(w.ctx, models.System, w.meeting.ID))
	}
	save := func(values ...string) *httptest.ResponseRecorder {
		return max.submit(meetingForm, meetingForm, values...)
	}
	question := func(answer *httptest.ResponseRecorder) string {
		t.Helper()
		return strings.Join(strings.Fields(max.parsed("the question", answer, http.StatusConflict).Find("#asked").Text()), " ")
	}

	doc := max.parsed("an odd time", save("starts_at", "2026-03-15T03:00", "place", "Room 5"), http.StatusConflict)
	if got := doc.Find("#asked li").Text(); got != "It is 03:00 on Sunday for Max Member and Fay Field, which is no working day" {
		t.Errorf("asked is %q", got)
	}
	if doc.Find("#refused").Length() != 0 || doc.Find("#schedule-starts-at").AttrOr("value", "") != "2026-03-15T03:00" ||
		doc.Find("#schedule-place").AttrOr("value", "") != "Room 5" {
		t.Error("what was typed is lost, or called wrong")
	}
	if m := stored(); !m.StartsAt.Equal(w.meeting.StartsAt) || m.Version != w.meeting.Version {
		t.Errorf("it is saved before the answer: %+v", m)
	}
	// A confirmation is of what was read: another time is asked about anew.
	confirm := doc.Find("#asked button").AttrOr("value", "")
	if got := question(max.post(meetingForm, filled(doc.Find("#asked").Closest("form"), "starts_at", "2026-03-14T04:00", "confirmed", confirm))); !strings.Contains(got, "04:00 on Saturday") {
		t.Errorf("the other time is asked about with %q", got)
	}
	max.went(max.allTheSame(save("starts_at", "2026-03-15T03:00", "place", "Room 5")), "/reviews/PM-1#meeting")
	if m := stored(); m.StartsAt.Format("2006-01-02 15:04") != "2026-03-15 02:00" || m.Place != "Room 5" {
		t.Errorf("saved is %+v", m)
	}

	// What was confirmed is told on the form, and not asked about again while the meeting stays where it is.
	if got := max.page(meetingForm, http.StatusOK).Find("#conflicts").Text(); !strings.Contains(got, "03:00 on Sunday") {
		t.Errorf("the form tells %q", got)
	}
	max.went(save("place", "Room 6"), "/reviews/PM-1#meeting")
	if got := question(save("attendees[2].person_id", text(w.otto.ID))); !strings.Contains(got, "Otto Other") {
		t.Errorf("of one more person is asked %q", got)
	}

	// Who is optional is told of, and holds nothing up.
	w.otto.AwayFrom, w.otto.AwayUntil = models.DateOf(moment), models.DateOf(moment).AddDays(3)
	w.otto = ok[models.Person](w.house)(w.store.SavePerson(w.ctx, models.System, w.now, w.otto))
	max.went(save("starts_at", "2026-03-12T10:00", "attendees[2].person_id", text(w.otto.ID), "attendees[2].optional", "on"), "/reviews/PM-1#meeting")
	if got := max.page("/reviews/PM-1", http.StatusOK).Find(".alert-warn").Text(); !strings.Contains(got, "Otto Other is away until 13 March 2026 (optional).") {
		t.Errorf("the next page tells %q", got)
	}
	if got := question(save("attendees[2].optional", "")); !strings.Contains(got, "Otto Other is away") {
		t.Errorf("once Otto is needed, asked is %q", got)
	}

	// What cannot be saved anyhow is refused at once.
	max.parsed("too long", save("starts_at", "2026-03-15T03:00", "minutes", "90"), http.StatusUnprocessableEntity)
	max.parsed("in the past", save("starts_at", "2026-03-01T03:00"), http.StatusUnprocessableEntity)
}

func TestAnInvitationIsAnsweredWhereItIsSeen(t *testing.T) {
	w := newWorld(t, "")
	max := w.signIn(w.max)
	const path, form = "/reviews/PM-1", "/reviews/PM-1/meeting/response"
	pressed := func(page string) string {
		t.Helper()
		return max.page(page, http.StatusOK).Find(`.answer [aria-pressed="true"]`).Text()
	}
	for _, page := range []string{"/", path} {
		if got := max.page(page, http.StatusOK).Find(".answer button").Text(); got != "AcceptMaybeDecline" || pressed(page) != "" {
			t.Errorf("%s offers %q, with %q pressed", page, got, pressed(page))
		}
	}
	max.went(max.submit(path, form, "response", "tentative"), path+"#meeting")
	if pressed(path) != "Maybe" {
		t.Errorf("pressed is %q", pressed(path))
	}
	home := max.page("/", http.StatusOK)
	if home.Find(".answer").Length() != 0 || !strings.Contains(home.Text(), "Tentative") {
		t.Error("what is answered is still asked on the first page")
	}
	if got := max.page(path, http.StatusOK).Find("#history li").First().Text(); !strings.Contains(got, "answered the invitation to the meeting with “Tentative”") {
		t.Errorf("the history tells %q", got)
	}
	old := filled(max.page(path, http.StatusOK).Find("form.answer"))
	max.went(max.submit(meetingForm, meetingForm, "starts_at", "2026-03-12T10:00"), path+"#meeting") // which asks again
	old.Set("response", "accepted")                                                                  // on a page from before
	if doc := max.parsed(form, max.post(form, old), http.StatusConflict); !strings.Contains(doc.Text(), "The meeting was moved to Thu 12 Mar 2026") || pressed(path) != "" {
		t.Errorf("an answer to the old time is told %q, and makes it %q", doc.Find(".form-error, .alert").Text(), pressed(path))
	}
	max.went(max.submit("/", form, "response", "declined"), "/")
	if pressed(path) != "Decline" {
		t.Errorf("pressed is %q", pressed(path))
	}

	// Who is not invited is not asked, and cannot answer for others.
	otto := w.signIn(w.otto)
	if otto.page(path, http.StatusOK).Find(".answer").Length() != 0 {
		t.Error("somebody who is not invited is asked")
	}
	values := filled(max.page(path, http.StatusOK).Find(".answer"), "response", "accepted")
	otto.parsed("somebody else's answer", otto.post(form, values), http.StatusForbidden)
	max.parsed("no answer", max.post(form, filled(max.page(path, http.StatusOK).Find(".answer"))), http.StatusUnprocessableEntity)

	w.now = w.now.Add(24 * 3 * time.Hour) // over
	max = w.signIn(w.max)
	if max.page(path, http.StatusOK).Find(".answer").Length() != 0 {
		t.Error("an answer is asked for after the meeting")
	}
	refusal := max.parsed("too late", max.post(form, values), http.StatusConflict).Find("#refused").Text()
	if !strings.Contains(refusal, "This meeting is over") {
		t.Errorf("too late is refused with %q", refusal)
	}
}

func TestTheSuggestedTimeSuitsThoseWhoAreNeeded(t *testing.T) {
	h := newHouse(t)
	max := h.signIn(h.person("Max", models.Member))
	mia := ok[models.Person](h)(h.store.AddPerson(h.ctx, models.System, h.now, models.Person{Name: "Mia Chen", Email: "mia@example.com", Role: models.Member,
		Active: true, TimeZone: "America/New_York", AwayFrom: models.DateOf(moment), AwayUntil: models.DateOf(moment).AddDays(2)}))
	ok[models.Incident](h)(h.store.AddIncident(h.ctx, models.ActorFor(max.who), h.now, models.Incident{Title: "Payments failed", Severity: 2,
		StartedAt: moment.Add(-2 * time.Hour), ResolvedAt: at(moment.Add(-time.Hour)), Responders: []models.Responder{{PersonID: mia.ID, Part: models.Commander}}}, max.who.ID))
	doc := max.page(meetingForm, http.StatusOK)
	// In two business days Mia is away; the morning after is the first in which both work: 09:00 there is 14:00 here.
	if got := doc.Find("#schedule-starts-at").AttrOr("value", ""); got != "2026-03-13T14:00" || doc.Find("#conflicts").Length() != 0 {
		t.Errorf("suggested is %s: %s", got, doc.Find("#conflicts").Text())
	}
}

func TestWhoWasThereIsCorrectedOnTheReview(t *testing.T) {
	w := newWorld(t, "")
	const path = "/reviews/PM-1"
	ok[models.Meeting](w.house)(w.store.RespondToMeeting(w.ctx, models.ActorFor(w.fay), w.now, w.meeting.ID, nil, models.Declined))
	w.now = w.meeting.StartsAt.Add(time.Hour)
	max := w.signIn(w.max)
	ticked := func(doc *goquery.Document) string {
		return strings.Join(doc.Find("[name=attended][checked]").Map(func(_ int, s *goquery.Selection) string { return s.AttrOr("value", "") }), " ")
	}
	there := func(want ...int64) {
		t.Helper()
		slices.Sort(want)
		if m := ok[models.Meeting](w.house)(w.store.Meeting(w.ctx, models.System, w.meeting.ID)); !slices.Equal(m.There(), want) {
			t.Errorf("there were %v, want %v", m.There(), want)
		}
	}
	doc := max.page(path, http.StatusOK)
	if got := ticked(doc); got != text(w.max.ID) {
		t.Errorf("ticked beforehand are %q, and Fay declined", got)
	}
	// What is ticked stays ticked where the form is refused, also who had declined.
	values := filled(doc.Find("form[action='" + path + "/meeting/held']"))
	values.Add("attended", text(w.fay.ID))
	values.Set("version", "99")
	if got := ticked(max.parsed("held", max.post(path+"/meeting/held", values), http.StatusConflict)); got != text(w.max.ID)+" "+text(w.fay.ID) {
		t.Errorf("ticked once more are %q", got)
	}
	max.went(max.submit(path, path+"/meeting/held"), path)
	there(w.max.ID)

	form := path + "/meeting/attendance"
	doc = max.page(path, http.StatusOK)
	if doc.Find(fmt.Sprintf("#meeting-attendance option[value='%d']", w.fay.ID)).Length() != 0 || ticked(doc) != text(w.max.ID) {
		t.Errorf("ticked is %q", ticked(doc))
	}
	max.went(max.submit(path, form, "attended", text(w.fay.ID), "also[1]", text(w.otto.ID)), path)
	there(w.fay.ID, w.otto.ID)
	doc = max.page(path, http.StatusOK)
	if got := doc.Find("#history li").First().Text(); !strings.Contains(got, "corrected who was at the meeting; there: Fay Field, Otto Other; not there: Max Member") {
		t.Errorf("the history tells %q", got)
	}
	if got := doc.Find("#meeting .folk").Text(); !strings.Contains(got, "Otto Other") {
		t.Errorf("who was there: %q", got)
	}
	if w.signIn(w.vic).page(path, http.StatusOK).Find("#meeting-attendance").Length() != 0 {
		t.Error("a viewer is offered to correct it")
	}
	max.parsed("a meeting of another review", max.post("/reviews/"+w.secret.Ref()+"/meeting/attendance", filled(doc.Find("form[action='"+form+"']"))), http.StatusNotFound)
}

func TestNobodyIsPromisedMailThatIsNotSetUp(t *testing.T) {
	t.Parallel()
	for _, mail := range []bool{false, true} {
		w := fillHouse(newHouseWith(t, Options{MailConnected: mail}), "")
		max := w.signIn(w.max)
		said := func(page, action string, values ...string) string {
			t.Helper()
			if answer := max.submit(page, action, values...); answer.Code != http.StatusSeeOther {
				t.Fatalf("%s answered %d: %s", action, answer.Code, alertOf(answer.Body.String()))
			}
			doc := max.page("/reviews/PM-1", http.StatusOK)
			if promised := strings.Contains(doc.Find("#meeting").Text(), "on the way"); promised && !mail {
				t.Errorf("the page promises an invitation: %s", doc.Find("#meeting").Text())
			}
			return strings.Join(strings.Fields(doc.Find(".told .alert-good").Text()), " ")
		}
		for _, step := range []struct{ done, heard, page, action, field, value string }{
			{"The meeting is changed.", "Everybody it concerns gets an email with the update.", meetingForm, meetingForm, "place", "Room 5"},
			{"The meeting is called off.", "Everybody invited gets an email with the cancellation.", "/reviews/PM-1", meetingForm + "/called-off", "reason", "A holiday"},
			{"The meeting is scheduled.", "Everybody invited gets an email with the appointment.", meetingForm, meetingForm, "starts_at", "2026-03-12T10:00"},
		} {
			want := step.done + " Nobody was told: no mail server is set up."
			if mail {
				want = step.done + " " + step.heard
			}
			if got := said(step.page, step.action, step.field, step.value); got != want {
				t.Errorf("with mail %t: it says %q, want %q", mail, got, want)
			}
		}
	}
}

func TestThePageCountsWhatIsOnTheWayAsItNamesIt(t *testing.T) {
	t.Parallel()
	for want, sent := range map[string][]bool{"1 invitation is": {false}, "2 invitations are": {false, false}, "1 update is": {true},
		"1 invitation and 2 updates are": {true, false, true}} {
		m := models.Meeting{Attendees: []models.Attendee{{Invitation: &models.Invitation{Revision: 1, AgreedRevision: 1}}}}
		for _, told := range sent {
			i := models.Invitation{Revision: 2}
			if told {
				i.SentAt = at(moment)
			}
			m.Attendees = append(m.Attendees, models.Attendee{Invitation: &i})
		}
		if got := (reviewView{Meeting: &m}).OnTheWay(); got != want {
			t.Errorf("it says %q, want %q", got, want)
		}
	}
}

func TestATimeOfAnotherReviewsMeetingIsAskedAbout(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "")
	max := w.signIn(w.max)
	other := ok[models.Review](w.house)(w.store.OpenReview(w.ctx, models.System, w.now, models.Review{IncidentID: w.small.ID}))
	ok[models.Meeting](w.house)(w.store.ScheduleMeeting(w.ctx, models.System, w.now, models.Meeting{ReviewID: other.ID, StartsAt: moment.Add(50 * time.Hour), Minutes: 30,
		Attendees: []models.Attendee{{PersonID: w.max.ID, Part: models.ReviewOwner}}}))
	save := func() *httptest.ResponseRecorder {
		return max.submit(meetingForm, meetingForm, "starts_at", "2026-03-12T13:15")
	}
	if got := max.parsed("the question", save(), http.StatusConflict).Find("#asked li").Text(); got != "Another review meeting, of "+other.Ref()+", is at that time for Max Member" {
		t.Errorf("asked is %q", got)
	}
	max.went(max.allTheSame(save()), "/reviews/PM-1#meeting")
}

// A button beside the form would throw away what was typed into it.
func TestThePageThatChangesAMeetingHasNoButtonsBesideItsForm(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "")
	max, path := w.signIn(w.max), "/reviews/"+w.review.Ref()
	if n := max.page(path, http.StatusOK).Find("form.answer").Length(); n != 1 {
		t.Errorf("the review asks %d times whether its owner comes", n)
	}
	if posts := max.page(path+"/meeting", http.StatusOK).Find("main form[method=post]"); posts.Length() != 1 {
		t.Errorf("%d forms can be sent from the page", posts.Length())
	}
}

func TestWhoTookPartIsNotOfferedAsFacilitator(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "")
	ada := w.signIn(w.ada)
	names := func(path, field string) (list []string) {
		ada.page(path, http.StatusOK).Find(fmt.Sprintf("select[name=%q]", field)).First().Find("option").Each(func(_ int, o *goquery.Selection) { list = append(list, o.Text()) })
		return list
	}
	review := "/reviews/" + w.review.Ref()
	for path, want := range map[string]string{review: "Nobody yet, Ada Admin, Fay Field, Otto Other", fmt.Sprintf("/incidents/%d", w.small.ID): "Nobody yet, Ada Admin, Fay Field, Otto Other"} {
		if got := strings.Join(names(path, "facilitator_id"), ", "); got != want {
			t.Errorf("%s offers %s, want %s", path, got, want)
		}
	}
	if got := names(review, "owner_id"); !slices.Contains(got, "Max Member") {
		t.Errorf("as owner %q are offered", got)
	}
	if got := names(meetingForm, "attendees[0].person_id"); !slices.Contains(got, "Max Member (took part)") || !slices.Contains(got, "Otto Other") {
		t.Errorf("the meeting's people are %q", got)
	}
	if said := ada.page(meetingForm, http.StatusOK).Find("main").Text(); !strings.Contains(said, "Who took part in the incident cannot be the facilitator.") {
		t.Error("the form does not say who cannot be the facilitator")
	}
}
