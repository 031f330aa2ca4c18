package store

import (
	"cmp"
	"context"
	"slices"
	"time"

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

// covered is whom a reminder stands in for, 0 for nobody.
func covered(n models.Nudge) int64 {
	if n.CoversID == nil {
		return 0
	}
	return *n.CoversID
}

// fileInDigests writes those rows of the ledger that it does not know yet; told are the people by id.
func (tx *Tx) fileInDigests(rows []models.Nudge, told map[int64]models.Person) error {
	// Digests are locked in one order everywhere, so that two subjects with the same people never wait for each other.
	// What somebody is told twice, they are told as themselves and not as who stands in.
	slices.SortStableFunc(rows, func(a, b models.Nudge) int {
		return cmp.Or(cmp.Compare(a.PersonID, b.PersonID), cmp.Compare(covered(a), covered(b)))
	})
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

// asks notes a comment for the owner of the review that it is on, and a reply for those who wrote what it answers, too.
func (tx *Tx) asks(c models.Comment, r models.Review) error {
	if !r.Ongoing() {
		return nil
	}
	tell := func(id int64, as models.Capacity) {
		tx.tells(models.Nudge{Subject: models.SubjectReview, SubjectID: r.ID, PersonID: id, Rung: models.RungComment,
			StepKey: models.CommentKey(c.ID), Capacity: as}, r)
	}
	var wrote []models.Person
	if c.ReplyToID != nil {
		err := tx.Where("active AND id IN (SELECT author_id FROM comments WHERE review_id = ? AND (id = ? OR reply_to_id = ?))", r.ID, c.Thread(), c.Thread()).
			Order("id").Find(&wrote).Error
		if err != nil {
			return err
		}
	}
	owns := r.OwnerID != nil
	for _, p := range wrote {
		sees, err := tx.maySee(p, r)
		if err != nil {
			return err
		}
		if sees {
			tell(p.ID, models.AsCommenter) // an owner who hands the review over stays one who wrote there
			owns = owns && p.ID != *r.OwnerID
		}
	}
	if owns {
		tell(*r.OwnerID, models.AsReviewOwner)
	}
	return nil
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
