package models

import (
	"slices"
	"testing"
	"time"

	"debrief/postmortem"
)

// filled is the document that a review of an incident starts from.
func filled(t *testing.T, i Incident) *postmortem.Document {
	t.Helper()
	i.Severity, i.StartedAt = 1, time.Date(2026, 5, 4, 10, 0, 0, 0, time.UTC)
	i.ResolvedAt = new(i.StartedAt.Add(time.Hour))
	doc, err := postmortem.Parse([]byte(DocumentTemplate{Body: DefaultDocumentTemplate}.Fill(DocumentFacts{Incident: i, Services: []string{"checkout"}, Zone: time.UTC})))
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func TestATemplateThatNobodyFilledInIsEmptyToTheCheck(t *testing.T) {
	t.Parallel()
	doc := filled(t, Incident{Title: "Orders lost"})
	empty := []string{}
	short := false
	beside := postmortem.Context{Elsewhere: []postmortem.Kind{postmortem.KindExternal, postmortem.KindInternal}}
	for _, f := range postmortem.DefaultRules().Check(doc, beside) {
		if f.Rule == "missing-section" {
			t.Errorf("it lacks what the guide asks for: %s", f.Suggestion)
		}
		if f.Rule == "empty-section" && f.Level == postmortem.LevelWarning {
			empty = append(empty, f.Text)
		}
		short = short || f.Rule == "too-short"
	}
	if want := []string{"Overview", "What happened", "Contributing factors"}; !slices.Equal(empty, want) || !short {
		t.Errorf("%q are called empty, want %q; too short: %t", empty, want, short)
	}
	if len(doc.Items) > 0 {
		t.Errorf("it lists %q", doc.Items[0].Title)
	}
	if doc.Severity.Level != 1 || doc.Date.Time.Format(time.DateOnly) != "2026-05-04" {
		t.Errorf("it is read as severity %v of %v", doc.Severity, doc.Date.Time)
	}
}

func TestATitleStandsInTheDocumentAsItIs(t *testing.T) {
	t.Parallel()
	for _, title := range []string{"A <b> | pipe", "Deploy of F ###", "Ends with #", "~~Struck~~ out", "&lt;b&gt; & co", `C:\temp full`, "*.example.com and [x](y)", "Issue #12 of a_b_c"} {
		if doc := filled(t, Incident{Title: title}); doc.Title != title {
			t.Errorf("%q became %q", title, doc.Title)
		}
	}
	doc := filled(t, Incident{Title: "x", Summary: "Node <db-1> was down, see https://example.com/a_b_c\n# not a heading"})
	said := ""
	for b := range doc.All() {
		if b.Kind == postmortem.BlockParagraph && b.Section.Heading == "Overview" {
			said = b.Text.Plain
		}
	}
	if want := "Node <db-1> was down, see https://example.com/a_b_c # not a heading"; said != want {
		t.Errorf("the summary became %q, want %q", said, want)
	}
}
