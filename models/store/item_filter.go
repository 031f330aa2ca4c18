package store

import (
	"context"
	"database/sql"

	"gorm.io/gorm"

	"debrief/models"
)

// ItemFilter narrows a list of action items; zero fields do not.
type ItemFilter struct {
	States    []models.ItemState
	ReviewID  int64
	OwnerID   int64
	Unowned   bool
	TeamID    int64 // the item's own, else its incident's
	Kind      models.ItemKind
	Priority  models.Priority
	Severity  models.Severity
	ServiceID int64
	OverdueOn models.Date // open and due before that day
	DueBy     models.Date // open and due on that day or before
	From, To  models.Date // committed in these days, as ReportFilter has it
	Failing   bool        // their link failed at the last try, as Waiting counts it
	Q         string      // words of the title, AI-37, PM-14, or an issue's key
}

var itemNames = names{"AI": "action_items.id = ?", "PM": "action_items.review_id = ?",
	"key": "action_items.id IN (SELECT item_id FROM links WHERE links.key = ?)"}

var dueKey = column[models.ActionItem]{"action_items.due_key", "?", func(a models.ActionItem) any {
	if a.DueOn.IsZero() {
		return "9999-12-31"
	}
	return a.DueOn.String()
}, isDate}

// closedItems is indexed as it stands here.
const closedItems = "(action_items.state = 'done' OR action_items.state = 'rejected')"

var itemOrders = orders[models.ActionItem]{
	names: []string{"-id", "due_on", "urgency"},
	keys: map[string][]column[models.ActionItem]{"id": nil, "due_on": {dueKey}, "urgency": {
		{closedItems, "?", func(a models.ActionItem) any { return a.State == models.Done || a.State == models.Rejected }, isBool}, dueKey}},
	id: func(a models.ActionItem) int64 { return a.ID },
}

// Items lists action items, the newest first; sort urgency for the most urgent first, and what is closed last.
func (s *Store) Items(ctx context.Context, by models.Actor, f ItemFilter, p Page) ([]models.ActionItem, string, error) {
	rows, next, err := list(s.itemsWhere(ctx, by, f), p, itemOrders)
	if err != nil {
		return nil, "", err
	}
	return rows, next, fillItems(s.reader(ctx), rows)
}

// CountItems returns how many action items Items lists, on all pages: at most MaxCount and one more.
func (s *Store) CountItems(ctx context.Context, by models.Actor, f ItemFilter) (int, error) {
	return count(s.reader(ctx), s.itemsWhere(ctx, by, f))
}

func (s *Store) itemsWhere(ctx context.Context, by models.Actor, f ItemFilter) *gorm.DB {
	db := seenItems(s.reader(ctx).Model(&models.ActionItem{}), by)
	equal := func(column string, value any, given bool) {
		if given {
			db = db.Where("action_items."+column+" = ?", value)
		}
	}
	if len(f.States) > 0 {
		db = db.Where("action_items.state IN ?", f.States)
	}
	equal("review_id", f.ReviewID, f.ReviewID != 0)
	equal("owner_id", f.OwnerID, f.OwnerID != 0)
	equal("kind", f.Kind, f.Kind != "")
	equal("priority", f.Priority, f.Priority != "")
	if f.TeamID != 0 {
		db = db.Where(ofTeams("= @team"), sql.Named("team", f.TeamID))
	}
	if f.Unowned {
		db = db.Where("action_items.owner_id IS NULL")
	}
	open := []models.ItemState{models.Committed, models.InProgress}
	if !f.OverdueOn.IsZero() {
		db = db.Where("action_items.state IN ? AND NOT action_items.historic AND action_items.due_key < ?", open, f.OverdueOn)
	}
	if !f.DueBy.IsZero() {
		db = db.Where("action_items.state IN ? AND action_items.due_key <= ?", open, f.DueBy)
	}
	if !f.From.IsZero() {
		db = db.Where("action_items.committed_on >= ?", f.From)
	}
	if !f.To.IsZero() {
		db = db.Where("action_items.committed_on <= ?", f.To)
	}
	if f.Failing {
		db = db.Where("action_items.id IN (SELECT item_id FROM links WHERE last_error <> '' AND due_at IS NOT NULL)")
	}
	if f.Severity != 0 || f.ServiceID != 0 {
		db = db.Where("action_items.review_id IN (?)", s.reviewsOf(ctx, f.Severity, f.ServiceID))
	}
	if f.Q != "" {
		db = searched(db, f.Q, itemNames, "action_items.title")
	}
	return db
}

func (s *Store) reviewsOf(ctx context.Context, severity models.Severity, service int64) *gorm.DB {
	db := s.reader(ctx).Table("reviews").Select("reviews.id").Joins("JOIN incidents ON incidents.id = reviews.incident_id")
	if severity != 0 {
		db = db.Where("incidents.severity = ?", severity)
	}
	if service != 0 {
		db = db.Where("EXISTS (SELECT 1 FROM incident_services WHERE incident_id = incidents.id AND service_id = ?)", service)
	}
	return db
}
