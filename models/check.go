package models

import (
	"fmt"

	"debrief/postmortem"
)

// MaxFindings bounds what one check may report.
const MaxFindings = 2000

// CheckDocument returns what the rules find in a document. It is a pure function of its arguments: the same text has always
// the same findings.
func CheckDocument(rules *postmortem.Ruleset, body string, context postmortem.Context) []Finding {
	doc, err := postmortem.Parse([]byte(body))
	if err != nil {
		return []Finding{{Rule: "unreadable", Level: LevelWarning, Line: 1, Column: 1, Why: "The document cannot be checked: " + err.Error() + ".",
			Suggestion: "Write it in Markdown.", Fingerprint: "unreadable"}}
	}
	return findingsOf(rules.Check(doc, context))
}

// CheckMessage returns what the rules find in a message that is told outside.
func CheckMessage(rules *postmortem.Ruleset, body string, context postmortem.Context) []Finding {
	return findingsOf(rules.CheckMessage(body, context))
}

func findingsOf(found []postmortem.Finding) []Finding {
	list := make([]Finding, 0, min(len(found), MaxFindings))
	for _, f := range found {
		if len(list) == MaxFindings-1 && len(found) > MaxFindings {
			return append(list, Finding{Rule: "too-many", Level: LevelWarning, StartByte: f.Span.Start, EndByte: f.Span.Start, Line: f.Line, Column: f.Column,
				Why:        fmt.Sprintf("The check found %d places; those from here on are left out.", len(found)),
				Suggestion: "Mend some of those above, or switch rules off that do not suit the team.", Fingerprint: "too-many"})
		}
		list = append(list, Finding{Rule: f.Rule, Level: f.Level, Section: string(f.Section), StartByte: f.Span.Start, EndByte: f.Span.End,
			Line: f.Line, Column: f.Column, Text: clip(f.Text, MaxNote), Why: clip(f.Why, MaxNote), Suggestion: clip(f.Suggestion, MaxNote),
			Fingerprint: f.Fingerprint, InText: f.Ignored != "", DismissedReason: clip(f.Ignored, MaxNote)})
	}
	return list
}
