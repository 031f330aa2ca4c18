package store

import (
	"context"
	"time"

	"debrief/models"
)

// Comments lists the remarks on a review's document and the replies to them, the oldest first.
func (s *Store) Comments(ctx context.Context, by models.Actor, reviewID int64, p Page) ([]models.Comment, string, error) {
	if _, err := s.Review(ctx, by, reviewID); err != nil {
		return nil, "", err
	}
	if p.Sort == "" {
		p.Sort = "id"
	}
	return list(s.reader(ctx).Model(&models.Comment{}).Where("review_id = ?", reviewID), p,
		byID(func(c models.Comment) int64 { return c.ID }))
}

// OpenComments returns how many comments of each of the reviews are open, replies not counted; of none it says nothing.
func (s *Store) OpenComments(ctx context.Context, reviews []int64) (map[int64]int, error) {
	var rows []struct {
		ReviewID int64
		N        int
	}
	err := s.reader(ctx).Model(&models.Comment{}).Select("review_id, count(*) AS n").Where("review_id IN ? AND resolved_at IS NULL AND reply_to_id IS NULL", reviews).
		Group("review_id").Find(&rows).Error
	open := map[int64]int{}
	for _, r := range rows {
		open[r.ReviewID] = r.N
	}
	return open, err
}

// AddComment stores a remark on the current version of the document, in which its words have to stand. Whoever may see the review may
// comment. A reply to a reply answers the same comment, and a reply to a resolved one opens it again.
func (s *Store) AddComment(ctx context.Context, by models.Actor, now time.Time, c models.Comment) (models.Comment, error) {
	r, err := s.Review(ctx, by, c.ReviewID)
	if err != nil {
		return c, err
	}
	var d models.Document
	if r.DocumentNumber > 0 {
		if d, err = document(s.reader(ctx), r, r.DocumentNumber); err != nil {
			return c, err
		}
	}
	if err := c.Validate(r, d.Body); err != nil {
		return c, err
	}
	return change(ctx, s, by, now, func(tx *Tx) (models.Comment, error) {
		r, err := tx.review(c.ReviewID, models.Viewer)
		if err != nil {
			return c, err
		}
		c.ID, c.DocumentNumber, c.AuthorID = 0, d.Number, by.ID()
		if c.ReplyToID != nil {
			return tx.reply(c, r)
		}
		if err := tx.create(&c); err != nil {
			return c, err
		}
		if err := tx.asks(c, r); err != nil {
			return c, err
		}
		return c, tx.recordReview(r, "commented", "", map[string][2]any{"comment_id": {nil, c.ID}})
	})
}

// reply stores a reply to a comment on the same review.
func (tx *Tx) reply(c models.Comment, r models.Review) (models.Comment, error) {
	here := func(id int64) (models.Comment, error) {
		return one[models.Comment](forUpdate(tx.Where("review_id = ?", r.ID)), id, "comment")
	}
	to, err := here(*c.ReplyToID)
	if err == nil && to.ReplyToID != nil {
		to, err = here(to.Thread())
	}
	if models.KindOf(err) == models.NotFound {
		err = models.InvalidField("reply_to", "must be a comment on %s: %d is none", r.Ref(), *c.ReplyToID)
	}
	if err != nil {
		return c, err
	}
	c.ReplyToID = &to.ID
	if err := tx.create(&c); err != nil {
		return c, err
	}
	if err := tx.asks(c, r); err != nil {
		return c, err
	}
	if err := tx.recordReview(r, "replied", "", map[string][2]any{"comment_id": {nil, c.ID}, "reply_to": {nil, to.ID}}); err != nil {
		return c, err
	}
	if to.ResolvedAt == nil {
		return c, nil
	}
	if err := to.Reopen(); err != nil {
		return c, err
	}
	if err := tx.save(&to, 0); err != nil {
		return c, err
	}
	return c, tx.recordReview(r, "comment reopened", "", map[string][2]any{"comment_id": {nil, to.ID}})
}

// ResolveComment marks a remark as dealt with, or open again.
func (s *Store) ResolveComment(ctx context.Context, by models.Actor, now time.Time, id, version int64, resolved bool) (models.Comment, error) {
	return change(ctx, s, by, now, func(tx *Tx) (models.Comment, error) {
		if err := tx.lockReviewOf("comments", id); err != nil {
			return models.Comment{}, err
		}
		c, err := one[models.Comment](forUpdate(seenBy(tx.DB, by, "comments")), id, "comment")
		if err != nil {
			return c, err
		}
		r, err := tx.review(c.ReviewID, models.Member)
		if err != nil {
			return c, err
		}
		verb := "comment resolved"
		if resolved {
			err = c.Resolve(now, by)
		} else {
			verb = "comment reopened"
			err = c.Reopen()
		}
		if err != nil {
			return c, err
		}
		if err := tx.save(&c, version); err != nil {
			return c, err
		}
		return c, tx.recordReview(r, verb, "", map[string][2]any{"comment_id": {nil, c.ID}})
	})
}
