package api

import (
	"context"
	"fmt"

	"github.com/danielgtaylor/huma/v2"

	"debrief/models"
)

func (s *server) documentTemplateRoutes() {
	huma.Register(s.huma, get("/document-template", "get-document-template", "What documents of new reviews start from"), s.newestDocumentTemplate)
	huma.Register(s.huma, get("/document-template/versions/{id}", "get-document-template-version", "One version of what documents start from"), s.documentTemplate)
	huma.Register(s.huma, create("/document-template/versions", "add-document-template-version",
		"Store a new version of what documents start from; administrators"), s.addDocumentTemplate)
	huma.Register(s.huma, get("/reviews/{id}/document/draft", "get-document-draft", "What the review's first document starts from, filled from its incident"), s.documentDraft)
}

func (s *server) newestDocumentTemplate(ctx context.Context, _ *struct{}) (*Out[models.DocumentTemplate], error) {
	t, err := s.store.DocumentTemplate(ctx, 0)
	return out(t, int64(t.Number), err)
}

func (s *server) documentTemplate(ctx context.Context, in *Ref) (*Out[models.DocumentTemplate], error) {
	t, err := s.store.DocumentTemplate(ctx, in.ID.N)
	return out(t, int64(t.Number), err)
}

func (s *server) addDocumentTemplate(ctx context.Context, in *struct {
	IfMatch
	Body struct {
		Body string `json:"body" doc:"Markdown with names in braces, such as {title}"`
	}
}) (*Made[models.DocumentTemplate], error) {
	t, err := s.store.AddDocumentTemplate(ctx, actor(ctx), s.now(), in.seen(), models.DocumentTemplate{Body: in.Body.Body})
	return made(t, int64(t.Number), fmt.Sprintf("/document-template/versions/%d", t.ID), err)
}

// documentDraft is a text that nobody has saved.
type documentDraft struct {
	Body string `json:"body" doc:"Markdown"`
}

func (s *server) documentDraft(ctx context.Context, in *ReviewRef) (*Out[documentDraft], error) {
	body, err := s.store.DocumentDraft(ctx, actor(ctx), in.ID.N)
	return out(documentDraft{body}, 0, err)
}
