package store

import (
	"context"
	"errors"
	"slices"
	"time"

	"gorm.io/gorm"

	"debrief/models"
)

// Issue is what the link reconciler needs of an item: what the tracker should show, and what it last agreed to.
type Issue struct {
	Item   models.ActionItem
	Link   models.Link
	Fields models.LinkFields
	URL    string // the item's page here
}

// Issue returns what a link is made of, as it is now.
func (s *Store) Issue(ctx context.Context, linkID int64) (Issue, error) {
	tx := &Tx{DB: s.reader(ctx), s: s, by: models.System}
	l, err := one[models.Link](tx.DB, linkID, "link")
	if err != nil {
		return Issue{}, err
	}
	return tx.issue(l)
}

func (tx *Tx) issue(l models.Link) (Issue, error) {
	i := Issue{Link: l}
	var err error
	if i.Item, err = one[models.ActionItem](tx.DB, l.ItemID, "action item"); err != nil {
		return i, err
	}
	c, err := tx.itemContext(i.Item)
	if err != nil {
		return i, err
	}
	i.URL = tx.s.opts.BaseURL + "/action-items/" + i.Item.Ref()
	i.Fields, err = tx.desiredFields(i.Item, c)
	return i, err
}

// StartCreate notes, before the tracker is asked, that an issue may exist from now on; a retry looks for it first. A zero
// time takes the note back: the tracker has refused.
func (s *Store) StartCreate(ctx context.Context, t Task, at time.Time) error {
	var started *time.Time
	if !at.IsZero() {
		utc := at.UTC().Truncate(time.Microsecond)
		started = &utc
	}
	return s.heldLink(ctx, t, map[string]any{"create_started_at": started})
}

// Tell notes what the tracker is about to be told, before it is: should the answer be lost, its own echo is known.
func (s *Store) Tell(ctx context.Context, t Task, fields models.LinkFields) error {
	return s.heldLink(ctx, t, map[string]any{"told_category": fields.Category, "told_due_on": fields.DueOn})
}

// LinkGone notes that the issue was deleted or may no longer be seen; nothing is made in its place.
func (s *Store) LinkGone(ctx context.Context, t Task, gone bool) error {
	return s.heldLink(ctx, t, map[string]any{"gone": gone})
}

func (s *Store) heldLink(ctx context.Context, t Task, columns map[string]any) error {
	result := s.write.WithContext(ctx).Model(&models.Link{}).Where("id = ? AND lease = ?", t.ID, t.Lease).Updates(columns)
	if result.Error == nil && result.RowsAffected == 0 {
		return &models.Error{Kind: models.Stale, Message: "the lease was lost to another worker"}
	}
	return result.Error
}

// Pull takes over what changed in the tracker since it last agreed, and returns what it should show now.
func (s *Store) Pull(ctx context.Context, now time.Time, t Task, r models.Remote) (Issue, error) {
	return change(ctx, s, models.System, now, func(tx *Tx) (Issue, error) {
		var l models.Link
		// The item is locked before its link, as every verb does, so that the two never wait for each other.
		var item models.ActionItem
		if err := forUpdate(tx.DB).Where("id = (SELECT item_id FROM links WHERE links.id = ?)", t.ID).Take(&item).Error; err != nil {
			return Issue{}, err
		}
		if err := forUpdate(tx.DB).Where("id = ? AND lease = ?", t.ID, t.Lease).Take(&l).Error; err != nil {
			return Issue{}, leaseLost(err)
		}
		c, err := tx.itemContext(item)
		if err != nil {
			return Issue{}, err
		}
		before, fresh := item, l.RemoteID == ""
		changes := item.Adopt(tx.now, c.today(tx.now), l, r)
		l.RemoteID, l.Key, l.URL, l.Status = r.ID, r.Key, r.URL, r.Status
		l.AgreedCategory, l.AgreedDueOn, l.SyncedAt, l.Gone, l.CreateStartedAt = r.Category, r.DueOn, &tx.now, false, nil
		if err := tx.keepLink(l); err != nil {
			return Issue{}, err
		}
		if fresh {
			if err := tx.recordItem(item, "linked", r.Key, nil); err != nil {
				return Issue{}, err
			}
		}
		if len(changes) == 0 {
			return tx.issue(l)
		}
		if err := tx.saveItem(&item, 0, c); err != nil {
			return Issue{}, err
		}
		for _, ch := range changes {
			if err := tx.recordItem(item, ch.Verb, ch.Note, models.Changes(before, item)); err != nil {
				return Issue{}, err
			}
		}
		return tx.issue(l)
	})
}

func leaseLost(err error) error {
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return &models.Error{Kind: models.Stale, Message: "the lease was lost to another worker"}
	}
	return err
}

// keepLink writes what was heard of the tracker, and leaves the queue's columns alone.
func (tx *Tx) keepLink(l models.Link) error {
	l.ToldCategory, l.ToldDueOn = "", models.Date{} // it came, or never will
	return tx.Model(&models.Link{}).Where("id = ?", l.ID).
		Select("remote_id", "key", "url", "status", "agreed_hash", "agreed_category", "agreed_due_on", "agreed_assignee", "told_category", "told_due_on", "agreed_labels", "dropped",
			"gone", "create_started_at", "synced_at").Updates(&l).Error
}

// Agree records that the tracker shows the fields, and hands the row back until next.
func (s *Store) Agree(ctx context.Context, now time.Time, t Task, fields models.LinkFields, r models.Remote, dropped []string, next time.Time) error {
	_, err := change(ctx, s, models.System, now, func(tx *Tx) (struct{}, error) {
		var l models.Link
		if err := forUpdate(tx.DB).Where("id = ? AND lease = ?", t.ID, t.Lease).Take(&l).Error; err != nil {
			return struct{}{}, leaseLost(err)
		}
		fresh := l.RemoteID == ""
		l.RemoteID, l.Key, l.URL, l.Status = r.ID, r.Key, r.URL, r.Status
		l.AgreedHash, l.AgreedCategory, l.AgreedDueOn, l.AgreedLabels = fields.Hash(), r.Category, r.DueOn, fields.Labels
		l.AgreedAssignee = fields.Assignee
		l.Gone, l.CreateStartedAt, l.SyncedAt = false, nil, &tx.now
		l.Dropped = append([]string{}, dropped...)
		slices.Sort(l.Dropped)
		if err := tx.keepLink(l); err != nil {
			return struct{}{}, err
		}
		if fresh {
			item, err := one[models.ActionItem](tx.DB, l.ItemID, "action item")
			if err != nil {
				return struct{}{}, err
			}
			if err := tx.recordItem(item, "linked", r.Key, nil); err != nil {
				return struct{}{}, err
			}
		}
		next = next.UTC().Truncate(time.Microsecond)
		return struct{}{}, tx.finish(LinkQueue, t, &next)
	})
	return err
}

// SyncItem makes an item's link due at once, as when somebody asks for it.
func (s *Store) SyncItem(ctx context.Context, by models.Actor, now time.Time, id int64) (models.ActionItem, error) {
	return change(ctx, s, by, now, func(tx *Tx) (models.ActionItem, error) {
		a, err := one[models.ActionItem](seenItems(tx.DB, by), id, "action item")
		if err != nil {
			return a, err
		}
		if err := by.Need(models.Member); err != nil {
			return a, err
		}
		result := tx.Model(&models.Link{}).Where("item_id = ?", a.ID).
			Updates(map[string]any{"revision": gorm.Expr("revision + 1"), "due_at": tx.now})
		if result.Error == nil && result.RowsAffected == 0 {
			return a, models.Conflictf("%s has no issue; only agreed work goes to Jira", a.Ref())
		}
		if result.Error != nil {
			return a, result.Error
		}
		rows := []models.ActionItem{a}
		err = fillItems(tx.DB, rows)
		return rows[0], err
	})
}
