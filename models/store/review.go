package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"gorm.io/gorm"

	"debrief/models"
)

// ReviewFilter narrows a list of reviews; zero fields do not.
type ReviewFilter struct {
	States        []models.ReviewState
	IncidentID    int64
	PersonID      int64 // owns or facilitates it
	TeamID        int64 // the incident's
	Severity      models.Severity
	Unowned       bool           // nobody owns it, and somebody still has to
	Unfacilitated bool           // nobody facilitates it, and its meeting may still be ahead
	MeetingLateOn models.Date    // the last day for the meeting was before that day, and it did not take place
	ServiceID     int64          // that its incident touched
	From, To      models.Date    // days on which its incident began; zero for open ends
	Zone          *time.Location // of those days; nil for UTC
	Withdrawn     bool           // of incidents that were withdrawn, and only those; with IncidentID it does not matter
	Q             string         // words of the incident's title or the current document, PM-14, AI-37, or the key of an issue of one of its items
}

var reviewNames = names{"PM": "reviews.id = ?", "AI": "reviews.id IN (SELECT review_id FROM action_items WHERE action_items.id = ?)",
	"key": `reviews.id IN (SELECT action_items.review_id FROM action_items JOIN links ON links.item_id = action_items.id
		WHERE links.key = ?)`}

// Reviews lists reviews, the newest first.
func (s *Store) Reviews(ctx context.Context, by models.Actor, f ReviewFilter, p Page) ([]models.Review, string, error) {
	rows, next, err := list(s.reviewsWhere(ctx, by, f), p, byID(func(r models.Review) int64 { return r.ID }))
	if err != nil {
		return nil, "", err
	}
	return rows, next, fillReviews(s.reader(ctx), rows)
}

// CountReviews returns how many reviews Reviews lists, on all pages: at most MaxCount and one more.
func (s *Store) CountReviews(ctx context.Context, by models.Actor, f ReviewFilter) (int, error) {
	return count(s.reader(ctx), s.reviewsWhere(ctx, by, f))
}

func (s *Store) reviewsWhere(ctx context.Context, by models.Actor, f ReviewFilter) *gorm.DB {
	db := seenReviews(s.reader(ctx).Model(&models.Review{}), by)
	if len(f.States) > 0 {
		db = db.Where("reviews.state IN ?", f.States)
	}
	switch {
	case f.IncidentID != 0:
		db = db.Where("reviews.incident_id = ?", f.IncidentID)
	case f.Withdrawn:
		db = db.Where("reviews.incident_id IN " + withdrawn)
	default:
		db = db.Where("reviews.incident_id NOT IN " + withdrawn)
	}
	if f.PersonID != 0 {
		db = db.Where("(reviews.owner_id = ? OR reviews.facilitator_id = ?)", f.PersonID, f.PersonID)
	}
	if f.Unowned {
		db = db.Where("reviews.owner_id IS NULL AND reviews.state IN ?", []models.ReviewState{models.Draft, models.InReview, models.Reviewed})
	}
	if f.Unfacilitated {
		db = db.Where("reviews.facilitator_id IS NULL AND reviews.state IN ?", []models.ReviewState{models.Draft, models.InReview})
	}
	if !f.MeetingLateOn.IsZero() {
		db = db.Where(`reviews.state IN ? AND NOT reviews.historic AND reviews.due_on < ?
			AND NOT EXISTS (SELECT 1 FROM meetings WHERE meetings.review_id = reviews.id AND meetings.state = ?)`,
			[]models.ReviewState{models.Draft, models.InReview}, f.MeetingLateOn, models.Held)
	}
	if f.ServiceID != 0 {
		db = db.Where("reviews.incident_id IN (SELECT incident_id FROM incident_services WHERE service_id = ?)", f.ServiceID)
	}
	if f.TeamID != 0 || f.Severity != 0 || f.Q != "" || !f.From.IsZero() || !f.To.IsZero() {
		db = db.Joins("JOIN incidents ON incidents.id = reviews.incident_id")
	}
	db = startedIn(db, "incidents", f.From, f.To, f.Zone)
	if f.TeamID != 0 {
		db = db.Where("incidents.team_id = ?", f.TeamID)
	}
	if f.Severity != 0 {
		db = db.Where("incidents.severity = ?", f.Severity)
	}
	if f.Q != "" {
		db = searched(db.Joins("LEFT JOIN review_words ON review_words.review_id = reviews.id"), f.Q, reviewNames, "incidents.title", documentWords)
	}
	return db
}

// startedIn narrows a query that has incidents to those that began on days of a zone, both included; nil is UTC, zero an open end.
func startedIn(db *gorm.DB, incidents string, from, to models.Date, zone *time.Location) *gorm.DB {
	if zone == nil {
		zone = time.UTC
	}
	if !from.IsZero() {
		db = db.Where(incidents+".started_at >= ?", from.At(0, 0, zone).UTC())
	}
	if !to.IsZero() {
		db = db.Where(incidents+".started_at < ?", to.AddDays(1).At(0, 0, zone).UTC())
	}
	return db
}

func fillReviews(db *gorm.DB, rows []models.Review) error {
	at := map[int64]int{}
	ids := make([]int64, 0, len(rows))
	for n, row := range rows {
		at[row.ID] = n
		rows[n].ReaderIDs = []int64{}
		if row.Restricted {
			ids = append(ids, row.ID)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	var readers []struct{ ReviewID, PersonID int64 }
	if err := db.Table("review_readers").Where("review_id IN ?", ids).Order("person_id").Find(&readers).Error; err != nil {
		return err
	}
	for _, r := range readers {
		rows[at[r.ReviewID]].ReaderIDs = append(rows[at[r.ReviewID]].ReaderIDs, r.PersonID)
	}
	return nil
}

// Review returns one review.
func (s *Store) Review(ctx context.Context, by models.Actor, id int64) (models.Review, error) {
	r, err := one[models.Review](seenReviews(s.reader(ctx), by), id, "review")
	if err != nil {
		return r, err
	}
	rows := []models.Review{r}
	err = fillReviews(s.reader(ctx), rows)
	return rows[0], err
}

// ReviewFacts returns what a review's rules look at: the incident, the meeting, the checklist, the items, the message.
func (s *Store) ReviewFacts(ctx context.Context, r models.Review) (models.ReviewFacts, error) {
	return facts(s.reader(ctx), r)
}

func facts(db *gorm.DB, r models.Review) (f models.ReviewFacts, err error) {
	if f.Incident, err = incident(db, db, r.IncidentID); err != nil {
		return f, err
	}
	if f.Meeting, err = latestMeeting(db, r.ID); err != nil {
		return f, err
	}
	if f.Questions, err = questions(db, r.TemplateID); err != nil {
		return f, err
	}
	if err = db.Where("review_id = ? AND final", r.ID).Order("question_id").Find(&f.Outcomes).Error; err != nil {
		return f, err
	}
	if f.Items, err = itemsOf(db, r.ID); err != nil {
		return f, err
	}
	var external models.Message
	err = db.Where("review_id = ? AND audience = ?", r.ID, models.External).Take(&external).Error
	if err == nil {
		f.External = &external
	}
	if errors.Is(err, gorm.ErrRecordNotFound) {
		err = nil
	}
	return f, err
}

// review loads a review that the actor may see and change with that role.
func (tx *Tx) review(id int64, need models.Role) (models.Review, error) {
	r, err := one[models.Review](forUpdate(seenReviews(tx.DB, tx.by)), id, "review")
	if err != nil {
		return r, err
	}
	rows := []models.Review{r}
	if err := fillReviews(tx.DB, rows); err != nil {
		return r, err
	}
	return rows[0], tx.by.Need(need)
}

// lockReviewOf locks the review that a row of the table belongs to, before the row itself is: see forUpdate.
func (tx *Tx) lockReviewOf(table string, id int64) error {
	var ids []int64
	return forUpdate(tx.Model(&models.Review{})).Where("id = (SELECT review_id FROM "+table+" WHERE id = ?)", id).Pluck("id", &ids).Error
}

// saveReview stores a review and sets when it is looked at next for a reminder.
func (tx *Tx) saveReview(r *models.Review, version int64) error {
	if err := tx.lookAgain(r); err != nil {
		return err
	}
	return tx.save(r, version)
}

// reviewContext is what a review's rules look at beside the review.
type reviewContext struct {
	facts    models.ReviewFacts
	policy   models.Policy
	team     *models.Team // the incident's
	workdays models.Workdays
}

func (tx *Tx) reviewContext(r models.Review) (c reviewContext, err error) {
	if c.facts, err = facts(tx.DB, r); err != nil {
		return c, err
	}
	if c.policy, err = policy(tx.DB, c.facts.Incident.Severity); err != nil {
		return c, err
	}
	if c.team, err = tx.teamOf(c.facts.Incident.TeamID); err != nil {
		return c, err
	}
	c.workdays = tx.s.teamWorkdays(c.team)
	return c, nil
}

// next answers when the review is to be nudged.
func (c reviewContext) next(r models.Review, now time.Time) (current, next *models.Step) {
	return r.Next(c.workdays.DateOf(now), c.policy, c.workdays, c.facts)
}

// lookAgain sets when the review is looked at next for a reminder.
func (tx *Tx) lookAgain(r *models.Review) error {
	c, err := tx.reviewContext(*r)
	if err != nil {
		return err
	}
	current, next := c.next(*r, tx.now)
	r.NudgeOn = nudgeOn(current, next, c.workdays)
	return nil
}

// nudgeOn is when a subject is to be looked at: at once where a step stands (the ledger knows whether it was told), else
// on the day of the next.
func nudgeOn(current, next *models.Step, w models.Workdays) *time.Time {
	step := next
	if current != nil {
		step = current
	}
	if step == nil {
		return nil
	}
	at := w.Starts(step.On)
	return &at
}

// touchReview sets when a review is looked at next, because something beside it changed. The review itself did not, so its
// version stays: whoever edits it meanwhile is not told that somebody saved first.
func (tx *Tx) touchReview(r *models.Review) error {
	if err := tx.lookAgain(r); err != nil {
		return err
	}
	return tx.Model(&models.Review{}).Where("id = ?", r.ID).UpdateColumn("nudge_on", r.NudgeOn).Error
}

// deadline sets when the review's meeting is due. was is the incident before it changed, zero for a new review.
func (tx *Tx) deadline(r *models.Review, was, i models.Incident) error {
	team, err := tx.teamOf(i.TeamID)
	if err != nil {
		return err
	}
	p, err := policy(tx.DB, i.Severity)
	if err != nil {
		return err
	}
	before := *r
	r.DueOn = models.Date{}
	if i.ResolvedAt != nil {
		r.DueOn = p.MeetingDue(*i.ResolvedAt, tx.s.teamWorkdays(team))
	}
	if err := tx.saveReview(r, 0); err != nil {
		return err
	}
	if before.DueOn == r.DueOn {
		return nil
	}
	verb := "deadline moved"
	if before.DueOn.IsZero() {
		verb = "deadline set"
	}
	return tx.recordReview(*r, verb, why(was, i), models.Changes(before, *r))
}

func (tx *Tx) recordReview(r models.Review, verb, note string, changes map[string][2]any) error {
	return tx.record(models.Event{Subject: models.SubjectReview, SubjectID: r.ID, ReviewID: &r.ID, Verb: verb, Note: note, Changes: changes})
}

func (tx *Tx) openReview(r models.Review, i models.Incident) (models.Review, error) {
	t, err := newestTemplate(tx.DB)
	if err != nil {
		return r, fmt.Errorf("find the checklist: %w", err)
	}
	r.ID, r.State, r.TemplateID, r.DocumentNumber = 0, models.Draft, t.ID, 0
	if d, err := newestDocumentTemplate(tx.DB); err != nil {
		return r, fmt.Errorf("find the document template: %w", err)
	} else if d.ID != 0 {
		r.DocumentTemplateID = &d.ID
	}
	if err := r.Validate(models.ReviewFacts{Incident: i}); err != nil {
		return r, err
	}
	if err := tx.create(&r); err != nil {
		return r, duplicate(err, "incident_id", "has a review already")
	}
	if err := replaceSet(tx.DB, "review_readers", "review_id", "person_id", r.ID, r.ReaderIDs); err != nil {
		return r, listing(err, "reader_ids", "people", r.ReaderIDs)
	}
	if err := tx.recordReview(r, "opened", "", nil); err != nil {
		return r, err
	}
	err = tx.deadline(&r, models.Incident{}, i)
	tx.handsReview(models.Review{}, r)
	return r, err
}

// OpenReview opens the review of an incident: owner, facilitator, restriction and readers are r's.
func (s *Store) OpenReview(ctx context.Context, by models.Actor, now time.Time, r models.Review) (models.Review, error) {
	return change(ctx, s, by, now, func(tx *Tx) (models.Review, error) {
		r := r // a second try begins anew
		if err := by.Need(models.Member); err != nil {
			return r, err
		}
		if r.Restricted {
			if err := by.Need(models.Facilitator); err != nil {
				return r, err
			}
			if !by.SeesAll() {
				r.ReaderIDs = append(slices.Clone(r.ReaderIDs), by.PersonID) // whoever restricts it keeps seeing it
			}
		}
		i, err := incident(seenIncidents(forUpdate(tx.DB), by), tx.DB, r.IncidentID)
		if err != nil {
			return r, err
		}
		if err := i.Editable(); err != nil {
			return r, err
		}
		if err := cmp.Or(tx.entrust("owner_id", nil, r.OwnerID), tx.entrust("facilitator_id", nil, r.FacilitatorID)); err != nil {
			return r, err
		}
		return tx.openReview(r, i)
	})
}

// ReviewEdit is what can be edited of a review; nil leaves it as it is.
type ReviewEdit struct {
	OwnerID       *int64 // 0 for nobody
	FacilitatorID *int64 // 0 for nobody
	Restricted    *bool
	ReaderIDs     *[]int64
	DocumentURL   *string
}

// EditReview changes who sees to a review and who may see it. Restricting, and lifting it, is for facilitators.
func (s *Store) EditReview(ctx context.Context, by models.Actor, now time.Time, id, version int64, e ReviewEdit) (models.Review, error) {
	return s.reviewVerb(ctx, by, now, id, version, "changed", func(r *models.Review, f models.ReviewFacts) error {
		if err := by.Need(models.Member); err != nil {
			return err
		}
		if err := r.Editable(); err != nil {
			return err
		}
		if e.OwnerID != nil {
			r.OwnerID = optionalID(*e.OwnerID)
		}
		if e.FacilitatorID != nil {
			r.FacilitatorID = optionalID(*e.FacilitatorID)
		}
		if e.DocumentURL != nil {
			r.DocumentURL = *e.DocumentURL
		}
		if e.Restricted != nil && *e.Restricted != r.Restricted || e.ReaderIDs != nil {
			if err := by.Need(models.Facilitator); err != nil {
				return err
			}
		}
		if e.ReaderIDs != nil {
			r.ReaderIDs = *e.ReaderIDs
		}
		if e.Restricted != nil {
			if *e.Restricted && !r.Restricted && !by.SeesAll() {
				r.ReaderIDs = append(r.ReaderIDs, by.PersonID) // whoever restricts it keeps seeing it
			}
			r.Restricted = *e.Restricted
		}
		return r.Validate(f)
	})
}

func optionalID(id int64) *int64 {
	if id == 0 {
		return nil
	}
	return &id
}

// SubmitReview moves a draft into review.
func (s *Store) SubmitReview(ctx context.Context, by models.Actor, now time.Time, id, version int64) (models.Review, error) {
	return s.reviewVerb(ctx, by, now, id, version, "submitted", func(r *models.Review, f models.ReviewFacts) error {
		return r.Submit(now, f)
	})
}

// CompleteReview records that the review is agreed.
func (s *Store) CompleteReview(ctx context.Context, by models.Actor, now time.Time, id, version int64) (models.Review, error) {
	return s.reviewVerb(ctx, by, now, id, version, "reviewed", func(r *models.Review, f models.ReviewFacts) error {
		return r.Complete(now, f)
	})
}

// ClosedReview is a review that is closed, with the titles of what its document lists and nobody proposed by then.
type ClosedReview struct {
	models.Review
	Unproposed []string `json:"unproposed" doc:"Action items that the document lists and that nobody proposed, by their titles; empty for none. It is told and never refused"`
}

// CloseReview ends a review. Its event names what the document lists and nobody proposed by then, as the answer does.
func (s *Store) CloseReview(ctx context.Context, by models.Actor, now time.Time, id, version int64) (ClosedReview, error) {
	return change(ctx, s, by, now, func(tx *Tx) (ClosedReview, error) {
		closed, told := ClosedReview{Unproposed: []string{}}, map[string][2]any{}
		var err error
		closed.Review, err = tx.reviewVerb(id, version, "closed", "", told, func(r *models.Review, f models.ReviewFacts) error {
			if err := r.Close(now, f); err != nil {
				return err
			}
			left, err := unproposed(tx.DB, *r, f.Items, tx.now)
			if len(left) > 0 {
				closed.Unproposed, told["unproposed"] = left, [2]any{nil, left}
			}
			return err
		})
		return closed, err
	})
}

// WaiveReview decides that the incident gets no review.
func (s *Store) WaiveReview(ctx context.Context, by models.Actor, now time.Time, id, version int64, reason string) (models.Review, error) {
	return change(ctx, s, by, now, func(tx *Tx) (models.Review, error) { return tx.waiveReview(by, id, version, reason) })
}

// waiveReview waives a review with the right of decider.
func (tx *Tx) waiveReview(decider models.Actor, id, version int64, reason string) (models.Review, error) {
	return tx.reviewVerb(id, version, "waived", reason, nil, func(r *models.Review, f models.ReviewFacts) error {
		return r.Waive(tx.now, decider, reason, f)
	})
}

// ReopenReview takes a review one step back.
func (s *Store) ReopenReview(ctx context.Context, by models.Actor, now time.Time, id, version int64, reason string) (models.Review, error) {
	return change(ctx, s, by, now, func(tx *Tx) (models.Review, error) { return tx.reopenReview(by, id, version, reason) })
}

// reopenReview takes a review one step back with the right of decider.
func (tx *Tx) reopenReview(decider models.Actor, id, version int64, reason string) (models.Review, error) {
	return tx.reviewVerb(id, version, "reopened", reason, nil, func(r *models.Review, f models.ReviewFacts) error {
		return cmp.Or(f.Incident.Editable(), r.Reopen(decider, reason))
	})
}

// reviewVerb loads a review with its facts, lets the domain decide, and saves it with an event.
func (s *Store) reviewVerb(ctx context.Context, by models.Actor, now time.Time, id, version int64, verb string,
	decide func(*models.Review, models.ReviewFacts) error) (models.Review, error) {
	return change(ctx, s, by, now, func(tx *Tx) (models.Review, error) { return tx.reviewVerb(id, version, verb, "", nil, decide) })
}

// reviewVerb changes a review; told is what its event says beside its fields.
func (tx *Tx) reviewVerb(id, version int64, verb, note string, told map[string][2]any, decide func(*models.Review, models.ReviewFacts) error) (models.Review, error) {
	r, err := tx.review(id, models.Member)
	if err != nil {
		return r, err
	}
	f, err := facts(tx.DB, r)
	if err != nil {
		return r, err
	}
	before := r
	if version != 0 && version != r.Version {
		return r, &models.Error{Kind: models.Stale, Version: r.Version, Message: "somebody saved " + r.Ref() + " meanwhile; load it again"}
	}
	if err := decide(&r, f); err != nil {
		return r, err
	}
	if err := cmp.Or(tx.entrust("owner_id", before.OwnerID, r.OwnerID), tx.entrust("facilitator_id", before.FacilitatorID, r.FacilitatorID)); err != nil {
		return r, err
	}
	if verb == "changed" && models.Changes(before, r) == nil { // a new version would be a conflict for whoever has the review open
		return before, nil
	}
	if err := replaceSet(tx.DB, "review_readers", "review_id", "person_id", r.ID, r.ReaderIDs); err != nil {
		return r, listing(err, "reader_ids", "people", r.ReaderIDs)
	}
	if err := tx.saveReview(&r, version); err != nil {
		return r, err
	}
	if r.Restricted != before.Restricted { // what a channel and the tracker may tell of it
		if err := cmp.Or(tx.announceAll("reviews.id = ?", r.ID), tx.refreshItems("action_items.review_id = ?", r.ID)); err != nil {
			return r, err
		}
	}
	tx.handsReview(before, r)
	changes := models.Changes(before, r)
	maps.Copy(changes, told)
	if err := tx.recordReview(r, verb, note, changes); err != nil {
		return r, err
	}
	return r, tx.follow(before, r, f.Incident)
}
