package jobs_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"debrief/integrations/mail/mailtest"
	"debrief/models"
	"debrief/models/store"
	"debrief/models/storetest"
)

func TestAnItemThatIsNobodysAnyMoreIsAssignedToNobody(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		a, i := w.linked(func(a *models.ActionItem) { a.OwnerID = &w.Lead.ID })
		equal(t, "assignee", i.AssigneeAccountID, "jira-lee")
		must[models.ActionItem](t)(w.DisownItem(t.Context(), storetest.As(w.Lead), w.clock(), a.ID, 0, "another team's"))
		w.after(time.Second)
		equal(t, "assignee", w.issue(a).AssigneeAccountID, "")
		w.jira.SetAssignee(i.Key, "jira-lee") // by hand, there
		title := "Add a timeout to the bank client"
		must[models.ActionItem](t)(w.EditItem(t.Context(), storetest.As(w.Member), w.clock(), a.ID, 0, store.ItemEdit{Title: &title}))
		w.after(time.Second)
		equal(t, "assignee", w.issue(a).AssigneeAccountID, "jira-lee")
	})
}

func TestARestrictedIncidentIsNotNamedInJiraNorToAnOwnerWhoMayNotSeeIt(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		a, i := w.linked(func(a *models.ActionItem) { a.OwnerID = &w.Lead.ID })
		incident := must[models.Incident](t)(w.Incident(t.Context(), models.System, must[models.Review](t)(w.Review(t.Context(), models.System, a.ReviewID)).IncidentID))
		if !strings.Contains(i.Description, incident.Title) {
			t.Fatalf("the issue says %q", i.Description)
		}
		yes := true
		must[models.Review](t)(w.EditReview(t.Context(), models.System, w.clock(), a.ReviewID, 0, store.ReviewEdit{Restricted: &yes}))
		w.after(time.Second)
		if text := w.issue(a).Description; strings.Contains(text, incident.Title) || !strings.Contains(text, a.Ref()) {
			t.Errorf("the issue of a restricted review says %q", text)
		}
		var told []mailtest.Message
		for day, end := w.clock(), w.clock().AddDate(0, 3, 0); len(told) == 0 && day.Before(end); day = day.Add(12 * time.Hour) {
			w.tick(day)
			told = slices.DeleteFunc(w.mail.Messages(), func(m mailtest.Message) bool { return !slices.Contains(m.To, w.Lead.Email) })
		}
		if len(told) == 0 {
			t.Fatal("the owner was not reminded")
		}
		for _, m := range told {
			if !strings.Contains(m.Text, a.Ref()) || strings.Contains(m.Text+m.HTML, incident.Title) {
				t.Errorf("the owner is told of the restricted incident:\n%s", m.Text)
			}
		}
	})
}
