package api

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	"debrief/models"
	"debrief/models/store"
)

func (s *server) itemRoutes() {
	all(s, get("/reviews/{id}/listed-items", "list-listed-items", "Action items that the document lists and that nobody has proposed yet"), s.listedItems)
	huma.Register(s.huma, verb("/reviews/{id}/listed-items", "propose-listed-items", "Propose action items that the document lists"), s.proposeListed)
	list(s, get("/action-items", "list-action-items", "Action items"), s.items)
	huma.Register(s.huma, get("/action-items/{id}", "get-action-item", "One action item"), s.item)
	huma.Register(s.huma, create("/reviews/{id}/action-items", "propose-action-item", "Propose an action item"), s.proposeItem)
	huma.Register(s.huma, patch("/action-items/{id}", "edit-action-item", "Change what it says and who sees to it"), s.editItem)
	s.itemVerbRoutes()
}

type listItems struct {
	Paging
	State    []models.ItemState `query:"state,explode" enum:"proposed,committed,in_progress,done,rejected" doc:"May be repeated"`
	Review   ReviewID           `query:"review"`
	Owner    ID                 `query:"owner"`
	Unowned  bool               `query:"unowned" doc:"true for those without an owner"`
	Team     ID                 `query:"team" doc:"The item's, else its incident's"`
	Kind     models.ItemKind    `query:"kind" enum:"prevent,detect,mitigate,process"`
	Priority models.Priority    `query:"priority" enum:"P0,P1,P2,P3"`
	Severity models.Severity    `query:"severity" minimum:"1" maximum:"5" doc:"The incident's"`
	Service  ID                 `query:"service" doc:"One that the incident touched"`
	Overdue  bool               `query:"overdue" doc:"true for open ones past their due date, today in UTC"`
	DueBy    models.Date        `query:"due_by" doc:"Open ones due on that day or before"`
	From     models.Date        `query:"committed_from" doc:"The first day of the commitment, as in the report of completion"`
	To       models.Date        `query:"committed_to" doc:"Its last day"`
	Failing  bool               `query:"link_failing" doc:"true for those of which the link failed at the last try; it tells why"`
	Q        string             `query:"q" maxLength:"200" doc:"Words of the title, AI-42, PM-17, or the key of its issue"`
}

func (s *server) items(ctx context.Context, in *listItems, p store.Page) ([]models.ActionItem, string, error) {
	f := store.ItemFilter{States: in.State, ReviewID: in.Review.N, OwnerID: in.Owner.N, Unowned: in.Unowned, TeamID: in.Team.N, Kind: in.Kind,
		Priority: in.Priority, Severity: in.Severity, ServiceID: in.Service.N, DueBy: in.DueBy, From: in.From, To: in.To, Failing: in.Failing, Q: in.Q}
	if in.Overdue {
		f.OverdueOn = models.DateOf(s.now().UTC())
	}
	return s.store.Items(ctx, actor(ctx), f, p)
}

func (s *server) item(ctx context.Context, in *ItemRef) (*Out[models.ActionItem], error) {
	a, err := s.store.Item(ctx, actor(ctx), in.ID.N)
	return out(a, a.Version, err)
}

type itemBody struct {
	Title       string          `json:"title" maxLength:"255"`
	Description string          `json:"description,omitempty" maxLength:"10000"`
	DoneWhen    string          `json:"done_when,omitempty" maxLength:"1000" doc:"The sentence that tells when it is finished"`
	Kind        models.ItemKind `json:"kind,omitempty" enum:"prevent,detect,mitigate,process"`
	Priority    models.Priority `json:"priority,omitempty" enum:"P0,P1,P2,P3"`
	OwnerID     *int64          `json:"owner_id,omitempty" minimum:"1"`
	TeamID      *int64          `json:"team_id,omitempty" minimum:"1"`
	Labels      []string        `json:"labels,omitempty" maxItems:"20" maxLength:"100"`
}

func (s *server) proposeItem(ctx context.Context, in *struct {
	ReviewRef
	Body itemBody
}) (*Made[models.ActionItem], error) {
	b := in.Body
	a, err := s.store.ProposeItem(ctx, actor(ctx), s.now(), models.ActionItem{ReviewID: in.ID.N, Title: b.Title, Description: b.Description,
		DoneWhen: b.DoneWhen, Kind: b.Kind, Priority: b.Priority, OwnerID: b.OwnerID, TeamID: b.TeamID, Labels: b.Labels})
	return made(a, a.Version, "/action-items/"+a.Ref(), err)
}

type itemPatch struct {
	Title       *string          `json:"title,omitempty" maxLength:"255"`
	Description *string          `json:"description,omitempty" maxLength:"10000"`
	DoneWhen    *string          `json:"done_when,omitempty" maxLength:"1000"`
	Kind        *models.ItemKind `json:"kind,omitempty" enum:"prevent,detect,mitigate,process"`
	Priority    *models.Priority `json:"priority,omitempty" enum:"P0,P1,P2,P3"`
	OwnerID     Field[int64]     `json:"owner_id,omitzero" minimum:"1"`
	TeamID      Field[int64]     `json:"team_id,omitzero" minimum:"1"`
	Labels      *[]string        `json:"labels,omitempty" maxItems:"20" maxLength:"100"`
	Scope       scopeBody        `json:"scope,omitzero" doc:"For another title of agreed work"`
}

func (s *server) editItem(ctx context.Context, in *struct {
	ItemRef
	MustMatch
	Body itemPatch
}) (*Out[models.ActionItem], error) {
	b := in.Body
	a, err := s.store.EditItem(ctx, actor(ctx), s.now(), in.ID.N, in.Match.N, store.ItemEdit{Title: b.Title, Description: b.Description,
		DoneWhen: b.DoneWhen, Kind: b.Kind, Priority: b.Priority, OwnerID: b.OwnerID.orZero(), TeamID: b.TeamID.orZero(), Labels: b.Labels,
		OverrideReason: b.Scope.OverrideReason})
	return out(a, a.Version, err)
}

func (s *server) listedItems(ctx context.Context, in *struct {
	ReviewRef
	Listing
}) ([]listedRow, error) {
	listed, err := s.store.ListedItems(ctx, actor(ctx), s.now(), in.ID.N)
	rows := make([]listedRow, len(listed))
	for n, item := range listed {
		rows[n] = listedRow{item.Title, item.Description, item.Owner, item.DueOn, item.Kind, item.Priority, item.Labels, item.Line}
	}
	return rows, err
}

// listedRow is an action item of the document that is no row yet.
type listedRow struct {
	Title       string          `json:"title"`
	Description string          `json:"description,omitempty"`
	Owner       string          `json:"owner,omitempty" doc:"As the document names them"`
	DueOn       models.Date     `json:"due_on,omitzero"`
	Kind        models.ItemKind `json:"kind,omitempty" enum:"prevent,detect,mitigate,process"`
	Priority    models.Priority `json:"priority,omitempty" enum:"P0,P1,P2,P3"`
	Labels      []string        `json:"labels,omitempty"`
	Line        int             `json:"line" doc:"Of the document, from 1"`
}

type listedOut struct{ Body Page[models.ActionItem] }

func (s *server) proposeListed(ctx context.Context, in *struct {
	ReviewRef
	Body struct {
		Titles []string `json:"titles" minItems:"1" maxItems:"500" maxLength:"300" doc:"Of listed items; others are left out"`
	}
}) (*listedOut, error) {
	rows, err := s.store.ProposeListed(ctx, actor(ctx), s.now(), in.ID.N, in.Body.Titles)
	return &listedOut{Page[models.ActionItem]{Items: nonNil(rows)}}, err
}
