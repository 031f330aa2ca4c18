package api

import (
	"context"

	"debrief/models/store"
)

type homeOut struct{ Body store.Home }

func (s *server) home(ctx context.Context, _ *struct{}) (*homeOut, error) {
	h, err := s.store.Home(ctx, actor(ctx), s.now())
	return &homeOut{h}, err
}
