package api

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	"debrief/models"
)

func (s *server) rosterRoutes() {
	huma.Register(s.huma, create("/rosters", "add-roster", "Add those of a list of people who are not here yet, all of them or none; administrators"), s.addRoster)
}

// rosterAnswer is what became of a list of people.
type rosterAnswer struct {
	Added []models.Person `json:"added"`
	Known []models.Person `json:"known" doc:"Who was here already, and stays as they are"`
}

func (s *server) addRoster(ctx context.Context, in *struct {
	Body models.Roster
}) (*struct{ Body rosterAnswer }, error) {
	added, known, err := s.store.AddRoster(ctx, actor(ctx), s.now(), in.Body)
	return &struct{ Body rosterAnswer }{rosterAnswer{nonNil(added), nonNil(known)}}, err
}
