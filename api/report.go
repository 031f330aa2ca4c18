package api

import (
	"github.com/danielgtaylor/huma/v2"

	"debrief/models"
	"debrief/models/store"
)

func (s *server) reportRoutes() {
	op := get("/reports/completion", "report-completion", "What became of the action items, by group")
	describe[store.Report[models.Completion]](s, &op)
	huma.Register(s.huma, op, s.completion)

	op = get("/reports/timeliness", "report-timeliness", "Whether reviews met in time, and how long they took, by group")
	describe[store.Report[models.Timeliness]](s, &op)
	huma.Register(s.huma, op, s.timeliness)
}

// report answers with a report, or with its rows as CSV.
func report[G any](as Listing, r store.Report[G]) *stream {
	return &stream{func(hc huma.Context) {
		if as.csv() {
			writeCSV(hc, append(r.Groups, r.Total), "", nil)
			return
		}
		writeJSON(hc, r)
	}}
}
