package api

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	"debrief/models"
)

func (s *server) identityRoutes() {
	all(s, get("/people/{id}/identities", "list-identities", "With which accounts of the company's sign-in somebody signs in: for themselves and administrators"), s.identities)
	huma.Register(s.huma, remove("/identities/{id}", "remove-identity", "Part a person from an account of the company's sign-in: whoever is signed in with it is signed out, and who next comes with the person's address is joined anew; administrators"), s.removeIdentity)
}

func (s *server) identities(ctx context.Context, in *struct {
	Ref
	Listing
}) ([]models.Identity, error) {
	return s.store.Identities(ctx, actor(ctx), in.ID.N)
}

func (s *server) removeIdentity(ctx context.Context, in *Ref) (*struct{}, error) {
	_, err := s.store.RemoveIdentity(ctx, actor(ctx), s.now(), in.ID.N)
	return nil, err
}
