package api

import (
	"context"

	"debrief/models"
	"debrief/models/store"
)

type timelinessQuery struct {
	Listing
	By       models.GroupBy  `query:"by" enum:"severity,team,service,month" default:"severity"`
	From     models.Date     `query:"from" doc:"First day on which the incident began, in UTC"`
	To       models.Date     `query:"to" doc:"Last day on which the incident began, in UTC"`
	Team     ID              `query:"team"`
	Severity models.Severity `query:"severity" minimum:"1" maximum:"5"`
}

func (s *server) timeliness(ctx context.Context, in *timelinessQuery) (*stream, error) {
	r, err := s.store.Timeliness(ctx, actor(ctx), s.now().UTC(), in.By, store.ReportFilter{From: in.From, To: in.To, TeamID: in.Team.N,
		Severity: in.Severity})
	if err != nil {
		return nil, err
	}
	return report(in.Listing, r), nil
}
