package web

import (
	"errors"
	"fmt"
	"net/http"
	"strings"

	"debrief/models"
	"debrief/models/store"
)

type itemList struct {
	Rows []models.ActionItem
	Next string
	N    int // on all pages
	Sort string
	Left map[int64]int // open items of people who are inactive
	From models.Date   // of the days of the commitment, where a report led here
	To   models.Date
	serviceFilter
}

// itemFilter reads the filters of the list, which are those of the CSV too.
func (r *request) itemFilter() store.ItemFilter {
	from, _ := models.ParseDate(r.QueryParam("from")) // what is no day narrows nothing, as with the other filters
	to, _ := models.ParseDate(r.QueryParam("to"))
	today := models.DateOf(r.now.In(r.me.Location()))
	f := store.ItemFilter{TeamID: r.chosen("team"), Severity: models.Severity(r.chosen("severity")), Q: r.QueryParam("q"),
		Kind: models.ItemKind(r.QueryParam("kind")), Priority: models.Priority(r.QueryParam("priority")), ServiceID: r.chosen("service"), From: from, To: to,
		Failing: r.QueryParam("jira") == "failing"}
	switch state := r.QueryParam("state"); {
	case state == "open":
		f.States = []models.ItemState{models.Committed, models.InProgress}
	case models.ItemState(state).Valid():
		f.States = []models.ItemState{models.ItemState(state)}
	}
	switch owner := r.QueryParam("owner"); owner {
	case "none":
		f.Unowned = true
	case "me":
		f.OwnerID = r.me.ID
	default:
		f.OwnerID = r.chosen("owner")
	}
	if r.QueryParam("overdue") != "" {
		f.OverdueOn = today
	}
	return f
}

func (r *request) itemSort() string {
	switch sort := r.QueryParam("sort"); sort {
	case "-id", "-due_on":
		return sort
	}
	return "urgency"
}

func (w *site) itemsPage(r *request) error {
	f := r.itemFilter()
	data := itemList{Sort: r.itemSort(), From: f.From, To: f.To}
	var err error
	if data.Services, err = w.services(r); err != nil {
		return err
	}
	data.Rows, data.Next, err = w.store.Items(r.Request().Context(), r.by, f,
		store.Page{Limit: pageSize, Cursor: r.QueryParam("cursor"), Sort: data.Sort})
	if err != nil {
		return err
	}
	if data.N, err = r.total(len(data.Rows), data.Next, func() (int, error) { return w.store.CountItems(r.Request().Context(), r.by, f) }); err != nil {
		return err
	}
	if data.Left, err = w.store.LeftItems(r.Request().Context(), r.by); err != nil {
		return err
	}
	return r.render(http.StatusOK, "action_items", &page{Title: "Action items", Data: data})
}

// itemsCSV streams all pages of the list.
func (w *site) itemsCSV(r *request) error {
	f, sort := r.itemFilter(), r.itemSort()
	return spread(r, w, "action-items.csv", []string{"action item", "review", "title", "state", "kind", "priority", "owner", "team", "due", "first due",
		"slips", "committed", "closed", "done when", "jira"},
		func(p store.Page) ([]models.ActionItem, string, error) {
			p.Sort = sort
			return w.store.Items(r.Request().Context(), r.by, f, p)
		},
		func(a models.ActionItem, called callings) []string {
			issue := ""
			if a.Link != nil {
				issue = a.Link.Key
			}
			return []string{a.Ref(), models.Review{ID: a.ReviewID}.Ref(), a.Title, string(a.State), string(a.Kind), string(a.Priority),
				called.people[ref(a.OwnerID)], called.teams[ref(a.EffectiveTeamID)], a.DueOn.String(), a.FirstDueOn.String(), text(a.Slips),
				a.CommittedOn.String(), a.ClosedOn.String(), a.DoneWhen, issue}
		})
}

type itemView struct {
	Scope    scopeView
	Item     models.ActionItem
	Review   *models.Review // nil where it is restricted and not open to the item's owner
	Incident models.Incident
	Missing  []string // what keeps it from being committed
	Default  models.Date
	Latest   models.Date // by policy; a later day wants a reason
	Policy   models.Policy
	MinDue   models.Date
	Nudges   []store.FiledNudge
	History  history
	Newest   int64 // event of its history, where that is not shown
	Can      bool  // change it
	Decides  bool  // is asked whether a rejection stands
	Zone     string

	TeamToday models.Date
	SnoozeMax models.Date
	SnoozeDay models.Date
	Labels    string
}

func (r *request) itemID() (int64, error) { return r.number("ref", "AI-", "action item") }

func (w *site) itemPage(r *request) error { return w.showItem(r, http.StatusOK, nil) }

func (w *site) showItem(r *request, status int, f *form) error {
	v, err := w.loadItem(r)
	if err != nil {
		return err
	}
	ctx := r.Request().Context()
	if v.Nudges, err = w.store.NudgesOf(ctx, r.by, models.SubjectItem, v.Item.ID); err != nil {
		return err
	}
	filter := store.EventFilter{Subject: models.SubjectItem, SubjectID: v.Item.ID}
	if v.History, err = r.history("/action-items/"+v.Item.Ref(), filter); err != nil {
		return err
	}
	return r.render(status, "action_item", &page{Title: v.Item.Ref() + " " + v.Item.Title, Form: f, Data: v})
}

func (w *site) loadItem(r *request) (v itemView, err error) {
	ctx := r.Request().Context()
	id, err := r.itemID()
	if err != nil {
		return v, err
	}
	if v.Item, err = w.store.Item(ctx, r.by, id); err != nil {
		return v, err
	}
	v.Can = r.by.Need(models.Member) == nil
	v.Labels = strings.Join(v.Item.Labels, " ")
	review, err := w.store.Review(ctx, r.by, v.Item.ReviewID)
	switch {
	case models.KindOf(err) == models.NotFound: // restricted: the owner sees the item and no more
	case err != nil:
		return v, err
	default:
		v.Review = &review
		v.Decides = review.Decides(r.by) == nil
		if v.Incident, err = w.store.Incident(ctx, models.System, review.IncidentID); err != nil {
			return v, err
		}
		if v.Policy, err = w.store.Policy(ctx, v.Incident.Severity); err != nil {
			return v, err
		}
	}
	days := r.teamWorkdays(v.Item.EffectiveTeamID)
	v.TeamToday = days.DateOf(r.now)
	v.SnoozeDay, v.SnoozeMax = v.TeamToday.AddDays(7), v.TeamToday.AddDays(models.MaxSnoozeDays)
	if v.Scope, err = w.scopeOf(r, v.Item.Title); err != nil {
		return v, err
	}
	v.Scope.Typed = true
	if v.Item.State == models.Proposed && v.Review != nil {
		resolved := r.now
		if v.Incident.ResolvedAt != nil {
			resolved = *v.Incident.ResolvedAt
		}
		v.Latest = v.Policy.ItemDue(resolved, r.now, v.Item.Priority, days)
		v.Default = v.Item.DueOn
		if v.Default.Before(v.TeamToday) {
			v.Default = v.Latest
		}
		try := v.Item // a copy: asking what is missing changes nothing; the day and the scope are asked for beside it
		try.TeamID = v.Item.EffectiveTeamID
		all := models.Commitment{DueOn: v.TeamToday, Scope: models.Scope{Actionable: true, Specific: true, Bounded: true}}
		err := try.Commit(r.now, r.by, all, v.Policy, resolved, days)
		var refused *models.Error
		if errors.As(err, &refused) {
			v.Missing = refused.Missing
		}
	}
	return v, nil
}

// scopeView is what the check says of an item's title, as it is typed.
type scopeView struct {
	Scope models.Scope
	Found []models.Finding
	Typed bool // there is a title to speak of
}

func (w *site) scopeOf(r *request, title string) (scopeView, error) {
	rules, err := w.store.Rules(r.Request().Context())
	if err != nil {
		return scopeView{}, err
	}
	v := scopeView{Typed: len(strings.Fields(title)) > 1}
	v.Scope, v.Found = models.CheckScope(rules, title)
	return v, nil
}

// scopePart answers with what the check says of a title, for the form in which it is typed.
func (w *site) scopePart(r *request) error {
	v, err := w.scopeOf(r, r.QueryParam("title"))
	if err != nil {
		return err
	}
	return r.part("scope", v)
}

func (w *site) editItemPage(r *request) error { return w.showItemForm(r, http.StatusOK, nil) }

func (w *site) showItemForm(r *request, status int, f *form) error {
	v, err := w.loadItem(r)
	if err != nil {
		return err
	}
	newest, _, err := w.store.Events(r.Request().Context(), r.by, store.EventFilter{Subject: models.SubjectItem, SubjectID: v.Item.ID}, store.Page{Limit: shownEvents})
	if err != nil {
		return err
	}
	if len(newest) > 0 {
		v.Newest = newest[0].ID
	}
	if f.of("item") && f.Values.Get("version") != text(v.Item.Version) {
		f.merge(v.Stored())
		f.overtakenBy(newest)
	}
	return r.render(status, "action_item_edit", &page{Title: "Edit " + v.Item.Ref(), Form: f, Data: v})
}

// Stored is what the fields of the form have that changes the item.
func (v itemView) Stored() []stored {
	a := v.Item
	return []stored{{"title", a.Title}, {"done_when", a.DoneWhen}, {"description", a.Description}, {"kind", string(a.Kind)}, {"priority", string(a.Priority)},
		{"owner_id", selected(a.OwnerID)[0]}, {"team_id", selected(a.TeamID)[0]}, {"labels", v.Labels}}
}

func (in *input) item(reviewID int64) models.ActionItem {
	return models.ActionItem{ReviewID: reviewID, Title: in.text("title"), Description: in.text("description"), DoneWhen: in.text("done_when"),
		Kind: models.ItemKind(in.text("kind")), Priority: models.Priority(in.text("priority")), OwnerID: in.optional("owner_id"),
		TeamID: in.optional("team_id"), Labels: strings.Fields(in.text("labels"))}
}

func (w *site) proposeItem(r *request) error {
	return w.reviewForm(r, "items", "The proposal is filed. Commit it once it is agreed.", func(id int64, in *input) error {
		item := in.item(id)
		if err := in.refused(); err != nil {
			return err
		}
		_, err := w.store.ProposeItem(r.Request().Context(), r.by, r.now, item)
		return err
	})
}

// proposeListed proposes action items that the review's document lists.
func (w *site) proposeListed(r *request) error {
	return w.reviewForm(r, "items-listed", "The items are proposed. Give each an owner and a date, and commit what is agreed.", func(id int64, in *input) error {
		if len(in.values["title"]) == 0 {
			return models.InvalidField("title", "is missing: choose at least one")
		}
		made, err := w.store.ProposeListed(r.Request().Context(), r.by, r.now, id, in.values["title"])
		if err == nil && len(made) == 0 {
			err = models.Conflictf("nothing is left to propose: somebody did it meanwhile, or the document lists it no more")
		}
		return err
	})
}

// itemForm runs one verb on the item of the address, and shows the page again where it is refused.
func (w *site) itemForm(r *request, name, flash string, show func(*request, int, *form) error, verb func(id, version int64, in *input) error) error {
	id, err := r.itemID()
	if err != nil {
		return err
	}
	in := r.input()
	version := in.version()
	if err = in.refused(); err == nil {
		err = verb(id, version, in)
	}
	if err != nil {
		return r.again(name, err, show)
	}
	if _, err := w.store.Item(r.Request().Context(), r.by, id); models.KindOf(err) == models.NotFound {
		return r.done("/", "%s", flash) // it was given away, and its review is restricted
	}
	return r.done("/action-items/"+models.ActionItem{ID: id}.Ref(), "%s", flash)
}

func (w *site) saveItem(r *request) error {
	return w.itemForm(r, "item", "The action item is saved.", w.showItemForm, func(id, version int64, in *input) error {
		in.choose()
		a := in.item(0)
		if err := in.refused(); err != nil {
			return err
		}
		owner, team := ref(a.OwnerID), ref(a.TeamID)
		labels := append([]string{}, a.Labels...)
		_, err := w.store.EditItem(r.Request().Context(), r.by, r.now, id, version, store.ItemEdit{Title: &a.Title, Description: &a.Description,
			DoneWhen: &a.DoneWhen, Kind: &a.Kind, Priority: &a.Priority, OwnerID: &owner, TeamID: &team, Labels: &labels,
			OverrideReason: in.text("scope.override_reason")})
		return err
	})
}

func (w *site) commitItem(r *request) error {
	flash := "It is committed."
	if w.opts.JiraConnected {
		flash += " Jira gets an issue in a moment."
	}
	return w.itemForm(r, "commit", flash, w.showItem, func(id, version int64, in *input) error {
		c := models.Commitment{DueOn: in.date("due_on"), Reason: in.text("reason"), Scope: models.Scope{OverrideReason: in.text("scope.override_reason")}}
		if err := in.refused(); err != nil {
			return err
		}
		_, err := w.store.CommitItem(r.Request().Context(), r.by, r.now, id, version, c)
		return err
	})
}

func (w *site) startItem(r *request) error {
	return w.itemForm(r, "start", "Work has begun.", w.showItem, func(id, version int64, _ *input) error {
		_, err := w.store.StartItem(r.Request().Context(), r.by, r.now, id, version)
		return err
	})
}

func (w *site) completeItem(r *request) error {
	return w.itemForm(r, "done", "Done. Thank you.", w.showItem, func(id, version int64, _ *input) error {
		_, err := w.store.CompleteItem(r.Request().Context(), r.by, r.now, id, version)
		return err
	})
}

func (w *site) reopenItem(r *request) error {
	return w.itemForm(r, "reopen", "It is open again.", w.showItem, func(id, version int64, in *input) error {
		_, err := w.store.ReopenItem(r.Request().Context(), r.by, r.now, id, version, in.text("reason"))
		return err
	})
}

func (w *site) rejectItem(r *request) error {
	return w.itemForm(r, "reject", "It is rejected, and the reason is kept.", w.showItem, func(id, version int64, in *input) error {
		_, err := w.store.RejectItem(r.Request().Context(), r.by, r.now, id, version, in.text("reason"))
		return err
	})
}

func (w *site) keepItem(r *request) error {
	return w.itemForm(r, "keep", "The work goes on; its issue in Jira is opened again.", w.showItem, func(id, version int64, _ *input) error {
		_, err := w.store.KeepItem(r.Request().Context(), r.by, r.now, id, version)
		return err
	})
}

func (w *site) moveItem(r *request) error {
	return w.itemForm(r, "move", "The due date is moved.", w.showItem, func(id, version int64, in *input) error {
		to := in.date("due_on")
		if err := in.refused(); err != nil {
			return err
		}
		_, err := w.store.MoveItem(r.Request().Context(), r.by, r.now, id, version, to, in.text("reason"))
		return err
	})
}

func (w *site) snoozeItem(r *request) error {
	day := r.input().date("until").Long() // what is no date is refused below
	return w.itemForm(r, "snooze", "Reminders rest until "+day+".", w.showItem, func(id, version int64, in *input) error {
		until := in.date("until")
		if err := in.refused(); err != nil {
			return err
		}
		_, err := w.store.SnoozeItem(r.Request().Context(), r.by, r.now, id, version, until, in.text("reason"))
		return err
	})
}

func (w *site) disownItem(r *request) error {
	return w.itemForm(r, "not-mine", "Thank you. The review's owner and the team's lead are asked to name somebody.", w.showItem,
		func(id, version int64, in *input) error {
			_, err := w.store.DisownItem(r.Request().Context(), r.by, r.now, id, version, in.text("reason"))
			return err
		})
}

func (w *site) explainSlip(r *request) error {
	return w.itemForm(r, "slip", "Thank you, the reason is kept.", w.showItem, func(id, version int64, in *input) error {
		_, err := w.store.ExplainSlip(r.Request().Context(), r.by, r.now, id, version, in.text("reason"))
		return err
	})
}

func (w *site) syncItem(r *request) error {
	id, err := r.itemID()
	if err != nil {
		return err
	}
	if _, err := w.store.SyncItem(r.Request().Context(), r.by, r.now, id); err != nil {
		return r.again("sync", err, w.showItem)
	}
	return r.done("/action-items/"+models.ActionItem{ID: id}.Ref()+"#jira", "Jira is asked in a moment; load the page again to see its answer.")
}

// DueHint explains where the suggested due date comes from.
func (v itemView) DueHint() string {
	switch {
	case v.Review == nil:
		return ""
	case v.Default.IsZero():
		hint := "There is no default for this priority; P0 and P1 have one."
		if !v.Item.DueOn.IsZero() {
			hint = "The day that it was proposed with has passed. " + hint
		}
		return hint
	case v.Default == v.Item.DueOn:
		return "The date that it was proposed with."
	}
	return fmt.Sprintf("The default of %s: %d days after the resolution or the next business day, and at least %d business days from today.", v.Incident.Severity,
		v.Policy.ItemDays, models.MinCommitDays)
}

// Recent is how many of the reminders are shown at once.
func (v itemView) Recent() int { return min(len(v.Nudges), 5) }
