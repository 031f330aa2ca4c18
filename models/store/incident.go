package store

import (
	"cmp"
	"context"
	"fmt"
	"reflect"
	"slices"
	"time"

	"gorm.io/gorm"

	"debrief/models"
)

// IncidentFilter narrows a list of incidents; zero fields do not.
type IncidentFilter struct {
	Severity  models.Severity
	TeamID    int64
	ServiceID int64
	Q         string // words of the title, what its source calls it, or PM-14
	Withdrawn bool   // those that were withdrawn, and only those
}

var incidentNames = names{"PM": "incidents.id IN (SELECT incident_id FROM reviews WHERE reviews.id = ?)"}

// Incidents lists incidents, the newest first.
func (s *Store) Incidents(ctx context.Context, by models.Actor, f IncidentFilter, p Page) ([]models.Incident, string, error) {
	rows, next, err := list(s.incidentsWhere(ctx, by, f), p, byID(func(i models.Incident) int64 { return i.ID }))
	if err != nil {
		return nil, "", err
	}
	return rows, next, cmp.Or(fillIncidents(s.reader(ctx), rows), hideOriginals(s.reader(ctx), by, rows))
}

// CountIncidents returns how many incidents Incidents lists, on all pages: at most MaxCount and one more.
func (s *Store) CountIncidents(ctx context.Context, by models.Actor, f IncidentFilter) (int, error) {
	return count(s.reader(ctx), s.incidentsWhere(ctx, by, f))
}

func (s *Store) incidentsWhere(ctx context.Context, by models.Actor, f IncidentFilter) *gorm.DB {
	db := seenIncidents(s.reader(ctx).Model(&models.Incident{}), by)
	if f.Withdrawn {
		db = db.Where("incidents.withdrawn_at IS NOT NULL")
	} else {
		db = db.Where("incidents.withdrawn_at IS NULL")
	}
	if f.Severity != 0 {
		db = db.Where("incidents.severity = ?", f.Severity)
	}
	if f.TeamID != 0 {
		db = db.Where("incidents.team_id = ?", f.TeamID)
	}
	if f.ServiceID != 0 {
		db = db.Where("EXISTS (SELECT 1 FROM incident_services WHERE incident_id = incidents.id AND service_id = ?)", f.ServiceID)
	}
	if f.Q != "" {
		db = searched(db, f.Q, incidentNames, "incidents.title", "incidents.external_id")
	}
	return db
}

// Incident returns one incident.
func (s *Store) Incident(ctx context.Context, by models.Actor, id int64) (models.Incident, error) {
	i, err := incident(seenIncidents(s.reader(ctx), by), s.reader(ctx), id)
	if err != nil {
		return i, err
	}
	rows := []models.Incident{i}
	err = hideOriginals(s.reader(ctx), by, rows)
	return rows[0], err
}

// IncidentsOf returns the incidents of reviews, by their ids. Whoever may see a review may see its incident.
func (s *Store) IncidentsOf(ctx context.Context, reviews []models.Review) (map[int64]models.Incident, error) {
	ids := make([]int64, len(reviews))
	for n, r := range reviews {
		ids[n] = r.IncidentID
	}
	var rows []models.Incident
	if err := s.reader(ctx).Where("id IN ?", ids).Find(&rows).Error; err != nil {
		return nil, err
	}
	if err := fillIncidents(s.reader(ctx), rows); err != nil {
		return nil, err
	}
	byID := make(map[int64]models.Incident, len(rows))
	for _, i := range rows {
		byID[i.ID] = i
	}
	return byID, nil
}

func incident(scoped, db *gorm.DB, id int64) (models.Incident, error) {
	i, err := one[models.Incident](scoped, id, "incident")
	if err != nil {
		return i, err
	}
	rows := []models.Incident{i}
	err = fillIncidents(db, rows)
	return rows[0], err
}

// fillIncidents loads the services and responders of all rows with one query each.
func fillIncidents(db *gorm.DB, rows []models.Incident) error {
	at := map[int64]int{}
	ids := make([]int64, 0, len(rows))
	for n, row := range rows {
		at[row.ID] = n
		ids = append(ids, row.ID)
		rows[n].ServiceIDs, rows[n].Responders = []int64{}, []models.Responder{}
	}
	if len(ids) == 0 {
		return nil
	}
	var services []struct{ IncidentID, ServiceID int64 }
	if err := db.Table("incident_services").Where("incident_id IN ?", ids).Order("service_id").Find(&services).Error; err != nil {
		return err
	}
	for _, v := range services {
		n := at[v.IncidentID]
		rows[n].ServiceIDs = append(rows[n].ServiceIDs, v.ServiceID)
	}
	var responders []models.Responder
	if err := db.Where("incident_id IN ?", ids).Order("person_id").Find(&responders).Error; err != nil {
		return err
	}
	for _, r := range responders {
		n := at[r.IncidentID]
		rows[n].Responders = append(rows[n].Responders, r)
	}
	return nil
}

// AddIncident stores a new incident. Where its severity's policy asks for one, a review is opened with it, owned by owner
// (0 for nobody yet). One that has not happened yet is refused.
func (s *Store) AddIncident(ctx context.Context, by models.Actor, now time.Time, i models.Incident, owner int64) (models.Incident, error) {
	return change(ctx, s, by, now, func(tx *Tx) (models.Incident, error) {
		r := models.Review{OwnerID: optionalID(owner)}
		if err := cmp.Or(by.Need(models.Member), i.Happened(tx.now), tx.entrust("review_owner_id", nil, r.OwnerID)); err != nil {
			return i, err
		}
		i, err := tx.addIncident(i, r)
		return i, as(err, "owner_id", "review_owner_id")
	})
}

// addIncident stores an incident, and opens r as its review where the policy asks for one.
func (tx *Tx) addIncident(i models.Incident, r models.Review) (models.Incident, error) {
	if err := cmp.Or(tx.by.Need(models.Member), i.Validate()); err != nil {
		return i, err
	}
	i.ID, i.Withdrawal = 0, models.Withdrawal{}
	if err := tx.create(&i); err != nil {
		return i, duplicate(err, "external_id", "is known already from this source")
	}
	if err := tx.fillIncident(&i); err != nil {
		return i, err
	}
	if err := tx.record(models.Event{Subject: models.SubjectIncident, SubjectID: i.ID, Verb: "reported"}); err != nil {
		return i, err
	}
	return i, tx.demandReview(r, i)
}

// demandReview opens r as the incident's review where its severity's policy asks for one, and the incident counts.
func (tx *Tx) demandReview(r models.Review, i models.Incident) error {
	if i.WithdrawnAt != nil {
		return nil
	}
	p, err := policy(tx.DB, i.Severity)
	if err != nil || !p.ReviewRequired {
		return err
	}
	r.IncidentID = i.ID
	_, err = tx.openReview(r, i)
	return err
}

// orderIncident puts an incident's services and responders in the order in which they are loaded, each service once.
func orderIncident(i *models.Incident) {
	i.ServiceIDs = append([]int64{}, i.ServiceIDs...) // the caller's stays as it is
	slices.Sort(i.ServiceIDs)
	i.ServiceIDs = slices.Compact(i.ServiceIDs)
	i.Responders = append([]models.Responder{}, i.Responders...)
	slices.SortFunc(i.Responders, func(a, b models.Responder) int { return cmp.Compare(a.PersonID, b.PersonID) })
}

func (tx *Tx) fillIncident(i *models.Incident) error {
	orderIncident(i)
	if err := replaceSet(tx.DB, "incident_services", "incident_id", "service_id", i.ID, i.ServiceIDs); err != nil {
		return listing(err, "service_ids", "services", i.ServiceIDs)
	}
	if err := tx.Where("incident_id = ?", i.ID).Delete(&models.Responder{}).Error; err != nil {
		return err
	}
	if len(i.Responders) == 0 {
		return nil
	}
	people := make([]int64, len(i.Responders))
	for n := range i.Responders {
		i.Responders[n].IncidentID, people[n] = i.ID, i.Responders[n].PersonID
	}
	return listing(tx.Create(&i.Responders).Error, "responders", "people", people)
}

// SaveIncident stores changes of an incident: its review's deadline, its items' labels and the due dates that policy gave
// them follow.
func (s *Store) SaveIncident(ctx context.Context, by models.Actor, now time.Time, i models.Incident) (models.Incident, error) {
	return change(ctx, s, by, now, func(tx *Tx) (models.Incident, error) {
		before, err := incident(seenIncidents(forUpdate(tx.DB), by), tx.DB, i.ID)
		if err != nil {
			return i, err
		}
		if err := cmp.Or(by.Need(models.Member), before.Editable(), i.Happened(tx.now)); err != nil {
			return i, err
		}
		return tx.saveIncident(before, i, models.Review{})
	})
}

// saveIncident stores changes of an incident that was loaded and locked. Where it has no review and now needs one, r is opened.
func (tx *Tx) saveIncident(before, i models.Incident, r models.Review) (models.Incident, error) {
	if err := cmp.Or(tx.by.Need(models.Member), i.Validate()); err != nil {
		return i, err
	}
	version := i.Version
	i.Version, i.CreatedAt, i.Withdrawal = before.Version, before.CreatedAt, before.Withdrawal
	orderIncident(&i)
	if unchanged(version, before, i) {
		return before, nil
	}
	if err := tx.save(&i, version); err != nil {
		return i, duplicate(err, "external_id", "is known already from this source")
	}
	if err := tx.fillIncident(&i); err != nil {
		return i, err
	}
	var reviews []models.Review
	if err := forUpdate(tx.DB).Where("incident_id = ?", i.ID).Find(&reviews).Error; err != nil {
		return i, err
	}
	event := models.Event{Subject: models.SubjectIncident, SubjectID: i.ID, Verb: "changed", Changes: models.Changes(before, i)}
	for _, r := range reviews {
		event.ReviewID = &r.ID
		if before.Title != i.Title || before.Severity != i.Severity { // attendees see both
			if err := tx.tellOf(r.ID); err != nil {
				return i, err
			}
		}
		if before.TeamID == nil != (i.TeamID == nil) || before.TeamID != nil && *before.TeamID != *i.TeamID { // another channel is to hear of it
			if err := tx.announceAll("reviews.id = ?", r.ID); err != nil {
				return i, err
			}
		}
		if err := tx.deadline(&r, before, i); err != nil {
			return i, err
		}
		if err := tx.redate(r, before, i); err != nil {
			return i, err
		}
		if err := tx.refreshItems("action_items.review_id = ?", r.ID); err != nil {
			return i, err
		}
	}
	if len(reviews) == 0 {
		if err := tx.demandReview(r, i); err != nil {
			return i, err
		}
	}
	return i, tx.record(event)
}

// why tells people what of an incident moved its deadlines.
func why(before, i models.Incident) string {
	switch {
	case before.ID == 0:
		return ""
	case before.Severity != i.Severity:
		return fmt.Sprintf("%s became %s", before.Severity, i.Severity)
	case before.ResolvedAt == nil && i.ResolvedAt != nil:
		return "the incident was resolved"
	case before.ResolvedAt != nil && i.ResolvedAt == nil:
		return "the incident goes on"
	}
	return "the incident changed"
}

// redate moves the due dates of open items that are still those that the policy gave them.
func (tx *Tx) redate(r models.Review, before, i models.Incident) error {
	if before.Severity == i.Severity && reflect.DeepEqual(before.ResolvedAt, i.ResolvedAt) {
		return nil
	}
	was, err := policy(tx.DB, before.Severity)
	if err != nil {
		return err
	}
	var items []models.ActionItem
	if err := forUpdate(tx.DB).Where("review_id = ? AND committed_at IS NOT NULL", r.ID).Order("id").Find(&items).Error; err != nil {
		return err
	}
	for _, a := range items {
		c, err := tx.itemContext(a)
		if err != nil {
			return err
		}
		old := a
		if !a.FollowPolicy(was, c.policy, before.ResolvedAt, i.ResolvedAt, tx.now, c.workdays) {
			continue
		}
		if err := tx.saveItem(&a, 0, c); err != nil {
			return err
		}
		if err := tx.recordItem(a, "deadline moved", why(before, i), models.Changes(old, a)); err != nil {
			return err
		}
	}
	return nil
}
