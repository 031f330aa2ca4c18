package api

import (
	"context"

	"debrief/models"
	"debrief/models/store"
)

func (s *server) nudgeRoutes() {
	all(s, get("/action-items/{id}/nudges", "list-action-item-nudges", "The last 200 reminders about an action item"),
		func(ctx context.Context, in *struct {
			ItemRef
			Listing
		}) ([]store.FiledNudge, error) {
			return s.store.NudgesOf(ctx, actor(ctx), models.SubjectItem, in.ID.N)
		})
	all(s, get("/reviews/{id}/nudges", "list-review-nudges", "The last 200 reminders about a review"),
		func(ctx context.Context, in *reviewListing) ([]store.FiledNudge, error) {
			return s.store.NudgesOf(ctx, actor(ctx), models.SubjectReview, in.ID.N)
		})
	list(s, get("/people/{id}/digests", "list-digests", "Your digests; administrators those of others too"),
		func(ctx context.Context, in *struct {
			Ref
			Paging
		}, p store.Page) ([]models.Digest, string, error) {
			return s.store.Digests(ctx, actor(ctx), in.ID.N, p)
		})
}
