package models

import (
	"errors"
	"slices"
	"testing"
	"time"
)

func TestWhatWasAgreedDoesNotVanishWithAnIncident(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		review *Review
		items  []ActionItem
		want   []string
	}{
		{nil, nil, nil},
		{&Review{ID: 7, State: Draft}, []ActionItem{{ID: 1, State: Proposed}, {ID: 2, State: Rejected}}, nil},
		{&Review{ID: 7, State: InReview}, nil, nil},
		{&Review{ID: 7, State: Waived}, nil, nil},
		{&Review{ID: 7, State: Reviewed}, nil, []string{"have a facilitator reopen PM-7, which is reviewed"}},
		{&Review{ID: 7, State: Closed}, []ActionItem{{ID: 1, State: Done}}, []string{"have a facilitator reopen PM-7, which is closed", "reopen and reject AI-1, which is done"}},
		{&Review{ID: 7, State: Draft}, []ActionItem{{ID: 1, State: Committed}, {ID: 2, State: InProgress}},
			[]string{"reject AI-1, which is committed", "reject AI-2, which is in progress"}},
	} {
		i := Incident{ID: 3}
		err := i.Withdraw(time.Now(), Actor{PersonID: 1, Role: Member}, "A test.", nil, c.review, c.items)
		var refused *Error
		if errors.As(err, &refused); (err == nil) != (c.want == nil) || err != nil && (refused.Kind != Conflict || !slices.Equal(refused.Missing, c.want)) {
			t.Errorf("with %+v and %+v: %v, want %q", c.review, c.items, err, c.want)
		}
		if (i.WithdrawnAt != nil) != (c.want == nil) {
			t.Errorf("with %+v: it is %+v", c.review, i.Withdrawal)
		}
	}
}

func TestWithdrawingAsksForAReasonAndForAnIncidentThatCounts(t *testing.T) {
	t.Parallel()
	now := instant(t, "2026-03-02T10:00:00Z")
	by := Actor{PersonID: 1, Role: Member}
	i := Incident{ID: 3}
	refused(t, i.Withdraw(now, Actor{PersonID: 1, Role: Viewer}, "A test.", nil, nil, nil), Forbidden)
	refused(t, i.Withdraw(now, by, " ", nil, nil, nil), Invalid, "reason")
	refused(t, i.Withdraw(now, by, "Twice.", &Incident{ID: 3}, nil, nil), Invalid, "duplicate_of_id")
	refused(t, i.Withdraw(now, by, "Twice.", &Incident{ID: 4, Withdrawal: Withdrawal{WithdrawnAt: &now}}, nil, nil), Invalid, "duplicate_of_id")
	refused(t, i.TakeBack(by), Conflict)
	accepted(t, i.Editable())

	accepted(t, i.Withdraw(now, by, " Twice. ", &Incident{ID: 4}, nil, nil))
	if w := i.Withdrawal; *w.WithdrawnAt != now || *w.WithdrawnByID != 1 || w.WithdrawnReason != "Twice." || *w.DuplicateOfID != 4 {
		t.Errorf("it is %+v", w)
	}
	refused(t, i.Editable(), Conflict)
	refused(t, i.Withdraw(now, by, "Again.", nil, nil, nil), Conflict)
	refused(t, i.TakeBack(Actor{PersonID: 1, Role: Viewer}), Forbidden)
	accepted(t, i.TakeBack(by))
	if i.Withdrawal != (Withdrawal{}) {
		t.Errorf("taken back, it is %+v", i.Withdrawal)
	}
}
