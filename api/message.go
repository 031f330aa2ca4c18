package api

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	"debrief/models"
)

func (s *server) messageRoutes() {
	all(s, get("/reviews/{id}/messages", "list-messages", "The messages of a review"), s.messages)
	all(s, get("/reviews/{id}/listed-messages", "list-listed-messages", "Messages that the document has a section for and that nobody has written in Debrief yet"), s.listedMessages)
	all(s, get("/reviews/{id}/messages/{audience}/findings", "list-message-findings", "What the check says of a message to customers that is not posted yet"), s.messageFindings)
	huma.Register(s.huma, ask("/reviews/{id}/messages/external/findings", "check-message-draft",
		"What the check would say of a text as the message to customers: nothing is stored"), s.checkMessageDraft)
	huma.Register(s.huma, put("/reviews/{id}/messages/{audience}", "write-message", "Draft a message; an approval falls away"), s.writeMessage)
	huma.Register(s.huma, verb("/reviews/{id}/messages/{audience}/approval", "approve-message", "Approve the draft"), s.approveMessage)
	huma.Register(s.huma, verb("/reviews/{id}/messages/{audience}/posting", "post-message", "Record that it went out, and where"), s.postMessage)
}

func (s *server) messages(ctx context.Context, in *reviewListing) ([]models.Message, error) {
	return s.store.Messages(ctx, actor(ctx), in.ID.N)
}

func (s *server) listedMessages(ctx context.Context, in *reviewListing) ([]models.ListedMessage, error) {
	return s.store.ListedMessages(ctx, actor(ctx), in.ID.N)
}

// MessageRef names one message of a review in a path.
type MessageRef struct {
	ReviewRef
	Audience models.Audience `path:"audience" enum:"internal,external"`
}

func (s *server) messageFindings(ctx context.Context, in *struct {
	MessageRef
	Listing
}) ([]foundRow, error) {
	m, err := s.store.Message(ctx, actor(ctx), in.ID.N, in.Audience)
	if err != nil {
		return nil, err
	}
	found, err := s.store.MessageFindings(ctx, actor(ctx), m)
	return foundRows(found), err
}

type messageBody struct {
	Body string `json:"body" maxLength:"50000"`
}

func (s *server) checkMessageDraft(ctx context.Context, in *struct {
	ReviewRef
	Body messageBody
}) (*foundOut, error) {
	return foundIn(s.store.DraftMessageFindings(ctx, actor(ctx), in.ID.N, in.Body.Body))
}

func (s *server) writeMessage(ctx context.Context, in *struct {
	MessageRef
	MayCreate
	Body messageBody
}) (*Out[models.Message], error) {
	m, err := s.store.WriteMessage(ctx, actor(ctx), s.now(), in.ID.N, in.Audience, in.orNone(), in.Body.Body)
	return out(m, m.Version, in.demand(err))
}

type approvalBody struct {
	Reason string `json:"reason,omitempty" maxLength:"10000" doc:"Why a message to customers is approved although the check warns of it; needed only then"`
}

func (s *server) approveMessage(ctx context.Context, in *struct {
	MessageRef
	IfMatch
	Body *approvalBody
}) (*Out[models.Message], error) {
	var reason string
	if in.Body != nil {
		reason = in.Body.Reason
	}
	m, err := s.store.ApproveMessage(ctx, actor(ctx), s.now(), in.ID.N, in.Audience, in.Match.N, reason)
	return out(m, m.Version, err)
}

type postingBody struct {
	PostedURL string `json:"posted_url,omitempty" maxLength:"2000" doc:"Where it can be read"`
}

func (s *server) postMessage(ctx context.Context, in *struct {
	MessageRef
	IfMatch
	Body *postingBody
}) (*Out[models.Message], error) {
	var address string
	if in.Body != nil {
		address = in.Body.PostedURL
	}
	m, err := s.store.PostMessage(ctx, actor(ctx), s.now(), in.ID.N, in.Audience, in.Match.N, address)
	return out(m, m.Version, err)
}
