package models

import (
	"strings"
	"testing"
)

func TestFindingValidate(t *testing.T) {
	t.Parallel()
	f := Finding{Rule: "", Level: "fatal", Section: "two\nlines", StartByte: 5, EndByte: 4, Text: withNUL, Why: notUTF8, Suggestion: long(MaxNote + 1)}
	text := strings.Repeat("ten bytes\n", 9) + "the é tenth"
	refused(t, f.Validate(text), Invalid, "rule", "level", "section", "end", "text", "why", "suggestion", "fingerprint")
	f = Finding{Rule: "blame", Level: LevelWarning, StartByte: 0, EndByte: 102, Fingerprint: "abc"}
	accepted(t, f.Validate(text))
	refused(t, f.Validate(text[:101]), Invalid, "end")
	f.StartByte = -1
	refused(t, f.Validate(text), Invalid, "end")
	f.StartByte, f.EndByte = 95, 96
	refused(t, f.Validate(text), Invalid, "start")
	f.StartByte, f.EndByte = 94, 95
	refused(t, f.Validate(text), Invalid, "end")
	list := []Finding{{StartByte: 96}, {StartByte: 3}, {StartByte: 94}, {StartByte: 10}, {StartByte: 20, Line: 7, Column: 7}}
	PlaceFindings(text, list)
	for n, want := range [][2]int{{10, 6}, {1, 4}, {10, 5}, {2, 1}, {7, 7}} {
		if f := list[n]; f.Line != want[0] || f.Column != want[1] {
			t.Errorf("what begins at byte %d stands in line %d, column %d", f.StartByte, f.Line, f.Column)
		}
	}
}

func TestAFindingIsDismissedWithAReason(t *testing.T) {
	t.Parallel()
	now := instant(t, "2026-03-09T10:00:00Z")
	var f Finding
	refused(t, f.Dismiss(now, asMember, " "), Invalid, "reason")
	if f != (Finding{}) {
		t.Errorf("a refusal left %+v", f)
	}
	accepted(t, f.Dismiss(now, asMember, " a product name "))
	if f.DismissedReason != "a product name" || !f.DismissedAt.Equal(now) || *f.DismissedByID != asMember.PersonID {
		t.Errorf("dismissed as %+v", f)
	}
	accepted(t, f.Reopen())
	if f != (Finding{}) {
		t.Errorf("after all, it is %+v", f)
	}
	refused(t, f.Reopen(), Conflict)
}
