package store

import (
	"context"
	"database/sql"
	"slices"
	"time"

	"gorm.io/gorm"

	"debrief/models"
)

// MeetingConflicts returns what speaks against the time of a meeting of m.ReviewID, for m.Attendees and the incident's team. The
// meeting may be one that is only thought of: nothing of it is stored.
func (s *Store) MeetingConflicts(ctx context.Context, by models.Actor, m models.Meeting) ([]models.MeetingConflict, error) {
	against, err := s.against(ctx, by, m, m.StartsAt)
	if err != nil {
		return nil, err
	}
	return against(m.StartsAt), nil
}

// SuggestTime returns the first of the times against which nothing speaks for those who are needed, else the first of all.
func (s *Store) SuggestTime(ctx context.Context, by models.Actor, m models.Meeting, times []time.Time) (time.Time, error) {
	against, err := s.against(ctx, by, m, times...)
	if err != nil {
		return time.Time{}, err
	}
	for _, at := range times {
		if !models.Needed(against(at)) {
			return at, nil
		}
	}
	return times[0], nil
}

// bookings returns the scheduled meetings of other reviews that people are invited to, as far as they may overlap a meeting at one of
// the times.
func bookings(db *gorm.DB, reviewID int64, people []int64, minutes int, times []time.Time) ([]models.Booking, error) {
	var rows []struct {
		models.Booking
		ReviewID   int64
		Restricted bool
	}
	err := db.Table("meetings").Joins("JOIN attendees ON attendees.meeting_id = meetings.id").Joins("JOIN reviews ON reviews.id = meetings.review_id").
		Select("attendees.person_id, meetings.starts_at, meetings.minutes, meetings.review_id, reviews.restricted").
		Where("meetings.state = ? AND meetings.review_id <> ?", models.Scheduled, reviewID).
		Where("meetings.starts_at > ? AND meetings.starts_at < ?", slices.MinFunc(times, time.Time.Compare).UTC().Add(-models.MaxMeetingMinutes*time.Minute),
			slices.MaxFunc(times, time.Time.Compare).UTC().Add(time.Duration(minutes)*time.Minute)).
		Where("attendees.person_id IN ? AND attendees.removed_at IS NULL AND attendees.response <> ?", people, models.Declined).
		Order("meetings.starts_at, meetings.id").Find(&rows).Error
	list := make([]models.Booking, len(rows))
	for n, row := range rows {
		list[n] = row.Booking
		if !row.Restricted {
			list[n].Review = models.Review{ID: row.ReviewID}.Ref()
		}
	}
	return list, err
}

// against loads all that can speak against the meeting at one of the times.
func (s *Store) against(ctx context.Context, by models.Actor, m models.Meeting, times ...time.Time) (func(time.Time) []models.MeetingConflict, error) {
	r, err := s.Review(ctx, by, m.ReviewID)
	if err != nil {
		return nil, err
	}
	i, err := s.Incident(ctx, models.System, r.IncidentID) // whoever sees the review sees its incident
	if err != nil {
		return nil, err
	}
	var team *models.Team
	if i.TeamID != nil {
		t, err := s.Team(ctx, *i.TeamID)
		if err != nil {
			return nil, err
		}
		team = &t
	}
	ids := make([]int64, len(m.Attendees))
	for n, a := range m.Attendees {
		ids[n] = a.PersonID
	}
	var rows []models.Person
	err = s.reader(ctx).Where("id IN @ids OR id IN (SELECT delegate_id FROM people WHERE id IN @ids)", sql.Named("ids", ids)).Find(&rows).Error
	if err != nil {
		return nil, err
	}
	known := byPersonID(rows)
	booked, err := bookings(s.reader(ctx), m.ReviewID, ids, m.Minutes, times)
	return func(at time.Time) []models.MeetingConflict {
		m.StartsAt = at
		return m.Conflicts(s.teamWorkdays(team), known, s.PersonWorkdays, booked)
	}, err
}
