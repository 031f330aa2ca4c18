package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"

	"debrief/models"
	"debrief/models/store"
	"debrief/postmortem"
)

// The objects of --format jsonl, an object a line.
type (
	incidentLine struct {
		File        string          `json:"file"`
		Kind        string          `json:"kind"` // incident
		Title       string          `json:"title"`
		Description string          `json:"description"`
		Done        bool            `json:"done"` // it is over
		Severity    models.Severity `json:"severity"`
		Date        string          `json:"date"`
		StartedAt   time.Time       `json:"started_at"`
		DetectedAt  *time.Time      `json:"detected_at,omitempty"`
		ResolvedAt  *time.Time      `json:"resolved_at,omitempty"`
		Services    []string        `json:"services,omitempty"`
		Source      string          `json:"source"`
		ExternalID  string          `json:"external_id,omitempty"`
	}
	reviewLine struct {
		File        string             `json:"file"`
		Kind        string             `json:"kind"` // review
		Title       string             `json:"title"`
		Description string             `json:"description"`
		Done        bool               `json:"done"` // it is closed
		Review      string             `json:"review,omitempty"`
		State       models.ReviewState `json:"state"`
		Historic    bool               `json:"historic"`
		DocumentURL string             `json:"document_url,omitempty"`
		Sections    []string           `json:"sections,omitempty"`
		Timeline    []timelineLine     `json:"timeline,omitempty"`
	}
	timelineLine struct {
		Time string     `json:"time"` // as written
		At   *time.Time `json:"at,omitempty"`
		Text string     `json:"text"`
	}
	itemLine struct {
		File        string           `json:"file"`
		Kind        string           `json:"kind"` // action_item
		Title       string           `json:"title"`
		Description string           `json:"description"`
		Done        bool             `json:"done"`
		State       models.ItemState `json:"state"`
		Review      string           `json:"review,omitempty"`
		Owner       string           `json:"owner,omitempty"`
		Team        string           `json:"team,omitempty"`
		DueOn       models.Date      `json:"due_on,omitzero"`
		Priority    models.Priority  `json:"priority,omitempty"`
		ItemKind    models.ItemKind  `json:"item_kind,omitempty"`
		DoneWhen    string           `json:"done_when,omitempty"`
		Line        int              `json:"line,omitempty"`
	}
)

// writeLines writes an import as JSON lines.
func writeLines(w io.Writer, in models.Import, done store.Imported) error {
	ref := ""
	if done.ReviewID != 0 {
		ref = models.Review{ID: done.ReviewID}.Ref()
	}
	out := json.NewEncoder(w)
	out.SetEscapeHTML(false)
	i := done.Incident
	if done.New {
		if err := out.Encode(incidentLine{in.Name, "incident", i.Title, i.Summary, i.ResolvedAt != nil, i.Severity, i.StartedAt.Format(time.DateOnly),
			i.StartedAt, i.DetectedAt, i.ResolvedAt, in.Services, i.Source, i.ExternalID}); err != nil {
			return err
		}
	}
	r := reviewLine{File: in.Name, Kind: "review", Title: i.Title, Done: done.State == models.Closed, Review: ref, State: done.State,
		Historic: in.Historic, DocumentURL: in.Address, Sections: in.Sections}
	for _, e := range in.Timeline {
		line := timelineLine{Time: e.TimeText, Text: e.Text}
		if !e.Time.IsZero() {
			line.At = &e.Time
		}
		r.Timeline = append(r.Timeline, line)
	}
	if err := out.Encode(r); err != nil {
		return err
	}
	for _, n := range done.Added {
		item := in.Items[n]
		err := out.Encode(itemLine{in.Name, "action_item", item.Title, item.Description, item.State == models.Done || item.State == models.Rejected,
			item.State, ref, item.Owner, item.Team, item.DueOn, item.Priority, item.ActionItem.Kind, item.DoneWhen, item.Line})
		if err != nil {
			return err
		}
	}
	return nil
}

// columns says what each column of a table was taken for.
func columns(list []postmortem.Column) string {
	parts := make([]string, len(list))
	for n, c := range list {
		field := string(c.Field)
		if field == "" {
			field = "not read"
		}
		parts[n] = fmt.Sprintf("%s (%s)", c.Header, field)
	}
	return strings.Join(parts, ", ")
}

// writeTree writes for people what a file holds.
func writeTree(w io.Writer, in models.Import) error {
	i := in.Incident
	var b strings.Builder
	if in.Into == "" { // of a table the columns come first
		fmt.Fprintln(&b, in.Name)
	}
	fmt.Fprintf(&b, "  %s\n  %s, %s", i.Title, i.Severity, span(i))
	if len(in.Services) > 0 {
		fmt.Fprintf(&b, ", %s", strings.Join(in.Services, ", "))
	}
	if in.Document != "" {
		fmt.Fprintf(&b, "\n  %s, %s on the timeline, %s", counted(len(in.Sections), "section"), entries(len(in.Timeline)), counted(len(in.Items), "action item"))
	}
	b.WriteByte('\n')
	for _, item := range in.Items {
		box := " "
		switch item.State {
		case models.Done:
			box = "x"
		case models.Rejected:
			box = "-"
		}
		fmt.Fprintf(&b, "  [%s] %s%s\n", box, item.Title, aside(item))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func span(i models.Incident) string {
	from := i.StartedAt.UTC().Format("2006-01-02 15:04")
	if i.ResolvedAt == nil || i.ResolvedAt.Equal(i.StartedAt) {
		return i.StartedAt.UTC().Format("2006-01-02")
	}
	layout := "15:04 UTC"
	if models.DateOf(i.ResolvedAt.UTC()) != models.DateOf(i.StartedAt.UTC()) {
		layout = "2006-01-02 15:04 UTC"
	}
	return from + " to " + i.ResolvedAt.UTC().Format(layout)
}

func entries(n int) string {
	if n == 1 {
		return "1 entry"
	}
	return fmt.Sprintf("%d entries", n)
}

// aside is what a line says of an item behind its title.
func aside(item models.ImportItem) string {
	var list []string
	if item.Owner != "" {
		list = append(list, item.Owner)
	}
	if !item.DueOn.IsZero() {
		list = append(list, "due "+item.DueOn.String())
	}
	if item.Priority != "" {
		list = append(list, string(item.Priority))
	}
	if len(list) == 0 {
		return ""
	}
	return " (" + strings.Join(list, ", ") + ")"
}
