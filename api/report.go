package api

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	"debrief/models"
	"debrief/models/store"
)

func (s *server) reportRoutes() {
	op := get("/reports/completion", "report-completion", "What became of the action items, by group")
	describe[store.Report](s, &op)
	huma.Register(s.huma, op, s.completion)
}

type reportQuery struct {
	Listing
	By       models.GroupBy  `query:"by" enum:"severity,team,service,kind,month" default:"severity"`
	From     models.Date     `query:"from" doc:"First day of the commitment"`
	To       models.Date     `query:"to" doc:"Last day of the commitment"`
	Team     ID              `query:"team"`
	Severity models.Severity `query:"severity" minimum:"1" maximum:"5"`
}

func (s *server) completion(ctx context.Context, in *reportQuery) (*stream, error) {
	r, err := s.store.Completion(ctx, actor(ctx), s.now().UTC(), in.By, store.ReportFilter{From: in.From, To: in.To, TeamID: in.Team.N,
		Severity: in.Severity})
	if err != nil {
		return nil, err
	}
	return &stream{func(hc huma.Context) {
		if in.csv() {
			writeCSV(hc, append(r.Groups, r.Total), "", nil)
			return
		}
		writeJSON(hc, r)
	}}, nil
}
