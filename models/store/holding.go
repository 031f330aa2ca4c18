package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"slices"
	"strings"
	"time"

	"gorm.io/gorm"

	"debrief/models"
)

// Holdings returns what is still with each of the people. It is for administrators and, of themselves, for everybody: they see all of
// it in any case, also of restricted reviews.
func (s *Store) Holdings(ctx context.Context, by models.Actor, now time.Time, people ...int64) (map[int64][]models.Holding, error) {
	for _, id := range people {
		if err := by.Need(models.Administrator); err != nil && id != by.PersonID {
			return nil, err
		}
	}
	return holdings(s.reader(ctx), now, people...)
}

func holdings(db *gorm.DB, now time.Time, people ...int64) (map[int64][]models.Holding, error) {
	held := map[int64][]models.Holding{}
	if len(people) == 0 {
		return held, nil
	}
	var f models.HoldingFacts
	ids := sql.Named("ids", people)
	err := errors.Join(
		db.Select("id", "review_id", "title", "state", "owner_id").Where("owner_id IN @ids AND state IN @states", ids,
			sql.Named("states", []models.ItemState{models.Proposed, models.Committed, models.InProgress})).Order("due_key, id").Find(&f.Items).Error,
		db.Where("(owner_id IN @ids OR facilitator_id IN @ids) AND state IN @states", ids,
			sql.Named("states", []models.ReviewState{models.Draft, models.InReview, models.Reviewed})).Order("id").Find(&f.Reviews).Error,
		db.Where("state = @state AND starts_at > @since AND id IN (SELECT meeting_id FROM attendees WHERE person_id IN @ids AND removed_at IS NULL)", ids,
			sql.Named("state", models.Scheduled), sql.Named("since", now.UTC().Add(-models.MaxMeetingMinutes*time.Minute))).Order("starts_at, id").Find(&f.Meetings).Error,
		db.Where("lead_id IN @ids OR manager_id IN @ids OR product_manager_id IN @ids", ids).Order("name, id").Find(&f.Teams).Error,
		db.Where("manager_id IN @ids OR delegate_id IN @ids", ids).Order("name, id").Find(&f.People).Error)
	if err != nil {
		return nil, err
	}
	var about []int64
	for n := range f.Meetings {
		about = append(about, f.Meetings[n].ReviewID)
		if err := fillMeeting(db, &f.Meetings[n]); err != nil {
			return nil, err
		}
	}
	for _, r := range f.Reviews {
		about = append(about, r.ID)
	}
	var titles []struct {
		ID    int64
		Title string
	}
	err = db.Table("reviews").Joins("JOIN incidents ON incidents.id = reviews.incident_id").Select("reviews.id, incidents.title").
		Where("reviews.id IN ?", about).Find(&titles).Error
	if err != nil {
		return nil, err
	}
	f.Titles = map[int64]string{}
	for _, t := range titles {
		f.Titles[t.ID] = t.Title
	}
	for _, id := range people {
		held[id] = f.Holdings(id, now)
	}
	return held, nil
}

// HandOver gives what is with a person to another, all of it or none, and returns what it gave. Administrators may do so, and everybody
// with what is theirs; each thing asks for what giving it away alone asks for.
func (s *Store) HandOver(ctx context.Context, by models.Actor, now time.Time, from int64, h models.Handover) ([]models.Holding, error) {
	return change(ctx, s, by, now, func(tx *Tx) ([]models.Holding, error) {
		if by.PersonID != from {
			if err := by.Need(models.Administrator); err != nil {
				return nil, err
			}
		}
		if err := by.Need(models.Member); err != nil {
			return nil, err
		}
		if _, err := one[models.Person](tx.DB, from, "person"); err != nil {
			return nil, err
		}
		to, err := one[models.Person](tx.DB, h.ToID, "person")
		if models.KindOf(err) == models.NotFound {
			return nil, models.InvalidField("to_id", "names nobody")
		}
		if err != nil {
			return nil, err
		}
		held, err := holdings(tx.DB, tx.now, from)
		if err != nil {
			return nil, err
		}
		list, err := h.Of(from, to, held[from])
		if err != nil {
			return nil, err
		}
		if len(list) == 0 {
			return nil, models.Conflictf("nothing is with this person, so there is nothing to hand over")
		}
		if by.Need(models.Administrator) != nil && slices.ContainsFunc(list, models.Holding.Administered) {
			return nil, models.Forbiddenf("only an administrator hands over teams and people; name the holdings to hand over without them")
		}
		if err := tx.handOver(list, from, to.ID); err != nil {
			return nil, err
		}
		return list, tx.record(models.Event{Subject: models.SubjectPerson, SubjectID: from, Verb: "handed over",
			Changes: map[string][2]any{"owner_id": {from, to.ID}, "holdings": {nil, len(list)}}})
	})
}

// handedFirst is in which order things are locked: see forUpdate.
var handedFirst = []models.HoldingAs{models.ManagesPerson, models.CoversPerson, models.LeadsTeam, models.ManagesTeam, models.ManagesTeamsWork,
	models.HoldsReview, models.Facilitates, models.Attends, models.HoldsItem, models.HoldsProposal}

// handOver gives things to somebody. What speaks against it is gathered, so that all of it is told.
func (tx *Tx) handOver(list []models.Holding, from, to int64) error {
	list = slices.SortedFunc(slices.Values(list), func(a, b models.Holding) int {
		return cmp.Or(cmp.Compare(slices.Index(handedFirst, a.As), slices.Index(handedFirst, b.As)), cmp.Compare(a.ID, b.ID))
	})
	if err := tx.lockHeld(list); err != nil {
		return err
	}
	var c models.Check
	for _, h := range list {
		err := tx.handOn(h, from, to)
		var refused *models.Error
		if errors.As(err, &refused) && refused.Kind == models.Invalid {
			var why []string
			for _, f := range refused.Fields {
				why = append(why, f.Message)
			}
			c.Fail("to_id", "cannot be %s: %s, or leave that out", h.Would(), strings.Join(why, ", "))
			continue
		}
		if err != nil {
			return err
		}
	}
	return c.Err()
}

// lockHeld locks what is handed over before any of it is, each kind by id: two handovers may name the same things as different parts.
func (tx *Tx) lockHeld(list []models.Holding) error {
	var people, teams, reviews []int64
	for _, h := range list {
		switch {
		case h.ReviewID != nil:
			reviews = append(reviews, *h.ReviewID)
		case h.As == models.ManagesPerson || h.As == models.CoversPerson:
			people = append(people, h.ID)
		default:
			teams = append(teams, h.ID)
		}
	}
	if len(people) > 0 { // whoever saves one of them locks the administrators first
		if _, err := tx.otherAdministrator(0); err != nil {
			return err
		}
	}
	var locked []int64
	for _, kind := range []struct {
		model any
		ids   []int64
	}{{&models.Person{}, people}, {&models.Team{}, teams}, {&models.Review{}, reviews}} {
		if len(kind.ids) == 0 {
			continue
		}
		if err := forUpdate(tx.Model(kind.model)).Where("id IN ?", kind.ids).Order("id").Pluck("id", &locked).Error; err != nil {
			return err
		}
	}
	return nil
}

// handOn gives one thing to somebody, as the verb for it alone does.
func (tx *Tx) handOn(h models.Holding, from, to int64) error {
	var gone error // somebody was faster
	swap := func(who **int64) {
		if *who == nil || **who != from {
			gone = models.Conflictf("%s is somebody else by now; look at what is still with this person", h.Would())
			return
		}
		*who = &to
	}
	var err error
	switch h.As {
	case models.HoldsItem, models.HoldsProposal:
		_, err = tx.itemVerb(h.ID, 0, "changed", "", func(a *models.ActionItem, _ itemContext) error { swap(&a.OwnerID); return gone })
	case models.HoldsReview, models.Facilitates:
		_, err = tx.reviewVerb(h.ID, 0, "changed", "", nil, func(r *models.Review, f models.ReviewFacts) error {
			if h.As == models.HoldsReview {
				swap(&r.OwnerID)
			} else {
				swap(&r.FacilitatorID)
			}
			if gone == nil && r.OwnerID != nil && r.FacilitatorID != nil && *r.OwnerID == *r.FacilitatorID { // whichever part is the new one
				return models.InvalidField("facilitator_id", "its owner and its facilitator are two people; choose somebody else")
			}
			return cmp.Or(gone, r.Editable(), r.Validate(f))
		})
	case models.Attends:
		_, err = tx.meetingVerb(h.ID, 0, "meeting changed", "", func(_ models.Review, m *models.Meeting) error {
			wish := *m
			wish.Replace(from, to)
			if slices.Equal(wish.Attendees, m.Attendees) { // they left it with the review that they facilitated
				return errSame
			}
			return m.Reschedule(tx.now, wish)
		}, func(tx *Tx, before, m *models.Meeting) error {
			return tx.inviteAll(m, before.Attendees, m.Revision != before.Revision)
		})
		if errors.Is(err, errSame) {
			err = nil
		}
	case models.ManagesPerson, models.CoversPerson:
		p, perr := one[models.Person](tx.DB, h.ID, "person")
		if h.As == models.ManagesPerson {
			swap(&p.ManagerID)
		} else {
			swap(&p.DelegateID)
		}
		if err = cmp.Or(perr, gone); err == nil {
			_, err = tx.savePerson(p)
		}
	default:
		before, terr := one[models.Team](forUpdate(tx.DB), h.ID, "team")
		t := before
		swap(map[models.HoldingAs]**int64{models.LeadsTeam: &t.LeadID, models.ManagesTeam: &t.ManagerID, models.ManagesTeamsWork: &t.ProductManagerID}[h.As])
		if err = cmp.Or(terr, gone); err == nil {
			_, err = tx.saveTeam(before, t)
		}
	}
	return err
}
