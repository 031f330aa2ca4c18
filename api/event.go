package api

import (
	"context"

	"debrief/models"
	"debrief/models/store"
)

func (s *server) eventRoutes() {
	list(s, get("/events", "list-events", "Who did what, when"), s.events)
}

type listEvents struct {
	Paging
	Subject   models.Subject `query:"subject" enum:"incident,review,action_item,person,team,service,policy,checklist,document_template,token,rule"`
	SubjectID ID             `query:"subject_id"`
	Review    ReviewID       `query:"review"`
}

func (s *server) events(ctx context.Context, in *listEvents, p store.Page) ([]models.Event, string, error) {
	return s.store.Events(ctx, actor(ctx), store.EventFilter{Subject: in.Subject, SubjectID: in.SubjectID.N, ReviewID: in.Review.N}, p)
}
