package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"debrief/models"
	"debrief/models/store"
)

// overtaken has two people edit an item at once, and returns what the second is told, who saved nothing yet.
func (w *world) overtaken(first, second []string) (v *visitor, path string, doc *goquery.Document) {
	w.t.Helper()
	path = "/action-items/" + w.committed.Ref()
	ada, max := w.signIn(w.ada), w.signIn(w.max)
	form := "form[action='" + path + "']"
	typed := filled(max.page(path+"/edit", http.StatusOK).Find(form), second...)
	ada.went(ada.post(path, filled(ada.page(path+"/edit", http.StatusOK).Find(form), first...)), path)
	return max, path, max.parsed("the second", max.post(path, typed), http.StatusConflict)
}

func (w *world) item() models.ActionItem {
	w.t.Helper()
	return ok[models.ActionItem](w.house)(w.store.Item(w.ctx, models.System, w.committed.ID))
}

func TestWhatTwoPeopleChangeOfAnItemIsMergedByField(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "")
	max, path, doc := w.overtaken([]string{"priority", "P0", "owner_id", text(w.ada.ID)}, []string{"description", "Of the\r\nworkers.", "labels", "queue"})
	told := strings.Join(strings.Fields(doc.Find("#refused").Text()), " ")
	if !strings.Contains(told, "Only they changed “Priority” and “Owner”, which is taken over. Look at it") || strings.Contains(told, "Both of you") || doc.Find("main input[type=radio]").Length() != 0 {
		t.Errorf("it says %q", told)
	}
	if now := w.item(); now.Description != w.committed.Description {
		t.Errorf("saved before it was seen: %+v", now)
	}
	max.went(max.post(path, filled(doc.Find("form[action='"+path+"']"))), path)
	if a := w.item(); a.Priority != models.P0 || ref(a.OwnerID) != w.ada.ID || a.Description != "Of the\nworkers." || strings.Join(a.Labels, " ") != "queue" || a.Title != w.committed.Title {
		t.Errorf("merged, it is %+v", a)
	}
}

func TestWhatBothChangeOfAnItemIsChosen(t *testing.T) {
	t.Parallel()
	for choice, want := range map[string]struct {
		title string
		owner func(*world) int64
	}{
		"mine":   {"Limit retries of the queue", func(w *world) int64 { return w.fay.ID }},
		"theirs": {"Limit retries of the client", func(w *world) int64 { return w.ada.ID }},
	} {
		w := newWorld(t, "")
		reason := []string{"scope.override_reason", "We know"}
		max, path, doc := w.overtaken(append(reason, "title", "Limit retries of the client", "owner_id", text(w.ada.ID), "kind", "detect"),
			[]string{"title", "Limit retries of the queue", "owner_id", text(w.fay.ID)})
		told := strings.Join(strings.Fields(doc.Find("#refused").Text()), " ")
		if !strings.Contains(told, "Both of you changed What is to be done and Owner: choose which stays.") || !strings.Contains(told, "Only they changed “Kind”") {
			t.Errorf("it says %q", told)
		}
		beside := doc.Find("fieldset.clash").Text()
		if doc.Find("#item-title").AttrOr("value", "") != "Limit retries of the queue" || !strings.Contains(beside, "Limit retries of the client") || !strings.Contains(beside, "Ada Admin") {
			t.Errorf("beside the fields stands %q", beside)
		}
		form := "form[action='" + path + "']"
		undecided := max.parsed("without a choice", max.post(path, filled(doc.Find(form), "keep.owner_id", choice)), http.StatusUnprocessableEntity)
		if got := undecided.Find("#item-title-error").Text(); !strings.Contains(got, "choose which stays") || undecided.Find("fieldset.clash").Length() != 1 || !strings.Contains(undecided.Find("fieldset.clash").Text(), "Limit retries of the client") {
			t.Errorf("without a choice it says %q beside %q", got, undecided.Find("fieldset.clash").Text())
		}
		if a := w.item(); a.Title != "Limit retries of the client" {
			t.Errorf("without a choice it is %q", a.Title)
		}
		max.went(max.post(path, filled(undecided.Find(form), "keep.title", choice)), path)
		if a := w.item(); a.Title != want.title || ref(a.OwnerID) != want.owner(w) || a.Kind != models.Detect {
			t.Errorf("%s: it is %+v", choice, a)
		}
	}
}

// Who did not choose is overtaken once more: what was asked stays asked.
func TestWhatIsNotChosenYetAndOvertakenAgainIsMergedAsWell(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "")
	max, path, doc := w.overtaken([]string{"done_when", "It shows within a minute"}, []string{"done_when", "It shows on the board", "description", "Of the workers."})
	ada, form := w.signIn(w.ada), "form[action='"+path+"']"
	ada.went(ada.submit(path+"/edit", path, "priority", "P0"), path)
	again := max.parsed("without a choice", max.post(path, filled(doc.Find(form))), http.StatusUnprocessableEntity)
	if told := again.Find("#refused").Text(); !strings.Contains(told, "Only they changed “Priority”") || !strings.Contains(told, "Both of you changed Done when") {
		t.Errorf("it says %q", told)
	}
	max.went(max.post(path, filled(again.Find(form), "keep.done_when", "mine")), path)
	if a := w.item(); a.Priority != models.P0 || a.Description != "Of the workers." || a.DoneWhen != "It shows on the board" {
		t.Errorf("it is %+v", a)
	}
}

func TestAFormThatDoesNotTellWhatItWasMadeOfIsNotMerged(t *testing.T) {
	t.Parallel()
	f := &form{Values: url.Values{"title": {"Mine"}}}
	if f.merge([]stored{{"title", "Theirs"}}); f.Merged() || f.Values.Get("title") != "Mine" {
		t.Errorf("it is %+v", f)
	}
}

func TestAFormThatWasOvertakenNamesWhoSavedAndTellsWhatWasDecided(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "")
	path := "/action-items/" + w.proposed.Ref()
	form := "form[action='" + path + "']"
	max := w.signIn(w.max)
	typed := filled(max.page(path+"/edit", http.StatusOK).Find(form), "description", "Of the workers.")
	due := models.DateOf(w.now).AddDays(10)
	by := models.ActorFor(w.ada)
	title := "Add an alert on queue length above 1000"
	a := ok[models.ActionItem](w.house)(w.store.EditItem(w.ctx, by, w.now, w.proposed.ID, 0, store.ItemEdit{Title: &title}))
	a = ok[models.ActionItem](w.house)(w.store.CommitItem(w.ctx, by, w.now, a.ID, 0, models.Commitment{DueOn: due}))
	doc := max.parsed("overtaken", max.post(path, typed), http.StatusConflict)
	told := strings.Join(strings.Fields(doc.Find("#refused").Text()), " ")
	for _, want := range []string{"Ada Admin saved this meanwhile", "Ada Admin committed to this item, due " + dueAsOf(models.DateOf(w.now), due, false).Day + ", "} {
		if !strings.Contains(told, want) {
			t.Errorf("it says %q, and not %q", told, want)
		}
	}
	if strings.Contains(told, "Ada Admin changed") || strings.Contains(told, "proposed") || strings.Contains(told, "Somebody") {
		t.Errorf("it says %q", told)
	}

	// Overtaken again, the form tells of what came after it, and names both who saved.
	again := filled(doc.Find(form))
	ok[models.ActionItem](w.house)(w.store.StartItem(w.ctx, models.ActorFor(w.fay), w.now, a.ID, 0))
	ok[models.ActionItem](w.house)(w.store.EditItem(w.ctx, by, w.now, a.ID, 0, store.ItemEdit{Labels: &[]string{"queue"}}))
	doc = max.parsed("overtaken again", max.post(path, again), http.StatusConflict)
	told = strings.Join(strings.Fields(doc.Find("#refused").Text()), " ")
	if !strings.Contains(told, "Ada Admin and "+w.fay.Name+" saved this meanwhile") || !strings.Contains(told, w.fay.Name+" started this item") || strings.Contains(told, "committed to") {
		t.Errorf("overtaken again it says %q", told)
	}
	max.went(max.post(path, filled(doc.Find(form))), path)
	if a := ok[models.ActionItem](w.house)(w.store.Item(w.ctx, models.System, a.ID)); a.Description != "Of the workers." || a.State != models.InProgress {
		t.Errorf("it is %+v", a)
	}
}
