package sample

import (
	"fmt"
	"time"

	"debrief/models"
)

// commit turns a proposal into agreed work, and plans what becomes of it.
func (t *telling) commit(n int) error {
	x, a := t.items[n], t.work[n]
	if x.fate.proposed {
		return nil
	}
	day := models.DateOf(t.now)
	var due models.Date
	switch {
	case x.dueToday > 0:
		due = after(t.today.AddDays(x.dueToday))
	case x.dueToday < 0:
		due = before(t.today.AddDays(x.dueToday))
	case x.dueAfter > 0:
		due = before(day.AddDays(x.dueAfter))
	}
	scope := models.Scope{Actionable: true, Specific: true, Bounded: true}
	if x.override != "" {
		scope = models.Scope{Actionable: true, Specific: true, OverrideReason: x.override}
	}
	a, err := t.CommitItem(t.ctx, t.as(t.facilitator), t.now, a.ID, 0, models.Commitment{DueOn: due, Scope: scope})
	if err != nil {
		return err
	}
	t.work[n], t.news = a, true
	t.follow(x, a, day)
	return nil
}

// follow plans the fate of agreed work.
func (t *telling) follow(x item, a models.ActionItem, day models.Date) {
	f, by := x.fate, t.as(x.owner)
	due := a.DueOn
	for _, s := range f.slips {
		to := after(due.AddDays(s.by))
		if s.toToday != 0 {
			to = before(t.today.AddDays(s.toToday))
		}
		t.plan(before(due.AddDays(-s.ahead)).At(8, 40, time.UTC), func() error {
			_, err := t.MoveItem(t.ctx, by, t.now, a.ID, 0, to, s.why)
			return err
		})
		due = to
	}
	end := due.AddDays(f.late)
	if f.late > 0 {
		end = after(end)
	} else {
		end = before(end)
		for !t.lively(end) {
			end = end.AddDays(-1)
		}
	}
	end = models.LaterDate(end, after(day.AddDays(1)))
	if start := after(day.AddDays(f.started)); f.started > 0 && (start.Before(end) || !f.closed) {
		t.plan(start.At(7, 45, time.UTC), func() error {
			if f.jira {
				return t.inJira(a, "In Progress")
			}
			_, err := t.StartItem(t.ctx, by, t.now, a.ID, 0)
			return err
		})
	}
	if f.closed {
		t.plan(end.At(7, 50, time.UTC), func() error {
			if f.jira {
				return t.inJira(a, "Done")
			}
			_, err := t.CompleteItem(t.ctx, by, t.now, a.ID, 0)
			return err
		})
	}
	if f.rejected != "" {
		t.plan(after(day.AddDays(f.rejectedAfter)).At(9, 15, time.UTC), func() error {
			_, err := t.RejectItem(t.ctx, t.as(t.owner), t.now, a.ID, 0, f.rejected)
			return err
		})
	}
	t.lately(f, a, by)
}

// lately plans what happened to an item in the last days, and waits for somebody.
func (t *telling) lately(f fate, a models.ActionItem, by models.Actor) {
	if f.wontDo {
		t.plan(t.past(3, 7, 55), func() error { return t.inJira(a, "Won't Do") })
	}
	if f.movedTo != 0 {
		t.plan(t.past(2, 7, 55), func() error {
			key, err := t.issue(a)
			if err == nil && !t.Jira.SetDue(key, after(t.today.AddDays(f.movedTo)).String()) {
				err = fmt.Errorf("there is no issue %s", key)
			}
			t.news = true
			return err
		})
	}
	if f.disowned != "" {
		t.plan(t.past(3, 8, 30), func() error {
			_, err := t.DisownItem(t.ctx, by, t.now, a.ID, 0, f.disowned)
			return err
		})
	}
	if f.snoozed != "" {
		t.plan(t.past(2, 8, 30), func() error {
			_, err := t.SnoozeItem(t.ctx, by, t.now, a.ID, 0, after(t.today.AddDays(5)), f.snoozed)
			return err
		})
	}
}

// inJira moves an item's issue as its owner does there.
func (t *telling) inJira(a models.ActionItem, status string) error {
	key, err := t.issue(a)
	if err == nil && !t.Jira.SetStatus(key, status) {
		err = fmt.Errorf("there is no issue %s", key)
	}
	t.news = t.news || status != "In Progress" // which may be seen later
	return err
}

func (t *telling) issue(a models.ActionItem) (key string, err error) {
	a, err = t.Item(t.ctx, models.System, a.ID)
	if err != nil {
		return "", err
	}
	if a.Link == nil || a.Link.Key == "" {
		return "", fmt.Errorf("%s has no issue yet", a.Ref())
	}
	return a.Link.Key, nil
}
