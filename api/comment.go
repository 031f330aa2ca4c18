package api

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	"debrief/models"
	"debrief/models/store"
)

func (s *server) commentRoutes() {
	list(s, get("/reviews/{id}/comments", "list-comments", "The remarks on the document and the replies to them, the oldest first"), s.comments)
	huma.Register(s.huma, create("/reviews/{id}/comments", "add-comment", "Comment on the current version of the document, or reply to a comment"), s.addComment)
	huma.Register(s.huma, verb("/comments/{id}/resolution", "resolve-comment", "Mark a comment as dealt with, and its replies with it"), s.resolveComment)
	huma.Register(s.huma, remove("/comments/{id}/resolution", "reopen-comment", "Make a comment open again"), s.reopenComment)
}

func (s *server) comments(ctx context.Context, in *struct {
	ReviewRef
	Paging
}, p store.Page) ([]models.Comment, string, error) {
	return s.store.Comments(ctx, actor(ctx), in.ID.N, p)
}

type commentBody struct {
	Quote  string `json:"quote,omitempty" maxLength:"10000" doc:"The words that it is about, as they stand in the document, in Markdown or as readers see them; white space and the kind of quotation marks do not matter. Words that are not there are refused. Empty for the whole document"`
	Before string `json:"before,omitempty" maxLength:"40" doc:"What readers see before those words, where they stand more than once: the comment is about the place whose text before it ends most like this, the first without it. White space and the kind of quotation marks do not matter. Only with a quote"`
	Body   string `json:"body" maxLength:"10000"`

	ReplyTo *int64 `json:"reply_to,omitempty" minimum:"1" doc:"The comment of the same review that this is a reply to; where that is a reply itself, this one answers the same comment. A reply has no quote of its own, and opens a resolved comment again"`
}

func (s *server) addComment(ctx context.Context, in *struct {
	ReviewRef
	Body commentBody
}) (*Made[models.Comment], error) {
	c, err := s.store.AddComment(ctx, actor(ctx), s.now(), models.Comment{ReviewID: in.ID.N, Quote: in.Body.Quote, QuoteBefore: in.Body.Before, Body: in.Body.Body,
		ReplyToID: in.Body.ReplyTo})
	return made(c, c.Version, "/reviews/"+models.Review{ID: c.ReviewID}.Ref()+"/comments", err)
}

type commentVerb struct {
	Ref
	IfMatch
}

func (s *server) resolveComment(ctx context.Context, in *commentVerb) (*Out[models.Comment], error) {
	c, err := s.store.ResolveComment(ctx, actor(ctx), s.now(), in.ID.N, in.Match.N, true)
	return out(c, c.Version, err)
}

func (s *server) reopenComment(ctx context.Context, in *commentVerb) (*Out[models.Comment], error) {
	c, err := s.store.ResolveComment(ctx, actor(ctx), s.now(), in.ID.N, in.Match.N, false)
	return out(c, c.Version, err)
}
