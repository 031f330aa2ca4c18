package models

import "testing"

func TestACommentIsResolvedOnceAndMayBeReopened(t *testing.T) {
	t.Parallel()
	first := instant(t, "2026-03-09T10:00:00Z")
	cm := Comment{Quote: notUTF8, Body: " "}
	refused(t, cm.Validate(), Invalid, "quote", "body")
	cm = Comment{Body: " Which disk? "}
	accepted(t, cm.Validate())
	cm.Resolve(first, asMember)
	cm.Resolve(first.AddDate(0, 0, 1), asFacilitator)
	if cm.Body != "Which disk?" || !cm.ResolvedAt.Equal(first) || *cm.ResolvedByID != asMember.PersonID {
		t.Errorf("resolved as %+v", cm)
	}
	cm.Reopen()
	if cm.ResolvedAt != nil || cm.ResolvedByID != nil {
		t.Errorf("reopened as %+v", cm)
	}
}
