package api

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	"debrief/models"
)

func (s *server) itemVerbRoutes() {
	huma.Register(s.huma, verb("/action-items/{id}/commitment", "commit-action-item", "Proposed → committed; its issue follows"), s.commitItem)
	huma.Register(s.huma, verb("/action-items/{id}/start", "start-action-item", "Work has begun"), s.startItem)
	huma.Register(s.huma, verb("/action-items/{id}/completion", "complete-action-item", "The work is done"), s.completeItem)
	huma.Register(s.huma, verb("/action-items/{id}/reopening", "reopen-action-item", "It is work again"), s.reopenItem)
	huma.Register(s.huma, verb("/action-items/{id}/rejection", "reject-action-item", "It won't be done"), s.rejectItem)
	huma.Register(s.huma, verb("/action-items/{id}/rejection-refusal", "keep-action-item",
		"Decline the rejection that Jira proposed; the review's owner, or a facilitator"), s.keepItem)
	huma.Register(s.huma, verb("/action-items/{id}/due-date", "move-action-item", "Another due date; a later one needs a reason"), s.moveItem)
	huma.Register(s.huma, verb("/action-items/{id}/slip-reason", "explain-slip", "Why the due date moved in Jira"), s.explainSlip)
	huma.Register(s.huma, verb("/action-items/{id}/snooze", "snooze-action-item", "No reminders for a while"), s.snoozeItem)
	huma.Register(s.huma, verb("/action-items/{id}/disownment", "disown-action-item", "“Not mine”"), s.disownItem)
	huma.Register(s.huma, verb("/action-items/{id}/synchronisation", "sync-action-item", "Compare with its issue at once"), s.syncItem)
}

type itemVerb struct {
	ItemRef
	IfMatch
}

type itemReason struct {
	ItemRef
	IfMatch
	Body reasonBody
}

type commitmentBody struct {
	DueOn  models.Date `json:"due_on,omitzero" doc:"The policy's default without"`
	Reason string      `json:"reason,omitempty" maxLength:"10000" doc:"Why it is due later than the policy's default; needed then"`
	Scope  scopeBody   `json:"scope,omitzero"`
}

type scopeBody struct {
	OverrideReason string `json:"override_reason,omitempty" maxLength:"10000" doc:"Why it is committed although the check of its title says that it is not well scoped; facilitators only"`
}

func (s *server) commitItem(ctx context.Context, in *struct {
	ItemRef
	IfMatch
	Body commitmentBody
}) (*Out[models.ActionItem], error) {
	a, err := s.store.CommitItem(ctx, actor(ctx), s.now(), in.ID.N, in.Match.N, models.Commitment{DueOn: in.Body.DueOn, Reason: in.Body.Reason,
		Scope: models.Scope{OverrideReason: in.Body.Scope.OverrideReason}})
	return out(a, a.Version, err)
}

func (s *server) startItem(ctx context.Context, in *itemVerb) (*Out[models.ActionItem], error) {
	a, err := s.store.StartItem(ctx, actor(ctx), s.now(), in.ID.N, in.Match.N)
	return out(a, a.Version, err)
}

func (s *server) completeItem(ctx context.Context, in *itemVerb) (*Out[models.ActionItem], error) {
	a, err := s.store.CompleteItem(ctx, actor(ctx), s.now(), in.ID.N, in.Match.N)
	return out(a, a.Version, err)
}

func (s *server) reopenItem(ctx context.Context, in *itemReason) (*Out[models.ActionItem], error) {
	a, err := s.store.ReopenItem(ctx, actor(ctx), s.now(), in.ID.N, in.Match.N, in.Body.Reason)
	return out(a, a.Version, err)
}

func (s *server) rejectItem(ctx context.Context, in *itemReason) (*Out[models.ActionItem], error) {
	a, err := s.store.RejectItem(ctx, actor(ctx), s.now(), in.ID.N, in.Match.N, in.Body.Reason)
	return out(a, a.Version, err)
}

func (s *server) keepItem(ctx context.Context, in *itemVerb) (*Out[models.ActionItem], error) {
	a, err := s.store.KeepItem(ctx, actor(ctx), s.now(), in.ID.N, in.Match.N)
	return out(a, a.Version, err)
}

type dueDateBody struct {
	DueOn  models.Date `json:"due_on"`
	Reason string      `json:"reason,omitempty" maxLength:"10000" doc:"Why; a later date needs it"`
}

func (s *server) moveItem(ctx context.Context, in *struct {
	ItemRef
	IfMatch
	Body dueDateBody
}) (*Out[models.ActionItem], error) {
	a, err := s.store.MoveItem(ctx, actor(ctx), s.now(), in.ID.N, in.Match.N, in.Body.DueOn, in.Body.Reason)
	return out(a, a.Version, err)
}

func (s *server) explainSlip(ctx context.Context, in *itemReason) (*Out[models.ActionItem], error) {
	a, err := s.store.ExplainSlip(ctx, actor(ctx), s.now(), in.ID.N, in.Match.N, in.Body.Reason)
	return out(a, a.Version, err)
}

type snoozeBody struct {
	Until  models.Date `json:"until" doc:"1 to 14 days from today"`
	Reason string      `json:"reason" maxLength:"10000"`
}

func (s *server) snoozeItem(ctx context.Context, in *struct {
	ItemRef
	IfMatch
	Body snoozeBody
}) (*Out[models.ActionItem], error) {
	a, err := s.store.SnoozeItem(ctx, actor(ctx), s.now(), in.ID.N, in.Match.N, in.Body.Until, in.Body.Reason)
	return out(a, a.Version, err)
}

func (s *server) disownItem(ctx context.Context, in *itemReason) (*Out[models.ActionItem], error) {
	a, err := s.store.DisownItem(ctx, actor(ctx), s.now(), in.ID.N, in.Match.N, in.Body.Reason)
	return out(a, a.Version, err)
}

func (s *server) syncItem(ctx context.Context, in *ItemRef) (*Out[models.ActionItem], error) {
	a, err := s.store.SyncItem(ctx, actor(ctx), s.now(), in.ID.N)
	return out(a, a.Version, err)
}
