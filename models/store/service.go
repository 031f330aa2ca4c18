package store

import (
	"cmp"
	"context"
	"time"

	"debrief/models"
)

// Services lists the services.
func (s *Store) Services(ctx context.Context, p Page) ([]models.Service, string, error) {
	return list(s.reader(ctx).Model(&models.Service{}), p, byName("services",
		func(v models.Service) string { return v.Name }, func(v models.Service) int64 { return v.ID }))
}

// Service returns one service.
func (s *Store) Service(ctx context.Context, id int64) (models.Service, error) {
	return one[models.Service](s.reader(ctx), id, "service")
}

// AddService stores a new service.
func (s *Store) AddService(ctx context.Context, by models.Actor, now time.Time, v models.Service) (models.Service, error) {
	return change(ctx, s, by, now, func(tx *Tx) (models.Service, error) {
		v, err := tx.addService(v)
		return v, duplicate(err, "name", "is another service's already; capital letters make no difference")
	})
}

func (tx *Tx) addService(v models.Service) (models.Service, error) {
	if err := cmp.Or(tx.by.Need(models.Administrator), v.Validate()); err != nil {
		return v, err
	}
	v.ID, v.Active = 0, true
	if err := tx.storeNamed("services", 0, "", v.Name, func() error { return tx.create(&v) }); err != nil {
		return v, err
	}
	return v, tx.record(models.Event{Subject: models.SubjectService, SubjectID: v.ID, Verb: "added"})
}

// SaveService stores changes of a service. Members may: a review can change what we think of a service's health.
func (s *Store) SaveService(ctx context.Context, by models.Actor, now time.Time, v models.Service) (models.Service, error) {
	return change(ctx, s, by, now, func(tx *Tx) (models.Service, error) {
		v := v // a second try begins anew
		before, err := one[models.Service](forUpdate(tx.DB), v.ID, "service")
		if err != nil {
			return v, err
		}
		if err := cmp.Or(by.Need(models.Member), v.Validate()); err != nil {
			return v, err
		}
		version := v.Version
		if unchanged(version, before, v) {
			return before, nil
		}
		v.Version, v.CreatedAt = before.Version, before.CreatedAt
		if err := tx.storeNamed("services", v.ID, before.Name, v.Name, func() error { return tx.save(&v, version) }); err != nil {
			return v, duplicate(err, "name", "is another service's already; capital letters make no difference")
		}
		return v, tx.record(models.Event{Subject: models.SubjectService, SubjectID: v.ID, Verb: "changed", Changes: models.Changes(before, v)})
	})
}
