package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"debrief/models"
)

func TestSeveralPeopleAreAddedAtOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "")
	v := w.signIn(w.ada)
	if v.page("/people", http.StatusOK).Find(`a[href="/people/roster"]`).Length() != 1 {
		t.Error("nothing leads there")
	}
	const path = "/people/roster"
	wrong := url.Values{"text": {"Zoe Adler <zoe@example.com>\nBo Okoro"}, "role": {"member"}, "time_zone": {"Europe/Berlin"}}
	doc := v.parsed(path, v.post(path, wrong), http.StatusUnprocessableEntity)
	if said := doc.Find("#refused").Text(); !strings.Contains(said, "line 2") || doc.Find("textarea").Text() != wrong.Get("text") {
		t.Errorf("it says %q, and the text is %q", said, doc.Find("textarea").Text())
	}
	if _, err := w.store.PersonByEmail(w.ctx, "zoe@example.com"); models.KindOf(err) != models.NotFound {
		t.Errorf("half of the list is stored: %v", err)
	}
	right := url.Values{"text": {"Zoe Adler <zoe@example.com>\r\nmax, " + w.max.Email}, "role": {"facilitator"}, "time_zone": {"Europe/Berlin"}, "region": {"DE"}}
	v.went(v.post(path, right), "/people")
	if told := v.page("/people", http.StatusOK).Find("[role=status]").Text(); !strings.Contains(told, "1 person is added. 1 person was here already.") {
		t.Errorf("told is %q", told)
	}
	zoe := ok[models.Person](w.house)(w.store.PersonByEmail(w.ctx, "zoe@example.com"))
	if zoe.Name != "Zoe Adler" || zoe.Role != models.Facilitator || zoe.TimeZone != "Europe/Berlin" || zoe.Region != "DE" || !zoe.Active {
		t.Errorf("Zoe is %+v", zoe)
	}
	if max := ok[models.Person](w.house)(w.store.Person(w.ctx, w.max.ID)); max.Name != w.max.Name || max.Version != w.max.Version {
		t.Errorf("who was here is %+v", max)
	}
}
