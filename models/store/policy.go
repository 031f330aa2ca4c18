package store

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"

	"debrief/models"
)

// Policies returns what each severity demands, the worst severity first.
func (s *Store) Policies(ctx context.Context) ([]models.Policy, error) {
	var rows []models.Policy
	return rows, s.reader(ctx).Order("severity").Find(&rows).Error
}

// policy returns what a severity demands.
func policy(db *gorm.DB, severity models.Severity) (models.Policy, error) {
	var p models.Policy
	if err := db.Where("severity = ?", severity).Take(&p).Error; err != nil {
		return p, fmt.Errorf("load the policy of %s: %w", severity, err)
	}
	return p, nil
}

// Policy returns what one severity demands.
func (s *Store) Policy(ctx context.Context, severity models.Severity) (models.Policy, error) {
	if !severity.Valid() {
		return models.Policy{}, models.NotFoundf("there is no severity %d; they are 1 to 5", int(severity))
	}
	return policy(s.reader(ctx), severity)
}

// SavePolicy stores changes of a policy. Deadlines that stand are not moved; reminders follow at the next nightly pass.
func (s *Store) SavePolicy(ctx context.Context, by models.Actor, now time.Time, p models.Policy) (models.Policy, error) {
	return change(ctx, s, by, now, func(tx *Tx) (models.Policy, error) {
		p := p // a second try begins anew
		if err := cmp.Or(by.Need(models.Administrator), p.Validate()); err != nil {
			return p, err
		}
		before, err := policy(forUpdate(tx.DB), p.Severity)
		if err != nil {
			return p, err
		}
		version := p.Version
		if unchanged(version, before, p) {
			return before, nil
		}
		p.Version, p.CreatedAt = before.Version, before.CreatedAt
		if err := tx.save(&p, version); err != nil {
			return p, err
		}
		return p, tx.record(models.Event{Subject: models.SubjectPolicy, SubjectID: int64(p.Severity), Verb: "changed",
			Changes: models.Changes(before, p)})
	})
}

// Seed stores what an empty database begins with: the guide's policies and its checklist. A second time changes nothing.
func (s *Store) Seed(ctx context.Context, now time.Time) error {
	_, err := change(ctx, s, models.System, now, func(tx *Tx) (struct{}, error) {
		var n int64
		if err := tx.Model(&models.Policy{}).Count(&n).Error; err != nil || n > 0 {
			return struct{}{}, err
		}
		for _, p := range models.DefaultPolicies() {
			if err := tx.create(&p); err != nil {
				return struct{}{}, fmt.Errorf("store the policies: %w", err)
			}
		}
		return struct{}{}, tx.addTemplate(&models.Template{Questions: models.DefaultQuestions()}, -1)
	})
	if models.KindOf(err) == models.Conflict {
		return nil // another replica was first
	}
	return err
}
