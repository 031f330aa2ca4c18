package api

import (
	"context"

	"debrief/models"
	"debrief/models/store"
)

type completionQuery struct {
	Listing
	By       models.GroupBy  `query:"by" enum:"severity,team,service,kind,month" default:"severity"`
	From     models.Date     `query:"from" doc:"First day of the commitment"`
	To       models.Date     `query:"to" doc:"Last day of the commitment"`
	Team     ID              `query:"team"`
	Severity models.Severity `query:"severity" minimum:"1" maximum:"5"`
}

func (s *server) completion(ctx context.Context, in *completionQuery) (*stream, error) {
	r, err := s.store.Completion(ctx, actor(ctx), s.now().UTC(), in.By, store.ReportFilter{From: in.From, To: in.To, TeamID: in.Team.N,
		Severity: in.Severity})
	if err != nil {
		return nil, err
	}
	return report(in.Listing, r), nil
}
