package web

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"debrief/models"
)

func TestANewDebriefTellsItsAdministratorWhatToDoFirst(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	admin, _, err := h.store.EnsureAdministrator(h.ctx, h.now, "admin@localhost.localdomain")
	h.must(err)
	v := h.signIn(admin)
	// left are the addresses where the steps that are not done yet are done.
	left := func() (list []string) {
		t.Helper()
		v.page("/", http.StatusOK).Find("#first-steps a.row-title").Each(func(_ int, a *goquery.Selection) {
			list = append(list, a.AttrOr("href", ""))
			v.page(a.AttrOr("href", ""), http.StatusOK)
		})
		return list
	}
	want := []string{"/people/" + text(admin.ID), "/teams/new", "/services/new", "/people/roster", "/incidents/new", "/operations", "/operations", "/operations"}
	if got := left(); !slices.Equal(got, want) {
		t.Fatalf("at first %q is to do, want %q", got, want)
	}
	home := v.page("/", http.StatusOK)
	hint := home.Find("#first-steps a[href='/operations#signing-in']").Length()
	if card := v.page("/operations", http.StatusOK).Find("#signing-in").Text(); hint != 1 || !strings.Contains(card, "DEBRIEF_OIDC_NEWCOMERS") {
		t.Errorf("how people come with the company's account is said %d times at first, and under Operations %q", hint, card)
	}
	if text := home.Find("main").Text(); strings.Contains(text, "caught up") || !strings.Contains(text, "DEBRIEF_SMTP_HOST") {
		t.Errorf("the first page says %s", text)
	}
	for _, step := range []struct {
		page, action string
		values       []string
	}{
		{"/people/" + text(admin.ID), "/people/" + text(admin.ID), []string{"name", "Ada Admin", "email", "ada@example.com"}},
		{"/teams/new", "/teams", []string{"name", "Checkout"}},
		{"/services/new", "/services", []string{"name", "checkout"}},
		{"/people/roster", "/people/roster", []string{"text", "Max <max@example.com>"}},
	} {
		if res := v.submit(step.page, step.action, step.values...); res.Code != http.StatusSeeOther {
			t.Fatalf("%s answers %d", step.page, res.Code)
		}
		want = want[1:]
		if got := left(); !slices.Equal(got, want) {
			t.Fatalf("after %s %q is to do, want %q", step.page, got, want)
		}
	}
	if done := v.page("/", http.StatusOK).Find("#first-steps li.done").Length(); done != 4 {
		t.Errorf("%d steps are ticked", done)
	}
	if res := v.submit("/incidents/new", "/incidents", "title", "Checkout was slow", "severity", "3", "started_at", "2026-03-09T10:00"); res.Code != http.StatusSeeOther {
		t.Fatalf("the first incident is answered with %d", res.Code)
	}
	if got := left(); got != nil {
		t.Errorf("when those that count are done there is still %q", got)
	}
}

func TestBeforeTheFirstIncidentNobodyIsCaughtUp(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for role, to := range map[models.Role]string{models.Viewer: "/guide", models.Member: "/incidents/new"} {
		v := h.signIn(h.person("Ana", role))
		home := v.page("/", http.StatusOK)
		if home.Find("#first-steps").Length() != 0 || home.Find(".empty a").AttrOr("href", "") != to || !strings.Contains(home.Find(".empty").Text(), "Nothing has come in yet") {
			t.Errorf("a %s sees %s", role, home.Find("main").Text())
		}
	}
	ok[models.Incident](h)(h.store.AddIncident(h.ctx, models.System, h.now, models.Incident{Title: "Checkout was slow", Severity: 3, StartedAt: h.now}, 0))
	if home := h.signIn(h.person("Bo", models.Member)).page("/", http.StatusOK); !strings.Contains(home.Find(".empty").Text(), "caught up") {
		t.Errorf("with an incident a member sees %s", home.Find("main").Text())
	}
}
