package api

import (
	"context"
	"fmt"
	"mime"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"debrief/models"
	"debrief/models/store"
	"debrief/postmortem"
)

const importFile = "import-file"

func (s *server) importRoutes() {
	op := create("/imports", importFile, "Import a postmortem (text/markdown) or a table of action items (text/csv); at most 2 and 8 MiB")
	op.Metadata = map[string]any{bodyLimit: postmortem.MaxTableSize, anyText: true}
	text := &huma.MediaType{Schema: &huma.Schema{Type: huma.TypeString}}
	op.RequestBody = &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{markdown: text, "text/csv": text}}
	op.Responses = map[string]*huma.Response{}
	huma.Register(s.huma, op, s.importFile)
	op.Responses["200"] = &huma.Response{Description: "A preview: nothing was stored", Content: op.Responses["201"].Content}
	delete(op.RequestBody.Content, "application/octet-stream") // which huma adds for a body as it is
}

// importOut is 201 for what was stored, with where it is, and 200 for a preview.
type importOut struct {
	Status   int
	Location string `header:"Location" doc:"Where it is; none for a preview"`
	Body     imported
}

// imported is what became of a file, or what would.
type imported struct {
	Preview bool             `json:"preview" doc:"Nothing was stored"`
	Reviews []importedReview `json:"reviews"`
	Columns []importedColumn `json:"columns,omitempty" doc:"Of a table: what each column was taken for"`
	Notices []string         `json:"notices" doc:"What was not clear, for a person"`
}

type importedReview struct {
	Known      bool            `json:"known" doc:"It was there already, and nothing changed"`
	New        bool            `json:"new" doc:"The review was made; otherwise its items joined one that was there"`
	ReviewID   int64           `json:"review_id,omitempty"`
	IncidentID int64           `json:"incident_id,omitempty"`
	Added      int             `json:"added" doc:"How many action items were added"`
	Into       string          `json:"into,omitempty" doc:"Of a table: the review or incident that its rows name"`
	Title      string          `json:"title"`
	Severity   models.Severity `json:"severity"`
	StartedAt  time.Time       `json:"started_at"`
	DetectedAt *time.Time      `json:"detected_at,omitempty"`
	ResolvedAt *time.Time      `json:"resolved_at,omitempty"`
	Services   []string        `json:"services"`
	Sections   []string        `json:"sections"`
	Timeline   []importedEntry `json:"timeline"`
	Items      []importedItem  `json:"items" doc:"As they were read"`
}

type importedItem struct {
	Title       string           `json:"title"`
	Description string           `json:"description,omitempty"`
	DoneWhen    string           `json:"done_when,omitempty"`
	Kind        models.ItemKind  `json:"kind,omitempty" enum:"prevent,detect,mitigate,process"`
	Priority    models.Priority  `json:"priority,omitempty" enum:"P0,P1,P2,P3"`
	State       models.ItemState `json:"state" enum:"proposed,committed,in_progress,done,rejected"`
	Owner       string           `json:"owner,omitempty" doc:"As written"`
	Team        string           `json:"team,omitempty" doc:"As written"`
	DueOn       models.Date      `json:"due_on" format:"date"`
}

type importedEntry struct {
	Time string     `json:"time" doc:"As written"`
	At   *time.Time `json:"at,omitempty"`
	Text string     `json:"text"`
}

type importedColumn struct {
	Header string           `json:"header"`
	Field  postmortem.Field `json:"field"`
}

func (s *server) importFile(ctx context.Context, in *struct {
	Name        string          `query:"name" required:"true" minLength:"1" maxLength:"200" doc:"The file's name: the same file is known again, and may have the title and the date"`
	Preview     bool            `query:"preview" doc:"Answer what would be imported, and store nothing"`
	Open        bool            `query:"open" doc:"The reviews are not over: remind of them, and count them"`
	DayFirst    bool            `query:"day_first" doc:"03/04/2024 is the third of April, where nothing in the file says otherwise; without, March 4"`
	Severity    models.Severity `query:"severity" minimum:"1" maximum:"5" doc:"Of incidents that state none; 3 without"`
	Team        ID              `query:"team" doc:"The incidents' team"`
	Columns     string          `query:"columns" maxLength:"2000" doc:"Of a table: what columns hold whose headers do not say so, such as Wer=owner,Bis=due; nothing behind = leaves one out"`
	ContentType string          `header:"Content-Type" hidden:"true"`
	RawBody     []byte
}) (*importOut, error) {
	kind, _, err := mime.ParseMediaType(in.ContentType)
	if err != nil || kind != markdown && kind != "text/csv" {
		return nil, problem(415, "send text/markdown or text/csv")
	}
	if table := kind == "text/csv"; table != models.IsTable(in.Name) {
		if !table {
			return nil, invalid("query.name", "ends like a table's; send it as text/csv")
		}
		in.Name += models.TableEndings[0]
	}
	fields := map[string]postmortem.Field{}
	for pair := range strings.SplitSeq(in.Columns, ",") {
		header, field, ok := strings.Cut(pair, "=")
		if !ok && pair != "" {
			return nil, invalid("query.columns", "must be HEADER=FIELD, with commas between them")
		}
		if ok {
			fields[header] = postmortem.Field(field)
		}
	}
	o := models.ImportOptions{Open: in.Open, DayFirst: in.DayFirst, Severity: in.Severity, Now: s.now()}
	if in.Team.N != 0 {
		o.TeamID = &in.Team.N
	}
	file, err := models.ReadImport(models.ImportSourceFile{Name: in.Name, Table: kind == "text/csv", Text: in.RawBody}, fields, o)
	if err != nil {
		return nil, err
	}
	done, err := s.store.Import(ctx, actor(ctx), s.now(), file.Imports, in.Preview)
	if err != nil {
		return nil, err
	}
	out := &importOut{Status: http.StatusOK, Body: importAnswer(file, done, in.Preview)}
	if in.Preview {
		return out, nil
	}
	out.Status, out.Location = http.StatusCreated, Prefix+"/reviews"
	if len(done) == 1 && done[0].ReviewID != 0 {
		out.Location = fmt.Sprintf("%s/reviews/%d", Prefix, done[0].ReviewID)
	}
	return out, nil
}

func importAnswer(file models.ImportFile, done []store.Imported, preview bool) imported {
	answer := imported{Preview: preview, Reviews: []importedReview{}, Notices: nonNil(file.Notices)}
	if file.Table != nil {
		for _, c := range file.Table.Columns {
			answer.Columns = append(answer.Columns, importedColumn{c.Header, c.Field})
		}
	}
	for n, in := range file.Imports {
		i := in.Incident
		r := importedReview{Known: done[n].Known, New: done[n].New, ReviewID: done[n].ReviewID, IncidentID: done[n].IncidentID, Added: len(done[n].Added), Into: in.Into,
			Title: i.Title, Severity: i.Severity, StartedAt: i.StartedAt, DetectedAt: i.DetectedAt, ResolvedAt: i.ResolvedAt,
			Services: nonNil(in.Services), Sections: nonNil(in.Sections), Timeline: []importedEntry{}, Items: []importedItem{}}
		if preview && r.New { // its rows are gone again
			r.ReviewID, r.IncidentID = 0, 0
		}
		for _, e := range in.Timeline {
			entry := importedEntry{Time: e.TimeText, Text: e.Text}
			if !e.Time.IsZero() {
				entry.At = &e.Time
			}
			r.Timeline = append(r.Timeline, entry)
		}
		for _, item := range in.Items {
			r.Items = append(r.Items, importedItem{item.Title, item.Description, item.DoneWhen, item.Kind, item.Priority, item.State, item.Owner, item.Team, item.DueOn})
		}
		answer.Reviews = append(answer.Reviews, r)
		answer.Notices = append(answer.Notices, done[n].Notices...)
	}
	return answer
}
