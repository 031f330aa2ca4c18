package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

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
	held := map[int64][]models.Holding{}
	if len(people) == 0 {
		return held, nil
	}
	var f models.HoldingFacts
	db, ids := s.reader(ctx), sql.Named("ids", people)
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
