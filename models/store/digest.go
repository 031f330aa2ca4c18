package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"debrief/models"
)

// digest returns the person's digest that is still to be sent, and makes that of the next day on which the person may be
// told where there is none: what could not be sent goes out together, in one letter.
func (tx *Tx) digest(p models.Person) (models.Digest, error) {
	var d models.Digest
	// Locked, so that it cannot be sent between here and the commit.
	err := forUpdate(tx.DB).Where("person_id = ? AND sent_at IS NULL AND NOT empty", p.ID).Order("day").Take(&d).Error
	if !errors.Is(err, gorm.ErrRecordNotFound) {
		return d, err
	}
	day, at, err := tx.digestDue(p)
	if err != nil {
		return d, err
	}
	d = models.Digest{PersonID: p.ID, Day: day, DueAt: &at, Revision: 1,
		MessageID: fmt.Sprintf("digest-%d-%s@%s", p.ID, day, tx.s.opts.Host)}
	if err := tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&d).Error; err != nil {
		return d, err
	}
	// Somebody else may have made it at the same time; or it came to nothing, so that the day has had no letter yet.
	err = forUpdate(tx.DB).Where("person_id = ? AND day = ?", p.ID, day).Take(&d).Error
	if errors.Is(err, gorm.ErrRecordNotFound) { // it was there, and is gone again
		err = errors.Join(errRace, err)
	}
	if err != nil || !d.Empty {
		return d, err
	}
	return d, tx.Model(&d).Updates(map[string]any{"empty": false, "due_at": at, "revision": gorm.Expr("revision + 1")}).Error
}

// digestDue is the day and the moment of the person's next digest.
func (tx *Tx) digestDue(p models.Person) (models.Date, time.Time, error) {
	w := tx.s.PersonWorkdays(p)
	var sent []models.Digest
	err := tx.Where("person_id = ? AND day >= ? AND sent_at IS NOT NULL", p.ID, w.DateOf(tx.now)).Find(&sent).Error
	day, at := models.DigestDue(tx.now, w, func(d models.Date) bool {
		return slices.ContainsFunc(sent, func(x models.Digest) bool { return x.Day == d })
	})
	return day, at, err
}

// Reminder is one line of a digest, with its subject as it is now.
type Reminder struct {
	Nudge    models.Nudge
	Item     *models.ActionItem
	Comment  *models.Comment // that is new, where it is still to be told
	Review   models.Review
	Incident models.Incident
	Covers   *models.Person
	By       *models.Person // of a handover, whose it was; of a comment, who wrote it
	Ready    bool           // of a review, whether nothing that it lacks holds it up
	Sees     bool           // whether the person may see the review; an item's owner may not
	Open     bool           // whether the subject still wants it
}

// Letter is a digest with what it tells.
type Letter struct {
	Digest    models.Digest
	Person    models.Person
	Day       models.Date // the person's day on which it may go out
	NotBefore time.Time   // in quiet hours, and on a day that has had its digest, later than now
	Reminders []Reminder
}

// Letter returns a digest with the state of everything in it, as it is now.
func (s *Store) Letter(ctx context.Context, now time.Time, digestID int64) (l Letter, err error) {
	tx := &Tx{DB: s.reader(ctx), s: s, by: models.System, now: now}
	if l.Digest, err = one[models.Digest](tx.DB, digestID, "digest"); err != nil {
		return l, err
	}
	if l.Person, err = one[models.Person](tx.DB, l.Digest.PersonID, "person"); err != nil {
		return l, err
	}
	var at time.Time
	if l.Day, at, err = tx.digestDue(l.Person); err != nil {
		return l, err
	}
	quiet := s.PersonWorkdays(l.Person).NextOpen(now).After(now)
	if quiet || at.After(now.Add(models.CoalesceFor)) { // it has waited for others already
		l.NotBefore = at
	}
	var nudges []models.Nudge
	if err = tx.Where("digest_id = ? AND dropped = ''", digestID).Order("id").Find(&nudges).Error; err != nil {
		return l, err
	}
	for _, n := range nudges {
		r, err := tx.reminder(n)
		if err != nil {
			return l, err
		}
		l.Reminders = append(l.Reminders, r)
	}
	return l, nil
}

func (tx *Tx) reminder(n models.Nudge) (r Reminder, err error) {
	r.Nudge = n
	if r.Covers, err = tx.personOf(n.CoversID); err != nil {
		return r, err
	}
	if r.By, err = tx.personOf(n.ByID); err != nil {
		return r, err
	}
	if n.Subject == models.SubjectItem {
		a, err := one[models.ActionItem](tx.DB, n.SubjectID, "action item")
		if err != nil {
			return r, err
		}
		rows := []models.ActionItem{a}
		if err := fillItems(tx.DB, rows); err != nil {
			return r, err
		}
		r.Item = &rows[0]
		c, err := tx.itemContext(a)
		if err != nil {
			return r, err
		}
		r.Review, r.Incident = c.review, c.incident
		owns := func(id *int64) bool { return id != nil && a.OwnerID != nil && *id == *a.OwnerID }
		mine := owns(&n.PersonID)
		current, _ := a.Next(c.today(tx.now), c.policy, c.workdays)
		// Closed, snoozed, due later or somebody else's by now: there is nothing to remind of.
		r.Open = current != nil && (n.Capacity != models.AsOwner || mine || owns(n.CoversID))
		switch n.Rung { // what it asks may be answered by now
		case models.RungUnowned:
			r.Open = r.Open && a.OwnerID == nil
		case models.RungSlip:
			r.Open = r.Open && a.SlipAsked
		case models.RungRejection:
			r.Open = r.Open && a.RejectionProposed != ""
		case models.RungHandover:
			r.Open = a.With(n.PersonID, c.review) || n.CoversID != nil && a.With(*n.CoversID, c.review)
		}
		r.Sees, err = tx.stillSees(n, c.review)
		r.Open = r.Open && (mine || r.Sees)
		return r, err
	}
	if r.Review, err = one[models.Review](tx.DB, n.SubjectID, "review"); err != nil {
		return r, err
	}
	c, err := tx.reviewContext(r.Review)
	if err != nil {
		return r, err
	}
	r.Incident = c.facts.Incident
	current, _ := c.next(r.Review, tx.now)
	r.Open = current != nil && current.Rung == n.Rung
	r.Ready = !slices.ContainsFunc(r.Review.Todos(c.facts), func(t models.Todo) bool { return !t.Advice })
	if n.Rung == models.RungHandover || n.Rung == models.RungComment {
		r.Open = r.Review.With(n.PersonID, n.Capacity) || n.CoversID != nil && r.Review.With(*n.CoversID, n.Capacity)
	}
	if n.Rung == models.RungComment && r.Open {
		if r.Comment, err = tx.stillAsked(n); err != nil {
			return r, err
		}
		r.Open = r.Comment != nil
	}
	if r.Open { // what was missing may be there by now
		r.Sees, err = tx.stillSees(n, r.Review)
		r.Open = r.Sees
	}
	return r, err
}

// stillAsked returns the comment that a reminder is of, nil where it is resolved, or what it replies to.
func (tx *Tx) stillAsked(n models.Nudge) (*models.Comment, error) {
	var found []models.Comment
	err := tx.Where("review_id = ? AND id = ?", n.SubjectID, models.CommentOf(n.StepKey)).
		Where("NOT EXISTS (SELECT 1 FROM comments AS thread WHERE thread.id = COALESCE(comments.reply_to_id, comments.id) AND thread.resolved_at IS NOT NULL)").
		Find(&found).Error
	if err != nil || len(found) == 0 {
		return nil, err
	}
	return &found[0], nil
}

// stillSees reports whether who is to be told may see the review: it may have been restricted since the reminder was filed.
func (tx *Tx) stillSees(n models.Nudge, r models.Review) (bool, error) {
	if !r.Restricted {
		return true, nil
	}
	p, err := one[models.Person](tx.DB, n.PersonID, "person")
	if err != nil {
		return false, err
	}
	return tx.maySee(p, r)
}

// Way is how a letter goes, and why it goes another way than its reader chose.
type Way struct {
	Via  models.Via
	Note string
}

// maxNote bounds a Way's note, in characters.
const maxNote = 1000

// StartDigest notes, before a letter is handed to the mail server or to Slack, that it may have gone out on that day, and how. A zero
// time takes the note back: it was refused.
func (s *Store) StartDigest(ctx context.Context, at time.Time, t Task, day models.Date, w Way) error {
	var started *time.Time
	if !at.IsZero() {
		at = at.UTC().Truncate(time.Microsecond)
		started = &at
	} else {
		w = Way{}
	}
	if r := []rune(w.Note); len(r) > maxNote {
		w.Note = string(r[:maxNote])
	}
	result := s.write.WithContext(ctx).Model(&models.Digest{}).Where("id = ? AND lease = ?", t.ID, t.Lease).
		Updates(map[string]any{"started_at": started, "day": day, "via": w.Via, "note": w.Note})
	if result.Error == nil && result.RowsAffected == 0 {
		return &models.Error{Kind: models.Stale, Message: "the lease was lost to another worker"}
	}
	return result.Error
}

// SentDigest records that a letter went out (or, with nothing told, that all of it was dealt with before, so that nothing
// did), why reminders were left out of it, and hands the row back. What was added while it was written goes into the next.
func (s *Store) SentDigest(ctx context.Context, now time.Time, t Task, l Letter, dropped map[int64]string) error {
	_, err := change(ctx, s, models.System, now, func(tx *Tx) (struct{}, error) {
		columns := map[string]any{"sent_at": tx.now, "day": l.Day}
		switch nothing := len(dropped) == len(l.Reminders); {
		case nothing && l.Digest.StartedAt != nil: // a try before this one may have sent it, and did not come to its end
			columns = map[string]any{"sent_at": *l.Digest.StartedAt}
		case nothing:
			columns = map[string]any{"empty": true}
		}
		result := tx.Model(&models.Digest{}).Where("id = ? AND lease = ?", t.ID, t.Lease).Updates(columns)
		if result.Error != nil {
			return struct{}{}, result.Error
		}
		if result.RowsAffected == 0 {
			return struct{}{}, &models.Error{Kind: models.Stale, Message: "the lease was lost to another worker"}
		}
		read := []int64{0}
		for _, r := range l.Reminders {
			read = append(read, r.Nudge.ID)
			if why := dropped[r.Nudge.ID]; why != "" {
				if err := tx.Model(&models.Nudge{}).Where("id = ?", r.Nudge.ID).Update("dropped", why).Error; err != nil {
					return struct{}{}, err
				}
			}
		}
		var late int64
		if err := tx.Model(&models.Nudge{}).Where("digest_id = ? AND dropped = '' AND id NOT IN ?", t.ID, read).Count(&late).Error; err != nil {
			return struct{}{}, err
		}
		if late > 0 {
			next, err := tx.digest(l.Person)
			if err != nil {
				return struct{}{}, err
			}
			err = tx.Model(&models.Nudge{}).Where("digest_id = ? AND dropped = '' AND id NOT IN ?", t.ID, read).Update("digest_id", next.ID).Error
			if err != nil {
				return struct{}{}, err
			}
		}
		return struct{}{}, tx.finish(DigestQueue, t, nil)
	})
	return err
}

// Detour is a letter that went another way than its reader chose.
type Detour struct {
	models.Digest
	Name string // the reader's
}

// Detours returns the last letters since then that went another way than their readers chose, at most limit; for administrators.
func (s *Store) Detours(ctx context.Context, by models.Actor, since time.Time, limit int) ([]Detour, error) {
	if err := by.Need(models.Administrator); err != nil {
		return nil, err
	}
	var rows []Detour
	err := s.reader(ctx).Model(&models.Digest{}).Select("digests.*, people.name").Joins("JOIN people ON people.id = digests.person_id").
		Where("note <> '' AND sent_at >= ?", since.UTC()).Order("sent_at DESC, digests.id DESC").Limit(limit).Scan(&rows).Error
	return rows, err
}

// Digests lists a person's digests, the newest first. Others than the person need to be administrators.
func (s *Store) Digests(ctx context.Context, by models.Actor, personID int64, p Page) ([]models.Digest, string, error) {
	if by.PersonID != personID {
		if err := by.Need(models.Administrator); err != nil {
			return nil, "", err
		}
	}
	return list(s.reader(ctx).Model(&models.Digest{}).Where("person_id = ?", personID), p, byID(func(d models.Digest) int64 { return d.ID }))
}
