package web

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"debrief/models"
	"debrief/models/store"
)

func TestErrorsCallFieldsWhatThePageDoes(t *testing.T) {
	w := newWorld(t, "")
	v := w.signIn(w.ada)
	person, review, max := fmt.Sprintf("/people/%d", w.max.ID), "/reviews/"+w.review.Ref(), fmt.Sprint(w.max.ID)
	for _, c := range []struct{ page, action, values, at, want string }{
		{"/incidents/new", "/incidents", "title=Slow started_at=2026-03-09T08:00 detected_at=2026-03-09T07:00", "incident-detected-at", "Detected must not be before “Started”"},
		{"/incidents/new", "/incidents", "title=Slow started_at=2036-03-09T08:00", "incident-started-at", "Started has not come yet"},
		{"/incidents/new", "/incidents", "started_at=2026-03-09T08:00 title=Slow responders[1].person_id=" + max + " responders[2].person_id=" + max, "incident-responders-1--person-id", "Max Member is named twice"},
		{person, person, "away_from=2026-03-20 away_until=2026-03-19", "person-away-until", "Last day away must not be before “First day away”"},
		{person, person, "email=" + w.fay.Email, "person-email", "Address is somebody's already"},
		{"/policies/3", "/policies/3", "nudge_before=x", "policy-nudge-before", "Reminders before the due date (days) must be whole numbers such as 7, 2"},
		{"/tokens", "/tokens", "name=ci expires_at=2026-03-01", "token-expires-at", "Last day lies in the past"},
		{review, review + "/waiver", "reason=", "state-waive-reason", "Why it is waived is missing"},
		{review, review + "/document/address", "document_url=nowhere", "document-address-document-url", "Address of the document must be"},
		{review, review + "/outcomes", "verdict=", "", "Verdict of “Is there enough detail?” must be pass, “Needs work” or “Not applicable”"},
	} {
		var values []string
		for _, pair := range strings.Fields(c.values) {
			name, value, _ := strings.Cut(pair, "=")
			values = append(values, name, value)
		}
		doc := v.parsed(c.action, v.submit(c.page, c.action, values...), http.StatusUnprocessableEntity)
		if got := strings.Join(strings.Fields(doc.Find("#refused li").Text()), " "); !strings.HasPrefix(got, c.want) {
			t.Errorf("%s says %q, want %q", c.action, got, c.want)
		}
		to := doc.Find("#refused li a").AttrOr("href", "")
		if c.at != "" && (to != "#"+c.at || doc.Find("#"+c.at+"-error").Length() != 1) {
			t.Errorf("%s: the error leads to %s, want %s and the error there", c.action, to, c.at)
		}
	}
	if text := v.page("/reviews/PM-99", http.StatusNotFound).Find("main").Text(); !strings.Contains(text, "There is no review PM-99") {
		t.Errorf("of PM-99 it says %q", text)
	}
}

func TestARefusedRowStaysAPersonsRow(t *testing.T) {
	w := newWorld(t, "")
	v := w.signIn(w.max)
	doc := v.parsed("a row twice", v.submit("/incidents/new", "/incidents", "title", "Slow", "started_at", "2026-03-09T08:00", "responders[0].person_id", "",
		"responders[1].person_id", fmt.Sprint(w.max.ID), "responders[1].part", string(models.Scribe), "responders[2].person_id", fmt.Sprint(w.max.ID)), http.StatusUnprocessableEntity)
	row := func(n int, field string) string {
		return doc.Find(fmt.Sprintf("[name='responders[%d].%s'] option[selected]", n, field)).AttrOr("value", "")
	}
	if row(0, "person_id") != fmt.Sprint(w.max.ID) || row(0, "part") != string(models.Scribe) || row(1, "person_id") != fmt.Sprint(w.max.ID) || row(2, "person_id") != "" {
		t.Errorf("the rows are %s %s, %s, %s", row(0, "person_id"), row(0, "part"), row(1, "person_id"), row(2, "person_id"))
	}
}

func TestAClockThatIsNoneOrComesTwiceIsNotTakenForAnother(t *testing.T) {
	t.Parallel()
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	read := func(started, resolved string) (first, last *time.Time, err error) {
		in := &input{values: url.Values{"started_at": {started}, "resolved_at": {resolved}}, zone: zone}
		first = in.moment("started_at", nil)
		if err := in.refused(); err != nil {
			return nil, nil, err
		}
		return first, in.behind(in.moment("resolved_at", nil), *first), in.refused()
	}
	if _, _, err := read("2026-03-29T02:30", "2026-03-29T03:10"); models.KindOf(err) != models.Invalid || !strings.Contains(err.Error(), "is no time in Europe/Berlin") {
		t.Errorf("a time that the night leaves out: %v", err)
	}
	for resolved, want := range map[string]time.Duration{"2026-10-25T02:10": 20 * time.Minute, "2026-10-25T02:55": 5 * time.Minute, "2026-10-25T03:10": 80 * time.Minute, "2026-10-25T01:10": -100 * time.Minute} {
		first, last, err := read("2026-10-25T02:50", resolved)
		if err != nil || last.Sub(*first) != want {
			t.Errorf("from 02:50 to %s it is %v, %v; want %v", resolved, last.Sub(*first), err, want)
		}
	}
}

func TestAnIncidentIsReportedKnowingWhatOpensAReview(t *testing.T) {
	t.Parallel()
	policy := func(severity models.Severity, required bool) models.Policy {
		return models.Policy{Severity: severity, ReviewRequired: required}
	}
	for want, policies := range map[string][]models.Policy{
		"SEV-1 and SEV-2 open a review at once; for the others you can open one.": {policy(1, true), policy(2, true), policy(3, false)},
		"SEV-1 opens a review at once; for the others you can open one.":          {policy(1, true), policy(2, false)},
		"No severity opens a review at once; you can open one.":                   {policy(1, false)},
		"A review opens at once.": {policy(1, true), policy(2, true)},
	} {
		if got := (incidentView{Policies: policies}).Opening(); got != want {
			t.Errorf("it says %q, want %q", got, want)
		}
	}
}

// Who opens a form and saves it as it is has changed nothing: no new version, and no empty entry in a history.
func TestAFormThatIsSavedAsItIsChangesNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "")
	incident := ok[models.Incident](w.house)(w.store.Incident(w.ctx, models.System, w.open.ID))
	incident.ResolvedAt = at(incident.ResolvedAt.Add(1234567 * time.Microsecond)) // finer than the form shows
	ok[models.Incident](w.house)(w.store.SaveIncident(w.ctx, models.System, w.now, incident))
	v, events := w.signIn(w.ada), func() int {
		list, _, err := w.store.Events(w.ctx, models.System, store.EventFilter{}, store.Page{Limit: store.MaxLimit})
		w.must(err)
		return len(list)
	}
	w.now = w.now.Add(time.Hour)
	for action, page := range map[string]string{
		fmt.Sprintf("/incidents/%d", w.open.ID):   fmt.Sprintf("/incidents/%d/edit", w.open.ID),
		fmt.Sprintf("/people/%d", w.max.ID):       fmt.Sprintf("/people/%d", w.max.ID),
		fmt.Sprintf("/teams/%d", w.team.ID):       fmt.Sprintf("/teams/%d", w.team.ID),
		fmt.Sprintf("/services/%d", w.service.ID): fmt.Sprintf("/services/%d", w.service.ID),
		"/policies/2": "/policies/2",
	} {
		had, version := events(), func() string {
			return v.page(page, http.StatusOK).Find(fmt.Sprintf("form[action=%q] [name=version]", action)).AttrOr("value", "")
		}
		was := version()
		v.went(v.submit(page, action), "/")
		if is := version(); is != was || was == "" || events() != had {
			t.Errorf("%s: saved as it is, it is version %s and was %s, with %d events more", page, is, was, events()-had)
		}
	}
}
