package api

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	"debrief/models"
	"debrief/models/store"
)

func (s *server) reviewRoutes() {
	list(s, get("/reviews", "list-reviews", "Reviews"), s.reviews)
	huma.Register(s.huma, get("/reviews/{id}", "get-review", "One review"), s.review)
	huma.Register(s.huma, create("/reviews", "open-review", "Open the review of an incident"), s.openReview)
	huma.Register(s.huma, patch("/reviews/{id}", "edit-review", "Change who sees to a review, and who may see it"), s.editReview)
	huma.Register(s.huma, verb("/reviews/{id}/submission", "submit-review", "Draft → in review"), s.submitReview)
	huma.Register(s.huma, verb("/reviews/{id}/completion", "complete-review", "In review → reviewed"), s.completeReview)
	huma.Register(s.huma, verb("/reviews/{id}/closure", "close-review", "Reviewed → closed"), s.closeReview)
	huma.Register(s.huma, verb("/reviews/{id}/waiver", "waive-review", "Decide that there is no review; facilitators"), s.waiveReview)
	huma.Register(s.huma, verb("/reviews/{id}/reopening", "reopen-review", "Take it one step back; facilitators"), s.reopenReview)
}

type listReviews struct {
	Paging
	State         []models.ReviewState `query:"state,explode" enum:"draft,in_review,reviewed,closed,waived" doc:"May be repeated"`
	Incident      ID                   `query:"incident"`
	Person        ID                   `query:"person" doc:"Who owns or facilitates it"`
	Team          ID                   `query:"team"`
	Severity      models.Severity      `query:"severity" minimum:"1" maximum:"5"`
	Unowned       bool                 `query:"unowned" doc:"true for those that still need an owner: they have none, and are not over"`
	Unfacilitated bool                 `query:"unfacilitated" doc:"true for those that still need a facilitator: they have none, and are not reviewed yet"`
	MeetingLate   bool                 `query:"meeting_late" doc:"true for those whose meeting is overdue: the last day for it is past, today in UTC, and it did not take place"`
	Service       ID                   `query:"service" doc:"That the incident touched"`
	From          models.Date          `query:"started_from" doc:"First day on which the incident began, in UTC, as in the report of timeliness"`
	To            models.Date          `query:"started_to" doc:"Last day on which the incident began, in UTC"`
	Withdrawn     bool                 `query:"withdrawn" doc:"true for those of incidents that were withdrawn; without, they are left out, but for the one of incident"`
	Q             string               `query:"q" maxLength:"200" doc:"Words of the incident's title or of the current document, PM-17, AI-42, or the key of an item's issue. A word is found in a document where one begins with it, in any case: conn finds max_connections. All have to be there, in any order"`
}

func (s *server) reviews(ctx context.Context, in *listReviews, p store.Page) ([]models.Review, string, error) {
	f := store.ReviewFilter{States: in.State, IncidentID: in.Incident.N, PersonID: in.Person.N, TeamID: in.Team.N, Severity: in.Severity,
		Unowned: in.Unowned, Unfacilitated: in.Unfacilitated, ServiceID: in.Service.N, From: in.From, To: in.To, Withdrawn: in.Withdrawn, Q: in.Q}
	if in.MeetingLate {
		f.MeetingLateOn = models.DateOf(s.now().UTC())
	}
	rows, next, err := s.store.Reviews(ctx, actor(ctx), f, p)
	if err == nil {
		err = s.store.Excerpts(ctx, in.Q, rows)
	}
	return rows, next, err
}

func (s *server) review(ctx context.Context, in *ReviewRef) (*Out[models.Review], error) {
	r, err := s.store.Review(ctx, actor(ctx), in.ID.N)
	return out(r, r.Version, err)
}

type reviewBody struct {
	IncidentID    int64   `json:"incident_id" minimum:"1"`
	OwnerID       *int64  `json:"owner_id,omitempty" minimum:"1"`
	FacilitatorID *int64  `json:"facilitator_id,omitempty" minimum:"1"`
	Restricted    bool    `json:"restricted,omitempty" doc:"Facilitators only"`
	ReaderIDs     []int64 `json:"reader_ids,omitempty" minimum:"1" maxItems:"200"`
	DocumentURL   string  `json:"document_url,omitempty" maxLength:"2000"`
}

func (s *server) openReview(ctx context.Context, in *struct{ Body reviewBody }) (*Made[models.Review], error) {
	b := in.Body
	r, err := s.store.OpenReview(ctx, actor(ctx), s.now(), models.Review{IncidentID: b.IncidentID, OwnerID: b.OwnerID,
		FacilitatorID: b.FacilitatorID, Restricted: b.Restricted, ReaderIDs: nonNil(b.ReaderIDs), DocumentURL: b.DocumentURL})
	return made(r, r.Version, "/reviews/"+r.Ref(), err)
}

type reviewPatch struct {
	OwnerID       Field[int64] `json:"owner_id,omitzero" minimum:"1"`
	FacilitatorID Field[int64] `json:"facilitator_id,omitzero" minimum:"1"`
	Restricted    *bool        `json:"restricted,omitempty" doc:"Facilitators only"`
	ReaderIDs     *[]int64     `json:"reader_ids,omitempty" minimum:"1" maxItems:"200" doc:"Facilitators only"`
	DocumentURL   *string      `json:"document_url,omitempty" maxLength:"2000"`
}

func (s *server) editReview(ctx context.Context, in *struct {
	ReviewRef
	MustMatch
	Body reviewPatch
}) (*Out[models.Review], error) {
	b := in.Body
	r, err := s.store.EditReview(ctx, actor(ctx), s.now(), in.ID.N, in.Match.N, store.ReviewEdit{OwnerID: b.OwnerID.orZero(),
		FacilitatorID: b.FacilitatorID.orZero(), Restricted: b.Restricted, ReaderIDs: b.ReaderIDs, DocumentURL: b.DocumentURL})
	return out(r, r.Version, err)
}

type reviewVerb struct {
	ReviewRef
	IfMatch
}

type reviewReason struct {
	ReviewRef
	IfMatch
	Body reasonBody
}

type reasonBody struct {
	Reason string `json:"reason" maxLength:"10000" doc:"Why, in a sentence"`
}

func (s *server) submitReview(ctx context.Context, in *reviewVerb) (*Out[models.Review], error) {
	r, err := s.store.SubmitReview(ctx, actor(ctx), s.now(), in.ID.N, in.Match.N)
	return out(r, r.Version, err)
}

func (s *server) completeReview(ctx context.Context, in *reviewVerb) (*Out[models.Review], error) {
	r, err := s.store.CompleteReview(ctx, actor(ctx), s.now(), in.ID.N, in.Match.N)
	return out(r, r.Version, err)
}

func (s *server) closeReview(ctx context.Context, in *reviewVerb) (*Out[store.ClosedReview], error) {
	r, err := s.store.CloseReview(ctx, actor(ctx), s.now(), in.ID.N, in.Match.N)
	return out(r, r.Version, err)
}

func (s *server) waiveReview(ctx context.Context, in *reviewReason) (*Out[models.Review], error) {
	r, err := s.store.WaiveReview(ctx, actor(ctx), s.now(), in.ID.N, in.Match.N, in.Body.Reason)
	return out(r, r.Version, err)
}

func (s *server) reopenReview(ctx context.Context, in *reviewReason) (*Out[models.Review], error) {
	r, err := s.store.ReopenReview(ctx, actor(ctx), s.now(), in.ID.N, in.Match.N, in.Body.Reason)
	return out(r, r.Version, err)
}
