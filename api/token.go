package api

import (
	"context"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"debrief/models"
	"debrief/models/store"
)

func (s *server) tokenRoutes() {
	list(s, get("/tokens", "list-tokens", "Your tokens; administrators those of others too"), s.tokens)
	huma.Register(s.huma, create("/tokens", "add-token", "Make a token; its secret is shown this once"), s.addToken)
	huma.Register(s.huma, remove("/tokens/{id}", "revoke-token", "Make a token useless"), s.revokeToken)
}

type listTokens struct {
	Paging
	PersonID ID `query:"person_id" doc:"Whose; yours without"`
}

func (s *server) tokens(ctx context.Context, in *listTokens, p store.Page) ([]models.Token, string, error) {
	who := in.PersonID.N
	if who == 0 {
		who = actor(ctx).PersonID
	}
	return s.store.Tokens(ctx, actor(ctx), who, p)
}

type tokenBody struct {
	Name      string      `json:"name" maxLength:"200" doc:"What it is for"`
	Role      models.Role `json:"role,omitempty" enum:"viewer,member,facilitator,administrator" doc:"The most that it may do; all that you may without"`
	ExpiresAt *time.Time  `json:"expires_at,omitempty" doc:"Never without; no later than the token ends by which this is asked for"`
	PersonID  *int64      `json:"person_id,omitempty" minimum:"1" doc:"For whom; administrators"`
}

// NewToken is a token with its secret.
type NewToken struct {
	models.Token
	Secret string `json:"secret,omitempty" doc:"Absent where an Idempotency-Key was sent again: it is told once"`
}

type newTokenOut struct {
	Body NewToken
}

func (s *server) addToken(ctx context.Context, in *struct{ Body tokenBody }) (*newTokenOut, error) {
	b := in.Body
	t := models.Token{Name: b.Name, Role: b.Role, ExpiresAt: b.ExpiresAt, PersonID: actor(ctx).PersonID}
	set(&t.PersonID, b.PersonID)
	t, secret, err := s.store.AddToken(ctx, actor(ctx), s.now(), t)
	return &newTokenOut{NewToken{t, secret}}, err
}

func (s *server) revokeToken(ctx context.Context, in *Ref) (*struct{}, error) {
	_, err := s.store.RevokeToken(ctx, actor(ctx), s.now(), in.ID.N)
	return nil, err
}
