package models

import "testing"

func TestFindingValidate(t *testing.T) {
	t.Parallel()
	f := Finding{Rule: "", Level: "fatal", Section: "two\nlines", StartByte: 5, EndByte: 4, Text: withNUL, Why: notUTF8, Suggestion: long(MaxNote + 1)}
	refused(t, f.Validate(100), Invalid, "rule", "level", "section", "end", "text", "why", "suggestion", "fingerprint")
	f = Finding{Rule: "blame", Level: LevelWarning, StartByte: 0, EndByte: 100, Fingerprint: "abc"}
	accepted(t, f.Validate(100))
	refused(t, f.Validate(99), Invalid, "end")
	f.StartByte = -1
	refused(t, f.Validate(100), Invalid, "end")
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
}
