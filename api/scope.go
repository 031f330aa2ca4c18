package api

import (
	"context"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"debrief/models"
)

func (s *server) scopeRoutes() {
	huma.Register(s.huma, get("/scope", "check-scope", "Whether an action item with this title is actionable, specific and bounded, as its commitment asks"), s.scope)
}

// scopeCheck is what the check says of an action item's title.
type scopeCheck struct {
	Actionable bool       `json:"actionable" doc:"Begins with a verb, and has a useful outcome"`
	Specific   bool       `json:"specific" doc:"Says what is in and what is out"`
	Bounded    bool       `json:"bounded" doc:"Says how to tell that it is finished"`
	Findings   []foundRow `json:"findings"`
}

func (s *server) scope(ctx context.Context, in *struct {
	Title string `query:"title" required:"true" minLength:"1" maxLength:"255"`
}) (*Out[scopeCheck], error) {
	if strings.TrimSpace(in.Title) == "" {
		return nil, models.InvalidField("title", "is missing")
	}
	rules, err := s.store.Rules(ctx)
	if err != nil {
		return nil, err
	}
	scope, found := models.CheckScope(rules, in.Title)
	return out(scopeCheck{scope.Actionable, scope.Specific, scope.Bounded, foundRows(found)}, 0, nil)
}

// foundRow is what the check says of one place in a text that is no document: nothing of it is stored.
type foundRow struct {
	Rule       string       `json:"rule"`
	Level      models.Level `json:"level" enum:"error,warning,info"`
	Start      int          `json:"start" doc:"Byte offset where the text begins"`
	End        int          `json:"end" doc:"Byte offset behind the text"`
	Line       int          `json:"line" doc:"From 1"`
	Column     int          `json:"column" doc:"In characters, from 1"`
	Text       string       `json:"text,omitempty"`
	Why        string       `json:"why"`
	Suggestion string       `json:"suggestion"`
}

func foundRows(found []models.Finding) []foundRow {
	rows := make([]foundRow, len(found))
	for n, f := range found {
		rows[n] = foundRow{f.Rule, f.Level, f.StartByte, f.EndByte, f.Line, f.Column, f.Text, f.Why, f.Suggestion}
	}
	return rows
}

type foundOut struct{ Body Page[foundRow] }

func foundIn(found []models.Finding, err error) (*foundOut, error) {
	return &foundOut{Page[foundRow]{Items: foundRows(found)}}, err
}
