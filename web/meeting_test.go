package web

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

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
	if got := doc.Find("#asked li").Text(); got != "It is 03:00 on Sunday for Max Member and Fay Field" {
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
