package api

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	"debrief/models"
)

func (s *server) findingRoutes() {
	all(s, get("/reviews/{id}/findings", "list-findings", "What checks say of the document, in the order of the text"),
		func(ctx context.Context, in *struct {
			ReviewRef
			Listing
		}) ([]models.Finding, error) {
			return s.store.Findings(ctx, actor(ctx), in.ID.N)
		})
	huma.Register(s.huma, put("/reviews/{id}/findings", "replace-findings",
		"Report what a check found in a version of the document, in place of what was found before"), s.replaceFindings)
	huma.Register(s.huma, verb("/findings/{id}/dismissal", "dismiss-finding", "Say that a finding does not apply, and why"), s.dismissFinding)
	huma.Register(s.huma, remove("/findings/{id}/dismissal", "reopen-finding", "Say that a finding that was dismissed does apply after all"), s.reopenFinding)
}

type findingsBody struct {
	DocumentNumber int           `json:"document_number" minimum:"1" doc:"The version that was checked; it has to be the current one"`
	Findings       []findingBody `json:"findings" maxItems:"2000"`
}

type findingBody struct {
	Rule        string       `json:"rule" maxLength:"200"`
	Level       models.Level `json:"level" enum:"error,warning,info"`
	Section     string       `json:"section,omitempty" maxLength:"300"`
	Start       int          `json:"start" minimum:"0" doc:"Byte offset in the document where the text begins"`
	End         int          `json:"end" minimum:"0" doc:"Byte offset behind the text"`
	Line        int          `json:"line,omitempty" minimum:"0" maximum:"4194304" doc:"From 1; without, that of start"`
	Column      int          `json:"column,omitempty" minimum:"0" maximum:"4194304" doc:"In characters, from 1"`
	Text        string       `json:"text,omitempty" maxLength:"10000"`
	Why         string       `json:"why,omitempty" maxLength:"10000"`
	Suggestion  string       `json:"suggestion,omitempty" maxLength:"10000"`
	Fingerprint string       `json:"fingerprint" maxLength:"128"`
}

type findingsOut struct{ Body Page[models.Finding] }

// replaceFindings needs no If-Match: the number of the document is what the caller saw.
func (s *server) replaceFindings(ctx context.Context, in *struct {
	ReviewRef
	Body findingsBody
}) (*findingsOut, error) {
	var found []models.Finding
	for _, f := range in.Body.Findings {
		found = append(found, models.Finding{Rule: f.Rule, Level: f.Level, Section: f.Section, StartByte: f.Start, EndByte: f.End, Line: f.Line,
			Column: f.Column, Text: f.Text, Why: f.Why, Suggestion: f.Suggestion, Fingerprint: f.Fingerprint})
	}
	rows, err := s.store.ReplaceFindings(ctx, actor(ctx), s.now(), in.ID.N, in.Body.DocumentNumber, found)
	return &findingsOut{Page[models.Finding]{Items: nonNil(rows)}}, err
}

func (s *server) dismissFinding(ctx context.Context, in *struct {
	Ref
	IfMatch
	Body reasonBody
}) (*Out[models.Finding], error) {
	f, err := s.store.DismissFinding(ctx, actor(ctx), s.now(), in.ID.N, in.Match.N, in.Body.Reason)
	return out(f, f.Version, err)
}

func (s *server) reopenFinding(ctx context.Context, in *struct {
	Ref
	IfMatch
}) (*Out[models.Finding], error) {
	f, err := s.store.ReopenFinding(ctx, actor(ctx), s.now(), in.ID.N, in.Match.N)
	return out(f, f.Version, err)
}
