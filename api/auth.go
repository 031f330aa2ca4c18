package api

import (
	"errors"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"debrief/models"
)

var errNoToken = models.Unauthorizedf("send a token: Authorization: Bearer debrief_…")

// authenticate finds out on whose behalf a request acts, and lets nobody else in.
func (s *server) authenticate(ctx huma.Context, next func(huma.Context)) {
	scheme, secret, _ := strings.Cut(ctx.Header("Authorization"), " ")
	if !strings.EqualFold(scheme, "Bearer") || secret == "" {
		s.refuse(ctx, errNoToken)
		return
	}
	by, person, err := s.store.Authenticate(ctx.Context(), s.now(), strings.TrimSpace(secret))
	if err != nil {
		s.refuse(ctx, err)
		return
	}
	next(huma.WithValue(huma.WithValue(ctx, actorKey, by), personKey, person))
}

// refuse answers an error before a handler is reached.
func (s *server) refuse(ctx huma.Context, err error) {
	status := http.StatusInternalServerError
	var p *Problem
	if errors.As(err, &p) {
		status = p.Status
	}
	_ = huma.WriteErr(s.huma, ctx, status, "", err) // huma tells stderr what could not be written
}
