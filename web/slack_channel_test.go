package web

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"debrief/models"
	"debrief/models/store"
)

func TestATeamsChannelIsOfferedWhereSlackIsConnected(t *testing.T) {
	t.Parallel()
	h := newHouseWith(t, Options{SlackConnected: true})
	v := h.signIn(h.person("Ada Admin", models.Administrator))
	team := ok[models.Team](h)(h.store.AddTeam(h.ctx, models.System, h.now, models.Team{Name: "Checkout", TimeZone: "UTC"}))
	page := fmt.Sprintf("/teams/%d", team.ID)
	stored := func() string { return ok[models.Team](h)(h.store.Team(h.ctx, team.ID)).SlackChannel }
	if res := v.submit(page, page, "slack_channel", "#checkout"); res.Code != http.StatusSeeOther || stored() != "checkout" {
		t.Errorf("answered %d, stored is %q", res.Code, stored())
	}
	if got := v.page(page, http.StatusOK).Find("[name=slack_channel]").AttrOr("value", ""); got != "#checkout" {
		t.Errorf("the form shows %q", got)
	}
	if got := v.page("/teams", http.StatusOK).Find(".name-cell").Text(); !strings.Contains(got, "#checkout") {
		t.Errorf("the list says %q", got)
	}
	res := v.submit(page, page, "slack_channel", "Check out")
	if doc := v.parsed(page, res, http.StatusUnprocessableEntity); !strings.Contains(doc.Find("main").Text(), "must be the name of a channel") || stored() != "checkout" {
		t.Errorf("the refusal says %s, stored is %q", doc.Find("main").Text(), stored())
	}
	if res := v.submit(page, page, "slack_channel", ""); res.Code != http.StatusSeeOther || stored() != "" {
		t.Errorf("answered %d, stored is %q", res.Code, stored())
	}
}

func TestATeamKeepsItsChannelWhileSlackIsNotConnected(t *testing.T) {
	t.Parallel()
	h := newHouseWith(t, Options{MailConnected: true})
	v := h.signIn(h.person("Ada Admin", models.Administrator))
	team := ok[models.Team](h)(h.store.AddTeam(h.ctx, models.System, h.now, models.Team{Name: "Checkout", TimeZone: "UTC", SlackChannel: "checkout"}))
	page := fmt.Sprintf("/teams/%d", team.ID)
	doc := v.page(page, http.StatusOK)
	if doc.Find("[name=slack_channel]").Length() != 0 || !strings.Contains(doc.Find("main").Text(), "#checkout hears of the team's reviews again once Slack is connected") {
		t.Errorf("the page says %s", doc.Find("main").Text())
	}
	v.submit(page, page, "region", "us")
	if got := ok[models.Team](h)(h.store.Team(h.ctx, team.ID)); got.SlackChannel != "checkout" || got.Region != "us" {
		t.Errorf("saved is %+v", got)
	}
}

func TestWhoSchedulesIsToldWhichChannelHearsOfIt(t *testing.T) {
	t.Parallel()
	w := fillHouse(newHouseWith(t, Options{SlackConnected: true}), "")
	v, page := w.signIn(w.ada), "/reviews/"+w.review.Ref()+"/meeting"
	hears := func() string { return v.page(page, http.StatusOK).Find("#hears").Text() }
	if got := hears(); got != "" {
		t.Errorf("without a channel it says %q", got)
	}
	team := w.team
	team.SlackChannel = "payments"
	ok[models.Team](w.house)(w.store.SaveTeam(w.ctx, models.System, w.now, team))
	if got := hears(); !strings.Contains(got, "#payments hears of the meeting 24 hours before") {
		t.Errorf("it says %q", got)
	}
	ok[models.Review](w.house)(w.store.EditReview(w.ctx, models.System, w.now, w.review.ID, 0, store.ReviewEdit{Restricted: new(true)}))
	if got := hears(); got != "" {
		t.Errorf("of a restricted review it says %q", got)
	}
}

func TestOperationsTellsWhatFailsInAChannel(t *testing.T) {
	t.Parallel()
	h := newHouseWith(t, Options{SlackConnected: true})
	ada := h.person("Ada Admin", models.Administrator)
	team := ok[models.Team](h)(h.store.AddTeam(h.ctx, models.System, h.now, models.Team{Name: "Checkout", TimeZone: "UTC", SlackChannel: "checkout"}))
	i := ok[models.Incident](h)(h.store.AddIncident(h.ctx, models.System, h.now, models.Incident{Source: "manual", Title: "Slow", Severity: 1, TeamID: &team.ID,
		StartedAt: h.now.Add(-2 * time.Hour), ResolvedAt: new(h.now.Add(-time.Hour))}, ada.ID))
	list, _, err := h.store.Reviews(h.ctx, models.System, store.ReviewFilter{}, store.Page{Limit: 1})
	if err != nil || len(list) != 1 || list[0].IncidentID != i.ID {
		t.Fatalf("the reviews are %+v, %v", list, err)
	}
	ok[models.Meeting](h)(h.store.ScheduleMeeting(h.ctx, models.System, h.now, models.Meeting{ReviewID: list[0].ID, StartsAt: h.now.Add(time.Hour),
		Attendees: []models.Attendee{{PersonID: ada.ID, Part: models.Guest}}}))
	row := func() string {
		for _, tr := range strings.Split(h.signIn(ada).page("/operations", http.StatusOK).Find("tbody").Text(), "Announcements") {
			if strings.Contains(tr, "in Slack channels") {
				return tr
			}
		}
		return ""
	}
	if got := row(); !strings.Contains(got, "All done") {
		t.Errorf("at first it says %q", got)
	}
	due := h.now.Add(models.CoalesceFor)
	tasks, err := h.store.Claim(h.ctx, store.AnnouncementQueue, due, time.Minute, 5)
	if err != nil || len(tasks) != 1 {
		t.Fatalf("due are %v, %v", tasks, err)
	}
	if err := h.store.Fail(h.ctx, store.AnnouncementQueue, tasks[0], due, "PM-1 for #checkout: invite the app"); err != nil {
		t.Fatal(err)
	}
	if got := row(); !strings.Contains(got, "Failing") || !strings.Contains(got, "PM-1 for #checkout: invite the app") {
		t.Errorf("it says %q", got)
	}
}
