package store

import (
	"database/sql"

	"gorm.io/gorm"

	"debrief/models"
)

// seen is which reviews an actor may see: those that are not restricted, and those that name the actor. It is never NULL,
// as it also stands behind NOT: a review without an owner must not open its incident to everybody.
const seen = `(NOT reviews.restricted OR coalesce(reviews.owner_id = @me, false) OR coalesce(reviews.facilitator_id = @me, false)
	OR EXISTS (SELECT 1 FROM review_readers WHERE review_readers.review_id = reviews.id AND review_readers.person_id = @me)
	OR EXISTS (SELECT 1 FROM meetings JOIN attendees ON attendees.meeting_id = meetings.id
		WHERE meetings.review_id = reviews.id AND attendees.person_id = @me AND (attendees.removed_at IS NULL OR attendees.attended)))`

func me(by models.Actor) sql.NamedArg { return sql.Named("me", by.PersonID) }

// seenReviews narrows a query on reviews to those that the actor may see.
func seenReviews(db *gorm.DB, by models.Actor) *gorm.DB {
	if by.SeesAll() {
		return db
	}
	return db.Where(seen, me(by))
}

// seenBy narrows a query on rows of reviews to those whose review the actor may see.
func seenBy(db *gorm.DB, by models.Actor, table string) *gorm.DB {
	if by.SeesAll() {
		return db
	}
	return db.Where("EXISTS (SELECT 1 FROM reviews WHERE reviews.id = "+table+".review_id AND "+seen+")", me(by))
}

// seenItems is seenBy for action items, which their owners see in any case.
func seenItems(db *gorm.DB, by models.Actor) *gorm.DB {
	if by.SeesAll() {
		return db
	}
	return db.Where("(action_items.owner_id = @me OR EXISTS (SELECT 1 FROM reviews WHERE reviews.id = action_items.review_id AND "+
		seen+"))", me(by))
}

// hiddenIncident is true of incidents whose review the actor may not see.
const hiddenIncident = `EXISTS (SELECT 1 FROM reviews WHERE reviews.incident_id = incidents.id AND NOT ` + seen + `)`

// seenIncidents narrows a query on incidents to those without a review that is closed to the actor.
func seenIncidents(db *gorm.DB, by models.Actor) *gorm.DB {
	if by.SeesAll() {
		return db
	}
	return db.Where("NOT "+hiddenIncident, me(by))
}

// seenEvents narrows a query on events to those about what the actor may see. An item's owner sees the item's events; who
// signed in and made keys is for themselves and administrators.
func seenEvents(db *gorm.DB, by models.Actor) *gorm.DB {
	if by.SeesAll() {
		return db
	}
	return db.Where(`(events.review_id IS NULL AND (events.subject NOT IN ('person', 'token') OR events.actor_id = @me)
			OR EXISTS (SELECT 1 FROM reviews WHERE reviews.id = events.review_id AND `+seen+`)
			OR (events.subject = 'action_item' AND EXISTS (SELECT 1 FROM action_items
				WHERE action_items.id = events.subject_id AND action_items.owner_id = @me)))
		AND (events.subject <> 'incident' OR NOT EXISTS (SELECT 1 FROM reviews
			WHERE reviews.incident_id = events.subject_id AND NOT `+seen+`))`, me(by))
}
