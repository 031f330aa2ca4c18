package store

import (
	"context"
	"errors"
	"time"

	"gorm.io/gorm"

	"debrief/models"
	"debrief/postmortem"
)

// Rules returns the rules of the document check as the team has set them.
func (s *Store) Rules(ctx context.Context) (*postmortem.Ruleset, error) {
	return s.rules(s.reader(ctx))
}

func (s *Store) rules(db *gorm.DB) (*postmortem.Ruleset, error) {
	rules := s.opts.Rules
	if rules == nil {
		rules = postmortem.DefaultRules()
	}
	var rows []models.RuleLevel
	if err := db.Find(&rows).Error; err != nil {
		return nil, err
	}
	if len(rows) == 0 {
		return rules, nil
	}
	levels := map[string]postmortem.Level{}
	for _, r := range rows {
		levels[r.Rule] = r.Level
	}
	return rules.WithLevels(levels), nil
}

// RuleLevels returns how grave the team takes single rules, by their ids, where that is not the rule's own level.
func (s *Store) RuleLevels(ctx context.Context) (map[string]models.RuleLevel, error) {
	var rows []models.RuleLevel
	err := s.reader(ctx).Find(&rows).Error
	byRule := map[string]models.RuleLevel{}
	for _, r := range rows {
		byRule[r.Rule] = r
	}
	return byRule, err
}

// SetRuleLevel sets how grave the team takes a rule: "off" silences it. Documents are checked with it when they are saved next.
// version is the setting that the caller saw, 0 for any, negative for none yet.
func (s *Store) SetRuleLevel(ctx context.Context, by models.Actor, now time.Time, rule string, version int64, level postmortem.Level) (models.RuleLevel, error) {
	return change(ctx, s, by, now, func(tx *Tx) (models.RuleLevel, error) {
		var r models.RuleLevel
		if err := by.Need(models.Administrator); err != nil {
			return r, err
		}
		rules, err := s.rules(tx.DB)
		if err != nil {
			return r, err
		}
		known := rules.Rule(rule)
		if known == nil {
			return r, models.NotFoundf("there is no rule %s", rule)
		}
		if level != postmortem.LevelError && level != postmortem.LevelWarning && level != postmortem.LevelInfo && level != postmortem.LevelOff {
			return r, models.InvalidField("level", "must be error, warning, info or off")
		}
		was := known.Level
		err = forUpdate(tx.DB).Where("rule = ?", rule).Take(&r).Error
		switch {
		case errors.Is(err, gorm.ErrRecordNotFound) && version > 0:
			err = models.NotFoundf("nobody has set the rule %s yet", rule)
		case errors.Is(err, gorm.ErrRecordNotFound):
			r = models.RuleLevel{Rule: rule, Level: level}
			if err = tx.create(&r); errors.Is(err, gorm.ErrDuplicatedKey) { // somebody set it since this transaction looked
				err = errors.Join(errRace, err)
			}
		case err == nil:
			r.Level = level
			err = tx.save(&r, version)
		}
		if err != nil {
			return r, err
		}
		return r, tx.record(models.Event{Subject: models.SubjectRule, SubjectID: r.ID, Verb: "changed", Note: rule,
			Changes: map[string][2]any{"level": {string(was), string(level)}}})
	})
}

// checkContext is what the check of a review's document knows beside the text. It does not depend on who asks: those who wrote
// the document are among the review's people, author too.
func checkContext(db *gorm.DB, r models.Review, author *int64) (postmortem.Context, error) {
	var c postmortem.Context
	i, err := incident(db, db, r.IncidentID)
	if err != nil {
		return c, err
	}
	c.Severity = int(i.Severity)
	ids := []int64{}
	for _, p := range i.Responders {
		ids = append(ids, p.PersonID)
	}
	for _, id := range []*int64{r.OwnerID, r.FacilitatorID, author} {
		if id != nil {
			ids = append(ids, *id)
		}
	}
	err = db.Model(&models.Person{}).Where(`id IN ? OR id IN (SELECT person_id FROM attendees JOIN meetings ON meetings.id = attendees.meeting_id
		WHERE meetings.review_id = ?) OR id IN (SELECT author_id FROM documents WHERE review_id = ?)`, ids, r.ID, r.ID).Order("id").Pluck("name", &c.People).Error
	if err != nil {
		return c, err
	}
	if c.Glossary, err = glossary(db); err != nil {
		return c, err
	}
	c.Elsewhere, err = keptBeside(db, r)
	return c, err
}

// keptBeside are the parts of a postmortem that have their place in Debrief, so that the document need not have them: the
// messages always, action items once there are any.
func keptBeside(db *gorm.DB, r models.Review) ([]postmortem.Kind, error) {
	kinds := []postmortem.Kind{postmortem.KindExternal, postmortem.KindInternal}
	var items int64
	if err := db.Model(&models.ActionItem{}).Where("review_id = ?", r.ID).Count(&items).Error; err != nil {
		return nil, err
	}
	if items > 0 {
		kinds = append(kinds, postmortem.KindActions)
	}
	return kinds, nil
}

// glossary are the names that everybody knows here: of services and teams.
func glossary(db *gorm.DB) ([]string, error) {
	var names []string
	for _, table := range []any{&models.Service{}, &models.Team{}} {
		var list []string
		if err := db.Model(table).Order("id").Pluck("name", &list).Error; err != nil {
			return nil, err
		}
		names = append(names, list...)
	}
	return names, nil
}

// check returns what the rules find in a text of the review's document. It is asked before a transaction begins: a long text
// takes its time, and nobody else should wait for it.
func (s *Store) check(ctx context.Context, r models.Review, body string, author *int64) ([]models.Finding, error) {
	rules, err := s.Rules(ctx)
	if err != nil {
		return nil, err
	}
	known, err := checkContext(s.reader(ctx), r, author)
	if err != nil {
		return nil, err
	}
	return models.CheckDocument(rules, body, known), nil
}
