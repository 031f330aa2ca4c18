package store

import (
	"context"
	"errors"
	"time"

	"gorm.io/gorm"

	"debrief/models"
)

// announcement returns what a channel was told of a meeting so far.
func announcement(db *gorm.DB, meeting int64) (models.Announcement, error) {
	a := models.Announcement{MeetingID: meeting}
	err := db.Where("meeting_id = ?", meeting).Take(&a).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return a, nil
	}
	return a, err
}

// announcementFacts loads what the rules of a meeting's announcement look at.
func announcementFacts(db *gorm.DB, m models.Meeting) (f models.AnnouncementFacts, err error) {
	f.Meeting = m
	if f.Review, err = one[models.Review](db, m.ReviewID, "review"); err != nil {
		return f, err
	}
	if f.Incident, err = one[models.Incident](db, f.Review.IncidentID, "incident"); err != nil || f.Incident.TeamID == nil {
		return f, err
	}
	t, err := one[models.Team](db, *f.Incident.TeamID, "team")
	f.Team = &t
	return f, err
}

// announce makes a meeting's announcement due when its channel is to hear of it. What is told at once waits a little for what else changes.
func (tx *Tx) announce(m models.Meeting) error {
	a, err := announcement(tx.DB, m.ID)
	if err != nil {
		return err
	}
	f, err := announcementFacts(tx.DB, m)
	if err != nil {
		return err
	}
	n := a.Next(tx.now, f)
	if n == nil {
		return tx.Model(&models.Announcement{}).Where("meeting_id = ?", m.ID).
			Updates(map[string]any{"revision": gorm.Expr("revision + 1"), "due_at": nil}).Error
	}
	due := n.At
	if soon := tx.now.Add(models.CoalesceFor); due.Before(soon) {
		due = soon
	}
	return tx.Exec(`INSERT INTO announcements (meeting_id, revision, due_at) VALUES (?, 1, ?)
		ON CONFLICT (meeting_id) DO UPDATE SET revision = announcements.revision + 1, due_at = excluded.due_at`, m.ID, kept(due)).Error
}

// announceAll is announce for the meetings of reviews, those that are scheduled.
func (tx *Tx) announceAll(where string, args ...any) error {
	var list []models.Meeting
	err := tx.Where("state = ? AND starts_at > ? AND review_id IN (?)", models.Scheduled, tx.now,
		tx.Model(&models.Review{}).Select("reviews.id").Where(where, args...)).Order("id").Find(&list).Error
	if err != nil {
		return err
	}
	for _, m := range list {
		if err := tx.announce(m); err != nil {
			return err
		}
	}
	return nil
}

// Announcing is what an announcement is made of.
type Announcing struct {
	Announcement models.Announcement
	models.AnnouncementFacts
	Owner string // of the review; "" for none
	Grave int    // what the check finds in the document
}

// Announcing returns what an announcement is made of, as it is now.
func (s *Store) Announcing(ctx context.Context, id int64) (a Announcing, err error) {
	db := s.reader(ctx)
	if a.Announcement, err = one[models.Announcement](db, id, "announcement"); err != nil {
		return a, err
	}
	m, err := one[models.Meeting](db, a.Announcement.MeetingID, "meeting")
	if err != nil {
		return a, err
	}
	if a.AnnouncementFacts, err = announcementFacts(db, m); err != nil {
		return a, err
	}
	if a.Review.OwnerID != nil {
		p, err := one[models.Person](db, *a.Review.OwnerID, "person")
		if err != nil {
			return a, err
		}
		a.Owner = p.Name
	}
	found, err := s.Findings(ctx, models.System, a.Review.ID)
	a.Grave = models.Grave(found)
	return a, err
}

// BeginAnnouncement notes, before a message is handed to Slack, that it may be in the channel from now on, and what it tells. A zero
// time takes the note back: it was refused, or did not arrive.
func (s *Store) BeginAnnouncement(ctx context.Context, at time.Time, t Task, n models.Notice) error {
	columns := map[string]any{"begun_at": nil, "begun_starts_at": nil}
	if !at.IsZero() {
		columns = map[string]any{"begun_at": kept(at), "begun_starts_at": n.StartsAt, "channel": n.Channel}
	}
	result := s.write.WithContext(ctx).Model(&models.Announcement{}).Where("id = ? AND lease = ?", t.ID, t.Lease).Updates(columns)
	if result.Error == nil && result.RowsAffected == 0 {
		return &models.Error{Kind: models.Stale, Message: "the lease was lost to another worker"}
	}
	return result.Error
}

// Announced records that the message that was begun is in a channel, and hands the row back until the channel is to hear more.
func (s *Store) Announced(ctx context.Context, now time.Time, t Task, channel string) error {
	_, err := change(ctx, s, models.System, now, func(tx *Tx) (struct{}, error) {
		a, err := one[models.Announcement](tx.DB, t.ID, "announcement")
		if err != nil {
			return struct{}{}, err
		}
		a.ToldStartsAt, a.PostedAt, a.Posts, a.Channel = a.BegunStartsAt, a.BegunAt, a.Posts+1, channel
		a.BegunAt, a.BegunStartsAt = nil, nil
		err = tx.Model(&a).Where("lease = ?", t.Lease).Select("told_starts_at", "posted_at", "posts", "channel", "begun_at", "begun_starts_at").Updates(&a).Error
		if err != nil {
			return struct{}{}, err
		}
		m, err := one[models.Meeting](tx.DB, a.MeetingID, "meeting")
		if err != nil {
			return struct{}{}, err
		}
		f, err := announcementFacts(tx.DB, m)
		if err != nil {
			return struct{}{}, err
		}
		var next *time.Time
		if n := a.Next(tx.now, f); n != nil {
			next = &n.At
		}
		return struct{}{}, tx.finish(AnnouncementQueue, t, next)
	})
	return err
}
