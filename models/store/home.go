package store

import (
	"context"
	"database/sql"
	"slices"
	"time"

	"debrief/models"
)

// Home is what needs a person.
type Home struct {
	Reviews    []models.Review     `json:"reviews" doc:"Open ones that the person owns or facilitates"`
	Meetings   []models.Meeting    `json:"meetings" doc:"Scheduled ones that the person attends and that are not over, the next first"`
	Items      []models.ActionItem `json:"items" doc:"Open ones that the person owns, the most urgent first"`
	Unowned    []models.ActionItem `json:"unowned" doc:"Open ones without an owner, in reviews that the person owns or teams that the person leads; for administrators also where nobody does"`
	Rejections []models.ActionItem `json:"rejections" doc:"Ones that Jira says won't be done, in reviews that the person owns"`
	Late       []models.ActionItem `json:"late" doc:"Overdue ones of others: of people whom the person manages, and in teams that the person leads or manages; the longest overdue first"`
	Ownerless  []models.Review     `json:"ownerless" doc:"Open reviews without an owner, in teams that the person leads; for administrators also those of no team and of teams without a lead"`
}

// Home returns what needs the actor.
func (s *Store) Home(ctx context.Context, by models.Actor, now time.Time) (h Home, err error) {
	me := by.PersonID
	page := Page{Limit: MaxLimit}
	if h.Reviews, _, err = s.Reviews(ctx, by, ReviewFilter{PersonID: me,
		States: []models.ReviewState{models.Draft, models.InReview, models.Reviewed}}, page); err != nil {
		return h, err
	}
	open := []models.ItemState{models.Committed, models.InProgress}
	if h.Items, _, err = s.Items(ctx, by, ItemFilter{OwnerID: me, States: open}, Page{Limit: MaxLimit, Sort: "urgency"}); err != nil {
		return h, err
	}
	db := s.reader(ctx)
	err = db.Where(`state = 'scheduled' AND starts_at > ? AND id IN (SELECT meeting_id FROM attendees WHERE person_id = ? AND removed_at IS NULL)`,
		now.UTC().Add(-models.MaxMeetingMinutes*time.Minute), me).Order("starts_at, id").Limit(MaxLimit).Find(&h.Meetings).Error
	if err != nil {
		return h, err
	}
	h.Meetings = slices.DeleteFunc(h.Meetings, func(m models.Meeting) bool { return !now.Before(m.End()) })
	for n := range h.Meetings {
		if err := fillMeeting(db, &h.Meetings[n]); err != nil {
			return h, err
		}
	}
	mine := "review_id IN (SELECT id FROM reviews WHERE owner_id = ?)"
	led := "IN (SELECT id FROM teams WHERE lead_id = @me)"
	ofMine := ofTeams(led)
	administers := sql.Named("administers", by.Need(models.Administrator) == nil)
	err = seenItems(db, by).Where("state IN @open AND owner_id IS NULL AND rejection_proposed = '' AND (review_id IN (SELECT id FROM reviews WHERE owner_id = @me) OR "+ofMine+`
		OR @administers AND review_id IN (SELECT reviews.id FROM reviews JOIN incidents ON incidents.id = reviews.incident_id
			WHERE reviews.owner_id IS NULL AND `+leaderless+"))", sql.Named("open", open), sql.Named("me", me), administers).
		Order("due_key, id").Limit(MaxLimit).Find(&h.Unowned).Error
	if err != nil {
		return h, err
	}
	if err := fillItems(db, h.Unowned); err != nil {
		return h, err
	}
	err = db.Where("state IN ? AND rejection_proposed <> '' AND "+mine, open, me).Order("due_key, id").Limit(MaxLimit).Find(&h.Rejections).Error
	if err != nil {
		return h, err
	}
	if err := fillItems(db, h.Rejections); err != nil {
		return h, err
	}
	if h.Late, err = s.late(ctx, by, now); err != nil {
		return h, err
	}
	err = seenReviews(db, by).Joins("JOIN incidents ON incidents.id = reviews.incident_id").Select("reviews.*").
		Where("reviews.owner_id IS NULL AND reviews.state IN @states AND (incidents.team_id "+led+" OR @administers AND "+leaderless+")",
			sql.Named("me", me), administers, sql.Named("states", []models.ReviewState{models.Draft, models.InReview})).
		Order("reviews.id").Limit(MaxLimit).Find(&h.Ownerless).Error
	if err != nil {
		return h, err
	}
	return h, fillReviews(db, h.Ownerless)
}

// leaderless is true of incidents whose team has nobody who could name an owner; then it is for administrators, as with reminders.
const leaderless = `(incidents.team_id IS NULL OR incidents.team_id NOT IN (SELECT teams.id FROM teams JOIN people ON people.id = teams.lead_id AND people.active AND people.role <> 'viewer'))`

// late returns the items of others of whose delay the actor hears as a manager or a lead.
func (s *Store) late(ctx context.Context, by models.Actor, now time.Time) (list []models.ActionItem, err error) {
	db := s.reader(ctx)
	var me models.Person
	if err := db.Where("id = ?", by.PersonID).Limit(1).Find(&me).Error; err != nil {
		return nil, err
	}
	err = seenItems(db, by).Where(`state IN @open AND NOT historic AND due_key < @today AND owner_id IS NOT NULL AND owner_id <> @me
		AND (owner_id IN (SELECT id FROM people WHERE manager_id = @me) OR `+ofTeams("IN (SELECT id FROM teams WHERE lead_id = @me OR manager_id = @me)")+`)`,
		sql.Named("open", []models.ItemState{models.Committed, models.InProgress}), sql.Named("today", models.DateOf(now.In(me.Location()))), sql.Named("me", me.ID)).
		Order("due_key, id").Limit(MaxLimit).Find(&list).Error
	if err != nil {
		return nil, err
	}
	return list, fillItems(db, list)
}
