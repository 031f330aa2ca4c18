package store

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"gorm.io/gorm"

	"debrief/models"
)

// nextNumber is the one behind the newest version, of which seen is the number that somebody saw, -1 for any.
func (tx *Tx) nextNumber(of any, seen int) (int, error) {
	var newest int
	err := tx.Model(of).Select("coalesce(max(number), 0)").Scan(&newest).Error
	if err == nil && seen >= 0 && seen != newest {
		err = &models.Error{Kind: models.Stale, Version: int64(newest), Message: fmt.Sprintf("the newest version is %d; load it again", newest)}
	}
	return newest + 1, err
}

// addTemplate stores a template as the newest version, over the one that somebody saw, -1 for any.
func (tx *Tx) addTemplate(t *models.Template, seen int) (err error) {
	if err := t.Validate(); err != nil {
		return err
	}
	if t.Number, err = tx.nextNumber(&models.Template{}, seen); err != nil {
		return err
	}
	t.ID = 0
	if err := tx.create(t); err != nil {
		return err
	}
	for i := range t.Questions {
		t.Questions[i].ID, t.Questions[i].TemplateID = 0, t.ID
	}
	return tx.Create(&t.Questions).Error
}

// newestTemplate returns the template that new reviews start with.
func newestTemplate(db *gorm.DB) (models.Template, error) {
	var t models.Template
	return t, db.Order("number DESC").Take(&t).Error
}

func questions(db *gorm.DB, template int64) ([]models.Question, error) {
	var list []models.Question
	return list, db.Where("template_id = ?", template).Order("position").Find(&list).Error
}

// Template returns one version of the checklist with its questions; id 0 is the newest.
func (s *Store) Template(ctx context.Context, id int64) (models.Template, error) {
	db := s.reader(ctx)
	var t models.Template
	var err error
	if id == 0 {
		t, err = newestTemplate(db)
	} else {
		t, err = one[models.Template](db, id, "checklist")
	}
	if err != nil {
		return t, err
	}
	t.Questions, err = questions(db, t.ID)
	return t, err
}

// AddTemplate stores a new version of the checklist; reviews that have begun keep theirs. seen is the number that it was written
// on, and -1 to save over any: it returns a Stale error where somebody saved another meanwhile.
func (s *Store) AddTemplate(ctx context.Context, by models.Actor, now time.Time, seen int, t models.Template) (models.Template, error) {
	return change(ctx, s, by, now, func(tx *Tx) (models.Template, error) {
		if err := by.Need(models.Administrator); err != nil {
			return t, err
		}
		if err := tx.addTemplate(&t, seen); err != nil {
			return t, err
		}
		return t, tx.record(models.Event{Subject: models.SubjectTemplate, SubjectID: t.ID, Verb: "added"})
	})
}

// Outcomes returns all that was answered to a review's checklist: reviewers' own answers and the final outcomes.
func (s *Store) Outcomes(ctx context.Context, by models.Actor, reviewID int64) ([]models.Outcome, error) {
	if _, err := s.Review(ctx, by, reviewID); err != nil {
		return nil, err
	}
	var rows []models.Outcome
	return rows, s.reader(ctx).Where("review_id = ?", reviewID).Order("question_id, final, id").Find(&rows).Error
}

// RecordOutcome stores a verdict on one question: the meeting's where o.Final, else the actor's own, over the one before.
func (s *Store) RecordOutcome(ctx context.Context, by models.Actor, now time.Time, version int64, o models.Outcome) (models.Outcome, error) {
	return change(ctx, s, by, now, func(tx *Tx) (models.Outcome, error) {
		o := o // a second try begins anew
		r, err := tx.answerable(o.ReviewID)
		if err != nil {
			return o, err
		}
		verdict, err := tx.recordOutcome(r, version, &o)
		if err != nil {
			return o, err
		}
		verb := "answered"
		switch {
		case o.WaivedReason != "":
			verb = "question waived"
		case o.Final:
			verb = "settled"
		}
		changes := map[string][2]any{"question_id": {nil, o.QuestionID}, "verdict": {verdict, o.Verdict}}
		if err := tx.recordReview(r, verb, o.WaivedReason, changes); err != nil {
			return o, err
		}
		return o, tx.touchReview(&r)
	})
}

// SettleAgreed records as the meeting's outcomes what the reviewers agree on, with the verdicts that the actor saw. It returns a
// Conflict error, and records nothing, where they do not agree on one of them any more, or it is settled.
func (s *Store) SettleAgreed(ctx context.Context, by models.Actor, now time.Time, reviewID int64, seen map[int64]models.Verdict) ([]models.Outcome, error) {
	return change(ctx, s, by, now, func(tx *Tx) ([]models.Outcome, error) {
		r, err := tx.answerable(reviewID)
		if err != nil {
			return nil, err
		}
		if len(seen) == 0 {
			return nil, models.InvalidField("outcomes", "must have a question: choose at least one")
		}
		var rows []models.Outcome
		if err := tx.DB.Where("review_id = ?", reviewID).Find(&rows).Error; err != nil {
			return nil, err
		}
		agreed := models.Agreed(rows)
		var settled []models.Outcome
		for _, question := range slices.Sorted(maps.Keys(seen)) {
			if agreed[question] != seen[question] {
				return nil, models.Conflictf("what the reviewers of %s agree on has changed meanwhile; look at their answers, then record again", r.Ref())
			}
			o := models.Outcome{ReviewID: reviewID, QuestionID: question, Final: true, Verdict: seen[question]}
			if _, err := tx.recordOutcome(r, 0, &o); err != nil {
				return nil, err
			}
			settled = append(settled, o)
		}
		if err := tx.recordReview(r, "settled together", "", map[string][2]any{"outcomes": {nil, seen}}); err != nil {
			return nil, err
		}
		return settled, tx.touchReview(&r)
	})
}

// answerable returns a review whose checklist can be answered.
func (tx *Tx) answerable(review int64) (models.Review, error) {
	r, err := tx.review(review, models.Member)
	if err == nil && !r.Open() {
		err = models.Conflictf("%s is %s; its checklist stays as it is", r.Ref(), r.State)
	}
	return r, err
}

// recordOutcome stores a verdict over the one before, which it returns.
func (tx *Tx) recordOutcome(r models.Review, version int64, o *models.Outcome) (was models.Verdict, err error) {
	o.ID, o.PersonID = 0, tx.by.PersonID
	list, err := questions(tx.DB, r.TemplateID)
	if err != nil {
		return "", err
	}
	n := slices.IndexFunc(list, func(q models.Question) bool { return q.ID == o.QuestionID })
	if n < 0 {
		return "", models.NotFoundf("the checklist of %s has no question %d", r.Ref(), o.QuestionID)
	}
	if err := o.Validate(tx.by, list[n]); err != nil {
		return "", err
	}
	var before models.Outcome
	db := forUpdate(tx.DB).Where("review_id = ? AND question_id = ? AND final = ?", o.ReviewID, o.QuestionID, o.Final)
	if !o.Final {
		db = db.Where("person_id = ?", tx.by.PersonID)
	}
	err = db.Take(&before).Error
	switch {
	case errors.Is(err, gorm.ErrRecordNotFound) && version > 0:
		return "", models.NotFoundf("this question has no outcome yet")
	case errors.Is(err, gorm.ErrRecordNotFound):
		return "", tx.create(o)
	case err != nil:
		return "", err
	}
	o.ID, o.Version, o.CreatedAt = before.ID, before.Version, before.CreatedAt
	return before.Verdict, tx.save(o, version)
}
