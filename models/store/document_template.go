package store

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"gorm.io/gorm"

	"debrief/models"
)

// newestDocumentTemplate returns what documents of new reviews start from: Debrief's own, with id 0, until the team has one.
func newestDocumentTemplate(db *gorm.DB) (models.DocumentTemplate, error) {
	var t models.DocumentTemplate
	err := db.Order("number DESC").Take(&t).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return models.DocumentTemplate{Body: models.DefaultDocumentTemplate}, nil
	}
	return t, err
}

// DocumentTemplate returns one version of what documents start from; id 0 is the newest.
func (s *Store) DocumentTemplate(ctx context.Context, id int64) (models.DocumentTemplate, error) {
	if id == 0 {
		return newestDocumentTemplate(s.reader(ctx))
	}
	return one[models.DocumentTemplate](s.reader(ctx), id, "document template")
}

// AddDocumentTemplate stores a new version; reviews that are open keep theirs. seen is the number that it was written on, and -1 to
// save over any: it returns a Stale error where somebody saved another meanwhile.
func (s *Store) AddDocumentTemplate(ctx context.Context, by models.Actor, now time.Time, seen int, t models.DocumentTemplate) (models.DocumentTemplate, error) {
	return change(ctx, s, by, now, func(tx *Tx) (models.DocumentTemplate, error) {
		if err := cmp.Or(by.Need(models.Administrator), t.Validate()); err != nil {
			return t, err
		}
		var err error
		if t.Number, err = tx.nextNumber(&models.DocumentTemplate{}, seen); err != nil {
			return t, err
		}
		if err := tx.create(&t); err != nil {
			return t, err
		}
		return t, tx.record(models.Event{Subject: models.SubjectDocumentTemplate, SubjectID: t.ID, Verb: "added"})
	})
}

// DocumentDraft returns what a review's first document starts from: the template of when it was opened, filled from its incident.
func (s *Store) DocumentDraft(ctx context.Context, by models.Actor, reviewID int64) (string, error) {
	r, err := s.Review(ctx, by, reviewID)
	if err != nil {
		return "", err
	}
	db := s.reader(ctx)
	t := models.DocumentTemplate{Body: models.DefaultDocumentTemplate}
	if r.DocumentTemplateID != nil {
		if t, err = one[models.DocumentTemplate](db, *r.DocumentTemplateID, "document template"); err != nil {
			return "", err
		}
	}
	i, err := incident(db, db, r.IncidentID)
	if err != nil {
		return "", err
	}
	f := models.DocumentFacts{Incident: i, Zone: time.UTC}
	if err := db.Model(&models.Service{}).Where("id IN ?", i.ServiceIDs).Order("name").Pluck("name", &f.Services).Error; err != nil {
		return "", err
	}
	if i.TeamID != nil {
		team, err := one[models.Team](db, *i.TeamID, "team")
		if err != nil {
			return "", err
		}
		f.Zone = team.Location()
	}
	var people []models.Person
	ids := make([]int64, len(i.Responders))
	for n, p := range i.Responders {
		ids[n] = p.PersonID
	}
	if err := db.Where("id IN ?", ids).Order("name").Find(&people).Error; err != nil {
		return "", err
	}
	for _, p := range people {
		at := slices.IndexFunc(i.Responders, func(r models.Responder) bool { return r.PersonID == p.ID })
		f.Responders = append(f.Responders, p.Name+", "+i.Responders[at].Part.Words())
	}
	return t.Fill(f), nil
}
