package api

import (
	"context"
	"encoding/json"
	"mime"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"debrief/models"
	"debrief/models/store"
	"debrief/postmortem"
)

const markdown = "text/markdown"

func (s *server) documentRoutes() {
	huma.Register(s.huma, get("/reviews/{id}/document", "get-document", "The document; its ETag is the number of the version"), s.document)
	list(s, get("/reviews/{id}/document/versions", "list-document-versions", "The versions of the document, without their text"), s.documents)
	huma.Register(s.huma, get("/reviews/{id}/document/versions/{number}", "get-document-version", "One version of the document"), s.documentVersion)
	huma.Register(s.huma, get("/reviews/{id}/document/versions/{number}/changes", "get-document-changes",
		"What changed in a version of the document, as a unified diff"), s.documentChanges)
	huma.Register(s.huma, takesMarkdown(put("/reviews/{id}/document", "save-document",
		"Save a new version of the document, as JSON or as text/markdown; at most 2 MiB")), s.saveDocument)
	huma.Register(s.huma, takesMarkdown(ask("/reviews/{id}/document/findings", "check-document-draft",
		"What the check would say of a text as the document, as JSON or as text/markdown: nothing is stored. Offsets are those of the text as it would be, with \\n at its line ends and without a byte order mark")), s.checkDraft)
}

// takesMarkdown lets the body be a document as it is.
func takesMarkdown(op huma.Operation) huma.Operation {
	op.Metadata = map[string]any{bodyLimit: models.MaxDocument, asDocument: true}
	op.RequestBody = &huma.RequestBody{Content: map[string]*huma.MediaType{markdown: {Schema: &huma.Schema{Type: huma.TypeString}}}}
	return op
}

func (s *server) document(ctx context.Context, in *ReviewRef) (*Out[models.Document], error) {
	d, err := s.store.Document(ctx, actor(ctx), in.ID.N, 0)
	return out(d, int64(d.Number), err)
}

// documentVersion is a version of a document without its text.
type documentVersion struct {
	Number    int       `json:"number"`
	AuthorID  *int64    `json:"author_id,omitempty"`
	CreatedAt time.Time `json:"created_at"`
}

func (s *server) documents(ctx context.Context, in *struct {
	ReviewRef
	Paging
}, p store.Page) ([]documentVersion, string, error) {
	rows, next, err := s.store.Documents(ctx, actor(ctx), in.ID.N, p)
	list := make([]documentVersion, len(rows))
	for n, d := range rows {
		list[n] = documentVersion{d.Number, d.AuthorID, d.CreatedAt}
	}
	return list, next, err
}

func (s *server) documentVersion(ctx context.Context, in *struct {
	ReviewRef
	Number int `path:"number" minimum:"1" maximum:"1000000000"`
}) (*Out[models.Document], error) {
	d, err := s.store.Document(ctx, actor(ctx), in.ID.N, in.Number)
	return out(d, int64(d.Number), err)
}

// documentChanges is what differs between two versions of a document.
type documentChanges struct {
	Since   int    `json:"since" doc:"The earlier version; 0 for none"`
	Number  int    `json:"number" doc:"The later version"`
	Added   int    `json:"added" doc:"Lines"`
	Removed int    `json:"removed" doc:"Lines"`
	Diff    string `json:"diff" doc:"A unified diff of the lines, with three around each change: what patch reads. Empty where nothing changed"`
}

type documentChangesOut struct{ Body documentChanges }

func (s *server) documentChanges(ctx context.Context, in *struct {
	ReviewRef
	Number int    `path:"number" minimum:"1" maximum:"1000000000"`
	Since  string `query:"since" maxLength:"10" doc:"The number of the version to compare with, at most this one, or 0 for none; the one before it without"`
}) (*documentChangesOut, error) {
	d, err := s.store.Document(ctx, actor(ctx), in.ID.N, in.Number)
	if err != nil {
		return nil, err
	}
	since, err := models.ComparedWith(d.Number, in.Since)
	if err != nil {
		return nil, err
	}
	var before models.Document
	if since > 0 {
		if before, err = s.store.Document(ctx, actor(ctx), in.ID.N, since); err != nil {
			return nil, err
		}
	}
	c := postmortem.Compare(before.Body, d.Body, 0)
	return &documentChangesOut{documentChanges{since, d.Number, c.Added, c.Removed, postmortem.Unified(before.Body, d.Body)}}, nil
}

type documentBody struct {
	Body string `json:"body" doc:"Markdown"`
}

// saveDocument saves a version over the one that If-Match names; without it, the first one.
func (s *server) saveDocument(ctx context.Context, in *struct {
	ReviewRef
	MayCreate
	Body documentBody
}) (*Out[models.Document], error) {
	d, err := s.store.SaveDocument(ctx, actor(ctx), s.now(), in.ID.N, in.seen(), in.Body.Body)
	return out(d, int64(d.Number), in.demand(err))
}

// checkDraft leaves out what was dismissed in the document.
func (s *server) checkDraft(ctx context.Context, in *struct {
	ReviewRef
	Body documentBody
}) (*foundOut, error) {
	return foundIn(s.store.DraftFindings(ctx, actor(ctx), in.ID.N, in.Body.Body))
}

func isMarkdown(ctx huma.Context) bool {
	kind, _, err := mime.ParseMediaType(ctx.Header("Content-Type"))
	return err == nil && kind == markdown && ctx.Operation().Metadata[asDocument] == true
}

// asJSON makes the JSON of a document that was sent as it is, so that one handler takes both.
func asJSON(request *http.Request, body []byte) ([]byte, error) {
	request.Header.Set("Content-Type", "application/json")
	return json.Marshal(documentBody{string(body)})
}
