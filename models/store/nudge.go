package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"debrief/models"
)

// NudgeItem puts a claimed item's reminder into the digests of whom it concerns, and sets when it is looked at next. The
// ledger makes a second time change nothing.
func (s *Store) NudgeItem(ctx context.Context, now time.Time, t Task) error {
	_, err := change(ctx, s, models.System, now, func(tx *Tx) (struct{}, error) {
		a, err := one[models.ActionItem](forUpdate(tx.DB), t.ID, "action item")
		if err != nil {
			return struct{}{}, err
		}
		c, err := tx.itemContext(a)
		if err != nil {
			return struct{}{}, err
		}
		day := c.today(tx.now)
		current, next := a.Next(day, c.policy, c.workdays)
		if current != nil {
			who, err := tx.audience(a.Audience(day, c.policy, c.workdays), a.OwnerID, c.review, c.team)
			if err != nil {
				return struct{}{}, err
			}
			if err := tx.fileNudges(models.SubjectItem, a.ID, *current, who, c.review); err != nil {
				return struct{}{}, err
			}
		}
		return struct{}{}, tx.finish(ItemNudgeQueue, t, nudgeOn(nil, next, c.workdays))
	})
	return err
}

// NudgeReview is NudgeItem for a review.
func (s *Store) NudgeReview(ctx context.Context, now time.Time, t Task) error {
	_, err := change(ctx, s, models.System, now, func(tx *Tx) (struct{}, error) {
		r, err := one[models.Review](forUpdate(tx.DB), t.ID, "review")
		if err != nil {
			return struct{}{}, err
		}
		c, err := tx.reviewContext(r)
		if err != nil {
			return struct{}{}, err
		}
		current, next := c.next(r, tx.now)
		if current != nil {
			who, err := tx.audience(r.Audience(*current), nil, r, c.team)
			if err != nil {
				return struct{}{}, err
			}
			if err := tx.fileNudges(models.SubjectReview, r.ID, *current, who, r); err != nil {
				return struct{}{}, err
			}
		}
		return struct{}{}, tx.finish(ReviewNudgeQueue, t, nudgeOn(nil, next, c.workdays))
	})
	return err
}

// recipient is a person to be told, and in which capacity.
type recipient struct {
	person   models.Person
	capacity models.Capacity
}

// maySee reports whether a person may be told of a review.
func (tx *Tx) maySee(p models.Person, r models.Review) (bool, error) {
	if !r.Restricted {
		return true, nil
	}
	var n int64
	err := seenReviews(tx.Model(&models.Review{}), models.ActorFor(p)).Where("reviews.id = ?", r.ID).Count(&n).Error
	return n > 0, err
}

// audience finds the people behind the capacities. Each is told once, in the first capacity that names them; nobody who has
// left is told, nor of a restricted review who may not see it (an item's owner sees the item), and where that leaves nobody, the administrators are: a reminder never falls into a void.
func (tx *Tx) audience(capacities []models.Capacity, owner *int64, r models.Review, team *models.Team) ([]recipient, error) {
	var list []recipient
	add := func(id *int64, c models.Capacity) error {
		if id == nil || slices.ContainsFunc(list, func(x recipient) bool { return x.person.ID == *id }) {
			return nil
		}
		p, err := tx.personOf(id)
		if err != nil || !p.Active || c == models.AsLead && p.TakesOn("") != nil { // a lead is asked to act
			return err
		}
		ok := c == models.AsOwner
		if !ok {
			if ok, err = tx.maySee(*p, r); err != nil {
				return err
			}
		}
		if ok {
			list = append(list, recipient{*p, c})
		}
		return nil
	}
	var lead, teamManager *int64
	if team != nil {
		lead, teamManager = team.LeadID, team.ManagerID
	}
	for _, c := range capacities {
		var err error
		switch c {
		case models.AsOwner:
			err = add(owner, c)
		case models.AsReviewOwner:
			err = add(r.OwnerID, c)
		case models.AsFacilitator:
			err = add(r.FacilitatorID, c)
		case models.AsLead:
			err = add(lead, c)
		case models.AsManager:
			of := owner
			if of == nil {
				of = r.OwnerID
			}
			manager := teamManager
			if p, perr := tx.personOf(of); perr != nil {
				err = perr
			} else if p != nil && p.ManagerID != nil {
				manager = p.ManagerID
			}
			if err == nil {
				err = add(manager, c)
			}
		case models.AsBoard:
			err = tx.addAll(add, c, "board AND active")
		}
		if err != nil {
			return nil, err
		}
	}
	if len(list) > 0 {
		return list, nil
	}
	err := tx.addAll(add, models.AsLead, "role = 'administrator' AND active")
	return list, err
}

func (tx *Tx) addAll(add func(*int64, models.Capacity) error, c models.Capacity, where string) error {
	var ids []int64
	if err := tx.Model(&models.Person{}).Where(where).Order("id").Pluck("id", &ids).Error; err != nil {
		return err
	}
	for _, id := range ids {
		if err := add(&id, c); err != nil {
			return err
		}
	}
	return nil
}

// fileNudges writes one ledger row a person, in the digest of the next day on which the person may be told.
func (tx *Tx) fileNudges(subject models.Subject, id int64, step models.Step, who []recipient, r models.Review) error {
	var rows []models.Nudge
	told := map[int64]models.Person{}
	for _, x := range who {
		p, covers, err := tx.covered(x.person, r)
		if err != nil {
			return err
		}
		if _, twice := told[p.ID]; twice {
			continue
		}
		told[p.ID] = p
		rows = append(rows, models.Nudge{Subject: subject, SubjectID: id, PersonID: p.ID, Rung: step.Rung, StepKey: step.Key(),
			Capacity: x.capacity, CoversID: covers})
	}
	return tx.fileInDigests(rows, told)
}

// fileInDigests writes those rows of the ledger that it does not know yet; told are the people by id.
func (tx *Tx) fileInDigests(rows []models.Nudge, told map[int64]models.Person) error {
	// Digests are locked in one order everywhere, so that two subjects with the same people never wait for each other.
	slices.SortFunc(rows, func(a, b models.Nudge) int { return cmp.Compare(a.PersonID, b.PersonID) })
	for _, n := range rows {
		var known int64
		err := tx.Model(&models.Nudge{}).Where("subject = ? AND subject_id = ? AND person_id = ? AND step_key = ?",
			n.Subject, n.SubjectID, n.PersonID, n.StepKey).Count(&known).Error
		if err != nil {
			return err
		}
		if known > 0 {
			continue
		}
		d, err := tx.digest(told[n.PersonID])
		if err != nil {
			return err
		}
		n.DigestID = d.ID
		if err := tx.Create(&n).Error; err != nil {
			return err
		}
	}
	return nil
}

// news is what a verb did that somebody else is to hear of.
type news struct {
	nudge  models.Nudge
	review models.Review
}

// tells notes what is new with a person for the next digest. Nobody is told of their own doing; what Debrief does itself is told by
// the ladders.
func (tx *Tx) tells(n models.Nudge, r models.Review) {
	if n.PersonID != tx.by.PersonID && tx.by.ID() != nil && !r.Historic {
		n.ByID = tx.by.ID()
		tx.news = append(tx.news, news{n, r})
	}
}

// hands notes that a save made something somebody's.
func (tx *Tx) hands(subject models.Subject, id, version int64, c models.Capacity, before, after *int64, r models.Review) {
	if after != nil && (before == nil || *before != *after) {
		tx.tells(models.Nudge{Subject: subject, SubjectID: id, PersonID: *after, Rung: models.RungHandover,
			StepKey: models.HandoverKey(c, version), Capacity: c}, r)
	}
}

// handsItem is hands for the owner of an item that was saved.
func (tx *Tx) handsItem(before *int64, a models.ActionItem, r models.Review) {
	if a.OwnerID != nil && a.With(*a.OwnerID, r) {
		tx.hands(models.SubjectItem, a.ID, a.Version, models.AsOwner, before, a.OwnerID, r)
	}
}

// handsReview is hands for those who are in charge of a review that was saved.
func (tx *Tx) handsReview(before, r models.Review) {
	tx.hands(models.SubjectReview, r.ID, r.Version, models.AsReviewOwner, before.OwnerID, r.OwnerID, r)
	tx.hands(models.SubjectReview, r.ID, r.Version, models.AsFacilitator, before.FacilitatorID, r.FacilitatorID, r)
}

// asks notes a comment for the owner of the review that it is on.
func (tx *Tx) asks(c models.Comment, r models.Review) {
	if r.OwnerID != nil && r.With(*r.OwnerID, models.AsReviewOwner) {
		tx.tells(models.Nudge{Subject: models.SubjectReview, SubjectID: r.ID, PersonID: *r.OwnerID, Rung: models.RungComment,
			StepKey: models.CommentKey(c.ID), Capacity: models.AsReviewOwner}, r)
	}
}

// fileNews puts what the verb has done for others to hear into their digests, at its end: digests are locked last.
func (tx *Tx) fileNews() error {
	var rows []models.Nudge
	told := map[int64]models.Person{}
	for _, h := range tx.news {
		p, err := tx.personOf(&h.nudge.PersonID)
		if err != nil {
			return err
		}
		stand, covers, err := tx.covered(*p, h.review)
		if err != nil {
			return err
		}
		if stand.ID == tx.by.PersonID { // knows, and the person does not
			stand, covers = *p, nil
		}
		h.nudge.PersonID, h.nudge.CoversID = stand.ID, covers
		told[stand.ID] = stand
		rows = append(rows, h.nudge)
	}
	return tx.fileInDigests(rows, told)
}

// covered returns who is told in a person's place: while away the delegate, else the manager, else the person all the same.
func (tx *Tx) covered(p models.Person, r models.Review) (told models.Person, covers *int64, err error) {
	today := tx.s.PersonWorkdays(p).DateOf(tx.now)
	if !p.Away(today) {
		return p, nil, nil
	}
	for _, id := range []*int64{p.DelegateID, p.ManagerID} {
		stand, err := tx.personOf(id)
		if err != nil {
			return p, nil, err
		}
		if stand == nil || !stand.Active || stand.Away(tx.s.PersonWorkdays(*stand).DateOf(tx.now)) {
			continue
		}
		if ok, err := tx.maySee(*stand, r); err != nil || ok {
			return *stand, &p.ID, err
		}
	}
	return p, nil, nil
}

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
	if err := forUpdate(tx.DB).Where("person_id = ? AND day = ?", p.ID, day).Take(&d).Error; err != nil || !d.Empty {
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
		if r.Open, err = tx.stillAsked(n); err != nil {
			return r, err
		}
	}
	if r.Open { // what was missing may be there by now
		r.Sees, err = tx.stillSees(n, r.Review)
		r.Open = r.Sees
	}
	return r, err
}

// stillAsked reports whether the comment that a reminder is of is open.
func (tx *Tx) stillAsked(n models.Nudge) (bool, error) {
	var open []int64
	err := tx.Model(&models.Comment{}).Where("review_id = ? AND resolved_at IS NULL", n.SubjectID).Pluck("id", &open).Error
	return slices.ContainsFunc(open, func(id int64) bool { return models.CommentKey(id) == n.StepKey }), err
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

// FiledNudge is a reminder with what became of the letter that it is in.
type FiledNudge struct {
	models.Nudge
	GoesAt *time.Time `json:"goes_at,omitempty" doc:"When the letter that tells it goes out; absent once that was sent, and where it is not told"`
	SentAt *time.Time `json:"sent_at,omitempty" doc:"When the letter that told it was sent"`
}

// NudgesOf lists the reminders about one subject that the actor may see, the newest first.
func (s *Store) NudgesOf(ctx context.Context, by models.Actor, subject models.Subject, id int64) ([]FiledNudge, error) {
	var err error
	if subject == models.SubjectItem {
		_, err = s.Item(ctx, by, id)
	} else {
		_, err = s.Review(ctx, by, id)
	}
	if err != nil {
		return nil, err
	}
	var rows []FiledNudge
	err = s.reader(ctx).Model(&models.Nudge{}).Select("nudges.*, digests.due_at AS goes_at, digests.sent_at").
		Joins("JOIN digests ON digests.id = nudges.digest_id").Where("nudges.subject = ? AND nudges.subject_id = ?", subject, id).
		Order("nudges.id DESC").Limit(MaxLimit).Scan(&rows).Error
	for n, row := range rows {
		if row.Dropped != "" { // whatever became of its letter
			rows[n].SentAt = nil
		}
		if row.Dropped != "" || row.SentAt != nil {
			rows[n].GoesAt = nil
		}
	}
	return rows, err
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
