package store

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/oklog/ulid/v2"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"debrief/models"
)

// LeftItems counts the open items that the actor may see by their owners, where those are inactive: nobody sees to them.
func (s *Store) LeftItems(ctx context.Context, by models.Actor) (map[int64]int, error) {
	var rows []struct {
		OwnerID int64
		Count   int
	}
	err := seenItems(s.reader(ctx).Table("action_items"), by).Select("action_items.owner_id, count(*) AS count").
		Where("action_items.owner_id IN (SELECT id FROM people WHERE NOT active) AND action_items.state IN ?",
			[]models.ItemState{models.Committed, models.InProgress}).Group("action_items.owner_id").Find(&rows).Error
	left := map[int64]int{}
	for _, row := range rows {
		left[row.OwnerID] = row.Count
	}
	return left, err
}

// fillItems loads the links of all rows with one query, and with another the teams of the incidents of rows without one.
func fillItems(db *gorm.DB, rows []models.ActionItem) error {
	if err := fillTeams(db, rows); err != nil {
		return err
	}
	at := map[int64]int{}
	ids := make([]int64, 0, len(rows))
	for n, row := range rows {
		at[row.ID] = n
		if row.Labels == nil {
			rows[n].Labels = []string{}
		}
		if row.State != models.Proposed {
			ids = append(ids, row.ID)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	var links []models.Link
	if err := db.Where("item_id IN ?", ids).Find(&links).Error; err != nil {
		return err
	}
	for _, l := range links {
		item := &rows[at[l.ItemID]]
		l.Pending = !l.Gone && l.AgreedHash != item.DesiredHash
		item.Link = &l
	}
	return nil
}

// filled is an item with its link and its team.
func filled(db *gorm.DB, a models.ActionItem) (models.ActionItem, error) {
	rows := []models.ActionItem{a}
	err := fillItems(db, rows)
	return rows[0], err
}

func itemsOf(db *gorm.DB, reviewID int64) ([]models.ActionItem, error) {
	rows := []models.ActionItem{}
	if err := db.Where("review_id = ?", reviewID).Order("id").Find(&rows).Error; err != nil {
		return nil, err
	}
	return rows, fillItems(db, rows)
}

// Item returns one action item.
func (s *Store) Item(ctx context.Context, by models.Actor, id int64) (models.ActionItem, error) {
	a, err := one[models.ActionItem](seenItems(s.reader(ctx), by), id, "action item")
	if err != nil {
		return a, err
	}
	return filled(s.reader(ctx), a)
}

// itemContext is what an item's rules look at beside the item.
type itemContext struct {
	review   models.Review
	incident models.Incident
	policy   models.Policy
	team     *models.Team // the item's, else the incident's
	workdays models.Workdays
}

func (tx *Tx) itemContext(a models.ActionItem) (c itemContext, err error) {
	if c.review, err = one[models.Review](tx.DB, a.ReviewID, "review"); err != nil {
		return c, err
	}
	if c.incident, err = one[models.Incident](tx.DB, c.review.IncidentID, "incident"); err != nil {
		return c, err
	}
	if c.policy, err = policy(tx.DB, c.incident.Severity); err != nil {
		return c, err
	}
	team := a.TeamID
	if team == nil {
		team = c.incident.TeamID
	}
	if c.team, err = tx.teamOf(team); err != nil {
		return c, absent(err, "team_id", team)
	}
	c.workdays = tx.s.teamWorkdays(c.team)
	return c, nil
}

func (c itemContext) today(now time.Time) models.Date { return c.workdays.DateOf(now) }

// resolved is the day from which the item's deadline counts: an incident that still goes on counts from now.
func (c itemContext) resolved(now time.Time) time.Time {
	if c.incident.ResolvedAt != nil {
		return *c.incident.ResolvedAt
	}
	return now
}

// desire sets what the tracker should see of an item, and makes its link due where that changed.
func (tx *Tx) desire(a *models.ActionItem, c itemContext) error {
	fields, err := tx.desiredFields(*a, c)
	if err != nil {
		return err
	}
	hash := fields.Hash()
	if hash == a.DesiredHash {
		return nil
	}
	a.DesiredHash = hash
	return tx.Model(&models.Link{}).Where("item_id = ?", a.ID).
		Updates(map[string]any{"revision": gorm.Expr("revision + 1"), "due_at": tx.now}).Error
}

func (tx *Tx) desiredFields(a models.ActionItem, c itemContext) (models.LinkFields, error) {
	owner, err := tx.personOf(a.OwnerID)
	if err != nil {
		return models.LinkFields{}, absent(err, "owner_id", a.OwnerID)
	}
	if c.review.Restricted { // the tracker's readers are not the review's
		c.incident.Title = ""
	}
	f := a.DesiredFields(c.incident, c.team, owner, tx.s.opts.BaseURL+"/action-items/"+a.Ref())
	if f.Project == "" {
		f.Project = tx.s.opts.JiraProject
	}
	return f, nil
}

// saveItem stores an item: what the tracker should see, and when it is looked at next for a reminder, follow.
func (tx *Tx) saveItem(a *models.ActionItem, version int64, c itemContext) error {
	if err := tx.desire(a, c); err != nil {
		return err
	}
	current, next := a.Next(c.today(tx.now), c.policy, c.workdays)
	a.NudgeOn = nudgeOn(current, next, c.workdays)
	return tx.save(a, version)
}

// refreshItems looks at committed items again because something changed elsewhere that the tracker sees of them.
func (tx *Tx) refreshItems(where string, args ...any) error {
	var items []models.ActionItem
	if err := forUpdate(tx.DB).Where("action_items.committed_at IS NOT NULL").Where(where, args...).Order("id").Find(&items).Error; err != nil {
		return err
	}
	for _, a := range items {
		if _, err := tx.refreshItem(a); err != nil {
			return err
		}
	}
	return nil
}

// refreshItem brings up to date what the tracker should see of an item, and when it is looked at next for a reminder. Nobody
// edited the item, so its version stays. It reports whether there was anything to mend.
func (tx *Tx) refreshItem(a models.ActionItem) (bool, error) {
	c, err := tx.itemContext(a)
	if err != nil {
		return false, err
	}
	hash := a.DesiredHash
	if err := tx.desire(&a, c); err != nil {
		return false, err
	}
	current, next := a.Next(c.today(tx.now), c.policy, c.workdays)
	if hash == a.DesiredHash && !drifted(a.NudgeOn, current, next, c.workdays) {
		return false, nil
	}
	return true, tx.Model(&models.ActionItem{}).Where("id = ?", a.ID).
		UpdateColumns(map[string]any{"desired_hash": a.DesiredHash, "nudge_on": nudgeOn(current, next, c.workdays)}).Error
}

func (tx *Tx) recordItem(a models.ActionItem, verb, note string, changes map[string][2]any) error {
	return tx.record(models.Event{Subject: models.SubjectItem, SubjectID: a.ID, ReviewID: &a.ReviewID, Verb: verb, Note: note, Changes: changes})
}

// ProposeItem stores a proposal in a review.
func (s *Store) ProposeItem(ctx context.Context, by models.Actor, now time.Time, a models.ActionItem) (models.ActionItem, error) {
	return change(ctx, s, by, now, func(tx *Tx) (models.ActionItem, error) {
		r, err := tx.review(a.ReviewID, models.Member)
		if err != nil {
			return a, err
		}
		if err := tx.entrust("owner_id", nil, a.OwnerID); err != nil {
			return a, err
		}
		return tx.propose(r, a)
	})
}

// ListedItems returns the open action items that a review's document lists and that nobody has proposed yet.
func (s *Store) ListedItems(ctx context.Context, by models.Actor, now time.Time, reviewID int64) ([]models.ImportItem, error) {
	r, err := s.Review(ctx, by, reviewID)
	if err != nil || r.DocumentNumber == 0 {
		return nil, err
	}
	db := s.reader(ctx)
	d, err := document(db, r, r.DocumentNumber)
	if err != nil {
		return nil, err
	}
	items, err := itemsOf(db, r.ID)
	return models.Unproposed(models.ListedItems(d.Body, now), items), err
}

// unproposed returns the titles of what a review's document lists and these items, which are all of its, do not have.
func unproposed(db *gorm.DB, r models.Review, items []models.ActionItem, now time.Time) (titles []string, err error) {
	if r.DocumentNumber == 0 {
		return nil, nil
	}
	d, err := document(db, r, r.DocumentNumber)
	if err != nil {
		return nil, err
	}
	for _, item := range models.Unproposed(models.ListedItems(d.Body, now), items) {
		titles = append(titles, item.Title)
	}
	return titles, nil
}

// ProposeListed stores proposals of the action items with these titles that a review's document lists. One that the document
// does not list, or that was proposed meanwhile, is left out. The document is read before the transaction begins, as check does.
func (s *Store) ProposeListed(ctx context.Context, by models.Actor, now time.Time, reviewID int64, titles []string) ([]models.ActionItem, error) {
	read, err := s.Document(ctx, by, reviewID, 0)
	if err != nil {
		return nil, err
	}
	listed := models.ListedItems(read.Body, now)
	return change(ctx, s, by, now, func(tx *Tx) ([]models.ActionItem, error) {
		r, err := tx.review(reviewID, models.Member)
		if err != nil {
			return nil, err
		}
		if r.DocumentNumber != read.Number {
			return nil, models.Conflictf("the document was saved meanwhile; look at what it lists now")
		}
		has, err := itemsOf(tx.DB, r.ID)
		if err != nil {
			return nil, err
		}
		d, err := tx.directory()
		if err != nil {
			return nil, err
		}
		made := []models.ActionItem{}
		for _, item := range models.Unproposed(listed, has) {
			if !slices.Contains(titles, item.Title) {
				continue
			}
			item.ReviewID, item.OwnerID = r.ID, d.owner(item.Owner)
			if item.Restated && (item.Owner == "" || item.OwnerID != nil) {
				item.Description = "" // it would go stale as soon as the owner or the day changes
			}
			a, err := tx.propose(r, item.ActionItem)
			if err != nil {
				return nil, err
			}
			made = append(made, a)
		}
		return made, nil
	})
}

func (tx *Tx) propose(r models.Review, a models.ActionItem) (models.ActionItem, error) {
	if err := r.Editable(); err != nil {
		return a, err
	}
	if err := a.Validate(); err != nil {
		return a, err
	}
	fresh := models.ActionItem{ReviewID: r.ID, Title: a.Title, Description: a.Description, DoneWhen: a.DoneWhen, Kind: a.Kind,
		Priority: a.Priority, OwnerID: a.OwnerID, TeamID: a.TeamID, Labels: a.Labels, State: models.Proposed, DueOn: a.DueOn,
		ULID: ulid.MustNew(ulid.Timestamp(tx.now), ulid.DefaultEntropy()).String()}
	if fresh.Labels == nil {
		fresh.Labels = []string{}
	}
	if err := tx.create(&fresh); err != nil {
		return a, err
	}
	if err := tx.touchReview(&r); err != nil {
		return a, err
	}
	if err := tx.recordItem(fresh, "proposed", "", nil); err != nil {
		return a, err
	}
	tx.handsItem(nil, fresh, r)
	return filled(tx.DB, fresh)
}

// ItemEdit is what can be edited of an item; nil leaves it as it is. Its due date moves by MoveItem.
type ItemEdit struct {
	Title, Description, DoneWhen *string
	Kind                         *models.ItemKind
	Priority                     *models.Priority
	OwnerID, TeamID              *int64 // 0 for none
	Labels                       *[]string
	OverrideReason               string // why agreed work may have a title that could not be committed; facilitators only
}

// EditItem changes what an item says and who sees to it.
func (s *Store) EditItem(ctx context.Context, by models.Actor, now time.Time, id, version int64, e ItemEdit) (models.ActionItem, error) {
	rules, err := s.Rules(ctx)
	if err != nil {
		return models.ActionItem{}, err
	}
	return s.itemVerb(ctx, by, now, id, version, "changed", "", func(a *models.ActionItem, _ itemContext) error {
		was := a.Title
		set(&a.Title, e.Title)
		set(&a.Description, e.Description)
		set(&a.DoneWhen, e.DoneWhen)
		set(&a.Kind, e.Kind)
		set(&a.Priority, e.Priority)
		set(&a.Labels, e.Labels)
		if e.OwnerID != nil {
			a.OwnerID = optionalID(*e.OwnerID)
		}
		if e.TeamID != nil {
			a.TeamID = optionalID(*e.TeamID)
		}
		if err := a.Validate(); err != nil {
			return err
		}
		scope, found := models.CheckScope(rules, a.Title)
		scope.OverrideReason = e.OverrideReason
		return a.Retitle(by, was, scope, found)
	})
}

func set[T any](field *T, to *T) {
	if to != nil {
		*field = *to
	}
}

// CommitItem turns a proposal into agreed work; the tracker's issue follows. The check of the title says whether it is well
// scoped; of in.Scope only the reason to override that counts.
func (s *Store) CommitItem(ctx context.Context, by models.Actor, now time.Time, id, version int64, in models.Commitment) (models.ActionItem, error) {
	rules, err := s.Rules(ctx)
	if err != nil {
		return models.ActionItem{}, err
	}
	in.Reason = strings.TrimSpace(in.Reason)
	return s.itemVerb(ctx, by, now, id, version, "committed", in.Reason, func(a *models.ActionItem, c itemContext) error {
		if err := c.review.Editable(); err != nil {
			return err
		}
		reason := in.Scope.OverrideReason
		in.Scope, in.Found = models.CheckScope(rules, a.Title)
		in.Scope.OverrideReason = reason
		if a.OwnerID == nil && a.TeamID == nil && c.team != nil {
			a.TeamID = &c.team.ID // the incident's has it already; it stays with the item from now on
		}
		return a.Commit(now, by, in, c.policy, c.resolved(now), c.workdays)
	})
}

// StartItem records that work has begun.
func (s *Store) StartItem(ctx context.Context, by models.Actor, now time.Time, id, version int64) (models.ActionItem, error) {
	return s.itemVerb(ctx, by, now, id, version, "started", "", func(a *models.ActionItem, _ itemContext) error { return a.Start() })
}

// CompleteItem records that the work is done.
func (s *Store) CompleteItem(ctx context.Context, by models.Actor, now time.Time, id, version int64) (models.ActionItem, error) {
	return s.itemVerb(ctx, by, now, id, version, "completed", "", func(a *models.ActionItem, c itemContext) error {
		return a.Complete(now, c.today(now))
	})
}

// ReopenItem makes a done or rejected item work again.
func (s *Store) ReopenItem(ctx context.Context, by models.Actor, now time.Time, id, version int64, reason string) (models.ActionItem, error) {
	return change(ctx, s, by, now, func(tx *Tx) (models.ActionItem, error) { return tx.reopenItem(id, version, reason) })
}

func (tx *Tx) reopenItem(id, version int64, reason string) (models.ActionItem, error) {
	return tx.itemVerb(id, version, "reopened", reason, func(a *models.ActionItem, c itemContext) error {
		if err := c.incident.Editable(); err != nil {
			return err
		}
		if a.CommittedAt == nil { // it becomes a proposal again, which a review that is over cannot have
			if err := c.review.Editable(); err != nil {
				return err
			}
		}
		return a.Reopen(c.today(tx.now), reason)
	})
}

// RejectItem decides that the work won't be done.
func (s *Store) RejectItem(ctx context.Context, by models.Actor, now time.Time, id, version int64, reason string) (models.ActionItem, error) {
	return change(ctx, s, by, now, func(tx *Tx) (models.ActionItem, error) { return tx.rejectItem(id, version, reason) })
}

func (tx *Tx) rejectItem(id, version int64, reason string) (models.ActionItem, error) {
	return tx.itemVerb(id, version, "rejected", reason, func(a *models.ActionItem, c itemContext) error {
		if a.RejectionProposed != "" {
			if err := c.review.Decides(tx.by); err != nil {
				return err
			}
		}
		return a.Reject(tx.now, c.today(tx.now), reason)
	})
}

// KeepItem declines a rejection that the tracker proposed.
func (s *Store) KeepItem(ctx context.Context, by models.Actor, now time.Time, id, version int64) (models.ActionItem, error) {
	return s.itemVerb(ctx, by, now, id, version, "kept", "", func(a *models.ActionItem, c itemContext) error {
		if err := c.review.Decides(by); err != nil {
			return err
		}
		return a.KeepOn(c.today(now))
	})
}

// MoveItem sets another due date; a later one needs a reason.
func (s *Store) MoveItem(ctx context.Context, by models.Actor, now time.Time, id, version int64, to models.Date, reason string) (models.ActionItem, error) {
	return s.itemVerb(ctx, by, now, id, version, "due date moved", reason, func(a *models.ActionItem, c itemContext) error {
		return a.MoveDue(c.today(now), to, reason)
	})
}

// ExplainSlip answers why the due date moved in the tracker.
func (s *Store) ExplainSlip(ctx context.Context, by models.Actor, now time.Time, id, version int64, reason string) (models.ActionItem, error) {
	return s.itemVerb(ctx, by, now, id, version, "slip explained", reason, func(a *models.ActionItem, _ itemContext) error {
		return a.ExplainSlip(reason)
	})
}

// SnoozeItem silences an item's reminders for a while.
func (s *Store) SnoozeItem(ctx context.Context, by models.Actor, now time.Time, id, version int64, until models.Date, reason string) (models.ActionItem, error) {
	return s.itemVerb(ctx, by, now, id, version, "snoozed", reason, func(a *models.ActionItem, c itemContext) error {
		return a.Snooze(c.today(now), until, reason)
	})
}

// DisownItem says “not mine”.
func (s *Store) DisownItem(ctx context.Context, by models.Actor, now time.Time, id, version int64, reason string) (models.ActionItem, error) {
	return s.itemVerb(ctx, by, now, id, version, "disowned", reason, func(a *models.ActionItem, c itemContext) error {
		if a.TeamID == nil && c.team != nil {
			a.TeamID = &c.team.ID // agreed work belongs to somebody
		}
		return a.Disown(c.today(now), reason)
	})
}

// itemVerb loads an item with what its rules look at, lets the domain decide, and saves it with an event. An item that
// becomes agreed work gets a link, which the reconciler turns into an issue.
func (s *Store) itemVerb(ctx context.Context, by models.Actor, now time.Time, id, version int64, verb, note string,
	decide func(*models.ActionItem, itemContext) error) (models.ActionItem, error) {
	return change(ctx, s, by, now, func(tx *Tx) (models.ActionItem, error) { return tx.itemVerb(id, version, verb, note, decide) })
}

func (tx *Tx) itemVerb(id, version int64, verb, note string, decide func(*models.ActionItem, itemContext) error) (models.ActionItem, error) {
	if err := tx.lockReviewOf("action_items", id); err != nil {
		return models.ActionItem{}, err
	}
	a, err := one[models.ActionItem](forUpdate(seenItems(tx.DB, tx.by)), id, "action item")
	if err != nil {
		return a, err
	}
	if err := tx.by.Need(models.Member); err != nil {
		return a, err
	}
	if version != 0 && version != a.Version {
		return a, &models.Error{Kind: models.Stale, Version: a.Version, Message: "somebody saved " + a.Ref() + " meanwhile; load it again"}
	}
	c, err := tx.itemContext(a)
	if err != nil {
		return a, err
	}
	before := a
	if err := decide(&a, c); err != nil {
		return a, err
	}
	if err := tx.entrust("owner_id", before.OwnerID, a.OwnerID); err != nil {
		return a, err
	}
	if verb == "changed" && models.Changes(before, a) == nil { // a new version would be a conflict for whoever has the item open
		return filled(tx.DB, before)
	}
	if a.TeamID != before.TeamID { // another team, other working days
		if c, err = tx.itemContext(a); err != nil {
			return a, err
		}
	}
	if before.State == models.Proposed && a.State == models.Committed {
		due := tx.now
		link := models.Link{ItemID: a.ID, AgreedLabels: []string{}, Dropped: []string{}, Revision: 1, DueAt: &due}
		if err := tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&link).Error; err != nil {
			return a, err
		}
	}
	if err := tx.saveItem(&a, version, c); err != nil {
		return a, err
	}
	if err := tx.recordItem(a, verb, note, models.Changes(before, a)); err != nil {
		return a, err
	}
	tx.handsItem(before.OwnerID, a, c.review)
	if before.State == models.Proposed && a.State != models.Proposed {
		r, err := one[models.Review](forUpdate(tx.DB), a.ReviewID, "review")
		if err != nil {
			return a, err
		}
		if err := tx.touchReview(&r); err != nil {
			return a, err
		}
	}
	return filled(tx.DB, a)
}
